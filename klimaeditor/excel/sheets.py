"""One sheet -> rows of cells by column key, bounded and judged (SEC-11, SEC-12)."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import field
from datetime import date, datetime, time, timedelta
from enum import Enum
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from klimaeditor.excel import layout, plan, workbook_words
from klimaeditor.excel.cells import ERROR, FORMULA, VISIBLE, Cell, Losses, opened, value_of
from klimaeditor.excel.layout import shown
from klimaeditor.excel.workbook_words import SHEET_BASELINE, _listed
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import WorkbookError

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from klimaeditor.excel.cells import BookSheet, Found, Row
    from klimaeditor.excel.layout import Found as Value
    from klimaeditor.excel.parts import SheetMarks
    from klimaeditor.excel.plan import Baseline
    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.records import Dataset


# --- words ---------------------------------------------------------------------------------------

# --- what is in it -----------------------------------------------------------------------------


def not_ours(name: str) -> str:
    """Return the message for a sound workbook that the editor did not make."""
    return (
        f"{quoted(name)} stammt nicht aus dem Klimaeditor. Öffnen Sie eine Datei, die mit „Als "
        "Excel exportieren“ erzeugt wurde. Jede andere Tabelle wird mit „Excel öffnen“ oder "
        "„klimaeditor convert“ zu einem eigenen Datensatz. Einzelheiten: Es fehlt das Blatt "
        f"„Maßnahmen“ mit der Spalte „Kennung“ oder das ausgeblendete Blatt „{SHEET_BASELINE}“."
    )


def duplicate_column(sheet: str, header: str, cells: Sequence[str]) -> str:
    """Return the problem of two columns with one meaning (MRG-03)."""
    return (
        f"Blatt {quoted(sheet)}: Die Spalte {quoted(header)} kommt mehrfach vor "
        f"({_listed(cells)}). Löschen Sie alle bis auf eine, oder benennen Sie sie um."
    )


def error_cells(sheet: str, cells: Sequence[str]) -> str:
    """Return the problem of Excel errors in data cells (SEC-12)."""
    return (
        f"Blatt {quoted(sheet)}: In {_listed(cells)} steht ein Excel-Fehler. Tragen Sie den "
        "richtigen Wert ein."
    )


def merged_cells(sheet: str, ranges: Sequence[str]) -> str:
    """Return the problem of merged cells in the data (SEC-12)."""
    return (
        f"Blatt {quoted(sheet)}: {_listed(ranges)} sind verbundene Zellen, dort ginge Inhalt "
        "verloren. Wählen Sie „Zellverbund aufheben“."
    )


def too_many_rows(sheet: str, limit: int) -> str:
    """Return the problem of a sheet with more rows than are read (SEC-11)."""
    return (
        f"Blatt {quoted(sheet)}: Es sind mehr als {limit} Zeilen ausgefüllt. Löschen Sie "
        "überzählige Zeilen."
    )


def rows_lost(sheet: str, rows: Sequence[int]) -> str:
    """Return the problem of rows that stand in the file too late or twice."""
    return (
        f"Blatt „{sheet}“: Die Datei ist beschädigt; diese Zeilen stehen in falscher Reihenfolge "
        f"oder doppelt darin: {_listed([str(row) for row in rows])}. Öffnen Sie die Datei in "
        "Excel, prüfen Sie sie, und speichern Sie sie neu."
    )


def duplicate_id(sheet: str, measure_id: str, rows: Sequence[int]) -> str:
    """Return the problem of one id in several rows (MRG-04)."""
    places = " und ".join(str(row) for row in rows)
    return (
        f"Blatt {quoted(sheet)}: Die Kennung {quoted(measure_id)} steht in den Zeilen {places}. "
        "Soll eine davon eine neue Maßnahme werden, leeren Sie dort Kennung und Prüfzeichen."
    )


# --- notices: it was read, but -----------------------------------------------------------------


def formula_cells(sheet: str, found: Sequence[tuple[str, str, str]]) -> str:
    """Return the notice about formulas: (cell, formula, shown value); none was taken (SEC-12)."""
    cells = _listed([f"{cell} ({quoted(text)}, angezeigt: {value})" for cell, text, value in found])
    return (
        f"Blatt {quoted(sheet)}: Formeln wurden nicht übernommen, dort gilt der Wert vom Export: "
        f"{cells}. Soll der angezeigte Wert gelten, fügen Sie ihn in Excel als Wert ein, und "
        "öffnen Sie die Datei neu."
    )


def unknown_columns(sheet: str, headers: Sequence[str]) -> str:
    """Return the notice about columns that mean nothing here (MRG-03)."""
    names = _listed([quoted(header) for header in headers])
    return f"Blatt {quoted(sheet)}: Unbekannte Spalten wurden nicht gelesen: {names}."


def missing_columns(sheet: str, headers: Sequence[str]) -> str:
    """Return the notice about columns that were taken out."""
    names = _listed([quoted(header) for header in headers])
    return f"Blatt {quoted(sheet)}: Es fehlen Spalten; dort gilt der Stand vom Export: {names}."


def missing_sheet(sheet: str) -> str:
    """Return the notice about a sheet that was taken out."""
    return f"Das Blatt {quoted(sheet)} fehlt; dort gilt der Stand vom Export."


def ignored_sheets(titles: Sequence[str], *, hidden: bool) -> str:
    """Return the notice about sheets of somebody else's."""
    names = _listed([quoted(title) for title in titles])
    kind = "Ausgeblendete fremde Blätter" if hidden else "Fremde Blätter"
    return f"{kind} wurden nicht gelesen: {names}."


