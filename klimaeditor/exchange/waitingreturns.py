"""Where interrupted reviews of returns lie, and how many files wait; it loads nothing else.

A dataset is known by its folder, as its backups are; one without a folder by its measures.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

from klimaeditor import paths
from klimaeditor.files import backups

if TYPE_CHECKING:
    from pathlib import Path

    from klimaeditor.model.records import Dataset

FOLDER: Final = "Ruecklaeufe"
NAME: Final = "entscheidungen.json"
_LENGTH: Final = 16


def shelf(location: Path | None, dataset: Dataset, root: Path | None = None) -> Path:
    """Return where the reviews of a dataset lie below the user's folder *root*."""
    base = (paths.user_data() if root is None else root) / FOLDER
    if location is not None:
        return backups.shelf(location, base)
    ids = "\n".join(sorted(dataset.view(key).id for key in dataset.measures))
    return base / hashlib.sha256(ids.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def waiting(folder: Path) -> int:
    """Return how many files wait; what cannot be read (``keptreviews.load``) counts none."""
    try:
        return len(json.loads(paths.read_at_most(folder / NAME).decode("utf-8"))["files"])
    except (OSError, KeyError, TypeError, ValueError, RecursionError):
        return 0
