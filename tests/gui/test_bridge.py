"""The bridge: batches become steps of the history, events become signals."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from klimaeditor.document import Document, open_document
from klimaeditor.model.changes import Batch, Change, FileName
from klimaeditor.model.errors import EditError
from klimaeditor.model.findings import FieldEdit
from klimaeditor.model.values import ABSENT
from ui.bridge import Connections, DocumentBridge, StepGivenUpError, no_document

pytestmark = pytest.mark.gui
ROOT = Path(__file__).resolve().parents[2]
MEASURE, BARE = "energieerzeugung1", "iniative5"


@pytest.fixture
def bridge(sample_dataset):
    made = DocumentBridge(open_document(sample_dataset))
    yield made
    made.close()


def key(bridge, measure_id=MEASURE):
    return bridge.document.dataset.find(measure_id)


def value(bridge, field="summary", measure_id=MEASURE):
    return bridge.document.view(key(bridge, measure_id)).value(field)


def type_text(bridge, text, group, *, field="summary", measure_id=MEASURE):
    """Store *text* letter by letter, as an editor does."""
    for length in range(1, len(text) + 1):
        bridge.edit(key(bridge, measure_id), field, text[:length], group)


def heard_of(signal) -> list:
    heard = []
    signal.connect(lambda *values: heard.append(values[0] if values else None))
    return heard


def test_typing_in_one_visit_is_one_step(bridge):
    before = value(bridge)
    type_text(bridge, "Neuer Text", ("visit", 1))

    assert 1 == bridge.stack.count()
    bridge.stack.undo()
    assert before == value(bridge)


def test_a_second_visit_is_a_second_step(bridge):
    type_text(bridge, "Neu", 1)
    type_text(bridge, "Neuer", 2)

    assert 2 == bridge.stack.count()
    bridge.stack.undo()
    assert "Neu" == value(bridge)


def test_steps_without_group_never_merge(bridge):
    bridge.edit(key(bridge), "summary", "a")
    bridge.edit(key(bridge), "summary", "b")

    assert 2 == bridge.stack.count()


def test_typing_never_merges_across_the_saved_state(bridge):
    type_text(bridge, "Halb", 1)
    bridge.document.save()
    bridge.edit(key(bridge), "summary", "Halbzeit", 1)

    assert 2 == bridge.stack.count()
    bridge.stack.undo()
    assert "Halb" == value(bridge)
    assert bridge.is_clean


def test_a_visit_that_ends_where_it_began_leaves_no_step(bridge):
    before = value(bridge)
    bridge.edit(key(bridge), "summary", f"{before}x", 1)
    bridge.edit(key(bridge), "summary", before, 1)

    assert 0 == bridge.stack.count()
    assert bridge.is_clean


def test_a_field_that_is_emptied_again_takes_the_record_back_that_it_brought(bridge):
    assert ABSENT is value(bridge, measure_id=BARE)
    type_text(bridge, "Zwölf", 1, measure_id=BARE)
    bridge.edit(key(bridge, BARE), "summary", "", 1)

    assert ABSENT is value(bridge, measure_id=BARE)
    assert 0 == bridge.stack.count()
    assert not bridge.stack.canRedo()
    assert bridge.is_clean


def test_the_record_stays_where_it_is_older_than_the_visit(bridge):
    type_text(bridge, "Zwölf", 1, measure_id=BARE)
    bridge.edit(key(bridge, BARE), "summary", "", 2)

    assert "" == value(bridge, measure_id=BARE)
    assert 2 == bridge.stack.count()


def test_no_amount_is_an_answer_and_brings_the_record(bridge):
    bridge.edit(key(bridge, BARE), "cost_value", 5, 1)
    bridge.edit(key(bridge, BARE), "cost_value", None, 1)

    assert value(bridge, "cost_value", BARE) is None
    assert 1 == bridge.stack.count()


def test_typing_goes_on_in_one_step_after_the_first_letter_brought_a_record(bridge):
    type_text(bridge, "Zwölf Kurse", 1, measure_id=BARE)

    assert 1 == bridge.stack.count()
    bridge.stack.undo()
    assert ABSENT is value(bridge, measure_id=BARE)
    bridge.stack.redo()
    assert "Zwölf Kurse" == value(bridge, measure_id=BARE)


def test_an_edit_without_change_is_no_step(bridge):
    bridge.edit(key(bridge), "summary", value(bridge), 1)
    bridge.push(Batch("Nichts", ()))

    assert 0 == bridge.stack.count()


def test_undo_has_no_limit(bridge):
    for number in range(150):
        bridge.edit(key(bridge), "summary", f"Stand {number}")
    while bridge.stack.canUndo():
        bridge.stack.undo()

    assert 150 == bridge.stack.count()
    assert bridge.is_clean


def test_a_step_taken_back_can_not_be_redone(bridge):
    bridge.edit(key(bridge), "summary", "eins")
    bridge.edit(key(bridge), "summary", "zwei")
    bridge.take_back()

    assert "eins" == value(bridge)
    assert (1, False) == (bridge.stack.count(), bridge.stack.canRedo())


def test_signals_tell_what_changed(bridge):
    fields, findings = heard_of(bridge.fields_changed), heard_of(bridge.findings_changed)
    structure = heard_of(bridge.structure_changed)
    bridge.document.findings.all()

    bridge.edit(key(bridge), "summary", "")

    assert [frozenset({(key(bridge), "summary")})] == fields
    assert [frozenset({key(bridge)})] == findings
    assert [] == structure


def test_a_removed_record_that_no_measure_shows_is_told_as_well(bridge):
    table = bridge.document.dataset.tables[FileName.CATEGORIES]
    bridge.document.findings.all()
    findings = heard_of(bridge.findings_changed)
    orphan = Change(FileName.CATEGORIES, table.next_key, (), ABSENT, {"id": "niemand"})

    bridge.push(Batch("Verwaist", (orphan,)))

    assert [frozenset()] == findings


def test_a_new_measure_is_told_as_structure_before_its_fields(bridge):
    order = []
    bridge.structure_changed.connect(lambda: order.append("structure"))
    bridge.fields_changed.connect(lambda _: order.append("fields"))
    _, batch = bridge.document.plan_add("bauen", "Neu")

    bridge.push(batch)

    assert ["structure", "fields"] == order


def test_saving_makes_the_stack_clean_and_is_told(bridge):
    saved = heard_of(bridge.saved)
    bridge.edit(key(bridge), "summary", "Neu")
    bridge.document.save()

    assert bridge.is_clean
    assert [None] == saved


def test_a_document_without_a_place_is_never_clean(sample_dataset):
    opened = open_document(sample_dataset)
    bridge = DocumentBridge(Document(opened.dataset, {}))

    assert not bridge.is_clean


def test_a_closed_bridge_is_silent(bridge):
    fields, clean = heard_of(bridge.fields_changed), heard_of(bridge.stack.cleanChanged)
    bridge.edit(key(bridge), "summary", "Neu")
    fields.clear()
    clean.clear()
    bridge.close()

    bridge.document.apply(bridge.document.plan_edit(key(bridge), {"summary": "Anders"}))
    bridge.stack.clear()

    assert [] == fields
    assert [] == clean


# --- while nothing is open --------------------------------------------------------------------


def test_what_stands_in_for_a_document_is_empty_and_cannot_be_changed(bridge):
    nothing = no_document()

    assert bridge.is_open
    assert not nothing.is_open
    assert [] == nothing.document.dataset.measure_keys()
    assert () == nothing.document.findings.all()
    assert 0 == nothing.stack.count()
    with pytest.raises(EditError):
        nothing.push(nothing.document.plan_add("bauen", "Neu")[1])


def test_who_turns_to_another_document_hears_nothing_more_of_the_one_before(bridge):
    heard, heard_saved, connections, nothing = [], [], Connections(), no_document()
    connections.renew(
        (bridge.fields_changed, heard.append),
        (bridge.saved, lambda: heard_saved.append("saved")),
    )
    bridge.edit(key(bridge), "summary", "Neu")
    assert [frozenset({(key(bridge), "summary")})] == heard

    connections.renew((nothing.fields_changed, heard.append))
    bridge.edit(key(bridge), "summary", "Anders")
    bridge.document.save()
    assert 1 == len(heard)
    assert [] == heard_saved


# --- what is forgotten ------------------------------------------------------------------------


FORGOTTEN = """
import gc, random
from klimaeditor.document import Document
from tests.dataset_builders import dataset_of, rows, measure_row, additional_row
from ui.bridge import DocumentBridge

