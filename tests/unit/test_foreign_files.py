"""Hostile, broken and old files: refused or bounded, each with its own sentence (SEC-07 to -12)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from klimaeditor.checks.numbers import read_number, to_json_number
from klimaeditor.excel import foreign
from klimaeditor.excel.foreign import CellDoubt, as_text, read_file
from klimaeditor.exchange.importing import ForeignKind, recognise
from klimaeditor.model.errors import WorkbookError
from klimaeditor.site.muenster import muenster
from tests.foreign_cases import TITLES, codes, proposed, small_town, table_file
from tests.waiting import LINEAR, SAME, growth, ratio
from tests.workbook_tools import parts_of, patched, repacked, sheet_part

LINES = [
    ["Titel", "Sachstand", "Kosten"],
    [TITLES["bauen1"], "Grüße „aus“ Münster – 5 €", "1.000 €"],
]
TEXT = "\r\n".join(";".join(f'"{cell}"' for cell in line) for line in LINES) + "\r\n"


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8)


def refusal(path) -> str:
    """Return the sentence with which a file is refused; it names the file."""
    with pytest.raises(WorkbookError) as error:
        recognise(path, site=muenster())
    assert path.name in str(error.value)
    return str(error.value)


def rows_of(path) -> list[list[str]]:
    return [list(row.cells) for row in read_file(path).sheets[0].rows]


def csv_file(tmp_path, data: bytes, name: str = "liste.csv"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.fixture
def workbook(tmp_path):
    return table_file(tmp_path / "t.xlsx", LINES)


# --- text files ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850", "mac_roman"]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_encoding_and_delimiter_are_found_out(tmp_path, encoding, delimiter):
    text = TEXT.replace("„", "").replace("“", "").replace("–", "-").replace("€", "E")
    wanted = [[c.replace("„", "").replace("“", "").replace("–", "-").replace("€", "E")
               for c in line] for line in LINES]  # fmt: skip
    path = csv_file(tmp_path, text.replace(";", delimiter).encode(encoding))

    assert wanted == rows_of(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_typographic_signs_survive(tmp_path, encoding):
    path = csv_file(tmp_path, TEXT.encode(encoding))

    assert LINES == rows_of(path)
    assert () == read_file(path).notices


def test_an_old_encoding_is_said(tmp_path):
    notices = read_file(csv_file(tmp_path, TEXT.replace("„", "").replace("“", "").replace(
        "–", "-").replace("€", "E").encode("cp850"))).notices  # fmt: skip

    assert ["DOS (CP 850)" in notice for notice in notices] == [True]


def test_a_cell_may_hold_line_breaks_and_delimiters(tmp_path):
    path = csv_file(tmp_path, b'Titel;Text\n"a;b";"c\r\n""d"""\n')

    assert [["Titel", "Text"], ["a;b", 'c\n"d"']] == rows_of(path)


def test_what_the_first_line_says_about_the_delimiter_holds(tmp_path):
    assert [["a,b", "c"], ["d,e", "f"]] == rows_of(csv_file(tmp_path, b"sep=;\na,b;c\nd,e;f\n"))


def test_the_sign_against_formulas_is_taken_off(tmp_path):
    path = csv_file(tmp_path, b"Titel;Text\n'-5 Grad;'=1+1\n'normal;'s ist so\n")

    assert [["-5 Grad", "=1+1"], ["'normal", "'s ist so"]] == rows_of(path)[1:]


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02PNG" * 40,
        "a;b\n1;2\n".encode("utf-16-le"),
        b"\xff\xfea",
        b"\xef\xbb\xbf\xff\xff",
        b"a;b\x07\n1;2\n",
    ],
)
def test_what_is_no_text_is_refused(tmp_path, data):
    assert "keine lesbare Textdatei" in refusal(csv_file(tmp_path, data))


@pytest.mark.parametrize("data", [b"nur ein Wort", b"ein\nWort\nje Zeile\n", b"\n\n\n"])
def test_a_text_without_columns_is_refused(tmp_path, data):
    assert "keine Tabelle" in refusal(csv_file(tmp_path, data))


