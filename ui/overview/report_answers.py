"""Answers what the overview's reports ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.clock import local_today
from ui import overview
from ui.dialogs.dialog_answers import SystemAnswers

if TYPE_CHECKING:
    from ui.overview.report_dialog import Offer, ReportChoice


FORMER_FOLDER: Final = "Frühere Fassung wählen: Datensatz oder Veröffentlichung"


class ReportAnswers(SystemAnswers):
    """The dialog is loaded when it is first asked for."""

    def report(self, offer: Offer) -> ReportChoice | None:
        """Ask what a yearly report shall hold."""
        dialog = overview.report_dialog.ReportDialog(offer, local_today(), self._parent)

        def pick() -> None:
            folder = self.folder(FORMER_FOLDER, None)
            if folder is not None:
                dialog.set_former(overview.report_dialog.FormerChoice(folder, folder.name))

        dialog.former_wanted.connect(pick)
        return dialog.answer() if self._accepted(dialog) else None
