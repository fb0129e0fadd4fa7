"""Which measure every row or sheet speaks of (MRG-04, MRG-08)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from klimaeditor.foreign.records import Basis
from ui import theme
from ui.importing import texts
from ui.importing.choice_table import ChoiceRow, ChoiceTable
from ui.models.marks import Mark
from ui.theme import Tone
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from klimaeditor.foreign.records import RecordMatch

_NONE = -1


class RecordWords(NamedTuple):
    """What the rows of a page are: their name, headings, and how one of them is called."""

    name: str
    headers: tuple[str, ...]
    place: Callable[[int], str]
    sheets: bool = False


class RecordsPage(QWidget):
    """The matches; *changed* says that a measure was chosen."""

    changed = Signal()

    def __init__(
        self, titles: Mapping[int, str], words: RecordWords, parent: QWidget | None = None
    ) -> None:
        """Take the titles of all measures by key."""
        super().__init__(parent)
        self._titles = dict(titles)
        self._by_title = sorted(self._titles, key=lambda key: self._titles[key].casefold())
        self._words = words
        self._shown: list[int] = []
        self.matches: list[RecordMatch] = []
        self.list = ChoiceTable(
            words.name, words.headers, texts.CHOICE_OF_MEASURE, self._choices, self
        )
        self.list.chosen.connect(self._choose)
        self.doubtful_only = QCheckBox(texts.ONLY_DOUBTFUL, self)
        self.doubtful_only.toggled.connect(lambda _on: self._filter())
        self._summary = plain_label(role="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.S)
        column.addWidget(self.doubtful_only)
        column.addWidget(self.list, 1)
        column.addWidget(self._summary)

    def show_matches(self, matches: Sequence[RecordMatch]) -> None:
        """Show matches, all of them."""
        self.matches = list(matches)
        self._filter()

    def summary(self) -> str:
        """Return how many are matched."""
        return self._summary.text()

    def _filter(self) -> None:
        """Show the rows asked for; one that is decided stays until the filter is set again."""
        only = self.doubtful_only.isChecked()
        self._shown = [
            number for number, match in enumerate(self.matches) if not only or not match.certain
        ]
        self._show()

    def _show(self) -> None:
        self.list.show_rows([self._row(self.matches[number]) for number in self._shown])
        matched = [match for match in self.matches if match.measure is not None]
        doubtful = sum(not match.certain for match in matched)
        summary = texts.counts_of_records(
            len(matched), len(self.matches), doubtful, sheets=self._words.sheets
        )
        nothing = self.matches and not self._shown
        self._summary.setText(f"{summary} {texts.NOTHING_DOUBTFUL}" if nothing else summary)

    def _choices(self, row: int) -> list[tuple[object, str]]:
        """Return the measures to choose from: what is alike first, then all by title."""
        match = self.matches[self._shown[row]]
        alike = [(c.measure, texts.offered(c.title, c.score)) for c in match.candidates]
        known = {measure for measure, _ in alike}
        rest = [(key, self._titles[key]) for key in self._by_title if key not in known]
        return [(_NONE, texts.NOT_TAKEN), *alike, *rest]

    def _choose(self, row: int, value: object) -> None:
        """Decide one row; another one that had the measure has none then."""
        number = self._shown[row]
        measure = value if isinstance(value, int) and value != _NONE else None
        place = self.matches[number].place
        for other, match in enumerate(self.matches):
            if other != number and measure is not None and match.measure == measure:
                self.matches[other] = match.given_up(place)
        self.matches[number] = self.matches[number].chosen(measure)
        self._show()
        self.changed.emit()

    def _row(self, match: RecordMatch) -> ChoiceRow:
        label = texts.NOT_TAKEN if match.measure is None else self._titles[match.measure]
        title = match.title or texts.NO_TITLE
        return ChoiceRow(
            self._words.place(match.place),
            title,
            _NONE if match.measure is None else match.measure,
            label,
            self._mark(match),
            f"{title}\n{label}",
        )

    def _mark(self, match: RecordMatch) -> Mark:
        if match.basis is Basis.CHOSEN:
            return Mark(texts.why_record(match.basis, match.score), "square-pen", Tone.INFO)
        if match.taken_by is not None:
            word = texts.taken(self._words.place(match.taken_by))
            return Mark(word, "triangle-alert", Tone.WARNING)
        if match.measure is None:
            return Mark(texts.why_record(Basis.NONE, 0.0), "circle-minus", Tone.NEUTRAL)
        word = texts.why_record(match.basis, match.score)
        if match.certain:
            return Mark(word, "circle-check", Tone.GOOD)
        return Mark(word, "triangle-alert", Tone.WARNING)
