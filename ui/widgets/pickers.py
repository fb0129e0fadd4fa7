"""A combo box that never changes by the wheel (A11Y-20)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QMenu,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QWidget,
)

from ui.widgets.labels import plain_label, safe_tip

if TYPE_CHECKING:
    from PySide6.QtCore import QDate
    from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPaintEvent, QWheelEvent
    from PySide6.QtWidgets import QAbstractScrollArea, QLabel


# --- words ---------------------------------------------------------------------------------------

# --- what the machine's administrator has decided (DEL-04) -----------------------------------
LOCKED_HERE: Final = (
    "Von der IT für diesen Rechner festgelegt und hier nicht änderbar. Soll hier etwas anderes "
    "stehen, wenden Sie sich an die IT."
)


# --- A combo box that never changes by the wheel (A11Y-20) ---------------------------------------

_NARROW, _NARROWEST = 12, 16  # characters: contents that are shown, and the whole box at most


class CalmComboBox(QComboBox):
    """A list of choices; the wheel belongs to what is around it.

    One that is *narrow* may become narrower than its longest choice, as forms need it (A11Y-13).
    """

    def __init__(self, parent: QWidget | None = None, *, narrow: bool = False) -> None:
        super().__init__(parent)
        self._narrow = narrow
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if narrow:
            policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            self.setSizeAdjustPolicy(policy)
            self.setMinimumContentsLength(_NARROW)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to others."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the choice; „…“ says that there is more of it."""
        if self.isEditable():
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(control, option, part, self).width() - 2
        right = Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(option.currentText, right, room)
        painter.drawComplexControl(control, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def minimumSizeHint(self) -> QSize:
        """Return a width that fits the narrowest form where it is a narrow one."""
        hint = super().minimumSizeHint()
        if not self._narrow:
            return hint
        most = self.fontMetrics().horizontalAdvance("0") * _NARROWEST
        return QSize(min(hint.width(), most), hint.height())


# --- A line for a day that never changes by the wheel (A11Y-20) ----------------------------------


class CalmDateEdit(QDateEdit):
    """A day as people write it, without arrows; the wheel belongs to what is around it."""

    def __init__(self, day: QDate, parent: QWidget | None = None) -> None:
        super().__init__(day, parent)
        self.setDisplayFormat("dd.MM.yyyy")
        self.setButtonSymbols(QDateEdit.ButtonSymbols.NoButtons)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to others."""
        event.ignore()


# --- Buttons that open a menu of choices: no wheel changes them, and several can be ticked -------

_TICK_KEYS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})


class TickMenu(QMenu):
    """A menu that stays open while entries are ticked; Esc or a click elsewhere closes it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick the entry under the mouse and stay."""
        if not self._tick(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick the current entry with Space or Enter and stay."""
        if Qt.Key(event.key()) not in _TICK_KEYS or not self._tick(self.activeAction()):
            super().keyPressEvent(event)

    def _tick(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True


class MenuButton(QToolButton):
    """A button with a word that opens a menu."""

    def __init__(self, text: str, menu: QMenu | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setProperty("role", "outline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setMenu(menu or TickMenu(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the menu with Enter and Down as well as with Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.showMenu()
        else:
            super().keyPressEvent(event)


# --- A field that the machine's administrator has fixed: grey, with the reason (DEL-04) ----------


def lock(editor: QWidget, reason: str = LOCKED_HERE) -> QLabel:
    """Make a field unchangeable; return the label that says why, to be put below it.

    The label is seen; a tool tip and the accessible description tell it to everyone else.
    """
    editor.setEnabled(False)
    editor.setToolTip(safe_tip(reason))
    editor.setAccessibleDescription(reason)
    return plain_label(reason, "muted", wrap=True)


# --- The mouse wheel over an editor that can scroll and stands in a page that scrolls ------------


def belongs_to_page(area: QAbstractScrollArea, event: QWheelEvent) -> bool:
    """Tell whether the page shall scroll: *area* has no focus or nothing more that way."""
    bar = area.verticalScrollBar()
    up = event.angleDelta().y() > 0
    at_end = bar.value() == (bar.minimum() if up else bar.maximum())
    return at_end or not area.hasFocus()
