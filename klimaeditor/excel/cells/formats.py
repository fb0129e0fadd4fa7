"""The styles of a workbook -> the number format of each, and whether it makes a number a date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True, slots=True)
class Format:
    """How a style shows numbers: the *code*, and whether they are a date or a length of time."""

    code: str
    is_date: bool = False
    is_duration: bool = False


GENERAL: Final = Format("General")


def read_formats(styles: Element) -> dict[str, Format]:
    """Return the formats by the number of the style as cells write it."""
    own = {
        found.get("numFmtId", ""): found.get("formatCode", "")
        for found in styles.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt")
    }
    codes = {str(number): code for number, code in BUILTIN_FORMATS.items()} | own
    known = {number: _format(code) for number, code in codes.items()}
    return {
        str(place): known.get(style.get("numFmtId", "0"), GENERAL)
        for place, style in enumerate(styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf"))
    }


def _format(code: str) -> Format:
    return Format(code, is_date_format(code), is_timedelta_format(code))
