"""What the overview knows of one measure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.completeness import completeness, days_told, last_told
from klimaeditor.checks.website import PublicStatus, public_status
from klimaeditor.checks.website.js_values import is_number
from klimaeditor.values import Absent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from klimaeditor.checks.findings import Finding, Severity
    from klimaeditor.dataset.records import MeasureView


class Amount(StrEnum):
    """What kind of amount stands under „Kosten der Maßnahme“; only SINGLE ones add up."""

    SINGLE = "single"
    SHARED = "shared"
    YEARLY = "yearly"
    PARTLY_YEARLY = "partly_yearly"
    DOUBTFUL = "doubtful"
    ZERO = "zero"
    NONE = "none"
    MISSING = "missing"


_BY_RULE: Final = (
    (Amount.DOUBTFUL, {"cost_misread", "cost_implausible", "cost_negative"}),
    (Amount.SHARED, {"cost_shared"}),
    (Amount.YEARLY, {"cost_per_year"}),
    (Amount.PARTLY_YEARLY, {"cost_mentions_year"}),
)
"""The rules that make an amount something else than a single sum, the gravest doubt first."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One measure. *days* are the readable days of its progress and of its state, sorted.

    *until* is None without a year; *until_unusable* tells a value that is no calendar year from
    none at all. *rules* counts its findings by (rule, severity).
    """

    key: int
    title: str
    category_id: str
    category: str
    status: PublicStatus
    share: float
    days: tuple[date, ...]
    until: int | None
    until_unusable: bool
    amount: Amount
    euro: float
    rules: Counter[tuple[str, Severity]]

    def last_news(self, today: date) -> date | None:
        """Return the latest day up to *today*, None where there is none."""
        return last_told(self.days, today)


def read_facts(view: MeasureView, findings: Iterable[Finding]) -> Facts:
    """Return the facts of a measure; *findings* are its own."""
    found = tuple(findings)
    category_id, name = view.measure.get("categoryId"), view.measure.get("category")
    category_id = category_id if isinstance(category_id, str) else ""
    until, unusable = _until(view)
    amount, euro = _amount(view, {finding.rule for finding in found})
    return Facts(
        view.key,
        view.title,
        category_id,
        " ".join(name.split()) if isinstance(name, str) and name.strip() else category_id,
        public_status(view.progress).status,
        completeness(view),
        days_told(view),
        until,
        unusable,
        amount,
        euro,
        Counter((finding.rule, finding.severity) for finding in found),
    )


def without_news_since(facts: Iterable[Facts], day: date, today: date) -> tuple[int, ...]:
    """Return the keys of measures of which nothing has been told from *day* to *today*."""
    return tuple(
        found.key for found in facts if (last := found.last_news(today)) is None or last < day
    )


def _until(view: MeasureView) -> tuple[int | None, bool]:
    year = view.value("cost_until")
    if year is None or isinstance(year, Absent):
        return None, False
    if is_number(year) and year == int(year) and 1000 <= year <= 9999:
        return int(year), False
    return None, True


def _amount(view: MeasureView, rules: set[str]) -> tuple[Amount, float]:
    value = view.value("cost_value")
    if value is None:
        return Amount.NONE, 0.0
    if not is_number(value):
        return Amount.MISSING, 0.0
    for amount, reasons in _BY_RULE:
        if reasons & rules:
            return amount, float(value)
    return (Amount.SINGLE if value else Amount.ZERO), float(value)
