"""Rows and faults of the public pages, held against pages rendered by Vue (sections 0.1, 0.2)."""

from __future__ import annotations

import json

import pytest

from klimaeditor.model.changes import FileName
from klimaeditor.model.publicpage import PagePart
from klimaeditor.model.values import ABSENT
from klimaeditor.site.faults import page_faults
from klimaeditor.site.muenster import muenster
from klimaeditor.site.page_model import Effect, FaultHit, PageFault
from klimaeditor.site.rows import cost_line, empty_rows, rows
from tests.conftest import ROOT
from tests.page_cases import changed

GOLDEN = ROOT / "tests" / "golden" / "page_faults.json"
PAGE = json.loads(GOLDEN.read_text(encoding="utf-8"))
SCHEDULED = "Geplante Umsetzung bis"
FAILS = {
    Effect.SITE_FAILS: {"site", "page", "list", "home", "filter"},
    Effect.PAGE_FAILS: {"page"},
    Effect.LIST_FAILS: {"list", "home"},
    Effect.FILTER_FAILS: {"filter"},
}


def hits(changes: list[dict]) -> tuple[FaultHit, ...]:
    records = changed(PAGE["base"], changes)
    return page_faults(
        records["measure"],
        records["additional"],
        records["progress"],
        {"id": "mobilitaet"},
        muenster(),
    )


def healthy(record: str, *path: str | int, value: object = ABSENT) -> list[dict]:
    change: dict = {"record": record, "path": list(path)}
    change |= {"remove": True} if value is ABSENT else {"value": value}
    return [change]


def faults_of(record: str, *path: str | int, value: object = ABSENT) -> set[PageFault]:
    return {hit.fault for hit in hits(healthy(record, *path, value=value))}


# --- against JavaScript ---


def test_the_golden_table_is_large_enough_to_mean_something():
    assert len(PAGE["cases"]) > 800
    assert len([case for case in PAGE["cases"] if case["fails"]]) > 100


def test_exactly_the_faults_that_raise_in_javascript_are_reported_as_failing():
    wrong = []
    for case in PAGE["cases"]:
        effects = {hit.effect for hit in hits(case["change"])}
        fails = set().union(*(FAILS.get(effect, set()) for effect in effects))
        if fails != set(case["fails"]):
            wrong.append((case, fails))

    assert [] == wrong


def test_texts_of_the_page_are_those_that_vue_renders():
    wrong = []
    for case in [{"change": [], "fails": []}, *PAGE["cases"]]:
        if {"site", "page"} & set(case["fails"]):
            continue
        expected = {**PAGE["expected"], **case}
        records = changed(PAGE["base"], case["change"])
        measure, additional = records["measure"], records["additional"]
        found = {hit.fault for hit in hits(case["change"])}
        actual = {
            "title": rows(measure, additional, muenster())[0].text.strip(),
            "cost": cost_line(additional, muenster()).text,
            "empty": [row.label for row in empty_rows(measure, additional, muenster())],
            "ask": PageFault.ASKS_READERS in found,
        }
        missed_in_vain = expected.get("filtered") and PageFault.FILTER_MISSES in found
        if missed_in_vain or any(expected[key] != value for key, value in actual.items()):
            wrong.append((case, actual))

    assert [] == wrong


# --- faults ---------------------------------------------------------------------------------------


def test_a_healthy_measure_has_no_faults():
    assert hits([]) == ()


def test_a_measure_without_any_other_record_misleads_but_fails_nowhere():
    found = page_faults(PAGE["base"]["measure"], None, None, None, muenster())

    assert found == (
        FaultHit(PageFault.CATEGORY_NOT_LISTED, FileName.MEASURES, ("categoryId",)),
        FaultHit(PageFault.ASKS_READERS, FileName.PROGRESS, (), "no_record"),
        FaultHit(PageFault.COST_NAN, FileName.ADDITIONAL, (), "NaN €"),
        FaultHit(PageFault.ROW_EMPTY, FileName.ADDITIONAL, ("cost", "until_in_years"), SCHEDULED),
    )


@pytest.mark.parametrize(
    ("path", "value", "fault", "where"),
    [
        (("id",), "", PageFault.ID_UNUSABLE, ("id",)),
        (("categoryId",), None, PageFault.CATEGORY_ID_UNUSABLE, ("categoryId",)),
        (("category",), "Verkehr", PageFault.CATEGORY_NAME_UNKNOWN, ("category",)),
        (("Impact & cost",), ["a"], PageFault.GROUP_MISREAD, ("Impact & cost",)),
        (("Impact & cost",), [1], PageFault.GROUP_FAILS, ("Impact & cost",)),
        (("Implementation", "Next steps"), [], PageFault.RAW_GROUP_EMPTY,
         ("Implementation", "Next steps")),
        (("Implementation", "Involved stakeholders"), None, PageFault.RAW_GROUP_EMPTY,
         ("Implementation", "Involved stakeholders")),
        (("Implementation", "Involved stakeholders"), 5, PageFault.TEXT_NOT_TEXT,
         ("Implementation", "Involved stakeholders")),
        (("Action outline", "Action description"), ABSENT, PageFault.DESCRIPTION_MISSING,
         ("Action outline", "Action description")),
    ],
)  # fmt: skip
def test_faults_of_a_measure_name_their_field(
    path: tuple[str, ...], value: object, fault: PageFault, where: tuple[str, ...]
):
    found = {
        (hit.fault, hit.file, hit.field_path)
        for hit in hits(healthy("measure", *path, value=value))
    }

    assert (fault, FileName.MEASURES, where) in found


