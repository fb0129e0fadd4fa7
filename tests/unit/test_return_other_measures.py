"""A returned value is this measure's: no sorted or shifted column, no series filled down."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl.styles import Font

from klimaeditor.excel.column_patterns import ColumnCell, filled_series, moved_values
from klimaeditor.model.changes import Batch
from klimaeditor.model.edits import set_field
from tests.dataset_builders import additional_row, dataset_of, measure_row, progress_row, rows
from tests.foreign_cases import TITLES, proposed, small_town, table_file
from tests.request_tools import (
    EVERYTHING,
    LINKS,
    MEASURES,
    PROGRESS,
    fill,
    proposals,
    requested,
    rewrite_rows,
)
from tests.workbook_tools import headers, worked_on

COST, YEAR, DAY, TEXT = (
    "Kosten (Euro)",
    "Umsetzung bis (Jahr)",
    "Sachstand Datum",
    "Wer macht es?",
)
SENT = {
    COST: ("cost_value", [215_000, 100_500, 149_100, 350_000, 76_000, 21_300]),
    YEAR: ("cost_until", [2027, 2035, 2028, 2040, 2031, 2030]),
    DAY: (
        "state_date",
        ["2025-07-01", "2024-05-03", "2025-01-31", "2023-12-01", "2025-03-04", "2024-02-29"],
    ),
    TEXT: ("responsible_bodies", ["Amt 61", "Amt 62", "Amt 67", "Stadtwerke", "Amt 23", "Amt 80"]),
}
FIELDS = tuple(name for name, _ in SENT.values())


@pytest.fixture
def asked(tmp_path):
    """Return a dataset of six measures with different values, and the workbook that asks."""
    ids = [f"bauen{number}" for number in range(1, 7)]
    state = {"title": "Netz", "date": "2025-07-01", "text": "Läuft."}
    more = [additional_row(i) | {"state": dict(state)} for i in ids]
    dataset = dataset_of(rows([measure_row(i) for i in ids], more, [], []))
    for place, key in enumerate(dataset.measure_keys()):
        for name, values in SENT.values():
            changes = set_field(dataset, key, name, values[place])
            if changes:
                dataset.apply(Batch("Wert", changes))
    return dataset, requested(dataset, tmp_path, FIELDS)


def rewrite(path, header, change):
    """Replace the values of a column by what *change* makes of them."""
    with worked_on(path) as book:
        sheet = book[MEASURES]
        place = headers(sheet).index(header) + 1
        before = [sheet.cell(row, place).value for row in range(2, 8)]
        for row, value in enumerate(change(before), 2):
            sheet.cell(row, place).value = value


def test_two_amounts_that_changed_places_are_doubtful(asked):
    """Also where one of them is a round number, as when two sheets or rows were mixed up."""
    dataset, path = asked
    rewrite(path, COST, lambda before: [before[3], *before[1:3], before[0], *before[4:]])
    found = proposals(dataset, path)
    assert [["value_of_other_measure"]] * 2 == [[q.code for q in p.problems] for p in found]


def by_text(values):
    return sorted(values, key=str)


def shifted(values):
    return [None, *values[:-1]]


@pytest.mark.parametrize("header", SENT)
@pytest.mark.parametrize("change", [by_text, shifted])
def test_a_moved_column_is_doubtful(asked, header, change):
    """Sorting or shifting only one column gives each measure the value of another."""
    dataset, path = asked
    rewrite(path, header, change)
    found = proposals(dataset, path)
    assert len(found) > 3
    assert not [p for p in found if p.unproblematic]
    reasons = [problem.code for p in found for problem in p.problems]
    assert set(reasons) <= {"value_of_other_measure", "emptied_cell"}
    assert len(reasons) == len(found)


@pytest.mark.parametrize("gone", ["row", "struck", "unit"])
def test_a_moved_column_is_seen_where_some_of_it_is_gone(asked, gone):
    """A measure without a row, a cell that says nothing, a cell in another unit."""
    dataset, path = asked
    rewrite(path, COST, around)
    with worked_on(path) as book:
        sheet = book[MEASURES]
        cells = [sheet.cell(row, headers(sheet).index(COST) + 1) for row in (3, 6)]
        for cell in cells:
            if gone == "row":
                sheet.cell(cell.row, 1).value = "bauen99"
                sheet.cell(cell.row, headers(sheet).index("Prüfzeichen") + 1).value = None
            elif gone == "struck":
                cell.font = Font(strike=True)
            else:
                place = headers(sheet).index("Bemerkung an die Stabsstelle") + 1
                sheet.cell(cell.row, place).value = "in T€"
    assert not [p for p in proposals(dataset, path) if p.unproblematic]


@pytest.mark.parametrize(
    ("header", "values"),
    [
        (COST, [220_000, 110_000, 150_000, 360_000, 80_000, 25_000]),
        (YEAR, [2028, 2036, 2029, 2041, 2032, 2031]),
        (DAY, [date(2026, 10, day) for day in (5, 2, 9, 1, 20, 12)]),
        (DAY, [date(2026, 10, 5)] * 6),
        (TEXT, ["Amt 66"] * 6),
        (YEAR, [2035] * 6),
    ],
)
def test_a_column_that_really_changed_stays_clear(asked, header, values):
    """New values everywhere, one value for all, and each year one later."""
    dataset, path = asked
    rewrite(path, header, lambda _: values)
    found = proposals(dataset, path)
    assert len(found) > 3
    assert [] == [problem.code for p in found for problem in p.problems]


def test_single_values_that_others_have_stay_clear(asked):
    """Two measures may get what others have."""
    dataset, path = asked
    fill(path, "bauen1", {YEAR: 2035})
    fill(path, "bauen5", {YEAR: 2030, TEXT: "Amt 61"})
    assert all(p.unproblematic for p in proposals(dataset, path))


@pytest.mark.parametrize(
    ("header", "values"),
    [
        (YEAR, [2042, 2043, 2044, 2045, 2046, 2047]),
        (COST, [50_000, 60_000, 70_000, 80_000, 90_000, 100_000]),
        (DAY, [date(2026, 10, day) for day in range(1, 7)]),
        (DAY, [date(2026, month, 1) for month in range(5, 11)]),
        (TEXT, [f"Amt {number}" for number in range(30, 36)]),
    ],
)
def test_a_series_filled_down_is_doubtful(asked, header, values):
    """Years, amounts, days, months, and numbers within texts."""
    dataset, path = asked
    rewrite(path, header, lambda _: values)
    found = proposals(dataset, path)
    assert len(found) > 4
    assert {("filled_series",)} == {tuple(e.code for e in p.problems) for p in found}


def test_a_series_needs_three_steps():
    """Two steps are chance, equal years none, and a series that was sent stays one."""

    def cells(now, sent=None):
        before = sent or [None] * len(now)
        pairs = zip(before, now, strict=True)
        return [ColumnCell(row, str(row), old, new) for row, (old, new) in enumerate(pairs, 2)]

    assert {} == filled_series(cells([2028, 2029, 2030]))
    assert {} == filled_series(cells([2028] * 5))
    assert {} == filled_series(cells([2028, 2029, 2030, 2031], [2027, 2028, 2029, 2030]))
    assert {2, 3, 4, 5} == set(filled_series(cells([2028, 2029, 2030, 2031])))
    text = "Bau beginnt im Jahr {}"
    assert 4 == len(filled_series(cells([text.format(year) for year in range(2025, 2029)])))


def test_two_measures_that_swap_telling_values_are_doubtful():
    """Round amounts and years may be swapped on purpose."""

    def swap(one, other):
        return moved_values([ColumnCell(2, "a", one, other), ColumnCell(3, "b", other, one)])

    assert {2: "b", 3: "a"} == swap(123_456, 98_765)
    assert {} == swap(2030, 2035)
    assert {} == swap(50_000, 60_000)


def test_a_series_in_a_table_of_others_is_doubtful(tmp_path):
    """The same holds for foreign tables; other columns stay clear."""
    table = [["Maßnahme", "Umsetzung bis", "Kosten"]]
    table += [[t, 2028 + n, (n + 3) ** 2 * 1_000] for n, t in enumerate(TITLES.values())]
    returned = proposed(small_town(), table_file(tmp_path / "tabelle.xlsx", table))
    clear = {p.place.field: set() for p in returned.proposals}
    for found in returned.proposals:
        clear[found.place.field].add(found.unproblematic)
    assert {"cost_until": {False}, "cost_value": {True}} == clear


LISTED = {
    (PROGRESS, "Stand"): [5_100, 940, 12_750, 388, 27_400, 61],
    (PROGRESS, "Datum"): [date(2025, 5, day) for day in (1, 12, 3, 28, 17, 9)],
    (LINKS, "Titel des Links"): [f"Seite {name}" for name in "PKZMAT"],
    (LINKS, "Adresse"): [f"https://stadt.de/{name}" for name in "pkzmat"],
}


@pytest.fixture
def with_lists(tmp_path):
    """Return six measures with a counted value and a link each, and the workbook that asks."""
    ids = [f"bauen{number}" for number in range(1, 7)]
    stands, days, titles, urls = LISTED.values()
    more = [
        additional_row(i) | {"links": [{"title": title, "url": url}]}
        for i, title, url in zip(ids, titles, urls, strict=True)
    ]
    progress = [
        progress_row(i)
        | {"type": "count", "unit": "MWh", "values": [{"value": value, "date": day.isoformat()}]}
        for i, value, day in zip(ids, stands, days, strict=True)
    ]
    dataset = dataset_of(rows([measure_row(i) for i in ids], more, progress, []))
    return dataset, requested(dataset, tmp_path, EVERYTHING)


def rewrite_list(path, place, change):
    """Replace the filled cells of a column of a list by what *change* makes of them."""
    sheet_title, header = place
    with worked_on(path) as book:
        sheet = book[sheet_title]
        column = headers(sheet).index(header) + 1
        numbers = [n for n in range(2, sheet.max_row + 1) if sheet.cell(n, column).value]
        before = [sheet.cell(number, column).value for number in numbers]
        for number, value in zip(numbers, change(before), strict=True):
            sheet.cell(number, column).value = value


def around(values):
    return [*values[1:], values[0]]


@pytest.mark.parametrize("place", LISTED)
@pytest.mark.parametrize("change", [by_text, around])
def test_a_moved_column_of_a_list_is_doubtful(with_lists, place, change):
    """In the sheets of progress and links, too, with one reason each."""
    dataset, path = with_lists
    rewrite_list(path, place, change)
    found = proposals(dataset, path)
    assert len(found) > 3
    assert {("value_of_other_measure",)} == {tuple(p.code for p in f.problems) for f in found}


def test_a_column_of_a_list_that_was_filled_down_is_doubtful(with_lists):
    """Where it runs over several measures, and over the free rows between them."""
    dataset, path = with_lists
    with worked_on(path) as book:
        sheet = book[PROGRESS]
        for number in range(2, sheet.max_row + 1):
            sheet.cell(number, headers(sheet).index("Stand") + 1).value = 500 + number
    found = proposals(dataset, path)
    assert len(LISTED[PROGRESS, "Stand"]) == len(found)
    assert {("filled_series",)} == {tuple(p.code for p in f.problems) for f in found}


def test_a_list_that_really_changed_stays_clear(with_lists):
    """New values everywhere, and rows that were sorted as a whole."""
    dataset, path = with_lists
    rewrite_list(path, (PROGRESS, "Stand"), lambda old: [value + 7 * value % 31 for value in old])
    rewrite_rows(path, LINKS, lambda body: body[::-1])
    found = proposals(dataset, path)
    assert len(found) == len(LISTED[PROGRESS, "Stand"])
    assert all(p.unproblematic for p in found)


def test_a_progress_that_goes_on_evenly_stays_clear(with_lists):
    """Within one measure a value may count on from year to year."""
    dataset, path = with_lists
    with worked_on(path) as book:
        sheet = book[PROGRESS]
        names = headers(sheet)
        for step in range(1, 6):
            new = {
                "Kennung": "bauen1",
                "Datum": date(2025 + step, 6, 1),
                "Stand": 5_100 + 50 * step,
            }
            number = sheet.max_row + 1
            for header, value in new.items():
                sheet.cell(number, names.index(header) + 1).value = value
    found = proposals(dataset, path)
    assert [] == [p.code for f in found for p in f.problems if p.code == "filled_series"]
    assert 5 == len(found)
