"""What a screen reader says about an item of the page, and the same as a tool tip."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.checks.numbers import format_number
from klimaeditor.publish.page import Role
from ui import texts as words
from ui.preview import texts
from ui.widgets.labels import safe_tip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.publish.page import Chart, ChartPoint, Item, Mark

_KINDS = {Role.LINK: texts.LINK, Role.BUTTON: texts.BUTTON}
_LONGEST = 400


def name_of(item: Item, chart: Chart | None = None) -> str:
    """Return what an item is called: what stands before it, what it says, what is wrong."""
    field = FIELDS_BY_NAME.get(item.field)
    label = item.label or _KINDS.get(item.role) or (field.label if field else "")
    if item.role is Role.CHART and chart is not None:
        said = told(chart)
    else:
        said = " ".join(item.text.split()) or texts.SPOKEN_EMPTY
        said = f"{item.note}: {said}" if item.note else said
    parts = [f"{label}: {_short(said)}" if label else _short(said)]
    if item.role in _KINDS:
        parts.append(texts.LEADS_TO.format(target=item.target) if item.target else texts.NO_TARGET)
    parts += [f"{words.severity_word(mark.severity)}: {mark.caption}" for mark in _once(item.marks)]
    return ", ".join(parts)


def help_of(item: Item) -> str:
    """Return what is wrong in whole sentences, and where Enter leads."""
    field = FIELDS_BY_NAME.get(item.field)
    sentences = [mark.message for mark in _once(item.marks) if mark.message]
    if field is not None:
        sentences.append(texts.TO_FIELD.format(field=field.label))
    return " ".join(sentences)


def tip_of(item: Item) -> str:
    """Return the sentences as a tool tip that shows them as they are (SEC-03)."""
    sentences = "\n".join(mark.message for mark in _once(item.marks) if mark.message)
    return safe_tip(sentences) if sentences else ""


def told(chart: Chart) -> str:
    """Return the chart in words."""
    parts = [texts.CHART.format(label=chart.label)]
    parts.append(
        texts.CHART_FROM_TO.format(first=german(chart.first_day), last=german(chart.last_day))
    )
    inside = [_point(point, chart) for point in chart.points if point.inside]
    parts += inside or [texts.CHART_NO_POINTS]
    for sentence, height in ((texts.CHART_START, chart.start), (texts.CHART_GOAL, chart.goal)):
        if height is not None:
            parts.append(sentence.format(value=with_unit(height, chart)))
    return ", ".join(parts)


def german(day: str) -> str:
    """Write a stored day for people; what is no day of the calendar comes back unchanged."""
    with suppress(ValueError):
        return f"{date.fromisoformat(day):%d.%m.%Y}"
    return day


def with_unit(height: float, chart: Chart) -> str:
    """Write a height of the chart with its unit."""
    return f"{format_number(round(height, 6))} {chart.unit}".rstrip()


def _point(point: ChartPoint, chart: Chart) -> str:
    return texts.CHART_POINT.format(
        value=with_unit(point.height or 0.0, chart), day=german(point.day)
    )


def _once(marks: Iterable[Mark]) -> list[Mark]:
    """Return the marks without those that say the same again."""
    return list({(mark.caption, mark.message): mark for mark in marks}.values())


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…"
