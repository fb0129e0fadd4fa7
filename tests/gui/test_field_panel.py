"""The field panel below the public page, and values of remarks at their fields: D 9 and D 10."""

from __future__ import annotations

import json
import shutil
from datetime import date

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QPushButton

from klimaeditor.exchange.waitingreturns import FieldRemark
from klimaeditor.files import backups, formervalues
from klimaeditor.model.changes import FileName
from tests.e2e_driver import CTRL, Key
from tests.gui.pane_cases import nameless
from tests.gui.window_cases import WINDMILLS, Program
from tests.waiting import Gate
from ui.form.finding_line import FROM_REMARK
from ui.page.field_panel import CLEAR, PUBLIC, TAKE
from ui.session import fieldmemory

pytestmark = pytest.mark.gui
FAULTY = "bauen1"  # says 15 where a year belongs
PRIVATE_SIGN = "state_text"  # of the windmills: a finding with a fix of its own
UNTIL = "15 Jahre ab Ratsbeschluss 2024, also bis 2039."


def remark(text: str = UNTIL, measure: str = FAULTY, field: str = "cost_until") -> FieldRemark:
    return FieldRemark(measure, field, "Amt für Gebäudewirtschaft", date(2026, 11, 14), text)


def panel(work: Program):
    return work.workspace.side.panel


def texts(work: Program) -> list[str]:
    """Return what the panel says, from top to bottom."""
    return [own.text() for own in panel(work).findChildren(QLabel) if own.isVisible()]


def buttons(work: Program, text: str) -> list[QPushButton]:
    found = panel(work).findChildren(QPushButton)
    return [own for own in found if own.isVisible() and own.text() == text]


def known(work: Program) -> None:
    """Wait until all that is read beside the window has been read and shown."""
    work.qtbot.waitUntil(lambda: not work.app.controller.memory.busy)
    work.settle()


def backed_up(work: Program, *summaries: str) -> None:
    """Let the summary of the windmills have been these before, one after the other."""
    shelf = backups.shelf(work.folder, work.app.session.current.backup_root)
    rows = work.saved()
    for number, text in enumerate(summaries):
        copy = shutil.copytree(work.folder, shelf / f"202603{number + 10}-090000")
        changed = [row | {"summary": text} if row["id"] == WINDMILLS else row
                   for row in rows.values()]  # fmt: skip
        (copy / FileName.ADDITIONAL).write_text(json.dumps(changed), "utf-8")
    work.put_away()
    assert work.app.session.open_path(work.folder)
    work.settle()


def button_at(work: Program, field: str) -> QPushButton:
    """Return the only button under a field."""
    line = work.row(field).line
    assert line is not None
    (found,) = [own for own in line.findChildren(QPushButton)
                if own.isVisible() and own.property("role") != "link"]  # fmt: skip
    return found


# --- what it says ----------------------------------------------------------------------------


def test_9_the_panel_follows_the_cursor_with_help_and_nothing_else_where_nothing_is_known(work):
    told = {}
    for field in ("cost_until", "short_title"):
        work.go(WINDMILLS, field)
        known(work)
        told[field] = texts(work)

    for field, said in told.items():
        own = work.row(field).field
        assert [own.label, own.help] == said[:2]
        assert said[2].startswith(PUBLIC)  # WEB-12
        assert 3 == len(said)


def test_9_without_a_field_and_beside_the_history_there_is_no_panel(work):
    work.go(WINDMILLS, "summary")
    seen = [panel(work).isVisible()]
    work.trigger("timeline")
    seen.append(panel(work).isVisible())
    work.workspace.side.show_preview()
    seen.append(panel(work).isVisible())
    work.leave()
    work.go(FAULTY, None)
    seen.append(panel(work).isVisible())

    assert [True, False, True, False] == seen


def test_9_f1_tells_more(work):
    work.go(WINDMILLS, "summary")
    work.answer(show_help=None)
    buttons(work, "F1")[0].click()

    assert [("show_help", ("summary", []))] == [(name, said) for name, said in work.ask.asked]