def id_kept(row: int, given: str, measure_id: str) -> str:
    """Return the notice about an id that somebody overwrote (WEB-09)."""
    return (
        f"Blatt „Maßnahmen“, Zeile {row}: Die Kennung wurde in {quoted(given)} geändert. Kennungen "
        f"bleiben gleich, deshalb gilt weiter {quoted(measure_id)}."
    )


def rows_of_other_export(rows: Sequence[int]) -> str:
    """Return the notice about rows pasted from another workbook."""
    return (
        "Blatt „Maßnahmen“: Zeilen stammen aus einem anderen Export (Prüfzeichen abweichend): "
        f"{_listed([str(row) for row in rows])}. Prüfen Sie die Inhalte dort besonders."
    )


# --- Columns are found by the text of their header, never by position (MRG-03) -------------------


def plain(text: str) -> str:
    """Return a header without case, line breaks and doubled blanks."""
    return " ".join(text.split()).casefold()


def names_of(sheet: layout.SheetLayout) -> dict[str, str]:
    """Return column keys by every text that means them: header, else public label, else key.

    A header always wins; an alias that would mean two columns means none.
    """
    found = {plain(column.header): column.key for column in sheet.columns}
    aliases: dict[str, set[str]] = {}
    for column in sheet.columns:
        for alias in column.aliases:
            aliases.setdefault(plain(alias), set()).add(column.key)
    for alias, keys in aliases.items():
        if len(keys) == 1:
            found.setdefault(alias, *keys)
    return found


def match(
    sheet: layout.SheetLayout, texts_: Sequence[str], row: int, report: ReadReport
) -> dict[str, int]:
    """Return the place (from 0) of each column found in the header row; report the rest."""
    names = names_of(sheet)
    places: dict[str, list[int]] = {}
    unknown = []
    for place, text in enumerate(texts_):
        key = names.get(plain(text))
        if key is not None:
            places.setdefault(key, []).append(place)
        elif text.strip():
            unknown.append(" ".join(text.split()))
    if unknown:
        report.notice(unknown_columns(sheet.title, unknown))
    for key, twice in places.items():
        if len(twice) > 1:
            cells = [f"{layout.letter(place)}{row}" for place in twice]
            report.problem(duplicate_column(sheet.title, sheet.column(key).header, cells))
    missing = [c.header for c in sheet.columns if c.key not in places and not c.locked]
    if missing and layout.ID in places:
        report.notice(missing_columns(sheet.title, missing))
    return {key: found[0] for key, found in places.items()}


# --- One sheet -> rows of cells by column key, bounded and judged (SEC-11, SEC-12) ---------------

MAX_ROWS: Final = 5_000
HEADER_WITHIN: Final = 20
"""The header is looked for in so many rows."""
_MOST_FORMULAS: Final = 500
READABLE: Final = (str, bool, int, float, date, datetime, time, timedelta)
"""The types of the values that can be taken over."""


class NotAnswered(Enum):
    """What stands for a cell that is not taken, as a formula is not."""

    NOT_ANSWERED = 0


_GONE: Final = NotAnswered.NOT_ANSWERED


