"""From what an editor gives to what a file can hold, so that saving never fails on a value.

The strict reader (SEC-16) refuses inexact numbers and half characters; whatever is stored has to
get past it again. Nothing typed is lost: such a number is kept as the text it was.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from klimaeditor.dataset import texts
from klimaeditor.dataset.jsonnodes import MAX_INTEGER
from klimaeditor.errors import EditError
from klimaeditor.values import Absent

if TYPE_CHECKING:
    from klimaeditor.catalogue import Field
    from klimaeditor.values import Json, Value

MAX_VALUE_DEPTH = 24
"""Nesting inside one value; the record around it needs a few of the 32 levels of a file."""
MAX_TYPED_BITS = 4096
"""Longer integers nobody has typed, and Python refuses to write them down."""

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def storable(field: Field, value: Value) -> Value:
    """Return what a field stores for *value*: the same, or the nearest that a file can hold.

    Raises EditError for what is no JSON, and for anything but a text in a text field (WEB-01);
    numbers become texts there.
    """
    if isinstance(value, Absent):
        return value
    plain = _plain(field, value, MAX_VALUE_DEPTH)
    if field.is_number and isinstance(plain, float) and plain.is_integer():
        return int(plain) if abs(plain) <= MAX_INTEGER else plain
    if field.is_text and not isinstance(plain, str) and plain not in (None, []):
        if isinstance(plain, bool | list | dict):
            raise EditError(texts.text_expected(field.label))
        return str(plain)
    return plain


def whole_characters(text: str) -> str:
    """Return *text* with U+FFFD for every half character, which no file can hold (SEC-15)."""
    return _HALF_CHARACTER.sub("\ufffd", text)


def _plain(field: Field, value: Json, depth: int) -> Json:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return whole_characters(str(value))
    if isinstance(value, int) and value.bit_length() <= MAX_TYPED_BITS:
        return int(value) if abs(value) <= MAX_INTEGER else str(int(value))
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(float(value))
    if isinstance(value, list) and depth:
        return [_plain(field, item, depth - 1) for item in value]
    if isinstance(value, dict) and depth and all(isinstance(key, str) for key in value):
        return {
            whole_characters(str(key)): _plain(field, item, depth - 1)
            for key, item in value.items()
        }
    raise EditError(texts.no_json_value(field.label))
