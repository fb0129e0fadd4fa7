"""Dates that are none, or only nearly: quarters, weeks, and years of two digits."""

from __future__ import annotations

from datetime import date

import pytest

from klimaeditor.exchange.reportdays import find_day
from klimaeditor.model.shortdates import read_short_date
from tests.foreign_cases import (
    TITLES,
    by_place,
    codes,
    proposed,
    report_file,
    small_town,
    table_file,
)
from tests.request_tools import EVERYTHING, fill, proposals, requested, town_of_three
from ui.widgets import reading

NO_MONTH = [
    "Q4/2025",
    "KW 10/2025",
    "KW10/2025",
    "4. Quartal 2025",
    "Heft 3/2025",
    "H2/2025",
    "2025",
]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1.7.25", date(2025, 7, 1)),
        (" 31.12.25 ", date(2025, 12, 31)),
        ("01.02.95", date(1995, 2, 1)),
        ("31.2.25", None),
        ("1.7.2025", None),
        ("1.7.75", None),
        ("25", None),
    ],
)
def test_a_short_year_is_read(text, day):
    """From 1990 to 2060, and nothing but a day."""
    assert day == read_short_date(text)


@pytest.mark.parametrize("text", NO_MONTH)
def test_a_quarter_or_week_is_no_month(text):
    """Whatever stands before the slash counts something else."""
    assert find_day([(text, "")]) is None


@pytest.mark.parametrize("text", ["10/2025", "Stand 10/2025", "Oktober 2025", "2025-10"])
def test_a_month_stays_one(text):
    """Months are still found."""
    assert "2025-10-01" == find_day([(text, "")]).iso


@pytest.mark.parametrize("text", NO_MONTH)
def test_a_table_names_what_is_no_day(tmp_path, text):
    """Nothing is suggested, and the cell is named."""
    rows = [["Maßnahme", "Datum"], [TITLES["bauen1"], text], [TITLES["bauen2"], "1.10.2025"]]
    returned = proposed(small_town(), table_file(tmp_path / "tabelle.xlsx", rows))
    assert {("bauen2", "state_date"): "2025-10-01"} == by_place(returned)
    assert "unreadable_value" in codes(returned)


def test_a_short_year_is_offered_with_a_doubt(tmp_path):
    """In a table of others."""
    rows = [["Maßnahme", "Datum"], [TITLES["bauen1"], "1.7.25"]]
    (found,) = proposed(small_town(), table_file(tmp_path / "tabelle.xlsx", rows)).proposals
    assert ("2025-07-01", False) == (found.returned, found.unproblematic)


@pytest.mark.parametrize(("text", "day"), [("2.7.25", "2025-07-02"), ("31.12.25", "2025-12-31")])
def test_a_return_offers_it_too(tmp_path, text, day):
    """With its own reason."""
    dataset = town_of_three()
    path = requested(dataset, tmp_path, EVERYTHING)
    fill(path, "bauen1", {"Sachstand Datum": text})
    (found,) = proposals(dataset, path)
    assert (day, ["short_year"]) == (found.returned, [p.code for p in found.problems])


@pytest.mark.parametrize("text", ["1.7.25", "01.07.25"])
def test_the_form_offers_it(text):
    """The text is stored as typed until somebody takes the day."""
    found = reading.read_date(text)
    assert (text, (("01.07.2025 übernehmen", "2025-07-01"),)) == (found.stored, found.proposals)
    assert () == reading.read_date("1.7.2025").proposals


def report(tmp_path, text):
    """Return what a report with a row "Stand" suggests."""
    lines = [("Titel", TITLES["bauen1"]), ("Sachstand", "Neuer Satz."), ("Stand", text)]
    return proposed(small_town(), report_file(tmp_path / "b.xlsx", {"Blatt": lines}))


@pytest.mark.parametrize(
    "text", ["31.12.25", "2025", "Q4/2025", "Ende 2025", "KW 10/2025", "12.2025"]
)
def test_a_date_never_becomes_public_text(tmp_path, text):
    """The row "Stand" is a date, or names what cannot be read."""
    returned = report(tmp_path, text)
    assert "Neuer Satz." == by_place(returned)["bauen1", "state_text"]
    dates = {
        p.returned: p.unproblematic for p in returned.proposals if p.place.field == "state_date"
    }
    assert True not in dates.values()
    assert dates or "unreadable_value" in codes(returned)


def test_a_short_year_of_a_report_is_a_doubt(tmp_path):
    """The day is offered."""
    assert "2025-12-31" == by_place(report(tmp_path, "31.12.25"))["bauen1", "state_date"]


@pytest.mark.parametrize("text", ["Die Netze sind fertig.", "läuft"])
def test_what_happened_stays_text(tmp_path, text):
    """ "Stand" may hold what happened, as before."""
    assert f"Neuer Satz.\n{text}" == by_place(report(tmp_path, text))["bauen1", "state_text"]
