"""The strip under the form: what to write in the current field and where the public sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from klimaeditor.catalogue import FIELDS
from ui import theme
from ui.form import form_texts
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from klimaeditor.catalogue import Field

_RESTYLED = frozenset({QEvent.Type.StyleChange, QEvent.Type.FontChange})


class HelpBar(QFrame):
    """Is as high as its longest text needs, so that nothing jumps when the focus moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "help")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.Space.XL, theme.Space.S, theme.Space.XL, theme.Space.S)
        layout.setSpacing(1)
        self._help = plain_label(form_texts.HELP_IDLE, "note", wrap=True)
        self._shown = plain_label("", "note", wrap=True)
        self._known: tuple[object, ...] = ()
        layout.addWidget(self._help)
        layout.addWidget(self._shown)
        layout.addStretch(1)
        self._layout = layout

    def show_field(self, field: Field) -> None:
        """Show the help of a field."""
        self._help.setText(_help(field))
        self._shown.setText(_shown(field))

    def text(self) -> str:
        """Return what is said about the field."""
        return self._help.text()

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave out what F1 tells as well where lines would be many."""
        self._shown.setVisible(not narrow)
        self._keep_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the longest text at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._keep_height()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for the longest text in the new letters."""
        super().changeEvent(event)
        if event.type() in _RESTYLED:
            self._keep_height()

    def _keep_height(self) -> None:
        if not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            return  # nobody has given it a width yet; for a chance one it would be far too high
        margins = self._layout.contentsMargins()
        width = self.width() - margins.left() - margins.right()
        self._help.ensurePolished()
        known = (width, self._shown.isHidden(), self._help.font().key())
        if known == self._known:  # Qt asks several times for each change
            return
        self._known = known
        height = _tallest(self._help, [_help(field) for field in FIELDS], width)
        if not self._shown.isHidden():
            height += 1 + _tallest(self._shown, [_shown(field) for field in FIELDS], width)
        self.setFixedHeight(height + margins.top() + margins.bottom() + 1)

    def minimumSizeHint(self) -> QSize:
        """Return that any width will do."""
        return QSize(0, self.minimumHeight())


def _help(field: Field) -> str:
    return f"{field.label} – {field.help}"


def _shown(field: Field) -> str:
    return form_texts.HELP_SHOWN.format(shown=field.shown)


def _tallest(label: QLabel, texts: list[str], width: int) -> int:
    label.ensurePolished()
    room = QRect(0, 0, max(width, 1), 10_000)
    metrics, wrap = label.fontMetrics(), Qt.TextFlag.TextWordWrap
    return max(metrics.boundingRect(room, wrap, text).height() for text in texts)
