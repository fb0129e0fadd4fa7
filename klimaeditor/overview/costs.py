"""The chart of the costs. Amounts of different kinds are never added up (requirements 0.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.checks.numbers import format_amount
from klimaeditor.overview import texts
from klimaeditor.overview.charts import chart
from klimaeditor.overview.facts import Amount
from klimaeditor.overview.model import Bar, ChartId, Segment, Shade

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klimaeditor.overview.facts import Facts
    from klimaeditor.overview.model import Chart

_SHADES = {
    Amount.SHARED: Shade.HINT,
    Amount.YEARLY: Shade.HINT,
    Amount.PARTLY_YEARLY: Shade.HINT,
    Amount.DOUBTFUL: Shade.WARNING,
    Amount.MISSING: Shade.ERROR,
}


def costs_chart(facts: Sequence[Facts]) -> Chart:
    """Return how many measures have which kind of amount, and what each kind comes to."""
    bars = []
    for kind in Amount:
        own = [fact for fact in facts if fact.amount is kind]
        if own:
            label = texts.AMOUNTS[kind]
            title = f"{texts.TITLES[ChartId.COSTS]}: {label}"
            keys = tuple(fact.key for fact in own)
            segment = Segment(_SHADES.get(kind, Shade.PLAIN), label, title, len(own), keys)
            bars.append(Bar(kind.value, label, (segment,), note_of(kind, own)))
    return chart(ChartId.COSTS, texts.MEASURES, bars)


def note_of(kind: Amount, facts: Sequence[Facts]) -> str:
    """Return what the amounts of one kind come to, as far as that can be said."""
    if kind is Amount.SHARED:
        groups = {(fact.category_id, fact.euro) for fact in facts}
        return texts.shared(len(groups), total(euro for _, euro in groups))
    summed = total(fact.euro for fact in facts)
    sentences = {
        Amount.SINGLE: texts.SUM.format(sum=summed),
        Amount.YEARLY: texts.SUM_YEARLY.format(sum=summed),
        Amount.PARTLY_YEARLY: texts.SUM_PARTLY.format(sum=summed),
        Amount.DOUBTFUL: texts.NOT_SUMMED,
        Amount.MISSING: texts.NAN,
    }
    return sentences.get(kind, "")


def total(amounts: Iterable[float]) -> str:
    """Return a sum in euro, written the German way, to the cent."""
    return format_amount(round(sum(amounts), 2))
