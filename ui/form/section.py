"""One section of the form: a card with a heading and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui import theme
from ui.form.row import FieldRow
from ui.widgets.beside import BesideLayout
from ui.widgets.labels import hairline, plain_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.catalogue import Field, Section


class SectionCard(QFrame):
    """A card that looks like its section of the public page."""

    def __init__(
        self, section: Section, fields: Iterable[Field], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.section = section
        self.setProperty("role", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, theme.Space.XS)
        self._column.setSpacing(0)
        self._column.addLayout(self._heading())
        self._fields = tuple(fields)
        self.rows: list[FieldRow] = []

    def fill(self) -> list[FieldRow]:
        """Make the rows, once; returns those that are new."""
        if self.rows:
            return []
        for field in self._fields:
            line = hairline()
            row = FieldRow(field, self)
            row.setProperty("line", line)
            for widget in (line, row):
                self._column.addWidget(widget)
                widget.show()  # a layout shows later, but who asks for a field goes there now
            self.rows.append(row)
        return self.rows

    def _heading(self) -> BesideLayout:
        title = plain_label(self.section.title, "heading", wrap=True)
        subtitle = plain_label(self.section.subtitle, "muted", wrap=True)
        heading = BesideLayout(title, subtitle)
        heading.setContentsMargins(theme.Space.L, theme.Space.M, theme.Space.L, theme.Space.M)
        return heading

    def set_applicable(self, row: FieldRow, *, applicable: bool) -> None:
        """Show a row with the line above it, or hide both."""
        row.setVisible(applicable)
        line = row.property("line")
        if isinstance(line, QFrame):
            line.setVisible(applicable)
