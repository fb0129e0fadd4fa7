"""Carrying out decisions: one step, nothing else touched, undo gives everything back."""

from __future__ import annotations

import pytest
from hypothesis import given

from klimaeditor.diff.apply import to_batch
from klimaeditor.diff.compare import compare, snapshot
from klimaeditor.diff.decide import Action, DecisionReason, conflicts, decide, link
from klimaeditor.model.changes import Batch, FileName, differences
from klimaeditor.model.errors import StaleChangeError
from klimaeditor.model.records import Dataset
from klimaeditor.model.values import ABSENT, same
from klimaeditor.site.muenster import MUENSTER, muenster
from tests.dataset_builders import additional_row, dataset_of, measure_row, progress_row, rows, town
from tests.json_strategies import records
from tests.merge_helpers import (
    additional_records,
    copy_of,
    only,
    progress_records,
    same_rows,
    versions,
)

M, A, P, C = FileName
GONE, BACK = DecisionReason.REMOVED_THEIRS_EDITED_OURS, DecisionReason.REMOVED_OURS_EDITED_THEIRS


def without(tables, *ids):
    """Return the tables without some measures and what belongs to them."""
    return {
        file: [row for row in found if file is C or row["id"] not in ids]
        for file, found in tables.items()
    }


def changed(tables, file, record, **values):
    """Return the tables with other values in one record."""
    return tables | {file: [row | values if row["id"] == record else row for row in tables[file]]}


def applied(dataset, decisions, choices=None):
    """Carry decisions out and return the records by file, after a check that undo works."""
    before = copy_of(dataset)
    batch = to_batch(dataset, decisions, "Abgleich", choices or {})
    dataset.apply(batch)
    after = {file: list(table.rows.values()) for file, table in dataset.tables.items()}
    dataset.apply(batch.inverse())
    for file, table in dataset.tables.items():
        assert same_rows(before.tables[file].rows, table.rows)
    return after


def ids(after, file):
    return [row["id"] for row in after[file]]


@given(versions(records, count=2, size=5))
def test_the_differences_lead_from_one_table_to_the_other_and_back(tables):
    old, new = tables
    dataset = Dataset.keyed({A: old}, muenster())
    batch = Batch("", differences(A, old, new))
    dataset.apply(batch)

    assert same_rows(new, dataset.tables[A].rows)

    dataset.apply(batch.inverse())

    assert same_rows(old, dataset.tables[A].rows)


def test_nothing_differs_where_nothing_differs():
    table = dataset_of(town()).tables[M].rows

    assert () == differences(M, table, dict(table))


def test_differences_are_as_deep_as_they_can_be():
    old, new = additional_row("a"), additional_row("a")
    new["cost"] = {"value": 2, "quantity": None, "unit": "t"}
    found = differences(A, {0: old}, {0: new})

    assert [("cost", "until_in_years"), ("cost", "value"), ("cost", "unit")] == [
        change.path for change in found
    ]


def test_only_the_record_that_moved_is_moved():
    table = {key: {"id": str(key)} for key in range(5)}
    moved = {key: table[key] for key in (0, 2, 3, 1, 4)}
    found = differences(A, table, moved)

    assert {1} == {change.record for change in found}
    assert 2 == len(found)


@given(versions(progress_records))
def test_the_batch_does_what_the_decisions_say(tables):
    base, ours, theirs = (only(P, found) for found in tables)
    decisions = link(decide(*snapshot(MUENSTER, base, ours, theirs), exact=True))
    dataset = Dataset.keyed(ours, muenster())
    dataset.apply(to_batch(dataset, decisions, ""))
    left = decide(*snapshot(MUENSTER, base, only(P, dataset.tables[P].rows), theirs), exact=True)

    assert not [d for d in left if d.action is Action.TAKE and d.theirs not in ({}, [])]
    assert {d.key for d in conflicts(decisions)} == {d.key for d in conflicts(left)}


@given(versions(additional_records))
def test_choosing_theirs_everywhere_gives_theirs(tables):
    base, ours, theirs = (only(A, found) for found in tables)
    decisions = decide(*snapshot(MUENSTER, base, ours, theirs), exact=True)
    dataset = Dataset.keyed(ours, muenster())
    dataset.apply(to_batch(dataset, decisions, "", {d.key: d.theirs for d in decisions}))
    result = only(A, dataset.tables[A].rows)
    left = decide(*snapshot(MUENSTER, theirs, theirs, result), exact=True)

    assert [] == [d.key for d in left if d.theirs not in ({}, [])]