@dataclass(slots=True)
class TableRow:
    """A row as found: its number in the sheet, and its cells, asked for by column key.

    *places* says by key where in *found* a cell is, and is the same for all rows of a table. A key
    that is missing was not answered: no such column, or a formula that is not taken.
    """

    number: int
    places: Mapping[str, int]
    found: Sequence[Value | NotAnswered]

    def __contains__(self, key: str) -> bool:
        """Tell whether a column was answered."""
        return key in self.places and self.found[self.places[key]] is not _GONE

    def __getitem__(self, key: str) -> Value:
        """Return the cell of a column; KeyError where it was not answered."""
        found = self.found[self.places[key]]
        if found is _GONE:
            raise KeyError(key)
        return found

    def get(self, key: str) -> Value:
        """Return the cell of a column, None where it is blank or was not answered."""
        found = self.found[self.places[key]] if key in self.places else None
        return None if found is _GONE else found

    def text(self, key: str) -> str:
        """Return a cell as text to compare, "" where it is blank or missing."""
        return shown(self.get(key))

    @property
    def is_blank(self) -> bool:
        """Whether no cell says anything."""
        return all(found is None or found == "" or found is _GONE for found in self.found)


@dataclass(slots=True)
class SheetTable:
    """A sheet as read. *formulas* are the cells whose formula was not taken, as they were found."""

    sheet: layout.SheetLayout
    columns: frozenset[str] = frozenset()
    rows: list[TableRow] = field(default_factory=list)
    formulas: list[Cell] = field(default_factory=list)


def read_table(
    found_sheet: BookSheet, sheet: layout.SheetLayout, base: Baseline, report: ReadReport
) -> SheetTable | None:
    """Return the table of a sheet, None where no header row with the id column is found.

    SEC-11's bound counts from the rows that were exported, so that an export of any size can be
    opened again. Rows beyond the bound are a problem, never dropped silently.
    """
    losses = Losses()
    rows = found_sheet.rows(losses, base.texts)
    header, places = _find_header(rows, sheet, report)
    if layout.ID not in places:
        return None
    table = SheetTable(sheet, frozenset(places))
    limit = _expected(sheet, base) + MAX_ROWS
    width = max(places.values()) + 1
    chosen = itemgetter(*places.values(), width)  # one more, so that it is a tuple in any case
    keys = {key: place for place, key in enumerate(places)}
    errors: list[str] = []
    for number, cells in rows:
        values = chosen([*cells, *[None] * (width + 1 - len(cells))])
        if any(map(_is_cell, values)):
            values = tuple(
                _taken(cell, table, errors) if isinstance(cell, Cell) else cell for cell in values
            )
        row = TableRow(number, keys, values)
        if not row.is_blank:
            table.rows.append(row)
            if len(table.rows) > limit:
                report.problem(too_many_rows(sheet.title, limit))
                break
    if losses.rows:
        report.problem(rows_lost(sheet.title, losses.rows))
    _judge(sheet, found_sheet.marks(), header, errors, report)
    return table


def _find_header(
    rows: Iterator[Row], sheet: layout.SheetLayout, report: ReadReport
) -> tuple[int, dict[str, int]]:
    """Return number and columns of the header: the first row that names the id column."""
    names = names_of(sheet)
    for number, cells in rows:
        if number > HEADER_WITHIN:
            break
        found = header_texts(cells)
        if any(names.get(plain(text)) == layout.ID for text in found):
            return number, match(sheet, found, number, report)
    return 0, {}


def header_texts(cells: Sequence[Found]) -> list[str]:
    """Return the texts of a row, "" for a blank cell."""
    values = map(value_of, cells)
    return ["" if value is None else str(value) for value in values]


def _is_cell(found: Found) -> bool:
    return found.__class__ is Cell


def _taken(cell: Cell, table: SheetTable, errors: list[str]) -> Value | NotAnswered:
    """Return what is taken of a cell; formulas and errors are noted instead (SEC-12)."""
    if cell.data_type == FORMULA:
        if len(table.formulas) < _MOST_FORMULAS:
            table.formulas.append(cell)
    elif cell.data_type == ERROR or is_endless(cell.value):
        errors.append(cell.coordinate)
    elif isinstance(cell.value, READABLE):
        return cell.value
    return _GONE


def is_endless(value: object) -> bool:
    """Tell whether a value is a number beyond all bounds, or none at all."""
    return isinstance(value, float) and not math.isfinite(value)


def _judge(
    sheet: layout.SheetLayout, marks: SheetMarks, header: int, errors: list[str], report: ReadReport
) -> None:
    if errors:
        report.problem(error_cells(sheet.title, errors))
    merged = [area for area in marks.merged if _last_row(area) >= header]
    if merged:
        report.problem(merged_cells(sheet.title, merged))
    if marks.hidden_rows or marks.hidden_columns:
        report.notice(
            workbook_words.hidden_cells(sheet.title, marks.hidden_rows, marks.hidden_columns)
        )


def _last_row(area: str) -> int:
    digits = "".join(char for char in area.rpartition(":")[2] if char.isdigit())
    return int(digits or 0)


