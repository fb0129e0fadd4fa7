"""The history beside the form: what is unsaved first, then every step since the opening."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui import theme
from ui.history.changes_pane import ChangesPane
from ui.history.steps import HistoryPane
from ui.widgets.labels import hairline, plain_label

if TYPE_CHECKING:
    from ui.bridge import DocumentBridge


# --- words ---------------------------------------------------------------------------------------

UNSAVED: Final = "Ungespeichert"
STEPS: Final = "Schritte seit dem Öffnen"


class TimelinePane(QFrame):
    """Both lists below each other; *counted* carries how many fields are unsaved.

    The signals are those of :class:`ChangesPane` and :class:`HistoryPane`.
    """

    activated = Signal(object, object)
    revert_requested = Signal(object)
    revert_all_requested = Signal(object)
    jump_requested = Signal(int)
    counted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.changes = ChangesPane(self)
        self.steps = HistoryPane(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for heading, pane, share in ((UNSAVED, self.changes, 3), (STEPS, self.steps, 2)):
            title = plain_label(heading, "heading")
            space = theme.Space
            title.setContentsMargins(space.M, space.S, space.M, space.XS)
            column.addWidget(title)
            column.addWidget(hairline())
            column.addWidget(pane, share)
        self.changes.activated.connect(self.activated)
        self.changes.revert_requested.connect(self.revert_requested)
        self.changes.revert_all_requested.connect(self.revert_all_requested)
        self.changes.counted.connect(self.counted)
        self.steps.jump_requested.connect(self.jump_requested)

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Show the history of another document."""
        self.changes.set_bridge(bridge)
        self.steps.set_bridge(bridge)

    def focus_list(self) -> None:
        """Put the keyboard into what is unsaved, else into the steps."""
        if self.changes.changes:
            self.changes.focus_list()
        else:
            self.steps.focus_list()
