"""Measures of German sentences, and every string of the program that people may read."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_END = re.compile(
    r"(?<=[.!?“)])(?<!\bz\.)(?<!z\. B\.)(?<!\bd\.)(?<!d\. h\.)(?<!Dr\.)\s+(?=[A-ZÄÖÜ„])"
)
_STOPS = re.compile(r"[.!?]“?\)?\Z")
_GERMAN = re.compile(
    r"[äöüÄÖÜß„“…]|\b(?:der|die|das|und|oder|nicht|ist|sind|mit|von|im|zu|ein|eine|kein)\b"
    r"|\A&?[A-ZÄÖÜ]&?[a-zäöüß&]+"
)
_NO_TEXT = re.compile(r"\\[sbwdA-Z]|\(\?|^\[")
PLACE = "X"
"""What stands for a value that a sentence puts in."""
WHOLE_SENTENCES = ("reason", "place", "sentence")
"""Names of values that bring their full stop along."""


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; „z. B.“ ends none."""
    found: list[str] = []
    for part in _END.split(text.strip()):
        if found and not _STOPS.search(found[-1]):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return [sentence for sentence in found if sentence]


def words(sentence: str) -> int:
    """Return how many words a sentence has; numbers and names count as one."""
    return len(re.findall(r"[^\s–…]*\w[^\s–…]*", sentence))


class GermanText(NamedTuple):
    """A string that people may read: where it stands, and what it says."""

    file: str
    line: int
    text: str


@cache
def german_texts() -> tuple[GermanText, ...]:
    """Return the German strings of core, window and installer, without docstrings and patterns."""
    files = [path for room in ("klimaeditor", "ui", "installer") for path in _modules(room)]
    return tuple(found for path in files for found in _texts(path))


def _modules(room: str) -> Iterator[Path]:
    yield from sorted((ROOT / room).rglob("*.py"))


def _texts(path: Path) -> Iterator[GermanText]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = set(_docstrings(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in ast.walk(node) if part is not node}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(_part(part) for part in node.values)
        else:
            continue
        if _GERMAN.search(text) and not _NO_TEXT.search(text):
            yield GermanText(path.relative_to(ROOT).as_posix(), node.lineno, text)


def _part(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    whole = any(isinstance(n, ast.Name) and n.id in WHOLE_SENTENCES for n in ast.walk(part))
    return f"{PLACE}." if whole else PLACE


def _docstrings(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)
