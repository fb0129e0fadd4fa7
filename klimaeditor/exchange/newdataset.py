"""A table of measures that is no export of ours -> a dataset of its own, nothing left out unsaid.

:func:`look` tells what a file is, :func:`draft` reads a table whose columns are matched, and
:func:`dataset_of` makes the dataset, with what somebody decided about doubtful values and
categories. Window and command line go the same way.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.excel.foreign import CellDoubt
from klimaeditor.excel.layout import letter
from klimaeditor.excel.read import open_workbook
from klimaeditor.excel.sheets import NoExportError
from klimaeditor.excel.target import DELIMITED
from klimaeditor.exchange import columns, tables, tablesheets
from klimaeditor.exchange.answers import is_no_answer
from klimaeditor.exchange.columns import CATEGORY, ID, TITLE_FIELDS, Why
from klimaeditor.exchange.downcolumns import in_series, series_in
from klimaeditor.exchange.exchange_words import short
from klimaeditor.exchange.exportlists import (
    ExportLists,
    is_export,
    keep_placeholders,
    lists_of,
)
from klimaeditor.exchange.importing import ForeignKind, recognise, unknown_file
from klimaeditor.exchange.matching import title_key
from klimaeditor.exchange.newmeasures import NewMeasure, category_ids, category_key, records_of
from klimaeditor.exchange.proposals import FileProblem, Place
from klimaeditor.exchange.tablerows import Code, TableReading, error_cell
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import counted, quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import WorkbookError
from klimaeditor.model.records import Dataset
from klimaeditor.model.structure import ID_PATTERN, id_after, number_in
from klimaeditor.model.values import set_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from klimaeditor.excel.column_patterns import FilledRun
    from klimaeditor.excel.foreign import GridRow, RawTable
    from klimaeditor.excel.read import ReadResult
    from klimaeditor.exchange.columns import ColumnMatch
    from klimaeditor.exchange.importing import Recognition
    from klimaeditor.exchange.tablerows import ForeignRow
    from klimaeditor.model.catalogue import Catalogue, SiteProfile
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.values import Record, Value


# --- words ---------------------------------------------------------------------------------------

NO_CATEGORY: Final = "Ohne Kategorie"
"""The category of rows that name none."""


def no_title(row: int, text: str) -> str:
    """Return the problem of a row without a title."""
    return f"Zeile {row} hat keinen Titel und wird keine Maßnahme; darin steht „{short(text)}“."


def no_rows(sheet: str, first: str, second: str) -> str:
    """Return the refusal of a table in which no row has a title."""
    return (
        f"Blatt {quoted(sheet)}: In keiner Zeile steht ein Titel. Ordnen Sie {quoted(first)} "
        f"oder {quoted(second)} einer anderen Spalte zu."
    )


def row_left_out(row: int, title: str) -> str:
    """Return the problem of a row whose title nobody has confirmed."""
    return f"Zeile {row}: {quoted(title)} wurde nicht als Maßnahme angelegt."


def same_row(row: int, title: str, other: int) -> str:
    """Return the problem of a row that says the same as another one."""
    return f"Zeile {row}: {quoted(title)} steht wortgleich schon in Zeile {other}."


def same_title(row: int, title: str, other: int) -> str:
    """Return what stands against a row with the title of another one."""
    return (
        f"Zeile {row}: {quoted(title)} heißt wie die Maßnahme in Zeile {other}. Prüfen Sie, ob "
        "es zwei Maßnahmen sind."
    )


def only_title(row: int, title: str) -> str:
    """Return what stands against a row in which nothing but a title is filled in."""
    return (
        f"Zeile {row}: Neben {quoted(title)} ist nichts ausgefüllt; vielleicht ist es eine "
        "Zwischenüberschrift. Prüfen Sie, ob es eine Maßnahme ist."
    )


def a_total(row: int, title: str) -> str:
    """Return what stands against a row that seems to sum up others."""
    return (
        f"Zeile {row}: {quoted(title)} sieht nach einer Summenzeile aus. Prüfen Sie, ob es eine "
        "Maßnahme ist."
    )


def column_left_out(header: str, letter: str, count: int, text: str) -> str:
    """Return the problem of a column that stands for no field."""
    cells = counted(count, "Zelle", "Zellen")
    return f"Spalte „{short(header)}“ ({letter}): {cells}, zum Beispiel „{short(text)}“."


def category_missing(row: int, title: str) -> str:
    """Return the problem of a row without a category."""
    return f"Zeile {row}: {quoted(title)} hat keine Kategorie und kommt in „{NO_CATEGORY}“."


def ids_not_kept(count: int, given: str) -> str:
    """Return the notice about ids that are none of the site."""
    rows = counted(count, "Zeile", "Zeilen")
    return (
        f"{rows} mit einer eigenen Nummer oder Kennung, zum Beispiel {quoted(given)}: Sie kann "
        "nicht übernommen werden; vergeben wurde eine neue. Erlaubt sind Kleinbuchstaben, "
        "Ziffern und Unterstrich, jede Kennung nur einmal."
    )


def a_report(name: str) -> str:
    """Return the refusal to make a dataset of a yearly report."""
    return (
        f"{quoted(name)} ist ein Sachstandsbericht mit einem Blatt je Maßnahme. Öffnen Sie "
        "zuerst den Datensatz, und lesen Sie den Bericht dort ein: Fachämter › Rückläufe "
        "einlesen."
    )


def a_request(name: str) -> str:
    """Return the refusal to open what a department sent back as a dataset."""
    return (
        f"{quoted(name)} ist eine Abfrage des Klimaeditors. Öffnen Sie zuerst den Datensatz, und "
        "lesen Sie die Datei dort ein: Fachämter › Rückläufe einlesen."
    )


# --- What a file is that shall be opened ---------------------------------------------------------


def look(path: Path, site: SiteProfile) -> ReadResult | Recognition:
    """Return an export of ours as read, or a table of others whose columns have to be matched.

    Raises WorkbookError with a German sentence for everything else. *site* is the public page the
    data are for.
    """
    if path.suffix.lower() not in DELIMITED:
        try:
            return open_workbook(path, site)
        except NoExportError:
            pass
    found = recognise(path, site)
    if found.kind is ForeignKind.TABLE:
        return found
    if found.kind is ForeignKind.OURS:
        raise WorkbookError(a_request(path.name))
    if found.kind is ForeignKind.REPORT:
        raise WorkbookError(a_report(path.name))
    raise WorkbookError(unknown_file(path.name))


# --- A table as it was read: rows with their values, and what speaks against each of them --------

_TOTAL: Final = re.compile(r"(?:zwischen|gesamt|end)?summe\b|gesamt\b|insgesamt\b|total\b", re.I)
_SHORT_TITLE: Final = 40
_FEW_COLUMNS: Final = 3
"""With fewer columns, a row with one filled cell is nothing odd."""


class DraftCode:
    """The codes of what is odd about rows that shall become measures; stable, for machines."""

    NO_TITLE: Final = "no_title"
    ROW_LEFT_OUT: Final = "row_left_out"
    SAME_ROW: Final = "same_row"
    SAME_TITLE: Final = "same_title"
    ONLY_TITLE: Final = "only_title"
    TOTAL: Final = "total"
    COLUMN_LEFT_OUT: Final = "column_left_out"
    NO_CATEGORY: Final = "no_category"
    ID_NOT_KEPT: Final = "id_not_kept"


class DraftSpot(NamedTuple):
    """A value of a draft: the number of its row, and its field."""

    row: int
    field: FieldName


@dataclass(frozen=True, slots=True)
class DraftValue:
    """What a cell says for a field, and what speaks against taking it unseen."""

    spot: DraftSpot
    field: Field
    value: Value
    cell: str
    against: tuple[FileProblem, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether a person has to look at it."""
        return any(problem.severe for problem in self.against)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A row with a title. *category* is the spelling in the file, "" for none; so is *given_id*."""

    number: int
    title: str
    category: str
    given_id: str
    values: tuple[DraftValue, ...]

    @property
    def certain_title(self) -> str:
        """What the row is called without anything doubtful, "" where that leaves nothing."""
        return _title(self.taken(()))

    def taken(self, wanted: Collection[DraftSpot]) -> dict[FieldName, Value]:
        """Return what is certain, and of what is doubtful what is *wanted*."""
        return {
            value.spot.field: value.value
            for value in self.values
            if not value.is_doubtful or value.spot in wanted
        }


@dataclass(frozen=True, slots=True)
class DraftCategory:
    """A category that the file names: its usual spelling, the id for it, and how many rows."""

    key: str
    name: str
    id: str
    rows: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A table as it was read. *left_out* names what no measure takes, *notices* what to know."""

    sheet: str
    rows: tuple[DraftRow, ...]
    categories: tuple[DraftCategory, ...]
    left_out: tuple[FileProblem, ...] = ()
    notices: tuple[FileProblem, ...] = ()
    lists: ExportLists = field(default_factory=ExportLists)
    """Progress, links and categories of an export that lost its hidden sheet."""

    @property
    def doubtful(self) -> tuple[DraftValue, ...]:
        """The values that a person has to look at, in reading order."""
        return tuple(value for row in self.rows for value in row.values if value.is_doubtful)

    @property
    def every_doubtful(self) -> frozenset[DraftSpot]:
        """The spots of all of them."""
        return frozenset(value.spot for value in self.doubtful)


