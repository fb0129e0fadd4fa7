"""What goes into the yearly report: since when, which measures, compared with what, which files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.checks.dates import parse_date
from klimaeditor.model.dataclass import dataclass
from klimaeditor.reports.yearly import year_before
from ui import theme
from ui.dialogs.frame import DialogFrame
from ui.overview.template_line import TEMPLATE, TemplateLine
from ui.widgets import common_words
from ui.widgets.labels import plain_label, set_role
from ui.widgets.pickers import CalmComboBox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from PySide6.QtWidgets import QLayout


# --- German words of the dialog for the yearly report --------------------------------------------

TITLE: Final = "Jahresbericht"
SENTENCE: Final = (
    "Der Bericht enthält Übersicht, Kosten, Maßnahmen und die Änderungen seit einem Stichtag."
)
NAME: Final = "&Name im Bericht"
SINCE: Final = "Änderungen &seit"
SINCE_HINT: Final = "TT.MM.JJJJ"
MEASURES: Final = "Maßnahmen"
FORMER: Final = "&Vergleich mit früherer Fassung"
NO_FORMER: Final = "kein Vergleich"
FORMER_NOTE: Final = (
    "Mit einer früheren Fassung nennt der Bericht zusätzlich jede Angabe, die seither anders ist. "
    "Es kann eine Sicherung sein, ein anderer Datensatz oder ein veröffentlichtes Paket."
)
CHOOSE: Final = "&Ordner wählen…"
FORMATS: Final = "Dateien"
PDF: Final = "&PDF zum Lesen und Drucken"
WORKBOOK: Final = "&Excel-Datei mit denselben Angaben"
WORD: Final = "&Word-Datei zum Weiterbearbeiten, barrierefrei"
MAKE: Final = "Bericht e&rstellen…"

BAD_DAY: Final = "Geben Sie ein Datum als TT.MM.JJJJ ein. Beispiel: 01.01.2026."
FUTURE_DAY: Final = "Der Tag liegt in der Zukunft. Geben Sie einen früheren ein."
NO_FORMAT: Final = "Kreuzen Sie mindestens eine Datei an."


def every(count: int) -> str:
    """Return the choice of all measures."""
    return f"&Alle ({count})"


def listed(count: int) -> str:
    """Return the choice of the measures that the list shows."""
    return f"Nur die in der &Liste gezeigten ({count})"


# --- What goes into the yearly report: since when, which measures, compared with what, which files


@dataclass(frozen=True, slots=True)
class FormerChoice:
    """A former version: its folder (dataset, backup or package) and what to call it."""

    folder: Path
    label: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What there is to choose from: *total* measures, of which the list shows *shown*.

    *name* is what the report calls the dataset unless the user changes it. *template* is that of
    the last Word file; *locked* says why no other can be chosen.
    """

    name: str
    total: int
    shown: int
    formers: Sequence[FormerChoice] = ()
    template: Path | None = None
    locked: str = ""


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """What was chosen; at least one of *pdf*, *workbook* and *word* is True."""

    name: str
    since: date
    only_shown: bool
    former: FormerChoice | None
    pdf: bool
    workbook: bool
    word: bool = False
    template: Path | None = None


