"""The rulebook asked about proposals: what would add an error or a warning is not taken unseen.

The values are put in place on trial, all clear ones at once, so that a new text and its new date
are judged together. A finding that was there before is none of the file's; a check that finds
nothing with the new values is not asked about the old ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.engine import checks_about
from klimaeditor.exchange.proposals import FileProblem, to_batch
from klimaeditor.model.errors import KlimaError
from klimaeditor.model.findings import Severity
from klimaeditor.model.values import Absent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from klimaeditor.exchange.proposals import Proposal
    from klimaeditor.model.changes import Change
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import Dataset, MeasureView

    _Check = Callable[[MeasureView], Iterable[Finding]]

NEW_FINDING: Final = "new_finding"
NOT_STORABLE: Final = "not_storable"
_NOT_CURABLE: Final = frozenset(
    {"progress_horizon", "category_without_icon", "status_asks_citizens"}
)
"""Rules about what only the site's maintainers can put right, or what "unbekannt" means."""
_MISSING: Final = frozenset({"row_without_value", "card_without_text"})
"""A field without a value is no fault of what comes into another."""


def new_finding(message: str) -> str:
    """Return the sentence about a value that would bring a new finding."""
    return f"Mit dieser Angabe entsteht ein neuer Befund: {message}"


def with_new_findings(
    dataset: Dataset,
    proposals: Sequence[Proposal],
    say: Callable[[Proposal, str], str] = lambda _, sentence: sentence,
) -> list[Proposal]:
    """Return the proposals, those doubted that would add an error or warning a clerk can cure.

    Whoever removes a value knows that it will be missing. *say* puts the place before a sentence.
    The dataset is afterwards what it was.
    """
    clear: dict[int, list[Proposal]] = defaultdict(list)
    for found in proposals:
        if found.unproblematic and not _removes(found):
            clear[found.measure].append(found)
    known: dict[frozenset[FieldName], tuple[_Check, ...]] = {}
    asked = {measure: _asked(own, known) for measure, own in clear.items()}
    refused: dict[int, str] = {}
    every = [own for found in clear.values() for own in found]
    together = _findings_with(dataset, every, asked, refused)
    against: dict[int, Finding] = {}
    for measure, found_by in together.items():
        view, own_fields = dataset.view(measure), {own.place.field for own in clear[measure]}
        before = {number: _found(view, asked[measure][number]) for number in found_by}
        added = [
            found
            for number, after in found_by.items()
            for found in _added(before[number], after)
            if found.rule not in _MISSING or found.field in own_fields
        ]
        if added:
            earlier = [found for findings in before.values() for found in findings]
            against |= _blamed(dataset, clear[measure], earlier, added)
    said = {key: (NEW_FINDING, new_finding(found.message)) for key, found in against.items()}
    for measure, reason in refused.items():
        said |= {id(own): (NOT_STORABLE, reason) for own in clear[measure]}
    return [
        _against(found, *said[id(found)], say) if id(found) in said else found
        for found in proposals
    ]


def _removes(proposal: Proposal) -> bool:
    return isinstance(proposal.returned, Absent) or proposal.returned == ""


def _asked(
    proposals: Iterable[Proposal], known: dict[frozenset[FieldName], tuple[_Check, ...]]
) -> tuple[_Check, ...]:
    """Return the checks that the values of proposals can concern; *known* are made already."""
    fields = frozenset(own.place.field for own in proposals)
    if fields not in known:
        known[fields] = checks_about(fields)
    return known[fields]


def _found(view: MeasureView, check: _Check) -> list[Finding]:
    """Return what a check finds that a clerk can cure."""
    return [
        found
        for found in check(view)
        if found.severity is not Severity.HINT and found.rule not in _NOT_CURABLE
    ]


def _findings_with(
    dataset: Dataset,
    taken: Sequence[Proposal],
    asked: Mapping[int, Sequence[_Check]],
    refused: dict[int, str],
) -> dict[int, dict[int, list[Finding]]]:
    """Return what is found with values in place, by measure and the number of the check *asked*.

    There is nothing about a measure whose values cannot be stored; why not goes to *refused*.
    """
    found: dict[int, dict[int, list[Finding]]] = {}

    def store() -> tuple[Change, ...]:
        return to_batch(dataset, ((own, own.returned) for own in taken), "").changes

    def look() -> tuple[Change, ...]:
        for measure, checks in asked.items():
            view = dataset.view(measure)
            every = [(number, _found(view, check)) for number, check in enumerate(checks)]
            found[measure] = {number: findings for number, findings in every if findings}
        return ()

    try:
        dataset.rehearse([store, look])
    except KlimaError as error:
        if len(asked) == 1:
            refused |= dict.fromkeys(asked, str(error))
            return {}
        for measure, checks in asked.items():
            own = [proposal for proposal in taken if proposal.measure == measure]
            found |= _findings_with(dataset, own, {measure: checks}, refused)
    return found


def _added(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """Return the findings that a rule has more than before at a field."""
    known = Counter((found.rule, found.field) for found in before)
    added = []
    for found in after:
        key = found.rule, found.field
        if known[key]:
            known[key] -= 1
        else:
            added.append(found)
    return added


def _blamed(
    dataset: Dataset,
    proposals: Sequence[Proposal],
    before: Sequence[Finding],
    added: Sequence[Finding],
) -> dict[int, Finding]:
    """Return by proposal the finding that it brings: alone, or else at its field."""
    blamed: dict[int, Finding] = {}
    keys = {(found.rule, found.field) for found in added}
    for own in proposals:
        alone = _findings_with(dataset, [own], {own.measure: _asked([own], {})}, {}).get(
            own.measure, {}
        )
        all_alone = [found for findings in alone.values() for found in findings]
        brought = [f for f in _added(before, all_alone) if (f.rule, f.field) in keys]
        if brought:
            blamed[id(own)] = brought[0]
    explained = {(found.rule, found.field) for found in blamed.values()}
    for finding in added:
        if (finding.rule, finding.field) in explained:
            continue
        own_field = [own for own in proposals if own.place.field == finding.field]
        for own in own_field or proposals:
            blamed.setdefault(id(own), finding)
    return blamed


def _against(
    proposal: Proposal, code: str, sentence: str, say: Callable[[Proposal, str], str]
) -> Proposal:
    problem = FileProblem(
        code,
        say(proposal, sentence),
        proposal.sheet,
        proposal.cell,
        proposal.measure_id,
        proposal.place.field,
    )
    return replace(proposal, problems=(*proposal.problems, problem))
