"""The public page as data: what is printed, in which order, from which field, and what is wrong."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.checks.engine import FindingIndex
from klimaeditor.checks.rulebook import RULES
from klimaeditor.checks.statuswords import why_two_words
from klimaeditor.document import open_document
from klimaeditor.model.changes import FileName
from klimaeditor.model.findings import Severity
from klimaeditor.model.publicpage import PagePart
from klimaeditor.model.records import Dataset
from klimaeditor.model.values import set_path
from klimaeditor.site.muenster import MUENSTER, NEWS, muenster
from klimaeditor.site.page import (
    IN_CATEGORY,
    IN_LIST,
    NEWS_DIFFERS,
    page_of,
    tiles_of,
)
from klimaeditor.site.page_marks import CAPTIONS, RULES_OF, field_at
from klimaeditor.site.page_model import Effect, ItemRole, PageFault
from klimaeditor.site.visible_text import in_lines, in_one_line
from tests.checking import healthy
from tests.muenster_fields import FIELDS, FIELDS_BY_NAME
from tests.page_cases import (
    COUNT,
    GOLDEN,
    SETS,
    TITLES,
    changed,
    golden,
    page,
    path_of,
    with_progress,
)

FAULTS = json.loads((GOLDEN / "page_faults.json").read_text(encoding="utf-8"))


def texts_of(shown, field) -> list[str]:
    return [item.text for item in shown.items() if item.field == field]


def marks_at(shown, key) -> list:
    return [mark for item in shown.items() if item.key == key for mark in item.marks]


def page_with(file, path, value):
    tables = healthy()
    target = tables[file][0]
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    return page(tables)


# --- against what Vue rendered ---------------------------------------------------------------


def view_of(records):
    dataset = Dataset({FileName.MEASURES: [records["measure"]]}, muenster())
    view = dataset.view(0)
    return type(view)(0, view.measure, records["additional"], records["progress"], None, view.site)


def test_the_page_says_what_vue_rendered():
    wrong = []
    for case in [{"change": [], "fails": []}, *FAULTS["cases"]]:
        shown = page_of(view_of(changed(FAULTS["base"], case["change"])))
        fails = {"site", "page"} & set(case["fails"])
        effect = Effect.SITE_FAILS if "site" in fails else Effect.PAGE_FAILS if fails else None
        expected = {**FAULTS["expected"], **case}
        items = {item.key: item for item in shown.items()}
        empty = [
            item.label
            for section in shown.sections
            for item in section.items
            if section.part in {PagePart.ABOUT, PagePart.EFFECTS, PagePart.IMPLEMENTATION}
            and not item.text.strip()
        ]
        told = (
            items["head/title"].text,
            items["effects/cost_value"].text,
            empty,
            any(section.part is PagePart.ASK for section in shown.sections),
        )
        title = in_one_line(expected["title"])
        wanted = (title, *(expected[key] for key in ("cost", "empty", "ask")))
        if shown.effect is not effect or (effect is None and told != wanted):
            wrong.append((case, shown.effect, told))

    assert [] == wrong


# --- golden pages ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", SETS)
def test_pages_with_parts_missing_are_as_they_were_looked_at(name):
    kept = json.loads(path_of(name).read_text(encoding="utf-8"))
    made = json.loads(json.dumps(golden(name)))

    assert kept["base"] == made["base"]
    wrong = {case for case in made["cases"] if kept["cases"].get(case) != made["cases"][case]}
    assert set() == wrong
    assert kept["cases"].keys() == made["cases"].keys()


# --- order, fields, white space --------------------------------------------------------------


def test_the_parts_stand_in_the_order_of_the_page():
    tables = healthy()
    tables[FileName.PROGRESS] = []

    parts = list(dict.fromkeys(section.part for section in page(tables).sections))

    assert list(muenster().layout.parts) == parts


def test_every_item_leads_to_a_field_of_the_catalogue():
    assert {item.field for item in page(healthy()).items()} <= FIELDS_BY_NAME.keys()


def test_keys_tell_items_apart():
    keys = [item.key for item in page(healthy()).items()]

    assert len(set(keys)) == len(keys)


def test_the_timeline_prints_its_fixed_days():
    steps = [item for item in page(healthy()).items() if item.role is ItemRole.STEP]

    assert [("Sachstand 2024", "01/08/2024"), ("Klimastadtvertrag", "01/07/2024")] == [
        (step.label, step.note) for step in steps
    ]


def test_the_raw_data_holds_every_key_of_the_four_groups_and_unknown_ones():
    tables = healthy()
    tables[FileName.MEASURES][0]["Implementation"]["Next steps"] = "Weiter so"
    shown = page(tables)
    groups = [section.title for section in shown.sections if section.part is PagePart.RAW]
    extra = [item for item in shown.items() if item.label == "Next steps"]

    assert list(MUENSTER.groups) == groups
    assert [("Weiter so", "action_scale")] == [(item.text, item.field) for item in extra]


@pytest.mark.parametrize(
    ("text", "line", "lines"),
    [
        ("a  b\u00a0c ", "a b\u00a0c", "a b\u00a0c"),
        ("a \n  b\n", "a b", "a\nb"),
        ("\ta\r\nb", "a b", "\u2003a\nb"),
        ("<b>a</b> &amp;", "<b>a</b> &amp;", "<b>a</b> &amp;"),
        ("halb \ud83c", "halb \ufffd", "halb \ufffd"),
    ],
)
def test_white_space_is_printed_as_a_browser_does(text, line, lines):
    assert (line, lines) == (in_one_line(text), in_lines(text))


def test_an_action_name_breaks_lines_only_where_the_page_takes_html():
    path = ("Action outline", "Action name")
    tables = healthy()
    tables[FileName.ADDITIONAL] = []
    tables[FileName.MEASURES][0][path[0]][path[1]] = "Räder\nfür alle"
    shown = page(tables)

    assert ["Räder für alle", "Räder für alle", "Räder\nfür alle"] == texts_of(shown, "action_name")


def test_a_text_instead_of_a_list_of_links_becomes_one_empty_link_per_letter():
    shown = page_with(FileName.ADDITIONAL, ("links",), "http")

    assert ["", "", "", ""] == texts_of(shown, "links")
    assert PageFault.LINKS_NOT_A_LIST in {mark.fault for mark in shown.marks()}


# --- tiles, and the two words of one status ----------------------------------------------------


def tiles(tables):
    dataset = Dataset(tables, muenster())
    view = dataset.view(0)
    return tiles_of(view, page_of(view)), why_two_words(view)


def test_11_the_tile_shows_category_title_and_status_as_lists_do():
    (found, *_), _ = tiles(healthy())

    assert IN_CATEGORY == found.heading
    assert ["tag", "title", "status"] == [item.role for item in found.items]
    assert muenster().status_word(found.status) == found.items[-1].text


def test_11_a_list_with_rules_of_its_own_has_a_status_of_its_own_and_says_why():
    tables = healthy(NEWS[0])
    over = [{"value": 90, "date": "2024-07-01"}]
    tables[FileName.PROGRESS] = [{"id": NEWS[0], **COUNT, "values": over}]
    found, _ = tiles(tables)
    told = {tile.heading: (tile.items[-1].text, tile.items[-1].note) for tile in found}

    assert ("In Bearbeitung", "") == told[IN_CATEGORY]
    assert ("Abgeschlossen", NEWS_DIFFERS) == told[IN_LIST.format(list=muenster().words.news)]


def test_11_an_offer_stands_in_a_list_of_its_own():
    tables = healthy()
    headings = []
    for offer in (None, {"label": "Mitmachen", "href": "https://beispiel.example"}):
        tables[FileName.ADDITIONAL][0]["user_action"] = offer
        offers = IN_LIST.format(list=muenster().words.offers)
        headings.append(offers in [tile.heading for tile in tiles(tables)[0]])

    assert [False, True] == headings


def test_a_status_with_two_words_says_why():
    tables = healthy()
    record = tables[FileName.PROGRESS][0]
    value = [{"value": "in_progress", "date": "2024-07-01"}]
    tables[FileName.PROGRESS] = [{"id": record["id"], "type": "binary", "values": value}]
    _, twice = tiles(tables)
    tables[FileName.PROGRESS] = [{"id": record["id"], **COUNT}]
    _, once = tiles(tables)

    assert "In Listen und Kacheln steht „In Bearbeitung“" in twice
    assert "" == once


# --- marks -----------------------------------------------------------------------------------


def test_a_healthy_measure_has_no_marks_but_of_the_day_that_the_site_prints_over_every_state():
    tables = healthy()
    (mark,) = page(tables).marks()

    assert (PageFault.STATE_CARD_FIXED, Effect.NO_DATA_CURES) == (mark.fault, mark.effect)
    assert (Severity.HINT, "state_text") == (mark.severity, mark.field)
    assert "Website-Betreuung" in mark.message
    tables[FileName.ADDITIONAL][0]["state"]["date"] = "2024-08-01"
    assert [] == list(page(tables).marks())


def test_nan_euro_is_marked_with_its_rule():
    tables = healthy()
    tables[FileName.ADDITIONAL] = []
    shown = page(tables)

    assert ["NaN €"] == texts_of(shown, "cost_value")
    assert [("cost_nan", PageFault.COST_NAN, Severity.ERROR)] == [
        (mark.rule, mark.fault, mark.severity) for mark in marks_at(shown, "effects/cost_value")
    ]


def test_a_finding_that_only_people_notice_is_marked_too():
    shown = page_with(FileName.ADDITIONAL, ("cost", "until_in_years"), 20)

    assert [("year_not_calendar", None)] == [
        (mark.rule, mark.fault) for mark in marks_at(shown, "implementation/cost_until")
    ]


def test_a_fault_of_one_link_stands_at_this_link():
    two = [
        {"title": "Amt für Räder", "url": "https://stadt.example/a"},
        {"title": "", "url": "https://b.example"},
    ]
    shown = page_with(FileName.ADDITIONAL, ("links",), two)

    assert [] == marks_at(shown, "links/0")
    assert ["link_incomplete"] == [mark.rule for mark in marks_at(shown, "links/1")]


def test_an_empty_row_is_marked_where_it_is_empty_and_not_in_the_raw_data():
    shown = page_with(FileName.MEASURES, ("Implementation", "Involved stakeholders"), "")
    at = [item.key for item in shown.items() if item.marks]

    assert ["implementation/involved_stakeholders", "step/state_text"] == at


def test_what_stops_the_site_is_told_although_nothing_is_left_to_mark():
    shown = with_progress({"type": "binary", "values": []})

    assert Effect.SITE_FAILS is shown.effect
    assert ["progress_empty"] == [mark.rule for mark in shown.failures]


def test_every_fault_has_a_caption_and_known_rules():
    assert set(PageFault) == CAPTIONS.keys() == RULES_OF.keys()
    assert {rule for rules in RULES_OF.values() for rule in rules} <= RULES.keys()


def test_every_path_of_the_catalogue_leads_to_its_field():
    assert [field.name for field in FIELDS] == [field_at(MUENSTER, f.file, f.path) for f in FIELDS]


# --- from the form to the page ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "key"),
    [
        ("action_name", "about/action_name"),
        ("action_type", "raw/Action outline/Action type"),
        ("progress_unit", "head/chart"),
        ("user_action_href", "take_part/button"),
        ("state_text", "step/state_text"),
        ("category_id", "head/tag"),
        ("state_verdict", None),
        ("category_description", None),
    ],
)
def test_a_field_finds_its_place_on_the_page(field, key):
    item = with_progress(COUNT).item_for(field)

    assert key == (item.key if item else None)


# --- any data --------------------------------------------------------------------------------


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
places = st.sampled_from(
    [(field.file, field.path[:depth]) for field in FIELDS for depth in (1, 2) if field.path[:depth]]
)


@given(st.lists(st.tuples(places, values), min_size=1, max_size=4))
def test_any_value_at_any_place_makes_a_page(changes):
    tables = healthy()
    for (file, path), value in changes:
        record = set_path(tables[file][0], path[:1], value) if len(path) == 1 else None
        if record is None and isinstance(tables[file][0].get(path[0]), dict):
            record = set_path(tables[file][0], path, value)
        tables[file][0] = record or tables[file][0]
    dataset = Dataset(tables, muenster())
    shown = page_of(dataset.view(0), FindingIndex(dataset).of(0), TITLES)

    assert {item.field for item in shown.items()} <= FIELDS_BY_NAME.keys()
    assert {mark.field for mark in shown.marks()} <= FIELDS_BY_NAME.keys()


@pytest.mark.real
def test_the_published_dataset_shows_what_the_requirements_counted(real_dataset):
    document = open_document(real_dataset)
    pages = [
        page_of(document.view(key), document.findings.of(key), TITLES)
        for key in document.dataset.measure_keys()
    ]
    nan = sum("NaN €" in texts_of(shown, "cost_value") for shown in pages)
    asks = sum(any(s.part is PagePart.ASK for s in shown.sections) for shown in pages)
    empty = sum(any(m.fault is PageFault.ROW_EMPTY for m in shown.marks()) for shown in pages)

    assert (10, 18, 52) == (nan, asks, empty)
