"""Parts of the menu Datei: the workbook, the yearly report, and the public page on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from klimaeditor import excel, reports
from klimaeditor.clock import local_now, local_today
from klimaeditor.files import disk
from klimaeditor.files.file_words import os_reason
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.core_words import inflected, quoted, shortened
from klimaeditor.model.errors import KlimaError
from klimaeditor.paths import plain_name
from klimaeditor.policies import Default
from ui import overview, page
from ui.commands.groups import CommandGroup, command
from ui.dialogs.choices import (
    ExportScope,
    Messages,
    OverwriteQuestion,
    PrintQuestion,
    TargetQuestion,
    WriteQuestions,
)
from ui.session.background import run
from ui.shell.actions import Menu, Needs
from ui.widgets.common_words import PRODUCT, XLSX_FILTER
from ui.widgets.pickers import LOCKED_HERE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from klimaeditor.document import Document
    from klimaeditor.reports.word import WordOrder
    from klimaeditor.reports.yearly_model import YearlyReport
    from ui.overview.report_dialog import FormerChoice, Offer, ReportChoice
    from ui.overview.word_dialog import WordChoice, WordOffer
    from ui.page.page_paper import PrintedPage


# --- words ---------------------------------------------------------------------------------------

EXPORTING = "Die Excel-Datei wird geschrieben …"
EXPORT_TITLE = "Als Excel exportieren"
REPORT = "Jahresbericht"
SAVE_REPORT = "Jahresbericht speichern"
PDF_FILTER = "PDF (*.pdf)"
WORD_FILTER = "Word (*.docx)"
SAVE_WORD = "Als Word-Datei speichern"
SAVE_PAGE = "Öffentliche Seite als PDF speichern"


def written(name: str) -> str:
    """Return that a file has been written."""
    return f"{shortened(name)} geschrieben"


def not_written(name: str, reason: str) -> str:
    """Return that a file could not be written."""
    return f"{shortened(name)} wurde nicht geschrieben: {reason} Wählen Sie einen anderen Ort."


def exported(count: int, name: str) -> str:
    """Return the success of an export."""
    return f"{count} {inflected(count, 'Maßnahme', 'Maßnahmen')} nach {quoted(name)} exportiert."


# --- The commands --------------------------------------------------------------------------------

XLSX: Final = ".xlsx"
DOCX: Final = ".docx"


class ExportQuestions(Messages, OverwriteQuestion, TargetQuestion, Protocol):
    """What an export asks."""

    def export_scope(self, selected: int, filtered: int, total: int) -> ExportScope | None:
        """Ask which measures to export: these *selected* together, those shown, or all."""


class ReportQuestions(ExportQuestions, PrintQuestion, Protocol):
    """What exports and reports ask."""

    def report(self, offer: Offer) -> ReportChoice | None:
        """Ask what a yearly report shall hold; None where cancelled."""

    def word(self, offer: WordOffer) -> WordChoice | None:
        """Ask what goes into a Word file; None where cancelled."""


class ExportCommands(CommandGroup[ReportQuestions]):
    """Exports and reports are about the open dataset, unsaved edits included."""

    menu = Menu.FILE

    @command("export", "Als Excel e&xportieren…", "Ctrl+E", icon="file-spreadsheet", group=True)
    def export(self) -> None:
        """Ask which measures go into a workbook, and where to."""
        folder = self._session.start_folder() or Path.home()
        suggestion = folder / f"{plain_name(self._session.name) or PRODUCT}{XLSX}"
        shown = self._workspace.list.shown_keys()
        selected = self._workspace.list.selected_keys()
        done = export_workbook(self._document, suggestion, shown, self._ask, selected)
        if done:
            self._session.status_message.emit(done)

    @command("word", "Als Wo&rd-Datei…", icon="file-text", needs=Needs.MEASURE)
    def word(self) -> None:
        """Ask which measures go into a Word file, with which template, and where to."""
        template, locked = self._template()
        choice = self._ask.word(
            overview.word_dialog.WordOffer(self._sets_of_measures(), template, locked)
        )
        if choice is None:
            return
        try:
            order = self._word_order(self._session.name, choice.template)
        except KlimaError as error:
            self._ask.error(str(error))
            return
        measures, name = choice.measures, self._session.name
        title = name if len(measures) > 1 else self._document.view(measures[0]).title
        folder = self._session.start_folder() or Path.home()
        start = folder / f"{plain_name(title) or PRODUCT}{DOCX}"
        path = self._ask.save_file(SAVE_WORD, start, WORD_FILTER)
        if path is None:
            return
        dataset = self._document.dataset
        render = overview.report_word.measures_bytes
        done = write_file(path, DOCX, lambda: render(dataset, measures, order), self._ask)
        if done:
            self._session.status_message.emit(done)

    @command("report", "&Jahresbericht…", icon="file-text")
    def report(self) -> None:
        """Ask what the report shall hold and where it goes."""
        document, shown = self._document, self._workspace.list.shown_keys()
        total = len(document.dataset.measure_keys())
        offer = overview.report_dialog.Offer(
            self._session.name, total, len(shown), self._formers(), *self._template()
        )
        choice = self._ask.report(offer)
        if choice is None:
            return
        today = local_today()
        try:
            report = overview.report_pdf.make_report(document, choice, shown, today, self._groups())
            order = self._word_order(report.name, choice.template) if choice.word else None
        except KlimaError as error:
            self._ask.error(str(error))
            return
        self._write(report, choice, order)

    @command(
        "print_page",
        "Öffentliche Seite &drucken…",
        "Ctrl+P",
        icon="printer",
        needs=Needs.MEASURE,
        tip="Öffentliche Seite dieser Maßnahme drucken",
    )
    def print_page(self) -> None:
        """Print the public page of the measure in the form."""
        shown = self._printed_page()
        self._ask.print_with(lambda printer: page.page_paper.print_on(printer, shown))

    @command("page_pdf", "Öffentliche Seite als &PDF…", icon="file-text", needs=Needs.MEASURE)
    def save_page(self) -> None:
        """Save the public page of the measure in the form as a PDF."""
        shown = self._printed_page()
        folder = self._session.start_folder() or Path.home()
        start = folder / f"{plain_name(shown.title) or PRODUCT}.pdf"
        path = self._ask.save_file(SAVE_PAGE, start, PDF_FILTER)
        if path is None:
            return
        done = write_file(path, ".pdf", lambda: page.page_paper.pdf_bytes(shown), self._ask)
        if done:
            self._session.status_message.emit(done)

    def _printed_page(self) -> PrintedPage:
        measure = self._workspace.measure
        if measure is None:
            raise LookupError("no measure is shown")
        return page.page_paper.printed_page(
            self._document, measure, self._session.name, local_today()
        )

    def _groups(self) -> Mapping[str, str]:
        """Return the product groups that are noted about measures, by the measure's id."""
        notes = self._session.notes
        return {} if notes is None else notes.notebook.budget_keys

    def _formers(self) -> list[FormerChoice]:
        """Return the backups as versions to compare with."""
        now = local_now()
        return [
            overview.report_dialog.FormerChoice(b.path, b.label(now))
            for b in self._session.backups()
        ]

    def _sets_of_measures(self) -> list[tuple[str, Sequence[int]]]:
        """Return which measures can be chosen together: those selected, this one, shown, all."""
        words, listed = overview.word_dialog, self._workspace.list
        measure = self._workspace.measure
        if measure is None:
            raise LookupError("no measure is shown")
        every, shown = self._document.dataset.measure_keys(), listed.shown_keys()
        selected = listed.selected_keys()
        sets: list[tuple[str, Sequence[int]]] = []
        if len(selected) > 1:
            sets.append((words.selected_ones(len(selected)), selected))
        sets.append((words.this_one(self._document.view(measure).title), [measure]))
        if 0 < len(shown) < len(every):
            sets.append((words.shown_ones(len(shown)), shown))
        return [*sets, (words.every_one(len(every)), every)]

    def _template(self) -> tuple[Path | None, str]:
        """Return the template of Word files, and why no other can be chosen, "" where one can."""
        machine = load_machine_defaults()
        found = machine.value(Default.TEMPLATE, self._settings.template())
        locked = LOCKED_HERE if machine.is_locked(Default.TEMPLATE) else ""
        return (Path(found) if found else None), locked

    def _word_order(self, name: str, template: Path | None) -> WordOrder:
        """Return what a Word file is made with; the template is remembered. Raises WordError."""
        content = None if template is None else reports.wordfile.read_template(template)
        if template != self._template()[0]:
            self._settings.set_template("" if template is None else str(template))
        return reports.word.WordOrder(name, local_now(), content)

    def _write(self, report: YearlyReport, choice: ReportChoice, order: WordOrder | None) -> None:
        now = local_now()
        wanted: list[tuple[str, str, Callable[[], bytes]]] = []
        if choice.pdf:
            wanted.append((".pdf", PDF_FILTER, lambda: overview.report_pdf.pdf_bytes(report)))
        if choice.workbook:
            wanted.append(
                (".xlsx", XLSX_FILTER, lambda: overview.report_pdf.workbook_bytes(report, now))
            )
        if order is not None:
            render = overview.report_word.report_bytes
            wanted.append((DOCX, WORD_FILTER, lambda: render(report, order)))
        for suffix, filters, make in wanted:
            name = plain_name(f"{REPORT} {choice.name}")
            start = Path.home() / f"{name}{suffix}"
            path = self._ask.save_file(SAVE_REPORT, start, filters)
            if path is None:
                return
            said = write_file(path, suffix, make, self._ask)
            if said:
                self._session.status_message.emit(said)


