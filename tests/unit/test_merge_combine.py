"""Theirs with our changes on top: nobody loses anything (MRG-02)."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.diff.compare import records_of, snapshot
from klimaeditor.diff.decide import Action, conflicts, decide
from klimaeditor.diff.rebase import combine, merge_file, rebase
from klimaeditor.files.source import read_source, render
from klimaeditor.model.changes import Batch, FileName
from klimaeditor.model.edits import set_field
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.records import id_of
from klimaeditor.model.values import same
from klimaeditor.site.muenster import MUENSTER
from tests.conftest import SAMPLE
from tests.dataset_builders import additional_row, sources_of, text_of, town
from tests.json_strategies import edited_rows, records
from tests.merge_helpers import (
    additional_records,
    copy_of,
    merged,
    only,
    opened,
    progress_records,
    same_rows,
    versions,
)
from tests.muenster_fields import FIELDS

M, A, P, C = FileName
ANY_RECORDS = st.sampled_from([progress_records, additional_records, records])


def without_empties(side):
    """Leave out empty groups and lists, and the orders: they say nothing about values."""
    return {
        record: {f: v for f, v in fields.items() if v not in ({}, []) and not f.order}
        for record, fields in side.items()
    }


@given(st.data())
def test_what_only_one_side_changed_is_that_sides_version_to_the_last_key(data):
    base = dict(enumerate(data.draw(st.lists(data.draw(ANY_RECORDS), max_size=4))))
    changed = data.draw(edited_rows(base))

    assert same_rows(
        changed, combine(MUENSTER, only(P, base), only(P, changed), only(P, base)).rows[P]
    )
    assert same_rows(
        changed, combine(MUENSTER, only(P, base), only(P, base), only(P, changed)).rows[P]
    )
    assert same_rows(
        changed, combine(MUENSTER, only(P, base), only(P, changed), only(P, changed)).rows[P]
    )


@given(versions(progress_records))
def test_the_merged_records_hold_what_the_decisions_say(tables):
    base, ours, theirs = (only(P, found) for found in tables)
    combined = combine(MUENSTER, base, ours, theirs)
    sides = snapshot(MUENSTER, base, ours, theirs)
    expected = merged(sides.ours, combined.decisions)
    result = snapshot(MUENSTER, base, combined.rows, theirs).ours
    left = decide(without_empties(expected), without_empties(expected), without_empties(result))

    assert [] == [d.key for d in left]


@given(versions(progress_records))
def test_it_does_not_matter_who_saved_first_where_there_is_no_conflict(tables):
    base, ours, theirs = (only(P, found) for found in tables)
    one, other = combine(MUENSTER, base, ours, theirs), combine(MUENSTER, base, theirs, ours)

    assert {d.key for d in one.conflicts} == {d.key for d in other.conflicts}
    if not one.conflicts:
        _, first, second = map(without_empties, snapshot(MUENSTER, base, one.rows, other.rows))
        assert () == decide(first, first, second)


# Two people at work: what they type, and what must come out.

SIMPLE = [
    f for f in FIELDS if f.kind not in (Kind.IDENTIFIER, Kind.CATEGORY, Kind.SERIES, Kind.LINKS)
]
WORDS = ("", "Wärme", "Wind", "Sonne\nund Wind", "Radweg")


def type_something(dataset, chance, own_days, own_site):
    """Edit a random field, or add a value or link that nobody else adds."""
    key = chance.choice(dataset.measure_keys())
    view = dataset.view(key)
    kind = chance.randrange(4)
    if kind == 0:
        name = "progress_values"
        day = f"{chance.randint(2020, 2026)}-0{chance.randint(1, 9)}-{chance.choice(own_days)}"
        others = [item for item in view.value(name) or [] if item["date"] != day]
        value = sorted([*others, {"value": 1, "date": day}], key=lambda item: item["date"])
    elif kind == 1:
        name = "links"
        url = f"{own_site}/{chance.randint(1, 9)}"
        others = [link for link in view.value(name) or [] if link["url"] != url]
        value = [*others, {"title": "Seite", "url": url}]
    else:
        field = chance.choice(SIMPLE)
        name, value = field.name, chance.choice(WORDS)
        if field.is_number:
            value = chance.choice([None, 1, 2030, 4.5])
        elif field.choices:
            value = chance.choice(field.choices)[0]
    dataset.apply(Batch("", set_field(dataset, key, name, value)))


def simple_values(dataset):
    """Return the values of simple fields by record id and path, with "is the record there?"."""
    found = {}
    for key in dataset.measures:
        view = dataset.view(key)
        for field in SIMPLE:
            place = view.measure["categoryId"] if field.file is C else view.id
            there = view.row(field.file) is not None
            found[place, field.path] = (view.value(field.name), there)
    return found


def listed(dataset):
    """Return every dated value and every link as (measure id, day or address)."""
    found = set()
    for key in dataset.measures:
        view = dataset.view(key)
        found |= {(view.id, item["date"]) for item in view.value("progress_values") or []}
        found |= {(view.id, link["url"]) for link in view.value("links") or []}
    return found


def expected_value(base, ours, theirs):
    """Return what must come out for one field, and whether somebody has to decide."""
    (old, was_there), (our, we_have), (their, they_have) = base, ours, theirs
    if same(our, their) or same(old, their):
        return our, False
    if same(old, our):
        return their, False
    if not was_there and we_have and they_have and (our in ("", None)) != (their in ("", None)):
        return (their if our in ("", None) else our), False
    return our, True


def saved(sources, dataset):
    """Return the sources that somebody else reads after this dataset was saved."""
    return {
        file: read_source(render(sources[file], table.rows), file)
        for file, table in dataset.tables.items()
    }


@given(st.integers(0, 10**9))
def test_two_people_edit_the_same_base_and_nobody_loses_anything(seed):
    chance = Random(seed)  # noqa: S311 - reproducible edits, nothing secret
    sources = sources_of(town())
    ours, theirs = opened(sources), opened(sources)
    base = simple_values(ours)
    for _ in range(chance.randint(0, 60)):
        if chance.random() < 0.5:
            type_something(ours, chance, ("01", "02"), "https://wir.de")
        else:
            type_something(theirs, chance, ("21", "22"), "https://andere.de")
    before, our, their = copy_of(ours), simple_values(ours), simple_values(theirs)
    expected = {place: expected_value(base[place], our[place], their[place]) for place in base}
    items = listed(ours) | listed(theirs)

    rebased = rebase(records_of(sources), ours, saved(sources, theirs))
    ours.apply(rebased.batch)

    assert {place for place, (_, clash) in expected.items() if clash} == {
        (d.record.id, d.field.path) for d in rebased.conflicts
    }
    result = simple_values(ours)
    assert [] == [p for p, (value, _) in expected.items() if not same(value, result[p][0])]
    assert items == listed(ours)
    for key in ours.measures:
        days = [item["date"] for item in ours.view(key).value("progress_values") or []]
        assert sorted(days) == days
    assert all(same_rows(rebased.rows[f], table.rows) for f, table in ours.tables.items())
    ours.apply(rebased.batch.inverse())
    assert all(same_rows(before.tables[f].rows, table.rows) for f, table in ours.tables.items())


# One file, as Git merges it.


def test_git_merges_one_file():
    base, ours, theirs = town()[A], town()[A], town()[A]
    ours[0] = ours[0] | {"summary": "Von uns"}
    theirs[0] = theirs[0] | {"short_title": "Von ihnen"}
    theirs.append(additional_row("neu1"))
    ours.insert(0, additional_row("neu2"))
    data, decisions = merge_file(
        MUENSTER.of(A), *(text_of(found).encode() for found in (base, ours, theirs))
    )
    merged_rows = list(read_source(data, A).records.values())

    assert () == conflicts(decisions)
    assert {"neu1", "neu2"} <= {id_of(row) for row in merged_rows}
    assert ("Von uns", "Von ihnen") == (merged_rows[1]["summary"], merged_rows[1]["short_title"])


def test_git_hears_of_conflicts_and_gets_ours():
    versions_ = [text_of([additional_row("a", summary=text)]).encode() for text in "bot"]
    data, decisions = merge_file(MUENSTER.of(A), *versions_)

    assert [Action.CONFLICT] == [d.action for d in decisions]
    assert versions_[1] == data


def test_git_merges_the_shipped_dataset_with_itself():
    for file in FileName:
        data = (SAMPLE / file).read_bytes()

        assert (data, ()) == merge_file(MUENSTER.of(file), data, data, data)
