"""The bulk form: common values, only touched fields, one batch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.model import edits, records
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import StaleChangeError
from klimaeditor.model.values import ABSENT
from klimaeditor.site.muenster import MUENSTER
from klimaeditor.textwork import bulk
from klimaeditor.textwork.bulk import bulk_fields, common_values, plan
from tests.dataset_builders import additional_row, dataset_of, measure_row, rows, town
from tests.edit_helpers import content


def common(dataset, measures):
    return {found.field.name: found for found in common_values(dataset, measures)}


def test_a_common_value_is_told_and_a_mixed_one_counts_the_measures():
    found = common(dataset_of(town()), [0, 2])

    assert ("Kurz gesagt", False, "") == (
        found["summary"].value,
        found["summary"].different,
        found["summary"].remark,
    )
    assert (ABSENT, "verschieden in 2 Maßnahmen") == (
        found["short_title"].value,
        found["short_title"].remark,
    )


def test_nothing_in_two_forms_is_no_difference_but_no_amount_is_an_answer():
    costs = {"until_in_years": None, "value": None, "quantity": None}
    tables = rows(
        [measure_row("bauen1"), measure_row("bauen2")],
        [additional_row("bauen1", summary="", cost=costs)],
    )
    found = common(dataset_of(tables), [0, 1])

    assert not found["summary"].different
    assert not found["cost_until"].different
    assert found["cost_value"].different


def test_ids_lists_and_the_text_of_the_category_are_not_offered():
    names = {field.name for field in bulk_fields(MUENSTER)}

    assert not names & {"id", "category", "links", "category_description"}
    assert not any(name.startswith("progress") for name in names)
    assert {"category_id", "responsible_bodies", "cost_until", "state_text"} <= names


def test_only_touched_fields_are_written_and_only_where_they_differ():
    dataset = dataset_of(town())
    before = content(dataset)

    found = plan(dataset, [0, 1, 2], {"cost_until": 2030, "state_date": "2026-10-01"})
    dataset.apply(found.batch)

    assert [(0, "state_date"), (1, "cost_until"), (1, "state_date"), (2, "state_date")] == [
        (step.measure, step.field.name) for step in found.steps
    ]
    assert 3 == found.measures
    assert "2 Felder in 3 Maßnahmen ändern" == found.batch.label
    assert "Kurz gesagt" == dataset.value(0, "summary")
    dataset.apply(found.batch.inverse())
    assert before == content(dataset)


def test_steps_tell_before_and_after_as_stored():
    dataset = dataset_of(rows())

    (step,) = plan(dataset, [0], {"summary": "  "}).steps

    assert ("Kurz gesagt", "  ") == (step.before, step.after)
    assert content(dataset) == content(dataset_of(rows()))


def test_emptying_prunes_as_in_the_form():
    state = {"date": "2026-01-01"}
    dataset = dataset_of(rows(additional=[additional_row(state=state)]))

    found = plan(dataset, [0], {"state_date": None})
    dataset.apply(found.batch)

    assert ABSENT is found.steps[0].after
    assert "state" not in dataset.view(0).additional


def test_a_measure_without_id_refuses_a_companion_and_the_others_go_on():
    tables = rows([measure_row(""), measure_row("bauen2")], [], [])
    dataset = dataset_of(tables)

    found = plan(dataset, [0, 1], {"summary": "Neu"})

    assert [1] == [step.measure for step in found.steps]
    assert [0] == [measure for measure, _ in found.refused]
    assert "keine Kennung" in found.refused[0][1]


def test_no_touched_field_is_an_empty_batch_and_a_lost_measure_is_refused():
    dataset = dataset_of(rows())

    assert not plan(dataset, [0], {}).batch
    with pytest.raises(StaleChangeError):
        plan(dataset, [99], {"summary": "Neu"})


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "category_id": st.sampled_from(["bauen", "verkehr", "urban_social_projects"]),
        "summary": st.text("ab \n", max_size=4),
        "cost_value": st.none() | st.integers(0, 9) | st.just("viel"),
        "state_date": st.none() | st.just("2026-01-01"),
        "responsible_bodies": st.sampled_from(["", "Stadt"]),
        "progress_type": st.sampled_from(["binary", "count"]),
    },
)


@given(st.lists(st.integers(0, 6), max_size=7), VALUES)
def test_any_bulk_edit_is_one_batch_that_can_be_taken_back_and_repeats_nothing(measures, values):
    dataset = dataset_of(town())
    before = content(dataset)

    found = plan(dataset, measures, values)
    dataset.apply(found.batch)

    assert bool(found.steps) == bool(found.batch)
    assert not plan(dataset, measures, values).batch
    dataset.apply(found.batch.inverse())
    assert before == content(dataset)


def test_a_category_moves_with_its_name():
    dataset = dataset_of(town())

    dataset.apply(plan(dataset, [0, 1], {"category_id": "verkehr"}).batch)

    rows_now = dataset.tables[FileName.MEASURES].rows
    assert [("verkehr", "Verkehr")] * 2 == [
        (rows_now[key]["categoryId"], rows_now[key]["category"]) for key in (0, 1)
    ]


def test_a_category_for_many_looks_at_all_measures_once(monkeypatch):  # I 2
    looks = []
    real = records.category_names

    def counted(dataset):
        looks.append(len(dataset.measures))
        return real(dataset)

    for module in (records, edits, bulk):
        monkeypatch.setattr(module, "category_names", counted)
    for count in (4, 40):
        tables = rows([measure_row(f"bauen{n}") for n in range(count)], [], [])
        dataset = dataset_of(tables)
        found = plan(dataset, range(count), {"category_id": "mobilitaet"})
        assert count == found.measures

    assert [4, 40] == looks


def test_records_that_are_missing_are_made_one_behind_the_other():
    ids = [f"bauen{n}" for n in range(120)]
    tables = rows([measure_row(i) for i in ids], [additional_row(i) for i in ids[::3]], [])
    dataset = dataset_of(tables)
    found = plan(dataset, range(120), {"summary": "Neu.", "state_date": "2026-10-01"})
    dataset.apply(found.batch)

    assert ids == [row["id"] for row in dataset.tables[FileName.ADDITIONAL].rows.values()]
    assert {"Neu."} == {dataset.value(key, "summary") for key in range(120)}
    assert list(range(120)) == list(dict.fromkeys(step.measure for step in found.steps))
