"""The publication that a folder holds: may it be replaced, what did it say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from klimaeditor.dataset import disk, store
from klimaeditor.dataset.jsonread import MAX_BYTES
from klimaeditor.errors import DatasetError
from klimaeditor.publish import folder as folders
from klimaeditor.publish import layout, texts
from klimaeditor.publish.errors import PublicationError
from klimaeditor.publish.retired import Register, decode
from klimaeditor.texts import os_reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from klimaeditor.changes import FileName
    from klimaeditor.dataset.records import Dataset
    from klimaeditor.dataset.source import Source

_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Former:
    """A former publication, or a dataset to compare with; then *register* is None."""

    dataset: Dataset
    sources: Mapping[FileName, Source]
    register: Register | None


def read_former(folder: Path) -> Former | None:
    """Return the publication in *folder*, None where there is nothing yet.

    Raises PublicationError where something else is in the folder, so that it must not be replaced.
    """
    target = folder.absolute()
    try:
        if target.parent.is_dir():
            folders.settle(target)
        if not target.exists():
            return None
        if not target.is_dir():
            raise PublicationError(texts.not_a_folder(target.name))
        if not any(target.iterdir()):
            return None
        data = disk.read(target / layout.REGISTER, MAX_BYTES)
        register = None if data is None else decode(data)
        if register is None:
            raise PublicationError(texts.foreign_folder(str(folder)))
        _refuse_strangers(target)
    except OSError as error:
        reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
        raise PublicationError(texts.cannot_read(str(folder), reason)) from error
    try:
        opened = store.load(target / layout.JSON)
    except DatasetError as error:
        raise PublicationError(texts.former_unreadable(str(folder), str(error))) from error
    return Former(opened.dataset, opened.sources, register)


def read_other(folder: Path) -> Former:
    """Return a publication or a dataset to compare with; raises DatasetError, PublicationError."""
    if (folder / layout.REGISTER).is_file():
        found = read_former(folder)
        if found is not None:
            return found
    opened = store.load(folder)
    return Former(opened.dataset, opened.sources, None)


def _refuse_strangers(target: Path) -> None:
    """Refuse a folder with files that no publication wrote: replacing it would lose them."""
    sums = (disk.read(target / layout.SUMS, MAX_BYTES) or b"").decode("utf-8", "replace")
    listed = {line.partition("  ")[2] for line in sums.splitlines()} | {layout.SUMS}
    strangers = sorted(
        name
        for path in target.rglob("*")
        if not path.is_dir() or path.is_symlink()
        if (name := path.relative_to(target).as_posix()) not in listed
    )
    if strangers:
        raise PublicationError(texts.strangers(str(target), strangers[:_SHOWN]))
