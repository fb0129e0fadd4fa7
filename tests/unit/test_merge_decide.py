"""Deciding: what becomes of two sets of changes to the same thing (MRG-02, MRG-05)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.diff.decide import Action, Decision, DecisionReason, conflicts, decide, outcome
from klimaeditor.diff.fields import normalised
from klimaeditor.model.values import ABSENT, same
from tests.json_strategies import values
from tests.merge_helpers import alike, merged, sides

K, T, E, C = Action
NOTHING = None


def side(value):
    return {"m": {} if value is ABSENT else {"f": value}}


def judged(base, ours, theirs, **options):
    """Return action and reason for one field, None where there is nothing to decide."""
    found = decide(side(base), side(ours), side(theirs), **options)
    return (found[0].action, found[0].reason) if found else None


MATRIX = [  # each side: left alone, changed, removed
    ("b", "b", NOTHING),
    ("b", "t", (T, DecisionReason.ONLY_THEIRS)),
    ("b", ABSENT, (T, DecisionReason.ONLY_THEIRS)),
    ("o", "b", (K, DecisionReason.ONLY_OURS)),
    ("o", "t", (C, DecisionReason.BOTH_DIFFER)),
    ("o", "o", (E, DecisionReason.BOTH_SAME)),
    ("o", ABSENT, (C, DecisionReason.REMOVED_THEIRS_EDITED_OURS)),
    (ABSENT, "b", (K, DecisionReason.ONLY_OURS)),
    (ABSENT, "t", (C, DecisionReason.REMOVED_OURS_EDITED_THEIRS)),
    (ABSENT, ABSENT, (E, DecisionReason.BOTH_SAME)),
]


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize(("ours", "theirs", "expected"), MATRIX)
def test_each_field_is_decided_by_who_changed_it(ours, theirs, expected, exact):
    assert expected == judged("b", ours, theirs, exact=exact)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (ABSENT, ABSENT, NOTHING),
        (ABSENT, "t", (T, DecisionReason.ONLY_THEIRS)),
        ("o", ABSENT, (K, DecisionReason.ONLY_OURS)),
        ("o", "t", (C, DecisionReason.BOTH_DIFFER)),
        ("o", "o", (E, DecisionReason.BOTH_SAME)),
    ],
)
def test_a_field_may_be_new_on_either_side(ours, theirs, expected):
    assert expected == judged(ABSENT, ours, theirs)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ({"f": 1}, {"f": 1}, NOTHING),
        ({"f": 1}, None, (T, DecisionReason.ONLY_THEIRS)),
        (None, {"f": 1}, (K, DecisionReason.ONLY_OURS)),
        (None, None, (E, DecisionReason.BOTH_SAME)),
        ({"f": 2}, None, (C, DecisionReason.REMOVED_THEIRS_EDITED_OURS)),
        (None, {"f": 2}, (C, DecisionReason.REMOVED_OURS_EDITED_THEIRS)),
    ],
)
def test_a_record_that_was_there_is_decided_as_a_whole_where_a_side_lacks_it(
    ours, theirs, expected
):
    versions = [{} if found is None else {"m": found} for found in ({"f": 1}, ours, theirs)]
    found = [(d.field, d.action, d.reason) for d in decide(*versions)]

    assert ([(None, *expected)] if expected else []) == found


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ({"f": 1}, None, [(None, K)]),
        (None, {"f": 1}, [(None, T)]),
        ({"f": 1}, {"f": 1.0}, [(None, E)]),
        ({"f": 1, "g": 1}, {"f": 2, "g": 1}, [("f", C), ("g", E)]),
        ({"f": 1, "g": ""}, {"f": "", "g": 2}, [("f", K), ("g", T)]),
        ({"f": None}, {"f": ""}, [("f", C)]),
        ({"f": None}, {}, [("f", K)]),
        ({}, {"f": ""}, [("f", T)]),
    ],
)
def test_a_new_record_is_decided_by_field_where_both_added_it(ours, theirs, expected):
    versions = [{} if found is None else {"m": found} for found in (None, ours, theirs)]

    assert expected == [(d.field, d.action) for d in decide(*versions)]


def test_a_decision_holds_the_real_values():
    found = decide(side("Text"), side("Text \r\n"), side("Neu  "))

    assert [("Text", "Text \r\n", "Neu  ")] == [(d.base, d.ours, d.theirs) for d in found]


def test_a_decision_about_a_record_holds_its_fields():
    found = decide({}, {}, side("x"))

    assert [Decision("m", None, ABSENT, ABSENT, {"f": "x"}, T, DecisionReason.ONLY_THEIRS)] == list(
        found
    )


def test_a_decision_says_what_stands_before_something_new():
    ours = {"r1": {"a": 1, "c": 3}, "r4": {}}
    theirs = {"r1": {"a": 1, "b": 2}, "r2": {}, "r3": {}}
    found = {d.key: d.after for d in decide({"r1": {"a": 1}}, ours, theirs)}

    assert {
        ("r1", "c"): "a",
        ("r1", "b"): "a",
        ("r4", None): "r1",
        ("r2", None): "r1",
        ("r3", None): "r2",
    } == found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("a  \nb\t\n\n", "a\nb"),
        ("Mu\u0308nster", "M\u00fcnster"),
        (350, 350.0),
        ([1.0, {"b": 1, "a": "x "}], [1, {"a": "x", "b": 1}]),
    ],
)
def test_noise_of_other_programs_is_no_change(left, right):
    assert same(normalised(left), normalised(right))
    assert NOTHING == judged(left, right, left)
    assert NOTHING == judged(left, left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (ABSENT, None),
        (None, ""),
        (ABSENT, ""),
        (0, False),
        (1, True),
        ("1", 1),
        (" a", "a"),
        ([], {}),
    ],
)
def test_what_looks_alike_but_means_something_else_is_a_change(left, right):
    assert (T, DecisionReason.ONLY_THEIRS) == judged(left, left, right)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("a ", "a", (T, DecisionReason.ONLY_THEIRS)),
        ("a", "a ", (K, DecisionReason.ONLY_OURS)),
        ("a", "b", (T, DecisionReason.ONLY_THEIRS)),
        ("b", "a", (K, DecisionReason.ONLY_OURS)),
        ("b", "b ", (E, DecisionReason.BOTH_SAME)),
        ("a\n", "a", NOTHING),
    ],
)
def test_exactly_compared_noise_counts_until_something_real_stands_against_it(
    ours, theirs, expected
):
    assert expected == judged("a ", ours, theirs, exact=True)


def test_an_own_idea_of_sameness_may_be_given():
    def casefolded(value):
        return value.casefold() if isinstance(value, str) else value

    assert NOTHING == judged("a", "a", "A", normal=casefolded)


def test_a_choice_overrules_any_decision():
    found = decide(side("b"), side("o"), side("t"))

    assert "o" == outcome(found[0], {})
    assert "x" == outcome(found[0], {("m", "f"): "x"})
    assert ABSENT is outcome(found[0], {("m", "f"): ABSENT})
    assert found == conflicts(found)


@given(sides, sides)
def test_what_only_we_changed_stays(base, changed):
    assert alike(changed, merged(changed, decide(base, changed, base)))


@given(sides, sides)
def test_what_only_they_changed_is_taken(base, changed):
    assert alike(changed, merged(base, decide(base, base, changed, exact=True)))
    noisy = merged(base, decide(base, base, changed))
    assert not decide(changed, noisy, changed)


@given(sides, sides)
def test_what_both_did_is_done(base, changed):
    decisions = decide(base, changed, changed)

    assert alike(changed, merged(changed, decisions))
    assert not conflicts(decisions)


@given(sides, sides, sides, st.booleans())
def test_it_does_not_matter_who_is_we_where_there_is_no_conflict(base, ours, theirs, exact):
    one = decide(base, ours, theirs, exact=exact)
    other = decide(base, theirs, ours, exact=exact)

    assert {d.key for d in conflicts(one)} == {d.key for d in conflicts(other)}
    if not conflicts(one):
        first, second = merged(ours, one), merged(theirs, other)
        assert not decide(first, first, second)


@given(sides, sides, sides)
def test_no_change_is_lost_without_a_word(base, ours, theirs):
    decisions = decide(base, ours, theirs, exact=True)
    result = merged(ours, decisions)
    told = {d.key for d in decisions if d.action in (C, E)}
    told_of = {record for record, field in told if field is None}
    for version in (ours, theirs):
        for record in base.keys() | version.keys():
            for field in base.get(record, {}).keys() | version.get(record, {}).keys():
                was = base.get(record, {}).get(field, ABSENT)
                now = version.get(record, {}).get(field, ABSENT)
                held = result.get(record, {}).get(field, ABSENT)
                noise = same(normalised(was), normalised(now))
                empty_in_new = record not in base and now in ("", None, [], {})
                lost = not same(was, now) and not same(held, now) and not noise | empty_in_new
                assert not lost or (record, field) in told or record in told_of


@given(values)
def test_the_normal_form_is_its_own_normal_form(value):
    assert same(normalised(value), normalised(normalised(value)))
