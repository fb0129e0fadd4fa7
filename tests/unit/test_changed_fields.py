"""Unsaved changes field by field, and taking them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.diff.changed import ChangeKind, changed_fields, is_saved, shown_after, shown_before
from klimaeditor.diff.revert import reverting
from klimaeditor.document import open_document
from klimaeditor.files.source import render
from klimaeditor.model.changes import Batch, FileName, differences
from klimaeditor.model.values import ABSENT
from tests.dataset_builders import (
    additional_row,
    category_row,
    dataset_of,
    initiative_row,
    measure_row,
    progress_row,
    rows,
    sources_of,
    write_folder,
)
from tests.merge_helpers import additional_records, progress_records, versions

if TYPE_CHECKING:
    from klimaeditor.files.source import SourceFile
    from klimaeditor.model.records import Dataset


M, A, P, C = FileName


def tables():
    return rows(
        [measure_row("bauen1"), measure_row("bauen2", unbekannt=[1]), initiative_row()],
        [additional_row("bauen1"), additional_row("bauen2"), additional_row("niemand")],
        [progress_row("bauen1")],
        [category_row("bauen")],
    )


@pytest.fixture
def document(tmp_path):
    return open_document(write_folder(tmp_path / "d", tables()))


def edit(document, measure_id, **values):
    document.apply(document.plan_edit(document.dataset.find(measure_id), values))


def told(document) -> list[tuple]:
    return [(c.title, c.label, c.kind.value) for c in document.changed_fields()]


def rendered(document) -> dict[FileName, bytes]:
    tables = document.dataset.tables
    return {file: render(document.sources[file], tables[file].rows) for file in FileName}


def take_back(document, *changes) -> Batch:
    batch = document.plan_revert(changes)
    document.apply(batch)
    return batch


# --- what is changed -----------------------------------------------------------------------


def test_nothing_is_changed_after_opening(document):
    assert () == document.changed_fields()


def test_a_changed_field_is_told_with_its_names_and_both_values(document):
    edit(document, "bauen1", cost_value=2500)

    (change,) = document.changed_fields()

    assert (0, A, "cost_value", ("cost", "value")) == (
        change.measure,
        change.file,
        change.field,
        change.path,
    )
    assert "Kurz bauen1" == change.title
    assert (1000, 2500, ChangeKind.CHANGED) == (change.before, change.after, change.kind)
    assert ("1.000 €", "2.500 €") == (shown_before(change), shown_after(change))


def test_fields_come_in_the_order_of_list_and_form(document):
    edit(document, "bauen2", summary="Neu", short_title="Neuer Name")
    edit(document, "bauen1", action_name="Anders", cost_value=1)

    assert [
        ("Kurz bauen1", "action_name"),
        ("Kurz bauen1", "cost_value"),
        ("Neuer Name", "short_title"),
        ("Neuer Name", "summary"),
    ] == [(change.title, change.field) for change in document.changed_fields()]


def test_every_field_of_a_new_group_is_told_for_itself(document):
    edit(document, "bauen1", state_title="Los", state_text="Es geht los.")

    found = document.changed_fields()

    assert {"state_title", "state_text"} == {change.field for change in found}
    assert {ChangeKind.ADDED} == {change.kind for change in found}


def test_a_new_measure_is_told_with_its_companions(document):
    key, batch = document.plan_add("bauen", "Solardach")
    document.apply(batch)

    found = document.changed_fields()

    assert [(key, M), (key, A)] == [(change.measure, change.file) for change in found]
    assert {("Solardach", ChangeKind.ADDED)} == {(c.title, c.kind) for c in found}
    assert ["Ganze Maßnahme", "Zusatzangaben"] == [change.label for change in found]
    assert "Solardach" in shown_after(found[0])


def test_a_deleted_measure_keeps_its_title_and_comes_last(document):
    document.apply(document.plan_delete([0]))
    edit(document, "bauen2", summary="Neu")

    assert [
        ("Kurz bauen2", "Zusammenfassung", "changed"),
        ("Kurz bauen1", "Ganze Maßnahme", "removed"),
        ("Kurz bauen1", "Zusatzangaben", "removed"),
        ("Kurz bauen1", "Fortschritt", "removed"),
    ] == told(document)


def test_records_without_a_measure_are_told_by_their_own_name(document):
    edit(document, "bauen1", category_description="Häuser")
    for file, key in ((A, 2), (M, 1)):
        row = document.dataset.tables[file].rows[key]
        new = {**row, "unbekannt": [2]}
        (change,) = differences(file, {key: row}, {key: new})
        document.apply(Batch("", (change,)))

    found = document.changed_fields()

    assert [1, None, None] == [change.measure for change in found]
    assert [
        ("Kurz bauen2", "unbekannt", "changed"),
        ("Eintrag „niemand“ in additional_data.json", "unbekannt", "added"),
        ("Kategorie „Bauen“", "Beschreibung der Kategorie", "changed"),
    ] == told(document)
    assert [None, None, "category_description"] == [change.field for change in found]


def test_a_record_that_moved_is_told_with_its_places(document):
    old = document.dataset.tables[M].rows
    batch = Batch("", differences(M, old, {key: old[key] for key in (1, 2, 0)}))
    document.apply(batch)

    (change,) = document.changed_fields()

    assert (0, 1, 3, ChangeKind.MOVED) == (
        change.measure,
        change.before,
        change.after,
        change.kind,
    )
    assert ("1. Stelle", "3. Stelle") == (shown_before(change), shown_after(change))


def test_typing_a_value_back_is_no_change(document):
    edit(document, "bauen1", summary="anders")
    edit(document, "bauen1", summary="Kurz gesagt")

    assert () == document.changed_fields()


# --- taking back ---------------------------------------------------------------------------


def test_one_field_is_taken_back_and_the_others_stay(document):
    edit(document, "bauen1", summary="Neu", cost_value=5)
    change = next(c for c in document.changed_fields() if c.field == "summary")

    batch = take_back(document, change)

    assert ["cost_value"] == [c.field for c in document.changed_fields()]
    assert "Kurz gesagt" == document.view(0).value("summary")
    assert "Änderung an „Zusammenfassung“ rückgängig machen" == batch.label


def test_taking_back_is_a_step_that_can_be_undone(document):
    edit(document, "bauen1", summary="Neu")
    before = rendered(document)

    batch = take_back(document, *document.changed_fields())
    document.apply(batch.inverse())

    assert before == rendered(document)


def test_a_measure_is_taken_back_with_its_companions_and_to_its_place(document):
    saved = rendered(document)
    document.apply(document.plan_delete([1]))
    edit(document, "bauen1", summary="Neu")
    whole = next(c for c in document.changed_fields() if c.file is M)

    batch = take_back(document, whole)

    assert [0, 1, 2] == document.dataset.measure_keys()
    assert [0, 1, 2] == list(document.dataset.tables[A].rows)
    assert ["summary"] == [c.field for c in document.changed_fields()]
    assert "Änderungen an „Kurz bauen2“ rückgängig machen" == batch.label
    take_back(document, *document.changed_fields())
    assert saved == rendered(document)


def test_a_new_measure_goes_with_its_companions(document):
    _, batch = document.plan_add("bauen", "Solardach")
    document.apply(batch)

    take_back(document, document.changed_fields()[0])

    assert document.is_saved


def test_the_name_of_a_category_comes_back_with_its_id(document):
    edit(document, "bauen1", category_id="urban_social_projects")
    found = document.changed_fields()
    change = next(c for c in found if c.field == "category_id")

    take_back(document, change)

    assert 2 == len(found)
    assert document.is_saved


def test_the_group_made_for_a_field_goes_with_it(document):
    edit(document, "bauen1", state_title="Los")

    take_back(document, *document.changed_fields())

    assert "state" not in document.view(0).additional


def test_a_change_that_is_gone_already_is_left_out(document):
    edit(document, "bauen1", summary="Neu")
    found = document.changed_fields()
    take_back(document, *found)

    assert not document.plan_revert(found)


# --- whatever the versions -----------------------------------------------------------------


def world(progress, additional) -> tuple[dict[FileName, SourceFile], Dataset]:
    """Return files as saved, and a dataset as it may be now."""
    base = tables()
    base[P] = list(progress[0].values())
    base[A] = list(additional[0].values())
    sources, dataset = sources_of(base), dataset_of(base)
    for file, (old, new) in ((P, progress), (A, additional)):
        before = dataset.tables[file].rows
        numbers = dict(zip(old, before, strict=True))
        goal = {numbers.get(key, key): row for key, row in new.items()}
        dataset.apply(Batch("", differences(file, before, goal)))
    return sources, dataset


@pytest.mark.parametrize("now", [(2, 0, 3, 1, 100), (2, 1, 0), (3, 1)])
@pytest.mark.parametrize("nth", range(5))
def test_what_is_taken_back_is_gone_where_records_have_changed_places(now, nth):
    saved = {key: {"id": f"a{key}"} for key in range(4)}
    sources, dataset = world((saved, {key: saved.get(key, {}) for key in now}), ({}, {}))

    while found := changed_fields(dataset, sources):
        change = found[nth % len(found)]
        dataset.apply(Batch("", reverting(dataset, sources, [change])))
        left = {c.place for c in changed_fields(dataset, sources)}
        assert change.place not in left
        assert len(left) < len(found)

    assert is_saved(dataset, sources)


@pytest.mark.parametrize(
    ("saved", "now"),
    [
        ({"cost": {"p": None, "r": None, "q": {}}}, {"cost": {"p": None, "q": {}, "r": {}}}),
        ({"g": {"h": {"p": 1, "r": 2}, "i": 3}}, {"g": {"i": 3, "h": {"r": 4, "p": 1}}}),
    ],
)
def test_the_order_of_a_group_goes_back_with_the_last_value_in_it(saved, now):
    saved, now = saved | {"short_title": "Alt"}, now | {"short_title": "Neu"}
    sources, dataset = world(({}, {}), ({0: saved}, {0: now}))
    title, value = changed_fields(dataset, sources)

    dataset.apply(Batch("", reverting(dataset, sources, [value])))

    assert (title,) == changed_fields(dataset, sources)


def test_the_order_of_a_group_stays_while_another_value_in_it_differs():
    saved, now = {"g": {"p": 1, "q": 2, "r": 3}}, {"g": {"r": 4, "q": 5, "p": 1}}
    sources, dataset = world(({}, {}), ({0: saved}, {0: now}))
    first, second = changed_fields(dataset, sources)

    dataset.apply(Batch("", reverting(dataset, sources, [first])))

    assert (second,) == changed_fields(dataset, sources)


worlds = st.builds(
    world, versions(progress_records, count=2), versions(additional_records, count=2)
)


@given(worlds)
def test_nothing_is_told_exactly_when_everything_is_saved(pair):
    sources, dataset = pair

    assert is_saved(dataset, sources) == (() == changed_fields(dataset, sources))


@given(worlds)
def test_taking_everything_back_gives_the_original_bytes(pair):
    sources, dataset = pair

    found = changed_fields(dataset, sources)
    dataset.apply(Batch("", reverting(dataset, sources, found)))

    assert is_saved(dataset, sources)
    for file, source in sources.items():
        assert source.data == render(source, dataset.tables[file].rows)


@given(worlds, st.data())
def test_taking_back_one_after_the_other_gives_the_original_bytes_too(pair, data):
    sources, dataset = pair

    while found := changed_fields(dataset, sources):
        change = data.draw(st.sampled_from(found))
        dataset.apply(Batch("", reverting(dataset, sources, [change])))
        left = {c.place for c in changed_fields(dataset, sources)}
        assert change.place not in left
        assert len(left) < len(found)

    assert is_saved(dataset, sources)


@given(worlds)
def test_every_change_has_words(pair):
    sources, dataset = pair

    for change in changed_fields(dataset, sources):
        assert change.title
        assert change.label
        assert shown_before(change)
        assert shown_after(change)
        assert change.before is not ABSENT or change.kind is ChangeKind.ADDED


def test_an_edit_is_told_without_looking_through_what_was_saved(document, monkeypatch):
    edit(document, "bauen1", cost_value=17, summary="Neu.")
    monkeypatch.setattr(type(document.dataset), "keyed", None)

    assert ["bauen1", "bauen1"] == [
        document.view(change.measure).id for change in document.changed_fields()
    ]
