"""A sheet per measure: what comes back is read as from a table, whatever happened to the sheets."""

from __future__ import annotations

import csv
import random
import shutil
from copy import copy
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from klimaeditor.excel.request_baseline import SCHEMA, mark_of
from klimaeditor.excel.request_sheets import tab_names, wrapped_lines
from klimaeditor.excel.request_write import render
from klimaeditor.excel.return_read import read_return
from klimaeditor.excel.workbook_words import SHEET_BASELINE
from klimaeditor.exchange.importing import look_at
from klimaeditor.exchange.keptreviews import remarks_of
from klimaeditor.exchange.proposals import to_batch
from klimaeditor.exchange.requests import FEW_MEASURES, arrangement_for
from klimaeditor.files.store import load
from klimaeditor.site.muenster import MUENSTER, muenster
from tests.dataset_builders import dataset_of, town
from tests.request_tools import (
    EVERYTHING,
    LINKS,
    LONG,
    MEASURES,
    PROGRESS,
    about,
    codes,
    entry_lines,
    fill,
    fill_form,
    form_of,
    line_of,
    proposals,
    put_cell,
    requested,
    saved_by_libreoffice,
    taken,
    town_of_three,
)
from tests.workbook_tools import worked_on

SHEETS = "sheets"
COST, STATE, YEAR, DAY = (
    "Kosten (Euro)",
    "Sachstand Text",
    "Umsetzung bis (Jahr)",
    "Sachstand Datum",
)
SUMMARY, ANSWER = "Zusammenfassung", "Rückmeldung"


@pytest.fixture
def asked(tmp_path):
    """Return three measures and the workbook with a sheet for each, about everything."""
    dataset = town_of_three()
    return dataset, requested(dataset, tmp_path, EVERYTHING, arrangement=SHEETS)


@pytest.fixture(params=["sample", pytest.param("real", marks=pytest.mark.real)])
def dataset(request):
    """Return the shipped sample and the city's real dataset."""
    name = "sample_dataset" if request.param == "sample" else "real_dataset"
    return load(request.getfixturevalue(name), site=muenster()).dataset


def read(dataset, path):
    """Return what a file says."""
    (returned,) = taken(dataset, path)
    assert not returned.unreadable
    return returned


def one(dataset, path):
    """Return the one proposal of a file with the codes against it."""
    (found,) = proposals(dataset, path)
    return found.place.field, found.returned, [problem.code for problem in found.problems]


def severe(returned):
    """Return the codes of what needs a person."""
    return sorted({problem.code for problem in returned.all_problems if problem.severe})


# --- what nobody touched is no change ------------------------------------------------------------


def test_untouched_it_wants_nothing(dataset, tmp_path):
    path = requested(dataset, tmp_path, EVERYTHING, arrangement=SHEETS)
    returned = read(dataset, path)
    assert ((), set()) == (returned.proposals, codes(returned))


def test_saved_by_libreoffice_it_still_wants_nothing(dataset, tmp_path):
    path = requested(dataset, tmp_path, EVERYTHING, arrangement=SHEETS)
    returned = read(dataset, saved_by_libreoffice(path, tmp_path / "neu"))
    assert ((), set()) == (returned.proposals, codes(returned))


def test_the_same_request_is_the_same_bytes(tmp_path):
    dataset = dataset_of(town())
    again = render(dataset, dataset.measure_keys(), about(arrangement=SHEETS))
    assert again == requested(dataset, tmp_path, arrangement=SHEETS).read_bytes()


