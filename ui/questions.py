"""Every question to the user goes through an Ask, so that tests can answer instead of a person."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

import PySide6
from PySide6.QtCore import QSysInfo, qVersion
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

import klimaeditor
from klimaeditor.clock import local_now, local_today
from klimaeditor.reports.report_words import SITE_FACTS, as_of
from klimaeditor.site.muenster import muenster
from ui.dialogs import confirm
from ui.dialogs.about import AboutDialog, AboutInfo
from ui.dialogs.confirm import LinkDialog
from ui.dialogs.help import HelpDialog, Shortcut, ShortcutsDialog
from ui.dialogs.new_measure import NewMeasureDialog
from ui.dialogs.questions import MessageDialog, Question, QuestionDialog
from ui.publishing.gate_dialog import PublishDialog
from ui.publishing.settings_dialog import SettingsDialog
from ui.review.dialogs import RecoveryDialog, RestoreDialog, ReviewDialog, locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import TypeVar

    from PySide6.QtGui import QPagedPaintDevice

    from klimaeditor.diff.decide import Chosen, Found
    from klimaeditor.document import Document
    from klimaeditor.exchange.importing import Recognition
    from klimaeditor.exchange.mergereport import Key
    from klimaeditor.exchange.proposals import Proposal, Returned
    from klimaeditor.exchange.register import RequestRegister
    from klimaeditor.exchange.requests import Group, RequestOrder
    from klimaeditor.files.backups import Backup
    from klimaeditor.files.locks import HeldLock
    from klimaeditor.model.changes import Batch
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Value
    from klimaeditor.publish.package import PackagePlan
    from klimaeditor.publish.publisher import PublicationSettings
    from ui.dialogs.choices import (
        DropChoice,
        ExportScope,
        LocalKind,
        LockedChoice,
        RecoveryChoice,
        UnsavedChoice,
    )
    from ui.exchange.import_wizard import Wait
    from ui.handbook.handbook_window import HandbookWindow
    from ui.overview.report_dialog import Offer, ReportChoice
    from ui.publishing.gate_dialog import GateItem
    from ui.review.review_rows import ChangeRow, Titles
    from ui.review.review_words import ReviewWords
    from ui.textwork.bulk_dialog import BulkDialog
    from ui.textwork.cleanup_dialogs import DebrisDialog, VocabularyDialog
    from ui.textwork.replace_dialog import ReplaceDialog


# --- words ---------------------------------------------------------------------------------------

FORMER_FOLDER = "Frühere Fassung wählen: Datensatz oder Veröffentlichung"


# --- Every question to the user goes through an Ask, so that tests can answer instead of a person

if TYPE_CHECKING:
    Reviewed = tuple[Sequence[tuple[int, Proposal, Value]], frozenset[Key]]
    Reporting = Callable[[Sequence[tuple[int, Proposal, Value]], frozenset[Key]], None]


class PublishDesk(Protocol):
    """What the gate's dialog can have done."""

    def items(self, plan: PackagePlan) -> Sequence[GateItem]:
        """Return what stands against a plan."""

    def plan_again(self, plan: PackagePlan) -> PackagePlan:
        """Return the plan anew."""

    def fix(self, finding: Finding) -> None:
        """Mend one finding."""

    def fix_all(self) -> None:
        """Mend everything that needs no decision."""

    def settings(self) -> PublicationSettings | None:
        """Return the settings of publications."""

    def locked_settings(self) -> frozenset[str]:
        """Return the names of the settings that nobody may change here."""

    def keep(self, changed: PublicationSettings) -> None:
        """Remember the settings."""


