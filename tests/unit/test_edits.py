"""Storing a value in a field: companions and groups come and go, and nothing else changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from klimaeditor.files.source import render
from klimaeditor.model.changes import FileName
from klimaeditor.model.edits import set_field
from klimaeditor.model.errors import EditError, StaleChangeError
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.values import ABSENT, same
from tests.dataset_builders import (
    additional_row,
    category_row,
    dataset_of,
    initiative_row,
    measure_row,
    progress_row,
    rows,
    sources_of,
    town,
)
from tests.edit_helpers import edit
from tests.muenster_fields import FIELDS, FIELDS_BY_NAME, fields_of

if TYPE_CHECKING:
    from klimaeditor.model.records import Dataset


M, A, P, C = FileName
GROUPS = ("Action outline", "Reference to impact pathway", "Implementation", "Impact & cost")
EDITABLE = [f.name for f in FIELDS if f.kind is not Kind.IDENTIFIER]


def rendered(dataset: Dataset, tables: dict) -> dict[FileName, list[str]]:
    sources = sources_of(tables)
    return {
        file: render(sources[file], table.rows).decode().splitlines()
        for file, table in dataset.tables.items()
    }


def diff(tables: dict, dataset: Dataset) -> dict[FileName, tuple[list[str], list[str]]]:
    """Return the lines that went and came in each file; common head and tail left out."""
    found = {}
    for file, new in rendered(dataset, tables).items():
        old = rendered(dataset_of(tables), tables)[file]
        head = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
        if old == new:
            continue
        head = min(len(old), len(new)) if head is None else head
        tail = 0
        while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        found[file] = (old[head : len(old) - tail], new[head : len(new) - tail])
    return found


@pytest.mark.parametrize("name", ["id", "category"])
def test_identifiers_cannot_be_changed(name):
    with pytest.raises(EditError, match="kann nicht geändert werden"):
        set_field(dataset_of(rows()), 0, name, "x")


def test_a_measure_that_is_gone_is_refused_in_words():
    with pytest.raises(StaleChangeError):
        set_field(dataset_of(rows()), 9, "summary", "x")


@pytest.mark.parametrize("name", EDITABLE)
def test_storing_what_is_stored_is_no_change(name):
    dataset = dataset_of(rows())

    assert () == set_field(dataset, 0, name, dataset.view(0).value(name))


@pytest.mark.parametrize(
    ("name", "value", "file"),
    [
        ("action_name", "Neu", M),
        ("short_title", "Neu", A),
        ("cost_value", 2000, A),
        ("progress_type", "percent", P),
        ("category_description", "Neu", C),
    ],
)
def test_an_edited_value_changes_one_line_of_one_file(name, value, file):
    tables = town()
    dataset = dataset_of(tables)

    edit(dataset, name, value, measure=2)

    found = diff(tables, dataset)
    assert [file] == list(found)
    assert [1, 1] == [len(lines) for lines in found[file]]


def test_a_missing_additional_record_is_created_between_those_of_its_neighbours():
    tables = town()
    dataset = dataset_of(tables)

    edit(dataset, "cost_value", 5, measure=1)

    expected = {
        "id": "bauen2",
        "short_title": "",
        "summary": "",
        "cost": {"until_in_years": None, "value": 5, "quantity": None},
    }
    ids = [row["id"] for row in dataset.tables[A].rows.values()]
    assert ["bauen1", "bauen2", "bauen3"] == ids[:3]
    assert repr(expected) == repr(dataset.view(1).additional)
    ((gone, come),) = diff(tables, dataset).values()
    assert ([], 10) == (gone, len(come))


def test_a_missing_progress_record_is_created_in_front_where_nothing_comes_before():
    dataset = dataset_of(town())

    edit(dataset, "progress_values", [{"value": "completed", "date": "2025-01-01"}], measure=0)

    first = next(iter(dataset.tables[P].rows.values()))
    assert ["id", "type", "values"] == list(first)
    assert ("bauen1", "binary") == (first["id"], first["type"])


def test_a_missing_category_record_is_created_at_the_end():
    dataset = dataset_of(rows(categories=[category_row("anderes")]))

    edit(dataset, "category_description", "Text")

    expected = {"id": "bauen", "description": "Text"}
    assert expected == list(dataset.tables[C].rows.values())[-1]


def test_no_amount_repairs_a_missing_record_and_other_emptied_fields_do_not():
    dataset = dataset_of(rows(additional=[], progress=[], categories=[]))
    for name in EDITABLE:
        if FIELDS_BY_NAME[name].file is not M and name != "cost_value":
            for nothing in ("", None, ABSENT, []):
                assert () == set_field(dataset, 0, name, nothing)

    edit(dataset, "cost_value", None)

    cost = {"until_in_years": None, "value": None, "quantity": None}
    assert cost == dataset.view(0).additional["cost"]


@pytest.mark.parametrize("name", ["state_text", "user_action_href"])
def test_a_group_comes_with_its_first_field_and_goes_with_its_last(name):
    tables = rows()
    dataset = dataset_of(tables)
    group, key = FIELDS_BY_NAME[name].path

    edit(dataset, name, "x")
    assert {key: "x"} == dataset.view(0).additional[group]

    edit(dataset, name, "")
    assert {} == diff(tables, dataset)


def test_a_group_with_other_keys_stays():
    state = {"title": "T", "note": 1, "text": "x"}
    dataset = dataset_of(rows(additional=[additional_row(state=state)]))

    edit(dataset, "state_text", "")
    edit(dataset, "state_title", "")

    assert {"note": 1} == dataset.view(0).additional["state"]


def test_keys_go_to_the_places_of_the_format():
    dataset = dataset_of(rows(additional=[additional_row(user_action={}, extra=1)]))
    links = [{"title": "t", "url": "u"}]

    for name, value in [("state_verdict", "v"), ("state_title", "t"), ("links", links)]:
        edit(dataset, name, value)

    row = dataset.view(0).additional
    expected = ["id", "short_title", "summary", "cost", "links", "state", "user_action", "extra"]
    assert expected == list(row)
    assert ["title", "verdict"] == list(row["state"])


def test_an_emptied_key_that_is_filled_again_is_back_in_its_place():
    tables = rows(
        additional=[additional_row(links=[{"title": "t", "url": "u"}], state={"text": "x"})]
    )
    dataset = dataset_of(tables)

    edit(dataset, "links", [])
    assert "links" not in dataset.view(0).additional
    edit(dataset, "links", tables[A][0]["links"])

    assert {} == diff(tables, dataset)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("action_type", ""),
        ("renewable_energy", ""),
        ("short_title", ""),
        ("cost_value", None),
        ("cost_until", None),
        ("state_text", ABSENT),
        ("progress_unit", ABSENT),
        ("progress_values", []),
        ("category_description", ""),
    ],
)
@pytest.mark.parametrize("nothing", ["", None, [], " \n"])
def test_emptying_leaves_the_one_kind_of_nothing_of_the_field(name, nothing, expected):
    tables = rows(additional=[additional_row(state={"text": "x", "date": "2024-01-01"})])
    tables[P] = [progress_row(unit="GWh")]
    dataset = dataset_of(tables)
    if nothing == " \n" and FIELDS_BY_NAME[name].kind is Kind.LONG_TEXT:
        expected = nothing

    edit(dataset, name, nothing)

    assert same(expected, dataset.view(0).value(name))


@pytest.mark.parametrize("name", [f.name for f in fields_of(M) if f.is_contract_text])
def test_initiatives_get_no_keys_by_emptying(name):
    tables = rows([initiative_row()], [], [], [])
    dataset = dataset_of(tables)
    had = set(dataset.view(0).measure)

    for nothing in ("", None):
        if not (nothing == "" and FIELDS_BY_NAME[name].empty_hides_row):
            edit(dataset, name, nothing)

    required = {"action_name", "action_description", "responsible_bodies"}
    assert had == set(dataset.view(0).measure)
    assert (name in required) == (dataset.view(0).value(name) == "")


def test_an_empty_text_is_kept_where_the_page_hides_its_row():
    dataset = dataset_of(rows([initiative_row()], [], [], []))

    edit(dataset, "renewable_energy", "")

    assert dataset.view(0).value("renewable_energy") == ""


def test_an_optional_text_of_an_initiative_goes_with_its_group():
    tables = rows([initiative_row()], [], [], [])
    dataset = dataset_of(tables)

    edit(dataset, "outcome", "x")
    assert list(GROUPS[:3]) == list(dataset.view(0).measure)[3:]
    edit(dataset, "outcome", "")

    assert {} == diff(tables, dataset)


def test_null_empty_and_absent_are_told_apart():
    row = additional_row(short_title=None, summary="")
    del row["cost"]["quantity"]
    dataset = dataset_of(rows(additional=[row]))

    edit(dataset, "short_title", "")
    edit(dataset, "cost_quantity", None)

    assert "" == dataset.view(0).value("short_title")
    assert ["until_in_years", "value", "quantity"] == list(dataset.view(0).additional["cost"])


def test_changing_the_category_changes_its_name_too():
    tables = town()
    dataset = dataset_of(tables)

    edit(dataset, "category_id", "verkehr", measure=1)

    assert ("verkehr", "Verkehr") == (
        dataset.view(1).value("category_id"),
        dataset.view(1).value("category"),
    )
    ((gone, come),) = diff(tables, dataset).values()
    assert (2, 2) == (len(gone), len(come))


def test_a_deviating_category_name_is_repaired_by_choosing_the_category_again():
    dataset = dataset_of(rows([measure_row("a", category="B"), measure_row("b"), measure_row("c")]))

    edit(dataset, "category_id", "bauen")

    assert "Bauen" == dataset.view(0).value("category")
    assert () == set_field(dataset, 1, "category_id", "bauen")


def test_a_category_that_loses_its_last_measure_can_be_chosen_again_by_its_name():
    tables = rows([measure_row(category="Bauen und Sanieren"), measure_row("m1", "verkehr")])
    dataset = dataset_of(tables)

    edit(dataset, "category_id", "verkehr")
    edit(dataset, "category_id", "bauen")

    assert {} == diff(tables, dataset)
