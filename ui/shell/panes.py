"""Where list, form and public page stand: three beside each other, the list folded out, or one.

All widths are logical pixels at 100 %; with larger letters a window counts as that much narrower.
"""

from __future__ import annotations

from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QSplitter,
    QSplitterHandle,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.theme import icons
from ui.widgets.common_words import SPLITTER
from ui.widgets.labels import plain_label, set_role

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QShowEvent

    from ui.form.form import MeasureForm
    from ui.measures.pane import MeasurePane
    from ui.shell.side_pane import SidePane


# --- words ---------------------------------------------------------------------------------------

LIST: Final = "Liste"
FORM: Final = "Formular"
PUBLIC_PAGE: Final = "Öffentliche Seite"
SWITCH: Final = "Was das Fenster zeigt"
MEASURES_BUTTON: Final = "Maßnahmen"
SEARCH_BUTTON: Final = "Suchen"
FILTER_BUTTON: Final = "Filter"
LIST_KEY: Final = "Strg+L"
SHOW_PAGE: Final = "Öffentliche Seite zeigen (F7)"


# --- How wide each pane is -----------------------------------------------------------------------


class PaneMode(Enum):
    """How many panes the window has room for."""

    THREE = "three"
    FOLDED = "folded"  # the list lies above the form when it is wanted
    ONE = "one"


class Pane(Enum):
    """The panes; the value is their place."""

    LIST = 0
    FORM = 1
    PAGE = 2


THREE_FROM: Final = 1240
FOLDED_FROM: Final = 960
_WIDTHS: Final = (  # of the window, the list and the public page; the form has the rest
    (1240, 250, 420),
    (1280, 258, 422),
    (1440, 272, 538),
    (1920, 304, 816),
    (2560, 304, 1152),
)
LEAST: Final = {Pane.LIST: 220, Pane.FORM: 560, Pane.PAGE: 420}
_LEAST_BESIDE_PAGE: Final = 538  # the form at 960
_LEAST_ALONE: Final = 320
_FOLDED_LIST: Final = 320
_STRIP: Final = 28
_BAR: Final = 40


def mode_at(width: float) -> PaneMode:
    """Return what a window of *width* has room for."""
    if width >= THREE_FROM:
        return PaneMode.THREE
    return PaneMode.FOLDED if width >= FOLDED_FROM else PaneMode.ONE


def widths_at(width: float) -> tuple[int, int]:
    """Return the widths of list and public page in a window of *width*, linear in between."""
    if width <= FOLDED_FROM or mode_at(width) is not PaneMode.THREE:
        return _FOLDED_LIST, LEAST[Pane.PAGE]
    for (lower, list_low, page_low), (upper, list_high, page_high) in pairwise(_WIDTHS):
        if width <= upper:
            share = (width - lower) / (upper - lower)
            return (
                round(list_low + share * (list_high - list_low)),
                round(page_low + share * (page_high - page_low)),
            )
    _, list_last, _ = _WIDTHS[-1]
    return list_last, round(0.45 * width)


# --- The parts beside the panes: border, strip, bar ----------------------------------------------


