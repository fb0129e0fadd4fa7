"""Answers to the program's questions, by dialogs; each room with dialogs has answers of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog

from ui.dialogs import confirm
from ui.dialogs.confirm import LinkDialog, LocalDataDialog
from ui.dialogs.new_measure import NewMeasureDialog
from ui.dialogs.questions import MessageDialog, Question, QuestionDialog
from ui.widgets import common_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeVar

    from PySide6.QtGui import QPagedPaintDevice
    from PySide6.QtWidgets import QWidget

    from klimaeditor.notes.notebook import NotebookRules
    from ui.dialogs.choices import DropChoice, ExportScope, LocalKind, UnsavedChoice
    from ui.dialogs.note_dialogs import NoteAct, NoteDraft, NoteRow
    from ui.dialogs.product_group import GroupOffer
    from ui.dialogs.settings_dialog import SettingsOffer, SettingsValues

    T = TypeVar("T")


class DialogAnswers:
    """What every room's answers can do: have a dialog answered. Cancelling changes nothing.

    *window* returns what the dialogs lie over, None while there is no window.
    """

    def __init__(self, window: Callable[[], QWidget | None]) -> None:
        self._window = window
        self._above: QDialog | None = None

    @property
    def _parent(self) -> QWidget | None:
        """What the next dialog lies over: the window, or a dialog that asks further."""
        return self._above or self._window()

    def _ask(self, question: Question[T]) -> T:
        dialog = QuestionDialog(question, self._parent)
        try:
            return dialog.ask()
        finally:
            dialog.deleteLater()

    @staticmethod
    def _accepted(dialog: QDialog) -> bool:
        try:
            return dialog.exec() == QDialog.DialogCode.Accepted
        finally:
            dialog.deleteLater()


class SystemAnswers(DialogAnswers):
    """Messages, files, folders and printers."""

    def error(self, sentence: str, details: str = "") -> None:
        """Say what went wrong and what to do."""
        self._accepted(MessageDialog(sentence, details, self._parent, is_error=True))

    def info(self, sentence: str, details: str = "") -> None:
        """Say something that needs to be noticed."""
        self._accepted(MessageDialog(sentence, details, self._parent, is_error=False))

    def folder(self, title: str, start: Path | None) -> Path | None:
        """Ask for a folder."""
        return _path(QFileDialog.getExistingDirectory(self._parent, title, _start(start)))

    def open_file(self, title: str, start: Path | None, filters: str) -> Path | None:
        """Ask for a file to read."""
        return _path(QFileDialog.getOpenFileName(self._parent, title, _start(start), filters)[0])

    def open_files(self, title: str, start: Path | None, filters: str) -> list[Path]:
        """Ask for files to read."""
        found, _ = QFileDialog.getOpenFileNames(self._parent, title, _start(start), filters)
        return [Path(name) for name in found]

    def save_file(self, title: str, suggestion: Path | None, filters: str) -> Path | None:
        """Ask for a file to write; the dialog itself asks before replacing one."""
        start = _start(suggestion)
        return _path(QFileDialog.getSaveFileName(self._parent, title, start, filters)[0])

    def overwrite(self, path: Path) -> bool:
        """Ask whether a file, or the dataset in a folder, may be replaced."""
        return self._ask(confirm.overwrite(path))

    def print_with(self, draw: Callable[[QPagedPaintDevice], None]) -> None:
        """Ask for a printer and have *draw* paint on it."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - rarely needed

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if self._accepted(QPrintDialog(printer, self._parent)):
            draw(printer)


