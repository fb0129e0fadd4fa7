"""A card of the overview: heading, how to read it, the chart – or the same as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.overview import texts
from ui.overview.bar_chart import BarChart
from ui.overview.table import ChartTable
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from klimaeditor.overview import Chart


class ChartCard(QFrame):
    """Shows a chart; *list_wanted* carries title and measure keys of what was chosen."""

    list_wanted = Signal(str, object)

    def __init__(self, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.chart = BarChart(chart, self)
        self.table: ChartTable | None = None
        self._shown = chart
        self._title = plain_label(role="heading", wrap=True)
        self._line = plain_label(role="muted", wrap=True)
        self.switch = QPushButton(self)
        self.switch.setProperty("role", "small")
        self.switch.setCheckable(True)
        self.switch.toggled.connect(self._on_switched)
        self.chart.list_wanted.connect(self.list_wanted)
        self._lay_out()
        self.show_chart(chart)

    def _lay_out(self) -> None:
        space = theme.Space
        head = QHBoxLayout()
        head.setSpacing(space.S)
        head.addWidget(self._title, 1)
        head.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(space.L, space.M, space.L, space.M)
        self._column.setSpacing(space.XS)
        self._column.addLayout(head)
        self._column.addWidget(self._line)
        self._column.addSpacing(space.XS)
        self._column.addWidget(self.chart)

    def show_chart(self, chart: Chart) -> None:
        """Show another state of the chart."""
        self._shown = chart
        self._title.setText(chart.title)
        self._line.setText(chart.line)
        self.setAccessibleName(chart.title)
        self.chart.show_chart(chart)
        if self.table is not None:
            self.table.show_chart(chart)
        self._name_switch()

    def _on_switched(self, as_table: bool) -> None:
        if as_table and self.table is None:
            self.table = ChartTable(self._shown, self)
            self.table.list_wanted.connect(self.list_wanted)
            self._column.addWidget(self.table)
            QWidget.setTabOrder(self.switch, self.table)
        if self.table is not None:
            self.table.setVisible(as_table)
        self.chart.setVisible(not as_table)
        self._name_switch()

    def _name_switch(self) -> None:
        what = texts.AS_CHART if self.switch.isChecked() else texts.AS_TABLE
        self.switch.setText(what)
        self.switch.setAccessibleName(texts.SWITCH.format(what=what, chart=self._shown.title))
