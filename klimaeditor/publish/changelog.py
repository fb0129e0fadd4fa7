"""``AENDERUNGEN.md``: what is new, in German, usable as a commit message (OPN-12).

The first line is the subject. No line begins with ``#``, which Git takes for a comment, and none is
``---``; Markdown in data is escaped, so that texts stay texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from klimaeditor.differences import ChangeKind
from klimaeditor.publish import texts
from klimaeditor.publish.lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from klimaeditor.publish.changed import Comparison, Owner
    from klimaeditor.publish.lines import Line

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~#])")
_LEADING: Final = re.compile(r"^(\d*)([-+.)])(?=\s)")


def subject(comparison: Comparison) -> str:
    """Return one line that says how many measures are new, changed, gone."""
    counts = comparison.counts
    named = [(kind, counts[kind]) for kind in texts.COUNTED if counts[kind]]
    return texts.subject(named, others=len(comparison.others))


def first_subject(measures: int, categories: int) -> str:
    """Return the subject of a first publication."""
    return texts.first_subject(measures, categories)


def changelog(comparison: Comparison, today: date, since: date | None) -> str:
    """Return the whole document; *since* is the day of the publication compared with, if any."""
    lines = [subject(comparison), "", texts.as_of(today, since), *_sections(comparison)]
    return "\n".join(lines).rstrip() + "\n"


def first_changelog(measures: int, categories: int, today: date) -> str:
    """Return the document of a first publication."""
    return f"{first_subject(measures, categories)}\n\n{texts.as_of(today, None)}\n"


def details(comparison: Comparison) -> str:
    """Return the sections alone, with their subject: the summary to show before publishing."""
    return "\n".join([subject(comparison), *_sections(comparison)]).rstrip() + "\n"


def _sections(comparison: Comparison) -> Iterator[str]:
    for kind, heading in texts.SECTIONS:
        owners = comparison.measures(kind)
        if owners:
            yield from ("", f"**{heading}**", "")
            yield from (f"- {_name(owner)}" for owner in owners)
    changed = comparison.measures(ChangeKind.CHANGED)
    if changed:
        yield from ("", f"**{texts.SECTION_CHANGED}**")
        yield from _changed(changed)
    if comparison.others:
        yield from ("", f"**{texts.SECTION_OTHERS}**")
        yield from _changed(comparison.others)


def _name(owner: Owner) -> str:
    return f"{escaped(owner.title)} (`{_code(owner.id)}`)" if owner.id else escaped(owner.title)


def _changed(owners: Iterable[Owner]) -> Iterator[str]:
    for owner in owners:
        yield from ("", _name(owner), "")
        for change in owner.changes:
            yield from (f"- {_line(line)}" for line in lines_of(change))


def _line(line: Line) -> str:
    return texts.change(*(escaped(part) for part in line))


def escaped(text: str) -> str:
    """Return *text* so that Markdown shows it as it is."""
    return _LEADING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def _code(text: str) -> str:
    return text.replace("`", "'").replace("\n", " ")