def draft(found: Recognition, table: RawTable, matched: Sequence[ColumnMatch]) -> Draft:
    """Return what the measures of a table would be, its columns matched.

    Raises WorkbookError where no column holds a title, or no row has one.
    """
    if not {match.field for match in matched} & set(TITLE_FIELDS):
        raise WorkbookError(tables.no_titles(table.sheet, found.site.catalogue))
    reading = TableReading(found.site.catalogue, found.source, table, matched)
    places = {match.field: match.column.place for match in matched if match.field}
    named = _CategoryColumn(table, places.get(CATEGORY))
    rows: list[DraftRow] = []
    left_out = [*_columns_left_out(table, matched), *reading.about()]
    series = series_in(
        table, [match.column for match in reading.taken if match.field not in _TITLES]
    )
    catalogue = found.site.catalogue
    own_export = is_export(catalogue, table)
    lists = lists_of(catalogue, found.grids) if own_export else ExportLists()
    left_out += lists.left_out
    for row in table.rows:
        read = reading.read(row.number)
        left_out += read.left_out
        if own_export:
            keep_placeholders(catalogue, table.sheet, row, matched, read)
        values = _values(catalogue, table.sheet, row.number, read, series)
        title = _title({value.spot.field: value.value for value in values})
        if not title:
            text = next((cell for cell in row.cells if cell.strip()), "")
            message = no_title(row.number, text)
            left_out.append(_problem(DraftCode.NO_TITLE, message, table.sheet, row.number))
            continue
        given = row.text(places[ID]).strip() if ID in places else ""
        category = named.of(row)
        rows.append(DraftRow(row.number, title, category, given, tuple(values)))
        said = {problem for value in values for problem in value.against}
        left_out += [problem for problem in read.comments if problem not in said]
    if not rows:
        labels = columns.labels_of(found.site.catalogue, "action_name", "short_title")
        raise WorkbookError(no_rows(table.sheet, *labels))
    rows, doubles = _odd_rows(table, rows)
    left_out += [*doubles, *named.problems, *reading.other_comments()]
    unanswered = 0 if own_export else reading.unanswered
    sheets = (table.sheet, *lists.sheets)
    notices = _notices(found, table, places.get(CATEGORY), unanswered, sheets)
    categories = _categories(rows, lists.categories)
    return Draft(table.sheet, tuple(rows), categories, tuple(left_out), tuple(notices), lists)


