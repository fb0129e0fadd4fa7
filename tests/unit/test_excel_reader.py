"""Rows, columns and cells as they come back; what is not taken is said (MRG-03, MRG-04, SEC-12)."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from klimaeditor.excel import layout, sheets
from klimaeditor.excel.read import open_workbook
from klimaeditor.model.changes import FileName
from klimaeditor.site.muenster import MUENSTER, muenster
from tests.dataset_builders import measure_row, rows, town
from tests.waiting import SAME, ratio
from tests.workbook_tools import (
    cell,
    exported,
    headers,
    measure,
    parts_of,
    patched,
    put_all,
    refusal,
    reopened,
    repacked,
    sheet_part,
    worked_on,
)

MEASURES, PROGRESS, LINKS, CATEGORIES = (s.title for s in layout.export_sheets(MUENSTER).data)


@pytest.fixture
def workbook(tmp_path):
    return exported(town(), tmp_path)


# --- rows: new, gone, doubled --------------------------------------------------------------------


def test_a_row_without_an_id_is_a_new_measure(workbook):
    put_all(workbook, MEASURES, 9, {"Kategorie": "Bauen", "Kurztitel": "Neu", "Kosten (Euro)": 5})
    opened = open_workbook(workbook, site=muenster())
    view = opened.dataset.view(opened.dataset.find("bauen4"))

    assert ("bauen", "Bauen", "Neu", 5) == tuple(
        map(view.value, ("category_id", "category", "short_title", "cost_value"))
    )
    assert ["wurde als neue Maßnahme „bauen4“ angelegt."] == [
        notice.partition("ohne Kennung ")[2] for notice in opened.notices
    ]


def test_an_unknown_id_is_a_new_measure_and_its_other_rows_follow(workbook):
    put_all(workbook, MEASURES, 9, {"Kennung": "meins", "Kategorie": "Verkehr", "Kurztitel": "Neu"})
    put_all(
        workbook, PROGRESS, 9, {"Kennung": "meins", "Datum": "01.06.2025", "Stand": "unbekannt"}
    )
    opened = open_workbook(workbook, site=muenster())
    view = opened.dataset.view(opened.dataset.find("verkehr4"))

    assert [{"value": "unknown", "date": "2025-06-01"}] == view.value("progress_values")
    assert "Die Kennung „meins“ ist unbekannt" in opened.notices[0]


def test_a_new_measure_needs_a_category(workbook):
    put_all(workbook, MEASURES, 9, {"Kurztitel": "Neu"})

    assert "Blatt „Maßnahmen“, Zeile 9: Der neuen Maßnahme fehlt die Kategorie." in refusal(
        workbook
    )


def test_a_copied_row_becomes_a_new_measure_when_its_id_is_cleared(workbook):
    with worked_on(workbook) as book:
        sheet = book[MEASURES]
        for place, found in enumerate(list(sheet[2]), 1):
            sheet.cell(9, place).value = found.value
        cell(sheet, 9, "Kennung").value = None
    opened = open_workbook(workbook, site=muenster())

    assert 8 == len(opened.dataset.measures)
    assert "Kurz bauen1" == opened.dataset.view(opened.dataset.find("bauen4")).value("short_title")


def test_a_row_that_is_gone_leaves_its_measure_out(workbook):
    with worked_on(workbook) as book:
        book[MEASURES].delete_rows(3)
    opened = open_workbook(workbook, site=muenster())

    assert None is opened.dataset.find("bauen2")
    assert [] == opened.dataset.tables[FileName.PROGRESS].keys_by_id.get("bauen2", [])
    assert 1 == len(opened.notices)
    assert "gehören deshalb nicht zum geöffneten Datensatz" in opened.notices[0]
    assert "bauen2" in opened.dataset.retired_ids


def test_an_emptied_sheet_is_refused(workbook):
    with worked_on(workbook) as book:
        book[MEASURES].delete_rows(2, 10)

    assert "Es enthält keine Maßnahmen mehr." in refusal(workbook)


def test_an_overwritten_id_stays_what_it_was(workbook):
    put_all(workbook, MEASURES, 2, {"Kennung": "neu1", "Kurztitel": "Umbenannt"})
    opened = open_workbook(workbook, site=muenster())

    assert "Umbenannt" == opened.dataset.view(opened.dataset.find("bauen1")).value("short_title")
    assert "Die Kennung wurde in „neu1“ geändert" in opened.notices[0]


def test_an_id_in_two_rows_is_refused_with_both(workbook):
    with worked_on(workbook) as book:
        for place, found in enumerate(list(book[MEASURES][2]), 1):
            book[MEASURES].cell(9, place).value = found.value

    assert "Die Kennung „bauen1“ steht in den Zeilen 2 und 9." in refusal(workbook)


def test_a_row_pasted_from_another_export_is_reported(workbook):
    put_all(workbook, MEASURES, 2, {"Prüfzeichen": "0123456789"})

    assert (
        "aus einem anderen Export (Prüfzeichen abweichend): 2."
        in open_workbook(workbook, site=muenster()).notices[0]
    )


def test_everything_wrong_comes_in_one_message(workbook):
    put_all(workbook, MEASURES, 9, {"Kurztitel": "Neu"})
    with worked_on(workbook) as book:
        book[MEASURES].merge_cells("B2:B3")
    sentence = refusal(workbook)

    assert "B2:B3 sind verbundene Zellen" in sentence
    assert "fehlt die Kategorie" in sentence


def test_measures_with_one_id_are_told_apart_by_their_content(tmp_path):
    twins = [measure_row(zusatz=n, Implementation={"x": str(n)}) for n in (1, 2, 3)]
    path = exported(rows(twins), tmp_path)
    with worked_on(path) as book:
        sheet = book[MEASURES]
        found = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
        for number, values in enumerate(reversed(found), 2):
            for place, value in enumerate(values, 1):
                sheet.cell(number, place).value = value
    put_all(path, MEASURES, 2, {"Wer macht es?": "der dritte"})
    body = "Responsible bodies/person for implementation"

    assert [{"x": "1"}, {"x": "2"}, {body: "der dritte", "x": "3"}] == [
        row["Implementation"] for row in reopened(path)[FileName.MEASURES]
    ]


# --- columns (MRG-03) ----------------------------------------------------------------------------


def test_columns_may_stand_in_any_order(workbook):
    with worked_on(workbook) as book:
        sheet = book[MEASURES]
        table = [[c.value for c in row][::-1] for row in sheet.iter_rows()]
        for number, values in enumerate(table, 1):
            for place, value in enumerate(values, 1):
                sheet.cell(number, place).value = value
    opened = open_workbook(workbook, site=muenster())

    assert town()[FileName.ADDITIONAL] == reopened(workbook)[FileName.ADDITIONAL]
    assert () == opened.notices


def test_the_table_may_start_further_down(workbook):
    with worked_on(workbook) as book:
        book[MEASURES].insert_rows(1, 3)
        book[MEASURES]["A1"].value = "Rücklauf des Amtes"

    assert town() == reopened(workbook)


def test_an_unknown_column_is_left_out_and_named(workbook):
    with worked_on(workbook) as book:
        sheet = book[MEASURES]
        sheet.cell(1, len(headers(sheet)) + 1).value = "Bemerkung"
    opened = open_workbook(workbook, site=muenster())

    assert ("Blatt „Maßnahmen“: Unbekannte Spalten wurden nicht gelesen: „Bemerkung“.",) == (
        opened.notices
    )


def test_a_column_that_is_gone_leaves_its_values(workbook):
    with worked_on(workbook) as book:
        sheet = book[MEASURES]
        sheet.delete_cols(headers(sheet).index("Zusammenfassung") + 1)
    opened = open_workbook(workbook, site=muenster())

    assert "Kurz gesagt" == opened.dataset.view(0).value("summary")
    assert (
        "Es fehlen Spalten; dort gilt der Stand vom Export: „Zusammenfassung“."
        in (opened.notices[0])
    )


@pytest.mark.parametrize("twin", ["Kurztitel", " kurztitel\n", "short_title"])
def test_two_columns_of_one_meaning_are_refused(workbook, twin):
    with worked_on(workbook) as book:
        sheet = book[MEASURES]
        added = sheet.cell(1, len(headers(sheet)) + 1, twin)

    sentence = refusal(workbook)
    assert f"Die Spalte „Kurztitel“ kommt mehrfach vor (B1, {added.coordinate})" in sentence


@pytest.mark.parametrize(
    "text", ["KOSTEN  (euro)", "Kosten der Maßnahme", "cost › value", "cost_value"]
)
def test_a_header_is_known_by_label_and_key_whatever_its_case(workbook, text):
    with worked_on(workbook) as book:
        found = cell(book[MEASURES], 1, "Kosten (Euro)")
        book[MEASURES].cell(2, found.column).value = 7
        found.value = text

    assert 7 == measure(workbook, "bauen1").value("cost_value")


# --- cells that cannot be taken (SEC-11, SEC-12) -------------------------------------------------


def test_a_formula_is_not_taken_and_shown_with_its_value(workbook):
    put_all(workbook, MEASURES, 2, {"Zusammenfassung": "x"})
    with worked_on(workbook) as book:
        cell(book[MEASURES], 2, "Kosten (Euro)").value = "=1000+234"
    place = cell(load_workbook(workbook)[MEASURES], 2, "Kosten (Euro)").coordinate
    part = sheet_part(workbook, MEASURES)
    path = patched(workbook, part, b"<f>1000+234</f><v />", b"<f>1000+234</f><v>1234</v>")
    opened = open_workbook(path, site=muenster())

    assert 1000 == opened.dataset.view(0).value("cost_value")
    assert "x" == opened.dataset.view(0).value("summary")
    assert f"{place} („=1000+234“, angezeigt: 1234)" in opened.notices[0]


@pytest.mark.parametrize("fault", ["#N/A", "#BEZUG!", "#DIV/0!"])
def test_an_excel_error_is_refused_with_its_cell(workbook, fault):
    with worked_on(workbook) as book:
        found = cell(book[PROGRESS], 3, "Stand")
        found.value, found.data_type = fault, "e"

    assert "Blatt „Fortschritt“: In D3 steht ein Excel-Fehler." in refusal(workbook)


def test_merged_cells_in_the_data_are_refused(workbook):
    with worked_on(workbook) as book:
        book[LINKS].merge_cells("C2:D2")

    assert "Blatt „Links“: C2:D2 sind verbundene Zellen" in refusal(workbook)


def test_a_merged_title_above_the_header_is_harmless(workbook):
    with worked_on(workbook) as book:
        book[MEASURES].insert_rows(1, 1)
        book[MEASURES].merge_cells("A1:D1")

    assert town() == reopened(workbook)


def test_hidden_rows_and_columns_are_read_and_counted(workbook):
    with worked_on(workbook) as book:
        book[MEASURES].row_dimensions[2].hidden = True
        book[MEASURES].column_dimensions["B"].hidden = True
    opened = open_workbook(workbook, site=muenster())

    assert 7 == len(opened.dataset.measures)
    assert (
        "Blatt „Maßnahmen“: 1 ausgeblendete Zeile und 1 ausgeblendete Spalte wurden mitgelesen.",
    ) == opened.notices


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("visible", "Fremde Blätter wurden nicht gelesen: „Rechnung“."),
        ("hidden", "Ausgeblendete fremde Blätter wurden nicht gelesen: „Rechnung“."),
        ("veryHidden", "Ausgeblendete fremde Blätter wurden nicht gelesen: „Rechnung“."),
    ],
)
def test_sheets_of_others_are_named(workbook, state, expected):
    with worked_on(workbook) as book:
        book.create_sheet("Rechnung").sheet_state = state

    assert (expected,) == open_workbook(workbook, site=muenster()).notices


@pytest.mark.parametrize("sheet", [PROGRESS, LINKS, CATEGORIES])
def test_a_sheet_that_is_gone_keeps_what_it_showed(workbook, sheet):
    with worked_on(workbook) as book:
        del book[sheet]
    opened = open_workbook(workbook, site=muenster())

    assert town() == reopened(workbook)
    assert (f"Das Blatt „{sheet}“ fehlt; dort gilt der Stand vom Export.",) == opened.notices


def test_a_cell_in_the_farthest_corner_costs_no_time(workbook):
    part = sheet_part(workbook, MEASURES)
    row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    path = patched(workbook, part, b"</sheetData>", row)

    assert town() == reopened(path)
    assert ratio(lambda: reopened(path), lambda: reopened(workbook)) < SAME


def test_a_row_far_below_is_read(workbook):
    put_all(workbook, MEASURES, 900_000, {"Kategorie": "Bauen", "Kurztitel": "Tief"})

    assert "Tief" == measure(workbook, "bauen4").value("short_title")


def test_more_rows_than_are_read_are_refused(workbook, monkeypatch):
    monkeypatch.setattr(sheets, "MAX_ROWS", 3)
    with worked_on(workbook) as book:
        for row in range(9, 60):
            book[LINKS].cell(row, 3).value = "X"

    assert "Blatt „Links“: Es sind mehr als" in refusal(workbook)


@pytest.mark.parametrize("twice", [False, True])
def test_rows_out_of_order_or_twice_are_said(workbook, twice):
    part = sheet_part(workbook, MEASURES)
    xml = parts_of(workbook)[part].decode()
    last = xml[xml.rindex("<row ") : xml.rindex("</row>") + len("</row>")]
    before = xml[: xml.rindex("<row ")]
    place = before.rindex("<row ")
    changed = before[:place] + last + before[place:] + (last if twice else "")
    rest = xml[xml.rindex("</row>") + len("</row>") :]
    path = repacked(workbook, {part: (changed + rest).encode()})

    assert "in falscher Reihenfolge oder doppelt" in refusal(path)
