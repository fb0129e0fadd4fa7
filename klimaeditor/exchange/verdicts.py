"""What a person decides about proposals, value by value; no window is needed for it (MRG-02).

A value is open, taken or kept. What nothing speaks against is taken from the start, the rest waits.
The result of a value is what came back, what can be read in it, or what somebody made of it; it is
stored only where the value is taken. A decision holds as long as the dataset says what it said
then; if that has changed meanwhile, the value is asked about anew.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.readable import readable
from klimaeditor.excel.return_faults import FaultCode
from klimaeditor.exchange.mergereport import key_of
from klimaeditor.exchange.proposals import FileKind, alike, renewed
from klimaeditor.exchange.register import fingerprint
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.values import Absent, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from klimaeditor.checks.readable import Readable
    from klimaeditor.exchange.mergereport import Key
    from klimaeditor.exchange.proposals import FileProblem, Proposal, Returned
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Value


class Verdict(StrEnum):
    """How a value stands; *later* is open, too, but somebody has looked at it."""

    OPEN = "open"
    TAKE = "take"
    KEEP = "keep"
    LATER = "later"

    @property
    def is_open(self) -> bool:
        """Whether a decision is still wanted."""
        return self in (Verdict.OPEN, Verdict.LATER)


@dataclass(frozen=True, slots=True)
class OwnDecision:
    """What somebody decided about a value, or only made of it.

    *seen* is the fingerprint of what the dataset said then. With *edited*, *result* is what they
    made of what came back. *applied* is the fingerprint of what the dataset says since the decision
    was carried out, "" before.
    """

    verdict: Verdict
    seen: str
    edited: bool = False
    result: Value = None
    applied: str = ""


_BESIDE: Final = frozenset({FaultCode.COMMENT, FaultCode.COLOURED})
"""What is worth knowing at a value and speaks against nothing by itself."""


@dataclass(frozen=True, slots=True)
class ReturnItem:
    """A value to decide on. *file* is the number of its file.

    With *foreign*, the file is none of ours, so nobody knows what stood there before. *offers* is
    what can be read in a text that is no value of the field.
    """

    file: int
    key: Key
    proposal: Proposal
    foreign: bool
    offers: tuple[Readable, ...] = ()

    @property
    def field(self) -> Field:
        """The catalogue field."""
        return self.proposal.field

    @property
    def comments(self) -> tuple[FileProblem, ...]:
        """What somebody wrote beside the cell, and the colour in which it is written."""
        return tuple(p for p in self.proposal.problems if p.code in _BESIDE)

    @property
    def doubts(self) -> tuple[FileProblem, ...]:
        """What speaks against the value, comments left out."""
        return tuple(p for p in self.proposal.problems if p.code not in _BESIDE)

    @property
    def changed_here(self) -> bool:
        """Whether the dataset says something else than was sent."""
        return not self.foreign and not alike(self.proposal.base, self.proposal.current)

    @property
    def start(self) -> Value:
        """The result before anybody made something of it: what can be read, or what came back."""
        return self.offers[0].value if self.offers else self.proposal.returned

    def is_like(self, other: ReturnItem) -> bool:
        """Whether both are about the same field, and nothing or the same speaks against them."""
        mine, theirs = self.proposal, other.proposal
        doubts = [{doubt.code for doubt in item.doubts} for item in (self, other)]
        fields = mine.place.field == theirs.place.field
        return fields and mine.action is theirs.action and doubts[0] == doubts[1]


_MOST_BACK: Final = 200


class ReturnsReview:
    """The files as read, the values to decide on, and what was decided so far.

    Several files may speak about one place; at most one of them is taken.
    """

    def __init__(
        self, files: Sequence[Returned], decided: Mapping[Key, OwnDecision] | None = None
    ) -> None:
        self._read = tuple(files)
        self.files: tuple[Returned, ...] = self._read
        self.decided: dict[Key, OwnDecision] = dict(decided or {})
        self._before: list[dict[Key, OwnDecision]] = []
        self._editing: Key | None = None
        self.items: tuple[ReturnItem, ...] = self._items()

    def renew(self, dataset: Dataset) -> None:
        """Look at the dataset as it is now; decisions about what has changed there are open."""
        self.files = renewed(dataset, self._read)
        self.items = self._items()

    # --- how a value stands ------------------------------------------------------------------

    def verdict(self, item: ReturnItem) -> Verdict:
        """Return how a value stands; what is not decided is taken where nothing speaks against."""
        own = self.decided.get(item.key)
        if own is not None:
            return Verdict.OPEN if self.is_stale(item) else own.verdict
        return Verdict.TAKE if item.proposal.unproblematic else Verdict.OPEN

    def is_stale(self, item: ReturnItem) -> bool:
        """Whether the dataset says something else than when the value was decided on."""
        own = self.decided.get(item.key)
        return own is not None and own.seen != _seen(item)

    def is_decided(self, item: ReturnItem) -> bool:
        """Whether a person decided on a value, and the decision still holds."""
        return item.key in self.decided and not self.verdict(item).is_open

    def is_edited(self, item: ReturnItem) -> bool:
        """Whether the result is something that a person made."""
        own = self.decided.get(item.key)
        return own is not None and own.edited

    def result(self, item: ReturnItem) -> Value:
        """Return what would be stored if the value is taken."""
        own = self.decided.get(item.key)
        return own.result if own is not None and own.edited else item.start

    def open_items(self, file: int | None = None) -> tuple[ReturnItem, ...]:
        """Return what waits for a decision, of one file or of all."""
        return tuple(
            item for item in self.items if file in (None, item.file) and self.verdict(item).is_open
        )

    # --- deciding ----------------------------------------------------------------------------

    def take(self, *items: ReturnItem) -> None:
        """Take the results; what other files say about the same places is not taken."""
        keys = {item.key for item in items}
        places = {item.proposal.key for item in items}
        rivals = [i for i in self.items if i.proposal.key in places and i.key not in keys]
        self._decide([(i, Verdict.TAKE) for i in items] + [(i, Verdict.KEEP) for i in rivals])

    def keep(self, *items: ReturnItem) -> None:
        """Leave what the dataset says."""
        self._decide([(item, Verdict.KEEP) for item in items])

    def postpone(self, *items: ReturnItem) -> None:
        """Leave values open, also those that nothing speaks against."""
        self._decide([(item, Verdict.LATER) for item in items])

    def set_result(self, item: ReturnItem, value: Value) -> None:
        """Note what a person makes of a value; a value that was to be kept is open again.

        What is made of one value in a row is taken back as one.
        """
        if self.is_edited(item) and same(value, self.result(item)):
            return
        verdict = self.verdict(item)
        verdict = verdict if verdict is Verdict.TAKE else Verdict.OPEN
        if self._editing != item.key:
            self._remember()
            self._editing = item.key
        edited = not same(value, item.start)
        self.decided[item.key] = OwnDecision(
            verdict, _seen(item), edited, value if edited else None
        )

    def alike(self, item: ReturnItem) -> tuple[ReturnItem, ...]:
        """Return the open values for which the decision about *item* could be repeated."""
        if not self.is_decided(item) or self.is_edited(item) or item.offers:
            return ()
        return tuple(
            i for i in self.open_items() if i.key != item.key and i.is_like(item) and not i.offers
        )

    def repeat(self, item: ReturnItem) -> None:
        """Decide on all values that are alike as on *item*."""
        found = self.alike(item)
        (self.take if self.verdict(item) is Verdict.TAKE else self.keep)(*found)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a decision to take back."""
        return bool(self._before)

    def go_back(self) -> None:
        """Take the latest decision back."""
        if self._before:
            self.decided = self._before.pop()
            self._editing = None

    def _decide(self, wanted: Iterable[tuple[ReturnItem, Verdict]]) -> None:
        self._remember()
        for item, verdict in wanted:
            own = self.decided.get(item.key) or OwnDecision(verdict, "")
            self.decided[item.key] = replace(own, verdict=verdict, seen=_seen(item), applied="")

    def _remember(self) -> None:
        self._before = [*self._before[-_MOST_BACK:], dict(self.decided)]
        self._editing = None

    # --- what becomes of it ------------------------------------------------------------------

    def accepted(self) -> tuple[tuple[int, Proposal, Value], ...]:
        """Return what is to be stored: file number, proposal and value, in the order of files."""
        return tuple(
            (item.file, item.proposal, self.result(item))
            for item in self.items
            if self.verdict(item) is Verdict.TAKE
        )

    def kept(self) -> frozenset[Key]:
        """Return where somebody decided for what is there, now or in an earlier step."""
        now = {item.key for item in self.items if self.verdict(item) is Verdict.KEEP}
        open_ = {item.key for item in self.items}
        return frozenset(now | {k for k, own in self.decided.items() if own.applied} - open_)

    def note_applied(self) -> None:
        """Note that what is decided has been stored: it is asked about no more.

        If the step is undone, the decision stands as before.
        """
        for item in self.items:
            verdict = self.verdict(item)
            if not verdict.is_open:
                result = self.result(item) if verdict is Verdict.TAKE else item.proposal.current
                own = self.decided.get(item.key) or OwnDecision(verdict, _seen(item))
                applied = fingerprint(item.proposal, result)
                self.decided[item.key] = replace(own, applied=applied)
        self._before = []
        self._editing = None
        self.items = self._items()

    def _items(self) -> tuple[ReturnItem, ...]:
        return tuple(
            item
            for number, returned in enumerate(self.files)
            for proposal in returned.proposals
            if not proposal.is_done
            for item in (_item(number, returned, proposal),)
            if not self._is_applied(item)
        )

    def _is_applied(self, item: ReturnItem) -> bool:
        own = self.decided.get(item.key)
        return own is not None and bool(own.applied) and own.applied == _seen(item)


def _item(number: int, returned: Returned, proposal: Proposal) -> ReturnItem:
    foreign = returned.kind is not FileKind.REQUEST
    return ReturnItem(number, key_of(returned, proposal), proposal, foreign, _offers(proposal))


def _offers(proposal: Proposal) -> tuple[Readable, ...]:
    """Return what can be read in a text that came back where a number, year or day belongs."""
    if proposal.place.item is not None or isinstance(proposal.returned, Absent):
        return ()
    return readable(proposal.field.kind, proposal.returned)


def _seen(item: ReturnItem) -> str:
    return fingerprint(item.proposal, item.proposal.current)
