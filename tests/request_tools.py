"""Requests for tests: sent, filled in as a department would, given back, read."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from klimaeditor.excel.request_baseline import RequestInfo, mark_of
from klimaeditor.excel.request_layout import DEFAULT_FIELDS, RequestArrangement, askable
from klimaeditor.excel.request_write import render
from klimaeditor.exchange import returns
from klimaeditor.exchange.requests import By, Group, RequestOrder, send, split
from klimaeditor.site.muenster import MUENSTER
from tests.dataset_builders import additional_row, dataset_of, measure_row, progress_row, rows, town
from tests.waiting import LONG_S
from tests.workbook_tools import headers, worked_on

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from klimaeditor.exchange.proposals import FileProblem, Proposal, Returned
    from klimaeditor.exchange.register import RequestRegister
    from klimaeditor.model.records import Dataset


SENT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
DUE = date(2026, 4, 1)
EVERYTHING = tuple(field.name for field in askable(MUENSTER))
MEASURES, PROGRESS, LINKS = "Maßnahmen", "Fortschritt", "Links"
LONG = "Wir bauen Netze und dämmen Häuser, und das Jahr um Jahr. " * 30
COST = {"until_in_years": 2030, "value": 60_000, "quantity": None}
STATE = {"title": "Netz", "date": "2025-07-01", "text": LONG}
COUNT = {"type": "count", "unit": "GWh", "values": [{"value": 5_000, "date": "2025-05-01"}]}


def town_of_three() -> Dataset:
    """Return three measures with long texts, one of them with a counted progress."""
    ids = ("bauen1", "bauen2", "bauen3")
    return dataset_of(
        rows(
            [measure_row(measure_id) for measure_id in ids],
            [_additional(measure_id) for measure_id in ids],
            [progress_row("bauen1"), progress_row("bauen2"), progress_row("bauen3") | COUNT],
        )
    )


def _additional(measure_id: str):
    links = [{"title": "Netz", "url": f"https://{measure_id}.de"}]
    own = {"cost": COST, "state": STATE, "links": links}
    return additional_row(measure_id, summary=f"{LONG} Das ist {measure_id}.") | own


def about(
    request: str = "A-1",
    fields=DEFAULT_FIELDS,
    department: str = "Amt 67",
    arrangement: str = RequestArrangement.TABLE,
) -> RequestInfo:
    """Return what a request is."""
    return RequestInfo(
        *(request, department, SENT, DUE, tuple(fields), MUENSTER, "Stabsstelle", "Danke!"),
        RequestArrangement(arrangement),
    )


def requested(
    dataset: Dataset,
    folder: Path,
    fields=DEFAULT_FIELDS,
    request: str = "A-1",
    arrangement: str = RequestArrangement.TABLE,
) -> Path:
    """Return the workbook that asks one department about all measures."""
    path = folder / "abfrage.xlsx"
    asked = about(request, fields, arrangement=arrangement)
    path.write_bytes(_rendered(dataset, asked))
    return path


_RENDERED: dict[str, bytes] = {}


def _rendered(dataset: Dataset, asked: RequestInfo) -> bytes:
    """Return a workbook, which is the same for the same arguments (REQ-02), written only once."""
    rows_ = {file: list(table.rows.values()) for file, table in dataset.tables.items()}
    key = f"{asked} {json.dumps(rows_, default=repr)}"
    if key not in _RENDERED:
        _RENDERED[key] = render(dataset, dataset.measure_keys(), asked)
    return _RENDERED[key]


def sent(dataset: Dataset, folder: Path, **wanted) -> RequestRegister:
    """Return the register of a request that was split by responsible body."""
    groups = split(dataset, dataset.measure_keys(), By.RESPONSIBLE)
    return sent_to(dataset, folder, groups, **wanted)


def sent_to(dataset: Dataset, folder: Path, groups: tuple[Group, ...], **wanted) -> RequestRegister:
    """Return the register of a request to given departments, in tables unless it says otherwise."""
    wanted.setdefault("arrangement", RequestArrangement.TABLE)
    return send(
        dataset,
        groups,
        RequestOrder(**wanted),
        folder,
        clock=lambda: SENT,
        new_id=lambda _: wanted.get("note") or "A-1",
    ).register


def taken(dataset: Dataset, *paths: Path, register=None) -> tuple[Returned, ...]:
    """Return files read against a dataset."""
    return returns.together([returns.read_file(dataset, path, register) for path in paths])


def proposals(dataset: Dataset, *paths: Path, register=None) -> list[Proposal]:
    """Return all proposals of files."""
    return [p for f in taken(dataset, *paths, register=register) for p in f.proposals]


def only(dataset: Dataset, path: Path, code: str) -> FileProblem:
    """Return the single severe problem of a file, which must have the code."""
    (returned,) = taken(dataset, path)
    severe = [p for p in returned.all_problems if p.severe]
    assert [code] == [p.code for p in severe]
    assert () == returned.unproblematic
    return severe[0]


def codes(returned: Returned, *, severe: bool | None = None) -> set[str]:
    """Return the codes of everything found in a file."""
    return {p.code for p in returned.all_problems if severe in (None, p.severe)}


def town_request(folder: Path, fields=DEFAULT_FIELDS) -> tuple[Dataset, Path]:
    """Return a small dataset and the workbook that asks about all of it."""
    dataset = dataset_of(town())
    return dataset, requested(dataset, folder, fields)


def row_of(sheet: Worksheet, measure_id: str, nth: int = 1) -> int:
    """Return the number of the nth row of a measure."""
    place = headers(sheet).index("Kennung") + 1
    rows = [n for n in range(2, sheet.max_row + 1) if sheet.cell(n, place).value == measure_id]
    return rows[nth - 1]


def fill(path: Path, measure_id: str, values: dict[str, object], *, sheet=MEASURES, nth=1) -> None:
    """Write into cells of a measure's row, by header."""
    with worked_on(path) as book:
        worksheet = book[sheet]
        row = row_of(worksheet, measure_id, nth)
        for header, value in values.items():
            cell = worksheet.cell(row, headers(worksheet).index(header) + 1)
            cell.value = value
            if isinstance(value, str) and not value.startswith("="):
                cell.data_type = "s"


