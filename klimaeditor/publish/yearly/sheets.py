"""The report as tables of a workbook: real numbers and days, nothing added up that must not be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import Kind
from klimaeditor.excel.yearbook import About, Table, TableColumn
from klimaeditor.publish.yearly import costs, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from klimaeditor.excel.projection import CellValue
    from klimaeditor.publish.yearly.model import Measure, Report

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
    costs.SINGLE: "single",
    costs.SHARED: "once",
    costs.YEARLY: "yearly",
}
_MOST_NAMES: Final = 20
OVERVIEW: Final = ("part", "row", "what", "count", "unit", "total", "note")
COSTS: Final = ("title", "id", "category", "amount", "kind", "single", "once", "yearly", "open",
                "group", "shared", "until")  # fmt: skip
MEASURES: Final = ("title", "id", "category", "status", "reason", "responsible", "involved",
                   "amount", "kind", "until", "until_note", "state_day", "state", "verdict",
                   "stand_day", "stand", "news", "missing_count", "missing", "summary")  # fmt: skip
PROGRESS: Final = ("title", "id", "category", "day", "written", "value", "value_unit", "text",
                   "label", "start", "goal")  # fmt: skip
CHANGES: Final = ("title", "id", "day", "change", "field", "before", "after")

Row = dict[str, "CellValue"]


def about(report: Report, created: datetime) -> About:
    """Return the properties of the workbook; *created* is an aware time."""
    title = f"{texts.TITLE} – {report.name}" if report.name else texts.TITLE
    return About(title, f"{texts.SUBJECT}, {texts.as_of(report.day)}", created)


def tables_of(report: Report) -> tuple[Table, ...]:
    """Return the five sheets of the report."""
    since = texts.SHEET_CHANGES.format(day=texts.day(report.since))
    return (
        _table(texts.OVERVIEW, OVERVIEW, _overview(report), frozen=2),
        _table(texts.COSTS, COSTS, _costs(report)),
        _table(texts.MEASURES, MEASURES, (_measure(measure) for measure in report.measures)),
        _table(texts.PROGRESS, PROGRESS, _progress(report)),
        _table(since, CHANGES, _changes(report)),
    )


def _table(title: str, names: tuple[str, ...], rows: Iterator[Row], frozen: int = 1) -> Table:
    columns = tuple(
        TableColumn(*texts.HEADERS[name], _KINDS.get(name, Kind.LONG_TEXT)) for name in names
    )
    cells = tuple(tuple(_filled(row.get(name)) for name in names) for row in rows)
    return Table(title, columns, cells, frozen)


def _filled(value: CellValue) -> CellValue:
    return None if value == "" else value


def _overview(report: Report) -> Iterator[Row]:
    scope = texts.scope(len(report.measures), report.total)
    yield {"part": texts.SHOWN, "row": texts.as_of(report.day), "note": scope}
    for figure in report.overview.figures:
        count = len(figure.measures)
        unit = texts.MEASURES
        yield {"part": texts.FIGURES, "row": figure.label, "count": count, "unit": unit}
    kinds = {kind.kind: kind for kind in report.cost_kinds}
    for chart in report.overview.charts:
        for bar in chart.bars:
            row: Row = {"part": chart.title, "row": bar.label, "unit": chart.unit, "note": bar.note}
            found = kinds.get(bar.key) if chart.id == costs.CHART else None
            if found is not None:
                row |= {"count": found.measures, "total": found.total}
                yield row
                continue
            for segment in bar.segments:
                what = "" if segment.label == bar.label else segment.label
                yield row | {"what": what, "count": segment.amount}
            if not bar.segments:
                yield row | {"count": 0}


def _costs(report: Report) -> Iterator[Row]:
    counted = {id(cost) for cost in costs.counted_once(m.cost for m in report.measures)}
    for measure in report.measures:
        yield _cost(measure, counted=id(measure.cost) in counted)


def _cost(measure: Measure, *, counted: bool) -> Row:
    cost = measure.cost
    row: Row = {
        **_named(measure),
        "amount": _number(cost.amount),
        "kind": cost.label,
        "group": cost.group,
        "shared": texts.shared_with(cost.shared_with, _MOST_NAMES) if cost.shared_with else "",
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


def _progress(report: Report) -> Iterator[Row]:
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


def _changes(report: Report) -> Iterator[Row]:
    for measure in report.measures:
        for news in measure.news:
            kind = texts.NEWS_KINDS[news.kind]
            yield {
                **_named(measure),
                "day": news.day,
                "change": texts.CHANGE_NEWS.format(kind=kind),
                "field": kind,
                "after": news.text,
            }
    note = texts.left_out(report.future, report.undated)
    if note:
        yield {"title": texts.CHANGE_NOTE, "change": texts.CHANGE_NOTE, "after": note}
    for change in report.former.changes if report.former else ():
        yield {
            "title": change.title,
            "id": change.id,
            "change": texts.CHANGE_DATA,
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
