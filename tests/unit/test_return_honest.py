"""The counterweight: who doubts honest answers is as useless as who doubts none."""

from __future__ import annotations

import random
from datetime import date

import pytest

from klimaeditor.excel.request_layout import RequestArrangement
from tests.dataset_builders import additional_row, dataset_of, measure_row, progress_row, rows
from tests.foreign_cases import TITLES, proposed, report_file, small_town, table_file
from tests.request_tools import (
    EVERYTHING,
    MEASURES,
    PROGRESS,
    proposals,
    requested,
    row_of,
    saved_by_libreoffice,
)
from tests.workbook_tools import headers, worked_on

STATES = (
    "Bau begonnen, Abschluss 2027 erwartet.",
    "Die Planung wurde im Juni 2026 beschlossen.",
    "Fördermittel bewilligt.",
    "Abgeschlossen.",
)
BODIES = ("Amt 61", "Amt 67", "Stadtwerke", "Stadt Münster")


@pytest.mark.parametrize(
    ("order", "seed"),
    [*((o, n) for o in ("sent", "sorted", "filtered") for n in range(3)), ("saved anew", 0)],
)
def test_honest_returns_stay_clear(tmp_path, seed, order):
    """Of true edits of every kind of field, at least 95 of 100 are clear."""
    chance = random.Random(seed)  # noqa: S311 - the same values on each run
    ids = [f"bauen{number}" for number in range(1, 31)]
    state = {"title": "Netz", "date": "2025-07-01", "text": "Wir planen.\nUnd zwar viel."}
    own = [{"until_in_years": 2026 + n % 7, "value": 10_000 + 7_350 * n} for n in range(len(ids))]
    more = [
        additional_row(i) | {"state": dict(state), "cost": cost | {"quantity": None}}
        for i, cost in zip(ids, own, strict=True)
    ]
    dataset = dataset_of(rows([measure_row(i) for i in ids], more, [], []))
    path = requested(dataset, tmp_path, EVERYTHING)
    with worked_on(path) as book:
        sheet = book[MEASURES]
        names = headers(sheet)
        for measure_id in ids:
            number = row_of(sheet, measure_id)
            for header, value in _edits(chance).items():
                sheet.cell(number, names.index(header) + 1).value = value
        if order == "sorted":
            body = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
            for row, values in enumerate(reversed(body), 2):
                for place, value in enumerate(values, 1):
                    sheet.cell(row, place).value = value
        elif order == "filtered":
            sheet.auto_filter.ref = sheet.dimensions
    if order == "saved anew":
        path = saved_by_libreoffice(path, tmp_path / "neu")
    found = proposals(dataset, path)
    assert len(found) > 20
    assert clear_share(found) >= CLEAR


CLEAR = 0.95


def clear_share(found) -> float:
    """Return which part of the answers is taken unseen."""
    return sum(p.unproblematic for p in found) / len(found)


@pytest.mark.parametrize("seed", range(2))
def test_honest_sheets_per_measure_stay_clear(tmp_path, seed):
    """Edits of every kind, also where somebody has put the sheets into another order."""
    chance = random.Random(seed)  # noqa: S311 - the same values on each run
    ids = [f"bauen{number}" for number in range(1, 9)]
    state = {"title": "Netz", "date": "2025-07-01", "text": "Wir planen."}
    costs = [{"until_in_years": 2026 + n, "value": 12_300 + 7_350 * n} for n in range(len(ids))]
    more = [
        additional_row(i) | {"state": dict(state), "cost": cost | {"quantity": None}}
        for i, cost in zip(ids, costs, strict=True)
    ]
    dataset = dataset_of(rows([measure_row(i) for i in ids], more, [], []))
    path = requested(dataset, tmp_path, EVERYTHING, arrangement=RequestArrangement.SHEETS)
    with worked_on(path) as book:
        for sheet in [book[title] for title in book.sheetnames if title[0].isdigit()]:
            lines = {row[0].value: row[1] for row in sheet.iter_rows(max_col=2)}
            for header, value in _edits(chance).items():
                lines[header].value = value
            book.move_sheet(sheet, -2)
    found = proposals(dataset, path)
    assert len(found) > 5
    assert clear_share(found) >= CLEAR


def test_new_entries_of_a_series_stay_clear(tmp_path):
    """Also those dated after 01.10.2026, where the chart of the site ends."""
    count = {"type": "count", "unit": "MWh", "goal": 9_000, "start": 0, "yMin": 0, "yMax": 9_500}
    ids = [f"bauen{number}" for number in range(1, 5)]
    values = [[{"value": 810 + 95 * n, "date": "2025-05-01"}] for n in range(len(ids))]
    progress = [
        progress_row(i) | count | {"values": own} for i, own in zip(ids, values, strict=True)
    ]
    measures = [measure_row(i) for i in ids]
    dataset = dataset_of(rows(measures, [additional_row(i) for i in ids], progress, []))
    path = requested(dataset, tmp_path, EVERYTHING)
    with worked_on(path) as book:
        sheet = book[PROGRESS]
        for number, measure_id in enumerate(ids):
            row = row_of(sheet, measure_id, 2)
            sheet.cell(row, 3).value = date(2026, 10, 15 + 3 * number)
            sheet.cell(row, 4).value = 2_340 + 777 * number
    found = proposals(dataset, path)
    assert len(ids) == len(found)
    assert 1 == clear_share(found)


@pytest.mark.parametrize("seed", range(3))
def test_honest_tables_and_reports_stay_clear(tmp_path, seed):
    """Rows in another order and filtered; what fills an empty place and is clear stays so."""
    chance = random.Random(seed)  # noqa: S311 - the same values on each run
    header = ["Titel", "Sachstand", "Sachstand Datum", "Kosten", "Umsetzung bis", "Bemerkung"]
    names = ("Sachstand Text", "Sachstand Datum", "Kosten (Euro)", "Umsetzung bis (Jahr)")
    lines = []
    for title in chance.sample(list(TITLES.values()), len(TITLES)):
        edits = _edits(chance, 0.7)
        lines.append([title, *(edits.get(name) for name in names), "Danke!"])
    found = proposed(small_town(), table_file(tmp_path / "liste.xlsx", [header, *lines])).proposals
    assert len(found) > 5
    assert clear_share(found) >= CLEAR
    sheets = {
        f"Tabelle{n}": [("Titel", title), ("Sachstand", text or STATES[n % 4]), ("Stand", day)]
        for n, (title, text, day, *_) in enumerate(lines)
    }
    path = report_file(tmp_path / "bericht.xlsx", sheets)
    found = proposed(small_town(), path).proposals
    assert len(found) > 5
    assert clear_share(found) >= CLEAR


def _edits(chance: random.Random, share: float = 0.3) -> dict[str, object]:
    """Return what a department changes about one measure: some of its fields."""
    possible = {
        "Sachstand Text": chance.choice(STATES),
        "Sachstand Datum": date(2026, chance.randint(1, 11), chance.randint(1, 28)),
        "Kosten (Euro)": chance.randint(20, 300) * 1_000,
        "Umsetzung bis (Jahr)": chance.choice([2027, 2028, 2030, 2031, 2035]),
        "Wer macht es?": chance.choice(BODIES),
    }
    return {header: value for header, value in possible.items() if chance.random() < share}
