"""What screen readers learn beyond Qt: a faulty field has the state "invalid" (A11Y-17).

The state sits on the editor around the text field, because an interface made in Python cannot
offer the text of a QLineEdit the way Qt's own does; the message itself is in the description of
the inner field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from ui.form.editors.base import FieldEditor

if TYPE_CHECKING:
    from PySide6.QtCore import QObject


def install() -> None:
    """Make field editors tell their state; once per process, after QApplication is there."""
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
    return _EditorInterface(thing) if isinstance(thing, FieldEditor) else None
