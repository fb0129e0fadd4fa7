"""AMOUNT: euro in German spelling, and an explicit "keine Angabe" (null, not 0)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from ui.form import texts
from ui.form.editors import reading
from ui.form.editors.read_line import Look, ReadLineEditor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QAbstractButton

    from klimaeditor.values import Json, Value


class AmountEditor(ReadLineEditor):
    """A line for euro; emits int, float, None or the text as typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            reading.read_amount, reading.show_amount, Look(24, texts.AMOUNT_HINT), parent
        )
        self._before_none: Json = None
        self._none = QCheckBox(texts.NO_INFORMATION, self)
        self._none.clicked.connect(self._on_none_clicked)
        unit = QLabel(texts.AMOUNT_UNIT, self)
        unit.setTextFormat(Qt.TextFormat.PlainText)
        self._first_row.addWidget(unit)
        self._first_row.addWidget(self._none)
        self._first_row.addStretch()

    @property
    def none_box(self) -> QCheckBox:
        """The check box for "keine Angabe"."""
        return self._none

    def _buttons(self) -> Sequence[tuple[QAbstractButton, str]]:
        return ((self._none, texts.NO_INFORMATION),)

    def _show(self, value: Value) -> None:
        super()._show(value)
        self._before_none = None
        self._none.setChecked(value is None)

    def _lock(self, *, locked: bool) -> None:
        super()._lock(locked=locked)
        self._none.setEnabled(not locked)

    def _emit(self, value: Json) -> None:
        self._none.setChecked(value is None)
        super()._emit(value)

    def _on_none_clicked(self, checked: bool) -> None:
        """Store null, or bring back what stood there before; without that, ask for an amount."""
        if checked:
            before = self._value
            self._take(None)
            self._before_none = before if isinstance(before, int | float | str) else None
        else:
            self._take(self._before_none)
        self._none.setFocus() if checked else self._line.setFocus()
