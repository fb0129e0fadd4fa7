"""The yearly report as a workbook: six plain tables, real numbers, no formulas."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, timedelta, timezone
from functools import partial

import openpyxl
import pytest

from klimaeditor.document import open_document
from klimaeditor.excel.handout import (
    PlainTable,
    TableColumn,
    WorkbookInfo,
    render_tables,
    sheet_title,
    write_tables,
)
from klimaeditor.model.errors import WorkbookError
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.reports.yearly_workbook import about, tables_of
from tests.conftest import SAMPLE
from tests.dataset_builders import additional_row, dataset_of, measure_row, rows, town, write_folder
from tests.request_tools import saved_by_libreoffice
from tests.yearly_cases import HOSTILE, counted, report_on, with_costs, with_progress

NOW = datetime(2026, 11, 22, 14, 3, tzinfo=timezone(timedelta(hours=1)))
SHEETS = [
    *("Übersicht", "Kosten", "Kosten nach Jahr", "Maßnahmen", "Fortschritt"),
    "Änderungen seit 01.01.2026",
]
DANGEROUS = ["=1+1", "+49", "-\tX", "@SUM(A1)", '=HYPERLINK("http://x")', "=cmd|'/c calc'!A0"]


def book_of(report):
    data = render_tables(tables_of(report), about(report, NOW))
    return openpyxl.load_workbook(io.BytesIO(data))


def records(sheet) -> list[dict[str, object]]:
    """Return the rows of a sheet by the headers in row 1."""
    headers, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(headers, line, strict=True)) for line in lines]


@pytest.fixture(scope="module")
def sample_book():
    return book_of(report_on(open_document(SAMPLE).dataset))


def test_the_sheets_are_plain_tables(sample_book):
    assert SHEETS == sample_book.sheetnames
    for sheet in sample_book.worksheets:
        headers = [cell.value for cell in sheet[1]]
        assert len(set(headers)) == len(headers)
        assert all(isinstance(header, str) for header in headers)
        assert sheet.dimensions == sheet.auto_filter.ref
        assert sheet.freeze_panes.endswith("2")
        assert not sheet.merged_cells.ranges
        assert not sheet.protection.sheet
        assert "visible" == sheet.sheet_state
        assert 0 == len(sheet.data_validations.dataValidation)
        assert all(sheet.column_dimensions[cell.column_letter].width > 9 for cell in sheet[1])


def test_the_workbook_says_what_it_is(sample_book):
    found = sample_book.properties

    assert ("Jahresbericht – Musterstadt", "Klimaeditor", "de-DE") == (
        found.title, found.creator, found.language,
    )  # fmt: skip
    assert "Jahresbericht zu den Klimaschutzmaßnahmen, Stand 22.11.2026" == found.subject


def test_no_sheet_has_a_formula_whatever_the_data_say():
    ids = [f"bauen{number}" for number in range(len(DANGEROUS))]
    extra = [
        additional_row(name, short_title=text, summary=text)
        for name, text in zip(ids, DANGEROUS, strict=True)
    ]
    tables = rows([measure_row(name) for name in ids], extra, [])
    report = report_on(dataset_of(tables), name=DANGEROUS[4])
    data = render_tables(tables_of(report), about(report, NOW))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [package.read(name) for name in package.namelist() if "/worksheets/sheet" in name]

    assert 6 == len(sheets)
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


@pytest.mark.parametrize("text", [*DANGEROUS, HOSTILE, "a\x00b_x000D_c", "\U0001f33b ä"])
def test_texts_come_back_as_they_were(text):
    table = PlainTable("T", (TableColumn("A", 20),), ((text,),))
    data = render_tables([table], WorkbookInfo("t", "s", NOW))
    cell = openpyxl.load_workbook(io.BytesIO(data)).active["A2"]

    assert cell.data_type in {"s", "inlineStr"}
    assert text.replace("\x00", "_x0000_").replace("_x000D_", "_x005F_x000D_") == cell.value


def test_numbers_and_days_are_real():
    report = report_on(counted())
    stands = records(book_of(report)["Fortschritt"])

    assert [(datetime(2025, 7, 1), 92), (datetime(2026, 7, 1), 1234.5)] == [  # noqa: DTZ001 - as openpyxl reads days
        (row["Datum"], row["Wert"]) for row in stands
    ]
    assert {("GWh", 90, 280)} == {(r["Einheit"], r["Startwert"], r["Zielwert"]) for r in stands}


def test_a_day_that_cannot_be_read_is_told_as_written():
    stands = records(book_of(report_on(with_progress(("Herbst", "completed"))))["Fortschritt"])

    assert (None, "Herbst", "abgeschlossen") == (
        stands[0]["Datum"], stands[0]["Datum, wie eingetragen"], stands[0]["Stand in Worten"],
    )  # fmt: skip


def test_every_column_of_sums_adds_a_shared_amount_once():
    lines = records(book_of(report_on(with_costs(5000000, 5000000, 5000000, 200)))["Kosten"])

    assert [5000000, None, None, None] == [
        line["Gemeinsamer Betrag, einmal gezählt"] for line in lines
    ]
    assert [None, None, None, 200] == [line["Einzelner Betrag"] for line in lines]
    assert "„Kurz bauen2“ und „Kurz bauen3“" == lines[0]["Gemeinsam mit"]


def test_a_shared_amount_counts_once_in_a_part_of_the_measures_too():
    dataset = with_costs(5000000, 5000000, 5000000)
    report = report_on(dataset, measures=[dataset.find("bauen2"), dataset.find("bauen3")])
    lines = records(book_of(report)["Kosten"])

    assert [5000000, None] == [line["Gemeinsamer Betrag, einmal gezählt"] for line in lines]


def test_costs_by_year_count_a_shared_amount_once_in_its_latest_year():
    ids = [f"bauen{number}" for number in range(1, 7)]
    planned = [
        (2028, 5000000),
        (2030, 5000000),
        (2029, 5000000),
        (2030, 200),
        (2028, 100),
        (None, 70),
    ]
    extra = [
        additional_row(name, cost={"until_in_years": year, "value": amount, "quantity": None})
        for name, (year, amount) in zip(ids, planned, strict=True)
    ]
    dataset = dataset_of(rows([measure_row(name) for name in ids], extra, []))
    sheet = book_of(report_on(dataset))["Kosten nach Jahr"]
    lines = [tuple(line.values())[:3] for line in records(sheet)]

    assert [("2028", 100, None), ("2030", 200, 5000000), ("ohne Jahr", 70, None)] == lines
    (chart,) = sheet._charts
    assert "'Kosten nach Jahr'!$A$2:$A$4" == chart.series[0].cat.numRef.f


def test_the_overview_has_charts_of_the_rows_beside_them(sample_book):
    sheet = sample_book["Übersicht"]
    found = records(sheet)
    for chart in sheet._charts:
        first, last = map(int, re.findall(r"\$(\d+)", chart.series[0].val.numRef.f))
        parts = {found[row - 2]["Abschnitt"] for row in range(first, last + 1)}
        assert 1 == len(parts)

    assert 2 == len(sheet._charts)


def test_the_overview_has_every_figure_and_every_segment(sample_book):
    report = report_on(open_document(SAMPLE).dataset)
    lines = records(sample_book["Übersicht"])
    segments = sum(max(1, len(bar.segments)) for c in report.overview.charts for bar in c.bars)

    assert 2 + len(report.overview.figures) + segments == len(lines)
    assert [len(figure.measures) for figure in report.overview.figures] == [
        line["Anzahl"] for line in lines if line["Abschnitt"] == "Kennzahlen"
    ]


def test_news_and_what_is_not_counted_stand_under_changes():
    dataset = with_progress(("2026-05-01", "completed"), ("2030-01-01", "completed"))
    lines = records(book_of(report_on(dataset))[SHEETS[-1]])

    assert ["Neuigkeit: Fortschritt", "Hinweis"] == [line["Art der Änderung"] for line in lines]
    assert (
        "Nicht mitgezählt: 1 Eintrag mit einem Datum in der Zukunft."
        == (lines[1]["Nachher oder neu"])
    )


def test_the_same_report_gives_the_same_bytes():
    report = report_on(open_document(SAMPLE).dataset)
    first, second = (render_tables(tables_of(report), about(report, NOW)) for _ in range(2))

    assert first == second


def test_an_empty_dataset_has_a_workbook():
    book = book_of(report_on(dataset_of(rows([], [], [], []))))

    assert SHEETS == book.sheetnames
    assert [] == records(book["Maßnahmen"])


def test_a_text_no_cell_holds_is_refused_with_its_place(tmp_path):
    extra = additional_row(summary="x" * 40000)
    report = report_on(dataset_of(rows(additional=[extra])))

    with pytest.raises(WorkbookError, match="Zusammenfassung"):
        write_tables(tables_of(report), about(report, NOW), tmp_path / "b.xlsx")
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["bericht.pdf", "con.xlsx", "~$b.xlsx"])
def test_a_name_that_is_none_for_a_workbook_is_refused(tmp_path, name):
    with pytest.raises(WorkbookError):
        write_tables([], WorkbookInfo("t", "s", NOW), tmp_path / name)


def test_a_tab_never_has_what_excel_refuses():
    assert "Stand 01 02  a" == sheet_title("Stand 01/02: a?")
    assert 31 == len(sheet_title("x" * 50))


def test_kinds_of_numbers_have_their_formats():
    columns = tuple(TableColumn(k.value, 12, k) for k in (Kind.AMOUNT, Kind.DATE, Kind.YEAR))
    data = render_tables(
        [PlainTable("T", columns, ((1234.5, date(2026, 1, 2), 2030),))], WorkbookInfo("t", "s", NOW)
    )
    cells = openpyxl.load_workbook(io.BytesIO(data)).active[2]

    assert ["€" in cells[0].number_format, cells[1].is_date, cells[2].number_format] == [
        True, True, "0",
    ]  # fmt: skip


def test_the_workbook_opens_in_libreoffice(tmp_path):
    report = report_on(open_document(SAMPLE).dataset)
    path = tmp_path / "bericht.xlsx"
    write_tables(tables_of(report), about(report, NOW), path)
    again = openpyxl.load_workbook(saved_by_libreoffice(path, tmp_path / "office"))

    assert SHEETS == again.sheetnames
    assert len(report.measures) == len(records(again["Maßnahmen"]))


# --- command line --------------------------------------------------------------------------------


@pytest.fixture
def call(call):
    return partial(call, "report")


def test_the_command_writes_the_workbook(tmp_path, call):
    target = tmp_path / "bericht.xlsx"
    code, out, err = call(SAMPLE, target, "--since", "2024-01-01", "--name", "Musterstadt")
    book = openpyxl.load_workbook(target)

    assert (0, "") == (code, err)
    assert out.startswith("Bericht über ")
    assert "Änderungen seit 01.01.2024" == book.sheetnames[-1]
    assert "Jahresbericht – Musterstadt" == book.properties.title


def test_the_command_compares_with_a_former_version(tmp_path, call):
    tables = town()
    before = write_folder(tmp_path / "2025", tables)
    tables["additional_data.json"][0]["short_title"] = "Ganz anders"
    now = write_folder(tmp_path / "2026", tables)
    code, _, err = call(now, tmp_path / "b.xlsx", "--former", before)
    lines = records(openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[-1])

    assert (0, "") == (code, err)
    assert ("Kurz bauen1", "Ganz anders") in [(r["Vorher"], r["Nachher oder neu"]) for r in lines]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--since", "gestern"], "„gestern“ ist kein Tag"),
        (["--since", "31.12.2060"], "31.12.2060 liegt in der Zukunft"),
        (["--since", "2060-12-31"], "31.12.2060 liegt in der Zukunft"),
        (["--former", "gibt-es-nicht"], "gibt-es-nicht"),
    ],
)
def test_a_wrong_call_writes_nothing_and_says_why(tmp_path, call, options, says):
    code, _, err = call(SAMPLE, tmp_path / "b.xlsx", *options)

    assert 2 == code
    assert says in err
    assert [] == list(tmp_path.iterdir())


def test_a_file_is_only_replaced_when_asked(tmp_path, call):
    target = tmp_path / "b.xlsx"
    target.write_bytes(b"alt")
    refused, _, err = call(SAMPLE, target)
    kept = target.read_bytes()

    assert (2, b"alt") == (refused, kept)
    assert "--force" in err
    assert 0 == call(SAMPLE, target, "--force")[0]
    assert target.read_bytes().startswith(b"PK")
