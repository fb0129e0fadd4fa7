"""One value of a cell -> the text a person would type for it; "" for a blank cell."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from klimaeditor.excel import texts

_PERCENT: Final = "%"
_DIGITS: Final = 15


def as_text(value: object, number_format: str = "") -> str:
    """Return the text of a cell's value.

    Numbers have a decimal comma and no grouping, so that they read back exactly; shares that the
    cell shows in percent are percent. Dates are ``TT.MM.JJJJ`` (SEC-18).
    """
    if value is None:
        text = ""
    elif isinstance(value, str):
        text = value
    elif isinstance(value, bool):
        text = texts.TRUE if value else texts.FALSE
    elif isinstance(value, int | float):
        text = _number(value, number_format)
    elif isinstance(value, datetime):
        text = value.strftime("%d.%m.%Y" if value.time() == time() else "%d.%m.%Y %H:%M")
    elif isinstance(value, date):
        text = value.strftime("%d.%m.%Y")
    else:
        text = str(value)
    return text


def _number(value: int | float, number_format: str) -> str:
    if isinstance(value, int):
        exact = Decimal(value)
    elif math.isfinite(value):
        exact = Decimal(f"{value:.{_DIGITS}g}")
    else:
        return ""
    percent = _PERCENT in number_format
    text = f"{exact * 100 if percent else exact:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") + (" %" if percent else "")
