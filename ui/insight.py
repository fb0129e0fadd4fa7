"""The overview of the dataset: shown, printed, exported; its numbers lead into the list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from klimaeditor.clock import local_today
from klimaeditor.paths import plain_name
from ui import window_texts as texts
from ui.filewriting import write_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.ask import Ask
    from ui.bridge import DocumentBridge
    from ui.main_window import MainWindow
    from ui.overview.page import OverviewPage
    from ui.session import Session


class Insight(QObject):
    """Makes the page when it is first wanted."""

    def __init__(self, window: MainWindow, session: Session, ask: Ask) -> None:
        super().__init__(window)
        self._window, self._session, self._ask = window, session, ask
        self._page: OverviewPage | None = None

    @property
    def page(self) -> OverviewPage:
        """The page, made now where it was not."""
        if self._page is None:
            from ui.overview.page import OverviewPage  # noqa: PLC0415 - a start does without it

            self._page = OverviewPage(self._window, local_today)
            self._window.add_page(self._page)
            self._page.back_requested.connect(self.toggle)
            self._page.list_wanted.connect(self._show_list)
            self._page.pdf_requested.connect(self._save_pdf)
            self._page.png_requested.connect(self._save_png)
            self._page.print_requested.connect(self._print)
            self._page.set_bridge(self._session.bridge)
        return self._page

    def set_bridge(self, bridge: DocumentBridge | None) -> None:
        """Count another document, or none."""
        if self._page is not None:
            self._page.set_bridge(bridge)

    def toggle(self) -> None:
        """Show the overview, or go back to the measures."""
        if self._page is not None and self._page.isVisible():
            self._window.show_page(self._window.workspace)
            self._window.workspace.list.focus_list()
        else:
            self._window.show_page(self.page)
            self.page.focus_list()

    def _show_list(self, title: str, measures: tuple[int, ...]) -> None:
        """Show the measures behind a number in the list."""
        workspace = self._window.workspace
        self._window.show_page(workspace)
        workspace.list.show_only(title, measures)
        workspace.list.focus_list()

    def _save_pdf(self) -> None:
        from ui.overview.export import pdf_bytes  # noqa: PLC0415 - rarely needed

        overview = self.page.overview
        if overview is not None:
            name = self._session.name
            self._save(".pdf", texts.PDF_FILTER, lambda: pdf_bytes(overview, name, local_today()))

    def _save_png(self) -> None:
        from ui.overview.export import png_bytes  # noqa: PLC0415 - rarely needed

        overview = self.page.overview
        if overview is not None:
            name = self._session.name
            self._save(".png", texts.PNG_FILTER, lambda: png_bytes(overview, name, local_today()))

    def _save(self, suffix: str, filters: str, make: Callable[[], bytes]) -> None:
        document = self._session.document
        place = document.location.parent if document and document.location else Path.home()
        name = plain_name(f"{texts.OVERVIEW} {self._session.name}")
        start = place / f"{name}{suffix}"
        path = self._ask.save_file(texts.SAVE_OVERVIEW, start, filters)
        said = "" if path is None else write_file(path, suffix, make, self._ask)
        if said:
            self._session.said.emit(said)

    def _print(self) -> None:
        overview = self.page.overview
        if overview is not None:
            from ui.overview.export import print_on  # noqa: PLC0415 - rarely needed

            name = self._session.name
            self._ask.print_with(lambda printer: print_on(printer, overview, name, local_today()))