def test_an_edit_of_each_kind_survives_libreoffice(asked, tmp_path):
    dataset, path = asked
    fill_form(path, "bauen1", {SUMMARY: "Erste Zeile\nzweite", COST: 61_000, YEAR: 2031})
    fill_form(path, "bauen2", {DAY: date(2026, 2, 1)})
    with worked_on(path) as book:
        sheet = form_of(book, "bauen1")
        free = entry_lines(sheet)[-1]
        put_cell(sheet, f"A{free}", date(2026, 2, 1))
        put_cell(sheet, f"B{free}", "abgeschlossen")
        free = entry_lines(sheet, "Links: Titel des Links")[-1]
        put_cell(sheet, f"A{free}", "Plan")
        put_cell(sheet, f"B{free}", "https://plan.example")
    found = proposals(dataset, saved_by_libreoffice(path, tmp_path / "neu"))
    expected = {
        ("bauen1", "summary", None): "Erste Zeile\nzweite",
        ("bauen1", "cost_value", None): 61_000,
        ("bauen1", "cost_until", None): 2031,
        ("bauen2", "state_date", None): "2026-02-01",
        ("bauen1", "progress_values", "2026-02-01"): {"value": "completed", "date": "2026-02-01"},
        ("bauen1", "links", "https://plan.example"): {
            "title": "Plan",
            "url": "https://plan.example",
        },
    }
    assert expected == {(p.measure_id, *p.place): p.returned for p in found}
    assert all(p.unproblematic for p in found)


# --- the same guarantees as in a table -----------------------------------------------------------