class PaneBorder(QSplitterHandle):
    """The border between two panes; a double click gives them their usual widths."""

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Ask for the usual widths."""
        cast("PaneSplitter", self.splitter()).usual_wanted.emit()


class PaneSplitter(QSplitter):
    """Needs little width itself: where its panes do not fit, some of them are not shown."""

    usual_wanted = Signal()

    def createHandle(self) -> QSplitterHandle:
        """Return a border."""
        return PaneBorder(self.orientation(), self)

    def minimumSizeHint(self) -> QSize:
        """Return what one pane needs."""
        return QSize(theme.current().px(_LEAST_ALONE), super().minimumSizeHint().height())


class PageStrip(QAbstractButton):
    """Stands at the right where the public page is hidden, and brings it back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(PUBLIC_PAGE)
        self.setAccessibleName(SHOW_PAGE)
        self.setToolTip(SHOW_PAGE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Return the room the word takes, standing on its side."""
        px = theme.current().px
        length = self.fontMetrics().horizontalAdvance(self.text()) + px(60)
        return QSize(px(_STRIP), length)

    def minimumSizeHint(self) -> QSize:
        """Return that the word may be cut before the window grows."""
        return QSize(theme.current().px(_STRIP), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon and word from top to bottom."""
        tokens = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.color("hover" if self.underMouse() else "ground"))
        painter.fillRect(QRect(0, 0, 1, self.height()), tokens.color("line"))
        if theme.has_ring(self):
            painter.setPen(tokens.color("focus"))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        extent, px = tokens.px(16), tokens.px
        picture = icons.icon("panel-right", tokens.muted).pixmap(QSize(extent, extent))
        painter.drawPixmap(QPoint((self.width() - extent) // 2, px(14)), picture)
        painter.setPen(tokens.color("text"))
        painter.translate(self.width(), px(42))
        painter.rotate(90)
        room = QRect(0, 0, self.height() - px(46), self.width())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, middle, self.text())
        painter.end()


class PaneBar(QFrame):
    """Above the panes where not all are seen: what folds the list out, or switches between them.

    *pane_wanted* carries a :class:`Pane`.
    """

    list_wanted = Signal()
    search_wanted = Signal()
    filter_wanted = Signal()
    pane_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.switch = QTabBar(self)
        self.switch.setProperty("role", "segments")
        self.switch.setDrawBase(False)
        self.switch.setExpanding(False)
        self.switch.setUsesScrollButtons(False)
        self.switch.setAccessibleName(SWITCH)
        for word in (LIST, FORM, PUBLIC_PAGE):
            self.switch.addTab(word)
        self.switch.currentChanged.connect(lambda place: self.pane_wanted.emit(Pane(place)))
        self.list_button = self._button(MEASURES_BUTTON, "list")
        self.list_button.setCheckable(True)
        self.list_button.clicked.connect(self.list_wanted)
        self.list_button.setToolTip(f"{MEASURES_BUTTON} ({LIST_KEY})")
        self.search_button = self._button(SEARCH_BUTTON, "search")
        self.search_button.clicked.connect(self.search_wanted)
        self.filter_button = self._button(FILTER_BUTTON, "list-filter")
        self.filter_button.clicked.connect(self.filter_wanted)
        self._key = plain_label(LIST_KEY, "keycap")
        self._place = plain_label(role="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.Space.M, theme.Space.XS, theme.Space.M, theme.Space.XS)
        row.setSpacing(theme.Space.S)
        for widget in (self.switch, self.list_button, self._key):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.search_button)
        row.addWidget(self.filter_button)
        row.addStretch(1)
        row.addWidget(self._place)

    def _button(self, text: str, icon: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(f" {text}")  # Qt leaves hardly any room behind an icon
        button.setAccessibleName(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.tint(button, icon)
        return button

    def show_mode(self, mode: PaneMode, pane: Pane, *, unfolded: bool) -> None:
        """Show what belongs to *mode*; *pane* is the one seen where there is one."""
        for widget in (self.list_button, self._key, self.search_button, self.filter_button):
            widget.setVisible(mode is PaneMode.FOLDED)
        self.switch.setVisible(mode is PaneMode.ONE)
        blocked = self.switch.blockSignals(True)
        self.switch.setCurrentIndex(pane.value)
        self.switch.blockSignals(blocked)
        self.switch.updateGeometry()  # the chosen word is bold, which Qt does not tell the layout
        self.list_button.setChecked(unfolded)
        self.setVisible(mode is not PaneMode.THREE)

    def show_place(self, text: str) -> None:
        """Show which of how many measures is seen."""
        self._place.setText(text)


# --- The panes -----------------------------------------------------------------------------------


class PaneRoom(QWidget):
    """Shows list, form and public page as the window has room, and keeps the keyboard in sight.

    The list lies above its place between the other panes and follows it, so that it can lie above
    the form as well without being made anew. *changed* tells whether the public page is seen.
    """

    changed = Signal(bool)
    search_wanted = Signal()
    filter_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode = PaneMode.THREE
        self._current = Pane.FORM  # the one that is seen where there is one
        self._unfolded = False
        self._side_wanted = True
        self._wished: dict[str, tuple[int, int]] = {}
        self.bar = PaneBar(self)
        self.splitter = PaneSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setAccessibleName(SPLITTER)
        self._place = QWidget(self.splitter)
        self.strip = PageStrip(self)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.splitter, 1)
        row.addWidget(self.strip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(row, 1)

    def add_panes(self, list_pane: MeasurePane, form: MeasureForm, side: SidePane) -> None:
        """Take the three panes in; list is a child of this widget, the others of its splitter."""
        self.list, self.form, self.side = list_pane, form, side
        for widget in (self._place, form, side):
            self.splitter.addWidget(widget)
        self.splitter.setChildrenCollapsible(False)
        self.list.raise_()
        self._place.installEventFilter(self)
        self.splitter.splitterMoved.connect(self._on_moved)
        self.splitter.usual_wanted.connect(self.restore_usual)
        self.strip.clicked.connect(self.show_side)
        self.bar.list_wanted.connect(self.toggle_list)
        self.bar.search_wanted.connect(self.search_wanted)
        self.bar.filter_wanted.connect(self.filter_wanted)
        self.bar.pane_wanted.connect(self._show_pane)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)
        self._show()

    # --- what others ask -----------------------------------------------------------------

    @property
    def mode(self) -> PaneMode:
        """How many panes are seen."""
        return self._mode

    @property
    def side_wanted(self) -> bool:
        """Whether the user wants the public page where there is room for it."""
        return self._side_wanted

    @side_wanted.setter
    def side_wanted(self, wanted: bool) -> None:
        self._side_wanted = wanted
        self._show()

    @property
    def side_seen(self) -> bool:
        """Whether the public page is seen."""
        if self._mode is PaneMode.ONE:
            return self._current is Pane.PAGE
        return self._side_wanted

    def seen(self) -> list[Pane]:
        """Return the panes that are seen, from left to right."""
        if self._mode is PaneMode.ONE:
            return [self._current]
        listed = self._mode is PaneMode.THREE or self._unfolded
        wanted = {Pane.LIST: listed, Pane.FORM: True, Pane.PAGE: self._side_wanted}
        return [pane for pane, is_seen in wanted.items() if is_seen]

    def widths(self) -> dict[str, tuple[int, int]]:
        """Return the widths of list and public page that the user gave, by mode; {} for none."""
        return dict(self._wished)

    def restore_widths(self, kept: dict[str, tuple[int, int]]) -> None:
        """Take over what :meth:`widths` returned."""
        self._wished = dict(kept)
        self._share()

    def restore_usual(self) -> None:
        """Forget the widths the user gave."""
        self._wished.pop(self._mode.value, None)
        self._share()

    def show_list(self) -> None:
        """Bring the list into sight."""
        self._unfolded = self._mode is PaneMode.FOLDED
        self._current = Pane.LIST
        self._show()

    def show_form(self) -> None:
        """Bring the form into sight; a list above it goes."""
        if self._current is Pane.FORM and not self._unfolded and self.form.isVisible():
            return
        self._unfolded = False
        self._current = Pane.FORM
        self._show()

    def show_side(self) -> None:
        """Bring the public page into sight."""
        self._side_wanted = True
        self._current = Pane.PAGE
        self._show()

    def toggle_side(self) -> None:
        """Show the public page, or put it away."""
        if not self.side_seen:
            self.show_side()
        elif self._mode is PaneMode.ONE:
            self._show_pane(Pane.FORM)
        else:
            self.side_wanted = False

    def toggle_list(self) -> None:
        """Put the keyboard into the list; where it lies above the form it goes again."""
        if self._mode is PaneMode.FOLDED and self._unfolded:
            self.close_list()
        else:
            self.show_list()
            self.list.focus_list()

    def close_list(self) -> bool:
        """Fold the list, the keyboard goes back to the form; False where it is no fold-out."""
        if self._mode is PaneMode.THREE or not self._is_seen(Pane.LIST):
            return False
        had_keyboard = self._has_keyboard(self.list)
        self.show_form()
        if had_keyboard:
            self.form.focus_last()
        return True

    def show_place(self, text: str) -> None:
        """Show which of how many measures is seen, where the status of the list is not."""
        self.bar.show_place(text)

    def restyle(self) -> None:
        """Follow the letters."""
        self.fit()
        self._share()

    # --- the keyboard --------------------------------------------------------------------

    def focus_first(self) -> None:
        """Put the keyboard where work begins: into the list where it is seen, else the form."""
        if self._is_seen(Pane.LIST):
            self.list.focus_list()
        elif self._is_seen(Pane.FORM):
            self.form.focus_last()
        else:
            self.side.focus_list()

    def _focus_seen(self) -> None:
        """Put the keyboard into the form, or into the one pane that is seen."""
        if self._is_seen(Pane.FORM):
            self.form.focus_last()
        else:
            self.focus_first()

    def focus_next(self) -> None:
        """Move the keyboard from pane to pane: list, form, public page."""
        panes = (self.list, self.form, self.side)
        current = next((i for i, pane in enumerate(panes) if self._has_keyboard(pane)), -1)
        if current == 0:
            self.show_form()
            self.form.focus_last()
        elif current == 1:
            self.focus_side()
        else:
            self.show_list()
            self.list.focus_list()

    def focus_side(self) -> None:
        """Move the keyboard into the public page."""
        self.show_side()
        self.side.focus_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close a list that lies above the form, or that stands alone, on Esc."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_Escape and plain and self.close_list():
            return
        super().keyPressEvent(event)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Fold the list when the keyboard goes on to another pane."""
        if self._unfolded and new is not None and self.isAncestorOf(new):
            inside = self.list.isAncestorOf(new) or self.bar.isAncestorOf(new)
            if not inside:
                self.show_form()

    def _has_keyboard(self, pane: QWidget) -> bool:
        return pane.isAncestorOf(self.window().focusWidget())

    # --- where they stand ----------------------------------------------------------------

    def fit(self) -> None:
        """See what there is room for; the pane with the keyboard stays."""
        zoom = theme.current().zoom / 100
        mode = mode_at(self.width() / zoom)
        if mode is not self._mode:
            panes = (self.list, self.form, self.side)
            held = (pane for pane, widget in zip(Pane, panes, strict=True)
                    if self._has_keyboard(widget))  # fmt: skip
            self._current = next(held, Pane.FORM)
            self._mode = mode
            self._unfolded = False  # the form is what one works in (D 16)
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width of the window."""
        super().resizeEvent(event)
        self.fit()
        self._share()
        self._lay_list()

    def showEvent(self, event: QShowEvent) -> None:
        """Follow what has happened meanwhile."""
        super().showEvent(event)
        self.fit()
        self._share()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the list follow its place."""
        if watched is self._place and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._lay_list()
        return False

    def _is_seen(self, pane: Pane) -> bool:
        return pane in self.seen()

    def _show_pane(self, pane: Pane) -> None:
        """Show a pane, with the keyboard in it."""
        if pane is Pane.LIST:
            self.show_list()
            self.list.focus_list()
        elif pane is Pane.FORM:
            self.show_form()
            self.form.focus_last()
        else:
            self.focus_side()

    def _show(self) -> None:
        """Show what is to be seen, then hide the rest; the keyboard leaves it beforehand."""
        px, one = theme.current().px, self._mode is PaneMode.ONE
        least = {
            PaneMode.THREE: LEAST[Pane.FORM],
            PaneMode.FOLDED: _LEAST_BESIDE_PAGE,
            PaneMode.ONE: 0,
        }[self._mode]
        self.form.setMinimumWidth(px(least) if least else 0)
        self._place.setMinimumWidth(0 if one else px(LEAST[Pane.LIST]))
        self.side.setMinimumWidth(0 if one else px(LEAST[Pane.PAGE]))
        was_seen = not self.side.isHidden()
        panes = {Pane.LIST: self.list, Pane.FORM: self.form, Pane.PAGE: self.side}
        for pane, widget in panes.items():
            if self._is_seen(pane):
                widget.show()
        for pane, widget in panes.items():
            if not self._is_seen(pane) and self._has_keyboard(widget):
                self._focus_seen()
        for pane, widget in panes.items():
            widget.setVisible(self._is_seen(pane))
        self._place.setVisible(self._is_seen(Pane.LIST) and self._mode is not PaneMode.FOLDED)
        self.strip.setVisible(not one and not self._side_wanted)
        self.bar.show_mode(self._mode, self._current, unfolded=self._unfolded)
        set_role(self.list, "folded", "true" if self._unfolded else "")
        self._share()
        self._lay_list()
        if self.side_seen != was_seen:
            self.changed.emit(self.side_seen)

    def _share(self) -> None:
        """Give the panes their widths: those the user gave, else those of the table."""
        if self._mode is PaneMode.ONE:
            return
        zoom = theme.current().zoom / 100
        widths = self._wished.get(self._mode.value, widths_at(self.width() / zoom))
        listed, page = (round(width * zoom) for width in widths)
        listed = listed if self._mode is PaneMode.THREE else 0
        page = page if self._side_wanted else 0
        borders = (bool(listed) + bool(page)) * self.splitter.handleWidth()
        form = self.splitter.width() - listed - page - borders
        self.splitter.setSizes([listed, max(1, form), page])

    def _on_moved(self) -> None:
        """Remember the widths the user gave, at 100 %."""
        zoom = theme.current().zoom / 100
        listed, _, page = self.splitter.sizes()
        usual = self._wished.get(self._mode.value, widths_at(self.width() / zoom))
        self._wished[self._mode.value] = (
            round(listed / zoom) if listed else usual[0],
            round(page / zoom) if page else usual[1],
        )

    def _lay_list(self) -> None:
        """Put the list over its place, or over the form."""
        if self._mode is PaneMode.FOLDED:
            top = self.splitter.mapTo(self, QPoint(0, 0)).y()
            width = min(theme.current().px(_FOLDED_LIST), self.width())
            self.list.setGeometry(0, top, width, self.height() - top)
        elif self._is_seen(Pane.LIST):
            place = self._place.mapTo(self, QPoint(0, 0))
            self.list.setGeometry(QRect(place, self._place.size()))
