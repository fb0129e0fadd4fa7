"""Values from outside become proposals: nothing is nothing, lists are taken item by item."""

from __future__ import annotations

import pytest

from klimaeditor.diff.decide import Action, DecisionReason
from klimaeditor.exchange.proposals import (
    FileKind,
    FileProblem,
    Place,
    Returned,
    Said,
    against_each_other,
    alike,
    propose,
    to_batch,
)
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import StaleChangeError
from klimaeditor.model.values import ABSENT
from tests.dataset_builders import additional_row, dataset_of, measure_row, progress_row, rows

MAY = {"value": "in_progress", "date": "2025-05-01"}
JUNE = {"value": "completed", "date": "2025-06-01"}
JULY = {"value": "unknown", "date": "2025-07-01"}
SEVERE = FileProblem("formula", "Formel")
HARMLESS = FileProblem("own_columns", "Spalten", severe=False)


def dataset(summary: str = "alt", values=(MAY,)):
    """Return a dataset with one measure."""
    return dataset_of(
        rows([measure_row()], [additional_row(summary=summary)], [progress_row(values=[*values])])
    )


def proposed(found, base, returned, **more):
    return propose(found, Said(0, returned, base, **more))


@pytest.mark.parametrize(
    ("base", "current", "returned", "action"),
    [
        ("alt", "alt", "neu", Action.TAKE),
        ("alt", "neu", "neu", Action.EITHER),
        ("alt", "unser", "neu", Action.CONFLICT),
        ("alt", "alt", "", Action.TAKE),
        ("alt", "", "neu", Action.CONFLICT),
        ("alt", "", "", Action.EITHER),
        (ABSENT, "", "neu", Action.TAKE),
        (None, "", "neu", Action.TAKE),
    ],
)
def test_three_versions_decide(base, current, returned, action):
    (found,) = proposed(dataset(current), {"summary": base}, {"summary": returned})
    assert action is found.action
    assert (base, returned, current) == (found.base, found.returned, found.current)


@pytest.mark.parametrize("returned", ["alt", "alt  ", "alt\r\n"])
def test_noise_is_no_proposal(returned):
    assert () == proposed(dataset(), {"summary": "alt"}, {"summary": returned})


def test_what_only_we_changed_is_no_proposal():
    assert () == proposed(dataset("unser"), {"summary": "alt"}, {"summary": "alt"})


def test_nothing_has_one_form():
    assert all(alike(one, other) for one in ("", None, ABSENT, []) for other in ("", None, ABSENT))
    assert not alike("", 0)
    assert not alike(None, False)


def test_dated_values_are_decided_one_by_one():
    found = proposed(
        dataset(values=(MAY, JULY)), {"progress_values": [MAY]}, {"progress_values": [MAY, JUNE]}
    )
    assert [Place("progress_values", "2025-06-01")] == [p.place for p in found]


def test_a_list_with_a_day_twice_is_decided_as_a_whole():
    twice = [MAY, {**MAY, "value": "completed"}]
    (found,) = proposed(
        dataset(values=twice), {"progress_values": twice}, {"progress_values": [JUNE]}
    )
    assert (Place("progress_values"), Action.TAKE) == (found.place, found.action)


def test_accepted_items_come_in_by_their_date_and_go():
    ours = dataset(values=(MAY, JULY))
    found = proposed(ours, {"progress_values": [MAY, JULY]}, {"progress_values": [JUNE, JULY]})
    ours.apply(to_batch(ours, [(p, p.returned) for p in found], "Rücklauf"))
    assert [JUNE, JULY] == ours.view(0).value("progress_values")


def test_the_last_word_on_a_place_counts_and_one_step_takes_it_back():
    ours = dataset()
    before = dict(ours.tables[FileName.ADDITIONAL].rows)
    (found,) = proposed(ours, {"summary": "alt"}, {"summary": "neu"})
    batch = to_batch(ours, [(found, "neu"), (found, "von Hand")], "Rücklauf")
    ours.apply(batch)
    assert "von Hand" == ours.view(0).value("summary")
    ours.apply(batch.inverse())
    assert before == ours.tables[FileName.ADDITIONAL].rows


def test_a_measure_that_went_meanwhile_stops_everything():
    ours = dataset()
    (found,) = proposed(ours, {"summary": "alt"}, {"summary": "neu"})
    ours.tables[FileName.MEASURES].remove(0)
    with pytest.raises(StaleChangeError):
        to_batch(ours, [(found, "neu")], "")


@pytest.mark.parametrize(("problem", "expected"), [(SEVERE, False), (HARMLESS, True)])
def test_only_severe_problems_need_a_person(problem, expected):
    said = {Place("summary"): (problem,)}
    (found,) = proposed(dataset(), {"summary": "alt"}, {"summary": "neu"}, problems=said)
    assert expected is found.unproblematic


def test_problems_of_a_list_belong_to_its_items_and_the_other_way():
    one = {"problems": {Place("progress_values"): (SEVERE,)}}
    (item,) = proposed(
        dataset(), {"progress_values": [MAY]}, {"progress_values": [MAY, JUNE]}, **one
    )
    assert (SEVERE,) == item.problems
    other = {"problems": {Place("progress_values", "2025-06-01"): (SEVERE,)}}
    both = proposed(dataset(), {"progress_values": [MAY]}, {"progress_values": [JUNE]}, **other)
    assert {"2025-05-01": (), "2025-06-01": (SEVERE,)} == {p.place.item: p.problems for p in both}


def file_with(name: str, value: str, current: str = "alt") -> Returned:
    found = proposed(dataset(current), {"summary": "alt"}, {"summary": value})
    return Returned(name, name, FileKind.REQUEST, found, sender=f"Amt {name}")


def test_files_that_contradict_each_other_are_a_conflict_on_both_sides():
    first, second = against_each_other([file_with("A", "eins"), file_with("B", "zwei")])
    for returned, other in ((first, second), (second, first)):
        (found,) = returned.proposals
        assert (Action.CONFLICT, DecisionReason.BOTH_DIFFER) == (found.action, found.reason)
        assert [other.sender] == [rival.sender for rival in found.rivals]


def test_what_the_dataset_says_already_stays_done_beside_a_rival():
    first, second = against_each_other(
        [file_with("A", "eins", "eins"), file_with("B", "zwei", "eins")]
    )
    assert (Action.EITHER, Action.CONFLICT) == (
        first.proposals[0].action,
        second.proposals[0].action,
    )


def test_a_file_is_clean_when_nothing_needs_a_person():
    fine = file_with("A", "eins")
    assert fine.is_clean
    assert not Returned("B", "B", FileKind.REQUEST, problems=(SEVERE,)).is_clean
    assert Returned("B", "B", FileKind.REQUEST, problems=(HARMLESS,)).is_clean
