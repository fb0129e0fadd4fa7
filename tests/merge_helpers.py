"""Versions of a dataset for the tests of the merge, and what must come out of them."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from klimaeditor.diff.compare import records_of
from klimaeditor.diff.decide import outcome
from klimaeditor.diff.rebase import rebase
from klimaeditor.document import open_document
from klimaeditor.model.changes import FileName
from klimaeditor.model.records import Dataset
from klimaeditor.model.values import ABSENT, same
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import additional_row, category_row, measure_row, progress_row, rows

if TYPE_CHECKING:
    import random
    from collections.abc import Hashable, Iterable, Mapping

    from klimaeditor.diff.compare import Tables
    from klimaeditor.diff.decide import Decision
    from klimaeditor.diff.rebase import Rebased
    from klimaeditor.document import Document
    from klimaeditor.files.source import SourceFile
    from klimaeditor.model.values import Record, Value
    from tests.dataset_builders import Rows


if TYPE_CHECKING:
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
    return Dataset.keyed({file: table.rows for file, table in dataset.tables.items()}, muenster())


def only(file: FileName, rows: Mapping[int, Record]) -> Tables:
    """Return the tables of a dataset that has but one file."""
    return {file: rows}


def opened(sources: Mapping[FileName, SourceFile]) -> Dataset:
    """Return a dataset as it is after opening these files."""
    return Dataset({file: source.records.values() for file, source in sources.items()}, muenster())


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


# --- two people's versions of a dataset, with texts that tell whose they are ---------------------

M, A = FileName.MEASURES, FileName.ADDITIONAL
NO_COST = {"value": None, "until_in_years": None, "quantity": None}
TOKENS = {"ours": ("Unser", 11_111, "2031-01-01"), "theirs": ("Ihr", 22_222, "2032-01-01")}
IDS = ["bauen1", "bauen2", "bauen8", "bauen9"]


def new_companions(random_: random.Random, name: str, side: str) -> tuple[list, list]:
    """Return the companions of a measure that a side added; their texts tell whose they are."""
    word, amount, day = TOKENS[side]
    additional = {"id": name}
    if random_.random() < 0.7:
        additional["summary"] = random_.choice(["", f"{word} Text"])
    if random_.random() < 0.7:
        additional["cost"] = random_.choice([dict(NO_COST), {**NO_COST, "value": amount}])
    if random_.random() < 0.5:
        links = [{"title": word, "url": f"https://{word}.example"}]
        additional["links"] = random_.choice([[], links])
    values = random_.choice([[], [{"value": amount, "date": day}]])
    progress = progress_row(name, values=values, unit=random_.choice([None, word]))
    return (
        [additional] * (random_.random() < 0.8),
        [progress] * (random_.random() < 0.5),
    )


def one_side(random_: random.Random, base: Rows, side: str) -> Rows:
    """Return what somebody made of a dataset: edits, removals, new measures with companions."""
    found = copy.deepcopy(base)
    word, amount, _ = TOKENS[side]
    known = {row["id"] for row in found[M]}
    for name in IDS:
        if name in known or random_.random() < 0.3:
            continue
        title = random_.choice([word, word, "Gemeinsam"])
        found[M].insert(random_.randint(0, len(found[M])), titled(name, title))
        waiting = {row["id"] for row in found[A] + found[P]}
        additional, progress = new_companions(random_, name, side)
        if name not in waiting:
            found[A] += additional
            found[P] += progress
    written = {row["id"] for row in found[M]}
    for row in (row for row in found[A] + found[P] if row["id"] in written):
        if random_.random() < 0.2:
            row["summary" if "summary" in row else "unit"] = word
        if random_.random() < 0.2 and "cost" in row:
            row["cost"] = {**NO_COST, "value": amount}
    return found


def strangers(base: Rows, ours: Rows, theirs: Rows, merged: Rows) -> set:
    """Return the companions (file, id) that hold what somebody wrote about another measure.

    Independent of the merge: every text of a side names it, and so does the title of a measure.
    """
    known = {row["id"] for row in base[M]}
    found = set()
    for measure in merged[M]:
        if measure["id"] in known:
            continue
        title = measure["Action outline"]["Action name"]
        homes = {
            name
            for name, side in (("ours", ours), ("theirs", theirs))
            for row in side[M]
            if (row["id"], row["Action outline"]["Action name"]) == (measure["id"], title)
        }
        foreign = [str(t) for name in TOKENS.keys() - homes for t in TOKENS[name]]
        for file in (A, P):
            for row in merged[file]:
                text = json.dumps(row, ensure_ascii=False)
                if row["id"] == measure["id"] and any(token in text for token in foreign):
                    found.add((file, measure["id"]))
    return found


def titled(measure_id: str, title: str) -> dict:
    """Return a measure with one text, its title."""
    return measure_row(measure_id, **{"Action outline": {"Action name": title}})


def base_side(random_: random.Random) -> Rows:
    """Return a small dataset, sometimes with companions that wait for their measure."""
    base = rows(
        [titled(name, "Früher") for name in IDS[:2]],
        [additional_row(name, summary="Früher", cost=dict(NO_COST)) for name in IDS[:2]],
        [progress_row("bauen1")],
        [category_row()],
    )
    if random_.random() < 0.3:
        base[A].append(additional_row("bauen8", summary="Früher", cost=dict(NO_COST)))
        base[P].append(progress_row("bauen9"))
    return base
