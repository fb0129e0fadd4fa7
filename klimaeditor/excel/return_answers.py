"""One cell of a return against what was sent: what it says, and what is doubtful about it.

A blank cell is not an answer (MRG-04); the word „leeren“ is. What looks like damage done by Excel
or by typing is offered with its code, never taken unseen (SEC-12, SEC-18, SEC-19).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.excel import read, request_layout
from klimaeditor.excel.column_patterns import ColumnCell, filled_series, moved_values
from klimaeditor.excel.layout import (
    ENTRY_VALUE,
    comparable,
    from_cell,
    read_iso_date,
    to_cell,
    unchanged,
)
from klimaeditor.excel.numberformats import (
    is_scaled_percent,
    shown_factor,
    shown_number,
    unit_factor,
)
from klimaeditor.excel.read import ListSheet
from klimaeditor.excel.return_faults import FaultCode
from klimaeditor.excel.return_grid import cell_fault, row_fault
from klimaeditor.excel.return_rows import entry_marks, measure_rows, owner_of
from klimaeditor.model.core_words import quoted
from klimaeditor.model.fieldtypes import ITEM_KEYS, TEXT_KINDS, Kind
from klimaeditor.model.shortdates import read_short_date
from klimaeditor.model.values import ABSENT
from klimaeditor.site.catalogue import FIELDS, field_name

if TYPE_CHECKING:
    from klimaeditor.excel.layout import SheetColumn
    from klimaeditor.excel.return_faults import ReturnFault
    from klimaeditor.excel.return_grid import FoundCell, FoundRow, FoundTable, MeasureReturn, Return
    from klimaeditor.model.values import Json, Record, Value


# --- words ---------------------------------------------------------------------------------------

CLEAR: Final = "leeren"


# --- One cell of a return against what was sent: what it says, and what is doubtful about it -----

BINARY: Final = "binary"
_DAYS: Final = (date, datetime, time, timedelta)
_AMBIGUOUS = re.compile(r"[0-9]{1,3}\.[0-9]{3}(?:\s*(?:€|EUR|Euro))?")
_THREE_DECIMALS = re.compile(r"0\.000(?!0)")
_ENGLISH = re.compile(r"[0-9]{1,3},[0-9]{3}(?:\s*(?:€|EUR|Euro))?")
_SMALL: Final = 1_000
_LEAP: Final = 100
_CUT_LENGTHS: Final = frozenset({255, 256, 1_024, 8_203, 32_767})
_CUT_FROM: Final = 200
_FIRST_YEAR, _LAST_YEAR = 1990, 2060


class CellAnswer(NamedTuple):
    """What a cell says. *clear* is the explicit wish to empty it, *code* what is doubtful.

    With *lost*, nothing can be offered: the cell says nothing usable.
    """

    value: Json = ""
    code: FaultCode | None = None
    clear: bool = False
    lost: bool = False


def judge(
    column: SheetColumn, base: Value, cell: FoundCell, progress_type: str = ""
) -> CellAnswer | None:
    """Return what the cell says, None where it says what was sent, or nothing at all.

    *progress_type* is given for the values of a series only. What is struck does not count; a cell
    with nothing left asks whether its value shall go. What nobody sees is doubtful.
    """
    if cell.struck and cell.value is None:
        gone = to_cell(column.kind, base, column.choices) is not None
        return CellAnswer("", FaultCode.STRUCK_OUT, lost=not gone)
    verdict = _judged(column, base, cell, progress_type)
    if cell.struck:
        if verdict is None:
            return CellAnswer(code=FaultCode.STRUCK_PART, lost=True)
        return verdict._replace(code=verdict.code or FaultCode.STRUCK_PART)
    if cell.hidden and verdict is not None and verdict.code is None:
        return verdict._replace(code=FaultCode.HIDDEN_CELL)
    return verdict


def _judged(
    column: SheetColumn, base: Value, cell: FoundCell, progress_type: str
) -> CellAnswer | None:
    if cell.flag is not None:
        return _flagged(column, base, cell, progress_type)
    found = cell.value
    if unchanged(column.kind, base, found, column.choices):
        return None
    if isinstance(base, str) and isinstance(found, str) and _only_joined(base, found):
        return None
    if comparable(found) is None:
        return CellAnswer("", FaultCode.EMPTIED_CELL)
    if isinstance(found, str) and found.strip().casefold() == CLEAR:
        blank = to_cell(column.kind, base, column.choices) is None
        return None if blank else CellAnswer("", clear=True)
    return _said(column, base, cell, progress_type)


def _said(column: SheetColumn, base: Value, cell: FoundCell, progress_type: str) -> CellAnswer:
    if column.kind in TEXT_KINDS:
        return _text(column, base, cell)
    if column.kind is Kind.DATE:
        return _date(column, cell)
    if column.kind is Kind.CHOICE or progress_type == BINARY:
        value = from_cell(column.kind, cell.value, column.choices)
        known = isinstance(value, str) and any(value == stored for stored, _ in column.choices)
        return CellAnswer(value, None if known else FaultCode.UNKNOWN_CHOICE)
    return _number(column, base, cell)


def _flagged(
    column: SheetColumn, base: Value, cell: FoundCell, progress_type: str
) -> CellAnswer | None:
    """Return the verdict on a formula by what it showed; on an error or merged cell, nothing."""
    if cell.flag is not FaultCode.FORMULA or cell.value in (None, ""):
        return CellAnswer(code=cell.flag, lost=True)
    plain = type(cell)(cell.value, cell.where, cell.number_format)
    found = judge(column, base, plain, progress_type)
    if found is None or found.clear:
        return None if found is None else CellAnswer(code=cell.flag, lost=True)
    return CellAnswer(found.value, cell.flag)


def _text(column: SheetColumn, base: Value, cell: FoundCell) -> CellAnswer:
    found = cell.value
    value = from_cell(column.kind, found, column.choices)
    if isinstance(found, _DAYS):
        return CellAnswer(value, FaultCode.DATE_FOR_TEXT)
    if isinstance(found, int | float):
        if not isinstance(found, bool):
            value = shown_number(found, cell.number_format)
        lost = _thousands_lost(base, found, cell.number_format)
        return CellAnswer(value, FaultCode.THOUSANDS_LOST if lost else FaultCode.NUMBER_FOR_TEXT)
    return CellAnswer(value, FaultCode.TEXT_CUT if _is_cut(base, str(value)) else None)


def _only_joined(base: str, text: str) -> bool:
    """Tell whether a text lost nothing but line breaks, as on its way through other programs."""
    return text.count("\n") < base.count("\n") and "".join(base.split()) == "".join(text.split())


def _is_cut(base: Value, text: str) -> bool:
    """Tell whether a text ends where some program stopped reading, or is the sent one's start."""
    if len(text) in _CUT_LENGTHS and not text.rstrip().endswith((".", "!", "?", ")", "“")):
        return True
    before = comparable(base) if isinstance(base, str) else None
    now = comparable(text)
    if not isinstance(before, str) or not isinstance(now, str) or len(now) < _CUT_FROM:
        return False
    inside_a_word = before[len(now) : len(now) + 1].isalnum() and now[-1:].isalnum()
    return before.startswith(now) and (inside_a_word or len(text) in _CUT_LENGTHS)


