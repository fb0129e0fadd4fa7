"""Which row of a return is which measure: by mark and id, wherever it stands (MRG-04)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from klimaeditor.excel import request_layout
from klimaeditor.excel.layout import comparable, shown
from klimaeditor.excel.request_baseline import mark_of
from klimaeditor.excel.return_faults import (
    RECOVERED,
    FaultCode,
    ReturnFault,
    missing_forms,
    missing_rows,
)
from klimaeditor.excel.return_grid import FoundRow, FoundTable, row_fault

if TYPE_CHECKING:
    from klimaeditor.excel.request_baseline import Sent
    from klimaeditor.model.fieldnames import FieldName


class RowOwner(NamedTuple):
    """The measure of a row ("" for none), the entry its mark names, and what is odd about it."""

    measure_id: str
    entry: int | None = None
    fault: ReturnFault | None = None


class ReturnMarks(NamedTuple):
    """What ids and marks in a return mean: measures by id, (measure, entry) by mark."""

    ids: dict[str, str]
    marks: dict[str, tuple[str, int | None]]


def measure_marks(sent: Sent) -> ReturnMarks:
    """Return the marks of the sheet with one row per measure."""
    request = sent.about.request
    return ReturnMarks(_ids(sent), {mark_of(request, key): (key, None) for key in sent.measures})


def entry_marks(sent: Sent, name: FieldName) -> ReturnMarks:
    """Return the marks of the sheet of a list field, one per entry that was sent."""
    marks: dict[str, tuple[str, int | None]] = {}
    for key, measure in sent.measures.items():
        entries = measure.value(name)
        for place in range(len(entries) if isinstance(entries, list) else 0):
            marks[mark_of(sent.about.request, key, place)] = (key, place)
    return ReturnMarks(_ids(sent), marks)


def _ids(sent: Sent) -> dict[str, str]:
    return {shown(key): key for key in sent.measures}


def owner_of(table: FoundTable, row: FoundRow, known: ReturnMarks) -> RowOwner:
    """Return whose row it is. Mark and id must not contradict each other; one of them suffices."""
    given, mark = row.text(request_layout.ID), row.text(request_layout.MARK)
    by_id = known.ids.get(given, "")
    if mark in known.marks:
        measure_id, entry = known.marks[mark]
        if by_id == measure_id or (not given and request_layout.ID not in table.columns):
            return RowOwner(measure_id, entry)
        if by_id:
            both = f"{measure_id}, {by_id}"
            return RowOwner("", fault=row_fault(table, row, FaultCode.MIXED_ROW, value=both))
        code = FaultCode.CHANGED_ID if given else FaultCode.BLANK_ID
        recovered = RECOVERED
        odd = row_fault(table, row, code, measure_id, value=given, recovered=recovered)
        return RowOwner(measure_id, entry, odd)
    if by_id:
        other = row_fault(table, row, FaultCode.FOREIGN_ROW, by_id) if mark else None
        return RowOwner(by_id, None, other)
    code = FaultCode.UNKNOWN_ID if given else FaultCode.BLANK_ID
    return RowOwner("", fault=row_fault(table, row, code, value=given))


def measure_rows(
    table: FoundTable, sent: Sent, faults: list[ReturnFault]
) -> dict[str, tuple[FoundRow, list[ReturnFault]]]:
    """Return the row of each measure that has one, with what speaks against it.

    Rows that cannot be taken at all are noted in *faults*, and so are measures without a row.
    """
    known = measure_marks(sent)
    titles = _titles(sent)
    by_measure: dict[str, list[tuple[FoundRow, list[ReturnFault]]]] = defaultdict(list)
    for row in table.rows:
        owner = owner_of(table, row, known)
        if not owner.measure_id:
            faults += [owner.fault] if owner.fault else []
            continue
        other = titles.get(row.text(request_layout.TITLE), owner.measure_id)
        if other != owner.measure_id and row.text(request_layout.TITLE) != shown(
            sent.measures[owner.measure_id].title
        ):
            both = f"{owner.measure_id}, {other}"
            faults.append(row_fault(table, row, FaultCode.MIXED_ROW, value=both))
            continue
        by_measure[owner.measure_id].append((row, [owner.fault] if owner.fault else []))
    found = {}
    for measure_id, rows in by_measure.items():
        chosen = _only_one(table, measure_id, rows, faults)
        if chosen is not None:
            found[measure_id] = chosen
    there = by_measure.keys() | table.present
    missing = [measure.title for key, measure in sent.measures.items() if key not in there]
    if missing and table.of_forms:
        sentence = missing_forms(table.file, missing)
        faults.append(ReturnFault(FaultCode.MISSING_ROWS, sentence))
    elif missing:
        sentence = missing_rows(table.file, table.title, missing)
        faults.append(ReturnFault(FaultCode.MISSING_ROWS, sentence, table.title))
    return found


def _titles(sent: Sent) -> dict[str, str]:
    """Return the measures by title, as far as no two have the same."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, measure in sent.measures.items():
        found[shown(measure.title)].append(key)
    return {title: keys[0] for title, keys in found.items() if len(keys) == 1}


def _only_one(
    table: FoundTable,
    measure_id: str,
    rows: list[tuple[FoundRow, list[ReturnFault]]],
    faults: list[ReturnFault],
) -> tuple[FoundRow, list[ReturnFault]] | None:
    """Return the row of a measure; None where several say different things."""
    first, against = rows[0]
    if len(rows) == 1:
        return first, against
    alike = all(_content(row, table) == _content(first, table) for row, _ in rows)
    code = FaultCode.COPIED_ROW if alike else FaultCode.DUPLICATE_ID
    numbers = [row.number for row, _ in rows]
    faults.append(row_fault(table, rows[1][0], code, measure_id, value=measure_id, rows=numbers))
    return (first, against) if alike else None


def _content(row: FoundRow, table: FoundTable) -> list[object]:
    open_ = [column.key for column in table.sheet.columns if not column.locked]
    cells = (row.get(key) for key in open_)
    return [None if cell is None else (comparable(cell.value), cell.flag) for cell in cells]
