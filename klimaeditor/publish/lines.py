"""One change as a line that a person reads: label, value before, value after, both short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.differences import ChangeKind
from klimaeditor.differences.words import shown_after, shown_before
from klimaeditor.merge.describe import describe_item
from klimaeditor.merge.fields import item_key, named_items
from klimaeditor.publish import texts
from klimaeditor.values import ABSENT, Absent, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.differences import FieldChange
    from klimaeditor.values import Value

LONGEST: Final = 120
_CONTEXT: Final = 24


class Line(NamedTuple):
    """One line; *before* or *after* is "" where there is nothing on that side."""

    label: str
    before: str
    after: str


def lines_of(change: FieldChange) -> tuple[Line, ...]:
    """Return the lines of a change: one, or one for each entry of a list that differs."""
    return tuple(_items(change)) or (_whole(change),)


def _whole(change: FieldChange) -> Line:
    if change.path == () and change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        return Line(change.label, *_came_or_went(change.kind))
    before, after = shown_before(change), shown_after(change)
    return Line(change.label, *excerpts(before, after))


def _came_or_went(kind: ChangeKind) -> tuple[str, str]:
    added = kind is ChangeKind.ADDED
    return ("", texts.CAME) if added else (texts.WENT, "")


def _items(change: FieldChange) -> Iterator[Line]:
    """Yield a line for each dated value or link that differs."""
    key = item_key(change.file, change.path)
    sides = [[] if isinstance(v, Absent) else v for v in (change.before, change.after)]
    named = [named_items(side, key) if key else None for side in sides]
    old, new = named
    if old is None or new is None:
        return
    field = FIELDS_BY_NAME.get(change.field or "")
    for name in dict.fromkeys((*old, *new)):
        before: Value = old.get(name, ABSENT)
        after: Value = new.get(name, ABSENT)
        if same(before, after):
            continue
        shown = ["" if isinstance(v, Absent) else describe_item(v, field) for v in (before, after)]
        yield Line(change.label, *excerpts(*shown))


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Return two texts short enough for a line: where both are long, only what differs."""
    old, new = " ".join(before.split()), " ".join(after.split())
    if max(len(old), len(new)) <= LONGEST or not (old and new) or old == new:
        return _cut(old), _cut(new)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    start = max(0, head - _CONTEXT)
    return tuple(  # type: ignore[return-value]  # two texts, two excerpts
        _cut(_framed(text, start, len(text) - max(0, tail - _CONTEXT))) for text in (old, new)
    )


def _framed(text: str, start: int, end: int) -> str:
    """Return a part of a text, cut between words, with marks where something is left out."""
    if start > 0:
        blank = text.find(" ", start, start + _CONTEXT)
        start = blank + 1 if blank >= 0 else start
    if end < len(text):
        blank = text.rfind(" ", max(start, end - _CONTEXT), end)
        end = blank if blank > start else end
    head, tail = "… " if start > 0 else "", " …" if end < len(text) else ""
    return f"{head}{text[start:end]}{tail}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _common(left: str, right: str) -> int:
    """Return how many characters both begin with."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(left), len(right)))
