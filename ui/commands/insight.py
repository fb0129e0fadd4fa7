"""The overview of the dataset: shown, printed, exported; its numbers lead into the list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from klimaeditor.clock import local_now, local_today
from klimaeditor.model.errors import KlimaError
from klimaeditor.paths import plain_name
from ui.session.exporting import write_file
from ui.widgets.common_words import XLSX_FILTER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from klimaeditor.reports.yearly_model import YearlyReport
    from ui.bridge import DocumentBridge
    from ui.overview.overview_page import OverviewPage
    from ui.overview.report_dialog import FormerChoice, ReportChoice
    from ui.questions import Ask
    from ui.session.session import Session
    from ui.shell.main_window import MainWindow


# --- words ---------------------------------------------------------------------------------------

OVERVIEW = "Übersicht"
SAVE_OVERVIEW = "Übersicht speichern"
REPORT = "Jahresbericht"
SAVE_REPORT = "Jahresbericht speichern"
PDF_FILTER = "PDF (*.pdf)"
PNG_FILTER = "Bild (*.png)"


# --- The overview of the dataset: shown, printed, exported; its numbers lead into the list -------


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
            from ui.overview.overview_page import OverviewPage  # noqa: PLC0415

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
        from ui.overview.export import pdf_bytes  # noqa: PLC0415

        overview = self.page.overview
        if overview is not None:
            name = self._session.name
            self._save(".pdf", PDF_FILTER, lambda: pdf_bytes(overview, name, local_today()))

    def _save_png(self) -> None:
        from ui.overview.export import png_bytes  # noqa: PLC0415

        overview = self.page.overview
        if overview is not None:
            name = self._session.name
            self._save(".png", PNG_FILTER, lambda: png_bytes(overview, name, local_today()))

    def _save(self, suffix: str, filters: str, make: Callable[[], bytes]) -> None:
        document = self._session.document
        place = document.location.parent if document and document.location else Path.home()
        name = plain_name(f"{OVERVIEW} {self._session.name}")
        start = place / f"{name}{suffix}"
        path = self._ask.save_file(SAVE_OVERVIEW, start, filters)
        said = "" if path is None else write_file(path, suffix, make, self._ask)
        if said:
            self._session.said.emit(said)

    def _print(self) -> None:
        overview = self.page.overview
        if overview is not None:
            from ui.overview.export import print_on  # noqa: PLC0415

            name = self._session.name
            self._ask.print_with(lambda printer: print_on(printer, overview, name, local_today()))


# --- The yearly report: asked for, made, written as PDF and workbook -----------------------------


class Reporting:
    """Makes reports about the open dataset, unsaved edits included."""

    def __init__(self, session: Session, ask: Ask) -> None:
        self._session, self._ask = session, ask

    def report(self, shown: Sequence[int]) -> None:
        """Ask what the report shall hold and where it goes; *shown* is what the list shows."""
        from ui.overview.report_dialog import Offer  # noqa: PLC0415
        from ui.overview.report_pdf import make_report  # noqa: PLC0415

        document = self._session.document
        if document is None:
            return
        total = len(document.dataset.measure_keys())
        offer = Offer(self._session.name, total, len(shown), self._formers())
        choice = self._ask.report(offer)
        if choice is None:
            return
        today = local_today()
        try:
            report = make_report(document, choice, shown, today)
        except KlimaError as error:
            self._ask.error(str(error))
            return
        self._write(report, choice)

    def _formers(self) -> list[FormerChoice]:
        """Return the backups as versions to compare with."""
        from ui.overview.report_dialog import FormerChoice  # noqa: PLC0415

        now = local_now()
        return [FormerChoice(b.path, b.label(now)) for b in self._session.backups()]

    def _write(self, report: YearlyReport, choice: ReportChoice) -> None:
        from ui.overview.report_pdf import pdf_bytes, workbook_bytes  # noqa: PLC0415

        now = local_now()
        wanted: list[tuple[str, str, Callable[[], bytes]]] = []
        if choice.pdf:
            wanted.append((".pdf", PDF_FILTER, lambda: pdf_bytes(report)))
        if choice.workbook:
            wanted.append((".xlsx", XLSX_FILTER, lambda: workbook_bytes(report, now)))
        for suffix, filters, make in wanted:
            name = plain_name(f"{REPORT} {choice.name}")
            start = Path.home() / f"{name}{suffix}"
            path = self._ask.save_file(SAVE_REPORT, start, filters)
            if path is None:
                return
            said = write_file(path, suffix, make, self._ask)
            if said:
                self._session.said.emit(said)
