"""Read one file of the dataset: bytes -> text and raw records, strictly (SEC-16).

The C scanner of :mod:`json` does the work; hooks refuse what I-JSON refuses. Only when something is
wrong does the slow parser look for the exact place, so that the message can name line and column.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from klimaeditor import texts
from klimaeditor.dataset.jsonnodes import (
    MAX_DEPTH,
    MAX_INTEGER,
    MAX_LEXEME,
    Fault,
    FaultKind,
    parse_document,
    refuse_too_many,
)
from klimaeditor.errors import JsonFaultError

if TYPE_CHECKING:
    from klimaeditor.values import Json, Record

MAX_BYTES = 20 * 1024 * 1024
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_FIRST_LETTERS = b"[{ \t\r\n"
_CONFLICT_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A file as read: its text without byte order mark, and its records in order."""

    text: str
    bom: bool
    records: tuple[Record, ...]


def read_json(data: bytes, file: str) -> ParsedFile:
    """Return text and records of *data*; *file* is the name used in messages.

    Raises :class:`JsonFaultError` with its own German sentence for every fault of SEC-16.
    """
    text = _decode(data, file)
    bom = text.startswith("\ufeff")
    text = text[1:] if bom else text
    try:
        return ParsedFile(text, bom, _records(text))
    except Fault as fault:
        raise _error(_named(fault, text), text, file) from None


def too_large(size: int, file: str) -> JsonFaultError:
    """Return the error for a file of *size* bytes, more than MAX_BYTES."""
    fault = Fault(FaultKind.TOO_LARGE, 0, f"{math.ceil(size / 1024 / 1024)} MB")
    return _error(fault, "", file)


def _decode(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise too_large(len(data), file)
    if data.startswith(_WIDE_MARKS) or b"\x00" in data[:4]:
        raise _error(Fault(_without_utf8(data), 0), "", file)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        fault = Fault(FaultKind.NOT_UTF8, len(before), f"0x{data[error.start]:02X}")
        raise _error(fault, before, file) from None


def _without_utf8(data: bytes) -> FaultKind:
    """Tell UTF-16 and UTF-32 from what is no text at all: zeros left by a crash, an archive."""
    first = data[:4].replace(b"\x00", b"")[:1]
    is_text = data.startswith(_WIDE_MARKS) or (first and first in _FIRST_LETTERS)
    return FaultKind.UTF16 if is_text else FaultKind.NO_TEXT


def _named(fault: Fault, text: str) -> Fault:
    """Return the fault under a better name where Git has left its marks."""
    mark = text[fault.offset : fault.offset + len(_CONFLICT_MARKS[0])]
    return Fault(FaultKind.GIT_CONFLICT, fault.offset, mark) if mark in _CONFLICT_MARKS else fault


def _records(text: str) -> tuple[Record, ...]:
    if not text.strip(" \t\r\n"):
        raise Fault(FaultKind.EMPTY, 0)
    refuse_too_many(text)
    try:
        value = _strict_decoder().decode(text)
    except (ValueError, RecursionError) as error:
        parse_document(text)  # raises the precise fault
        offset = error.pos if isinstance(error, json.JSONDecodeError) else 0
        raise Fault(FaultKind.SYNTAX, offset) from error
    _refuse_lone_surrogates(text)
    if not isinstance(value, list):
        raise Fault(FaultKind.TOP_LEVEL, len(text) - len(text.lstrip()))
    if not all(isinstance(record, dict) for record in value):
        nodes = parse_document(text).items
        wrong = next(i for i, record in enumerate(value) if not isinstance(record, dict))
        raise Fault(FaultKind.RECORD, nodes[wrong].start, str(wrong + 1))
    if any(_too_deep(record, MAX_DEPTH - 1) for record in value):
        parse_document(text)
    return tuple(value)


def _strict_decoder() -> json.JSONDecoder:
    return json.JSONDecoder(
        object_pairs_hook=_unique,
        parse_int=_integer,
        parse_float=_finite,
        parse_constant=_refuse_constant,
    )


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise ValueError
    return record


def _integer(lexeme: str) -> int:
    if len(lexeme) > 17 or abs(int(lexeme)) > MAX_INTEGER:
        raise ValueError
    return int(lexeme)


def _finite(lexeme: str) -> float:
    number = float(lexeme)
    if not math.isfinite(number) or len(lexeme) > MAX_LEXEME:
        raise ValueError
    return number


def _refuse_constant(_name: str) -> None:
    raise ValueError


def _refuse_lone_surrogates(text: str) -> None:
    if _SURROGATE.search(text):
        parse_document(text)


def _too_deep(value: Json, allowed: int) -> bool:
    if isinstance(value, dict):
        children = list(value.values())
    elif isinstance(value, list):
        children = value
    else:
        return False
    return allowed < 1 or any(
        _too_deep(child, allowed - 1) for child in children if isinstance(child, dict | list)
    )


def _error(fault: Fault, text: str, file: str) -> JsonFaultError:
    line = text.count("\n", 0, fault.offset) + 1
    column = fault.offset - text.rfind("\n", 0, fault.offset)
    sentence = texts.json_fault(fault.kind, file, line, column, fault.detail)
    return JsonFaultError(sentence, file=file, kind=fault.kind, line=line, column=column)
