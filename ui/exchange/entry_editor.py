"""One entry of a list, a dated value or a link, as fields below each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel

from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.values import Absent
from ui.form.editors.base import FieldEditor
from ui.form.editors.choice import ChoiceEditor
from ui.form.editors.read_line import DateEditor, NumberEditor
from ui.form.editors.series import BINARY, LINK_TITLE, LINK_URL, SERIES_DATE, columns
from ui.form.editors.text import ShortTextEditor, UrlEditor
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QAbstractButton, QWidget

    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.values import Json, Value


# --- words ---------------------------------------------------------------------------------------

GONE: Final = "Diese Angabe entfällt."


class EntryEditor(FieldEditor):
    """The parts of one entry; emits the whole entry. What is removed is said and not edited.

    *series* is type and unit of the progress that a dated value belongs to.
    """

    def __init__(
        self, field: Field, series: tuple[str, str] = (BINARY, ""), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._parts: dict[str, FieldEditor] = {}
        self._labels: list[QLabel] = []
        self._gone = plain_label(GONE, "muted")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.addWidget(self._gone, 0, 0, 1, 2)
        if field.kind is Kind.LINKS:
            self._add("title", LINK_TITLE, ShortTextEditor(self))
            self._add("url", LINK_URL, UrlEditor(self))
        else:
            kind, unit = series
            header = columns(kind, unit, ())[1].header
            value: FieldEditor = ChoiceEditor(self) if kind == BINARY else NumberEditor(self)
            value.set_choices(field.choices)
            self._add("value", header, value)
            self._add("date", SERIES_DATE, DateEditor(self))
        self._grid.setColumnStretch(1, 1)
        self.setFocusProxy(self.focus_widget())
        self._show(self._value)

    def focus_widget(self) -> QWidget:
        """Return the first part."""
        return next(iter(self._parts.values())).focus_widget()

    def set_accessible(self, name: str, description: str = "") -> None:
        """Name each part after the entry and what it is."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        for part, label in zip(self._parts.values(), self._labels, strict=True):
            part.set_accessible(f"{name}, {label.text()}", description)

    def _add(self, key: str, label: str, editor: FieldEditor) -> None:
        row = len(self._parts) + 1
        shown = plain_label(label, "muted")
        shown.setBuddy(editor.focus_widget())
        self._grid.addWidget(shown, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(editor, row, 1)
        self._parts[key] = editor
        self._labels.append(shown)
        editor.edited.connect(lambda value: self._on_part(key, value))
        editor.open_requested.connect(self.open_requested)

    def _on_part(self, key: str, value: Json) -> None:
        if isinstance(self._value, dict):
            self._emit({**self._value, key: value})

    def _show(self, value: Value) -> None:
        entry = value if isinstance(value, dict) else None
        self._gone.setVisible(isinstance(value, Absent))
        for (key, part), label in zip(self._parts.items(), self._labels, strict=True):
            part.setVisible(entry is not None)
            label.setVisible(entry is not None)
            if entry is not None:
                part.set_value(entry.get(key))

    def _lock(self, *, locked: bool) -> None:
        for part in self._parts.values():
            part.set_read_only(locked)

    def _marked(self) -> Sequence[QWidget]:
        return ()

    def _buttons(self) -> Sequence[tuple[QAbstractButton, str]]:
        return ()
