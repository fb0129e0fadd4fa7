"""The numbers that say most, as buttons in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import theme
from ui.overview import texts
from ui.widgets.flow import FlowLayout
from ui.widgets.words import grown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.overview import Figure

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
        self.setAccessibleDescription(texts.OPENS if figure.measures else "")
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
        focused = self.hasFocus()
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
