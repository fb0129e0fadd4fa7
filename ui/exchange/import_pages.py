"""Which column of a table stands for which field (MRG-03)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from klimaeditor.checks.dates import format_german, parse_date
from klimaeditor.exchange import columns
from klimaeditor.exchange.columns import (
    ID,
    ONLY_FOR_MATCHING,
    SAMPLE_ROWS,
    TITLE_FIELDS,
    Why,
    targets,
)
from klimaeditor.exchange.exchange_words import percent
from klimaeditor.exchange.matching import Basis
from klimaeditor.model.core_words import counted, quoted, shortened
from klimaeditor.model.fieldnames import field_name
from ui import theme
from ui.exchange.choice_table import ChoiceRow, ChoiceTable
from ui.theme import Tone
from ui.widgets.labels import MessageArea, plain_label, set_role
from ui.widgets.marks import Badge
from ui.widgets.pickers import CalmComboBox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from klimaeditor.excel.foreign import RawTable
    from klimaeditor.exchange.columns import ColumnMatch, Memory
    from klimaeditor.exchange.importing import Recognition
    from klimaeditor.exchange.matching import RecordMatch
    from klimaeditor.exchange.reportdays import FoundDay
    from klimaeditor.model.fieldnames import FieldName


# --- words ---------------------------------------------------------------------------------------

SHEET: Final = "&Blatt"
SHEET_NAME: Final = "Blatt mit der Tabelle"
COLUMNS_NAME: Final = "Spalten der Datei und ihre Felder"
COLUMN_HEADERS: Final = ("Spalte", "Beispiele", "Feld", "Zuordnung")
ONLY_DOUBTFUL: Final = "Nur &unsichere und nicht zugeordnete zeigen"
NOTHING_DOUBTFUL: Final = "Alle Zuordnungen sind sicher."
NOT_TAKEN: Final = "– nicht übernehmen –"
NO_TITLE: Final = "ohne Titel"
NEW_MEASURE: Final = "neue Maßnahme"
NO_HEADER: Final = "ohne Überschrift"
BLANK: Final = "(leer)"
CHOICE_OF_FIELD: Final = "Feld"
CHOICE_OF_MEASURE: Final = "Maßnahme"

DAY: Final = "&Stand des Berichts"
DAY_NAME: Final = "Stand des Berichts, Tag"
DAY_HINT: Final = "TT.MM.JJJJ"
DAY_HELP: Final = "Der Tag wird als Datum des Sachstands vorgeschlagen."
DAY_MISSING: Final = (
    "In der Datei steht kein Datum. Ohne Angabe bleibt das Datum des Sachstands, wie es ist."
)
DAY_PER_SHEET: Final = "Ohne Angabe gilt, was im jeweiligen Blatt steht."
DAY_WRONG: Final = "Das ist kein Tag. Geben Sie ihn als TT.MM.JJJJ ein. Beispiel: 01.10.2025"

NEEDS_FIELD: Final = "Ordnen Sie mindestens einer Spalte ein Feld zu, das übernommen wird."
NEEDS_NAME: Final = (
    "Damit Zeilen zu Maßnahmen werden, braucht eine Spalte einen Titel. Ordnen Sie ihr „Worum "
    "geht es?“ zu."
)
NEEDS_TITLE: Final = (
    "Damit Maßnahmen erkannt werden, braucht eine Spalte das Feld „Kennung“ oder einen Titel."
)

_WHY: Final = MappingProxyType(
    {
        Why.KEY: "Schlüssel des Feldes",
        Why.LABEL: "Name des Feldes",
        Why.ALIAS: "bekannter Name",
        Why.ALIKE: "ähnlich „{like}“",
        Why.REMEMBERED: "wie beim letzten Mal",
        Why.CHOSEN: "von Ihnen gewählt",
        Why.DOUBLE: "Feld schon vergeben",
        Why.UNKNOWN: "kein passendes Feld",
        Why.NO_HEADER: "ohne Überschrift",
    }
)
_BASIS: Final = MappingProxyType(
    {
        Basis.ID: "Kennung",
        Basis.STATE_TITLE: "Titel des Sachstands",
        Basis.NAME: "Titel",
        Basis.SHORT_TITLE: "Kurztitel",
        Basis.CHOSEN: "von Ihnen gewählt",
        Basis.NONE: "keine ähnliche gefunden",
    }
)


def why_column(why: Why, score: float, like: str) -> str:
    """Return why a column stands for its field; with the score where that is a guess."""
    sentence = _WHY[why].format(like=shortened(like))
    return f"{percent(score)} · {sentence}" if why is Why.ALIKE else sentence


def why_record(basis: Basis, score: float) -> str:
    """Return what a match rests on, with its score."""
    if basis in {Basis.CHOSEN, Basis.NONE}:
        return _BASIS[basis]
    return f"{percent(score)} · {_BASIS[basis]}"


def taken(place: str) -> str:
    """Return why a row has no measure: another one means the same better."""
    return f"schon vergeben an {place}"


def offered(title: str, score: float) -> str:
    """Return a measure in the list of choices that is like the title in the file."""
    return f"{shortened(title)} ({percent(score)})"


def only_matching(label: str) -> str:
    """Return the label of a field that helps to find the measure and is never changed."""
    return f"{label} (nur zum Zuordnen)"


def new_in(category: str) -> str:
    """Return the choice that a row or sheet becomes a new measure."""
    return f"als neue Maßnahme anlegen in {quoted(category)}"


def counts_of_new(count: int) -> str:
    """Return how many measures will be new."""
    return f"{counted(count, 'neue Maßnahme wird', 'neue Maßnahmen werden')} angelegt."


def counts_of_columns(taken_over: int, whole: int) -> str:
    """Return the summary of the columns."""
    return f"{taken_over} von {whole} Spalten werden übernommen."


def counts_of_records(matched: int, whole: int, doubtful: int, *, sheets: bool) -> str:
    """Return the summary of the rows or sheets."""
    one, many = ("Blatt", "Blättern") if sheets else ("Zeile", "Zeilen")
    things = one if whole == 1 else many
    sentence = f"{matched} von {whole} {things} zugeordnet"
    return f"{sentence}, davon {doubtful} unsicher." if doubtful else f"{sentence}."


def examples_of(header: str) -> str:
    """Return the heading of the samples of a column."""
    return f"Beispiele aus {quoted(header)}"


def day_found(source: str) -> str:
    """Return where the day of a report was found."""
    return f"Gefunden {shortened(source)}."


def day_is_month(source: str) -> str:
    """Return that only the month of a report was found."""
    return f"Gefunden wurde nur der Monat {shortened(source)}. Prüfen Sie den Tag."


# --- Which column of a table stands for which field (MRG-03) -------------------------------------

_SCROLL_BAR = 24
_RIGHT = Qt.TextElideMode.ElideRight
_MARKS = {
    Why.ALIKE: ("triangle-alert", Tone.WARNING),
    Why.DOUBLE: ("triangle-alert", Tone.WARNING),
    Why.UNKNOWN: ("circle-minus", Tone.NEUTRAL),
    Why.NO_HEADER: ("circle-minus", Tone.NEUTRAL),
    Why.CHOSEN: ("square-pen", Tone.INFO),
}


class ColumnsPage(QWidget):
    """The tables of a file, one of them shown; *changed* says that a field was chosen."""

    changed = Signal()

    def __init__(
        self,
        found: Recognition,
        memory: Memory | None = None,
        parent: QWidget | None = None,
        *,
        only_for_matching: frozenset[FieldName] = ONLY_FOR_MATCHING,
    ) -> None:
        """Take a file with tables, the likeliest first, and what is remembered.

        The fields *only_for_matching* help to find measures and are not taken over; where there are
        none, every row with a title becomes a measure.
        """
        super().__init__(parent)
        self._catalogue = found.site.catalogue
        self._tables = found.tables
        self._memory = memory
        self._only_for_matching = only_for_matching
        self._labels = {
            target.name: only_matching(target.label)
            if target.name in only_for_matching
            else target.label
            for target in targets(self._catalogue)
        }
        self.table = self._tables[0]
        self.matches: tuple[ColumnMatch, ...] = ()
        self._decided: dict[str, tuple[ColumnMatch, ...]] = {}
        self.list = ChoiceTable(COLUMNS_NAME, COLUMN_HEADERS, CHOICE_OF_FIELD, self._choices, self)
        self.list.chosen.connect(self._choose)
        self.list.row_selected.connect(self._show_samples)
        self._sheets = CalmComboBox(self)
        self._summary = plain_label(role="muted", wrap=True)
        self._heading = plain_label(role="muted")
        self._samples = MessageArea(SAMPLE_ROWS, self)
        self._lay_out()
        self._open(0)

    def hint(self) -> str:
        """Return what is still missing before rows can be matched, "" for nothing."""
        given = {match.field for match in self.matches if match.field}
        if not self._only_for_matching:
            return "" if given & set(TITLE_FIELDS) else NEEDS_NAME
        if not given - self._only_for_matching:
            return NEEDS_FIELD
        return "" if given & {ID, *TITLE_FIELDS} else NEEDS_TITLE

    def remember(self) -> None:
        """Keep what was decided for the next tables with these headers."""
        if self._memory is not None:
            looked_at = {*self._decided, self.table.sheet}
            for table in (own for own in self._tables if own.sheet in looked_at):
                self._memory.remember(table, self.columns_of(table))

    def columns_of(self, table: RawTable) -> tuple[ColumnMatch, ...]:
        """Return what the columns of a table of the file stand for, as far as somebody has said."""
        if table.sheet == self.table.sheet:
            return self.matches
        return self._decided.get(table.sheet) or self._matched(table)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the samples to the new width."""
        super().resizeEvent(event)
        self._show_samples(self.list.selected_row())

    def _lay_out(self) -> None:
        space = theme.Space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.S)
        self._sheets.setAccessibleName(SHEET_NAME)
        for table in self._tables:
            self._sheets.addItem(table.sheet)
        self._sheets.activated.connect(self._open)
        label = plain_label(SHEET)
        label.setBuddy(self._sheets)
        line = QHBoxLayout()
        line.addWidget(label)
        line.addWidget(self._sheets)
        line.addStretch(1)
        column.addLayout(line)
        for widget in (label, self._sheets):
            widget.setVisible(len(self._tables) > 1)
        column.addWidget(self.list, 1)
        column.addWidget(self._heading)
        column.addWidget(self._samples)
        column.addWidget(self._summary)

    def _open(self, place: int) -> None:
        """Show another table of the file."""
        if self.matches:
            self._decided[self.table.sheet] = self.matches
        table = self._tables[place]
        self.matches = self._decided.get(table.sheet) or self._matched(table)
        self.table = table
        self._show()
        self._show_samples(self.list.selected_row())
        self.changed.emit()

    def _matched(self, table: RawTable) -> tuple[ColumnMatch, ...]:
        recalled = self._memory.recall(table) if self._memory is not None else None
        return columns.match(self._catalogue, table, recalled)

    def _choices(self, _row: int) -> list[tuple[object, str]]:
        return [("", NOT_TAKEN), *((name, label) for name, label in self._labels.items())]

    def _choose(self, row: int, value: object) -> None:
        self.matches = columns.assign(self.matches, row, field_name(str(value)) if value else None)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.list.show_rows([self._row(match) for match in self.matches])
        helping = self._only_for_matching
        taken = sum(m.field is not None and m.field not in helping for m in self.matches)
        self._summary.setText(counts_of_columns(taken, len(self.matches)))

    def _row(self, match: ColumnMatch) -> ChoiceRow:
        header = match.column.header or NO_HEADER
        icon, tone = _MARKS.get(match.why, ("circle-check", Tone.GOOD))
        if match.why is Why.REMEMBERED and match.field is None:
            icon, tone = "circle-minus", Tone.NEUTRAL
        samples = " · ".join(text for text in match.sample if text) or BLANK
        return ChoiceRow(
            f"{header} ({match.column.letter})",
            samples,
            match.field or "",
            self._labels[match.field] if match.field else NOT_TAKEN,
            Badge(why_column(match.why, match.score, match.like), icon, tone),
            "\n".join((header, *(text or BLANK for text in match.sample))),
        )

    def _show_samples(self, row: int) -> None:
        """Show the first texts of the column that is looked at, one below the other."""
        match = self.matches[row] if 0 <= row < len(self.matches) else None
        header = match.column.header or match.column.letter if match is not None else ""
        self._heading.setText(examples_of(header) if match is not None else "")
        room = max(self.width() - _SCROLL_BAR, 40)
        metrics = self._samples.fontMetrics()
        lines = [text or BLANK for text in match.sample] if match is not None else []
        shown = [
            metrics.elidedText(f"{number}. {text}", _RIGHT, room)
            for number, text in enumerate(lines, 1)
        ]
        self._samples.set_text("\n".join(shown))


