"""A change as two short lines: what goes, and what comes in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klimaeditor.differences import ChangeKind, shown_after, shown_before
from klimaeditor.merge.worddiff import RunKind, word_diff
from ui.changes import texts
from ui.widgets.words import few_marks, line_feeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.differences import FieldChange

_AROUND = 36  # characters of unchanged text that are shown beside a change
_MOST, _MOST_OF_RECORD = 400, 160  # characters of a line


class Part(NamedTuple):
    """Text, and whether it is what has changed."""

    text: str
    marked: bool


class Line(NamedTuple):
    """One side of a change: *comes* tells the new value from the old one."""

    comes: bool
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(part.text for part in self.parts)


def lines_of(change: FieldChange) -> tuple[Line, ...]:
    """Return the old and the new value, long ones cut down to what is around the difference.

    A record that came or went has one line only.
    """
    before, after = shown_before(change), shown_after(change)
    if change.structural:
        comes = change.kind is ChangeKind.ADDED
        record = line_feeds(after if comes else before).replace("\n", texts.JOINT)
        return (Line(comes, _short([Part(record, marked=False)], _MOST_OF_RECORD)),)
    if not (isinstance(change.before, str) and isinstance(change.after, str)):
        old, new = [Part(before, marked=True)], [Part(after, marked=True)]
    else:
        runs = word_diff(before, after)
        old = [Part(r.text, r.kind is RunKind.REMOVED) for r in runs if r.kind != RunKind.ADDED]
        new = [Part(r.text, r.kind is RunKind.ADDED) for r in runs if r.kind != RunKind.REMOVED]
    return Line(False, _short(old)), Line(True, _short(new))


def _short(parts: Sequence[Part], room: int = _MOST) -> tuple[Part, ...]:
    found: list[Part] = []
    for place, part in enumerate(parts):
        text = line_feeds(few_marks(part.text)).replace("\n", texts.BREAK)
        if not part.marked and len(parts) > 1:
            text = _cut(text, first=place == 0, last=place == len(parts) - 1)
        if len(text) > room:
            return (*found, Part(text[:room] + texts.GAP, part.marked))
        room -= len(text)
        found.append(Part(text, part.marked))
    return tuple(found)


def _cut(text: str, *, first: bool, last: bool) -> str:
    """Return unchanged text without what is far from a change."""
    head = "" if first else text[:_AROUND].rpartition(" ")[0] or text[:_AROUND]
    tail = "" if last else text[-_AROUND:].partition(" ")[2] or text[-_AROUND:]
    cut = texts.SEPARATED.join([head, tail])
    cut = cut.lstrip() if first else cut.rstrip() if last else cut
    return text if len(text) <= 2 * _AROUND or len(cut) >= len(text) else cut
