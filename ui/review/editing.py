"""Which values can be edited as text in a review, and how the text is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from klimaeditor.catalogue import Kind
from klimaeditor.values import Absent
from ui.form.editors import reading

if TYPE_CHECKING:
    from klimaeditor.merge.decide import Content
    from klimaeditor.merge.fields import FieldRef
    from klimaeditor.values import Value
    from ui.review.rows import DecisionRow

_TEXTS: Final = frozenset({Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.OPEN_CHOICE, Kind.URL})
_READERS: Final = {
    Kind.AMOUNT: (reading.read_amount, reading.show_amount),
    Kind.YEAR: (reading.read_year, reading.show_year),
    Kind.NUMBER: (reading.read_number, reading.show_number),
    Kind.DATE: (reading.read_date, reading.show_date),
}


def can_edit(row: DecisionRow) -> bool:
    """Whether the result can be typed: one text, number or day that both versions have."""
    decision, ref = row.decision, row.decision.field
    if ref is None or ref.item is not None or ref.order:
        return False
    versions = (decision.ours, decision.theirs)
    if any(isinstance(value, list | dict) for value in versions):
        return False
    if row.field is None:
        return all(isinstance(value, str) for value in versions)
    return row.field.kind in _TEXTS or row.field.kind in _READERS


def text_to_edit(row: DecisionRow, content: Content[FieldRef]) -> str:
    """Return a version as the text to start from."""
    if content is None or isinstance(content, Absent):
        return ""
    kind = None if row.field is None else row.field.kind
    value = cast("Value", content)
    return _READERS[kind][1](value) if kind in _READERS else str(value)


def read_edited(row: DecisionRow, text: str) -> Value:
    """Return the value for *text* as the form would store it; nothing typed is ever lost.

    An empty text is whichever nothing the versions know: absent, null or "".
    """
    kind = None if row.field is None else row.field.kind
    if not text:
        for value in (row.decision.ours, row.decision.theirs):
            if value is None or value == "" or isinstance(value, Absent):
                return value
    return _READERS[kind][0](text).stored if kind in _READERS else text
