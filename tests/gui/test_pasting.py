"""What no file could hold is refused by every field, with the reason, and changes nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QToolTip

from ui.dialogs.frame import DialogFrame
from ui.form.editors.choice import SuggestingText
from ui.review.versions import _Editor
from ui.widgets import text_edits, text_guards
from ui.widgets.search_field import SearchField
from ui.widgets.text_edits import GrowingText, LineEdit
from ui.widgets.text_guards import TOO_LONG, refuse_too_long


def guarded_line() -> QLineEdit:
    line = QLineEdit()
    refuse_too_long(line)
    return line


def in_a_dialog(kind: type[QLineEdit | QPlainTextEdit]) -> QLineEdit | QPlainTextEdit:
    """Return a field as dialogs have it: of Qt itself, guarded by the frame."""
    dialog = DialogFrame("Angaben")
    field = kind(dialog)
    field.dialog = dialog  # lives as long as the field
    dialog.body.addWidget(field)
    dialog.show()
    return field


FIELDS = {
    "growing text": GrowingText,
    "line": LineEdit,
    "choice": SuggestingText,
    "result of a review": _Editor,
    "search": lambda: SearchField("Suche", "Suche", "Leeren"),
    "any line": guarded_line,
    "line of a dialog": lambda: in_a_dialog(QLineEdit),
    "text of a dialog": lambda: in_a_dialog(QPlainTextEdit),
}


@pytest.fixture
def said(monkeypatch):
    sentences = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, *_: sentences.append(text))
    monkeypatch.setattr(text_guards, "MAX_BYTES", 1_000)
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


@pytest.mark.parametrize(
    ("kind", "length"),
    [(QLineEdit, 1_001), (QPlainTextEdit, 1_001), (LineEdit, 1_001), (LineEdit, 1_000)],
)
def test_the_menu_of_a_field_does_not_paste_it_either(qtbot, said, monkeypatch, kind, length):
    menus = []
    for module in (text_edits, text_guards):
        monkeypatch.setattr(module, "run_menu", lambda _, _at, may_paste: menus.append(may_paste))
    field = in_a_dialog(kind)
    qtbot.addWidget(field.dialog)
    QGuiApplication.clipboard().setText("a" * length)
    target = field.viewport() if kind is QPlainTextEdit else field
    place = target.rect().center()
    mouse = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(mouse, place, target.mapToGlobal(place))
    QApplication.sendEvent(target, event)

    assert ([] if length == 1_000 else [TOO_LONG]) == said
    assert [length == 1_000] == menus


def test_a_field_that_is_only_read_is_left_alone(qtbot, said):
    dialog = DialogFrame("Angaben")
    qtbot.addWidget(dialog)
    field = QPlainTextEdit(dialog)
    field.setReadOnly(True)
    dialog.show()
    assert [] == field.children()[len(QPlainTextEdit().children()) :]


def test_guarding_twice_says_it_once(qtbot, said):
    field = in_a_dialog(QLineEdit)
    qtbot.addWidget(field.dialog)
    field.dialog.hide()
    field.dialog.show()
    refuse_too_long(field)
    QGuiApplication.clipboard().setText("a" * 1_001)
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert [TOO_LONG] == said


EXCEL = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
    '<meta name=Generator content="Microsoft Excel 15"></head><body>…</body></html>'
)
LIBRE = '<html><head><meta name="generator" content="LibreOffice 7.4 (Linux)"/></head></html>'


def pasted(qtbot, field, text, html=""):
    """Return the text of *field* after a paste of what another program put there."""
    qtbot.addWidget(field)
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    field.insertFromMimeData(data)
    return text_of(field)


@pytest.mark.parametrize(
    ("text", "html", "meant"),
    [
        ('"Zeile 1\nZeile ""2"""\r\n', "", 'Zeile 1\nZeile "2"'),
        ('"Zeile 1\nZeile 2"\r\n', "", "Zeile 1\nZeile 2"),
        ('"Zeile 1\nZeile 2"\n', EXCEL, "Zeile 1\nZeile 2"),
        ('"Eins\n\n""Zwei""\n"\n', EXCEL, 'Eins\n\n"Zwei"\n'),
        ('"Zeile 1\nZeile 2"', LIBRE, "Zeile 1\nZeile 2"),
        ("nur eine Zeile\r\n", EXCEL, "nur eine Zeile"),
        ('Er sagt "ja"\n', EXCEL, 'Er sagt "ja"'),
    ],
)
def test_a_cell_of_a_spreadsheet_is_pasted_as_it_is_read_there(qtbot, text, html, meant):
    assert meant == pasted(qtbot, GrowingText(), text, html)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('"Ein Zitat\nüber zwei Zeilen"', ""),
        ('"Ein Zitat\nüber zwei Zeilen"\n', "<p>aus Word</p>"),
        ('"Eins\n2"\t"Drei\n4"\n', EXCEL),
        ('"Eins\n2"\nDrei\n', EXCEL),
        ('"nur eine Zeile"', ""),
        ('"', EXCEL),
        ("", ""),
    ],
)
def test_everything_else_is_pasted_to_the_letter(qtbot, text, html):
    assert text == pasted(qtbot, GrowingText(), text, html)


@pytest.mark.parametrize("kind", [GrowingText, _Editor])
@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\u2028"])
def test_a_soft_break_is_pasted_as_a_line_break(qtbot, kind, sign):
    assert "Ziel eins\nZiel zwei" == pasted(qtbot, kind(), f"Ziel eins{sign}Ziel zwei")


@pytest.mark.parametrize(
    "cell",
    [
        ('"Amt 61\n""neu"""\r\n', EXCEL, 'Amt 61 "neu"'),
        ("Amt 61\r\n", EXCEL, "Amt 61"),
        ("Amt\x0b61", "", "Amt 61"),
        ("Amt\r\n\r\n 61\r\n", "", "Amt 61"),
        (" Amt 61 ", "", " Amt 61 "),
        ('"Amt 61"', "", '"Amt 61"'),
    ],
)
@pytest.mark.parametrize("by_menu", [False, True])
def test_a_line_takes_a_cell_as_one_line(qtbot, monkeypatch, cell, by_menu):
    text, html, line = cell
    field, typed = LineEdit(), []
    qtbot.addWidget(field)
    field.typed.connect(typed.append)
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)
    if by_menu:
        monkeypatch.setattr(text_edits, "run_menu", _paste_of)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(1, 1), QPoint(1, 1))
        QApplication.sendEvent(field, event)
    else:
        qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    QGuiApplication.clipboard().clear()  # Qt holds the data of Python; it must go before Python
    assert (line, [line]) == (field.text(), typed)


def _paste_of(menu, _at, *, may_paste):
    assert may_paste
    next(action for action in menu.actions() if action.objectName() == "edit-paste").trigger()


def test_a_line_takes_what_is_dropped_as_one_line(qtbot):
    field = LineEdit()
    qtbot.addWidget(field)
    data = QMimeData()
    data.setText("Amt\n61")
    copy, no = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPointF(1, 1), copy, data, Qt.MouseButton.LeftButton, no)
    field.dropEvent(drop)

    assert "Amt 61" == field.text()


def test_a_choice_takes_a_cell_as_one_line(qtbot):
    assert 'Amt 61 "neu"' == pasted(qtbot, SuggestingText(), '"Amt 61\n""neu"""\r\n', EXCEL)
