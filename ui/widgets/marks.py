"""Marks: icon, word and tone of a status or of findings – never a colour alone (A11Y-14)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.findings import Severity
from klimaeditor.model.publicpage import PublicStatus
from ui.theme import Tone
from ui.widgets import common_words

# --- words ---------------------------------------------------------------------------------------

# --- findings ------------------------------------------------------------------------------
COMPLETE: Final = "vollständig"


# --- Icon and tone of a public status; the words come from the core ------------------------------

_LOOK: Final = MappingProxyType(
    {
        PublicStatus.UNKNOWN: ("circle-question-mark", "neutral"),
        PublicStatus.IN_PROGRESS: ("contrast", "info"),
        PublicStatus.COMPLETED: ("circle-check", "good"),
        PublicStatus.STALE: ("clock", "warning"),
        PublicStatus.BROKEN: ("circle-x", "error"),
    }
)


def status_icon(status: PublicStatus) -> str:
    """Return the name of the icon of a status."""
    return _LOOK[status][0]


def status_tone(status: PublicStatus) -> str:
    """Return the theme's tone of a status."""
    return _LOOK[status][1]


# --- Marks: icon, word and tone of a status or of findings – never a colour alone (A11Y-14) ------


@dataclass(frozen=True, slots=True)
class Badge:
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


def status_mark(status: PublicStatus, word: str) -> Badge:
    """Return the mark of a public status, which the site calls *word*."""
    return Badge(word, status_icon(status), Tone(status_tone(status)))


def severity_mark(severity: Severity) -> Badge:
    """Return the mark of one finding."""
    icon, tone = _SEVERITY[severity]
    return Badge(common_words.severity_word(severity), icon, tone)


def findings_mark(errors: int, warnings: int, hints: int) -> Badge:
    """Return the mark for what was found in a measure: the weightiest kind, or „vollständig“."""
    counts = ((Severity.ERROR, errors), (Severity.WARNING, warnings), (Severity.HINT, hints))
    for severity, count in counts:
        if count:
            icon, tone = _SEVERITY[severity]
            return Badge(common_words.severity_count(severity, count), icon, tone)
    return Badge(COMPLETE, "circle-check", Tone.GOOD)