chance = random.Random(2)

def forget_one():
    document = Document(dataset_of(rows([measure_row("bauen1")], [additional_row("bauen1")])), {})
    bridge = DocumentBridge(document)
    for _ in range(chance.randint(1, 6)):
        bridge.edit(0, "summary", str(chance.random()), chance.choice([None, 1]))
        if chance.random() < 0.3:
            bridge.stack.undo()
        if chance.random() < 0.3:
            gc.collect(chance.randint(0, 1))
    kept = {"step": bridge.stack.command(0)}
    kept["me"] = kept

gc.disable()
for _ in range(150):
    forget_one()
    if chance.random() < 0.3:
        gc.collect()
gc.collect()
"""


def test_whatever_the_order_in_which_a_forgotten_bridge_is_freed_nothing_crashes():
    """In a process of its own: a fault would take the others along."""
    command = [sys.executable, "-W", "error", "-c", FORGOTTEN]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)  # noqa: S603 - our own program

    assert (0, "") == (done.returncode, done.stderr)


# --- clean is what says what is on disk, by whatever way ------------------------------------------


def duplicate_and_delete(bridge):
    made, batch = bridge.document.plan_duplicate(key(bridge))
    bridge.push(batch)
    bridge.push(bridge.document.plan_delete([made]))


def type_and_type_back(bridge):
    before = value(bridge)
    bridge.edit(key(bridge), "summary", "Neu", 1)
    bridge.edit(key(bridge), "summary", before, 2)


def back_in_one_macro(bridge):
    before = value(bridge)
    bridge.edit(key(bridge), "summary", "Neu")
    bridge.stack.beginMacro("zurück")
    bridge.edit(key(bridge), "outcome", "Anders")
    bridge.edit(key(bridge), "summary", before)
    bridge.push(bridge.document.plan_revert(bridge.document.changed_fields()))
    bridge.stack.endMacro()


WAYS_BACK = (duplicate_and_delete, type_and_type_back, back_in_one_macro)


@pytest.mark.parametrize("there_and_back", WAYS_BACK)
def test_what_is_as_on_disk_again_is_clean_by_whatever_way(bridge, there_and_back):
    heard = heard_of(bridge.stack.cleanChanged)
    there_and_back(bridge)

    assert bridge.document.is_saved
    assert bridge.is_clean
    assert [False, True] == list(dict.fromkeys(heard))
    bridge.stack.undo()
    assert bridge.document.is_saved == bridge.is_clean
    while bridge.stack.canUndo():
        bridge.stack.undo()
    assert bridge.is_clean


def test_clean_is_always_the_same_as_saved(bridge, sample_dataset):
    steps = [*WAYS_BACK, lambda b: b.edit(key(b), "outcome", "Anders"), lambda b: b.document.save()]
    for step in steps:
        step(bridge)
        assert bridge.document.is_saved == bridge.is_clean
    for _ in range(2):
        while bridge.stack.canUndo():
            bridge.stack.undo()
            assert bridge.document.is_saved == bridge.is_clean
        while bridge.stack.canRedo():
            bridge.stack.redo()
            assert bridge.document.is_saved == bridge.is_clean


def test_typing_compares_no_other_record_with_the_disk(bridge, monkeypatch):
    compared = []
    real = type(bridge.document).is_saved.fget
    spy = property(lambda document: (compared.append(1), real(document))[1])
    monkeypatch.setattr(Document, "is_saved", spy)
    type_text(bridge, "Neuer Text", 1)

    assert [] == compared


# --- large steps ------------------------------------------------------------------------------


class Waiting:
    """Stands in for the dialog; the user gives up when it is asked for the *last* time."""

    def __init__(self, last: int) -> None:
        self.left, self.closed, self.may_cancel = last, 0, None

    def __call__(self, may_cancel):
        self.may_cancel = may_cancel
        return self

    def goes_on(self) -> bool:
        self.left -= 1
        return self.left != 0

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def in_parts(bridge, monkeypatch):
    """Carry steps out in parts of two changes; returns the plan of a step of many."""
    monkeypatch.setattr("ui.bridge.PART", 2)
    edits = [FieldEdit(k, "summary", "Neu") for k in bridge.document.dataset.measure_keys()]
    return bridge.document.plan_fixes(edits, "Überall")


def texts(bridge) -> list[object]:
    document = bridge.document
    return [document.dataset.value(key, "summary") for key in document.dataset.measure_keys()]


def test_a_large_step_is_told_once_and_lets_the_window_live_between_its_parts(bridge, in_parts):
    bridge.progress = waiting = Waiting(-1)
    told = heard_of(bridge.findings_changed)
    bridge.push(in_parts)

    assert {"Neu"} == set(texts(bridge))
    assert (1, 1, 1) == (bridge.stack.count(), len(told), waiting.closed)
    assert -1 - (len(in_parts.changes) + 1) // 2 == waiting.left
    assert waiting.may_cancel is False


def test_a_large_step_that_is_given_up_has_done_nothing(bridge, in_parts):
    before = texts(bridge)
    bridge.progress = waiting = Waiting(3)
    with pytest.raises(StepGivenUpError):
        bridge.push(in_parts, may_cancel=True)

    assert before == texts(bridge)
    assert (0, 1, True) == (bridge.stack.count(), waiting.closed, waiting.may_cancel)
    assert not bridge.is_changing


def test_undoing_and_redoing_a_large_step_can_be_given_up(bridge, in_parts):
    before = texts(bridge)
    bridge.push(in_parts)
    after = texts(bridge)
    bridge.progress = Waiting(2)
    assert not bridge.undo()
    assert (after, 1) == (texts(bridge), bridge.stack.index())

    bridge.progress = Waiting(-1)
    assert bridge.undo()
    assert (before, 0) == (texts(bridge), bridge.stack.index())

    bridge.progress = Waiting(2)
    assert not bridge.redo()
    assert (before, 0) == (texts(bridge), bridge.stack.index())

    bridge.progress = Waiting(-1)
    assert bridge.redo()
    assert (after, 1) == (texts(bridge), bridge.stack.index())
    bridge.stack.undo()
    assert before == texts(bridge)


def test_as_one_step_given_up_leaves_no_step(bridge):
    before = texts(bridge)
    bridge.progress = Waiting(1)

    def give_up() -> None:
        with bridge.as_one_step("Etwas") as tick:
            bridge.document.apply(bridge.document.plan_edit(key(bridge), {"summary": "Neu"}))
            tick()

    with pytest.raises(StepGivenUpError):
        give_up()
    assert (before, 0) == (texts(bridge), bridge.stack.count())


def test_what_may_only_be_read_takes_no_step_of_many(bridge):
    bridge.read_only = True
    with pytest.raises(EditError), bridge.as_one_step("Etwas"):
        raise AssertionError("nothing may be tried")
