"""Whole measures: added, duplicated, deleted – touching only their own lines (WEB-06, WEB-09)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.files.source import read_source, render
from klimaeditor.model import structure
from klimaeditor.model.changes import Batch, FileName
from klimaeditor.model.errors import EditError, StaleChangeError
from klimaeditor.model.records import Dataset
from klimaeditor.model.values import ABSENT
from klimaeditor.site.muenster import MUENSTER, muenster
from tests.conftest import SAMPLE
from tests.dataset_builders import (
    additional_row,
    dataset_of,
    initiative_row,
    measure_row,
    progress_row,
    rows,
    sources_of,
    town,
)
from tests.muenster_fields import FIELDS

M, A, P, C = FileName


class Bench:
    """A dataset with its files, to see what a step does to the text."""

    def __init__(self, tables):
        self.sources = sources_of(tables)
        self.dataset = dataset_of(tables)
        self.original = self.text()

    def text(self) -> dict[FileName, str]:
        tables = self.dataset.tables
        return {f: render(self.sources[f], tables[f].rows).decode() for f in FileName}

    def do(self, changes) -> dict[FileName, str]:
        """Apply changes, see that undo restores every byte, and return the text with them."""
        before = self.text()
        batch = Batch("", changes)
        self.dataset.apply(batch)
        after = self.text()
        self.dataset.apply(batch.inverse())
        assert before == self.text()
        self.dataset.apply(batch)
        assert after == self.text()
        return after

    def add(self, category="bauen", title="Neu"):
        key, changes = structure.add_measure(self.dataset, category, category.capitalize(), title)
        self.do(changes)
        return key

    def delete(self, key):
        self.do(structure.delete_measure(self.dataset, key))


def added_block(before: str, after: str) -> str:
    """Return the one run of lines that came in; all other lines are untouched, commas excepted."""
    old, new = ([line.rstrip(",") for line in text.splitlines()] for text in (before, after))
    head = 0
    while head < len(old) and old[head] == new[head]:
        head += 1
    count = len(new) - len(old)
    assert old[head:] == new[head + count :]
    return "\n".join(new[head : head + count])


def ids(bench, file):
    return [row.get("id") for row in bench.dataset.tables[file].rows.values()]


def test_a_new_measure_is_the_last_of_its_category():
    bench = Bench(town())

    key = bench.add("bauen")

    assert ["bauen3", "bauen4", "verkehr1"] == ids(bench, M)[2:5]
    assert ["bauen3", "bauen4", "verkehr1"] == ids(bench, A)[1:4]
    assert ids(bench, P) == [row["id"] for row in town()[P]]
    assert "bauen4" == bench.dataset.view(key).id


@pytest.mark.parametrize("category", ["bauen", "urban_social_projects"])
def test_a_new_measure_has_what_its_profile_requires(category):
    bench = Bench(town())

    view = bench.dataset.view(bench.add(category, "Solardach"))

    wanted = {
        f.name for f in FIELDS if f.is_contract_text and MUENSTER.profile_of(category) in f.required
    }
    present = {f.name for f in FIELDS if f.is_contract_text and view.value(f.name) is not ABSENT}
    texts = {view.value(name) for name in present}
    assert wanted == present
    assert ("Solardach", {"Solardach", ""}) == (view.value("action_name"), texts)
    assert {"until_in_years": None, "value": None, "quantity": None} == view.additional["cost"]
    assert ("", "", None) == (view.value("short_title"), view.value("summary"), view.progress)


def test_adding_touches_only_the_lines_of_the_new_records():
    bench = Bench(town())

    bench.add("bauen")

    after = bench.text()
    for file in (M, A):
        block = added_block(bench.original[file], after[file])
        assert '"id": "bauen4"' in block
        assert 1 == block.count('"id"')
    assert (bench.original[P], bench.original[C]) == (after[P], after[C])


def test_a_measure_of_a_new_category_goes_to_the_end():
    bench = Bench(town())

    bench.add("wasser")

    assert ("wasser1", "wasser1") == (ids(bench, M)[-1], ids(bench, A)[-1])


def test_the_first_measure_of_an_empty_dataset_can_be_added():
    bench = Bench(rows([], [], [], []))

    bench.add("wasser")

    assert (["wasser1"], ["wasser1"]) == (ids(bench, M), ids(bench, A))


def test_the_title_of_a_new_measure_can_always_be_saved():
    bench = Bench(town())

    assert "a\ufffd" == bench.dataset.view(bench.add(title="a\ud800")).value("action_name")


@pytest.mark.parametrize(
    ("known", "category", "expected"),
    [
        ([], "bauen", "bauen1"),
        (["bauen1", "bauen12", "bauen3"], "bauen", "bauen13"),
        (["bauen007"], "bauen", "bauen8"),
        (["bauen", "bauenx9", "xbauen9", "Bauen9", "bauen-9", "bauen²"], "bauen", "bauen1"),
        (["co21", "co22"], "co2", "co23"),
        (["co21", "co22"], "co", "co23"),
        (["bauen" + "9" * 5000], "bauen", "bauen1"),
        (["bauen" + "9" * 58], "bauen", "bauen1" + "0" * 58),
        ([None, 5, ""], "bauen", "bauen1"),
    ],
)
def test_a_new_id_is_the_category_and_the_number_after_the_highest(known, category, expected):
    dataset = dataset_of(rows([measure_row(i) if i else {"id": i} for i in known], [], []))

    assert expected == structure.next_id(dataset, category)


def test_ids_of_records_without_a_measure_are_taken_too():
    dataset = dataset_of(rows([], [additional_row("bauen4")], [progress_row("bauen6")]))

    assert "bauen7" == structure.next_id(dataset, "bauen")


@pytest.mark.parametrize("category", ["", "Bauen", "bau en", "1bauen", "x" * 64, "bäume", "../x"])
def test_a_category_that_cannot_begin_an_id_is_refused_in_words(category):
    with pytest.raises(EditError, match="lässt sich keine Kennung bilden"):
        structure.add_measure(dataset_of(town()), category, category, "Neu")


def test_the_id_of_a_deleted_measure_is_never_used_again():
    bench = Bench(town())

    bench.delete(2)
    key = bench.add("bauen")
    bench.delete(key)

    assert "bauen5" == structure.next_id(bench.dataset, "bauen")


def test_planning_uses_up_no_id():
    bench = Bench(town())

    for _ in range(2):
        structure.add_measure(bench.dataset, "bauen", "Bauen", "Neu")
        structure.delete_measure(bench.dataset, 2)

    assert ("bauen4", set()) == (
        structure.next_id(bench.dataset, "bauen"),
        bench.dataset.retired_ids,
    )


def test_a_copy_stands_behind_its_original_with_all_its_companions():
    bench = Bench(town())

    key, changes = structure.duplicate_measure(bench.dataset, 2)
    after = bench.do(changes)

    view, original = bench.dataset.view(key), bench.dataset.view(2)
    assert ["bauen3", "bauen4", "verkehr1"] == ids(bench, M)[2:5]
    assert "Kurz bauen3 (Kopie)" == view.value("short_title")
    assert f"{original.value('action_name')} (Kopie)" == view.value("action_name")
    changed = {f.name for f in FIELDS if view.value(f.name) != original.value(f.name)}
    assert {"id", "short_title", "action_name"} == changed
    for file in (M, A, P):
        assert '"id": "bauen4"' in added_block(bench.original[file], after[file])


def test_a_copy_gets_the_additional_record_that_its_original_lacks():
    bench = Bench(rows([initiative_row()], [], []))

    key, changes = structure.duplicate_measure(bench.dataset, 0)
    bench.do(changes)

    assert "urban_social_projects1" == bench.dataset.view(key).additional["id"]
    assert None is bench.dataset.view(key).progress


@pytest.mark.parametrize(
    "row",
    [
        {"categoryId": "bauen"},
        {"Action outline": "Text", "categoryId": "bauen", "x": 1},
        {"Action outline": {"Action name": 5}, "categoryId": "bauen", "id": None},
    ],
)
def test_an_odd_measure_can_be_copied(row):
    bench = Bench(rows([row], [], []))

    key, changes = structure.duplicate_measure(bench.dataset, 0)
    bench.do(changes)

    expected = {"id": "bauen1"} | {k: v for k, v in row.items() if k != "id"}
    found = bench.dataset.measures[key]
    assert list(expected.items()) == sorted(found.items(), key=lambda item: item[0] != "id")


@pytest.mark.parametrize("category", [None, 5, [], ABSENT])
def test_a_measure_without_category_cannot_be_copied(category):
    row = {"id": "a"} if category is ABSENT else {"id": "a", "categoryId": category}

    with pytest.raises(EditError):
        structure.duplicate_measure(dataset_of(rows([row])), 0)


def test_a_deleted_measure_takes_its_companions_along():
    bench = Bench(town())

    bench.delete(2)

    after = bench.text()
    for file in (M, A, P):
        assert "bauen3" not in ids(bench, file)
        assert '"id": "bauen3"' in added_block(after[file], bench.original[file])
    assert bench.original[C] == after[C]


def test_companions_stay_while_another_measure_has_the_id():
    bench = Bench(rows([measure_row("a"), measure_row("a")], [additional_row("a")] * 2))

    bench.delete(0)
    assert ["a", "a"] == ids(bench, A)
    bench.delete(1)

    assert ([], []) == (ids(bench, M), ids(bench, A))


def test_all_records_of_a_deleted_measure_come_back_in_their_places():
    scattered = [additional_row(name) for name in "axaya"]
    bench = Bench(rows([measure_row("a")], scattered))

    bench.delete(0)

    assert ["x", "y"] == ids(bench, A)


def test_a_measure_without_id_takes_no_companions_along():
    bench = Bench(rows([{"id": ""}, {}], [additional_row("")], [{}]))

    bench.delete(0)
    bench.delete(1)

    assert ([], [""], [None]) == (ids(bench, M), ids(bench, A), ids(bench, P))


def test_one_record_can_be_removed_from_a_file():
    bench = Bench(rows(additional=[additional_row("x"), additional_row("y")]))

    bench.do(structure.delete_record(bench.dataset, A, 0))

    assert ["y"] == ids(bench, A)


@pytest.mark.parametrize(
    "plan",
    [
        lambda d: structure.delete_measure(d, 99),
        lambda d: structure.duplicate_measure(d, 99),
        lambda d: structure.delete_record(d, A, 99),
    ],
)
def test_what_is_gone_is_refused_in_words(plan):
    with pytest.raises(StaleChangeError):
        plan(dataset_of(town()))


def test_the_sample_keeps_every_line_that_is_not_touched():
    bench = Bench({file: [] for file in FileName})
    bench.sources = {f: read_source((SAMPLE / f).read_bytes(), f) for f in FileName}
    bench.dataset = Dataset.keyed({f: s.records for f, s in bench.sources.items()}, muenster())
    bench.original = bench.text()

    key = bench.add(bench.dataset.measures[0]["categoryId"])

    for file in (M, A):
        assert 1 == added_block(bench.original[file], bench.text()[file]).count('"id"')
    bench.delete(key)
    assert bench.original == bench.text()


@given(
    st.lists(st.tuples(st.sampled_from(["add", "copy", "delete"]), st.integers(0, 9)), max_size=8)
)
def test_any_steps_can_be_taken_back_one_by_one(steps):
    bench = Bench(town())
    done = []
    used = set(ids(bench, M))
    for kind, number in steps:
        keys = bench.dataset.measure_keys()
        if kind == "add" or not keys:
            _, changes = structure.add_measure(bench.dataset, "bauen", "Bauen", "Neu")
        else:
            plan = structure.duplicate_measure if kind == "copy" else structure.delete_measure
            changes = plan(bench.dataset, keys[number % len(keys)])
            changes = changes[1] if kind == "copy" else changes
        done.append(Batch("", changes))
        bench.do(changes)
        new = [c.after["id"] for c in changes if c.file is M and c.after is not ABSENT]
        assert used.isdisjoint(new)
        used.update(new)

    for batch in reversed(done):
        bench.dataset.apply(batch.inverse())
    assert bench.original == bench.text()
