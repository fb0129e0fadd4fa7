"""What has been decided about returned files so far. No widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.review.state import Pick, Review

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.merge.decide import Content
    from klimaeditor.merge.fields import FieldRef
    from klimaeditor.merge.proposals import Proposal
    from klimaeditor.values import Value
    from ui.returns.rows import ProposalRow
    from ui.review.rows import DecisionRow

_STORES = frozenset({Pick.TAKEN, Pick.CHOSE_THEIRS, Pick.EDITED})


class Returns(Review):
    """A review in which several files may speak about one place; at most one of them is taken."""

    def __init__(self, rows: Sequence[ProposalRow]) -> None:
        super().__init__(rows, settled_is_final=False)
        self.proposals = tuple(rows)

    def take(self, *rows: DecisionRow) -> None:
        """Choose what came back, and not what rivals say."""
        super().take(*rows)
        self._refuse_rivals(rows)

    def edit(self, row: DecisionRow, value: Content[FieldRef]) -> None:
        """Choose a value of one's own, for all files that speak about the place."""
        super().edit(row, value)
        if self.pick_of(row) in _STORES:
            self._refuse_rivals((row,))

    def accepted(self) -> tuple[tuple[int, Proposal, Value], ...]:
        """Return what is to be stored: file number, proposal and value, in the order of the rows.

        Conflicts that nobody has decided are left as they are.
        """
        found = []
        for row in self.proposals:
            if self.pick_of(row) in _STORES:
                value = self.result_of(row)
                found.append((row.file, row.proposal, value))  # fields only: no mappings here
        return tuple(found)  # type: ignore[arg-type]  # as the comment above says

    def kept(self) -> tuple[tuple[int, Proposal], ...]:
        """Return where somebody decided for what is there: file number and proposal."""
        return tuple(
            (row.file, row.proposal)
            for row in self.proposals
            if self.pick_of(row) is Pick.CHOSE_OURS
        )

    def _refuse_rivals(self, rows: Sequence[DecisionRow]) -> None:
        taken = {row.proposal.key: row for row in self.proposals if row in rows}
        self.keep(
            *(
                row
                for row in self.proposals
                if row.proposal.key in taken and row is not taken[row.proposal.key]
            )
        )
