"""Asks with dialogs."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import QSysInfo, qVersion
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

import klimaeditor
from klimaeditor.clock import local_now, local_today
from ui import window_texts as words
from ui.dialogs import confirm, export
from ui.dialogs import unsaved as unsaved_dialog
from ui.dialogs.about import AboutDialog, AboutInfo
from ui.dialogs.help import HelpDialog
from ui.dialogs.link import LinkDialog
from ui.dialogs.message import MessageDialog
from ui.dialogs.new_measure import NewMeasureDialog
from ui.dialogs.question import Question, QuestionDialog
from ui.dialogs.shortcuts import Shortcut, ShortcutsDialog
from ui.review.locked import locked
from ui.review.recovery import RecoveryDialog
from ui.review.restore import RestoreDialog
from ui.review.review import ReviewDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import TypeVar

    from PySide6.QtGui import QPagedPaintDevice

    from klimaeditor.changes import Batch
    from klimaeditor.checks.findings import Finding
    from klimaeditor.dataset.backups import Backup
    from klimaeditor.dataset.locks import Held
    from klimaeditor.dataset.records import Dataset
    from klimaeditor.departments.register import Register
    from klimaeditor.departments.sending import Wanted
    from klimaeditor.departments.splitting import Group
    from klimaeditor.document import Document
    from klimaeditor.foreign import Recognition
    from klimaeditor.merge.linked import Chosen, Found
    from klimaeditor.merge.proposals import Returned
    from klimaeditor.publish.package import Plan
    from ui.ask import PublishDesk, Reporting, Reviewed
    from ui.bulk.bulk import BulkDialog
    from ui.bulk.replace import ReplaceDialog
    from ui.choices import (
        DropChoice,
        ExportScope,
        LocalKind,
        LockedChoice,
        RecoveryChoice,
        UnsavedChoice,
    )
    from ui.cleaning.debris import DebrisDialog
    from ui.cleaning.vocabulary import VocabularyDialog
    from ui.handbook.window import HandbookWindow
    from ui.importing.wizards import Wait
    from ui.report.dialog import Offer, ReportChoice
    from ui.review.rows import ChangeRow, Titles
    from ui.review.texts import ReviewWords

    T = TypeVar("T")


class DialogAsk:
    """Asks with dialogs over *parent*. Help and shortcuts stay open beside the work."""

    def __init__(self, parent: QWidget | None) -> None:
        self._parent = parent
        self._help: HelpDialog | None = None
        self._handbook: HandbookWindow | None = None

    def set_parent(self, parent: QWidget | None) -> None:
        """Ask over another window from now on."""
        self._parent = parent

    def unsaved(self, titles: Sequence[str], *, may_save: bool) -> UnsavedChoice:
        """Ask what to do with unsaved work in these measures."""
        return self._ask(unsaved_dialog.unsaved(titles, may_save=may_save))

    def confirm_delete(self, titles: Sequence[str]) -> bool:
        """Ask whether these measures may be deleted."""
        return self._ask(confirm.delete(titles))

    def confirm_fixes(self, messages: Sequence[str]) -> bool:
        """Ask whether these findings may be fixed in one go."""
        return self._ask(confirm.fixes(messages))

    def confirm_revert(self, changes: Sequence[str]) -> bool:
        """Ask whether all these unsaved changes may be taken back."""
        return self._ask(confirm.revert(changes))

    def delete_local(self, kinds: Sequence[LocalKind]) -> frozenset[int]:
        """Ask which local data of the program may go."""
        from ui.dialogs.local_data import LocalDataDialog  # noqa: PLC0415 - rarely needed

        dialog = LocalDataDialog(kinds, self._parent)
        return dialog.answer() if self._accepted(dialog) else frozenset()

    def confirm_gone(self, files: Sequence[str], lines: Sequence[str]) -> bool:
        """Ask whether it is meant that so many records have gone."""
        return self._ask(confirm.gone(files, lines))

    def overwrite(self, path: Path) -> bool:
        """Ask whether a file, or the dataset in a folder, may be replaced."""
        return self._ask(confirm.overwrite(path))

    def confirm_link(self, target: str) -> bool:
        """Show where an address leads and ask whether to open it (SEC-04)."""
        return self._accepted(LinkDialog(target, self._parent))

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

    def dropped(self, path: Path) -> DropChoice:
        """Ask whether a dropped workbook shall be taken in, or opened by itself."""
        return self._ask(export.dropped(path))

    def save_file(self, title: str, suggestion: Path | None, filters: str) -> Path | None:
        """Ask for a file to write; the dialog itself asks before replacing one."""
        start = _start(suggestion)
        return _path(QFileDialog.getSaveFileName(self._parent, title, start, filters)[0])

    def new_measure(self, categories: Mapping[str, str]) -> tuple[str, str] | None:
        """Ask for category id and title of a new measure."""
        dialog = NewMeasureDialog(categories, self._parent)
        return dialog.answer() if self._accepted(dialog) else None

    def export_scope(self, filtered: int, total: int) -> ExportScope | None:
        """Ask which measures to export."""
        return self._ask(export.scope(filtered, total))

    def review(
        self,
        decisions: Iterable[Found],
        titles: Titles,
        about: ReviewWords,
        *,
        settled_is_final: bool,
    ) -> Chosen | None:
        """Show what two sides changed and ask where both did; None where cancelled."""
        dialog = ReviewDialog(
            decisions, titles, about, self._parent, settled_is_final=settled_is_final
        )
        return dialog.choices() if self._accepted(dialog) else None

    def restore(
        self, backups: Sequence[Backup], changes: Callable[[Backup], Sequence[ChangeRow]]
    ) -> Backup | None:
        """Ask for a backup to restore."""
        dialog = RestoreDialog(backups, changes, local_now(), self._parent)
        return dialog.chosen() if self._accepted(dialog) else None

    def recovery(
        self, sentence: str, rows: Sequence[ChangeRow], *, readable: bool = True
    ) -> RecoveryChoice:
        """Ask whether changes that a crash left unsaved shall come back."""
        dialog = RecoveryDialog(sentence, rows, self._parent, readable=readable)
        try:
            return dialog.ask()
        finally:
            dialog.deleteLater()

    def locked(self, held: Held) -> LockedChoice:
        """Say who has the dataset open and ask how to open it."""
        return self._ask(locked(held))

    def request(
        self,
        dataset: Dataset,
        shown: Sequence[int],
        make: Callable[[tuple[Group, ...], Wanted], bool],
    ) -> None:
        """Ask who shall be asked what, until *make* says that it is done."""
        from klimaeditor.settings import Default, load_machine_defaults  # noqa: PLC0415 - as above
        from ui.requests.wizard import RequestDialog  # noqa: PLC0415 - openpyxl comes with it

        machine, before = load_machine_defaults(), self._parent
        contact, locked = machine.value(Default.DEPARTMENT), machine.is_locked(Default.DEPARTMENT)
        dialog = RequestDialog(
            dataset, shown, local_today(), before, contact=contact, contact_locked=locked
        )
        dialog.make = make
        self._parent = dialog  # what is asked meanwhile lies above it
        try:
            self._accepted(dialog)
        finally:
            self._parent = before

    def returns(self, files: Sequence[Returned], report: Reporting) -> Reviewed | None:
        """Show what came back and ask what to take."""
        from ui.returns.dialog import ReturnsDialog  # noqa: PLC0415 - rarely needed

        dialog = ReturnsDialog(files, self._parent)
        dialog.report_wanted.connect(lambda: report(*dialog.answer()))
        return dialog.answer() if self._accepted(dialog) else None

    def request_overview(
        self,
        register: Register,
        remind: Callable[[Register], Register],
        take_in: Callable[[Register], Register],
    ) -> None:
        """Show where a request stands."""
        from ui.requests.overview import OverviewDialog  # noqa: PLC0415 - rarely needed

        shown = [register]
        dialog = OverviewDialog(register, local_today(), self._parent)

        def go(step: Callable[[Register], Register]) -> None:
            shown[0] = step(shown[0])
            dialog.show_register(shown[0], local_today())

        dialog.remind_wanted.connect(lambda: go(remind))
        dialog.returns_wanted.connect(lambda: go(take_in))
        self._accepted(dialog)

    def publish(self, plan: Plan, desk: PublishDesk) -> tuple[Plan, bool] | Finding | None:
        """Show the gate; *desk* mends and plans again meanwhile."""
        from ui.publishing.asking import ask_to_publish  # noqa: PLC0415 - rarely needed

        return ask_to_publish(plan, desk, self._parent)

    def confirm_clean(self, lines: Sequence[str]) -> bool:
        """Ask whether the files may be formatted anew."""
        return self._ask(confirm.clean(lines))

    def foreign(self, dataset: Dataset, found: Recognition, wait: Wait) -> Returned | None:
        """Ask what the columns, or sheets, of somebody else's file stand for."""
        from klimaeditor import paths  # noqa: PLC0415 - as above
        from klimaeditor.foreign.memory import Memory  # noqa: PLC0415 - as above
        from ui.importing.wizards import wizard_for  # noqa: PLC0415 - as above

        wizard = wizard_for(dataset, found, Memory(paths.user_config()), self._parent, wait)
        if wizard is None:
            return None
        self._accepted(wizard)
        return wizard.returned

    def bulk(self, document: Document, keys: Sequence[int]) -> Batch | None:
        """Ask what to store in all of these measures."""
        from ui.bulk.bulk import BulkDialog  # noqa: PLC0415 - rarely needed

        return self._batch(BulkDialog(document, list(keys), self._parent))

    def replace(
        self, document: Document, shown: Sequence[int], selected: Sequence[int]
    ) -> Batch | None:
        """Ask for words to find and to put in their place."""
        from ui.bulk.replace import ReplaceDialog  # noqa: PLC0415 - as above

        return self._batch(ReplaceDialog(document, list(shown), list(selected), self._parent))

    def leftovers(self, document: Document) -> Batch | None:
        """Show what PDF and Word have left in the texts."""
        from ui.cleaning.debris import DebrisDialog  # noqa: PLC0415 - as above

        return self._batch(DebrisDialog(document, parent=self._parent))

    def vocabulary(self, document: Document) -> Batch | None:
        """Show spellings that may mean the same."""
        from ui.cleaning.vocabulary import VocabularyDialog  # noqa: PLC0415 - as above

        return self._batch(VocabularyDialog(document, self._parent))

    def view_name(self, proposal: str, names: Sequence[str]) -> str:
        """Ask for the name of a view of the list."""
        from ui.bulk.view_name import ViewNameDialog  # noqa: PLC0415 - as above

        dialog = ViewNameDialog(proposal, names, self._parent)
        return dialog.answer() if self._accepted(dialog) else ""

    def report(self, offer: Offer) -> ReportChoice | None:
        """Ask what a yearly report shall hold."""
        from ui.report.dialog import FormerChoice, ReportDialog  # noqa: PLC0415 - as above

        dialog = ReportDialog(offer, local_today(), self._parent)

        def pick() -> None:
            folder = self.folder(words.FORMER_FOLDER, None)
            if folder is not None:
                dialog.set_former(FormerChoice(folder, folder.name))

        dialog.former_wanted.connect(pick)
        return dialog.answer() if self._accepted(dialog) else None

    def print_with(self, draw: Callable[[QPagedPaintDevice], None]) -> None:
        """Ask for a printer and have *draw* paint on it."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - rarely needed

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if self._accepted(QPrintDialog(printer, self._parent)):
            draw(printer)

    def error(self, sentence: str, details: str = "") -> None:
        """Say what went wrong and what to do."""
        self._accepted(MessageDialog(sentence, details, self._parent, is_error=True))

    def info(self, sentence: str, details: str = "") -> None:
        """Say something that needs to be noticed."""
        self._accepted(MessageDialog(sentence, details, self._parent, is_error=False))

    def show_handbook(self, chapter: str, anchor: str) -> None:
        """Show the handbook, in the window that is open already where there is one."""
        from ui.handbook.window import HandbookWindow  # noqa: PLC0415 - rarely needed

        if self._handbook is None or self._handbook.parent() is not self._parent:
            self._handbook = HandbookWindow(self._parent)
            self._handbook.print_requested.connect(self.print_with)
        if chapter:
            self._handbook.show_chapter(chapter, anchor)
        _bring_up(self._handbook)

    def show_help(self, field: str) -> None:
        """Explain a field, in the window that is open already where there is one."""
        if self._help is None or self._help.parent() is not self._parent:
            self._help = HelpDialog(self._parent)
            self._help.handbook_wanted.connect(
                lambda name: self.show_handbook("formular", f"feld-{name}")
            )
        self._help.show_field(field)
        _bring_up(self._help)

    def show_shortcuts(self, table: Sequence[Shortcut]) -> None:
        """Show the shortcuts in a window of their own."""
        dialog = ShortcutsDialog(table, self._parent)
        dialog.finished.connect(dialog.deleteLater)
        _bring_up(dialog)

    def show_about(self) -> None:
        """Show version, licence and parts."""
        self._accepted(AboutDialog(about_info(), self._parent))

    def _ask(self, question: Question[T]) -> T:
        dialog = QuestionDialog(question, self._parent)
        try:
            return dialog.ask()
        finally:
            dialog.deleteLater()

    def _batch(
        self, dialog: BulkDialog | ReplaceDialog | DebrisDialog | VocabularyDialog
    ) -> Batch | None:
        return dialog.batch() if self._accepted(dialog) else None

    @staticmethod
    def _accepted(dialog: QDialog) -> bool:
        try:
            return dialog.exec() == QDialog.DialogCode.Accepted
        finally:
            dialog.deleteLater()


def about_info() -> AboutInfo:
    """Return what the program is made of, as far as this machine can tell."""
    parts = (
        ("Python", platform.python_version()),
        ("Qt", qVersion()),
        ("PySide6", PySide6.__version__),
        ("System", QSysInfo.prettyProductName()),
    )
    return AboutInfo(klimaeditor.__version__, parts)


def _bring_up(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


def _start(path: Path | None) -> str:
    return "" if path is None else str(path)


def _path(chosen: str) -> Path | None:
    return Path(chosen) if chosen else None
