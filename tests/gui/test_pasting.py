"""What no file could hold is refused by every field, with the reason, and changes nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QToolTip

from ui.form.editors.choice import SuggestingText
from ui.review.versions import _Editor
from ui.widgets import text_edits
from ui.widgets.text_edits import TOO_LONG, GrowingText, LineEdit, SearchField, refuse_too_long


def guarded_line() -> QLineEdit:
    line = QLineEdit()
    refuse_too_long(line)
    return line


FIELDS = {
    "growing text": GrowingText,
    "line": LineEdit,
    "choice": SuggestingText,
    "result of a review": _Editor,
    "search": lambda: SearchField("Suche", "Suche", "Leeren"),
    "find and replace": guarded_line,
}


@pytest.fixture
def said(monkeypatch):
    sentences = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, *_: sentences.append(text))
    monkeypatch.setattr(text_edits, "MAX_BYTES", 1_000)
    return sentences


def text_of(field) -> str:
    return field.text() if hasattr(field, "text") else field.toPlainText()


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("text", ["a" * 1_001, "ä" * 501])
def test_too_long_a_text_is_refused(qtbot, said, name, text):
    field = FIELDS[name]()
    qtbot.addWidget(field)
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert ("", [TOO_LONG]) == (text_of(field), said)


@pytest.mark.parametrize("name", FIELDS)
def test_what_fits_is_pasted(qtbot, said, name):
    field = FIELDS[name]()
    qtbot.addWidget(field)
    QGuiApplication.clipboard().setText("ä" * 500)
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert ("ä" * 500, []) == (text_of(field), said)
