"""Applying automatic fixes, one after the other, until none is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from klimaeditor.document import Document
    from klimaeditor.model.changes import Batch
    from klimaeditor.model.findings import Finding, Fix


@dataclass(frozen=True, slots=True)
class Repair:
    """One automatic fix that was applied, with the finding it repaired."""

    finding: Finding
    fix: Fix


def apply_automatic(
    document: Document,
    rule: str | None = None,
    apply: Callable[[Batch], None] | None = None,
) -> list[Repair]:
    """Apply the automatic fixes of *rule* (None: of all rules) to *document*, without saving.

    *apply* carries out a batch; by default the document does, the window takes its undo stack.

    Each fix is looked up afresh, because the one before may have changed the same text. A fix that
    changes nothing, or is offered again although it was applied, is left alone.
    """
    carry_out = apply or document.apply
    done: list[Repair] = []
    tried: set[tuple[str, int | None, str | None, int | None, str]] = set()
    repaired = True
    while repaired:
        repaired = False
        for owner in (None, *document.dataset.measure_keys()):
            while found := _next(document, owner, rule, tried):
                tried.add(_mark(found.finding))
                batch = document.plan_fix(found.fix)
                if batch:
                    carry_out(batch)
                    done.append(found)
                    repaired = True
    return done


def _next(
    document: Document,
    owner: int | None,
    rule: str | None,
    tried: set[tuple[str, int | None, str | None, int | None, str]],
) -> Repair | None:
    """Return the next automatic fix of a measure, or of the files for None."""
    findings = document.findings
    for finding in findings.of_files() if owner is None else findings.of(owner):
        fix = finding.fix
        wanted = rule is None or finding.rule == rule
        if fix is not None and fix.automatic and wanted and _mark(finding) not in tried:
            return Repair(finding, fix)
    return None


def _mark(finding: Finding) -> tuple[str, int | None, str | None, int | None, str]:
    """Return what makes an offer the same as an earlier one."""
    return (finding.rule, finding.measure, finding.field, finding.place, repr(finding.fix))
