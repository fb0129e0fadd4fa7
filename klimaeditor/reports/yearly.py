"""Dataset, overview and dates -> the report."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.characters import is_plain, propose
from klimaeditor.checks.dates import parse_date
from klimaeditor.checks.numbers import format_amount, format_number
from klimaeditor.checks.statuswords import status_reason, status_word
from klimaeditor.diff.changed import ChangeKind, compared, lines_of
from klimaeditor.diff.describe import describe
from klimaeditor.model.changes import FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.values import Absent, is_number
from klimaeditor.publish.changelog import subject
from klimaeditor.reports import report_words
from klimaeditor.reports.report_words import ONCE
from klimaeditor.reports.yearly_model import (
    Cost,
    CostGroup,
    CostKind,
    CostYear,
    DataChange,
    FormerChanges,
    Measure,
    MeasureNews,
    News,
    NewsKind,
    Progress,
    ProgressEntry,
    ProgressKind,
    YearlyReport,
)
from klimaeditor.site.visible_text import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from datetime import date

    from klimaeditor.diff.changed import ChangedOwner
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.records import Dataset, MeasureView
    from klimaeditor.model.values import Json, Value
    from klimaeditor.publish.folder import Former
    from klimaeditor.reports.figures import Bar, Overview


# --- words ---------------------------------------------------------------------------------------

NO_CATEGORY: Final = "ohne Kategorie"

# --- costs -------------------------------------------------------------------------------------

PER_YEAR: Final = "{amount} € pro Jahr"
PARTLY_YEARLY: Final = "{amount} €, darin jährliche Anteile"
DOUBTFUL: Final = "{amount} €; der Betrag ist zweifelhaft und noch zu prüfen"
SHARED_AMOUNT: Final = "{amount} € gemeinsam mit {others}; der Betrag fällt nur einmal an"
COST_MISSING: Final = "Betrag fehlt"
_COST_SENTENCES: Final = MappingProxyType(
    {"yearly": PER_YEAR, "partly_yearly": PARTLY_YEARLY, "doubtful": DOUBTFUL}
)
NEW_MEASURE: Final = "Maßnahme neu aufgenommen"
GONE_MEASURE: Final = "Maßnahme entfernt"


def cost_sentence(kind: str, amount: str) -> str:
    """Return an amount that is not shared, in words."""
    return _COST_SENTENCES.get(kind, ONCE).format(amount=amount)


# --- Raw values of a measure -> texts and numbers that a report can print ------------------------

_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]"
)
"""Half characters, controls and private ones, which no font has."""
_MANY_BREAKS: Final = re.compile(r"\n{3,}")


def one_line(text: str) -> str:
    """Return *text* on one line, without what cannot be printed."""
    return " ".join(_printable(text).split())


def lines(text: str) -> str:
    """Return *text* with its line breaks, without blanks at their ends and runs of empty lines."""
    whole = "\n".join(" ".join(line.split()) for line in _printable(text).split("\n"))
    return _MANY_BREAKS.sub("\n\n", whole).strip()


def _printable(text: str) -> str:
    """Return *text* with known symbols for private characters, without invisible ones."""
    return _UNPRINTABLE.sub(UNREADABLE, text if is_plain(text) else propose(text))


def text_of(view: MeasureView, name: FieldName) -> str:
    """Return a field as text with its line breaks; "" where nothing is said."""
    value = view.value(name)
    if isinstance(value, Absent) or value is None or value in ("", [], {}):
        return ""
    if isinstance(value, str):
        return lines(value)
    return lines(describe(value, view.site.catalogue.field(name)))


def number_of(value: Value) -> float | None:
    """Return a number that can be written, None for anything else."""
    if not is_number(value):
        return None
    try:
        number = float(value)
    except OverflowError:  # a whole number with hundreds of digits
        return None
    return number if math.isfinite(number) else None


def day_of(value: Value) -> date | None:
    """Return a stored day, None where there is none or it cannot be read."""
    return parse_date(value).value if isinstance(value, str) else None


def with_unit(number: float, unit: str) -> str:
    """Return a number the German way, with a no-break space before its unit."""
    return f"{format_number(number)}\u00a0{unit}" if unit else format_number(number)


# --- The amounts of the report. Different kinds are never added up, shared ones count once -------

SHARED: Final = "shared"
SINGLE: Final = "single"
YEARLY: Final = "yearly"
_MISSING: Final = "missing"
_SUMMED: Final = frozenset({SINGLE, SHARED, YEARLY})
CHART: Final = "costs"
"""The chart of the overview that tells the kinds of amounts (ChartId.COSTS)."""


def costs_of(dataset: Dataset, overview: Overview) -> dict[int, Cost]:
    """Return what each measure costs; the kinds are those of the overview (requirements 0.3)."""
    found: dict[int, Cost] = {}
    for bar in _bars(overview):
        keys = bar.segments[0].measures
        if bar.key == SHARED:
            found |= _shared(dataset, keys, bar.label)
        else:
            found |= {key: _cost(dataset, key, bar) for key in keys}
    return found


def cost_kinds(costs: dict[int, Cost], overview: Overview) -> tuple[CostKind, ...]:
    """Return all kinds of amounts that occur, each with the total that may be said of it."""
    found = []
    for bar in _bars(overview):
        own = [cost for cost in costs.values() if cost.kind == bar.key]
        counted = [cost.amount for cost in counted_once(own) if cost.amount is not None]
        total = round(sum(counted), 2) if bar.key in _SUMMED else None
        found.append(CostKind(bar.key, bar.label, len(own), len(counted), total, bar.note))
    return tuple(found)


def counted_once(costs: Iterable[Cost]) -> Iterator[Cost]:
    """Yield the costs without those whose group has already come."""
    seen = set()
    for cost in costs:
        if cost.group is None or cost.group not in seen:
            seen.add(cost.group)
            yield cost


def costs_by_year(measures: Iterable[Measure]) -> tuple[CostYear, ...]:
    """Return the amounts by the year until which they are planned, those without a year last.

    A shared amount counts once, in the latest year that one of its measures names.
    """
    measures = tuple(measures)
    due: dict[int | None, int] = {}
    for measure in measures:
        if measure.cost.group is not None and measure.until is not None:
            due[measure.cost.group] = max(measure.until, due.get(measure.cost.group, 0))
    counted = {id(cost) for cost in counted_once(measure.cost for measure in measures)}
    sums: dict[int | None, dict[str, float]] = {}
    for measure in measures:
        cost = measure.cost
        if cost.kind not in _SUMMED or cost.amount is None or id(cost) not in counted:
            continue
        year = measure.until if cost.group is None else due.get(cost.group)
        own = sums.setdefault(year, {})
        own[cost.kind] = own.get(cost.kind, 0.0) + cost.amount
    order = sorted(sums, key=lambda year: (year is None, year or 0))
    return tuple(
        CostYear(year, *(_rounded(sums[year].get(kind)) for kind in (SINGLE, SHARED, YEARLY)))
        for year in order
    )


def costs_by_group(measures: Iterable[Measure]) -> tuple[CostGroup, ...]:
    """Return the amounts by product group, those without one last; () where no measure has one.

    A shared amount counts once: in the group of its measures, or among those of several groups.
    """
    measures = tuple(measures)
    if not any(measure.group for measure in measures):
        return ()
    shared: dict[int, set[str]] = {}
    for measure in measures:
        if measure.cost.group is not None:
            shared.setdefault(measure.cost.group, set()).add(measure.group)
    counted = {id(cost) for cost in counted_once(measure.cost for measure in measures)}
    numbers = Counter(measure.group for measure in measures)
    sums: dict[str, dict[str, float]] = {group: {} for group in numbers}
    for measure in measures:
        cost = measure.cost
        if cost.kind not in _SUMMED or cost.amount is None or id(cost) not in counted:
            continue
        groups = {measure.group} if cost.group is None else shared[cost.group]
        label = next(iter(groups)) if len(groups) == 1 else report_words.SEVERAL_GROUPS
        own = sums.setdefault(label, {})
        own[cost.kind] = own.get(cost.kind, 0.0) + cost.amount
    order = sorted(sums, key=lambda label: (not label, label == report_words.SEVERAL_GROUPS, label))
    return tuple(
        CostGroup(
            label or report_words.NO_GROUP,
            numbers[label],
            *(_rounded(sums[label].get(kind)) for kind in (SINGLE, SHARED, YEARLY)),
        )
        for label in order
    )


def _rounded(amount: float | None) -> float | None:
    return None if amount is None else round(amount, 2)


def _bars(overview: Overview) -> tuple[Bar, ...]:
    return next((chart.bars for chart in overview.charts if chart.id == CHART), ())


def _cost(dataset: Dataset, key: int, bar: Bar) -> Cost:
    amount = number_of(dataset.value(key, "cost_value"))
    if amount is None:
        sentence = COST_MISSING if bar.key == _MISSING else report_words.NOT_GIVEN
    else:
        sentence = cost_sentence(bar.key, format_amount(amount))
    return Cost(bar.key, bar.label, amount, sentence)


def _shared(dataset: Dataset, keys: tuple[int, ...], label: str) -> dict[int, Cost]:
    """Return the costs of measures that share amounts: same category, same amount."""
    groups: dict[tuple[str, float | None], list[int]] = {}
    for key in keys:
        category = str(dataset.value(key, "category_id"))
        amount = number_of(dataset.value(key, "cost_value"))
        groups.setdefault((category, amount), []).append(key)
    found = {}
    for number, ((_, amount), own) in enumerate(groups.items(), 1):
        titles = [one_line(dataset.view(key).title) for key in own]
        for place, key in enumerate(own):
            others = (*titles[:place], *titles[place + 1 :])
            sentence = _shared_sentence(amount, others)
            found[key] = Cost(SHARED, label, amount, sentence, number, others)
    return found


def _shared_sentence(amount: float | None, others: tuple[str, ...]) -> str:
    written = "" if amount is None else format_amount(amount)
    if not others:
        return report_words.ONCE.format(amount=written)
    return SHARED_AMOUNT.format(amount=written, others=report_words.shared_with(others))


# --- What differs from a former version of the dataset: a folder, a package or a backup ----------

_WHOLE: Final = {ChangeKind.ADDED: NEW_MEASURE, ChangeKind.REMOVED: GONE_MEASURE}


def former_changes(
    former: Former, label: str, dataset: Dataset, wanted: Collection[int] | None
) -> FormerChanges:
    """Return what *dataset* has otherwise than *former*, which is called *label*.

    *wanted* limits it to measures with these keys; None is everything, also what is gone and what
    belongs to no measure.
    """
    comparison = compared(former.sources, dataset)
    changes = tuple(
        change
        for owner in comparison.owners
        for change in _of(owner)
        if wanted is None or change.measure in wanted
    )
    return FormerChanges(one_line(label), subject(comparison), changes)


def _of(owner: ChangedOwner) -> Iterator[DataChange]:
    title, measure = one_line(owner.title), owner.changes[0].measure
    whole = _WHOLE.get(owner.kind) if owner.file is FileName.MEASURES else None
    if whole is not None:
        yield DataChange(title, one_line(owner.id), whole, "", "", measure)
        return
    for found in owner.changes:
        for line in lines_of(found):
            label, before, after = (one_line(part) for part in line)
            yield DataChange(title, one_line(owner.id), label, before, after, measure)


# --- One measure of the dataset -> one measure of the report -------------------------------------


def measure_of(
    view: MeasureView, cost: Cost, missing: Collection[str], since: date, today: date
) -> Measure:
    """Return a measure with its news from *since* to *today*; *missing* are names of fields."""
    status = view.site.status(view.progress)
    progress = progress_of(view)
    state = state_of(view)
    outline = one_line(text_of(view, "action_name"))
    until = number_of(view.value("cost_until"))
    is_year = until is not None and until == int(until) and 1000 <= until <= 9999
    news = _news(state, progress)
    title = one_line(view.title)
    return Measure(
        key=view.key,
        id=one_line(view.id),
        title=title,
        outline="" if outline == title else outline,
        category=_category(view),
        status=status.status,
        status_word=status_word(status.status, view.site.words),
        status_reason=one_line(status_reason(status, view.site.words)),
        summary=text_of(view, "summary"),
        responsible=one_line(text_of(view, "responsible_bodies")),
        involved=one_line(text_of(view, "involved_stakeholders")),
        until=int(until) if is_year and until is not None else None,
        until_text=one_line(text_of(view, "cost_until")),
        state=state,
        cost=cost,
        progress=progress,
        missing=tuple(f.label for f in view.site.catalogue.fields if f.name in missing),
        last_news=max((entry.day for entry in news if entry.day <= today), default=None),
        news=tuple(entry for entry in news if since <= entry.day <= today),
    )


def _category(view: MeasureView) -> str:
    found = text_of(view, "category") or text_of(view, "category_id")
    return one_line(found) or NO_CATEGORY


def state_of(view: MeasureView) -> MeasureNews:
    """Return what has happened, with its day."""
    stored = view.value("state_date")
    day = day_of(stored)
    return MeasureNews(
        text=text_of(view, "state_text"),
        day=day,
        written="" if day is not None else one_line(text_of(view, "state_date")),
        title=one_line(text_of(view, "state_title")),
        verdict=one_line(text_of(view, "state_verdict")),
    )


def progress_of(view: MeasureView) -> Progress:
    """Return the progress of a measure, its stands by day and the undated ones last."""
    values = view.value("progress_values")
    written = view.value("progress_type")
    kind = ProgressKind(written) if written in list(ProgressKind) else ProgressKind.NONE
    counts = kind is ProgressKind.COUNT
    unit = one_line(text_of(view, "progress_unit")) if counts else ""
    if kind is ProgressKind.PERCENT:
        unit = report_words.PERCENT
    words = dict(view.site.catalogue.field("progress_values").choices)
    stands = [_stand(entry, unit, words) for entry in values] if isinstance(values, list) else []
    dated = sorted((s for s in stands if s.day is not None), key=lambda s: s.day)  # type: ignore[arg-type, return-value]  # None is left out
    limits: tuple[FieldName, ...] = (
        "progress_start",
        "progress_goal",
        "progress_y_min",
        "progress_y_max",
    )
    start, goal, low, high = (number_of(view.value(name)) if counts else None for name in limits)
    return Progress(
        kind,
        one_line(text_of(view, "progress_label")) if counts else "",
        unit,
        (*dated, *(s for s in stands if s.day is None)),
        start,
        goal if counts else 100.0 if kind is ProgressKind.PERCENT else None,
        low if counts else 0.0 if kind is ProgressKind.PERCENT else None,
        high if counts else 100.0 if kind is ProgressKind.PERCENT else None,
    )


def _stand(entry: Json, unit: str, words: Mapping[Json, str]) -> ProgressEntry:
    record = entry if isinstance(entry, dict) else {"value": entry}
    written, value = record.get("date"), record.get("value")
    day, height = day_of(written), number_of(value)
    if height is not None:
        text = with_unit(height, unit)
    elif value is None or isinstance(value, Absent) or value == "":
        text = report_words.NOT_GIVEN
    else:
        text = one_line(words.get(value, value) if isinstance(value, str) else str(value))
    undated = "" if day is not None or written is None else one_line(lines(str(written)))
    return ProgressEntry(day, undated, height, text)


def _news(state: MeasureNews, progress: Progress) -> list[News]:
    """Return all dated news, oldest first; the state of a day stands before its progress."""
    found = [News(s.day, NewsKind.PROGRESS, s.text) for s in progress.stands if s.day is not None]
    if state.day is not None:
        text = state.text or state.title or state.verdict or report_words.NO_STATE
        found.append(News(state.day, NewsKind.STATE, text))
    return sorted(found, key=lambda news: (news.day, news.kind is NewsKind.PROGRESS))


def undated_entries(measure: Measure) -> int:
    """Return how many entries of a measure say something but have no day that can be read."""
    stands = sum(stand.day is None for stand in measure.progress.stands)
    return stands + bool(measure.state.day is None and measure.state.text)


def future_entries(measure: Measure, today: date) -> int:
    """Return how many entries of a measure have a day after *today*."""
    days = [stand.day for stand in measure.progress.stands]
    return sum(day is not None and day > today for day in (*days, measure.state.day))


# --- Dataset, overview and dates -> the report ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What the neighbours know: the overview as of the report's day, and which fields are missing.

    Both are handed in because publishing, the overview and the search do not know each other.
    """

    overview: Overview
    missing: Callable[[MeasureView], Collection[str]]


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """What is asked for: a report on the dataset called *name* as of *today*, news from *since*.

    *measures* are keys, None for all; those that do not exist are passed over. A *former* version
    is called *former_label*. *groups* are the product groups of the budget by the measure's id.
    """

    name: str
    today: date
    since: date
    measures: Iterable[int] | None = None
    former: Former | None = None
    former_label: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)


