"""Raw values of a measure -> texts and numbers that a report can print."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.checks.characters import is_plain, propose
from klimaeditor.checks.dates import parse_date
from klimaeditor.checks.numbers import format_number
from klimaeditor.checks.website.js_values import is_number
from klimaeditor.merge.describe import describe
from klimaeditor.publish.page.printed import UNREADABLE
from klimaeditor.values import Absent

if TYPE_CHECKING:
    from datetime import date

    from klimaeditor.dataset.records import MeasureView
    from klimaeditor.values import Value

_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]"
)
"""Half characters, controls and private ones, which no font has."""
_MANY_BREAKS: Final = re.compile(r"\n{3,}")


def one_line(text: str) -> str:
    """Return *text* on one line, without what cannot be printed."""
    return " ".join(_printable(text).split())


def lines(text: str) -> str:
    """Return *text* with its line breaks, without blanks at their ends and runs of empty lines."""
    whole = "\n".join(" ".join(line.split()) for line in _printable(text).split("\n"))
    return _MANY_BREAKS.sub("\n\n", whole).strip()


def _printable(text: str) -> str:
    """Return *text* with known symbols for private characters, without invisible ones."""
    return _UNPRINTABLE.sub(UNREADABLE, text if is_plain(text) else propose(text))


def text_of(view: MeasureView, name: str) -> str:
    """Return a field as text with its line breaks; "" where nothing is said."""
    value = view.value(name)
    if isinstance(value, Absent) or value is None or value in ("", [], {}):
        return ""
    return lines(value if isinstance(value, str) else describe(value, FIELDS_BY_NAME[name]))


def number_of(value: Value) -> float | None:
    """Return a number that can be written, None for anything else."""
    if not is_number(value):
        return None
    try:
        number = float(value)
    except OverflowError:  # a whole number with hundreds of digits
        return None
    return number if math.isfinite(number) else None


def day_of(value: Value) -> date | None:
    """Return a stored day, None where there is none or it cannot be read."""
    return parse_date(value).value if isinstance(value, str) else None


def with_unit(number: float, unit: str) -> str:
    """Return a number the German way, with a no-break space before its unit."""
    return f"{format_number(number)}\u00a0{unit}" if unit else format_number(number)
