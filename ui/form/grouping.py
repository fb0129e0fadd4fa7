"""Which findings stand under which field and count for which section."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FIELDS_BY_NAME, Section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.checks.findings import Finding, Severity

HIDDEN = frozenset({"category"})
TOP = "category_id"


def group(
    findings: Iterable[Finding],
) -> tuple[dict[str, list[Finding]], dict[Section, Counter[Severity]]]:
    """Return findings by the row that shows them, and their numbers by section.

    What belongs to no row, such as a finding on the id of a record, stands at the top.
    """
    by_field: dict[str, list[Finding]] = defaultdict(list)
    counts: dict[Section, Counter[Severity]] = defaultdict(Counter)
    for finding in findings:
        field = FIELDS_BY_NAME.get(finding.field or "")
        shown = field is not None and field.name not in HIDDEN
        by_field[field.name if field is not None and shown else TOP].append(finding)
        counts[field.section if field else Section.HEAD][finding.severity] += 1
    return by_field, counts
