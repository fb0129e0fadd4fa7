"""What stands above the list: search, filters, order; where the pane is low, filters fold away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.measures import texts

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from ui.measures.filter_bar import FilterBar
    from ui.measures.order_bar import OrderBar

LEAST_LIST: Final = 80  # pixels; at 200 % open filters need the rest of a small screen
_ROWS: Final = 3  # so many rows of the list are worth more than filters that are not in use
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FoldButton(QToolButton):
    """Opens and closes the filters; says how many are in force."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "outline")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.toggled.connect(self._say)
        self.show_number(0)

    def show_number(self, number: int) -> None:
        """Say how many filters are in force."""
        self.setText(texts.FOLDED_COUNT.format(count=number) if number else texts.FILTERS)
        self.setAccessibleName(texts.filters_in_force(number))
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as well as Space."""
        if event.key() in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        doing = texts.FOLD_FILTERS if self.isChecked() else texts.UNFOLD_FILTERS
        self.setToolTip(doing)
        self.setAccessibleDescription(doing)


class _Sheet(QScrollArea):
    """Holds the filters; not to be seen, and no stop on the way by Tab."""

    def __init__(self, filters: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._wanted = 0
        self.setProperty("role", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(filters)
        for widget in (self.viewport(), filters):
            widget.setAutoFillBackground(False)

    def set_heights(self, least: int, wanted: int) -> None:
        """Take *wanted* pixels of height, or down to *least* where they are missing."""
        self._wanted = wanted
        self.setMinimumHeight(least)
        self.setMaximumHeight(wanted)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the height that is wanted."""
        return QSize(super().sizeHint().width(), self._wanted)


class PaneHead(QWidget):
    """The widgets above the list, from top to bottom; the button that folds is made here.

    Whether filters fold follows from the height, see :meth:`fit`; whether folded ones are open is
    the user's choice and kept while the window lives.
    """

    def __init__(
        self,
        search: QWidget,
        filters: FilterBar,
        lifted: QWidget,
        order: OrderBar,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._search, self._filters, self._order = search, filters, order
        self._folded = False
        self._most = 0  # pixels that open filters may take where they are folded
        self._sheet = _Sheet(filters, self)
        self.fold = FoldButton(self)
        self.fold.hide()
        self.fold.toggled.connect(lambda _: self._show())
        space = theme.Space
        line = QHBoxLayout()
        line.setSpacing(space.S)
        line.addWidget(search, 1)
        line.addWidget(self.fold)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(space.M, space.M, space.M, space.XS)
        self._column.setSpacing(space.S)
        self._column.addLayout(line)
        for widget in (self._sheet, lifted, order):
            self._column.addWidget(widget)
        self.setTabOrder(search, self.fold)

    def show_number(self, number: int) -> None:
        """Take over how many filters are in force."""
        self.fold.show_number(number)
        self.fit_filters()

    @property
    def folded(self) -> bool:
        """Whether the filters stand behind the button."""
        return self._folded

    def fit(self, size: tuple[int, int], rows: tuple[int, int]) -> bool:
        """Fold the filters where they would leave no room for three rows.

        *size* is width and height of the pane, *rows* the height of a row without and with the
        words looked for, in pixels; nothing folds while a word is typed. Returns whether three rows
        have room then.
        """
        width, height = size
        row, shown = rows
        margins, gap = self._column.contentsMargins(), self._column.spacing()
        inside = width - margins.left() - margins.right()
        least = margins.top() + self._search.sizeHint().height() + gap
        least += self._order.line_height() + margins.bottom()
        filters = self._filters.buttons.heightForWidth(inside) + gap
        room = height - least
        self._most = room - gap - LEAST_LIST
        folded = room - filters < _ROWS * row
        if folded != self._folded:
            self._folded = folded
            self._show()
        self.fit_filters(inside)
        return room - (0 if folded else filters) >= _ROWS * shown

    def fit_filters(self, width: int = 0) -> None:
        """Give buttons and chips the height they take; where they are many, they scroll."""
        wanted = self._filters.heightForWidth(width or self._sheet.width())
        if self._folded:
            line = self._filters.buttons.sizeHint().height()
            self._sheet.set_heights(line, max(line, min(wanted, self._most)))
        else:
            self._sheet.set_heights(wanted, wanted)

    def _show(self) -> None:
        """Show what is to be seen; the keyboard leaves what goes."""
        shown = not self._folded or self.fold.isChecked()
        if not shown and self._filters.isAncestorOf(self.window().focusWidget()):
            self.fold.show()
            self.fold.setFocus()
        if not self._folded and self.fold.hasFocus():
            self._search.setFocus()
        self._order.set_short(short=self._folded)
        self.fold.setVisible(self._folded)
        self._sheet.setVisible(shown)