VALUES = st.one_of(
    st.none(),
    st.integers(-(10**7), 10**7),
    st.floats(0, 1e7, allow_nan=False),
    st.dates(date(1985, 1, 1), date(2070, 1, 1)),
    st.sampled_from(
        [
            *("leeren", "unverändert", "#WERT!", "1.234", "ca. 3 Mio. €", "31.12.2025", "1.7.25"),
            *("siehe E-Mail", "k. A.", "MÃ¼nster", "abgeschlossen", "geändert", "x", "<b>neu</b>"),
            *("350 T€", "Q4/2025", LONG, f"{LONG} Das ist bauen2.", "Neu gefasst."),
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40),
)
LOOKS = st.sampled_from(["", "", "struck", "0.000", "0%", '#,##0 "T€"'])
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["bauen1", "bauen2", "bauen3"]),
        st.sampled_from([SUMMARY, COST, YEAR, STATE, DAY, "Wer macht es?", ANSWER]),
        VALUES,
        LOOKS,
    ),
    max_size=16,
    unique_by=lambda edit: edit[:2],
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Return the same request as a table and as sheets."""
    dataset = town_of_three()
    folders = [tmp_path_factory.mktemp(name) for name in ("table", SHEETS)]
    return tuple(
        requested(dataset, folder, EVERYTHING, arrangement=name)
        for folder, name in zip(folders, ("table", SHEETS), strict=True)
    )


def outcome(returned):
    """Return everything proposed with what speaks against it, and the codes of the rest."""
    named = {(p.measure_id, *p.place): (p.returned, _codes(p)) for p in returned.proposals}
    own = {problem for p in returned.proposals for problem in p.problems}
    rest = {(p.code, p.measure_id, p.field) for p in returned.problems if p not in own}
    return named, rest


def _codes(proposal):
    return sorted(problem.code for problem in proposal.problems)


def edited(path, name, edits):
    """Return a copy of a request with the edits in it; table and sheets have them alike."""
    copied = shutil.copy(path, path.with_name("ruecklauf.xlsx"))
    with worked_on(copied) as book:
        for measure_id, label, value, look in edits:
            if name == SHEETS:
                sheet = form_of(book, measure_id)
                cell = sheet.cell(line_of(sheet, label), 2)
            else:
                sheet = book[MEASURES]
                row = next(c.row for c in sheet["A"] if c.value == measure_id)
                cell = sheet.cell(row, [c.value for c in sheet[1]].index(label) + 1)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
            if look == "struck":
                cell.font = Font(strike=True)
            elif look:
                cell.number_format = look
    return copied


@settings(max_examples=15)  # each one writes and reads two workbooks
@given(edits=EDITS)
def test_it_is_read_as_a_table_with_the_same_cells_would_be(pair, edits):
    dataset = town_of_three()
    table, sheets = pair
    expected = outcome(read(dataset, edited(table, "table", edits)))
    found = outcome(read(dataset, edited(sheets, SHEETS, edits)))
    slipped = {"value_of_other_field"}  # only sheets can tell, and they may only doubt more
    assert expected[0].keys() == found[0].keys()
    for key, (value, against) in found[0].items():
        assert expected[0][key] == (value, [code for code in against if code not in slipped])
    assert expected[1] == found[1]


CELLS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 60), st.integers(1, 7), VALUES), max_size=50
)


@settings(max_examples=15)
@given(cells=CELLS)
def test_anything_in_any_cell_is_read_and_what_is_clean_is_stored(pair, cells):
    path = shutil.copy(pair[1], pair[1].with_name("rücklauf.xlsx"))
    with worked_on(path) as book:
        for tab, row, column, value in cells:
            cell = book.worksheets[tab].cell(row, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    dataset = town_of_three()
    returned = read(dataset, path)
    assert all(found.message.startswith("„rücklauf.xlsx“") for found in returned.all_problems)
    for accepted in (returned.unproblematic, returned.proposals):
        batch = to_batch(dataset, [(p, p.returned) for p in accepted], "")
        dataset.apply(batch)
        dataset.apply(batch.inverse())


def test_struck_runs_are_left_out_and_named(asked):
    dataset, path = asked
    book = load_workbook(path, rich_text=True)
    sheet = form_of(book, "bauen1")
    half = CellRichText(TextBlock(InlineFont(strike=True), "Planung läuft"), " Bau begonnen")
    sheet.cell(line_of(sheet, STATE), 2).value = half
    book.save(path)
    assert ("state_text", "Bau begonnen", ["struck_part"]) == one(dataset, path)


@pytest.mark.parametrize("what", ["row", "column", "sheet"])
def test_what_nobody_sees_is_doubtful(asked, what):
    dataset, path = asked
    fill_form(path, "bauen1", {SUMMARY: "Neu gefasst."})
    with worked_on(path) as book:
        sheet = form_of(book, "bauen1")
        if what == "row":
            sheet.row_dimensions[line_of(sheet, SUMMARY)].hidden = True
        elif what == "column":
            sheet.column_dimensions["B"].hidden = True
        else:
            sheet.sheet_state = "hidden"
    assert ("summary", "Neu gefasst.", ["hidden_cell"]) == one(dataset, path)
    assert ({"hidden_cells"} if what != "sheet" else set()) <= codes(read(dataset, path))


def test_comments_speak_against_the_value_beside_them(asked):
    dataset, path = asked
    fill_form(path, "bauen2", {COST: 60_500})
    with worked_on(path) as book:
        sheet = form_of(book, "bauen2")
        comment = Comment("Bitte auf 500.000 ändern", "Amt 61")
        sheet.cell(line_of(sheet, COST), 2).comment = comment
        sheet["B3"].comment = Comment("Titel prüfen", "Amt 61")
    assert ("cost_value", 60_500, ["comment"]) == one(dataset, path)
    said = [p for p in read(dataset, path).all_problems if p.code == "comment"]
    assert {"bauen2"} == {problem.measure_id for problem in said}
    assert any("Titel prüfen" in problem.message for problem in said)


@pytest.mark.parametrize("where", ["label", "remark", "above", "beside"])
def test_a_unit_anywhere_on_the_line_scales_the_amount(asked, where):
    dataset, path = asked
    fill_form(path, "bauen1", {COST: 65})
    with worked_on(path) as book:
        sheet = form_of(book, "bauen1")
        line = line_of(sheet, COST)
        texts = {"label": f"A{line}", "remark": f"C{line}", "above": "A1", "beside": f"E{line}"}
        put_cell(sheet, texts[where], "Kosten in T€")
    field, value, against = one(dataset, path)
    assert ("cost_value", 65_000) == (field, value)
    assert "unit_stated" in against


def test_remarks_come_with_the_label_of_their_line(asked):
    dataset, path = asked
    fill_form(path, "bauen1", {COST: "noch nicht geprüft", ANSWER: "Bitte anrufen"}, column="C")
    fill_form(path, "bauen1", {ANSWER: "keine Änderung"})
    returned = read(dataset, path)
    (remark,) = returned.remarks
    assert "unchanged" == remark.answer
    assert "Bitte anrufen\nKosten (Euro): noch nicht geprüft" == remark.text
    kept = remarks_of(dataset.site.catalogue, returned)
    told = [(own.field, own.text) for own in kept]  # D 9: the form shows each at its field
    assert [("", "Bitte anrufen"), ("cost_value", "noch nicht geprüft")] == told


def test_an_answer_that_contradicts_the_sheet_is_doubtful(asked):
    dataset, path = asked
    fill_form(path, "bauen1", {ANSWER: "keine Änderung", SUMMARY: "Neu gefasst."})
    assert ("summary", "Neu gefasst.", ["answer_contradicts"]) == one(dataset, path)


def test_entries_of_lists_are_changed_removed_and_added(asked):
    dataset, path = asked
    with worked_on(path) as book:
        sheet = form_of(book, "bauen3")
        first, free = entry_lines(sheet)[0], entry_lines(sheet)[1]
        put_cell(sheet, f"B{first}", 6_000)
        put_cell(sheet, f"A{free}", "01.02.2026")
        put_cell(sheet, f"B{free}", 7_000)
        link = entry_lines(sheet, "Links: Titel des Links")[0]
        put_cell(sheet, f"A{link}", "leeren")
    found = {p.place: p.returned for p in proposals(dataset, path)}
    assert {"value": 6_000, "date": "2025-05-01"} == found["progress_values", "2025-05-01"]
    assert {"value": 7_000, "date": "2026-02-01"} == found["progress_values", "2026-02-01"]
    assert ("links", "https://bauen3.de") in found
    assert 3 == len(found)


def test_more_entries_than_there_are_lines_go_into_inserted_rows(asked):
    dataset, path = asked
    with worked_on(path) as book:
        sheet = form_of(book, "bauen1")
        lines = entry_lines(sheet)
        sheet.insert_rows(lines[-1], 2)
        for number, month in zip(range(lines[-1] - 2, lines[-1] + 3), range(1, 6), strict=True):
            put_cell(sheet, f"A{number}", date(2026, month, 1))
            put_cell(sheet, f"B{number}", "läuft" if month < 5 else "abgeschlossen")
    found = [p.place.item for p in proposals(dataset, path) if p.place.field == "progress_values"]
    assert [f"2026-0{month}-01" for month in range(1, 6)] == found


# --- what happens to sheets ----------------------------------------------------------------------


def test_renamed_and_reordered_sheets_make_no_difference(asked):
    dataset, path = asked
    fill_form(path, "bauen2", {SUMMARY: "Neu gefasst."})
    with worked_on(path) as book:
        for sheet in book.worksheets[1:4]:
            sheet.title = f"Blatt {sheet.title[:1]} fertig"
        book.move_sheet("Blatt 3 fertig", -2)
    assert ("summary", "Neu gefasst.", []) == one(dataset, path)
    assert set() == codes(read(dataset, path))


def test_inserted_rows_and_shuffled_lines_make_no_difference(asked):
    dataset, path = asked
    fill_form(path, "bauen2", {SUMMARY: "Neu gefasst."})
    dice = random.Random(3)  # noqa: S311 - no secret
    with worked_on(path) as book:
        sheet = form_of(book, "bauen2")
        last = line_of(sheet, "Fortschritt: Datum")
        body = [[cell.value for cell in row] for row in sheet.iter_rows(3, last - 1, 1, 4)]
        for number, row in enumerate(dice.sample(body, len(body)), 3):
            for place, value in enumerate(row, 1):
                sheet.cell(number, place).value = value
        sheet.insert_rows(5, 3)
    assert ("summary", "Neu gefasst.", []) == one(dataset, path)


def test_a_deleted_sheet_is_not_answered_and_named(asked):
    dataset, path = asked
    with worked_on(path) as book:
        del book[form_of(book, "bauen2").title]
    returned = read(dataset, path)
    assert ((), {"missing_rows"}) == (returned.proposals, codes(returned))
    assert "fehlt das Blatt" in returned.problems[0].message


def copied_sheet(book, measure_id):
    """Return a copy of a measure's sheet."""
    return book.copy_worksheet(form_of(book, measure_id))


