"""Flat tables, CSV in two flavours, and their description for programs (OPN-07, OPN-08, SEC-06)."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import subprocess
import sys
from datetime import datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.publish.csvtables import (
    EXCEL_DE,
    OPEN_DATA,
    CsvColumn,
    FlatTable,
    tables_of,
    write_csv,
)
from tests.checking import document_of, healthy
from tests.conftest import SAMPLE, each_folder
from tests.muenster_fields import FIELDS
from tests.publish_helpers import planned, published, read_json, repaired
from tests.rule_mutations import count, put, series

FORMULAS = [
    "=1+1",
    "+49",
    "-\tX",
    "- Punkt",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "=cmd|'/c calc'!A0",
]
COLUMNS = (CsvColumn("id", "Kennung", ""), CsvColumn("value", "Wert", "", "number"))


def read(data: bytes, delimiter: str = ",") -> list[list[str]]:
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def plain(cell: str) -> str:
    """Take the apostrophe away, as the readme of a package says."""
    return cell[1:] if re.match("'+[=+\\-@\t\r＝＋－＠]", cell) else cell


def table_of(*rows) -> FlatTable:
    return FlatTable("t", "Tabelle", COLUMNS, rows)


def table(tables, name: str) -> FlatTable:
    return next(found for found in tables if found.name == name)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(FORMULAS))
def test_any_text_comes_back_from_both_flavours(text):
    for flavour in (OPEN_DATA, EXCEL_DE):
        _, (cell, number) = read(write_csv(table_of((text, 1.5)), flavour), flavour.delimiter)

        assert text == (plain(cell) if flavour.german else cell)
        assert ("1,5" if flavour.german else "1.5") == number


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula_for_a_spreadsheet_and_none_is_altered_for_programs(text):
    _, (for_people, _) = read(write_csv(table_of((text, 1)), EXCEL_DE), EXCEL_DE.delimiter)
    _, (for_programs, _) = read(write_csv(table_of((text, 1)), OPEN_DATA))

    assert for_people.startswith("'")
    assert text == for_programs


@pytest.mark.parametrize(
    ("number", "shown"),
    [(5, "5"), (5.0, "5"), (-3, "-3"), (0.1, "0.1"), (1e21, "1" + "0" * 21), (None, "")],
)
def test_numbers_are_plain(number, shown):
    assert [["id", "value"], ["a", shown]] == read(write_csv(table_of(("a", number)), OPEN_DATA))


def test_the_flavours_differ_in_mark_delimiter_titles_and_comma():
    found = table_of(("a;b", 1.5))

    assert b"id,value\r\na;b,1.5\r\n" == write_csv(found, OPEN_DATA)
    assert b'\xef\xbb\xbfKennung;Wert\r\n"a;b";1,5\r\n' == write_csv(found, EXCEL_DE)


def test_every_single_value_of_a_measure_has_a_column():
    columns = {column.name for column in tables_of(document_of(healthy()).dataset)[0].columns}
    lists = {"links", "progress_values", "category_description"}

    assert {field.name for field in FIELDS} - lists == columns - {"cost_value_unit"}


def test_progress_has_words_and_numbers_with_units_in_columns_of_their_own():
    tables = healthy()
    count((39.5, "2024-10-01"), start=0)(tables, "mobilitaet1")
    rows = table(tables_of(document_of(tables).dataset), "fortschritt").rows
    assert (("mobilitaet1", "2024-10-01", None, 39.5, "GWh"),) == rows

    series("percent", (40, "2024-10-01"))(tables, "mobilitaet1")
    rows = table(tables_of(document_of(tables).dataset), "fortschritt").rows
    assert (("mobilitaet1", "2024-10-01", None, 40, "%"),) == rows

    series("binary", ("completed", "2024-10-01"))(tables, "mobilitaet1")
    rows = table(tables_of(document_of(tables).dataset), "fortschritt").rows
    assert (("mobilitaet1", "2024-10-01", "completed", None, None),) == rows


def test_an_amount_has_its_currency_and_nothing_has_none():
    tables = healthy()
    (with_cost,) = tables_of(document_of(tables).dataset)[0].rows
    put("cost_value", None)(tables, "mobilitaet1")
    found = tables_of(document_of(tables).dataset)[0]
    names = [column.name for column in found.columns]
    place = names.index("cost_value")

    assert (40000, "EUR") == with_cost[place : place + 2]
    assert (None, None) == found.rows[0][place : place + 2]


@each_folder
def test_titles_and_names_tell_columns_apart(folder):
    for found in tables_of(repaired(folder).dataset):
        for words in ([c.name for c in found.columns], [c.title for c in found.columns]):
            assert len(words) == len(set(words))
            assert "\n" not in "".join(words)


@each_folder
def test_pandas_reads_the_csv_without_options(folder, tmp_path):
    document = repaired(folder)
    published(document, tmp_path / "paket")

    for found in tables_of(document.dataset):
        frame = pd.read_csv(tmp_path / "paket" / "csv" / f"{found.name}.csv")
        assert (len(found.rows), len(found.columns)) == frame.shape
        assert [column.name for column in found.columns] == list(frame.columns)
    assert (tmp_path / "paket/csv-excel/massnahmen.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@each_folder
def test_the_description_fits_the_files(folder, tmp_path):
    """What every reader of data packages relies on, without one of them."""
    published(repaired(folder), tmp_path / "p")
    package = read_json(tmp_path / "p/datapackage.json")
    keys = {}
    for resource in package["resources"]:
        data = (tmp_path / "p" / resource["path"]).read_bytes()
        assert len(data) == resource["bytes"]
        assert f"sha256:{hashlib.sha256(data).hexdigest()}" == resource["hash"]
        if "schema" in resource:
            header, *rows = read(data)
            assert [field["name"] for field in resource["schema"]["fields"]] == header
            key = [header.index(name) for name in resource["schema"].get("primaryKey", header)]
            found = [tuple(row[place] for place in key) for row in rows]
            assert len(found) == len(set(found))
            keys[resource["name"]] = {row[0] for row in rows}
            for foreign in resource["schema"].get("foreignKeys", ()):
                values = {row[header.index(foreign["fields"][0])] for row in rows}
                keys[resource["name"], foreign["reference"]["resource"]] = values
    for names, values in list(keys.items()):
        if isinstance(names, tuple):
            assert values <= keys[names[1]]
    assert "DL-DE-BY-2.0" == package["licenses"][0]["name"]
    assert "2026.11.22" == package["version"]


def validate(folder) -> subprocess.CompletedProcess[str]:
    """Ask the tool that the standard comes from."""
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    return subprocess.run(  # noqa: S603 - fixed arguments
        command, cwd=folder, capture_output=True, text=True, check=False
    )


@each_folder
def test_frictionless_finds_nothing_to_complain_about(folder, tmp_path):
    published(repaired(folder), tmp_path / "p")

    done = validate(tmp_path / "p")

    assert 0 == done.returncode, done.stdout + done.stderr


def test_the_long_table_has_a_row_for_each_number_and_none_for_words(tmp_path):
    tables = healthy()
    entries = (39.5, "2024-10-01"), (41, "2025-10-01"), ("unknown", "2026-01-01")
    count(*entries, start=0, goal=120, label="Windstrom")(tables, "mobilitaet1")
    dataset = document_of(tables).dataset
    title = dataset.view(dataset.find("mobilitaet1")).title

    assert (
        ("mobilitaet1", title, "Windstrom", "GWh", "2024-10-01", 39.5, 120),
        ("mobilitaet1", title, "Windstrom", "GWh", "2025-10-01", 41, 120),
    ) == table(tables_of(dataset), "zahlen").rows

    series("percent", (40, "2024-10-01"), (True, "2025-01-01"))(tables, "mobilitaet1")
    assert (("mobilitaet1", title, "Fortschritt", "%", "2024-10-01", 40, 100),) == table(
        tables_of(document_of(tables).dataset), "zahlen"
    ).rows


def test_the_long_table_is_a_sheet_of_the_package_with_real_days(tmp_path):
    published(repaired(SAMPLE), tmp_path / "p")
    book = openpyxl.load_workbook(tmp_path / "p/zahlen.xlsx")
    header, *rows = book.active.iter_rows(values_only=True)
    described = read_json(tmp_path / "p/datapackage.json")["resources"]
    lines = read((tmp_path / "p/csv/zahlen.csv").read_bytes())

    assert [
        "Kennung der Maßnahme",
        "Maßnahme",
        "Indikator",
        "Einheit",
        "Datum",
        "Wert",
        "Ziel",
    ] == [*header]
    assert len(lines) - 1 == len(rows) > 0
    assert all(isinstance(row[4], datetime) for row in rows)
    assert {"zahlen.xlsx", "csv/zahlen.csv"} <= {resource["path"] for resource in described}


def test_frictionless_would_complain_about_a_file_that_was_tampered_with(tmp_path):
    published(repaired(SAMPLE), tmp_path / "p")
    file = tmp_path / "p/csv/fortschritt.csv"
    file.write_bytes(file.read_bytes().replace(b"in_progress", b"in progress", 1))

    assert 0 != validate(tmp_path / "p").returncode


def test_the_same_state_gives_the_same_bytes(tmp_path):
    plans = [planned(repaired(SAMPLE), tmp_path / name) for name in "ab"]

    assert plans[0].files() == plans[1].files()