def report_of(dataset: Dataset, insight: ReportContext, wanted: ReportOrder) -> YearlyReport:
    """Return the report; *since* after *today* is a period without days, and has no news.

    The overview in *insight* must be that of *dataset* as it is (KeyError for another).
    """
    costs = costs_of(dataset, insight.overview)
    chosen = None if wanted.measures is None else set(wanted.measures)
    keys = [key for key in dataset.measure_keys() if chosen is None or key in chosen]
    views = [dataset.view(key) for key in keys]
    measures = tuple(
        replace(
            measure_of(view, costs[view.key], insight.missing(view), wanted.since, wanted.today),
            group=one_line(wanted.groups.get(view.id, "") if view.id else ""),
        )
        for view in views
    )
    partial = len(keys) < len(dataset.measures)
    former = None
    if wanted.former is not None:
        limited = set(keys) if partial else None
        former = former_changes(wanted.former, wanted.former_label, dataset, limited)
    return YearlyReport(
        name=one_line(wanted.name),
        day=wanted.today,
        since=wanted.since,
        total=len(dataset.measures),
        overview=insight.overview,
        cost_kinds=cost_kinds(costs, insight.overview),
        measures=measures,
        future=sum(future_entries(measure, wanted.today) for measure in measures),
        undated=sum(undated_entries(measure) for measure in measures),
        site_version=dataset.site.facts.version,
        former=former,
        cost_groups=costs_by_group(measures),
    )


def year_before(today: date) -> date:
    """Return the day one year before, the 28th of February where there is no 29th."""
    try:
        return today.replace(year=today.year - 1)
    except ValueError:
        return today.replace(year=today.year - 1, day=28)