def _values(
    catalogue: Catalogue, sheet: str, number: int, read: ForeignRow, series: Mapping[str, FilledRun]
) -> list[DraftValue]:
    """Return the values of a row with what is against them."""
    values = []
    for name, value in read.returned.items():
        cell = read.cells[Place(name)][1]
        against = list(read.problems.get(Place(name), ()))
        if cell in series:
            against.append(in_series(sheet, cell, series[cell], name))
        spot = DraftSpot(number, name)
        values.append(DraftValue(spot, catalogue.field(name), value, cell, tuple(against)))
    return values


def _problem(
    code: str, message: str, sheet: str, row: int = 0, *, severe: bool = True
) -> FileProblem:
    return FileProblem(code, message, sheet, f"{row}:{row}" if row else "", severe=severe)


_TITLES: Final[tuple[FieldName, ...]] = ("action_name", "short_title", "state_title")
"""What a measure is called, the first that says something; numbers in it count as people count."""


def _title(values: Mapping[FieldName, Value]) -> str:
    """Return what a measure is called: what it is about, else one of its short titles."""
    for name in _TITLES:
        value = values.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return ""


def _columns_left_out(table: RawTable, matched: Sequence[ColumnMatch]) -> list[FileProblem]:
    """Return the columns with a header that stand for no field, with an example."""
    problems = []
    for match in matched:
        column = match.column
        texts = [text for text in table.column_texts(column) if text.strip()]
        if match.field is None and match.why is not Why.NO_HEADER and column.header and texts:
            message = column_left_out(column.header, column.letter, len(texts), texts[0])
            code = DraftCode.COLUMN_LEFT_OUT
            problems.append(_problem(code, message, table.sheet, severe=False))
    return problems


