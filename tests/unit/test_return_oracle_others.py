"""The oracle of ``test_return_oracle`` for the other entrances: sheets, tables and reports.

Few examples each: what a cell means is decided by the code that is tried there.
"""

from __future__ import annotations

import random
import re
import shutil
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import from_excel

from klimaeditor.excel.request_layout import RequestArrangement
from tests.dataset_builders import additional_row, dataset_of, measure_row, rows
from tests.foreign_cases import proposed
from tests.request_tools import requested, taken
from tests.unit.test_return_oracle import (
    AMOUNT,
    COLUMNS,
    COSTS,
    DAMAGE,
    DAY,
    FIELDS,
    FORMATS,
    HONEST,
    IDS,
    NOTHING_NEW,
    ODD,
    PLAIN_FORMATS,
    TEXT,
    YEAR,
    answer,
    clear_day,
    clear_text,
    dataset,
    same,
)
from tests.workbook_tools import worked_on

FEW = settings(max_examples=12)
SEEDS = st.integers(0, 10**9)


def put(cell, value):
    """Write a value as it will be read again, never as a formula of the library."""
    cell.value = datetime.combine(value, time()) if isinstance(value, date) else value
    if isinstance(value, int) and cell.is_date:
        cell.value = from_excel(value)
    if isinstance(value, str) and not value.startswith("="):
        cell.data_type = "s"


def spoil(chance, cell, kind, odd=ODD):
    """Spoil a cell in one of the ways that a single cell can be."""
    how = chance.choice(["honest", "odd", "odd", "odd", "struck", "hidden", "comment", "unit"])
    put(cell, chance.choice(HONEST[kind] if how in {"honest", "struck"} else odd[kind]))
    if how == "struck":
        cell.font = Font(strike=True)
    elif how == "hidden":
        cell.parent.row_dimensions[cell.row].hidden = True
    elif how == "comment":
        cell.comment = Comment("Bitte auf 500.000 ändern", "Amt 61")
    elif how == "unit" and kind == AMOUNT:
        cell.value, cell.number_format = 350_000, chance.choice(FORMATS)


def is_seen(cell):
    """Tell whether a person sees a cell, with nothing against it."""
    hidden = cell.parent.row_dimensions[cell.row].hidden
    return not hidden and not cell.font.strike and cell.comment is None


def wrong(returned, found):
    """Return what is taken unseen and is no answer that a person sees."""
    assert not returned.unreadable
    return [
        (p.measure_id, p.place.field, p.returned, found.get((p.measure_id, p.place.field)))
        for p in returned.unproblematic
        if (p.measure_id, p.place.field) not in found
        or not same(flat(found[p.measure_id, p.place.field]), flat(p.returned))
    ]


def flat(value):
    """Return a text on one line, as short texts are stored."""
    return " ".join(value.split()) if isinstance(value, str) else value


# --- A sheet per measure -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    """Return the request with a sheet per measure."""
    folder = tmp_path_factory.mktemp("blätter")
    return requested(dataset(), folder, FIELDS, arrangement=RequestArrangement.SHEETS)


@FEW
@given(seed=SEEDS)
def test_what_is_taken_of_a_sheet_per_measure_is_what_a_person_sees(sheets, seed):
    chance = random.Random(seed)  # noqa: S311 - the same returns on each run
    path = shutil.copy(sheets, sheets.with_name("rücklauf.xlsx"))
    found = {}
    with worked_on(path) as book:
        forms = [book[title] for title in book.sheetnames if title[0].isdigit()]
        for own, sheet in zip(IDS, forms, strict=True):
            lines = {row[0].value: row for row in sheet.iter_rows(max_col=3)}
            for header in chance.sample(list(COLUMNS), 3):
                spoil(chance, lines[header][1], COLUMNS[header][1])
            if chance.random() < 0.1:
                lines["Kosten (Euro)"][2].value = "in T€"
            for header, (field, kind) in COLUMNS.items():
                cell = lines[header][1]
                said = answer(cell, kind, COSTS[IDS.index(own)])
                in_thousands = kind == AMOUNT and lines[header][2].value
                if is_seen(cell) and said is not None and not in_thousands:
                    found[own, field] = said
    (returned,) = taken(dataset(), path)
    assert [] == wrong(returned, found)


# --- Tables and reports of others ----------------------------------------------------------------

HEADERS = {
    "Sachstand": ("state_text", TEXT),
    "Wer macht es?": ("responsible_bodies", TEXT),
    "Kosten": ("cost_value", AMOUNT),
    "Umsetzung bis": ("cost_until", YEAR),
    "Sachstand Datum": ("state_date", DAY),
}
TITLES = [f"Der Abschnitt {letter} am Kanal" for letter in "ABCDEFGHI"]


