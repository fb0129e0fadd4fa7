"""The time where the program runs: whoever asks for it takes it as an argument, so tests set it."""

from __future__ import annotations

from datetime import UTC, date, datetime


def local_now() -> datetime:
    """Return the time here and now, with its zone."""
    return datetime.now(UTC).astimezone()


def local_today() -> date:
    """Return today's date for people, where they are."""
    return local_now().date()
