"""A precise JSON parser: slow, strict, and aware of where everything stands.

The fast reader (:mod:`klimaeditor.files.jsontext`) uses it to say where a fault is; the patcher
(:mod:`klimaeditor.files.source`) uses it to find the text of one value inside one record.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import field
from enum import StrEnum

from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.values import MAX_INTEGER

MAX_DEPTH = 32
MAX_LEXEME = 400
MAX_VALUES = 200_000
"""More values than any dataset has; below it, reading takes neither seconds nor much memory."""

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_NUMBER_LIKE = re.compile(r"[-+.0-9][-+.\w]*")
_WORD = re.compile(r"-?[A-Za-z]+")
_STRING_CHUNK = re.compile(
    r"""(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u(?:(?![dD][89a-fA-F])[0-9a-fA-F]{4}"""
    r"""|[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})))*+"""
)
"""What needs no closer look: plain characters and whole escapes; it never goes back."""
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_HEX4 = re.compile(r"[0-9a-fA-F]{4}")
_LOW_SURROGATE = re.compile(r"\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_VALUE_START = re.compile(r'["{\[0-9-]|true|false|null')
_CONSTANTS = ("true", "false", "null")


class FaultKind(StrEnum):
    """What can be wrong with a file (SEC-16); each has its German sentence in jsontext.py."""

    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    UTF16 = "utf16"
    NO_TEXT = "no_text"
    ZEROS = "zeros"
    NOT_UTF8 = "not_utf8"
    EMPTY = "empty"
    SYNTAX = "syntax"
    GIT_CONFLICT = "git_conflict"
    TRAILING_COMMA = "trailing_comma"
    MISSING_COMMA = "missing_comma"
    EXTRA_TEXT = "extra_text"
    UNFINISHED = "unfinished"
    DUPLICATE_KEY = "duplicate_key"
    NOT_A_NUMBER = "not_a_number"
    NUMBER_RANGE = "number_range"
    NUMBER_FORMAT = "number_format"
    TOO_DEEP = "too_deep"
    SURROGATE = "surrogate"
    CONTROL_CHARACTER = "control_character"
    BAD_ESCAPE = "bad_escape"
    TOP_LEVEL = "top_level"
    RECORD = "record"


class JsonFault(Exception):  # noqa: N818 - internal signal, never shown as it is
    """A fault at a character offset."""

    def __init__(self, kind: FaultKind, offset: int, detail: str = "") -> None:
        super().__init__(kind, offset, detail)
        self.kind = kind
        self.offset = offset
        self.detail = detail


@dataclass(slots=True)
class JsonNode:
    """Where a value stands: text[start:end]; *members* for objects, *items* for arrays."""

    start: int
    end: int
    members: list[tuple[str, int, JsonNode]] = field(default_factory=list)
    items: list[JsonNode] = field(default_factory=list)


def refuse_too_many(text: str) -> None:
    """Raise a JsonFault where a text has more than MAX_VALUES values, without parsing it."""
    if _separators(text) <= MAX_VALUES:
        return
    most = 2 * MAX_VALUES + 1  # a key and a text for each value; what is cut out takes memory
    outside, strings = _STRING.subn("", text, count=most)
    if strings == most or _separators(outside) > MAX_VALUES:
        raise JsonFault(FaultKind.TOO_MANY, 0)


def _separators(text: str) -> int:
    """Return about how many values there are; those within strings only look like some."""
    return sum(map(text.count, ",[{"))


def parse(text: str, start: int = 0) -> JsonNode:
    """Return the node of the value at *start*; raises :class:`JsonFault` at the first fault."""
    return _value(text, _skip(text, start), 1)


def parse_document(text: str) -> JsonNode:
    """Return the node of the whole text; anything but white space after the value is a fault."""
    node = parse(text)
    rest = _skip(text, node.end)
    if rest < len(text):
        raise JsonFault(FaultKind.EXTRA_TEXT, rest)
    return node


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _value(text: str, at: int, depth: int) -> JsonNode:
    if at >= len(text):
        raise JsonFault(FaultKind.UNFINISHED, at)
    first = text[at]
    if first in "{[" and depth > MAX_DEPTH:
        raise JsonFault(FaultKind.TOO_DEEP, at)
    if first == "{":
        return _object(text, at, depth)
    if first == "[":
        return _array(text, at, depth)
    if first == '"':
        return JsonNode(at, string_end(text, at))
    return JsonNode(at, _literal_end(text, at))


def _object(text: str, start: int, depth: int) -> JsonNode:
    node = JsonNode(start, start)
    seen: set[str] = set()
    at = _skip(text, start + 1)
    if text[at : at + 1] == "}":
        node.end = at + 1
        return node
    while True:
        if text[at : at + 1] != '"':
            raise JsonFault(_key_fault(text, at, first=not seen), at)
        key_end = string_end(text, at)
        key = json.loads(text[at:key_end])
        if key in seen:
            raise JsonFault(FaultKind.DUPLICATE_KEY, at, _short(key))
        seen.add(key)
        colon = _skip(text, key_end)
        if text[colon : colon + 1] != ":":
            raise JsonFault(FaultKind.SYNTAX if colon < len(text) else FaultKind.UNFINISHED, colon)
        child = _value(text, _skip(text, colon + 1), depth + 1)
        node.members.append((key, at, child))
        at = _skip(text, child.end)
        if text[at : at + 1] == "}":
            node.end = at + 1
            return node
        at = _after_comma(text, at, missing=text[at : at + 1] == '"')


def _array(text: str, start: int, depth: int) -> JsonNode:
    node = JsonNode(start, start)
    at = _skip(text, start + 1)
    if text[at : at + 1] == "]":
        node.end = at + 1
        return node
    while True:
        if text[at : at + 1] == "]":
            raise JsonFault(FaultKind.TRAILING_COMMA, at)
        child = _value(text, at, depth + 1)
        node.items.append(child)
        at = _skip(text, child.end)
        if text[at : at + 1] == "]":
            node.end = at + 1
            return node
        at = _after_comma(text, at, missing=_VALUE_START.match(text, at) is not None)


def _after_comma(text: str, at: int, *, missing: bool) -> int:
    """Return the offset behind a comma; *missing* says that the next member stands there."""
    if at >= len(text):
        raise JsonFault(FaultKind.UNFINISHED, at)
    if text[at] != ",":
        raise JsonFault(FaultKind.MISSING_COMMA if missing else FaultKind.SYNTAX, at)
    return _skip(text, at + 1)


def _key_fault(text: str, at: int, *, first: bool) -> FaultKind:
    if at >= len(text):
        return FaultKind.UNFINISHED
    return FaultKind.TRAILING_COMMA if text[at] == "}" and not first else FaultKind.SYNTAX


def string_end(text: str, start: int) -> int:
    """Return the offset behind the closing quote of the string token at *start*.

    Raises :class:`JsonFault` where it does not end, or holds what JSON does not allow in strings.
    """
    at = start + 1
    while True:
        chunk = _STRING_CHUNK.match(text, at)
        at = chunk.end() if chunk else at
        stop = text[at : at + 1]
        if stop == '"':
            return at + 1
        if stop == "" or (stop == "\\" and at + 1 == len(text)):
            raise JsonFault(FaultKind.UNFINISHED, start)
        if stop != "\\":
            raise JsonFault(FaultKind.CONTROL_CHARACTER, at, f"U+{ord(stop):04X}")
        at = _escape_end(text, at)


def _escape_end(text: str, at: int) -> int:
    letter = text[at + 1 : at + 2]
    if letter and letter in '"\\/bfnrt':
        return at + 2
    if letter != "u" or not _HEX4.match(text, at + 2):
        raise JsonFault(FaultKind.BAD_ESCAPE, at, text[at : at + 2])
    code = int(text[at + 2 : at + 6], 16)
    if 0xDC00 <= code <= 0xDFFF:
        raise JsonFault(FaultKind.SURROGATE, at, text[at : at + 6])
    if 0xD800 <= code <= 0xDBFF:
        if not _LOW_SURROGATE.match(text, at + 6):
            raise JsonFault(FaultKind.SURROGATE, at, text[at : at + 6])
        return at + 12
    return at + 6


def _literal_end(text: str, at: int) -> int:
    for constant in _CONSTANTS:
        if text.startswith(constant, at):
            return at + len(constant)
    word = _WORD.match(text, at)
    if word and word.group().lstrip("-").lower() in {"nan", "infinity"}:
        raise JsonFault(FaultKind.NOT_A_NUMBER, at, word.group())
    number = _NUMBER.match(text, at)
    following = text[number.end() : number.end() + 1] if number else ""
    if number and not (following.isalnum() or (following and following in "._+-")):
        _check_number(number.group(), at)
        return number.end()
    wrong = _NUMBER_LIKE.match(text, at)
    if wrong:
        raise JsonFault(FaultKind.NUMBER_FORMAT, at, _short(wrong.group()))
    raise JsonFault(FaultKind.SYNTAX, at)


def _check_number(lexeme: str, at: int) -> None:
    if len(lexeme) > MAX_LEXEME:
        raise JsonFault(FaultKind.NUMBER_RANGE, at, _short(lexeme))
    if lexeme.lstrip("-").isdigit():
        if abs(int(lexeme)) > MAX_INTEGER:
            raise JsonFault(FaultKind.NUMBER_RANGE, at, _short(lexeme))
    elif not math.isfinite(float(lexeme)):
        raise JsonFault(FaultKind.NUMBER_RANGE, at, _short(lexeme))


def _short(found: str) -> str:
    return found if len(found) <= 24 else found[:20] + "…"