def _date(column: SheetColumn, cell: FoundCell) -> CellAnswer:
    found = cell.value
    value = from_cell(column.kind, found, column.choices)
    short = read_short_date(value) if isinstance(value, str) else None
    if short is not None:
        return CellAnswer(short.isoformat(), FaultCode.SHORT_YEAR)
    day = read_iso_date(value) if isinstance(value, str) else None
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return CellAnswer(value, FaultCode.UNREADABLE_DATE)
    number = isinstance(found, int | float)
    return CellAnswer(value, FaultCode.NUMBER_FOR_DATE if number else None)


def _number(column: SheetColumn, base: Value, cell: FoundCell) -> CellAnswer:
    found = cell.value
    value = from_cell(column.kind, found, column.choices)
    if isinstance(found, _DAYS):
        return CellAnswer(value, FaultCode.DATE_FOR_NUMBER)
    english = isinstance(found, str) and _ENGLISH.fullmatch(found.strip())
    if english or isinstance(value, bool) or not isinstance(value, int | float):
        return _no_number(column, found if isinstance(found, str) else value)
    if is_scaled_percent(cell.number_format, value):
        return CellAnswer(_whole(round(value * 100, 10)), FaultCode.PERCENT_FORMAT)
    if column.kind is Kind.YEAR and not _is_year(value):
        return CellAnswer(value, FaultCode.UNREADABLE_NUMBER)
    if column.kind is Kind.AMOUNT:
        return _amount(base, value, cell)
    lost = _thousands_lost(base, value, cell.number_format)
    return CellAnswer(value, FaultCode.THOUSANDS_LOST if lost else None)


