"""What the user does with files: open, save, export, close – with every question on the way.

The session holds the open document's bridge. Questions go through an injected Ask, so nothing here
knows a dialog. Nothing is discarded without asking.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from klimaeditor import paths
from klimaeditor.changes import FileName
from klimaeditor.dataset.sample import copy_of_sample
from klimaeditor.document import Document, open_document
from klimaeditor.errors import KlimaError
from ui import window_texts as texts
from ui.bridge import DocumentBridge
from ui.choices import ExportScope, UnsavedChoice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ui.ask import Ask
    from ui.settings import Settings

_XLSX = ".xlsx"
WORKBOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})


class Session(QObject):
    """The open document, if any.

    *opened* carries the new bridge, *said* a line for the user, *noticed* remarks about what was
    opened.
    """

    opened = Signal(object)
    noticed = Signal(object)
    saved = Signal()
    closed = Signal()
    said = Signal(str)

    def __init__(self, ask: Ask, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._settings = settings
        self.bridge: DocumentBridge | None = None
        self.name = ""

    @property
    def document(self) -> Document | None:
        """The open document."""
        return self.bridge.document if self.bridge else None

    def open_folder(self) -> None:
        """Ask for a folder and open it."""
        chosen = self._ask.folder(texts.OPEN_FOLDER, self._start_folder())
        if chosen is not None:
            self.open_path(chosen)

    def open_workbook(self) -> None:
        """Ask for a workbook and open it as a document in its own right."""
        chosen = self._ask.open_file(texts.OPEN_WORKBOOK, self._start_folder(), texts.XLSX_FILTER)
        if chosen is not None:
            self.open_path(chosen)

    def open_sample(self) -> None:
        """Open a working copy of the sample dataset in the user's own folder."""
        try:
            copy = copy_of_sample(paths.user_data() / texts.SAMPLE_FOLDER)
        except OSError as error:
            self._ask.error(texts.SAMPLE_FAILED, str(error))
            return
        self.open_path(copy)

    def open_path(self, path: Path) -> bool:
        """Open a folder, one of its files or a workbook; False where it was not opened.

        The document that is open stays until the new one has been read.
        """
        document = self._try_to_read(path)
        place = self.document.location if self.document else None
        if document is None or not self.close():
            return False
        if place is not None and document.location == place:
            document = self._try_to_read(path)  # the question on the way may have saved it
            if document is None:
                return False
        self.name = document.location.name if document.location else path.stem
        self._settings.add_recent(document.location or path)
        self._start(document)
        return True

    def _try_to_read(self, path: Path) -> Document | None:
        try:
            with _busy():
                return _read(path)
        except KlimaError as error:
            self._ask.error(str(error))
            return None

    def _start(self, document: Document) -> None:
        self.bridge = DocumentBridge(document, self)
        self.opened.emit(self.bridge)
        self.noticed.emit(tuple(document.notices))

    def save(self) -> bool:
        """Save in place, or ask where; False where it was not saved."""
        if self.document is None or self.document.location is None:
            return self.save_as()
        return self._save(None)

    def save_as(self) -> bool:
        """Ask for a folder and save all four files there; it becomes the document's place."""
        if self.document is None:
            return False
        target = self._ask.folder(texts.SAVE_FOLDER, self._start_folder())
        if target is None:
            return False
        existing = [name.value for name in FileName if (target / name).exists()]
        if existing and target != self.document.location and not self._ask.overwrite(target):
            return False
        return self._save(target)

    def _save(self, target: Path | None) -> bool:
        assert self.document is not None  # noqa: S101 - both callers checked
        try:
            with _busy():
                self.document.save(target)
        except KlimaError as error:
            self._ask.error(str(error))
            return False
        location = self.document.location
        if location is not None:
            self.name = location.name
            self._settings.add_recent(location)
        self.saved.emit()
        for remark in self.document.save_notices:
            self._ask.info(remark)
        return True

    def revert(self) -> None:
        """Discard unsaved work after asking, and read the files again."""
        document = self.document
        if document is None or document.location is None:
            return
        titles = document.changed_measures()
        if titles and self._ask.unsaved(titles, may_save=False) is not UnsavedChoice.DISCARD:
            return
        fresh = self._try_to_read(document.location)
        if fresh is not None:
            self._end()
            self._start(fresh)

    def close(self) -> bool:
        """Close the document; unsaved work is named and asked about. False where it stays."""
        if self.bridge is None:
            return True
        document = self.bridge.document
        if not self.bridge.is_clean and not document.is_saved:
            titles = document.changed_measures()
            choice = self._ask.unsaved(titles, may_save=True)
            if choice is UnsavedChoice.CANCEL:
                return False
            if choice is UnsavedChoice.SAVE and not self.save():
                return False
        self._end()
        self.closed.emit()
        return True

    def _end(self) -> None:
        if self.bridge is not None:
            self.bridge.close()
            self.bridge.deleteLater()
        self.bridge = None

    def export(self, shown: Sequence[int]) -> None:
        """Ask what and where, and write a workbook; *shown* are the measures the list shows."""
        document = self.document
        if document is None:
            return
        every = document.dataset.measure_keys()
        measures: Sequence[int] = every
        if len(shown) != len(every):
            scope = self._ask.export_scope(len(shown), len(every))
            if scope is None:
                return
            measures = shown if scope is ExportScope.FILTERED else every
        suggestion = (self._start_folder() or Path.home()) / f"{self.name}.xlsx"
        target = self._ask.save_file(texts.EXPORT_TITLE, suggestion, texts.XLSX_FILTER)
        if target is None:
            return
        if target.suffix.lower() != _XLSX:
            target = target.with_name(f"{target.name}{_XLSX}")
            if target.exists() and not self._ask.overwrite(target):
                return
        self._export(document, target, measures)

    def _export(self, document: Document, target: Path, measures: Sequence[int]) -> None:
        from klimaeditor.excel.writer import export  # noqa: PLC0415 - openpyxl is slow to import

        try:
            with _busy():
                done = export(document.dataset, target, list(measures))
        except KlimaError as error:
            self._ask.error(str(error))
            return
        self.said.emit(texts.exported(len(measures), target.name))
        for notice in done.notices:
            self._ask.info(notice)

    def _start_folder(self) -> Path | None:
        if self.document is not None and self.document.location is not None:
            return self.document.location.parent
        recent = self._settings.recent()
        return Path(recent[0].path).parent if recent else None


def _read(path: Path) -> Document:
    if path.suffix.lower() in WORKBOOK_SUFFIXES:
        from klimaeditor.excel.reader import open_workbook  # noqa: PLC0415 - openpyxl is slow

        result = open_workbook(path)
        return Document(result.dataset, {}, None, result.notices)
    return open_document(path)


@contextmanager
def _busy() -> Iterator[None]:
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()
