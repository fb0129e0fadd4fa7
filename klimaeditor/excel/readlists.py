"""The sheets „Fortschritt“ and „Links“: rows of one measure -> the list it stores."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.excel import layout, messages, tables
from klimaeditor.excel.align import align
from klimaeditor.excel.projection import comparable, from_cell, unchanged
from klimaeditor.values import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from klimaeditor.excel.projection import CellValue
    from klimaeditor.excel.session import Session
    from klimaeditor.excel.sheetread import Table, TableRow
    from klimaeditor.values import Json


@dataclass(frozen=True, slots=True)
class ListSheet:
    """How a list field stands in a sheet: its columns and the keys of an entry, in file order."""

    sheet: layout.Sheet
    field: str
    cells: Callable[[Json], list[CellValue]]
    keys: tuple[tuple[str, str], ...]

    @property
    def columns(self) -> tuple[layout.Column, ...]:
        """The columns of an entry, in the order of the sheet."""
        own = {key for key, _ in self.keys}
        return tuple(column for column in self.sheet.columns if column.key in own)


PROGRESS: Final = ListSheet(
    layout.PROGRESS,
    "progress_values",
    tables.progress_cells,
    ((layout.ENTRY_VALUE, "value"), (layout.ENTRY_DATE, "date")),
)
LINKS: Final = ListSheet(
    layout.LINKS,
    "links",
    tables.link_cells,
    ((layout.LINK_TITLE, "title"), (layout.LINK_URL, "url")),
)
_FACTS: Final = tuple(
    column
    for column in layout.PROGRESS.columns
    if column.key in FIELDS_BY_NAME and column.key != layout.ID
)


def read_lists(session: Session, table: Table, spec: ListSheet) -> None:
    """Take over the rows of a list sheet, measure by measure."""
    gone = []
    for measure, rows in _rows_by_measure(session, table).items():
        if spec is PROGRESS:
            _take_facts(session, measure, rows)
        if any(key not in row.cells for row in rows for key, _ in spec.keys):
            continue  # a column or a cell is not answered
        if not _take_entries(session, measure, rows, spec):
            gone.append(session.title(measure))
    if gone:
        session.report.notice(messages.entries_missing(spec.sheet.title, gone))


def _rows_by_measure(session: Session, table: Table) -> dict[int, list[TableRow]]:
    """Return the rows of each measure, also of those that have none any more."""
    found: dict[int, list[TableRow]] = defaultdict(list)
    for measure in session.keys_by_id.values():
        found[measure] = []
    stray = []
    for row in table.rows:
        given = row.text(layout.ID)
        if given in session.keys_by_id:
            found[session.keys_by_id[given]].append(row)
        elif given not in session.left_out:
            stray.append(row.number)
    if stray:
        session.report.notice(messages.unassigned_rows(table.sheet.title, stray))
    return found


def _take_entries(session: Session, measure: int, rows: list[TableRow], spec: ListSheet) -> bool:
    """Store the list the rows say; False where exported entries have no row any more."""
    entries = tables.entries_of(session.before(measure, spec.field))
    found = align(
        [[comparable(cell) for cell in spec.cells(entry)] for entry in entries],
        [[comparable(row.cells[column.key]) for column in spec.columns] for row in rows],
    )
    result: list[Json] = []
    for place, entry in enumerate(entries):
        row = found.pairs.get(place)
        result += [entry] if row is None else _updated(entry, rows[row], spec)
    new = [_fresh(rows[place], spec) for place in found.new]
    if new or list(map(id, result)) != list(map(id, entries)):
        number = rows[0].number if rows else 0
        value = _in_order(entries, result + new, spec)
        session.store(measure, spec.field, value, spec.sheet.title, number)
    return not found.gone


def _updated(entry: Json, row: TableRow, spec: ListSheet) -> list[Json]:
    """Return an entry with the cells that say something else now; nothing for an emptied row."""
    emptied = all(row.text(column_key) == "" for column_key, _ in spec.keys)
    if not isinstance(entry, dict):
        before = [comparable(cell) for cell in spec.cells(entry)]
        now = [comparable(row.cells[column.key]) for column in spec.columns]
        if before == now:
            return [entry]
        return [] if emptied else [_fresh(row, spec)]
    changed: dict[str, Json] = {}
    for column_key, key in spec.keys:
        column, cell = spec.sheet.column(column_key), row.cells[column_key]
        if not unchanged(column.kind, entry.get(key, ABSENT), cell, column.choices):
            changed[key] = _value(column, row)
    if not changed:
        return [entry]
    return [] if emptied else [{**entry, **changed}]


def _fresh(row: TableRow, spec: ListSheet) -> Json:
    """Return the entry a row says."""
    return {key: _value(spec.sheet.column(column_key), row) for column_key, key in spec.keys}


def _value(column: layout.Column, row: TableRow) -> Json:
    value = from_cell(column.kind, row.cells[column.key], column.choices)
    return None if value == "" and column.key == layout.ENTRY_VALUE else value


def _in_order(before: list[Json], after: list[Json], spec: ListSheet) -> list[Json]:
    """Return progress by date (WEB-04), unless the exported list was in another order."""
    if spec is PROGRESS and _dates(before) == sorted(_dates(before)):
        return sorted(after, key=lambda entry: _dates([entry])[0])
    return after


def _dates(entries: list[Json]) -> list[str]:
    return [str(entry.get("date") or "") if isinstance(entry, dict) else "" for entry in entries]


def _take_facts(session: Session, measure: int, rows: list[TableRow]) -> None:
    """Store the properties of a progress, which stand in each row of its measure.

    What differs from the export counts; blanks in added rows do not, unless all rows are blank.
    """
    for column in _FACTS:
        answered = [row for row in rows if column.key in row.cells]
        if not answered:
            continue
        old = session.before(measure, column.key)
        said = [row for row in answered if row.text(column.key)]
        other = [
            row
            for row in said or answered
            if not unchanged(column.kind, old, row.cells[column.key], column.choices)
        ]
        values = {from_cell(column.kind, row.cells[column.key], column.choices) for row in other}
        if len(values) == 1:
            session.store(measure, column.key, values.pop(), layout.PROGRESS.title, other[0].number)
        elif values:
            shown = [row.text(column.key) for row in other]
            session.report.notice(
                messages.contradicting_rows(
                    column.header, session.title(measure), list(dict.fromkeys(shown))
                )
            )
