"""Tables and reports of others: nothing is taken unseen, and nothing vanishes unmentioned."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest

from tests.dataset_builders import additional_row, dataset_of, measure_row, rows
from tests.foreign_cases import (
    REPORT_TITLE,
    TITLES,
    by_place,
    codes,
    proposed,
    report_file,
    small_town,
    table_file,
)

LONG = "Die Planung wurde beschlossen, die Ausschreibung läuft seit dem Sommer."
IDS = tuple(TITLES)


def table(tmp_path, *rows, dataset=None):
    """Return what a table suggests."""
    return proposed(dataset or small_town(), table_file(tmp_path / "tabelle.xlsx", list(rows)))


def report(tmp_path, *lines, dataset=None):
    """Return what a report with one sheet suggests."""
    path = report_file(tmp_path / "bericht.xlsx", {"Tabelle1": [("Titel", REPORT_TITLE), *lines]})
    return proposed(dataset or small_town(), path)


@pytest.mark.parametrize(
    "rows",
    [
        [["", "in T€"], ["bauen1", 350]],
        [["bauen1", 350], ["", None], ["Alle Beträge in T€", None]],
    ],
)
def test_a_unit_in_a_row_of_its_own_scales_with_a_doubt(tmp_path, rows):
    """Below the header, or at the end of the table."""
    returned = table(tmp_path, ["Kennung", "Kosten"], *rows)
    (found,) = returned.proposals
    assert (350_000, False) == (found.returned, found.unproblematic)


def test_a_number_in_such_a_row_makes_it_no_unit(tmp_path):
    """A sum says nothing about the unit of others."""
    rows = [["bauen1", 5_000], ["Summe (davon 5 Mio. € Förderung)", 5_000]]
    returned = table(tmp_path, ["Kennung", "Kosten"], *rows)
    (found,) = returned.proposals
    assert (5_000, True) == (found.returned, found.unproblematic)


@pytest.mark.parametrize("day", [datetime(2025, 5, 1), "31.12.25", "2025-12-31"])  # noqa: DTZ001
def test_a_date_is_no_text(tmp_path, day):
    """It never gets to the page unseen where a sentence belongs."""
    returned = table(tmp_path, ["Kennung", "Sachstand"], ["bauen1", day])
    assert () == returned.unproblematic


@pytest.mark.parametrize("text", ["#NV", "#DIV/0!", "Err:502", "########"])
@pytest.mark.parametrize("header", ["Kosten", "Umsetzung bis", "Sachstand Datum", "Sachstand"])
def test_an_error_value_is_named_as_one(tmp_path, text, header):
    """As text of another program, in numbers, years, dates and texts alike (SEC-12)."""
    path = tmp_path / "tabelle.csv"
    path.write_text(f"Kennung;{header}\nbauen1;{text}\n", encoding="utf-8")
    returned = proposed(small_town(), path)
    assert () == returned.proposals
    assert "error_cell" in codes(returned)


def test_a_column_that_was_shifted_says_whose_values_it_holds(tmp_path):
    """What counts is what the dataset says, also where a value comes to an empty place."""
    amounts = dict(zip(IDS, (12_300, 45_600, 78_900, 98_700, None), strict=True))
    nothing = {"until_in_years": None, "quantity": None}
    dataset = _with_costs({key: nothing | {"value": value} for key, value in amounts.items()})
    shifted = [[key, amounts[before]] for before, key in pairwise(IDS)]
    rows_ = [["Kennung", "Kosten"], [IDS[0], None], *shifted]
    returned = table(tmp_path, *rows_, dataset=dataset)
    assert {"value_of_other_measure"} == {
        problem.code for found in returned.proposals for problem in found.problems
    }
    assert () == returned.unproblematic


def _with_costs(costs):
    measures = []
    for key, title in TITLES.items():
        row = measure_row(key, key[:-1])
        measures.append(row | {"Action outline": row["Action outline"] | {"Action name": title}})
    additional = [additional_row(i, short_title="", summary="", cost=costs[i]) for i in IDS]
    return dataset_of(rows(measures, additional, [], []))


def test_a_long_text_of_another_measure_is_doubtful(tmp_path):
    """In a table and in a report; the sentence names the other measure."""
    dataset = small_town(bauen2={"text": LONG, "date": "2025-01-01", "title": "Netz"})
    for returned in (
        table(tmp_path, ["Kennung", "Sachstand"], ["bauen1", LONG], dataset=dataset),
        report(tmp_path, ("Sachstand", LONG), dataset=dataset),
    ):
        (found,) = [p for p in returned.proposals if p.place.field == "state_text"]
        assert ["value_of_other_measure"] == [problem.code for problem in found.problems]
        assert "„Wärmenetz für das Hafenviertel“" in found.problems[0].message


def test_remarks_of_a_table_stand_at_the_measure_and_other_columns_are_named(tmp_path):
    """Nobody has to open the file to know what else it says."""
    header = ["Kennung", "Sachstand", "Bemerkung", "Farbe der Akte"]
    returned = table(tmp_path, header, ["bauen1", "Läuft gut.", "noch nicht öffentlich", "rot"])
    assert [("bauen1", "noch nicht öffentlich")] == [
        (r.measure_id, r.text) for r in returned.remarks
    ]
    (named,) = returned.problems
    assert not named.severe
    assert "„Farbe der Akte“" in named.message


def test_a_row_title_of_its_own_ends_the_text_above(tmp_path):
    """What stands in the row "Bemerkung" or "Budget" never gets into the public Sachstand."""
    lines = [("Sachstand", LONG), ("Bemerkung", "noch nicht öffentlich"), ("Budget", "5 Mio")]
    returned = report(tmp_path, *lines)
    assert LONG == by_place(returned)["bauen1", "state_text"]
    assert ["noch nicht öffentlich"] == [remark.text for remark in returned.remarks]
    assert any("„Budget“" in problem.message for problem in returned.problems)


def test_what_a_report_says_without_an_answer_is_counted_or_named(tmp_path):
    """A Sachstand "siehe Vorjahr", and costs that name no amount."""
    returned = report(tmp_path, ("Sachstand", "siehe Vorjahr"), ("Kosten", "im Haushalt enthalten"))
    assert {("bauen1", "state_title")} == by_place(returned).keys()
    said = " ".join(problem.message for problem in returned.problems)
    assert "1 Zelle ohne Aussage" in said
    assert "„im Haushalt enthalten“" in said


def test_only_sheets_without_a_date_are_named(tmp_path):
    """Where one sheet has a date, the file does not lack one."""
    sheets = {
        "A": [("Titel", TITLES["bauen1"]), ("Sachstand", LONG), ("Stand", "31.12.2025")],
        "B": [("Titel", TITLES["bauen2"]), ("Sachstand", "Der Bau läuft.")],
    }
    returned = proposed(small_town(), report_file(tmp_path / "bericht.xlsx", sheets))
    (undated,) = [p.message for p in returned.problems if p.code == "no_date"]
    assert "„B“" in undated
    assert "„A“" not in undated


def test_a_text_whose_quotation_marks_were_read_otherwise_is_doubtful(tmp_path):
    """As databases write them; where no mark is, nothing is doubted."""
    path = tmp_path / "tabelle.csv"
    said = r'"er sagte \"ja\", dann"'
    path.write_text(f"Kennung,Sachstand\nbauen1,{said}\nbauen2,Läuft gut.\n", encoding="utf-8")
    returned = proposed(small_town(), path)
    assert {("bauen1", "state_text"): 'er sagte "ja", dann'}.items() <= by_place(returned).items()
    assert ["bauen2"] == [found.measure_id for found in returned.unproblematic]


def test_the_day_of_one_measure_is_not_that_of_the_others(tmp_path):
    """A sheet that says too little to be read is no cover with the day of the report."""
    sheets = {
        "A": [("Titel", TITLES["bauen1"]), ("Stand", "05.02.2026")],
        "B": [("Titel", TITLES["bauen2"]), ("Sachstand", "Der Bau läuft.")],
    }
    returned = proposed(small_town(), report_file(tmp_path / "bericht.xlsx", sheets))
    assert ("bauen2", "state_date") not in by_place(returned)


@pytest.mark.parametrize("value", [58_000, True, "12,5"])
def test_a_bare_number_is_no_text(tmp_path, value):
    """In a table and in a report."""
    assert () == table(tmp_path, ["Kennung", "Sachstand"], ["bauen1", value]).unproblematic
    found = by_place(report(tmp_path, ("Sachstand", value)))
    assert ("bauen1", "state_text") in found
    taken = {p.place.field for p in report(tmp_path, ("Sachstand", value)).unproblematic}
    assert "state_text" not in taken
