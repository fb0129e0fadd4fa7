"""What departments print is whole: no column cut off, no text that ends within a cell."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from openpyxl import load_workbook

from klimaeditor.excel.request_layout import DEFAULT_FIELDS
from tests.dataset_builders import additional_row, dataset_of, measure_row, rows
from tests.request_tools import COST, EVERYTHING, requested
from tests.waiting import LONG_S

SENTENCE = "Die Stadt plant, berät und baut, und zwar gemeinsam mit vielen anderen. "
A3, A4 = 8, 9


def town_of_ten(length: int = 4):
    """Return ten measures with texts of several sentences, numbered to be found again."""
    ids = [f"bauen{number}" for number in range(1, 11)]
    state = {"title": "Netz", "date": "2025-07-01"}
    more = [
        additional_row(key, summary=f"{SENTENCE}Ende {key}.")
        | {"cost": COST, "state": state | {"text": SENTENCE * length + f"Schluss {key}."}}
        for key in ids
    ]
    return dataset_of(rows([measure_row(key) for key in ids], more, []))


LONGER = (4, 30, 50)
"""How often a sentence follows another one in the texts that have to be printed whole."""


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Return the requests of these tests by name, printed by a real LibreOffice, which starts once.

    Skips where there is none.
    """
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed here")
    folder = tmp_path_factory.mktemp("printed")
    made = {"table": requested(town_of_ten(), folder).rename(folder / "table.xlsx")}
    for length in LONGER:
        path = requested(town_of_ten(length), folder, arrangement="sheets")
        made[f"sheets {length}"] = path.rename(folder / f"sheets{length}.xlsx")
    call = [office, "--headless", f"-env:UserInstallation={(folder / 'profil').as_uri()}"]
    call += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, made.values())]
    subprocess.run(call, check=True, capture_output=True, timeout=LONG_S)  # noqa: S603 - fixed call
    return {name: path.with_suffix(".pdf") for name, path in made.items()}


def pages(pdf) -> int:
    """Return how many pages a document has."""
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf.read_bytes()))


def text_of(pdf) -> str:
    """Return the text of a document without breaks; skips where nothing can read it."""
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext is not installed here")
    call = [reader, "-raw", str(pdf), "-"]
    made = subprocess.run(call, check=True, capture_output=True, timeout=LONG_S)  # noqa: S603 - fixed call
    return " ".join(made.stdout.decode().split())


def test_a_table_of_ten_measures_prints_across_few_pages(printed):
    assert pages(printed["table"]) <= 6  # guidance, measures, progress; with cut columns it was 23


def test_a_sheet_per_measure_prints_on_a_page_each(printed):
    guidance = pages(printed["sheets 4"]) - 10
    assert guidance <= 2


@pytest.mark.parametrize("length", LONGER)
def test_texts_are_printed_whole_on_sheets(printed, length):
    text = text_of(printed[f"sheets {length}"])
    for number in range(1, 11):
        assert f"Ende bauen{number}." in text
        assert f"Schluss bauen{number}." in text


@pytest.mark.parametrize(
    ("fields", "paper", "fits"), [(DEFAULT_FIELDS, A3, True), (EVERYTHING, A3, False)]
)
def test_a_table_is_as_wide_as_a_page_as_long_as_that_can_be_read(tmp_path, fields, paper, fits):
    book = load_workbook(requested(town_of_ten(), tmp_path, fields))
    sheet = book["Maßnahmen"]
    assert (paper, fits) == (
        sheet.page_setup.paperSize,
        bool(sheet.sheet_properties.pageSetUpPr.fitToPage),
    )
    assert A4 == book["Fortschritt"].page_setup.paperSize
    assert fits or "$A:$B" == sheet.print_title_cols


def test_no_row_of_a_sheet_is_higher_than_excel_allows(tmp_path):
    path = requested(town_of_ten(200), tmp_path, arrangement="sheets")
    sheet = load_workbook(path).worksheets[1]
    heights = [row.height for row in sheet.row_dimensions.values() if row.height]
    assert max(heights) <= 409
    assert "portrait" == sheet.page_setup.orientation
    assert (1, 0) == (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight)
