"""Our reader of cells against openpyxl's: the same cells, whoever wrote the workbook."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from klimaeditor.document import open_document
from klimaeditor.excel.cells import Cell, opened
from klimaeditor.excel.write import export
from klimaeditor.model.errors import WorkbookError
from klimaeditor.paths import sample_dataset
from tests.cell_tools import MAIN, STRINGS, assert_agree, ours, package
from tests.request_tools import EVERYTHING, requested, saved_by_libreoffice, town_of_three
from tests.waiting import SAME, ratio
from tests.workbook_tools import clock

REAL = [
    *("sachstand/Bauen_und_Sanieren.xlsx", "sachstand/Bildung_Ernaehung.xlsx"),
    *("sachstand/Klimahaushalt.xlsx", "muenster/b-2_actions_raw.xlsx"),
]
SOMETHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(-1e300, 1e300, allow_nan=False),
    st.dates(date(1900, 3, 1), date(2200, 1, 1)),
    st.datetimes(datetime(1900, 3, 1), datetime(2200, 1, 1)),  # noqa: DTZ001 - cells have no zone
    st.times().map(lambda found: time(found.hour, found.minute)),
    st.timedeltas(timedelta(0), timedelta(9)),
    st.sampled_from(["=A1+1", "=SUM(B2:C3)", "#NAME?", "#DIV/0!", "", " ", "_x000D_", "a\nb"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40),
)
FORMATS = ["General", "@", "0.000", "0%", "dd.mm.yyyy", "[h]:mm:ss", "#,##0.00 €", "hh:mm"]
CELLS = st.lists(
    st.tuples(st.integers(1, 9), st.integers(1, 203), SOMETHING, st.sampled_from(FORMATS)),
    min_size=1,
    max_size=12,
)


def kept(data: bytes, folder: Path, name: str = "mappe.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def sample_export(folder: Path) -> Path:
    return export(open_document(sample_dataset()).dataset, folder / "mappe.xlsx", clock=clock).path


def request_workbook(folder: Path) -> Path:
    return requested(town_of_three(), folder, EVERYTHING)


# --- whole workbooks -----------------------------------------------------------------------------


@pytest.mark.parametrize("made", [sample_export, request_workbook])
def test_our_own_workbooks_are_read_as_openpyxl_reads_them(tmp_path, made):
    assert_agree(made(tmp_path))


@pytest.mark.parametrize("made", [sample_export, request_workbook])
def test_workbooks_saved_by_libreoffice_are_read_the_same(tmp_path, made):
    assert_agree(saved_by_libreoffice(made(tmp_path), tmp_path / "neu"))


@pytest.mark.real
@pytest.mark.parametrize("name", REAL)
def test_the_workbooks_of_the_city_are_read_the_same(real_data, name):
    assert_agree(real_data / name)


@settings(max_examples=40)
@given(CELLS)
def test_whatever_openpyxl_writes_is_read_the_same(cells):
    book = Workbook()
    sheet = book.active
    sheet["A12"] = "immer"
    for row, column, value, number_format in cells:
        cell = sheet.cell(row, column)
        cell.value = value
        cell.number_format = number_format
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mappe.xlsx"
        book.save(path)
        assert_agree(path)


@settings(max_examples=40)
@given(CELLS, st.booleans())
def test_whatever_xlsxwriter_writes_is_read_the_same(cells, from_1904):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "date_1904": from_1904}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.write_rich_string(11, 0, "halb ", bold, "fett", " und weiter")
        for row, column, value, number_format in cells:
            early = isinstance(value, date) and from_1904 and value.year < 1905
            if not early:
                sheet.write(row, column, value, book.add_format({"num_format": number_format}))
    with TemporaryDirectory() as folder:
        assert_agree(kept(target.getvalue(), Path(folder)))


# --- single cells --------------------------------------------------------------------------------

ONE_ROW = {
    "a shared text": '<c r="A1" t="s"><v>0</v></c>',
    "a shared text of several runs": '<c r="A1" t="s"><v>1</v></c>',
    "a shared text with a reading aid": '<c r="A1" t="s"><v>2</v></c>',
    "a shared text without anything": '<c r="A1" t="s"><v>3</v></c><c r="B1"><v>1</v></c>',
    "blanks and a line break": '<c r="A1" t="s"><v>4</v></c>',
    "a text of its own": '<c r="A1" t="inlineStr"><is><t>a</t></is></c>',
    "own runs": '<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t> b</t></r></is></c>',
    "own reading aid": (
        '<c r="A1" t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>b</t></rPh></is></c>'
    ),
    "own text without anything": '<c r="A1" t="inlineStr"><is><t/></is></c><c r="B1"><v>1</v></c>',
    "own text that is missing": '<c r="A1" t="inlineStr"/><c r="B1"><v>1</v></c>',
    "a preserved blank": '<c r="A1" t="inlineStr"><is><t xml:space="preserve">  </t></is></c>',
    "a section": '<c r="A1" t="inlineStr"><is><t><![CDATA[<b>&amp;]]></t></is></c>',
    "a whole number": '<c r="A1"><v>42</v></c>',
    "a number with decimals": '<c r="A1" t="n"><v>4.20</v></c>',
    "a number with an exponent": '<c r="A1"><v>1E-3</v></c>',
    "a number beyond all bounds": '<c r="A1"><v>1e999</v></c>',
    "a style nobody knows": '<c r="A1" s="0"><v>7</v></c>',
    "three decimals": '<c r="A1" s="2"><v>60</v></c>',
    "a share": '<c r="A1" s="4"><v>0.5</v></c>',
    "a date": '<c r="A1" s="1"><v>45000</v></c>',
    "a date with a time": '<c r="A1" s="1"><v>45000.5</v></c>',
    "a time": '<c r="A1" s="1"><v>0.25</v></c>',
    "the day that never was": '<c r="A1" s="1"><v>60</v></c>',
    "a day before it": '<c r="A1" s="1"><v>59</v></c>',
    "a date no calendar has": '<c r="A1" s="1"><v>99999999</v></c>',
    "a negative date": '<c r="A1" s="1"><v>-5</v></c>',
    "a length of time": '<c r="A1" s="3"><v>1.5</v></c>',
    "a written date": '<c r="A1" t="d"><v>2024-07-01</v></c>',
    "a written time": '<c r="A1" t="d"><v>2024-07-01T12:30:00</v></c>',
    "truth": '<c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c>',
    "an error": '<c r="A1" t="e"><v>#NAME?</v></c>',
    "a formula": '<c r="A1"><f>1+1</f><v>2</v></c>',
    "a formula that showed a text": '<c r="A1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>',
    "a formula that showed nothing": '<c r="A1"><f>B1</f></c>',
    "a formula that failed": '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    "a formula that showed a date": '<c r="A1" s="1"><f>TODAY()</f><v>45000</v></c>',
    "an array": '<c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>2</v></c>',
    "a shared formula": (
        '<c r="A1"><f t="shared" ref="A1:C1" si="0">D1*2</f><v>2</v></c>'
        '<c r="B1"><f t="shared" si="0"/><v>4</v></c><c r="C1"><f t="shared" si="0"/></c>'
    ),
    "a blank cell with a style": '<c r="A1" s="1"/><c r="B1"><v>1</v></c>',
    "cells without a place": "<c><v>1</v></c><c><v>2</v></c><c r='F1'><v>3</v></c><c><v>4</v></c>",
    "cells out of order": '<c r="C1"><v>3</v></c><c r="A1"><v>1</v></c>',
    "the same cell twice": '<c r="A1"><v>1</v></c><c r="C1"><v>3</v></c><c r="A1"><v>2</v></c>',
    "a cell blanked by another": '<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="A1"/>',
    "the last column": '<c r="A1"><v>1</v></c><c r="GR1"><v>2</v></c><c r="XFD1"><v>3</v></c>',
    "something else in a row": '<c r="A1"><v>1</v></c><extLst><ext uri="x"/></extLst>',
}
ROWS = {
    "rows left out": (
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="9"><c r="B9"><v>2</v></c></row>'
    ),
    "rows without a number": "<row><c><v>1</v></c></row><row><c><v>2</v></c></row>",
    "a row number as a decimal": '<row r="3.0"><c r="A3"><v>1</v></c></row>',
    "rows out of order": (
        '<row r="5"><c r="A5"><v>5</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
        '<row r="6"><c r="A6"><v>6</v></c></row>'
    ),
    "a blank row": '<row r="1"/><row r="2"><c r="A2"><v>2</v></c></row>',
}


@pytest.mark.parametrize("cells", ONE_ROW.values(), ids=ONE_ROW)
def test_every_kind_of_cell_is_read_as_openpyxl_reads_it(tmp_path, cells):
    assert_agree(kept(package(f'<row r="1">{cells}</row>'), tmp_path))


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
def test_rows_are_numbered_as_openpyxl_numbers_them(tmp_path, rows):
    assert_agree(kept(package(rows), tmp_path))


@pytest.mark.parametrize("flag", ["1", "true", "0", "false"])
def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path, flag):
    rows = '<row r="1"><c r="A1" s="1"><v>45000</v></c></row>'
    path = kept(package(rows, book=f'<workbookPr date1904="{flag}"/>'), tmp_path)
    assert_agree(path)
    (seen,) = ours(path.read_bytes()).values()
    assert (2027 if flag in ("1", "true") else 2023) == seen.value.year


def test_a_namespace_with_a_prefix_is_the_same_namespace(tmp_path):
    sheet = (
        f'<x:worksheet {MAIN.replace("xmlns", "xmlns:x")}><x:sheetData><x:row r="1">'
        '<x:c r="A1" t="s"><x:v>1</x:v></x:c><x:c r="B1"><x:f>1+1</x:f><x:v>2</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )
    path = kept(package("", more={"xl/worksheets/sheet1.xml": sheet}), tmp_path)
    assert_agree(path)


def test_the_escape_of_an_escape_stays_whole():
    """openpyxl makes ``_x005F_x000D_`` a line break here; it means the letters ``_x000D_``."""
    strings = STRINGS.replace("eins", "_x005F_x000D_")
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    data = package(rows, more={"xl/sharedStrings.xml": strings})
    with opened(data, "x") as book:
        ((_, (text,)),) = book.sheets[0].rows()
    assert "_x000D_" == text


# --- damage and malice ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A1" t="s"><v>99</v></c>',
        '<c r="A1"><v>viel</v></c>',
        '<c r="A1" t="b"><v>ja</v></c>',
        '<c r="11"><v>1</v></c>',
        '<c r="A1"><v>1</v></d>',
        '<c r="A1"><v>&eins;</v></c>',
    ],
)
def test_a_damaged_sheet_is_refused(cells):
    with pytest.raises(WorkbookError, match="beschädigt"):
        ours(package(f'<row r="1">{cells}</row>'))


def test_a_document_type_is_refused_even_where_the_guard_did_not_look():
    sheet = f'<!DOCTYPE x [<!ENTITY a "b">]><worksheet {MAIN}><sheetData/></worksheet>'
    with pytest.raises(WorkbookError, match="beschädigt"):
        ours(package("", more={"xl/worksheets/sheet1.xml": sheet}))


def test_shared_texts_with_entities_are_refused():
    strings = STRINGS.replace("<sst", '<!DOCTYPE sst [<!ENTITY a "b">]><sst', 1)
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    with pytest.raises(WorkbookError, match="beschädigt"):
        ours(package(rows, more={"xl/sharedStrings.xml": strings}))


def test_the_last_row_of_all_takes_no_longer_than_the_first():
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>'
    )
    far, near = package(rows), package(rows.replace("1048576", "2"))

    assert [1, 1_048_576] == [number for _, number, _ in ours(far)]
    assert ratio(lambda: ours(far), lambda: ours(near)) < SAME


def test_a_formula_keeps_the_cell_it_showed():
    data = package('<row r="1"><c r="A1" s="2"><f>B1</f><v>60</v></c></row>')
    with opened(data, "x") as book:
        ((_, (cell,)),) = book.sheets[0].rows()
    assert Cell("=B1", "f", "A1", shown=Cell(60, "n", "A1", "0.000")) == cell
