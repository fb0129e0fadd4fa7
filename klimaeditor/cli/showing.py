"""How a stored value is shown on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from klimaeditor.catalogue import Field, Kind
from klimaeditor.checks import dates, numbers
from klimaeditor.checks.rulebook import quoted
from klimaeditor.cli import texts
from klimaeditor.values import Absent

if TYPE_CHECKING:
    from klimaeditor.values import Value


def shown(field: Field, value: Value) -> str:
    """Return a value in German words, on one line; long texts are cut."""
    if value is None or value in ("", []) or isinstance(value, Absent):
        return texts.NO_VALUE
    if isinstance(value, str):
        return quoted(dates.format_german(value) if field.kind is Kind.DATE else value)
    if isinstance(value, int | float) and not isinstance(value, bool) and field.is_number:
        return _number(field, value)
    return quoted(json.dumps(value, ensure_ascii=False))


def _number(field: Field, value: float) -> str:
    if field.kind is Kind.AMOUNT:
        return texts.euro(numbers.format_amount(value))
    return str(value) if field.kind is Kind.YEAR else numbers.format_number(value)