def test_a_quotation_mark_without_end_is_refused(tmp_path):
    assert "nicht geschlossen" in refusal(csv_file(tmp_path, b'Titel;Text\n"a;b\nc;d\n'))


def test_a_field_longer_than_a_cell_is_refused(tmp_path):
    assert "32.767" in refusal(csv_file(tmp_path, b"Titel;Text\na;" + b"x" * 40_000 + b"\n"))


def test_a_huge_text_is_refused_without_reading_it_all(tmp_path):
    assert "größer als" in refusal(csv_file(tmp_path, b"a;b\n" * 6_000_000))


def test_rows_beyond_the_bound_are_named(tmp_path):
    found = read_file(csv_file(tmp_path, b"Titel;Text\n" + b"a;b\n" * 6_000))

    assert foreign.LAST_ROW == len(found.sheets[0].rows)
    assert ["nicht weitergelesen" in notice for notice in found.notices] == [True]


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert "gibt es nicht" in refusal(tmp_path / "fehlt.csv")
    (tmp_path / "ordner.csv").mkdir()
    assert "ordner.csv" in refusal(tmp_path / "ordner.csv")


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(tmp_path_factory, data):
    path = csv_file(tmp_path_factory.mktemp("csv"), data)
    try:
        found = recognise(path, site=muenster())
    except WorkbookError as refused:
        found = refused

    assert path.name in str(found)