def test_a_copied_sheet_is_read_once(asked):
    dataset, path = asked
    fill_form(path, "bauen2", {SUMMARY: "Neu gefasst."})
    with worked_on(path) as book:
        copied_sheet(book, "bauen2")
    assert ("summary", "Neu gefasst.", []) == one(dataset, path)
    assert {"copied_row"} == codes(read(dataset, path))


def test_of_copies_that_differ_none_is_taken(asked):
    dataset, path = asked
    fill_form(path, "bauen2", {SUMMARY: "Neu gefasst."})
    with worked_on(path) as book:
        sheet = copied_sheet(book, "bauen2")
        put_cell(sheet, f"B{line_of(sheet, SUMMARY)}", "Ganz anders.")
        put_cell(sheet, f"B{entry_lines(sheet)[0]}", "abgeschlossen")
    returned = read(dataset, path)
    assert ((), ["duplicate_id"]) == (returned.proposals, severe(returned))


def test_a_sheet_with_another_measure_as_its_title_is_not_taken(asked):
    dataset, path = asked
    titles = [measure.title for measure in read_return(path, MUENSTER).sent.measures.values()]
    with worked_on(path) as book:
        sheet = form_of(book, "bauen2")
        put_cell(sheet, "B3", titles[0])
        put_cell(sheet, f"B{line_of(sheet, SUMMARY)}", "Neu gefasst.")
        put_cell(sheet, f"B{entry_lines(sheet)[0]}", "abgeschlossen")
    returned = read(dataset, path)
    assert ((), ["mixed_row"]) == (returned.proposals, severe(returned))


