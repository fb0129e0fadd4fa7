"""The bulk form: what a selection of measures has in common, and what changing it would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from klimaeditor.bulk import texts
from klimaeditor.catalogue import FIELDS, FIELDS_BY_NAME, FileName, Kind
from klimaeditor.changes import Batch
from klimaeditor.dataset.edits import set_field
from klimaeditor.errors import EditError
from klimaeditor.values import ABSENT, same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from klimaeditor.catalogue import Field
    from klimaeditor.changes import Change
    from klimaeditor.dataset.records import Dataset
    from klimaeditor.values import Value

_NOTHING: Final = (ABSENT, None, "")
_ONE_BY_ONE: Final = frozenset({Kind.IDENTIFIER, Kind.LINKS, Kind.SERIES})
_FILES: Final = frozenset({FileName.MEASURES, FileName.ADDITIONAL})
BULK_FIELDS: Final = tuple(
    field for field in FIELDS if field.kind not in _ONE_BY_ONE and field.file in _FILES
)
"""The fields that can be changed in many measures at once.

Ids never change (WEB-09), lists have entries of their own, the text of a category is shared, and
progress without an entry takes the site down (WEB-02).
"""


@dataclass(frozen=True, slots=True)
class Common:
    """A field of a selection: its *value*, where all measures have the same.

    *different* is True where they have not; *value* is ABSENT then. *measures* is how many there
    are. Nothing is the same in all its forms; „keine Angabe“ for an amount is something.
    """

    field: Field
    value: Value
    different: bool
    measures: int

    @property
    def remark(self) -> str:
        """„verschieden in 7 Maßnahmen“, or "" for a common value."""
        return texts.differs(self.measures) if self.different else ""


@dataclass(frozen=True, slots=True)
class FieldStep:
    """One field of one measure, before and after."""

    measure: int
    field: Field
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What a bulk edit would do: its *batch*, its *steps* to be looked at.

    *refused* are measures that cannot take a value, with the German reason.
    """

    batch: Batch
    steps: tuple[FieldStep, ...]
    refused: tuple[tuple[int, str], ...] = ()

    @property
    def measures(self) -> int:
        """How many measures change."""
        return len({step.measure for step in self.steps})


def common_values(
    dataset: Dataset, measures: Sequence[int], fields: Iterable[Field] = BULK_FIELDS
) -> tuple[Common, ...]:
    """Return what *measures* have in common, field by field in the order of the form."""
    return tuple(_common(dataset, measures, field) for field in fields)


def plan(dataset: Dataset, measures: Iterable[int], values: Mapping[str, Value]) -> BulkPlan:
    """Return what storing *values* (field name -> value) in *measures* would do.

    Only these fields are written, and only where they hold something else. Raises KeyError for
    unknown fields and StaleChangeError for a measure that is gone.
    """
    keys = list(dict.fromkeys(measures))
    pairs = [(key, FIELDS_BY_NAME[name], value) for key in keys for name, value in values.items()]
    done: list[FieldStep] = []
    refused: dict[int, str] = {}

    def storing(key: int, field: Field, value: Value) -> Callable[[], tuple[Change, ...]]:
        def store() -> tuple[Change, ...]:
            try:
                changes = set_field(dataset, key, field.name, value)
            except EditError as problem:
                refused.setdefault(key, str(problem))
                return ()
            if changes:
                done.append(FieldStep(key, field, dataset.value(key, field.name), ABSENT))
            return changes

        return store

    def looking_back() -> tuple[Change, ...]:
        done[:] = [
            FieldStep(s.measure, s.field, s.before, dataset.value(s.measure, s.field.name))
            for s in done
        ]
        return ()

    changes = dataset.rehearse([*(storing(*pair) for pair in pairs), looking_back])
    labels = list(dict.fromkeys(step.field.label for step in done))
    count = len({step.measure for step in done})
    label = texts.step_bulk(labels, count) if done else ""
    return BulkPlan(Batch(label, changes), tuple(done), tuple(refused.items()))


def _common(dataset: Dataset, measures: Sequence[int], field: Field) -> Common:
    values = [dataset.value(key, field.name) for key in measures]
    first = values[0] if values else ABSENT
    alike = all(_are_alike(field, first, value) for value in values)
    return Common(field, first if alike else ABSENT, not alike, len(values))


def _are_alike(field: Field, one: Value, other: Value) -> bool:
    """Tell whether a person reads the same; „keine Angabe“ for an amount is not nothing."""
    if same(one, other):
        return True
    return field.kind is not Kind.AMOUNT and one in _NOTHING and other in _NOTHING