class Ask(Protocol):
    """The questions. Cancelling is always possible and always changes nothing."""

    def unsaved(self, titles: Sequence[str], *, may_save: bool) -> UnsavedChoice:
        """Ask what to do with unsaved work in these measures."""

    def confirm_delete(self, titles: Sequence[str]) -> bool:
        """Ask whether these measures may be deleted."""

    def confirm_fixes(self, messages: Sequence[str]) -> bool:
        """Ask whether these findings may be fixed in one go."""

    def confirm_revert(self, changes: Sequence[str]) -> bool:
        """Ask whether all these unsaved changes may be taken back."""

    def delete_local(self, kinds: Sequence[LocalKind]) -> frozenset[int]:
        """Ask which local data of the program may go (DEL-06): their places, none if cancelled."""

    def confirm_gone(self, files: Sequence[str], lines: Sequence[str]) -> bool:
        """Ask whether it is meant that these records, *lines*, have gone from *files*."""

    def overwrite(self, path: Path) -> bool:
        """Ask whether a file, or the dataset in a folder, may be replaced."""

    def confirm_link(self, target: str) -> bool:
        """Show where an address leads and ask whether to open it (SEC-04)."""

    def folder(self, title: str, start: Path | None) -> Path | None:
        """Ask for a folder."""

    def open_file(self, title: str, start: Path | None, filters: str) -> Path | None:
        """Ask for a file to read; *filters* as Qt writes them, e.g. ``Excel (*.xlsx)``."""

    def open_files(self, title: str, start: Path | None, filters: str) -> list[Path]:
        """Ask for files to read; none where cancelled."""

    def dropped(self, path: Path) -> DropChoice:
        """Ask whether a dropped workbook shall be taken in, or opened by itself."""

    def save_file(self, title: str, suggestion: Path | None, filters: str) -> Path | None:
        """Ask for a file to write; the dialog itself asks before replacing one."""

    def new_measure(self, categories: Mapping[str, str]) -> tuple[str, str] | None:
        """Ask for category id and title of a new measure; *categories* maps ids to names."""

    def export_scope(self, filtered: int, total: int) -> ExportScope | None:
        """Ask which measures to export."""

    def review(
        self,
        decisions: Iterable[Found],
        titles: Titles,
        about: ReviewWords,
        *,
        settled_is_final: bool,
    ) -> Chosen | None:
        """Show what two sides changed and ask where both did; None where cancelled (MRG-02)."""

    def restore(
        self, backups: Sequence[Backup], changes: Callable[[Backup], Sequence[ChangeRow]]
    ) -> Backup | None:
        """Ask for a backup to restore; *changes* tells what that would change (SAFE-11)."""

    def recovery(
        self, sentence: str, rows: Sequence[ChangeRow], *, readable: bool = True
    ) -> RecoveryChoice:
        """Ask whether changes that a crash left unsaved shall come back (SAFE-12).

        Where they are not *readable*, they can only be kept or thrown away.
        """

    def locked(self, held: HeldLock) -> LockedChoice:
        """Say who has the dataset open and ask how to open it (SAFE-07)."""

    def request(
        self,
        dataset: Dataset,
        shown: Sequence[int],
        make: Callable[[tuple[Group, ...], RequestOrder], bool],
    ) -> None:
        """Ask who shall be asked what (MRG-01), until *make* says that it is done.

        Where it is not, nothing of what was entered is lost.
        """

    def returns(self, files: Sequence[Returned], report: Reporting) -> Reviewed | None:
        """Show what came back and ask what to take; None where cancelled (MRG-02).

        *report* writes the merge report of the decisions so far.
        """

    def request_overview(
        self,
        register: RequestRegister,
        remind: Callable[[RequestRegister], RequestRegister],
        take_in: Callable[[RequestRegister], RequestRegister],
    ) -> None:
        """Show where a request stands; both functions return the register as it is then."""

    def publish(
        self, plan: PackagePlan, desk: PublishDesk
    ) -> tuple[PackagePlan, bool] | Finding | None:
        """Show the gate; *desk* mends and plans again meanwhile.

        Returns the plan to write and whether all was confirmed, a finding to be led to, or None.
        """

    def confirm_clean(self, lines: Sequence[str]) -> bool:
        """Ask whether the files may be formatted anew; *lines* say what that changes (OPN-02)."""

    def foreign(self, dataset: Dataset, found: Recognition, wait: Wait) -> Returned | None:
        """Ask what the columns, or sheets, of somebody else's file stand for (MRG-08).

        *wait* does beside the window what takes long, or returns None where the user gives up.
        """

    def bulk(self, document: Document, keys: Sequence[int]) -> Batch | None:
        """Ask what to store in all of these measures; None where cancelled."""

    def replace(
        self, document: Document, shown: Sequence[int], selected: Sequence[int]
    ) -> Batch | None:
        """Ask for words to find and to put in their place; None where cancelled."""

    def leftovers(self, document: Document) -> Batch | None:
        """Show what PDF and Word have left in the texts; None where nothing is taken (DOM-11)."""

    def vocabulary(self, document: Document) -> Batch | None:
        """Show spellings that may mean the same; None where nothing is chosen."""

    def view_name(self, proposal: str, names: Sequence[str]) -> str:
        """Ask for the name of a view of the list, "" where cancelled; *names* are taken."""

    def report(self, offer: Offer) -> ReportChoice | None:
        """Ask what a yearly report shall hold; None where cancelled."""

    def print_with(self, draw: Callable[[QPagedPaintDevice], None]) -> None:
        """Ask for a printer and have *draw* paint on it."""

    def error(self, sentence: str, details: str = "") -> None:
        """Say what went wrong and what to do."""

    def info(self, sentence: str, details: str = "") -> None:
        """Say something that needs to be noticed."""

    def show_handbook(self, chapter: str, anchor: str) -> None:
        """Show the handbook, "" where it was left last; *anchor* is a place in the chapter."""

    def show_help(self, field: str) -> None:
        """Explain a field of the catalogue, "" for the list of all."""

    def show_shortcuts(self, table: Sequence[Shortcut]) -> None:
        """Show (menu, command, keys) of all shortcuts."""

    def show_about(self) -> None:
        """Show version, licence and parts."""


