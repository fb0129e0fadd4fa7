"""The sentence for a text that fits into no cell: where it stands, what is wrong, the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.excel import filemessages, texts, xstring
from klimaeditor.excel.sheetxml import CellFault

if TYPE_CHECKING:
    from klimaeditor.excel.sheetxml import UnfitTextError


def sentence(fault: UnfitTextError, title: str = "", record_id: str = "") -> str:
    """Return the German sentence (SEC-14); *title* and *record_id* say whose row it is."""
    header = fault.sheet.columns[fault.column].header
    place = filemessages.place(fault.sheet.title, title, record_id, header)
    if fault.fault is CellFault.TOO_LONG:
        return filemessages.too_long(place, fault.amount, xstring.MAX_UNITS)
    if fault.fault is CellFault.TOO_MANY_LINES:
        return filemessages.too_many_lines(place, fault.amount, xstring.MAX_LINE_FEEDS)
    return filemessages.half_character(place)


def sentence_of_record(fault: UnfitTextError) -> str:
    """Return the sentence where a row begins with the id and the title of its record."""
    record_id, title = (str(cell or "") for cell in fault.row[:2])
    return sentence(fault, title or texts.MEASURE, record_id)
