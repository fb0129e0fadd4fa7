"""Workbooks that are not ours, and ours with a damaged „Basis“."""

from __future__ import annotations

import json

import pytest

from klimaeditor.excel import layout
from klimaeditor.excel.read import open_workbook
from klimaeditor.excel.workbook_words import FORMER_BASELINE, SHEET_BASELINE
from klimaeditor.model.changes import FileName
from klimaeditor.site.muenster import MUENSTER, muenster
from tests.dataset_builders import measure_row, rows, town
from tests.workbook_tools import (
    cell,
    exported,
    parts_of,
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


@pytest.mark.parametrize("sheet", [SHEET_BASELINE, MEASURES])
def test_without_its_main_sheets_it_is_not_ours(workbook, sheet):
    with worked_on(workbook) as book:
        del book[sheet]

    assert "stammt nicht aus dem Klimaeditor" in refusal(workbook)


def test_without_ids_it_is_not_ours(workbook):
    with worked_on(workbook) as book:
        cell(book[MEASURES], 1, "Kennung").value = "Nummer"

    assert "stammt nicht aus dem Klimaeditor" in refusal(workbook)


@pytest.mark.real
def test_any_other_workbook_is_not_ours(real_dataset):
    found = sorted(real_dataset.parent.rglob("*.xlsx"))

    assert found
    for path in found:
        assert "stammt nicht aus dem Klimaeditor" in refusal(path)


def damaged(workbook, change) -> str:
    with worked_on(workbook) as book:
        change(book[SHEET_BASELINE])
    return refusal(workbook)


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: sheet.delete_rows(4),
        lambda sheet: sheet.delete_rows(2),
        lambda sheet: sheet.delete_rows(2, 100),
        lambda sheet: setattr(sheet["D4"], "value", "{}"),
        lambda sheet: setattr(sheet["D4"], "value", "{kaputt"),
        lambda sheet: setattr(sheet["D4"], "value", '{"id":"a","id":"b"}'),
        lambda sheet: setattr(sheet["D4"], "value", '{"id":NaN}'),
        lambda sheet: setattr(sheet["D4"], "value", "[1]"),
        lambda sheet: setattr(sheet["D4"], "value", "{},{}"),
        lambda sheet: setattr(sheet["D4"], "value", None),
        lambda sheet: setattr(sheet["D2"], "value", "[]"),
        lambda sheet: setattr(sheet["B4"], "value", "x"),
        lambda sheet: setattr(sheet["A4"], "value", "../../boese.json"),
    ],
)
def test_a_damaged_baseline_is_said(workbook, change):
    assert "nicht löschen“ ist verändert oder unvollständig" in damaged(workbook, change)


def test_a_workbook_whose_hidden_sheet_has_its_former_name_is_read(tmp_path):
    path = exported(rows([measure_row(), measure_row("bauen2")]), tmp_path)
    with worked_on(path) as book:
        book[SHEET_BASELINE].title = FORMER_BASELINE

    assert ["bauen1", "bauen2"] == [row["id"] for row in reopened(path)[FileName.MEASURES]]


def test_a_sorted_baseline_is_fine(tmp_path):
    path = exported(rows([measure_row(lang="ä" * 70_000), measure_row("bauen2")]), tmp_path)
    with worked_on(path) as book:
        sheet = book[SHEET_BASELINE]
        found = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
        for number, values in enumerate(reversed(found), 2):
            for place, value in enumerate(values, 1):
                sheet.cell(number, place).value = value

    assert "ä" * 70_000 == reopened(path)[FileName.MEASURES][0]["lang"]


def test_a_workbook_of_a_later_version_is_said(workbook):
    def change(sheet):
        sheet["D2"].value = json.dumps(json.loads(sheet["D2"].value) | {"schema": 99})

    assert "von einer neueren Version des Klimaeditors" in damaged(workbook, change)


def test_reading_never_touches_the_file(workbook):
    before = workbook.read_bytes()
    open_workbook(workbook, site=muenster())

    assert before == workbook.read_bytes()
    assert [workbook] == list(workbook.parent.iterdir())


def test_ids_from_a_workbook_are_no_paths(tmp_path):
    names = ["..\\..\\x", "C:\\x", "\\\\srv\\x", "../x"]
    path = exported(rows([measure_row(name) for name in names], [], [], []), tmp_path / "")

    assert names == [row["id"] for row in reopened(path)[FileName.MEASURES]]
    assert ["mappe.xlsx"] == [found.name for found in tmp_path.iterdir()]


def test_a_package_without_its_list_of_sheets_is_refused(workbook):
    assert "beschädigt" in refusal(repacked(workbook, {"xl/_rels/workbook.xml.rels": None}))


@pytest.mark.parametrize("before", ["x", "1"])
def test_a_sheet_that_cannot_be_read_was_not_changed_by_somebody(workbook, before):
    with worked_on(workbook) as book:
        book[SHEET_BASELINE]["B3"].value = before
        book[SHEET_BASELINE]["B4"].value = 987654
    part = sheet_part(workbook, SHEET_BASELINE)
    xml = parts_of(workbook)[part].replace(b"<v>987654</v>", b"<v>ab</v>")

    assert "ist beschädigt und lässt sich nicht" in refusal(repacked(workbook, {part: xml}))
