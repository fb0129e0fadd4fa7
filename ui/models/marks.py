"""Marks: icon, word and tone of a status or of findings – never a colour alone (A11Y-14)."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.findings import Severity
from ui import texts
from ui.status_look import status_icon, status_tone
from ui.theme import Tone

if TYPE_CHECKING:
    from klimaeditor.checks.website import PublicStatus


@dataclass(frozen=True, slots=True)
class Mark:
    """What is painted as a badge: a German *word*, the name of an icon, a tone of the theme."""

    word: str
    icon: str
    tone: Tone


_SEVERITY: Final = MappingProxyType(
    {
        Severity.ERROR: ("circle-x", Tone.ERROR),
        Severity.WARNING: ("triangle-alert", Tone.WARNING),
        Severity.HINT: ("info", Tone.INFO),
    }
)


def status_mark(status: PublicStatus) -> Mark:
    """Return the mark of a public status."""
    return Mark(texts.STATUS[status], status_icon(status), Tone(status_tone(status)))


def severity_mark(severity: Severity) -> Mark:
    """Return the mark of one finding."""
    icon, tone = _SEVERITY[severity]
    return Mark(texts.severity_word(severity), icon, tone)


def findings_mark(errors: int, warnings: int, hints: int) -> Mark:
    """Return the mark for what was found in a measure: the weightiest kind, or „vollständig“."""
    counts = ((Severity.ERROR, errors), (Severity.WARNING, warnings), (Severity.HINT, hints))
    for severity, count in counts:
        if count:
            icon, tone = _SEVERITY[severity]
            return Mark(texts.severity_count(severity, count), icon, tone)
    return Mark(texts.COMPLETE, "circle-check", Tone.GOOD)
