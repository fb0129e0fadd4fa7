"""Damage in cells has its code, names file, sheet and cell, and is never taken unseen."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from klimaeditor.diff.decide import Action
from tests.dataset_builders import dataset_of, measure_row, rows
from tests.muenster_fields import FIELDS_BY_NAME
from tests.request_tools import (
    EVERYTHING,
    LINKS,
    LONG,
    MEASURES,
    PROGRESS,
    codes,
    fill,
    only,
    requested,
    row_of,
    taken,
    town_of_three,
)
from tests.workbook_tools import headers, patched, sheet_part, worked_on


@pytest.fixture
def asked(tmp_path):
    """Return a dataset and the workbook that asks about everything."""
    dataset = town_of_three()
    return dataset, requested(dataset, tmp_path, EVERYTHING)


def codes_of(proposal) -> set[str]:
    """Return the codes of what speaks against a proposal."""
    return {problem.code for problem in proposal.problems}


def cell_under(sheet, header):
    """Return the cell of the first measure under a header."""
    return sheet.cell(row_of(sheet, "bauen1"), headers(sheet).index(header) + 1)


CELLS = {
    "date_for_number": [
        ("Kosten (Euro)", datetime(1960, 1, 2), "date_for_number"),  # noqa: DTZ001 - as Excel
        ("Umsetzung bis (Jahr)", date(1905, 7, 22), "date_for_number"),
    ],
    "date_for_text": [("Wer macht es?", date(2026, 5, 3), "date_for_text")],
    "number_for_date": [("Sachstand Datum", 45_474, "number_for_date")],
    "number_for_text": [("Wer macht es?", 61, "number_for_text")],
    "thousands_lost": [
        ("Kosten (Euro)", 60, "thousands_lost"),
        ("Kosten (Euro)", 75.5, "thousands_lost"),
    ],
    "ambiguous_number": [("Kosten (Euro)", "1.234", "ambiguous_number")],
    "unreadable_number": [
        ("Kosten (Euro)", "etwa 5 Mio.", "unreadable_number"),
        ("Umsetzung bis (Jahr)", 3, "unreadable_number"),
    ],
    "unreadable_date": [
        ("Sachstand Datum", "Sommer", "unreadable_date"),
        ("Sachstand Datum", "31.02.2026", "unreadable_date"),
        ("Sachstand Datum", date(2205, 1, 1), "unreadable_date"),
    ],
    "unknown_choice": [("Art des Fortschritts", "nach Gefühl", "unknown_choice")],
    "text_cut": [
        ("Sachstand Text", LONG[:255], "text_cut"),
        ("Sachstand Text", LONG[:602], "text_cut"),
    ],
    "emptied_cell": [("Sachstand Text", None, "emptied_cell")],
}
CELL_CASES = [case for cases in CELLS.values() for case in cases]


@pytest.mark.parametrize(("header", "value", "code"), CELL_CASES)
def test_what_excel_or_typing_spoiled_is_offered_with_its_code(asked, header, value, code):
    dataset, path = asked
    fill(path, "bauen1", {header: value})
    with worked_on(path) as book:  # the format of the column would turn 45474 into a day again
        if code == "number_for_date":
            cell_under(book[MEASURES], header).number_format = "General"
    problem = only(dataset, path, code)
    (returned,) = taken(dataset, path)
    (proposal,) = returned.proposals
    assert (problem,) == proposal.problems
    assert not proposal.unproblematic
    for named in ("„abfrage.xlsx“", f"„{MEASURES}“", f"Zelle {proposal.cell}", f"„{header}“"):
        assert named in problem.message


def test_an_ambiguous_number_is_offered_as_thousands(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Kosten (Euro)": "1.234 €"})
    (returned,) = taken(dataset, path)
    assert [1234] == [p.returned for p in returned.proposals]


def test_a_lost_thousands_point_shows_in_the_number_format(asked):
    dataset, path = asked
    with worked_on(path) as book:
        sheet = book[PROGRESS]
        cell = sheet.cell(row_of(sheet, "bauen3"), headers(sheet).index("Stand") + 1)
        cell.value, cell.number_format = 61, "0.000"
    only(dataset, path, "thousands_lost")


def test_a_percent_sign_makes_excel_store_a_hundredth(asked):
    dataset, path = asked
    with worked_on(path) as book:
        sheet = book[PROGRESS]
        cell = sheet.cell(row_of(sheet, "bauen3"), headers(sheet).index("Stand") + 1)
        cell.value, cell.number_format = 0.45, "0%"
    only(dataset, path, "percent_format")
    (proposal,) = taken(dataset, path)[0].proposals
    assert 45 == proposal.returned["value"]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("1.500 t CO2 pro Jahr", set()),
        ("1.500 t CO2e pro Jahr", {"co2_meaning"}),
        ("1.500 t CO2 bis 2030", {"co2_meaning"}),
        ("wird noch berechnet", set()),
    ],
)
def test_co2_and_co2e_and_yearly_and_in_all_are_told_apart(tmp_path, now, expected):
    row = measure_row("bauen1")
    field = FIELDS_BY_NAME["ghg_reduction"]
    row[field.path[0]][field.path[1]] = "1.200 t CO2 pro Jahr"
    dataset = dataset_of(rows([row]))
    path = requested(dataset, tmp_path, EVERYTHING)
    fill(path, "bauen1", {field.excel.header: now})
    assert expected == codes(taken(dataset, path)[0])


def test_days_counted_from_1904_are_the_same_days(asked):
    dataset, path = asked
    with worked_on(path) as book:
        book.epoch = CALENDAR_MAC_1904
    assert taken(dataset, path)[0].is_clean
    assert () == taken(dataset, path)[0].proposals


@pytest.mark.parametrize("text", ["#NAME?", "#BEZUG!", "#NV"])
def test_an_error_written_as_text_is_an_error(asked, text):
    dataset, path = asked
    fill(path, "bauen1", {"Sachstand Text": text})
    problem = only(dataset, path, "excel_error")
    assert text in problem.message
    assert () == taken(dataset, path)[0].proposals


def test_an_error_cell_is_not_taken(asked):
    dataset, path = asked
    with worked_on(path) as book:
        sheet = book[MEASURES]
        cell = sheet.cell(2, headers(sheet).index("Sachstand Text") + 1)
        cell.value, cell.data_type = "#NAME?", "e"
    only(dataset, path, "excel_error")
    assert () == taken(dataset, path)[0].proposals


def test_a_formula_is_offered_with_what_it_showed(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Kosten (Euro)": "=2*45000"})
    part = sheet_part(path, MEASURES)
    shown = patched(path, part, b"<f>2*45000</f><v />", b"<f>2*45000</f><v>90000</v>")
    (returned,) = taken(dataset, shown)
    (proposal,) = returned.proposals
    assert 90_000 == proposal.returned
    assert ["formula"] == [p.code for p in proposal.problems]
    assert "=2*45000" in proposal.problems[0].message


def test_a_formula_that_showed_nothing_says_nothing(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Sachstand Text": "=- Dämmung"})
    only(dataset, path, "formula")
    assert () == taken(dataset, path)[0].proposals


def test_a_remark_that_became_a_formula_is_not_lost(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Bemerkung an die Stabsstelle": "=Frage: ok?"})
    only(dataset, path, "formula")
    assert ["=Frage: ok?"] == [found.text for found in taken(dataset, path)[0].remarks]


def test_merged_cells_are_not_read(asked):
    dataset, path = asked
    with worked_on(path) as book:
        sheet = book[MEASURES]
        place = headers(sheet).index("Zusammenfassung") + 1
        sheet.cell(2, place, "Für beide")
        sheet.merge_cells(start_row=2, end_row=3, start_column=place, end_column=place)
    (returned,) = taken(dataset, path)
    assert {"merged_cells"} == codes(returned, severe=True)
    assert () == returned.proposals


def test_a_missing_sheet_is_not_answered_and_said(asked):
    dataset, path = asked
    with worked_on(path) as book:
        del book[LINKS]
    assert LINKS in only(dataset, path, "sheet_missing").message


def test_an_answer_that_contradicts_the_row_is_said(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Zusammenfassung": "Neu", "Rückmeldung": "keine Änderung"})
    only(dataset, path, "answer_contradicts")
    fill(path, "bauen1", {"Rückmeldung": "geändert"})
    assert taken(dataset, path)[0].is_clean


def test_an_answer_nobody_offered_is_a_remark(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Rückmeldung": "siehe Mail"})
    assert {"unknown_answer"} == codes(taken(dataset, path)[0])


@pytest.mark.parametrize(
    "values", [{"Datum": date(2026, 2, 1)}, {"Stand": "abgeschlossen"}], ids=["day", "value"]
)
def test_half_an_entry_is_not_taken(asked, values):
    dataset, path = asked
    fill(path, "bauen1", values, sheet=PROGRESS, nth=2)
    only(dataset, path, "incomplete_entry")
    assert () == taken(dataset, path)[0].proposals


def test_a_second_entry_for_one_day_is_not_taken(asked):
    dataset, path = asked
    again = {"Datum": date(2025, 5, 1), "Stand": "abgeschlossen"}
    fill(path, "bauen1", again, sheet=PROGRESS, nth=2)
    only(dataset, path, "duplicate_date")
    assert () == taken(dataset, path)[0].proposals


def test_forbidden_characters_are_said(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Zusammenfassung": "Text \u202e rückwärts"})
    only(dataset, path, "bad_characters")


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "a &lt;b&gt; c", "<!-- x"])
def test_markup_is_never_taken_unseen(asked, text):
    """What the public site would run or swallow is no clear answer (SEC-01)."""
    dataset, path = asked
    fill(path, "bauen1", {"Zusammenfassung": f"Neu: {text}"})
    only(dataset, path, "markup")


def test_signs_that_are_no_markup_are_clear(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Zusammenfassung": "R&D für < 10.000 Euro, <300 Stück, > 5"})
    (returned,) = taken(dataset, path)
    assert returned.is_clean


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://a@b.de", "file:///c:/x"])
def test_an_address_that_must_not_be_published_is_never_taken_unseen(asked, url):
    dataset, path = asked
    fill(path, "bauen1", {"Adresse": url}, sheet=LINKS)
    (returned,) = taken(dataset, path)
    assert not [p for p in returned.unproblematic if "bad_address" not in codes_of(p)]
    assert "bad_address" in {c for p in returned.proposals for c in codes_of(p)}


def test_the_word_empties_a_field_without_doubt(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Sachstand Text": " Leeren ", "Kosten (Euro)": "leeren"})
    (returned,) = taken(dataset, path)
    assert returned.is_clean
    assert {("cost_value", ""), ("state_text", "")} == {
        (p.place.field, p.returned) for p in returned.unproblematic
    }


def test_the_word_removes_an_entry(asked):
    dataset, path = asked
    fill(path, "bauen1", {"Stand": "leeren"}, sheet=PROGRESS)
    fill(path, "bauen1", {"Titel des Links": "leeren"}, sheet=LINKS)
    (returned,) = taken(dataset, path)
    assert {Action.TAKE} == {p.action for p in returned.unproblematic}
    assert [("links", "https://bauen1.de"), ("progress_values", "2025-05-01")] == sorted(
        p.place for p in returned.unproblematic
    )
