"""Read one file of the dataset: bytes -> text and raw records, strictly (SEC-16).

The C scanner of :mod:`json` does the work; hooks refuse what I-JSON refuses. Only when something is
wrong does the slow parser look for the exact place, so that the message can name line and column.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from klimaeditor.files.jsonnodes import (
    MAX_DEPTH,
    MAX_LEXEME,
    FaultKind,
    JsonFault,
    parse_document,
    refuse_too_many,
)
from klimaeditor.model.core_words import shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import JsonFaultError
from klimaeditor.model.values import MAX_INTEGER

if TYPE_CHECKING:
    from klimaeditor.model.values import Json, Record


# --- words ---------------------------------------------------------------------------------------

_JSON_FAULTS = {
    "too_large": "Die Datei ist mit {detail} größer als die erlaubten 20 MB. Prüfen Sie, ob es "
    "wirklich die Datei des Datensatzes ist.",
    "too_many": "Die Datei enthält mehr als 200.000 Einzelwerte; das kommt in diesem Format "
    "nicht vor. Prüfen Sie, ob es wirklich die Datei des Datensatzes ist.",
    "utf16": "Die Datei ist als UTF-16 gespeichert. Speichern Sie sie im Texteditor mit der "
    "Kodierung „UTF-8“ neu.",
    "no_text": "Die Datei enthält keinen Text, sondern Nullbytes oder Binärdaten; vermutlich ist "
    "sie beim Speichern oder Kopieren beschädigt worden. Stellen Sie sie aus einer Sicherung "
    "oder aus Git wieder her.",
    "zeros": "Ab hier enthält die Datei nur noch Nullbytes statt Text; vermutlich ist sie beim "
    "Speichern oder Kopieren beschädigt worden. Stellen Sie sie aus einer Sicherung oder aus Git "
    "wieder her.",
    "git_conflict": "Hier steht „{detail}“ aus einer Zusammenführung in Git, die nicht beendet "
    "ist. Lösen Sie den Konflikt in Git, oder stellen Sie die Datei wieder her.",
    "not_utf8": "Zeichen {detail} ist kein UTF-8; vermutlich ist die Datei als Windows-1252 (ANSI) "
    "gespeichert. Speichern Sie sie im Texteditor mit der Kodierung „UTF-8“ neu.",
    "empty": "Die Datei ist leer. Stellen Sie sie aus einer Sicherung oder aus Git wieder her; "
    "eine Datei ohne Einträge enthält „[]“.",
    "syntax": "Hier steht etwas, das in JSON nicht vorkommen darf. Prüfen Sie Anführungszeichen, "
    "Doppelpunkte und Klammern an dieser Stelle.",
    "trailing_comma": "Vor der schließenden Klammer steht ein Komma zu viel. Entfernen Sie es.",
    "missing_comma": "Zwischen zwei Einträgen fehlt ein Komma. Fügen Sie es ein.",
    "extra_text": "Hinter dem Ende der Daten steht noch etwas. Entfernen Sie es; oft ist eine "
    "Klammer zu früh geschlossen.",
    "unfinished": "Die Datei hört mittendrin auf: Ein Anführungszeichen oder eine Klammer ist "
    "nicht geschlossen. Ergänzen Sie das Zeichen, oder stellen Sie die Datei wieder her.",
    "duplicate_key": "Der Schlüssel „{detail}“ steht zweimal im selben Eintrag. Entfernen Sie "
    "einen der beiden, sonst geht einer unbemerkt verloren.",
    "not_a_number": "„{detail}“ ist in JSON kein Wert. Tragen Sie eine Zahl oder null ein.",
    "number_range": "Die Zahl {detail} ist zu groß, um genau gespeichert zu werden. Tragen Sie "
    "höchstens 9.007.199.254.740.991 ein.",
    "number_format": "Die Zahl „{detail}“ ist falsch geschrieben. In JSON steht ein Punkt als "
    "Dezimalzeichen und keine führende Null. Beispiel: 1250.5.",
    "too_deep": "Die Daten sind mehr als 32 Ebenen tief verschachtelt; das kommt in diesem "
    "Format nicht vor. Stellen Sie die Datei wieder her.",
    "surrogate": "„{detail}“ ist ein halbes Zeichen und kann nicht gespeichert werden. Ersetzen "
    "Sie es durch das gemeinte Zeichen.",
    "control_character": "Im Text steht das Steuerzeichen {detail}. Löschen Sie es; "
    "Zeilenumbrüche schreibt man in JSON als \\n.",
    "bad_escape": "„{detail}“ ist keine gültige Escape-Folge. "
    "Ein umgekehrter Schrägstrich im Text wird verdoppelt: \\\\.",
    "top_level": "Die Datei muss eine Liste von Einträgen sein und mit „[“ beginnen. Prüfen Sie, "
    "ob es die richtige Datei ist.",
    "record": "Eintrag {detail} der Liste ist kein Objekt mit geschweiften Klammern. Entfernen "
    "oder ergänzen Sie ihn.",
}


def json_fault(kind: str, file: str, line: int, column: int, detail: str) -> str:
    """Return the sentence for a fault of a JSON file: file, place, what, remedy."""
    sentence = _JSON_FAULTS[kind].format(detail=shortened(detail))
    return f"{file}, Zeile {line}, Spalte {column}: {sentence}"


# --- Read one file of the dataset: bytes -> text and raw records, strictly (SEC-16) --------------

MAX_BYTES = 20 * 1024 * 1024
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_FIRST_LETTERS = b"[{ \t\r\n"
_ZEROS = "\x00 \t\r\n"
_LONGEST_LETTER = 4
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
    except JsonFault as fault:
        raise _error(_named(fault, text), text, file) from None


def too_large(size: int, file: str) -> JsonFaultError:
    """Return the error for a file of *size* bytes, more than MAX_BYTES."""
    fault = JsonFault(FaultKind.TOO_LARGE, 0, f"{math.ceil(size / 1024 / 1024)} MB")
    return _error(fault, "", file)


def _decode(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise too_large(len(data), file)
    begun = data.rstrip(_ZEROS.encode())
    if data.startswith(_WIDE_MARKS) or (b"\x00" in data[:4] and not _is_text(begun)):
        raise _error(JsonFault(_without_utf8(data), 0), "", file)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        if b"\x00" in data[len(begun) :] and error.start >= len(begun) - _LONGEST_LETTER:
            raise _error(JsonFault(FaultKind.ZEROS, len(before)), before, file) from None
        fault = JsonFault(FaultKind.NOT_UTF8, len(before), f"0x{data[error.start]:02X}")
        raise _error(fault, before, file) from None


def _is_text(begun: bytes) -> bool:
    """Tell whether a file begins as one of the dataset, whatever zeros a crash left behind it."""
    return begun[:1] in (b"[", b"{") and b"\x00" not in begun


def _without_utf8(data: bytes) -> FaultKind:
    """Tell UTF-16 and UTF-32 from what is no text at all: zeros left by a crash, an archive."""
    first = data[:4].replace(b"\x00", b"")[:1]
    is_text = data.startswith(_WIDE_MARKS) or (first and first in _FIRST_LETTERS)
    return FaultKind.UTF16 if is_text else FaultKind.NO_TEXT


def _named(fault: JsonFault, text: str) -> JsonFault:
    """Return the fault under a better name where Git has left its marks, or a crash its zeros."""
    tail = len(text.rstrip(_ZEROS))
    if "\x00" in text[tail:]:
        return JsonFault(FaultKind.ZEROS, text.index("\x00", tail))
    mark = text[fault.offset : fault.offset + len(_CONFLICT_MARKS[0])]
    return (
        JsonFault(FaultKind.GIT_CONFLICT, fault.offset, mark) if mark in _CONFLICT_MARKS else fault
    )


def _records(text: str) -> tuple[Record, ...]:
    if not text.strip(" \t\r\n"):
        raise JsonFault(FaultKind.EMPTY, 0)
    refuse_too_many(text)
    try:
        value = _strict_decoder().decode(text)
    except (ValueError, RecursionError) as error:
        parse_document(text)  # raises the precise fault
        offset = error.pos if isinstance(error, json.JSONDecodeError) else 0
        raise JsonFault(FaultKind.SYNTAX, offset) from error
    _refuse_lone_surrogates(text)
    if not isinstance(value, list):
        raise JsonFault(FaultKind.TOP_LEVEL, len(text) - len(text.lstrip()))
    if not all(isinstance(record, dict) for record in value):
        nodes = parse_document(text).items
        wrong = next(i for i, record in enumerate(value) if not isinstance(record, dict))
        raise JsonFault(FaultKind.RECORD, nodes[wrong].start, str(wrong + 1))
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


def _error(fault: JsonFault, text: str, file: str) -> JsonFaultError:
    line = text.count("\n", 0, fault.offset) + 1
    column = fault.offset - text.rfind("\n", 0, fault.offset)
    sentence = json_fault(fault.kind, file, line, column, fault.detail)
    return JsonFaultError(sentence, file=file, kind=fault.kind, line=line, column=column)


# --- Write values as JSON text, in the style a file already has ----------------------------------
#
# A file's style is what one can see in its text: indentation, line ends, whether non-ASCII
# characters
# and slashes are escaped. New text takes the style of the text it replaces, else that of its file.

_LINE_BREAK = re.compile(r"\r?\n")
_FIRST_INDENT = re.compile(r"\n([ \t]+)\S")
_ESCAPED_LETTER = re.compile(r"\\u(?!00[01])[0-9a-fA-F]{4}")
_RAW_LETTER = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class JsonStyle:
    r"""How a file is written. *indent* is one step; *ascii_only* writes ä as \u00e4.

    In a file that is one long line, *indent* and *newline* are empty.
    """

    indent: str = "  "
    newline: str = "\n"
    ascii_only: bool = False
    escaped_slash: bool = False


CANONICAL = JsonStyle()


def style_of(text: str) -> JsonStyle:
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
    return JsonStyle(
        indent=indent,
        newline=newline,
        ascii_only=escaped > raw,
        escaped_slash=slashes > 0 and slashes * 2 > text.count("/"),
    )


def style_of_token(token: str, style: JsonStyle) -> JsonStyle:
    """Return *style* with the escapes that the string token itself uses, where it shows any."""
    if _RAW_LETTER.search(token):
        style = replace(style, ascii_only=False)
    elif _ESCAPED_LETTER.search(token):
        style = replace(style, ascii_only=True)
    if "/" in token:
        style = replace(style, escaped_slash="\\/" in token)
    return style


def write_string(value: str, style: JsonStyle) -> str:
    """Return the JSON token of a string."""
    token = json.dumps(value, ensure_ascii=style.ascii_only)
    return token.replace("/", "\\/") if style.escaped_slash else token


def write_value(value: Json, style: JsonStyle, margin: str = "") -> str:
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


def _block(opening: str, parts: list[str], closing: str, style: JsonStyle, margin: str) -> str:
    start = style.newline + margin
    lead = start + style.indent
    return opening + ",".join(lead + part for part in parts) + start + closing


def write_document(records: list[Json]) -> str:
    """Return the canonical text of a file (OPN-01): ``json.dumps`` plus a final newline."""
    return write_value(records, CANONICAL) + "\n"
