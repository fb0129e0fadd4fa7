"""Text in cells: what XML cannot hold is written as ``_xHHHH_`` (ECMA-376 ST_Xstring, SEC-13).

Excel reads and writes that form; openpyxl neither encodes nor decodes it. Encoding is lossless: a
text that happens to contain ``_x000D_`` literally is escaped itself.
"""

from __future__ import annotations

import re
from typing import Final

MAX_UNITS: Final = 32_767
MAX_LINE_FEEDS: Final = 253

_LITERAL = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class HalfCharacterError(ValueError):
    """A lone surrogate in a text: no file can hold that (SEC-15)."""


def encode(text: str) -> str:
    """Return *text* as it stands in the XML of a workbook, before XML's own escapes.

    Raises HalfCharacterError for a lone surrogate.
    """
    if "_x" in text:
        text = _LITERAL.sub("_x005F_", text)
    if _ILLEGAL.search(text):
        if _SURROGATE.search(text):
            raise HalfCharacterError
        text = _ILLEGAL.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
    return text


def decode(text: str) -> str:
    """Return what a cell's text means, line breaks as LF (SEC-13)."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
        if _SURROGATE.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return line_feeds(text) if "\r" in text else text


def line_feeds(text: str) -> str:
    """Return *text* with every line break as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def units(text: str) -> int:
    """Return the length as Excel counts it, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