def test_9_remarks_stand_at_their_field_and_those_about_the_measure_at_all(work):
    both = (remark(), remark("Bitte anrufen.", field=""), remark("Fremd", WINDMILLS))
    work.app.controller.memory.take_remarks(both)
    work.go(FAULTY, "cost_until")
    at_field = texts(work)
    work.go(FAULTY, "summary")
    elsewhere = texts(work)

    assert [UNTIL, "Bitte anrufen."] == [
        text for text in at_field if text in (UNTIL, "Bitte anrufen.", "Fremd")
    ]
    assert "Amt für Gebäudewirtschaft · Abfrage vom 14.11.2026" in at_field
    assert ("Bitte anrufen." in elsewhere, UNTIL in elsewhere) == (True, False)


def test_9_former_values_come_with_their_day_and_are_taken_as_one_step(work):
    backed_up(work, "Alt.", "Neuer.")
    before = work.value("summary")
    work.go(WINDMILLS, "summary")
    known(work)
    said = texts(work)[3:]
    buttons(work, TAKE)[1].click()
    work.settle()
    after = texts(work)[3:]

    assert ["", "bis 11.03.2026:", "Neuer.", "bis 10.03.2026:", "Alt."] == said
    assert ["Alt.", 1] == [work.value("summary"), work.stack.count()]
    assert ["", "bis 11.03.2026:", "Neuer."] == after
    assert work.row("summary").has_focus()
    work.stack.undo()
    assert before == work.value("summary")


def test_9_where_nothing_stood_before_the_button_says_that_the_field_goes_empty(work):
    backed_up(work, "")
    work.go(WINDMILLS, "summary")
    known(work)
    (clear,) = buttons(work, CLEAR)
    spoken = clear.accessibleName()
    clear.click()

    assert [] == buttons(work, TAKE)
    assert spoken.startswith("Feld leeren: leer, bis 10.03.2026")
    assert "" == work.value("summary")


def test_9_of_many_former_values_two_are_shown_until_all_are_wanted(work):
    backed_up(work, "Eins.", "Zwei.", "Drei.", "Vier.")
    work.go(WINDMILLS, "summary")
    known(work)
    at_first = len(buttons(work, TAKE))
    (more,) = buttons(work, "Alle 4")
    more.setFocus()
    work.press(Key.Key_Space)
    work.settle()

    assert [2, 4] == [at_first, len(buttons(work, TAKE))]
    assert buttons(work, TAKE)[2].hasFocus()
    assert [] == nameless(panel(work))


def test_9_tab_goes_through_the_panel_in_the_order_that_is_seen(work):
    backed_up(work, "Eins.", "Zwei.", "Drei.")
    for field in ("cost_until", "summary"):  # made anew for each
        work.go(WINDMILLS, field)
        known(work)
    (first,) = buttons(work, "F1")
    first.setFocus()
    reached = [work.focused()]
    for _ in range(3):
        work.press(Key.Key_Tab)
        reached.append(work.focused())

    assert [first, *buttons(work, TAKE), *buttons(work, "Alle 3")] == reached


def test_9_what_may_only_be_read_takes_nothing(work):
    backed_up(work, "Alt.")
    work.bridge.read_only = True
    work.go(WINDMILLS, "summary")
    known(work)

    assert [False] == [own.isEnabled() for own in buttons(work, TAKE)]


def test_9_what_was_saved_meanwhile_is_known_from_then_on(work):
    before = work.value("summary")
    work.go(WINDMILLS, "summary")
    known(work)
    at_first = before in texts(work)
    work.edit("summary", " Mehr.")
    assert work.app.session.save()
    known(work)

    assert (False, True) == (at_first, before in texts(work))


# --- room and time ---------------------------------------------------------------------------


@pytest.mark.parametrize("zoom", [100, 200])
def test_9_the_panel_has_at_most_40_percent_and_then_scrolls(zoomed, zoom):
    work = zoomed
    work.on_small_screen(zoom)
    work.app.controller.memory.take_remarks(
        [remark(f"{number}. {UNTIL * 5}") for number in range(9)]
    )
    work.go(FAULTY, "cost_until")
    work.workspace.room.show_side()
    work.settle(6)

    assert panel(work).height() <= 0.4 * work.workspace.side.height() + 1
    assert panel(work).verticalScrollBar().maximum()
    assert not panel(work).horizontalScrollBar().maximum()


