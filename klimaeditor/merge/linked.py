"""A measure and its companions come and go together (WEB-06).

Records are decided on one by one. But who removes a measure removes its additional record and its
progress too, and whoever edited only one of the three has something to say about all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FileName
from klimaeditor.dataset.records import COMPANIONS
from klimaeditor.merge.decide import Action, Reason
from klimaeditor.values import Absent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeAlias

    from klimaeditor.merge.decide import Choices, Content, Decision
    from klimaeditor.merge.fields import FieldRef, RecordRef

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
        reason = _clash([found[place] for place in group])
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
    found = [d for d in decisions if d.field is None and d.action is Action.CONFLICT]
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


def _clash(group: Sequence[Found]) -> Reason | None:
    """Return the reason for a conflict about a measure with all that belongs to it."""
    for decision in group:
        if decision.record.file is not FileName.MEASURES or decision.field is not None:
            continue
        actions = {found.action for found in group}
        if _removed(decision.base, decision.theirs) and not isinstance(decision.ours, Absent):
            touched = actions & {Action.KEEP, Action.CONFLICT}
            return Reason.REMOVED_THEIRS_EDITED_OURS if touched else None
        if _removed(decision.base, decision.ours) and not isinstance(decision.theirs, Absent):
            touched = actions & {Action.TAKE, Action.CONFLICT}
            return Reason.REMOVED_OURS_EDITED_THEIRS if touched else None
    return None


def _removed(base: Content[FieldRef], now: Content[FieldRef]) -> bool:
    return isinstance(now, Absent) and not isinstance(base, Absent)
