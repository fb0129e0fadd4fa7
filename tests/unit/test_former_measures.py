"""A former state of a measure against what it says now, and the way back as one step."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klimaeditor.diff.apply import to_batch
from klimaeditor.diff.revert import differences_between, differences_to_former, in_same_step
from klimaeditor.document import Document
from klimaeditor.model.changes import FileName
from klimaeditor.model.records import COMPANIONS, Dataset
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import town


def document(rows=None) -> Document:
    return Document(Dataset(copy.deepcopy(rows or town()), muenster()), {})


def own_rows(view):
    return [view.row(file) for file in (FileName.MEASURES, *COMPANIONS)]


def restored(then: Document, now: Document) -> Document:
    """Bring the first measure of *now* back to what *then* says."""
    key = now.dataset.measure_keys()[0]
    former = then.dataset.view(then.dataset.measure_keys()[0])
    found = differences_to_former(now.dataset, key, former)
    now.apply(to_batch(now.dataset, found, "zurück"))
    return now


VALUES = st.one_of(st.none(), st.text(max_size=8), st.integers(0, 9), st.just([]))
KEYS = st.sampled_from(["summary", "short_title", "fremd", "cost", "links"])


@settings(max_examples=40)
@given(st.dictionaries(KEYS, VALUES), st.dictionaries(KEYS, VALUES), st.booleans(), st.booleans())
def test_what_comes_back_is_what_was_there_and_nothing_else_changes(then, now, had, has):
    """Whatever keys a record has, and whether there is one at all."""
    rows, files = {}, {}
    for name, values, there in (("then", then, had), ("now", now, has)):
        rows[name] = copy.deepcopy(town())
        first = rows[name][FileName.ADDITIONAL][0]
        first.update(values)
        rows[name][FileName.ADDITIONAL] = rows[name][FileName.ADDITIONAL][0 if there else 1 :]
        files[name] = document(rows[name])
    before = copy.deepcopy(
        [row for file in FileName for row in list(files["now"].dataset.tables[file].rows.values())]
    )

    made = restored(files["then"], files["now"])

    key = made.dataset.measure_keys()[0]
    former = files["then"].dataset.view(key)
    assert [dict(r) if r else None for r in own_rows(former)] == own_rows(made.dataset.view(key))
    mine = own_rows(made.dataset.view(key))
    after = [row for file in FileName for row in made.dataset.tables[file].rows.values()]
    identifier = former.id
    assert [row for row in before if row.get("id") != identifier] == [
        row for row in after if row not in mine and row.get("id") != identifier
    ]


def test_it_is_one_step_and_undone_as_one():
    then, now = document(), document()
    key = now.dataset.measure_keys()[0]
    now.apply(now.plan_edit(key, {"summary": "neu", "short_title": "Neuer Titel"}))
    edited = copy.deepcopy(own_rows(now.view(key)))
    batch = to_batch(now.dataset, differences_to_former(now.dataset, key, then.view(key)), "zurück")
    now.apply(batch)
    back = copy.deepcopy(own_rows(now.view(key)))
    now.apply(batch.inverse())

    assert own_rows(then.view(key)) == back
    assert edited == own_rows(now.view(key))


def test_a_category_that_has_another_name_now_keeps_it():
    then, now = document(), document()
    key = now.dataset.measure_keys()[0]
    name = now.dataset.site.catalogue.path("category")
    assert len(name) == 1
    rows = now.dataset.measures
    identifier = rows[key]["categoryId"]
    renamed = copy.deepcopy(town())
    for row in renamed[FileName.MEASURES]:
        if row["categoryId"] == identifier:
            row[name[0]] = "Ganz anders"
    now = document(renamed)
    now.apply(now.plan_edit(key, {"summary": "neu"}))

    made = restored(then, now)

    assert "Ganz anders" == made.dataset.measures[key][name[0]]
    assert then.view(key).value("summary") == made.view(key).value("summary")


def test_id_and_name_of_a_category_come_back_together():
    then, now = document(), document()
    key = now.dataset.measure_keys()[0]
    others = [row["categoryId"] for row in now.dataset.measures.values()]
    other = next(found for found in others if found != others[0])
    now.apply(now.plan_edit(key, {"category_id": other}))
    found = differences_to_former(now.dataset, key, then.view(key))
    wanted = next(own for own in found if own.field and own.field.path == ("categoryId",))
    catalogue = now.dataset.site.catalogue
    now.apply(to_batch(now.dataset, in_same_step(catalogue, found, wanted), "zurück"))

    assert then.dataset.measures[key] == now.dataset.measures[key]


@pytest.mark.parametrize("field", ["summary", "short_title"])
def test_between_two_former_states_only_what_differs_is_told(field):
    older, newer = document(), document()
    key = older.dataset.measure_keys()[0]
    newer.apply(newer.plan_edit(key, {field: "anders"}))

    (found,) = differences_between(older.view(key), newer.view(key))

    assert (older.view(key).value(field), "anders") == (found.ours, found.theirs)
