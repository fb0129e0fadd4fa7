"""The records of a file against the plainest model of them: a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.model.records import RecordTable

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "put", "replace", "rename", "remove", "look"]),
        st.integers(0, 12),
        st.none() | st.integers(0, 12),
    ),
    max_size=25,
)


def record(name: str) -> dict[str, object]:
    return {"id": name}


def chosen(model: list[tuple[int, dict[str, object]]], number: int) -> int:
    return number % len(model)


@given(STEPS)
def test_a_table_is_a_list_with_keys(steps):
    table = RecordTable({0: record("a"), 1: record("b")})
    model = [(0, record("a")), (1, record("b"))]
    for kind, number, index in steps:
        if kind == "put":
            key = table.next_key
            table.put(key, record(f"n{number}"), index)
            model.insert(len(model) if index is None else index, (key, record(f"n{number}")))
        elif kind == "look":
            assert model == list(table.rows.items())
        elif model:
            place = chosen(model, number)
            key, row = model[place]
            if kind == "remove":
                table.remove(key)
                del model[place]
            else:
                row = {**row, "id": f"m{number}"} if kind == "rename" else {**row, "x": number}
                table.put(key, row, None)
                model[place] = key, row
    assert [place for place, _ in enumerate(model)] == [table.place(key) for key, _ in model]
    for place, (key, row) in enumerate(model):
        assert row == table.get(key)
        assert [other for other, _ in reversed(model[:place])] == list(table.before(key))
    assert model == list(table.rows.items())
    names = {str(row["id"]) for _, row in model}
    assert names == set(table.keys_by_id)
    for name in names:
        assert [key for key, row in model if row["id"] == name] == table.keys_by_id[name]


def test_the_rows_stay_one_object_however_they_are_sorted():
    table = RecordTable({0: record("a"), 1: record("b")})
    rows = table.rows
    table.put(2, record("c"), 1)
    assert [0, 2, 1] == list(table.rows)
    assert rows is table.rows


def test_a_record_that_is_not_there_has_no_place():
    with pytest.raises(ValueError, match="7"):
        RecordTable({}).place(7)
