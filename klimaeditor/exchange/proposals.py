"""Proposals: what a file from outside suggests for the fields of measures, decided, not applied.

A returned request, a foreign table and a yearly report end in the same shape: per file its
:class:`Returned`, in it one :class:`Proposal` per field – or per dated value or link of a list –
with the three versions *base – returned – current* and everything that speaks against taking it.
Nothing here touches the dataset; :func:`to_batch` does, as one step.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.diff.decide import Action, DecisionReason, decide
from klimaeditor.diff.describe import describe_part, label_of_part
from klimaeditor.diff.fields import named_items, normalised
from klimaeditor.model.changes import Batch
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.edits import set_field
from klimaeditor.model.fieldtypes import ITEM_KEYS, Kind
from klimaeditor.model.values import ABSENT, Absent, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from klimaeditor.diff.decide import Decision
    from klimaeditor.model.changes import Change
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import Dataset, MeasureView
    from klimaeditor.model.values import Json, Value


# --- Proposals: what a file from outside suggests for the fields of measures, decided, not applied


class FileKind(StrEnum):
    """What kind of file a proposal came with."""

    REQUEST = "request"
    TABLE = "table"
    REPORT = "report"
    COPY = "copy"
    """The dataset of another person; its differences are decisions, no proposals."""


class Place(NamedTuple):
    """A catalogue field by name, or one item of a list field by its date or address."""

    field: FieldName
    item: str | None = None


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Something found in a file. *message* is German: file, sheet, cell, what to do.

    *code* is stable and for machines. With *severe*, something was not taken over or needs a
    person; without it is worth knowing. *sheet*, *cell* ("D7" or a range), *measure_id* and
    *field* say where, as far as known. *wrote* is what *writer* put beside a cell, "" for the rest.
    """

    code: str
    message: str
    sheet: str = ""
    cell: str = ""
    measure_id: str = ""
    field: str = ""
    severe: bool = True
    wrote: str = ""
    writer: str = ""


@dataclass(frozen=True, slots=True)
class Rival:
    """Another file that says something else about the same place."""

    file: str
    sender: str
    returned: Value


@dataclass(frozen=True, slots=True)
class Proposal:
    """One place of one measure: what was sent, what came back, what it is now.

    *measure* is the key in the open dataset. *base* is what was sent (ABSENT where nothing was,
    e.g. for a foreign table), *returned* what the file says, *current* what the dataset holds;
    ABSENT means "not there". *action* and *reason* are those of the three-way merge, a conflict
    also where files contradict each other (*rivals*). *problems* speak against taking it unseen.
    *score* from 0 to 1 says how sure the measure was recognised; 1 means by its id. *cell* is
    where it stands in the file, e.g. "D7" in *sheet*.
    """

    measure: int
    measure_id: str
    title: str
    place: Place
    field: Field
    base: Value
    returned: Value
    current: Value
    action: Action
    reason: DecisionReason
    sheet: str = ""
    cell: str = ""
    problems: tuple[FileProblem, ...] = ()
    rivals: tuple[Rival, ...] = ()
    score: float = 1.0

    @property
    def key(self) -> tuple[int, Place]:
        """What choices are filed under."""
        return self.measure, self.place

    @property
    def label(self) -> str:
        """What to call its place: the field's public label, with day or address of an item."""
        return label_of_part(self.field.label, self.place.item)

    def described(self, value: Value) -> str:
        """Return a value of its place in German words; it is data, so show it as plain text."""
        return describe_part(self.field, self.place.item, value)

    @property
    def unproblematic(self) -> bool:
        """Whether it may be taken without being looked at (`--accept unproblematic`)."""
        return self.action is Action.TAKE and not any(found.severe for found in self.problems)

    @property
    def is_conflict(self) -> bool:
        """Whether somebody has to choose between versions."""
        return self.action is Action.CONFLICT

    @property
    def is_done(self) -> bool:
        """Whether the dataset already says what the file says."""
        return self.action is Action.EITHER


@dataclass(frozen=True, slots=True)
class Remark:
    """What a department wrote for the editors about a measure; it is never stored as data.

    *answer* is the stored form of the column "Rückmeldung", "" where nothing was chosen.
    """

    measure_id: str
    title: str
    answer: str
    text: str


