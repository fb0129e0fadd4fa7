"""The overview as a page of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.clock import local_today
from klimaeditor.model.core_words import counted
from klimaeditor.reports.overview import OverviewIndex
from ui import theme
from ui.bridge import Connections, DocumentBridge, no_document
from ui.overview.bar_chart import OPENS, BarChart, ChartTable
from ui.theme import icons
from ui.widgets.common_words import NO_DATASET
from ui.widgets.labels import EmptyState, plain_label
from ui.widgets.layouts import FlowLayout
from ui.widgets.painting import grown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from klimaeditor.reports.figures import ChartId, Figure, Overview, OverviewChart


# --- words ---------------------------------------------------------------------------------------

TITLE: Final = "Übersicht"
AS_OF: Final = "Stand {day}"

PAGE: Final = "Übersicht über den Datensatz"
EMPTY: Final = "Der Datensatz enthält noch keine Maßnahmen."
EMPTY_HINT: Final = "Legen Sie mit „Neue Maßnahme“ die erste an."
COUNTING: Final = "Es wird gezählt …"
BACK: Final = "Zu den Maßnahmen"
PRINT: Final = "Drucken…"
PDF: Final = "Als PDF…"
PNG: Final = "Als Bild…"
AS_TABLE: Final = "Als Tabelle"
AS_CHART: Final = "Als Diagramm"
SWITCH: Final = "{what}: {chart}"
NOTED_TITLE: Final = "Mit offener Notiz"


def noted(notes: int, measures: int) -> str:
    """Return how many notes are open, and in how many measures."""
    return (
        f"{counted(notes, 'offene Notiz', 'offene Notizen')} in "
        f"{counted(measures, 'Maßnahme', 'Maßnahmen')}"
    )


# --- The numbers that say most, as buttons in a row ----------------------------------------------

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class FigureButton(QAbstractButton):
    """Paints one number with its label below; without measures it leads nowhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure: Figure | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_figure(self, figure: Figure) -> None:
        """Show another number."""
        self.figure = figure
        self.setAccessibleName(f"{figure.value} {figure.label}")
        self.setAccessibleDescription(OPENS if figure.measures else "")
        policy = Qt.FocusPolicy.StrongFocus if figure.measures else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter as with the space bar."""
        if Qt.Key(event.key()) in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew with other letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the room that number and label take."""
        if self.figure is None:
            return QSize(0, 0)
        tokens = theme.current()
        large = QFontMetricsF(grown(self.font(), 1.7, bold=True))
        small = QFontMetricsF(grown(self.font(), 0.93))
        wide = max(large.horizontalAdvance(self.figure.value),
                   small.horizontalAdvance(self.figure.label))  # fmt: skip
        tall = large.height() + small.height()
        return QSize(round(wide) + tokens.px(24), round(tall) + tokens.px(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint card, number, label and the mark of the keyboard."""
        if self.figure is None:
            return
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = self.underMouse() and bool(self.figure.measures)
        painter.setBrush(tokens.color("hover" if hovered else "panel"))
        focused = theme.has_ring(self)
        painter.setPen(QPen(tokens.color("focus" if focused else "line"), 2 if focused else 1))
        box = self.rect().toRectF().adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, tokens.px(8), tokens.px(8))
        inside = self.rect().adjusted(tokens.px(12), tokens.px(7), -tokens.px(8), -tokens.px(7))
        painter.setFont(grown(self.font(), 1.7, bold=True))
        painter.setPen(tokens.color("accent" if self.figure.measures else "muted"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignTop, self.figure.value)
        painter.setFont(grown(self.font(), 0.93))
        painter.setPen(tokens.color("muted"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignBottom, self.figure.label)
        painter.end()


class FigureRow(QWidget):
    """The numbers side by side; *list_wanted* carries title and measure keys of one."""

    list_wanted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, theme.Space.S)
        self._buttons: list[FigureButton] = []

    def buttons(self) -> list[FigureButton]:
        """Return the buttons."""
        return self._buttons

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these numbers."""
        while len(self._buttons) < len(figures):
            button = FigureButton(self)
            button.clicked.connect(lambda _=False, chosen=button: self._open(chosen))
            self._buttons.append(button)
            self._flow.addWidget(button)
        for figure, button in zip(figures, self._buttons, strict=True):
            button.show_figure(figure)
        self.updateGeometry()

    def _open(self, button: FigureButton) -> None:
        if button.figure is not None and button.figure.measures:
            self.list_wanted.emit(button.figure.title, button.figure.measures)


# --- A card of the overview: heading, how to read it, the chart – or the same as a table ---------


class ChartCard(QFrame):
    """Shows a chart; *list_wanted* carries title and measure keys of what was chosen."""

    list_wanted = Signal(str, object)

    def __init__(self, chart: OverviewChart, parent: QWidget | None = None) -> None:
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

    def show_chart(self, chart: OverviewChart) -> None:
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
        what = AS_CHART if self.switch.isChecked() else AS_TABLE
        self.switch.setText(what)
        self.switch.setAccessibleName(SWITCH.format(what=what, chart=self._shown.title))


# --- The overview as a page of the window --------------------------------------------------------

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
        self.setAccessibleName(PAGE)
        self._today = today
        self._bridge = no_document()
        self._heard = Connections()
        self._index = _index_of(self._bridge)
        self._overview: Overview | None = None
        self._stale = True
        self._steps: Iterator[Overview | None] | None = None
        self._wide: bool | None = None
        self.cards: dict[ChartId, ChartCard] = {}
        self.figures = FigureRow(self)
        self._day = plain_label(role="muted")
        self._noted_keys: tuple[int, ...] = ()
        self._noted = QPushButton(self)
        self._noted.setProperty("role", "link")
        self._noted.clicked.connect(lambda: self.list_wanted.emit(NOTED_TITLE, self._noted_keys))
        self._noted.hide()
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
        column.addWidget(self._noted, 0, Qt.AlignmentFlag.AlignLeft)
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
        self._scroll.setAccessibleName(PAGE)
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
        words.addWidget(plain_label(TITLE, "title"))
        words.addWidget(self._day)
        head.addLayout(words, 1)
        for text, icon, signal in (
            (BACK, "arrow-left", self.back_requested),
            (PRINT, "printer", self.print_requested),
            (PDF, "file-text", self.pdf_requested),
            (PNG, "image", self.png_requested),
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
        self._bridge = no_document() if bridge is None else bridge
        self._overview = None
        self._index = _index_of(self._bridge)
        self._heard.renew(
            (self._bridge.fields_changed, self._on_fields),
            (self._bridge.findings_changed, self._forget),
            (self._bridge.structure_changed, self._on_structure),
        )
        self._renew(0)
        self._show_state()

    @property
    def overview(self) -> Overview | None:
        """What is shown, None where nothing is counted yet."""
        return self._overview

    def show_open_notes(self, notes: int, measures: Sequence[int]) -> None:
        """Say how many notes are open, and in which measures; never on paper or in a picture."""
        self._noted_keys = tuple(measures)
        self._noted.setText(noted(notes, len(self._noted_keys)))
        self._noted.setVisible(bool(self._noted_keys))

    def refresh(self) -> None:
        """Count everything that has changed and show it at once."""
        self._timer.stop()
        self._stale, self._steps = False, None
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
        self._index.forget(measures)
        self._renew(_SETTLE)

    def _renew(self, wait: int) -> None:
        self._stale, self._steps = True, None
        if self.isVisible():
            self._timer.start(wait)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what has happened meanwhile."""
        super().showEvent(event)
        if self._stale:
            self._timer.start(0)

    def _count_on(self) -> None:
        """Read or count a part, let the window breathe, and show the result when all is done."""
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
        self._day.setText(AS_OF.format(day=f"{self._today():%d.%m.%Y}"))
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
        measures = self._bridge.document.dataset.measures
        if self._overview is not None and measures:
            self._stack.setCurrentIndex(1)
            return
        if not self._bridge.is_open:
            self._empty.show_state("chart-line", NO_DATASET)
        elif not measures:
            self._empty.show_state("chart-line", EMPTY, hint=EMPTY_HINT)
        else:
            self._empty.show_state("clock", COUNTING)
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


def _index_of(bridge: DocumentBridge) -> OverviewIndex:
    return OverviewIndex(bridge.document.dataset, bridge.document.findings)
