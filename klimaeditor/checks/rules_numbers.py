"""Rules about amounts, years, quantities and the date of a state (SEC-20, requirements 0.3).

The contract's cost text is the evidence: an amount is compared with what it says, and what the
text seems to mean is only ever proposed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.dates import format_german, parse_date
from klimaeditor.checks.numbers import (
    decimal_point_misread,
    format_amount,
    format_number,
    is_placeholder,
    to_json_number,
)
from klimaeditor.checks.quantities import EURO, YEARLY, find_amounts
from klimaeditor.checks.reporting import report, setting
from klimaeditor.checks.rulebook import labels
from klimaeditor.model.core_words import quoted
from klimaeditor.model.findings import Fix
from klimaeditor.site.javascript import is_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import MeasureView

_SMALL: Final = 1000
_FIRST_YEAR, _LAST_YEAR = 2020, 2060
_YEARLY = re.compile(
    r"/\s?a\b|/\s?Jahr|(?:pro|je|im)\s+Jahr(?!\s+[12]\d{3})|jährlich|p\.\s?a\.", re.IGNORECASE
)
_LARGE = re.compile(
    r"\b(?:Mio|Mrd|Tsd|Million(?:en)?|Milliarden?|Tausend)\b|T€|TEUR", re.IGNORECASE
)
_PLAIN_NUMBER = re.compile(r"(?<![\w.,/-])[1-9][0-9]{3,63}(?![\w/-]|[.,][0-9])")
_YEARS: Final = range(1900, 2101)


def check_numbers(view: MeasureView) -> Iterator[Finding]:
    """Yield what is doubtful about the numbers of a measure; unreadable ones: rules_types."""
    yield from _check_cost(view)
    yield from _check_year(view)
    quantity = view.value("cost_quantity")
    if is_number(quantity):
        yield report("quantity_without_unit", view, "cost_quantity", found=format_number(quantity))


def _check_cost(view: MeasureView) -> Iterator[Finding]:
    """Yield at most one doubt about the amount and one about its period."""
    cost, text = view.value("cost_value"), view.value("total_costs")
    if not is_number(cost):
        return
    text = text if isinstance(text, str) else ""
    stored = format_amount(cost)
    if cost < 0:
        yield report("cost_negative", view, "cost_value", stored=stored)
    elif cost == 0:
        if is_placeholder(text):
            fix = setting(labels.SET_NO_AMOUNT, view, "cost_value", None)
            yield report("cost_zero_placeholder", view, "cost_value", fix=fix, found=quoted(text))
    elif cost < _SMALL:
        yield from _check_small(view, cost, text)
    if cost > 0 and _YEARLY.search(text):
        yield from _check_period(view, cost, text)


def _check_small(view: MeasureView, cost: float, text: str) -> Iterator[Finding]:
    """Yield the doubt about an amount below 1,000 euro beside larger ones in the text."""
    meant = decimal_point_misread(cost, text)
    stored = format_amount(cost)
    if meant is not None:
        shown = format_amount(meant)
        fix = setting(labels.take_amount(shown), view, "cost_value", to_json_number(meant))
        yield report("cost_misread", view, "cost_value", fix=fix, stored=stored, meant=shown)
        return
    larger = [format_amount(number) for number in _large_numbers(text)]
    large_word = _LARGE.search(text)
    if larger or large_word:
        found = larger[0] if larger else quoted(large_word.group() if large_word else "")
        yield report("cost_implausible", view, "cost_value", stored=stored, found=found)


def _large_numbers(text: str) -> list[Decimal]:
    """Return the numbers of a text from 1,000, first those that are certain; years do not count."""
    certain = [quantity.value for quantity in find_amounts(text) if quantity.value >= _SMALL]
    plain = (int(match.group()) for match in _PLAIN_NUMBER.finditer(text))
    return certain + [Decimal(number) for number in plain if number not in _YEARS]


def _check_period(view: MeasureView, cost: float, text: str) -> Iterator[Finding]:
    """Yield a warning where the very amount is a yearly one, else a hint that the text has some."""
    stored = format_amount(cost)
    amounts = find_amounts(text)
    yearly = [q for q in amounts if q.unit == EURO and q.per == YEARLY]
    if any(q.value == Decimal(str(cost)) for q in yearly):
        yield report("cost_per_year", view, "cost_value", stored=stored)
    elif yearly:
        found = f"{format_amount(yearly[0].value)} €"
        yield report("cost_mentions_year", view, "cost_value", stored=stored, found=found)
    else:
        words = (match for match in _YEARLY.finditer(text))
        loose = [w for w in words if not any(q.start <= w.start() < q.end for q in amounts)]
        if loose:
            found = quoted(loose[0].group())
            yield report("cost_mentions_year", view, "cost_value", stored=stored, found=found)


def _check_year(view: MeasureView) -> Iterator[Finding]:
    """Yield a year that is none, or one outside 2020 to 2060 (SEC-20)."""
    year = view.value("cost_until")
    if not is_number(year):
        return
    shown = str(year) if isinstance(year, int) else format_number(year).replace(".", "")
    if not 1000 <= year <= 9999 or year != int(year):
        fix = Fix(labels.ENTER_YEAR)
        yield report("year_not_calendar", view, "cost_until", fix=fix, found=shown)
    elif not _FIRST_YEAR <= year <= _LAST_YEAR:
        yield report("year_implausible", view, "cost_until", found=shown)


def check_state_date(view: MeasureView, today: date) -> Iterator[Finding]:
    """Yield a date of the state that cannot be read, is after *today*, or is missing (WEB-03)."""
    day, text = view.value("state_date"), view.value("state_text")
    if isinstance(day, str) and day.strip():
        reading = parse_date(day)
        iso = reading.iso
        if reading.value is not None and reading.value > today:
            shown, fix = format_german(reading.value.isoformat()), Fix(labels.ENTER)
            yield report("state_future", view, "state_date", fix=fix, day=shown)
        if iso is None:
            fix = Fix(labels.ENTER)
            yield report("date_unreadable", view, "state_date", fix=fix, found=quoted(day))
        elif iso != day:
            label = labels.take_value(format_german(iso))
            fix = setting(label, view, "state_date", iso, automatic=True)
            yield report("date_unreadable", view, "state_date", fix=fix, found=quoted(day))
    elif isinstance(text, str) and text.strip() and not is_placeholder(text):
        yield report("state_without_date", view, "state_date", fix=Fix(labels.ENTER))
