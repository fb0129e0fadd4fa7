"""Rows copied from a spreadsheet, read as entries of a list: what becomes of each, in words.

Whatever cannot be read is stored as it is written and named, so nothing that was pasted is lost.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Final

from klimaeditor.model.core_words import quoted, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.linebreaks import line_feeds
from klimaeditor.model.values import same
from klimaeditor.textwork.search import fold
from ui.charts.series_chart import day_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from klimaeditor.model.values import Json
    from ui.form.editors.base import Choice
    from ui.widgets.reading import Reading


# --- words ---------------------------------------------------------------------------------------

NO_ROWS: Final = "In der Zwischenablage stehen keine Zeilen, die sich hier einfügen lassen."
_HEADING: Final = "Die Kopfzeile {row} wurde übergangen."
_KNOWN_ONE: Final = "Eine Zeile stand schon da und kam nicht noch einmal dazu."
_KNOWN: Final = "{count} Zeilen standen schon da und kamen nicht noch einmal dazu."
_UNREAD: Final = "Nicht als {column} lesbar und so übernommen, wie es geschrieben ist: {cells}."
_MISSING: Final = "Ohne {column}: {cells}."
_BEYOND: Final = "Nicht übernommen wurden weitere Spalten: {cells}."
_IN_ROW: Final = "{text} (Zeile {row})"
_ROW: Final = "Zeile {row}"
_MORE: Final = "{cells} und {count} weitere"
_NAMED: Final = 3  # so many cells are named one by one


# --- The text of a clipboard as cells ------------------------------------------------------------

_CELL = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)|([^\t\n]*)')
"""A cell that a spreadsheet has quoted, or all up to the next tab or line break."""


def cells_of(text: str) -> list[list[str]]:
    """Return the rows of a text copied from a spreadsheet, without those that are empty.

    Excel and LibreOffice part cells by tabs and quote those with line breaks or tabs, quotes
    doubled. A cell that is quoted for no such reason is meant so and keeps its quotes.
    """
    rows: list[list[str]] = [[]]
    text, at = line_feeds(text), 0
    while at <= len(text):
        found = _CELL.match(text, at)
        if found is None:  # the pattern takes the empty text, too
            break
        rows[-1].append(_unquoted(found))
        at = found.end() + 1
        if found.end() < len(text) and text[found.end()] == "\n":
            rows.append([])
    return [row for row in rows if any(cell.strip() for cell in row)]


def _unquoted(found: re.Match[str]) -> str:
    inner = found[1]
    if inner is None:
        return found[2]
    return inner.replace('""', '"') if set('\t\n"') & set(inner) else found[0]


def is_table(text: str) -> bool:
    """Whether a text is more than one cell."""
    rows = cells_of(text)
    return len(rows) > 1 or any(len(row) > 1 for row in rows)


# --- Cells as entries ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PastedColumn:
    """What becomes of the cells of a column.

    *key* is that of the entry, *name* what it is called, *read* turns a cell into what is stored
    and *is_read* tells whether that was understood. *empty* is stored where there is no cell.
    *is_likely* tells which column a cell is of where both would take it.
    """

    key: str
    name: str
    read: Callable[[str], Json]
    is_read: Callable[[Json], bool]
    empty: Json = None
    is_likely: Callable[[Json], bool] | None = None


@dataclass(slots=True)
class PastedRows:
    """The *entries* to add, in the order of the rows, and German *remarks* on the rest."""

    entries: list[Json] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_rows(
    rows: Sequence[Sequence[str]], columns: Sequence[PastedColumn], known: Sequence[Json]
) -> PastedRows:
    """Return what is to be added to the entries *known*, for lists of two columns.

    Where the columns of the spreadsheet stand the other way round, they are taken so. A row that
    is there already in all of its values is left out.
    """
    found = PastedRows()
    table = [[" ".join(cell.split()) for cell in row] for row in rows]
    first = 1  # the number of a row is that in what was copied
    if len(table) > 1 and _is_heading(table[0], columns):
        found.remarks.append(_HEADING.format(row=quoted(", ".join(filter(None, table[0])))))
        table, first = table[1:], 2
    order, doubts, repeated = _order(table, columns), _Doubts(), 0
    for number, row in enumerate(table, start=first):
        entry = {
            column.key: _stored(row[at] if at < len(row) else "", column, number, doubts)
            for column, at in zip(columns, order, strict=True)
        }
        doubts.beyond += [_named(cell, number) for cell in row[len(columns) :] if cell]
        if any(_holds(other, entry) for other in (*known, *found.entries)):
            repeated += 1
        else:
            found.entries.append(entry)
    if repeated:
        found.remarks.append(_KNOWN_ONE if repeated == 1 else _KNOWN.format(count=repeated))
    found.remarks += doubts.sentences()
    return found


@dataclass(slots=True)
class _Doubts:
    """The cells that were not read, that are missing, and that have no column, with their rows."""

    unread: dict[str, list[str]] = field(default_factory=dict)
    missing: dict[str, list[str]] = field(default_factory=dict)
    beyond: list[str] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """Return a sentence for each kind of doubt and column."""
        said = [
            words.format(column=name, cells=_listed(which))
            for words, cells in ((_UNREAD, self.unread), (_MISSING, self.missing))
            for name, which in cells.items()
        ]
        return [*said, _BEYOND.format(cells=_listed(self.beyond))] if self.beyond else said


def _stored(cell: str, column: PastedColumn, number: int, doubts: _Doubts) -> Json:
    """Return what is stored for a cell of the row with this *number*."""
    value = column.read(cell) if cell else column.empty
    if cell and not column.is_read(value):
        doubts.unread.setdefault(column.name, []).append(_named(cell, number))
    elif not cell:
        doubts.missing.setdefault(column.name, []).append(_ROW.format(row=number))
    return value


def _order(table: Sequence[Sequence[str]], columns: Sequence[PastedColumn]) -> tuple[int, ...]:
    """Return which cell of a row each column takes: as they stand, or the other way round."""
    straight = tuple(range(len(columns)))
    return max(straight, straight[::-1], key=lambda order: _understood(table, columns, order))


def _understood(
    table: Sequence[Sequence[str]], columns: Sequence[PastedColumn], order: Sequence[int]
) -> int:
    cells = [
        (column, row[at])
        for row in table
        for column, at in zip(columns, order, strict=True)
        if at < len(row) and row[at]
    ]
    return sum((column.is_likely or column.is_read)(column.read(cell)) for column, cell in cells)


def _is_heading(row: Sequence[str], columns: Sequence[PastedColumn]) -> bool:
    """Whether a row names the columns instead of filling them."""
    names = {fold(column.name) for column in columns} | _HEADINGS
    cells = [fold(cell).partition("(")[0].strip() for cell in row if cell]
    return all(cell in names for cell in cells)


_HEADINGS: Final = frozenset(
    {"datum", "tag", "stand", "wert", "status", "titel", "name", "adresse", "link", "url"}
)


def _holds(entry: Json, wanted: dict[str, Json]) -> bool:
    """Whether an entry has all these values already."""
    return isinstance(entry, dict) and all(
        key in entry and same(entry[key], value) for key, value in wanted.items()
    )


def _named(cell: str, row: int) -> str:
    return _IN_ROW.format(text=quoted(shortened(cell)), row=row)


def _listed(cells: Sequence[str]) -> str:
    rest = len(cells) - _NAMED
    named = ", ".join(cells[:_NAMED])
    return named if rest <= 0 else _MORE.format(cells=named, count=rest)


# --- How the columns of the two lists are read ---------------------------------------------------


def is_day(value: Json) -> bool:
    """Whether a stored value is a day."""
    return isinstance(value, str) and day_of(value) is not None


def is_number(value: Json) -> bool:
    """Whether a stored value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_address(value: Json) -> bool:
    """Whether a stored value looks like an address of the web or of mail."""
    text = value if isinstance(value, str) else ""
    return "://" in text or text.startswith(("www.", "mailto:"))


def stored_by(read: Callable[[str], Reading]) -> Callable[[str], Json]:
    """Return a reader that gives what is stored, without remarks."""
    return lambda cell: read(cell).stored


def number_with(unit: str, read: Callable[[str], Reading]) -> Callable[[str], Json]:
    """Return a reader of numbers that may have their unit behind them, as cells often do."""

    def stored(cell: str) -> Json:
        plain = cell.removesuffix(unit).rstrip() if unit else cell
        value = read(plain).stored
        return value if is_number(value) else read(cell).stored

    return stored


def choice_of(choices: Sequence[Choice]) -> Callable[[str], Json]:
    """Return a reader of choices by what they are called or stored as, past case."""

    def stored(cell: str) -> Json:
        wanted = fold(cell)
        names = ((value, {fold(label), fold(str(value))}) for value, label in choices)
        return next((value for value, spelled in names if wanted in spelled), cell)

    return stored
