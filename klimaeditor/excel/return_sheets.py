"""The sheets of a return against what was sent: whose row it is, what its cells say, row by row.

In „Maßnahmen“ a row is a measure, in „Fortschritt“ and „Links“ an entry of its list. What a cell
means is decided in ``return_answers``; here stands what its neighbours in row and column say.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.excel import request_layout
from klimaeditor.excel.column_patterns import ColumnCell, filled_series, moved_values
from klimaeditor.excel.layout import ENTRY_VALUE, comparable, from_cell
from klimaeditor.excel.numberformats import unit_factor
from klimaeditor.excel.return_answers import CellAnswer, judge, times
from klimaeditor.excel.return_faults import FaultCode
from klimaeditor.excel.return_grid import cell_fault, row_fault, tab_of
from klimaeditor.excel.return_rows import entry_marks, measure_rows, owner_of
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.fieldnames import field_name
from klimaeditor.model.fieldtypes import TEXT_KINDS, Kind
from klimaeditor.model.values import ABSENT

if TYPE_CHECKING:
    from klimaeditor.excel.layout import ListSheet, SheetColumn
    from klimaeditor.excel.return_faults import ReturnFault
    from klimaeditor.excel.return_grid import FoundCell, FoundRow, FoundTable, MeasureReturn, Return
    from klimaeditor.model.values import Json, Record, Value


# --- The sheet „Maßnahmen“ of a return -> what it says about each measure ------------------------

_SCALABLE: Final = (None, FaultCode.THOUSANDS_LOST, FaultCode.AMOUNT_LEAPS)
"""What an amount may be accused of that a stated unit explains."""
_LONG: Final = 40
"""Texts from this length on are not alike by chance."""


def read_measures(table: FoundTable, result: Return) -> None:
    """Take up every cell that says something else than was sent, and the answers."""
    columns = [c for c in request_layout.asked_columns(table.sheet) if c.key in table.columns]
    asked = [(column, field_name(column.key)) for column in columns]
    found = measure_rows(table, result.sent, result.faults)
    others: dict[str, dict[object, str]] = {}
    for measure_id, (row, against) in found.items():
        measure = result.measures[measure_id]
        measure.row_faults += against
        result.faults += against
        for column, name in asked:
            if not column.choices and row.says(column.key, measure.sent.value(name)):
                continue
            _take(table, row, column, measure, result)
            if name in measure.returned:
                _compare_with_others(table, row, column, measure, (others, result))
        _take_answer(table, row, measure, result)
        _note_locked(table, row, measure, result)
    rows = {row.number: (row, result.measures[key]) for key, (row, _) in found.items()}
    without = [m for key, m in result.measures.items() if key not in found]
    for column in columns:
        _look_down(table, column, rows, without)


def _take(
    table: FoundTable, row: FoundRow, column: SheetColumn, measure: MeasureReturn, result: Return
) -> None:
    cell = row.get(column.key)
    if cell is None:
        return  # the sheet of this measure lacks the line
    verdict = judge(column, measure.sent.value(field_name(column.key)), cell)
    if verdict is None:
        return
    name = field_name(column.key)
    if column.kind is Kind.AMOUNT:
        verdict = _in_stated_unit([*table.above, *row.beside(column.key)], verdict)
    place = (name, None)
    if verdict.code is not None:
        fault = cell_fault(table, column, cell, verdict.code, measure.sent.id)
        if verdict.lost:
            result.faults.append(fault)
        else:
            measure.faults.setdefault(place, []).append(fault)
    if not verdict.lost:
        if cell.colour:
            code, said = FaultCode.COLOURED, cell.colour
            fault = cell_fault(table, column, cell, code, measure.sent.id, value=said)
            measure.faults.setdefault(place, []).append(fault)
        measure.returned[name] = verdict.value
        measure.cells[place] = (tab_of(table, cell), cell.where)


def _look_down(
    table: FoundTable,
    column: SheetColumn,
    rows: dict[int, tuple[FoundRow, MeasureReturn]],
    without: list[MeasureReturn],
) -> None:
    """Note values of other measures and filled series in a column.

    What was sent for measures *without* a row, or where a cell says nothing usable, may stand
    elsewhere now.
    """
    if column.kind is Kind.CHOICE:
        return
    name, cells = field_name(column.key), []
    if not any(name in measure.returned for _, measure in rows.values()):
        return  # nothing in it has changed
    for number, (row, measure) in sorted(rows.items()):
        sent = measure.sent.value(name)
        said: Value = {name: sent, **measure.returned}[name]
        cell = row.get(column.key)  # None where the sheet of the measure lacks the line
        now = said if cell is None else _as_typed(column, cell, said)
        cells.append(ColumnCell(number, measure.sent.title, sent, now))
    behind = max(rows, default=0) + 1_000
    cells += [
        ColumnCell(behind + place, measure.sent.title, measure.sent.value(name), None)
        for place, measure in enumerate(without)
    ]
    for number, (code, value) in _against(cells).items():
        row, measure = rows[number]
        faults = measure.faults.setdefault((name, None), [])
        if not any(fault.severe for fault in faults):
            where = row.cell(column.key)
            faults.append(cell_fault(table, column, where, code, measure.sent.id, value=value))


def _as_typed(column: SheetColumn, cell: FoundCell, now: Value) -> Value:
    """Return what a cell says before any unit counts; None where that is nothing usable."""
    if cell.flag is not None or cell.struck:
        return None
    typed = from_cell(column.kind, cell.value)
    return typed if column.kind is Kind.AMOUNT and isinstance(typed, int | float) else now


def _against(cells: list[ColumnCell]) -> dict[int, tuple[FaultCode, str]]:
    """Return by row what the column says against a cell, and what to quote."""
    against = {row: (FaultCode.VALUE_OF_OTHER_MEASURE, t) for row, t in moved_values(cells).items()}
    for number, run in filled_series(cells).items():
        value = f"{run.first} bis {run.last}, {run.rows} Zeilen"
        against.setdefault(number, (FaultCode.FILLED_SERIES, value))
    return against


def _in_stated_unit(stated: list[str], verdict: CellAnswer) -> CellAnswer:
    """Return a verdict on an amount in the unit that stands above the table or in the remark."""
    value = verdict.value
    if (
        verdict.code not in _SCALABLE
        or isinstance(value, bool)
        or not isinstance(value, int | float)
    ):
        return verdict
    factor = max((unit_factor(text) for text in stated), default=1)
    if factor == 1:
        return verdict
    return CellAnswer(times(value, Decimal(factor)), FaultCode.UNIT_STATED)


def _texts_of_measures(column: SheetColumn, result: Return) -> dict[object, str]:
    """Return which measure each long text of a column was sent for, if only one has it."""
    if column.kind not in TEXT_KINDS:
        return {}
    owners: dict[object, list[str]] = defaultdict(list)
    for measure in result.sent.measures.values():
        value = measure.value(field_name(column.key))
        if isinstance(value, str) and len(value) >= _LONG:
            owners[comparable(value)].append(measure.title)
    return {text: t[0] for text, t in owners.items() if len(t) == 1}


def _compare_with_others(
    table: FoundTable,
    row: FoundRow,
    column: SheetColumn,
    measure: MeasureReturn,
    known: tuple[dict[str, dict[object, str]], Return],
) -> None:
    """Note a text that was sent for another measure: somebody sorted a single column.

    *known* are the texts of the measures by column, as far as one was looked at, and the return.
    """
    name = field_name(column.key)
    value = measure.returned.get(name)
    if not isinstance(value, str):
        return
    others, result = known
    if column.key not in others:
        others[column.key] = _texts_of_measures(column, result)
    other = others[column.key].get(comparable(value))
    if other is not None:
        code = FaultCode.TEXT_OF_OTHER_MEASURE
        fault = cell_fault(table, column, row.cell(column.key), code, measure.sent.id, value=other)
        measure.faults.setdefault((name, None), []).append(fault)


def _take_answer(table: FoundTable, row: FoundRow, measure: MeasureReturn, result: Return) -> None:
    """Take up answer and remark; whether the answer fits is judged when all sheets are read."""
    said = row.text(request_layout.ANSWER)
    found = [
        stored for stored, label in request_layout.ANSWERS if said.casefold() == label.casefold()
    ]
    measure.answer = str(found[0]) if found else ""
    remark = row.get(request_layout.REMARK)
    measure.remark = str(remark.value or remark.text or "") if remark else ""
    for key in (request_layout.ANSWER, request_layout.REMARK):
        cell = row.get(key)
        if cell is not None and cell.flag is not None:
            column = table.sheet.column(key)
            result.faults.append(cell_fault(table, column, cell, cell.flag, measure.sent.id))
    if said and not found:
        column = table.sheet.column(request_layout.ANSWER)
        code = FaultCode.UNKNOWN_ANSWER
        cell = row.cell(request_layout.ANSWER)
        result.faults.append(cell_fault(table, column, cell, code, measure.sent.id))
    if found and found[0] != "changed" and measure.returned:
        fault = row_fault(table, row, FaultCode.ANSWER_CONTRADICTS, measure.sent.id, value=said)
        measure.row_faults.append(fault)
        result.faults.append(fault)


def _note_locked(table: FoundTable, row: FoundRow, measure: MeasureReturn, result: Return) -> None:
    """Note what somebody wrote into a locked column; it is not taken (MRG-06)."""
    for key in (request_layout.TITLE, *request_layout.CONTEXT):
        said = row.text(key)
        if said and key in measure.sent.shown and said != measure.sent.shown[key].strip():
            column = table.sheet.column(key)
            code = FaultCode.LOCKED_CHANGED
            result.faults.append(cell_fault(table, column, row.cell(key), code, measure.sent.id))


# --- The sheets „Fortschritt“ and „Links“ of a return -> the lists they say ----------------------
#
# A row is the entry whose mark it carries; other rows are new entries. Entries without a row, or
# with
# a blank one, were not answered and stay.


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
    faults: list[ReturnFault] = field(default_factory=list)
    lost: bool = False


class _ListRow(NamedTuple):
    """A row of a list as it was sent (None: it is new), and what it says now (None: the same)."""

    row: FoundRow
    measure: MeasureReturn
    sent: Json
    said: _Entry | None


def read_list(table: FoundTable, result: Return) -> None:
    """Take up the lists that say something else than was sent."""
    spec = result.lists[table.sheet.title]
    if any(key not in table.columns for key, _ in spec.keys):
        return  # a column is not answered; the header's fault says so
    said: list[_ListRow] = []
    for measure_id, rows in _by_measure(table, spec, result).items():
        said += _read_measure(table, spec, result.measures[measure_id], rows, result)
    for column in spec.columns:
        _look_down_list(table, spec, column, said)


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
    return cell.flag is None and comparable(cell.value) is None and not cell.struck


def _read_measure(
    table: FoundTable, spec: ListSheet, measure: MeasureReturn, rows: _Rows, result: Return
) -> list[_ListRow]:
    """Take up the rows of one measure, and return what they say."""
    sent = measure.sent.value(spec.field)
    entries = sent if isinstance(sent, list) else []
    _claim_by_name(entries, rows, spec)
    read: dict[int, _Entry] = {}
    said: list[_ListRow] = []
    for place, candidates in rows.known.items():
        own = candidates[0]
        if len(candidates) > 1:
            own = min(candidates, key=lambda row: _distance(entries[place], row, spec))
        rows.new += [row for row in candidates if row is not own]
        found = _entry(table, spec, measure, own, entries[place])
        said.append(_ListRow(own, measure, entries[place], found))
        if found is not None:
            read[place] = found
    fresh = [_ListRow(r, measure, None, _entry(table, spec, measure, r, None)) for r in rows.new]
    new = [row.said for row in fresh if row.said is not None]
    _put_together(table, spec, measure, (entries, read, new), result)
    return [*said, *fresh]


def _look_down_list(
    table: FoundTable, spec: ListSheet, column: SheetColumn, rows: list[_ListRow]
) -> None:
    """Note values of other measures and filled series in a column of a list.

    What counts on within one measure alone is how its progress went.
    """
    if all(found.said is None for found in rows):
        return  # nothing in it has changed
    key = dict(spec.keys)[column.key]
    by_number = {found.row.order: found for found in rows}
    cells = []
    for number, found in sorted(by_number.items()):
        sent = found.sent.get(key) if isinstance(found.sent, dict) else None
        now = sent
        if found.said is not None and found.said.entry is not None:
            now = found.said.entry.get(key)
        cells.append(ColumnCell(number, found.measure.sent.title, sent, now))
    against = _against(cells)
    filled = {row for row, (code, _) in against.items() if code is FaultCode.FILLED_SERIES}
    if len({by_number[row].measure.sent.id for row in filled}) < 2:
        against = {row: found for row, found in against.items() if row not in filled}
    for number, (code, value) in against.items():
        _object_to_entry(table, spec, column, by_number[number], (code, value))


def _object_to_entry(
    table: FoundTable,
    spec: ListSheet,
    column: SheetColumn,
    found: _ListRow,
    why: tuple[FaultCode, str],
) -> None:
    """Let something speak against an entry, under its name as sent and as it is now."""
    said, (code, value) = found.said, why
    if said is None or said.lost or any(fault.severe for fault in said.faults):
        return
    cell, measure = found.row.cell(column.key), found.measure
    sent = measure.sent.id
    fault = cell_fault(table, column, cell, code, sent, field_name=spec.field, value=value)
    key = spec.naming
    for name in dict.fromkeys((_name(found.sent, key), _name(said.entry, key))):
        faults = measure.faults.setdefault((spec.field, name), [])
        if not any(old.severe for old in faults):
            faults.append(fault)


def _claim_by_name(entries: list[Json], rows: _Rows, spec: ListSheet) -> None:
    """Give rows without a mark the entry with their day or address, if no other row has it."""
    if not rows.new:
        return
    places = {_name(entry, spec.naming): place for place, entry in enumerate(entries)}
    free = {name: place for name, place in places.items() if name and place not in rows.known}
    (column,) = (c for c in spec.columns if dict(spec.keys)[c.key] == spec.naming)
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
    struck = [c for c in spec.columns if _is_struck_out(verdicts.get(c.key))]
    faults = [_fault(table, spec, c, row, measure, FaultCode.STRUCK_OUT) for c in struck]
    if struck and base is not None:
        return _Entry(None, row, faults[:1])
    if struck:
        return _Entry({}, row, faults[:1], lost=True)
    cleared = [verdict for verdict in verdicts.values() if verdict.clear]
    if cleared:
        hidden = [c for c in spec.columns if _has(verdicts.get(c.key), FaultCode.HIDDEN_CELL)]
        against = [_fault(table, spec, c, row, measure, FaultCode.HIDDEN_CELL) for c in hidden]
        return None if base is None else _Entry(None, row, against[:1])
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


def _has(verdict: CellAnswer | None, code: FaultCode) -> bool:
    return verdict is not None and verdict.code is code


def _is_struck_out(verdict: CellAnswer | None) -> bool:
    return _has(verdict, FaultCode.STRUCK_OUT)


def _verdicts(
    spec: ListSheet, measure: MeasureReturn, row: FoundRow, start: Record
) -> dict[str, CellAnswer]:
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
    column: SheetColumn,
    row: FoundRow,
    measure: MeasureReturn,
    code: FaultCode,
) -> ReturnFault:
    value = None
    if code is FaultCode.INCOMPLETE_ENTRY:
        value = " und ".join(quoted(own.header) for own in spec.columns)
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
    key = spec.naming
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
        column = next(c for c in spec.columns if dict(spec.keys)[c.key] == spec.naming)
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
    cell = said.row.cell(column.key)
    measure.cells[spec.field, name] = (tab_of(table, cell), cell.where)
    if said.faults:
        measure.faults.setdefault((spec.field, name), []).extend(said.faults)


def _name(entry: Json, key: str) -> str:
    found = entry.get(key, "") if isinstance(entry, dict) else ""
    return found if isinstance(found, str) else ""
