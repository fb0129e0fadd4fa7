"""One finding under its field: icon, word, sentence, and the button that repairs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from klimaeditor.checks.findings import Severity
from klimaeditor.texts import READ_ONLY
from ui import icons, theme
from ui.form import form_texts
from ui.widgets.labels import plain_label, safe_tip
from ui.widgets.words import calm, one_line

if TYPE_CHECKING:
    from klimaeditor.checks.findings import Finding

ICONS = {
    Severity.ERROR: "circle-x",
    Severity.WARNING: "triangle-alert",
    Severity.HINT: "info",
}
_LONGEST = 600  # longer sentences quote data, which stand in the field above
ROLES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "info"}


class FindingLine(QWidget):
    """Shows one finding; *fix_requested* carries it when its button is pressed."""

    fix_requested = Signal(object)

    def __init__(self, finding: Finding, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        self._label = label
        severity = finding.severity
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(theme.Space.S)
        mark = QLabel(self)
        icons.tint_label(mark, ICONS[severity], ROLES[severity])
        layout.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.Space.XS)
        layout.addLayout(column, 1)
        message = calm(finding.message)
        if len(message) > _LONGEST or "\n" in message:
            message = one_line(message, _LONGEST)
        text = f"{form_texts.SEVERITY[severity]}: {message}"
        sentence = plain_label(form_texts.unbroken(text), "finding", wrap=True)
        sentence.setProperty("tone", ROLES[severity])
        sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        column.addWidget(sentence)
        self._button = self._make_button()
        if self._button is not None:
            column.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignLeft)

    def set_read_only(self, *, read_only: bool) -> None:
        """Lock the button while nothing may be changed, and let it say why."""
        if self._button is not None:
            self._button.setEnabled(not read_only)
            self._button.setToolTip(safe_tip(READ_ONLY) if read_only else "")
            reason = READ_ONLY if read_only else self.finding.message
            self._button.setAccessibleDescription(reason)

    def _make_button(self) -> QPushButton | None:
        fix = self.finding.fix
        if fix is None or not (fix.edits or fix.removals):
            return None
        button = QPushButton(one_line(fix.label, 80).replace("&", "&&"), self)
        button.setProperty("role", "small")
        button.setAccessibleName(f"{fix.label}: {self._label}")
        button.setAccessibleDescription(self.finding.message)
        button.clicked.connect(lambda: self.fix_requested.emit(self.finding))
        return button
