"""What only a sheet per measure can get wrong: values in the wrong line, or in the wrong column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.excel import layout as common
from klimaeditor.excel import request_layout
from klimaeditor.excel.layout import comparable, shown, to_cell
from klimaeditor.excel.request_layout import REMARK
from klimaeditor.excel.request_sheets import form_columns
from klimaeditor.excel.return_answers import judge
from klimaeditor.excel.return_faults import FaultCode
from klimaeditor.excel.return_forms import line_fault
from klimaeditor.model.fieldnames import FIELD_NAMES, field_name
from klimaeditor.model.fieldtypes import NUMBER_KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.excel.layout import SheetColumn
    from klimaeditor.excel.return_forms import FormTab
    from klimaeditor.excel.return_grid import MeasureReturn, Return
    from klimaeditor.model.values import Value

_TELLING: Final = 20
"""Texts from this length on do not stand in two fields of a measure by chance."""
_READ_IN_REMARKS: Final = NUMBER_KINDS | {Kind.DATE, Kind.CHOICE}


def doubt_forms(tabs: Sequence[FormTab], result: Return) -> None:
    """Note values in the wrong line or column, and what speaks against single fields."""
    for tab in tabs:
        if not tab.readable:
            continue
        measure = result.measures[tab.owner]
        measure.row_faults += tab.odd
        _look_into_remarks(tab, measure, result)
        _compare_with_fields(tab, measure, result)
        for name, faults in tab.against.items():
            own = field_name(name) if name in FIELD_NAMES else None
            if own is not None and own in measure.returned:
                measure.faults.setdefault((own, None), []).extend(faults)
            else:
                result.faults += faults


def _look_into_remarks(tab: FormTab, measure: MeasureReturn, result: Return) -> None:
    """Offer a value that stands in the column of remarks beside a field that was not changed."""
    for column in form_columns(result.sent.about):
        line = tab.lines.get(column.key)
        cell = None if line is None else line.get(REMARK)
        if column.locked or column.kind not in _READ_IN_REMARKS or line is None or cell is None:
            continue
        if column.key == request_layout.ANSWER or cell.flag is not None or cell.value is None:
            continue
        name = field_name(column.key)
        verdict = judge(column, measure.sent.value(name), cell)
        if measure.returned.get(name, "") != "" or verdict is None or verdict.lost:
            continue
        value = verdict.value
        if not _is_read(column, value):
            continue
        code = FaultCode.VALUE_IN_REMARK
        quoted_value = shown(to_cell(column.kind, value, column.choices) or cell.value)
        fault = line_fault(tab, column, line, code, result, value=quoted_value, key=REMARK)
        measure.returned[name] = value
        measure.cells[name, None] = (tab.name, cell.where)
        measure.faults.setdefault((name, None), []).append(fault)


def _is_read(column: SheetColumn, value: Value) -> bool:
    if column.kind is Kind.CHOICE:
        return any(value == stored for stored, _ in column.choices)
    if column.kind is Kind.DATE:
        return isinstance(value, str) and common.read_iso_date(value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def _compare_with_fields(tab: FormTab, measure: MeasureReturn, result: Return) -> None:
    """Note values that were sent for another field of the same measure: cells that slipped."""
    columns = [c for c in form_columns(result.sent.about) if c.key in FIELD_NAMES]
    asked = [c for c in columns if c.key in result.sent.about.fields]
    sent = {c.key: comparable(_text(measure.sent.value(field_name(c.key)))) for c in asked}
    for column in asked:
        name, line = field_name(column.key), tab.lines.get(column.key)
        now = comparable(_text(measure.returned.get(name, "")))
        if line is None or not isinstance(now, str) or len(now) < _TELLING:
            continue
        other = next((c for c in asked if c.key != name and sent[c.key] == now), None)
        if other is not None and sent[column.key] != now:
            code = FaultCode.VALUE_OF_OTHER_FIELD
            fault = line_fault(tab, column, line, code, result, value=other.header)
            measure.faults.setdefault((name, None), []).append(fault)


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None
