"""What goes into a Word file: which measures, with which template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from klimaeditor.model.core_words import shortened
from klimaeditor.model.dataclass import dataclass
from ui import theme
from ui.dialogs.frame import DialogFrame
from ui.overview.template_line import TEMPLATE, TemplateLine
from ui.widgets import common_words
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


# --- words ---------------------------------------------------------------------------------------

TITLE: Final = "Als Word-Datei"
SENTENCE: Final = (
    "Jede Maßnahme steht darin, wie die öffentliche Seite sie zeigt, mit Überschriften und "
    "Tabellen für Screenreader."
)
MEASURES: Final = "Maßnahmen"
WRITE: Final = "&Schreiben…"


def this_one(title: str) -> str:
    """Return the choice of the measure in the form."""
    return f"&Diese: {shortened(title).replace('&', '&&')}"


def selected_ones(count: int) -> str:
    """Return the choice of those selected in the list."""
    return f"Die &markierten ({count})"


def shown_ones(count: int) -> str:
    """Return the choice of those the list shows."""
    return f"Die in der &Liste gezeigten ({count})"


def every_one(count: int) -> str:
    """Return the choice of all measures."""
    return f"&Alle ({count})"


# --- what is asked -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WordOffer:
    """What there is to choose from: sets of measures by what they are called, the first at first.

    *template* is that of the last Word file; *locked* says why no other can be chosen.
    """

    choices: Sequence[tuple[str, Sequence[int]]]
    template: Path | None = None
    locked: str = ""


@dataclass(frozen=True, slots=True)
class WordChoice:
    """Which measures, and with which template."""

    measures: Sequence[int]
    template: Path | None = None


class WordDialog(DialogFrame):
    """After accepting, :meth:`answer` is what was chosen; *template* asks for a file itself."""

    def __init__(self, offer: WordOffer, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent, width=520)
        self._offer = offer
        self._sets = [QRadioButton(name, self) for name, _measures in offer.choices]
        self._sets[0].setChecked(True)
        self.template = TemplateLine(offer.template, offer.locked, self)
        self._lay_out()
        self.add_button(WRITE, self.accept, primary=True, default=True)
        self.add_button(common_words.CANCEL, self.reject)
        self.template.resized.connect(self.fit)
        self._sets[0].setFocus()

    def answer(self) -> WordChoice:
        """Return what is chosen."""
        place = next(n for n, button in enumerate(self._sets) if button.isChecked())
        return WordChoice(self._offer.choices[place][1], self.template.template())

    def _lay_out(self) -> None:
        sets = QVBoxLayout()
        sets.setSpacing(theme.Space.XS)
        for button in self._sets:
            button.setAccessibleDescription(MEASURES)
            sets.addWidget(button)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.Space.M)
        grid.setVerticalSpacing(theme.Space.S)
        grid.setColumnStretch(1, 1)
        for place, words in enumerate((MEASURES, TEMPLATE)):
            label = QLabel(words, self)
            label.setProperty("role", "field")
            grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
        label.setBuddy(self.template.choice)
        grid.addLayout(sets, 0, 1)
        grid.addWidget(self.template, 1, 1)
        self.body.addWidget(plain_label(SENTENCE, "muted", wrap=True))
        self.body.addLayout(grid)
        self.body.addStretch(1)
