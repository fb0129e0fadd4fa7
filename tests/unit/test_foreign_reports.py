"""Sheets made for people: one measure each, titles and texts broken over rows (MRG-08)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from klimaeditor.excel.foreign import Grid, GridRow, Grids
from klimaeditor.exchange import cityreport, matching, reportlabels
from klimaeditor.exchange.cityreport import read_report
from klimaeditor.exchange.importing import ForeignKind, recognise
from klimaeditor.exchange.proposals import FileKind
from klimaeditor.exchange.reportlabels import RowPart
from klimaeditor.site.muenster import muenster
from tests.foreign_cases import FULL_REPORT as FULL
from tests.foreign_cases import REPORT_SAYS as WANTED
from tests.foreign_cases import REPORT_TITLE as TITLE
from tests.foreign_cases import (
    TITLES,
    by_place,
    chosen_ids,
    codes,
    proposed,
    report_file,
    small_town,
    suggested,
)


def report_of(path):
    found = recognise(path, site=muenster())
    assert ForeignKind.REPORT is found.kind
    return found.report


# --- layout --------------------------------------------------------------------------------------


def test_everything_stated_is_suggested_and_nothing_else(tmp_path):
    path = report_file(tmp_path / "b.xlsx", {"Tabelle1": FULL}, ("A2:A3", "A5:A7", "A9:A9"))
    returned = proposed(small_town(), path)

    assert FileKind.REPORT is returned.kind
    assert WANTED == by_place(returned)
    assert {"state_title": "B1", "state_text": "B5", "total_costs": "B9", "cost_value": "B9"} == {
        p.place.field: p.cell for p in returned.proposals if p.place.field != "ghg_reduction"
    }


def test_the_order_of_the_rows_does_not_matter(tmp_path):
    blocks = [FULL[4:7], FULL[8:9], FULL[9:11], FULL[1:3], FULL[0:1], FULL[12:18]]

    assert WANTED == suggested(tmp_path, [line for block in blocks for line in block])


def test_missing_rows_leave_out_what_they_would_have_said(tmp_path):
    assert {("bauen1", "state_title"), ("bauen1", "state_text")} == set(
        suggested(tmp_path, [FULL[0], FULL[4]])
    )


def test_a_title_over_several_rows_is_one_title(tmp_path):
    lines = [("Titel", "€€€ Dächer der"), (None, "Schulen begrünen "), *FULL[1:]]

    assert f"€€€ {TITLE}" == suggested(tmp_path, lines)["bauen1", "state_title"]


def test_the_row_titles_may_stand_in_another_column_below_a_heading(tmp_path):
    heading = [("Sachstandsbericht der Stadt",), (), ()]
    lines = [*heading, *((None, None, *line) for line in FULL)]

    assert WANTED == suggested(tmp_path, lines)


def test_row_title_and_text_may_share_a_cell(tmp_path):
    lines = [(f"Titel: {TITLE}",), ("Sachstand: Zwei sind fertig.",), ("Kosten: 500 Euro",)]
    found = suggested(tmp_path, lines)

    assert "Zwei sind fertig." == found["bauen1", "state_text"]
    assert 500 == found["bauen1", "cost_value"]


def test_the_text_may_stand_below_its_row_title(tmp_path):
    lines = [
        *(("Titel",), (TITLE,), ("Sachstand",), ("Zwei Schulen sind fertig.",)),
        *(("die dritte folgt im nächsten Jahr",), ("Kosten",), ("ca. 500 Euro",)),
    ]
    found = suggested(tmp_path, lines)

    assert (
        "Zwei Schulen sind fertig.\ndie dritte folgt im nächsten Jahr"
        == (found["bauen1", "state_text"])
    )
    assert 500 == found["bauen1", "cost_value"]


def test_a_paragraph_across_both_columns_belongs_to_the_text_above(tmp_path):
    prose = "Außerdem wurde mit allen Beteiligten gesprochen, und es gab ein gutes Ergebnis."
    lines = [*FULL[:5], (prose,), *FULL[7:]]

    assert (
        f"Zwei Schulen sind fertig. \n{prose}"
        == (suggested(tmp_path, lines)["bauen1", "state_text"])
    )


def test_a_title_without_a_row_title_may_stand_above(tmp_path):
    assert ("bauen1", "state_text") in suggested(tmp_path, [(None, TITLE), *FULL[1:]])


def test_other_words_for_the_same_rows_are_understood(tmp_path):
    lines = [
        ("Name der Maßnahme", TITLE),
        ("Stand der Umsetzung", "Läuft."),
        ("Gesamtkosten", "500.000 €"),
        ("THG-Minderung", "12 t CO2e"),
    ]

    assert {"state_title", "state_text", "total_costs", "cost_value", "ghg_reduction"} == {
        field for _, field in suggested(tmp_path, lines)
    }


def test_a_sheet_may_hold_two_measures_one_below_the_other(tmp_path):
    lines = [
        FULL[0],
        FULL[4],
        (None, None),
        ("Titel", TITLES["verkehr1"]),
        ("Sachstand", "Fertig."),
    ]
    found = suggested(tmp_path, lines)

    assert "Zwei Schulen sind fertig." == found["bauen1", "state_text"]
    assert "Fertig." == found["verkehr1", "state_text"]


def test_a_sheet_without_a_title_goes_on_with_the_one_before(tmp_path):
    path = report_file(tmp_path / "b.xlsx", {"Tabelle1": FULL[:4], "Tabelle2": FULL[4:11]})
    returned = proposed(small_town(), path)

    assert WANTED == by_place(returned)
    assert 1 == len(report_of(path).entries)


def test_a_sheet_without_a_title_row_is_known_by_its_name_or_heading(tmp_path):
    assert ("bauen1", "state_text") in suggested(tmp_path, FULL[1:], sheet=TITLE[:31])
    assert ("verkehr1", "state_text") in suggested(
        tmp_path, [(TITLES["verkehr1"],), *FULL[1:]], name="c.xlsx"
    )


def test_the_name_of_a_sheet_may_be_cut(tmp_path):
    dataset = small_town()
    long = "Beratung für Eigentümerinnen und Eigentümer"
    path = report_file(tmp_path / "b.xlsx", {long[:31]: FULL[1:]})
    returned = proposed(dataset, path)

    assert "bauen3" in {p.measure_id for p in returned.proposals}
    assert () == returned.unproblematic


@pytest.mark.parametrize("number", ["3. ", "Maßnahme 3.2: ", "B-03 ", "€€€ 4) ", "BS 12 – "])
def test_a_number_before_the_title_does_not_matter(tmp_path, number):
    found = suggested(tmp_path, [("Titel", number + TITLE), FULL[4]])

    assert ("bauen1", "state_text") in found


def test_a_title_written_into_every_row_it_spans_is_one_title(tmp_path):
    lines = [("Titel", "€€€ Dächer der"), ("Titel", "Schulen begrünen"), *FULL[1:]]

    assert WANTED == suggested(tmp_path, lines)


def test_a_date_in_a_row_title_is_no_text(tmp_path):
    lines = [FULL[0], ("Sachstand (Stand: 01.10.2025)", "Läuft.")]
    found = suggested(tmp_path, lines)

    assert ("Läuft.", "2025-10-01") == (
        found["bauen1", "state_text"],
        found["bauen1", "state_date"],
    )


def test_a_bare_number_in_the_row_of_the_costs_is_an_amount(tmp_path):
    found = suggested(tmp_path, [FULL[0], FULL[4], ("Kosten", 214000)])

    assert 214000 == found["bauen1", "cost_value"]
    assert ("bauen1", "total_costs") not in found


def test_a_sheet_nobody_can_place_is_named_and_offered(tmp_path):
    path = report_file(tmp_path / "b.xlsx", {"Tabelle1": FULL[1:]})
    returned = proposed(small_town(), path)

    assert () == returned.proposals
    assert "no_measure" in codes(returned)


def test_sheets_without_a_measure_are_named(tmp_path):
    path = report_file(tmp_path / "b.xlsx", {"Deckblatt": [("Bericht",)], "Tabelle1": FULL})
    returned = proposed(small_town(), path)

    assert WANTED == by_place(returned)
    assert any("Deckblatt" in problem.message for problem in returned.problems)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Titel ", RowPart.TITLE),
        ("CO2-Reduktionspotential  ", RowPart.CO2),
        ("CO₂-Einsparung", RowPart.CO2),
        ("Sachstand und Plan 2025 ", RowPart.STATE),
        ("Sachstand (Stand: 01.10.2025)", RowPart.STATE),
        ("Plan 2026", RowPart.PLAN),
        ("Indikatoren (Gesamtmaßnah me) ", RowPart.INDICATORS),
        ("Messgrößen", RowPart.INDICATORS),
        ("Titel¹", RowPart.TITLE),
        ("Maßnahme 12", RowPart.TITLE),
        ("Sachstandsbericht 2025", None),
        ("Radweg zum Bahnhof", None),
        ("#NAME?", None),
        ("", None),
    ],
)
def test_a_row_title_is_known(text, part):
    assert part is cityreport.part_of(text)


# --- texts, amounts ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("4.350.000 Euro pro Jahr", None),
        ("maximal 120.000 Euro", None),
        ("7.000 - 10.000 Euro", None),
        ("20.000 € und 30.000 €", None),
        ("rund 1,5 Mio. €", 1500000),
    ],
)
def test_only_a_single_sum_becomes_an_amount_and_is_never_taken_unseen(tmp_path, text, amount):
    path = report_file(tmp_path / "b.xlsx", {"Tabelle1": [*FULL[:8], ("Kosten", text)]})
    returned = proposed(small_town(), path)
    found = by_place(returned)

    assert text == found["bauen1", "total_costs"]
    assert amount == found.get(("bauen1", "cost_value"))
    assert "cost_value" not in {p.place.field for p in returned.unproblematic}


@pytest.mark.parametrize("text", ["k. A.", "Siehe Sachstand oben", "noch nicht bekannt", "–"])
def test_costs_that_state_nothing_suggest_nothing(tmp_path, text):
    found = suggested(tmp_path, [*FULL[:8], ("Kosten", text), ("CO2-Einsparung", text)])

    assert {"state_title", "state_text"} == {field for _, field in found}


def test_what_the_dataset_says_already_is_no_suggestion(tmp_path):
    state = {
        "title": f"€€€ {TITLE}",
        "date": "2025-10-01",
        "text": "Zwei Schulen sind fertig.\n\nDie dritte folgt.",
    }
    path = report_file(tmp_path / "b.xlsx", {"Tabelle1": FULL[:8]})

    assert () == proposed(small_town(bauen1=state), path).proposals


def test_the_state_title_finds_the_measure_before_its_names(tmp_path):
    state = {"title": TITLES["verkehr1"], "date": "2025-10-01", "text": "alt"}
    dataset = small_town(bauen1=state)
    path = report_file(tmp_path / "b.xlsx", {"Tabelle1": [("Titel", TITLES["verkehr1"]), FULL[4]]})
    names = matching.Names(dataset, matching.Basis.STATE_TITLE)
    (match,) = cityreport.match_entries(names, report_of(path))

    assert matching.Basis.STATE_TITLE is match.candidates[0].basis
    assert ["bauen1"] == chosen_ids(dataset, [match])


def test_two_sheets_about_one_measure_are_named(tmp_path):
    path = report_file(tmp_path / "b.xlsx", {"A": FULL, "B": FULL})
    returned = proposed(small_town(), path)

    assert {"A"} == {p.sheet for p in returned.proposals}
    assert "double_row" in codes(returned)


def test_a_report_with_formulas_is_never_taken_unseen(tmp_path):
    path = report_file(tmp_path / "b.xlsx", {"Tabelle1": [*FULL[:8], ("Indikatoren", "=1+1")]})

    returned = proposed(small_town(), path)
    assert returned.proposals
    assert () == returned.unproblematic


# --- whatever comes ------------------------------------------------------------------------------

PIECES = (
    *("", " ", "Titel", "Sachstand ", "Kosten", "CO2-Reduktionspo-", "tential", "Stand"),
    *("Plan 2025", "Text.", "1.000 €", "Titel: x", "#REF!", TITLE),
)
CELLS = st.sampled_from(PIECES)


@given(st.lists(st.lists(CELLS, max_size=4), max_size=12), st.text(max_size=12))
def test_no_sheet_breaks_the_reading_and_every_line_stays_in_one_block(lines, title):
    rows = tuple(GridRow(n, tuple(line)) for n, line in enumerate(lines, 1) if line)
    report = read_report(Grids("x.xlsx", (Grid(title, rows),)))

    for entry in report.entries if report else ():
        for block in entry.blocks:
            assert all(isinstance(line, str) for line in block.lines)
            assert block.cell[0].isalpha()


@settings(max_examples=40)
@given(st.permutations(range(6)), st.booleans())
def test_any_order_of_the_rows_says_the_same(order, merged_texts):
    blocks = [FULL[0:1], FULL[1:3], FULL[4:7], FULL[8:9], FULL[9:11], FULL[18:21]]
    lines = [line for place in order for line in blocks[place]]
    rows = tuple(
        GridRow(n, tuple("" if cell is None else str(cell) for cell in line))
        for n, line in enumerate(lines, 1)
    )
    (entry,) = read_report(Grids("x.xlsx", (Grid("Tabelle1", rows),))).entries

    assert f"€€€ {TITLE}" == entry.title
    assert WANTED["bauen1", "state_text"] == entry.block(RowPart.STATE).text
    assert "ca. 12 t CO2/a" == entry.block(RowPart.CO2).text.strip()


def test_rewriting_by_another_program_changes_nothing(tmp_path):
    path = report_file(tmp_path / "b.xlsx", {"Tabelle1": FULL}, ("A5:A7",))
    book = load_workbook(path)
    book["Tabelle1"].insert_cols(1)
    book.save(path)

    assert WANTED == by_place(proposed(small_town(), path))


# --- how much is looked at -----------------------------------------------------------------------


def looked_at(count: int, monkeypatch) -> int:
    """Return how often a text is looked at as a row title in a report of *count* rows."""
    calls = []
    part_of = cityreport.part_of
    rows = [GridRow(1, ("Titel", "a")), GridRow(2, ("Sachstand", "b"))]
    rows += [GridRow(n, ("Planung", "Text")) for n in range(3, count + 3)]
    with monkeypatch.context() as patch:
        patch.setattr(cityreport, "part_of", lambda text: calls.append(text) or part_of(text))
        assert read_report(Grids("b.xlsx", (Grid("Eins", tuple(rows)),))) is not None
    return len(calls)


def test_twice_as_many_rows_are_looked_at_twice_as_often(monkeypatch):
    assert looked_at(400, monkeypatch) <= 2.5 * looked_at(200, monkeypatch)


@pytest.mark.parametrize("text", ["x" * 30_000, "Sachstand" + " " * 30_000, "Stand. " * 5_000])
def test_a_long_text_is_no_row_title(text, monkeypatch):
    monkeypatch.setattr(reportlabels, "plain", None)

    assert cityreport.part_of(text) is None


def test_a_row_title_that_never_ends_goes_on_no_further():
    assert not cityreport.continues("Sachstand, " * 1_000, "und so weiter")
    assert cityreport.continues("Informationen zu", "Drittmitteln")
    assert ("Titel", "Dach ") == cityreport.split_cell(" \n Titel: Dach ")
    assert cityreport.split_cell(" " * 30_000) is None
