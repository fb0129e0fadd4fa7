"""The dataset in memory: joins like the site's, all or nothing, faulty records included."""

from __future__ import annotations

import pytest

from klimaeditor.model.changes import Batch, Change, FileName
from klimaeditor.model.errors import EditError, StaleChangeError
from klimaeditor.model.fieldtypes import Profile
from klimaeditor.model.records import Dataset, RecordTable, category_names
from klimaeditor.model.values import ABSENT
from tests.dataset_builders import (
    additional_row,
    category_row,
    dataset_of,
    measure_row,
    progress_row,
    rows,
    town,
)

M, A, P, C = FileName


def content(dataset: Dataset) -> str:
    """Return all records with their keys and places, and the index of their ids."""
    return repr([(t.rows, sorted(t.keys_by_id.items())) for t in dataset.tables.values()])


def image(dataset: Dataset) -> str:
    """Return everything a dataset holds."""
    books = [table.next_key for table in dataset.tables.values()]
    return content(dataset) + repr((books, dataset.retired_ids, dataset.former_categories))


def batch(*changes: Change) -> Batch:
    return Batch("", changes)


def test_a_measure_is_seen_with_its_companions():
    view = dataset_of(rows()).view(0)

    assert ("bauen1", Profile.MEASURE, "Kurz bauen1") == (view.id, view.profile, view.title)
    assert ["bauen1", "bauen1", "bauen1", "bauen"] == [view.row(file)["id"] for file in FileName]
    assert (1000, ABSENT) == (view.value("cost_value"), view.value("state_text"))


def test_a_measure_without_companions_has_no_values_there():
    view = dataset_of(rows(additional=[], progress=[], categories=[])).view(0)

    assert [True, False, False, False] == [view.row(file) is not None for file in FileName]
    assert ABSENT is view.value("cost_value") is view.value("category_description")


def test_the_first_additional_record_counts_but_the_last_progress_record():
    double = rows(
        additional=[additional_row(summary="eins"), additional_row(summary="zwei")],
        progress=[progress_row(unit="eins"), progress_row(unit="zwei")],
    )
    view = dataset_of(double).view(0)

    assert ("eins", "zwei") == (view.value("summary"), view.value("progress_unit"))


@pytest.mark.parametrize("wrong", ["", None, 5, [], {}, True])
def test_records_without_a_usable_id_are_joined_to_nothing(wrong):
    faulty = rows(
        [measure_row(id=wrong, categoryId=wrong)],
        [additional_row(id=wrong)],
        [progress_row(id=wrong)],
        [category_row(id=wrong)],
    )
    dataset = dataset_of(faulty)
    view = dataset.view(0)

    assert "" == view.id
    assert [None] * 3 == [view.row(file) for file in (A, P, C)]
    for file in (A, P, C):
        change = Change(file, 0, ("x",), ABSENT, 1)
        assert [] == dataset.measures_of(change)


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("Kurz", "Lang", "Kurz"),
        (" Kurz \n Titel ", "Lang", "Kurz Titel"),
        (" ", "Lang", "Lang"),
        (None, "Lang", "Lang"),
        (5, None, "bauen1"),
        (ABSENT, ABSENT, "bauen1"),
    ],
)
def test_the_title_is_the_best_there_is(short, long, expected):
    outline = {} if long is ABSENT else {"Action name": long}
    extra = {} if short is ABSENT else {"short_title": short}
    additional = {k: v for k, v in additional_row().items() if k != "short_title"} | extra
    view = dataset_of(rows([measure_row(**{"Action outline": outline})], [additional])).view(0)

    assert expected == view.title


def test_a_measure_without_any_title_has_a_name_all_the_same():
    assert dataset_of(rows([{}])).view(0).title == "(ohne Titel)"


def test_find_returns_the_first_measure_with_an_id():
    dataset = dataset_of(rows([measure_row("a"), measure_row("b"), measure_row("a")]))

    assert (0, 1, None) == (dataset.find("a"), dataset.find("b"), dataset.find("c"))


