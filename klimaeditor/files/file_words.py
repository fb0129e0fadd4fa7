"""German sentences about saving, interrupted saves, backups, locks and changes from elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from klimaeditor.model import core_words

if TYPE_CHECKING:
    from collections.abc import Iterable

_MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August"),
    *("September", "Oktober", "November", "Dezember"),
)
EARLIER = "vor einiger Zeit"


def listed(names: Iterable[str]) -> str:
    """Return names as „a, b und c“ reads."""
    *first, last = names
    return f"{', '.join(first)} und {last}" if first else last


def moment(when: datetime, now: datetime) -> str:
    """Return a moment as a person says it: „heute um 14:03 Uhr“, „gestern um …“, „am 3. Mai …“.

    One that a file made up, at the edge of all calendars, is only some time ago.
    """
    try:
        local, today = when.astimezone(now.tzinfo), now.date()
    except OverflowError:
        return EARLIER
    clock = f"um {local:%H:%M} Uhr"
    if local.date() == today:
        return f"heute {clock}"
    if local.date() == today - timedelta(days=1):
        return f"gestern {clock}"
    return f"am {local.day}. {_MONTHS[local.month - 1]} {local.year} {clock}"


def os_reason(error: OSError) -> str:
    """Return the German reason for an error of the operating system (SAFE-10)."""
    return core_words.os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
