"""The overview as a page of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.clock import local_today
from klimaeditor.overview import OverviewIndex
from ui import icons, theme
from ui.overview import texts
from ui.overview.card import ChartCard
from ui.overview.figures import FigureRow
from ui.widgets.empty import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent

    from klimaeditor.overview import ChartId, Overview
    from ui.bridge import DocumentBridge

TWO_COLUMNS = 980  # px at 100 %
_SLICE = 0.03  # seconds of counting before the window breathes
_SETTLE = 150  # ms after an edit


class OverviewPage(QFrame):
    """Shows charts of the dataset and keeps them current while it is seen.

    *list_wanted* carries a title and the keys of the measures behind a number, *back_requested*
    asks for the list. *print_requested*, *pdf_requested* and *png_requested* ask for
    :mod:`ui.overview.export`. *today* is the clock.
    """

    list_wanted = Signal(str, object)
    back_requested = Signal()
    print_requested = Signal()
    pdf_requested = Signal()
    png_requested = Signal()

    def __init__(
        self, parent: QWidget | None = None, today: Callable[[], date] = local_today
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(texts.PAGE)
        self._today = today
        self._bridge: DocumentBridge | None = None
        self._index: OverviewIndex | None = None
        self._overview: Overview | None = None
        self._stale = True
        self._steps: Iterator[Overview | None] | None = None
        self._wide: bool | None = None
        self.cards: dict[ChartId, ChartCard] = {}
        self.figures = FigureRow(self)
        self._day = plain_label(role="muted")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._count_on)
        self._empty = EmptyState(self)
        self._scroll = QScrollArea(self)
        self._lay_out()
        self.figures.list_wanted.connect(self.list_wanted)
        self._show_state()

    def _lay_out(self) -> None:
        space = theme.Space
        sheet = QWidget(self)
        sheet.setProperty("role", "page")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(space.XL, space.L, space.XL, space.XL)
        column.setSpacing(space.L)
        self._head = self._make_head()
        column.addLayout(self._head)
        column.addWidget(self.figures)
        columns = QHBoxLayout()
        columns.setSpacing(space.L)
        self._columns = [QWidget(sheet), QWidget(sheet)]  # Qt measures widgets anew, layouts not
        self._inside = [QVBoxLayout(part) for part in self._columns]
        for part, inside in zip(self._columns, self._inside, strict=True):
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(space.L)
            columns.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(columns)
        column.addStretch(1)
        self._scroll.setWidget(sheet)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setProperty("role", "bare")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName(texts.PAGE)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._scroll)

    def _make_head(self) -> QBoxLayout:
        """Return title and buttons, beside each other where there is room."""
        head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        head.setSpacing(theme.Space.S)
        buttons = QWidget(self)
        flow = FlowLayout(buttons, theme.Space.S)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(plain_label(texts.TITLE, "title"))
        words.addWidget(self._day)
        head.addLayout(words, 1)
        for text, icon, signal in (
            (texts.BACK, "arrow-left", self.back_requested),
            (texts.PRINT, "printer", self.print_requested),
            (texts.PDF, "file-text", self.pdf_requested),
            (texts.PNG, "image", self.png_requested),
        ):
            button = QPushButton(f" {text}", self)  # Qt leaves hardly any room behind an icon
            icons.tint(button, icon)
            button.clicked.connect(signal)
            flow.addWidget(button)
        head.addWidget(buttons)
        return head

    # --- what others ask of the page -------------------------------------------------------

    def set_bridge(self, bridge: DocumentBridge | None) -> None:
        """Show another document, or none."""
        self._bridge = bridge
        self._overview = None
        self._index = None
        if bridge is not None:
            self._index = OverviewIndex(bridge.document.dataset, bridge.document.findings)
            bridge.fields_changed.connect(self._on_fields)
            bridge.findings_changed.connect(self._forget)
            bridge.structure_changed.connect(self._on_structure)
        self._renew(0)
        self._show_state()

    @property
    def overview(self) -> Overview | None:
        """What is shown, None where nothing is counted yet."""
        return self._overview

    def refresh(self) -> None:
        """Count everything that has changed and show it at once."""
        self._timer.stop()
        self._stale, self._steps = False, None
        if self._index is not None:
            self._show(self._index.overview(self._today()))
        self._show_state()

    def focus_list(self) -> None:
        """Put the keyboard onto the first number."""
        reachable = [b for b in self.figures.buttons() if b.focusPolicy()]
        if reachable:
            reachable[0].setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what happens ----------------------------------------------------------------------

    def _on_fields(self, fields: frozenset[tuple[int, str]]) -> None:
        self._forget(frozenset(measure for measure, _ in fields))

    def _on_structure(self) -> None:
        self._forget(frozenset())

    def _forget(self, measures: frozenset[int]) -> None:
        if self._index is not None:
            self._index.forget(measures)
            self._renew(_SETTLE)

    def _renew(self, wait: int) -> None:
        self._stale, self._steps = True, None
        if self.isVisible():
            self._timer.start(wait)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the measures."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what has happened meanwhile."""
        super().showEvent(event)
        if self._stale:
            self._timer.start(0)

    def _count_on(self) -> None:
        """Read or count a part, let the window breathe, and show the result when all is done."""
        if self._index is None:
            return
        found = None
        steps, self._steps = self._steps, None  # a count that fails must not be gone on with
        if steps is not None:
            found = next(steps)
        elif self._index.read_some(_SLICE):
            steps = self._index.counting(self._today())
        if found is None:
            self._steps = steps
            self._show_state()
            self._timer.start(0)
            return
        self._stale = False
        self._show(found)
        self._show_state()

    # --- what is shown ---------------------------------------------------------------------

    def _show(self, overview: Overview) -> None:
        self._overview = overview
        self._day.setText(texts.AS_OF.format(day=f"{self._today():%d.%m.%Y}"))
        self.figures.show_figures(overview.figures)
        for chart in overview.charts:
            card = self.cards.get(chart.id)
            if card is None:
                card = ChartCard(chart, self)
                card.list_wanted.connect(self.list_wanted)
                self.cards[chart.id] = card
            else:
                card.show_chart(chart)
            card.setVisible(bool(chart.bars))
        self._wide = None
        self._arrange()

    def _show_state(self) -> None:
        document = self._bridge.document if self._bridge else None
        if document is not None and self._overview is not None and document.dataset.measures:
            self._stack.setCurrentIndex(1)
            return
        if document is None:
            self._empty.show_state("chart-line", texts.NO_DATASET)
        elif not document.dataset.measures:
            self._empty.show_state("chart-line", texts.EMPTY, hint=texts.EMPTY_HINT)
        else:
            self._empty.show_state("clock", texts.COUNTING)
        self._stack.setCurrentIndex(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use one column where there is no room for two, and put the buttons below the title."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put each card into the shorter column, in their order."""
        wide = self.width() >= theme.current().px(TWO_COLUMNS)
        if wide is self._wide or self._overview is None:
            return
        self._wide = wide
        direction = QBoxLayout.Direction
        self._head.setDirection(direction.LeftToRight if wide else direction.TopToBottom)
        heights = [0, 0]
        before: QWidget | None = None
        for chart in self._overview.charts:
            card = self.cards[chart.id]
            place = heights.index(min(heights)) if wide else 0
            heights[place] += len(chart.bars) + 4 if chart.bars else 0
            self._inside[place].addWidget(card)
            if before is not None:
                QWidget.setTabOrder(before, card)
            before = card
        self._columns[1].setVisible(wide)
