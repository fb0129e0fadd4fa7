"""Editors with a value each, shown in a window: what the tests of the editors share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from klimaeditor.model.values import ABSENT
from tests.gui.theme_helpers import between_lines, settle
from ui.form.editors.choice import ChoiceEditor, OpenChoiceEditor
from ui.form.editors.read_line import AmountEditor, DateEditor, NumberEditor, YearEditor
from ui.form.editors.series import LinksEditor, SeriesEditor
from ui.form.editors.text import IdentifierEditor, LongTextEditor, ShortTextEditor, UrlEditor

LINKS = [{"title": "Wind", "url": "https://example.org/"}]
STANDS = [{"value": "unknown", "date": "2024-01-01"}]
CASES = {
    ShortTextEditor: "Windkraft",
    LongTextEditor: "Ziel\n\nbis 2030",
    OpenChoiceEditor: "Stadt Münster",
    ChoiceEditor: "count",
    AmountEditor: 1_250_000,
    YearEditor: 2030,
    NumberEditor: 12.5,
    DateEditor: "2024-10-01",
    UrlEditor: "https://example.org/",
    LinksEditor: LINKS,
    SeriesEditor: STANDS,
    IdentifierEditor: "iniative4",
}
EDITABLE_LINES = (
    *(ShortTextEditor, LongTextEditor, OpenChoiceEditor, AmountEditor),
    *(YearEditor, NumberEditor, DateEditor, UrlEditor),
)
CHOICES = (("binary", "Status"), ("count", "Zahl"))


def show(qtbot, made, value=ABSENT):
    """Show *made* in an active window between two lines and return it."""
    made.set_value(value)
    made.window_of_test = between_lines(qtbot, made)
    return made


def new_editor(qtbot, kind, value=ABSENT):
    """Return a new editor of the class *kind*, shown with *value*."""
    made = kind()
    if kind is ChoiceEditor:
        made.set_choices(CHOICES)
    return show(qtbot, made, value)


def emitted_by(made) -> list:
    """Return a list that fills with what *made* emits from now on."""
    values = []
    made.edited.connect(values.append)
    return values


def leave(made) -> None:
    """Move the focus to the line behind the editor."""
    made.window_of_test.findChild(QLineEdit, "after").setFocus()
    settle()


def text_of(made) -> str:
    widget = made.focus_widget()
    return widget.text() if hasattr(widget, "text") else widget.currentText()


def type_into(qtbot, made, text, *, replace=True):
    widget = made.focus_widget()
    widget.setFocus()
    if replace:
        widget.selectAll()
        qtbot.keyClick(widget, Qt.Key.Key_Delete)
    qtbot.keyClicks(widget, text)
