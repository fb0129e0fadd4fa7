"""Changing many measures: the bulk form, find and replace, the name of a view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton

from klimaeditor.document import Document, open_document
from tests.conftest import SAMPLE
from tests.dataset_builders import (
    additional_row,
    dataset_of,
    measure_row,
    progress_row,
    rows,
    sources_of,
)
from tests.edit_helpers import content
from tests.gui import theme_helpers
from tests.gui.pane_cases import focusable, mnemonics, nameless, settle, shown_window, tab_walk
from tests.gui.reach import one
from tests.gui.review_cases import button, press
from tests.waiting import wait_until
from ui.review.row_list import RowList
from ui.review.versions import VersionColumns
from ui.textwork.bulk_dialog import (
    SAME_ALREADY,
    VIEW_NO_NAME,
    VIEW_REPLACES,
    BulkDialog,
    BulkRow,
    ViewNameDialog,
)
from ui.textwork.replace_dialog import (
    ADDRESSES,
    NOTHING_ASKED,
    NOTHING_FOUND,
    ReplaceDialog,
)
from ui.widgets.common_words import ONE_STEP
from ui.widgets.labels import EmptyState

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed
Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def town(count=3) -> Document:
    """Return measures that agree on the summary and differ in the short title."""
    ids = [f"bauen{n}" for n in range(1, count + 1)]
    tables = rows(
        [measure_row(i) for i in ids],
        [additional_row(i, summary="Die Stadt baut.") for i in ids],
        [progress_row(i) for i in ids],
    )
    return Document(dataset_of(tables), sources_of(tables))


@pytest.fixture
def document():
    return town()


@pytest.fixture
def bulk(qtbot, document):
    return shown_window(qtbot, BulkDialog(document, [0, 1]), 760, 700)


def editor(dialog, name):
    return dialog.rows[name].row.editor


def state(dialog, name) -> str:
    row = dialog.rows[name]
    (label,) = row.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return label.text()


# --- the bulk form -------------------------------------------------------------------------------


def test_common_values_are_shown_and_mixed_ones_counted(bulk):
    assert "Die Stadt baut." == editor(bulk, "summary").value()
    assert "in allen gleich" == state(bulk, "summary")
    assert "verschieden in 2 Maßnahmen" == state(bulk, "short_title")
    assert not button(bulk, "Änderungen ansehen").isEnabled()


def test_typing_touches_a_field_and_only_that_one_is_written(qtbot, bulk, document):
    before = content(document.dataset)
    qtbot.keyClicks(editor(bulk, "responsible_bodies").focus_widget(), "Stadtwerke")

    touched = state(bulk, "responsible_bodies")
    press(qtbot, bulk, "Änderungen ansehen")
    untouched = content(document.dataset)
    press(qtbot, bulk, "2 Maßnahmen bearbeiten")
    batch = bulk.batch()
    document.apply(batch)

    assert "wird in allen geändert" == touched
    assert before == untouched
    assert QDialog.DialogCode.Accepted == bulk.result()
    assert [True, True, False] == [
        document.view(key).value("responsible_bodies") == "Stadtwerke" for key in range(3)
    ]
    assert "Kurz bauen1" == document.view(0).value("short_title")
    assert 2 == len(batch.changes)


def test_the_preview_tells_before_and_after_of_every_measure(qtbot, bulk):
    qtbot.keyClicks(editor(bulk, "short_title").focus_widget(), "Neu")
    press(qtbot, bulk, "Änderungen ansehen")

    lines = [(row.title, row.label) for row in one(bulk, RowList).rows()]
    panes = [pane.text() for pane in one(bulk, VersionColumns).panes]

    assert [("Kurz bauen1", "Kurztitel"), ("Kurz bauen2", "Kurztitel")] == lines
    assert "Kurz bauen1" == panes[0]
    assert "Neu" in panes[1]
    assert one(bulk, RowList).hasFocus()


def test_back_leads_to_the_form_with_everything_still_there(qtbot, bulk):
    qtbot.keyClicks(editor(bulk, "short_title").focus_widget(), "Neu")
    press(qtbot, bulk, "Änderungen ansehen")
    press(qtbot, bulk, "Zurück")

    assert "Neu" == editor(bulk, "short_title").value()
    assert bulk.batch() is None
    assert button(bulk, "Änderungen ansehen").isEnabled()


def test_a_touched_field_can_be_left_alone_again(qtbot, bulk):
    qtbot.keyClicks(editor(bulk, "short_title").focus_widget(), "Neu")
    qtbot.mouseClick(one(bulk, QPushButton, "Nicht ändern: Kurztitel"), LEFT)

    assert "verschieden in 2 Maßnahmen" == state(bulk, "short_title")
    assert not button(bulk, "Änderungen ansehen").isEnabled()
    assert editor(bulk, "short_title").focus_widget().hasFocus()


def test_a_mixed_field_can_be_emptied_in_all(qtbot, bulk, document):
    qtbot.mouseClick(one(bulk, QPushButton, "In allen leeren: Kurztitel"), LEFT)
    press(qtbot, bulk, "Änderungen ansehen")
    press(qtbot, bulk, "2 Maßnahmen bearbeiten")
    document.apply(bulk.batch())

    assert ["", "", "Kurz bauen3"] == [document.view(key).value("short_title") for key in range(3)]


def test_what_all_have_already_is_said_and_changes_nothing(qtbot, bulk):
    line = editor(bulk, "summary").focus_widget()
    qtbot.keyClick(line, Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(line, "x")
    qtbot.keyClick(line, Key.Key_Backspace)
    press(qtbot, bulk, "Änderungen ansehen")

    assert one(bulk, QLabel, SAME_ALREADY).isVisible()
    assert not button(bulk, "0 Maßnahmen bearbeiten").isEnabled()
    assert bulk.batch() is None


def test_measures_that_cannot_take_a_value_are_told(qtbot):
    tables = rows([measure_row(""), measure_row("bauen2")], [], [])
    document = Document(dataset_of(tables), sources_of(tables))
    dialog = shown_window(qtbot, BulkDialog(document, [0, 1]), 760, 700)
    qtbot.keyClicks(editor(dialog, "short_title").focus_widget(), "Neu")
    press(qtbot, dialog, "Änderungen ansehen")

    assert "1 Maßnahme ausgelassen: " in one(dialog, QLabel, ONE_STEP).text()
    assert button(dialog, "1 Maßnahme bearbeiten").isEnabled()


def test_spellings_in_use_and_categories_are_offered(bulk):
    category = editor(bulk, "category_id").focus_widget()

    assert ["Bauen"] == [category.itemText(n) for n in range(category.count())]


def test_rows_out_of_sight_are_made_once_the_others_are_seen(qtbot):  # I 1
    dialogs = [BulkDialog(town(count), range(count)) for count in (3, 300)]
    for dialog in dialogs:
        qtbot.addWidget(dialog)
    soon = [len(dialog.findChildren(BulkRow)) for dialog in dialogs]
    every = len(dialogs[0].rows)

    dialogs[1].show()
    wait_until(lambda: len(dialogs[1].findChildren(BulkRow)) == every, settle)

    assert [10, 10] == soon
    assert 20 < every


def test_tab_reaches_rows_made_later_before_the_buttons(qtbot):
    dialog = shown_window(qtbot, BulkDialog(town(), [0, 1]), 760, 700)
    rows = list(dialog.rows.values())
    seen = tab_walk(qtbot, dialog, len(focusable(dialog)) + 2)
    way = [row for widget in seen for row in rows if row.isAncestorOf(widget)]
    last = max(place for place, widget in enumerate(seen) if rows[-1].isAncestorOf(widget))

    assert rows == list(dict.fromkeys([rows[0], *way]))
    assert button(dialog, "Abbrechen") in seen[last + 1 :]


@pytest.mark.parametrize("zoom", [100, 200])
def test_the_bulk_form_has_names_and_no_trap(lettered, qtbot, zoom):
    dialog = shown_window(qtbot, BulkDialog(town(), [0, 1]), 760, 700)
    assert 20 < len(dialog.rows)  # those out of sight are made now, not during the walk
    steps = len(focusable(dialog)) + 2
    seen = tab_walk(qtbot, dialog, steps)
    letters = mnemonics(dialog)

    assert [] == nameless(dialog)
    assert len(letters) == len(set(letters))
    assert button(dialog, "Abbrechen") in seen
    row = dialog.rows["summary"].row
    label = next(x for x in row.findChildren(QLabel) if x.text() == row.field.label)
    editor = row.editor.mapTo(row, QPoint(0, 0))
    assert (zoom == 200) == (editor.y() >= label.mapTo(row, QPoint(0, label.height())).y())


# --- find and replace ----------------------------------------------------------------------------


@pytest.fixture
def replacing(qtbot, document):
    return shown_window(qtbot, ReplaceDialog(document, [0, 1], [0]), 1080, 700)


def ask(qtbot, dialog, text, replacement="") -> None:
    dialog.find_line.clear()
    dialog.replace_line.clear()
    qtbot.keyClicks(dialog.find_line, text)
    qtbot.keyClicks(dialog.replace_line, replacement)
    qtbot.keyClick(dialog.replace_line, Key.Key_Return)


def test_nothing_is_asked_for_at_first(replacing):
    assert NOTHING_ASKED == one(replacing, EmptyState).sentence()
    assert not button(replacing, "0 Stellen").isEnabled()
    assert replacing.batch() is None


# A11Y-19
def test_hits_are_found_by_enter_accepted_until_refused_and_replaced_in_one_step(
    qtbot, replacing, document
):
    ask(qtbot, replacing, "die stadt", "Die Kommune")
    found = button(replacing, "3 Stellen").text().replace("&", "")
    replacing.review.list.setFocus()
    qtbot.keyClick(replacing.review.list, Key.Key_Space)

    press(qtbot, replacing, "2 Stellen ersetzen")
    batch = replacing.batch()
    document.apply(batch)

    summaries = [document.view(key).value("summary") for key in range(3)]
    assert "3 Stellen ersetzen" == found
    assert ["Die Stadt baut.", "Die Kommune baut.", "Die Kommune baut."] == summaries
    assert "„die stadt“ durch „Die Kommune“ ersetzen (2 Stellen)" == batch.label


def test_measures_and_fields_narrow_what_is_searched(qtbot, replacing):
    choices = [replacing.measures.itemText(n) for n in range(replacing.measures.count())]
    ask(qtbot, replacing, "baut")
    counts = [len(replacing.review.shown())]
    replacing.measures.setCurrentIndex(1)
    counts.append(len(replacing.review.shown()))
    replacing.fields.setCurrentIndex(replacing.fields.findData("short_title"))
    counts.append(len(replacing.review.shown()))

    assert ["Alle (3)", "Angezeigte (2)"] == choices
    assert [3, 2, 0] == counts
    assert NOTHING_FOUND == one(replacing, EmptyState).sentence()


def test_several_selected_measures_are_the_first_choice(qtbot):
    dialog = shown_window(qtbot, ReplaceDialog(town(), [], [0, 2], text="baut"), 1080, 700)

    assert "Ausgewählte (2)" == dialog.measures.currentText()
    assert [0, 2] == [row.hit.place.measure for row in dialog.review.shown()]


def test_case_and_whole_words_count_when_ticked(qtbot, replacing):
    ask(qtbot, replacing, "STADT")
    counts = [len(replacing.review.shown())]
    replacing.match_case.setChecked(True)
    counts.append(len(replacing.review.shown()))
    replacing.match_case.setChecked(False)
    ask(qtbot, replacing, "tadt")
    replacing.whole_words.setChecked(True)
    counts.append(len(replacing.review.shown()))

    assert [3, 0, 0] == counts


def test_what_was_typed_last_is_shown_before_it_is_carried_out(qtbot, replacing, document):
    ask(qtbot, replacing, "baut", "plant")
    qtbot.keyClicks(replacing.replace_line, "!")

    press(qtbot, replacing, "3 Stellen")
    still_open = replacing.isVisible()
    press(qtbot, replacing, "3 Stellen")
    document.apply(replacing.batch())

    assert still_open
    assert "Die Stadt plant!." == document.view(0).value("summary")


def test_typing_searches_by_itself_after_a_moment(qtbot, replacing):
    qtbot.keyClicks(replacing.find_line, "baut")

    qtbot.waitUntil(lambda: len(replacing.review.shown()) == 3)

    assert replacing.find_line.hasFocus()


def test_a_part_of_a_word_stands_in_the_word_as_it_is(qtbot, replacing):
    ask(qtbot, replacing, "bau", "plan")
    replacing.review.list.select_row(0)
    settle()
    now, then = replacing.findChild(VersionColumns).panes

    assert "Kurz bauen1" == now.text()
    assert "Kurz planen1" == then.text()


def test_in_a_narrow_window_nothing_that_is_asked_for_is_cut(qtbot, document):
    dialog = shown_window(qtbot, ReplaceDialog(document, [0, 1], [0, 1], text="baut"), 400, 360)
    dialog.fields.setCurrentIndex(dialog.fields.findText("Wer ist noch beteiligt?"))
    settle()
    for box in (dialog.fields, dialog.measures):
        letters = box.fontMetrics().horizontalAdvance(box.currentText())
        assert box.width() - 40 >= letters
        assert box.height() >= box.sizeHint().height()

    dialog.resize(1080, 700)
    settle()
    assert dialog.fields.y() == dialog.measures.y()


def test_with_words_to_look_for_the_keyboard_begins_at_what_shall_stand_there(qtbot):
    dialog = shown_window(qtbot, ReplaceDialog(town(), text="baut"), 1080, 700)

    assert dialog.replace_line.hasFocus()
    assert 3 == len(dialog.review.shown())


def test_alt_and_arrows_lead_from_hit_to_hit_while_words_are_typed(qtbot):
    dialog = shown_window(qtbot, ReplaceDialog(town(), text="baut"), 1080, 700)
    seen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(dialog.replace_line, key, Qt.KeyboardModifier.AltModifier)
        seen.append(dialog.review.list.selected_row())

    assert [1, 2, 1] == seen
    assert dialog.replace_line.hasFocus()


def test_with_nothing_to_stand_there_the_button_says_that_the_words_go(qtbot, replacing):
    ask(qtbot, replacing, "baut")
    alone = button(replacing, "3 Stellen").text().replace("&", "")
    ask(qtbot, replacing, "baut", "plant")

    assert "3 Stellen löschen" == alone
    assert button(replacing, "3 Stellen ersetzen").isEnabled()


def test_a_hit_in_the_text_of_a_category_is_called_after_the_category(qtbot):
    """Its text belongs to many measures, of which the first is no more than the others."""
    document = open_document(SAMPLE)
    dialog = shown_window(qtbot, ReplaceDialog(document, text="in Musterstadt am Kanal"), 1080, 700)
    rows = dialog.review.shown()

    assert ["Kategorie Energieerzeugung"] == [row.title for row in rows]
    assert rows[0].label.endswith(" · Beschreibung der Kategorie")


def test_an_address_is_left_alone_until_somebody_wants_it_changed(qtbot):
    """A word replaced everywhere must not have links lead elsewhere unseen."""
    document = open_document(SAMPLE)
    dialog = shown_window(qtbot, ReplaceDialog(document, text="kanalstrom"), 1080, 700)
    rows, taken = dialog.review.shown(), dialog.review.accepted()
    dialog.review.take_all.click()

    assert ["Wer ist noch beteiligt?", "Nützliche Links: Adresse"] == [
        row.label.rpartition(" · ")[2] for row in rows
    ]
    assert "Kanalstrom eG" in rows[0].label
    assert set(rows[:1]) == taken
    assert one(dialog, QLabel, ADDRESSES).isVisible()
    assert set(rows) == dialog.review.accepted()


@pytest.mark.parametrize("zoom", [100, 200])
def test_find_and_replace_has_names_and_letters_of_its_own(lettered, qtbot, zoom):
    dialog = shown_window(qtbot, ReplaceDialog(town(), [0], text="baut"), 1080, 700)
    letters = mnemonics(dialog)
    settle()

    assert [] == nameless(dialog)
    assert len(letters) == len(set(letters))


# --- the name of a view --------------------------------------------------------------------------


def test_a_name_is_proposed_and_taken_by_enter(qtbot):
    dialog = shown_window(qtbot, ViewNameDialog("Bauen"), 480, 200)

    qtbot.keyClick(one(dialog, QLineEdit), Key.Key_Return)

    assert ("Bauen", QDialog.DialogCode.Accepted) == (dialog.answer(), dialog.result())


def test_a_name_in_use_is_said_and_a_missing_one_keeps_the_dialog(qtbot):
    dialog = shown_window(qtbot, ViewNameDialog("bauen", ["Bauen"]), 480, 200)
    replaces = one(dialog, QLabel, VIEW_REPLACES).isVisible()
    one(dialog, QLineEdit).setText(" ")
    qtbot.keyClick(one(dialog, QLineEdit), Key.Key_Return)

    assert replaces
    assert one(dialog, QLabel, VIEW_NO_NAME).isVisible()
    assert dialog.isVisible()
    assert VIEW_NO_NAME == one(dialog, QLineEdit).accessibleDescription()