# --- What is found on the way through a workbook: what prevents reading it, and what to know -----


@dataclass(slots=True)
class ReadReport:
    """*problems* are collected and shown together; *notices* come with the result."""

    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def problem(self, sentence: str) -> None:
        """Add something that has to be mended first."""
        self.problems.append(sentence)

    def notice(self, sentence: str) -> None:
        """Add something that the reader should know."""
        self.notices.append(sentence)


# --- A checked package -> its tables, cell by cell, values only (SEC-10) -------------------------


class NoExportError(WorkbookError):
    """A sound workbook that this program did not export, or that has lost its sheet of records."""


_OURS = frozenset(
    {layout.SHEET_MEASURES, layout.SHEET_PROGRESS, layout.SHEET_LINKS, layout.SHEET_CATEGORIES}
    | {layout.NOTES.title, *layout.BASELINE_TITLES, layout.LISTS_TITLE}
)


@dataclass(frozen=True, slots=True)
class WorkbookContent:
    """What a workbook holds: the records it was made from, and its tables by title."""

    baseline: Baseline
    tables: dict[str, SheetTable]


def read_content(data: bytes, name: str, report: ReadReport, site: SiteProfile) -> WorkbookContent:
    """Return baseline and tables of a package that passed the guard.

    Raises WorkbookError where it is not one of ours or broken.
    """
    with opened(data, name) as book:
        sheets = {sheet.title: sheet for sheet in book.sheets}
        base = _read_baseline(sheets, name, site)
        found = {}
        for sheet in layout.export_sheets(site.catalogue).data:
            table = None
            if sheet.title in sheets:
                table = read_table(sheets[sheet.title], sheet, base, report)
            if table is not None:
                found[sheet.title] = table
            elif sheet.title == layout.SHEET_MEASURES:
                raise NoExportError(not_ours(name))
            else:
                report.notice(missing_sheet(sheet.title))
        _report_foreign(sheets, report)
    _report_formulas(found, report)
    return WorkbookContent(base, found)


def _read_baseline(sheets: dict[str, BookSheet], name: str, site: SiteProfile) -> Baseline:
    sheet = next((sheets[t] for t in layout.BASELINE_TITLES if t in sheets), None)
    if sheet is None or layout.SHEET_MEASURES not in sheets:
        raise NoExportError(not_ours(name))
    return plan.restore(sheet.values(len(layout.BASELINE.columns)), name, site)


def _expected(sheet: layout.SheetLayout, base: Baseline) -> int:
    """Return an upper bound of the rows a sheet was exported with."""
    records = sum(len(table.rows) for table in base.dataset.tables.values())
    if sheet.title == layout.SHEET_PROGRESS:
        return records + _entries(base, "values")
    return records + (_entries(base, "links") if sheet.title == layout.SHEET_LINKS else 0)


def _entries(base: Baseline, key: str) -> int:
    return sum(
        len(plan.entries_of(row.get(key)))
        for table in base.dataset.tables.values()
        for row in table.rows.values()
    )


def _report_foreign(sheets: dict[str, BookSheet], report: ReadReport) -> None:
    foreign = [sheet for title, sheet in sheets.items() if title not in _OURS]
    for hidden in (False, True):
        titles = [sheet.title for sheet in foreign if (sheet.state != VISIBLE) == hidden]
        if titles:
            report.notice(ignored_sheets(titles, hidden=hidden))


def _report_formulas(found: dict[str, SheetTable], report: ReadReport) -> None:
    """Say which formulas were not taken, each with the value it shows (SEC-12)."""
    for table in found.values():
        listed = [
            (cell.coordinate, cell.value, "–" if cell.shown is None else str(value_of(cell.shown)))
            for cell in table.formulas
        ]
        if listed:
            report.notice(formula_cells(table.sheet.title, listed))


# --- Which row of „Maßnahmen“ is which exported measure ------------------------------------------

if TYPE_CHECKING:
    Mark = str | tuple[str, str] | None


@dataclass(slots=True)
class Claims:
    """*rows* by the key of the measure they belong to; *new* rows belong to none."""

    rows: dict[int, TableRow] = field(default_factory=dict)
    new: list[TableRow] = field(default_factory=list)

    def assign(self, marks: Iterable[tuple[int, Mark]], names: list[Mark]) -> None:
        """Give each row without a measure the first free one with the same mark, if any.

        *marks* are those of the measures, *names* those of the rows in ``new``; "" means none.
        """
        free: dict[Mark, list[int]] = defaultdict(list)
        for measure, mark in marks:
            if measure not in self.rows:
                free[mark].append(measure)
        left = []
        for row, name in zip(self.new, names, strict=True):
            if name and free[name]:
                self.rows[free[name].pop(0)] = row
            else:
                left.append(row)
        self.new = left


