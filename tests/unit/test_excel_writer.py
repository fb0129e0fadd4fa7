"""The workbook as it is written: safe, honest about types, accessible, the same each time."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from klimaeditor import __version__
from klimaeditor.excel import layout
from klimaeditor.excel.workbook_words import SHEET_BASELINE
from klimaeditor.excel.write import WORKBOOK_TITLE, export
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import WorkbookError
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.site.muenster import MUENSTER
from tests.dataset_builders import (
    additional_row,
    dataset_of,
    many,
    measure_row,
    progress_row,
    rows,
    town,
)
from tests.muenster_fields import FIELDS
from tests.workbook_tools import NOON, cell, clock, exported, headers, parts_of

FORMULAS = [
    *("=1+1", "+49", "-\tX", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'),
    *("=cmd|'/c calc'!A0", "-2", "\uff1d1"),
]
VISIBLE = ("Maßnahmen", "Fortschritt", "Links", "Kategorien", "Hinweise")
PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml"
    r"|xl/(workbook|styles)\.xml|xl/theme/theme1\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/worksheets/sheet[1-7]\.xml"
)


@pytest.fixture
def workbook(tmp_path):
    """Return a small workbook, loaded."""
    return load_workbook(exported(town(), tmp_path))


def text_of_sheets(path) -> bytes:
    return b"".join(data for name, data in parts_of(path).items() if "worksheets" in name)


# --- safe (SEC-05, SEC-10) -----------------------------------------------------------------------


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(tmp_path, text):
    path = exported(
        rows(
            [measure_row(**{"Action outline": {"Action name": text}})],
            [additional_row(short_title=text, links=[{"title": text, "url": text}])],
            [progress_row(label=text)],
        ),
        tmp_path,
    )

    assert not re.search(rb"<f[ >/]", text_of_sheets(path))


def test_texts_are_typed_and_formatted_as_text(tmp_path):
    sheet = load_workbook(exported(town(), tmp_path))["Maßnahmen"]
    found = cell(sheet, 2, "Kurztitel")

    assert ("s", "@", True) == (found.data_type, found.number_format, found.quotePrefix)
    assert b't="inlineStr"' in parts_of(tmp_path / "mappe.xlsx")["xl/worksheets/sheet1.xml"]


def test_the_value_itself_gets_no_quote(tmp_path):
    path = exported(rows(additional=[additional_row(short_title="-2 Grad")]), tmp_path)

    assert "-2 Grad" == cell(load_workbook(path)["Maßnahmen"], 2, "Kurztitel").value


def test_the_package_holds_known_parts_only(tmp_path):
    path = exported(town(), tmp_path)

    assert [] == [name for name in parts_of(path) if not PARTS.fullmatch(name)]


# --- types (SEC-18) ------------------------------------------------------------------------------


def test_amounts_are_numbers_and_dates_are_dates(tmp_path):
    state = {"date": "2024-07-01"}
    cost = {"value": 1250000.5, "until_in_years": 2030, "quantity": None}
    path = exported(rows(additional=[additional_row(cost=cost, state=state)]), tmp_path)
    sheet = load_workbook(path)["Maßnahmen"]
    day = cell(sheet, 2, "Sachstand Datum")

    assert 1250000.5 == cell(sheet, 2, "Kosten (Euro)").value
    assert "€" in cell(sheet, 2, "Kosten (Euro)").number_format
    assert 2030 == cell(sheet, 2, "Umsetzung bis (Jahr)").value
    assert (datetime(2024, 7, 1), True) == (day.value, day.is_date)  # noqa: DTZ001 - a cell's
    assert day.number_format.replace("\\", "") == "dd.mm.yyyy"


@pytest.mark.parametrize("text", ["007", "1-2", "2024-10", "1E5"])
def test_codes_stay_text(tmp_path, text):
    path = exported(rows(additional=[additional_row(short_title=text)]), tmp_path)

    assert text == cell(load_workbook(path)["Maßnahmen"], 2, "Kurztitel").value


def test_status_is_shown_in_german(workbook):
    sheet = workbook["Fortschritt"]

    assert "in Bearbeitung" == cell(sheet, 3, "Stand").value
    assert datetime(2025, 5, 1) == cell(sheet, 3, "Datum").value  # noqa: DTZ001 - a cell's


def test_a_measure_without_progress_has_a_row_to_fill(workbook):
    sheet = workbook["Fortschritt"]

    assert ["bauen1", "Kurz bauen1", None, None] == [c.value for c in sheet[2]][:4]


# --- columns come from the catalogue -------------------------------------------------------------


def test_every_field_with_a_column_has_one(workbook):
    wanted = [f.excel.header for f in FIELDS if f.excel]

    assert set(wanted) <= set(headers(workbook["Maßnahmen"]))
    assert len(set(headers(workbook["Maßnahmen"]))) == len(headers(workbook["Maßnahmen"]))


def test_every_other_field_has_a_column_or_a_sheet(workbook):
    found = {c.key for sheet in layout.export_sheets(MUENSTER).data for c in sheet.columns}
    lists = {"links", "progress_values"}

    assert {f.name for f in FIELDS} == (found & {f.name for f in FIELDS}) | lists


def test_a_measure_can_be_known_by_its_first_columns(workbook):
    assert ["Kennung", "Kurztitel", "Kategorie"] == headers(workbook["Maßnahmen"])[:3]


# --- accessible, and pleasant to open (A11Y-22) --------------------------------------------------


def test_one_table_per_sheet_with_its_header_in_row_1(workbook):
    visible = [s.title for s in workbook if s.sheet_state == "visible"]

    assert list(VISIBLE) == visible
    for title in VISIBLE:
        assert all(isinstance(text, str) and text for text in headers(workbook[title]))


@pytest.mark.parametrize("title", VISIBLE)
def test_the_header_is_frozen_filtered_and_nothing_is_merged(workbook, title):
    sheet = workbook[title]

    assert sheet.freeze_panes in ("A2", "C2")
    assert sheet.dimensions == sheet.auto_filter.ref
    assert [] == list(sheet.merged_cells.ranges)
    assert "1:1" in sheet.print_title_rows.replace("$", "")


@pytest.mark.parametrize("title", VISIBLE)
def test_columns_have_widths_and_texts_wrap(workbook, title):
    sheet = workbook[title]

    assert all(sheet.column_dimensions[c.column_letter].width >= 13 for c in sheet[1])
    assert all(c.alignment.wrap_text for row in sheet.iter_rows() for c in row if c.value)


def test_title_and_language_are_set_and_no_user_is_named(workbook):
    found = workbook.properties

    assert (WORKBOOK_TITLE, "de-DE", "Klimaeditor") == (
        found.title,
        found.language,
        found.creator,
    )
    assert found.lastModifiedBy is None
    assert NOON.replace(tzinfo=None) == found.created == found.modified


def test_long_rows_are_tall_but_not_endless(tmp_path):
    long_text = "Ein langer Text. " * 500
    path = exported(rows(additional=[additional_row(summary=long_text)]), tmp_path)
    height = load_workbook(path)["Maßnahmen"].row_dimensions[2].height

    assert 100 < height < 250


def test_protection_has_no_password_and_leaves_filters_and_formats(workbook):
    for title in VISIBLE:
        found = workbook[title].protection

        assert found.sheet
        assert found.password is None
        assert not any(
            (found.autoFilter, found.sort, found.formatCells, found.formatColumns, found.insertRows)
        )


def test_only_what_identifies_a_row_is_locked(workbook):
    locked = {
        title: [
            head
            for head in headers(workbook[title])
            if cell(workbook[title], 2, head).protection.locked
            and cell(workbook[title], 2, head).value
        ]
        for title in ("Maßnahmen", "Fortschritt", "Kategorien")
    }

    assert locked == {
        "Maßnahmen": ["Kennung", "Kategorie-Kennung", "Prüfzeichen"],
        "Fortschritt": ["Kennung", "Maßnahme"],
        "Kategorien": ["Kennung", "Name der Kategorie"],
    }


def test_blank_cells_can_be_filled(workbook):
    sheet = workbook["Maßnahmen"]
    style = sheet.column_dimensions["B"]

    assert cell(sheet, 2, "Sachstand Text").value is None
    assert not style.protection.locked
    assert ("@", True) == (style.number_format, style.quotePrefix)


def test_choices_are_offered(workbook):
    found = {
        str(v.sqref).split(":")[0]: v
        for v in workbook["Fortschritt"].data_validations.dataValidation
    }

    assert {"C2", "D2", "E2"} <= set(found)
    assert "'Listen'!" in found["D2"].formula1
    assert not found["D2"].showErrorMessage  # a number is fine, too
    assert found["E2"].showErrorMessage
    assert "warning" == found["C2"].errorStyle
    statuses = [c.value for c in workbook["Listen"][1]].index("Stand") + 1
    assert ["unbekannt", "in Bearbeitung", "abgeschlossen"] == [
        workbook["Listen"].cell(row, statuses).value for row in (2, 3, 4)
    ]


def test_prompts_fit_into_excels_limits(workbook):
    for sheet in workbook:
        for found in sheet.data_validations.dataValidation:
            assert len(found.promptTitle) <= 32
            assert len(found.prompt) <= 255
            assert len(found.error or "") <= 255


def test_the_notes_say_where_the_data_stand_and_what_to_write(workbook):
    found = {(row[0], row[1]): row[2] for row in workbook["Hinweise"].values}

    assert "04.03.2026, 12:00 Uhr" == found["Excel-Datei", "Erstellt am"]
    assert f"Klimaeditor {__version__}" == found["Excel-Datei", "Erstellt mit"]
    assert "alle 7 Maßnahmen" == found["Excel-Datei", "Umfang"]
    assert re.fullmatch(r"[0-9a-f]{64}", found["Excel-Datei", "Stand der Daten (Prüfsumme)"])
    assert "1" == found["Excel-Datei", "Version des Formats"]
    for field in FIELDS:
        if field.excel and field.kind is not Kind.IDENTIFIER:
            assert found["Maßnahmen", field.excel.header] == field.help


def test_the_checksum_depends_on_content_only(tmp_path):
    tables = town()
    tables[FileName.MEASURES][0] = dict(tables[FileName.MEASURES][0], neu=1)
    sums = {
        load_workbook(exported(t, tmp_path, name))["Hinweise"]["C6"].value
        for t, name in ((town(), "a.xlsx"), (town(), "b.xlsx"), (tables, "c.xlsx"))
    }

    assert 2 == len(sums)


def test_sheet_names_are_what_excel_allows(workbook):
    for title in workbook.sheetnames:
        assert len(title) <= 31
        assert not set(title) & set(r":\/?*[]")
        assert title != "History"
        assert title.strip("'") == title


# --- limits (SEC-14, SEC-15) ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 32_768, "mit 32.768 Zeichen zu lang für Excel (höchstens 32.767)"),
        ("\U0001f331" * 16_384, "mit 32.768 Zeichen zu lang"),
        ("a" + "\n" * 254, "254 Zeilenumbrüche; Excel erlaubt höchstens 253"),
        ("a\ud800", "ein halbes Zeichen"),
    ],
)
def test_what_no_cell_can_hold_is_refused_with_measure_and_field(tmp_path, text, expected):
    dataset = dataset_of(rows())
    key = dataset.companion_key(FileName.ADDITIONAL, 0)
    dataset.tables[FileName.ADDITIONAL].rows[key]["summary"] = text
    (tmp_path / "alt.xlsx").write_bytes(b"alt")

    with pytest.raises(WorkbookError, match=re.escape(expected)) as refusal:
        export(dataset, tmp_path / "alt.xlsx", clock=clock)
    assert "Kurz bauen1 (bauen1), Feld „Zusammenfassung“" in str(refusal.value)
    assert (tmp_path / "alt.xlsx").read_bytes() == b"alt"
    assert ["alt.xlsx"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize("text", ["a" * 32_767, "\U0001f331" * 16_383 + "a", "a" + "\n" * 253])
def test_what_just_fits_is_written(tmp_path, text):
    path = exported(rows(additional=[additional_row(summary=text)]), tmp_path)

    assert text == cell(load_workbook(path)["Maßnahmen"], 2, "Zusammenfassung").value


def test_the_export_says_how_near_its_fullest_cells_come_to_the_limits(tmp_path):
    long, broken = additional_row(summary="\U0001f331" * 8_000), "a" + "\n" * 240
    measures = [measure_row("bauen1"), measure_row("bauen2")]
    more = additional_row("bauen2", state={"title": "", "date": "2025-07-01", "text": broken})

    done = export(dataset_of(rows(measures, [long, more])), tmp_path / "neu.xlsx", clock=clock)

    assert done.room == (
        "Die vollsten Zellen: 16.000 von 32.767 Zeichen (bauen1, „Zusammenfassung“), "
        "240 von 253 Zeilenumbrüchen (bauen2, „Sachstand Text“)."
    )


def test_a_workbook_without_measures_has_still_got_a_fullest_cell_or_says_nothing(tmp_path):
    done = export(dataset_of(rows([], [], [], [])), tmp_path / "neu.xlsx", clock=clock)

    assert "" == done.room


def test_no_cell_of_the_baseline_is_too_long(tmp_path):
    path = exported(rows([measure_row(lang="\U0001f331ä" * 40_000)]), tmp_path)
    lengths = [
        len(value.encode("utf-16-le")) // 2
        for row in load_workbook(path)[SHEET_BASELINE].values
        for value in row
        if isinstance(value, str)
    ]

    assert max(lengths) <= 32_000


# --- the same each time (OPN-14) -----------------------------------------------------------------


def test_two_exports_are_the_same_bytes(tmp_path):
    first, second = (exported(town(), tmp_path, name).read_bytes() for name in ("a.xlsx", "b.xlsx"))

    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(second).hexdigest()


def test_another_time_changes_the_time_only(tmp_path):
    first = parts_of(exported(town(), tmp_path, "a.xlsx"))
    later = export(
        dataset_of(town()), tmp_path / "b.xlsx", clock=lambda: datetime(2027, 1, 1, tzinfo=UTC)
    )
    second = parts_of(later.path)
    titles = load_workbook(later.path).sheetnames
    numbers = {
        f"xl/worksheets/sheet{titles.index(title) + 1}.xml"
        for title in ("Hinweise", SHEET_BASELINE)
    }

    assert numbers | {"docProps/core.xml"} == {k for k in first if first[k] != second[k]}


def test_a_selection_says_so(tmp_path):
    dataset = dataset_of(town())
    done = export(dataset, tmp_path / "a.xlsx", dataset.measure_keys()[:2], clock)
    book = load_workbook(done.path)

    assert 2 == done.measures
    assert 3 == book["Maßnahmen"].max_row
    assert "2 von 7 Maßnahmen" == book["Hinweise"]["C3"].value


def test_a_thousand_measures_take_no_more_than_a_moment(tmp_path):
    assert (
        1001 == load_workbook(exported(many(1000), tmp_path), read_only=True)["Maßnahmen"].max_row
    )


def test_openpyxl_is_loaded_with_the_first_use_of_reader_or_writer():
    code = (
        "import sys, klimaeditor.cli.program; from klimaeditor import excel;"
        "assert 'openpyxl' not in sys.modules; excel.write; sys.exit('openpyxl' not in sys.modules)"
    )

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode  # noqa: S603 - ours
