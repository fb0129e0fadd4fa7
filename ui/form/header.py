"""Head of the form: title, public status, category and id, how complete, that all is public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from klimaeditor.checks.engine import completeness
from klimaeditor.checks.statuswords import status_reason, status_word
from klimaeditor.checks.website import public_status
from ui import icons, theme
from ui.form import form_texts
from ui.status_look import status_icon, status_tone
from ui.widgets.badge_label import BadgeLabel
from ui.widgets.beside import BesideLayout
from ui.widgets.labels import ShortLabel, plain_label
from ui.widgets.words import one_line

if TYPE_CHECKING:
    from klimaeditor.dataset.records import MeasureView

_PART = 80  # so much of category and id stands before how complete the measure is


class FormHeader(QFrame):
    """Shows which measure the form edits and what the public sees of it.

    Title and category take two lines at most, whatever they hold: the form needs the room.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._title = ShortLabel(2, "title", self)
        self._badge = BadgeLabel(self)
        self._why = plain_label(role="muted", wrap=True)
        self._where = ShortLabel(2, "muted", self)
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._public = self._banner()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.Space.XL, theme.Space.M, theme.Space.XL, theme.Space.S)
        layout.setSpacing(theme.Space.XS)
        layout.addWidget(self._title)
        layout.addLayout(BesideLayout(self._badge, self._why))
        layout.addWidget(self._where)
        layout.addWidget(self._public)

    def _banner(self) -> QWidget:
        """Return the reminder that every field is public (WEB-12)."""
        banner = QWidget(self)
        globe = QLabel(banner)
        icons.tint_label(globe, "globe", "muted", 14)
        row = QHBoxLayout(banner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.Space.XS + 2)
        row.addWidget(globe, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(plain_label(form_texts.PUBLIC_BANNER, "muted", wrap=True), 1)
        return banner

    def title(self) -> str:
        """Return the title shown."""
        return self._title.text()

    def set_compact(self, *, compact: bool) -> None:
        """Keep to title and status where height is scarce, e.g. at 200 % (A11Y-11)."""
        for widget in (self._why, self._where, self._public):
            widget.setVisible(not compact)

    def show_view(self, view: MeasureView) -> None:
        """Show the head of a measure as it is now."""
        self._title.setText(view.title)
        result = public_status(view.progress)
        word = form_texts.PUBLIC_STATUS.format(status=status_word(result.status))
        tone = theme.Tone(status_tone(result.status))
        self._badge.show_mark(word, status_icon(result.status), tone)
        self._why.setText(status_reason(result))
        percent = int(completeness(view) * 100)
        complete = form_texts.COMPLETE.format(percent=percent)
        category = view.measure.get("category")
        named = one_line(str(category), _PART) if category else ""
        parts = (named, one_line(view.id, _PART), complete)
        self._where.setText(" · ".join(part for part in parts if part))