# --- Which measure every row or sheet speaks of (MRG-04, MRG-08) ---------------------------------

_NONE = -1


class RecordWords(NamedTuple):
    """What the rows of a page are: their name, headings, and how one of them is called."""

    name: str
    headers: tuple[str, ...]
    place: Callable[[int], str]
    sheets: bool = False


class NewIn(NamedTuple):
    """The choice that a row or sheet becomes a new measure of a category."""

    category_id: str
    category: str


class RecordsPage(QWidget):
    """The matches; *changed* says that a measure was chosen.

    *new* holds the rows or sheets, by their place, that shall become measures. That is offered
    where :meth:`offer_new` was called, and never chosen by itself.
    """

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
        self.new: dict[int, NewIn] = {}
        self._categories: tuple[NewIn, ...] = ()
        self._named: Callable[[int], NewIn | None] = lambda _place: None
        self.doubtful_only = QCheckBox(ONLY_DOUBTFUL, self)  # Tab goes as things are made
        self.doubtful_only.toggled.connect(lambda _on: self._filter())
        self.list = ChoiceTable(words.name, words.headers, CHOICE_OF_MEASURE, self._choices, self)
        self.list.chosen.connect(self._choose)
        self._summary = plain_label(role="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.S)
        column.addWidget(self.doubtful_only)
        column.addWidget(self.list, 1)
        column.addWidget(self._summary)

    def offer_new(self, categories: Iterable[NewIn], named: Callable[[int], NewIn | None]) -> None:
        """Offer new measures in these categories; *named* tells which one a row or sheet names."""
        self._categories, self._named = tuple(categories), named

    def show_matches(self, matches: Sequence[RecordMatch]) -> None:
        """Show matches, all of them."""
        self.matches = list(matches)
        self.new = {}
        self._filter()

    def made(self, keys: Mapping[int, tuple[int, str]]) -> None:
        """Take the key and title of each new measure, by the place of its row or sheet."""
        self._titles |= dict(keys.values())
        self.matches = [
            match.chosen(keys[match.place][0]) if match.place in keys else match
            for match in self.matches
        ]
        self.new = {}
        self._show()

    def is_any(self) -> bool:
        """Tell whether a row or sheet has a measure, or becomes one."""
        return bool(self.new) or any(match.measure is not None for match in self.matches)

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
        summary = counts_of_records(
            len(matched), len(self.matches), doubtful, sheets=self._words.sheets
        )
        if self.new:
            summary = f"{summary} {counts_of_new(len(self.new))}"
        nothing = self.matches and not self._shown
        self._summary.setText(f"{summary} {NOTHING_DOUBTFUL}" if nothing else summary)

    def _choices(self, row: int) -> list[tuple[object, str]]:
        """Return the measures to choose from: what is alike first, then all by title."""
        match = self.matches[self._shown[row]]
        alike = [(c.measure, offered(c.title, c.score)) for c in match.candidates]
        known = {measure for measure, _ in alike}
        rest = [(key, self._titles[key]) for key in self._by_title if key not in known]
        return [(_NONE, NOT_TAKEN), *self._new_choices(match), *alike, *rest]

    def _new_choices(self, match: RecordMatch) -> list[tuple[object, str]]:
        """Return in which categories a row or sheet can be a new measure, its own first."""
        own = self._named(match.place) if match.title else None
        others = [found for found in self._categories if found != own] if match.title else []
        return [(found, new_in(found.category)) for found in ([own] if own else []) + others]

    def _choose(self, row: int, value: object) -> None:
        """Decide one row; another one that had the measure has none then."""
        number = self._shown[row]
        self.new.pop(self.matches[number].place, None)
        if isinstance(value, NewIn):
            self.new[self.matches[number].place] = value
        measure = value if isinstance(value, int) and value != _NONE else None
        place = self.matches[number].place
        for other, match in enumerate(self.matches):
            if other != number and measure is not None and match.measure == measure:
                self.matches[other] = match.given_up(place)
        self.matches[number] = self.matches[number].chosen(measure)
        self._show()
        self.changed.emit()

    def _row(self, match: RecordMatch) -> ChoiceRow:
        new = self.new.get(match.place)
        label = NOT_TAKEN if match.measure is None else self._titles[match.measure]
        if new is not None:
            label = new_in(new.category)
        title = match.title or NO_TITLE
        return ChoiceRow(
            self._words.place(match.place),
            title,
            new or (_NONE if match.measure is None else match.measure),
            label,
            self._mark(match),
            f"{title}\n{label}",
        )

    def _mark(self, match: RecordMatch) -> Badge:
        if match.place in self.new:
            return Badge(NEW_MEASURE, "plus", Tone.INFO)
        if match.basis is Basis.CHOSEN:
            return Badge(why_record(match.basis, match.score), "square-pen", Tone.INFO)
        if match.taken_by is not None:
            word = taken(self._words.place(match.taken_by))
            return Badge(word, "triangle-alert", Tone.WARNING)
        if match.measure is None:
            return Badge(why_record(Basis.NONE, 0.0), "circle-minus", Tone.NEUTRAL)
        word = why_record(match.basis, match.score)
        if match.certain:
            return Badge(word, "circle-check", Tone.GOOD)
        return Badge(word, "triangle-alert", Tone.WARNING)


# --- The day a report speaks of: found in the file, or typed -------------------------------------

_WIDTH = 14  # characters


class DayEdit(QWidget):
    """*changed* says that something else is typed."""

    changed = Signal()

    def __init__(
        self, found: FoundDay | None, *, per_sheet: bool, parent: QWidget | None = None
    ) -> None:
        """Take the day found in the file; *per_sheet*: single sheets name one."""
        super().__init__(parent)
        self.edit = QLineEdit(self)
        self.edit.setAccessibleName(DAY_NAME)
        self.edit.setPlaceholderText(DAY_HINT)
        self.edit.setFixedWidth(self.edit.fontMetrics().averageCharWidth() * _WIDTH + 24)
        self._usual = _usual(found, per_sheet=per_sheet)
        self._note = plain_label(self._usual, role="muted", wrap=True)
        label = plain_label(DAY)
        label.setBuddy(self.edit)
        line = QHBoxLayout()
        line.setSpacing(theme.Space.S)
        line.addWidget(label)
        line.addWidget(self.edit)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.XS)
        column.addLayout(line)
        column.addWidget(self._note)
        if found is not None:
            self.edit.setText(format_german(found.iso))
        self._describe()
        self.edit.textChanged.connect(lambda _text: self._judge())

    def day(self) -> str | None:
        """Return the day as ``YYYY-MM-DD``, None where none is given."""
        return parse_date(self.edit.text()).iso

    def is_valid(self) -> bool:
        """Whether nothing or a day is typed."""
        return not self.edit.text().strip() or self.day() is not None

    def note(self) -> str:
        """Return what is said about the day."""
        return self._note.text()

    def _judge(self) -> None:
        self._note.setText(self._usual if self.is_valid() else DAY_WRONG)
        set_role(self._note, "tone", None if self.is_valid() else "error")
        self._describe()
        self.changed.emit()

    def _describe(self) -> None:
        self.edit.setAccessibleDescription(self._note.text())


def _usual(found: FoundDay | None, *, per_sheet: bool) -> str:
    if found is None:
        return DAY_PER_SHEET if per_sheet else DAY_MISSING
    sentence = day_found if found.exact else day_is_month
    return f"{sentence(found.source)} {DAY_HELP}"
