"""Behaviour 18: fields always have a ring, rows and buttons only by keyboard, panes never."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QStringListModel, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStyledItemDelegate,
    QToolButton,
    QWidget,
)

from tests.gui.theme_helpers import between_lines, dressed, frame_pixels, ring_share, settle
from ui import theme
from ui.widgets.row_table import RowTable, paint_ground

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("dressed")]
__all__ = ["dressed"]
Key, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier


def click(widget: QWidget, place: QPoint | None = None) -> None:
    """Click as the system delivers it: to the window."""
    window = widget.window()
    at = widget.mapTo(window, widget.rect().center() if place is None else place)
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, NONE, at)
    QTest.mouseMove(window.windowHandle(), QPoint(1, 1))  # nothing is under the mouse any more
    settle()


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(widget.window().windowHandle(), key, modifier)
    settle()


def start_by_mouse(window: QWidget) -> None:
    """Put the keyboard into the line before the widget, by a click."""
    click(window.findChild(QLineEdit, "before"))


def tool_button() -> QToolButton:
    button = QToolButton()
    button.setText("Mehr")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


BUTTONS = [lambda: QPushButton("Sichern"), tool_button, lambda: QCheckBox("keine Angabe")]


# D 18
@pytest.mark.parametrize("make", BUTTONS)
def test_a_button_that_was_clicked_has_no_ring(qtbot, make):
    button = make()
    window = between_lines(qtbot, button)
    start_by_mouse(window)

    click(button)

    assert button.hasFocus()
    assert not theme.has_ring(button)
    with_focus = frame_pixels(button)
    start_by_mouse(window)
    assert ring_share(frame_pixels(button), with_focus) < 0.2  # but the tick of a box


# D 18
@pytest.mark.parametrize("make", BUTTONS)
@pytest.mark.parametrize("back", [False, True])
def test_a_button_reached_by_tab_has_a_ring(qtbot, make, back):
    button = make()
    window = between_lines(qtbot, button)
    click(window.findChild(QLineEdit, "after" if back else "before"))
    calm = frame_pixels(button)

    press(window, Key.Key_Backtab if back else Key.Key_Tab, NONE)

    assert theme.has_ring(button)
    assert ring_share(calm, frame_pixels(button)) > 0.8


# D 18
def test_what_the_program_moves_the_keyboard_to_after_a_click_has_no_ring(qtbot):
    button = QPushButton("Weiter")
    window = between_lines(qtbot, button)
    start_by_mouse(window)

    button.setFocus()  # as a click on a chip does with its neighbour
    settle()
    after_click = theme.has_ring(button)
    press(window, Key.Key_F9)

    assert not after_click
    assert theme.has_ring(button)


# D 18
@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit])
@pytest.mark.parametrize("by", ["mouse", "keys"])
def test_a_field_always_has_a_ring(qtbot, make, by):
    field = make()
    window = between_lines(qtbot, field)
    start_by_mouse(window)
    calm = frame_pixels(field)

    if by == "mouse":
        click(field)
    else:
        press(window, Key.Key_Tab)

    assert field.hasFocus()
    assert ring_share(calm, frame_pixels(field)) > 0.8


class Painter(QStyledItemDelegate):
    def paint(self, painter, option, index):
        paint_ground(painter, option, index, theme.current())


@pytest.fixture
def rows(qtbot) -> tuple[QWidget, RowTable]:
    table = RowTable("Zeilen")
    table.setModel(QStringListModel(["eins", "zwei", "drei"], table))
    table.setItemDelegate(Painter(table))
    table.horizontalHeader().hide()
    table.horizontalHeader().setStretchLastSection(True)
    window = between_lines(qtbot, table)
    start_by_mouse(window)
    return window, table


def row_band(table: RowTable, row: int) -> dict:
    return frame_pixels(table.viewport(), 2, table.visualRect(table.model().index(row, 0)))


# D 18
def test_a_row_has_a_ring_by_arrows_and_none_by_a_click(rows):
    window, table = rows
    calm = row_band(table, 1)
    click(table.viewport(), table.visualRect(table.model().index(0, 0)).center())
    by_click = theme.has_ring(table)

    press(window, Key.Key_Down)

    assert table.hasFocus()
    assert not by_click
    assert theme.has_ring(table)
    assert ring_share(calm, row_band(table, 1)) > 0.8


# D 18
@pytest.mark.parametrize("key", [Key.Key_Tab, Key.Key_Down])
def test_a_pane_never_has_a_ring(rows, qtbot, key):
    window, table = rows
    calm = frame_pixels(table)

    press(window, Key.Key_Tab)
    press(window, key)

    assert ring_share(calm, frame_pixels(table)) < 0.5  # of the row alone
    area = QScrollArea()
    area.setWidget(QWidget())
    other = between_lines(qtbot, area)
    calm = frame_pixels(area)
    press(other, Key.Key_Tab)
    assert area.hasFocus()
    assert calm == frame_pixels(area)


# D 18
def test_a_list_that_is_a_field_has_a_ring_as_fields_have(qtbot):
    field = QListWidget()
    window = between_lines(qtbot, field)
    start_by_mouse(window)
    calm = frame_pixels(field)

    click(field.viewport())

    assert ring_share(calm, frame_pixels(field)) > 0.8


# D 18
def test_a_command_brings_a_ring_to_what_it_gives_the_keyboard(qtbot):
    button = QPushButton("Bereich")
    window = between_lines(qtbot, button)
    QShortcut(Key.Key_F6, window, button.setFocus)
    start_by_mouse(window)

    press(window, Key.Key_F6)

    assert theme.has_ring(button)


# D 18
def test_keys_that_are_held_for_a_click_bring_no_ring(qtbot):
    button = QPushButton("Sichern")
    window = between_lines(qtbot, button)
    start_by_mouse(window)
    click(button)

    press(window, Key.Key_Control)

    assert not theme.has_ring(button)
