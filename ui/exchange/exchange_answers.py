"""Answers what the exchange with the departments asks: wizards, review and overview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from klimaeditor import exchange as core_exchange
from klimaeditor import paths
from klimaeditor.clock import local_today
from ui import exchange
from ui.dialogs import confirm
from ui.dialogs.dialog_answers import DialogAnswers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from klimaeditor.exchange.copies import DatasetCopy
    from klimaeditor.exchange.copymerge import CommonVersion
    from klimaeditor.exchange.drafts import MeasureDraft
    from klimaeditor.exchange.importing import Recognition
    from klimaeditor.exchange.proposals import Returned
    from klimaeditor.exchange.register import KnownRequests, RequestRegister
    from klimaeditor.exchange.requests import Group, RequestOrder, SentOut
    from klimaeditor.model.records import Dataset
    from ui.dialogs.choices import CopySource, RequestStart, TableAnswer, TwinChoice, Wait
    from ui.exchange.import_wizard import Add


class ExchangeAnswers(DialogAnswers):
    """Each dialog is loaded when it is first asked for."""

    def request(
        self,
        dataset: Dataset,
        shown: Sequence[int],
        make: Callable[[tuple[Group, ...], RequestOrder], SentOut | None],
        selected: Sequence[int],
        start: RequestStart,
    ) -> None:
        """Ask who shall be asked what, until *make* has done it; then show what to send."""
        dialog = exchange.request_wizard.RequestDialog(
            dataset,
            shown,
            local_today(),
            self._parent,
            selected=selected,
            contact=start.contact,
            contact_locked=start.locked,
            open_notes=start.open_notes,
        )
        dialog.make = make
        dialog.folder_wanted.connect(_open_folder)
        self._above = dialog  # what is asked meanwhile lies above it
        try:
            self._accepted(dialog)
        finally:
            self._above = None

    def confirm_drop(self, question: str) -> bool:
        """Ask whether a returned file may go from the list of those that wait."""
        return self._ask(confirm.drop_return(question))

    def confirm_read_again(self, sentence: str) -> bool:
        """Say what became of files before, and ask whether they shall be read once more."""
        return self._ask(confirm.read_again(sentence))

    def request_overview(
        self,
        known: KnownRequests,
        remind: Callable[[RequestRegister], RequestRegister],
        take_in: Callable[[RequestRegister], RequestRegister],
        other: Callable[[], RequestRegister | None],
    ) -> None:
        """Show where requests stand; returns are read when that is closed, on their page."""
        wanted = []
        dialog = exchange.tracking.OverviewDialog(known, local_today(), self._parent)

        def go(step: Callable[[RequestRegister], RequestRegister | None]) -> None:
            found = step(dialog.current())
            if found is not None:
                dialog.show_register(found, local_today())

        dialog.remind_wanted.connect(lambda: go(remind))
        dialog.returns_wanted.connect(lambda: wanted.append(take_in))
        dialog.returns_wanted.connect(dialog.accept)
        dialog.other_wanted.connect(lambda: go(lambda _: other()))
        dialog.folder_wanted.connect(_open_folder)
        self._above = dialog  # what is asked meanwhile lies above it
        try:
            self._accepted(dialog)
        finally:
            self._above = None
        for step in wanted:
            step(dialog.current())

    def foreign(
        self, dataset: Dataset, found: Recognition, wait: Wait, add: Add
    ) -> Returned | None:
        """Ask what the columns, or sheets, of somebody else's file stand for."""
        wizard = exchange.import_wizard.wizard_for(
            dataset, found, core_exchange.columns.Memory(paths.user_config()), self._parent, wait
        )
        if wizard is None:
            return None
        wizard.offer_new(add)
        self._accepted(wizard)
        return wizard.returned

    def new_dataset(self, found: Recognition, wait: Wait) -> TableAnswer | None:
        """Ask what the columns of a table stand for that becomes a dataset of its own."""
        memory = core_exchange.columns.Memory(paths.user_config())
        wizard = exchange.new_dataset_wizard.NewDatasetWizard(found, memory, self._parent, wait)
        self._accepted(wizard)
        return wizard.answer

    def copy_source(self, title: str) -> CopySource:
        """Ask whether somebody else's dataset lies in a folder or in a zip archive."""
        return self._ask(confirm.copy_source(title))

    def twins(self, ours: str, theirs: str, id_: str) -> TwinChoice:
        """Ask what becomes of two new measures with one id."""
        return self._ask(confirm.twins(ours, theirs, id_))

    def common_version(
        self,
        versions: Sequence[CommonVersion],
        suggested: CommonVersion | None,
        choose: Callable[[], CommonVersion | None],
    ) -> tuple[CommonVersion | None] | None:
        """Ask which version both began with, in a tuple of one; None where cancelled."""
        dialog = exchange.common_version.CommonVersionDialog(
            versions, suggested, choose, self._parent
        )
        self._above = dialog  # what is asked meanwhile lies above it
        try:
            return (dialog.chosen(),) if self._accepted(dialog) else None
        finally:
            self._above = None

    def take_measures(self, copy: DatasetCopy, ours: Dataset) -> tuple[int, ...]:
        """Ask which measures of somebody else's dataset to take; none where cancelled."""
        dialog = exchange.take_measures.TakeMeasuresDialog(copy, ours, self._parent)
        return dialog.chosen() if self._accepted(dialog) else ()

    def template(self, dataset: Dataset, chosen: int) -> MeasureDraft | None:
        """Ask for a template, at first *chosen*, and what is new; None where cancelled."""
        dialog = exchange.take_measures.TemplateDialog(dataset, chosen, self._parent)
        return dialog.draft() if self._accepted(dialog) else None


def _open_folder(folder: Path) -> None:
    """Show a folder in the file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
