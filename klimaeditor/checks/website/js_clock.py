"""Moments as JavaScript keeps them: whole milliseconds since 1970-01-01 00:00 UTC.

Years are not limited to four digits there, which ``datetime`` does not follow, so the few lines
of calendar are written out. German summer time follows the rule in force since 1996.
"""

from __future__ import annotations

from typing import Final

_MS_PER_HOUR: Final = 3_600_000
MS_PER_DAY: Final = 24 * _MS_PER_HOUR
MAX_MS: Final = 100_000_000 * MS_PER_DAY


def iso_day(moment: int) -> str:
    """Return the UTC day of *moment*, as ``toISOString().split('T')[0]`` prints it."""
    year, month, day = civil(moment // MS_PER_DAY)
    if 0 <= year <= 9999:
        return f"{year:04d}-{month:02d}-{day:02d}"
    return f"{year:+07d}-{month:02d}-{day:02d}"


def german_offset(year: int, local: int) -> int:
    """Return how far German local time is ahead of UTC (MEZ, or MESZ from March to October)."""
    begins = _last_sunday(year, 3) * MS_PER_DAY + 3 * _MS_PER_HOUR
    ends = _last_sunday(year, 10) * MS_PER_DAY + 3 * _MS_PER_HOUR
    return (2 if begins <= local < ends else 1) * _MS_PER_HOUR


def _last_sunday(year: int, month: int) -> int:
    last = days(year, month, 31)
    return last - (last + 4) % 7


def days(year: int, month: int, day: int) -> int:
    """Return the days since 1970-01-01; a day beyond the month runs into the next one."""
    if month <= 2:
        year, month = year - 1, month + 12
    leap_days = year // 4 - year // 100 + year // 400
    return 365 * year + leap_days + (153 * (month - 3) + 2) // 5 + day - 1 - 719_468


def civil(days: int) -> tuple[int, int, int]:
    """Return year, month and day of a count of days; the inverse of :func:`days`."""
    era, day_of_era = divmod(days + 719_468, 146_097)
    year_of_era = (
        day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096
    ) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month_index = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month_index + 2) // 5 + 1
    month = month_index + 3 if month_index < 10 else month_index - 9
    return era * 400 + year_of_era + (month <= 2), month, day
