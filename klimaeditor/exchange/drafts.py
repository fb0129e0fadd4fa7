"""A measure that begins with another one: drafted from a template, or taken from another dataset.

A template gives what is alike in measures of one kind: category, bodies, choices. What is true of
the template alone – figures, days, state – is emptied, and said. So is how progress is counted: a
record of progress without values would break the public site.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from klimaeditor.exchange import newmeasures
from klimaeditor.exchange.newmeasures import NewMeasure
from klimaeditor.model import structure
from klimaeditor.model.changes import Batch, FileName
from klimaeditor.model.core_words import measures as counted_measures
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.fieldtypes import Kind, Section
from klimaeditor.model.records import COMPANIONS, category_names, category_of, id_of
from klimaeditor.model.values import Absent, set_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.model.changes import Change
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Record, Value


# --- words ---------------------------------------------------------------------------------------


def step_draft(title: str) -> str:
    """Return the name of drafting a measure as a step."""
    return f"Maßnahme {quoted(title)} aus Vorlage anlegen"


def step_take(titles: list[str], source: str) -> str:
    """Return the name of taking measures from another dataset as a step."""
    what = f"Maßnahme {quoted(titles[0])}" if len(titles) == 1 else counted_measures(len(titles))
    return f"{what} aus {quoted(source)} übernehmen"


def new_id(title: str, old: str, new: str) -> str:
    """Return that a measure got another id."""
    return (
        f"{quoted(title)} hat hier die Kennung {quoted(new)}, weil {quoted(old)} vergeben ist "
        "oder war."
    )


def unknown_category(title: str, category: str) -> str:
    """Return that a measure brought a category that does not exist here."""
    return (
        f"{quoted(title)} bringt die Kategorie {quoted(category)} mit, die es hier bisher nicht "
        "gab. Prüfen Sie, ob eine der vorhandenen gemeint ist."
    )


# --- A draft from a template ---------------------------------------------------------------------

_ALIKE: Final = frozenset(
    {
        "action_type",
        "field_of_action",
        "systemic_lever",
        "outcome",
        "responsible_bodies",
        "action_scale",
        "involved_stakeholders",
    }
)
_NAMES: Final = frozenset({"id", "category_id", "category", "action_name"})
_TEXTS_OF: Final = frozenset({Section.HEAD, Section.DESCRIPTION, Section.ACTION})
_STEPS: Final = "implementation_comments"


@dataclass(frozen=True, slots=True)
class MeasureDraft:
    """A measure to be added, with the labels of what the template gave and of what it did not."""

    new: NewMeasure
    kept: tuple[str, ...]
    emptied: tuple[str, ...]


def draft_from(
    dataset: Dataset, template: int, category_id: str, title: str, *, with_texts: bool = False
) -> MeasureDraft:
    """Return the draft of a measure called *title* in a category, after the measure *template*.

    *with_texts* keeps the long texts, too, to be written over.
    """
    view = dataset.view(template)
    values: dict[FieldName, Value] = {}
    kept, emptied = [], []
    for field in dataset.site.catalogue.fields:
        value = view.value(field.name)
        if field.name in _NAMES or field.file is FileName.CATEGORIES or _says_nothing(value):
            continue
        if field.name in _ALIKE or (with_texts and _is_text_of_its_own(field)):
            values[field.name] = value
            kept.append(field.label)
        else:
            emptied.append(field.label)
    category = category_names(dataset).get(category_id, category_id)
    return MeasureDraft(
        NewMeasure(title, category_id, category, values), tuple(kept), tuple(emptied)
    )


def plan_draft(dataset: Dataset, draft: MeasureDraft) -> tuple[int, Batch]:
    """Return key and batch of a drafted measure, last of its category.

    Raises EditError where its category can begin no id.
    """
    measure_id = structure.next_id(dataset, draft.new.category_id)
    records = newmeasures.records_of(dataset.site, draft.new, measure_id)
    key, changes = structure.add_records(dataset, records)
    return key, Batch(step_draft(draft.new.title), changes)


def _is_text_of_its_own(field: Field) -> bool:
    return field.kind is Kind.LONG_TEXT and (field.section in _TEXTS_OF or field.name == _STEPS)


def _says_nothing(value: Value) -> bool:
    return isinstance(value, Absent) or value is None or value in ("", [], {})


# --- Measures of another dataset, with all that belongs to them ----------------------------------


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The step that takes measures over, their keys, and sentences on what is other than there."""

    batch: Batch
    keys: tuple[int, ...]
    notes: tuple[str, ...]


def plan_take(dataset: Dataset, other: Dataset, measures: Iterable[int], source: str) -> TakenOver:
    """Return the step that adds *measures* of another dataset with their companions.

    Each keeps its id unless that is or was taken here. *source* is what the other one is called.
    Raises EditError where a category can begin no id.
    """
    keys: list[int] = []
    notes: list[str] = []
    wanted = tuple(measures)
    titles = [other.view(measure).title for measure in wanted]
    step = partial(_take, dataset, other, keys, notes)
    changes = dataset.rehearse([partial(step, measure) for measure in wanted])
    return TakenOver(Batch(step_take(titles, source), changes), tuple(keys), tuple(notes))


def _take(
    dataset: Dataset, other: Dataset, keys: list[int], notes: list[str], measure: int
) -> tuple[Change, ...]:
    view = other.view(measure)
    known, category = category_names(dataset), category_of(view.measure, other.site)[0]
    name = category if isinstance(category, str) else ""
    row: Record = view.measure
    if name in known:
        row = set_path(row, dataset.site.catalogue.path("category"), known[name])
    elif name:
        notes.append(unknown_category(view.title, category_names(other).get(name, name)))
    old = id_of(row)
    used = dataset.retired_ids.union(*(table.keys_by_id for table in dataset.tables.values()))
    new = old if old and old not in used else structure.next_id(dataset, name)
    if new != old:
        notes.append(new_id(view.title, old, new))
    records = {FileName.MEASURES: {**row, "id": new}}
    for file in COMPANIONS:
        companion = view.row(file)
        if companion is not None:
            records[file] = {**companion, "id": new}
    key, changes = structure.add_records(dataset, records)
    keys.append(key)
    return changes
