"""Read what shall be opened, and see who is there; all of it may run beside the window."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from klimaeditor.dataset import store
from klimaeditor.document import Document, open_document
from klimaeditor.errors import KlimaError
from klimaeditor.excel.names import is_workbook
from ui.safety.entry import look

if TYPE_CHECKING:
    from pathlib import Path

    from klimaeditor.dataset.locks import Held
    from klimaeditor.recovery.leftovers import Restored
    from ui.safety.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Found:
    """A document that can be opened, and who else has it open."""

    document: Document
    held: Held | None


def read(path: Path, here: Surroundings) -> Found:
    """Return the document at *path*: a folder, one of its files, or a workbook.

    Raises DatasetError or WorkbookError with a German sentence.
    """
    if is_workbook(path):
        from klimaeditor.excel.reader import open_workbook  # noqa: PLC0415 - openpyxl is slow

        result = open_workbook(path)
        document = Document(result.dataset, {}, None, result.notices, here.backups)
        return Found(document, None)
    document = open_document(path, here.backups)
    held = None if document.location is None else look(document.location, here)
    return Found(document, held)


def revived(restored: Restored, here: Surroundings) -> Found:
    """Return the document as it was before a crash; without a place where its folder has gone."""
    if restored.folder is not None:
        with suppress(KlimaError):
            folder = store.locate(restored.folder)
            document = Document(
                restored.dataset, restored.sources, folder, backup_root=here.backups
            )
            return Found(document, look(folder, here))
    return Found(Document(restored.dataset, {}, backup_root=here.backups), None)
