"""How much of a workbook is read: characters, memory, passes, not only cells (SEC-07, SEC-11)."""

from __future__ import annotations

import io
import os
import time
import zipfile
from typing import TYPE_CHECKING
from zipfile import ZIP_BZIP2, ZIP_LZMA

import pytest

from klimaeditor.excel import cells, foreign, guard, layout, parts
from klimaeditor.excel.cells import Cell, opened
from klimaeditor.excel.foreign import read_file
from klimaeditor.model.errors import WorkbookError
from tests.cell_tools import MAIN, package
from tests.request_tools import fill, proposals, town_request

if TYPE_CHECKING:
    from pathlib import Path


LONGEST = layout.MAX_UNITS


def kept(folder: Path, data: bytes, name: str = "mappe.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def shared(*texts: str) -> dict[str, str]:
    """Return the part with shared texts."""
    items = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in texts)
    return {"xl/sharedStrings.xml": f"<sst {MAIN}>{items}</sst>"}


def showing(count: int, *numbers: int) -> str:
    """Return *count* rows of cells that show shared texts."""
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in numbers)
    return "".join(f'<row r="{row}">{cells}</row>' for row in range(1, count + 1))


def cells_of(data: bytes) -> list[object]:
    with opened(data, "mappe.xlsx") as book:
        return [cell for _, found in book.sheets[0].rows() for cell in found]


def refusal(folder: Path, data: bytes) -> str:
    with pytest.raises(WorkbookError) as error:
        read_file(kept(folder, data))
    assert "mappe.xlsx" in str(error.value)
    return str(error.value)


# --- texts ---------------------------------------------------------------------------------------


def test_a_shared_text_that_excel_cannot_hold_is_refused(tmp_path):
    data = package(showing(12_000, 0), more=shared("x" * 1_000_000))
    assert len(data) < 40_000

    assert "mehr als 32.767 Zeichen" in refusal(tmp_path, data)


@pytest.mark.parametrize(
    "cell",
    [
        '<c t="s"><v>0</v></c>',
        '<c t="inlineStr"><is><t>{text}</t></is></c>',
        '<c t="inlineStr"><is><r><t>{text}</t></r></is></c>',
        '<c t="str"><v>{text}</v></c>',
        '<c t="str"><f>A1</f><v>{text}</v></c>',
    ],
)
@pytest.mark.parametrize(
    ("sign", "units"), [("x", 1), ("ä", 1), ("_x000D_", 1), ("&quot;", 1), ("&#128512;", 2)]
)
def test_the_longest_text_is_read_and_a_longer_one_refused(tmp_path, cell, sign, units):
    def book(count: int) -> bytes:
        text = sign * count
        row = f'<row r="1">{cell.format(text=text)}<c><v>1</v></c></row>'
        return package(row, more=shared(text))

    fitting = LONGEST // units
    ((row,),) = (sheet.rows for sheet in read_file(kept(tmp_path, book(fitting))).sheets)
    assert LONGEST - units < layout.units(row.cells[0]) <= LONGEST
    assert "mehr als 32.767 Zeichen" in refusal(tmp_path, book(fitting + 1))


def test_a_text_of_many_runs_counts_as_one(tmp_path):
    runs = "<r><t>0123456789</t></r>" * 30_000
    for more, row in (
        ({"xl/sharedStrings.xml": f"<sst {MAIN}><si>{runs}</si></sst>"}, showing(1, 0)),
        ({}, f'<row r="1"><c t="inlineStr"><is>{runs}</is></c></row>'),
    ):
        assert "mehr als 32.767 Zeichen" in refusal(tmp_path, package(row, more=more))


def test_legal_texts_in_too_many_cells_are_refused(tmp_path):
    data = package(showing(4_000, *range(10)), more=shared(*["x" * 32_000] * 10))
    assert len(data) < 80_000

    assert "zu viele oder zu lange Texte" in refusal(tmp_path, data)


def test_a_return_with_long_texts_is_read(tmp_path):
    data = package(showing(60, 0, 1), more=shared("ä" * 30_000, "😀" * 16_000))

    (sheet,) = read_file(kept(tmp_path, data)).sheets

    assert {"ä" * 30_000} == {row.cells[0] for row in sheet.rows}
    assert 60 == len(sheet.rows)


def test_a_shared_text_is_decoded_once_however_many_cells_show_it(monkeypatch):
    calls = []
    decode = layout.decode
    monkeypatch.setattr(layout, "decode", lambda text: calls.append(text) or decode(text))

    found = cells_of(package(showing(500, 0, 1), more=shared("a_x000D_", "_x005F_x000D_")))

    assert ["a\n", "_x000D_"] * 500 == found
    assert 2 == len(calls)


