"""CHOICE and CATEGORY: one of a fixed list; a value outside the list stays, and is said to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.values import Absent, same
from ui.form import texts
from ui.form.editors.base import Choice, FieldEditor, pairs, set_flag, shown_text
from ui.form.editors.combo import NoWheelComboBox
from ui.form.editors.layouts import row
from ui.widgets.words import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from klimaeditor.values import Value


class ChoiceEditor(FieldEditor):
    """A combo box over (stored value, label); emits the stored value, never the label."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = ()
        self._items: list[Choice] = []
        self._combo = NoWheelComboBox(self)
        self._combo.setPlaceholderText(texts.CHOOSE)
        row(self).addWidget(self._combo)
        self.setFocusProxy(self._combo)
        self._combo.activated.connect(self._on_activated)

    def set_choices(self, choices: Sequence[Choice | str]) -> None:
        """Offer *choices*; the value that is shown stays shown."""
        self._choices = pairs(choices)
        self._fill()

    def focus_widget(self) -> NoWheelComboBox:
        """Return the combo box."""
        return self._combo

    def _show(self, value: Value) -> None:
        self._fill()

    def _lock(self, *, locked: bool) -> None:
        """Leave only the present value in the list: readable, reachable, not to be changed."""
        set_flag(self._combo, "locked", on=locked)
        self._fill()

    def _fill(self) -> None:
        present = self._value
        items = list(self._choices)
        if not isinstance(present, Absent) and self._place(items) < 0 and present is not None:
            shown = one_line(shown_text(present), 80)
            items.append((present, texts.NOT_IN_LIST.format(value=shown)))
        if self._read_only:
            items = [item for item in items if _is(item, present)]
        self._items = items  # the box would hand the values back as Qt holds them
        self._combo.clear()
        self._combo.addItems([one_line(label) for _, label in items])
        self._combo.setCurrentIndex(self._place(items))

    def _place(self, items: Sequence[Choice]) -> int:
        return next((at for at, item in enumerate(items) if _is(item, self._value)), -1)

    def _on_activated(self, index: int) -> None:
        if not self._read_only and 0 <= index < len(self._items):
            self._emit(self._items[index][0])


def _is(item: Choice, value: Value) -> bool:
    return same(item[0], value)
