"""One field of the bulk form: its editor, what the measures have in common, what will happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from klimaeditor.catalogue import Kind
from klimaeditor.values import ABSENT
from ui import theme
from ui.bulk import texts
from ui.form.row import FieldRow
from ui.form.row_label import WIDTH as LABEL_WIDTH
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import plain_label, set_role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klimaeditor.bulk.editing import Common
    from klimaeditor.values import Value


class BulkRow(QWidget):
    """*changed* says that the field was touched or is left alone again."""

    changed = Signal()

    def __init__(self, common: Common, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.common = common
        self.touched = False
        self.value: Value = ABSENT
        label = common.field.label
        self.row = FieldRow(common.field, self)
        self.row.show_value(common.value)
        self._state = plain_label(role="note")
        self._empty = self._button(texts.EMPTY_ALL, texts.EMPTY_ALL_OF.format(label=label))
        self._leave = self._button(texts.LEAVE, texts.LEAVE_OF.format(label=label))
        self._flow = FlowLayout(spacing=theme.Space.S)
        for widget in (self._state, self._empty, self._leave):
            self._flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.row)
        column.addLayout(self._flow)
        self.set_narrow(narrow=False)
        self.row.edited.connect(lambda _name, value: self._touch(value))
        self._empty.clicked.connect(self._touch_empty)
        self._leave.clicked.connect(self.leave_alone)
        self._refresh()

    def set_narrow(self, *, narrow: bool) -> None:
        """Put the label above the editor, or to its left; what happens stands under the editor."""
        self.row.set_narrow(narrow=narrow)
        space = theme.Space
        label = 0 if narrow else theme.current().px(LABEL_WIDTH) + space.L
        self._flow.setContentsMargins(space.L + label, 0, space.L, space.S)

    def leave_alone(self) -> None:
        """Forget what was entered."""
        self.touched, self.value = False, ABSENT
        self.row.show_value(self.common.value)
        self._refresh()
        self.row.editor.focus_widget().setFocus()
        self.changed.emit()

    def offer(self, vocabulary: Sequence[str], categories: Mapping[str, str]) -> None:
        """Offer the spellings in use, or the categories of the dataset."""
        if self.common.field.kind is Kind.OPEN_CHOICE:
            self.row.editor.set_choices(vocabulary)
        elif self.common.field.kind is Kind.CATEGORY:
            self.row.editor.set_choices(tuple(categories.items()))
        self.row.show_value(self.common.value)

    def _button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("role", "small")
        button.setAutoDefault(False)
        button.setAccessibleName(name)
        return button

    def _touch(self, value: Value) -> None:
        self.touched, self.value = True, value
        self._refresh()
        self.changed.emit()

    def _touch_empty(self) -> None:
        self.row.show_value(None)
        self._touch(None)
        self.row.editor.focus_widget().setFocus()

    def _refresh(self) -> None:
        remark = self.common.remark or texts.COMMON
        self._state.setText(texts.TOUCHED if self.touched else remark)
        set_role(self._state, "tone", "info" if self.touched else "")
        field = self.common.field
        may_be_empty = field.kind is not Kind.CATEGORY
        self._empty.setVisible(self.common.different and not self.touched and may_be_empty)
        self._leave.setVisible(self.touched)
