"""What Excel opens, we open: parts are found by relation, and their names have no case."""

from __future__ import annotations

import zipfile

import pytest

from klimaeditor.excel import guard
from klimaeditor.excel.foreign import read_file
from klimaeditor.model.errors import WorkbookError
from tests.cell_tools import package
from tests.foreign_cases import table_file
from tests.workbook_tools import parts_of

TYPES, ROOT, BOOK = "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
CELLS = ("Titel", "Kosten")


@pytest.fixture
def parts(tmp_path):
    return parts_of(table_file(tmp_path / "quelle.xlsx", [list(CELLS), ["Dächer", "100"]]))


@pytest.fixture
def shared(tmp_path):
    """The parts of a workbook whose sheet shows two of its shared texts."""
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>2</v></c></row>'
    path = tmp_path / "geteilt.xlsx"
    path.write_bytes(package(row))
    return parts_of(path)


def packed(tmp_path, parts):
    path = tmp_path / "mappe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def header_of(path) -> tuple[str, ...]:
    return read_file(path).sheets[0].rows[0].cells


def refusal(path) -> str:
    with pytest.raises(WorkbookError) as error:
        guard.read_package(path)
    return str(error.value)


def replaced(parts, name, old: str, new: str):
    assert old.encode() in parts[name]
    return parts | {name: parts[name].replace(old.encode(), new.encode())}


def renamed(parts, old: str, new: str):
    assert old in parts
    return {new if name == old else name: data for name, data in parts.items()}


# --- the main part by its relation ---------------------------------------------------------------


def by_suffix(parts):
    """The type of the main part holds for a suffix, as programs of .NET write it."""
    head, found, tail = parts[TYPES].decode().partition(f'ContentType="{MAIN_TYPE}"')
    _, start, rest = head.rpartition("<Override")
    assert found
    other = replaced(parts, TYPES, start + rest + found + tail[: tail.index(">") + 1], "")
    default = '<Default Extension="xml" ContentType="application/xml"'
    new = f'<Default Extension="xml" ContentType="{MAIN_TYPE}"'
    return replaced(other, TYPES, default, new)


def elsewhere(parts):
    """The main part has another name."""
    moved = renamed(parts, BOOK, "xl/mappe1.xml")
    moved = renamed(moved, "xl/_rels/workbook.xml.rels", "xl/_rels/mappe1.xml.rels")
    moved = replaced(moved, ROOT, "workbook.xml", "mappe1.xml")
    return replaced(moved, TYPES, "/xl/workbook.xml", "/xl/mappe1.xml")


def untyped(parts):
    """Nobody says of what type the main part is."""
    return replaced(parts, TYPES, MAIN_TYPE, "application/xml")


@pytest.mark.parametrize("made", [by_suffix, elsewhere, untyped])
def test_the_main_part_is_found_by_its_relation(tmp_path, parts, made):
    assert header_of(packed(tmp_path, made(parts))) == CELLS


def test_a_package_whose_main_part_is_no_workbook_is_refused(tmp_path, parts):
    other = parts | {BOOK: b'<w xmlns="http://example.org/brief"/>'}

    assert "keine Excel-Datei" in refusal(packed(tmp_path, other))


def test_a_package_with_two_main_parts_is_refused(tmp_path, parts):
    text = parts[ROOT].decode()
    start = next(piece for piece in text.split("<Relationship ") if "/officeDocument" in piece)
    twice = f"<Relationship {start[: start.index('>') + 1]}".replace('Id="', 'Id="z')
    both = replaced(parts, ROOT, "</Relationships>", f"{twice}</Relationships>")

    assert "keine Excel-Datei" in refusal(packed(tmp_path, both))


@pytest.mark.parametrize("target", ["xl/fehlt.xml", "../workbook.xml", "xl/media/bild.png", ""])
def test_a_relation_that_leads_to_no_part_is_refused(tmp_path, parts, target):
    text = parts[ROOT].decode()
    given = "/xl/workbook.xml" if "/xl/workbook.xml" in text else "xl/workbook.xml"
    other = replaced(parts, ROOT, f'"{given}"', f'"{target}"')

    assert "keine Excel-Datei" in refusal(packed(tmp_path, other))


def test_a_template_is_named_where_its_type_holds_for_a_suffix(tmp_path, parts):
    template = replaced(by_suffix(parts), TYPES, "sheet.main+xml", "template.main+xml")

    assert "Format „.xltx“" in refusal(packed(tmp_path, template))


def test_macros_are_refused_where_their_type_holds_for_a_suffix(tmp_path, parts):
    macros = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"

    assert "Makros" in refusal(
        packed(tmp_path, replaced(by_suffix(parts), TYPES, MAIN_TYPE, macros))
    )


# --- names of parts have no case -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("xl/sharedStrings.xml", "xl/SharedStrings.xml"),
        ("xl/worksheets/sheet1.xml", "xl/Worksheets/Sheet1.XML"),
        (BOOK, "XL/Workbook.xml"),
        ("xl/_rels/workbook.xml.rels", "xl/_rels/Workbook.xml.RELS"),
        (TYPES, "[content_types].xml"),
        (ROOT, "_RELS/.rels"),
    ],
)
def test_parts_are_found_whatever_case_their_names_have(tmp_path, shared, part, name):
    assert header_of(packed(tmp_path, renamed(shared, part, name))) == ("eins", "Wort")


def test_two_parts_whose_names_differ_in_case_only_are_refused(tmp_path, shared):
    both = shared | {"xl/SharedStrings.xml": shared["xl/sharedStrings.xml"]}

    assert "unzulässigem Namen" in refusal(packed(tmp_path, both))