def test_the_memory_of_texts_is_bounded(monkeypatch):
    """One sign beyond the plane makes Python keep four bytes for each of the others."""
    monkeypatch.setattr(parts.Allowance, "__init__", small_room(memory=1_000_000))
    texts = ["x" * 30_000 + "😀"] * 10

    with pytest.raises(WorkbookError, match="zu viele oder zu lange"):
        cells_of(package(showing(1, 10), more=shared(*texts, "a")))


def small_room(**bounds: int):
    """Return what makes rooms of a smaller size."""
    original = parts.Allowance.__init__

    def made(self, **given: int) -> None:
        original(self, **(given | bounds))

    return made


# --- numbers, formulas, formats ------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["n", "b", "d", "s"])
def test_what_is_longer_than_a_number_is_none(kind):
    (found,) = cells_of(package(f'<row r="1"><c t="{kind}"><v>{"1" * 65}</v></c></row>'))

    assert ("#NUM!", "e") == (found.value, found.data_type)


def test_a_shared_text_before_the_first_is_damage():
    with pytest.raises(WorkbookError, match="beschädigt"):
        cells_of(package('<row r="1"><c t="s"><v>-1</v></c></row>'))


def formulas(count: int, text: str) -> str:
    first = f'<row r="1"><c r="A1"><f t="shared" si="0">{text}</f></c></row>'
    return first + "".join(
        f'<row r="{row}"><c r="A{row}"><f t="shared" si="0"/></c></row>'
        for row in range(2, count + 1)
    )


def test_shared_formulas_are_moved_but_not_without_end(monkeypatch):
    monkeypatch.setattr(cells, "_MOST_TRANSLATED", 10 * len("=B1+1"))

    found = cells_of(package(formulas(30, "B1+1")))

    assert ["=B1+1", "=B2+1", "=B3+1"] == [cell.value for cell in found[:3]]
    assert ["=B11+1", "=B1+1", "=B1+1"] == [cell.value for cell in found[10:13]]


def test_a_formula_beyond_excels_bound_is_not_taken_apart(monkeypatch):
    monkeypatch.setattr(cells, "Translator", None)

    found = cells_of(package(formulas(3, "B1+" * 3_000 + "1")))

    assert 3 == len(found)
    assert all(isinstance(cell, Cell) and cell.data_type == "f" for cell in found)


def test_an_endless_number_format_is_none():
    code = "[" * 100_000
    styles = (
        f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="164" formatCode="{code}"/>'
        '<numFmt numFmtId="165" formatCode="yyyy"/></numFmts>'
        '<dxfs><dxf><numFmt numFmtId="165" formatCode="0"/></dxf></dxfs>'
        '<cellXfs><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>'
    )
    row = '<row r="1"><c s="0"><v>1</v></c><c s="1"><v>45000</v></c></row>'

    plain, day = cells_of(package(row, more={"xl/styles.xml": styles}))

    assert (1, "General") == (plain.value, plain.number_format)
    assert "d" == day.data_type


# --- passes --------------------------------------------------------------------------------------


def test_one_part_is_no_two_sheets(tmp_path):
    original = package(showing(2, 0, 0))
    path = kept(tmp_path, original)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = '<sheet name="Eins" sheetId="1" r:id="rId1"/>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        sheet, "".join(sheet.replace("Eins", f"Blatt{n}") for n in range(200))
    )

    assert "beschädigt" in refusal(tmp_path, package("", more=parts))


def test_a_part_that_the_guard_did_not_look_at_is_not_parsed(tmp_path):
    path = kept(tmp_path, package(showing(2, 0, 0)))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts["xl/sheet.bin"] = parts.pop("xl/worksheets/sheet1.xml")
    links = "xl/_rels/workbook.xml.rels"
    parts[links] = parts[links].replace("worksheets/sheet1.xml", "sheet.bin")

    assert "beschädigt" in refusal(tmp_path, package("", more=parts))


def test_the_tags_of_all_passes_are_bounded(monkeypatch):
    monkeypatch.setattr(parts.Allowance, "__init__", small_room(tags=1_000))
    data = package(showing(100, 0))

    with opened(data, "mappe.xlsx") as book:
        assert 100 == len(list(book.sheets[0].rows()))
    with pytest.raises(WorkbookError, match="zu viele"), opened(data, "mappe.xlsx") as book:
        sum(len(list(book.sheets[0].rows())) for _ in range(3))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "[Content_Types].xml", "_rels/.rels"])
def test_a_tree_has_so_many_branches(tmp_path, part, monkeypatch):
    monkeypatch.setattr(guard, "MAX_TREE", 1_000)
    path = kept(tmp_path, package(showing(2, 0, 0)))
    with zipfile.ZipFile(path) as archive:
        text = archive.read(part).decode() if part in archive.namelist() else "<a></a>"
    head, close, tail = text.rpartition("</")

    sentence = refusal(tmp_path, package("", more={part: head + "<a/>" * 1_000 + close + tail}))

    assert part in sentence