def test_without_outline_and_short_title_the_list_of_the_category_fails_too():
    changes = healthy("measure", "Action outline") + healthy("additional", "short_title")

    assert {PageFault.OUTLINE_MISSING, PageFault.CARD_TITLE_FAILS} <= {
        hit.fault for hit in hits(changes)
    }


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (("cost",), ABSENT, PageFault.COST_MISSING),
        (("cost", "value"), ABSENT, PageFault.COST_NAN),
        (("cost", "value"), "12a", PageFault.COST_NAN),
        (("cost", "value"), "40000", PageFault.COST_NOT_A_NUMBER),
        (("state",), "neu", PageFault.STATE_NOT_AN_OBJECT),
        (("state", "text"), 7, PageFault.TEXT_NOT_TEXT),
        (("links",), "https://example.org", PageFault.LINKS_NOT_A_LIST),
        (("links", 0), None, PageFault.LINK_NULL),
        (("links", 0, "url"), "", PageFault.LINK_WITHOUT_TARGET),
        (("links", 0, "title"), ABSENT, PageFault.LINK_WITHOUT_TITLE),
        (("user_action",), "machen", PageFault.ACTION_NOT_AN_OBJECT),
        (("user_action",), {}, PageFault.ACTION_WITHOUT_TARGET),
        (("user_action", "label"), " ", PageFault.ACTION_WITHOUT_LABEL),
        (("short_title",), " ", PageFault.TITLE_EMPTY),
    ],
)
def test_faults_of_the_additional_data_are_found(
    path: tuple[str | int, ...], value: object, fault: PageFault
):
    assert fault in faults_of("additional", *path, value=value)


@pytest.mark.parametrize(
    ("key", "value"), [("user_action", None), ("links", []), ("state", None), ("state", ABSENT)]
)
def test_what_is_simply_not_there_is_no_fault(key: str, value: object):
    assert faults_of("additional", key, value=value) == set()


@pytest.mark.parametrize(
    ("path", "value", "fault", "detail"),
    [
        (("values", 1, "date"), "kaputt", PageFault.DATE_INVALID, "kaputt"),
        (("values", 1, "date"), "01.10.2024", PageFault.DATE_MISREAD, "2024-01-09"),
        (("values", 1, "date"), "2024-09-31", PageFault.DATE_MISREAD, "2024-10-01"),
        (("values", 1, "date"), "2026-10-02", PageFault.DATE_BEYOND_CHART, "2026-10-02"),
        (("values", 0, "date"), "2025-01-01", PageFault.VALUES_UNORDERED, "2025-01-01"),
        (("values", 1, "value"), 26, PageFault.VALUE_OUTSIDE_CHART, ""),
        (("values", 1, "value"), 21, PageFault.COUNT_OVER_GOAL, "21"),
        (("goal",), 26, PageFault.GOAL_OUTSIDE_CHART, ""),
        (("start",), 13, PageFault.ASKS_READERS, "below_start"),
        (("start",), None, PageFault.LINE_ASTRAY, ""),
        (("goal",), "hoch", PageFault.LINE_ASTRAY, ""),
        (("yMin",), 25, PageFault.AXIS_WITHOUT_HEIGHT, ""),
        (("values",), [], PageFault.VALUES_EMPTY, ""),
        (("values",), [{"value": None, "date": "2024-10-01"}], PageFault.ONLY_VALUE_MISSING, ""),
    ],
)
def test_faults_of_the_progress_are_found(
    path: tuple[str | int, ...], value: object, fault: PageFault, detail: str
):
    found = {(hit.fault, hit.detail) for hit in hits(healthy("progress", *path, value=value))}

    assert (fault, detail) in found


def test_the_last_day_of_the_chart_is_still_on_it():
    assert faults_of("progress", "values", 1, "date", value="2026-10-01") == set()


def test_a_binary_progress_has_no_chart_to_fall_out_of():
    records = PAGE["base"]
    progress = {"type": "binary", "values": [{"value": "completed", "date": "2030-01-01"}]}

    assert page_faults(records["measure"], records["additional"], progress, {}, muenster()) == ()


