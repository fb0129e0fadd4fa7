"""The preview beside the form: the public page of the measure, live while typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from klimaeditor.publish.page import page_of
from ui import theme
from ui.models.marks import status_mark
from ui.preview import texts
from ui.preview.cards import cards_of
from ui.preview.sheet import PageSheet
from ui.widgets.badge_label import BadgeLabel
from ui.widgets.beside import BesideLayout
from ui.widgets.empty import EmptyState
from ui.widgets.labels import hairline, plain_label

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from klimaeditor.publish.page import Page
    from ui.bridge import DocumentBridge


class PreviewPane(QFrame):
    """Shows a measure as visitors of the site would see it (WEB-05, SEC-03, SEC-04).

    *field_chosen* carries the catalogue name of the field that was clicked, and the entry of its
    list or None. Nothing is computed while the pane is not seen; no link is ever opened here.
    """

    field_chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(texts.PANE)
        self._bridge: DocumentBridge | None = None
        self._measure: int | None = None
        self._page: Page | None = None
        self._field = ""
        self._stale = False
        self._badge = BadgeLabel(self)
        self.sheet = PageSheet(self)
        self._empty = EmptyState(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.refresh)
        self.sheet.chosen.connect(self.field_chosen)
        self._lay_out()
        self._show_state()

    def _lay_out(self) -> None:
        body = QWidget(self)
        head = QVBoxLayout()
        space = theme.Space
        head.setContentsMargins(space.M, space.S, space.M, space.S)
        line = plain_label(texts.IN_LISTS, "muted", wrap=True)
        head.addLayout(BesideLayout(self._badge, line))
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hairline())
        column.addWidget(self.sheet, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(body)

    # --- what others ask of the pane -------------------------------------------------------

    def set_bridge(self, bridge: DocumentBridge | None) -> None:
        """Show another document; shows no measure until :meth:`show_measure`."""
        self._bridge = bridge
        self._measure = None
        self._page = None
        if bridge is not None:
            bridge.fields_changed.connect(self._on_fields)
            bridge.findings_changed.connect(self._on_findings)
            bridge.structure_changed.connect(self._renew)
        self._show_state()

    @property
    def measure(self) -> int | None:
        """The key of the measure shown."""
        return self._measure

    @property
    def page(self) -> Page | None:
        """What is shown, None where nothing is."""
        return self._page

    def show_measure(self, measure: int | None) -> None:
        """Show a measure from the top, or none."""
        if measure == self._measure:
            return
        self._measure = measure
        self._page = None
        self._field = ""
        self._stale = True
        if self.isVisible():
            self.refresh()

    def show_field(self, name: str) -> None:
        """Mark what the page shows of a field and scroll there; the keyboard stays where it is.

        Nothing happens for fields that the page does not print.
        """
        self._field = name
        if self._page is not None and not self._stale:
            self._mark_field()

    def focus_list(self) -> None:
        """Put the keyboard onto the page."""
        self.sheet.focus_stop()

    def refresh(self) -> None:
        """Show the measure as it is now."""
        self._timer.stop()
        self._stale = False
        bridge, measure = self._bridge, self._measure
        if bridge is None or measure not in bridge.document.dataset.measures:
            self._page = None
            self._show_state()
            return
        fresh = self._page is None
        document = bridge.document
        page = page_of(document.view(measure), document.findings.of(measure))
        if page != self._page:
            self._page = page
            mark = status_mark(page.status.status)
            self._badge.show_mark(mark.word, mark.icon, mark.tone)
            self.sheet.show_cards(cards_of(page))
        if fresh:
            self.sheet.to_top()
            self._mark_field()
        self._show_state()

    # --- what happens ----------------------------------------------------------------------

    def _on_fields(self, fields: frozenset[tuple[int, str]]) -> None:
        if any(measure == self._measure for measure, _ in fields):
            self._renew()

    def _on_findings(self, measures: frozenset[int]) -> None:
        if self._measure in measures:
            self._renew()

    def _renew(self) -> None:
        """Show the new state once for all that one edit tells, as soon as the pane is seen."""
        self._stale = True
        if self.isVisible():
            self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what has happened meanwhile."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _mark_field(self) -> None:
        item = self._page.item_for(self._field) if self._page and self._field else None
        self.sheet.mark(item.key if item else None)

    def _show_state(self) -> None:
        if self._page is not None:
            self._stack.setCurrentIndex(1)
            return
        if self._bridge is None:
            self._empty.show_state("eye", texts.NO_DATASET)
        else:
            self._empty.show_state("eye", texts.NO_MEASURE, hint=texts.NO_MEASURE_HINT)
        self._stack.setCurrentIndex(0)