def _notices(
    found: Recognition,
    table: RawTable,
    category: int | None,
    unanswered: int,
    sheets: Collection[str],
) -> list[FileProblem]:
    """Return what is odd about the file and the table as a whole; *sheets* were read."""
    source = found.source
    problems = [tables.notice(Code.READING, text) for text in source.notices]
    problems += [FileProblem(Code.LOST, text) for text in source.lost]
    merged = [area for area in table.merged if not _is_in(area, category)]
    if merged:
        message = tables.merged_cells(table.sheet, merged)
        problems.append(FileProblem(Code.MERGED_CELLS, message, table.sheet, merged[0]))
    problems += tablesheets.not_read(found.grids, found.tables, sheets)
    if unanswered:
        problems.append(tables.notice(Code.NO_ANSWER, tables.no_answers(unanswered), table.sheet))
    return problems


def _odd_rows(
    table: RawTable, rows: Sequence[DraftRow]
) -> tuple[list[DraftRow], list[FileProblem]]:
    """Return the rows with what speaks against whole rows; one that is there twice is left out."""
    by_number = {row.number: row for row in table.rows}
    whole: dict[tuple[str, ...], int] = {}
    titled: dict[str, int] = {}
    kept: list[DraftRow] = []
    left_out: list[FileProblem] = []
    for row in rows:
        cells = tuple(" ".join(cell.split()) for cell in by_number[row.number].cells)
        if cells in whole:
            message = same_row(row.number, row.title, whole[cells])
            left_out.append(_problem(DraftCode.SAME_ROW, message, table.sheet, row.number))
            continue
        whole[cells] = row.number
        other = titled.setdefault(title_key(row.title) or row.title, row.number)
        against = []
        if other != row.number:
            against.append((DraftCode.SAME_TITLE, same_title(row.number, row.title, other)))
        filled = sum(bool(cell) for cell in cells)
        if filled == 1 and len(table.columns) >= _FEW_COLUMNS:
            against.append((DraftCode.ONLY_TITLE, only_title(row.number, row.title)))
        if _TOTAL.match(row.title) and len(row.title) <= _SHORT_TITLE:
            against.append((DraftCode.TOTAL, a_total(row.number, row.title)))
        problems = [_problem(code, text, table.sheet, row.number) for code, text in against]
        kept.append(_with(row, problems) if problems else row)
    return kept, left_out


def _with(row: DraftRow, problems: Sequence[FileProblem]) -> DraftRow:
    """Return a row with something against it as a whole: against everything it is called by."""
    values = tuple(
        replace(value, against=(*value.against, *problems))
        if value.spot.field in TITLE_FIELDS
        else value
        for value in row.values
    )
    return replace(row, values=values)


# --- The categories of a table, as they are spelt there ------------------------------------------

_AREA: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_NUMBERED: Final = re.compile(r"([a-z](?:[a-z0-9_]{0,98}[a-z_])?)[0-9]{1,10}")


class _CategoryColumn:
    """The column that names the categories, if any; a merged cell counts for all of its rows."""

    def __init__(self, table: RawTable, place: int | None) -> None:
        self._place = place
        self._sheet = table.sheet
        self.problems: list[FileProblem] = []
        self._merged: dict[int, str] = {}
        by_number = {row.number: row for row in table.rows}
        for area in table.merged if place is not None else ():
            found = _AREA.fullmatch(area)
            if found is not None and _is_in(area, place):
                first, last = int(found[2]), int(found[4])
                text = by_number[first].text(place or 0) if first in by_number else ""
                self._merged |= dict.fromkeys(range(first, last + 1), text)

    def of(self, row: GridRow) -> str:
        """Return what a row names as its category, "" for nothing."""
        if self._place is None:
            return ""
        if row.faults.get(self._place) is CellDoubt.ERROR:
            cell = f"{letter(self._place)}{row.number}"
            message = error_cell(cell, row.text(self._place))
            self.problems.append(FileProblem(Code.ERROR_CELL, message, self._sheet, cell))
            return ""
        text = row.text(self._place).strip() or self._merged.get(row.number, "").strip()
        struck = row.is_struck(self._place) and bool(row.text(self._place))
        return "" if struck or is_no_answer(text) else " ".join(text.split())


def _is_in(area: str, place: int | None) -> bool:
    """Tell whether merged cells lie in one column."""
    found = _AREA.fullmatch(area)
    return place is not None and found is not None and found[1] == found[3] == letter(place)