def _amount(base: Value, value: float, cell: FoundCell) -> CellAnswer:
    """Return the verdict on a number of euros: as the cell shows it, and against what was sent."""
    factor = shown_factor(cell.number_format, value)
    if factor != 1:
        return CellAnswer(_times(value, factor), FaultCode.UNIT_STATED)
    small = 0 < value < _SMALL and not _was_small(base)
    if small or _thousands_lost(base, value, cell.number_format):
        return CellAnswer(value, FaultCode.THOUSANDS_LOST)
    return CellAnswer(value, FaultCode.AMOUNT_LEAPS if _leaps(base, value) else None)


def _times(value: float, factor: Decimal) -> float:
    return _whole(float(Decimal(f"{value:.15g}") * factor))


def _leaps(base: Value, value: float) -> bool:
    """Tell whether an amount is a hundred times what was sent, or a hundredth."""
    if isinstance(base, bool) or not isinstance(base, int | float) or base <= 0 or value <= 0:
        return False
    return value >= base * _LEAP or base >= value * _LEAP


def _no_number(column: SheetColumn, value: Json) -> CellAnswer:
    """Return the verdict on a text where a number belongs; „1.234“ is offered as 1234 (SEC-19)."""
    text = value.strip() if isinstance(value, str) else ""
    if column.kind is not Kind.YEAR and (_AMBIGUOUS.fullmatch(text) or _ENGLISH.fullmatch(text)):
        return CellAnswer(int(re.sub(r"[^0-9]", "", text)), FaultCode.AMBIGUOUS_NUMBER)
    return CellAnswer(value, FaultCode.UNREADABLE_NUMBER)


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value


def _is_year(value: float) -> bool:
    return value == int(value) and _FIRST_YEAR <= value <= _LAST_YEAR


def _was_small(base: Value) -> bool:
    return isinstance(base, int | float) and not isinstance(base, bool) and 0 < base < _SMALL


def _thousands_lost(base: Value, value: float, number_format: str) -> bool:
    """Tell whether „60.000“ was read as 60: so says the format, or what was sent."""
    if _THREE_DECIMALS.search(number_format):
        return True
    before = base
    if isinstance(base, str):
        digits = re.sub(r"[.\s]", "", base)
        before = int(digits) if re.fullmatch(r"[0-9]{4,12}", digits) else None
    if isinstance(before, bool) or not isinstance(before, int | float) or not value:
        return False
    return abs(before - value * _SMALL) < 1e-6 * abs(before)


# --- The sheet „Maßnahmen“ of a return -> what it says about each measure ------------------------

_SCALABLE: Final = (None, FaultCode.THOUSANDS_LOST, FaultCode.AMOUNT_LEAPS)
"""What an amount may be accused of that a stated unit explains."""
_LONG: Final = 40
"""Texts from this length on are not alike by chance."""


def read_measures(table: FoundTable, result: Return) -> None:
    """Take up every cell that says something else than was sent, and the answers."""
    columns = [c for c in request_layout.asked_columns(table.sheet) if c.key in table.columns]
    found = measure_rows(table, result.sent, result.faults)
    others = _texts_of_measures(columns, result)
    for measure_id, (row, against) in found.items():
        measure = result.measures[measure_id]
        measure.row_faults += against
        result.faults += against
        for column in columns:
            _take(table, row, column, measure, result)
            _compare_with_others(table, row, column, measure, others)
        _take_answer(table, row, measure, result)
        _note_locked(table, row, measure, result)
    rows = {row.number: (row, result.measures[key]) for key, (row, _) in found.items()}
    for column in columns:
        _look_down(table, column, rows)


