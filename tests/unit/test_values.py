"""Raw values: three kinds of nothing, comparison as a file would see it, copies on write."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.model.values import ABSENT, get_path, key_index, same, set_path
from tests.json_strategies import edited, records, values

RECORD = {"a": 1, "group": {"x": None, "y": ""}, "z": [1]}


def test_absent_is_false_and_says_its_name():
    assert (False, "ABSENT") == (bool(ABSENT), repr(ABSENT))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (1, 1.0),
        (1, True),
        (0, False),
        (None, ABSENT),
        ("", None),
        ("", ABSENT),
        ([], {}),
        ([], ""),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"a": [1]}, {"a": [1.0]}),
        ([1, 2], [1]),
    ],
)
def test_values_that_a_file_tells_apart_are_not_the_same(left, right):
    assert not same(left, right)
    assert not same(right, left)


@given(values)
def test_a_value_is_the_same_as_its_copy(value):
    assert same(value, copy.deepcopy(value))


@given(st.data(), records)
def test_a_removed_or_added_key_makes_another_record(data, record):
    other = data.draw(edited(record))

    assert same(record, other) == (repr(record) == repr(other))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), RECORD),
        (("a",), 1),
        (("group", "x"), None),
        (("group", "y"), ""),
        (("group", "w"), ABSENT),
        (("a", "b"), ABSENT),
        (("z", "0"), ABSENT),
        (("none", "x"), ABSENT),
    ],
)
def test_get_path_finds_the_value_or_says_absent(path, expected):
    assert same(expected, get_path(RECORD, path))


@pytest.mark.parametrize(
    ("path", "expected"),
    [(("group",), 1), (("group", "y"), 1), (("group", "w"), None), (("a", "b"), None)],
)
def test_key_index_is_the_place_among_the_siblings(path, expected):
    assert expected == key_index(RECORD, path)


def test_set_path_copies_only_the_way_to_the_value():
    before = copy.deepcopy(RECORD)

    after = set_path(RECORD, ("group", "x"), 5)

    assert same(before, RECORD)
    assert {"x": 5, "y": ""} == after["group"]
    assert after["z"] is RECORD["z"]


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (0, ["n", "x", "y"]),
        (1, ["x", "n", "y"]),
        (2, ["x", "y", "n"]),
        (9, ["x", "y", "n"]),
        (None, ["x", "y", "n"]),
    ],
)
def test_a_new_key_goes_to_its_place(index, expected):
    assert expected == list(set_path({"x": 1, "y": 2}, ("n",), 3, index))


def test_an_old_key_keeps_its_place():
    assert ["x", "y"] == list(set_path({"x": 1, "y": 2}, ("x",), 3, 1))


def test_absent_removes_the_key():
    assert same({"x": 1}, set_path({"x": 1, "y": 2}, ("y",), ABSENT))
    assert same({"x": 1}, set_path({"x": 1}, ("y",), ABSENT))


@pytest.mark.parametrize("path", [("none", "x"), ("a", "x"), ("z", "x")])
def test_a_parent_that_is_no_object_is_an_error(path):
    with pytest.raises(KeyError):
        set_path(RECORD, path, 1)
