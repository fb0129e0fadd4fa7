"""The counterweight: who doubts honest answers is as useless as who doubts none."""

from __future__ import annotations

import random
from datetime import date

import pytest

from tests.dataset_builders import additional_row, dataset_of, measure_row, rows
from tests.request_tools import EVERYTHING, MEASURES, proposals, requested, row_of
from tests.workbook_tools import headers, worked_on

STATES = (
    "Bau begonnen, Abschluss 2027 erwartet.",
    "Die Planung wurde im Juni 2026 beschlossen.",
    "Fördermittel bewilligt.",
    "Abgeschlossen.",
)
BODIES = ("Amt 61", "Amt 67", "Stadtwerke", "Stadt Münster")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("order", ["sent", "sorted", "filtered"])
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
    found = proposals(dataset, path)
    assert len(found) > 20
    assert sum(p.unproblematic for p in found) >= 0.95 * len(found)


def _edits(chance: random.Random) -> dict[str, object]:
    """Return what a department changes about one measure: some of its fields."""
    possible = {
        "Sachstand Text": chance.choice(STATES),
        "Sachstand Datum": date(2026, chance.randint(1, 11), chance.randint(1, 28)),
        "Kosten (Euro)": chance.randint(20, 300) * 1_000,
        "Umsetzung bis (Jahr)": chance.choice([2027, 2028, 2030, 2031, 2035]),
        "Wer macht es?": chance.choice(BODIES),
    }
    return {header: value for header, value in possible.items() if chance.random() < 0.3}