class ConfirmAnswers(DialogAnswers):
    """Everything that one small dialog answers."""

    def unsaved(self, titles: Sequence[str], *, may_save: bool) -> UnsavedChoice:
        """Ask what to do with unsaved work in these measures."""
        return self._ask(confirm.unsaved(titles, may_save=may_save))

    def confirm_delete(self, titles: Sequence[str]) -> bool:
        """Ask whether these measures may be deleted."""
        return self._ask(confirm.delete(titles))

    def confirm_fixes(self, messages: Sequence[str]) -> bool:
        """Ask whether these findings may be fixed in one go."""
        return self._ask(confirm.fixes(messages))

    def confirm_revert(self, changes: Sequence[str]) -> bool:
        """Ask whether all these unsaved changes may be taken back."""
        return self._ask(confirm.revert(changes))

    def forget_person(self, name: str, notes: int) -> bool:
        """Ask whether the notes of a person shall be deleted."""
        return self._ask(confirm.forget_person(name, notes))

    def leave_notes(self, reason: str) -> bool:
        """Say why notes are not written, and ask whether to leave without them."""
        return self._ask(confirm.leave_notes(reason))

    def accept_findings(self, lines: Sequence[str]) -> str:
        """Ask why these findings are accepted."""
        from ui.dialogs.accept_dialogs import AcceptDialog  # noqa: PLC0415 - rarely needed

        dialog = AcceptDialog(lines, self._parent)
        return dialog.reason() if self._accepted(dialog) else ""

    def release_rules(self, rules: NotebookRules) -> NotebookRules | None:
        """Ask how releases are used."""
        from ui.dialogs.accept_dialogs import ReleaseRulesDialog  # noqa: PLC0415 - rarely needed

        dialog = ReleaseRulesDialog(rules, self._parent)
        return dialog.rules() if self._accepted(dialog) else None

    def write_note(self, draft: NoteDraft) -> NoteDraft | None:
        """Ask for the text of a note."""
        from ui.dialogs.note_dialogs import NoteDialog  # noqa: PLC0415 - rarely needed

        dialog = NoteDialog(draft, self._parent)
        return dialog.draft() if self._accepted(dialog) else None

    def product_group(self, offer: GroupOffer) -> str | None:
        """Ask for the product group of a measure, "" for none."""
        from ui.dialogs.product_group import ProductGroupDialog  # noqa: PLC0415 - rarely needed

        dialog = ProductGroupDialog(offer, self._parent)
        return dialog.answer() if self._accepted(dialog) else None

    def measure_notes(
        self,
        title: str,
        rows: Callable[[], Sequence[NoteRow]],
        act: Callable[[str, NoteAct], None],
        write: Callable[[], None],
    ) -> str:
        """Show the notes of a measure, and let each be asked about above the list."""
        from ui.dialogs.note_dialogs import NotesDialog  # noqa: PLC0415 - rarely needed

        dialog = NotesDialog(title, rows, act, write, self._parent)
        before, self._above = self._above, dialog
        try:
            return dialog.field if self._accepted(dialog) else ""
        finally:
            self._above = before

    def confirm_gone(self, files: Sequence[str], lines: Sequence[str]) -> bool:
        """Ask whether it is meant that so many records have gone."""
        return self._ask(confirm.gone(files, lines))

    def confirm_clean(self, lines: Sequence[str]) -> bool:
        """Ask whether the files may be formatted anew."""
        return self._ask(confirm.clean(lines))

    def dropped(self, path: Path) -> DropChoice:
        """Ask whether a dropped workbook shall be taken in, or opened by itself."""
        return self._ask(confirm.dropped(path))

    def export_scope(self, selected: int, filtered: int, total: int) -> ExportScope | None:
        """Ask which measures to export."""
        return self._ask(confirm.scope(selected, filtered, total))

    def confirm_link(self, target: str) -> bool:
        """Show where an address leads and ask whether to open it (SEC-04)."""
        return self._accepted(LinkDialog(target, self._parent))

    def settings(self, offer: SettingsOffer) -> SettingsValues | None:
        """Show the settings."""
        from ui.dialogs.settings_dialog import SettingsDialog  # noqa: PLC0415 - rarely needed

        dialog = SettingsDialog(offer, self._parent)
        dialog.choose = lambda title, start: self._folder_above(dialog, title, start)
        dialog.choose_file = lambda title, start: self._file_above(dialog, title, start)
        return dialog.values() if self._accepted(dialog) else None

    @staticmethod
    def _folder_above(dialog: QDialog, title: str, start: Path | None) -> Path | None:
        return _path(QFileDialog.getExistingDirectory(dialog, title, _start(start)))

    @staticmethod
    def _file_above(dialog: QDialog, title: str, start: Path | None) -> Path | None:
        filters = common_words.TEMPLATE_FILTER
        return _path(QFileDialog.getOpenFileName(dialog, title, _start(start), filters)[0])

    def new_measure(
        self, categories: Mapping[str, str], chosen: str = ""
    ) -> tuple[str, str] | None:
        """Ask for category id and title of a new measure; *chosen* is the category at first."""
        dialog = NewMeasureDialog(categories, self._parent, chosen=chosen)
        return dialog.answer() if self._accepted(dialog) else None

    def delete_local(self, kinds: Sequence[LocalKind]) -> frozenset[int]:
        """Ask which local data of the program may go."""
        dialog = LocalDataDialog(kinds, self._parent)
        return dialog.answer() if self._accepted(dialog) else frozenset()


def bring_up(dialog: QDialog) -> None:
    """Show a dialog that stays open beside the work."""
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


def _start(path: Path | None) -> str:
    return "" if path is None else str(path)


def _path(chosen: str) -> Path | None:
    return Path(chosen) if chosen else None
