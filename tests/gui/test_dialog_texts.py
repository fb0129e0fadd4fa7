"""Long texts in dialogs: seen whole, or scrolled by keyboard (A11Y-01, A11Y-04, SEC-04)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from tests.gui import theme_helpers
from tests.gui.pane_cases import settle, shown_window
from tests.gui.test_dialogs import TITLES, shown
from tests.gui.theme_helpers import frame_pixels, ring_share
from ui.dialogs import confirm
from ui.dialogs.confirm import LinkDialog
from ui.dialogs.questions import QuestionDialog
from ui.widgets.labels import MessageArea

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed
Key = Qt.Key


def test_many_titles_can_be_read_by_keyboard(qtbot, dressed):
    question = confirm.unsaved(TITLES * 40, may_save=True)
    dialog = shown_window(qtbot, QuestionDialog(question), 520, 360)
    area = dialog.findChild(MessageArea)
    assert area.verticalScrollBar().maximum() > 0
    dialog.findChildren(QPushButton)[0].setFocus()
    calm = frame_pixels(area)
    for _ in range(9):
        qtbot.keyClick(dialog.focusWidget(), Key.Key_Tab)
        if area.hasFocus():
            break
    settle()
    ring = ring_share(calm, frame_pixels(area))
    qtbot.keyClick(area, Key.Key_Down)

    assert area.hasFocus()
    assert 0 < area.verticalScrollBar().value()
    assert ring >= 0.8
    assert area.accessibleName()


def test_what_is_seen_whole_is_no_stop_for_tab(qtbot):
    dialog = shown(qtbot, "delete")

    assert Qt.FocusPolicy.NoFocus == dialog.findChild(MessageArea).focusPolicy()


@pytest.mark.parametrize("length", [10, 100, 300, 1900])
def test_the_whole_address_can_be_seen_however_long_its_words(qtbot, dressed, length):
    address = f"https://stadt-muenster.de/{'x' * length}ende"
    dialog = shown_window(qtbot, LinkDialog(address), 520, 360)
    area = dialog.findChild(QPlainTextEdit)

    assert address == area.toPlainText() == area.accessibleName()
    assert 0 == area.horizontalScrollBar().maximum()
    assert (length == 1900) == bool(area.verticalScrollBar().maximum())
