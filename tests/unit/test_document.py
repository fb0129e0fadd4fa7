"""The one door: plans that leave no trace, events that name exactly what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from klimaeditor.checks.engine import FindingIndex
from klimaeditor.document import Document, Event, open_document
from klimaeditor.model.changes import Batch, Change, FileName
from klimaeditor.model.errors import KlimaError, StaleChangeError
from klimaeditor.model.findings import FieldEdit, Fix, Removal
from klimaeditor.model.values import ABSENT
from tests.dataset_builders import additional_row, measure_row, rows, town, write_folder
from tests.muenster_fields import FIELDS

if TYPE_CHECKING:
    from pathlib import Path


M, A, P, C = FileName
EVERY_FIELD = {f.name for f in FIELDS}


@pytest.fixture
def document(tmp_path) -> Document:
    return open_document(write_folder(tmp_path / "daten", town()))


@pytest.fixture
def events(document) -> list[Event]:
    heard: list[Event] = []
    document.subscribe(heard.append)
    return heard


def image(document: Document) -> str:
    """Return everything an unapplied plan must leave alone."""
    dataset = document.dataset
    tables = [
        (list(t.rows.items()), sorted(t.keys_by_id.items()), t.next_key)
        for t in dataset.tables.values()
    ]
    books = (sorted(dataset.retired_ids), dataset.former_categories, document.findings.all())
    return repr((tables, books))


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# Plans


def test_plans_leave_everything_as_it_is(document):
    removal = Fix("weg", (FieldEdit(1, "cost_value", None),), (Removal(A, 0), Removal(P, 0)))
    before = image(document)

    batches = [
        document.plan_edit(1, {"summary": "x", "cost_value": 5, "category_id": "verkehr"}),
        document.plan_fix(removal),
        document.plan_fixes([FieldEdit(0, "summary", "x"), FieldEdit(0, "summary", "y")], "zwei"),
        document.plan_add("bauen", "Neu")[1],
        document.plan_duplicate(0)[1],
        document.plan_delete([0, 2, 1, 0]),
    ]

    assert all(batches)
    assert before == image(document)


@pytest.mark.parametrize(
    "plan",
    [
        lambda d: d.plan_edit(0, {"summary": "x", "cost_value": 5, "id": "neu"}),
        lambda d: d.plan_edit(0, {"summary": "x", "action_name": ["keine Liste"]}),
        lambda d: d.plan_edit(99, {"summary": "x"}),
        lambda d: d.plan_fix(
            Fix("", (FieldEdit(0, "summary", "x"), FieldEdit(99, "summary", "x")))
        ),
        lambda d: d.plan_fix(Fix("", removals=(Removal(A, 0), Removal(A, 0)))),
        lambda d: d.plan_fixes([], "", [Removal(C, 99)]),
        lambda d: d.plan_delete([0, 99]),
        lambda d: d.plan_duplicate(99),
        lambda d: d.plan_add("Ungültig", "Neu"),
    ],
)
def test_a_plan_that_fails_leaves_everything_as_it_is(document, plan):
    before = image(document)

    with pytest.raises(KlimaError):
        plan(document)
    assert before == image(document)


def test_an_edit_is_named_after_its_first_field(document):
    first = document.plan_edit(0, {"summary": "x", "cost_value": 5}, group="besuch")
    named = document.plan_edit(0, {"summary": "x"}, "Eigener Name")

    assert ("„Zusammenfassung“ ändern", "besuch") == (first.label, first.group)
    assert ("Eigener Name", None) == (named.label, named.group)


def test_an_edit_that_changes_nothing_is_an_empty_batch(document):
    assert not document.plan_edit(0, {})
    assert not document.plan_edit(0, {"summary": "Kurz gesagt", "cost_value": 1000})


def test_values_of_one_edit_build_on_each_other(document):
    batch = document.plan_edit(1, {"summary": "S", "cost_value": 5, "state_text": "T"})
    document.apply(batch)

    view = document.view(1)
    assert ("S", 5, "T") == tuple(map(view.value, ("summary", "cost_value", "state_text")))
    document.apply(batch.inverse())
    assert None is document.view(1).additional
    assert document.is_saved


def test_removed_records_come_back_in_their_places(tmp_path):
    tables = rows(additional=[additional_row(f"x{n}") for n in range(5)])
    document = open_document(write_folder(tmp_path, tables))
    before = files(tmp_path)
    batch = document.plan_fixes(
        [], "weg", [Removal(A, 1), Removal(A, 2), Removal(A, 4), Removal(P, 0)]
    )

    document.apply(batch)
    assert ["x0", "x3"] == [row["id"] for row in document.dataset.tables[A].rows.values()]
    document.apply(batch.inverse())

    assert document.is_saved
    document.save()
    assert before == files(tmp_path)


def test_deleted_measures_come_back_in_their_places(document):
    order = document.dataset.measure_keys()

    batch = document.plan_delete([4, 0, 5])
    document.apply(batch)
    assert [1, 2, 3, 6] == document.dataset.measure_keys()
    document.apply(batch.inverse())

    assert (order, True) == (document.dataset.measure_keys(), document.is_saved)


def test_two_plans_for_one_gap_do_not_both_fit(document):
    first, second = (document.plan_edit(1, {"summary": text}) for text in "ab")

    document.apply(first)

    with pytest.raises(StaleChangeError):
        document.apply(second)
    assert 1 == len(document.dataset.tables[A].keys_by_id["bauen2"])


def test_steps_have_german_names(document):
    labels = [
        document.plan_add("bauen", "Neu")[1].label,
        document.plan_duplicate(0)[1].label,
        document.plan_delete([0]).label,
        document.plan_delete([0, 1]).label,
        document.plan_fix(Fix("Leeren")).label,
    ]

    assert [
        "Maßnahme „Neu“ anlegen",
        "Maßnahme „Kurz bauen1“ duplizieren",
        "Maßnahme „Kurz bauen1“ löschen",
        "2 Maßnahmen löschen",
        "Befund beheben: Leeren",
    ] == labels


def test_the_key_of_a_new_measure_is_the_one_it_gets(document):
    for plan in (lambda: document.plan_add("bauen", "Neu"), lambda: document.plan_duplicate(0)):
        key, batch = plan()
        document.apply(batch)

        assert key in document.dataset.measures


# Events


def names(event: Event, measure: int) -> set[str]:
    return {name for key, name in event.fields if key == measure}


JOINED = {"category_id", "category", "category_description"}
CREATED = {"cost_value", "cost_until", "cost_quantity", "short_title", "summary"}


@pytest.mark.parametrize(
    ("measure", "values", "expected"),
    [
        (0, {"summary": "x"}, {(0, "summary")}),
        (0, {"cost_value": 5}, {(0, "cost_value")}),
        (0, {"state_text": "x"}, {(0, "state_text")}),
        (3, {"category_description": "x"}, {(m, "category_description") for m in (3, 4, 5)}),
        (3, {"category_id": "bauen"}, {(3, name) for name in JOINED}),
        (1, {"cost_value": 5}, {(1, name) for name in CREATED}),
        (0, {"summary": "x", "outcome": "y"}, {(0, "summary"), (0, "outcome")}),
    ],
)
def test_an_event_names_exactly_the_fields_that_show_something_else(
    document, events, measure, values, expected
):
    batch = document.plan_edit(measure, values)

    document.apply(batch)
    document.apply(batch.inverse())

    assert [expected, expected] == [set(event.fields) for event in events]
    assert {(False, False)} == {(event.structure, event.saved) for event in events}


def test_a_change_of_something_that_is_no_field_is_an_event_too(document, events):
    document.apply(Batch("", (Change(A, 0, ("unbekannt",), ABSENT, 1),)))

    assert [frozenset()] == [event.fields for event in events]


def test_measures_that_come_and_go_are_structure(document, events):
    key, batch = document.plan_add("bauen", "Neu")

    document.apply(batch)
    document.apply(batch.inverse())

    assert [True, True] == [event.structure for event in events]
    assert [EVERY_FIELD] * 2 == [names(event, key) for event in events]
    assert [{key}] * 2 == [set(event.measures) for event in events]


def test_a_companion_that_comes_is_no_structure(document, events):
    document.apply(document.plan_edit(1, {"summary": "x"}))

    assert [False] == [event.structure for event in events]


def test_one_of_two_measures_with_an_id_shows_what_the_other_shows(tmp_path):
    document = open_document(write_folder(tmp_path, rows([measure_row(), measure_row()])))
    heard: list[Event] = []
    document.subscribe(heard.append)

    document.apply(document.plan_edit(0, {"summary": "x"}))

    assert {(0, "summary"), (1, "summary")} == set(heard[0].fields)


def test_an_empty_batch_and_a_refused_one_are_no_event(document, events):
    document.apply(Batch("", ()))
    with pytest.raises(StaleChangeError):
        document.apply(Batch("", (Change(A, 0, ("summary",), "anders", "neu"),)))

    assert [] == events


def test_saving_is_an_event(document, events, tmp_path):
    document.apply(document.plan_edit(0, {"summary": "x"}))
    document.save()
    document.save(tmp_path / "neu")

    assert [False, True, True] == [event.saved for event in events]


def test_whoever_stops_listening_hears_nothing_more(document):
    heard: list[Event] = []
    stop = document.subscribe(heard.append)
    stop()
    stop()

    document.apply(document.plan_edit(0, {"summary": "x"}))

    assert [] == heard


def test_findings_are_current_when_the_event_comes(document):
    document.findings.run()
    seen = []
    document.subscribe(lambda e: seen.append((e.findings, document.findings.of(0))))

    document.apply(document.plan_edit(0, {"action_name": ""}))

    ((changed, found),) = seen
    assert {0} == changed
    assert "action_name" in {finding.field for finding in found if finding.rule == "required"}
    assert FindingIndex(document.dataset).all() == document.findings.all()


# --- several batches as one -------------------------------------------------------------------


def test_batches_as_one_are_one_event_and_one_batch(document, events):
    first, second = document.dataset.measure_keys()[:2]
    with document.as_one("Beides") as step:
        document.apply(document.plan_edit(first, {"summary": "Eins"}))
        document.apply(document.plan_edit(second, {"summary": "Zwei"}))
        document.apply(document.plan_delete([second]))
        assert [] == events
    after = {file: table.rows for file, table in document.dataset.tables.items()}

    (event,) = events
    assert ("Beides", step.batch) == (event.batch.label, event.batch)
    assert event.structure
    assert (first, "summary") in event.fields
    document.apply(step.batch.inverse())
    document.apply(step.batch)
    assert after == {file: table.rows for file, table in document.dataset.tables.items()}


@pytest.mark.parametrize("error", [KlimaError, KeyboardInterrupt])
def test_batches_as_one_that_fail_leave_everything_as_it_is(document, events, error):
    document.findings.run()
    before = {file: list(table.rows.items()) for file, table in document.dataset.tables.items()}
    found = document.findings.all()
    bare = document.plan_add("mobilitaet", "Neu")[1]

    def fail() -> None:
        with document.as_one(""):
            document.apply(document.plan_delete(document.dataset.measure_keys()[:1]))
            document.apply(bare)
            raise error("genug")

    with pytest.raises(error):
        fail()
    tables = document.dataset.tables
    assert before == {file: list(table.rows.items()) for file, table in tables.items()}
    assert found == document.findings.all()
    assert all(event.batch is None for event in events)
    with document.as_one("leer"):
        pass
    assert len(events) <= 1


def test_many_batches_as_one_are_judged_as_a_fresh_check_judges(document):
    document.findings.run()
    with document.as_one(""):
        for measure in document.dataset.measure_keys():
            document.apply(document.plan_edit(measure, {"summary": "", "cost_until": 20}))

    assert FindingIndex(document.dataset).all() == document.findings.all()