def test_a_sheet_of_another_request_is_doubtful(asked, tmp_path):
    dataset, path = asked
    (tmp_path / "alt").mkdir()
    old = requested(dataset, tmp_path / "alt", EVERYTHING, "A-0", arrangement=SHEETS)
    foreign = [cell.value for cell in load_workbook(old).worksheets[1]["D"]]
    with worked_on(path) as book:
        sheet = form_of(book, "bauen1")
        put_cell(sheet, f"B{line_of(sheet, SUMMARY)}", "Neu gefasst.")
        for number, mark in enumerate(foreign, 1):
            sheet.cell(number, 4).value = mark
    returned = read(dataset, path)
    (found,) = returned.proposals
    assert "Neu gefasst." == found.returned
    assert (["foreign_row"], ()) == (severe(returned), returned.unproblematic)


def test_without_marks_a_sheet_is_known_by_its_title_and_doubtful(tmp_path):
    dataset = dataset_of(town())
    path = requested(dataset, tmp_path, arrangement=SHEETS)
    fill_form(path, "bauen2", {SUMMARY: "Neu gefasst."})
    with worked_on(path) as book:
        form_of(book, "bauen2").delete_cols(4)
    (found,) = proposals(dataset, path)
    assert ("bauen2", "Neu gefasst.") == (found.measure_id, found.returned)
    assert ["blank_id"] == [problem.code for problem in found.problems]


def test_a_sheet_without_its_header_is_named(asked):
    dataset, path = asked
    fill_form(path, "bauen2", {SUMMARY: "Neu gefasst."})
    with worked_on(path) as book:
        form_of(book, "bauen2").delete_rows(2)
    returned = read(dataset, path)
    assert ((), ["sheet_replaced"]) == (returned.proposals, severe(returned))


# --- what happens to lines and columns -----------------------------------------------------------


def test_a_changed_label_is_doubtful(asked):
    dataset, path = asked
    with worked_on(path) as book:
        sheet = form_of(book, "bauen1")
        line = line_of(sheet, SUMMARY)
        put_cell(sheet, f"A{line}", "Kurz und knapp 2027")
        put_cell(sheet, f"B{line}", "Neu gefasst.")
    assert ("summary", "Neu gefasst.", ["renamed_line"]) == one(dataset, path)


def test_a_line_without_mark_is_known_by_its_label_and_doubtful(asked):
    dataset, path = asked
    with worked_on(path) as book:
        sheet = form_of(book, "bauen1")
        line = line_of(sheet, SUMMARY)
        put_cell(sheet, f"B{line}", "Neu gefasst.")
        sheet[f"D{line}"].value = None
    assert ("summary", "Neu gefasst.", ["line_by_label"]) == one(dataset, path)


def test_a_deleted_line_is_not_answered_and_named(asked):
    dataset, path = asked
    with worked_on(path) as book:
        sheet = form_of(book, "bauen1")
        sheet.delete_rows(line_of(sheet, COST))
    returned = read(dataset, path)
    assert ((), ["missing_line"]) == (returned.proposals, severe(returned))
    assert COST in returned.problems[0].message


