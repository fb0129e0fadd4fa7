"""One measure of the dataset -> one measure of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.checks.statuswords import status_reason, status_word
from klimaeditor.checks.website import public_status
from klimaeditor.publish.yearly import texts
from klimaeditor.publish.yearly.model import (
    Measure,
    News,
    NewsKind,
    Progress,
    ProgressKind,
    Stand,
    State,
)
from klimaeditor.publish.yearly.reading import (
    day_of,
    lines,
    number_of,
    one_line,
    text_of,
    with_unit,
)
from klimaeditor.values import Absent

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from klimaeditor.dataset.records import MeasureView
    from klimaeditor.publish.yearly.model import Cost
    from klimaeditor.values import Json

_WORDS: Final = dict(FIELDS_BY_NAME["progress_values"].choices)


def measure_of(
    view: MeasureView, cost: Cost, missing: Collection[str], since: date, today: date
) -> Measure:
    """Return a measure with its news from *since* to *today*; *missing* are names of fields."""
    status = public_status(view.progress)
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
        status_word=status_word(status.status),
        status_reason=one_line(status_reason(status)),
        summary=text_of(view, "summary"),
        responsible=one_line(text_of(view, "responsible_bodies")),
        involved=one_line(text_of(view, "involved_stakeholders")),
        until=int(until) if is_year and until is not None else None,
        until_text=one_line(text_of(view, "cost_until")),
        state=state,
        cost=cost,
        progress=progress,
        missing=tuple(f.label for name, f in FIELDS_BY_NAME.items() if name in missing),
        last_news=max((entry.day for entry in news if entry.day <= today), default=None),
        news=tuple(entry for entry in news if since <= entry.day <= today),
    )


def _category(view: MeasureView) -> str:
    found = text_of(view, "category") or text_of(view, "category_id")
    return one_line(found) or texts.NO_CATEGORY


def state_of(view: MeasureView) -> State:
    """Return what has happened, with its day."""
    stored = view.value("state_date")
    day = day_of(stored)
    return State(
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
        unit = texts.PERCENT
    stands = [_stand(entry, unit) for entry in values] if isinstance(values, list) else []
    dated = sorted((s for s in stands if s.day is not None), key=lambda s: s.day)  # type: ignore[arg-type, return-value]  # None is left out
    limits = ("progress_start", "progress_goal", "progress_y_min", "progress_y_max")
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


def _stand(entry: Json, unit: str) -> Stand:
    record = entry if isinstance(entry, dict) else {"value": entry}
    written, value = record.get("date"), record.get("value")
    day, height = day_of(written), number_of(value)
    if height is not None:
        text = with_unit(height, unit)
    elif value is None or isinstance(value, Absent) or value == "":
        text = texts.NOT_GIVEN
    else:
        text = one_line(_WORDS.get(value, value) if isinstance(value, str) else str(value))
    undated = "" if day is not None or written is None else one_line(lines(str(written)))
    return Stand(day, undated, height, text)


def _news(state: State, progress: Progress) -> list[News]:
    """Return all dated news, oldest first; the state of a day stands before its progress."""
    found = [News(s.day, NewsKind.PROGRESS, s.text) for s in progress.stands if s.day is not None]
    if state.day is not None:
        text = state.text or state.title or state.verdict or texts.NO_STATE
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
