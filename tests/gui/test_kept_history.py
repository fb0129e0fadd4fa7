"""Undo goes on after the next start, as long as nobody else has changed the files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from klimaeditor.files import keptsteps
from klimaeditor.files.keptsteps import OTHER_NOW
from klimaeditor.machine import MachineDefaults
from tests.gui import safety_cases
from tests.gui.window_cases import WINDMILLS
from ui.commands.help import HelpCommands
from ui.history.steps import EARLIER, START
from ui.history.timeline import ALL_STEPS, STEPS, TimelineTable
from ui.session import opening

if TYPE_CHECKING:
    from tests.gui.safety_cases import House

pytestmark = pytest.mark.gui
built, house = safety_cases.built, safety_cases.house
FIELD = "summary"


@pytest.fixture
def keeping(house: House) -> House:
    """The window at a folder, with a place for steps."""
    house.environment = replace(house.environment, steps=house.home / keptsteps.FOLDER)
    house.app.session._environment = house.environment
    return house


def edit(house: House, value: str, field: str = FIELD) -> None:
    document = house.app.session.document
    key = document.dataset.find(WINDMILLS)
    house.app.session.bridge.push(document.plan_edit(key, {field: value}))


def value(house: House, field: str = FIELD) -> object:
    document = house.app.session.document
    return document.view(document.dataset.find(WINDMILLS)).value(field)


def again(house: House) -> None:
    """Close and open, as on the next day."""
    house.put_away()
    assert house.open()


def headings(house: House) -> list[str]:
    house.trigger("timeline")
    model = house.workspace.side.timeline.findChildren(TimelineTable)[0].model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_a_saved_step_can_be_undone_and_done_again_after_the_next_start(keeping: House):
    keeping.open()
    before = value(keeping)
    edit(keeping, "Eins.")
    edit(keeping, "Zwei.")
    assert keeping.app.session.save()
    again(keeping)
    bridge = keeping.app.session.bridge
    at_first = bridge.is_clean, bridge.stack.index(), bridge.stack.count()
    undoing = keeping.window.actions_by_id["undo"].isEnabled()
    keeping.workspace.undo()
    keeping.workspace.undo()
    undone = value(keeping), bridge.is_clean
    keeping.workspace.redo()
    keeping.workspace.redo()

    assert (True, 2, 2) == at_first
    assert undoing
    assert (before, False) == undone
    assert ("Zwei.", True) == (value(keeping), bridge.is_clean)


def test_what_was_undone_and_saved_can_be_done_again(keeping: House):
    keeping.open()
    edit(keeping, "Eins.")
    edit(keeping, "Zwei.")
    keeping.workspace.undo()
    assert keeping.app.session.save()
    again(keeping)
    bridge = keeping.app.session.bridge

    assert ("Eins.", True, 1) == (value(keeping), bridge.is_clean, bridge.stack.index())
    keeping.workspace.redo()
    assert ("Zwei.", False) == (value(keeping), bridge.is_clean)


def test_what_was_given_up_does_not_come_back(keeping: House):
    keeping.open()
    edit(keeping, "Eins.")
    assert keeping.app.session.save()
    edit(keeping, "Verworfen.")
    again(keeping)

    assert ("Eins.", 1, 1) == (
        value(keeping),
        keeping.app.session.bridge.stack.index(),
        keeping.app.session.bridge.stack.count(),
    )


def test_after_a_crash_the_steps_before_are_still_there(keeping: House):
    keeping.open()
    before = value(keeping)
    edit(keeping, "Eins.")
    assert keeping.app.session.save()
    steps = keeping.environment.steps
    (path,) = steps.iterdir()
    kept = path.read_bytes()
    edit(keeping, "Nicht gespeichert.")
    keeping.crash()
    path.write_bytes(kept)  # who is gone keeps nothing
    keeping.dialogs.expect(lambda dialog: safety_cases.push(dialog, "&Wiederherstellen"))
    keeping.begin()
    keeping.workspace.undo()
    keeping.workspace.undo()

    assert before == value(keeping)


def test_where_somebody_has_saved_meanwhile_they_are_dropped_with_a_word(keeping: House):
    keeping.open()
    edit(keeping, "Eins.")
    assert keeping.app.session.save()
    keeping.put_away()
    keeping.colleague(short_title="Von anderen")
    said = []
    keeping.app.session.status_message.connect(said.append)
    assert keeping.open()

    assert OTHER_NOW in said
    assert 0 == keeping.app.session.bridge.stack.count()
    assert [] == list(keeping.environment.steps.iterdir())


def test_the_history_says_that_steps_are_older(keeping: House):
    keeping.open()
    edit(keeping, "Eins.")
    assert keeping.app.session.save()
    at_first = headings(keeping)
    again(keeping)
    later = headings(keeping)

    assert any(text.startswith(STEPS) for text in at_first)
    assert START in at_first
    assert any(text.startswith(ALL_STEPS) for text in later)
    assert EARLIER in later


def test_typing_on_is_a_step_of_its_own(keeping: House):
    keeping.open()
    edit(keeping, "Eins.")
    assert keeping.app.session.save()
    again(keeping)
    edit(keeping, "Zwei.")
    keeping.workspace.undo()

    assert "Eins." == value(keeping)


def test_who_only_reads_gets_none_and_keeps_none(keeping: House):
    keeping.open()
    edit(keeping, "Eins.")
    assert keeping.app.session.save()
    keeping.app.session.bridge.read_only = True
    (path,) = keeping.environment.steps.iterdir()
    before = path.read_bytes()
    keeping.put_away()

    assert before == path.read_bytes()


def test_after_local_data_are_deleted_nothing_is_kept(keeping: House):
    keeping.open()
    edit(keeping, "Eins.")
    assert keeping.app.session.save()
    for path in keeping.environment.steps.iterdir():
        path.unlink()
    groups = keeping.app.controller.groups
    next(group for group in groups if isinstance(group, HelpCommands)).forgotten.emit()
    keeping.put_away()

    assert [] == list(keeping.environment.steps.iterdir())


def test_where_an_administrator_forbids_it_nothing_is_kept(tmp_path, monkeypatch):
    class Forbidding(MachineDefaults):
        keeps_steps = False

    root = tmp_path / keptsteps.FOLDER
    root.mkdir()
    (root / "alt.jsonl").write_text("x", "utf-8")
    monkeypatch.setattr(keptsteps, "default_root", lambda: root)
    monkeypatch.setattr(opening, "load_machine_defaults", Forbidding)

    assert opening.real().steps is None
    assert not root.exists()