def form_of(book: Workbook, measure_id: str) -> Worksheet:
    """Return the sheet of a measure, in a request with a sheet for each."""
    mark = mark_of("A-1", measure_id, "title")
    return next(s for s in book if mark in [cell.value for cell in s["D"]])


def line_of(sheet: Worksheet, label: str) -> int:
    """Return the number of the line with a label."""
    return next(cell.row for cell in sheet["A"] if cell.value == label)


def fill_form(path: Path, measure_id: str, values: dict[str, object], *, column: str = "B") -> None:
    """Write into the value cells of a measure's sheet, by label; or into another column."""
    with worked_on(path) as book:
        sheet = form_of(book, measure_id)
        for label, value in values.items():
            put_cell(sheet, f"{column}{line_of(sheet, label)}", value)


def put_cell(sheet: Worksheet, where: str, value: object) -> None:
    """Write a value; texts are texts whatever they begin with, but for formulas."""
    cell = sheet[where]
    cell.value = value
    if isinstance(value, str) and not value.startswith("="):
        cell.data_type = "s"


def entry_lines(sheet: Worksheet, heading: str = "Fortschritt: Datum") -> list[int]:
    """Return the numbers of the lines of a list, the free ones too."""
    head = line_of(sheet, heading)
    heads = {"Fortschritt: Datum", "Links: Titel des Links"}
    below = range(head + 1, sheet.max_row + 1)
    last = next((n for n in below if sheet.cell(n, 1).value in heads), sheet.max_row + 1)
    return list(range(head + 1, last))


def rewrite_rows(path: Path, sheet: str, change) -> None:
    """Replace the data rows of a sheet by what *change* makes of them."""
    with worked_on(path) as book:
        worksheet = book[sheet]
        rows = [[cell.value for cell in row] for row in worksheet.iter_rows(min_row=2)]
        width = worksheet.max_column
        worksheet.delete_rows(2, worksheet.max_row)
        put_rows(worksheet, change(rows), width)


def put_rows(worksheet: Worksheet, rows, width: int) -> None:
    """Write rows from row 2 on; texts are texts whatever they begin with."""
    for number, row in enumerate(rows, 2):
        for place in range(width):
            cell = worksheet.cell(number, place + 1)
            cell.value = row[place]
            if isinstance(row[place], str):
                cell.data_type = "s"


def rewrite_columns(path: Path, sheet: str, change) -> None:
    """Put the columns of a sheet, as lists of values, into what *change* makes of them."""
    with worked_on(path) as book:
        worksheet = book[sheet]
        columns = [[cell.value for cell in column] for column in worksheet.iter_cols()]
        worksheet.delete_cols(1, worksheet.max_column)
        worksheet.auto_filter.ref = None
        for place, column in enumerate(change(columns), 1):
            for number, value in enumerate(column, 1):
                cell = worksheet.cell(number, place)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"


def sheets_of(path: Path) -> dict[str, list[list[object]]]:
    """Return the cells of all sheets."""
    book = load_workbook(path)
    return {s.title: [[c.value for c in row] for row in s.iter_rows()] for s in book.worksheets}


def saved_by_libreoffice(path: Path, folder: Path) -> Path:
    """Return the workbook saved anew by a real LibreOffice; skips where there is none."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed here")
    folder.mkdir(exist_ok=True)
    call = [office, "--headless", f"-env:UserInstallation={(folder / 'profil').as_uri()}"]
    call += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), str(path)]
    subprocess.run(call, check=True, capture_output=True, timeout=LONG_S)  # noqa: S603 - fixed call
    if not (folder / path.name).exists():
        pytest.skip("LibreOffice is here, but cannot save workbooks (Calc is missing)")
    return folder / path.name
