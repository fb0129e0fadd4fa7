"""``AENDERUNGEN.md``: what is new, publication by publication, in German (OPN-12).

The newest entry comes first and is usable as a commit message: its first line is the subject, no
line begins with ``#``, which Git takes for a comment, and none is ``---``. Markdown in data is
escaped, so that texts stay texts.
"""

from __future__ import annotations

import re
from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.diff.changed import ChangeKind, change_line, lines_of
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import inflected
from klimaeditor.publish.package_words import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from klimaeditor.diff.changed import ChangedLine, ChangedOwner, Comparison


# --- words ---------------------------------------------------------------------------------------

# --- changes -----------------------------------------------------------------------------------

COUNTED: Final = (ChangeKind.ADDED, ChangeKind.CHANGED, ChangeKind.REMOVED)
SECTIONS: Final = (
    (ChangeKind.ADDED, "Neue Maßnahmen"),
    (ChangeKind.REMOVED, "Entfernte Maßnahmen (ihre Kennungen werden nicht wieder vergeben)"),
)
SECTION_CHANGED: Final = "Geänderte Maßnahmen"
SECTION_OTHERS: Final = "Kategorien und Übriges"
_COUNTED_AS: Final = MappingProxyType(
    {
        ChangeKind.ADDED: "neu",
        ChangeKind.CHANGED: "geändert",
        ChangeKind.REMOVED: "entfernt",
    }
)


MOVED: Final = "Reihenfolge geändert"


def moved_line(count: int) -> str:
    """Return how many records have nothing but another place, "" for none."""
    where = inflected(count, "1 Eintrag", f"{count} Einträgen")
    return f"{MOVED} bei {where}" if count else ""


def changes_line(counts: list[tuple[ChangeKind, int]], *, others: int, moved: int = 0) -> str:
    """Return the first line of the changes."""
    parts = [f"{number} {_COUNTED_AS[kind]}" for kind, number in counts]
    said = f"Maßnahmen: {', '.join(parts)}" if parts else ""
    more = (f"Kategorien und Übriges: {others} geändert" if others else "", moved_line(moved))
    said = "; ".join(filter(None, (said, *more)))
    return said or "Keine Änderungen an den Daten"


def first_publication_line(measures: int, categories: int) -> str:
    """Return the first line of a first publication."""
    kinds = inflected(categories, "Kategorie", "Kategorien")
    noun = inflected(measures, "Maßnahme", "Maßnahmen")
    return f"Erste Veröffentlichung: {measures} {noun} in {categories} {kinds}"


def as_of(today: date, since: date | None) -> str:
    """Return which state the changes lead to, and from where."""
    before = f", verglichen mit der Veröffentlichung vom {day(since)}" if since else ""
    return f"Stand: {day(today)}{before}."


_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~#])")
_LEADING: Final = re.compile(r"^(\d*)([-+.)])(?=\s)")


def subject(comparison: Comparison) -> str:
    """Return one line that says how many measures are new, changed, gone."""
    owners = [owner for owner in comparison.owners if not _only_moved(owner)]
    counts = Counter(o.kind for o in owners if o.file is FileName.MEASURES)
    named = [(kind, counts[kind]) for kind in COUNTED if counts[kind]]
    others = sum(owner.file is not FileName.MEASURES for owner in owners)
    return changes_line(named, others=others, moved=len(comparison.owners) - len(owners))


def _only_moved(owner: ChangedOwner) -> bool:
    """Tell whether nothing but the place of its records is another one."""
    return all(change.kind is ChangeKind.MOVED for change in owner.changes)


def first_subject(measures: int, categories: int) -> str:
    """Return the subject of a first publication."""
    return first_publication_line(measures, categories)


def changelog(comparison: Comparison, today: date, since: date | None) -> str:
    """Return the whole document; *since* is the day of the publication compared with, if any."""
    lines = [subject(comparison), "", as_of(today, since), *_sections(comparison)]
    return "\n".join(lines).rstrip() + "\n"


def first_changelog(measures: int, categories: int, today: date) -> str:
    """Return the document of a first publication."""
    return f"{first_subject(measures, categories)}\n\n{as_of(today, None)}\n"


_BETWEEN: Final = "\n\n* * *\n\n"
_MOST: Final = 200
"""Publications that are told; of those before, only the register of ids knows."""


def with_history(entry: str, before: str) -> str:
    """Return the list of all publications: a new entry, then those of the former list *before*."""
    entries = [entry.strip(), *(found.strip() for found in before.split(_BETWEEN.strip("\n")))]
    return _BETWEEN.join(list(filter(None, entries))[:_MOST]) + "\n"


def newest(history: str) -> str:
    """Return the newest entry of a list."""
    return history.partition(_BETWEEN)[0].strip() + "\n"


def details(comparison: Comparison) -> str:
    """Return the sections alone, with their subject: the summary to show before publishing."""
    return "\n".join([subject(comparison), *_sections(comparison)]).rstrip() + "\n"


def _sections(comparison: Comparison) -> Iterator[str]:
    for kind, heading in SECTIONS:
        owners = comparison.measures(kind)
        if owners:
            yield from ("", f"**{heading}**", "")
            yield from (f"- {_name(owner)}" for owner in owners)
    changed = comparison.measures(ChangeKind.CHANGED)
    if changed:
        yield from ("", f"**{SECTION_CHANGED}**")
        yield from _changed(changed)
    if comparison.others:
        yield from ("", f"**{SECTION_OTHERS}**")
        yield from _changed(comparison.others)


def _name(owner: ChangedOwner) -> str:
    return f"{escaped(owner.title)} (`{_code(owner.id)}`)" if owner.id else escaped(owner.title)


def _changed(owners: Iterable[ChangedOwner]) -> Iterator[str]:
    for owner in owners:
        yield from ("", _name(owner), "")
        moved = any(change.kind is ChangeKind.MOVED for change in owner.changes)
        for change in owner.changes:
            if change.kind is not ChangeKind.MOVED:
                yield from (f"- {_line(line)}" for line in lines_of(change))
        if moved:
            yield f"- {MOVED}"


def _line(line: ChangedLine) -> str:
    return change_line(*(escaped(part) for part in line))


def escaped(text: str) -> str:
    """Return *text* so that Markdown shows it as it is."""
    return _LEADING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def _code(text: str) -> str:
    return text.replace("`", "'").replace("\n", " ")
