"""The one line above everything: menus left, tools right, and whether all is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QMenu,
    QMenuBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from ui import theme
from ui.shell import actions
from ui.theme import icons
from ui.widgets.labels import safe_tip, set_role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QAction, QResizeEvent

    from klimaeditor.document import Document
    from ui.bridge import DocumentBridge


# --- words ---------------------------------------------------------------------------------------

MENUS: Final = "Menüleiste"
MORE: Final = "Mehr"
SAVED: Final = "Gespeichert"
_WIDEST: Final = f" {SAVED} 00:00"
SAVE: Final = "Speichern"
SAVE_AS: Final = "Speichern…"
UNDO, REDO = "Rückgängig", "Wiederholen"
RETURNS: Final = "Rückläufe"
_SHORT: Final = {
    "request": "Abfrage…",
    "returns": RETURNS,
    "check": "Befunde",
    "publish": "Veröffentlichen…",
}


def unsaved(count: int) -> str:
    """Return the text of the button while *count* entries hold unsaved work."""
    return f"{SAVE} · {count}" if count else SAVE


# --- Whether all is saved, and the way to save ---------------------------------------------------


class SaveButton(QPushButton):
    """Flat and without effect while all is saved, filled while something is not (17)."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._show)
        self._text, self._unsaved, self._tip = SAVED, False, ""
        self._seen: tuple[object, ...] = ()
        self._show()

    def show_saved(self, time: str = "") -> None:
        """Show that all is saved, and since when where that is known."""
        self._text, self._unsaved, self._tip = f"{SAVED} {time}".rstrip(), False, ""
        self._show()

    def show_changes(self, document: Document) -> None:
        """Show how many entries hold unsaved work; the tool tip names them."""
        titles = document.changed_measures() if document.location is not None else []
        text = unsaved(len(titles)) if document.location is not None else SAVE_AS
        self._text, self._unsaved, self._tip = text, True, "\n".join(titles)
        self._show()

    def _show(self) -> None:
        can = self._unsaved and self._action.isEnabled()
        state = (self._text, self._unsaved, self._tip, can, self._action.toolTip())
        if state == self._seen:  # asked after each key
            return
        self._seen = state
        self.setText(f" {self._text}")  # Qt leaves hardly any room behind an icon
        self.setAccessibleName(self._text)
        tip = self._action.toolTip() if can else ""
        self.setToolTip(safe_tip(f"{tip}\n{self._tip}".strip()) if tip else "")
        self.setEnabled(can)
        set_role(self, "role", "primary" if self._unsaved else "saved")
        self.restyle()

    def sizeHint(self) -> QSize:
        """Return room for the time, too: what stands beside the button stays when it changes."""
        hint, bold = super().sizeHint(), QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)  # as the style sheet has it while it is filled
        shown = Qt.TextFlag.TextShowMnemonic  # Qt measures its buttons so
        beside = hint.width() - self.fontMetrics().size(shown, self.text()).width()
        widest = QFontMetrics(bold).size(shown, _WIDEST).width()
        return QSize(max(hint.width(), widest + beside), hint.height())

    def restyle(self) -> None:
        """Draw the icon in the colours of the current theme."""
        name, role = ("save", "on_fill") if self._unsaved else ("check", "good")
        self.setIcon(icons.icon(name, theme.current().color(role).name()))


# --- Menus and tools -----------------------------------------------------------------------------


