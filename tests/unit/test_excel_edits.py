"""What people change in a workbook arrives, and nothing else does."""

from __future__ import annotations

from datetime import datetime

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from klimaeditor.excel import layout
from klimaeditor.excel.read import open_workbook
from klimaeditor.model.changes import FileName
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.values import ABSENT
from klimaeditor.site.muenster import MUENSTER, muenster
from tests.dataset_builders import additional_row, progress_row, rows, town
from tests.muenster_fields import FIELDS, field
from tests.workbook_tools import cell, exported, measure, parts_of, put_all, reopened, worked_on

SHEETS = layout.export_sheets(MUENSTER)
SHEETS = layout.export_sheets(MUENSTER)
MEASURES, PROGRESS, LINKS, CATEGORIES = (s.title for s in SHEETS.data)
NEW_VALUES = {
    Kind.AMOUNT: (4711.5, 4711.5),
    Kind.YEAR: (2031, 2031),
    Kind.NUMBER: (12, 12),
    Kind.DATE: (datetime(2025, 2, 3), "2025-02-03"),  # noqa: DTZ001 - as a cell holds it
}
EDITABLE = [
    c.key
    for c in SHEETS.measures.columns
    if not c.locked and c.key not in ("category", layout.FINGERPRINT)
]


@pytest.fixture
def workbook(tmp_path):
    return exported(town(), tmp_path)


# --- edited cells arrive -------------------------------------------------------------------------


@pytest.mark.parametrize("name", EDITABLE)
def test_an_edited_cell_arrives_and_nothing_else_changes(workbook, name):
    given, expected = NEW_VALUES.get(field(name).kind, ("Neuer Text\nmit Umbruch", None))
    put_all(workbook, MEASURES, 3, {SHEETS.measures.column(name).header: given})
    opened = open_workbook(workbook, site=muenster())
    view = opened.dataset.view(1)

    assert (expected if expected is not None else given) == view.value(name)
    assert () == opened.notices
    others = {f.name for f in FIELDS} - {name}
    untouched = open_workbook(
        exported(town(), workbook.parent, "b.xlsx"), site=muenster()
    ).dataset.view(1)
    if untouched.row(field(name).file) is not None:
        assert {n: untouched.value(n) for n in others} == {n: view.value(n) for n in others}


def test_an_emptied_cell_is_an_emptied_field(workbook):
    put_all(workbook, MEASURES, 2, {"Sachstand Text": "erst voll"})
    put_all(
        workbook,
        MEASURES,
        2,
        {"Sachstand Text": None, "Kosten (Euro)": None, "Kurztitel": None, "Worum geht es?": None},
    )
    found = measure(workbook, "bauen1")

    assert ABSENT is found.value("state_text")
    assert None is found.value("cost_value")
    assert "" == found.value("short_title") == found.value("action_name")


def test_what_cannot_be_read_is_kept_as_typed(workbook):
    put_all(workbook, MEASURES, 2, {"Kosten (Euro)": "12a", "Sachstand Datum": "Herbst 2026"})

    assert "12a" == measure(workbook, "bauen1").value("cost_value")
    assert "Herbst 2026" == measure(workbook, "bauen1").value("state_date")


# SEC-13
def test_escapes_and_carriage_returns_are_undone(workbook):
    put_all(workbook, MEASURES, 2, {"Zusammenfassung": "a_x000D_\nb _x005F_x000D_"})

    assert "a\nb _x000D_" == measure(workbook, "bauen1").value("summary")


def test_a_formula_typed_as_text_is_text(workbook):
    put_all(workbook, MEASURES, 2, {"Zusammenfassung": "=1+1"})

    assert "=1+1" == measure(workbook, "bauen1").value("summary")


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_dates_mean_the_same_in_both_calendars(workbook, epoch):
    with worked_on(workbook) as book:
        if epoch is not None:
            book.epoch = epoch
        cell(book[MEASURES], 2, "Sachstand Datum").value = datetime(2024, 7, 1)  # noqa: DTZ001
    assert (epoch is not None) == (b'date1904="1"' in parts_of(workbook)["xl/workbook.xml"])

    assert "2024-07-01" == measure(workbook, "bauen1").value("state_date")
    assert "2025-05-01" == measure(workbook, "bauen2").value("progress_values")[0]["date"]


@pytest.mark.parametrize("text", ["2024-07-01", "01.07.2024", "1.7.2024"])
def test_dates_may_be_typed(workbook, text):
    put_all(workbook, MEASURES, 2, {"Sachstand Datum": text})

    assert "2024-07-01" == measure(workbook, "bauen1").value("state_date")


# --- categories ----------------------------------------------------------------------------------


def test_choosing_a_category_by_name_moves_the_measure(workbook):
    put_all(workbook, MEASURES, 2, {"Kategorie": "Verkehr"})
    found = measure(workbook, "bauen1")

    assert ("verkehr", "Verkehr") == (found.value("category_id"), found.value("category"))


def test_an_unknown_category_is_not_taken(workbook):
    put_all(workbook, MEASURES, 2, {"Kategorie": "Luftfahrt"})
    opened = open_workbook(workbook, site=muenster())

    assert "bauen" == opened.dataset.view(0).value("category_id")
    assert ["Blatt „Maßnahmen“, Zeile 2: Die Kategorie „Luftfahrt“ gibt es nicht"] == [
        notice.partition(";")[0] for notice in opened.notices
    ]


def test_a_description_of_a_category_arrives(workbook):
    put_all(workbook, CATEGORIES, 2, {"Beschreibung der Kategorie": "Neu beschrieben"})

    assert "Neu beschrieben" == reopened(workbook)[FileName.CATEGORIES][0]["description"]


