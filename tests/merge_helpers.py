"""Versions of a dataset for the tests of the merge, and what must come out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from klimaeditor.catalogue import FileName
from klimaeditor.dataset.records import Dataset
from klimaeditor.document import open_document
from klimaeditor.merge.align import records_of
from klimaeditor.merge.decide import outcome
from klimaeditor.merge.rebase import rebase
from klimaeditor.values import ABSENT, same

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from klimaeditor.dataset.source import Source
    from klimaeditor.document import Document
    from klimaeditor.merge.align import Tables
    from klimaeditor.merge.decide import Decision
    from klimaeditor.merge.rebase import Rebased
    from klimaeditor.values import Record, Value

    Side = Mapping[Hashable, Mapping[Hashable, Value]]

P = FileName.PROGRESS

_scalars = st.sampled_from([None, "", "a", "a ", "b", 1, 1.0, True, 2])
_groups = st.dictionaries(st.sampled_from("pqr"), _scalars | st.just({}), max_size=3)
_items = st.fixed_dictionaries(
    {"value": st.sampled_from([1, 2, 3])},
    optional={"date": st.sampled_from(["2024-01-01", "2025-01-01", "2026-01-01", 7])},
)
_series = st.lists(_items, max_size=4) | st.lists(
    _items, max_size=4, unique_by=lambda item: item.get("date")
)
_links = st.lists(
    st.fixed_dictionaries({"title": st.sampled_from("xyz"), "url": st.sampled_from("uvw")}),
    max_size=3,
)


@st.composite
def _shuffled(draw: st.DrawFn, found: st.SearchStrategy[Record]) -> Record:
    return dict(draw(st.permutations(list(draw(found).items()))))


progress_records = _shuffled(
    st.fixed_dictionaries(
        {},
        optional={
            "id": st.sampled_from(["a1", "a2"]),
            "values": _series | st.sampled_from([None, "x", {}, [1], {"a": 1}]),
            "group": _groups | st.sampled_from([None, "x", []]),
            "other": _scalars | _series,
        },
    )
)
additional_records = _shuffled(
    st.fixed_dictionaries({}, optional={"links": _links, "cost": _groups, "summary": _scalars})
)


@st.composite
def versions(
    draw: st.DrawFn, records: st.SearchStrategy[Record], count: int = 3, size: int = 4
) -> tuple[dict[int, Record], ...]:
    """Return versions of one table: records are left out, replaced or as in the first version."""
    first = dict(enumerate(draw(st.lists(records, max_size=size))))
    found = [first]
    for number in range(1, count):
        table = {
            key: row if draw(st.booleans()) else draw(records)
            for key, row in first.items()
            if draw(st.integers(0, 3))
        }
        fresh = {100 * number + place: draw(records) for place in range(draw(st.integers(0, 2)))}
        items = list((table | fresh).items())
        found.append(dict(draw(st.permutations(items)) if draw(st.booleans()) else items))
    return tuple(found)


sides = st.dictionaries(
    st.sampled_from("abc"), st.dictionaries(st.sampled_from("xyz"), _scalars, max_size=3)
)


def merged(
    ours: Side, decisions: Iterable[Decision], choices: Mapping | None = None
) -> dict[Hashable, dict[Hashable, Value]]:
    """Return ours after the decisions: the definition that everything else is held against."""
    result = {record: dict(fields) for record, fields in ours.items()}
    for decision in decisions:
        value = outcome(decision, choices or {})
        if decision.field is None:
            result.pop(decision.record, None)
            if value is not ABSENT:
                result[decision.record] = dict(value)
        elif value is ABSENT:
            result[decision.record].pop(decision.field, None)
        else:
            result[decision.record][decision.field] = value
    return result


def alike(left: Side, right: Side) -> bool:
    """Tell whether two versions hold the same values, in whatever order."""
    return left.keys() == right.keys() and all(
        fields.keys() == right[record].keys()
        and all(same(value, right[record][field]) for field, value in fields.items())
        for record, fields in left.items()
    )


def same_rows(left: Mapping[int, Record], right: Mapping[int, Record]) -> bool:
    """Tell whether two tables are the same, order of records and keys included."""
    return list(left) == list(right) and all(same(left[key], right[key]) for key in left)


def copy_of(dataset: Dataset) -> Dataset:
    """Return a dataset with the same records under the same keys."""
    return Dataset.keyed({file: table.rows for file, table in dataset.tables.items()})


def only(file: FileName, rows: Mapping[int, Record]) -> Tables:
    """Return the tables of a dataset that has but one file."""
    return {file: rows}


def opened(sources: Mapping[FileName, Source]) -> Dataset:
    """Return a dataset as it is after opening these files."""
    return Dataset({file: source.records.values() for file, source in sources.items()})


def rebase_document(document: Document) -> Rebased:
    """Do what the window does when the files changed underneath."""
    theirs = open_document(document.location).sources
    rebased = rebase(records_of(document.sources), document.dataset, theirs)
    document.sources = rebased.sources
    document.apply(rebased.batch)
    return rebased


def edit_field(document: Document, measure: str, **values: Value) -> None:
    """Edit fields of the measure with that id."""
    document.apply(document.plan_edit(document.dataset.find(measure), values))
