"""A release holds for the content that was seen: edits end it, undoing brings it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klimaeditor.diff.apply import to_batch
from klimaeditor.document import Document
from klimaeditor.exchange.copymerge import difference
from klimaeditor.notes.notebook import (
    EMPTY,
    AuthorNames,
    NotebookRules,
    as_json,
    expired,
    from_json,
    merge,
    with_rules,
    without_person,
)
from klimaeditor.notes.releasing import (
    Releases,
    ReleaseState,
    not_released,
    released,
    with_last_edits,
)
from tests.dataset_builders import dataset_of, measure_row, rows, sources_of, town

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
ON = NotebookRules(releases=True)
TWO = NotebookRules(releases=True, release_required=True, second_person=True)


@pytest.fixture
def document():
    return Document(dataset_of(town()), sources_of(town()))


def release(document, notebook, *ids, author="anna", at=NOW):
    keys = [document.dataset.find(name) for name in ids]
    releases = Releases(document.dataset, notebook)
    return released(releases, document.dataset, keys, author, at)


def state(document, notebook, name):
    return Releases(document.dataset, notebook).of(document.dataset.find(name)).state


def edit(document, name, text="anders"):
    batch = document.plan_edit(document.dataset.find(name), {"summary": text})
    document.apply(batch)
    return batch


def test_what_is_released_is_so_until_its_content_changes_and_again_when_undone(document):
    notebook = release(document, EMPTY, "bauen1")
    batch = edit(document, "bauen1")
    changed = state(document, notebook, "bauen1")
    document.apply(batch.inverse())

    assert ReleaseState.CHANGED is changed
    assert ReleaseState.RELEASED is state(document, notebook, "bauen1")
    assert ReleaseState.NOT_RELEASED is state(document, notebook, "bauen2")


def test_a_change_of_another_measure_leaves_it_released(document):
    notebook = release(document, EMPTY, "bauen1")
    edit(document, "bauen3")

    assert ReleaseState.RELEASED is state(document, notebook, "bauen1")


def test_open_names_all_that_do_not_count(document):
    keys = document.dataset.measure_keys()
    notebook = release(document, EMPTY, "bauen1", "verkehr1")
    edit(document, "verkehr1")

    assert tuple(keys[1:]) == Releases(document.dataset, notebook).open()


def test_a_release_can_be_ended(document):
    notebook = release(document, EMPTY, "bauen1", "bauen2")

    left = not_released(notebook, document.dataset, [document.dataset.find("bauen1")])

    assert ["bauen2"] == list(left.releases)


def test_measures_without_an_id_of_their_own_are_never_released():
    tables = rows([measure_row(), measure_row(), measure_row("")])
    document = Document(dataset_of(tables), sources_of(tables))
    releases = Releases(document.dataset, EMPTY)

    made = released(releases, document.dataset, document.dataset.measure_keys(), "anna", NOW)

    assert {} == made.releases
    assert 3 == len(releases.open())


def test_where_another_person_is_asked_for_who_edited_last_cannot_release(document):
    key = document.dataset.find("bauen1")
    rules = replace(EMPTY, rules=TWO)
    notebook = with_last_edits(rules, document.dataset, [key], "anna", NOW)
    refusals = list(Releases(document.dataset, notebook).refusals([key], "anna"))

    mine = release(document, notebook, "bauen1", author="anna")
    theirs = release(document, notebook, "bauen1", author="bernd")

    assert ["„Kurz bauen1“ haben Sie zuletzt selbst bearbeitet"] == [
        sentence.split(". ")[0] for sentence in refusals
    ]
    assert {} == mine.releases
    assert ReleaseState.RELEASED is state(document, theirs, "bauen1")
    assert [] == list(Releases(document.dataset, theirs).refusals([key], "bernd"))


def test_a_release_by_who_edited_it_does_not_count_once_another_person_is_asked_for(document):
    notebook = release(document, replace(EMPTY, rules=ON), "bauen1", author="anna")
    strict = with_rules(notebook, TWO)
    known = with_last_edits(strict, document.dataset, [0], "anna", NOW)

    assert ReleaseState.SAME_PERSON is state(document, known, "bauen1")
    assert 1 == Releases(document.dataset, strict).unknown_editors()
    assert ReleaseState.RELEASED is state(document, strict, "bauen1")


@pytest.mark.parametrize(
    ("rules", "author"),
    [(ON, "anna"), (replace(TWO, releases=False), "anna"), (TWO, ""), (NotebookRules(), "anna")],
)
def test_who_edited_last_is_noted_only_where_the_rules_need_it(document, rules, author):
    notebook = replace(EMPTY, rules=rules)

    assert notebook == with_last_edits(notebook, document.dataset, [0], author, NOW)


def test_who_edited_last_is_shortened_removed_and_forgotten_like_other_names(document):
    notebook = with_last_edits(replace(EMPTY, rules=TWO), document.dataset, [0], "anna", NOW)
    short = with_rules(notebook, replace(TWO, names=AuthorNames.INITIALS))
    old = with_rules(notebook, replace(TWO, retention=30))

    assert "A" == short.edits["bauen1"].author
    assert "" == without_person(notebook, "anna").edits["bauen1"].author
    assert {} == expired(old, NOW + timedelta(days=31)).edits
    assert notebook == from_json(as_json(notebook))
    assert "edits" not in as_json(EMPTY)


# --- Properties ----------------------------------------------------------------------------------

_IDS = ("bauen1", "bauen2", "verkehr3")
_TEXTS = ("Kurz gesagt", "A", "B")
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), st.sampled_from(_IDS), st.sampled_from(_TEXTS)),
        st.tuples(st.just("release"), st.sampled_from(_IDS), st.just("")),
        st.tuples(st.just("undo"), st.just(""), st.just("")),
    ),
    max_size=12,
)


def contents(document):
    views = (document.view(document.dataset.find(name)) for name in _IDS)
    return {v.id: (v.measure, v.additional, v.progress) for v in views}


@settings(max_examples=40, deadline=None)
@given(_STEPS)
def test_released_is_exactly_what_reads_as_it_read_when_it_was_released(steps):
    document = Document(dataset_of(town()), sources_of(town()))
    notebook, seen, done = EMPTY, {}, []
    releases = Releases(document.dataset, notebook)
    for kind, name, text in steps:
        if kind == "edit":
            done.append(edit(document, name, text))
        elif kind == "undo" and done:
            document.apply(done.pop().inverse())
        elif kind == "release":
            notebook = release(document, notebook, name)
            seen[name] = contents(document)[name]
            releases.notebook = notebook
        now = contents(document)
        for own in _IDS:
            found = releases.of(document.dataset.find(own)).state
            assert (found is ReleaseState.RELEASED) == (own in seen and seen[own] == now[own])


@settings(max_examples=25, deadline=None)
@given(
    ours=st.dictionaries(st.sampled_from(_IDS), st.sampled_from(_TEXTS)),
    theirs=st.dictionaries(st.sampled_from(_IDS), st.sampled_from(_TEXTS)),
)
def test_a_merge_ends_the_releases_of_what_it_changes_and_of_nothing_else(ours, theirs):
    mine, other, base = (Document(dataset_of(town()), sources_of(town())) for _ in range(3))
    for name, text in ours.items():
        edit(mine, name, text)
    for name, text in theirs.items():
        edit(other, name, text)
    notebook = release(mine, EMPTY, *_IDS)
    before = contents(mine)

    result = difference(mine.dataset, other.dataset, base.dataset)
    batch = to_batch(mine.dataset, result.decisions, "x")
    mine.apply(batch)

    after = contents(mine)
    for name in _IDS:
        found = state(mine, notebook, name)
        assert (found is ReleaseState.RELEASED) == (before[name] == after[name])
    mine.apply(batch.inverse())
    assert all(state(mine, notebook, n) is ReleaseState.RELEASED for n in _IDS)


@settings(max_examples=25, deadline=None)
@given(
    ours=st.lists(st.tuples(st.sampled_from(_IDS), st.integers(0, 5)), max_size=4),
    theirs=st.lists(st.tuples(st.sampled_from(_IDS), st.integers(0, 5)), max_size=4),
)
def test_releases_of_two_people_merge_to_the_later_whoever_merges(ours, theirs):
    document = Document(dataset_of(town()), sources_of(town()))
    sides = []
    for author, steps in (("anna", ours), ("bernd", theirs)):
        made = EMPTY
        for name, days in steps:
            made = release(document, made, name, author=author, at=NOW + timedelta(days=days))
        sides.append(made)
    one, two = sides

    merged = merge(EMPTY, one, two)

    assert merged == merge(EMPTY, two, one)
    for name in {*one.releases, *two.releases}:
        both = [s.releases[name].at for s in sides if name in s.releases]
        assert max(both) == merged.releases[name].at
        assert ReleaseState.RELEASED is state(document, merged, name)
