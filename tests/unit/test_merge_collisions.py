"""Two people added a measure each, and both measures got the same id (WEB-09)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from klimaeditor.catalogue import FileName
from klimaeditor.changes import Batch
from klimaeditor.document import open_document
from klimaeditor.merge.align import records_of
from klimaeditor.merge.differences import differences
from klimaeditor.merge.rebase import rebase
from tests.dataset_builders import (
    measure_row,
    progress_row,
    sources_of,
    town,
    write_folder,
)
from tests.merge_helpers import (
    opened,
    rebase_document,
)

if TYPE_CHECKING:
    from pathlib import Path

M, A, P, C = FileName


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "daten", town())


def add(document, title, category="bauen"):
    key, batch = document.plan_add(category, title)
    document.apply(batch)
    return key


def test_two_new_measures_with_the_same_id_both_stay(folder):
    mine, colleague = open_document(folder), open_document(folder)
    key = add(mine, "Dämmung")
    mine.apply(mine.plan_edit(key, {"progress_type": "percent", "summary": "Von mir"}))
    add(colleague, "Holzbau")
    colleague.save()

    rebased = rebase_document(mine)

    assert (("bauen4", "bauen5"),) == rebased.renumbered
    assert () == rebased.conflicts
    titles = {row["id"]: mine.dataset.view(k).title for k, row in mine.dataset.measures.items()}
    assert {"bauen4": "Holzbau", "bauen5": "Dämmung"}.items() <= titles.items()
    assert ["Von mir", "percent"] == [
        mine.view(key).value(name) for name in ("summary", "progress_type")
    ]
    mine.save()
    assert open_document(folder).dataset.find("bauen5") is not None


def test_each_of_several_new_measures_gets_an_id_of_its_own(folder):
    mine, colleague = open_document(folder), open_document(folder)
    for title in ("Dämmung", "Dachgrün"):
        add(mine, title)
    for title in ("Holzbau", "Solardach", "Lehmbau"):
        add(colleague, title)
    colleague.save()

    rebased = rebase_document(mine)

    assert (("bauen4", "bauen7"), ("bauen5", "bauen8")) == rebased.renumbered
    assert 12 == len({row["id"] for row in mine.dataset.measures.values()})


def test_the_same_new_measure_on_both_sides_is_one_measure(folder):
    mine, colleague = open_document(folder), open_document(folder)
    key = add(mine, "Dämmung")
    mine.apply(mine.plan_edit(key, {"summary": "Von mir"}))
    other = add(colleague, "Dämmung ")
    colleague.apply(colleague.plan_edit(other, {"cost_value": 5, "outcome": "Weniger Gas"}))
    colleague.save()

    rebased = rebase_document(mine)

    assert () == rebased.renumbered + rebased.conflicts
    assert ["Von mir", 5, "Weniger Gas"] == [
        mine.view(key).value(name) for name in ("summary", "cost_value", "outcome")
    ]
    assert 8 == len(mine.dataset.measures)


def test_an_untouched_copy_of_the_same_measure_is_one_measure():
    sources = sources_of(town())
    ours = opened(sources)
    untitled = {"id": "x1", "categoryId": "x", "category": "X"}
    ours.apply(Batch("", differences(M, ours.measures, ours.measures | {7: untitled})))
    theirs = town()
    theirs[M].append(dict(reversed(untitled.items())))
    rebased = rebase(records_of(sources), ours, sources_of(theirs))

    assert () == rebased.renumbered + rebased.conflicts
    assert 8 == len(rebased.rows[M])


@pytest.mark.parametrize("category", ["Ä", None])
def test_where_no_id_can_be_made_the_two_are_merged_like_any_record(category):
    sources = sources_of(town())
    ours = opened(sources)
    row = measure_row("x1") | {"categoryId": category}
    ours.apply(Batch("", differences(M, ours.measures, ours.measures | {7: row})))
    theirs = town()
    theirs[M].append(row | {"Action outline": {"Action name": "Anderes"}})
    rebased = rebase(records_of(sources), ours, sources_of(theirs))

    assert () == rebased.renumbered
    assert [("Action outline", "Action name")] == [d.field.path for d in rebased.conflicts]


def test_a_record_that_waited_for_its_measure_keeps_its_id():
    tables = town()
    tables[P].append(progress_row("bauen4"))
    sources = sources_of(tables)
    ours = opened(sources)
    row = measure_row("bauen4") | {"Action outline": {"Action name": "Meins"}}
    ours.apply(Batch("", differences(M, ours.measures, ours.measures | {7: row})))
    tables[M].append(measure_row("bauen4"))
    rebased = rebase(records_of(sources), ours, sources_of(tables))

    assert (("bauen4", "bauen5"),) == rebased.renumbered
    assert "bauen4" == list(rebased.rows[P].values())[-1]["id"]


def test_measures_without_id_are_no_collision():
    sources = sources_of(town())
    ours = opened(sources)
    ours.apply(Batch("", differences(M, ours.measures, ours.measures | {7: {"category": "A"}})))
    theirs = town()
    theirs[M].append({"category": "B"})
    rebased = rebase(records_of(sources), ours, sources_of(theirs))

    assert [("category",)] == [d.field.path for d in rebased.conflicts]


def test_keys_of_records_that_were_undone_are_not_given_to_theirs(folder):
    mine, colleague = open_document(folder), open_document(folder)
    _, batch = mine.plan_add("bauen", "Dämmung")
    mine.apply(batch)
    mine.apply(batch.inverse())
    add(colleague, "Holzbau")
    colleague.save()

    rebase_document(mine)

    assert 8 == mine.dataset.find("bauen4")
