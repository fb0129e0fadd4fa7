"""What filters know of a measure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from klimaeditor.checks.completeness import days_told, missing_fields
from klimaeditor.checks.findings import Severity
from klimaeditor.checks.website import PublicStatus, public_status

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from klimaeditor.checks.findings import Finding
    from klimaeditor.dataset.records import MeasureView


@dataclass(frozen=True, slots=True)
class Facts:
    """One measure as filters see it.

    *missing* are the names of fields that the page shows of its profile and that say nothing,
    *days* those on which something was told of it, *rules* the ids of what was found in it,
    *until* the year it is planned to be done by.
    """

    category_id: str = ""
    status: PublicStatus = PublicStatus.UNKNOWN
    errors: int = 0
    warnings: int = 0
    hints: int = 0
    body: str = ""
    missing: frozenset[str] = frozenset()
    days: tuple[date, ...] = ()
    rules: frozenset[str] = field(default=frozenset())
    until: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is something to do: an error or a warning."""
        return bool(self.errors or self.warnings)


def facts_of(view: MeasureView, findings: Iterable[Finding]) -> Facts:
    """Return what filters know of a measure with these *findings*."""
    found = tuple(findings)
    severities = [finding.severity for finding in found]
    category, body = view.measure.get("categoryId"), view.value("responsible_bodies")
    until = view.value("cost_until")
    return Facts(
        category if isinstance(category, str) else "",
        public_status(view.progress).status,
        severities.count(Severity.ERROR),
        severities.count(Severity.WARNING),
        severities.count(Severity.HINT),
        " ".join(body.split()) if isinstance(body, str) else "",
        missing_fields(view),
        days_told(view),
        frozenset(finding.rule for finding in found),
        until if isinstance(until, int) and not isinstance(until, bool) else None,
    )
