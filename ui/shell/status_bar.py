"""The status bar: place, findings (clickable), messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStatusBar, QWidget

from klimaeditor.model.core_words import counted
from klimaeditor.model.findings import Severity
from ui import theme
from ui.theme import icons
from ui.widgets.announce import announce
from ui.widgets.common_words import JUDGING
from ui.widgets.labels import ShortLabel
from ui.widgets.layouts import settle_layout

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ui.bridge import DocumentBridge


# --- words ---------------------------------------------------------------------------------------

SHOW_FINDINGS = "Befunde des ganzen Datensatzes zeigen (F8)"


def place(number: int, total: int, shown: int) -> str:
    """Return e.g. "Maßnahme 58 von 68 · 11 angezeigt"."""
    first = f"Maßnahme {number} von {total}" if number else f"{total} Maßnahmen"
    return first if shown == total else f"{first} · {shown} angezeigt"


def short_place(number: int, total: int) -> str:
    """Return e.g. "5 von 21", where the list is folded away."""
    return f"{number} von {total}" if number else ""


def count_errors(count: int) -> str:
    """Return the number of errors in words."""
    return "Keine Fehler" if count == 0 else f"{count} Fehler"


def count_warnings(count: int) -> str:
    """Return the number of warnings in words."""
    if count == 0:
        return "Keine Warnungen"
    return counted(count, "Warnung", "Warnungen")


def count_hints(count: int) -> str:
    """Return the number of hints in words."""
    if count == 0:
        return "Keine Hinweise"
    return counted(count, "Hinweis", "Hinweise")


_MOST_MESSAGE: Final = 300  # px at 100 % that a message gets before anything else does
_MESSAGE_MS: Final = 8000
_HEIGHT: Final = 26


class StatusBar(QStatusBar):
    """Says at a glance where the user is and what is open. *findings_requested* on a click.

    Nothing is cut: where large letters leave too little room, what matters least goes.
    """

    findings_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._place = self._label()
        self._errors = self._button(Severity.ERROR)
        self._warnings = self._button(Severity.WARNING)
        self._hints = self._button(Severity.HINT)
        self._message = ShortLabel(1, "status", self)
        self._message.setMinimumWidth(1)
        self._message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._fade = QTimer(self, singleShot=True, interval=_MESSAGE_MS)
        self._fade.timeout.connect(self._forget)
        self._wanted: set[QWidget] = set()
        self._first = (self._place, self._errors, self._warnings, self._hints)
        self._line = QWidget(self)  # Qt would leave room above and below, and targets be too low
        row = QHBoxLayout(self._line)
        row.setContentsMargins(theme.Space.XS, 0, theme.Space.XS, 0)
        row.setSpacing(theme.Space.S)
        for widget in self._first:
            row.addWidget(widget)
        row.addWidget(self._message, 1)
        self.clear()

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", "status")
        label.setMinimumWidth(1)  # large letters must not widen the window (A11Y-13)
        return label

    def _button(self, severity: Severity) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("role", "flat")
        button.setToolTip(SHOW_FINDINGS)
        button.clicked.connect(lambda: self.findings_requested.emit(severity))
        return button

    def restyle(self) -> None:
        """Draw the icons in the colours of the current theme, and keep the height of the design."""
        self.setFixedHeight(theme.current().px(_HEIGHT))
        self._draw(self._errors, "circle-x", "error")
        self._draw(self._warnings, "triangle-alert", "warning")
        self._draw(self._hints, "info", "info")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._line.setGeometry(self.rect().adjusted(0, 1, 0, 0))
        self._fit()

    def _want(self, widget: QWidget) -> None:
        """Show a widget from now on, where there is room for it."""
        self._wanted.add(widget)
        self._fit()

    def _fit(self) -> None:
        """Leave out what there is no room for; a message comes before times and shares."""
        said = self._message.sizeHint().width() if self._message.text() else 0
        room = self.width() - min(said, theme.current().px(_MOST_MESSAGE))
        shown = set(self._wanted)
        for least in (self._hints, self._place, self._warnings):
            if sum(widget.sizeHint().width() + theme.Space.S for widget in shown) > room:
                shown.discard(least)
        for widget in self._first:
            widget.setVisible(widget in shown)

    def _forget(self) -> None:
        self._message.setText("")
        self._fit()

    @staticmethod
    def _draw(button: QPushButton, icon: str, role: str) -> None:
        """Draw the icon of a count; nothing found is good news, and not counted yet is none."""
        none = button.property("none")
        shown, colour = ("circle-check", "good") if none else (icon, role)
        if button.accessibleName() == JUDGING:
            shown, colour = "clock", "muted"
        button.setIcon(icons.icon(shown, theme.current().color(colour).name()))

    def clear(self) -> None:
        """Show that no document is open."""
        self._wanted.clear()
        self._place.clear()
        self._forget()

    def say(self, text: str) -> None:
        """Show a line for some seconds, and have it read out (A11Y-17)."""
        self._message.setText(text)
        self._fit()
        self._fade.start()
        announce(self, text)

    def message(self) -> str:
        """Return the line that is shown for some seconds."""
        return self._message.text()

    def show_place(self, bridge: DocumentBridge, measure: int | None, shown: int) -> None:
        """Show which of how many measures is in the form, and how many the list shows."""
        keys = bridge.document.dataset.measure_keys()
        number = keys.index(measure) + 1 if measure in keys else 0
        text = place(number, len(keys), shown)
        if text != self._place.text():
            self._place.setText(text)
            self._want(self._place)
            settle_layout()  # before it is painted, as 9 and 10 are not of one width

    def show_findings(self, bridge: DocumentBridge) -> None:
        """Show errors, warnings and hints of the whole dataset, as soon as all are known."""
        if not bridge.document.findings.is_complete:
            self._show_judging()
            return
        counts = bridge.document.findings.counts()
        errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
        hints = counts[Severity.HINT]
        for button, count, words in (
            (self._errors, errors, count_errors(errors)),
            (self._warnings, warnings, count_warnings(warnings)),
            (self._hints, hints, count_hints(hints)),
        ):
            button.setProperty("none", count == 0)
            button.setText(f" {words}")  # Qt leaves hardly any room behind an icon
            button.setAccessibleName(words)
            self._wanted.add(button)
        self.restyle()

    def _show_judging(self) -> None:
        """Say that the numbers are still to come: one that grows would be taken for the last."""
        self._errors.setProperty("none", False)
        self._errors.setText(f" {JUDGING}")
        self._errors.setAccessibleName(JUDGING)
        self._wanted -= {self._warnings, self._hints}
        self._wanted.add(self._errors)
        self.restyle()

    def findings_shown(self) -> str:
        """Return the words about errors and warnings."""
        return f"{self._errors.text()}{self._warnings.text()}".strip()
