"""What counts as the same in a comparison, although it is not the same JSON (MRG-05)."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from klimaeditor.values import Absent

if TYPE_CHECKING:
    from klimaeditor.values import Json, Value


def normalised(value: Value) -> Value:
    r"""Return the value to compare by; it is never stored.

    Line ends become LF, letters NFC, blanks at the end of lines and texts drop out, ``1.0`` is
    ``1``, the order of keys does not count. ABSENT, None and ``""`` stay three values (OPN-05).
    """
    return value if isinstance(value, Absent) else _plain(value)


def _plain(value: Json) -> Json:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(child) for key, child in sorted(value.items())}
    return value


def _text(value: str) -> str:
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip()
