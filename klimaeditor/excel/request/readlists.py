"""The sheets „Fortschritt“ and „Links“ of a return -> the lists they say.

A row is the entry whose mark it carries; other rows are new entries. Entries without a row, or with
a blank one, were not answered and stay.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import FIELDS
from klimaeditor.catalogue.types import ITEM_KEYS
from klimaeditor.excel import readlists as common
from klimaeditor.excel.layout import ENTRY_VALUE
from klimaeditor.excel.projection import comparable, from_cell
from klimaeditor.excel.readlists import ListSheet
from klimaeditor.excel.request import layout
from klimaeditor.excel.request.faults import FaultCode
from klimaeditor.excel.request.judging import judge
from klimaeditor.excel.request.returned import cell_fault
from klimaeditor.excel.request.rows import entry_marks, owner_of
from klimaeditor.values import ABSENT

if TYPE_CHECKING:
    from klimaeditor.excel.layout import Column
    from klimaeditor.excel.request.faults import Fault
    from klimaeditor.excel.request.grid import FoundCell, FoundRow, FoundTable
    from klimaeditor.excel.request.judging import Verdict
    from klimaeditor.excel.request.returned import MeasureReturn, Return
    from klimaeditor.values import Json, Record

SPECS: Final = {
    layout.PROGRESS.title: ListSheet(
        layout.PROGRESS, common.PROGRESS.field, common.PROGRESS.cells, common.PROGRESS.keys
    ),
    layout.LINKS.title: ListSheet(
        layout.LINKS, common.LINKS.field, common.LINKS.cells, common.LINKS.keys
    ),
}
NAMING: Final = {field.name: ITEM_KEYS[field.kind] for field in FIELDS if field.is_list}
"""The key that tells the entries of a list apart."""


@dataclass(slots=True)
class _Rows:
    """The rows of one measure: candidates for each entry that was sent, and new ones."""

    known: dict[int, list[FoundRow]] = field(default_factory=lambda: defaultdict(list))
    new: list[FoundRow] = field(default_factory=list)


@dataclass(slots=True)
class _Entry:
    """What a row says: the entry (None: removed), and the faults of its cells."""

    entry: Record | None
    row: FoundRow
    faults: list[Fault] = field(default_factory=list)
    lost: bool = False


def read_list(table: FoundTable, result: Return) -> None:
    """Take up the lists that say something else than was sent."""
    spec = SPECS[table.sheet.title]
    if any(key not in table.columns for key, _ in spec.keys):
        return  # a column is not answered; the header's fault says so
    for measure_id, rows in _by_measure(table, spec, result).items():
        _read_measure(table, spec, result.measures[measure_id], rows, result)


def _by_measure(table: FoundTable, spec: ListSheet, result: Return) -> dict[str, _Rows]:
    known = entry_marks(result.sent, spec.field)
    found: dict[str, _Rows] = defaultdict(_Rows)
    for row in table.rows:
        if all(_is_blank(row.cell(key)) for key, _ in spec.keys):
            continue
        owner = owner_of(table, row, known)
        if owner.fault is not None:
            result.faults.append(owner.fault)
        if not owner.measure_id:
            continue
        if owner.fault is not None:
            result.measures[owner.measure_id].row_faults.append(owner.fault)
        if owner.entry is None:
            found[owner.measure_id].new.append(row)
        else:
            found[owner.measure_id].known[owner.entry].append(row)
    return found


def _is_blank(cell: FoundCell) -> bool:
    return cell.flag is None and comparable(cell.value) is None


def _read_measure(
    table: FoundTable, spec: ListSheet, measure: MeasureReturn, rows: _Rows, result: Return
) -> None:
    sent = measure.sent.value(spec.field)
    entries = sent if isinstance(sent, list) else []
    _claim_by_name(entries, rows, spec)
    read: dict[int, _Entry] = {}
    for place, candidates in rows.known.items():
        own = min(candidates, key=lambda row: _distance(entries[place], row, spec))
        rows.new += [row for row in candidates if row is not own]
        found = _entry(table, spec, measure, own, entries[place])
        if found is not None:
            read[place] = found
    fresh = [_entry(table, spec, measure, row, None) for row in rows.new]
    _put_together(table, spec, measure, (entries, read, [f for f in fresh if f]), result)


def _claim_by_name(entries: list[Json], rows: _Rows, spec: ListSheet) -> None:
    """Give rows without a mark the entry with their day or address, if no other row has it."""
    places = {_name(entry, NAMING[spec.field]): place for place, entry in enumerate(entries)}
    free = {name: place for name, place in places.items() if name and place not in rows.known}
    (column,) = (c for c in spec.columns if dict(spec.keys)[c.key] == NAMING[spec.field])
    for row in tuple(rows.new):
        cell = row.cell(column.key)
        name = from_cell(column.kind, cell.value) if cell.flag is None else ""
        if isinstance(name, str) and name in free:
            rows.known[free.pop(name)].append(row)
            rows.new.remove(row)


def _distance(entry: Json, row: FoundRow, spec: ListSheet) -> int:
    """Return how many cells of a row differ from an entry: a copied row is not the original."""
    before = [comparable(cell) for cell in spec.cells(entry)]
    now = [comparable(row.cell(column.key).value) for column in spec.columns]
    return sum(a != b for a, b in zip(before, now, strict=True))


def _entry(
    table: FoundTable, spec: ListSheet, measure: MeasureReturn, row: FoundRow, base: Json
) -> _Entry | None:
    """Return what a row says about an entry, or about a new one (None); None for nothing new."""
    start: Record = dict(base) if isinstance(base, dict) else {}
    said = _Entry(dict(start), row)
    verdicts = _verdicts(spec, measure, row, start)
    if any(verdict.clear for verdict in verdicts.values()):
        return None if base is None else _Entry(None, row)
    keys = dict(spec.keys)
    for column in spec.columns:
        verdict = verdicts.get(column.key)
        if verdict is None:
            continue
        if verdict.code is not None:
            code = verdict.code
            code = FaultCode.INCOMPLETE_ENTRY if code is FaultCode.EMPTIED_CELL else code
            said.faults.append(_fault(table, spec, column, row, measure, code))
            said.lost = said.lost or verdict.lost or code is FaultCode.INCOMPLETE_ENTRY
        if said.entry is not None:
            said.entry[keys[column.key]] = verdict.value
    missing = [c for c in spec.columns if base is None and c.key not in verdicts]
    for column in missing:
        code = FaultCode.INCOMPLETE_ENTRY
        said.faults.append(_fault(table, spec, column, row, measure, code))
        said.lost = True
    if base is None and said.entry is not None:
        said.entry = {key: said.entry[key] for _, key in spec.keys if key in said.entry}
    return said if verdicts or missing else None


def _verdicts(
    spec: ListSheet, measure: MeasureReturn, row: FoundRow, start: Record
) -> dict[str, Verdict]:
    keys = dict(spec.keys)
    found = {}
    for column in spec.columns:
        before = start.get(keys[column.key], ABSENT)
        series = measure.sent.progress_type if column.key == ENTRY_VALUE else ""
        verdict = judge(column, before, row.cell(column.key), series)
        if verdict is not None:
            found[column.key] = verdict
    return found


def _fault(  # noqa: PLR0913, PLR0917 - a place has this many parts
    table: FoundTable,
    spec: ListSheet,
    column: Column,
    row: FoundRow,
    measure: MeasureReturn,
    code: FaultCode,
) -> Fault:
    value = None
    if code is FaultCode.INCOMPLETE_ENTRY:
        value = " und ".join(f"„{own.header}“" for own in spec.columns)
    cell = row.cell(column.key)
    return cell_fault(
        table, column, cell, code, measure.sent.id, field_name=spec.field, value=value
    )


def _put_together(
    table: FoundTable,
    spec: ListSheet,
    measure: MeasureReturn,
    read: tuple[list[Json], dict[int, _Entry], list[_Entry]],
    result: Return,
) -> None:
    """Store the list that the rows say: entries as sent, changed ones, new ones."""
    entries, known, fresh = read
    key = NAMING[spec.field]
    after: list[Json] = []
    changed = False
    for place, entry in enumerate(entries):
        said = known.get(place)
        if said is None or said.lost:
            after.append(entry)
            result.faults += said.faults if said else []
            continue
        changed = True
        _file(table, measure, spec, said, _name(entry, key))
        if said.entry is not None:
            after.append(said.entry)
            _file(table, measure, spec, said, _name(said.entry, key))
    names = {_name(entry, key): entry for entry in after}
    for said in fresh:
        if said.lost or said.entry is None:
            result.faults += said.faults
        elif _name(said.entry, key) in names:
            _note_double(table, spec, measure, (said, names[_name(said.entry, key)]), result)
        else:
            changed = True
            after.append(said.entry)
            names[_name(said.entry, key)] = said.entry
            _file(table, measure, spec, said, _name(said.entry, key))
    if changed:
        measure.returned[spec.field] = after


def _note_double(
    table: FoundTable,
    spec: ListSheet,
    measure: MeasureReturn,
    pair: tuple[_Entry, Json],
    result: Return,
) -> None:
    """Note a new row whose day or address is taken; the same once more means nothing."""
    said, other = pair
    before = [comparable(cell) for cell in spec.cells(other)]
    now = [comparable(cell) for cell in spec.cells(said.entry)]
    if before != now:
        column = next(c for c in spec.columns if dict(spec.keys)[c.key] == NAMING[spec.field])
        cell = said.row.cell(column.key)
        value = " – ".join(str(cell) for cell in spec.cells(other) if cell is not None)
        code = FaultCode.DUPLICATE_DATE
        fault = cell_fault(
            table, column, cell, code, measure.sent.id, field_name=spec.field, value=value
        )
        result.faults.append(fault)


def _file(
    table: FoundTable, measure: MeasureReturn, spec: ListSheet, said: _Entry, name: str
) -> None:
    """Note under an entry's date or address where it stands and what is doubtful about it."""
    column = spec.columns[0]
    measure.cells[spec.field, name] = (table.title, said.row.cell(column.key).where)
    if said.faults:
        measure.faults.setdefault((spec.field, name), []).extend(said.faults)


def _name(entry: Json, key: str) -> str:
    found = entry.get(key, "") if isinstance(entry, dict) else ""
    return found if isinstance(found, str) else ""