def with_dialogs(parent: Callable[[], QWidget | None]) -> Ask:
    """Return an Ask that shows dialogs over *parent*; they are loaded with the first question."""
    return cast("Ask", _LateDialogs(parent))


class _LateDialogs:
    """Stands in for DialogAsk until it is needed: a start asks nothing."""

    def __init__(self, parent: Callable[[], QWidget | None]) -> None:
        self._parent = parent
        self._real: DialogAsk | None = None

    def __getattr__(self, name: str) -> object:

        if self._real is None:
            self._real = DialogAsk(None)
        self._real.set_parent(self._parent())
        return getattr(self._real, name)


# --- Asks with dialogs ---------------------------------------------------------------------------

if TYPE_CHECKING:
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

    def delete_local(self, kinds: Sequence[LocalKind]) -> frozenset[int]:
        """Ask which local data of the program may go."""
        from ui.dialogs.confirm import LocalDataDialog  # noqa: PLC0415

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
        return self._ask(confirm.dropped(path))

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
        return self._ask(confirm.scope(filtered, total))

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

    def locked(self, held: HeldLock) -> LockedChoice:
        """Say who has the dataset open and ask how to open it."""
        return self._ask(locked(held))

    def request(
        self,
        dataset: Dataset,
        shown: Sequence[int],
        make: Callable[[tuple[Group, ...], RequestOrder], bool],
    ) -> None:
        """Ask who shall be asked what, until *make* says that it is done."""
        from klimaeditor.machine import Default, load_machine_defaults  # noqa: PLC0415
        from ui.exchange.request_wizard import RequestDialog  # noqa: PLC0415

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
        from ui.exchange.returns_review import ReturnsDialog  # noqa: PLC0415

        dialog = ReturnsDialog(files, self._parent)
        dialog.report_wanted.connect(lambda: report(*dialog.answer()))
        return dialog.answer() if self._accepted(dialog) else None

    def request_overview(
        self,
        register: RequestRegister,
        remind: Callable[[RequestRegister], RequestRegister],
        take_in: Callable[[RequestRegister], RequestRegister],
    ) -> None:
        """Show where a request stands."""
        from ui.exchange.tracking import OverviewDialog  # noqa: PLC0415

        shown = [register]
        dialog = OverviewDialog(register, local_today(), self._parent)

        def go(step: Callable[[RequestRegister], RequestRegister]) -> None:
            shown[0] = step(shown[0])
            dialog.show_register(shown[0], local_today())

        dialog.remind_wanted.connect(lambda: go(remind))
        dialog.returns_wanted.connect(lambda: go(take_in))
        self._accepted(dialog)

    def publish(
        self, plan: PackagePlan, desk: PublishDesk
    ) -> tuple[PackagePlan, bool] | Finding | None:
        """Show the gate; *desk* mends and plans again meanwhile."""
        return ask_to_publish(plan, desk, self._parent)

    def confirm_clean(self, lines: Sequence[str]) -> bool:
        """Ask whether the files may be formatted anew."""
        return self._ask(confirm.clean(lines))

    def foreign(self, dataset: Dataset, found: Recognition, wait: Wait) -> Returned | None:
        """Ask what the columns, or sheets, of somebody else's file stand for."""
        from klimaeditor import paths  # noqa: PLC0415
        from klimaeditor.exchange.columns import Memory  # noqa: PLC0415
        from ui.exchange.import_wizard import wizard_for  # noqa: PLC0415

        wizard = wizard_for(dataset, found, Memory(paths.user_config()), self._parent, wait)
        if wizard is None:
            return None
        self._accepted(wizard)
        return wizard.returned

    def bulk(self, document: Document, keys: Sequence[int]) -> Batch | None:
        """Ask what to store in all of these measures."""
        from ui.textwork.bulk_dialog import BulkDialog  # noqa: PLC0415

        return self._batch(BulkDialog(document, list(keys), self._parent))

    def replace(
        self, document: Document, shown: Sequence[int], selected: Sequence[int]
    ) -> Batch | None:
        """Ask for words to find and to put in their place."""
        from ui.textwork.replace_dialog import ReplaceDialog  # noqa: PLC0415

        return self._batch(ReplaceDialog(document, list(shown), list(selected), self._parent))

    def leftovers(self, document: Document) -> Batch | None:
        """Show what PDF and Word have left in the texts."""
        from ui.textwork.cleanup_dialogs import DebrisDialog  # noqa: PLC0415

        return self._batch(DebrisDialog(document, parent=self._parent))

    def vocabulary(self, document: Document) -> Batch | None:
        """Show spellings that may mean the same."""
        from ui.textwork.cleanup_dialogs import VocabularyDialog  # noqa: PLC0415

        return self._batch(VocabularyDialog(document, self._parent))

    def view_name(self, proposal: str, names: Sequence[str]) -> str:
        """Ask for the name of a view of the list."""
        from ui.textwork.bulk_dialog import ViewNameDialog  # noqa: PLC0415

        dialog = ViewNameDialog(proposal, names, self._parent)
        return dialog.answer() if self._accepted(dialog) else ""

    def report(self, offer: Offer) -> ReportChoice | None:
        """Ask what a yearly report shall hold."""
        from ui.overview.report_dialog import FormerChoice, ReportDialog  # noqa: PLC0415

        dialog = ReportDialog(offer, local_today(), self._parent)

        def pick() -> None:
            folder = self.folder(FORMER_FOLDER, None)
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
        from ui.handbook.handbook_window import HandbookWindow  # noqa: PLC0415

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
    version = as_of(muenster().facts.version)
    return AboutInfo(klimaeditor.__version__, (*parts, (SITE_FACTS, version)))


