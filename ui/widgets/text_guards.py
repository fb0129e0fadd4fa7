"""What a text field leaves to the window and refuses: undo keys, texts no file could hold."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QToolTip, QWidget

from klimaeditor.files.jsontext import MAX_BYTES
from klimaeditor.model.linebreaks import line_feeds

# --- Undo belongs to the document: text fields must not answer Ctrl+Z with a history of their own
#
# By default a text field claims the undo keys (it accepts ShortcutOverride) and the window's action
# is never called; even with its own history off it still eats the key and nothing happens. The
# filter leaves the key unclaimed, so the window's action wins, and keeps it from the field where
# that action is disabled.


def leave_undo_to_window(widget: QWidget) -> None:
    """Make *widget* pass the keys for undo and redo on to its window."""
    widget.installEventFilter(UndoFilter(widget))


def prefer_own_undo(line: QLineEdit) -> None:
    """Let *line* undo and redo its own text while it can; else the window's history has the key.

    For a line that is no data, as a search: who has mistyped there means that, and whoever has
    not means the step the menu names.
    """
    line.installEventFilter(UndoFilter(line, own_first=True))


def is_history_key(event: QKeyEvent) -> bool:
    """Whether *event* is undo or redo: Ctrl+Z, Ctrl+Y, Ctrl+Shift+Z or the platform's own."""
    standard = QKeySequence.StandardKey
    if event.matches(standard.Undo) or event.matches(standard.Redo):
        return True
    return event.keyCombination() in _keys()


class UndoFilter(QObject):
    """Keeps undo and redo keys away from the widget it is installed on."""

    def __init__(self, watched: QWidget, *, own_first: bool = False) -> None:
        super().__init__(watched)
        self._line = watched if own_first and isinstance(watched, QLineEdit) else None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Leave the event unaccepted and stop it where it is a key of the history."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if isinstance(event, QKeyEvent) and is_history_key(event):
            if self._line is not None and _has_own(self._line, event):
                return False
            event.ignore()
            return True
        return False


def _has_own(line: QLineEdit, event: QKeyEvent) -> bool:
    undo = event.keyCombination() == _keys()[0]
    return line.isUndoAvailable() if undo else line.isRedoAvailable()


def _keys() -> tuple[QKeyCombination, ...]:
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    return (
        QKeyCombination(control, Qt.Key.Key_Z),
        QKeyCombination(control, Qt.Key.Key_Y),
        QKeyCombination(control | shift, Qt.Key.Key_Z),
    )


# --- A text that no file of a dataset could hold is refused before a field takes it in -----------

TOO_LONG: Final = (
    "Der Text wurde nicht eingefügt: Er ist größer als die 20 MB, die eine Datei des Datensatzes "
    "haben darf. Kopieren Sie nur den Teil, der in dieses Feld gehört."
)


_SPREADSHEET: Final = re.compile(
    r"urn:schemas-microsoft-com:office:excel|content=[\"']?(?:Excel\.Sheet|Microsoft Excel)"
    r"|name=[\"']?generator[\"']?\s+content=[\"']?LibreOffice",
    re.IGNORECASE,
)
"""What spreadsheets write at the beginning of the HTML that they put beside the text."""
_SPREADSHEET_WITHIN: Final = 4_000
_QUOTED_CELL: Final = re.compile(r'"((?:[^"\t]|"")*)"')


def fits(data: QMimeData | None, field: QWidget) -> bool:
    """Tell whether a pasted or dropped text may be taken in; says why not beside the *field*."""
    if data is None or not data.hasText():
        return True
    text = data.text()
    if len(text) <= MAX_BYTES // 4 or len(text.encode("utf-8", "replace")) <= MAX_BYTES:
        return True
    QToolTip.showText(field.mapToGlobal(QPoint(0, field.height())), TOO_LONG, field)
    return False


def pasted_text(data: QMimeData) -> str:
    """Return the plain text of what is pasted; a single cell of Excel without what Excel adds.

    Soft breaks of Word come as line breaks. Excel quotes a cell of several lines as in a text file
    and ends every row with a line break. Several cells stay as they come: what belongs together
    there nobody can tell.
    """
    text = data.text()
    row = text.removesuffix("\n").removesuffix("\r")
    from_sheet = data.hasHtml() and _SPREADSHEET.search(data.html()[:_SPREADSHEET_WITHIN])
    quoted = _QUOTED_CELL.fullmatch(row)
    if quoted is not None and "\n" in quoted[1]:
        ends_as_a_row = text.endswith("\r\n") and "\r" not in row
        if from_sheet or ends_as_a_row or ('""' in quoted[1] and row != text):
            return line_feeds(quoted[1].replace('""', '"'))
    return line_feeds(row if from_sheet and not set("\t\n") & set(row) else text)


def pasted_line(data: QMimeData) -> str:
    """Return what is pasted as one line of plain text."""
    text = pasted_text(data)
    return text if "\n" not in text else " ".join(filter(None, map(str.strip, text.split("\n"))))


def refuse_too_long(field: QLineEdit | QPlainTextEdit) -> None:
    """Let a field of Qt, whose pasting cannot be taken over, refuse what is too long."""
    if field.findChild(_Filter, options=Qt.FindChildOption.FindDirectChildrenOnly) is None:
        guard = _Filter(field)
        field.installEventFilter(guard)
        if isinstance(field, QPlainTextEdit):
            field.viewport().installEventFilter(guard)  # where drops and the menu arrive


def refuse_too_long_in(top: QWidget) -> None:
    """Let all fields inside *top* that can be typed in refuse what is too long."""
    for field in top.findChildren(QWidget):
        if isinstance(field, QLineEdit | QPlainTextEdit) and not field.isReadOnly():
            refuse_too_long(field)


class _Filter(QObject):
    """Stops what would put too long a text into the field it is made for: keys, drops, menu."""

    def __init__(self, watched: QLineEdit | QPlainTextEdit) -> None:
        super().__init__(watched)
        self._field = watched

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Swallow what would paste too long a text."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            pastes = event.matches(QKeySequence.StandardKey.Paste)
            return pastes and not fits(QGuiApplication.clipboard().mimeData(), self._field)
        if event.type() is QEvent.Type.Drop and isinstance(event, QDropEvent):
            return not fits(event.mimeData(), self._field)
        if event.type() is QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            return self._show_menu(event)
        return False

    def _show_menu(self, event: QContextMenuEvent) -> bool:
        """Show Qt's menu without pasting where that is refused, which is said; else leave it."""
        if type(self._field) not in {QLineEdit, QPlainTextEdit}:
            return False  # has a menu of its own, or looks itself at what is pasted
        if fits(QGuiApplication.clipboard().mimeData(), self._field):
            return False
        run_menu(self._field.createStandardContextMenu(), event.globalPos(), may_paste=False)
        return True


def run_menu(menu: QMenu, at: QPoint, *, may_paste: bool) -> None:
    """Show a menu that Qt has made for a field, and forget it."""
    for action in menu.actions():
        if action.objectName() == "edit-paste" and not may_paste:
            action.setEnabled(False)
    menu.exec(at)
    menu.deleteLater()
