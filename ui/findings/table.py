"""The table of findings: columns where there is room, one column where there is not."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QWidget

from ui import theme
from ui.findings import cells, texts
from ui.findings.delegate import FindingDelegate
from ui.models.findings import FindingColumn, FindingsModel, Scope
from ui.widgets.row_table import FittedTable

_ROOMY = 640  # logical pixels at 100 % from which on there are columns
_FIT_UP_TO = 500  # rows; longer lists get rows of one height


class FindingsTable(FittedTable):
    """Rows as high as their messages need. *fix_clicked* carries a row."""

    fix_clicked = Signal(int)

    def __init__(self, model: FindingsModel, parent: QWidget | None = None) -> None:
        super().__init__(texts.PANE, parent)
        self._findings = model
        self._delegate = FindingDelegate(self)
        # A click must be over before its row can go.
        queued = Qt.ConnectionType.QueuedConnection
        self._delegate.fix_clicked.connect(self.fix_clicked, queued)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        header = self.horizontalHeader()
        for column in FindingColumn:
            fixed, stretch = QHeaderView.ResizeMode.Fixed, QHeaderView.ResizeMode.Stretch
            grows = column is FindingColumn.MESSAGE
            header.setSectionResizeMode(column, stretch if grows else fixed)
        model.renewed.connect(self.fit)

    def fit(self) -> None:
        """Choose columns for the width there is, and heights for the messages."""
        tokens = theme.current()
        self._delegate.compact = self.width() < tokens.px(_ROOMY)
        self._delegate.with_title = self._findings.scope is Scope.ALL
        look = self._look()
        self._fit_columns(look)
        uniform = cells.row_height(cells.MOST_LINES, look, button=True)
        header = self.verticalHeader()
        header.setDefaultSectionSize(uniform)
        rows = self._findings.rowCount()
        width = self.columnWidth(FindingColumn.MESSAGE) - 2 * tokens.px(cells.PADDING)
        for row in range(rows):
            wanted = uniform if rows > _FIT_UP_TO else self._height(row, width, look)
            if header.sectionSize(row) != wanted:
                header.resizeSection(row, wanted)
        if self.selected_row() >= 0:
            self.scrollTo(self._findings.index(self.selected_row(), 0))

    def _height(self, row: int, width: int, look: cells.Look) -> int:
        entry = self._findings.entry(row)
        if entry is None:
            return 0
        lines = cells.lines_of(entry, width, look)
        return cells.row_height(lines, look, button=bool(entry.fix_label))

    def _look(self) -> cells.Look:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        return self._delegate.look(option)

    def _fit_columns(self, look: cells.Look) -> None:
        header, compact = self.horizontalHeader(), self._delegate.compact
        for column in (FindingColumn.SEVERITY, FindingColumn.PLACE, FindingColumn.FIX):
            header.setSectionHidden(column, compact)
        header.setVisible(not compact)
        if compact:
            return
        px = look.tokens.px
        room = self.viewport().width()
        header.resizeSection(FindingColumn.SEVERITY, cells.badge_width(look) + px(24))
        header.resizeSection(FindingColumn.PLACE, min(px(260), room // 4))
        labels = [self._findings.entry(row) for row in range(min(self._findings.rowCount(), 200))]
        sizes = [cells.button_size(e, look).width() for e in labels if e and e.fix_label]
        wanted = max(sizes, default=px(60)) + px(24)
        header.resizeSection(FindingColumn.FIX, min(wanted, room // 3))
