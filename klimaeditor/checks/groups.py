"""Findings by rule: how many, where, and the one button that repairs them together.

The page of findings and the first step of publishing show the same groups with the same buttons,
so that no fault has two ways out on the screen.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.rulebook import RULES
from klimaeditor.model import core_words
from klimaeditor.model.core_words import shortened
from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from klimaeditor.checks.rule import Rule
    from klimaeditor.model.findings import Finding, Severity


# --- words ---------------------------------------------------------------------------------------

REPAIR: Final = "beheben"
TAKE_PROPOSAL: Final = "Vorschlag übernehmen"
IN_FILES: Final = "Dateien"
_DECIDE: Final = "…"


def repaired(count: int) -> str:
    """Return what a group's line says after its button, e.g. „30 behoben, Strg+Z“."""
    return f"{count} behoben, Strg+Z"


# --- A group and its button ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GroupFix:
    """The button of a group: what it repairs, and whether a person looks at all places first.

    *label* is its German text with the exact number; „…“ at its end says that a preview follows.
    """

    label: str
    findings: tuple[Finding, ...]
    decide: bool


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All findings of one rule, in the order of the list and of the form.

    *measures* are the keys concerned, each once; *fix* is None where nothing can be done together.
    """

    rule: Rule
    findings: tuple[Finding, ...]
    measures: tuple[int, ...]
    fix: GroupFix | None

    @property
    def severity(self) -> Severity:
        """How much the findings weigh."""
        return self.rule.severity

    @property
    def title(self) -> str:
        """What is wrong, in a few words."""
        return self.rule.title

    @property
    def effect(self) -> str:
        """What the public page shows, "" where that differs from finding to finding."""
        effects = {finding.effect for finding in self.findings}
        return effects.pop() if len(effects) == 1 else ""

    def place(self, title_of: Callable[[int], str]) -> str:
        """Return where it is: „4 Maßnahmen“, or the title of the only one."""
        if not self.measures:
            return IN_FILES
        if len(self.measures) == 1:
            return shortened(title_of(self.measures[0]))
        return core_words.measures(len(self.measures))


def grouped(findings: Iterable[Finding], *beside: Rule) -> tuple[FindingGroup, ...]:
    """Return findings by rule: the worst first, then the most frequent, then as in the rulebook.

    Rules *beside* the rulebook come after it.
    """
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_rule[finding.rule].append(finding)
    rules = {**RULES, **{rule.id: rule for rule in beside}}
    order = {rule: place for place, rule in enumerate(rules)}
    groups = [_group(rules[rule], tuple(found)) for rule, found in by_rule.items()]
    return tuple(
        sorted(groups, key=lambda g: (g.severity.rank, -len(g.findings), order[g.rule.id]))
    )


def _group(rule: Rule, findings: tuple[Finding, ...]) -> FindingGroup:
    measures = dict.fromkeys(f.measure for f in findings if f.measure is not None)
    return FindingGroup(rule, findings, tuple(measures), _fix_of(findings))


def _fix_of(findings: tuple[Finding, ...]) -> GroupFix | None:
    """Return the button for those that have a fix at hand, None where there is none."""
    chosen = tuple(finding for finding in findings if finding.fixable)
    fixes = [finding.fix for finding in chosen if finding.fix is not None]
    if not fixes:
        return None
    decide = not all(fix.automatic for fix in fixes)
    labels = {fix.label for fix in fixes}
    common = TAKE_PROPOSAL if decide else REPAIR
    what = labels.pop() if len(labels) == 1 else common
    return GroupFix(f"{len(chosen)} × {what}{_DECIDE if decide else ''}", chosen, decide)
