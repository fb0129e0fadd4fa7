"""Workbooks for tests: exported, worked on as a person would, or tampered with as an attacker."""

from __future__ import annotations

import shutil
import zipfile
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from klimaeditor.excel.read import open_workbook
from klimaeditor.excel.write import export
from klimaeditor.model.errors import WorkbookError
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import dataset_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from klimaeditor.model.changes import FileName
    from klimaeditor.model.records import Dataset, MeasureView
    from klimaeditor.model.values import Record


NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def clock() -> datetime:
    """Return always the same time."""
    return NOON


def exported(tables, folder: Path, name: str = "mappe.xlsx") -> Path:
    """Return the workbook of a small dataset."""
    return export(dataset_of(tables), folder / name, clock=clock).path


def tables_of(dataset: Dataset) -> dict[FileName, list[Record]]:
    """Return the records of a dataset by file."""
    return {file: list(table.rows.values()) for file, table in dataset.tables.items()}


def reopened(path: Path) -> dict[FileName, list[Record]]:
    """Return the records a workbook is read as."""
    return tables_of(open_workbook(path, site=muenster()).dataset)


def measure(path: Path, measure_id: str) -> MeasureView:
    """Return one measure as the workbook is read."""
    dataset = open_workbook(path, site=muenster()).dataset
    return dataset.view(dataset.find(measure_id))


def refusal(path: Path) -> str:
    """Return the sentence with which a workbook is refused."""
    with pytest.raises(WorkbookError) as error:
        open_workbook(path, site=muenster())
    return str(error.value)


@contextmanager
def worked_on(path: Path) -> Iterator[Workbook]:
    """Give a workbook to work on and save it, as another program would."""
    book = load_workbook(path)
    yield book
    book.save(path)


def headers(sheet: Worksheet) -> list[str]:
    """Return the texts of row 1."""
    return [cell.value for cell in sheet[1]]


def cell(sheet: Worksheet, row: int, header: str) -> Cell:
    """Return the cell of a row under a header."""
    return sheet.cell(row, headers(sheet).index(header) + 1)


def put_all(path: Path, sheet: str, row: int, values: dict[str, object]) -> None:
    """Write cells of one row by header."""
    with worked_on(path) as book:
        for header, value in values.items():
            found = cell(book[sheet], row, header)
            found.value = value
            if isinstance(value, str):
                found.data_type = "s"


def parts_of(path: Path) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(path: Path, changes: dict[str, bytes | None], name: str = "manipuliert.xlsx") -> Path:
    """Return a copy of a package with parts replaced, added or (None) taken out."""
    target = path.with_name(name)
    parts = {**parts_of(path), **changes}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            if data is not None:
                archive.writestr(part, data)
    return target


def sheet_part(path: Path, title: str) -> str:
    """Return the name of the part that holds a sheet."""
    place = load_workbook(path, read_only=True).sheetnames.index(title)
    return f"xl/worksheets/sheet{place + 1}.xml"


def patched(path: Path, part: str, old: bytes, new: bytes, name: str = "manipuliert.xlsx") -> Path:
    """Return a copy of a package with bytes of one part replaced; they must occur."""
    data = parts_of(path)[part]
    assert old in data
    return repacked(path, {part: data.replace(old, new)}, name)


def copied(path: Path, name: str) -> Path:
    """Return a copy under another name."""
    return shutil.copy(path, path.with_name(name))
