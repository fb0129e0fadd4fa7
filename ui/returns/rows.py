"""Proposals of returned files as the rows of a review; and back again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.merge import texts as merge_texts
from klimaeditor.merge.decide import Action, Decision
from klimaeditor.merge.describe import describe, describe_item, label_of
from klimaeditor.merge.fields import FieldRef, RecordRef
from klimaeditor.values import Absent
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
    """A proposal with the number of its file, as a row of a review."""

    file: int
    proposal: Proposal

    def notes(self) -> str:
        """Return what speaks for or against it: reason, damage, what other files say."""
        lines = [merge_texts.reason(self.proposal.reason)]
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
        _row(number, proposal)
        for number, returned in enumerate(files)
        for proposal in returned.proposals
        if not proposal.is_done
    )


def _row(number: int, proposal: Proposal) -> ProposalRow:
    decision = _decision(number, proposal)
    ref = decision.field
    label = "" if ref is None else label_of(decision.record.file, ref)
    return ProposalRow(decision, proposal.title, label, number, proposal)


def _decision(number: int, proposal: Proposal) -> Found:
    """Return the decision; what has a doubt about it waits for a person, as a conflict does."""
    field = FIELDS_BY_NAME[proposal.place.field]
    doubtful = proposal.action is Action.TAKE and not proposal.unproblematic
    return Decision(
        record=RecordRef(field.file, number * _FILES + proposal.measure, proposal.measure_id),
        field=FieldRef(field.path, proposal.place.item),
        base=proposal.base,
        ours=proposal.current,
        theirs=proposal.returned,
        action=Action.CONFLICT if doubtful else proposal.action,
        reason=proposal.reason,
    )


def _text(proposal: Proposal, value: Value) -> str:
    field = FIELDS_BY_NAME[proposal.place.field]
    if proposal.place.item is None or isinstance(value, Absent):
        return describe(value, field)
    return describe_item(value, field)
