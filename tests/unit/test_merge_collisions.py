"""Two people added a measure each, and both measures got the same id (WEB-09)."""

from __future__ import annotations

import copy
import random
from typing import TYPE_CHECKING

import pytest

from klimaeditor.diff.apply import to_batch
from klimaeditor.diff.compare import keyed_like, records_of
from klimaeditor.diff.rebase import rebase
from klimaeditor.document import open_document
from klimaeditor.model.changes import Batch, FileName, differences
from tests.dataset_builders import (
    additional_row,
    measure_row,
    progress_row,
    sources_of,
    town,
    write_folder,
)
from tests.merge_helpers import (
    TOKENS,
    base_side,
    one_side,
    opened,
    rebase_document,
    strangers,
    titled,
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


def test_a_new_id_is_none_that_we_gave_to_another_measure_or_took_away(folder):
    mine, colleague = open_document(folder), open_document(folder)
    for title in ("Dämmung", "Dachgrün", "Lehmbau"):
        add(mine, title)
    mine.apply(mine.plan_delete([mine.dataset.find("bauen6")]))
    add(colleague, "Holzbau")
    colleague.save()

    rebased = rebase_document(mine)

    assert (("bauen4", "bauen7"),) == rebased.renumbered


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


def test_a_record_that_waited_is_left_and_what_we_wrote_into_it_goes_with_our_measure():
    tables = town()
    tables[P].append(progress_row("bauen4"))
    sources = sources_of(tables)
    ours = opened(sources)
    ours.apply(Batch("", differences(M, ours.measures, ours.measures | {7: titled("bauen4", "X")})))
    waiting = ours.tables[P].rows
    mine = waiting | {max(waiting): progress_row("bauen4", unit="Von uns")}
    ours.apply(Batch("", differences(P, waiting, mine)))
    tables[M].append(titled("bauen4", "Y"))
    tables[P][-1]["unit"] = "Von ihnen"
    rebased = rebase(records_of(sources), ours, sources_of(tables))

    assert ((("bauen4", "bauen5"),), ()) == (rebased.renumbered, rebased.conflicts)
    units = {row["id"]: row.get("unit") for row in rebased.rows[P].values()}
    assert ("Von ihnen", "Von uns") == (units["bauen4"], units["bauen5"])
    ours.apply(rebased.batch)
    assert "Von uns" == ours.view(7).progress["unit"]


def test_companions_that_waited_for_nobody_do_not_become_those_of_our_measure():
    """Theirs has a record under the id of our new measure, and no measure for it."""
    sources = sources_of(town())
    for unit, renumbered in (("Ihres", (("bauen4", "bauen5"),)), ("Unseres", ())):
        ours = opened(sources)
        measures = ours.measures | {7: titled("bauen4", "X")}
        ours.apply(Batch("", differences(M, ours.measures, measures)))
        mine = ours.tables[P].rows
        added = mine | {9: progress_row("bauen4", unit="Unseres")}
        ours.apply(Batch("", differences(P, mine, added)))
        theirs = town()
        theirs[P].append(progress_row("bauen4", unit=unit))
        rebased = rebase(records_of(sources), ours, sources_of(theirs))

        assert renumbered == rebased.renumbered
        ours.apply(rebased.batch)
        assert "Unseres" == ours.view(7).progress["unit"]


def test_where_no_id_can_be_made_nothing_of_theirs_comes_into_ours():
    sources = sources_of(town())
    ours = opened(sources)
    row = titled("x1", "Unsere") | {"categoryId": "Ä"}
    ours.apply(Batch("", differences(M, ours.measures, ours.measures | {7: row})))
    theirs = town()
    theirs[M].append(titled("x1", "Ihre") | {"categoryId": "Ä", "Implementation": {"x": "Ihre"}})
    theirs[A].append(additional_row("x1"))
    rebased = rebase(records_of(sources), ours, sources_of(theirs))

    assert [row] == [r for r in rebased.rows[M].values() if r["id"] == "x1"]
    assert [] == [r for r in rebased.rows[A].values() if r["id"] == "x1"]
    assert {M, A} == {d.record.file for d in rebased.conflicts}
    ours.apply(rebased.batch)
    choices = {d.key: d.theirs for d in rebased.conflicts}
    ours.apply(to_batch(ours, rebased.conflicts, "", choices))
    assert "Ihre" == ours.measures[7]["Implementation"]["x"]
    assert additional_row("x1") == ours.view(7).additional


def test_two_new_measures_without_id_are_two_measures():
    sources = sources_of(town())
    ours = opened(sources)
    ours.apply(Batch("", differences(M, ours.measures, ours.measures | {7: {"category": "A"}})))
    theirs = town()
    theirs[M] += [{"category": "B"}, {"category": "C"}]
    rebased = rebase(records_of(sources), ours, sources_of(theirs))

    assert () == rebased.conflicts
    assert {"A", "B", "C"} == {r["category"] for r in rebased.rows[M].values() if "id" not in r}
    theirs[M][-1] = {"category": "A"}
    rebased = rebase(records_of(sources), ours, sources_of(theirs))
    assert ["B", "A"] == [r["category"] for r in rebased.rows[M].values() if "id" not in r]


@pytest.mark.parametrize("start", range(0, 400, 100))
def test_no_measure_gets_companions_of_another_when_a_colleague_saved(start):
    for seed in range(start, start + 100):
        random_ = random.Random(seed)  # noqa: S311 - edits, no secrets
        base = base_side(random_)
        mine, theirs = (one_side(random_, base, side) for side in TOKENS)
        sources = sources_of(base)
        ours = opened(sources)
        for file in FileName:
            rows = ours.tables[file].rows
            ours.apply(Batch("", differences(file, rows, keyed_like(mine[file], rows))))
        rebased = rebase(records_of(sources), ours, sources_of(theirs))

        renumbered = dict(rebased.renumbered)
        moved = copy.deepcopy(mine)
        for row in moved[M]:
            row["id"] = renumbered.get(row["id"], row["id"])
        merged = {file: list(rows.values()) for file, rows in rebased.rows.items()}
        assert set() == strangers(base, moved, theirs, merged), seed
        assert {row["id"] for row in moved[M] + theirs[M]} == {row["id"] for row in merged[M]}


def test_keys_of_records_that_were_undone_are_not_given_to_theirs(folder):
    mine, colleague = open_document(folder), open_document(folder)
    _, batch = mine.plan_add("bauen", "Dämmung")
    mine.apply(batch)
    mine.apply(batch.inverse())
    add(colleague, "Holzbau")
    colleague.save()

    rebase_document(mine)

    assert 8 == mine.dataset.find("bauen4")
