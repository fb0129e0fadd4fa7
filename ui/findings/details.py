"""The selected finding in full, with real buttons for what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ui import icons, theme
from ui.findings import texts
from ui.models.marks import severity_mark
from ui.widgets.badge_label import BadgeLabel
from ui.widgets.beside import BesideLayout
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import plain_label
from ui.widgets.message_area import MessageArea

if TYPE_CHECKING:
    from ui.models.findings import Entry

_LINES = 6


class FindingDetails(QFrame):
    """Tells *go_clicked*, *fix_clicked* and *fix_all_clicked* for the entry shown."""

    go_clicked = Signal()
    fix_clicked = Signal()
    fix_all_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(texts.DETAILS)
        self._severity = BadgeLabel(self)
        self._place = plain_label(role="field", wrap=True)
        self._title = plain_label(role="muted", wrap=True)
        self._message = MessageArea(_LINES, self)
        self._locked = plain_label(texts.LOCKED, "note", wrap=True)
        self._fix = self._button("primary", "", texts.FIX_TIP, self.fix_clicked)
        self._go = self._button("", texts.GO_TO_FIELD, texts.GO_TO_FIELD_TIP, self.go_clicked)
        self._all = self._button("", "", texts.FIX_ALL_TIP, self.fix_all_clicked)
        icons.tint(self._go, "arrow-right")
        self._lay_out()

    def show_entry(self, entry: Entry | None, automatic: int, *, with_title: bool) -> None:
        """Show a finding, or ask to choose one; *automatic* fixes of its rule can be done at once.

        *with_title* names the measure too.
        """
        for widget in (self._severity, self._place, self._go):
            widget.setVisible(entry is not None)
        self._title.setVisible(entry is not None and with_title)
        self._fix.setVisible(entry is not None and bool(entry.fix_label))
        offered = entry is not None and automatic > 1 and bool(entry.fix_label)
        self._all.setVisible(offered and entry is not None and _is_automatic(entry))
        self._locked.setVisible(entry is not None and entry.locked and bool(entry.finding.fix))
        if entry is None:
            self._message.set_text(texts.CHOOSE)
            return
        mark = severity_mark(entry.finding.severity)
        self._severity.show_mark(mark.word, mark.icon, mark.tone)
        self._place.setText(entry.place)
        self._title.setText(entry.title)
        self._message.set_text(entry.finding.message)
        self._fix.setText(entry.fix_label.replace("&", "&&"))
        self._all.setText(texts.FIX_ALL.format(count=automatic))
        self._go.setEnabled(entry.finding.measure is not None)

    def _button(self, role: str, text: str, tip: str, signal: SignalInstance) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        if role:
            button.setProperty("role", role)
        button.clicked.connect(signal)
        return button

    def _lay_out(self) -> None:
        space = theme.Space
        head = BesideLayout(self._severity, self._place)
        buttons = FlowLayout(spacing=space.S)
        for button in (self._fix, self._go, self._all):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.M, space.M, space.M, space.M)
        column.setSpacing(space.S)
        column.addLayout(head)
        column.addWidget(self._title)
        column.addWidget(self._message)
        column.addWidget(self._locked)
        column.addLayout(buttons)


def _is_automatic(entry: Entry) -> bool:
    return entry.finding.fix is not None and entry.finding.fix.automatic