def test_links_are_bounded_over_all_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(guard, "MAX_LINKS", 100)
    more = {f"xl/worksheets/_rels/{n}.rels": "<a>" + "<b/>" * 30 + "</a>" for n in range(4)}

    assert "übermäßig groß" in refusal(tmp_path, package(showing(2, 0, 0), more=more))


# --- the guard -----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", [ZIP_BZIP2, ZIP_LZMA])
def test_other_compressions_than_excels_are_refused(tmp_path, method):
    """One of them unpacks a gigabyte from a hundred bytes, in one read."""
    source = kept(tmp_path, package(showing(2, 0, 0)), "quelle.xlsx")
    path = tmp_path / "mappe.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", method) as new:
        for part in old.namelist():
            new.writestr(part, old.read(part))

    with pytest.raises(WorkbookError, match="keine Excel-Datei"):
        read_file(path)


@pytest.mark.parametrize("quote", ['"', "'"])
def test_letters_in_which_a_tag_is_not_seen_are_refused(tmp_path, quote):
    text = f"<?xml version={quote}1.0{quote} encoding = {quote}cp037{quote}?>"

    assert "beschädigt" in refusal(tmp_path, package("", more={"xl/styles.xml": text + "<a/>"}))


@pytest.mark.parametrize("name", ["UTF-8", "iso-8859-1", "us-ascii"])
def test_letters_that_show_every_tag_are_read(tmp_path, name):
    sheet = f'<?xml version="1.0" encoding="{name}"?><worksheet {MAIN}><sheetData>'
    sheet += f"{showing(2, 0, 0)}</sheetData></worksheet>"

    grids = read_file(kept(tmp_path, package("", more={"xl/worksheets/sheet1.xml": sheet})))

    assert 2 == len(grids.sheets[0].rows)


@pytest.mark.parametrize("filler", [" ", "x", "&#10;"])
def test_a_part_without_tags_is_no_part_of_a_workbook(tmp_path, filler):
    text = f"<a b='{filler * 300_000}'/>"

    assert "xl/extra.xml" in refusal(tmp_path, package("", more={"xl/extra.xml": text}))


# --- merged and hidden ---------------------------------------------------------------------------


def test_marks_are_found_across_the_pieces(monkeypatch):
    rows_ = "".join(f'<row r="{n}" hidden="1"><c><v>1</v></c></row>' for n in range(1, 40))
    sheet = (
        f'<worksheet {MAIN}><cols><col min="1" max="2" hidden="true"/></cols><sheetData>{rows_}'
        '</sheetData><mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="C3:D4"/></mergeCells>'
        "</worksheet>"
    )
    data = package("", more={"xl/worksheets/sheet1.xml": sheet})
    for size in (60, 97, 1_000, 1_000_000):
        monkeypatch.setattr(parts, "_CHUNK", size)
        with opened(data, "mappe.xlsx") as book:
            found = book.sheets[0].marks()
        assert (("A1:B2", "C3:D4"), 39, 1) == (
            found.merged,
            found.hidden_rows,
            found.hidden_columns,
        )


@pytest.mark.parametrize("tag", [b"<row ", b"<mergeCell ", b"<col hidden=", b"<aaaaaaaa"])
def test_tags_without_end_take_no_longer_than_others(tag):
    def seconds(count: int) -> float:
        data = b"hidden=" + tag * count
        rounds, start = 0, time.process_time()
        while (spent := time.process_time() - start) < 0.05:
            parts.marks_of(io.BytesIO(data))
            rounds += 1
        return spent / rounds

    assert seconds(32_000) < 24 * max(seconds(4_000), 1e-5)


def test_the_characters_of_a_foreign_file_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(foreign, "MAX_CHARACTERS", 1_000)
    data = package(showing(11, 0), more=shared("x" * 100))

    assert "zu viele oder zu lange Texte" in refusal(tmp_path, data)
    assert 10 == len(
        read_file(kept(tmp_path, package(showing(10, 0), more=shared("x" * 100)))).sheets[0].rows
    )


# --- no file at all ------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("name", ["rohr.xlsx", "rohr.csv"])
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path, name):
    os.mkfifo(tmp_path / name)

    with pytest.raises(WorkbookError, match="rohr"):
        read_file(tmp_path / name)


# --- our own ------------------------------------------------------------------------------------


def test_a_return_with_texts_of_thirty_thousand_characters_is_read(tmp_path):
    dataset, path = town_request(tmp_path)
    text = ("Es geht gut voran – „wie geplant“. 🚲 " * 1_000)[:30_000].strip()
    fill(path, "bauen1", {"Zusammenfassung": text})

    (found,) = proposals(dataset, path)

    assert text == found.returned
