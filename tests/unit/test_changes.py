"""Change and Batch: what is done can be undone, and one visit to a field is one step."""

from __future__ import annotations

import pytest

from klimaeditor.model.changes import Batch, Change, FileName
from klimaeditor.model.values import ABSENT

F = FileName.ADDITIONAL


def change(before, after, path=("summary",), index=None, **place):
    return Change(place.get("file", F), place.get("record", 0), path, before, after, index)


def test_the_inverse_of_the_inverse_is_the_change_itself():
    first = change(ABSENT, "x", index=2)

    assert change("x", ABSENT, index=2) == first.inverse()
    assert first == first.inverse().inverse()


def test_a_batch_is_undone_backwards_and_keeps_its_name():
    batch = Batch("Schritt", (change("a", "b"), change("b", "c")), group="visit")

    assert Batch("Schritt", (change("c", "b"), change("b", "a")), "visit") == batch.inverse()


def test_an_empty_batch_is_nothing():
    assert (False, True) == (bool(Batch("", ())), bool(Batch("", (change(1, 2),))))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (change(ABSENT, {}, path=()), True),
        (change({}, ABSENT, path=()), True),
        (change({}, {"id": "a"}, path=()), False),
        (change(ABSENT, {}, path=("cost",)), False),
    ],
)
def test_only_a_coming_or_going_record_is_structural(found, expected):
    assert expected == found.structural


def joined(*changes):
    batch = Batch("eins", changes[:1], group="g")
    for later in changes[1:]:
        batch = batch.then(Batch("zwei", (later,), group="g"))
    assert ("eins", "g") == (batch.label, batch.group)
    return batch.changes


def test_typing_in_one_field_becomes_one_change():
    assert (change("a", "abc"),) == joined(change("a", "ab"), change("ab", "abc"))


def test_typing_in_a_new_key_keeps_its_place():
    expected = (change(ABSENT, "ab", index=1),)

    assert expected == joined(change(ABSENT, "a", index=1), change("a", "ab"))


def test_a_visit_that_adds_a_key_and_takes_it_away_leaves_nothing():
    typed = change(ABSENT, "a", index=1), change("a", "ab")

    assert () == joined(*typed, change("ab", ABSENT, index=1))


def test_a_key_that_is_edited_and_then_removed_remembers_its_place():
    assert (change("a", ABSENT, index=4),) == joined(change("a", "b"), change("b", ABSENT, index=4))


def test_a_visit_that_removes_a_key_and_puts_it_back_leaves_nothing():
    assert () == joined(change("a", ABSENT, index=1), change(ABSENT, "a", index=1))


def test_a_key_put_back_elsewhere_is_two_changes():
    first, second = change("a", ABSENT, index=1), change(ABSENT, "a", index=4)

    assert (first, second) == joined(first, second)


def test_typing_in_a_new_group_becomes_the_group():
    group, text = ("state",), ("state", "text")

    expected = (change(ABSENT, {"text": "ab"}, group, 3),)

    assert expected == joined(change(ABSENT, {"text": "a"}, group, 3), change("a", "ab", text))
    assert () == joined(
        change(ABSENT, {"text": "a"}, group, 3),
        change("a", "ab", text),
        change({"text": "ab"}, ABSENT, group, 3),
    )


def test_typing_in_a_new_record_becomes_the_record():
    first = change(ABSENT, {"id": "a", "cost": {"value": None}}, (), 0)

    expected = (change(ABSENT, {"id": "a", "cost": {"value": 12}}, (), 0),)

    path = ("cost", "value")
    assert expected == joined(first, change(None, 1, path), change(1, 12, path))


@pytest.mark.parametrize(
    "other",
    [
        change("b", "c", record=1),
        change("b", "c", file=FileName.PROGRESS),
        change("b", "c", path=("short_title",)),
    ],
)
def test_changes_of_different_places_stay_apart(other):
    assert (change("a", "b"), other) == joined(change("a", "b"), other)


def test_going_back_and_forth_in_two_fields_leaves_nothing():
    there = change("a", "b", ("categoryId",)), change("A", "B", ("category",))
    back = tuple(c.inverse() for c in there)

    assert there == joined(*there)
    assert () == joined(*there, *back)


def test_a_change_is_not_moved_past_one_that_adds_or_removes_a_key():
    steps = change("a", "b"), change(ABSENT, "x", ("links",), 2), change("b", "a")

    assert steps == joined(*steps)