def test_a_new_category_can_be_added_and_used(workbook):
    put_all(
        workbook,
        CATEGORIES,
        5,
        {"Kennung": "wasser", "Name der Kategorie": "Wasser", "Beschreibung der Kategorie": "Nass"},
    )
    put_all(workbook, MEASURES, 2, {"Kategorie": "Wasser"})
    found = reopened(workbook)

    assert {"id": "wasser", "description": "Nass"} == found[FileName.CATEGORIES][-1]
    assert ("wasser", "Wasser") == (
        found[FileName.MEASURES][0]["categoryId"],
        found[FileName.MEASURES][0]["category"],
    )


# --- progress and links --------------------------------------------------------------------------


def test_a_status_can_be_changed_and_added(workbook):
    put_all(workbook, PROGRESS, 3, {"Stand": "abgeschlossen"})
    put_all(
        workbook, PROGRESS, 9, {"Kennung": "bauen2", "Datum": "01.06.2024", "Stand": "unbekannt"}
    )

    assert [
        {"value": "unknown", "date": "2024-06-01"},
        {"value": "completed", "date": "2025-05-01"},
    ] == measure(workbook, "bauen2").value("progress_values")


def test_the_first_status_creates_the_record(workbook):
    put_all(workbook, PROGRESS, 2, {"Datum": "01.06.2025", "Stand": "in Bearbeitung"})

    assert {
        "id": "bauen1",
        "type": "binary",
        "values": [{"value": "in_progress", "date": "2025-06-01"}],
    } == measure(workbook, "bauen1").progress


def test_a_cleared_row_removes_the_entry_and_its_neighbours_keep_their_form(tmp_path):
    values = [
        {"date": "2024-01-01", "value": 1.0, "note": "a"},
        {"date": "2024-02-01", "value": 2.0, "note": "b"},
        {"date": "2024-03-01", "value": 3.0, "note": "c"},
    ]
    path = exported(rows(progress=[progress_row(type="count", values=values)]), tmp_path)
    put_all(path, PROGRESS, 3, {"Datum": None, "Stand": None})

    assert [values[0], values[2]] == measure(path, "bauen1").value("progress_values")


def test_a_missing_row_removes_nothing_and_is_reported(workbook):
    with worked_on(workbook) as book:
        book[PROGRESS].delete_rows(3)
    opened = open_workbook(workbook, site=muenster())

    assert town()[FileName.PROGRESS][0] == opened.dataset.view(1).progress
    assert ["Blatt „Fortschritt“: Es fehlen Zeilen; die Angaben darin bleiben erhalten"] == [
        notice.partition(":")[0] + ":" + notice.split(":")[1] for notice in opened.notices
    ]


def test_a_property_of_the_progress_is_changed_in_any_of_its_rows(tmp_path):
    values = [{"value": n, "date": f"2024-0{n}-01"} for n in (1, 2, 3)]
    path = exported(rows(progress=[progress_row(type="count", goal=10, values=values)]), tmp_path)
    put_all(path, PROGRESS, 3, {"Zielwert": 20, "Art des Fortschritts": "Prozent"})
    put_all(path, PROGRESS, 5, {"Kennung": "bauen1", "Datum": "01.04.2024", "Stand": 4})
    found = measure(path, "bauen1")

    assert (20, "percent") == (found.value("progress_goal"), found.value("progress_type"))
    assert [1, 2, 3, 4] == [entry["value"] for entry in found.value("progress_values")]


def test_contradicting_properties_are_reported_and_not_taken(tmp_path):
    values = [{"value": n, "date": f"2024-0{n}-01"} for n in (1, 2)]
    path = exported(rows(progress=[progress_row(type="count", goal=10, values=values)]), tmp_path)
    put_all(path, PROGRESS, 2, {"Zielwert": 20})
    put_all(path, PROGRESS, 3, {"Zielwert": 30})
    opened = open_workbook(path, site=muenster())

    assert 10 == opened.dataset.view(0).value("progress_goal")
    assert "unter „Zielwert“ Verschiedenes („20“ und „30“)" in opened.notices[0]


def test_links_can_be_added_changed_and_cleared(tmp_path):
    links = [{"url": f"https://example.org/{n}", "title": f"T{n}", "x": n} for n in (1, 2, 3)]
    path = exported(rows(additional=[additional_row(links=links)]), tmp_path)
    put_all(path, LINKS, 2, {"Titel des Links": None, "Adresse": None})
    put_all(path, LINKS, 3, {"Titel des Links": "Neu"})
    put_all(
        path,
        LINKS,
        5,
        {"Kennung": "bauen1", "Titel des Links": "Vier", "Adresse": "https://example.org/4"},
    )

    assert [
        {**links[1], "title": "Neu"},
        links[2],
        {"title": "Vier", "url": "https://example.org/4"},
    ] == measure(path, "bauen1").value("links")


def test_the_last_link_cleared_takes_the_key_away(tmp_path):
    links = [{"title": "T", "url": "https://example.org"}]
    path = exported(rows(additional=[additional_row(links=links)]), tmp_path)
    put_all(path, LINKS, 2, {"Titel des Links": None, "Adresse": None})

    assert "links" not in measure(path, "bauen1").additional


def test_rows_of_nobody_are_reported(workbook):
    put_all(workbook, LINKS, 2, {"Kennung": "gibtsnicht", "Titel des Links": "X", "Adresse": "Y"})

    assert (
        "Blatt „Links“: Zeilen ohne bekannte Kennung wurden nicht übernommen: 2.",
    ) == open_workbook(workbook, site=muenster()).notices