def _take(
    table: FoundTable, row: FoundRow, column: SheetColumn, measure: MeasureReturn, result: Return
) -> None:
    cell = row.cell(column.key)
    verdict = judge(column, measure.sent.value(field_name(column.key)), cell)
    if verdict is None:
        return
    name = field_name(column.key)
    if column.kind is Kind.AMOUNT:
        verdict = _in_stated_unit(table, row, verdict)
    place = (name, None)
    if verdict.code is not None:
        fault = cell_fault(table, column, cell, verdict.code, measure.sent.id)
        if verdict.lost:
            result.faults.append(fault)
        else:
            measure.faults.setdefault(place, []).append(fault)
    if not verdict.lost:
        measure.returned[name] = verdict.value
        measure.cells[place] = (table.title, cell.where)


def _look_down(
    table: FoundTable, column: SheetColumn, rows: dict[int, tuple[FoundRow, MeasureReturn]]
) -> None:
    """Note values of other measures and filled series in a column."""
    if column.kind is Kind.CHOICE:
        return
    name, cells = field_name(column.key), []
    for number, (_, measure) in sorted(rows.items()):
        sent = measure.sent.value(name)
        now = measure.returned.get(name, sent)
        cells.append(ColumnCell(number, measure.sent.title, sent, now))
    against = {row: (FaultCode.VALUE_OF_OTHER_MEASURE, t) for row, t in moved_values(cells).items()}
    for number, run in filled_series(cells).items():
        value = f"{run.first} bis {run.last}, {run.rows} Zeilen"
        against.setdefault(number, (FaultCode.FILLED_SERIES, value))
    for number, (code, value) in against.items():
        row, measure = rows[number]
        faults = measure.faults.setdefault((name, None), [])
        if not any(fault.severe for fault in faults):
            cell = row.cell(column.key)
            faults.append(cell_fault(table, column, cell, code, measure.sent.id, value=value))


def _in_stated_unit(table: FoundTable, row: FoundRow, verdict: CellAnswer) -> CellAnswer:
    """Return a verdict on an amount in the unit that stands above the table or in the remark."""
    value = verdict.value
    if (
        verdict.code not in _SCALABLE
        or isinstance(value, bool)
        or not isinstance(value, int | float)
    ):
        return verdict
    remark = row.get(request_layout.REMARK)
    stated = [*table.above, str(remark.value or "") if remark else ""]
    factor = max((unit_factor(text) for text in stated), default=1)
    if factor == 1:
        return verdict
    return CellAnswer(_times(value, Decimal(factor)), FaultCode.UNIT_STATED)


def _texts_of_measures(columns: list[SheetColumn], result: Return) -> dict[str, dict[object, str]]:
    """Return by column which measure each long text was sent for, as far as only one has it."""
    found: dict[str, dict[object, str]] = {}
    for column in columns:
        if column.kind not in TEXT_KINDS:
            continue
        owners: dict[object, list[str]] = defaultdict(list)
        for measure in result.sent.measures.values():
            value = measure.value(field_name(column.key))
            if isinstance(value, str) and len(value) >= _LONG:
                owners[comparable(value)].append(measure.title)
        found[column.key] = {text: t[0] for text, t in owners.items() if len(t) == 1}
    return found


def _compare_with_others(
    table: FoundTable,
    row: FoundRow,
    column: SheetColumn,
    measure: MeasureReturn,
    others: dict[str, dict[object, str]],
) -> None:
    """Note a text that was sent for another measure: somebody sorted a single column."""
    name = field_name(column.key)
    value = measure.returned.get(name)
    if not isinstance(value, str) or column.key not in others:
        return
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

SPECS: Final = {
    request_layout.PROGRESS.title: ListSheet(
        request_layout.PROGRESS, read.PROGRESS.field, read.PROGRESS.cells, read.PROGRESS.keys
    ),
    request_layout.LINKS.title: ListSheet(
        request_layout.LINKS, read.LINKS.field, read.LINKS.cells, read.LINKS.keys
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
    faults: list[ReturnFault] = field(default_factory=list)
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
    return cell.flag is None and comparable(cell.value) is None and not cell.struck


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