def _bring_up(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


def _start(path: Path | None) -> str:
    return "" if path is None else str(path)


def _path(chosen: str) -> Path | None:
    return Path(chosen) if chosen else None


# --- The gate as a conversation: mend, set, plan again, until it is published or left ------------


def ask_to_publish(
    plan: PackagePlan, desk: PublishDesk, parent: QWidget | None
) -> tuple[PackagePlan, bool] | Finding | None:
    """Return the plan to write and whether all was confirmed, a finding to go to, or None."""
    dialog = make_dialog(plan, desk, parent)
    try:
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        return (dialog.plan, dialog.confirmed) if accepted else dialog.goal
    finally:
        dialog.deleteLater()


class GateConversation(PublishDialog):
    """The dialog with the plan it shows."""

    def __init__(self, plan: PackagePlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan = plan


def make_dialog(plan: PackagePlan, desk: PublishDesk, parent: QWidget | None) -> GateConversation:
    """Return the dialog, connected."""
    dialog = GateConversation(plan, parent)

    def show() -> None:
        dialog.show_stand(desk.items(dialog.plan), dialog.plan.changes)

    def after(step: Callable[[], object]) -> None:
        step()
        dialog.plan = desk.plan_again(dialog.plan)
        show()

    def set_up() -> None:
        settings = desk.settings()
        if settings is None:
            return
        form = SettingsDialog(settings, dialog, locked=desk.locked_settings())
        if form.exec() == QDialog.DialogCode.Accepted:
            after(lambda: desk.keep(form.settings()))
        form.deleteLater()

    dialog.fix_wanted.connect(lambda finding: after(lambda: desk.fix(finding)))
    dialog.fix_all_wanted.connect(lambda: after(desk.fix_all))
    dialog.settings_wanted.connect(set_up)
    show()
    return dialog
