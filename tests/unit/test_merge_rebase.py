"""Somebody saved while we were editing: both survive, and their bytes stay (SAFE-06, SAFE-13)."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING

import pytest

from klimaeditor.diff.apply import to_batch
from klimaeditor.diff.compare import records_of
from klimaeditor.diff.rebase import rebase
from klimaeditor.document import open_document
from klimaeditor.model.changes import Batch, FileName, differences
from tests.dataset_builders import (
    additional_row,
    progress_row,
    sources_of,
    text_of,
    town,
    write_folder,
)
from tests.merge_helpers import copy_of, edit_field, opened, rebase_document, same_rows

if TYPE_CHECKING:
    from pathlib import Path


M, A, P, C = FileName


def lines_changed(before, after):
    """Return how many lines went and came, as git counts them."""
    diff = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    marks = [line[0] for line in list(diff)[2:]]
    return marks.count("-"), marks.count("+")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "daten", town())


def text_at(folder, file):
    return (folder / file).read_bytes().decode()


def tables_at(folder: Path) -> dict[FileName, list]:
    return {file: json.loads(text_at(folder, file)) for file in FileName}


def test_after_a_colleague_saved_both_changes_are_on_disk(folder):
    mine, colleague = open_document(folder), open_document(folder)
    edit_field(mine, "bauen1", summary="Von mir")
    edit_field(colleague, "bauen1", short_title="Vom Kollegen")
    edit_field(colleague, "verkehr1", cost_value=7)
    colleague.save()
    theirs = text_at(folder, A)

    rebased = rebase_document(mine)
    mine.save()

    assert () == rebased.conflicts
    assert (1, 1) == lines_changed(theirs, text_at(folder, A))
    view = open_document(folder).dataset.view(0)
    assert ("Vom Kollegen", "Von mir") == (view.value("short_title"), view.value("summary"))


@pytest.mark.real
def test_the_citys_own_files_change_in_one_line_each(real_dataset, tmp_path):
    folder = tmp_path / "stadt"
    folder.mkdir()
    for file in FileName:
        (folder / file).write_bytes((real_dataset / file).read_bytes())
    mine, colleague = open_document(folder), open_document(folder)
    first, second = (mine.view(key).id for key in mine.dataset.measure_keys()[:2])
    edit_field(mine, first, summary="Von mir", action_name="Von mir")
    edit_field(colleague, first, short_title="Vom Kollegen")
    edit_field(colleague, second, outcome="Vom Kollegen")
    colleague.save()
    theirs = {file: text_at(folder, file) for file in FileName}

    rebase_document(mine)
    mine.save()

    assert {M: (1, 1), A: (1, 1), P: (0, 0), C: (0, 0)} == {
        file: lines_changed(theirs[file], text_at(folder, file)) for file in FileName
    }


def test_without_changes_of_ours_their_files_stay_as_they_are(folder):
    mine, colleague = open_document(folder), open_document(folder)
    colleague.apply(colleague.plan_delete([0]))
    colleague.apply(colleague.plan_add("verkehr", "Neuer Radweg")[1])
    colleague.save()
    theirs = {file: text_at(folder, file) for file in FileName}

    rebase_document(mine)

    assert mine.is_saved
    mine.save()
    assert theirs == {file: text_at(folder, file) for file in FileName}


def test_records_they_put_into_another_order_stay_in_it(folder):
    mine = open_document(folder)
    edit_field(mine, "bauen3", summary="Von mir")
    tables = town()
    tables[A] = tables[A][::-1]
    write_folder(folder, tables)

    rebase_document(mine)
    mine.save()

    assert (1, 1) == lines_changed(text_of(tables[A]), text_at(folder, A))


def test_records_we_put_into_another_order_stay_in_it():
    sources = sources_of(town())
    ours = opened(sources)
    turned = dict(reversed(ours.tables[A].rows.items()))
    ours.apply(Batch("", differences(A, ours.tables[A].rows, turned)))
    theirs = town()
    theirs[A].insert(1, additional_row("bauen2"))
    rebased = rebase(records_of(sources), ours, sources_of(theirs))

    assert ["verkehr3", "verkehr1", "bauen3", "bauen1", "bauen2"] == [
        row["id"] for row in rebased.rows[A].values()
    ]


def test_where_both_put_records_into_another_order_theirs_stays():
    sources = sources_of(town())
    ours = opened(sources)
    turned = dict(reversed(ours.tables[A].rows.items()))
    ours.apply(Batch("", differences(A, ours.tables[A].rows, turned)))
    theirs = town()
    theirs[A] = [*theirs[A][1:], theirs[A][0]]
    rebased = rebase(records_of(sources), ours, sources_of(theirs))

    assert [row["id"] for row in theirs[A]] == [row["id"] for row in rebased.rows[A].values()]


def test_blanks_that_a_colleague_removed_do_not_come_back(folder):
    tables = town()
    tables[A][0]["summary"] = "Text mit Rest  "
    write_folder(folder, tables)
    mine, colleague = open_document(folder), open_document(folder)
    edit_field(colleague, "bauen1", summary="Text mit Rest")
    colleague.save()
    edit_field(mine, "bauen1", short_title="Von mir")

    rebase_document(mine)

    assert "Text mit Rest" == mine.view(0).value("summary")


def test_undo_gives_back_what_was_shown_before(folder):
    mine, colleague = open_document(folder), open_document(folder)
    edit_field(mine, "bauen1", summary="Von mir")
    before = copy_of(mine.dataset)
    colleague.apply(colleague.plan_delete([0, 3]))
    edit_field(colleague, "bauen3", summary="Vom Kollegen")
    colleague.save()

    rebased = rebase_document(mine)
    mine.apply(rebased.batch.inverse())

    for file, table in mine.dataset.tables.items():
        assert same_rows(before.tables[file].rows, table.rows)


def test_conflicts_are_settled_in_a_second_step(folder):
    mine, colleague = open_document(folder), open_document(folder)
    edit_field(mine, "bauen1", summary="Von mir", short_title="Meiner")
    edit_field(colleague, "bauen1", summary="Vom Kollegen", short_title="Seiner", cost_value=7)
    colleague.save()

    rebased = rebase_document(mine)
    edit_field(mine, "bauen1", cost_value=8)
    summary = next(d for d in rebased.conflicts if d.field.path == ("summary",))
    mine.apply(to_batch(mine.dataset, rebased.conflicts, "", {summary.key: summary.theirs}))

    view = mine.view(0)
    assert 2 == len(rebased.conflicts)
    assert ["Vom Kollegen", "Meiner", 8] == [
        view.value(name) for name in ("summary", "short_title", "cost_value")
    ]


def test_a_measure_we_removed_while_they_worked_elsewhere_goes_without_a_question(folder):
    mine, colleague = open_document(folder), open_document(folder)
    mine.apply(mine.plan_delete([0]))
    edit_field(colleague, "bauen3", summary="Vom Kollegen")
    colleague.save()

    assert () == rebase_document(mine).conflicts
    mine.save()
    assert {"bauen1"}.isdisjoint(row["id"] for row in tables_at(folder)[M] + tables_at(folder)[A])


def test_a_text_they_removed_is_no_removed_measure():
    sources = sources_of(town())
    ours = opened(sources)
    progress = ours.tables[P].rows
    ours.apply(Batch("", differences(P, progress, progress | {9: progress_row("bauen1")})))
    theirs = town()
    del theirs[M][0]["Action outline"]["Action type"]
    rebased = rebase(records_of(sources), ours, sources_of(theirs))

    assert () == rebased.conflicts
    assert "bauen1" in {row["id"] for row in rebased.rows[P].values()}


def test_the_step_is_called_as_the_caller_says():
    sources = sources_of(town())
    ours = opened(sources)
    base = records_of(sources)
    labels = [rebase(base, ours, sources, *name).batch.label for name in ((), ("X",))]

    assert "X" == labels[1] != labels[0]
    assert labels[0]


def test_records_without_an_id_are_not_taken_for_one_measure():
    tables = town()
    tables[M] += [{"category": "Eins"}, {"category": "Zwei"}]
    sources = sources_of(tables)
    ours = opened(sources)
    eight = ours.measures[8] | {"category": "Von mir"}
    ours.apply(Batch("", differences(M, ours.measures, ours.measures | {8: eight})))
    tables[M].pop(7)
    rebased = rebase(records_of(sources), ours, sources_of(tables))

    assert () == rebased.conflicts
    assert ["Von mir"] == [r["category"] for r in rebased.rows[M].values() if "id" not in r]


def test_a_measure_they_removed_while_we_worked_on_it_stays_until_somebody_chooses(folder):
    mine, colleague = open_document(folder), open_document(folder)
    edit_field(mine, "verkehr3", summary="Von mir")
    colleague.apply(colleague.plan_delete([colleague.dataset.find("verkehr3")]))
    colleague.save()

    rebased = rebase_document(mine)
    key = mine.dataset.find("verkehr3")

    assert "Von mir" == mine.view(key).value("summary")
    assert [M, A, P] == [d.record.file for d in rebased.conflicts]

    measure = rebased.conflicts[0]
    mine.apply(to_batch(mine.dataset, rebased.conflicts, "", {measure.key: measure.theirs}))

    assert mine.is_saved


def test_a_measure_we_removed_while_they_worked_on_it_can_come_back(folder):
    mine, colleague = open_document(folder), open_document(folder)
    mine.apply(mine.plan_delete([mine.dataset.find("verkehr1")]))
    edit_field(colleague, "verkehr1", summary="Vom Kollegen")
    colleague.save()

    rebased = rebase_document(mine)
    measure = next(d for d in rebased.conflicts if d.record.file is M)
    mine.apply(to_batch(mine.dataset, rebased.conflicts, "", {measure.key: measure.theirs}))

    assert mine.is_saved
    assert "Vom Kollegen" == mine.view(mine.dataset.find("verkehr1")).value("summary")


def test_a_second_colleague_finds_the_same_order_of_things(folder):
    mine, colleague = open_document(folder), open_document(folder)
    edit_field(mine, "bauen1", summary="Von mir")
    for number in (1, 2):
        edit_field(colleague, "bauen1", short_title=f"Vom Kollegen {number}")
        colleague.save()
        rebase_document(mine)

    assert not mine.is_saved
    mine.save()
    assert "Vom Kollegen 2" == open_document(folder).dataset.view(0).value("short_title")
