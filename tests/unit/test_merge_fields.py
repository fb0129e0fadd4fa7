"""Records as fields and back; which record is which; values put into records."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.diff.apply import RecordEdit, lay, row_of
from klimaeditor.diff.compare import keyed_like, records_of, snapshot
from klimaeditor.diff.decide import decide
from klimaeditor.diff.fields import FieldRef, RecordRef, flatten, opaque_paths
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import StaleChangeError
from klimaeditor.model.values import ABSENT, same
from klimaeditor.site.muenster import MUENSTER
from tests.dataset_builders import (
    additional_row,
    dataset_of,
    measure_row,
    progress_row,
    sources_of,
    town,
)
from tests.json_strategies import records
from tests.merge_helpers import additional_records, only, progress_records, same_rows, versions

M, A, P, C = FileName
VALUES, LINKS = ("values",), ("links",)


def value_on(date, value=1, **extra):
    return {"value": value, "date": date} | extra


def link_to(url, title="Titel"):
    return {"title": title, "url": url}


def rows_of(side):
    """Return the records of a version as tables; files that hold none are empty."""
    tables = {file: {} for file in FileName}
    for ref, content in side.items():
        tables[ref.file][ref.key] = row_of(MUENSTER.of(ref.file), content)
    return tables


def test_every_key_path_is_a_field():
    row = {"id": "a1", "cost": {"value": 1, "new": {"deep": None}}, "odd": [1, {"x": 2}]}

    assert {
        FieldRef(("id",)): "a1",
        FieldRef(("cost", "value")): 1,
        FieldRef(("cost", "new", "deep")): None,
        FieldRef(("odd",)): [1, {"x": 2}],
    } == flatten(MUENSTER.of(A), row)


def test_each_dated_value_and_each_link_is_a_field():
    series = flatten(MUENSTER.of(P), {"values": [value_on("2024-01-01"), {"value": 3}]})
    links = flatten(MUENSTER.of(A), {"links": [link_to("u"), link_to("v")]})

    assert ["2024-01-01", ""] == [ref.item for ref in series]
    assert ["u", "v"] == [ref.item for ref in links]


@pytest.mark.parametrize(
    "value",
    [
        *(None, "x", [1], {}, [], {"a": 1}, [{"date": 7}], [{"date": None}], [{}, {}]),
        [value_on("2024-01-01"), value_on("2024-01-01", 2)],
    ],
)
def test_a_list_whose_items_cannot_be_told_apart_is_cut_like_any_value(value):
    path = (*VALUES, "a") if value == {"a": 1} else VALUES

    assert [FieldRef(path)] == list(flatten(MUENSTER.of(P), {"values": value}))


def test_where_versions_have_different_shapes_the_whole_value_is_one_field():
    shapes = [{"a": {"b": 1}}, {"a": "text"}, {}]

    assert {("a",)} == opaque_paths(MUENSTER.of(P), shapes)
    assert {FieldRef(("a",)): {"b": 1}} == flatten(MUENSTER.of(P), shapes[0], {("a",)})


@pytest.mark.parametrize("other", ["text", [1], {"a": 1}])
def test_a_list_is_one_field_where_it_is_none_in_another_version(other):
    assert VALUES in opaque_paths(
        MUENSTER.of(P), [{"values": [value_on("2024-01-01")]}, {"values": other}]
    )


def test_a_field_knows_its_entry_in_the_catalogue():
    assert MUENSTER.by_name["links"] is MUENSTER.of(A).at(LINKS)
    assert MUENSTER.by_name["cost_value"] is MUENSTER.of(A).at(("cost", "value"))
    assert MUENSTER.of(A).at(("cost", "unknown")) is None


@given(records | progress_records, st.sampled_from(FileName))
def test_fields_lead_back_to_the_record(row, file):
    assert same(row, row_of(MUENSTER.of(file), flatten(MUENSTER.of(file), row)))


@given(versions(progress_records))
def test_a_snapshot_leads_back_to_the_records(tables):
    sides = snapshot(MUENSTER, *(only(P, rows) for rows in tables))

    assert all(same_rows(rows, rows_of(side)[P]) for rows, side in zip(tables, sides, strict=True))


def test_a_whole_dataset_leads_back_to_itself():
    rows = {file: table.rows for file, table in dataset_of(town()).tables.items()}
    found = rows_of(snapshot(MUENSTER, rows, rows, {}).ours)

    assert all(same_rows(rows[file], found[file]) for file in FileName)


def test_a_reference_says_which_id_but_is_known_by_its_key():
    side = snapshot(MUENSTER, {}, {A: {3: additional_row("a1")}}, {A: {3: {"summary": "x"}}}).theirs

    assert [RecordRef(A, 3, "whatever")] == list(side)
    assert ["a1"] == [ref.id for ref in side]


def test_what_is_gone_already_need_not_be_taken_out():
    assert {"id": "a"} == laid(A, {"id": "a"}, [((("state", "text"),), "x", ABSENT)])


def test_the_order_of_items_is_nothing_a_record_is_made_of():
    rows = [{"links": [link_to("u"), link_to("v")], "x": n} for n in (1, 2, 3)]
    side = snapshot(MUENSTER, *({A: {0: row}} for row in rows)).theirs

    assert rows[2] == rows_of(side)[A][0]


def test_only_the_order_of_items_that_all_have_is_compared():
    base = {"links": [link_to("u"), link_to("v")]}
    ours = {"links": [link_to("v"), link_to("u"), link_to("w")]}
    found = decide(*snapshot(MUENSTER, *({A: {0: row}} for row in (base, ours, base))))

    assert [(LINKS, "w", False), (LINKS, None, True)] == [
        (d.field.path, d.field.item, d.field.order) for d in found
    ]
    assert ["v", "u"] == found[1].ours


def test_records_are_recognised_by_their_id_wherever_they_stand():
    known = {4: measure_row("a1"), 7: measure_row("a2")}
    found = keyed_like([measure_row("a3"), measure_row("a2", x=1), measure_row("a1")], known)

    assert [8, 7, 4] == list(found)


def test_a_double_id_is_told_apart_by_content_then_by_order():
    known = {0: {"id": "a", "x": 1}, 1: {"id": "a", "x": 2}, 2: {"x": 3}, 3: {"x": 4}}
    rows = [{"x": 4}, {"x": 5}, {"id": "a", "x": 2}, {"id": "a", "x": 9}, {"id": "a", "x": 8}]

    assert [3, 2, 1, 0, 20] == list(keyed_like(rows, known, fresh=20))


def test_earlier_tables_are_asked_first():
    rows = [{"id": "a"}, {"id": "a"}]

    assert [5, 9] == list(keyed_like(rows, {5: {"id": "a"}}, {5: {"id": "a"}, 9: {"id": "a"}}))


def test_the_records_of_files_are_where_a_merge_starts():
    sources = sources_of(town())

    assert sources[M].records is records_of(sources)[M]


def laid(file, row, edits, chain=None, **options):
    found = [RecordEdit(FieldRef(*ref), old, new) for ref, old, new in edits]
    links = {
        FieldRef(*ref): None if before is None else FieldRef(*before)
        for ref, before in (chain or {}).items()
    }
    return lay(MUENSTER.of(file), row, found, links, **options)


def test_a_known_key_comes_in_where_the_format_has_it_and_an_unknown_one_at_the_end():
    row = {"id": "a", "links": [], "x": 1}
    edits = [((("summary",),), ABSENT, "s"), ((("y",),), ABSENT, 2)]

    assert ["id", "summary", "links", "x", "y"] == list(laid(A, row, edits))


def test_a_key_comes_in_behind_the_one_it_follows_where_it_comes_from():
    row = {"id": "a", "x": 1, "z": 2}
    edits = [((("b",),), ABSENT, 0), ((("c", "d"),), ABSENT, 0), ((("first",),), ABSENT, 0)]
    chain = {
        (("b",),): (("gone",),),
        (("gone",),): (("id",),),
        (("c", "d"),): (("x",),),
        (("first",),): None,
    }

    assert ["first", "id", "b", "x", "c", "z"] == list(laid(A, row, edits, chain))


def test_a_key_or_link_that_followed_only_what_is_gone_comes_first():
    row = {"id": "a", "links": [link_to("u"), link_to("w")]}
    edits = [((("b",),), ABSENT, 0), ((LINKS, "v"), ABSENT, link_to("v"))]
    chain = {
        (("b",),): (("gone",),),
        (("gone",),): None,
        (LINKS, "v"): (LINKS, "gone"),
        (LINKS, "gone"): (("id",),),
    }
    found = laid(A, row, edits, chain)

    assert ["b", "id", "links"] == list(found)
    assert ["v", "u", "w"] == [link["url"] for link in found["links"]]


def test_a_link_comes_in_behind_the_one_it_follows():
    row = {"links": [link_to("u"), link_to("w")]}
    chain = {
        (LINKS, "v"): (LINKS, "gone"),
        (LINKS, "gone"): (LINKS, "u"),
    }
    found = laid(A, row, [((LINKS, "v"), ABSENT, link_to("v"))], chain)

    assert ["u", "v", "w"] == [link["url"] for link in found["links"]]


def test_the_first_key_of_a_group_comes_in_as_the_first():
    row = {"id": "a", "cost": {"value": 1}}
    edits = [((("cost", "unit"),), ABSENT, "t")]

    assert ["unit", "value"] == list(laid(A, row, edits, {(("cost", "unit"),): (("id",),)})["cost"])


def test_the_first_key_of_a_group_comes_in_before_all_others():
    row = {"id": "a", "cost": {"value": 1, "x": 2}}
    edits = [((("cost", "unit"),), ABSENT, "t")]
    behind = {(("cost", "unit"),): (("state", "value"),)}  # a key of that name, in another group

    assert ["unit", "value", "x"] == list(laid(A, row, edits, behind)["cost"])


def test_groups_inside_each_other_go_with_the_last_key():
    row = {"id": "a", "deep": {"deeper": {"last": 1}}}

    assert {"id": "a"} == laid(A, row, [((("deep", "deeper", "last"),), 1, ABSENT)])


def test_a_group_that_a_version_does_not_have_is_compared_key_by_key():
    rows = [{"id": "a"}, {"id": "a", "cost": {"value": 1}}, {"id": "a"}]
    found = decide(*snapshot(MUENSTER, *({A: {0: row}} for row in rows)))

    assert [("cost", "value")] == [decision.field.path for decision in found]


def test_an_item_that_one_version_lacks_says_nothing_about_the_order():
    rows = [{"links": [link_to(name) for name in names]} for names in ("uv", "u", "vu")]
    found = decide(*snapshot(MUENSTER, *({A: {0: row}} for row in rows)))

    assert not any(decision.field.order for decision in found)


def test_a_group_goes_with_its_last_key():
    row = {"id": "a", "state": {"text": "x"}, "cost": {}}
    edits = [((("state", "text"),), "x", ABSENT), ((("cost",),), {}, ABSENT)]

    assert {"id": "a"} == laid(A, row, edits)


def test_an_empty_group_stays_where_it_is_asked_for():
    row = {"state": {"text": "x"}}
    edits = [((("state",),), ABSENT, {}), ((("state", "text"),), "x", ABSENT)]

    assert {"state": {}} == laid(A, row, edits)


def test_a_group_that_was_empty_stays_where_something_comes_into_it():
    row = {"state": {}, "x": 1}
    edits = [((("state",),), {}, ABSENT), ((("state", "text"),), ABSENT, "y")]

    assert {"state": {"text": "y"}, "x": 1} == laid(A, row, edits)


def test_a_text_in_the_way_of_a_group_is_not_overwritten():
    with pytest.raises(StaleChangeError):
        laid(A, {"cost": "teuer"}, [((("cost", "value"),), ABSENT, 1)])


def test_a_text_in_the_way_of_a_list_is_not_overwritten():
    with pytest.raises(StaleChangeError):
        laid(A, {"links": "siehe oben"}, [((LINKS, "u"), ABSENT, link_to("u"))])


def test_dated_values_stay_in_order():
    row = {"values": [value_on("2024-01-01"), value_on("2026-01-01")]}
    edits = [
        ((VALUES, date), ABSENT, value_on(date))
        for date in ("2027-01-01", "2025-01-01", "2023-01-01")
    ]
    found = laid(P, row, edits)["values"]

    assert ["2023", "2024", "2025", "2026", "2027"] == [item["date"][:4] for item in found]


def test_in_a_series_without_order_a_value_follows_the_one_it_followed():
    row = {"values": [value_on("2026-01-01"), value_on("2024-01-01")]}
    edits = [((VALUES, "2025-01-01"), ABSENT, value_on("2025-01-01"))]
    chain = {(VALUES, "2025-01-01"): (VALUES, "2026-01-01")}

    assert ["2026", "2025", "2024"] == [
        item["date"][:4] for item in laid(P, row, edits, chain)["values"]
    ]


def test_a_link_without_a_place_comes_last():
    row = {"links": [link_to("u")]}

    assert ["u", "v"] == [
        link["url"] for link in laid(A, row, [((LINKS, "v"), ABSENT, link_to("v"))])["links"]
    ]


def test_links_take_the_order_they_are_given_and_others_keep_their_place():
    row = {"links": [link_to(url) for url in "abcd"]}
    edits = [((LINKS, None, True), ABSENT, ["c", "a", "gone"])]

    assert list("cbad") == [link["url"] for link in laid(A, row, edits)["links"]]


@pytest.mark.parametrize("order", [ABSENT, None, "x", [1]])
def test_an_order_that_is_none_changes_nothing(order):
    row = {"links": [link_to(url) for url in "ab"]}

    assert row == laid(A, row, [((LINKS, None, True), ABSENT, order)])


def test_a_list_goes_with_its_last_item_unless_it_is_kept():
    row = progress_row("a")
    edits = [((VALUES, "2025-05-01"), row["values"][0], ABSENT)]

    assert "values" not in laid(P, row, edits)
    assert [] == laid(P, row, edits, kept={VALUES})["values"]


def test_taking_an_item_out_of_a_list_that_is_not_there_changes_nothing():
    assert {"x": 1} == laid(P, {"x": 1}, [((VALUES, "2025-05-01"), ABSENT, ABSENT)])


@given(versions(additional_records, size=2))
def test_records_cut_together_have_fields_that_do_not_overlap(tables):
    for side in snapshot(MUENSTER, *(only(A, rows) for rows in tables)):
        for fields in side.values():
            paths = {ref.path for ref in fields}
            assert not any(path[:n] in paths for path in paths for n in range(1, len(path)))
