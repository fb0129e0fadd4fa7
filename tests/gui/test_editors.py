"""Field editors: what they show, what they emit, what they keep."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.values import ABSENT
from tests.gui import theme_helpers
from tests.gui.editor_cases import (
    CASES,
    EDITABLE_LINES,
    emitted_by,
    leave,
    new_editor,
    text_of,
    type_into,
)
from tests.gui.theme_helpers import settle
from tests.muenster_fields import FIELDS
from ui.form.editors.choice import OpenChoiceEditor
from ui.form.editors.read_line import AmountEditor, DateEditor, NumberEditor, YearEditor
from ui.form.editors.text import LongTextEditor, ShortTextEditor, UrlEditor
from ui.form.row import make_editor

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed


@pytest.mark.parametrize("kind", CASES)
def test_showing_a_value_emits_nothing_and_keeps_it(qtbot, kind):
    made = new_editor(qtbot, kind)
    values = emitted_by(made)

    for value in (CASES[kind], None, ABSENT, CASES[kind]):
        made.set_value(value)
        settle()

    assert [] == values
    assert CASES[kind] == made.value()


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize("odd", [True, 1.25, "12a", ["x"], {"a": None}, [1, {"b": 2}]])
def test_any_json_can_be_shown_and_is_left_as_it_is(qtbot, kind, odd):
    made = new_editor(qtbot, kind)
    values = emitted_by(made)

    made.set_value(odd)
    made.focus_widget().setFocus()
    leave(made)

    assert [] == values
    assert odd == made.value()


@pytest.mark.parametrize("kind", EDITABLE_LINES)
def test_each_key_is_emitted_at_once(qtbot, kind):
    made = new_editor(qtbot, kind)
    values = emitted_by(made)

    type_into(qtbot, made, "ab")

    assert ["a", "ab"] == values


@pytest.mark.parametrize("kind", EDITABLE_LINES)
def test_showing_what_is_there_already_leaves_the_caret_alone(qtbot, kind):
    made = new_editor(qtbot, kind, "12a")
    widget = made.focus_widget()
    type_into(qtbot, made, "34b")
    caret = (widget.cursorPosition) if isinstance(widget, QLineEdit) else (
        lambda: widget.textCursor().position()
    )  # fmt: skip
    qtbot.keyClick(widget, Qt.Key.Key_Left)

    made.set_value("34b")

    assert 2 == caret()


@pytest.mark.parametrize("kind", [YearEditor, NumberEditor, AmountEditor, DateEditor])
def test_what_cannot_be_read_is_stored_as_typed_and_stays_visible(qtbot, kind):
    made = new_editor(qtbot, kind, CASES[kind])
    values = emitted_by(made)

    type_into(qtbot, made, "12a")
    leave(made)

    assert "12a" == values[-1] == made.value() == text_of(made)


@pytest.mark.parametrize("kind", [YearEditor, NumberEditor, AmountEditor, DateEditor])
def test_emptying_a_number_or_day_stores_null(qtbot, kind):
    made = new_editor(qtbot, kind, CASES[kind])
    values = emitted_by(made)

    type_into(qtbot, made, "")

    assert [None] == values


@pytest.mark.parametrize("kind", [ShortTextEditor, LongTextEditor, OpenChoiceEditor, UrlEditor])
def test_emptying_a_text_stores_the_empty_text(qtbot, kind):
    made = new_editor(qtbot, kind, CASES[kind])
    values = emitted_by(made)

    type_into(qtbot, made, "")

    assert [""] == values


@pytest.mark.parametrize(
    ("kind", "typed", "stored", "shown"),
    [
        (YearEditor, "2030", 2030, "2030"),
        (YearEditor, " 20 ", 20, "20"),
        (NumberEditor, "1.234.567,5", 1234567.5, "1.234.567,5"),
        (NumberEditor, "92", 92, "92"),
        (AmountEditor, "1250000", 1250000, "1.250.000"),
        (AmountEditor, "1.234,5 EUR", 1234.5, "1.234,50"),
        (DateEditor, "1.10.2024", "2024-10-01", "01.10.2024"),
        (DateEditor, "31.02.2024", "31.02.2024", "31.02.2024"),
    ],
)
def test_german_spelling_is_read_while_typing_and_tidied_when_left(
    qtbot, kind, typed, stored, shown
):
    made = new_editor(qtbot, kind)
    values = emitted_by(made)

    type_into(qtbot, made, typed)
    while_typing = text_of(made)
    leave(made)

    assert stored == values[-1]
    assert type(stored) is type(values[-1])
    assert (typed, shown) == (while_typing, text_of(made))


@pytest.mark.parametrize("kind", [ShortTextEditor, LongTextEditor, OpenChoiceEditor])
def test_line_breaks_and_no_break_spaces_of_a_stored_text_survive_editing(qtbot, kind):
    made = new_editor(qtbot, kind, "10\u00a0t\nCO2")
    values = emitted_by(made)
    made.focus_widget().setFocus()

    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
        qtbot.keyClick(made.focus_widget(), Qt.Key.Key_End, modifier)
    qtbot.keyClicks(made.focus_widget(), "!")

    assert ["10\u00a0t\nCO2!"] == values


def test_text_longer_than_qts_limit_is_not_cut(qtbot):
    long_text = "x" * 40_000

    assert long_text == text_of(new_editor(qtbot, ShortTextEditor, long_text))


def test_pasting_lines_into_one_line_joins_them(qtbot):
    made = new_editor(qtbot, ShortTextEditor)
    values = emitted_by(made)
    QApplication.clipboard().setText("eins\r\nzwei\ndrei")
    made.focus_widget().setFocus()

    made.focus_widget().paste()

    assert ["eins zwei drei"] == values


def test_shift_enter_breaks_a_line_like_enter(qtbot):
    made = new_editor(qtbot, LongTextEditor, "a")
    values = emitted_by(made)
    made.focus_widget().setFocus()

    qtbot.keyClick(made.focus_widget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)

    assert ["\na"] == values


def test_undo_of_the_document_puts_the_caret_behind_what_changed(qtbot):
    made = new_editor(qtbot, LongTextEditor, "bis 2030 🌍 fertig")
    made.focus_widget().setFocus()

    made.set_value("🌍 bis 2035 fertig")

    assert "🌍 bis 2035 fertig" == text_of(made)
    assert "fertig" == text_of(made)[-len("fertig") :]
    assert len("🌍 bis 2035") + 1 == made.focus_widget().textCursor().position()


def test_a_long_text_grows_with_its_lines_up_to_sixteen(qtbot):
    made = new_editor(qtbot, LongTextEditor)
    heights = []
    for lines in (1, 2, 3, 16, 40):
        made.set_value("\n".join(["Zeile"] * lines))
        settle()
        heights.append(made.focus_widget().height())

    assert heights[0] < heights[1] < heights[2] < heights[3] == heights[4]


@pytest.mark.parametrize("points", [8, 8.25, 9, 9.5, 10.45, 11.4, 12, 13.1, 14.25, 16.5, 19])
def test_a_long_text_shows_all_lines_whatever_the_letters(qtbot, points):
    made = new_editor(qtbot, LongTextEditor, "\n".join("abcdefghijklmnop"))
    area = made.focus_widget()
    font = area.font()
    font.setPointSizeF(points)
    area.setFont(font)
    settle()

    assert 0 == area.verticalScrollBar().maximum()
    last = area.blockBoundingGeometry(area.document().lastBlock()).translated(area.contentOffset())
    assert last.bottom() <= area.viewport().height()


def test_every_kind_of_the_catalogue_has_an_editor(qtbot):
    kinds = set()
    for field in FIELDS:
        made = make_editor(field)
        qtbot.addWidget(made)
        kinds.add(field.kind)

        assert field.name == made.objectName()
        assert field.label == made.focus_widget().accessibleName()
    assert set(Kind) == kinds


@pytest.mark.parametrize("kind", EDITABLE_LINES)
def test_an_input_method_that_is_left_again_stores_nothing(qtbot, kind):
    """A dead key and Esc: nothing was typed, and Qt holds the line ends otherwise (SEC-15)."""
    made = new_editor(qtbot, kind, "a\u2029b\r\nc\rd\ufdd0e")
    values = emitted_by(made)
    made.focus_widget().setFocus()

    for begun in ("´", ""):
        QApplication.sendEvent(made.focus_widget(), QInputMethodEvent(begun, []))

    assert [] == values
