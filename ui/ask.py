"""Every question to the user goes through an Ask, so that tests can answer instead of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from ui.choices import (
    DropChoice,
    ExportScope,
    LocalKind,
    LockedChoice,
    RecoveryChoice,
    UnsavedChoice,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from PySide6.QtGui import QPagedPaintDevice
    from PySide6.QtWidgets import QWidget

    from klimaeditor.changes import Batch
    from klimaeditor.checks.findings import Finding
    from klimaeditor.dataset.backups import Backup
    from klimaeditor.dataset.locks import Held
    from klimaeditor.dataset.records import Dataset
    from klimaeditor.departments.register import Register
    from klimaeditor.departments.reporting import Key
    from klimaeditor.departments.sending import Wanted
    from klimaeditor.departments.splitting import Group
    from klimaeditor.document import Document
    from klimaeditor.foreign import Recognition
    from klimaeditor.merge.linked import Chosen, Found
    from klimaeditor.merge.proposals import Proposal, Returned
    from klimaeditor.publish.package import Plan
    from klimaeditor.publish.settings import PublicationSettings
    from klimaeditor.values import Value
    from ui.dialog_ask import DialogAsk
    from ui.dialogs.shortcuts import Shortcut
    from ui.importing.wizards import Wait
    from ui.publishing.items import Item
    from ui.report.dialog import Offer, ReportChoice
    from ui.review.rows import ChangeRow, Titles
    from ui.review.texts import ReviewWords

if TYPE_CHECKING:
    Reviewed = tuple[Sequence[tuple[int, Proposal, Value]], frozenset[Key]]
    Reporting = Callable[[Sequence[tuple[int, Proposal, Value]], frozenset[Key]], None]

__all__ = [
    "Ask",
    "ExportScope",
    "LockedChoice",
    "RecoveryChoice",
    "UnsavedChoice",
    "with_dialogs",
]


class PublishDesk(Protocol):
    """What the gate's dialog can have done."""

    def items(self, plan: Plan) -> Sequence[Item]:
        """Return what stands against a plan."""

    def plan_again(self, plan: Plan) -> Plan:
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

    def locked(self, held: Held) -> LockedChoice:
        """Say who has the dataset open and ask how to open it (SAFE-07)."""

    def request(
        self,
        dataset: Dataset,
        shown: Sequence[int],
        make: Callable[[tuple[Group, ...], Wanted], bool],
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
        register: Register,
        remind: Callable[[Register], Register],
        take_in: Callable[[Register], Register],
    ) -> None:
        """Show where a request stands; both functions return the register as it is then."""

    def publish(self, plan: Plan, desk: PublishDesk) -> tuple[Plan, bool] | Finding | None:
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
        from ui.dialog_ask import DialogAsk  # noqa: PLC0415 - not before the first question

        if self._real is None:
            self._real = DialogAsk(None)
        self._real.set_parent(self._parent())
        return getattr(self._real, name)
