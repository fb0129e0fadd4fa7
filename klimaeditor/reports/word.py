"""Measures and the yearly report as Word files: what stands in them, in which order.

A measure is told as the public page tells it, without the raw data that repeat it in English. The
report says what the PDF says. Pictures come from whoever can paint.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.numbers import format_amount
from klimaeditor.checks.statuswords import status_word
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.publicpage import PagePart
from klimaeditor.reports import report_words
from klimaeditor.reports.figures import ChartId
from klimaeditor.reports.wordfile import WordFile, WordInfo
from klimaeditor.reports.yearly import one_line, progress_of, with_unit
from klimaeditor.site.page import page_of
from klimaeditor.site.page_model import ItemRole
from klimaeditor.site.visible_text import shows_nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from klimaeditor.model.records import Dataset, MeasureView
    from klimaeditor.reports.yearly_model import Measure, Progress, YearlyReport
    from klimaeditor.site.page_model import PageItem, PageSection, PublicPage


# --- words ---------------------------------------------------------------------------------------

SELECTION: Final = "Klimaschutzmaßnahmen"
OF_DATASET: Final = "{name}, Stand {day}"
ENTRY, CONTENT = "Angabe", "Inhalt"
DAY, VALUE = "Datum", "Wert"
PART, NUMBER, NOTE = "Bezeichnung", "Anzahl", "Anmerkung"
KIND, SUM = "Art des Betrags", "Summe"
MEASURE, WHAT = "Maßnahme", "Was geschehen ist"
FIELD, BEFORE, AFTER = "Feld", "Vorher", "Nachher"
MEASURES: Final = "Maßnahmen"
CATEGORY: Final = "Kategorie"
PROGRESS_OF: Final = "Fortschritt der Maßnahme {title}, ein Stand je Zeile"
FACTS_OF: Final = "{part} der Maßnahme {title}"
KEY_FACTS: Final = "Auf einen Blick"
NEWS_TABLE: Final = "Neuigkeiten, eine je Zeile"
CHANGES_TABLE: Final = "Geänderte Angaben, eine je Zeile"
COSTS_TABLE: Final = "Beträge nach ihrer Art"
CHART: Final = "Diagramm: {label}. {values}."
STAND: Final = "{day}: {value}"


# --- what is asked for ---------------------------------------------------------------------------

_SHORT: Final = 160
_LEFT_OUT: Final = frozenset({PagePart.RAW, PagePart.ASK, PagePart.TAKE_PART})
_SLASHED: Final = re.compile(r"\d\d/\d\d/\d{4}")


def no_picture(_progress: Progress) -> None:
    """Return no picture of a progress: the table says the same."""


@dataclass(frozen=True, slots=True)
class WordOrder:
    """*name* is the dataset's, *created* an aware time; *template* comes from read_template.

    *paint* returns the chart of a progress as PNG, None where there is nothing to draw.
    """

    name: str
    created: datetime
    template: bytes | None = None
    paint: Callable[[Progress], bytes | None] = no_picture

    def about(self, title: str, subject: str) -> WordInfo:
        """Return what the properties of the file say."""
        return WordInfo(title, subject, self.created, self.template)


# --- measures, as the public page tells them -----------------------------------------------------


def measures_file(dataset: Dataset, measures: Sequence[int], order: WordOrder) -> bytes:
    """Return a Word file of these measures; the title of one is that of the file."""
    views = [dataset.view(key) for key in measures]
    line = OF_DATASET.format(name=order.name, day=report_words.day(order.created.date()))
    if len(views) == 1:
        file = WordFile(order.about(views[0].title, line))
        file.subtitle(line)
        _page(file, views[0], 1, order)
        return file.content()
    file = WordFile(order.about(SELECTION, line))
    file.subtitle(line)
    file.contents(report_words.CONTENTS, 1)
    for view in views:
        file.heading(view.title, 1, new_page=True)
        _page(file, view, 2, order)
    return file.content()


def _page(file: WordFile, view: MeasureView, level: int, order: WordOrder) -> None:
    """Write the public page of a measure, its sections as headings of *level*."""
    page = page_of(view)
    title = one_line(view.title)
    last: list[PageSection] = []
    for section in page.sections:
        if section.part in _LEFT_OUT:
            continue
        if section.part is PagePart.HEAD:
            _head(file, view, page, section, level)
            _progress(file, title, progress_of(view), level, order)
        elif section.part is PagePart.LINKS:
            last.append(section)
        else:
            _section(file, section, title, level)
    for section in last:
        file.heading(section.title, level)
        for item in section.items:
            file.link(item.text, item.target)


def _head(
    file: WordFile, view: MeasureView, page: PublicPage, section: PageSection, level: int
) -> None:
    for item in section.items:
        if item.role is ItemRole.TEXT and item.field == "summary":
            file.text(item.text)
    category = next((i.text for i in section.items if i.role is ItemRole.TAG), "")
    rows = [
        (CATEGORY, category),
        (report_words.STATUS, status_word(page.status.status, view.site.words)),
    ]
    file.heading(KEY_FACTS, level)
    what = FACTS_OF.format(part=KEY_FACTS, title=one_line(view.title))
    file.table(what, (ENTRY, CONTENT), [row for row in rows if row[1]], (1, 2))


def _section(file: WordFile, section: PageSection, title: str, level: int) -> None:
    """Write a section: short answers as rows of a table, long ones under headings."""
    shown = [item for item in section.items if not shows_nothing(item.text)]
    if not shown:
        return
    file.heading(section.title, level)
    what = FACTS_OF.format(part=section.title, title=title)
    below = level + 1
    for group in _groups(shown):
        if isinstance(group, list):
            rows = [(item.label or item.field_label, item.text) for item in group]
            file.table(what, (ENTRY, CONTENT), rows, (1, 2))
        elif group.role is ItemRole.HEADING:
            file.heading(group.text, level + 1)
            below = level + 2
        else:
            _long(file, group, below)


def _groups(items: Sequence[PageItem]) -> Iterator[list[PageItem] | PageItem]:
    """Yield runs of short rows together, and everything else alone."""
    run: list[PageItem] = []
    for item in items:
        if item.role is ItemRole.ROW and len(item.text) <= _SHORT and "\n" not in item.text:
            run.append(item)
            continue
        if run:
            yield run
            run = []
        yield item
    if run:
        yield run


def _long(file: WordFile, item: PageItem, level: int) -> None:
    label = item.label or item.field_label
    if item.note and item.role is ItemRole.STEP:
        day = item.note.replace("/", ".") if _SLASHED.fullmatch(item.note) else item.note
        label = f"{label} ({day})"
    if label:
        file.heading(label, level)
    file.text(item.text)


def _progress(file: WordFile, title: str, progress: Progress, level: int, order: WordOrder) -> None:
    """Write the stands of a measure as a table, with its picture where there is one."""
    if not progress.stands:
        return
    file.heading(progress.label or report_words.PROGRESS, level)
    rows = [
        (report_words.day(stand.day) if stand.day else stand.written, stand.text)
        for stand in progress.stands
    ]
    chart = order.paint(progress)
    if chart is not None:
        values = "; ".join(STAND.format(day=day, value=value) for day, value in rows)
        label = progress.label or title
        file.picture(chart, CHART.format(label=label, values=values))
    around = ((report_words.START, progress.start), (report_words.GOAL, progress.goal))
    ends = [
        word.format(value=with_unit(value, progress.unit))
        for word, value in around
        if value is not None
    ]
    file.text("; ".join(ends))
    file.table(PROGRESS_OF.format(title=quoted(title)), (DAY, VALUE), rows, (1, 2))


# --- the yearly report ---------------------------------------------------------------------------


def report_file(report: YearlyReport, order: WordOrder) -> bytes:
    """Return the yearly report as a Word file."""
    name = f"{report_words.TITLE} – {report.name}" if report.name else report_words.TITLE
    day = report_words.as_of(report.day)
    file = WordFile(order.about(name, f"{report_words.SUBTITLE}, {day}"))
    scope = report_words.scope(len(report.measures), report.total)
    file.subtitle(f"{report_words.SUBTITLE}, {day}")
    file.text(f"{scope}\n{report_words.site_facts(report.site_version)}")
    file.contents(report_words.CONTENTS, 2)
    _overview(file, report)
    _costs(file, report)
    _budget(file, report)
    _news(file, report)
    file.heading(MEASURES, 1, new_page=True)
    for category, own in report.by_category().items():
        file.heading(category, 2)
        for measure in own:
            _measure(file, measure, order)
    return file.content()


def _overview(file: WordFile, report: YearlyReport) -> None:
    file.heading(report_words.OVERVIEW, 1, new_page=True)
    figures = [(figure.label, figure.value) for figure in report.overview.figures]
    right = frozenset({1})
    file.table(report_words.OVERVIEW, (PART, NUMBER), figures, (3, 1), right)
    for chart in report.overview.charts:
        if chart.id is ChartId.COSTS:  # a chapter of its own
            continue
        rows = []
        for bar in chart.bars:
            parts = [segment for segment in bar.segments if segment.label != bar.label]
            note = "; ".join(f"{segment.label}: {segment.amount}" for segment in parts)
            rows.append((bar.label, str(bar.amount), note or bar.note))
        if not rows:
            continue
        file.heading(chart.title, 2)
        if any(row[2] for row in rows):
            file.table(chart.title, (PART, NUMBER, NOTE), rows, (3, 1, 4), right)
        else:
            short = [row[:2] for row in rows]
            file.table(chart.title, (PART, NUMBER), short, (3, 1), right)


def _costs(file: WordFile, report: YearlyReport) -> None:
    file.heading(report_words.COSTS, 1)
    file.text(report_words.COSTS_LINE)
    rows = [
        (
            kind.label,
            str(kind.measures),
            _euro(kind.total),
            kind.note,
        )
        for kind in report.cost_kinds
    ]
    header = (KIND, MEASURES, SUM, NOTE)
    file.table(COSTS_TABLE, header, rows, (6, 5, 6, 7), frozenset({1, 2}))


def _budget(file: WordFile, report: YearlyReport) -> None:
    """Write the amounts by product group where some measure names one."""
    if not report.cost_groups:
        return
    file.heading(report_words.BUDGET, 2)
    file.text(report_words.BUDGET_LINE)
    rows = [
        (g.label, str(g.measures or ""), _euro(g.single), _euro(g.once), _euro(g.yearly))
        for g in report.cost_groups
    ]
    header = (report_words.PRODUCT_GROUP, MEASURES, *report_words.BUDGET_COLUMNS)
    file.table(report_words.BUDGET, header, rows, (6, 5, 6, 6, 6), frozenset({1, 2, 3, 4}))


def _news(file: WordFile, report: YearlyReport) -> None:
    file.heading(report_words.changes_since(report.since), 1)
    told = report.with_news
    if told:
        file.text(
            report_words.news_summary(len(told), len(report.measures), report.since, report.day)
        )
        rows = [
            (report_words.day(news.day), measure.title, report_words.told(news.kind, news.text))
            for measure in told
            for news in measure.news
        ]
        file.table(NEWS_TABLE, (DAY, MEASURE, WHAT), rows, (2, 3, 6))
    else:
        file.text(report_words.NO_NEWS)
    file.text(report_words.left_out(report.future, report.undated))
    former = report.former
    if former is None:
        return
    file.heading(report_words.DATA_CHANGES.format(label=former.label), 2)
    file.text(former.sentence if former.changes else report_words.NO_CHANGES)
    if former.changes:
        changed = [(c.title, c.label, c.before, c.after) for c in former.changes]
        file.table(CHANGES_TABLE, (MEASURE, FIELD, BEFORE, AFTER), changed, (3, 3, 4, 4))


def _measure(file: WordFile, measure: Measure, order: WordOrder) -> None:
    file.heading(measure.title, 3)
    file.text(measure.summary)
    status = measure.status_word
    if measure.status_reason:
        reason = measure.status_reason
        status = report_words.STATUS_WITH_REASON.format(word=status, reason=reason)
    rows = [
        (report_words.STATUS, status),
        (report_words.RESPONSIBLE, measure.responsible or report_words.NOT_GIVEN),
        (report_words.INVOLVED, measure.involved),
        (report_words.COST, measure.cost.sentence),
        (report_words.PRODUCT_GROUP, measure.group),
        (report_words.UNTIL, measure.until_text or report_words.NOT_GIVEN),
        (report_words.LAST_NEWS, _day(measure.last_news)),
        (report_words.MISSING, ", ".join(measure.missing)),
    ]
    what = FACTS_OF.format(part=KEY_FACTS, title=measure.title)
    file.table(what, (ENTRY, CONTENT), [row for row in rows if row[1]], (1, 2))
    _progress(file, measure.title, measure.progress, 4, order)
    state = measure.state
    when = report_words.day(state.day) if state.day else state.written
    heading = report_words.STATE_OF.format(day=when) if when else report_words.STATE
    file.heading(heading, 4)
    if state.verdict:
        file.text(report_words.VERDICT.format(verdict=state.verdict))
    file.text(state.text or report_words.NO_STATE)


def _euro(amount: float | None) -> str:
    return "" if amount is None else report_words.ONCE.format(amount=format_amount(amount))


def _day(day: date | None) -> str:
    return report_words.day(day) if day else report_words.NEVER