@dataclass(frozen=True, slots=True)
class Returned:
    """One file as read. *file* is its name without folders, *sender* who sent it, "" unknown.

    *problems* are those of the file and of rows that could not be taken at all; those of a single
    place are in its proposal. *request* is the id of the request a returned workbook answers.
    """

    file: str
    sha256: str
    kind: FileKind
    proposals: tuple[Proposal, ...] = ()
    problems: tuple[FileProblem, ...] = ()
    remarks: tuple[Remark, ...] = ()
    sender: str = ""
    request: str = ""
    sent: date | None = None
    """The day on which the request was sent, where the file says so."""
    unreadable: bool = False
    """Whether the file as a whole could not be read; *problems* say why."""

    @property
    def all_problems(self) -> tuple[FileProblem, ...]:
        """Everything found in the file, also what belongs to single proposals, each once."""
        own = (found for proposal in self.proposals for found in proposal.problems)
        return tuple(dict.fromkeys((*self.problems, *own)))

    @property
    def conflicts(self) -> tuple[Proposal, ...]:
        """The proposals between whose versions somebody has to choose."""
        return tuple(found for found in self.proposals if found.is_conflict)

    @property
    def unproblematic(self) -> tuple[Proposal, ...]:
        """The proposals that may be taken without being looked at."""
        return tuple(found for found in self.proposals if found.unproblematic)

    @property
    def is_clean(self) -> bool:
        """Whether nothing in the file needs a person: no conflict, no damage."""
        doubtful = any(found.severe for found in self.all_problems)
        return not self.unreadable and not doubtful and not self.conflicts


# --- Values that came from outside -> decided proposals (MRG-02), and files set against each other

_NOTHING: Final[tuple[Json, ...]] = ("", None, [])


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says about one measure: *returned* by field, *base* as it was sent, by field.

    Fields that were not answered are in neither. *cells* and *problems* are filed under the place
    they belong to, or under the place of the whole field.
    """

    measure: int
    returned: Mapping[FieldName, Value]
    base: Mapping[FieldName, Value] = field(default_factory=dict)
    sheet: str = ""
    cells: Mapping[Place, tuple[str, str]] = field(default_factory=dict)
    problems: Mapping[Place, tuple[FileProblem, ...]] = field(default_factory=dict)
    score: float = 1.0


def propose(dataset: Dataset, said: Said) -> tuple[Proposal, ...]:
    """Return a proposal for every place where the file says something else than was sent.

    Places with a severe problem come too, whatever the merge thinks of them, as long as they differ
    from what was sent. Nothing stands for nothing: absent, null and "" are alike here.
    """
    view = dataset.view(said.measure)
    found: list[Proposal] = []
    for name, returned in said.returned.items():
        versions = (said.base.get(name, ABSENT), view.value(name), returned)
        own = view.site.catalogue.field(name)
        base, ours, theirs = cut(own, versions)
        decisions = decide({0: base}, {0: ours}, {0: theirs}, plain)
        found += [
            _proposal(said, view, own, decision)
            for decision in decisions
            if decision.field is not None and decision.reason is not DecisionReason.ONLY_OURS
        ]
    return tuple(found)


def plain(value: Value) -> Value:
    """Return the value to compare by: without noise, and with one form of nothing."""
    return None if isinstance(value, Absent) or value in _NOTHING else normalised(value)


def alike(left: Value, right: Value) -> bool:
    """Tell whether two values say the same (MRG-05)."""
    return same(left, right) or same(plain(left), plain(right))


def cut(field_: Field, versions: Sequence[Value]) -> list[dict[Place, Value]]:
    """Return versions of one field by place: dated values and links singly where that is possible.

    It is not where one of the versions is no list of objects or has a date or address twice.
    """
    name, kind = field_.name, field_.kind
    if kind in ITEM_KEYS:
        named = [_named(value, ITEM_KEYS[kind]) for value in versions]
        cuts = [
            {Place(name, item): value for item, value in items.items()}
            for items in named
            if items is not None
        ]
        if len(cuts) == len(versions):
            return cuts
    return [{Place(name): value} for value in versions]


def _named(value: Value, key: str) -> Mapping[str, Value] | None:
    nothing = isinstance(value, Absent) or value in _NOTHING
    return {} if nothing else named_items(value, key)


def _proposal(
    said: Said, view: MeasureView, own: Field, decision: Decision[int, Place]
) -> Proposal:
    whole = Place(own.name)
    place = decision.field or whole
    sheet, cell = said.cells.get(place) or said.cells.get(whole) or (said.sheet, "")
    problems = [p for other, found in said.problems.items() if _meets(other, place) for p in found]
    return Proposal(
        measure=said.measure,
        measure_id=view.id,
        title=view.title,
        place=place,
        field=own,
        base=_value(decision.base),
        returned=_value(decision.theirs),
        current=_value(decision.ours),
        action=decision.action,
        reason=decision.reason,
        sheet=sheet,
        cell=cell,
        problems=tuple(dict.fromkeys(problems)),
        score=said.score,
    )


def _meets(other: Place, place: Place) -> bool:
    """Tell whether what is said about one place concerns another: the same, or all of its list."""
    return other.field == place.field and (
        other.item == place.item or other.item is None or place.item is None
    )


def _value(content: Value | Mapping[Place, Value]) -> Value:
    """Return the value of a field's decision; a mapping stands only in those of whole records."""
    return content  # type: ignore[return-value]  # decisions about fields hold values