@pytest.mark.parametrize(("value", "expected"), [("Neu.", ["duplicate_line"]), (None, [])])
def test_of_two_lines_of_one_field_that_differ_none_is_taken(asked, value, expected):
    dataset, path = asked
    with worked_on(path) as book:
        sheet = form_of(book, "bauen1")
        line = line_of(sheet, SUMMARY)
        sheet.insert_rows(line)
        for place in range(1, 5):
            sheet.cell(line, place).value = sheet.cell(line + 1, place).value
        if value:
            put_cell(sheet, f"B{line}", value)
    returned = read(dataset, path)
    assert ((), expected) == (returned.proposals, severe(returned))


def test_a_line_from_the_sheet_of_another_measure_is_not_taken(asked):
    dataset, path = asked
    with worked_on(path) as book:
        source, target = form_of(book, "bauen1"), form_of(book, "bauen2")
        line = line_of(source, SUMMARY)
        for place in range(1, 5):
            target.cell(line, place).value = source.cell(line, place).value
        put_cell(target, f"B{line}", "Neu gefasst.")
    returned = read(dataset, path)
    assert ((), ["missing_line", "mixed_row"]) == (returned.proposals, severe(returned))


def test_a_value_in_the_column_of_remarks_is_offered_with_a_doubt(asked):
    dataset, path = asked
    fill_form(path, "bauen1", {COST: 61_000}, column="C")
    assert ("cost_value", 61_000, ["value_in_remark"]) == one(dataset, path)


def test_values_that_slipped_into_another_line_are_doubtful(asked):
    dataset, path = asked
    with worked_on(path) as book:
        sheet = form_of(book, "bauen1")
        put_cell(sheet, f"B{line_of(sheet, STATE)}", sheet.cell(line_of(sheet, SUMMARY), 2).value)
    field, _, against = one(dataset, path)
    assert ("state_text", ["value_of_other_field"]) == (field, against)


@pytest.mark.parametrize("header", ["Neu 2026", "Angabe", None])
def test_a_second_column_of_values_is_named(asked, header):
    dataset, path = asked
    with worked_on(path) as book:
        sheet = form_of(book, "bauen1")
        put_cell(sheet, "E2", header)
        put_cell(sheet, f"E{line_of(sheet, COST)}", 70_000)
    returned = read(dataset, path)
    assert () == returned.proposals
    expected = ["duplicate_column"] if header == "Angabe" else ["own_cells"]
    assert expected == severe(returned)


def test_own_lines_are_named(asked):
    dataset, path = asked
    with worked_on(path) as book:
        sheet = form_of(book, "bauen1")
        line = line_of(sheet, COST)
        sheet.insert_rows(line)
        put_cell(sheet, f"A{line}", "Neues Feld")
        put_cell(sheet, f"B{line}", "gehört nicht dazu")
    returned = read(dataset, path)
    assert ["own_cells"] == severe(returned)
    assert "„Neues Feld“" in returned.problems[0].message


def test_entries_that_changed_places_between_sheets_are_doubtful(asked):
    dataset, path = asked
    with worked_on(path) as book:
        for measure_id, other in (("bauen1", "bauen2"), ("bauen2", "bauen1")):
            sheet = form_of(book, measure_id)
            line = entry_lines(sheet, "Links: Titel des Links")[0]
            put_cell(sheet, f"B{line}", f"https://{other}.de")
    returned = read(dataset, path)
    assert () == returned.unproblematic
    assert ["value_of_other_measure"] == severe(returned)


def test_merged_cells_are_named(asked):
    dataset, path = asked
    with worked_on(path) as book:
        sheet = form_of(book, "bauen1")
        line = line_of(sheet, SUMMARY)
        put_cell(sheet, f"B{line}", "Neu gefasst.")
        sheet.merge_cells(f"B{line}:C{line}")
    returned = read(dataset, path)
    assert ((), ["merged_cells"]) == (returned.proposals, severe(returned))


def test_a_number_counted_on_from_sheet_to_sheet_is_a_filled_series(tmp_path):
    dataset = dataset_of(town())
    path = requested(dataset, tmp_path, arrangement=SHEETS)
    ids = list(read_return(path, MUENSTER).sent.measures)
    for number, measure_id in enumerate(ids[:4]):
        fill_form(path, measure_id, {YEAR: 2041 + number})
    found = proposals(dataset, path)
    assert [["filled_series"]] * 4 == [[p.code for p in f.problems] for f in found]


