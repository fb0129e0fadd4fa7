"""Where the start page stands; the page itself is made when somebody is about to see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.tab_way import lead_through

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from ui.pages.start import StartPage
    from ui.settings import RecentEntry


class StartPlace(QWidget):
    """Has the signals of :class:`ui.pages.start.StartPage` and hands on what that is told.

    A start that opens a dataset at once never makes the page.
    """

    open_folder_requested = Signal()
    open_workbook_requested = Signal()
    sample_requested = Signal()
    recent_requested = Signal(str)
    recent_removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: StartPage | None = None
        self._recent: Sequence[RecentEntry] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def set_recent(self, recent: Sequence[RecentEntry]) -> None:
        """Show what was used before, now or as soon as there is a page."""
        self._recent = recent
        if self._page is not None:
            self._page.set_recent(recent)

    def page(self) -> StartPage:
        """Return the page; it is made where it is still missing."""
        if self._page is None:
            self._page = self._make()
        return self._page

    def showEvent(self, event: QShowEvent) -> None:
        """Make the page as soon as it is certain that it stays in sight."""
        super().showEvent(event)
        if self._page is None:
            QTimer.singleShot(0, self, self._make_if_seen)

    def _make_if_seen(self) -> None:
        """Make the page and give it the keyboard: it comes first in the window."""
        if self._page is None and self.isVisible():
            self.page().way()[0].setFocus()

    def _make(self) -> StartPage:
        from ui.pages.start import StartPage  # noqa: PLC0415 - many starts never show it

        page = StartPage(self)
        page.open_folder_requested.connect(self.open_folder_requested)
        page.open_workbook_requested.connect(self.open_workbook_requested)
        page.sample_requested.connect(self.sample_requested)
        page.recent_requested.connect(self.recent_requested)
        page.recent_removed.connect(self.recent_removed)
        page.set_recent(self._recent)
        self._column.addWidget(page)
        page.show()  # a layout shows later, but the keyboard goes there now
        lead_through(page.way(), self)
        return page
