"""What is unsaved stands first in the history (D 11): where it leads, what it takes back."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QStyleOptionViewItem

from klimaeditor.document import Document
from tests.gui import pane_cases, theme_helpers
from tests.gui.pane_cases import nameless, settle, shown_window, tab_walk
from tests.gui.reach import one, rows_of, table
from ui.bridge import DocumentBridge, no_document
from ui.history.change_look import look_of, text_layout
from ui.history.changes_model import ChangesModel, ChangesRow, lines_of
from ui.history.timeline import (
    NEVER_SAVED,
    NOTHING_CHANGED,
    REVERT_ALL,
    REVERT_FIELD,
    REVERT_MEASURE,
    TimelinePane,
)
from ui.widgets.labels import EmptyState

pytestmark = pytest.mark.gui
dressed, bridge = theme_helpers.dressed, pane_cases.bridge
Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
TURBINES, BUILDING = "energieerzeugung1", "bauen1"


@pytest.fixture
def pane(qtbot, bridge):
    made = TimelinePane()
    made.set_bridge(bridge)
    return shown_window(qtbot, made)


def key(bridge, measure_id=BUILDING) -> int:
    return bridge.document.dataset.find(measure_id)


def edit(bridge, pane=None, measure_id=BUILDING, **values) -> None:
    for field, value in values.items():
        bridge.edit(key(bridge, measure_id), field, value)
    if pane is not None:
        pane.renew()
        settle()


def told(signal) -> list:
    found: list = []
    signal.connect(lambda *values: found.append(values))
    return found


def listed(pane) -> dict[int, ChangesRow]:
    """Return the rows about changes by their place in the list."""
    model = rows_of(pane)
    found = {place: model.row(place) for place in range(model.rowCount())}
    return {place: row for place, row in found.items() if isinstance(row, ChangesRow)}


def rows(pane) -> list[str]:
    return [row.text for row in listed(pane).values()]


def place_of(pane, field) -> int:
    found = listed(pane).items()
    return next(place for place, row in found if row.change and row.change.field == field)


def select(pane, field) -> None:
    table(pane).select_row(place_of(pane, field))


def button(pane, text) -> QPushButton:
    return next(found for found in pane.findChildren(QPushButton) if found.text() == text)


def test_qt_finds_no_fault_in_the_model(bridge, qtmodeltester):
    model = ChangesModel()
    qtmodeltester.check(model)
    model.set_bridge(bridge)
    edit(bridge, summary="Neu", cost_value=5)
    model.renew()

    qtmodeltester.check(model)


def test_without_changes_a_sentence_says_so(pane):
    assert NOTHING_CHANGED in rows_of(pane).index(0, 0).data()
    assert [] == rows(pane)


def test_without_a_document_and_before_the_first_save_other_sentences_stand(pane, bridge):
    pane.set_bridge(no_document())
    without = one(pane, EmptyState).sentence()
    pane.set_bridge(DocumentBridge(Document(bridge.document.dataset, {}, None)))

    assert "Kein Datensatz geöffnet." == without
    assert NEVER_SAVED in rows_of(pane).index(0, 0).data()


def test_changes_stand_under_their_measure_with_both_values(pane, bridge):
    title = bridge.document.view(key(bridge)).title

    edit(bridge, pane, cost_value=1234567)

    first, second = rows(pane)
    assert f"{title} (1 Änderung)" == first
    assert second.startswith(f"{title}, ")
    assert "nachher 1.234.567 €" in second
    assert re.search(r", \d\d:\d\d$", second)  # D 11
    place = place_of(pane, "cost_value")
    assert second == rows_of(pane).index(place, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_changed_words_are_marked_by_more_than_colour(pane, bridge):
    edit(bridge, summary="Die alte Schule wird gedämmt.")
    bridge.document.save()
    edit(bridge, pane, summary="Die neue Schule wird gedämmt.")
    (change,) = pane.changes

    old, new = lines_of(change)

    assert (False, ["alte "]) == (old.comes, [p.text for p in old.parts if p.marked])
    assert (True, ["neue "]) == (new.comes, [p.text for p in new.parts if p.marked])
    made, item = table(pane), QStyleOptionViewItem()
    made.initViewItemOption(item)
    look = look_of(item, 300)
    (struck,) = text_layout(old, look).formats()
    (underlined,) = text_layout(new, look).formats()
    assert struck.format.fontStrikeOut()
    assert underlined.format.fontUnderline()


def test_what_is_far_from_the_difference_is_left_out(pane, bridge):
    words = "Wort " * 100
    edit(bridge, summary=f"{words}alt {words}")
    bridge.document.save()
    edit(bridge, pane, summary=f"{words}neu {words}")

    old, new = lines_of(pane.changes[0])

    assert "alt " in old.text
    assert "neu " in new.text
    assert old.text.startswith("… Wort ")
    assert "Wort alt Wort" in old.text
    assert old.text.endswith("Wort …")
    assert max(len(old.text), len(new.text)) < 120


def test_data_is_never_read_as_markup(pane, bridge):
    edit(bridge, pane, summary="<b>fett</b>")

    tip = rows_of(pane).index(place_of(pane, "summary"), 0).data(Qt.ItemDataRole.ToolTipRole)

    assert "&lt;b&gt;fett&lt;/b&gt;" in tip


def test_enter_leads_to_the_field(qtbot, pane, bridge):
    edit(bridge, pane, cost_value=5)
    asked = told(pane.activated)
    select(pane, "cost_value")

    qtbot.keyClick(table(pane), Key.Key_Return)

    assert [(key(bridge), "cost_value")] == asked


def test_a_category_leads_to_one_of_its_measures(qtbot, pane, bridge):
    edit(bridge, pane, category_description="Häuser und Wege")
    asked = told(pane.activated)
    select(pane, "category_description")

    qtbot.keyClick(table(pane), Key.Key_Return)

    ((measure, field),) = asked
    assert "category_description" == field
    assert "Häuser und Wege" == bridge.document.view(measure).value(field)


def test_a_deleted_measure_leads_nowhere_but_can_be_taken_back(qtbot, pane, bridge):
    bridge.push(bridge.document.plan_delete([key(bridge)]))
    pane.renew()
    gone, wanted = told(pane.activated), told(pane.revert_requested)
    table(pane).select_row(next(place for place, row in listed(pane).items() if row.change))

    qtbot.keyClick(table(pane), Key.Key_Return)
    assert not button(pane, REVERT_FIELD).isEnabled()
    button(pane, REVERT_MEASURE).click()

    assert [] == gone
    ((changes,),) = wanted
    bridge.push(bridge.document.plan_revert(changes))
    assert bridge.document.is_saved


def test_buttons_take_back_a_field_a_measure_or_all(qtbot, pane, bridge):
    edit(bridge, summary="Neu", cost_value=5)
    edit(bridge, pane, TURBINES, summary="Auch neu")
    some, everything = told(pane.revert_requested), told(pane.revert_all_requested)
    select(pane, "cost_value")

    button(pane, REVERT_FIELD).click()
    qtbot.keyClick(table(pane), Key.Key_Return, Control)
    button(pane, REVERT_MEASURE).click()
    button(pane, REVERT_ALL).click()

    fields = [[change.field for change in changes] for (changes,) in some]
    assert [["cost_value"], ["cost_value"]] == fields[:2]
    assert {"summary", "cost_value"} == set(fields[2])
    assert 3 == len(everything[0][0])


def test_the_selection_stays_with_its_field(pane, bridge):
    edit(bridge, pane, cost_value=5)
    select(pane, "cost_value")

    edit(bridge, pane, summary="Neu")

    assert "cost_value" == rows_of(pane).row(table(pane).selected_row()).change.field


def test_an_edit_is_not_held_up_by_the_list(qtbot, pane, bridge):
    read = told(rows_of(pane).changes.renewed)
    counted = told(pane.counted)

    edit(bridge, summary="Neu", cost_value=5, cost_until=2031)

    assert [] == read
    qtbot.waitUntil(lambda: bool(read))
    assert [(3,)] == counted


def test_a_hidden_list_is_up_to_date_when_it_is_seen(pane, bridge):
    pane.hide()
    edit(bridge, summary="Neu")

    pane.show()
    settle()

    assert 2 == len(rows(pane))


def test_saving_empties_the_list(pane, bridge):
    edit(bridge, pane, summary="Neu")

    bridge.document.save()

    assert [] == rows(pane)


def test_a_very_long_list_says_how_much_is_left_out(pane, bridge, monkeypatch):
    monkeypatch.setattr("ui.history.changes_model.MOST", 2)

    edit(bridge, pane, summary="Neu", cost_value=5, cost_until=2031)

    assert 4 == len(rows(pane))
    assert rows(pane)[-1].startswith("… und 1 weitere.")
    assert 3 == len(pane.changes)


def test_everything_is_reached_by_keyboard_and_has_a_name(qtbot, pane, bridge):
    edit(bridge, pane, summary="Neu")
    select(pane, "summary")
    pane.focus_list()

    reached = tab_walk(qtbot, pane, 3)

    names = (REVERT_FIELD, REVERT_MEASURE, REVERT_ALL)
    assert [button(pane, name) for name in names] == reached
    assert [] == nameless(pane)


# --- in the window -------------------------------------------------------------------------


def tab_of_timeline(work) -> str:
    side = work.workspace.side
    return side.tabs.tabText(side.tabs.indexOf(side.timeline))


def test_in_the_window_all_changes_are_taken_back_after_asking(work):
    work.edit("summary", " Mehr")
    work.edit("short_title", " neu")
    work.trigger("timeline")
    pane = work.workspace.side.timeline
    pane.renew()
    assert "Verlauf 2" == tab_of_timeline(work)

    work.answer(confirm_revert=[False, True])
    button(pane, REVERT_ALL).click()
    unsaved = not work.document.is_saved
    button(pane, REVERT_ALL).click()
    pane.renew()

    assert unsaved
    assert work.document.is_saved
    assert work.bridge.is_clean
    assert ["confirm_revert"] * 2 == work.asked()
    assert "Verlauf" == tab_of_timeline(work)
    work.trigger("undo")
    assert work.value("summary").endswith(" Mehr")
