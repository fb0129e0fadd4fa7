"""What reading a workbook costs: calls and bytes, counted, at n and 2n – and both ways of reading.

Rows in the form in which all programs write them are taken by pattern, others tag by tag. A comment
above the rows makes the reader go the long way, which has to say the same.
"""

from __future__ import annotations

import gc
import json
import re
import sys
import tracemalloc
from collections import Counter
from string import ascii_uppercase
from typing import TYPE_CHECKING

import pytest

import klimaeditor
from klimaeditor.excel import parts
from klimaeditor.excel.cells import Losses, opened
from klimaeditor.excel.read import open_workbook
from klimaeditor.excel.return_read import read_return
from klimaeditor.excel.write import export
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import WorkbookError
from klimaeditor.site.muenster import muenster
from tests.cell_tools import MAIN, package
from tests.dataset_builders import dataset_of, many
from tests.muenster_fields import MUENSTER
from tests.request_tools import EVERYTHING, requested
from tests.workbook_tools import clock

if TYPE_CHECKING:
    from pathlib import Path

    from tests.dataset_builders import Rows

ROOT = klimaeditor.__file__.removesuffix("__init__.py")
COUNT = 60
LONG_WAY = "<!-- the long way -->"
TEXT = '<c r="{}" s="1" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>'
ROWS = {
    "texts": f'<row r="1">{TEXT.format("A1", "eins")}{TEXT.format("C1", " zwei ")}</row>',
    "no cells": '<row r="1" ht="33" customHeight="1"/><row r="3" spans="1:2"></row>',
    "lines": f'<row r="1">{TEXT.format("A1", "a&#13;&#10;b" + chr(13) + chr(10) + "c")}</row>',
    "references": f'<row r="1">{TEXT.format("A1", "&lt;&amp;&#228;&#xE4;&quot;&apos;")}</row>',
    "escapes": f'<row r="1">{TEXT.format("A1", "_x000D_ _x005F_x0041_ _xD800_")}</row>',
    "empty text": f'<row r="1">{TEXT.format("A1", "")}{TEXT.format("B1", "x")}</row>',
    "shared": '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>4</v></c></row>',
    "no such text": '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
    "no text before": '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
    "numbers": '<row r="1"><c r="A1"><v>1.5</v></c><c r="B1" s="2"><v>-3</v></c></row>',
    "no number": '<row r="1"><c r="A1"><v>x</v></c></row>',
    "long number": f'<row r="1"><c r="A1"><v>{"9" * 65}</v></c></row>',
    "days": '<row r="1"><c r="A1" s="1"><v>45000</v></c><c r="B1" s="3"><v>0.5</v></c></row>',
    "no such day": '<row r="1"><c r="A1" s="1"><v>99999999</v></c></row>',
    "truth, errors": '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c></row>',
    "results": '<row r="1"><c r="A1" t="str"><v>_x0041_</v></c><c r="B1" s="7"/></row>',
    "backwards": f'<row r="1">{TEXT.format("C1", "c")}{TEXT.format("A1", "a")}</row>',
    "twice": f'<row r="1">{TEXT.format("A1", "a")}{TEXT.format("A1", "b")}<c r="A1"/></row>',
    "far right": f'<row r="1">{TEXT.format("GS1", "x")}{TEXT.format("ZZ1", "y")}</row>',
    "late": '<row r="5"><c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>',
    "too long": f'<row r="1">{TEXT.format("A1", "x" * 32_768)}</row>',
    "between": f'<row r="1"> \n{TEXT.format("A1", "a")} Unsinn </row> auch \n<row r="2"/>',
    "unsound": f'<row r="1">{TEXT.format("A1", "&nbsp;")}</row>',
    "unsound text": f'<row r="1">{TEXT.format("A1", "a]]>b")}</row>',
    "no letter": f'<row r="1">{TEXT.format("A1", "&#1;")}</row>',
    "formula": '<row r="1"><c r="A1"><f>B1+1</f><v>2</v></c></row><row r="2"><c r="A2"/></row>',
}
SOUND = ("texts", "no cells", "references", "numbers", "days", "results", "backwards", "far right")


def said(data: bytes) -> object:
    """Return all that the reader says about the only sheet, or its refusal."""
    losses = Losses()
    try:
        with opened(data, "mappe.xlsx") as book:
            return [repr(row) for row in book.sheets[0].rows(losses)], losses
    except WorkbookError as error:
        return str(error)


def sheet_of(rows: str, above: str = "") -> bytes:
    xml = f"<worksheet {MAIN}>{above}<sheetData>{rows}</sheetData></worksheet>"
    return package("", more={"xl/worksheets/sheet1.xml": xml})


@pytest.mark.parametrize("name", ROWS)
def test_both_ways_say_the_same(name):
    plain, long_way = sheet_of(ROWS[name]), sheet_of(ROWS[name], LONG_WAY)

    assert said(long_way) == said(plain)