def test_9_what_is_learned_later_leaves_the_public_place_where_it_is_seen(work):
    work.on_small_screen(100)
    for field in ("cost_value", "cost_until", "implementation_comments"):
        work.app.controller.memory.take_remarks(())
        work.go(FAULTY, field)
        sheet = work.workspace.side.preview.sheet
        (marked,) = [own for own in sheet.buttons() if own.is_current]
        work.app.controller.memory.take_remarks([remark(field=field), remark(field="")])
        work.settle()
        place = QRect(marked.mapTo(sheet.viewport(), marked.rect().topLeft()), marked.size())

        assert sheet.viewport().rect().contains(place)


def test_9_backups_are_read_beside_the_window(work, monkeypatch):
    gate = Gate()

    def held(*states):
        gate.pass_through()
        return formervalues.former_states(*states)

    monkeypatch.setattr(fieldmemory, "former_states", held)
    backed_up(work, "Alt.")
    work.go(WINDMILLS, "summary")
    work.qtbot.waitUntil(lambda: gate.reached)
    work.edit("summary", " Mehr.")
    meanwhile = work.value("summary"), "Alt." in texts(work), work.app.controller.memory.busy
    gate.open()
    known(work)

    assert meanwhile[0].endswith(" Mehr.")
    assert (False, True) == meanwhile[1:]
    assert "Alt." in texts(work)
    assert work.row("summary").has_focus()


def test_9_what_was_read_for_one_dataset_is_not_told_of_another(work, tmp_path):
    backed_up(work, "Alt.")
    work.go(WINDMILLS, "summary")
    known(work)
    work.app.controller.memory.take_remarks([remark("Fremd", WINDMILLS, "summary")])
    work.put_away()
    work.start_over(tmp_path / "zweiter")
    work.go(WINDMILLS, "summary")
    known(work)

    assert 3 == len(texts(work))


# --- a value of a remark at the field -----------------------------------------------------------


def test_10_a_value_of_a_remark_is_a_button_at_the_field_and_one_step(work):
    work.app.controller.memory.take_remarks([remark()])
    work.go(FAULTY, "cost_until")
    button = button_at(work, "cost_until")
    said = [own.text() for own in button.parentWidget().findChildren(QLabel) if own.isVisible()]
    button.click()
    work.settle()

    assert "2039 eintragen" == button.text()
    assert FROM_REMARK in said
    assert [] == buttons(work, "2039 eintragen")
    assert [2039, 1] == [work.value("cost_until", FAULTY), work.stack.count()]
    assert work.row("cost_until").line is None
    assert work.row("cost_until").has_focus()
    work.stack.undo()
    assert 15 == work.value("cost_until", FAULTY)


def test_10_the_key_enters_what_the_button_does(work):
    work.app.controller.memory.take_remarks([remark()])
    work.go(FAULTY, "cost_until")
    work.press(Key.Key_Period, CTRL)

    assert 2039 == work.value("cost_until", FAULTY)


def test_10_the_button_stands_there_with_the_cursor_only(work):
    work.app.controller.memory.take_remarks([remark("Fertig 2031", WINDMILLS)])
    work.go(WINDMILLS, "cost_until")  # nothing is wrong with it
    with_cursor = button_at(work, "cost_until").text()
    line = work.row("cost_until").line
    said = line.text()
    work.leave()
    left = line.isVisible()
    work.go(WINDMILLS, "cost_until")
    work.go("bauen2", "cost_until")

    assert ("2031 eintragen", "Bemerkung: Fertig 2031", False) == (with_cursor, said, left)
    assert work.row("cost_until").line is None or not work.row("cost_until").line.offer


def test_10_a_finding_with_a_button_of_its_own_comes_next(work):
    field = "cost_value"
    work.bridge.edit(work.key(FAULTY), field, "3 Mio. €", ())
    work.leave()
    work.app.controller.memory.take_remarks([remark("Jetzt 4 Mio. €", field=field)])
    work.go(FAULTY, field)
    line = work.row(field).line
    first = button_at(work, field).text()
    further = [
        own
        for own in line.findChildren(QPushButton)
        if own.property("role") == "link" and own.isVisible()
    ]
    further[0].click()
    second = button_at(work, field).text()

    assert "4.000.000 € eintragen" == first
    assert second != first