def against_each_other(files: Iterable[Returned]) -> tuple[Returned, ...]:
    """Return the files with a conflict wherever two of them say different things about one place.

    Where they say the same, the first is taken and the others are done with it; what the dataset
    says already stays done.
    """
    read = tuple(files)
    by_place: dict[tuple[int, Place], list[tuple[int, Proposal]]] = defaultdict(list)
    for number, returned in enumerate(read):
        for proposal in returned.proposals:
            by_place[proposal.key].append((number, proposal))
    shared = {key: found for key, found in by_place.items() if len(found) > 1}
    return tuple(
        replace(
            returned,
            proposals=tuple(
                _set_against(proposal, number, shared.get(proposal.key, ()), read)
                for proposal in returned.proposals
            ),
        )
        for number, returned in enumerate(read)
    )


def _set_against(
    proposal: Proposal,
    number: int,
    found: Sequence[tuple[int, Proposal]],
    files: Sequence[Returned],
) -> Proposal:
    others = [(place, other) for place, other in found if place != number]
    rivals = tuple(
        Rival(files[place].file, files[place].sender, other.returned)
        for place, other in others
        if not alike(other.returned, proposal.returned)
    )
    if rivals and proposal.is_done:
        return replace(proposal, rivals=rivals)
    if rivals:
        return replace(
            proposal, rivals=rivals, action=Action.CONFLICT, reason=DecisionReason.BOTH_DIFFER
        )
    taken = any(place < number and other.unproblematic for place, other in others)
    if taken and proposal.action is Action.TAKE:
        return replace(proposal, action=Action.EITHER, reason=DecisionReason.BOTH_SAME)
    return proposal


def renewed(dataset: Dataset, files: Iterable[Returned]) -> tuple[Returned, ...]:
    """Return files decided anew against the dataset as it is now; nothing is read again.

    What is about a measure that has gone is left out.
    """
    return against_each_other(
        replace(
            returned,
            proposals=tuple(
                _renewed(dataset, found)
                for found in returned.proposals
                if found.measure in dataset.measures
            ),
        )
        for returned in files
    )


def _renewed(dataset: Dataset, found: Proposal) -> Proposal:
    """Return a proposal with what the dataset says now; unchanged where it says the same."""
    place = found.place
    current = dataset.value(found.measure, place.field)
    if place.item is not None:
        current = cut(found.field, (current,))[0].get(place, ABSENT)
    if same(current, found.current):
        return found
    base, ours, theirs = (
        {0: {} if isinstance(value, Absent) else {place: value}}
        for value in (found.base, current, found.returned)
    )
    decided = decide(base, ours, theirs, plain)
    if not decided or decided[0].reason is DecisionReason.ONLY_OURS:  # nothing is left to do
        action, reason = Action.EITHER, DecisionReason.BOTH_SAME
    else:
        action, reason = decided[0].action, decided[0].reason
    return replace(found, current=current, action=action, reason=reason, rivals=())


# --- Carry out proposals: one Batch, one step of the history (MRG-02, SAFE-13) -------------------
#
# Values are stored as the form stores them, so companions and groups come and go as they should.


def to_batch(dataset: Dataset, accepted: Iterable[tuple[Proposal, Value]], label: str) -> Batch:
    """Return the batch that stores each accepted proposal's value (ABSENT removes).

    The value is the proposal's *returned*, or what somebody made of it. Later ones win over earlier
    ones at the same place. Raises EditError for what no file can hold and StaleChangeError for a
    measure that is gone; then nothing was changed.
    """
    wanted: dict[tuple[int, FieldName], dict[Place, Value]] = defaultdict(dict)
    for proposal, value in accepted:
        wanted[proposal.measure, proposal.place.field][proposal.place] = value
    steps = [
        partial(_store, dataset, measure, name, values)
        for (measure, name), values in wanted.items()
    ]
    return Batch(label, dataset.rehearse(steps))


def _store(
    dataset: Dataset, measure: int, name: FieldName, values: dict[Place, Value]
) -> tuple[Change, ...]:
    whole = [value for place, value in values.items() if place.item is None]
    if whole:
        return set_field(dataset, measure, name, whole[-1])
    items = {place.item: value for place, value in values.items() if place.item is not None}
    kind = dataset.site.catalogue.field(name).kind
    return set_field(dataset, measure, name, _edited(dataset.value(measure, name), kind, items))


def _edited(stored: Value, kind: Kind, items: dict[str, Value]) -> list[Json]:
    """Return a list with some of its items replaced, added or (ABSENT) removed.

    What is dated comes in by its date where the list is in order (WEB-04), else at the end.
    """
    key = ITEM_KEYS[kind]
    before: list[Json] = stored if isinstance(stored, list) else []
    after: list[Json] = []
    left = dict(items)
    for item in before:
        named = _name(item, key)
        value = left.pop(named, item)
        if not isinstance(value, Absent):
            after.append(value)
    after += [value for value in left.values() if not isinstance(value, Absent)]
    names = [_name(item, key) for item in before]
    if kind is Kind.SERIES and names == sorted(names):
        after.sort(key=lambda item: _name(item, key))
    return after


def _name(item: Json, key: str) -> str:
    found = item.get(key, "") if isinstance(item, dict) else ""
    return found if isinstance(found, str) else ""
