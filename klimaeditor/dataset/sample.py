"""A working copy of the shipped sample dataset, so that the sample itself stays pristine."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from klimaeditor import paths
from klimaeditor.changes import FileName

if TYPE_CHECKING:
    from pathlib import Path


FOLDER: Final = "Beispieldatensatz"
"""Where the working copy lies, below the user's own data."""


def copy_of_sample(target: Path) -> Path:
    """Copy the sample's four files into *target* where they are missing and return *target*.

    What the user has changed there stays. Raises OSError where the folder cannot be written.
    """
    target.mkdir(parents=True, exist_ok=True)
    for file in FileName:
        if not (target / file).exists():
            shutil.copyfile(paths.sample_dataset() / file, target / file)
    return target