def test_the_entry_of_a_fault_is_counted_from_zero():
    (hit,) = hits(healthy("progress", "values", 1, "date", value="kaputt"))

    assert (hit.field_path, hit.entry) == (("values",), 1)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Stadtwerke Münster GmbH", False),  # the city's own works are found
        ("Amt 61, Stadt Münster", False),
        ("Stadtverwaltung Münster", False),
        ("Wohn+Stadtbau GmbH", True),
        ("Stadt Mu\u0308nster", True),  # not NFC
        ("stadt münster", True),
        ("", True),
    ],
)
def test_the_filter_wants_its_own_spelling(body: str, found: bool):
    path = ("Implementation", "Responsible bodies/person for implementation")

    assert found == (PageFault.FILTER_MISSES in faults_of("measure", *path, value=body))


@pytest.mark.parametrize("fault", PageFault)
def test_every_fault_has_an_effect(fault: PageFault):
    assert FaultHit(fault, FileName.MEASURES, ()).effect in Effect


# --- rows -----------------------------------------------------------------------------------------


def test_rows_follow_the_parts_of_the_page():
    found = rows(PAGE["base"]["measure"], PAGE["base"]["additional"], muenster())
    parts = [(row.part, row.step) for row in found]

    assert list(dict.fromkeys(parts)) == [
        (PagePart.HEAD, False),
        (PagePart.LINKS, False),
        (PagePart.TAKE_PART, False),
        (PagePart.ABOUT, False),
        (PagePart.EFFECTS, False),
        (PagePart.IMPLEMENTATION, False),
        (PagePart.IMPLEMENTATION, True),
        (PagePart.RAW, False),
    ]


def test_links_and_the_button_carry_their_target():
    targets = [row.target for row in rows({}, PAGE["base"]["additional"], muenster()) if row.target]

    assert targets == ["https://example.org/raeder", "https://example.org/leihen"]


def test_only_the_renewable_energy_row_hides_when_empty():
    empty = {
        "Action outline": {"Action name": "", "Action description": ""},
        "Impact & cost": {"Generated renewable energy (if applicable)": ""},
    }
    hidden = [row.label for row in rows(empty, None, muenster()) if not row.shown]

    assert hidden == ["Neu generierte erneuerbare Energien"]


def test_a_missing_renewable_energy_row_is_shown_without_value():
    labels = [row.label for row in empty_rows({"Action outline": {}}, None, muenster())]

    assert "Neu generierte erneuerbare Energien" in labels


@pytest.mark.parametrize(
    ("additional", "text"),
    [
        (None, "NaN €"),
        (ABSENT, "NaN €"),
        ({"cost": {}}, "NaN €"),
        ({"cost": {"value": None}}, "keine Angabe/trifft nicht zu"),
        ({"cost": {"value": 0}}, "0 €"),
        ({"cost": {"value": 862.139}}, "862,139 €"),
        ({"cost": {"value": 149_100_000}}, "149.100.000 €"),
        ({"cost": {"value": "149.100.000"}}, "NaN €"),
        ({"cost": None}, ""),
        ({}, ""),
    ],
)
def test_the_cost_line_is_what_readers_see(additional: object, text: str):
    assert text == cost_line(additional, muenster()).text


# --- the published dataset ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(real_dataset) -> dict[str, tuple[FaultHit, ...]]:
    """Return the faults of each published measure by its id."""

    def table(name: FileName) -> list[dict]:
        return json.loads((real_dataset / name).read_text(encoding="utf-8"))

    additional = {record["id"]: record for record in table(FileName.ADDITIONAL)}
    progress = {record["id"]: record for record in table(FileName.PROGRESS)}
    categories = {record["id"]: record for record in table(FileName.CATEGORIES)}
    return {
        measure["id"]: page_faults(
            measure,
            additional.get(measure["id"]),
            progress.get(measure["id"]),
            categories.get(measure["categoryId"]),
            muenster(),
        )
        for measure in table(FileName.MEASURES)
    }


@pytest.mark.real
@pytest.mark.parametrize(
    ("fault", "count"),
    [(PageFault.COST_NAN, 10), (PageFault.ASKS_READERS, 18), (PageFault.ROW_EMPTY, 52)],
)
def test_the_published_faults_are_counted_as_on_the_site(
    published: dict[str, tuple[FaultHit, ...]], fault: PageFault, count: int
):
    measures = [key for key, found in published.items() if fault in {hit.fault for hit in found}]

    assert count == len(measures)


@pytest.mark.real
def test_every_published_measure_with_an_empty_row_lacks_the_year(
    published: dict[str, tuple[FaultHit, ...]],
):
    without_year = {
        key for key, found in published.items() if any(hit.detail == SCHEDULED for hit in found)
    }
    with_empty_row = {
        key
        for key, found in published.items()
        if any(hit.fault is PageFault.ROW_EMPTY for hit in found)
    }

    assert without_year == with_empty_row


@pytest.mark.real
def test_no_published_measure_fails_a_page(published: dict[str, tuple[FaultHit, ...]]):
    harmless = {Effect.MISLEADS, Effect.DATA_ONLY}

    assert [] == [
        (key, hit)
        for key, found in published.items()
        for hit in found
        if hit.effect not in harmless
    ]