@pytest.mark.parametrize("kind", ["csv", "without the hidden sheet"])
def test_single_sheets_of_a_request_are_named_for_what_they_are(asked, kind):
    dataset, path = asked
    if kind == "csv":
        rows = list(form_of(load_workbook(path), "bauen1").iter_rows(values_only=True))
        path = path.with_suffix(".csv")
        with path.open("w", newline="", encoding="utf-8-sig") as stream:
            csv.writer(stream, delimiter=";").writerows(rows)
    else:
        with worked_on(path) as book:
            del book[SHEET_BASELINE]
    (looked,) = look_at(dataset, [path])
    (problem,) = looked.returned.problems
    assert looked.returned.unreadable
    assert "nur Blätter aus einer Abfrage" in problem.message


# --- who gets what, and how it looks -------------------------------------------------------------


@pytest.mark.parametrize(
    ("measures", "wanted", "expected"),
    [
        (FEW_MEASURES, None, SHEETS),
        (FEW_MEASURES + 1, None, "table"),
        (FEW_MEASURES + 1, SHEETS, SHEETS),
        (2, "table", "table"),
        (5_000, SHEETS, "table"),
    ],
)
def test_few_measures_get_sheets(measures, wanted, expected):
    assert expected == arrangement_for(measures, wanted)


def test_a_table_is_written_as_before_and_sheets_as_something_newer(tmp_path):
    dataset = dataset_of(town())
    table = read_return(requested(dataset, tmp_path), MUENSTER).sent.about
    sheets = read_return(requested(dataset, tmp_path, arrangement=SHEETS), MUENSTER).sent.about
    assert (1, SCHEMA) == (table.schema, sheets.schema)


def test_tabs_are_unique_short_and_without_forbidden_marks(tmp_path):
    dataset = dataset_of(town())
    measures = list(read_return(requested(dataset, tmp_path), MUENSTER).sent.measures.values())
    odd = [copy(measure) for measure in measures[:2] * 6]
    for measure, title in zip(
        odd, ["A/B: [Netz]?*", "Ein sehr langer Titel " * 4, "", "'"], strict=False
    ):
        object.__setattr__(measure, "title", title)
    names = tab_names(odd)
    assert len(set(names)) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert "1 A B Netz" == names[0]


def test_marks_are_hidden_and_only_answers_are_open(asked):
    _, path = asked
    sheet = form_of(load_workbook(path), "bauen1")
    line = line_of(sheet, COST)
    assert sheet.column_dimensions["D"].hidden
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    locked = [sheet.cell(line, place).protection.locked for place in range(1, 5)]
    assert [True, False, False, True] == locked
    assert sheet["B3"].protection.locked
    assert mark_of("A-1", "bauen1", "title") == sheet["D3"].value
    assert datetime(2025, 7, 1) == sheet.cell(line_of(sheet, DAY), 2).value  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 10, 1),
        ("eins zwei", 10, 1),
        ("eins zwei drei", 10, 2),
        ("a\n\nb", 10, 3),
        ("x" * 25, 10, 3),
    ],
)
def test_lines_are_counted_as_words_wrap(text, room, lines):
    assert lines == wrapped_lines(text, room)


def test_the_table_has_the_same_fields(tmp_path):
    """What can be asked in one layout can be asked in the other."""
    dataset = town_of_three()
    table = load_workbook(requested(dataset, tmp_path, EVERYTHING))
    headers = {c.value for title in (MEASURES, PROGRESS, LINKS) for c in table[title][1]}
    sheet = form_of(
        load_workbook(requested(dataset, tmp_path, EVERYTHING, arrangement=SHEETS)), "bauen1"
    )
    labels = {cell.value for cell in sheet["A"]} & headers
    locked = {"Kennung", "Prüfzeichen", "Bemerkung an die Stabsstelle"}
    lists = {"Datum", "Stand", "Titel des Links", "Adresse"}
    assert headers - locked - lists == labels
    fill(requested(dataset, tmp_path, EVERYTHING), "bauen1", {SUMMARY: "Neu"})
