"""Hypothesis strategies for JSON: values, any way of writing them down, and edits to them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from random import Random

    from klimaeditor.model.values import Json, Record


LEXEMES = (
    "0",
    "-0",
    "1",
    "350.0",
    "1E5",
    "1.10",
    "-2.50",
    "1e-3",
    "0.1",
    "9007199254740991",
    "7.0e+2",
)
LETTERS = "aäß€/\\\"\n\t'\u00a0\u2028\x7f\U0001f331<b>&"
KEYS = ("a", "b", "c/d", "ä", 'q"', "", "f g")
SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written."""

    lexeme: str


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document is written. *step* None is one line; *wild* puts white space anywhere."""

    newline: str = "\n"
    step: str | None = "  "
    wild: bool = False
    bom: bool = False


texts = st.text(st.sampled_from(LETTERS), max_size=6)
leaves = st.none() | st.booleans() | texts | st.sampled_from(LEXEMES).map(Number)
trees = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=8,
)
tree_records = st.dictionaries(st.sampled_from(KEYS), trees, max_size=4)
layouts = st.builds(
    Layout,
    newline=st.sampled_from(["\n", "\r\n"]),
    step=st.sampled_from([None, "", " ", "  ", "    ", "\t"]),
    wild=st.booleans(),
    bom=st.booleans(),
)


def plain(tree: object) -> Json:
    """Return the tree with its numbers as Python numbers."""
    if isinstance(tree, Number):
        return json.loads(tree.lexeme)
    if isinstance(tree, dict):
        return {key: plain(value) for key, value in tree.items()}
    return [plain(item) for item in tree] if isinstance(tree, list) else tree


records = tree_records.map(plain)
values = trees.map(plain)


@dataclass(slots=True)
class Writer:
    """Writes trees in a layout; what is free in JSON is left to chance."""

    layout: Layout
    chance: Random

    def document(self, tree: object) -> bytes:
        text = self.blank() + self.value(tree, 0) + self.blank()
        return (b"\xef\xbb\xbf" if self.layout.bom else b"") + text.encode()

    def value(self, tree: object, depth: int) -> str:
        if isinstance(tree, str):
            return self.string(tree)
        if isinstance(tree, Number):
            return tree.lexeme
        if isinstance(tree, dict):
            members = [
                self.string(key)
                + self.blank()
                + ":"
                + (self.blank() or self.chance.choice(["", " "]))
                + self.value(child, depth + 1)
                for key, child in tree.items()
            ]
            return self.block("{", members, "}", depth)
        if isinstance(tree, list):
            return self.block("[", [self.value(item, depth + 1) for item in tree], "]", depth)
        return json.dumps(tree)

    def block(self, opening: str, parts: list[str], closing: str, depth: int) -> str:
        if not parts:
            return opening + self.blank() + closing
        inside = ",".join(self.line(depth + 1) + part + self.blank() for part in parts)
        return opening + inside + self.line(depth) + closing

    def line(self, depth: int) -> str:
        if self.layout.wild:
            return self.blank()
        return "" if self.layout.step is None else self.layout.newline + self.layout.step * depth

    def blank(self) -> str:
        if not self.layout.wild:
            return ""
        return "".join(self.chance.choices(["", " ", "\t", self.layout.newline], k=2))

    def string(self, text: str) -> str:
        return '"' + "".join(map(self.letter, text)) + '"'

    def letter(self, letter: str) -> str:
        units = letter.encode("utf-16-be")
        escaped = "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))
        if letter in SHORT_ESCAPES:
            return self.chance.choice([SHORT_ESCAPES[letter], escaped])
        if letter == "/":
            return self.chance.choice(["/", "\\/", escaped])
        return self.chance.choice([letter, escaped])


@st.composite
def documents(draw: st.DrawFn, max_size: int = 4) -> bytes:
    """Return the bytes of a list of records, written in any legal way."""
    found = draw(st.lists(tree_records, max_size=max_size))
    return Writer(draw(layouts), draw(st.randoms(use_true_random=False))).document(found)


@st.composite
def edited(draw: st.DrawFn, value: Json) -> Json:
    """Return *value* with one thing changed somewhere in it, nothing mutated."""
    if isinstance(value, dict):
        return _edited_dict(draw, value)
    if isinstance(value, list):
        place = draw(st.integers(0, len(value)))
        if place == len(value) or draw(st.booleans()):
            return [*value[:place], draw(values), *value[place:]]
        kept = [] if draw(st.booleans()) else [draw(edited(value[place]))]
        return [*value[:place], *kept, *value[place + 1 :]]
    return draw(values)


def _edited_dict(draw: st.DrawFn, value: Record) -> Record:
    items = list(value.items())
    fresh = [key for key in KEYS if key not in value]
    place = draw(st.integers(0, len(items)))
    if fresh and (place == len(items) or draw(st.booleans())):
        return dict([*items[:place], (draw(st.sampled_from(fresh)), draw(values)), *items[place:]])
    if place == len(items):
        return {}
    key, old = items[place]
    kept = [] if draw(st.booleans()) else [(key, draw(edited(old)))]
    return dict([*items[:place], *kept, *items[place + 1 :]])


@st.composite
def edited_rows(draw: st.DrawFn, rows: dict[int, Record]) -> dict[int, Record]:
    """Return *rows* after some steps: records edited, added, removed and moved."""
    items = list(rows.items())
    for step in range(draw(st.integers(1, 4))):
        kinds = ["add", "edit", "edit", "remove", "move"] if items else ["add"]
        kind = draw(st.sampled_from(kinds))
        if kind == "add":
            place = draw(st.integers(0, len(items)))
            items.insert(place, (len(rows) + step, draw(records)))
            continue
        key, row = items.pop(draw(st.integers(0, len(items) - 1)))
        if kind == "edit":
            row = draw(edited(row))
        if kind != "remove":
            items.insert(
                draw(st.integers(0, len(items))) if kind == "move" else key % (len(items) + 1),
                (key, row),
            )
    return dict(items)
