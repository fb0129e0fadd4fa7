"""What has been decided so far. No widgets: a review can be played through without a window."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from klimaeditor.merge.decide import Action, outcome
from klimaeditor.merge.linked import with_companions
from klimaeditor.values import Absent, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klimaeditor.merge.decide import Content
    from klimaeditor.merge.fields import FieldRef, RecordRef
    from klimaeditor.merge.linked import Chosen
    from ui.review.rows import DecisionRow

    Key = tuple[RecordRef, FieldRef | None]


class Pick(StrEnum):
    """How a row stands."""

    OPEN = "open"
    TAKEN = "taken"
    OURS = "ours"
    CHOSE_THEIRS = "chose_theirs"
    CHOSE_OURS = "chose_ours"
    EDITED = "edited"


class Review:
    """Decisions as rows, and what the user chose for them.

    With *settled_is_final* only conflicts can be decided; the rest has been carried out already and
    is shown for information.
    """

    def __init__(self, rows: Sequence[DecisionRow], *, settled_is_final: bool) -> None:
        self.rows = tuple(rows)
        self.settled_is_final = settled_is_final
        self._own: dict[Key, Content[FieldRef]] = {}
        self._picks: dict[Key, Pick] = {}
        self._all: Chosen = {}

    @property
    def choices(self) -> Chosen:
        """What ``klimaeditor.merge.apply.to_batch`` takes: decision key -> value."""
        return dict(self._all)

    @property
    def conflicts(self) -> tuple[DecisionRow, ...]:
        """The rows that somebody has to decide."""
        return tuple(row for row in self.rows if row.decision.action is Action.CONFLICT)

    @property
    def undecided(self) -> tuple[DecisionRow, ...]:
        """The conflicts without a choice."""
        return tuple(row for row in self.conflicts if row.decision.key not in self._all)

    def may_decide(self, row: DecisionRow) -> bool:
        """Whether the row can be decided here."""
        return row.decision.action is Action.CONFLICT or not self.settled_is_final

    def pick_of(self, row: DecisionRow) -> Pick:
        """Return how a row stands; the companions of a decided measure stand as it does."""
        key, decision = row.decision.key, row.decision
        if key in self._picks:
            return self._picks[key]
        if key in self._all:
            theirs = isinstance(self._all[key], Absent) == isinstance(decision.theirs, Absent)
            return Pick.CHOSE_THEIRS if theirs else Pick.CHOSE_OURS
        if decision.action is Action.CONFLICT:
            return Pick.OPEN
        return Pick.TAKEN if decision.action is Action.TAKE else Pick.OURS

    def result_of(self, row: DecisionRow) -> Content[FieldRef]:
        """Return what the row will hold; ours where nothing is decided yet."""
        return outcome(row.decision, self._all)

    def take(self, *rows: DecisionRow) -> None:
        """Choose theirs."""
        self._choose([(row, row.decision.theirs) for row in rows], Pick.CHOSE_THEIRS)

    def keep(self, *rows: DecisionRow) -> None:
        """Choose ours."""
        self._choose([(row, row.decision.ours) for row in rows], Pick.CHOSE_OURS)

    def edit(self, row: DecisionRow, value: Content[FieldRef]) -> None:
        """Choose a value of one's own; one that equals a version counts as that version."""
        for pick, version in (
            (Pick.CHOSE_OURS, row.decision.ours),
            (Pick.CHOSE_THEIRS, row.decision.theirs),
        ):
            if _same(value, version):
                self._choose([(row, version)], pick)
                return
        self._choose([(row, value)], Pick.EDITED)

    def keep_all(self) -> None:
        """Choose ours wherever nothing is decided yet."""
        self.keep(*self.undecided)

    def alike(self, row: DecisionRow) -> tuple[DecisionRow, ...]:
        """Return the other rows of the same sort that have no choice of their own yet."""
        if self._picks.get(row.decision.key) not in (Pick.CHOSE_OURS, Pick.CHOSE_THEIRS):
            return ()
        return tuple(
            other
            for other in self.rows
            if other is not row and other.is_like(row) and other.decision.key not in self._picks
        )

    def repeat(self, row: DecisionRow) -> None:
        """Choose for all that are alike as for *row*."""
        theirs = self.pick_of(row) is Pick.CHOSE_THEIRS
        (self.take if theirs else self.keep)(*self.alike(row))

    def _choose(self, found: Iterable[tuple[DecisionRow, Content[FieldRef]]], pick: Pick) -> None:
        for row, value in found:
            if self.may_decide(row):
                self._own[row.decision.key] = value
                self._picks[row.decision.key] = pick
        self._all = with_companions([row.decision for row in self.rows], self._own)


def _same(left: Content[FieldRef], right: Content[FieldRef]) -> bool:
    if isinstance(left, Absent) or isinstance(right, Absent):
        return left is right
    return same(left, right)  # type: ignore[arg-type]  # only fields are edited, no records