def claim(
    base: Dataset, prints: dict[int, str], found: list[TableRow], report: ReadReport
) -> Claims:
    """Assign the rows of the sheet; *prints* are the fingerprints of the exported measures.

    The id decides; among several with one id the fingerprint does. Where the id was overwritten,
    or there never was one, the fingerprint alone tells. An id that comes more often than it was
    exported is a problem (MRG-04).
    """
    ids = {measure: shown(record.get("id")) for measure, record in base.measures.items()}
    claims = Claims(new=list(found))
    claims.assign(
        ((measure, (ids[measure], prints[measure])) for measure in ids),
        [_both(row) for row in claims.new],
    )
    claims.assign(ids.items(), [row.text(layout.ID) for row in claims.new])
    before = set(claims.rows)
    claims.assign(prints.items(), [row.text(layout.FINGERPRINT) for row in claims.new])
    for measure in claims.rows.keys() - before:
        _report_new_id(base, measure, claims.rows[measure], report)
    _refuse_doubles(found, claims.new, set(ids.values()), report)
    _report_pasted(claims, prints, report)
    return claims


def _both(row: TableRow) -> tuple[str, str] | None:
    pair = (row.text(layout.ID), row.text(layout.FINGERPRINT))
    return pair if all(pair) else None


def _report_new_id(base: Dataset, measure: int, row: TableRow, report: ReadReport) -> None:
    given = row.text(layout.ID)
    if given:
        report.notice(id_kept(row.number, given, base.view(measure).id))


def _report_pasted(claims: Claims, prints: dict[int, str], report: ReadReport) -> None:
    pasted = [
        row.number
        for measure, row in claims.rows.items()
        if row.text(layout.FINGERPRINT) not in ("", prints[measure])
    ]
    if pasted:
        report.notice(rows_of_other_export(sorted(pasted)))


def _refuse_doubles(
    found: list[TableRow], new: list[TableRow], exported: set[str], report: ReadReport
) -> None:
    doubles = (row.text(layout.ID) for row in new)
    for given in dict.fromkeys(one for one in doubles if one and one in exported):
        numbers = [row.number for row in found if row.text(layout.ID) == given]
        report.problem(duplicate_id(layout.SHEET_MEASURES, given, numbers))


# --- Which row of a list is which entry it was exported from -------------------------------------
#
# Rows carry no number of their own, so that people can sort, insert and copy freely.

_MOST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Alignment:
    """*pairs* maps entries to rows, both by place; the rest are *new* rows and entries *gone*."""

    pairs: dict[int, int]
    new: tuple[int, ...]
    gone: tuple[int, ...]


def align(entries: Sequence[Sequence[Hashable]], rows: Sequence[Sequence[Hashable]]) -> Alignment:
    """Pair entries (as exported cells) with rows (cells now, made comparable).

    First what is the same, then what shares a cell, then in order. A blank row that is left over
    means nothing; an entry without a row is *gone*: not answered, which is not "deleted".
    """
    if entries == rows:
        return Alignment({place: place for place in range(len(rows))}, (), ())
    waiting: dict[tuple[Hashable, ...], deque[int]] = defaultdict(deque)
    for place, row in enumerate(rows):
        waiting[tuple(row)].append(place)
    pairs: dict[int, int] = {}
    for place, entry in enumerate(entries):
        if waiting[tuple(entry)]:
            pairs[place] = waiting[tuple(entry)].popleft()
    taken = set(pairs.values())
    free = [place for place in range(len(rows)) if place not in taken]
    left = [place for place in range(len(entries)) if place not in pairs]
    if len(left) <= _MOST_COMPARED:
        for place in tuple(left):
            alike = next((row for row in free if _share(entries[place], rows[row])), None)
            if alike is not None:
                pairs[place] = alike
                free.remove(alike)
                left.remove(place)
    together = min(len(left), len(free))
    pairs.update(zip(left[:together], free[:together], strict=True))
    new = tuple(place for place in free[together:] if not all(map(is_blank, rows[place])))
    return Alignment(pairs, new, tuple(left[together:]))


def _share(entry: Sequence[Hashable], row: Sequence[Hashable]) -> bool:
    return any(a == b and not is_blank(a) for a, b in zip(entry, row, strict=True))


def is_blank(cell: Hashable) -> bool:
    """Whether a cell says nothing; 0 says something."""
    return cell is None or cell == ""
