"""Proposals of returned files as the rows of a review; and back again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.merge import texts as merge_texts
from klimaeditor.merge.decide import Action, Decision, Reason
from klimaeditor.merge.describe import describe, describe_item, label_of
from klimaeditor.merge.fields import FieldRef, RecordRef
from klimaeditor.merge.proposals import FileKind
from klimaeditor.values import Absent, same
from ui.returns import texts
from ui.review.rows import DecisionRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.merge.linked import Found
    from klimaeditor.merge.proposals import Proposal, Returned
    from klimaeditor.values import Value

_FILES: Final = 1_000_000_000
"""Keys of measures are smaller; together with the file's number they tell rows apart."""


@dataclass(frozen=True, slots=True)
class ProposalRow(DecisionRow):
    """A proposal with the number of its file, as a row of a review.

    *foreign*: its file is none of ours, so nobody knows what stood there before.
    """

    file: int
    proposal: Proposal
    foreign: bool

    def notes(self) -> str:
        """Return what speaks for or against it: reason, damage, what other files say."""
        lines = [_reason(self)]
        lines += [problem.message for problem in self.proposal.problems]
        lines += [
            texts.rival(rival.sender or rival.file, _text(self.proposal, rival.returned))
            for rival in self.proposal.rivals
        ]
        if self.proposal.score < 1:
            lines.append(texts.score(self.proposal.title, self.proposal.score))
        return "\n".join(lines)


def rows_of(files: Sequence[Returned]) -> tuple[ProposalRow, ...]:
    """Return everything that can be decided, file by file; what is done already is left out."""
    return tuple(
        _row(number, proposal, foreign=returned.kind is not FileKind.REQUEST)
        for number, returned in enumerate(files)
        for proposal in returned.proposals
        if not proposal.is_done
    )


def _row(number: int, proposal: Proposal, *, foreign: bool) -> ProposalRow:
    decision = _decision(number, proposal, foreign=foreign)
    ref = decision.field
    label = "" if ref is None else label_of(decision.record.file, ref)
    return ProposalRow(decision, proposal.title, label, number, proposal, foreign)


def _decision(number: int, proposal: Proposal, *, foreign: bool) -> Found:
    """Return the decision; what has a doubt about it waits for a person, as a conflict does.

    What a *foreign* file says is compared with what is there now.
    """
    field = FIELDS_BY_NAME[proposal.place.field]
    doubtful = proposal.action is Action.TAKE and not proposal.unproblematic
    return Decision(
        record=RecordRef(field.file, number * _FILES + proposal.measure, proposal.measure_id),
        field=FieldRef(field.path, proposal.place.item),
        base=proposal.current if foreign else proposal.base,
        ours=proposal.current,
        theirs=proposal.returned,
        action=Action.CONFLICT if doubtful else proposal.action,
        reason=proposal.reason,
    )


def _reason(row: ProposalRow) -> str:
    """Return why a row stands as it does; the sentences of the merge are about two people."""
    found = row.proposal
    waits = row.decision.action is Action.CONFLICT
    if found.reason is Reason.ONLY_THEIRS:
        plain, doubtful = texts.ONLY_RETURNED, texts.ONLY_RETURNED_DOUBTFUL
        if row.foreign:
            plain, doubtful = texts.NEW_IN_FILE, texts.NEW_IN_FILE_DOUBTFUL
        return _rival_reason(found) or (doubtful if waits else plain)
    if found.reason is Reason.BOTH_DIFFER:
        return texts.OTHER_IN_FILE if row.foreign else _rival_reason(found) or texts.BOTH_CHANGED
    return merge_texts.reason(found.reason)


def _rival_reason(found: Proposal) -> str:
    """Return that files contradict each other, where that is all there is to decide."""
    return texts.RIVALS if found.rivals and _is_unchanged(found) else ""


def _is_unchanged(found: Proposal) -> bool:
    """Whether the dataset still holds what was sent."""
    if isinstance(found.base, Absent) or isinstance(found.current, Absent):
        return found.base is found.current
    return same(found.base, found.current)


def _text(proposal: Proposal, value: Value) -> str:
    field = FIELDS_BY_NAME[proposal.place.field]
    if proposal.place.item is None or isinstance(value, Absent):
        return describe(value, field)
    return describe_item(value, field)
