"""Looking, saving and merging at the same time: nothing gets into the way of anything else."""

from __future__ import annotations

import os
import time

import pytest
from PySide6.QtCore import QObject, Qt, Signal

from klimaeditor.document import open_document
from klimaeditor.files import disk, store
from klimaeditor.model.changes import FileName
from tests.gui.safety_cases import wait_until_quiet
from tests.torture.people import ANNA, BERT, Person
from tests.waiting import PATIENCE_S, Gate
from ui.session.opening import EDITING_ANYWAY

pytestmark = pytest.mark.gui
MEASURE = "energieerzeugung1"
LONG_ENOUGH_S = 0.3


@pytest.fixture
def anna(qapp, sample_dataset, tmp_path):
    person = Person(tmp_path, ANNA)
    assert person.session.open_path(sample_dataset)
    yield person
    person.session.close()


def summary(folder) -> object:
    document = open_document(folder)
    return document.view(document.dataset.find(MEASURE)).value("summary")


def elsewhere(folder, **values) -> None:
    """Let somebody else save into the folder."""
    document = open_document(folder, folder.parent / "Sicherungen")
    document.apply(document.plan_edit(document.dataset.find(MEASURE), values))
    document.save()


class Bell(QObject):
    """Lets another thread have the window look for others, and hold its work meanwhile."""

    rung = Signal(object)

    def __init__(self, person: Person) -> None:
        super().__init__()
        self._person = person
        self.rung.connect(self._look, Qt.ConnectionType.QueuedConnection)

    def _look(self, gate: Gate) -> None:
        self._person.session.look()
        looking = self._person.session.keeper._looking._thread
        if looking is not None:  # nobody may look now; where somebody does, let it do its worst
            looking.join(LONG_ENOUGH_S)
        gate.open()

    def ring(self) -> None:
        """Have it look; comes back afterwards."""
        gate = Gate()
        self.rung.emit(gate)
        gate.pass_through()


@pytest.mark.parametrize("name", ["create", "move"])
@pytest.mark.parametrize("step", range(1, 4))
def test_looking_for_others_while_a_save_is_under_way_leaves_the_save_alone(
    anna, sample_dataset, monkeypatch, name, step
):
    before = [path.name for path in sample_dataset.iterdir()]
    anna.edit(MEASURE, "summary", "Neu")
    anna.edit(MEASURE, "outcome", "Neu")
    wait_until_quiet(anna.session.keeper)
    bell, calls, real = Bell(anna), [], getattr(disk, name)

    def call(*arguments, **options):
        real(*arguments, **options)
        if arguments[0].parent == sample_dataset:
            calls.append(arguments[0].name)
            if len(calls) == step:
                bell.ring()

    monkeypatch.setattr(disk, name, call)
    assert anna.session.save()
    wait_until_quiet(anna.session.keeper)

    assert step <= len(calls)
    assert [] == anna.ask.errors
    assert ("Neu", "Neu") == (summary(sample_dataset), anna.value(MEASURE, "summary"))
    assert "Neu" == saved_outcome(sample_dataset)
    assert {*before} == {path.name for path in sample_dataset.iterdir()}


def saved_outcome(folder) -> object:
    document = open_document(folder)
    return document.view(document.dataset.find(MEASURE)).value("outcome")


def test_news_that_were_read_before_a_save_do_not_undo_it(anna, sample_dataset, monkeypatch):
    elsewhere(sample_dataset, outcome="Von Bert")
    anna.edit(MEASURE, "summary", "Von Anna")
    loaded, load = [], store.load
    monkeypatch.setattr(
        store, "load", lambda *given, **more: loaded.append(load(*given, **more)) or loaded[-1]
    )
    anna.session.look()
    anna.session.keeper._looking._thread.join(PATIENCE_S)
    assert loaded  # the news wait in the queue of the window
    assert anna.session.save()
    wait_until_quiet(anna.session.keeper)

    assert "Von Anna" == anna.value(MEASURE, "summary") == summary(sample_dataset)
    assert "Von Bert" == anna.value(MEASURE, "outcome") == saved_outcome(sample_dataset)
    assert anna.session.bridge.is_clean


def test_a_file_rewritten_under_its_old_time_stamp_is_merged_before_saving(anna, sample_dataset):
    path = sample_dataset / FileName.ADDITIONAL
    past = time.time_ns() - 60_000_000_000
    os.utime(path, ns=(past, past))
    assert () == anna.session.keeper._watch.changed_files()  # now it knows size and time stamp
    data = path.read_bytes()
    assert data.count(b"Windkraft") > 0
    path.write_bytes(data.replace(b"Windkraft", b"Windkragt", 1))
    os.utime(path, ns=(past, past))
    anna.edit(MEASURE, "outcome", "Von Anna")
    anna.edit(MEASURE, "cost_value", 17)

    assert anna.session.save()

    assert [] == anna.ask.errors
    assert b"Windkragt" in path.read_bytes()
    assert 17 == anna.value(MEASURE, "cost_value")


def test_a_new_place_that_changes_meanwhile_is_not_traded_for_the_old_one(
    anna, sample_dataset, tmp_path, monkeypatch
):
    before = summary(sample_dataset)
    other = tmp_path / "Neuer Ort"
    other.mkdir()
    anna.edit(MEASURE, "summary", "Von Anna")
    anna.ask.folder = lambda *_: other
    create = disk.create_checked

    def meddled(path, data, **options):
        create(path, data, **options)
        if path.name.startswith(f".{FileName.CATEGORIES}"):
            (other / FileName.MEASURES).write_text("[]", "utf-8")

    monkeypatch.setattr(disk, "create_checked", meddled)
    saved = anna.session.save_as()
    monkeypatch.undo()

    assert before == summary(sample_dataset)
    assert (saved, anna.document.location) in {(True, other), (False, sample_dataset)}
    assert saved or anna.ask.errors


def test_two_sessions_do_not_take_each_others_locks_back(anna, sample_dataset, tmp_path):
    bert = Person(tmp_path, BERT)
    assert bert.session.open_path(sample_dataset)

    assert ["locked"] == bert.ask.asked
    assert EDITING_ANYWAY in bert.told
    assert bert.session.close()
    assert (sample_dataset / ".klimaeditor.lock").exists()
