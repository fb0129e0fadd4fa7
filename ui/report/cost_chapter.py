"""The costs on paper: each kind of amount by itself, a shared amount once with all it is for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF

from klimaeditor.checks.numbers import format_amount
from klimaeditor.publish.yearly import texts
from ui.report.measure_page import heading
from ui.report.paper import Text, style
from ui.widgets.words import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.publish.yearly import Measure, Report
    from ui.report.paper import Paper

_AMOUNTS: Final = 150.0
_TITLE: Final = 200  # titles stand here to be recognised; the whole one is on the measure's page


def write_costs(paper: Paper, report: Report) -> None:
    """Write the amounts of the measures reported on, by kind; without an amount they are counted.

    The sums are those of all measures.
    """
    paper.text(texts.COSTS_LINE, style(1.0, "muted"))
    for kind in report.cost_kinds:
        own = [m for m in report.measures if m.cost.kind == kind.kind]
        if not own:
            continue
        heading(paper, f"{kind.label} ({texts.measures(len(own))})")
        if not any(measure.cost.amount for measure in own):
            titles = texts.JOINT.join(one_line(measure.title, _TITLE) for measure in own)
            paper.text(titles, style(1.0, "muted"))
            continue
        for titles, amount in _amounts(own):
            _line(paper, titles, texts.ONCE.format(amount=format_amount(amount)))
        if kind.total is not None:
            total = texts.ONCE.format(amount=format_amount(kind.total))
            paper.space(2)
            paper.rule()
            paper.space(4)
            words = texts.TOTAL_OF_ALL if report.partial else texts.TOTAL
            _line(paper, words, total, bold=True)


def _amounts(measures: list[Measure]) -> Iterator[tuple[str, float]]:
    """Yield titles and amount; a shared amount once, with the titles of all that share it."""
    seen: set[int] = set()
    for measure in measures:
        cost = measure.cost
        if cost.amount is None or cost.group in seen:
            continue
        if cost.group is not None:
            seen.add(cost.group)
        titles = (one_line(title, _TITLE) for title in (measure.title, *cost.shared_with))
        yield texts.JOINT.join(titles), cost.amount


def _line(paper: Paper, words: str, amount: str, *, bold: bool = False) -> None:
    """Write words with an amount at the right."""
    look = style(bold=bold)
    block = Text(words, look, paper.width - _AMOUNTS)
    number = Text(amount, look, _AMOUNTS)
    paper.need(min(4, len(block.lines)) * block.line_height)
    paper.put(partial(number.paint, at=QPointF(paper.width - number.width, paper.y)))
    paper.lines(block, 0)
    paper.space(3)
