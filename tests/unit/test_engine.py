"""The index of findings: lazy, ordered, and after any change the same as a fresh run."""

from __future__ import annotations

import copy
from collections import Counter
from datetime import date
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.checks import engine
from klimaeditor.checks.completeness import completeness
from klimaeditor.checks.engine import FindingIndex, check_measure
from klimaeditor.document import Document, open_document
from klimaeditor.model import structure
from klimaeditor.model.changes import Batch, Change, FileName
from klimaeditor.model.edits import set_field
from klimaeditor.model.errors import EditError
from klimaeditor.model.findings import Severity
from klimaeditor.model.records import Dataset
from klimaeditor.model.values import ABSENT, get_path
from klimaeditor.repairs import apply_automatic
from klimaeditor.site.muenster import muenster
from tests.checking import HEALTHY_ID, changed, document_of, healthy, tables_of
from tests.conftest import SAMPLE
from tests.muenster_fields import FIELDS
from tests.rule_cases import siblings
from tests.rule_mutations import series

IDS = ("mobilitaet1", "mobilitaet2", "bauen1", "", "x y")
CATEGORIES = ("mobilitaet", "bauen", "neu")
NAMES = ("Mobilität", "Bauen und Sanieren", "Anders")
VALUES = st.sampled_from(
    ["", " ", None, "Keine Angabe", "<b>x</b>", "12a", 0, 40000, 20, 862.139, "a\u202eb", True, [],
     [None], [{"title": "hier", "url": "http://a.example"}], {},
     [{"value": "completed", "date": "2024-10-01"}, {"value": "stale", "date": "2023-01-01"}],
     [{"value": 5, "date": "01.10.2024"}], "25.000 Euro pro Jahr", "mobilitaet", "bauen"]
)  # fmt: skip
EDITABLE = [field.name for field in FIELDS if field.name not in {"id", "category"}]


def crowd() -> dict:
    """Return five measures of two categories, one of them without companions."""
    tables = healthy()
    siblings("Mobilität", "Mobilität", "Mobilität", "Mobilität")(tables, "")
    for row in tables[FileName.MEASURES][3:]:
        row |= {"categoryId": "bauen", "category": "Bauen und Sanieren"}
    tables[FileName.ADDITIONAL].pop()
    tables[FileName.PROGRESS].pop()
    tables[FileName.CATEGORIES].append({"id": "bauen", "description": "Häuser."})
    return tables


def some_record(data, dataset: Dataset, file: FileName) -> int | None:
    keys = list(dataset.tables[file].rows)
    return data.draw(st.sampled_from(keys)) if keys else None


def plan_edit(data, dataset: Dataset) -> tuple[Change, ...]:
    measure = some_record(data, dataset, FileName.MEASURES)
    if measure is None:
        return ()
    try:
        return set_field(dataset, measure, data.draw(st.sampled_from(EDITABLE)), data.draw(VALUES))
    except EditError:
        return ()


def plan_raw_key(data, dataset: Dataset) -> tuple[Change, ...]:
    """Change an id, a category or a name without asking anybody, as a merge or undo may."""
    file = data.draw(st.sampled_from(list(FileName)))
    record = some_record(data, dataset, file)
    if record is None:
        return ()
    paths = [("id",)]
    if file is FileName.MEASURES:
        paths += [("categoryId",), ("category",)]
    path = data.draw(st.sampled_from(paths))
    pool = {"id": IDS + CATEGORIES, "categoryId": CATEGORIES, "category": NAMES}[path[0]]
    before = get_path(dataset.tables[file].rows[record], path)
    return (Change(file, record, path, before, data.draw(st.sampled_from(pool))),)


def plan_structure(data, dataset: Dataset) -> tuple[Change, ...]:
    """Add, copy, delete or replace whole records."""
    file = data.draw(st.sampled_from(list(FileName)))
    record = some_record(data, dataset, file)
    new = structure.add_measure(dataset, "bauen", "Bauen und Sanieren", "Neu")[1]
    if record is None:
        return new
    table = dataset.tables[file]
    row = copy.deepcopy(table.rows[record])
    insert = Change(file, table.next_key, (), ABSENT, row, 0)
    replace = Change(file, record, (), table.rows[record], row | {"id": "bauen1"})
    plans = [new, (insert,), (replace,), structure.delete_record(dataset, file, record)]
    if file is FileName.MEASURES:
        plans += [structure.delete_measure(dataset, record), plan_copy(dataset, record)]
    return data.draw(st.sampled_from(plans))


def plan_copy(dataset: Dataset, measure: int) -> tuple[Change, ...]:
    try:
        return structure.duplicate_measure(dataset, measure)[1]
    except EditError:
        return ()


PLANS = (plan_edit, plan_edit, plan_raw_key, plan_structure)


def state_of(index: FindingIndex) -> tuple[object, ...]:
    return index.all(), index.of_files(), index.counts()


