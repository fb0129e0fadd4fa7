"""What screen readers are told otherwise than by Qt (A11Y-17).

A faulty field has the state "invalid". The state sits on the editor around the text field, because
an interface made in Python cannot offer the text of a QLineEdit the way Qt's own does; the message
itself is in the description of the inner field.

A scrolling area answers for a child that is not there. Qt's own answer (6.11, `child` in
complexwidgets.cpp) looks beyond the end of a list: a screen reader that asks for the second child
when the scroll bar has just gone ends the program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QAccessibleWidget,
    QPlainTextEdit,
    QTextEdit,
)

from ui.form.editors.base import FieldEditor

if TYPE_CHECKING:
    from PySide6.QtCore import QObject


_SAFE = (QAbstractItemView, QPlainTextEdit, QTextEdit)
"""What scrolls and has an interface of its own in Qt, with bounds; texts and cells are in it."""


def install() -> None:
    """Answer screen readers so; once per process, after QApplication is there."""
    QAccessible.installFactory(_interface_for)


class _EditorInterface(QAccessibleWidget):
    """A group that knows whether its field is faulty."""

    def __init__(self, editor: FieldEditor) -> None:
        super().__init__(editor, QAccessible.Role.Grouping)

    def state(self) -> QAccessible.State:
        """Return Qt's state with *invalid* filled in."""
        result = super().state()
        editor = self.widget()
        result.invalid = isinstance(editor, FieldEditor) and editor.invalid
        return result


def _interface_for(_class_name: str, thing: QObject | None) -> QAccessibleInterface | None:
    if isinstance(thing, FieldEditor):
        return _EditorInterface(thing)
    if isinstance(thing, QAbstractScrollArea) and not isinstance(thing, _SAFE):
        return QAccessibleWidget(thing, QAccessible.Role.Client)
    return None
