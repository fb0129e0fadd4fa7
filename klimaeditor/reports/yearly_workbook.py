"""The report as tables of a workbook: real numbers and days, nothing added up that must not be."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.excel.handout import PlainTable, TableChart, TableColumn, WorkbookInfo
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.reports import report_words, yearly
from klimaeditor.reports.figures import ChartId
from klimaeditor.reports.overview import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from klimaeditor.excel.layout import CellValue
    from klimaeditor.reports.yearly_model import Measure, YearlyReport


# --- words ---------------------------------------------------------------------------------------

SUBJECT: Final = "Jahresbericht zu den Klimaschutzmaßnahmen"
MEASURES_SHEET: Final = "Maßnahmen"


# --- sheets ------------------------------------------------------------------------------------

HEADERS: Final[Mapping[str, tuple[str, int]]] = MappingProxyType(
    {
        "part": ("Abschnitt", 34),
        "row": ("Zeile", 44),
        "what": ("Bezeichnung", 34),
        "count": ("Anzahl", 12),
        "unit": ("Einheit", 14),
        "total": ("Summe", 20),
        "note": ("Anmerkung", 60),
        "title": ("Maßnahme", 44),
        "id": ("Kennung", 26),
        "category": ("Kategorie", 28),
        "status": ("Öffentlicher Status", 20),
        "reason": ("Grund des Status", 40),
        "summary": ("Zusammenfassung", 60),
        "responsible": ("Zuständig", 34),
        "involved": ("Beteiligt", 34),
        "budget": (report_words.PRODUCT_GROUP, 40),
        "until": ("Geplant bis", 13),
        "until_note": ("Geplant bis, Wortlaut", 24),
        "amount": ("Betrag", 20),
        "kind": ("Art des Betrags", 26),
        "single": ("Einzelner Betrag", 20),
        "once": ("Gemeinsamer Betrag, einmal gezählt", 22),
        "yearly": ("Betrag pro Jahr", 20),
        "open": ("Nicht zu summieren", 20),
        "due": ("Bis zum Jahr", 16),
        "group": ("Gruppe gemeinsamer Beträge", 16),
        "shared": ("Gemeinsam mit", 50),
        "state_day": ("Sachstand vom", 15),
        "state": ("Sachstand", 70),
        "verdict": ("Bewertung", 24),
        "stand_day": ("Letzter Stand vom", 15),
        "stand": ("Letzter Stand", 24),
        "news": ("Letzte Neuigkeit", 15),
        "missing_count": ("Fehlende Angaben", 13),
        "missing": ("Was noch fehlt", 50),
        "day": ("Datum", 13),
        "written": ("Datum, wie eingetragen", 22),
        "value": ("Wert", 14),
        "text": ("Stand in Worten", 30),
        "value_unit": ("Einheit", 14),
        "label": ("Beschriftung", 40),
        "start": ("Startwert", 13),
        "goal": ("Zielwert", 13),
        "change": ("Art der Änderung", 24),
        "field": ("Feld", 40),
        "before": ("Vorher", 60),
        "after": ("Nachher oder neu", 60),
    }
)
COSTS_BY_YEAR: Final = "Kosten nach Jahr"
NO_YEAR: Final = "ohne Jahr"
FIGURES: Final = "Kennzahlen"
SHOWN: Final = "Umfang des Berichts"
CHANGE_NEWS: Final = "Neuigkeit: {kind}"
CHANGE_DATA: Final = "Geänderte Angabe"
CHANGE_NOTE: Final = "Hinweis"

_AMOUNTS: Final = ("total", "amount", "single", "once", "yearly", "open")
_DAYS: Final = ("state_day", "stand_day", "news", "day")
_NUMBERS: Final = ("count", "missing_count", "group", "value", "start", "goal")
_KINDS: Final = {
    **dict.fromkeys(_AMOUNTS, Kind.AMOUNT),
    **dict.fromkeys(_DAYS, Kind.DATE),
    **dict.fromkeys(_NUMBERS, Kind.NUMBER),
    "until": Kind.YEAR,
}
_SUM_COLUMNS: Final[Mapping[str, str]] = {
    yearly.SINGLE: "single",
    yearly.SHARED: "once",
    yearly.YEARLY: "yearly",
}
_MOST_NAMES: Final = 20
OVERVIEW: Final = ("part", "row", "what", "count", "unit", "total", "note")
COSTS: Final = ("title", "id", "category", "amount", "kind", "single", "once", "yearly", "open",
                "group", "shared", "until")  # fmt: skip
GROUPS: Final = ("budget", "count", "single", "once", "yearly")
YEARS: Final = ("due", "single", "once", "yearly")
MEASURES: Final = ("title", "id", "category", "status", "reason", "responsible", "involved",
                   "amount", "kind", "until", "until_note", "state_day", "state", "verdict",
                   "stand_day", "stand", "news", "missing_count", "missing", "summary")  # fmt: skip
PROGRESS: Final = ("title", "id", "category", "day", "written", "value", "value_unit", "text",
                   "label", "start", "goal")  # fmt: skip
CHANGES: Final = ("title", "id", "day", "change", "field", "before", "after")

Row = dict[str, "CellValue"]


def about(report: YearlyReport, created: datetime) -> WorkbookInfo:
    """Return the properties of the workbook; *created* is an aware time."""
    title = f"{report_words.TITLE} – {report.name}" if report.name else report_words.TITLE
    return WorkbookInfo(title, f"{SUBJECT}, {report_words.as_of(report.day)}", created)


def tables_of(report: YearlyReport) -> tuple[PlainTable, ...]:
    """Return the sheets of the report; one by product group where some measure names one."""
    since = report_words.changes_since(report.since)
    return (
        _with_charts(_table(report_words.OVERVIEW, OVERVIEW, _overview(report), frozen=2)),
        _table(report_words.COSTS, _with_group(COSTS, report), _costs(report)),
        _years(report),
        *_groups(report),
        _table(
            MEASURES_SHEET,
            _with_group(MEASURES, report),
            (_measure(measure) for measure in report.measures),
        ),
        _table(report_words.PROGRESS, PROGRESS, _progress(report)),
        _table(since, CHANGES, _changes(report)),
    )


def _with_group(names: tuple[str, ...], report: YearlyReport) -> tuple[str, ...]:
    """Return columns with that of the product group where some measure names one."""
    return (*names, "budget") if report.cost_groups else names


def _groups(report: YearlyReport) -> Iterator[PlainTable]:
    """Yield the amounts by product group with a chart; kinds are never added up."""
    found = report.cost_groups
    if not found:
        return
    rows: list[Row] = [
        {
            "budget": group.label,
            "count": group.measures or None,
            "single": _number(group.single),
            "once": _number(group.once),
            "yearly": _number(group.yearly),
        }
        for group in found
    ]
    title = report_words.BUDGET
    chart = TableChart(title, 0, (2, 3, 4), 0, len(rows) - 1)
    yield replace(_table(title, GROUPS, iter(rows)), charts=(chart,))


def _years(report: YearlyReport) -> PlainTable:
    """Return the amounts by year with a chart; kinds stand side by side and are never added up."""
    found = yearly.costs_by_year(report.measures)
    rows: list[Row] = [
        {
            "due": NO_YEAR if cost.year is None else str(cost.year),
            "single": _number(cost.single),
            "once": _number(cost.once),
            "yearly": _number(cost.yearly),
        }
        for cost in found
    ]
    table = _table(COSTS_BY_YEAR, YEARS, iter(rows))
    chart = TableChart(COSTS_BY_YEAR, 0, (1, 2, 3), 0, len(rows) - 1)
    return replace(table, charts=(chart,) if rows else ())


def _with_charts(table: PlainTable) -> PlainTable:
    """Return the overview with a chart of the status of all, and of how old the news are."""
    part, row, what, count = (OVERVIEW.index(name) for name in ("part", "row", "what", "count"))
    charts = []
    for chart, names, first_bar in ((ChartId.STATUS, what, True), (ChartId.NEWS, row, False)):
        title = TITLES[chart]
        places = [n for n, cells in enumerate(table.rows) if cells[part] == title]
        if first_bar:
            places = [n for n in places if table.rows[n][row] == table.rows[places[0]][row]]
        if places:
            name = f"{title}: {table.rows[places[0]][row]}" if first_bar else title
            charts.append(TableChart(name, names, (count,), places[0], places[-1]))
    return replace(table, charts=tuple(charts))


def _table(title: str, names: tuple[str, ...], rows: Iterator[Row], frozen: int = 1) -> PlainTable:
    columns = tuple(TableColumn(*HEADERS[name], _KINDS.get(name, Kind.LONG_TEXT)) for name in names)
    cells = tuple(tuple(_filled(row.get(name)) for name in names) for row in rows)
    return PlainTable(title, columns, cells, frozen)


def _filled(value: CellValue) -> CellValue:
    return None if value == "" else value


def _overview(report: YearlyReport) -> Iterator[Row]:
    scope = report_words.scope(len(report.measures), report.total)
    yield {"part": SHOWN, "row": report_words.as_of(report.day), "note": scope}
    yield {"part": SHOWN, "row": report_words.site_facts(report.site_version)}
    for figure in report.overview.figures:
        count = len(figure.measures)
        unit = MEASURES_SHEET
        yield {"part": FIGURES, "row": figure.label, "count": count, "unit": unit}
    kinds = {kind.kind: kind for kind in report.cost_kinds}
    for chart in report.overview.charts:
        for bar in chart.bars:
            row: Row = {"part": chart.title, "row": bar.label, "unit": chart.unit, "note": bar.note}
            found = kinds.get(bar.key) if chart.id == yearly.CHART else None
            if found is not None:
                row |= {"count": found.measures, "total": found.total}
                yield row
                continue
            for segment in bar.segments:
                what = "" if segment.label == bar.label else segment.label
                yield row | {"what": what, "count": segment.amount}
            if not bar.segments:
                yield row | {"count": 0}


def _costs(report: YearlyReport) -> Iterator[Row]:
    counted = {id(cost) for cost in yearly.counted_once(m.cost for m in report.measures)}
    for measure in report.measures:
        yield _cost(measure, counted=id(measure.cost) in counted)


def _cost(measure: Measure, *, counted: bool) -> Row:
    cost = measure.cost
    row: Row = {
        **_named(measure),
        "amount": _number(cost.amount),
        "kind": cost.label,
        "budget": measure.group,
        "group": cost.group,
        "shared": report_words.shared_with(cost.shared_with, _MOST_NAMES)
        if cost.shared_with
        else "",
        "until": measure.until,
    }
    if counted and cost.amount:
        row[_SUM_COLUMNS.get(cost.kind, "open")] = _number(cost.amount)
    return row


def _measure(measure: Measure) -> Row:
    stands = [stand for stand in measure.progress.stands if stand.day is not None]
    last = stands[-1] if stands else None
    return {
        **_named(measure),
        "status": measure.status_word,
        "reason": measure.status_reason,
        "responsible": measure.responsible,
        "budget": measure.group,
        "involved": measure.involved,
        "amount": _number(measure.cost.amount),
        "kind": measure.cost.label,
        "until": measure.until,
        "until_note": "" if measure.until is not None else measure.until_text,
        "state_day": measure.state.day,
        "state": measure.state.text,
        "verdict": measure.state.verdict,
        "stand_day": last.day if last else None,
        "stand": last.text if last else "",
        "news": measure.last_news,
        "missing_count": len(measure.missing),
        "missing": ", ".join(measure.missing),
        "summary": measure.summary,
    }


def _progress(report: YearlyReport) -> Iterator[Row]:
    for measure in report.measures:
        progress = measure.progress
        for stand in progress.stands:
            yield {
                **_named(measure),
                "day": stand.day,
                "written": stand.written,
                "value": _number(stand.height),
                "value_unit": progress.unit,
                "text": stand.text,
                "label": progress.label,
                "start": _number(progress.start),
                "goal": _number(progress.goal),
            }


def _changes(report: YearlyReport) -> Iterator[Row]:
    for measure in report.measures:
        for news in measure.news:
            kind = report_words.NEWS_KINDS[news.kind]
            yield {
                **_named(measure),
                "day": news.day,
                "change": CHANGE_NEWS.format(kind=kind),
                "field": kind,
                "after": news.text,
            }
    note = report_words.left_out(report.future, report.undated)
    if note:
        yield {"title": CHANGE_NOTE, "change": CHANGE_NOTE, "after": note}
    for change in report.former.changes if report.former else ():
        yield {
            "title": change.title,
            "id": change.id,
            "change": CHANGE_DATA,
            "field": change.label,
            "before": change.before,
            "after": change.after,
        }


def _named(measure: Measure) -> Row:
    return {"title": measure.title, "id": measure.id, "category": measure.category}


def _number(value: float | None) -> CellValue:
    """Return a whole number without its ``.0``; Excel knows no number beyond 1e307."""
    if value is None or abs(value) > 1e307:
        return None
    return int(value) if value == int(value) and abs(value) < 1e15 else value
