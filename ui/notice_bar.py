"""Remarks about what was opened: they stay above the panes until they are put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from ui import icons, theme
from ui import window_texts as texts
from ui.announce import announce
from ui.form.editors.growing_text import GrowingText

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINES = 5


class NoticeBar(QFrame):
    """Shows sentences below each other, so that none is lost and nothing interrupts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notices")
        self._first: tuple[str, ...] = ()
        mark = QLabel(self)
        icons.tint_label(mark, "info", "info")
        self._text = GrowingText(self, least=1, most=_LINES)
        self._text.setReadOnly(True)
        self._text.setAccessibleName(texts.NOTICES)
        self._close = QToolButton(self)
        self._close.setToolTip(texts.HIDE_NOTICES)
        self._close.setAccessibleName(texts.HIDE_NOTICES)
        self._close.clicked.connect(self.hide)
        icons.tint(self._close, "x")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.Space.M, theme.Space.XS, theme.Space.S, theme.Space.XS)
        layout.setSpacing(theme.Space.S)
        layout.addWidget(mark)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def text(self) -> str:
        """Return what is shown."""
        return self._text.text()

    def add_notices(self, sentences: Sequence[str]) -> None:
        """Show *sentences* below what is shown; what is there already is not said twice."""
        shown = [] if self.isHidden() else self.text().splitlines()
        fresh = [sentence for sentence in sentences if sentence not in shown]
        if fresh:
            self._text.show_text("\n".join([*shown, *fresh]))
            self.show()
            announce(self, " ".join(fresh))

    def drop_added(self) -> None:
        """Put away what was added, because it is settled; what was shown at first stays."""
        if not self.isHidden():
            self._text.show_text("\n".join(self._first))
            self.setVisible(bool(self._first))

    def show_notices(self, sentences: Sequence[str]) -> None:
        """Show *sentences*, or nothing where there are none."""
        self._first = tuple(sentences)
        self._text.show_text("\n".join(sentences))
        self.setVisible(bool(sentences))
        announce(self, " ".join(sentences))
