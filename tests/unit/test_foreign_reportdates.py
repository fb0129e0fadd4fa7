"""The day a report speaks of: in its name, a heading or a row title (MRG-08, WEB-03)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klimaeditor.exchange.reportdays import find_day
from tests.foreign_cases import FULL_REPORT as FULL
from tests.foreign_cases import by_place, codes, proposed, report_file, small_town, suggested


@pytest.mark.parametrize(
    ("text", "iso", "exact"),
    [
        ("Sachstand (Stand: 01.10.2025)", "2025-10-01", True),
        ("Sachstandsbericht_2025-10-07", "2025-10-07", True),
        ("Bericht 20251007 neu", "2025-10-07", True),
        ("7. Oktober 2025", "2025-10-07", True),
        ("Bericht_07_10_2025", "2025-10-07", True),
        ("Stand Okt. 2025", "2025-10-01", False),
        ("Bericht März 2025", "2025-03-01", False),
        ("Sachstand 10/2025", "2025-10-01", False),
        ("2025-10 Bericht", "2025-10-01", False),
        ("Plan 2025", None, None),
        ("V/0314/2023", None, None),
        ("31.02.2025", None, None),
        ("Telefon 0251 20251350", None, None),
        ("01.10.1850", None, None),
    ],
)
def test_a_day_is_found_where_it_is_written(text, iso, exact):
    found = find_day([(text, "hier")])

    assert (iso, exact) == ((found.iso, found.exact) if found else (None, None))


@settings(max_examples=60)
@given(st.dates())
def test_every_day_of_our_time_is_found_again(day):
    found = find_day([(f"Stand {day:%d.%m.%Y}", "")])
    ours = 1990 <= day.year <= 2060

    assert (day.isoformat() if ours else None) == (found.iso if found else None)


@pytest.mark.parametrize(
    ("name", "first"),
    [("Bericht 2025-10-07.xlsx", ()), ("b.xlsx", (("Stand", "07.10.2025"),))],
)
def test_the_day_of_the_report_becomes_the_date_of_the_state(tmp_path, name, first):
    found = suggested(tmp_path, [*first, *FULL], name=name)

    assert "2025-10-07" == found["bauen1", "state_date"]


def test_a_month_is_a_guess_to_look_at(tmp_path):
    path = report_file(tmp_path / "Bericht Oktober 2025.xlsx", {"Tabelle1": FULL})
    returned = proposed(small_town(), path)

    assert "2025-10-01" == by_place(returned)["bauen1", "state_date"]
    assert "month_only" in codes(returned)
    assert "state_date" not in {p.place.field for p in returned.unproblematic}


def test_without_a_day_the_reader_is_asked_for_one_and_may_give_it(tmp_path):
    path = report_file(tmp_path / "b.xlsx", {"Tabelle1": FULL})

    assert "no_date" in codes(proposed(small_town(), path))
    assert "2025-12-01" == suggested(tmp_path, FULL, day="2025-12-01")["bauen1", "state_date"]
