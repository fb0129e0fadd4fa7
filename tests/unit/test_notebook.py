"""Notes, accepted findings and releases: merged, and never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from klimaeditor.model.values import ABSENT
from klimaeditor.notes.notebook import (
    EMPTY,
    Acceptance,
    AuthorNames,
    Notebook,
    NotebookFaultError,
    NotebookRules,
    Release,
    as_json,
    authors,
    digest_of,
    expired,
    from_json,
    merge,
    named,
    new_note,
    with_budget_key,
    with_entries,
    with_rules,
    without_entries,
    without_person,
)
from tests.notebook_helpers import NOTEBOOKS, NOW, note, notebook

few = settings(max_examples=40, deadline=None)
ACCEPTED = Acceptance("bauen1", "summary", "text-long", "d1", "ist so gewollt", "anna", NOW)
RELEASED = Release("bauen1", "anna", NOW, "d1")


@few
@given(NOTEBOOKS, NOTEBOOKS, NOTEBOOKS)
def test_merging_does_not_ask_who_is_called_ours(base, ours, theirs):
    assert merge(base, ours, theirs) == merge(base, theirs, ours)


@few
@given(NOTEBOOKS, NOTEBOOKS)
def test_what_one_alone_has_changed_is_what_comes_out(base, ours):
    assert ours == merge(base, ours, base)
    assert ours == merge(base, ours, ours)


@few
@given(NOTEBOOKS, NOTEBOOKS, NOTEBOOKS)
def test_merging_loses_no_entry_that_nobody_has_removed(base, ours, theirs):
    merged = merge(base, ours, theirs)
    for table in ("notes", "acceptances", "releases", "budget_keys"):
        old, one, two = (getattr(each, table) for each in (base, ours, theirs))
        removed = {
            key
            for key in old
            if (key not in one and two.get(key) == old[key])
            or (key not in two and one.get(key) == old[key])
        }
        assert (set(one) | set(two)) - removed == set(getattr(merged, table))


@few
@given(NOTEBOOKS, NOTEBOOKS, NOTEBOOKS)
def test_merging_keeps_the_words_of_both(base, ours, theirs):
    merged = merge(base, ours, theirs)
    for key, found in merged.notes.items():
        for side in (ours, theirs):
            own = side.notes.get(key)
            if own is not None and own.text != getattr(base.notes.get(key), "text", None):
                assert own.text in found.text


@few
@given(NOTEBOOKS)
def test_a_notebook_comes_back_from_its_file_with_keys_that_nobody_knows(found):
    assert found == from_json(as_json(found))


def test_what_one_removed_and_the_other_changed_stays():
    base = notebook(note())
    changed = with_entries(base, [note(text="Rückfrage erledigt")])

    assert changed == merge(base, EMPTY, changed)
    assert EMPTY == merge(base, EMPTY, base)


def test_two_changes_to_one_note_both_count():
    base = notebook(note(text="Frage"))
    ours = notebook(note(text="Frage an Amt 23"))
    theirs = notebook(note(text="Frage", done=True))

    assert notebook(note(text="Frage an Amt 23", done=True)) == merge(base, ours, theirs)


def test_two_texts_of_one_note_both_stay():
    base, ours, theirs = (notebook(note(text=text)) for text in ("Frage", "Frage 1", "Frage 2"))

    assert "Frage 1\n\nFrage 2" == merge(base, ours, theirs).notes["n1"].text


def test_of_two_releases_the_later_holds():
    later = replace(RELEASED, at=NOW + timedelta(hours=1), author="bert", digest="d2")

    assert notebook(later) == merge(EMPTY, notebook(later), notebook(RELEASED))


def test_of_two_rules_the_stricter_holds():
    ours = Notebook(rules=NotebookRules(AuthorNames.INITIALS, 90))
    theirs = Notebook(rules=NotebookRules(AuthorNames.NONE, 365, releases=True))

    found = merge(EMPTY, ours, theirs).rules

    assert NotebookRules(AuthorNames.NONE, 90, releases=True) == found


def test_there_is_one_acceptance_of_a_rule_at_a_field():
    again = replace(ACCEPTED, digest="d2")

    assert (again,) == tuple(notebook(ACCEPTED, again).acceptances.values())
    assert 2 == len(notebook(ACCEPTED, replace(ACCEPTED, field=None)).acceptances)


def test_entries_are_removed_by_kind_and_key():
    found = notebook(note(), ACCEPTED, RELEASED)

    assert notebook(note(), RELEASED) == without_entries(found, [ACCEPTED])
    assert EMPTY == without_entries(found, [RELEASED, ACCEPTED, note(), note("n9")])


def test_notes_of_a_field_are_the_latest_first_and_not_those_of_the_measure():
    early, late = note("n1"), note("n2", at=NOW + timedelta(days=1))
    found = notebook(early, late, note("n3", field=None), note("n4", measure="bauen2"))

    assert (late, early) == found.notes_of("bauen1", "summary")
    assert ["n3"] == [own.key for own in found.notes_of("bauen1")]


def test_open_notes_are_counted_by_measure():
    found = notebook(note("n1"), note("n2", field=None), note("n3", done=True))

    assert {"bauen1": 2} == found.open_counts()


def test_a_note_has_a_key_of_its_own_and_can_be_stored():
    first, second = (new_note("bauen1", None, " Fr\ud800age ", "anna", NOW) for _ in range(2))

    assert first.key != second.key
    assert "Fr?age" == first.text
    assert notebook(first) == from_json(as_json(notebook(first)))


def test_a_product_group_is_taken_away_by_an_empty_text():
    found = with_budget_key(with_budget_key(EMPTY, "bauen1", "0901"), "bauen2", "1401")

    assert {"bauen2": "1401"} == with_budget_key(found, "bauen1", "").budget_keys


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((1,), (True,)),
        (("",), (ABSENT,)),
        ((None,), (ABSENT,)),
        (("ab", "c"), ("a", "bc")),
        (({"a": 1},), ({"a": 2},)),
    ],
)
def test_digests_tell_values_apart(first, second):
    assert digest_of(*first) != digest_of(*second)


def test_the_order_of_keys_does_not_make_another_digest():
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})


# --- people ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ("anna.muster", "AM"),
        ("Anna Maria Muster", "AM"),
        ("STADT\\mustera", "M"),
        ("a.muster@stadt.example", "AM"),
        ("AM", "AM"),
        ("1234", ""),
        ("", ""),
    ],
)
def test_initials_are_two_letters_and_stay_what_they_are(user, expected):
    assert expected == named(user, AuthorNames.INITIALS)
    assert expected == named(expected, AuthorNames.INITIALS)


def test_a_stricter_rule_shortens_the_names_that_are_there():
    found = notebook(note(author="anna.muster"), replace(RELEASED, author="bert"))

    assert ("AM", "B") == authors(with_rules(found, NotebookRules(AuthorNames.INITIALS)))
    assert () == authors(with_rules(found, NotebookRules(AuthorNames.NONE)))


def test_the_notes_of_a_person_go_and_the_name_in_what_stays():
    found = without_person(
        notebook(note("n1"), note("n2", author="bert"), ACCEPTED, RELEASED), "anna"
    )

    assert ["n2"] == list(found.notes)
    assert ("bert",) == authors(found)
    assert [1, 1] == [len(found.acceptances), len(found.releases)]


def test_after_the_retention_done_notes_go_and_of_the_rest_the_names():
    old = NOW - timedelta(days=31)
    found = notebook(
        note("n1", at=old, done=True),
        note("n2", at=old),
        note("n3", done=True),
        replace(ACCEPTED, at=old),
        rules=NotebookRules(retention=30),
    )

    left = expired(found, NOW)

    assert {"n2": "", "n3": "anna"} == {key: own.author for key, own in left.notes.items()}
    assert [""] == [own.author for own in left.acceptances.values()]


@pytest.mark.parametrize("retention", [0, 10**9])
def test_without_a_retention_nothing_ends(retention):
    found = notebook(note(done=True), rules=NotebookRules(retention=retention))

    assert found is expired(found, NOW + timedelta(days=9999))


# --- files of others -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "place"),
    [
        ([], "ganze Datei"),
        ({"notes": []}, "notes"),
        ({"notes": {"n1": {}}}, "Notiz n1"),
        ({"notes": {"n1": {"measure": "a", "text": "t", "at": "gestern"}}}, "Notiz n1"),
        ({"notes": {"n1": {"measure": 1, "text": "t", "at": "2026-05-03"}}}, "Notiz n1"),
        ({"accepted": {"x": {"measure": "a"}}}, "Angenommener Befund x"),
        ({"releases": {"x": None}}, "Freigabe x"),
        ({"budget_keys": {"a": 1}}, "Produktgruppe a"),
        ({"rules": {"names": "all"}}, "rules"),
        ({"rules": {"retention": -1}}, "rules"),
        ({"rules": {"retention": True}}, "rules"),
        ({"rules": {"releases": "ja"}}, "rules"),
    ],
)
def test_a_fault_is_named_with_its_place(found, place):
    with pytest.raises(NotebookFaultError) as refused:
        from_json(found)

    assert place == refused.value.place


def test_what_a_later_version_wrote_is_read_as_far_as_it_is_understood():
    found = as_json(notebook(note("n1")))
    found["notes"] |= {"n2": {"what": "is this"}}
    found["rules"] = {"names": "pseudonyms"}

    read = from_json(found, lenient=True)

    assert (["n1"], NotebookRules()) == (list(read.notes), read.rules)
