"""Values that came from outside -> decided proposals (MRG-02), and files set against each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.catalogue.types import ITEM_KEYS
from klimaeditor.merge.decide import Action, Reason, decide
from klimaeditor.merge.describe import describe_field, label_of
from klimaeditor.merge.fields import FieldRef, named_items
from klimaeditor.merge.normal import normalised
from klimaeditor.merge.proposals import Place, Proposal, Returned, Rival
from klimaeditor.values import ABSENT, Absent, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.merge.decide import Decision
    from klimaeditor.merge.proposals import Problem
    from klimaeditor.values import Json, Value

_NOTHING: Final[tuple[Json, ...]] = ("", None, [])


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says about one measure: *returned* by field, *base* as it was sent, by field.

    Fields that were not answered are in neither. *cells* and *problems* are filed under the place
    they belong to, or under the place of the whole field.
    """

    measure: int
    returned: Mapping[str, Value]
    base: Mapping[str, Value] = field(default_factory=dict)
    sheet: str = ""
    cells: Mapping[Place, tuple[str, str]] = field(default_factory=dict)
    problems: Mapping[Place, tuple[Problem, ...]] = field(default_factory=dict)
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
        base, ours, theirs = cut(name, versions)
        decisions = decide({0: base}, {0: ours}, {0: theirs}, plain)
        found += [
            _proposal(said, view.id, view.title, decision)
            for decision in decisions
            if decision.reason is not Reason.ONLY_OURS
        ]
    return tuple(found)


def plain(value: Value) -> Value:
    """Return the value to compare by: without noise, and with one form of nothing."""
    return None if isinstance(value, Absent) or value in _NOTHING else normalised(value)


def alike(left: Value, right: Value) -> bool:
    """Tell whether two values say the same (MRG-05)."""
    return same(left, right) or same(plain(left), plain(right))


def label_of_place(place: Place) -> str:
    """Return what to call a place: the field's public label, with day or address of an item."""
    field_ = FIELDS_BY_NAME[place.field]
    return label_of(field_.file, FieldRef(field_.path, place.item))


def describe_place(place: Place, value: Value) -> str:
    """Return a value of a place in German words; it is data, so show it as plain text."""
    field_ = FIELDS_BY_NAME[place.field]
    return describe_field(field_.file, FieldRef(field_.path, place.item), value)


def cut(name: str, versions: Sequence[Value]) -> list[dict[Place, Value]]:
    """Return versions of one field by place: dated values and links singly where that is possible.

    It is not where one of the versions is no list of objects or has a date or address twice.
    """
    kind = FIELDS_BY_NAME[name].kind
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


def _proposal(said: Said, measure_id: str, title: str, decision: Decision[int, Place]) -> Proposal:
    place = decision.field or Place("")
    whole = Place(place.field)
    sheet, cell = said.cells.get(place) or said.cells.get(whole) or (said.sheet, "")
    problems = [p for other, found in said.problems.items() if _meets(other, place) for p in found]
    return Proposal(
        measure=said.measure,
        measure_id=measure_id,
        title=title,
        place=place,
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
        return replace(proposal, rivals=rivals, action=Action.CONFLICT, reason=Reason.BOTH_DIFFER)
    taken = any(place < number and other.unproblematic for place, other in others)
    if taken and proposal.action is Action.TAKE:
        return replace(proposal, action=Action.EITHER, reason=Reason.BOTH_SAME)
    return proposal
