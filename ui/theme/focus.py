"""The mark of the keyboard: fields always have it, rows and buttons only when keys brought it.

Behaviour 18 of the window: who clicks a button sees what was clicked and needs no ring; who goes
there by Tab, F6 or the arrows needs one. QFocusEvent.reason() alone does not tell, as the program
itself moves most focus ("other"): the last input decides, as :focus-visible does in browsers.
Style sheets ask for ``[ring="true"]``, widgets that paint themselves for :func:`has_ring`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

RING: Final = "ring"
_FIELDS: Final = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox)
"""They show it always; so do tabs (QTabBar), which a click never gives the keyboard."""
_POINTED: Final = frozenset(
    {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.TabletPress}
)
_TYPED: Final = frozenset({QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress})
_ALONE: Final = frozenset(  # held for another key, or for a click
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr}
)


def has_ring(widget: QWidget) -> bool:
    """Tell whether a *widget* that paints itself shows that it has the keyboard."""
    return widget.hasFocus() and widget.property(RING) is True


def show_rings(app: QApplication) -> None:
    """Keep the property ``ring`` of what has the keyboard in *app* from now on."""
    if app.findChild(FocusRings) is None:
        FocusRings(app)


class FocusRings(QObject):
    """Looks at clicks before a window's widgets get them, and at keys where the keyboard is.

    A key that is a command never reaches the window, but first asks the widget (ShortcutOverride).
    A filter on the application would see each event of each widget.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._by_keys = True  # at the start nothing was clicked
        app.focusWindowChanged.connect(self._watch)
        app.focusChanged.connect(self._on_focus_changed)
        self._watch(app.focusWindow())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note which kind of input this is; nothing is kept from anybody."""
        kind = event.type()
        if kind in _POINTED:
            self._note(by_keys=False)
        elif kind in _TYPED and cast("QKeyEvent", event).key() not in _ALONE:
            self._note(by_keys=True)
        return False

    def _watch(self, watched: QObject | None) -> None:
        if watched is not None and shiboken6.isValid(watched):  # a window may be going just now
            watched.installEventFilter(self)

    def _note(self, *, by_keys: bool) -> None:
        if by_keys != self._by_keys:
            self._by_keys = by_keys
            self._mark(QApplication.focusWidget())

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
            _show(old, ring=False)
        if new is not None:
            self._watch(new)
            self._watch(new.window().windowHandle())  # a pop-up never becomes the focus window
        self._mark(new)

    def _mark(self, widget: QWidget | None) -> None:
        if widget is not None:
            _show(widget, ring=self._by_keys)


def _show(widget: QWidget, *, ring: bool) -> None:
    """Put the ring on or take it off; a field shows its own whatever brought the keyboard."""
    if isinstance(widget, _FIELDS) or (widget.property(RING) is True) == ring:
        return
    widget.setProperty(RING, ring)
    if not isinstance(widget, QTabBar):  # Qt would not let its letters follow the zoom any more
        widget.style().polish(widget)
    (widget.viewport() if isinstance(widget, QAbstractItemView) else widget).update()
