"""Field editors with keyboard, wheel, focus ring and screen reader."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAction, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from tests.gui import theme_helpers
from tests.gui.editor_cases import CASES, emitted_by, new_editor, text_of, type_into
from tests.gui.theme_helpers import ring_after_tab, settle
from ui import theme
from ui.form.editors import accessible
from ui.form.editors.text import LongTextEditor, ShortTextEditor

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed


def wheel(target: QWidget) -> QWheelEvent:
    """Turn the wheel over *target* and return the event."""
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(target.mapToGlobal(QPoint(5, 5))),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(target, event)
    return event


@pytest.mark.parametrize("kind", CASES)
def test_the_wheel_over_an_editor_without_focus_belongs_to_the_page(qtbot, kind):
    made = new_editor(qtbot, kind, CASES[kind])
    values = emitted_by(made)
    widget = made.focus_widget()

    event = wheel(widget.viewport() if hasattr(widget, "viewport") else widget)

    assert not event.isAccepted()
    assert [] == values
    assert CASES[kind] == made.value()


def test_a_long_text_scrolls_with_focus_and_gives_the_wheel_back_at_its_end(qtbot):
    made = new_editor(qtbot, LongTextEditor, "\n".join(["Zeile"] * 20))
    area = made.focus_widget()
    area.setFocus()

    taken = [wheel(area.viewport()).isAccepted() for _ in range(4)]

    assert taken[0]
    assert not taken[-1]


@pytest.mark.parametrize("kind", CASES)
def test_tab_leaves_the_editor(qtbot, kind):
    made = new_editor(qtbot, kind, CASES[kind])
    after = made.window_of_test.findChild(QLineEdit, "after")
    made.focus_widget().setFocus()
    visited = []
    while QApplication.focusWidget() is not after and len(visited) < 9:
        visited.append(QApplication.focusWidget())
        qtbot.keyClick(visited[-1], Qt.Key.Key_Tab)

    assert QApplication.focusWidget() is after
    assert len(set(map(id, visited))) == len(visited)


@pytest.mark.parametrize("kind", CASES)
def test_undo_reaches_the_window_and_not_the_field(qtbot, kind):
    made = new_editor(qtbot, kind, CASES[kind])
    window, called = made.window_of_test, []
    for key in (QKeySequence.StandardKey.Undo, QKeySequence("Ctrl+Y")):
        action = QAction("x", window)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda: called.append("x"))
        window.addAction(action)
    values = emitted_by(made)
    made.focus_widget().setFocus()

    qtbot.keyClick(made.focus_widget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(made.focus_widget(), Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)

    assert ["x", "x"] == called
    assert [] == values


def test_undo_without_an_action_of_the_window_changes_nothing(qtbot):
    made = new_editor(qtbot, ShortTextEditor, "alt")
    type_into(qtbot, made, "neu")
    values = emitted_by(made)

    qtbot.keyClick(made.focus_widget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert [] == values
    assert "neu" == text_of(made)


@pytest.mark.parametrize("kind", CASES)
def test_a_read_only_editor_can_be_reached_but_not_changed(qtbot, kind):
    made = new_editor(qtbot, kind, CASES[kind])
    made.set_read_only(True)
    values = emitted_by(made)
    widget = made.focus_widget()
    widget.setFocus()

    for key in (Qt.Key.Key_X, Qt.Key.Key_1, Qt.Key.Key_Down, Qt.Key.Key_Delete, Qt.Key.Key_F2):
        qtbot.keyClick(widget, key)
    for button in made.findChildren(QAbstractButton):
        if button.isVisible() and button.isEnabled():
            button.click()

    assert widget.hasFocus()
    assert [] == values
    assert CASES[kind] == made.value()


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize("state", ["calm", "invalid", "read only"])
def test_a_ring_of_two_pixels_shows_the_focused_editor(qtbot, kind, state):
    made = new_editor(qtbot, kind, CASES[kind])
    made.set_invalid(state == "invalid")
    made.set_read_only(state == "read only")
    settle()

    assert ring_after_tab(qtbot, made.window_of_test, made.focus_widget()) >= 0.8


@pytest.mark.parametrize("kind", CASES)
def test_a_faulty_field_looks_different_and_recovers(qtbot, kind):
    made = new_editor(qtbot, kind, CASES[kind])
    calm = made.focus_widget().grab().toImage()

    made.set_invalid(True)
    marked = made.focus_widget().grab().toImage()
    made.set_invalid(False)

    assert marked != calm
    assert calm == made.focus_widget().grab().toImage()


@pytest.fixture
def screen_reader(qapp):
    """Switch accessibility on, as a screen reader does."""
    QAccessible.setActive(True)
    accessible.install()
    yield
    QAccessible.setActive(False)


@pytest.mark.usefixtures("screen_reader")
@pytest.mark.parametrize("kind", CASES)
def test_a_screen_reader_learns_that_a_field_is_faulty(qtbot, kind):
    made = new_editor(qtbot, kind, CASES[kind])
    states = []
    for invalid in (False, True, False):
        made.set_invalid(invalid)
        states.append(QAccessible.queryAccessibleInterface(made).state().invalid)

    assert [0, 1, 0] == states


@pytest.mark.usefixtures("screen_reader")
@pytest.mark.parametrize("kind", [QScrollArea, QAbstractScrollArea])
def test_a_screen_reader_may_ask_for_a_scroll_bar_that_has_just_gone(qtbot, kind):
    area = kind()
    qtbot.addWidget(area)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    area.show()
    shown = QAccessible.queryAccessibleInterface(area).childCount()
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    settle()
    told = QAccessible.queryAccessibleInterface(area)

    assert shown == told.childCount()  # Qt's own is shorter now, and is left at the first child
    assert told.child(shown - 1).object() is not None
    assert told.child(shown) is None


@pytest.mark.usefixtures("screen_reader")
@pytest.mark.parametrize("kind", CASES)
def test_everything_that_takes_the_focus_has_a_name_of_its_own(qtbot, kind):
    made = new_editor(qtbot, kind, CASES[kind])
    made.set_accessible("Kosten", "Bitte einen Betrag eintragen.")
    names = [
        child.accessibleName()
        for child in made.findChildren(QWidget)
        if child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]

    assert "Kosten" == made.focus_widget().accessibleName()
    assert "Bitte einen Betrag eintragen." == made.focus_widget().accessibleDescription()
    assert "" not in names
    assert len(names) == len(set(names))


@pytest.mark.parametrize("zoom", [100, 200])
def test_an_editor_fits_into_the_narrowest_form(qtbot, qapp, zoom):
    made = {kind.__name__: new_editor(qtbot, kind, CASES[kind]) for kind in CASES}
    theme.apply(qapp, theme.Scheme.LIGHT, zoom)
    settle()
    narrow = {name: editor.minimumSizeHint().width() for name, editor in made.items()}
    theme.apply(qapp, theme.Scheme.LIGHT)

    assert {} == {name: w for name, w in narrow.items() if w > (320 - 2 * 16) * zoom / 100}


def test_keys_of_history_are_left_unclaimed(qtbot):
    made = new_editor(qtbot, ShortTextEditor)
    event = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    )

    QApplication.sendEvent(made.focus_widget(), event)

    assert not event.isAccepted()