@given(versions(additional_records))
def test_choosing_ours_everywhere_changes_nothing(tables):
    base, ours, theirs = (only(A, found) for found in tables)
    decisions = decide(*snapshot(MUENSTER, base, ours, theirs))
    dataset = Dataset.keyed(ours, muenster())
    batch = to_batch(dataset, decisions, "", {d.key: d.ours for d in decisions})

    assert () == batch.changes


def test_a_field_they_changed_is_taken_and_nothing_else():
    dataset = dataset_of(town())
    theirs = changed(town(), A, "bauen1", summary="Neu gesagt")
    batch = to_batch(dataset, compare(dataset, town(), theirs), "Rücklauf Bauen")

    assert "Rücklauf Bauen" == batch.label
    assert [(A, ("summary",), "Neu gesagt")] == [(c.file, c.path, c.after) for c in batch.changes]


def test_new_keys_come_in_where_they_have_them():
    base = rows(additional=[{"id": "bauen1", "x": 1, "y": 2}])
    ours = rows(additional=[{"id": "bauen1", "own": 0, "x": 1, "y": 2}])
    theirs = rows(additional=[{"id": "bauen1", "x": 1, "new": 3, "newer": {"a": 4}, "y": 2}])
    dataset = dataset_of(ours)
    after = applied(dataset, compare(dataset, base, theirs))

    assert ["id", "own", "x", "new", "newer", "y"] == list(after[A][0])


def test_a_new_measure_comes_in_where_they_have_it_with_its_companions():
    theirs = town()
    theirs[M].insert(1, measure_row("bauen9"))
    theirs[M].insert(2, measure_row("bauen10"))
    theirs[M].insert(0, measure_row("bauen0"))
    theirs[A].insert(1, additional_row("bauen9"))
    dataset = dataset_of(without(town(), "verkehr1"))
    after = applied(dataset, compare(dataset, town(), theirs))

    assert ["bauen0", "bauen1", "bauen9", "bauen10", "bauen2", "bauen3"] == ids(after, M)[:6]
    assert ["bauen1", "bauen9", "bauen3"] == ids(after, A)[:3]


def test_a_measure_behind_one_that_we_removed_follows_the_one_before():
    theirs = town()
    theirs[M].insert(2, measure_row("bauen9"))
    dataset = dataset_of(without(town(), "bauen2"))
    after = applied(dataset, compare(dataset, town(), theirs))

    assert ["bauen1", "bauen9", "bauen3"] == ids(after, M)[:3]


def test_a_measure_they_removed_goes_with_its_companions():
    dataset = dataset_of(town())
    after = applied(dataset, compare(dataset, town(), without(town(), "verkehr3")))

    assert all("verkehr3" not in ids(after, file) for file in (M, A, P))
    assert 6 == len(after[M])


def test_both_dated_values_survive():
    def with_value(value, date):
        values = [{"value": "in_progress", "date": "2025-05-01"}, {"value": value, "date": date}]
        return rows(progress=[progress_row(values=values)])

    ours, theirs = with_value("completed", "2026-02-01"), with_value("unknown", "2025-12-01")
    dataset = dataset_of(ours)
    decisions = compare(dataset, rows(), theirs)
    after = applied(dataset, decisions)

    assert [] == list(conflicts(decisions))
    assert ["2025-05-01", "2025-12-01", "2026-02-01"] == [v["date"] for v in after[P][0]["values"]]


def test_the_same_day_with_another_value_is_a_conflict():
    def with_value(value):
        return rows(progress=[progress_row(values=[{"value": value, "date": "2025-05-01"}])])

    dataset = dataset_of(with_value("completed"))
    decisions = compare(dataset, rows(), with_value("unknown"))
    chosen = applied(dataset, decisions, {d.key: d.theirs for d in decisions})

    assert ["2025-05-01"] == [d.field.item for d in conflicts(decisions)]
    assert "completed" == applied(dataset, decisions)[P][0]["values"][0]["value"]
    assert "unknown" == chosen[P][0]["values"][0]["value"]


