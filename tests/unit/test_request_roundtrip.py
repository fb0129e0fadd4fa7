"""What nobody touched is no change, whatever programs and people do to the file around it."""

from __future__ import annotations

import random
import shutil

import pandas as pd
import pytest
import xlsxwriter

from klimaeditor.diff.decide import Action
from klimaeditor.excel.request_write import render
from klimaeditor.files.store import load
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import dataset_of, town
from tests.request_tools import (
    EVERYTHING,
    LINKS,
    MEASURES,
    PROGRESS,
    about,
    codes,
    fill,
    proposals,
    requested,
    rewrite_columns,
    rewrite_rows,
    saved_by_libreoffice,
    sheets_of,
    taken,
    town_request,
)
from tests.workbook_tools import worked_on

SHEETS = (MEASURES, PROGRESS, LINKS)


@pytest.fixture(params=["sample", pytest.param("real", marks=pytest.mark.real)])
def asked(request, tmp_path):
    """Return the shipped sample and the city's real dataset, each asked about everything."""
    name = "sample_dataset" if request.param == "sample" else "real_dataset"
    dataset = load(request.getfixturevalue(name), site=muenster()).dataset
    return dataset, requested(dataset, tmp_path, EVERYTHING)


def nothing_is_wanted(dataset, path) -> bool:
    (returned,) = taken(dataset, path)
    assert () == returned.proposals
    assert set() == codes(returned, severe=True)
    return not returned.unreadable


# MRG-01
def test_an_untouched_return_wants_nothing(asked):
    assert nothing_is_wanted(*asked)


def test_saved_by_libreoffice_it_still_wants_nothing(asked, tmp_path):
    dataset, path = asked
    assert nothing_is_wanted(dataset, saved_by_libreoffice(path, tmp_path / "neu"))


def test_sorted_moved_and_added_to_it_still_wants_nothing(asked):
    dataset, path = asked
    dice = random.Random(7)  # noqa: S311 - no secret
    for sheet in SHEETS:
        rewrite_rows(path, sheet, lambda rows: dice.sample(rows, len(rows)))
        rewrite_columns(path, sheet, lambda found: dice.sample(found, len(found)))
    with worked_on(path) as book:
        for sheet in SHEETS:
            book[sheet].insert_cols(3)
            book[sheet].cell(1, 3, "Eigene Notiz")
            book[sheet].cell(4, 3, "nachgefragt")
        book.create_sheet("Nebenrechnung", 0)["A1"] = "Summe"
    (returned,) = taken(dataset, path)
    assert () == returned.proposals
    expected = {"own_columns", "reordered_columns", "foreign_sheets"}
    assert expected == codes(returned)


def test_written_anew_by_xlsxwriter_it_still_wants_nothing(asked, tmp_path):
    dataset, path = asked
    target = tmp_path / "xlsxwriter.xlsx"
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for title, rows in sheets_of(path).items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if hasattr(value, "year"):
                        sheet.write_datetime(number, place, value, day)
                    elif isinstance(value, str):
                        sheet.write_string(number, place, value)
                    elif value is not None:
                        sheet.write_number(number, place, value)
    assert nothing_is_wanted(dataset, target)


def test_written_anew_by_pandas_it_still_wants_nothing(asked, tmp_path):
    dataset, path = asked
    target = tmp_path / "pandas.xlsx"
    tables = pd.read_excel(
        path, sheet_name=None, header=None, dtype=object, keep_default_na=False, na_values=[""]
    )
    with pd.ExcelWriter(target, engine="xlsxwriter") as writer:
        writer.book.strings_to_formulas = False
        for title, table in tables.items():
            table.to_excel(writer, sheet_name=title, header=False, index=False)
    assert nothing_is_wanted(dataset, target)


def test_copies_and_other_names_make_no_difference(tmp_path):
    dataset, path = town_request(tmp_path)
    fill(path, "bauen1", {"Zusammenfassung": "Neu gefasst"})
    copy = shutil.copy(path, tmp_path / "Kopie von Abfrage (2) final.xlsx")
    (proposal,) = proposals(dataset, copy)
    assert ("summary", "Neu gefasst") == (proposal.place.field, proposal.returned)


def test_a_filtered_table_is_read_whole(tmp_path):
    dataset, path = town_request(tmp_path)
    with worked_on(path) as book:
        book[MEASURES].row_dimensions[3].hidden = True
        book[MEASURES].column_dimensions["E"].hidden = True
    fill(path, "bauen2", {"Zusammenfassung": "Auch das zählt"})
    (returned,) = taken(dataset, path)
    assert {"hidden_cells", "hidden_cell"} == codes(returned)
    assert ["Auch das zählt"] == [p.returned for p in returned.proposals]


def test_an_edit_survives_libreoffice(tmp_path):
    dataset, path = town_request(tmp_path)
    fill(path, "bauen1", {"Zusammenfassung": "Erste Zeile\nzweite Zeile", "Kosten (Euro)": 350000})
    fill(path, "bauen2", {"Datum": "01.02.2026", "Stand": "abgeschlossen"}, sheet=PROGRESS, nth=2)
    saved = saved_by_libreoffice(path, tmp_path / "neu")
    found = {p.place: p.returned for p in proposals(dataset, saved)}
    expected = {
        ("summary", None): "Erste Zeile\nzweite Zeile",
        ("cost_value", None): 350000,
        ("progress_values", "2026-02-01"): {"value": "completed", "date": "2026-02-01"},
    }
    assert expected == found


def test_missing_rows_and_columns_are_not_answered(tmp_path):
    dataset, path = town_request(tmp_path)
    rewrite_rows(path, MEASURES, lambda rows: rows[:2])
    rewrite_columns(path, MEASURES, lambda found: [c for c in found if c[0] != "Zusammenfassung"])
    rewrite_rows(path, PROGRESS, lambda rows: rows[-1:])
    (returned,) = taken(dataset, path)
    assert () == returned.proposals
    assert {"missing_rows", "missing_column"} == codes(returned)


def test_the_same_request_is_the_same_bytes(tmp_path):
    dataset = dataset_of(town())
    first = requested(dataset, tmp_path).read_bytes()
    assert first == render(dataset, dataset.measure_keys(), about())


def test_what_the_dataset_says_meanwhile_is_done(tmp_path):
    dataset, path = town_request(tmp_path)
    fill(path, "bauen1", {"Zusammenfassung": "Kurz gesagt!"})
    key = dataset.find("bauen1")
    table = next(t for f, t in dataset.tables.items() if f == "additional_data.json")
    row = next(k for k, r in table.rows.items() if r["id"] == "bauen1")
    table.put(row, table.rows[row] | {"summary": "Kurz gesagt!"}, None)
    (proposal,) = proposals(dataset, path)
    assert (key, Action.EITHER) == (proposal.measure, proposal.action)
