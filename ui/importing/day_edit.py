"""The day a report speaks of: found in the file, or typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from klimaeditor.checks.dates import format_german, parse_date
from ui import theme
from ui.importing import texts
from ui.widgets.labels import plain_label, set_role

if TYPE_CHECKING:
    from klimaeditor.foreign.reportdates import FoundDay

_WIDTH = 14  # characters


class DayEdit(QWidget):
    """*changed* says that something else is typed."""

    changed = Signal()

    def __init__(
        self, found: FoundDay | None, *, per_sheet: bool, parent: QWidget | None = None
    ) -> None:
        """Take the day found in the file; *per_sheet*: single sheets name one."""
        super().__init__(parent)
        self.edit = QLineEdit(self)
        self.edit.setAccessibleName(texts.DAY_NAME)
        self.edit.setPlaceholderText(texts.DAY_HINT)
        self.edit.setFixedWidth(self.edit.fontMetrics().averageCharWidth() * _WIDTH + 24)
        self._usual = _usual(found, per_sheet=per_sheet)
        self._note = plain_label(self._usual, role="muted", wrap=True)
        label = plain_label(texts.DAY)
        label.setBuddy(self.edit)
        line = QHBoxLayout()
        line.setSpacing(theme.Space.S)
        line.addWidget(label)
        line.addWidget(self.edit)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.XS)
        column.addLayout(line)
        column.addWidget(self._note)
        if found is not None:
            self.edit.setText(format_german(found.iso))
        self._describe()
        self.edit.textChanged.connect(lambda _text: self._judge())

    def day(self) -> str | None:
        """Return the day as ``YYYY-MM-DD``, None where none is given."""
        return parse_date(self.edit.text()).iso

    def is_valid(self) -> bool:
        """Whether nothing or a day is typed."""
        return not self.edit.text().strip() or self.day() is not None

    def note(self) -> str:
        """Return what is said about the day."""
        return self._note.text()

    def _judge(self) -> None:
        self._note.setText(self._usual if self.is_valid() else texts.DAY_WRONG)
        set_role(self._note, "tone", None if self.is_valid() else "error")
        self._describe()
        self.changed.emit()

    def _describe(self) -> None:
        self.edit.setAccessibleDescription(self._note.text())


def _usual(found: FoundDay | None, *, per_sheet: bool) -> str:
    if found is None:
        return texts.DAY_PER_SHEET if per_sheet else texts.DAY_MISSING
    sentence = texts.day_found if found.exact else texts.day_is_month
    return f"{sentence(found.source)} {texts.DAY_HELP}"
