"""Only what is visible and not struck out is taken unseen, in returns, tables and reports."""

from __future__ import annotations

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.foreign_cases import TITLES, by_place, codes, proposed, report_file, small_town
from tests.request_tools import (
    EVERYTHING,
    LINKS,
    MEASURES,
    fill,
    proposals,
    requested,
    row_of,
    taken,
    town_of_three,
)
from tests.workbook_tools import headers, worked_on

STATE = "Sachstand Text"
HALF = CellRichText(TextBlock(InlineFont(strike=True), "Planung läuft"), " Bau begonnen")


@pytest.fixture
def asked(tmp_path):
    """Return a dataset and the workbook that asks about everything."""
    dataset = town_of_three()
    return dataset, requested(dataset, tmp_path, EVERYTHING)


def put(path, measure_id, header, value, *, strike=False, sheet=MEASURES):
    """Write a value, perhaps struck out; texts with runs keep them."""
    book = load_workbook(path, rich_text=True)
    found = book[sheet]
    cell = found.cell(row_of(found, measure_id), headers(found).index(header) + 1)
    cell.value = value
    if strike:
        cell.font = Font(strike=True)
    book.save(path)


def reasons(found):
    """Return the codes against a proposal."""
    return [problem.code for problem in found.problems]


def test_struck_runs_are_left_out_and_named(asked):
    """What is struck is not part of the text."""
    dataset, path = asked
    put(path, "bauen1", STATE, HALF)
    (found,) = proposals(dataset, path)
    assert ("Bau begonnen", ["struck_part"]) == (found.returned, reasons(found))
    assert "Planung läuft" in found.problems[0].message


@pytest.mark.parametrize(
    ("header", "value"),
    [(STATE, "Bau begonnen"), ("Kosten (Euro)", 70_000), ("Umsetzung bis (Jahr)", 2031)],
)
def test_a_struck_cell_asks_whether_to_remove_the_value(asked, header, value):
    """Texts, amounts and years alike."""
    dataset, path = asked
    put(path, "bauen1", header, value, strike=True)
    (found,) = proposals(dataset, path)
    assert ("", ["struck_out"]) == (found.returned, reasons(found))
    assert "löschen?" in found.problems[0].message


def test_striking_what_was_sent_asks_too(asked):
    """The text itself need not change."""
    dataset, path = asked
    with worked_on(path) as book:
        sheet = book[MEASURES]
        cell = sheet.cell(row_of(sheet, "bauen2"), headers(sheet).index(STATE) + 1)
        cell.font = Font(strike=True)
    (found,) = proposals(dataset, path)
    assert ("bauen2", ["struck_out"]) == (found.measure_id, reasons(found))


def test_a_struck_link_asks_whether_it_goes(asked):
    """A row of a list is an entry; striking it means removing it."""
    dataset, path = asked
    with worked_on(path) as book:
        for cell in book[LINKS][row_of(book[LINKS], "bauen1")]:
            cell.font = Font(strike=True)
    (found,) = proposals(dataset, path)
    assert not found.unproblematic
    assert ["struck_out"] == reasons(found)


def test_a_new_entry_that_is_struck_is_named_and_not_taken(asked):
    """What nobody wants any more is no new value, but it is mentioned."""
    dataset, path = asked
    put(path, "bauen1", "Einheit", "GWh", strike=True)
    (returned,) = taken(dataset, path)
    assert () == returned.proposals
    assert {"struck_out"} == {p.code for p in returned.all_problems if p.severe}


@pytest.mark.parametrize("hide", ["row", "column", "height"])
def test_what_is_hidden_is_doubtful(asked, hide):
    """A filtered row, a hidden column, a row without height."""
    dataset, path = asked
    fill(path, "bauen1", {STATE: "Läuft."})
    fill(path, "bauen2", {STATE: "Steht."})
    with worked_on(path) as book:
        sheet = book[MEASURES]
        row = row_of(sheet, "bauen1")
        if hide == "row":
            sheet.row_dimensions[row].hidden = True
        elif hide == "height":
            sheet.row_dimensions[row].height = 0.5
        else:
            letter = sheet.cell(1, headers(sheet).index(STATE) + 1).column_letter
            sheet.column_dimensions[letter].hidden = True
    clear = {p.measure_id: p.unproblematic for p in proposals(dataset, path)}
    assert {"bauen1": False, "bauen2": hide != "column"} == clear


def test_what_stands_on_a_hidden_sheet_is_doubtful(asked):
    """Perhaps it was put aside, and the answers stand on another one."""
    dataset, path = asked
    fill(path, "bauen1", {STATE: "Bau begonnen"})
    with worked_on(path) as book:
        book[MEASURES].sheet_state = "hidden"
    (found,) = proposals(dataset, path)
    assert ["hidden_cell"] == reasons(found)


def test_what_stands_in_a_column_without_header_is_named(asked):
    """Somebody wrote beside the table; the row it stands in need not say anything else."""
    dataset, path = asked
    with worked_on(path) as book:
        sheet = book[MEASURES]
        beside = sheet.max_column + 2
        sheet.cell(row_of(sheet, "bauen2"), beside).value = "Kosten neu: 500.000"
        sheet.cell(sheet.max_row + 3, beside).value = 12
    (returned,) = taken(dataset, path)
    (problem,) = returned.problems
    assert ("no_header", True) == (problem.code, problem.severe)
    assert "2 Zellen" in problem.message
    assert "Kosten neu: 500.000" in problem.message


