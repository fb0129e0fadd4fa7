"""Icons: one SVG set (Lucide, ISC licence, resources/icons), tinted and sharp at every scale.

Names are the file names of the set, e.g. ``icon("save", theme.current().text)``. A button whose
icon shall follow its own text colour through every change of theme gets it by :func:`tint`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPalette, QPixmap, QPolygonF
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QPushButton, QStyle

from klimaeditor.paths import resources
from ui import theme

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QAbstractButton, QLabel

_MARK: Final = 0.5  # of the icon, and the gap around the mark
_GAP: Final = 0.08
_BEFORE_TEXT: Final = 4  # logical pixels at 100 %, besides the 4 that Qt leaves
_COLOUR_EVENTS: Final = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.Polish)


def names() -> tuple[str, ...]:
    """Return the names of all icons of the set."""
    return tuple(sorted(_known()))


@lru_cache(maxsize=512)
def icon(name: str, color: str) -> QIcon:
    """Return the icon *name* drawn in *color* (``#rrggbb``); KeyError for an unknown name."""
    if name not in _known():
        raise KeyError(name)
    return QIcon(_Engine(name, color))


@lru_cache(maxsize=64)
def marked(name: str, color: str, mark_color: str, *, edged: bool) -> QIcon:
    """Return an icon with a mark in its corner: a triangle where *edged*, else a circle.

    KeyError for an unknown name.
    """
    if name not in _known():
        raise KeyError(name)
    return QIcon(_MarkedEngine(name, color, mark_color, edged=edged))


class _Engine(QIconEngine):
    """Draws an icon when and as large as it is needed; a start needs few of them."""

    def __init__(self, name: str, color: str) -> None:
        super().__init__()
        self._name, self._color = name, color

    def clone(self) -> QIconEngine:
        """Return an engine that draws the same."""
        return _Engine(self._name, self._color)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into *rect*, sharp on every screen."""
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return a picture of *size* device pixels."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float
    ) -> QPixmap:
        """Return a picture of *size* logical pixels at *scale*, grey for what is disabled."""
        disabled = mode is QIcon.Mode.Disabled
        color = theme.current().disabled if disabled else self._color
        return pixmap(self._name, color, min(size.width(), size.height()), scale)


class _SpacedEngine(_Engine):
    """Draws an icon with room behind it: Qt leaves hardly any before the text of a button."""

    def clone(self) -> QIconEngine:
        """Return an engine that draws the same."""
        return _SpacedEngine(self._name, self._color)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """Return the picture as high as *size*, at its left edge."""
        drawn = super().scaledPixmap(size, mode, state, scale)
        extent = (size.toSizeF() * scale).toSize()
        picture = QPixmap(extent.expandedTo(drawn.size()))
        picture.setDevicePixelRatio(scale)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.drawPixmap(0, 0, drawn)
        painter.end()
        return picture


@lru_cache(maxsize=128)
def _spaced(name: str, color: str) -> QIcon:
    return QIcon(_SpacedEngine(name, color))


class _MarkedEngine(_Engine):
    """Draws an icon, and over its lower right corner a filled mark with a gap around it."""

    def __init__(self, name: str, color: str, mark_color: str, *, edged: bool) -> None:
        super().__init__(name, color)
        self._mark, self._edged = mark_color, edged

    def clone(self) -> QIconEngine:
        """Return an engine that draws the same."""
        return _MarkedEngine(self._name, self._color, self._mark, edged=self._edged)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """Return the picture; the mark takes half of its width."""
        picture = QPixmap(super().scaledPixmap(size, mode, state, scale))
        whole = picture.deviceIndependentSize().width()
        part = whole * _MARK
        corner = QRectF(whole - part, whole - part, part, part)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.setBrush(theme.ink(self._mark))
        gap = whole * _GAP
        painter.drawRect(corner.adjusted(-gap, -gap, 0, 0))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        if self._edged:
            top = QPointF(corner.center().x(), corner.top())
            painter.drawPolygon(QPolygonF([top, corner.bottomRight(), corner.bottomLeft()]))
        else:
            painter.drawEllipse(corner)
        painter.end()
        return picture


@lru_cache(maxsize=512)
def pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return the icon as a picture of *size* logical pixels for a screen of *ratio*."""
    result = QPixmap(_drawn(name, color, max(1, int(size * ratio + 0.5))))
    result.setDevicePixelRatio(ratio)
    return result


def tint(
    button: QAbstractButton,
    name: str,
    role: QPalette.ColorRole = QPalette.ColorRole.ButtonText,
) -> None:
    """Give *button* the icon *name* in the colour *role* of its own palette, now and later."""
    for old in button.findChildren(_ButtonTint, options=Qt.FindChildOption.FindDirectChildrenOnly):
        button.removeEventFilter(old)
        old.deleteLater()
    _ButtonTint(button, name, role)


def tint_label(label: QLabel, name: str, role: str, size: int = 16) -> None:
    """Show the icon *name* on *label* in the token *role*; *size* in pixels at 100 % zoom.

    The picture follows later changes of theme and zoom.
    """
    for old in label.findChildren(_LabelTint, options=Qt.FindChildOption.FindDirectChildrenOnly):
        label.removeEventFilter(old)
        old.deleteLater()
    _LabelTint(label, name, role, size)


def no_icon() -> QIcon:
    """Return an icon that shows nothing."""
    return QIcon()


class _ButtonTint(QObject):
    """Keeps the icon of one button in the colour of the button's text."""

    def __init__(self, button: QAbstractButton, name: str, role: QPalette.ColorRole) -> None:
        super().__init__(button)
        self._button, self._name, self._role = button, name, role
        self._color = ""
        self._refresh()
        button.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Draw the icon anew when colours may have changed; never swallow an event."""
        if event.type() in _COLOUR_EVENTS:
            self._refresh()
        return False

    def _refresh(self) -> None:
        button = self._button
        color = button.palette().color(QPalette.ColorGroup.Active, self._role).name()
        spaced = isinstance(button, QPushButton)
        if color != self._color:
            self._color = color
            button.setIcon(_spaced(self._name, color) if spaced else icon(self._name, color))
        if spaced:
            metric = QStyle.PixelMetric.PM_ButtonIconSize
            extent = button.style().pixelMetric(metric, None, button)
            size = QSize(extent + theme.current().px(_BEFORE_TEXT), extent)
            if size != button.iconSize():
                button.setIconSize(size)


class _LabelTint(QObject):
    """Keeps the picture of one label in the colour and size of the theme."""

    def __init__(self, label: QLabel, name: str, role: str, size: int) -> None:
        super().__init__(label)
        self._label, self._name, self._role, self._size = label, name, role, size
        self._shown: tuple[str, int, float] | None = None
        self._refresh()
        label.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Draw the picture anew when colours or scale may have changed."""
        if event.type() in _COLOUR_EVENTS:
            self._refresh()
        return False

    def _refresh(self) -> None:
        tokens = theme.current()
        look = (getattr(tokens, self._role), tokens.px(self._size), self._label.devicePixelRatioF())
        if look != self._shown:
            self._shown = look
            self._label.setPixmap(pixmap(self._name, *look))
            self._label.setFixedSize(look[1], look[1])


@lru_cache(maxsize=128)
def _svg(name: str) -> str:
    """Return the drawing *name* as text; KeyError where the set has none."""
    if name not in _known():
        raise KeyError(name)
    return (_folder() / f"{name}.svg").read_text("utf-8")


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Return the names of the set; one look into the folder instead of one for each icon."""
    return frozenset(path.stem for path in _folder().glob("*.svg"))


def _folder() -> Path:
    return resources() / "icons"


@lru_cache(maxsize=1024)
def _drawn(name: str, color: str, extent: int, opacity: float = 1.0) -> QPixmap:
    """Return *name* in *color* on a transparent square of *extent* device pixels."""
    drawing = _svg(name).replace("currentColor", color)
    picture = QPixmap(extent, extent)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setOpacity(opacity)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, extent, extent))
    painter.end()
    return picture
