"""What people wrote beside cells is named, with who it was, and at the value it is about."""

from __future__ import annotations

import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from klimaeditor.excel.foreign import read_file
from tests.cell_tools import package
from tests.foreign_cases import (
    FULL_REPORT,
    proposed,
    report_file,
    small_town,
    table_file,
)
from tests.muenster_fields import FIELDS_BY_NAME

COSTS = FIELDS_BY_NAME["cost_value"].excel.header
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TALKS = "http://schemas.microsoft.com/office/2017/10/relationships"
THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS = [["Kennung", "Sachstand", "Kosten"], ["bauen1", "läuft", 100], ["bauen2", None, 200]]


def commented(path, cells, sheet=None):
    """Put comments beside cells; *cells* maps them to author and text."""
    book = load_workbook(path)
    found = book[sheet] if sheet else book.active
    for cell, (author, text) in cells.items():
        found[cell].comment = Comment(text, author)
    book.save(path)
    return path


def table(tmp_path, cells, rows=ROWS):
    return commented(table_file(tmp_path / "t.xlsx", rows), cells)


def clear(returned):
    return {(p.measure_id, p.place.field) for p in returned.unproblematic}


def remarks(returned):
    return [p for p in returned.all_problems if p.code == "comment"]


# --- tables of others ----------------------------------------------------------------------------


def test_a_comment_speaks_against_the_value_of_its_cell(tmp_path):
    found = proposed(small_town(), table(tmp_path, {"C2": ("Frau Muster", "eher\n 500.000")}))

    (remark,) = remarks(found)
    assert ("C2", "bauen1", "cost_value") == (remark.cell, remark.measure_id, remark.field)
    assert "„Frau Muster“: „eher 500.000“" in remark.message
    assert {("bauen1", "state_text"), ("bauen2", "cost_value")} == clear(found)


@pytest.mark.parametrize("cell", ["B3", "A2", "A3", "F3", "A9"])
def test_a_comment_beside_no_value_is_named(tmp_path, cell):
    found = proposed(small_town(), table(tmp_path, {cell: ("", "bitte anrufen")}))

    assert [(cell, True)] == [(remark.cell, remark.severe) for remark in remarks(found)]
    assert not found.is_clean


def test_a_comment_at_a_value_that_is_there_already_is_named(tmp_path):
    town = small_town(bauen1={"text": "läuft"})
    found = proposed(town, table(tmp_path, {"B2": ("Amt 61", "stimmt nicht mehr")}))

    assert ["B2"] == [remark.cell for remark in remarks(found)]
    assert not found.is_clean


def test_a_comment_in_the_header_explains_and_needs_nobody(tmp_path):
    found = proposed(small_town(), table(tmp_path, {"C1": ("", "bitte in Euro")}))

    assert [False] == [remark.severe for remark in remarks(found)]
    assert ("bauen1", "cost_value") in clear(found)


def test_a_comment_in_a_report_is_named(tmp_path):
    path = report_file(tmp_path / "bericht.xlsx", {"Tabelle1": FULL_REPORT})
    found = proposed(small_town(), commented(path, {"B5": ("Amt 67", "veraltet")}))

    (remark,) = remarks(found)
    assert ("Tabelle1", "B5", True) == (remark.sheet, remark.cell, remark.severe)


def threaded(tmp_path):
    """Return a workbook with a conversation of two beside B1, and a note beside A1."""
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>2</v></c></row>'
    relation = '<Relationship Id="{}" Type="{}" Target="{}"/>'
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    book = head + "".join(
        (
            relation.format("rId1", f"{OFFICE}/worksheet", "worksheets/sheet1.xml"),
            relation.format("rId2", f"{OFFICE}/styles", "styles.xml"),
            relation.format("rId3", f"{OFFICE}/sharedStrings", "sharedStrings.xml"),
            relation.format("rId4", f"{TALKS}/person", "persons/person.xml"),
            "</Relationships>",
        )
    )
    sheet = head + "".join(
        (
            relation.format("rId1", f"{OFFICE}/comments", "../comments1.xml"),
            relation.format("rId2", f"{TALKS}/threadedComment", "../threadedComments/t1.xml"),
            "</Relationships>",
        )
    )
    notes = (
        f'<comments xmlns="{MAIN}"><authors><author>Herr Alt</author><author>tc={{1}}</author>'
        '</authors><commentList><comment ref="A1" authorId="0"><text><r><t>nur </t></r><r><t>eine '
        'Notiz</t></r></text></comment><comment ref="B1" authorId="1"><text><t>[Threaded comment] '
        "Your version of Excel</t></text></comment></commentList></comments>"
    )
    talk = (
        f'<ThreadedComments xmlns="{THREADED}"><threadedComment ref="B1" personId="{{P1}}" '
        'id="{1}"><text>Stimmt das?</text></threadedComment><threadedComment ref="B1" '
        'personId="{P2}" id="{2}" parentId="{1}"><text>Nein, 2031.</text></threadedComment>'
        "</ThreadedComments>"
    )
    people = (
        f'<personList xmlns="{THREADED}"><person displayName="Frau Eins" id="{{P1}}"/>'
        '<person displayName="Herr Zwei" id="{P2}"/></personList>'
    )
    path = tmp_path / "gespraech.xlsx"
    path.write_bytes(
        package(
            row,
            more={
                "xl/_rels/workbook.xml.rels": book,
                "xl/worksheets/_rels/sheet1.xml.rels": sheet,
                "xl/comments1.xml": notes,
                "xl/threadedComments/t1.xml": talk,
                "xl/persons/person.xml": people,
            },
        )
    )
    return path


def test_conversations_are_read_with_their_names(tmp_path):
    path = threaded(tmp_path)
    assert zipfile.is_zipfile(path)
    found = read_file(path).sheets[0].comments

    assert [
        ("A1", "Herr Alt", "nur eine Notiz"),
        ("B1", "Frau Eins", "Stimmt das?"),
        ("B1", "Herr Zwei", "Nein, 2031."),
    ] == [(comment.cell, comment.author, comment.text) for comment in found]
