"""Dates and years as typed (WEB-03)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.checks.dates import (
    DateFault,
    DateReading,
    YearFault,
    YearReading,
    format_german,
    parse_date,
    read_year,
)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-10-01", "2024-10-01"),
        ("01.10.2024", "2024-10-01"),
        ("1.10.2024", "2024-10-01"),
        ("1.1.2024", "2024-01-01"),
        (" 2024-10-01\n", "2024-10-01"),
        ("29.02.2024", "2024-02-29"),
        ("1990-01-01", "1990-01-01"),
        ("31.12.2060", "2060-12-31"),
    ],
)
def test_iso_and_german_dates_are_accepted(text: str, iso: str) -> None:
    reading = parse_date(text)

    assert (reading.iso, reading.fault) == (iso, None)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", DateFault.EMPTY),
        ("  ", DateFault.EMPTY),
        ("31.02.2024", DateFault.NOT_IN_CALENDAR),
        ("2023-02-29", DateFault.NOT_IN_CALENDAR),
        ("0000-01-01", DateFault.NOT_IN_CALENDAR),
        ("2024-13-01", DateFault.NOT_IN_CALENDAR),
        ("1989-12-31", DateFault.OUT_OF_RANGE),
        ("01.01.2061", DateFault.OUT_OF_RANGE),
        ("2024-1-5", DateFault.FORMAT),
        ("10/2024", DateFault.MONTH_ONLY),
        ("2024-10", DateFault.MONTH_ONLY),
        ("Oktober 2024", DateFault.MONTH_ONLY),
        ("März 2024", DateFault.MONTH_ONLY),
        ("2024", DateFault.YEAR_ONLY),
        ("01.10.24", DateFault.SHORT_YEAR),
        ("2024-10-01T00:00:00Z", DateFault.WITH_TIME),
        ("ab 01.10.2024", DateFault.FORMAT),
        ("10/01/2024", DateFault.FORMAT),
        ("٠١.١٠.٢٠٢٤", DateFault.FORMAT),
    ],
)
def test_everything_else_is_refused_with_its_reason(text: str, fault: DateFault) -> None:
    reading = parse_date(text)

    assert reading == DateReading(fault=fault)
    assert reading.iso is None


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_written_dates_are_read_back(day: date) -> None:
    german = format_german(day.isoformat())

    assert parse_date(german).value == parse_date(day.isoformat()).value == day


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("2024-10-01", "01.10.2024"),
        ("10/2024", "10/2024"),
        ("", ""),
        ("2024-10-01 ", "2024-10-01 "),
    ],
)
def test_only_iso_dates_are_rewritten_for_people(stored: str, shown: str) -> None:
    assert format_german(stored) == shown


@pytest.mark.parametrize("text", ["2030", " 2030 ", "1990", "2060"])
def test_a_calendar_year_is_read(text: str) -> None:
    assert read_year(text) == YearReading(int(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", YearReading(fault=YearFault.EMPTY)),
        ("20", YearReading(fault=YearFault.DURATION, duration=20)),
        ("20 Jahre", YearReading(fault=YearFault.DURATION, duration=20)),
        ("1 Jahr", YearReading(fault=YearFault.DURATION, duration=1)),
        ("1989", YearReading(fault=YearFault.OUT_OF_RANGE)),
        ("2061", YearReading(fault=YearFault.OUT_OF_RANGE)),
        ("203", YearReading(fault=YearFault.OUT_OF_RANGE)),
        ("20300", YearReading(fault=YearFault.OUT_OF_RANGE)),
        ("02030", YearReading(fault=YearFault.OUT_OF_RANGE)),
        ("Ende 2030", YearReading(fault=YearFault.WITH_TEXT, proposal=2030)),
        ("01.10.2030", YearReading(fault=YearFault.WITH_TEXT, proposal=2030)),
        ("10/2030", YearReading(fault=YearFault.WITH_TEXT, proposal=2030)),
        ("2030, spätestens 2030", YearReading(fault=YearFault.WITH_TEXT, proposal=2030)),
        ("2024-2030", YearReading(fault=YearFault.WITH_TEXT)),
        ("20.30", YearReading(fault=YearFault.NOT_A_YEAR)),
        ("2.030", YearReading(fault=YearFault.NOT_A_YEAR)),
        ("2030,5", YearReading(fault=YearFault.NOT_A_YEAR)),
        ("-2030", YearReading(fault=YearFault.WITH_TEXT, proposal=2030)),
        ("demnächst", YearReading(fault=YearFault.NOT_A_YEAR)),
    ],
)
def test_what_is_no_year_says_why(text: str, expected: YearReading) -> None:
    assert read_year(text) == expected


@given(st.text(max_size=30))
def test_any_text_gets_either_a_value_or_a_fault(text: str) -> None:
    day, year = parse_date(text), read_year(text)

    assert (day.value is None) == (day.fault is not None)
    assert (year.year is None) == (year.fault is not None)
