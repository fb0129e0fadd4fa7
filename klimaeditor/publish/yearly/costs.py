"""The amounts of the report. Different kinds are never added up, shared ones count once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.checks.numbers import format_amount
from klimaeditor.publish.yearly import texts
from klimaeditor.publish.yearly.model import Cost, CostKind
from klimaeditor.publish.yearly.reading import number_of, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.overview import Bar, Overview

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


def _bars(overview: Overview) -> tuple[Bar, ...]:
    return next((chart.bars for chart in overview.charts if chart.id == CHART), ())


def _cost(dataset: Dataset, key: int, bar: Bar) -> Cost:
    amount = number_of(dataset.value(key, "cost_value"))
    if amount is None:
        sentence = texts.COST_MISSING if bar.key == _MISSING else texts.NOT_GIVEN
    else:
        sentence = texts.cost_sentence(bar.key, format_amount(amount))
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
        return texts.ONCE.format(amount=written)
    return texts.SHARED.format(amount=written, others=texts.shared_with(others))
