"""What visitors read: markup that swallows text, blank rows, lost blocks, lines astray (SEC-03)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.model.changes import FileName
from klimaeditor.model.records import Dataset
from klimaeditor.site.muenster import muenster
from klimaeditor.site.page import chart_of, page_of
from klimaeditor.site.page_model import Effect, ItemRole, PageFault
from klimaeditor.site.visible_text import in_html, in_lines, shows_nothing
from tests.checking import changed, document_of, findings_of, healthy, only, rules_of
from tests.page_cases import COUNT, page, with_progress

LEFT = [
    ("Erst <b>fett</b>, dann nicht", "Erst fett, dann nicht"),
    ("Kosten <Stand 2024 noch offen", "Kosten"),
    ("Kosten <Stand 2024\nnoch offen", "Kosten noch offen"),
    ("vorn <!-- weg --> hinten", "vorn hinten"),
    ("vorn <!-- weg", "vorn"),
    ("vorn <!--> hinten", "vorn hinten"),
    ("vorn <? weg > hinten", "vorn hinten"),
    ("<script>weg()</script>da", "da"),
    ("da<style>weg", "da"),
    ('<a title="x > y">Ziel</a>', "Ziel"),
    ('<a title="nie zu>weg</a> weg', ""),
    ("<p hidden>weg</p>da", "da"),
    ('<span style="display: none">weg</span>da', "da"),
    ("<ul><li>eins</li><li>zwei</li></ul>", "eins\nzwei"),
    ("eins<br>zwei<br/>drei", "eins\nzwei\ndrei"),
    ("<textarea><b>bleibt</b></textarea>", "<b>bleibt</b>"),
    ("Gr&ouml;&szlig;e &lt;b&gt; R&D", "Größe <b> R&D"),
    ("5 < 7 und 8 > 3, <3", "5 < 7 und 8 > 3, <3"),
    ("a\tb", "a\u2003b"),
    ("a</>b</1>c", "abc"),
]


@pytest.mark.parametrize(("text", "left"), LEFT)
def test_a_browser_leaves_of_a_text_what_the_preview_shows(text, left):
    tables = changed("action_description", text)
    shown = page(tables)

    assert left == in_html(text)
    assert left == next(i.text for i in shown.items() if i.key == "about/action_description")


@given(st.text(alphabet="<>/!-=\"' \n\tab&;#x1", max_size=60))
def test_no_text_is_made_longer_and_none_without_signs_is_touched(text):
    assert len(in_html(text)) <= len(in_lines(text))
    if "<" not in text and "&" not in text:
        assert in_html(text) == in_lines(text)


@pytest.mark.parametrize("text", ["<Stand 2024", "<!-- noch offen", "<script>weg</script>", "<br>"])
def test_a_row_that_markup_leaves_blank_is_marked_there_by_the_rule_about_markup(text):
    for field, key in (
        ("action_description", "about/action_description"),
        ("implementation_comments", "step/implementation_comments"),
    ):
        item = next(i for i in page(changed(field, text)).items() if i.key == key)
        marks = [mark for mark in item.marks if mark.fault is PageFault.ROW_EMPTY]

        assert "" == item.text
        assert ["markup"] == [mark.rule for mark in marks]


@pytest.mark.parametrize("text", ["\u200b", " \u2060\xad ", "\u2800\ufe0f", "&nbsp;&shy;"])
def test_invisible_characters_alone_are_no_text(text):
    tables = changed("involved_stakeholders", text)
    finding = only("text_invisible", tables)
    item = next(i for i in page(tables).items() if i.key == "implementation/involved_stakeholders")

    assert {"text_invisible"} == rules_of(tables)
    assert "Keine Angabe" == finding.fix.edits[0].value
    assert [PageFault.ROW_EMPTY] == [mark.fault for mark in item.marks]
    assert shows_nothing(item.text)


def test_an_optional_text_of_invisible_characters_is_emptied_for_certain():
    document = document_of(changed("state_title", "\u200b"))
    (finding,) = document.findings.all()

    assert finding.fix.automatic
    document.apply(document.plan_fix(finding.fix))
    assert () == document.findings.all()


def test_invisible_characters_among_others_stay_a_warning():
    assert {"character_doubtful"} == rules_of(changed("involved_stakeholders", "Rad\u200bweg"))


# --- a value that is no text empties its group, and only that ----------------------------------


@pytest.mark.parametrize("value", [None, 5, ["a"], {"a": "b"}])
def test_a_value_that_is_no_text_empties_its_group_of_the_raw_data(value):
    tables = changed("outcome", value)
    shown = page(tables)
    group = next(s for s in shown.sections if s.title == "Reference to impact pathway")

    assert shown.effect is None
    assert [("Outcome (according to module B-1.1)", "")] == [(i.label, i.text) for i in group.items]
    assert PageFault.RAW_GROUP_EMPTY in {mark.fault for mark in group.items[0].marks}
    assert "ganze Gruppe leer" in only("wrong_type", tables).message


def test_a_key_of_its_own_that_is_no_text_is_said_to_empty_the_group():
    tables = healthy()
    tables[FileName.MEASURES][0]["Implementation"]["Next steps"] = ["eins"]

    assert page(tables).effect is None
    assert "ganze Gruppe leer" in only("extra_value", tables).message


@pytest.mark.parametrize(
    "field", ["action_description", "ghg_reduction", "involved_stakeholders", "state_text"]
)
def test_where_the_page_takes_a_text_as_markup_it_fails_as_a_whole(field):
    assert Effect.PAGE_FAILS is page(changed(field, 5)).effect


# --- the chart ---------------------------------------------------------------------------------


def chart(**changes):
    record = {key: value for key, value in (COUNT | changes).items() if value != "weg"}
    return chart_of(record, muenster())


@pytest.mark.parametrize("value", ["weg", None, "hoch", {}])
@pytest.mark.parametrize("name", ["start", "goal"])
def test_a_line_without_a_height_is_drawn_from_corner_to_corner(name, value):
    assert (name,) == chart(**{name: value}).astray
    assert () == chart(**{name: "20"}).astray


def test_a_percentage_has_no_lines():
    assert () == chart(type="percent", start=None, goal=None).astray


def test_a_last_value_in_words_is_drawn_and_decides_no_status():
    shown = with_progress({**COUNT, "values": [{"value": "35", "date": "2024-07-01"}]})

    assert [35.0] == [point.height for point in shown.chart.points if point.inside]
    assert "unknown" == shown.status.status


@pytest.mark.parametrize("end", [35, "35", 35.0])
def test_on_an_axis_without_height_every_point_vanishes(end):
    found = chart(yMin=35, yMax=end)

    assert [False, False] == [point.inside for point in found.points]


# --- ids that JavaScript keeps for itself ------------------------------------------------------


@pytest.mark.parametrize("name", ["constructor", "__proto__", "toString", "hasOwnProperty"])
def test_a_reserved_word_as_id_is_an_error_and_stops_the_site(name):
    tables = {file: [] for file in FileName} | {FileName.MEASURES: [{"id": name}]}
    view = Dataset(tables, muenster()).view(0)

    assert "id_reserved" in {f.rule for f in findings_of(tables)}
    assert Effect.SITE_FAILS is page_of(view).effect


def test_an_id_that_only_begins_like_one_is_fine():
    assert set() == rules_of(healthy("constructor1"))


# --- what no data can cure ---------------------------------------------------------------------


def test_a_page_opened_directly_has_lost_three_rows_and_the_first_card():
    tables = healthy()
    view = Dataset(tables, muenster()).view(0)
    before = {item.key: item for item in page_of(view).items()}
    after = {item.key: item for item in page_of(view, direct=True).items()}
    lost = [key for key in before if before[key].text and not after[key].text]

    assert [
        "about/action_description",
        "effects/ghg_reduction",
        "implementation/involved_stakeholders",
        "step/state_text",
    ] == lost
    for key in lost:
        assert PageFault.LOST_ON_DIRECT_LOAD is after[key].marks[-1].fault
    assert {key: item for key, item in before.items() if key not in lost} == {
        key: item for key, item in after.items() if key not in lost
    }


def test_without_a_state_the_contract_is_the_first_card_and_is_lost():
    tables = healthy()
    del tables[FileName.ADDITIONAL][0]["state"]
    shown = page_of(Dataset(tables, muenster()).view(0), direct=True)

    assert [""] == [item.text for item in shown.items() if item.role is ItemRole.STEP]


def test_a_stand_behind_the_axis_is_marked_and_told_to_be_the_sites_own_fault():
    shown = with_progress({**COUNT, "values": [{"value": 35, "date": "2026-11-01"}]})
    (mark,) = [mark for mark in shown.marks() if mark.fault is PageFault.DATE_BEYOND_CHART]

    assert (Effect.NO_DATA_CURES, "", "hint") == (mark.effect, mark.rule, mark.severity)
    assert "Website-Betreuung" in mark.message


# --- one error for one cause -------------------------------------------------------------------


def test_a_list_of_measures_that_was_emptied_is_one_error():
    tables = healthy()
    for number in range(5):
        tables[FileName.ADDITIONAL].append({"id": f"mobilitaet{number + 2}"})
    tables[FileName.MEASURES].clear()
    (finding,) = findings_of(tables)

    assert ("measures_gone", FileName.MEASURES) == (finding.rule, finding.file)
    assert "7 Einträge" in finding.message


def test_a_dataset_without_anything_in_it_is_no_error():
    assert () == findings_of({file: [] for file in FileName})
