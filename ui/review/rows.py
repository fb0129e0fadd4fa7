"""Decisions and changes as rows that a person can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from klimaeditor.catalogue import FileName
from klimaeditor.merge.decide import Action
from klimaeditor.merge.describe import describe_field, label_of, title_of
from klimaeditor.merge.fields import field_of
from klimaeditor.values import Absent
from ui.review import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from klimaeditor.catalogue import Field
    from klimaeditor.dataset.records import Dataset
    from klimaeditor.merge.decide import Content
    from klimaeditor.merge.fields import FieldRef, RecordRef
    from klimaeditor.merge.linked import Found
    from klimaeditor.values import Value

    Titles = Callable[[RecordRef], str]

_WHOLE = {
    FileName.MEASURES: texts.WHOLE_MEASURE,
    FileName.ADDITIONAL: texts.WHOLE_COMPANIONS,
    FileName.PROGRESS: texts.WHOLE_PROGRESS,
    FileName.CATEGORIES: texts.WHOLE_CATEGORY,
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change in words: title of the measure, label of the field, before and after."""

    title: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision with the names of its place."""

    decision: Found
    title: str
    label: str

    @property
    def field(self) -> Field | None:
        """The catalogue field; None for a whole record and for unknown keys."""
        ref = self.decision.field
        return None if ref is None else field_of(self.decision.record.file, ref)

    def notes(self) -> str:
        """Return what is to be known about the decision beside its versions."""
        return ""

    def text_of(self, content: Content[FieldRef]) -> str:
        """Return one of the versions, or what was chosen, as a person reads it."""
        record, ref = self.decision.record, self.decision.field
        if ref is not None:
            return describe_field(record.file, ref, cast("Value", content))
        if isinstance(content, Absent):
            return texts.NOT_YET if isinstance(self.decision.base, Absent) else texts.GONE
        fields = cast("Mapping[FieldRef, Value]", content)
        return "\n".join(
            texts.LINE.format(
                label=label_of(record.file, found), value=describe_field(record.file, found, value)
            )
            for found, value in fields.items()
        )

    def is_like(self, other: DecisionRow) -> bool:
        """Whether both are about the same field, or the same fate of whole records."""
        mine, theirs = self.decision, other.decision
        if (mine.record.file, mine.action) != (theirs.record.file, theirs.action):
            return False
        if mine.field is None or theirs.field is None:
            return mine.field is theirs.field and mine.reason is theirs.reason
        return mine.field.path == theirs.field.path and mine.field.order == theirs.field.order


def says_something(content: Content[FieldRef]) -> bool:
    """Whether a version has words of its own; else it is shown by what it lacks."""
    if isinstance(content, Absent) or content is None:
        return False
    return bool(content.strip()) if isinstance(content, str) else content not in ([], {})


def titles_of(dataset: Dataset) -> Titles:
    """Return what to call the record of a decision: the title of its measure, else its id."""

    def title(ref: RecordRef) -> str:
        key = None if ref.file is FileName.CATEGORIES else dataset.find(ref.id)
        if ref.file is FileName.MEASURES and ref.key in dataset.measures:
            key = ref.key
        return (ref.id or texts.DATASET) if key is None else dataset.view(key).title

    return title


def rows_of(decisions: Iterable[Found], titles: Titles) -> tuple[DecisionRow, ...]:
    """Return the decisions to show: what both sides have in common is left out."""
    return tuple(
        DecisionRow(found, _title(found, titles), _label(found))
        for found in decisions
        if found.action is not Action.EITHER
    )


def change_rows(decisions: Iterable[Found], titles: Titles) -> tuple[ChangeRow, ...]:
    """Return what taking over all of *decisions* would change, ours before and theirs after."""
    return tuple(
        ChangeRow(
            row.title,
            row.label,
            row.text_of(row.decision.ours),
            row.text_of(row.decision.theirs),
        )
        for row in rows_of(decisions, titles)
        if row.decision.action is not Action.KEEP
    )


def _title(found: Found, titles: Titles) -> str:
    """Return the title; a whole measure that is in one version only brings its own."""
    if found.field is None and found.record.file is FileName.MEASURES:
        for content in (found.ours, found.theirs, found.base):
            if not isinstance(content, Absent):
                return title_of(found.record.file, cast("Mapping[FieldRef, Value]", content))
    return titles(found.record)


def _label(found: Found) -> str:
    if found.field is None:
        return _WHOLE[found.record.file]
    return label_of(found.record.file, found.field)
