"""Write values as JSON text, in the style a file already has.

A file's style is what one can see in its text: indentation, line ends, whether non-ASCII characters
and slashes are escaped. New text takes the style of the text it replaces, else that of its file.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from klimaeditor.values import Json

_LINE_BREAK = re.compile(r"\r?\n")
_FIRST_INDENT = re.compile(r"\n([ \t]+)\S")
_ESCAPED_LETTER = re.compile(r"\\u(?!00[01])[0-9a-fA-F]{4}")
_RAW_LETTER = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Style:
    r"""How a file is written. *indent* is one step; *ascii_only* writes ä as \u00e4.

    In a file that is one long line, *indent* and *newline* are empty.
    """

    indent: str = "  "
    newline: str = "\n"
    ascii_only: bool = False
    escaped_slash: bool = False


CANONICAL = Style()


def style_of(text: str) -> Style:
    """Return the prevailing style of a file's *text*; canonical where it shows none."""
    indent, newline = CANONICAL.indent, CANONICAL.newline
    line_break = _LINE_BREAK.search(text.strip())
    if line_break:
        first = _FIRST_INDENT.search(text)
        indent, newline = first.group(1) if first else indent, line_break.group()
    elif "{" in text:
        indent = newline = ""
    escaped, raw = len(_ESCAPED_LETTER.findall(text)), len(_RAW_LETTER.findall(text))
    slashes = text.count("\\/")
    return Style(
        indent=indent,
        newline=newline,
        ascii_only=escaped > raw,
        escaped_slash=slashes > 0 and slashes * 2 > text.count("/"),
    )


def style_of_token(token: str, style: Style) -> Style:
    """Return *style* with the escapes that the string token itself uses, where it shows any."""
    if _RAW_LETTER.search(token):
        style = replace(style, ascii_only=False)
    elif _ESCAPED_LETTER.search(token):
        style = replace(style, ascii_only=True)
    if "/" in token:
        style = replace(style, escaped_slash="\\/" in token)
    return style


def write_string(value: str, style: Style) -> str:
    """Return the JSON token of a string."""
    token = json.dumps(value, ensure_ascii=style.ascii_only)
    return token.replace("/", "\\/") if style.escaped_slash else token


def write_value(value: Json, style: Style, margin: str = "") -> str:
    """Return the JSON text of any value; *margin* is the indentation of the line it starts on."""
    if isinstance(value, str):
        return write_string(value, style)
    if isinstance(value, dict) and value:
        inner = margin + style.indent
        parts = [
            f"{write_string(key, style)}: {write_value(child, style, inner)}"
            for key, child in value.items()
        ]
        return _block("{", parts, "}", style, margin)
    if isinstance(value, list) and value:
        inner = margin + style.indent
        return _block("[", [write_value(item, style, inner) for item in value], "]", style, margin)
    return json.dumps(value, allow_nan=False)


def _block(opening: str, parts: list[str], closing: str, style: Style, margin: str) -> str:
    start = style.newline + margin
    lead = start + style.indent
    return opening + ",".join(lead + part for part in parts) + start + closing


def write_document(records: list[Json]) -> str:
    """Return the canonical text of a file (OPN-01): ``json.dumps`` plus a final newline."""
    return write_value(records, CANONICAL) + "\n"
