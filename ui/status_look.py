"""Icon and tone of a public status; the words come from the core."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from klimaeditor.checks.website import PublicStatus

_LOOK: Final = MappingProxyType(
    {
        PublicStatus.UNKNOWN: ("circle-question-mark", "neutral"),
        PublicStatus.IN_PROGRESS: ("circle-dot", "info"),
        PublicStatus.COMPLETED: ("check-check", "good"),
        PublicStatus.STALE: ("calendar-x", "warning"),
        PublicStatus.BROKEN: ("circle-x", "error"),
    }
)


def status_icon(status: PublicStatus) -> str:
    """Return the name of the icon of a status."""
    return _LOOK[status][0]


def status_tone(status: PublicStatus) -> str:
    """Return the theme's tone of a status."""
    return _LOOK[status][1]
