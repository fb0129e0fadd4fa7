"""Dates and years as people type them, and the date of a state (WEB-03).

The website needs ``YYYY-MM-DD``: it reads ``01.10.2024`` as the 10th of January and stops at an
impossible date. German input is therefore converted, and whatever is not certain is refused.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.rule import ENTER, Rule, ThemeChecks, report, setting, take_value
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.findings import Fix, Severity
from klimaeditor.model.placeholders import is_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import MeasureView

FIRST_DATE: Final = date(1990, 1, 1)
LAST_DATE: Final = date(2060, 12, 31)


class DateFault(StrEnum):
    """Why a text is not an acceptable date."""

    EMPTY = "empty"
    FORMAT = "format"
    """``2024-1-5``, "gestern", a date with more text around it."""
    YEAR_ONLY = "year_only"
    MONTH_ONLY = "month_only"
    """``10/2024``, ``2024-10``, "Oktober 2024": the day is missing."""
    SHORT_YEAR = "short_year"
    """``01.10.24``"""
    WITH_TIME = "with_time"
    """``2024-10-01T00:00:00``"""
    NOT_IN_CALENDAR = "not_in_calendar"
    """``31.02.2024``"""
    OUT_OF_RANGE = "out_of_range"
    """Before 1990-01-01 or after 2060-12-31."""


@dataclass(frozen=True, slots=True)
class DateReading:
    """Either ``value`` or ``fault`` is set."""

    value: date | None = None
    fault: DateFault | None = None

    @property
    def iso(self) -> str | None:
        """The spelling to store, ``YYYY-MM-DD``; None for a refused date."""
        return None if self.value is None else self.value.isoformat()


class YearFault(StrEnum):
    """Why a text is not a calendar year."""

    EMPTY = "empty"
    DURATION = "duration"
    """``20`` or "20 Jahre": a length of time, not a year."""
    OUT_OF_RANGE = "out_of_range"
    WITH_TEXT = "with_text"
    """"Ende 2030", ``2024-2030``, a full date."""
    NOT_A_YEAR = "not_a_year"


@dataclass(frozen=True, slots=True)
class YearReading:
    """Either ``year`` or ``fault`` is set; ``proposal`` is the only year named in a longer text."""

    year: int | None = None
    fault: YearFault | None = None
    duration: int | None = None
    proposal: int | None = None


_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_GERMAN = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_MONTHS = "jan|feb|mär|mrz|apr|mai|jun|jul|aug|sep|okt|nov|dez"
_NEAR_MISSES: Final = (
    (re.compile(r"[0-9]{4}"), DateFault.YEAR_ONLY),
    (
        re.compile(rf"\A(?:[0-9]{{1,2}}[./-][0-9]{{4}}|[0-9]{{4}}[-/][0-9]{{1,2}}"
                   rf"|(?:{_MONTHS})[a-zä]*+\.?\s++[0-9]{{4}})", re.IGNORECASE),
        DateFault.MONTH_ONLY,
    ),
    (re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2}"), DateFault.SHORT_YEAR),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:.*"), DateFault.WITH_TIME),
)  # fmt: skip
_DURATION = re.compile(r"([0-9]{1,2}|100)(?:\s*(?:Jahr(?:en?)?|J\.|a))?", re.IGNORECASE)
_YEAR_INSIDE = re.compile(r"(?<![0-9.,])(?:199[0-9]|20[0-5][0-9]|2060)(?![0-9]|[.,][0-9])")


def parse_date(text: str) -> DateReading:
    """Read ``YYYY-MM-DD`` or ``T.M.JJJJ``; blanks around it are ignored (WEB-03)."""
    stripped = text.strip()
    if not stripped:
        return DateReading(fault=DateFault.EMPTY)
    if match := _ISO.fullmatch(stripped):
        year, month, day = match.groups()
    elif match := _GERMAN.fullmatch(stripped):
        day, month, year = match.groups()
    else:
        misses = (fault for pattern, fault in _NEAR_MISSES if pattern.fullmatch(stripped))
        return DateReading(fault=next(misses, DateFault.FORMAT))
    try:
        value = date(int(year), int(month), int(day))
    except ValueError:
        return DateReading(fault=DateFault.NOT_IN_CALENDAR)
    if not FIRST_DATE <= value <= LAST_DATE:
        return DateReading(fault=DateFault.OUT_OF_RANGE)
    return DateReading(value)


def format_german(iso: str) -> str:
    """Write a stored date for people, "01.10.2024"; anything else comes back unchanged."""
    match = _ISO.fullmatch(iso)
    return f"{match[3]}.{match[2]}.{match[1]}" if match else iso


def read_year(text: str) -> YearReading:
    """Read a calendar year from 1990 to 2060, and tell a duration from a year (SEC-20)."""
    stripped = text.strip()
    if not stripped:
        return YearReading(fault=YearFault.EMPTY)
    if match := _DURATION.fullmatch(stripped):
        return YearReading(fault=YearFault.DURATION, duration=int(match[1]))
    if re.fullmatch(r"[0-9]{3,5}", stripped):
        year = int(stripped)
        if FIRST_DATE.year <= year <= LAST_DATE.year and len(stripped) == 4:
            return YearReading(year)
        return YearReading(fault=YearFault.OUT_OF_RANGE)
    inside = sorted({int(year) for year in _YEAR_INSIDE.findall(_without_day(stripped))})
    if not inside:
        return YearReading(fault=YearFault.NOT_A_YEAR)
    proposal = inside[0] if len(inside) == 1 else None
    return YearReading(fault=YearFault.WITH_TEXT, proposal=proposal)


def _without_day(text: str) -> str:
    """Leave only the year of a German date, so that its points do not hide it."""
    return re.sub(r"(?<![0-9])[0-9]{1,2}\.(?:[0-9]{1,2}\.)?(?=[0-9]{4}(?![0-9]))", " ", text)


# --- The rules about the date of a state, and words for a date that is none ---------------------

STATE_WITHOUT_DATE: Final = Rule(
    id="state_without_date",
    severity=Severity.HINT,
    title="Sachstand ohne Datum",
    problem="Zum Sachstand fehlt das Datum.",
    site="Die öffentliche Seite zeigt immer „01/08/2024“, und in den offenen Daten fehlt der Tag.",
    remedy="Tragen Sie den Tag ein, zu dem der Sachstand gilt.",
    example="01.07.2024",
    fields=("state_date",),
)
STATE_FUTURE: Final = Rule(
    id="state_future",
    severity=Severity.WARNING,
    title="Sachstand in der Zukunft",
    problem="Das Datum {day} liegt in der Zukunft.",
    site="Die öffentliche Seite zeigt den Text schon jetzt als Sachstand.",
    remedy="Geben Sie den Tag ein, zu dem der Sachstand gilt, spätestens heute.",
    example="01.07.2024",
    fields=("state_date",),
)
DATE_UNREADABLE: Final = Rule(
    id="date_unreadable",
    severity=Severity.ERROR,
    title="Datum nicht lesbar",
    problem="{found} ist kein brauchbares Datum.",
    site="Die öffentliche Seite zeigt das Datum derzeit nicht, die offenen Daten enthalten es.",
    remedy="Geben Sie Tag, Monat und Jahr zwischen 1990 und 2060 ein.",
    example="01.07.2024",
)

DATE_REASONS: Final = MappingProxyType(
    {
        DateFault.EMPTY: "fehlt",
        DateFault.FORMAT: "ist nicht lesbar",
        DateFault.YEAR_ONLY: "nennt nur das Jahr",
        DateFault.MONTH_ONLY: "nennt keinen Tag",
        DateFault.SHORT_YEAR: "hat ein zweistelliges Jahr",
        DateFault.WITH_TIME: "enthält eine Uhrzeit",
        DateFault.NOT_IN_CALENDAR: "steht in keinem Kalender",
        DateFault.OUT_OF_RANGE: "liegt nicht zwischen 1990 und 2060",
    }
)


def check_state_date(view: MeasureView, today: date) -> Iterator[Finding]:
    """Yield a date of the state that cannot be read, is after *today*, or is missing (WEB-03)."""
    day, text = view.value("state_date"), view.value("state_text")
    if isinstance(day, str) and day.strip():
        reading = parse_date(day)
        iso = reading.iso
        if reading.value is not None and reading.value > today:
            shown, fix = format_german(reading.value.isoformat()), Fix(ENTER)
            yield report(STATE_FUTURE, view, "state_date", fix=fix, day=shown)
        if iso is None:
            fix = Fix(ENTER)
            yield report(DATE_UNREADABLE, view, "state_date", fix=fix, found=quoted(day))
        elif iso != day:
            label = take_value(format_german(iso))
            fix = setting(label, view, "state_date", iso, automatic=True)
            yield report(DATE_UNREADABLE, view, "state_date", fix=fix, found=quoted(day))
    elif isinstance(text, str) and text.strip() and not is_placeholder(text):
        yield report(STATE_WITHOUT_DATE, view, "state_date", fix=Fix(ENTER))


CHECKS: Final = ThemeChecks(dated=((check_state_date, frozenset({"state_date", "state_text"})),))
