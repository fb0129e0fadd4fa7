"""Answers what the overview's reports ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor import reports
from klimaeditor.clock import local_today
from klimaeditor.model.errors import KlimaError
from ui import overview
from ui.dialogs.dialog_answers import SystemAnswers
from ui.widgets.common_words import TEMPLATE_FILTER

if TYPE_CHECKING:
    from ui.overview.report_dialog import Offer, ReportChoice
    from ui.overview.template_line import TemplateLine
    from ui.overview.word_dialog import WordChoice, WordOffer


TEMPLATE_FILE: Final = "Word-Vorlage wählen"
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
        dialog.template.wanted.connect(lambda: self._pick_template(dialog.template))
        return dialog.answer() if self._accepted(dialog) else None

    def word(self, offer: WordOffer) -> WordChoice | None:
        """Ask which measures go into a Word file, and with which template."""
        dialog = overview.word_dialog.WordDialog(offer, self._parent)
        dialog.template.wanted.connect(lambda: self._pick_template(dialog.template))
        return dialog.answer() if self._accepted(dialog) else None

    def _pick_template(self, line: TemplateLine) -> None:
        """Ask for a template and have it judged at once."""
        path = self.open_file(TEMPLATE_FILE, line.template(), TEMPLATE_FILTER)
        if path is None:
            return
        try:
            reports.wordfile.read_template(path)
        except KlimaError as error:
            line.refuse(str(error))
        else:
            line.take(path)