class CommandBar(QFrame):
    """Menus and tools in one line; what there is no room for stands under „Mehr“.

    The tool of the page that is shown leaves last.
    With large letters in a small window the tools have a line of their own.
    """

    _TOOLS = ("undo", "redo", "request", "returns", "check", "publish")
    _LEAVING = ("request", "returns", "publish")  # in this order (15)
    _LEAVING_LAST = ("redo", "undo")  # these stand in the menu Bearbeiten anyway

    def __init__(self, made: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "commands")
        self._actions = made
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.fit)
        self.menus = QMenuBar(self)
        self.menus.setNativeMenuBar(False)
        self.menus.setAccessibleName(MENUS)
        self.menus.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.tools = {name: self._tool(name) for name in self._TOOLS if name in made}
        self.more = QToolButton(self)
        self.more.setText(MORE)
        self.more.setAccessibleName(MORE)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more_menu = QMenu(self.more)
        self.more.setMenu(self._more_menu)
        self.save = SaveButton(made["save"], self)
        space = theme.Space
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(space.XS, space.XS, space.M, space.XS)
        self._rows.setSpacing(2)
        self._rows.addWidget(self.menus, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row = row = QHBoxLayout()
        row.setSpacing(2)
        self._rows.addLayout(row, 1)
        row.addStretch(1)
        for name, button in self.tools.items():
            row.addWidget(button)
            if name == "redo":
                row.addSpacing(space.S)
        row.addWidget(self.more)
        row.addSpacing(space.S)
        row.addWidget(self.save)

    def _tool(self, name: str) -> QToolButton:
        action = self._actions[name]
        action.toggled.connect(lambda _: self._later.start())  # the page one is on stays in sight
        action.setIconText(f" {_SHORT.get(name, actions.plain(action.text()))}")
        button = QToolButton(self)
        button.setDefaultAction(action)
        style = Qt.ToolButtonStyle
        icon_only = name not in _SHORT
        button.setToolButtonStyle(
            style.ToolButtonIconOnly if icon_only else style.ToolButtonTextBesideIcon
        )
        words = {"undo": UNDO, "redo": REDO}.get(name, _SHORT.get(name, "")).rstrip("…")
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    # --- what others ask of the bar --------------------------------------------------------

    def show_waiting(self, count: int) -> None:
        """Show how many returned files wait to be decided on (30)."""
        text = f"{RETURNS} · {count}" if count else RETURNS
        self._actions["returns"].setIconText(f" {text}")
        self.tools["returns"].setAccessibleName(text)
        self._later.start()

    def show_open(self, *, is_open: bool) -> None:
        """Show what belongs to an open dataset, or only the menus."""
        self._is_open = is_open
        self.fit()

    def show_state(self, bridge: DocumentBridge, time: str = "") -> None:
        """Show whether all is saved."""
        before = self.save.text()
        if bridge.is_clean:
            self.save.show_saved(time)
        else:
            self.save.show_changes(bridge.document)
        if self.save.text() != before:
            self._later.start()

    def restyle(self) -> None:
        """Take over a new theme or zoom."""
        size = theme.current().px(16)
        for button in self.tools.values():
            button.setIconSize(QSize(size, size))
        self.save.setIconSize(QSize(size, size))
        self.save.restyle()
        self._later.start()

    def sizeHint(self) -> QSize:
        """Return the height of one line, or of two."""
        height = theme.current().px(_HEIGHT)
        if self.is_in_two_lines():
            height = super().sizeHint().height()
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        """Return that any width will do."""
        return QSize(theme.current().px(200), self.sizeHint().height())

    def is_in_two_lines(self) -> bool:
        """Whether the tools stand below the menus."""
        return self._rows.direction() is QBoxLayout.Direction.TopToBottom

    # --- what there is room for ------------------------------------------------------------

    _is_open = False

    def in_more(self) -> Sequence[str]:
        """Return what stands under „Mehr“, in its order."""
        return [name for name, tool in self.tools.items()
                if self._is_open and name in self._LEAVING and tool.isHidden()]  # fmt: skip

    def fit(self) -> None:
        """Leave out what there is no room for, what matters least first."""
        for button in self.tools.values():
            button.setVisible(self._is_open)
        self.more.hide()
        self.save.setVisible(self._is_open)
        if not self._is_open:
            return
        for direction in (QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom):
            self._rows.setDirection(direction)
            if self._leave_out():
                break
        self.updateGeometry()
        self._more_menu.clear()
        self._more_menu.addActions([self._actions[name] for name in self.in_more()])
        self.more.setVisible(bool(self.in_more()))

    def _leave_out(self) -> bool:
        """Hide what does not fit, one after the other; return whether the rest does."""
        for button in self.tools.values():
            button.show()
        self.more.hide()
        shown = [name for name in self._LEAVING if self._actions[name].isChecked()]
        leaving = [name for name in self._LEAVING if name not in shown]
        for name in (*leaving, *self._LEAVING_LAST, *shown):
            if self._fits():
                return True
            self.tools[name].hide()
            self.more.setVisible(bool(self.in_more()))
        return self._fits()

    def _fits(self) -> bool:
        self._row.invalidate()
        self._rows.invalidate()
        return self._rows.sizeHint().width() <= self.width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See again what fits."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            before = self.is_in_two_lines()
            self.fit()
            if before != self.is_in_two_lines():  # a window at its layout forgets what it is told
                QTimer.singleShot(0, self, self.updateGeometry)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the letters once all of it is dressed."""
        super().changeEvent(event)
        restyled = (QEvent.Type.StyleChange, QEvent.Type.FontChange)
        if event.type() in restyled and hasattr(self, "_later"):
            self._later.start()


_HEIGHT: Final = 40
