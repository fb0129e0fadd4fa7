"""Storing any value in any record: it is stored, or refused in words, and can be undone."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.model.changes import Batch, FileName
from klimaeditor.model.edits import set_field
from klimaeditor.model.errors import EditError, KlimaError
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.records import Dataset
from klimaeditor.model.values import ABSENT, get_path, same
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import additional_row, dataset_of, measure_row, rows, town
from tests.edit_helpers import content, edit
from tests.muenster_fields import FIELDS

M, A, P, C = FileName
GROUPS = ("Action outline", "Reference to impact pathway", "Implementation", "Impact & cost")
EDITABLE = [f.name for f in FIELDS if f.kind is not Kind.IDENTIFIER]


@pytest.mark.parametrize(
    ("stored", "typed", "expected"),
    [
        (350.0, 350, 350.0),
        (350, 350.0, 350),
        (350.0, 350.5, 350.5),
        (350, 351.0, 351),
        (True, 1, 1),
        (0, False, False),
        (1, "12a", "12a"),
        (1, 2**53, str(2**53)),
        (1, -(2**70), str(-(2**70))),
        (1, float("inf"), "inf"),
        (1, float("nan"), "nan"),
        (1, 1e300, 1e300),
    ],
)
def test_numbers_are_stored_as_a_file_can_hold_them(stored, typed, expected):
    cost = {"until_in_years": None, "value": stored, "quantity": None}
    dataset = dataset_of(rows(additional=[additional_row(cost=cost)]))

    edit(dataset, "cost_value", typed)

    assert same(expected, dataset.view(0).value("cost_value"))


class Word(StrEnum):
    X = "x"


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("action_name", 5, "5"),
        ("summary", 1.5, "1.5"),
        ("action_name", "a\ud83cb", "a\ufffdb"),
        ("action_name", Word.X, "x"),
        ("links", [{"title": "\udc00", "url": Word.X}], [{"title": "\ufffd", "url": "x"}]),
        ("progress_type", 5, 5),
        ("progress_values", "kaputt", "kaputt"),
    ],
)
def test_what_a_file_cannot_hold_is_stored_as_the_nearest_it_can(name, typed, expected):
    dataset = dataset_of(rows())

    edit(dataset, name, typed)

    stored = dataset.view(0).value(name)
    assert same(expected, stored)
    assert not isinstance(stored, Word)


DEEP: list = []
for _ in range(40):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("action_name", True),
        ("action_name", ["x"]),
        ("action_name", {"x": 1}),
        ("links", object()),
        ("links", {1: 2}),
        ("links", ("x",)),
        ("links", DEEP),
        pytest.param("cost_value", 10**5000, id="huge"),
    ],
)
def test_what_no_file_can_hold_is_refused_in_words(name, value):
    dataset = dataset_of(rows())

    with pytest.raises(EditError, match="Geben Sie einen Text"):
        set_field(dataset, 0, name, value)


def test_a_stored_list_is_not_the_editors_own():
    dataset = dataset_of(rows())
    links = [{"title": "t", "url": "u"}]

    edit(dataset, "links", links)
    links[0]["title"] = "verändert"

    assert [{"title": "t", "url": "u"}] == dataset.view(0).value("links")


@pytest.mark.parametrize("odd", [None, 5, True, [], {}, ["bauen"], ABSENT])
def test_odd_category_ids_do_no_harm(odd):
    faulty = rows([measure_row("a"), measure_row("b", categoryId=odd, category=odd)])
    if odd is ABSENT:
        faulty = rows([measure_row("a"), {"id": "b"}])
    dataset = dataset_of(faulty)

    edit(dataset, "category_id", odd)
    edit(dataset, "category_id", "bauen", measure=1)

    assert ("bauen", "Bauen") == (
        dataset.view(1).value("category_id"),
        dataset.view(1).value("category"),
    )
    assert isinstance(dataset.view(0).value("category"), str)


@pytest.mark.parametrize("file", [A, P, C])
@pytest.mark.parametrize("wrong", ["", None, 5, [], {}, ABSENT])
def test_a_companion_for_a_measure_without_id_is_refused_in_words(file, wrong):
    row = {k: v for k, v in measure_row().items() if k not in {"id", "categoryId"}}
    if wrong is not ABSENT:
        row |= {"id": wrong, "categoryId": wrong}
    dataset = dataset_of(rows([row], [additional_row(id=wrong)] if wrong is not ABSENT else []))
    name = {A: "summary", P: "progress_unit", C: "category_description"}[file]

    with pytest.raises(EditError, match="hat keine Kennung"):
        set_field(dataset, 0, name, "x")


ODD = [None, 5, "Text", [], [1], {}, {"x": 1}, True]
odd = st.sampled_from(ODD)
odd_measures = st.fixed_dictionaries(
    {},
    optional={
        "id": odd | st.just("bauen1"),
        "categoryId": odd | st.just("bauen"),
        "category": odd,
        "Unknown": odd,
        **{
            group: odd | st.dictionaries(st.sampled_from(["Action name", "x"]), odd)
            for group in GROUPS
        },
    },
)
odd_companions = st.fixed_dictionaries(
    {"id": st.sampled_from(["bauen1", "bauen1", "bauen", None, 5])},
    optional={
        key: odd | st.dictionaries(st.sampled_from(["value", "text", "x"]), odd, max_size=2)
        for key in ("cost", "state", "user_action", "links", "values", "type", "description", "x")
    },
)
garbage = st.sampled_from([
    *("", " ", "x", "12a", "\ud800", "bauen"),
    *(None, ABSENT, True, 0, -1, 2**60, 1.0, 0.5, float("nan"), object(), (), {"x": 1}, [], [[1]]),
])  # fmt: skip


@given(
    st.lists(odd_measures, min_size=1, max_size=3),
    st.lists(odd_companions, max_size=3),
    st.sampled_from(EDITABLE),
    garbage,
)
def test_any_value_in_any_record_is_stored_or_refused_and_can_be_undone(
    measures, others, name, value
):
    found = {M: measures, A: others, P: others, C: others}
    dataset = Dataset(copy.deepcopy(found), muenster())
    before = content(dataset)
    try:
        batch = edit(dataset, name, value)
    except KlimaError:
        assert before == content(dataset)
        return
    assert len(batch.changes) <= 2
    written = [row for table in dataset.tables.values() for row in table.rows.values()]
    assert same(written, json.loads(json.dumps(written, allow_nan=False)))


# WEB-01
@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(EDITABLE), garbage), max_size=6))
def test_every_value_in_the_contract_groups_stays_a_text(steps):
    dataset = dataset_of(town())
    for measure, name, value in steps:
        try:
            dataset.apply(Batch("", set_field(dataset, measure, name, value)))
        except EditError:
            continue

    for row in dataset.measures.values():
        groups = [get_path(row, (group,)) for group in GROUPS]
        assert {str} == {type(v) for g in groups if g is not ABSENT for v in g.values()}
        assert all(g != {} for g in groups)


@given(
    st.integers(0, 6),
    st.lists(st.tuples(st.sampled_from(EDITABLE), garbage), min_size=1, max_size=6),
    st.booleans(),
)
def test_a_visit_joined_to_one_step_does_and_undoes_what_its_steps_did(measure, steps, one_field):
    dataset = dataset_of(town())
    before = content(dataset)
    joined = Batch("", ())
    for name, value in steps:
        with suppress(EditError):
            name = steps[0][0] if one_field else name  # noqa: PLW2901 - the visit stays in one field
            step = Batch("", set_field(dataset, measure, name, value))
            dataset.apply(step)
            joined = joined.then(step)
    after = content(dataset)

    dataset.apply(joined.inverse())
    assert before == content(dataset)
    dataset.apply(joined)
    assert after == content(dataset)
    if one_field:
        assert bool(joined) == (before != after)
