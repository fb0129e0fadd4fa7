"""A colleague's copy against ours: who changed what, and what nobody may take unseen."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klimaeditor.diff.apply import to_batch
from klimaeditor.diff.decide import Action
from klimaeditor.document import Document, open_document
from klimaeditor.exchange.copies import DatasetCopy
from klimaeditor.exchange.copymerge import (
    STOOD_HERE,
    candidates,
    count_differences,
    difference,
    likeliest,
    line_of,
    version_of_git,
)
from klimaeditor.model.changes import FileName
from klimaeditor.publish.gitmerge import common_version
from tests.conftest import SAMPLE
from tests.dataset_builders import dataset_of, measure_row, sources_of, town
from tests.git_helpers import Repository, edited

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def document(*edits):
    """Return a town with edits: measure, field, value."""
    made = Document(dataset_of(town()), sources_of(town()))
    return edit(made, *edits)


def edit(made, *edits):
    for measure, field, value in edits:
        made.apply(made.plan_edit(made.dataset.find(measure), {field: value}))
    return made


def value(dataset, measure, field):
    return dataset.view(dataset.find(measure)).value(field)


def merged(ours, result, choices=None):
    ours.apply(to_batch(ours.dataset, result.decisions, "x", choices or {}))
    return ours.dataset


def conflict(result, measure, file=FileName.MEASURES):
    (found,) = [
        d
        for d in result.decisions
        if d.action is Action.CONFLICT and (d.record.id, d.record.file) == (measure, file)
    ]
    return found


def test_with_a_common_version_each_keeps_what_only_one_changed():
    ours = document(("bauen1", "summary", "meins"))
    theirs = document(("bauen3", "summary", "ihres"), ("bauen1", "cost_value", 7))

    result = difference(ours.dataset, theirs.dataset, document().dataset)
    after = merged(ours, result)

    assert [Action.TAKE] * 2 == [found.action for found in result.differing]
    assert "meins" == value(after, "bauen1", "summary")
    assert (7, "ihres") == (value(after, "bauen1", "cost_value"), value(after, "bauen3", "summary"))


def test_what_both_changed_is_asked_and_ours_until_then():
    ours = document(("bauen1", "summary", "meins"))
    theirs = document(("bauen1", "summary", "ihres"))

    result = difference(ours.dataset, theirs.dataset, document().dataset)
    found = conflict(result, "bauen1", FileName.ADDITIONAL)

    assert "ihres" == line_of(ours.dataset, result, found).theirs
    assert "meins" == value(merged(ours, result), "bauen1", "summary")


def test_without_a_common_version_every_difference_is_asked_and_nothing_is_deleted():
    ours = document(("bauen1", "summary", "meins"))
    theirs = document(("bauen3", "summary", ""), ("verkehr1", "cost_value", 7))
    theirs.apply(theirs.plan_delete([theirs.dataset.find("bauen2")]))
    _, batch = theirs.plan_add("bauen", "Neu dort")
    theirs.apply(batch)

    result = difference(ours.dataset, theirs.dataset)
    before = ours.dataset.measure_keys()

    assert {Action.CONFLICT} == {found.action for found in result.differing}
    assert ({"bauen1", "bauen3", "verkehr1", "bauen4"}) == {
        found.record.id for found in result.differing
    }
    assert (("Neu dort",), ("Action name von bauen2",)) == (result.new, result.only_here)
    assert () == result.gone
    assert before == merged(ours, result).measure_keys()


def test_deleting_is_always_asked_and_takes_the_companions_with_it():
    ours, theirs = document(), document()
    theirs.apply(theirs.plan_delete([theirs.dataset.find("bauen3")]))

    result = difference(ours.dataset, theirs.dataset, document().dataset)
    found = conflict(result, "bauen3")
    kept = to_batch(ours.dataset, result.decisions, "x", {found.key: found.ours})
    gone = merged(ours, result, {found.key: found.theirs})

    assert ("Kurz bauen3",) == result.gone
    assert not kept
    assert all("bauen3" not in table.keys_by_id for table in gone.tables.values())


def test_who_declines_a_new_measure_gets_none_of_its_records():
    ours, theirs = document(), document()
    key, batch = theirs.plan_add("bauen", "Neu dort")
    theirs.apply(batch)
    edit(theirs, ("bauen4", "progress_values", [{"value": "completed", "date": "2026-01-01"}]))
    assert key in theirs.dataset.measures

    result = difference(ours.dataset, theirs.dataset, document().dataset)
    (whole,) = [d for d in result.differing if d.record.file is FileName.MEASURES]

    assert ("Neu dort",) == result.new
    assert not to_batch(ours.dataset, result.decisions, "x", {whole.key: whole.ours})
    taken = merged(ours, result)
    assert all(taken.tables[f].keys_by_id["bauen4"] for f in FileName if f.value[0] != "c")


def test_two_new_measures_with_one_id_are_never_mixed():
    ours, theirs = document(), document()
    for made, title in ((ours, "Meine neue"), (theirs, "Ihre neue")):
        _, batch = made.plan_add("bauen", title)
        made.apply(batch)
    edit(ours, ("bauen4", "short_title", "Mein Kurztitel"))
    edit(theirs, ("bauen4", "summary", "Ihre Zusammenfassung"))

    result = difference(ours.dataset, theirs.dataset, document().dataset)
    found = conflict(result, "bauen5")
    after = merged(ours, result, {found.key: found.theirs})

    assert ("Ihre neue",) == result.new
    assert "bauen4" in result.notes[found.key]
    assert "bauen5" in result.notes[found.key]
    assert ("Meine neue", "Mein Kurztitel", "") == tuple(
        value(after, "bauen4", name) for name in ("action_name", "short_title", "summary")
    )
    assert ("Ihre neue", "Ihre Zusammenfassung") == tuple(
        value(after, "bauen5", name) for name in ("action_name", "summary")
    )


def test_an_id_that_stands_for_another_measure_in_the_copy_is_a_twin_without_a_base_too():
    tables = town()
    other = measure_row("bauen1", "bauen")
    long = "Ein Text von mehr als vierzig Zeichen, den es in keiner anderen Maßnahme gibt"
    for group in other:
        if isinstance(other[group], dict):
            other[group] = {key: f"{key}: {long}" for key in other[group]}
    tables[FileName.MEASURES][0] = other
    ours = document()

    result = difference(ours.dataset, dataset_of(tables))

    assert all(found.record.id != "bauen1" for found in result.differing)
    assert {"bauen4"} == {found.record.id for found in result.differing}


def test_a_retitled_measure_is_the_same_measure():
    long = "Ein Text von mehr als vierzig Zeichen, der in beiden Fassungen der gleiche ist."
    ours = document(("bauen1", "action_description", long))
    theirs = document(("bauen1", "action_description", long), ("bauen1", "action_name", "Anders"))

    result = difference(ours.dataset, theirs.dataset)

    assert ["bauen1"] == [found.record.id for found in result.differing]
    assert () == result.new


def test_a_value_that_stood_here_before_is_asked_because_the_copy_may_only_be_old():
    old = document(("bauen1", "summary", "von gestern"))
    base = document(("bauen1", "summary", "von heute"))
    ours = document(("bauen1", "summary", "von heute"))
    theirs = document(("bauen1", "summary", "von gestern"), ("bauen3", "summary", "neu"))

    result = difference(ours.dataset, theirs.dataset, base.dataset, [old.dataset])
    found = conflict(result, "bauen1", FileName.ADDITIONAL)

    assert STOOD_HERE == result.notes[found.key]
    assert ["bauen3"] == [found.record.id for found in result.plain]


def test_categories_that_do_not_exist_here_are_named():
    ours, theirs = document(), document()
    row = measure_row("wasser1", "wasser")
    tables = town()
    tables[FileName.MEASURES].append(row)
    theirs = dataset_of(tables)

    result = difference(ours.dataset, theirs, document().dataset)

    assert ("Wasser",) == result.categories
    assert any("Kategorie „wasser“ gibt es hier nicht" in note for note in result.notes.values())


def test_the_state_nearest_to_the_copy_is_suggested_and_only_if_nearer_than_ours():
    first, second = document(), document(("bauen1", "summary", "a"), ("bauen3", "summary", "b"))
    ours = document(("bauen1", "summary", "c"), ("bauen3", "summary", "d"))
    copy = DatasetCopy(Path("anna"), edit(document(), ("verkehr1", "cost_value", 1)).dataset)
    states = [
        DatasetCopy(Path("zwei"), second.dataset, made=NOW),
        DatasetCopy(Path("eins"), first.dataset, published=True, made=NOW.replace(year=2025)),
    ]

    found = candidates(copy, states, NOW)

    assert [1, 3] == [version.differing for version in found]
    assert found[0].label.startswith("Paket, am 30. November 2025")
    assert found[0] is likeliest(found, ours.dataset, copy)
    assert likeliest(found[1:], first.dataset, copy) is None


def test_git_knows_what_two_checkouts_began_with(tmp_path):
    mine = Repository(tmp_path / "meins")
    theirs = mine.copied(tmp_path / "ihres")
    for repository, text in ((mine, "meins"), (theirs, "ihres")):
        for file, data in edited(repository.data, ("energieerzeugung1", "summary", text)).items():
            (repository.data / file).write_bytes(data)
        repository.commit()
    mine.git("fetch", "-q", str(theirs.folder), "main")
    copy = DatasetCopy(theirs.data, open_document(theirs.data).dataset)

    known = common_version(mine.data, theirs.data)
    version = version_of_git(copy, known.commit, known.made, known.files, NOW)

    assert (True, 1) == (version.sure, version.differing)
    assert 0 == count_differences(version.dataset, open_document(SAMPLE).dataset)
    assert common_version(mine.data, tmp_path) is None


def test_git_settings_of_a_foreign_folder_run_no_program(tmp_path):
    mine = Repository(tmp_path / "meins")
    theirs = mine.copied(tmp_path / "ihres")
    proof = tmp_path / "gelaufen"
    script = tmp_path / "falle"
    script.write_text(f"#!/bin/sh\ntouch '{proof}'\n", encoding="utf-8")
    script.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "gpg.program", "diff.external", "core.sshCommand"):
        theirs.git("config", key, str(script))
    theirs.git("config", "log.showSignature", "true")
    hook = theirs.folder / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_bytes(script.read_bytes())

    assert common_version(mine.data, theirs.data) is not None
    assert not proof.exists()


_IDS = ("bauen1", "bauen3", "verkehr1", "verkehr3")
_EDITS = st.dictionaries(
    st.tuples(
        st.sampled_from(_IDS), st.sampled_from(("summary", "action_type", "outcome", "state_text"))
    ),
    st.sampled_from(("A", "B", "C")),
    max_size=5,
)


@settings(max_examples=25, deadline=None)
@given(ours=_EDITS, theirs=_EDITS)
def test_a_merge_holds_the_work_of_both_and_is_undone_in_one_step(ours, theirs):
    mine = document(*((*place, text) for place, text in ours.items()))
    other = document(*((*place, text) for place, text in theirs.items()))
    before = {file: dict(table.rows) for file, table in mine.dataset.tables.items()}

    result = difference(mine.dataset, other.dataset, document().dataset)
    batch = to_batch(mine.dataset, result.decisions, "x")
    mine.apply(batch)

    for place, text in ours.items():
        assert text == value(mine.dataset, *place)
    for place, text in theirs.items():
        assert place in ours or text == value(mine.dataset, *place)
    both = {place for place in ours.keys() & theirs.keys() if ours[place] != theirs[place]}
    asked = {d.record.id for d in result.differing if d.action is Action.CONFLICT}
    assert {measure for measure, _ in both} == asked
    mine.apply(batch.inverse())
    assert before == {file: dict(table.rows) for file, table in mine.dataset.tables.items()}


@pytest.mark.parametrize("base", [None, "same"])
def test_the_same_dataset_differs_in_nothing(base):
    result = difference(
        document().dataset, document().dataset, document().dataset if base else None
    )

    assert ((), (), ()) == (result.differing, result.new, result.gone)
