"""Days with a year of two digits, "1.7.25": never certain, but worth offering as 01.07.2025."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_SHORT: Final = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{2})")
_LAST_YEAR: Final = 60


def read_short_date(text: str) -> date | None:
    """Return the day from 1990 to 2060 that a short spelling means, None for anything else."""
    match = _SHORT.fullmatch(text.strip())
    if match is None:
        return None
    day, month, year = map(int, match.groups())
    century = 2000 if year <= _LAST_YEAR else 1900
    try:
        found = date(century + year, month, day)
    except ValueError:
        return None
    return found if found.year >= 1990 else None
