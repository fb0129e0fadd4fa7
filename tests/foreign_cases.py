"""Files of other people for tests: tables and reports built as people build them, all invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook

from klimaeditor.exchange.importing import propose, recognise
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import additional_row, dataset_of, measure_row, rows

if TYPE_CHECKING:
    from pathlib import Path

    from klimaeditor.exchange.proposals import Returned
    from klimaeditor.model.records import Dataset


TITLES = {
    "bauen1": "Dächer der Schulen begrünen",
    "bauen2": "Wärmenetz für das Hafenviertel",
    "bauen3": "Beratung für Eigentümerinnen und Eigentümer",
    "verkehr1": "Radweg zum Bahnhof",
    "verkehr2": "Elektrische Busse",
}

REPORT_TITLE = TITLES["bauen1"]
FULL_REPORT = [
    ("Titel ", f"€€€ {REPORT_TITLE} "),
    ("Kurzbeschreibung ", "Auf den Dächern wächst etwas. "),
    (None, "Und zwar viel. "),
    ("Federführung ", "Amt 67 "),
    ("Sachstand ", "Zwei Schulen sind fertig. "),
    (None, " "),
    (None, "Die dritte folgt. "),
    ("Plan 2025 ", "Zwei weitere. "),
    ("Kosten ", "Ca. 214.000 EUR brutto "),
    ("CO2-Reduktionspo-", "ca. 12 t CO2/a "),
    ("tential  ", None),
    ("Indikatoren (Gesamtmaßnah me) ", "Fläche "),
    ("Haushaltsansätze/ Planung ", "Produktgruppe ", "MaßnahmenNummer ", "Ansatz "),
    (None, None, "(inves-"),
    (None, None, "tiv) "),
    ("Teilfi-", "4230", " ", 6662000),
    ("nanzplan ",),
    ("(investiv) ",),
    ("Informationen zu ", "Keine. "),
    ("Dritt-/ ", " "),
    ("Fördermitteln ",),
]
REPORT_SAYS = {
    ("bauen1", "state_title"): f"€€€ {REPORT_TITLE}",
    ("bauen1", "state_text"): "Zwei Schulen sind fertig. \n \nDie dritte folgt.",
    ("bauen1", "total_costs"): "Ca. 214.000 EUR brutto",
    ("bauen1", "cost_value"): 214000,
    ("bauen1", "ghg_reduction"): "ca. 12 t CO2/a",
}


def small_town(**states: dict) -> Dataset:
    """Return five measures with proper titles, without state and amounts; *states* by id."""
    measures = []
    for measure_id, title in TITLES.items():
        row = measure_row(measure_id, measure_id[:-1])
        row["Action outline"] = row["Action outline"] | {"Action name": title}
        measures.append(row)
    nothing = {"until_in_years": None, "value": None, "quantity": None}
    additional = [
        additional_row(i, short_title="", summary="", cost=nothing)
        | ({"state": states[i]} if i in states else {})
        for i in TITLES
    ]
    return dataset_of(rows(measures, additional, [], []))


def table_file(path: Path, table: list[list[object]], title: str = "Tabelle1") -> Path:
    """Return a workbook with one sheet."""
    book = Workbook()
    book.active.title = title
    for row in table:
        book.active.append(row)
    book.save(path)
    return path


def report_file(path: Path, sheets: dict[str, list[tuple]], merges: tuple[str, ...] = ()) -> Path:
    """Return a workbook with sheets of rows, from A1; *merges* hold for every sheet."""
    book = Workbook()
    book.remove(book.active)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
        for area in merges:
            sheet.merge_cells(area)
    book.save(path)
    return path


def proposed(dataset: Dataset, path: Path, **settings: object) -> Returned:
    """Return what a file suggests, as one call does it."""
    return propose(dataset, recognise(path, site=muenster()), **settings)


def by_place(returned: Returned) -> dict[tuple[str, str], object]:
    """Return what is suggested by measure id and field."""
    return {(p.measure_id, p.place.field): p.returned for p in returned.proposals}


def codes(returned: Returned) -> set[str]:
    """Return the codes of everything found."""
    return {problem.code for problem in returned.all_problems}


def chosen_ids(dataset: Dataset, matches) -> list[str | None]:
    """Return the ids of the matched measures in the order of the rows."""
    return [None if m.measure is None else dataset.view(m.measure).id for m in matches]


def suggested(
    tmp_path: Path,
    lines: list[tuple],
    name: str = "bericht.xlsx",
    sheet: str = "Tabelle1",
    **settings: object,
) -> dict[tuple[str, str], object]:
    """Return what a report with one sheet suggests."""
    path = report_file(tmp_path / name, {sheet: lines})
    return by_place(proposed(small_town(), path, **settings))
