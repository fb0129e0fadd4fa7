"""The status bar: place, findings (clickable), how complete, unsaved work, last save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStatusBar, QWidget

from klimaeditor.checks.findings import Severity
from ui import icons, theme
from ui import window_texts as texts

if TYPE_CHECKING:
    from ui.bridge import DocumentBridge


class StatusBar(QStatusBar):
    """Says at a glance where the user is and what is open. *findings_requested* on a click."""

    findings_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._place = self._label()
        self._errors = self._button()
        self._warnings = self._button()
        self._unsaved = self._label()
        self._saved = self._label()
        for widget in (self._place, self._errors, self._warnings):
            self.addWidget(widget)
        for widget in (self._unsaved, self._saved):
            self.addPermanentWidget(widget)
        self.clear()

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", "status")
        return label

    def _button(self) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("role", "flat")
        button.setToolTip(texts.SHOW_FINDINGS)
        button.clicked.connect(self.findings_requested)
        return button

    def restyle(self) -> None:
        """Draw the icons in the colours of the current theme."""
        tokens = theme.current()
        self._errors.setIcon(icons.icon("circle-x", tokens.error))
        self._warnings.setIcon(icons.icon("triangle-alert", tokens.warning))

    def clear(self) -> None:
        """Show that no document is open."""
        for widget in (self._place, self._errors, self._warnings, self._unsaved, self._saved):
            widget.hide()

    def show_place(self, bridge: DocumentBridge, measure: int | None, shown: int) -> None:
        """Show which of how many measures is in the form, and how many the list shows."""
        keys = bridge.document.dataset.measure_keys()
        number = keys.index(measure) + 1 if measure in keys else 0
        self._place.setText(texts.place(number, len(keys), shown))
        self._place.show()

    def show_findings(self, bridge: DocumentBridge) -> None:
        """Show the number of errors and warnings of the whole dataset."""
        counts = bridge.document.findings.counts()
        self._errors.setText(texts.count_errors(counts[Severity.ERROR]))
        self._warnings.setText(texts.count_warnings(counts[Severity.WARNING]))
        self._errors.show()
        self._warnings.show()

    def show_unsaved(self, bridge: DocumentBridge) -> None:
        """Show whether there is unsaved work."""
        self._unsaved.setText(texts.ALL_SAVED if bridge.is_clean else texts.UNSAVED)
        self._unsaved.show()

    def show_saved_now(self, bridge: DocumentBridge) -> None:
        """Show the time and place of the save that has just been verified."""
        time = QLocale().toString(QDateTime.currentDateTime(), "HH:mm")
        self._saved.setText(texts.saved_at(time))
        self._saved.setToolTip(str(bridge.document.location or ""))
        self._saved.show()
