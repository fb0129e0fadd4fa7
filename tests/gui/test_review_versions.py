"""How a review shows three versions, and how it is reached by keyboard and screen reader."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.gui import review_cases, theme_helpers
from tests.gui.pane_cases import mnemonics, nameless, settle, tab_walk
from tests.gui.reach import one
from tests.gui.review_cases import SUMMARY, button, field_decision, go_to, panes, press, shown
from ui.review.review_rows import GONE
from ui.review.row_list import RowList
from ui.review.versions import DiffPane, ResultPane, VersionColumns

pytestmark = pytest.mark.gui
Key, Alt, LEFT = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.MouseButton.LeftButton
dressed, dialog = theme_helpers.dressed, review_cases.dialog


# --- the versions ---------------------------------------------------------------------------


def test_28_words_that_differ_are_shown_without_signs(dialog):
    go_to(dialog, "bauen1", SUMMARY)

    base, theirs, ours = panes(dialog)

    assert "Bestandsaufnahme von 46 Standorten, Abschluss im Frühjahr 2025." == base
    assert "Abschluss im Frühjahr 2025 Herbst 2026; 31 sind fertig." in theirs
    assert "von 46 48 Standorten" in ours


def test_numbers_are_other_as_a_whole(dialog):
    go_to(dialog, "bauen1", "Kosten")

    assert ["12.500.000 €", "12.500.000 € 14.200.000 €", "12.500.000 € 13.000.000 €"] == panes(
        dialog
    )


def test_without_a_base_the_sides_are_compared_with_each_other(dialog):
    go_to(dialog, "bauen2", SUMMARY)

    assert ["Keine Angabe", "Zwanzig Dächer", "Zwölf Dächer"] == panes(dialog)


def test_what_changed_is_told_to_screen_readers(dialog):
    go_to(dialog, "bauen1", SUMMARY)
    theirs = one(dialog, VersionColumns).panes[1].reader

    assert "Auf dem Datenträger: Zusammenfassung" == theirs.accessibleName()
    assert (
        "entfallen: Frühjahr 2025; neu: Herbst 2026; 31 sind fertig"
        == theirs.accessibleDescription()
    )


def test_data_is_never_taken_for_markup(qtbot):
    markup = "<b>fett</b><img src=x>"
    dialog = shown(qtbot, [field_decision("summary", "bauen1", ("a", markup, "c"))])

    assert markup in panes(dialog)[2]


def test_a_removed_measure_is_shown_whole_against_nothing(dialog):
    go_to(dialog, "strom9", "Ganze")

    base, theirs, _ = panes(dialog)

    assert "Worum geht es?: Action name von strom9" in base
    assert GONE == theirs


@pytest.mark.parametrize(("width", "stacked"), [(1120, False), (620, True)])
def test_versions_stand_below_each_other_where_there_is_little_room(qtbot, width, stacked):
    dialog = shown(qtbot)
    dialog.resize(width, 700)
    settle()

    assert stacked is one(dialog, VersionColumns).is_stacked()


# --- access -----------------------------------------------------------------------------------


@pytest.mark.parametrize("editing", [False, True])
def test_letters_are_unique_and_everything_has_a_name(qtbot, dialog, editing):
    go_to(dialog, "bauen1", SUMMARY)
    if editing:
        press(qtbot, dialog, "Bearbeiten…")
    letters = mnemonics(dialog)

    assert len(set(letters)) == len(letters)
    assert [] == nameless(dialog)


def test_tab_goes_from_the_list_over_the_versions_to_the_buttons(qtbot, dialog):
    one(dialog, RowList).setFocus()

    seen = tab_walk(qtbot, dialog, 8)

    columns = [pane.reader for pane in one(dialog, VersionColumns).panes]
    assert [*columns, one(one(dialog, ResultPane), DiffPane).reader] == seen[:4]
    assert [button(dialog, text) for text in ("Fremde", "Meine", "Bearbeiten…")] == seen[4:7]


@pytest.mark.parametrize("zoom", [100, 200])
def test_no_button_is_cut(lettered, qtbot, zoom):
    dialog = shown(qtbot)
    dialog.resize(1360, 760)
    settle()

    cut = [
        b.text()
        for b in dialog.findChildren(QPushButton)
        if b.isVisible() and b.width() < b.minimumSizeHint().width()
    ]

    assert [] == cut