def test_filtering_other_rows_away_costs_nothing(asked):
    """Whoever filters the table and fills in what is left is clear."""
    dataset, path = asked
    fill(path, "bauen2", {STATE: "Steht.", "Kosten (Euro)": 70_000})
    with worked_on(path) as book:
        sheet = book[MEASURES]
        for measure_id in ("bauen1", "bauen3"):
            sheet.row_dimensions[row_of(sheet, measure_id)].hidden = True
    assert [True, True] == [p.unproblematic for p in proposals(dataset, path)]


def test_coloured_text_is_no_doubt(asked):
    """Red or bold texts are answers."""
    dataset, path = asked
    put(path, "bauen1", STATE, CellRichText(TextBlock(InlineFont(b=True), "Bau"), " begonnen"))
    (found,) = proposals(dataset, path)
    assert ("Bau begonnen", True) == (found.returned, found.unproblematic)


@pytest.mark.parametrize(
    ("value", "font", "named"),
    [
        ("Bau begonnen", Font(color="FFFF0000"), "rot"),
        ("Bau begonnen", Font(color="FF0070C0"), "blau"),
        (CellRichText("Bau ", TextBlock(InlineFont(color="FFFF0000"), "begonnen")), None, "rot"),
        ("Bau begonnen", Font(color="FFFFFFFF"), "weiß"),
        ("Bau begonnen", Font(color="FF404040"), ""),
    ],
)
def test_the_colour_of_a_text_is_kept_as_information(asked, value, font, named):
    """It stands at the value, speaks against nothing, and grey is no colour."""
    dataset, path = asked
    put(path, "bauen1", STATE, value)
    if font is not None:
        with worked_on(path) as book:
            sheet = book[MEASURES]
            cell = sheet.cell(row_of(sheet, "bauen1"), headers(sheet).index(STATE) + 1)
            cell.font = font
    (found,) = proposals(dataset, path)
    assert ("Bau begonnen", True) == (found.returned, found.unproblematic)
    said = [problem.message for problem in found.problems]
    assert [f"ist {named} geschrieben" in text for text in said] == [True] * bool(named)


def test_the_colour_of_a_cell_of_others_is_kept_as_information(tmp_path):
    """In a table at the value, in a report with its cell."""

    def paint(sheet):
        sheet["C2"].font = Font(color="FFFF0000")

    found = {p.cell: p for p in foreign(tmp_path, paint).proposals}
    assert ["coloured"] == reasons(found["C2"])
    assert found["C2"].unproblematic
    path = report_file(
        tmp_path / "bericht.xlsx",
        {"A": [("Titel", TITLES["bauen1"]), ("Sachstand", "Läuft gut."), ("Kosten", "5.000 €")]},
    )
    with worked_on(path) as book:
        paint_report = book["A"]["B2"]
        paint_report.font = Font(color="FFFF0000")
    said = [p.message for p in proposed(small_town(), path).problems if p.code == "coloured"]
    assert ["Zelle B2 ist rot geschrieben; die Farbe wird nicht übernommen."] == said


def foreign(tmp_path, change):
    """Return what a table of others with two costs suggests after a change to its sheet."""
    book = Workbook()
    sheet = book.active
    sheet.append(["Maßnahme", "Kosten", "Sachstand"])
    sheet.append([TITLES["bauen1"], 10_000, "Läuft."])
    sheet.append([TITLES["bauen2"], 20_000, "Steht."])
    change(sheet)
    book.save(tmp_path / "tabelle.xlsx")
    return proposed(small_town(), tmp_path / "tabelle.xlsx")


def hide_row(sheet):
    sheet.row_dimensions[2].hidden = True


def hide_column(sheet):
    sheet.column_dimensions["B"].hidden = True


def strike_runs(sheet):
    sheet["C2"] = HALF


def strike_cell(sheet):
    sheet["B2"].font = Font(strike=True)


@pytest.mark.parametrize(
    ("change", "clear"),
    [
        (hide_row, {("bauen2", "cost_value"), ("bauen2", "state_text")}),
        (hide_column, {("bauen1", "state_text"), ("bauen2", "state_text")}),
        (
            strike_runs,
            {("bauen1", "cost_value"), ("bauen2", "cost_value"), ("bauen2", "state_text")},
        ),
        (
            strike_cell,
            {("bauen1", "state_text"), ("bauen2", "cost_value"), ("bauen2", "state_text")},
        ),
    ],
)
def test_tables_of_others_are_read_as_they_look(tmp_path, change, clear):
    """Hidden and struck cells are not taken unseen; the others are."""
    returned = foreign(tmp_path, change)
    assert clear == {(p.measure_id, p.place.field) for p in returned.unproblematic}
    assert codes(returned) & {"hidden_cell", "struck_part", "struck_out"}


def test_a_table_keeps_what_is_not_struck(tmp_path):
    """Struck runs are left out, a struck cell is not taken at all."""
    assert "Bau begonnen" == by_place(foreign(tmp_path, strike_runs))["bauen1", "state_text"]
    assert ("bauen1", "cost_value") not in by_place(foreign(tmp_path, strike_cell))


def test_a_report_leaves_out_what_is_struck(tmp_path):
    """And asks to look at its sheet."""
    lines = [("Titel", TITLES["bauen1"]), ("Sachstand", "Alt."), (None, "Neu.")]
    path = report_file(tmp_path / "bericht.xlsx", {"Blatt": lines})
    with worked_on(path) as book:
        book["Blatt"]["B2"].font = Font(strike=True)
    returned = proposed(small_town(), path)
    assert "Neu." == by_place(returned)["bauen1", "state_text"]
    assert () == returned.unproblematic