def test_a_list_whose_items_both_removed_half_of_stays_as_an_empty_list():
    one, two = ({"value": 1, "date": f"202{n}-05-01"} for n in (4, 5))
    base, ours, theirs = (
        rows(progress=[progress_row(values=values)]) for values in ([one, two], [two], [one])
    )
    dataset = dataset_of(ours)

    assert [] == applied(dataset, compare(dataset, base, theirs))[P][0]["values"]


def test_a_list_they_emptied_is_an_empty_list():
    dataset = dataset_of(rows())
    theirs = rows(progress=[progress_row(values=[])])

    assert [] == applied(dataset, compare(dataset, rows(), theirs))[P][0]["values"]


def test_choosing_ours_where_they_emptied_a_list_leaves_ours():
    link = {"title": "Seite", "url": "https://example.org"}
    base, ours, theirs = (
        rows(additional=[additional_row() | extra])
        for extra in ({}, {"links": [link]}, {"links": []})
    )
    dataset = dataset_of(ours)
    decisions = compare(dataset, base, theirs)
    after = applied(dataset, decisions, {d.key: d.ours for d in decisions})

    assert [link] == after[A][0]["links"]


def test_a_category_called_like_a_measure_is_not_part_of_it():
    ours, base, theirs = town(), town(), without(town(), "verkehr3")
    for tables in (ours, base, theirs):
        tables[C] = [*tables[C], {"id": "verkehr3", "description": "x"}]
    ours[C][-1] = {"id": "verkehr3", "description": "y"}
    dataset = dataset_of(ours)

    assert () == conflicts(compare(dataset, base, theirs))


def test_keys_of_records_that_were_undone_are_not_given_to_theirs():
    dataset = dataset_of(town())
    batch = Batch("", differences(M, dataset.measures, dataset.measures | {7: {"id": "x"}}))
    dataset.apply(batch)
    dataset.apply(batch.inverse())
    theirs = town()
    theirs[M].append(measure_row("bauen9"))

    assert [8] == [d.record.key for d in compare(dataset, town(), theirs)]
    assert [8] == [d.record.key for d in compare(dataset, theirs, theirs)]


def test_a_conflict_waits_for_a_choice():
    dataset = dataset_of(changed(town(), A, "bauen1", summary="Unser"))
    decisions = compare(dataset, town(), changed(town(), A, "bauen1", summary="Ihr"))
    key = decisions[0].key

    assert "Unser" == applied(dataset, decisions)[A][0]["summary"]
    assert "Ihr" == applied(dataset, decisions, {key: "Ihr"})[A][0]["summary"]
    assert "Beide" == applied(dataset, decisions, {key: "Beide"})[A][0]["summary"]
    assert "summary" not in applied(dataset, decisions, {key: ABSENT})[A][0]


def test_noise_of_excel_makes_no_batch():
    dataset = dataset_of(changed(town(), A, "bauen1", summary="Zeile 1\nZeile 2", x=350.0))
    base = {file: list(table.rows.values()) for file, table in dataset.tables.items()}
    theirs = changed(base, A, "bauen1", summary="Zeile 1 \r\nZeile 2\n", x=350)

    assert () == compare(dataset, base, theirs)
    assert 2 == len(compare(dataset, base, theirs, exact=True))


def test_what_a_part_does_not_hold_is_left_alone():
    dataset = dataset_of(town())
    part = {M: town()[M][2:3]}
    decisions = compare(dataset, part, {M: [part[M][0] | {"category": "Neu"}]})

    assert [("bauen3", ("category",))] == [(d.record.id, d.field.path) for d in decisions]


@pytest.mark.parametrize("file", [M, A, P])
def test_removing_a_measure_that_we_worked_on_is_a_conflict_altogether(file):
    dataset = dataset_of(changed(town(), file, "verkehr3", note="von uns"))
    decisions = compare(dataset, town(), without(town(), "verkehr3"))

    assert {(M, GONE), (A, GONE), (P, GONE)} == {(d.record.file, d.reason) for d in decisions}
    assert {Action.CONFLICT} == {d.action for d in decisions}
    assert () == to_batch(dataset, decisions, "").changes


