"""The yearly report: asked for, made, written as PDF and workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.clock import local_now, local_today
from klimaeditor.errors import KlimaError
from klimaeditor.paths import plain_name
from ui import window_texts as texts
from ui.filewriting import write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from klimaeditor.publish.yearly import Report
    from ui.ask import Ask
    from ui.report.dialog import FormerChoice, ReportChoice
    from ui.session import Session


class Reporting:
    """Makes reports about the open dataset, unsaved edits included."""

    def __init__(self, session: Session, ask: Ask) -> None:
        self._session, self._ask = session, ask

    def report(self, shown: Sequence[int]) -> None:
        """Ask what the report shall hold and where it goes; *shown* is what the list shows."""
        from ui.report.dialog import Offer  # noqa: PLC0415 - rarely needed
        from ui.report.making import make_report  # noqa: PLC0415 - as above

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
        from ui.report.dialog import FormerChoice  # noqa: PLC0415 - as above

        now = local_now()
        return [FormerChoice(b.path, b.label(now)) for b in self._session.backups()]

    def _write(self, report: Report, choice: ReportChoice) -> None:
        from ui.report.making import workbook_bytes  # noqa: PLC0415 - as above
        from ui.report.pdf import pdf_bytes  # noqa: PLC0415 - as above

        now = local_now()
        wanted: list[tuple[str, str, Callable[[], bytes]]] = []
        if choice.pdf:
            wanted.append((".pdf", texts.PDF_FILTER, lambda: pdf_bytes(report)))
        if choice.workbook:
            wanted.append((".xlsx", texts.XLSX_FILTER, lambda: workbook_bytes(report, now)))
        for suffix, filters, make in wanted:
            name = plain_name(f"{texts.REPORT} {choice.name}")
            start = Path.home() / f"{name}{suffix}"
            path = self._ask.save_file(texts.SAVE_REPORT, start, filters)
            if path is None:
                return
            said = write_file(path, suffix, make, self._ask)
            if said:
                self._session.said.emit(said)