def _categories(
    rows: Sequence[DraftRow], exported: Mapping[str, tuple[str, str]]
) -> tuple[DraftCategory, ...]:
    """Return the categories in the order of the table, spellings of one put together.

    Those that an export names keep their ids.
    """
    spelt: dict[str, Counter[str]] = {}
    given: dict[str, set[str]] = {}
    for row in rows:
        key = category_key(row.category)
        spelt.setdefault(key, Counter())[row.category or NO_CATEGORY] += 1
        if row.given_id:
            found = _NUMBERED.fullmatch(row.given_id)
            given.setdefault(key, set()).add(found[1] if found else "")
    names = {key: spellings.most_common(1)[0][0] for key, spellings in spelt.items()}
    ids = category_ids(names.values())
    own = {key: next(iter(found)) for key, found in given.items() if len(found) == 1}
    known = [found for found in own.values() if found]
    for key, begin in own.items():
        if begin and known.count(begin) == 1:
            ids[names[key]] = begin
    kept = {name: exported[name][0] for name in names.values() if name in exported}
    if set(names.values()) == set(kept):
        ids |= kept
    return tuple(
        DraftCategory(key, name, ids[name], spelt[key].total()) for key, name in names.items()
    )


# --- The dataset of a draft ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewDataset:
    """A dataset made of a table. *left_out* names what of the table is not in it."""

    dataset: Dataset
    left_out: tuple[FileProblem, ...] = ()
    notices: tuple[FileProblem, ...] = ()


def dataset_of(
    site: SiteProfile,
    made: Draft,
    wanted: Collection[DraftSpot] = (),
    same_as: Mapping[str, str] | None = None,
) -> NewDataset:
    """Return the dataset of a draft.

    Of what is doubtful, *wanted* is taken and the rest named. *same_as* maps the key of a category
    to that of the category which it is the same as. Raises EditError for what no file can hold.
    """
    categories = {category.key: category for category in made.categories}
    rows, left_out = _rows_taken(made, wanted)
    notices = list(made.notices)
    ids = _Ids(row.given_id for row, _ in rows)
    used: dict[str, str] = {}
    records: dict[FileName, list[Record]] = {file: [] for file in FileName}
    for row, taken in rows:
        key = category_key(row.category)
        category = categories[(same_as or {}).get(key, key)]
        used[category.id] = category.name
        measure_id = ids.next(row.given_id, category.id)
        title = _title(taken)
        if not row.category:
            message = category_missing(row.number, title)
            notices.append(_problem(DraftCode.NO_CATEGORY, message, made.sheet, row.number))
        lists = made.lists.values.get(measure_id, {}) if measure_id == row.given_id else {}
        values: dict[FieldName, Value] = {"action_name": title, **taken, **lists}
        new = NewMeasure(title, category.id, category.name, values, made.sheet, row.number)
        for file, record in records_of(site, new, measure_id).items():
            records[file].append(record)
    said = {known: text for known, text in made.lists.categories.values() if text}
    about = site.catalogue.path("category_description")
    for known in used:
        record = site.catalogue.template(FileName.CATEGORIES, known)
        record = set_path(record, about, said[known]) if known in said else record
        records[FileName.CATEGORIES].append(record)
    if ids.refused:
        message = ids_not_kept(len(ids.refused), ids.refused[0])
        notices.append(_problem(DraftCode.ID_NOT_KEPT, message, made.sheet, severe=False))
    return NewDataset(Dataset(records, site), tuple(left_out), tuple(notices))


def _rows_taken(
    made: Draft, wanted: Collection[DraftSpot]
) -> tuple[list[tuple[DraftRow, dict[FieldName, Value]]], list[FileProblem]]:
    """Return the rows that become measures with their values, and what is left out."""
    rows = []
    left_out = list(made.left_out)
    for row in made.rows:
        values = row.taken(wanted)
        left = [value for value in row.values if value.spot.field not in values]
        if _title(values):
            rows.append((row, values))
        else:
            message = row_left_out(row.number, row.title)
            left_out.append(_problem(DraftCode.ROW_LEFT_OUT, message, made.sheet, row.number))
        left_out += [problem for value in left for problem in value.against if problem.severe]
    return rows, list(dict.fromkeys(left_out))


class _Ids:
    """Hands out ids: those of the file where they can be kept, else the next number (WEB-09)."""

    def __init__(self, given: Iterable[str]) -> None:
        counts = Counter(found for found in given if found)
        self._kept = {f for f, n in counts.items() if n == 1 and ID_PATTERN.fullmatch(f)}
        self._last: dict[str, int] = {}
        self.refused: list[str] = []

    def next(self, given: str, category_id: str) -> str:
        """Return the id of a measure that has *given* in the file, "" for none."""
        if given in self._kept:
            return given
        if given:
            self.refused.append(given)
        last = self._last.get(category_id)
        if last is None:
            last = max((number_in(known, category_id) for known in self._kept), default=0)
        self._last[category_id] = last + 1
        return id_after(last, category_id)
