"""An export whose hidden sheet another program dropped: what its other sheets say for certain.

The sheets „Fortschritt“ and „Links“ belong to the measures by their ids. They are read where their
headers are those of an export, and a measure's rows only where each of their cells can be nothing
but what it says; everything else is named.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.dates import parse_date
from klimaeditor.excel import layout
from klimaeditor.exchange.answers import is_no_answer
from klimaeditor.exchange.proposals import FileProblem
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.structure import ID_PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from klimaeditor.excel.foreign import Grid, GridRow, Grids, RawTable
    from klimaeditor.exchange.columns import ColumnMatch
    from klimaeditor.exchange.tablerows import ForeignRow
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.values import Json, Value

# --- words ---------------------------------------------------------------------------------------


def rows_left_out(sheet: str, measure_id: str) -> str:
    """Return the problem of rows that cannot be read for certain."""
    return (
        f"Blatt {quoted(sheet)}: Die Zeilen zu {quoted(measure_id)} lassen sich nicht sicher lesen "
        "und wurden weggelassen. Tragen Sie die Angaben nach."
    )


# --- an export without its hidden sheet ----------------------------------------------------------

LISTS: Final = "lists_left_out"


@dataclass(frozen=True, slots=True)
class ExportLists:
    """What the sheets with lists say, by id of the measure; the *sheets* read, and what is not.

    *categories* are id and description by name.
    """

    values: Mapping[str, Mapping[FieldName, Value]] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    left_out: tuple[FileProblem, ...] = ()
    categories: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def is_export(catalogue: Catalogue, table: RawTable) -> bool:
    """Tell whether a table has the title and all headers of the measures of an export."""
    wanted = {column.header for column in layout.export_sheets(catalogue).measures.columns}
    return table.sheet == layout.SHEET_MEASURES and wanted <= {c.header for c in table.columns}


def lists_of(catalogue: Catalogue, grids: Grids) -> ExportLists:
    """Return what the list sheets of an export say."""
    values: dict[str, dict[FieldName, Value]] = defaultdict(dict)
    sheets, left_out = [], []
    for spec in layout.export_sheets(catalogue).lists:
        grid = next((own for own in grids.sheets if own.title == spec.sheet.title), None)
        if grid is None or not _has_headers(grid, spec.sheet):
            continue
        sheets.append(grid.title)
        for measure_id, rows in _rows(grid).items():
            found = _read(catalogue, spec, rows)
            if found is None or not measure_id:
                message = rows_left_out(grid.title, measure_id)
                left_out.append(FileProblem(LISTS, message, grid.title, measure_id=measure_id))
            else:
                values[measure_id] |= found
    categories = _categories_of(catalogue, grids)
    sheets += [layout.SHEET_CATEGORIES] if categories else []
    return ExportLists(values, tuple(sheets), tuple(left_out), categories)


def _categories_of(catalogue: Catalogue, grids: Grids) -> dict[str, tuple[str, str]]:
    """Return the categories by name; none where not all of them are certain."""
    sheet = layout.export_sheets(catalogue).categories
    grid = next((own for own in grids.sheets if own.title == sheet.title), None)
    if grid is None or not _has_headers(grid, sheet):
        return {}
    rows = [row for row in grid.rows[1:] if not row.is_blank]
    found = {row.text(1).strip(): (row.text(0).strip(), row.text(2)) for row in rows}
    ids = {known for known, _ in found.values()}
    odd = any(row.faults or row.struck or row.hidden for row in rows)
    certain = len(rows) == len(found) == len(ids) and all(map(ID_PATTERN.fullmatch, ids))
    return found if certain and "" not in found and not odd else {}


def keep_placeholders(
    catalogue: Catalogue,
    sheet: str,
    row: GridRow,
    matched: Iterable[ColumnMatch],
    read: ForeignRow,
) -> None:
    """Take the placeholders of a row („Keine Angabe“), which in an export are what is public."""
    for match in matched:
        text, place = row.text(match.column.place).strip(), match.column.place
        name = match.field
        if name is None or name in read.returned or place in row.struck or place in row.hidden:
            continue
        if catalogue.field(name).is_text and is_no_answer(text):
            read.put(name, text, sheet, f"{match.column.letter}{row.number}")


def _has_headers(grid: Grid, sheet: layout.SheetLayout) -> bool:
    headers = tuple(column.header for column in sheet.columns)
    return bool(grid.rows) and grid.rows[0].cells == headers


def _rows(grid: Grid) -> dict[str, list[GridRow]]:
    rows: dict[str, list[GridRow]] = defaultdict(list)
    for row in grid.rows[1:]:
        if not row.is_blank:
            rows[row.text(0).strip()].append(row)
    return rows


def _read(
    catalogue: Catalogue, spec: layout.ListSheet, rows: list[GridRow]
) -> dict[FieldName, Value] | None:
    """Return what the rows of one measure say, None where that is not certain."""
    if any(row.faults or row.struck or row.hidden for row in rows):
        return None
    places = {column.key: place for place, column in enumerate(spec.sheet.columns)}
    facts: dict[FieldName, Value] = {}
    for column in spec.sheet.columns:
        if column.key in catalogue.by_name and column.key != layout.ID:
            texts = {row.text(places[column.key]) for row in rows}
            value = _value(column, texts.pop()) if len(texts) == 1 else None
            if texts or (value is None):
                return None
            if value != "":
                facts[catalogue.field_name(column.key)] = value
    entries: list[Json] = []
    for row in rows:
        cells = {key: (spec.sheet.column(own), row.text(places[own])) for own, key in spec.keys}
        entry = {key: _value(*cell) for key, cell in cells.items()}
        if set(entry.values()) == {""}:
            continue
        if any(value in {None, ""} for value in entry.values()):
            return None
        entries.append(entry)
    return facts | {spec.field: entries} if entries else facts


def _value(column: layout.SheetColumn, text: str) -> Json:
    """Return what a cell says, "" for a blank one, None where that is not certain."""
    text = text.strip()
    if not text:
        return ""
    if column.kind is Kind.DATE:
        return parse_date(text).iso
    value = layout.from_cell(column.kind, text, column.choices)
    stored = {known for known, _ in column.choices}
    if column.kind is Kind.CHOICE:
        return value if value in stored else None
    if column.key == layout.ENTRY_VALUE and value not in stored:
        number = layout.from_cell(Kind.NUMBER, text)
        return number if isinstance(number, int | float) else None
    if column.kind in {Kind.NUMBER, Kind.AMOUNT}:
        return value if isinstance(value, int | float) else None
    return value
