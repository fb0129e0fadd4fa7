"""The sheet „Maßnahmen“ of a return -> what it says about each measure."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue.types import TEXT_KINDS
from klimaeditor.excel.projection import comparable
from klimaeditor.excel.request import layout
from klimaeditor.excel.request.faults import FaultCode
from klimaeditor.excel.request.judging import judge
from klimaeditor.excel.request.returned import cell_fault, row_fault
from klimaeditor.excel.request.rows import measure_rows

if TYPE_CHECKING:
    from klimaeditor.excel.layout import Column
    from klimaeditor.excel.request.grid import FoundRow, FoundTable
    from klimaeditor.excel.request.returned import MeasureReturn, Return

_LONG: Final = 40
"""Texts from this length on are not alike by chance."""


def read_measures(table: FoundTable, result: Return) -> None:
    """Take up every cell that says something else than was sent, and the answers."""
    columns = [c for c in layout.asked_columns(table.sheet) if c.key in table.columns]
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


def _take(
    table: FoundTable, row: FoundRow, column: Column, measure: MeasureReturn, result: Return
) -> None:
    cell = row.cell(column.key)
    verdict = judge(column, measure.sent.value(column.key), cell)
    if verdict is None:
        return
    place = (column.key, None)
    if verdict.code is not None:
        fault = cell_fault(table, column, cell, verdict.code, measure.sent.id)
        if verdict.lost:
            result.faults.append(fault)
        else:
            measure.faults.setdefault(place, []).append(fault)
    if not verdict.lost:
        measure.returned[column.key] = verdict.value
        measure.cells[place] = (table.title, cell.where)


def _texts_of_measures(columns: list[Column], result: Return) -> dict[str, dict[object, str]]:
    """Return by column which measure each long text was sent for, as far as only one has it."""
    found: dict[str, dict[object, str]] = {}
    for column in columns:
        if column.kind not in TEXT_KINDS:
            continue
        owners: dict[object, list[str]] = defaultdict(list)
        for measure in result.sent.measures.values():
            value = measure.value(column.key)
            if isinstance(value, str) and len(value) >= _LONG:
                owners[comparable(value)].append(measure.title)
        found[column.key] = {text: t[0] for text, t in owners.items() if len(t) == 1}
    return found


def _compare_with_others(
    table: FoundTable,
    row: FoundRow,
    column: Column,
    measure: MeasureReturn,
    others: dict[str, dict[object, str]],
) -> None:
    """Note a text that was sent for another measure: somebody sorted a single column."""
    value = measure.returned.get(column.key)
    if not isinstance(value, str) or column.key not in others:
        return
    other = others[column.key].get(comparable(value))
    if other is not None:
        code = FaultCode.TEXT_OF_OTHER_MEASURE
        fault = cell_fault(table, column, row.cell(column.key), code, measure.sent.id, value=other)
        measure.faults.setdefault((column.key, None), []).append(fault)


def _take_answer(table: FoundTable, row: FoundRow, measure: MeasureReturn, result: Return) -> None:
    """Take up answer and remark; whether the answer fits is judged when all sheets are read."""
    said = row.text(layout.ANSWER)
    found = [stored for stored, label in layout.ANSWERS if said.casefold() == label.casefold()]
    measure.answer = str(found[0]) if found else ""
    remark = row.get(layout.REMARK)
    measure.remark = str(remark.value or remark.text or "") if remark else ""
    for key in (layout.ANSWER, layout.REMARK):
        cell = row.get(key)
        if cell is not None and cell.flag is not None:
            column = table.sheet.column(key)
            result.faults.append(cell_fault(table, column, cell, cell.flag, measure.sent.id))
    if said and not found:
        column = table.sheet.column(layout.ANSWER)
        code = FaultCode.UNKNOWN_ANSWER
        cell = row.cell(layout.ANSWER)
        result.faults.append(cell_fault(table, column, cell, code, measure.sent.id))
    if found and found[0] != "changed" and measure.returned:
        fault = row_fault(table, row, FaultCode.ANSWER_CONTRADICTS, measure.sent.id, value=said)
        measure.row_faults.append(fault)
        result.faults.append(fault)


def _note_locked(table: FoundTable, row: FoundRow, measure: MeasureReturn, result: Return) -> None:
    """Note what somebody wrote into a locked column; it is not taken (MRG-06)."""
    for key in layout.CONTEXT:
        said = row.text(key)
        if said and key in measure.sent.shown and said != measure.sent.shown[key].strip():
            column = table.sheet.column(key)
            code = FaultCode.LOCKED_CHANGED
            result.faults.append(cell_fault(table, column, row.cell(key), code, measure.sent.id))