@pytest.mark.parametrize("odd", ["formula", "backwards", "between", "numbers"])
def test_a_piece_that_is_not_plain_changes_nothing_for_the_next(monkeypatch, odd):
    numbers = iter(range(10, 900, 10))
    few = [
        re.sub(r'(?<= r=")([A-Z]*)([1-9])"', lambda m, n=n: f'{m[1]}{n + int(m[2])}"', ROWS[name])
        for name in SOUND
        for name in (name, odd)
        for n in [next(numbers)]
    ]
    monkeypatch.setattr(parts, "_PARSING_CHUNK", 200)

    assert said(sheet_of("".join(few), LONG_WAY)) == said(sheet_of("".join(few)))


@pytest.mark.parametrize(
    "rows",
    [
        '<!-- <row r="1"><c r="A1"><v>1</v></c></row> --><row r="2"><c r="A2"><v>2</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v><![CDATA[</v></c></row><row r="2">]]></v></c></row>',
        '<x xmlns="urn:x"><row r="1"><c r="A1"><v>1</v></c></row></x>',
        '</sheetData><x xmlns="urn:x"><row r="1"><c r="A1"><v>1</v></c></row></x><sheetData>',
    ],
)
def test_what_only_looks_like_a_row_is_none(monkeypatch, rows):
    more = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(10, 30))
    monkeypatch.setattr(parts, "_PARSING_CHUNK", 100)

    for xml in (rows, rows + more, more + rows):
        assert said(sheet_of(xml, LONG_WAY)) == said(sheet_of(xml))


def test_rows_of_another_namespace_are_none():
    inside = f"<sheetData>{ROWS['numbers']}</sheetData>"
    xml = f"<x:worksheet xmlns:x={MAIN[6:]}>{inside}</x:worksheet>"

    assert ([], Losses()) != said(sheet_of(ROWS["numbers"]))
    assert ([], Losses()) == said(package("", more={"xl/worksheets/sheet1.xml": xml}))


@pytest.mark.parametrize("text", ["eins", "a&amp;b", "_x0041_", "&#10;", ""])
def test_shared_texts_say_the_same_both_ways(text):
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    items = f"<si><t>{text}</t></si><si><t/></si>"
    both = [
        {"xl/sharedStrings.xml": f"<sst {MAIN}>{above}{items}</sst>"} for above in ("", LONG_WAY)
    ]

    assert said(package(row, more=both[0])) == said(package(row, more=both[1]))


# --- calls ---------------------------------------------------------------------------------------


def calls(work) -> int:
    """Return how many functions of the program are called."""
    found: Counter[str] = Counter()

    def count(frame, event, _argument) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(ROOT):
            found[frame.f_code.co_qualname] += 1

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return found.total()


def table(count: int, width: int) -> bytes:
    """Return a sheet of so many rows of so many texts."""
    return sheet_of(
        "".join(
            f'<row r="{n}">{"".join(TEXT.format(f"{a}{n}", "Text") for a in letters[:width])}</row>'
            for n in range(1, count + 1)
            for letters in [ascii_uppercase]
        )
    )


def test_a_row_of_texts_costs_the_same_however_many_cells_it_has():
    narrow, wide, more = (
        calls(lambda data=data: said(data))
        for data in (table(200, 3), table(200, 26), table(400, 26))
    )

    assert wide - narrow <= 2 * 26  # each column is named once
    assert more - wide <= 8 * 200


def workbook(folder: Path, count: int) -> Path:
    return export(dataset_of(many(count)), folder / f"{count}.xlsx", clock=clock).path


def test_opening_calls_as_often_per_measure_whatever_the_size(tmp_path):
    paths = [workbook(tmp_path, n) for n in (COUNT, 2 * COUNT, 4 * COUNT)]
    found = [calls(lambda path=path: open_workbook(path, site=muenster())) for path in paths]
    first, second = found[1] - found[0], found[2] - found[1]

    assert second <= 2.1 * first
    assert first / COUNT <= 900


def test_a_return_calls_as_often_per_measure_whatever_the_size(tmp_path):
    found = []
    for n in (COUNT, 2 * COUNT, 4 * COUNT):
        folder = tmp_path / f"{n}"
        folder.mkdir()
        path = requested(dataset_of(many(n)), folder, EVERYTHING)
        found.append(calls(lambda path=path: read_return(path, MUENSTER)))
    first, second = found[1] - found[0], found[2] - found[1]

    assert second <= 2.1 * first
    assert first / COUNT <= 600


# --- bytes ---------------------------------------------------------------------------------------


def peak(work) -> int:
    """Return how many bytes were in use at most."""
    tracemalloc.start(1)
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def with_long_texts(count: int) -> Rows:
    """Return measures with a description of their own, in letters that take two bytes each."""
    tables = many(count)
    for number, row in enumerate(tables[FileName.MEASURES]):
        row["Action outline"]["Action description"] = f"Maßnahme „{number}“ – " * 200
    return tables


def test_opening_keeps_no_text_twice(tmp_path):
    needed, size = [], []
    for count in (300, 600):
        tables = with_long_texts(count)
        path = export(dataset_of(tables), tmp_path / f"{count}.xlsx", clock=clock).path
        gc.collect()
        needed.append(peak(lambda path=path: open_workbook(path, site=muenster())))
        size.append(sum(len(json.dumps(rows, ensure_ascii=False)) for rows in tables.values()))

    assert needed[1] - needed[0] <= 7.5 * (size[1] - size[0])