@pytest.mark.parametrize("file", [M, A, P])
def test_a_measure_we_removed_and_they_worked_on_is_a_conflict_altogether(file):
    dataset = dataset_of(without(town(), "verkehr3"))
    decisions = compare(dataset, town(), changed(town(), file, "verkehr3", note="von ihnen"))

    assert {(M, BACK), (A, BACK), (P, BACK)} == {(d.record.file, d.reason) for d in decisions}
    assert () == to_batch(dataset, decisions, "").changes


def test_a_companion_we_added_to_a_measure_they_removed_is_part_of_the_conflict():
    ours = town()
    ours[A].append(additional_row("bauen2"))
    dataset = dataset_of(ours)
    decisions = compare(dataset, town(), without(town(), "bauen2"))
    measure = next(d for d in decisions if d.record.file is M)
    after = applied(dataset, decisions, {measure.key: measure.theirs})

    assert {GONE} == {d.reason for d in decisions}
    assert all("bauen2" not in ids(after, file) for file in (M, A, P))


def test_what_is_chosen_for_a_measure_holds_for_its_companions():
    dataset = dataset_of(without(town(), "verkehr3"))
    theirs = changed(town(), P, "verkehr3", note="von ihnen")
    decisions = compare(dataset, town(), theirs)
    measure = next(d for d in decisions if d.record.file is M)
    after = applied(dataset, decisions, {measure.key: measure.theirs})

    assert all(same(theirs[file], after[file]) for file in FileName)
    assert () == to_batch(dataset, decisions, "", {measure.key: measure.ours}).changes


def test_what_is_chosen_for_a_companion_itself_stays():
    dataset = dataset_of(changed(town(), A, "verkehr3", summary="von uns"))
    decisions = compare(dataset, town(), without(town(), "verkehr3"))
    measure, additional, _ = decisions
    choices = {measure.key: measure.theirs, additional.key: additional.ours}
    after = applied(dataset, decisions, choices)

    assert [False, True, False] == ["verkehr3" in ids(after, file) for file in (M, A, P)]


def test_a_measure_they_removed_and_we_left_alone_is_no_conflict_because_of_others():
    dataset = dataset_of(changed(town(), A, "verkehr1", summary="von uns"))
    decisions = compare(dataset, town(), without(town(), "verkehr3"))

    assert () == conflicts(decisions)


def test_a_record_that_is_there_already_is_not_added_again():
    dataset = dataset_of(town())
    theirs = town()
    theirs[M].append(measure_row("bauen9"))
    decisions = compare(dataset, town(), theirs)
    dataset.apply(to_batch(dataset, decisions, ""))

    assert () == to_batch(dataset, decisions, "").changes


def test_a_key_that_was_given_away_meanwhile_is_not_taken_from_its_record():
    dataset = dataset_of(town())
    theirs = town()
    theirs[M].append(measure_row("bauen9"))
    decisions = compare(dataset, town(), theirs)
    own = measure_row("verkehr9")
    dataset.apply(Batch("", differences(M, dataset.measures, dataset.measures | {7: own})))
    dataset.apply(to_batch(dataset, decisions, ""))

    assert dataset.find("verkehr9") == 7
    assert dataset.find("bauen9") == 8


def test_of_two_records_whose_keys_were_given_away_none_takes_the_place_of_the_other():
    dataset = dataset_of(town())
    theirs = town()
    theirs[M] += [measure_row("bauen8"), measure_row("bauen9")]
    decisions = compare(dataset, town(), theirs)
    own = measure_row("verkehr9")
    dataset.apply(Batch("", differences(M, dataset.measures, dataset.measures | {7: own})))
    dataset.apply(to_batch(dataset, decisions, ""))

    assert [7, 8, 9] == [dataset.find(record) for record in ("verkehr9", "bauen8", "bauen9")]


def test_a_record_that_went_meanwhile_is_not_written_to():
    dataset = dataset_of(town())
    decisions = compare(dataset, town(), changed(town(), A, "bauen1", summary="Neu"))
    rows_left = {k: row for k, row in dataset.tables[A].rows.items() if row["id"] != "bauen1"}
    dataset.apply(Batch("", differences(A, dataset.tables[A].rows, rows_left)))

    with pytest.raises(StaleChangeError):
        to_batch(dataset, decisions, "")
