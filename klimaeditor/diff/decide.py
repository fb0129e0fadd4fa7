"""Decide, field by field, what becomes of two sets of changes to the same thing (MRG-02).

Pure functions on plain mappings: record -> field -> value, whatever records and fields are. A
record missing on a side is a missing mapping, a missing field is ABSENT. The order of a mapping is
the order of the file; it tells where something new belongs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Generic, TypeVar

from klimaeditor.diff.fields import normalised
from klimaeditor.model.changes import FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.records import COMPANIONS
from klimaeditor.model.values import ABSENT, Absent, same

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from klimaeditor.diff.fields import FieldRef, RecordRef
    from klimaeditor.model.values import Value


# --- Decide, field by field, what becomes of two sets of changes to the same thing (MRG-02) ------

R = TypeVar("R", bound="Hashable")
F = TypeVar("F", bound="Hashable")

if TYPE_CHECKING:
    Content: TypeAlias = "Value | Mapping[F, Value]"
    Side: TypeAlias = "Mapping[R, Mapping[F, Value]]"
    Choices: TypeAlias = "Mapping[tuple[R, F | None], Content[F]]"
    Normal: TypeAlias = "Callable[[Value], Value]"
    Alike: TypeAlias = "Callable[[Value, Value], bool]"


class Action(StrEnum):
    """What happens without anybody being asked; a conflict leaves ours until somebody chooses."""

    KEEP = "keep"
    TAKE = "take"
    EITHER = "either"
    CONFLICT = "conflict"


class DecisionReason(StrEnum):
    """Why."""

    ONLY_OURS = "only_ours"
    ONLY_THEIRS = "only_theirs"
    BOTH_SAME = "both_same"
    BOTH_DIFFER = "both_differ"
    REMOVED_THEIRS_EDITED_OURS = "removed_theirs_edited_ours"
    REMOVED_OURS_EDITED_THEIRS = "removed_ours_edited_theirs"


_ACTIONS = {
    DecisionReason.ONLY_OURS: Action.KEEP,
    DecisionReason.ONLY_THEIRS: Action.TAKE,
    DecisionReason.BOTH_SAME: Action.EITHER,
}


@dataclass(frozen=True, slots=True)
class Decision(Generic[R, F]):
    """What was decided about one field, or about a whole record where *field* is None.

    *base*, *ours* and *theirs* are the real values, not the normalised ones; those of a record are
    its mapping of fields, ABSENT where it is missing. Where only one of ours and theirs has the
    field or record, *after* is what stands before it there, None for the first.
    """

    record: R
    field: F | None
    base: Content[F]
    ours: Content[F]
    theirs: Content[F]
    action: Action
    reason: DecisionReason
    after: R | F | None = None

    @property
    def key(self) -> tuple[R, F | None]:
        """What choices are filed under."""
        return self.record, self.field


def decide(
    base: Side[R, F],
    ours: Side[R, F],
    theirs: Side[R, F],
    normal: Normal = normalised,
    *,
    exact: bool = False,
) -> tuple[Decision[R, F], ...]:
    """Return the decisions for everything that differs, in the order of ours, then of theirs.

    Values are compared by what *normal* makes of them, so that noise is no change (MRG-05). With
    *exact*, a change that only *normal* hides counts too, as long as nothing else stands against
    it: somebody may have removed just those blanks.
    """
    judge = _Judge(normal, exact)
    found: list[Decision[R, F]] = []
    for record in _union(ours, theirs, base):
        was, our, their = base.get(record), ours.get(record), theirs.get(record)
        if our is not None and their is not None:
            found += _fields(judge, record, was, our, their)
        else:
            reason = judge.presence(was, our, their)
            after = _one_sided(record, ours, theirs)
            found.append(_decision(record, None, (was, our, their), reason, after))
    return tuple(found)


def outcome(decision: Decision[R, F], choices: Choices[R, F]) -> Content[F]:
    """Return what the result holds: the choice, else theirs where it is taken, else ours."""
    if decision.key in choices:
        return choices[decision.key]
    return decision.theirs if decision.action is Action.TAKE else decision.ours


def conflicts(decisions: Iterable[Decision[R, F]]) -> tuple[Decision[R, F], ...]:
    """Return those on which somebody has to decide."""
    return tuple(found for found in decisions if found.action is Action.CONFLICT)


class _Judge:
    """Compares values, exactly first where asked to, then normalised."""

    def __init__(self, normal: Normal, exact: bool) -> None:
        self._normal = normal
        self._tiers: tuple[Alike, ...] = (same, self.alike) if exact else (self.alike,)

    def alike(self, left: Value, right: Value) -> bool:
        """Tell whether two values are the same but for noise."""
        return same(left, right) or same(self._normal(left), self._normal(right))

    def field(self, base: Value, ours: Value, theirs: Value) -> DecisionReason | None:
        """Return the reason for a field, None where there is nothing to decide."""
        for alike in self._tiers:
            if alike(ours, theirs):
                return None if alike(base, ours) else DecisionReason.BOTH_SAME
            if alike(theirs, base):
                return DecisionReason.ONLY_OURS
            if alike(ours, base):
                return DecisionReason.ONLY_THEIRS
        return _clash(ours, theirs)

    def records(self, left: Mapping[F, Value], right: Mapping[F, Value]) -> bool:
        """Tell whether two records are the same but for noise."""
        return left is right or all(
            self.alike(left.get(field, ABSENT), right.get(field, ABSENT))
            for field in _union(left, right)
        )

    def presence(
        self,
        base: Mapping[F, Value] | None,
        ours: Mapping[F, Value] | None,
        theirs: Mapping[F, Value] | None,
    ) -> DecisionReason:
        """Return the reason for a record that at least one of ours and theirs lacks."""
        if ours is None and theirs is None:
            return DecisionReason.BOTH_SAME
        if base is None:
            return DecisionReason.ONLY_OURS if theirs is None else DecisionReason.ONLY_THEIRS
        if ours is None:
            touched = theirs is not None and not self.records(base, theirs)
            return (
                DecisionReason.REMOVED_OURS_EDITED_THEIRS if touched else DecisionReason.ONLY_OURS
            )
        touched = not self.records(base, ours)
        return DecisionReason.REMOVED_THEIRS_EDITED_OURS if touched else DecisionReason.ONLY_THEIRS


def _fields(
    judge: _Judge,
    record: R,
    base: Mapping[F, Value] | None,
    ours: Mapping[F, Value],
    theirs: Mapping[F, Value],
) -> Iterator[Decision[R, F]]:
    """Yield the decisions about the fields of a record that ours and theirs both have.

    In a record that both added, nothing does not stand against something: new records come with
    empty fields.
    """
    if ours is theirs and ours is base:
        return
    if base is None and judge.records(ours, theirs):
        yield _decision(record, None, (None, ours, theirs), DecisionReason.BOTH_SAME, None)
        return
    was: Mapping[F, Value] = {} if base is None else base
    for field in _union(ours, theirs, was):
        our, their = ours.get(field, ABSENT), theirs.get(field, ABSENT)
        held = was.get(field, ABSENT)
        reason = judge.field(_start(our, their) if base is None else held, our, their)
        if reason is not None:
            sides = (held, our, their)
            yield _decision(record, field, sides, reason, _one_sided(field, ours, theirs))


def _start(ours: Value, theirs: Value) -> Value:
    """Return the one of two values that says nothing; ABSENT where both or none do."""
    blank = [value for value in (ours, theirs) if value in ("", None, [], {})]
    return blank[0] if len(blank) == 1 and ABSENT not in (ours, theirs) else ABSENT


def _decision(
    record: R,
    field: F | None,
    sides: Iterable[Content[F] | None],
    reason: DecisionReason,
    after: R | F | None,
) -> Decision[R, F]:
    if field is None:
        sides = (ABSENT if side is None else side for side in sides)
    base, ours, theirs = sides
    action = _ACTIONS.get(reason, Action.CONFLICT)
    return Decision(record, field, base, ours, theirs, action, reason, after)


def _clash(ours: Value, theirs: Value) -> DecisionReason:
    if isinstance(theirs, Absent):
        return DecisionReason.REMOVED_THEIRS_EDITED_OURS
    if isinstance(ours, Absent):
        return DecisionReason.REMOVED_OURS_EDITED_THEIRS
    return DecisionReason.BOTH_DIFFER


K = TypeVar("K", bound="Hashable")
V = TypeVar("V")


def _union(*sides: Mapping[K, V]) -> Iterable[K]:
    return dict.fromkeys(chain.from_iterable(sides))


def _one_sided(key: K, ours: Mapping[K, V], theirs: Mapping[K, V]) -> K | None:
    """Return what stands before *key* on the one side that has it, None where both have it."""
    if (key in ours) == (key in theirs):
        return None
    keys = list(ours if key in ours else theirs)
    place = keys.index(key)
    return keys[place - 1] if place else None


# --- A measure and its companions come and go together (WEB-06) ----------------------------------
#
# Records are decided on one by one. But who removes a measure removes its additional record and its
# progress too, and whoever edited only one of the three has something to say about all.

if TYPE_CHECKING:
    Found: TypeAlias = Decision[RecordRef, FieldRef]
    Chosen: TypeAlias = Choices[RecordRef, FieldRef]

_TOGETHER = (FileName.MEASURES, *COMPANIONS)


def link(decisions: Iterable[Found]) -> tuple[Found, ...]:
    """Return the decisions with conflicts where one side removed what the other worked on.

    If one side removed a measure and the other changed or added anything that belongs to it,
    removing and adding its records is a conflict altogether.
    """
    found = list(decisions)
    places: dict[str, list[int]] = defaultdict(list)
    for place, decision in enumerate(found):
        if decision.record.file in _TOGETHER and decision.record.id:
            places[decision.record.id].append(place)
    for group in places.values():
        reason = _clash_linked([found[place] for place in group])
        if reason is None:
            continue
        for place in group:
            if found[place].field is None and found[place].action in (Action.KEEP, Action.TAKE):
                found[place] = replace(found[place], action=Action.CONFLICT, reason=reason)
    return tuple(found)


def with_companions(decisions: Iterable[Found], choices: Chosen) -> Chosen:
    """Return the choices, and for the companions of a chosen measure the same side's version.

    What was chosen for a companion itself stays.
    """
    found = [d for d in decisions if d.field is None]
    chosen: dict[str, bool] = {}
    for decision in found:
        if decision.record.file is FileName.MEASURES and decision.key in choices:
            gone = isinstance(choices[decision.key], Absent)
            chosen[decision.record.id] = gone == isinstance(decision.theirs, Absent)
    result: dict[tuple[RecordRef, FieldRef | None], Content[FieldRef]] = dict(choices)
    for decision in found:
        side = chosen.get(decision.record.id)
        if decision.record.file in COMPANIONS and side is not None:
            result.setdefault(decision.key, decision.theirs if side else decision.ours)
    return result


def _clash_linked(group: Sequence[Found]) -> DecisionReason | None:
    """Return the reason for a conflict about a measure with all that belongs to it."""
    for decision in group:
        if decision.record.file is not FileName.MEASURES or decision.field is not None:
            continue
        actions = {found.action for found in group}
        if _removed(decision.base, decision.theirs) and not isinstance(decision.ours, Absent):
            touched = actions & {Action.KEEP, Action.CONFLICT}
            return DecisionReason.REMOVED_THEIRS_EDITED_OURS if touched else None
        if _removed(decision.base, decision.ours) and not isinstance(decision.theirs, Absent):
            touched = actions & {Action.TAKE, Action.CONFLICT}
            return DecisionReason.REMOVED_OURS_EDITED_THEIRS if touched else None
    return None


def _removed(base: Content[FieldRef], now: Content[FieldRef]) -> bool:
    return isinstance(now, Absent) and not isinstance(base, Absent)
