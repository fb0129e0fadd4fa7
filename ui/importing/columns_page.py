"""Which column of a table stands for which field (MRG-03)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from klimaeditor.foreign import columns
from klimaeditor.foreign.columns import SAMPLE_ROWS, Why
from klimaeditor.foreign.fields import ID, ONLY_FOR_MATCHING, TITLE_FIELDS, targets
from ui import theme
from ui.importing import texts
from ui.importing.choice_table import ChoiceRow, ChoiceTable
from ui.models.marks import Mark
from ui.theme import Tone
from ui.widgets.combo import CalmComboBox
from ui.widgets.labels import plain_label
from ui.widgets.message_area import MessageArea

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from klimaeditor.excel.foreign.table import RawTable
    from klimaeditor.foreign.columns import ColumnMatch
    from klimaeditor.foreign.memory import Memory

_SCROLL_BAR = 24
_RIGHT = Qt.TextElideMode.ElideRight
_MARKS = {
    Why.ALIKE: ("triangle-alert", Tone.WARNING),
    Why.DOUBLE: ("triangle-alert", Tone.WARNING),
    Why.UNKNOWN: ("circle-minus", Tone.NEUTRAL),
    Why.NO_HEADER: ("circle-minus", Tone.NEUTRAL),
    Why.CHOSEN: ("square-pen", Tone.INFO),
}


class ColumnsPage(QWidget):
    """The tables of a file, one of them shown; *changed* says that a field was chosen."""

    changed = Signal()

    def __init__(
        self,
        tables: Sequence[RawTable],
        memory: Memory | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Take the tables of a file, the likeliest first, and what is remembered."""
        super().__init__(parent)
        self._tables = tuple(tables)
        self._memory = memory
        self._labels = {
            target.name: texts.only_matching(target.label)
            if target.name in ONLY_FOR_MATCHING
            else target.label
            for target in targets()
        }
        self.table = self._tables[0]
        self.matches: tuple[ColumnMatch, ...] = ()
        self.list = ChoiceTable(
            texts.COLUMNS_NAME, texts.COLUMN_HEADERS, texts.CHOICE_OF_FIELD, self._choices, self
        )
        self.list.chosen.connect(self._choose)
        self.list.row_selected.connect(self._show_samples)
        self._sheets = CalmComboBox(self)
        self._summary = plain_label(role="muted", wrap=True)
        self._heading = plain_label(role="muted")
        self._samples = MessageArea(SAMPLE_ROWS, self)
        self._lay_out()
        self._open(0)

    def hint(self) -> str:
        """Return what is still missing before rows can be matched, "" for nothing."""
        given = {match.field for match in self.matches if match.field}
        if not given - ONLY_FOR_MATCHING:
            return texts.NEEDS_FIELD
        return "" if given & {ID, *TITLE_FIELDS} else texts.NEEDS_TITLE

    def remember(self) -> None:
        """Keep what was decided for the next table with this header."""
        if self._memory is not None:
            self._memory.remember(self.table, self.matches)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the samples to the new width."""
        super().resizeEvent(event)
        self._show_samples(self.list.selected_row())

    def _lay_out(self) -> None:
        space = theme.Space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.S)
        self._sheets.setAccessibleName(texts.SHEET_NAME)
        for table in self._tables:
            self._sheets.addItem(table.sheet)
        self._sheets.activated.connect(self._open)
        label = plain_label(texts.SHEET)
        label.setBuddy(self._sheets)
        line = QHBoxLayout()
        line.addWidget(label)
        line.addWidget(self._sheets)
        line.addStretch(1)
        column.addLayout(line)
        for widget in (label, self._sheets):
            widget.setVisible(len(self._tables) > 1)
        column.addWidget(self.list, 1)
        column.addWidget(self._heading)
        column.addWidget(self._samples)
        column.addWidget(self._summary)

    def _open(self, place: int) -> None:
        """Show another table of the file."""
        self.table = self._tables[place]
        recalled = self._memory.recall(self.table) if self._memory is not None else None
        self.matches = columns.match(self.table, recalled)
        self._show()
        self._show_samples(self.list.selected_row())
        self.changed.emit()

    def _choices(self, _row: int) -> list[tuple[object, str]]:
        return [("", texts.NOT_TAKEN), *((name, label) for name, label in self._labels.items())]

    def _choose(self, row: int, value: object) -> None:
        self.matches = columns.assign(self.matches, row, str(value) or None)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.list.show_rows([self._row(match) for match in self.matches])
        taken = sum(m.field is not None and m.field not in ONLY_FOR_MATCHING for m in self.matches)
        self._summary.setText(texts.counts_of_columns(taken, len(self.matches)))

    def _row(self, match: ColumnMatch) -> ChoiceRow:
        header = match.column.header or texts.NO_HEADER
        icon, tone = _MARKS.get(match.why, ("circle-check", Tone.GOOD))
        if match.why is Why.REMEMBERED and match.field is None:
            icon, tone = "circle-minus", Tone.NEUTRAL
        samples = " · ".join(text for text in match.sample if text) or texts.BLANK
        return ChoiceRow(
            f"{header} ({match.column.letter})",
            samples,
            match.field or "",
            self._labels[match.field] if match.field else texts.NOT_TAKEN,
            Mark(texts.why_column(match.why, match.score, match.like), icon, tone),
            "\n".join((header, *(text or texts.BLANK for text in match.sample))),
        )

    def _show_samples(self, row: int) -> None:
        """Show the first texts of the column that is looked at, one below the other."""
        match = self.matches[row] if 0 <= row < len(self.matches) else None
        header = match.column.header or match.column.letter if match is not None else ""
        self._heading.setText(texts.examples_of(header) if match is not None else "")
        room = max(self.width() - _SCROLL_BAR, 40)
        metrics = self._samples.fontMetrics()
        lines = [text or texts.BLANK for text in match.sample] if match is not None else []
        shown = [
            metrics.elidedText(f"{number}. {text}", _RIGHT, room)
            for number, text in enumerate(lines, 1)
        ]
        self._samples.set_text("\n".join(shown))