# --- A workbook: which measures, where to, and what came of it -----------------------------------


def export_workbook(
    document: Document,
    suggestion: Path,
    shown: Sequence[int],
    ask: ExportQuestions,
    selected: Sequence[int] = (),
) -> str:
    """Ask what and where, and write; returns what was done, "" where nothing was.

    *shown* are the measures the list shows, *selected* those selected there, *suggestion* is the
    file to begin with.
    """
    every = document.dataset.measure_keys()
    measures: Sequence[int] = every
    if len(shown) != len(every) or len(selected) > 1:
        scope = ask.export_scope(len(selected), len(shown), len(every))
        if scope is None:
            return ""
        of_scope = {ExportScope.SELECTED: selected, ExportScope.FILTERED: shown}
        measures = of_scope.get(scope, every)
    target = ask_target(ask, suggestion)
    return "" if target is None else _write(document, target, measures, ask)


def ask_target(ask: ExportQuestions, suggestion: Path) -> Path | None:
    """Ask for a workbook to write; one without the ending gets it, and is not replaced unasked."""
    target = ask.save_file(EXPORT_TITLE, suggestion, XLSX_FILTER)
    if target is None or target.suffix.lower() == XLSX:
        return target
    target = target.with_name(f"{target.name}{XLSX}")
    return None if target.exists() and not ask.overwrite(target) else target


def _write(document: Document, target: Path, measures: Sequence[int], ask: Messages) -> str:
    try:
        done = run(lambda: excel.write.export(document.dataset, target, list(measures)), EXPORTING)
    except KlimaError as error:
        ask.error(str(error))
        return ""
    for notice in done.notices:
        ask.info(notice)
    return exported(len(measures), target.name)


# --- Write one file that the user has named, whole or not at all ---------------------------------


def write_file(path: Path, suffix: str, make: Callable[[], bytes], ask: WriteQuestions) -> str:
    """Write what *make* returns; returns what was done, "" where it could not, which was told.

    A name without *suffix* gets it, and what is there then is not replaced unasked.
    """
    if path.suffix.lower() != suffix:
        path = path.with_name(f"{path.name}{suffix}")
        if path.exists() and not ask.overwrite(path):
            return ""
    try:
        disk.write_whole(path, make())
    except OSError as error:
        ask.error(not_written(path.name, os_reason(error)))
        return ""
    except KlimaError as error:
        ask.error(str(error))
        return ""
    return written(path.name)