@given(st.lists(st.lists(WORDS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_is_written_quoted_is_read_back(tmp_path_factory, lines):
    width = max(map(len, lines))
    table = [["Titel", *("Text",) * (width - 1)]] + [
        [cell.lstrip("'") for cell in line] + [""] * (width - len(line)) for line in lines
    ]
    quoted = [[cell.replace('"', '""') for cell in line] for line in table]
    text = "\n".join(";".join(f'"{cell}"' for cell in line) for line in quoted)
    path = csv_file(tmp_path_factory.mktemp("csv"), text.encode("utf-8-sig"))
    found = {row.number: list(row.cells) for row in read_file(path).sheets[0].rows}

    for number, line in enumerate(table, 1):
        while line and not line[-1]:
            line.pop()
        assert line == found.get(number, [])


# --- workbooks -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["alt.xls", "frei.ods", "makro.xlsm", "ohne"])
def test_other_formats_are_refused_with_the_way_out(tmp_path, name):
    assert "Speichern unter" in refusal(csv_file(tmp_path, b"Titel;Text\n", name))


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml"])
def test_the_guard_looks_at_foreign_files_too(workbook, part):
    assert part in refusal(repacked(workbook, {part: b"x"}))


def test_entities_are_refused(workbook):
    part = sheet_part(workbook, "Tabelle1")
    hostile = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts_of(workbook)[part]

    assert "Dokumenttyp-Deklaration" in refusal(repacked(workbook, {part: hostile}))


def test_a_broken_sheet_is_refused(workbook):
    part = sheet_part(workbook, "Tabelle1")

    assert "beschädigt" in refusal(repacked(workbook, {part: b"<worksheet><sheetData><row>"}))


def test_a_cell_in_the_last_corner_costs_no_time(tmp_path):
    near = table_file(tmp_path / "t.xlsx", LINES)
    opened = load_workbook(near)
    opened.active["XFD1048576"] = "x"
    opened.save(far := tmp_path / "fern.xlsx")

    assert 1 == len(recognise(far, site=muenster()).tables[0].rows)
    assert (
        ratio(lambda: recognise(far, site=muenster()), lambda: recognise(near, site=muenster()))
        < SAME
    )


def test_thousands_of_merged_cells_cost_no_time(workbook):
    paths = {count: with_merged(workbook, count) for count in (7_500, 60_000)}

    assert "merged_cells" in codes(proposed(small_town(), paths[60_000]))
    assert growth(lambda count: proposed(small_town(), paths[count]), 7_500) < LINEAR


def with_merged(workbook, count: int):
    """Return the workbook with *count* pairs of rows merged."""
    areas = b"".join(b'<mergeCell ref="A%d:C%d"/>' % (n, n + 1) for n in range(4, 2 * count, 2))
    merged = b'<mergeCells count="%d">%s</mergeCells><pageMargins' % (count, areas)
    part = sheet_part(workbook, "Tabelle1")
    return patched(workbook, part, b"<pageMargins", merged, f"{count}.xlsx")


def test_a_range_over_the_whole_sheet_costs_no_time(workbook):
    part = sheet_part(workbook, "Tabelle1")
    merged = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells><pageMargins'
    path = patched(workbook, part, b"<pageMargins", merged)

    def read(path):
        return proposed(small_town(), path)

    assert "merged_cells" in codes(read(path))
    assert ratio(lambda: read(path), lambda: read(workbook)) < SAME


def test_thousands_of_sheets_are_bounded(tmp_path):
    many = Workbook(write_only=True)
    for number in range(foreign.MAX_SHEETS + 5):
        many.create_sheet(f"B{number}").append(["Titel", "Text"])
    many.save(tmp_path / "viele.xlsx")
    found = read_file(tmp_path / "viele.xlsx")

    assert foreign.MAX_SHEETS == len(found.sheets)
    assert ["205 Blätter" in notice for notice in found.notices] == [True]


def test_the_cells_of_a_file_are_bounded(workbook, monkeypatch):
    monkeypatch.setattr(foreign, "MAX_CELLS", 4)
    found = read_file(workbook)

    assert 1 == len(found.sheets[0].rows)
    assert ["nicht weitergelesen" in notice for notice in found.notices] == [True]


def test_hidden_sheets_are_named_and_left_out(workbook):
    opened = load_workbook(workbook)
    opened.create_sheet("Geheim")["A1"] = "Titel"
    opened["Geheim"].sheet_state = "veryHidden"
    opened.save(workbook)
    found = read_file(workbook)

    assert ["Tabelle1"] == [sheet.title for sheet in found.sheets]
    assert ["Geheim" in notice for notice in found.notices] == [True]


def test_formulas_show_what_they_showed_last(tmp_path):
    path = table_file(tmp_path / "t.xlsx", [["Titel", "Kosten"], [TITLES["bauen1"], "=2*3"]])
    path = patched(path, sheet_part(path, "Tabelle1"), b"<f>2*3</f><v />", b"<f>2*3</f><v>6</v>")
    row = read_file(path).sheets[0].rows[1]
    returned = proposed(small_town(), path)

    assert ("6", CellDoubt.FORMULA) == (row.text(1), row.faults[1])
    assert [6] == [p.returned for p in returned.proposals]
    assert () == returned.unproblematic
    assert {"formula"} == codes(returned)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (None, "", ""),
        (60000, "", "60000"),
        (1234567.891, "", "1234567,891"),
        (0.1 + 0.2, "", "0,3"),
        (0.125, "0.0%", "12,5 %"),
        (1e21, "", "1000000000000000000000"),
        (float("inf"), "", ""),
        (True, "", "WAHR"),
        (date(2025, 10, 1), "", "01.10.2025"),
        (datetime(2025, 10, 1), "", "01.10.2025"),  # noqa: DTZ001 - cells know no time zone
        (datetime(2025, 10, 1, 8, 30), "", "01.10.2025 08:30"),  # noqa: DTZ001 - as above
        (timedelta(hours=2), "", "2:00:00"),
    ],
)
def test_a_cell_is_read_as_a_german_would_type_it(value, number_format, text):
    assert text == as_text(value, number_format)


@given(st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9).map(lambda x: round(x, 4)))
def test_every_number_reads_back_as_itself(number):
    text = as_text(number)
    reading = read_number(text.replace("-0", "0") if text in {"-0"} else text)

    assert float(number) == pytest.approx(float(to_json_number(reading.value)), rel=1e-14)


def test_a_workbook_open_elsewhere_is_read_and_said(workbook):
    workbook.with_name(f"~${workbook.name}").write_bytes(b"\x04Anna" + b" " * 50)
    found = recognise(workbook, site=muenster())

    assert ForeignKind.TABLE is found.kind
    assert ["Anna" in notice for notice in found.grids.notices] == [True]