@given(st.data())
def test_after_any_changes_the_index_equals_a_fresh_run(data):
    dataset = Dataset(crowd(), muenster())
    index = FindingIndex(dataset)
    index.run()
    done: list[Batch] = []
    for _ in range(data.draw(st.integers(1, 8))):
        if done and data.draw(st.integers(0, 3)) == 0:
            batch = done.pop().inverse()
        else:
            batch = Batch("", data.draw(st.sampled_from(PLANS))(data, dataset))
            done.append(batch)
        before = {key: index.of(key) for key in dataset.measures}
        dataset.apply(batch)
        changed_measures = index.refresh(batch, frozenset())

        expected = {key for key in dataset.measures if index.of(key) != before.get(key, ())}
        assert state_of(FindingIndex(dataset)) == state_of(index)
        assert expected == changed_measures


@given(st.data())
def test_what_waits_to_be_judged_says_in_the_end_what_a_fresh_run_says(data):
    """After large batches, and in any order: asked for singly, in slices, or all at once.

    Who has asked about a measure is told when that is no longer true.
    """
    dataset = Dataset(crowd(), muenster())
    index = FindingIndex(dataset)
    heard: dict[int, tuple[object, ...]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "AT_ONCE", data.draw(st.integers(0, 2)))
        for _ in range(data.draw(st.integers(1, 8))):
            step = data.draw(st.sampled_from(["change", "change", "ask", "slice"]))
            if step == "slice":
                index.judge_some(0)
            elif step == "ask" and dataset.measures:
                key = data.draw(st.sampled_from(list(dataset.measures)))
                heard[key] = index.of(key)
                assert FindingIndex(dataset).of(key) == heard[key]
            elif step == "change":
                batch = Batch("", data.draw(st.sampled_from(PLANS))(data, dataset))
                dataset.apply(batch)
                told, fresh = index.refresh(batch, frozenset()), FindingIndex(dataset)
                left = heard.keys() & dataset.measures.keys()
                assert {key for key in left if fresh.of(key) != heard[key]} <= told
                assert fresh.of_files() == index.of_files()
                heard = {key: heard[key] for key in left - told}
    assert state_of(FindingIndex(dataset)) == state_of(index)
    assert index.is_complete


def test_a_large_batch_is_judged_once_at_the_end_and_only_what_is_asked_for_before(monkeypatch):
    judged = []
    monkeypatch.setattr(engine, "AT_ONCE", 3)
    monkeypatch.setattr(engine, "CHECKS", (lambda view, only=None: judged.append(view.key) or (),))
    document = document_of(crowd())
    document.findings.run()
    keys = document.dataset.measure_keys()
    edits = [set_field(document.dataset, key, "outcome", "Neu") for key in keys]
    judged.clear()

    document.apply(Batch("", tuple(change for changes in edits for change in changes)))
    assert [] == judged
    document.findings.of(keys[2])
    assert [keys[2]] == judged
    document.findings.all()

    assert sorted(keys) == sorted(judged)


