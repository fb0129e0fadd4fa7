"""The way from a foreign file to proposals: pages, buttons, and nothing modal of its own.

Nothing is applied here. *proposed* carries the ``merge.proposals.Returned`` for the review.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from klimaeditor.checks.links import propose_title
from klimaeditor.exchange import cityreport, importing, matching, newmeasures, tables
from klimaeditor.exchange.columns import CATEGORY
from klimaeditor.model.core_words import quoted
from klimaeditor.model.records import category_names
from ui import theme
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.exchange.import_pages import ColumnsPage, DayEdit, NewIn, RecordsPage, RecordWords
from ui.widgets.labels import plain_label, set_role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from klimaeditor.exchange.cityreport import CityReport
    from klimaeditor.exchange.columns import Memory
    from klimaeditor.exchange.importing import Recognition
    from klimaeditor.exchange.proposals import Returned
    from klimaeditor.model.records import Dataset
    from ui.dialogs.choices import Wait

    Add = Callable[[Sequence[newmeasures.NewMeasure]], Sequence[int]]
    T = TypeVar("T")


# --- words ---------------------------------------------------------------------------------------

BACK: Final = "&Zurück"
NEXT: Final = "&Weiter"
REVIEW: Final = "&Vorschläge prüfen"
CANCEL: Final = "Abbrechen"

MATCHING: Final = "Die Maßnahmen werden gesucht …"
PROPOSING: Final = "Die Vorschläge werden zusammengestellt …"
TABLE_TITLE: Final = "Rückläufe einlesen"
REPORT_TITLE: Final = "Rückläufe einlesen"
STEP_COLUMNS: Final = "Schritt 1 von 2: Spalten zuordnen"
STEP_RECORDS: Final = "Schritt 2 von 2: Maßnahmen zuordnen"
STEP_SHEETS: Final = "Maßnahmen zuordnen"
ABOUT_COLUMNS: Final = (
    "Welche Spalte gehört in welches Feld? Spalten ohne Feld werden nicht übernommen. Die "
    "Auswahl öffnen Sie mit der Eingabetaste oder F4."
)
ABOUT_RECORDS: Final = (
    "Zu welcher Maßnahme gehört jede Zeile? Prüfen Sie vor allem, was unsicher ist. Nichts wird "
    "übernommen, bevor Sie die Vorschläge geprüft haben."
)
ABOUT_SHEETS: Final = (
    "Zu welcher Maßnahme gehört jedes Blatt? Prüfen Sie vor allem, was unsicher ist. Nichts wird "
    "übernommen, bevor Sie die Vorschläge geprüft haben."
)
RECORDS_NAME: Final = "Zeilen der Datei und ihre Maßnahmen"
RECORD_HEADERS: Final = ("Zeile", "Titel in der Datei", "Maßnahme", "Zuordnung")
SHEETS_NAME: Final = "Blätter der Datei und ihre Maßnahmen"
SHEET_HEADERS: Final = ("Blatt", "Titel in der Datei", "Maßnahme", "Zuordnung")
NEEDS_RECORD: Final = "Keiner Zeile ist eine Maßnahme zugeordnet."
NEEDS_SHEET: Final = "Keinem Blatt ist eine Maßnahme zugeordnet."


def row_place(number: int) -> str:
    """Return the name of a row."""
    return f"Zeile {number}"


def from_file(name: str) -> str:
    """Return the line that names the file."""
    return f"Aus {quoted(name)}"


_WIDTH, _HEIGHT = 980, 660
_COLUMNS, _RECORDS = 0, 1


def at_once(work: Callable[[], T], _sentence: str) -> T | None:
    """Do work here and now."""
    return work()


class StepFrame(DialogFrame):
    """What all have: file name, step, sentence, the pages, and what is still missing."""

    def __init__(self, title: str, name: str, parent: QWidget | None) -> None:
        super().__init__(title, parent, width=640)
        self.body.addWidget(plain_label(from_file(name), role="muted", wrap=True))
        self._step = plain_label(role="heading")
        self._about = plain_label(wrap=True)
        self._pages = QStackedWidget(self)
        self._pages.setProperty("role", "panel")
        self._missing = plain_label(wrap=True)
        set_role(self._missing, "tone", "warning")
        for widget in (self._step, self._about):
            self.body.addWidget(widget)
        self.body.addWidget(self._pages, 1)
        self.body.addWidget(self._missing)
        fit_screen(self, _WIDTH, _HEIGHT)

    def _explain(self, step: str, about: str) -> None:
        self._step.setText(step)
        self._about.setText(about)
        self.setAccessibleDescription(f"{step}. {about}")

    def _say_missing(self, sentence: str) -> bool:
        """Show what is missing; return whether nothing is."""
        self._missing.setText(sentence)
        self._missing.setVisible(bool(sentence))
        return not sentence


class _Wizard(StepFrame):
    """What leads to proposals."""

    proposed = Signal(object)

    records: RecordsPage

    def __init__(self, title: str, name: str, dataset: Dataset, parent: QWidget | None) -> None:
        super().__init__(title, name, parent)
        self._dataset = dataset
        self._add: Add | None = None
        self.returned: Returned | None = None
        """What was proposed; None until then, and after leaving."""

    def offer_new(self, add: Add) -> None:
        """Offer new measures for rows or sheets; *add* adds them and returns their keys."""
        self._add = add

        def own(place: int) -> NewIn | None:
            found = newmeasures.known_category(self._dataset, self._category_of(place))
            return NewIn(*found) if found is not None else None

        known = category_names(self._dataset).items()
        self.records.offer_new([NewIn(key, name) for key, name in known], own)

    def _category_of(self, place: int) -> str:
        """Return the category that a row or sheet names, as it is spelt there."""
        raise NotImplementedError

    def _make_new(self) -> bool:
        """Add the new measures that were asked for; False where that was not possible."""
        records = self.records
        if not records.new or self._add is None:
            return True
        wanted = [match for match in records.matches if match.place in records.new]
        new = [
            newmeasures.NewMeasure(propose_title(match.title), *records.new[match.place])
            for match in wanted
        ]
        keys = self._add(new)
        titles = [self._dataset.view(key).title for key in keys]
        places = (match.place for match in wanted)
        records.made(dict(zip(places, zip(keys, titles, strict=True), strict=True)) if keys else {})
        return bool(keys)

    def _finish(self, returned: Returned) -> None:
        self.returned = returned
        self.proposed.emit(returned)
        self.accept()


class TableWizard(_Wizard):
    """Columns, then rows of any table."""

    def __init__(
        self,
        dataset: Dataset,
        found: Recognition,
        memory: Memory | None = None,
        parent: QWidget | None = None,
        wait: Wait = at_once,
    ) -> None:
        """Take a recognised file with tables and what is remembered of their columns."""
        super().__init__(TABLE_TITLE, found.name, dataset, parent)
        self._found, self._wait = found, wait
        self._memory = memory
        self._names = matching.Names(dataset)
        self.columns = ColumnsPage(found, memory, self)
        words = RecordWords(RECORDS_NAME, RECORD_HEADERS, row_place)
        self.records = RecordsPage(self._names.titles, words, self)
        self._pages.addWidget(self.columns)
        self._pages.addWidget(self.records)
        self._matched_for: object = None
        self.back = self.add_side_button(BACK, lambda: self._go(_COLUMNS))
        self.next = self.add_button(NEXT, self._forward, primary=True, default=True)
        self.add_button(CANCEL, self.reject)
        self.columns.changed.connect(self._judge)
        self.records.changed.connect(self._judge)
        self._go(_COLUMNS)

    def _category_of(self, number: int) -> str:
        """Return the category that a row names, as it is spelt there."""
        places = {match.field: match.column.place for match in self.columns.matches}
        row = next(row for row in self.columns.table.rows if row.number == number)
        return row.text(places[CATEGORY]) if CATEGORY in places else ""

    def _go(self, page: int) -> None:
        """Show a page; rows are matched anew only where the columns are others.

        Who gives up waiting for that stays where he is.
        """
        wanted = (self.columns.table, self.columns.matches)
        if page == _RECORDS and self._matched_for != wanted:
            found = self._wait(lambda: tables.match_rows(self._names, *wanted), MATCHING)
            if found is None:
                return
            self._matched_for = wanted
            self.records.show_matches(found)
        self._pages.setCurrentIndex(page)
        self.back.setEnabled(page == _RECORDS)
        self.next.setText(REVIEW if page == _RECORDS else NEXT)
        if page == _COLUMNS:
            self._explain(STEP_COLUMNS, ABOUT_COLUMNS)
        else:
            self._explain(STEP_RECORDS, ABOUT_RECORDS)
        shown = self.columns if page == _COLUMNS else self.records
        shown.list.setFocus()
        self._judge()

    def _judge(self) -> None:
        if self._pages.currentIndex() == _COLUMNS:
            missing = self.columns.hint()
        else:
            missing = "" if self.records.is_any() else NEEDS_RECORD
        self.next.setEnabled(self._say_missing(missing))

    def _forward(self) -> None:
        if self._pages.currentIndex() == _COLUMNS:
            self._go(_RECORDS)
            return
        self.columns.remember()
        page = self.columns
        if not self._make_new():
            return
        matches = self.records.matches
        source, raw, columns = self._found.source, page.table, page.matches
        dataset, found = self._dataset, self._found

        def propose() -> Returned:
            own = tables.propose(dataset, source, raw, columns, matches)
            return importing.with_other_tables(dataset, found, own, raw, page.columns_of)

        returned = self._wait(propose, PROPOSING)
        if returned is not None:
            self._finish(returned)


class ReportWizard(_Wizard):
    """The sheets of a yearly report, and the day it speaks of (MRG-08)."""

    def __init__(
        self,
        dataset: Dataset,
        found: Recognition,
        report: CityReport,
        parent: QWidget | None = None,
        wait: Wait = at_once,
    ) -> None:
        """Take a recognised file and the report in it."""
        super().__init__(REPORT_TITLE, found.name, dataset, parent)
        self._found, self._report, self._wait = found, report, wait
        names = matching.Names(dataset, matching.Basis.STATE_TITLE)
        words = RecordWords(SHEETS_NAME, SHEET_HEADERS, self._sheet, sheets=True)
        self.records = RecordsPage(names.titles, words, self)
        per_sheet = any(entry.day is not None for entry in report.entries)
        self.day = DayEdit(report.day, per_sheet=per_sheet, parent=self)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.M)
        column.addWidget(self.day)
        column.addWidget(self.records, 1)
        self._pages.addWidget(page)
        self.next = self.add_button(REVIEW, self._forward, primary=True, default=True)
        self.add_button(CANCEL, self.reject)
        self._explain(STEP_SHEETS, ABOUT_SHEETS)
        matches = wait(lambda: cityreport.match_entries(names, report), MATCHING)
        self.gave_up = matches is None
        """Whether nobody wanted to wait until it can be shown."""
        self.records.show_matches(matches or ())
        self.day.changed.connect(self._judge)
        self.records.changed.connect(self._judge)
        self._judge()
        self.records.list.setFocus()

    def _category_of(self, _place: int) -> str:
        return self._found.name.rpartition(".")[0].replace("_", " ")

    def _sheet(self, place: int) -> str:
        return self._report.entries[place].sheet

    def _judge(self) -> None:
        complete = self._say_missing("" if self.records.is_any() else NEEDS_SHEET)
        self.next.setEnabled(complete and self.day.is_valid())

    def _forward(self) -> None:
        given = self.day.day()
        found = self._report.day
        untouched = given == (found.iso if found is not None else None)
        day = None if untouched else given or ""
        if not self._make_new():
            return
        matches, report = self.records.matches, self._report
        returned = self._wait(
            lambda: cityreport.propose(self._dataset, self._found.source, report, matches, day),
            PROPOSING,
        )
        if returned is not None:
            self._finish(returned)


def wizard_for(
    dataset: Dataset,
    found: Recognition,
    memory: Memory | None = None,
    parent: QWidget | None = None,
    wait: Wait = at_once,
) -> TableWizard | ReportWizard | None:
    """Return the wizard for a recognised file.

    None where there is nothing to match in it, or where nobody wants to wait for it.
    """
    if found.report is not None:
        wizard = ReportWizard(dataset, found, found.report, parent, wait)
        if wizard.gave_up:
            wizard.deleteLater()
            return None
        return wizard
    return TableWizard(dataset, found, memory, parent, wait) if found.tables else None