CHANGES = [
    Change(A, 0, ("summary",), "Kurz gesagt", "neu"),
    Change(A, 0, ("cost", "value"), 1000, ABSENT, 1),
    Change(A, 0, ("links",), ABSENT, [], 4),
    Change(A, 0, ("cost",), {"until_in_years": 2030, "value": 1000, "quantity": None}, 5),
    Change(A, 0, (), additional_row(), ABSENT, 0),
    Change(A, 1, (), ABSENT, additional_row("bauen2"), 0),
    Change(A, 0, (), additional_row(), additional_row("other")),
    Change(M, 0, (), measure_row(), ABSENT, 0),
    Change(M, 0, ("id",), "bauen1", "other"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_and_its_inverse_leave_nothing_behind(change):
    dataset = dataset_of(rows())
    before = content(dataset)

    dataset.apply(batch(change))

    assert before != content(dataset)
    dataset.apply(batch(change).inverse())
    assert before == content(dataset)


STALE = [
    Change(A, 0, ("summary",), "etwas anderes", "neu"),
    Change(A, 0, ("summary",), ABSENT, "neu"),
    Change(A, 0, ("cost", "value"), 1000.0, 5),
    Change(A, 0, ("summary", "x"), ABSENT, 1),
    Change(A, 0, ("none", "x"), ABSENT, 1),
    Change(A, 0, (), additional_row("other"), ABSENT),
    Change(A, 0, (), ABSENT, additional_row("other")),
    Change(A, 0, (), additional_row(), 5),
    Change(A, 0, (), additional_row(), None),
    Change(A, 9, (), ABSENT, ABSENT),
    Change(A, 9, (), ABSENT, []),
    Change(A, 9, ("summary",), ABSENT, "neu"),
    Change(A, 9, ("cost",), ABSENT, {"value": 1}),
    Change(A, 9, ("cost",), ABSENT, ABSENT),
    Change(M, 9, ("id",), "bauen1", "other"),
]


@pytest.mark.parametrize("stale", STALE)
def test_a_change_that_does_not_fit_is_refused_and_nothing_is_done(stale):
    dataset = dataset_of(rows())
    before = content(dataset), set(dataset.retired_ids)
    good = (
        Change(A, 0, ("links",), ABSENT, []),
        Change(M, 0, (), measure_row(), ABSENT, 0),
        Change(M, 7, (), ABSENT, measure_row("neu")),
    )

    with pytest.raises(StaleChangeError, match="deshalb wurde nichts übernommen"):
        dataset.apply(batch(*good, stale))
    assert before == (content(dataset), dataset.retired_ids)


def test_a_rehearsal_sees_what_was_planned_before_and_leaves_no_trace():
    dataset = dataset_of(town())
    before = image(dataset)
    seen = []

    def step(key):
        seen.append(len(dataset.measures))
        return (Change(M, key, (), dataset.measures[key], ABSENT, dataset.tables[M].place(key)),)

    changes = dataset.rehearse([lambda: step(1), lambda: step(2)])

    assert ([7, 6], [1, 1]) == (seen, [c.index for c in changes])
    assert before == image(dataset)


def test_a_rehearsal_that_fails_leaves_no_trace_either():
    dataset = dataset_of(town())
    before = image(dataset)

    def broken():
        raise EditError("geht nicht")

    gone = Change(M, 0, (), dataset.measures[0], ABSENT, 0)
    with pytest.raises(EditError):
        dataset.rehearse([lambda: (gone,), broken])
    assert before == image(dataset)


def test_deleted_measures_come_back_in_their_places():
    dataset = dataset_of(town())
    order = list(dataset.measures)
    gone = batch(
        *(
            Change(M, key, (), dataset.measures[key], ABSENT, place)
            for key, place in [(0, 0), (5, 4), (2, 1)]
        )
    )

    dataset.apply(gone)
    dataset.apply(gone.inverse())

    assert order == list(dataset.measures)
    assert {"bauen1", "bauen3", "verkehr3"} == dataset.retired_ids


def test_the_index_of_ids_is_in_file_order_whatever_happens():
    table = RecordTable({0: {"id": "a"}, 1: {"id": "b"}, 2: {"id": "a"}})

    table.put(7, {"id": "a"}, 1)
    assert [0, 7, 2] == table.keys_by_id["a"]
    table.put(1, {"id": "a"}, None)
    assert [0, 7, 1, 2] == table.keys_by_id["a"]
    table.put(0, {"id": "b", "x": 1}, None)
    assert ({"b": [0], "a": [7, 1, 2]}) == table.keys_by_id
    table.remove(7)
    assert ([0, 1, 2], 8) == (list(table.rows), table.next_key)
    table.remove(0)
    assert "b" not in table.keys_by_id


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Change(M, 3, ("id",), "verkehr1", "x"), [3]),
        (Change(M, 99, (), ABSENT, measure_row("x")), [99]),
        (Change(A, 0, ("summary",), "", ""), [0]),
        (Change(A, 99, (), ABSENT, additional_row("bauen2")), [1]),
        (Change(A, 99, (), additional_row("bauen2"), ABSENT), [1]),
        (Change(P, 99, (), ABSENT, progress_row("nobody")), []),
        (Change(C, 0, ("description",), "", ""), [0, 1, 2]),
        (Change(C, 99, (), ABSENT, category_row("verkehr")), [3, 4, 5]),
    ],
)
def test_a_change_concerns_the_measures_that_show_it(change, expected):
    assert expected == dataset_of(town()).measures_of(change)


def test_the_name_of_a_category_is_the_usual_one():
    named = [("bauen", "B"), ("bauen", "A"), ("bauen", "B"), ("x", None), (5, "Nummer"), ([], "L")]
    dataset = dataset_of(
        rows(
            [measure_row(f"m{n}", categoryId=i, category=c) for n, (i, c) in enumerate(named)],
            categories=[category_row("leer"), category_row("bauen"), {"id": 7}, {}],
        )
    )

    expected = {"leer": "leer", "bauen": "B", "x": "x"}
    assert list(expected.items()) == list(category_names(dataset).items())


def test_the_order_of_categories_survives_editing_and_undo():
    dataset = dataset_of(town())
    before = list(category_names(dataset))
    row = dataset.tables[C].rows[0]

    for change in (
        Change(C, 0, ("description",), row["description"], "neu"),
        Change(C, 0, (), row | {"description": "neu"}, ABSENT, 0),
    ):
        dataset.apply(batch(change))
    dataset.apply(batch(Change(C, 0, (), ABSENT, row, 0)))

    assert before == list(category_names(dataset))


def test_a_category_keeps_its_name_when_its_last_measure_leaves():
    dataset = dataset_of(rows([measure_row(category="Bauen und Sanieren")]))

    dataset.apply(batch(Change(M, 0, (), dataset.measures[0], ABSENT, 0)))

    assert {"bauen": "Bauen und Sanieren"} == category_names(dataset)
