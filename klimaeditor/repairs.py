"""Applying fixes: all automatic ones until none is left, or those that were chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from klimaeditor.document import Document
    from klimaeditor.model.findings import Finding, Fix


@dataclass(frozen=True, slots=True)
class Repair:
    """One automatic fix that was applied, with the finding it repaired."""

    finding: Finding
    fix: Fix


def apply_automatic(
    document: Document,
    rule: str | None = None,
    tick: Callable[[], None] = lambda: None,
) -> list[Repair]:
    """Apply the automatic fixes of *rule* (None: of all rules) to *document*, without saving.

    *tick* is called between two fixes and two measures; it may raise to give up.

    Each fix is looked up afresh, because the one before may have changed the same text. A fix that
    changes nothing, or is offered again although it was applied, is left alone.
    """
    done: list[Repair] = []
    tried: set[tuple[str, int | None, str | None, int | None, str]] = set()
    repaired = True
    while repaired:
        repaired = False
        for owner in (None, *document.dataset.measure_keys()):
            tick()
            while found := _next(document, owner, rule, tried):
                tried.add(_mark(found.finding))
                batch = document.plan_fix(found.fix)
                if batch:
                    document.apply(batch)
                    tick()
                    done.append(found)
                    repaired = True
    return done


def apply_chosen(
    document: Document,
    findings: Iterable[Finding],
    tick: Callable[[], None] = lambda: None,
) -> int:
    """Apply the fixes of these findings, without saving; return how many of them are gone now.

    *tick* is called between two fixes; it may raise to give up. Each fix is looked up afresh, as
    one before it may have changed the same field; what is offered no more is left alone.
    """
    chosen = list(findings)
    for finding in reversed(chosen):  # from the last entry of a list on: the places before it stay
        current = _current(document, finding)
        if current is not None and current.fix is not None:
            document.apply(document.plan_fix(current.fix))
            tick()
    return sum(_current(document, finding) is None for finding in chosen)


def _current(document: Document, wanted: Finding) -> Finding | None:
    """Return a finding as it is now, None where it is gone or says something else."""
    found = document.findings
    here = found.of_files() if wanted.measure is None else found.of(wanted.measure)
    return next((finding for finding in here if _said(finding) == _said(wanted)), None)


def _said(finding: Finding) -> tuple[object, ...]:
    where = (finding.measure, finding.field, finding.file, finding.place)
    return finding.rule, *where, finding.problem


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
