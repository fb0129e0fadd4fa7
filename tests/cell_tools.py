"""Cells as our reader gives them and as openpyxl does, in one form to compare."""

from __future__ import annotations

import io
import warnings
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

from openpyxl import load_workbook

from klimaeditor.excel import layout
from klimaeditor.excel.cells import MAX_COLUMNS, Cell, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from klimaeditor.excel.cells import Found


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = f"""<styleSheet {MAIN}><numFmts count="2">
<numFmt numFmtId="164" formatCode="0.000"/><numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts>
<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>
<borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="9" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>"""
STRINGS = f"""<sst {MAIN}><si><t>eins</t></si>
<si><r><t>zw</t></r><r><rPr><b/></rPr><t xml:space="preserve">ei </t></r></si>
<si><t>Wort</t><rPh sb="0" eb="1"><t>vort</t></rPh><phoneticPr fontId="0"/></si><si/>
<si><t xml:space="preserve">  a&amp;b&#10;c </t></si></sst>"""


class Seen(NamedTuple):
    """What a cell tells; *shown* is what a formula showed."""

    value: object
    data_type: str
    number_format: str
    shown: object = None


Cells = dict[tuple[str, int, int], Seen]


def ours(data: bytes) -> Cells:
    """Return all cells that are not blank, by tab, row and column."""
    with opened(data, "mappe.xlsx") as book:
        return {
            (sheet.title, number, place): _seen(cell)
            for sheet in book.sheets
            for number, cells in sheet.rows()
            for place, cell in enumerate(cells, 1)
            if cell is not None
        }


def _seen(found: Found) -> Seen:
    if not isinstance(found, Cell):
        return Seen(_one_escape_less(found), "s", "")
    code = found.number_format if found.data_type in ("n", "d") else ""
    shown = found.shown.value if isinstance(found.shown, Cell) else found.shown
    return Seen(found.value, found.data_type, code, _one_escape_less(shown))


def _one_escape_less(value: object) -> object:
    """Decode a text to the end: openpyxl takes some of it out of shared texts, and no more."""
    if not isinstance(value, str):
        return value
    while (text := layout.decode(value.replace("x005F_", ""))) != value:
        value = text
    return value


def theirs(data: bytes) -> Cells:
    """Return the same from openpyxl, read once for the formulas and once for what they showed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dates beyond the calendar, no default style
        values = {place: cell.value for place, cell in _their_cells(data, values=True)}
        return {
            place: _their_seen(cell, values.get(place))
            for place, cell in _their_cells(data, values=False)
        }


def _their_cells(data: bytes, *, values: bool) -> Iterator[tuple[tuple[str, int, int], Any]]:
    book = load_workbook(io.BytesIO(data), data_only=values, read_only=True)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1):
            for cell in row:
                if cell.value is not None:
                    yield (sheet.title, number, cell.column), cell


def _their_seen(cell: Any, shown: object) -> Seen:
    if cell.data_type == "f":
        formula = getattr(cell.value, "text", cell.value)
        return Seen(formula, "f", "", _one_escape_less(shown))
    code = cell.number_format if cell.data_type in ("n", "d") else ""
    return Seen(_one_escape_less(cell.value), cell.data_type, code)


def assert_agree(path: Path) -> None:
    """Assert that both say the same about every cell of a workbook, and that there are some."""
    data = path.read_bytes()
    expected, actual = theirs(data), ours(data)
    assert expected
    assert {} == {
        place: (expected.get(place), actual.get(place))
        for place in expected.keys() | actual.keys()
        if not _same(expected.get(place), actual.get(place))
    }


def _same(one: Seen | None, other: Seen | None) -> bool:
    """Tell whether both are the same, True apart from 1 and 1 from 1.0."""
    if one is None or other is None or one != other:
        return False
    return (type(one.value), type(one.shown)) == (type(other.value), type(other.shown))


def package(rows: str, *, book: str = "", more: dict[str, str] | None = None) -> bytes:
    """Return a small workbook with the given rows as XML; *book* stands before its sheets."""
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>'
            '<Override PartName="/xl/sharedStrings.xml" '
            f'ContentType="{_SPREADSHEET}.sharedStrings+xml"/></Types>'
        ),
        "_rels/.rels": (
            f"<Relationships {_RELATIONS}>"
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>"
        ),
        "xl/workbook.xml": (
            f'<workbook {MAIN} xmlns:r="{_OFFICE}">{book}'
            '<sheets><sheet name="Eins" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f"<Relationships {_RELATIONS}>"
            f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="/xl/styles.xml"/>'
            f'<Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>"
        ),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": STRINGS,
        "xl/worksheets/sheet1.xml": (
            f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
        ),
        **(more or {}),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()