class ReportDialog(DialogFrame):
    """*former_wanted* asks for a folder to compare with; :meth:`set_former` takes the answer.

    After accepting, :meth:`answer` is what was chosen.
    """

    former_wanted = Signal()

    def __init__(self, offer: Offer, today: date, parent: QWidget | None = None) -> None:
        """Offer the year up to *today*."""
        super().__init__(TITLE, parent, width=560)
        self._today = today
        self._name = QLineEdit(offer.name, self)
        self._since = QLineEdit(f"{year_before(today):%d.%m.%Y}", self)
        self._since.setPlaceholderText(SINCE_HINT)
        self._since.setMaximumWidth(theme.current().px(140))
        self._all = QRadioButton(every(offer.total), self)
        self._listed = QRadioButton(listed(offer.shown), self)
        self._listed.setEnabled(0 < offer.shown < offer.total)
        self._all.setChecked(True)
        group = QButtonGroup(self)
        self._former = CalmComboBox(self)
        self._former.addItem(NO_FORMER)
        for choice in offer.formers:
            self._former.addItem(choice.label, choice)
        self._former.setSizeAdjustPolicy(
            CalmComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._former.setMinimumContentsLength(24)
        self._choose = QPushButton(CHOOSE, self)
        self._choose.setAutoDefault(False)
        self._pdf = QCheckBox(PDF, self)
        self._pdf.setChecked(True)
        self._workbook = QCheckBox(WORKBOOK, self)
        self._word = QCheckBox(WORD, self)
        self._formats = (self._pdf, self._workbook, self._word)
        self.template = TemplateLine(offer.template, offer.locked, self)
        self._fault = plain_label(role="note", wrap=True)
        self._fault.setProperty("tone", "error")
        for button in (self._all, self._listed):
            group.addButton(button)
            button.setAccessibleDescription(MEASURES)
        for box in self._formats:
            box.setAccessibleDescription(FORMATS)
        self._lay_out()
        self._make = self.add_button(MAKE, self._take, primary=True, default=True)
        self.add_button(common_words.CANCEL, self.reject)
        self._since.textChanged.connect(lambda _: self._judge())
        for box in self._formats:
            box.toggled.connect(lambda _: self._judge())
        self.template.resized.connect(self._fit)
        self._choose.clicked.connect(lambda _checked=False: self.former_wanted.emit())
        self._judge()
        self._since.setFocus()
        self._since.selectAll()

    def set_former(self, choice: FormerChoice) -> None:
        """Choose a former version, adding it where it is not in the list."""
        for place in range(1, self._former.count()):
            if self._former.itemData(place) == choice:
                self._former.setCurrentIndex(place)
                return
        self._former.addItem(choice.label, choice)
        self._former.setCurrentIndex(self._former.count() - 1)

    def answer(self) -> ReportChoice:
        """Return what is chosen; ValueError where :meth:`fault` says something."""
        since = parse_date(self._since.text()).value
        if since is None:
            raise ValueError(BAD_DAY)
        former = self._former.currentData()
        return ReportChoice(
            " ".join(self._name.text().split()),
            since,
            self._listed.isChecked(),
            former if isinstance(former, FormerChoice) else None,
            self._pdf.isChecked(),
            self._workbook.isChecked(),
            self._word.isChecked(),
            self.template.template(),
        )

    def fault(self) -> str:
        """Return what is still to be put right, "" where nothing is."""
        since = parse_date(self._since.text()).value
        if since is None:
            return BAD_DAY
        if since > self._today:
            return FUTURE_DAY
        chosen = any(box.isChecked() for box in self._formats)
        return "" if chosen else NO_FORMAT

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.Space.M)
        grid.setVerticalSpacing(theme.Space.S)
        grid.setColumnStretch(1, 1)
        former = _row(self._former, self._choose)
        formats = _column(*self._formats)
        top, middle = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignVCenter
        for place, (label, buddy, content) in enumerate(
            (
                (NAME, self._name, _column(self._name)),
                (SINCE, self._since, _row(self._since)),
                (MEASURES, None, _column(self._all, self._listed)),
                (FORMER, self._former, former),
                (FORMATS, None, formats),
                (TEMPLATE, self.template.choice, _column(self.template)),
            )
        ):
            name = self._labelled(label, buddy)
            grid.addWidget(name, place, 0, top if label == TEMPLATE else middle)
            grid.addLayout(content, place, 1)
            if label == TEMPLATE:
                self._of_word = (name, self.template)
        self.body.addWidget(plain_label(SENTENCE, "muted", wrap=True))
        self.body.addLayout(grid)
        self.body.addWidget(plain_label(FORMER_NOTE, "muted", wrap=True))
        self.body.addWidget(self._fault)

    def _labelled(self, text: str, buddy: QWidget | None) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", "field")
        if buddy is not None:
            label.setBuddy(buddy)
            buddy.setAccessibleName(common_words.plain(text))
        return label

    def _judge(self) -> None:
        fault = self.fault()
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        bad_day = fault in {BAD_DAY, FUTURE_DAY}
        set_role(self._since, "invalid", bad_day)
        self._since.setAccessibleDescription(fault if bad_day else SINCE_HINT)
        for widget in self._of_word:
            widget.setVisible(self._word.isChecked())
        self._fit()

    def _fit(self) -> None:
        if self.isVisible():
            self.fit()

    def _take(self) -> None:
        """Accept, or lead to what is wrong (A11Y-16)."""
        fault = self.fault()
        if not fault:
            self.accept()
            return
        self._judge()
        (self._pdf if fault == NO_FORMAT else self._since).setFocus()


def _row(*widgets: QWidget) -> QLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.Space.S)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def _column(*widgets: QWidget) -> QLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.Space.XS)
    for widget in widgets:
        column.addWidget(widget)
    return column
