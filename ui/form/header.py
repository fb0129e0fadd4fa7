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
from ui.widgets.labels import plain_label, set_role

if TYPE_CHECKING:
    from klimaeditor.dataset.records import MeasureView


class FormHeader(QFrame):
    """Shows which measure the form edits and what the public sees of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._title = plain_label(role="title", wrap=True)
        self._badge_icon = QLabel(self)
        self._badge = plain_label(role="badge")
        self._why = plain_label(role="muted", wrap=True)
        self._where = plain_label(role="muted", wrap=True)
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._public = plain_label(role="muted", wrap=True)
        self._public.setText(form_texts.PUBLIC_BANNER)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.Space.XL, theme.Space.M, theme.Space.XL, theme.Space.S)
        layout.setSpacing(theme.Space.XS)
        layout.addWidget(self._title)
        layout.addLayout(self._row(self._badge_icon, self._badge, self._why))
        layout.addWidget(self._where)
        self._globe = QLabel(self)
        icons.tint_label(self._globe, "globe", "muted")
        layout.addLayout(self._row(self._globe, self._public))

    def _row(self, *widgets: QLabel) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.Space.XS + 2)
        for widget in widgets[:-1]:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(widgets[-1], 1)
        return row

    def set_compact(self, *, compact: bool) -> None:
        """Keep to title and status where height is scarce, e.g. at 200 % (A11Y-11)."""
        for label in (self._why, self._where, self._globe, self._public):
            label.setVisible(not compact)

    def show_view(self, view: MeasureView) -> None:
        """Show the head of a measure as it is now."""
        self._title.setText(view.title)
        result = public_status(view.progress)
        tone = status_tone(result.status)
        icons.tint_label(self._badge_icon, status_icon(result.status), tone)
        set_role(self._badge, "tone", tone)
        self._badge.setText(form_texts.PUBLIC_STATUS.format(status=status_word(result.status)))
        self._why.setText(status_reason(result))
        percent = round(completeness(view) * 100)
        complete = form_texts.COMPLETE.format(percent=percent)
        category = view.measure.get("category")
        parts = (str(category) if category else "", view.id, complete)
        self._where.setText(" · ".join(part for part in parts if part))

