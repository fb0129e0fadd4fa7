"""The workbook a department gets: guidance first, asked cells open, nothing that could harm."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from klimaeditor import __version__
from klimaeditor.excel import request_baseline
from klimaeditor.excel.guard import read_package
from klimaeditor.excel.request_layout import LIST_FIELDS, askable, data_sheets
from klimaeditor.excel.return_read import read_return
from klimaeditor.model.errors import WorkbookError
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.site.muenster import MUENSTER
from tests.dataset_builders import additional_row, dataset_of, measure_row, rows
from tests.request_tools import (
    EVERYTHING,
    LINKS,
    MEASURES,
    PROGRESS,
    requested,
    row_of,
    town_request,
)
from tests.workbook_tools import headers, parts_of


@pytest.fixture
def book(tmp_path):
    """Return the workbook that asks a small town about everything."""
    _, path = town_request(tmp_path, EVERYTHING)
    return load_workbook(path)


def test_guidance_comes_first_and_says_what_by_when_and_to_whom(book):
    assert ["Hinweise", MEASURES, PROGRESS, LINKS] == [
        sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"
    ]
    assert book.active.title == "Hinweise"
    said = {row[1].value: row[2].value for row in book["Hinweise"].iter_rows(min_row=2)}
    assert "schicken Sie diese Datei zurück" in said["Was zu tun ist"]
    assert ("01.04.2026", "Stabsstelle", "Danke!", "Amt 67") == tuple(
        said[point] for point in ("Bitte zurück bis", "Zurück an", "Anschreiben", "Für")
    )
    assert "„leeren“" in said["Leere Zellen"]


def test_the_guidance_names_checksum_format_and_program(tmp_path):
    _, path = town_request(tmp_path, EVERYTHING)
    sent = read_return(path, MUENSTER).sent
    notes = load_workbook(path)["Hinweise"]
    said = {row[1].value: row[2].value for row in notes.iter_rows(min_row=2)}

    assert (
        f"Prüfsumme {request_baseline.checksum_of(sent)}, Format {sent.about.schema}"
        == (said["Stand der Daten"])
    )
    assert request_baseline.checksum_of(sent) != request_baseline.checksum_of(
        replace(sent, measures={})
    )
    assert f"Klimaeditor {__version__}" in said["Abfrage"]


def is_open(sheet, column: int) -> bool:
    """Tell whether one may write into the first row; a blank cell is as its column is."""
    cell = sheet.cell(2, column)
    blank = cell.value is None and not cell.has_style
    style = sheet.column_dimensions[cell.column_letter] if blank else cell
    return not style.protection.locked


def test_asked_cells_are_open_and_the_others_locked_without_a_password(book):
    asked = {f.excel.header if f.excel else f.label for f in askable(MUENSTER)} - {None}
    free = {"Rückmeldung", "Bemerkung an die Stabsstelle"}
    for sheet in (book[MEASURES], book[PROGRESS], book[LINKS]):
        assert (True, None) == (sheet.protection.sheet, sheet.protection.password)
    sheet = book[MEASURES]
    opened = {cell.value for cell in sheet[1] if is_open(sheet, cell.column)}
    assert opened <= asked | free
    assert free <= opened
    assert {"Kennung", "Maßnahme", "Kategorie", "Prüfzeichen"} == set(headers(sheet)) - opened


def test_every_open_column_helps_as_soon_as_a_cell_is_chosen(book):
    for sheet in data_sheets(MUENSTER, EVERYTHING):
        worksheet = book[sheet.title]
        prompts = {
            str(area).split(":")[0]: found.prompt
            for found in worksheet.data_validations.dataValidation
            for area in found.sqref.ranges
        }
        for place, column in enumerate(sheet.columns):
            if not column.locked:
                assert column.help[:255] == prompts[worksheet.cell(2, place + 1).coordinate]


def test_choices_are_lists_and_answers_are_closed(book):
    sheet = book[MEASURES]
    lists = {
        re.match(r"[A-Z]+", str(found.sqref))[0]: found
        for found in sheet.data_validations.dataValidation
        if found.type == "list"
    }
    letter = sheet.cell(1, headers(sheet).index("Rückmeldung") + 1).column_letter
    assert lists[letter].showErrorMessage
    source = re.fullmatch(r"'Listen'!\$(\w+)\$2:\$\w+\$(\d+)", lists[letter].formula1)
    entries = [book["Listen"][f"{source[1]}{n}"].value for n in range(2, int(source[2]) + 1)]
    assert ["geändert", "keine Änderung", "nicht zuständig"] == entries


def test_required_gaps_are_marked_by_a_pattern_that_goes_when_they_are_filled(book):
    sheet = book[MEASURES]
    marked = {
        str(area.sqref).split(":")[0]: rule
        for area, rules in sheet.conditional_formatting._cf_rules.items()
        for rule in rules
    }
    place = headers(sheet).index("Rückmeldung") + 1
    rule = marked[sheet.cell(2, place).coordinate]
    assert ["LEN(TRIM(C2))=0"] == rule.formula
    assert rule.dxf.fill.patternType == "lightUp"
    optional = sheet.cell(2, headers(sheet).index("Sachstand Text") + 1).coordinate
    assert optional not in marked


def test_progress_has_its_values_and_room_for_new_ones(book):
    sheet = book[PROGRESS]
    first = [sheet.cell(row_of(sheet, "bauen2", nth), 4).value for nth in (1, 2, 3)]
    assert ["in Bearbeitung", None, None] == first
    assert "Status" in sheet.cell(row_of(sheet, "bauen2"), 5).value


def test_every_askable_field_has_a_column_with_a_name_of_its_own():
    sheets = data_sheets(MUENSTER, EVERYTHING)
    keys = {column.key for sheet in sheets for column in sheet.columns} | set(LIST_FIELDS)
    assert set(EVERYTHING) <= keys
    for sheet in sheets:
        names = [column.header for column in sheet.columns]
        assert len(names) == len(set(names))
    assert not any(f.kind in (Kind.IDENTIFIER, Kind.CATEGORY) for f in askable(MUENSTER))


def test_texts_that_look_like_formulas_stay_texts(tmp_path):
    nasty = '=HYPERLINK("http://x")'
    dataset = dataset_of(rows([measure_row("bauen1")], [additional_row(summary=nasty)]))
    path = requested(dataset, tmp_path, EVERYTHING)
    assert read_package(path)
    sheets = [data for name, data in parts_of(path).items() if "worksheets/sheet" in name]
    assert not any(
        re.search(rb"<f[ >]", re.sub(rb"<formula\d?>.*?</formula\d?>", b"", d)) for d in sheets
    )
    assert nasty.encode().replace(b'"', b'"') in b"".join(sheets)


def test_a_text_that_fits_into_no_cell_stops_the_request(tmp_path):
    dataset = dataset_of(rows([measure_row("bauen1")], [additional_row(summary="x" * 40_000)]))
    with pytest.raises(WorkbookError, match=r"32\.767"):
        requested(dataset, tmp_path)


def test_a_list_offers_placeholders_in_the_spelling_agreed_on(tmp_path):
    """OPN-05: what the list offers is not criticised afterwards."""
    spellings = ("keine Angabe", "Keine Angabe", "k. A.", "Stadt Münster")
    records = [measure_row(f"bauen{number}") for number in range(1, 5)]
    for record, spelling in zip(records, spellings, strict=True):
        group = record["Implementation"]
        group["Responsible bodies/person for implementation"] = spelling
    dataset = dataset_of(rows(records, [additional_row(row["id"]) for row in records], [], []))
    book = load_workbook(requested(dataset, tmp_path, EVERYTHING))
    offered = [cell.value for column in book["Listen"].iter_cols(min_row=2) for cell in column]
    assert {"Keine Angabe", "Stadt Münster"} <= set(offered)
    assert not {"keine Angabe", "k. A."} & set(offered)
