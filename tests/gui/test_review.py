"""The review: three versions side by side, nothing applied before the user says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QPlainTextEdit

from klimaeditor.diff.apply import to_batch
from klimaeditor.diff.compare import records_of
from klimaeditor.diff.fields import RecordRef
from klimaeditor.diff.rebase import rebase
from klimaeditor.model.changes import FileName
from klimaeditor.model.values import ABSENT
from tests.dataset_builders import additional_row, rows, sources_of
from tests.gui import review_cases, theme_helpers
from tests.gui.pane_cases import shown_window
from tests.gui.reach import one
from tests.gui.review_cases import (
    OUR_TEXT,
    SUMMARY,
    THEIR_TEXT,
    TITLED,
    button,
    field_decision,
    go_to,
    press,
    removed_measure,
    sample_decisions,
    shown,
    words_of,
)
from tests.merge_helpers import opened
from ui.app import WindowAnswers
from ui.review import review_words
from ui.review.deciding import NO_EDIT_TIP
from ui.review.dialogs import NOTHING, ReviewDialog
from ui.review.review_rows import Review, RowChoice, rows_of, titles_of
from ui.review.row_list import RowList
from ui.review.versions import ResultPane
from ui.widgets.labels import EmptyState

pytestmark = pytest.mark.gui
Key, Alt, LEFT = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.MouseButton.LeftButton
dressed, dialog = theme_helpers.dressed, review_cases.dialog


def counter(dialog) -> str:
    """Return how many conflicts are decided, as it stands above the list."""
    said = (label.text() for label in dialog.findChildren(QLabel))
    return next(text for text in said if text.endswith(" entschieden"))


# --- the list ------------------------------------------------------------------------------


def test_only_conflicts_are_shown_until_the_filter_is_taken_off(qtbot, dialog):
    before = words_of(dialog)

    qtbot.mouseClick(one(dialog, QCheckBox), LEFT)
    one(dialog, QCheckBox).setChecked(False)

    assert ["Konflikt"] * 5 == before
    assert 7 == len(words_of(dialog))
    assert "wird übernommen" in words_of(dialog)
    assert "von Ihnen" in words_of(dialog)


def test_rows_tell_screen_readers_title_field_and_state(dialog):
    spoken = one(dialog, RowList).model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)

    assert "Energetische Sanierung städtischer Gebäude, Kosten der Maßnahme, Konflikt" == spoken


def test_alt_and_arrows_go_from_difference_to_difference(qtbot, dialog):
    places = []
    for key in (Key.Key_Up, Key.Key_Down, Key.Key_Down, Key.Key_Up):
        qtbot.keyClick(dialog, key, Alt)
        places.append(one(dialog, RowList).selected_row())

    assert [0, 1, 2, 1] == places


def test_nothing_to_decide_is_said_and_can_be_applied(qtbot):
    dialog = shown(qtbot, ())

    assert NOTHING == one(dialog, EmptyState).sentence()
    assert one(dialog, EmptyState).isVisible()
    assert button(dialog, "Zusammenführen").isEnabled()


# --- deciding --------------------------------------------------------------------------------


def test_the_counter_counts_and_all_decided_allows_to_apply(qtbot, dialog):
    counts, allowed = [counter(dialog)], []
    for place in range(5):
        one(dialog, RowList).select_row(place)
        press(qtbot, dialog, "Fremde Fassung übernehmen" if place % 2 else "Meine Fassung behalten")
        counts.append(counter(dialog))
        allowed.append(button(dialog, "Zusammenführen").isEnabled())

    assert [f"{n} von 5 entschieden" for n in range(6)] == counts
    assert [False] * 4 + [True] == allowed


def test_choices_are_the_values_of_the_side_chosen(qtbot, dialog):
    go_to(dialog, "bauen1", SUMMARY)
    press(qtbot, dialog, "Fremde Fassung übernehmen")
    go_to(dialog, "strom9", "Ganze")
    press(qtbot, dialog, "Fremde Fassung übernehmen")

    decisions = sample_decisions()
    expected = {decisions[1].key: THEIR_TEXT, decisions[6].key: ABSENT}

    assert expected == dialog.choices()
    assert "gelöscht" == one(dialog, ResultPane).text()


def test_an_empty_value_can_be_chosen(qtbot, dialog):
    go_to(dialog, "strom1", SUMMARY)

    press(qtbot, dialog, "Fremde Fassung übernehmen")

    assert [""] == list(dialog.choices().values())
    assert "leer" == one(dialog, ResultPane).text()


def test_keep_all_mine_decides_what_is_open_and_leaves_the_rest(qtbot, dialog):
    go_to(dialog, "bauen1", SUMMARY)
    press(qtbot, dialog, "Fremde Fassung übernehmen")

    press(qtbot, dialog, "Überall meine Fassung behalten")
    qtbot.mouseClick(button(dialog, "Zusammenführen"), LEFT)

    assert QDialog.DialogCode.Accepted == dialog.result()
    assert 5 == len(dialog.choices())
    assert THEIR_TEXT == dialog.choices()[sample_decisions()[1].key]


def test_one_decision_is_repeated_for_all_of_its_sort_but_not_over_others(qtbot, dialog):
    go_to(dialog, "strom1", SUMMARY)
    press(qtbot, dialog, "Meine Fassung behalten")
    go_to(dialog, "bauen1", SUMMARY)
    press(qtbot, dialog, "Fremde Fassung übernehmen")
    offered = button(dialog, "Für alle gleichartigen").text()

    press(qtbot, dialog, "Für alle gleichartigen")

    chosen = [dialog.choices().get(found.key) for found in sample_decisions()]
    assert "Für alle &gleichartigen (1)" == offered
    assert [None, THEIR_TEXT, None, "Zwanzig Dächer", None, "Neun Anlagen.", None] == chosen
    assert not button(dialog, "Für alle gleichartigen").isEnabled()


def test_text_can_be_merged_by_hand(qtbot, dialog):
    go_to(dialog, "bauen1", SUMMARY)
    press(qtbot, dialog, "Bearbeiten…")
    editor = one(dialog, QPlainTextEdit)
    start = editor.toPlainText()
    while_open = button(dialog, "Zusammenführen").isEnabled() or one(dialog, RowList).isEnabled()
    editor.setPlainText("Beides zusammen.")

    press(qtbot, dialog, "Fertig")

    assert OUR_TEXT == start
    assert not while_open
    assert ["Beides zusammen."] == list(dialog.choices().values())
    assert "bearbeitet" in words_of(dialog)


def test_a_typed_amount_is_stored_as_a_number_and_nonsense_as_typed(qtbot, dialog):
    stored = []
    for text in ("13.500.000", "unklar", ""):
        go_to(dialog, "bauen1", "Kosten")
        press(qtbot, dialog, "Bearbeiten…")
        one(dialog, QPlainTextEdit).setPlainText(text)
        qtbot.keyClick(
            one(dialog, QPlainTextEdit), Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
        stored += dialog.choices().values()

    assert [13_500_000, "unklar", None] == stored


@pytest.mark.parametrize("typed", ["", "!"])
def test_typing_a_result_leaves_odd_characters_alone(qtbot, typed):
    text = "10\u00a0t\u2028CO\u2082, Ma\u00dfnahme e\u0301"
    made = field_decision("summary", "bauen1", ("alt", text, "neu"))
    dialog = shown_window(qtbot, ReviewDialog([made], TITLED))
    button(dialog, "Bearbeiten").click()
    editor = one(dialog, QPlainTextEdit)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.insertPlainText(typed)

    qtbot.keyClick(editor, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert [f"{text}{typed}"] == list(dialog.choices().values())


def test_esc_leaves_the_editor_first_and_then_the_dialog(qtbot, dialog):
    go_to(dialog, "bauen1", SUMMARY)
    press(qtbot, dialog, "Bearbeiten…")
    qtbot.keyClick(one(dialog, QPlainTextEdit), Key.Key_Escape)
    still_open = dialog.isVisible()

    qtbot.keyClick(dialog, Key.Key_Escape)

    assert still_open
    assert {} == dialog.choices()
    assert not dialog.isVisible()
    assert QDialog.DialogCode.Rejected == dialog.result()


def test_lists_and_whole_records_are_chosen_not_edited(qtbot, dialog):
    go_to(dialog, "strom9", "Ganze")

    assert not button(dialog, "Bearbeiten…").isEnabled()
    assert NO_EDIT_TIP == button(dialog, "Bearbeiten…").toolTip()


def test_settled_fields_can_be_overruled_unless_they_are_final(qtbot):
    free, final = shown(qtbot), shown(qtbot, settled_is_final=True)
    enabled = []
    for dialog in (free, final):
        one(dialog, QCheckBox).setChecked(False)
        go_to(dialog, "bauen1", "Geplante")
        enabled.append(button(dialog, "Meine Fassung behalten").isEnabled())

    assert [True, False] == enabled


def test_enter_in_the_list_neither_applies_nor_cancels(qtbot, dialog):
    qtbot.keyClick(one(dialog, RowList), Key.Key_Return)

    assert dialog.isVisible()


# --- companions, and what comes of it ---------------------------------------------------------


def test_companions_stand_as_their_measure_does():
    measure = removed_measure()
    record = RecordRef(FileName.ADDITIONAL, 3, "strom9")
    whole = replace(measure, record=record)
    review = Review(rows_of((measure, whole), TITLED), settled_is_final=True)

    review.take(review.rows[0])

    assert () == review.undecided
    assert [RowChoice.CHOSE_THEIRS] * 2 == [review.pick_of(row) for row in review.rows]


def test_what_was_chosen_becomes_one_step(qtbot):
    def version(summary):
        return sources_of(rows(additional=[additional_row(summary=summary)]))

    base, theirs = version("alt"), version("ihres")
    ours = opened(version("unseres"))
    found = rebase(records_of(base), ours, theirs)
    ours.apply(found.batch)
    dialog = shown_window(qtbot, ReviewDialog(found.conflicts, titles_of(ours)))
    before = ours.value(0, "summary")

    press(qtbot, dialog, "Fremde Fassung übernehmen")
    ours.apply(to_batch(ours, found.conflicts, "Abgleich", dialog.choices()))

    assert "unseres" == before
    assert "ihres" == ours.value(0, "summary")
    assert "Kurz bauen1" == dialog.shown()[0].title


@pytest.mark.parametrize(("text", "count"), [("Zusammenführen", 5), ("Abbrechen", None)])
def test_the_answer_is_the_mapping_or_nothing(qtbot, text, count):
    def later() -> None:
        dialog = QApplication.activeModalWidget()
        button(dialog, "Überall meine Fassung behalten").click()
        button(dialog, text).click()

    QTimer.singleShot(0, later)
    answer = WindowAnswers(lambda: None).review(
        sample_decisions(), TITLED, review_words.ON_DISK, settled_is_final=False
    )

    assert count == (None if answer is None else len(answer))