def empty_town():
    """Return nine measures about which nothing is known."""
    measures = []
    for own, title in zip(IDS, TITLES, strict=True):
        row = measure_row(own)
        outline = row["Action outline"] | {"Action name": title}
        group = row["Implementation"] | {"Responsible bodies/person for implementation": ""}
        measures.append(row | {"Action outline": outline, "Implementation": group})
    nothing = {"until_in_years": None, "value": None, "quantity": None}
    more = [additional_row(own, short_title="", summary="", cost=nothing) for own in IDS]
    for row in more:
        row.pop("state", None)
    return dataset_of(rows(measures, more, [], []))


def said_in_table(cell, kind):
    """Return what a cell of a table says, None for nothing clear."""
    value = cell.value
    if isinstance(value, bool) or value is None or str(value).startswith("="):
        return None
    if kind == TEXT:
        return clear_text(value)
    if kind == YEAR:
        return int(value) if re.fullmatch(r"20[2-5]\d", str(value)) else None
    if kind == DAY:
        return clear_day(value) if not isinstance(value, int | float) else None
    return said_of_costs(cell)


def said_of_costs(cell):
    value = cell.value
    if isinstance(value, str):
        match = re.fullmatch(r"(\d{1,3}(?:\.\d{3}){2,}|\d+|\d{1,3}\.\d{3},\d\d)(?: €)?", value)
        return float(match[1].replace(".", "").replace(",", ".")) if match else None
    plain = isinstance(value, int | float) and cell.number_format in PLAIN_FORMATS
    return value if plain and value > 0 else None


@FEW
@given(seed=SEEDS)
def test_what_is_taken_of_a_table_is_what_a_person_sees(tmp_path_factory, seed):
    chance = random.Random(seed)  # noqa: S311 - the same tables on each run
    book = Workbook()
    sheet = book.active
    sheet.append(["Titel", *HEADERS])
    found = {}
    for number, title in enumerate(TITLES, 2):
        sheet.cell(number, 1).value = title
        for place, (_, kind) in enumerate(HEADERS.values(), 2):
            cell = sheet.cell(number, place)
            if chance.random() < 0.6:
                spoil(chance, cell, kind)
    in_thousands = chance.random() < 0.2
    if in_thousands:
        sheet.cell(len(IDS) + 3, 1).value = "Alle Beträge in T€"
    for number, own in enumerate(IDS, 2):
        for place, (field, kind) in enumerate(HEADERS.values(), 2):
            cell = sheet.cell(number, place)
            said = said_in_table(cell, kind)
            if is_seen(cell) and said is not None and not (kind == AMOUNT and in_thousands):
                found[own, field] = said
    path = tmp_path_factory.mktemp("tabelle") / "tabelle.xlsx"
    book.save(path)
    assert [] == wrong(proposed(empty_town(), path), found)


DAYS_ONLY = [day for day in ODD[DAY] if day not in ("demnächst", "leeren", True)]
"""In a report, "Stand" may hold a text, too."""


@FEW
@given(seed=SEEDS)
def test_what_is_taken_of_a_report_is_what_a_person_sees(tmp_path_factory, seed):
    chance = random.Random(seed)  # noqa: S311 - the same reports on each run
    book = Workbook()
    book.remove(book.active)
    found = {}
    for number, (own, title) in enumerate(zip(IDS, TITLES, strict=True), 1):
        sheet = book.create_sheet(f"Tabelle{number}")
        sheet.append(["Titel", title])
        found[own, "state_title"] = title
        for label, kind in (("Sachstand", TEXT), ("Kosten", AMOUNT), ("Stand", DAY)):
            if chance.random() < 0.6:
                sheet.append([label])
                spoil(chance, sheet.cell(sheet.max_row, 2), kind, ODD | {DAY: DAYS_ONLY})
        if chance.random() < 0.2:
            sheet.append(["Bemerkung", "noch nicht öffentlich"])
        lines = {row[0].value: row[1] for row in sheet.iter_rows(max_col=2)}
        if all(is_seen(cell) or cell.comment for cell in lines.values()):
            found |= said_in_report(own, lines)
    path = tmp_path_factory.mktemp("bericht") / "bericht.xlsx"
    book.save(path)
    assert [] == wrong(proposed(empty_town(), path), found)


def said_in_report(own, lines):
    """Return what the rows of one sheet say; costs of a report are always looked at."""
    state, stand = (lines.get(label) for label in ("Sachstand", "Stand"))
    found = {}
    if state is not None and clear_text(state.value) is not None:
        found[own, "state_text"] = clear_text(state.value)
    if stand is not None and isinstance(stand.value, datetime | str) and clear_day(stand.value):
        found[own, "state_date"] = clear_day(stand.value)
    if "Kosten" in lines and not DAMAGE.search(str(lines["Kosten"].value)):
        text = str(lines["Kosten"].value)
        if text.casefold() not in NOTHING_NEW:
            found[own, "total_costs"] = text
    return found