def test_two_threads_may_ask_for_all_findings_at_once():
    document = open_document(SAMPLE)
    counts = []
    threads = [Thread(target=lambda: counts.append(document.findings.counts())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [open_document(SAMPLE).findings.counts()] * 4 == counts


@given(st.data())
def test_a_document_keeps_its_findings_current(data):
    document = document_of(crowd())
    document.findings.run()
    heard: list[frozenset[int]] = []
    document.subscribe(lambda event: heard.append(event.findings))
    for _ in range(3):
        changes = plan_edit(data, document.dataset)
        document.apply(Batch("", changes))

        assert state_of(FindingIndex(document.dataset)) == state_of(document.findings)
        assert bool(changes) == bool(heard)
        heard.clear()


def test_nothing_is_checked_before_somebody_asks(monkeypatch):
    def refuse(*_arguments):
        raise AssertionError("checked too early")

    monkeypatch.setattr(engine, "CHECKS", (refuse,))
    monkeypatch.setattr(engine, "DATED_CHECKS", (refuse,))
    document = document_of(healthy())
    document.apply(document.plan_edit(0, {"summary": ""}))

    assert frozenset() == document.findings.refresh(Batch("", ()), {0})


def test_findings_come_errors_first_then_in_the_order_of_the_form():
    tables = changed("cost_until", 20)
    measure = tables[FileName.MEASURES][0]
    measure["Action outline"]["Action description"] = ""
    measure["Impact & cost"]["Removed/substituted energy, volume, or fuel type"] = "a \uf0e0"
    tables[FileName.ADDITIONAL][0]["summary"] = ""

    found = FindingIndex(Dataset(tables, muenster())).of(0)

    assert [
        (Severity.ERROR, "action_description"),
        (Severity.ERROR, "cost_until"),
        (Severity.WARNING, "substituted_energy"),
        (Severity.HINT, "summary"),
    ] == [(finding.severity, finding.field) for finding in found]


def test_checking_one_measure_is_what_the_index_says_of_it():
    document = document_of(changed("cost_until", 20))

    assert check_measure(document.view(0)) == document.findings.of(0)


def test_counts_and_all_agree():
    index = open_document(SAMPLE).findings

    assert Counter(finding.severity for finding in index.all()) == index.counts()


def test_an_unknown_measure_has_no_findings():
    assert () == document_of(healthy()).findings.of(99)


def test_a_category_text_concerns_all_its_measures_and_nobody_else():
    document = document_of(crowd())
    document.findings.run()
    batch = document.plan_edit(0, {"category_description": ""})
    document.dataset.apply(batch)

    assert frozenset({0, 1, 2}) == document.findings.refresh(batch, frozenset())

    document.dataset.apply(batch.inverse())
    assert frozenset({0, 1, 2}) == document.findings.refresh(batch.inverse(), frozenset())
    assert state_of(FindingIndex(document.dataset)) == state_of(document.findings)


@pytest.mark.parametrize(
    ("field", "value", "share"),
    [("summary", "Da.", 1.0), ("summary", "", 0.95), ("cost_value", None, 1.0),
     ("cost_until", None, 0.95), ("progress_values", [], 0.95), ("outcome", " ", 0.95),
     ("renewable_energy", "", 1.0), ("links", [], 1.0)],
)  # fmt: skip
def test_completeness_counts_what_the_page_shows(field, value, share):
    assert share == pytest.approx(completeness(document_of(changed(field, value)).view(0)))


def test_a_new_measure_is_hardly_complete():
    document = document_of(healthy())
    key, batch = document.plan_add("mobilitaet", "Neu")
    document.apply(batch)

    assert 0.1 < completeness(document.view(key)) < 0.3


def test_automatic_repairs_of_the_sample_leave_nothing_automatic():
    document = Document(Dataset(tables_of(SAMPLE), muenster()), {})

    assert apply_automatic(document)
    assert [] == [f for f in document.findings.all() if f.fix is not None and f.fix.automatic]


def test_two_automatic_repairs_of_one_text_are_both_carried_out():
    document = Document(Dataset(changed("outcome", "Mu\u0308ll <b>weg</b> \r\n"), muenster()), {})

    apply_automatic(document)
    value = document.view(document.dataset.measure_keys()[0]).value("outcome")

    assert "Müll" in str(value)
    assert "<b>" not in str(value)


def test_after_midnight_the_next_edit_judges_every_day_anew():
    days = [date(2025, 7, 1)]
    tables = healthy()
    series("binary", ("completed", "2025-07-02"))(tables, HEALTHY_ID)
    document = Document(Dataset(tables, muenster()), {}, today=lambda: days[-1])
    other = document.plan_add("mobilitaet", "Neu")[1]
    before = {found.rule for found in document.findings.of(0)}

    days.append(date(2025, 7, 2))
    told = []
    document.subscribe(told.append)
    document.apply(other)

    assert {"progress_future"} == before
    assert () == document.findings.of(0)
    assert 0 in told[0].findings


_ODD = (
    "Wir bauen.", "", "  ", "k. A.", "<b>Wir</b> bauen", "&nbsp;", "Tel. 0251/492-0000", "2028",
    "01.02.2031", "2026-01-31", "\u200b", -5, 0, 1e16, 2028, None, True, [], {}, ["x"],
    [{"date": "2031-01-01", "value": 5}], [{"title": "hier", "url": "http://a"}] * 2,
)  # fmt: skip


@pytest.mark.parametrize("field", [f for f in FIELDS if f.file is not FileName.CATEGORIES])
def test_asking_about_some_fields_misses_nothing(field):
    """The checks about a field find what all checks find when its value changes."""
    dataset = open_document(SAMPLE).dataset
    asked = engine.checks_about(frozenset({field.name}))
    for measure in _different_measures(dataset):
        before = _by_check(dataset, measure, engine.own_checks())
        about = _by_check(dataset, measure, asked)
        for value in _ODD:
            try:
                batch = Batch("Test", set_field(dataset, measure, field.name, value))
            except EditError:
                continue
            dataset.apply(batch)
            more = _by_check(dataset, measure, engine.own_checks()) - before
            found = _by_check(dataset, measure, asked) - about
            dataset.apply(batch.inverse())
            assert more == found, (dataset.view(measure).id, value)


def _different_measures(dataset: Dataset) -> list[int]:
    """Return a measure for each set of records that there is."""
    makes = {}
    for key in dataset.measure_keys():
        view = dataset.view(key)
        makes.setdefault(tuple(view.row(file) is None for file in FileName), key)
    return list(makes.values())


def _by_check(dataset: Dataset, measure: int, checks) -> Counter[tuple[object, ...]]:
    view = dataset.view(measure)
    return Counter((f.rule, f.field, f.place) for check in checks for f in check(view))
