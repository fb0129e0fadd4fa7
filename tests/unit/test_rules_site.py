"""Rules of the public page, held against pages that Vue really rendered (requirements 0.2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.checks import progress, public_page
from klimaeditor.checks.engine import FindingIndex, check_measure
from klimaeditor.checks.public_page import nearest_spelling
from klimaeditor.document import Document, open_document
from klimaeditor.model.changes import FileName
from klimaeditor.model.findings import Severity
from klimaeditor.model.records import Dataset
from klimaeditor.site.faults import page_faults
from klimaeditor.site.muenster import muenster
from klimaeditor.site.page_model import Effect, PageFault
from tests.checking import changed, healthy, only, rules_of
from tests.conftest import SAMPLE
from tests.page_cases import changed as page_records
from tests.unit.test_website_page import PAGE

# What the model or another module says more exactly than the port of the site.
SAID_ELSEWHERE = {
    PageFault.NULL_ENTRY: "progress_entry_broken",
    PageFault.DATE_INVALID: "progress_date",
    PageFault.DATE_MISREAD: "progress_date",
    PageFault.ONLY_VALUE_MISSING: "progress_value",
    PageFault.COUNT_OVER_GOAL: "progress_above_goal",
    PageFault.OUTLINE_MISSING: "required",
    PageFault.CARD_TITLE_FAILS: "required",
    PageFault.DESCRIPTION_MISSING: "required",
    PageFault.FILTER_TEXT_FAILS: "wrong_type",
    PageFault.ID_UNUSABLE: "id_missing",
    PageFault.CATEGORY_ID_UNUSABLE: "required",
    PageFault.CATEGORY_NOT_LISTED: "category_unknown",
    PageFault.COST_NOT_A_NUMBER: "amount_unreadable",
    PageFault.LINKS_NOT_A_LIST: "wrong_type",
    PageFault.LINK_NULL: "link_incomplete",
    PageFault.LINK_WITHOUT_TARGET: "link_incomplete",
    PageFault.LINK_WITHOUT_TITLE: "link_incomplete",
    PageFault.ACTION_WITHOUT_TARGET: "user_action_incomplete",
    PageFault.ACTION_WITHOUT_LABEL: "user_action_incomplete",
    PageFault.TEXT_NOT_TEXT: "wrong_type",
    PageFault.ID_RESERVED: "id_reserved",
    PageFault.LINE_ASTRAY: "progress_count_incomplete",
}
# What no data can cure is no finding.
OF_THE_SITE_ITSELF = {
    PageFault.DATE_BEYOND_CHART,
    PageFault.STATE_CARD_FIXED,
    PageFault.LOST_ON_DIRECT_LOAD,
}

EMPTY_RULES = {"row_without_value", "card_without_text", "required", "wrong_type"}
BODIES = muenster().facts.filter_bodies


def view_of(case: dict):
    records = page_records(PAGE["base"], case["change"])
    tables = {
        FileName.MEASURES: [records["measure"]],
        FileName.ADDITIONAL: [records["additional"]] if records["additional"] else [],
        FileName.PROGRESS: [records["progress"]] if records["progress"] else [],
        FileName.CATEGORIES: [{"id": "mobilitaet", "description": "Unterwegs."}],
    }
    return Dataset(tables, muenster()).view(0)


def test_every_fault_of_the_page_has_a_rule():
    handled = {*public_page.HANDLERS, *progress.HANDLERS}

    assert set(PageFault) - OF_THE_SITE_ITSELF == handled | set(SAID_ELSEWHERE)
    assert set() == handled & {*SAID_ELSEWHERE, *OF_THE_SITE_ITSELF}


def test_every_page_that_fails_in_javascript_is_an_error():
    silent = [
        case
        for case in PAGE["cases"]
        if case["fails"]
        and not any(f.severity is Severity.ERROR for f in check_measure(view_of(case)))
    ]

    assert [] == silent


def test_every_text_that_vue_renders_wrongly_is_a_finding():
    silent = []
    for case in PAGE["cases"]:
        if {"site", "page"} & set(case["fails"]):
            continue
        shown = {**PAGE["expected"], **case}
        found = check_measure(view_of(case))
        rules = {finding.rule for finding in found}
        errors = any(finding.severity is Severity.ERROR for finding in found)
        wrong = (
            (shown["cost"] == "NaN €" and not errors)
            or (shown["ask"] and "status_asks_citizens" not in rules)
            or (shown["title"] == "" and not errors)
            or (shown["empty"] and not rules & EMPTY_RULES)
        )
        if wrong:
            silent.append((case, rules))

    assert [] == silent


def test_saying_no_amount_creates_the_missing_record(sample_dataset):
    document = open_document(sample_dataset)
    measure = document.dataset.find("initiative1")
    (finding,) = [f for f in document.findings.of(measure) if f.rule == "cost_nan"]

    document.apply(document.plan_fix(finding.fix))

    assert document.view(measure).additional["cost"] == {
        "until_in_years": None,
        "value": None,
        "quantity": None,
    }
    assert "cost_nan" not in {f.rule for f in document.findings.of(measure)}


def test_missing_keys_of_the_costs_are_set_to_null_in_one_go():
    tables = healthy()
    tables[FileName.ADDITIONAL][0]["cost"] = {"value": 5000}

    finding = only("cost_incomplete", tables)

    assert [edit.field for edit in finding.fix.edits] == ["cost_until", "cost_quantity"]
    assert "„until_in_years“, „quantity“" in finding.message


def test_a_missing_amount_says_that_the_page_shows_nan():
    tables = healthy()
    del tables[FileName.ADDITIONAL][0]["cost"]["value"]

    assert "NaN €" in only("cost_incomplete", tables).message


def test_a_row_without_value_offers_the_placeholder_for_texts_of_the_contract():
    tables = healthy()
    measure = tables[FileName.MEASURES][0]
    measure["categoryId"] = "urban_social_projects"
    del measure["Impact & cost"]
    found = FindingIndex(Dataset(tables, muenster())).all()
    rows = {f.field: f.fix for f in found if f.rule == "row_without_value"}

    assert {"renewable_energy", "substituted_energy", "ghg_reduction"} == set(rows)
    assert rows["ghg_reduction"].edits[0].value == "Keine Angabe"
    assert not rows["ghg_reduction"].automatic


def test_a_missing_year_leads_to_the_field_only():
    finding = only("row_without_value", changed("cost_until", None))

    assert finding.field == "cost_until"
    assert () == finding.fix.edits


def test_the_row_that_an_empty_text_hides_is_offered_to_be_hidden():
    tables = healthy()
    measure = tables[FileName.MEASURES][0]
    measure["categoryId"] = "urban_social_projects"
    del measure["Impact & cost"]
    document = Document(Dataset(tables, muenster()), {})
    key = document.dataset.measure_keys()[0]
    (finding,) = [f for f in document.findings.of(key) if f.field == "renewable_energy"]

    document.apply(document.plan_fix(finding.fix))

    assert ("Zeile ausblenden", False) == (finding.fix.label, finding.fix.automatic)
    assert "mit einem leeren Text aus" in finding.message
    assert document.view(key).value("renewable_energy") == ""
    assert "renewable_energy" not in {f.field for f in document.findings.of(key)}


def test_a_measure_without_end_is_not_asked_for_an_invented_year():
    finding = only("row_without_value", changed("cost_until", None))

    assert "läuft sie weiter, bleibt das Feld leer" in finding.message


def test_a_card_without_text_is_another_finding_than_a_row_without_value():
    assert {"card_without_text"} == rules_of(changed("state_text", ""))


def test_an_empty_text_of_renewable_energy_hides_its_row_and_is_no_finding():
    assert set() == rules_of(changed("renewable_energy", ""))


def test_a_missing_required_text_is_one_error_and_not_an_empty_row_too():
    assert {"required"} == rules_of(changed("ghg_reduction", ""))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stadt Muenster", ("Stadt Münster", "Stadt Münster")),
        ("Stadwerke Münster GmbH, Amt 7", None),
        ("Amt 7, Stadwerke Münster", ("Stadtwerke Münster", "Amt 7, Stadtwerke Münster")),
        ("stadt münster", ("Stadt Münster", "Stadt Münster")),
        ("Stadt\u00a0Münster", ("Stadt Münster", "Stadt Münster")),
        ("Stadt Mu\u0308nster", ("Stadt Münster", "Stadt Münster")),
        ("Stadtverwaltung Munster", ("Stadtverwaltung Münster", "Stadtverwaltung Münster")),
        ("Stadtnetze Münster", None),
        ("Stadtwerke und Stadtnetze Münster", None),
        ("Wohn+Stadtbau GmbH", None),
        ("", None),
    ],
)
def test_only_slips_in_the_filters_spellings_are_corrected(text, expected):
    assert expected == nearest_spelling(text, BODIES)


def test_a_body_beside_the_filter_is_a_hint_and_no_error():
    finding = only("body_not_in_filter", changed("responsible_bodies", "Wohn+Stadtbau GmbH"))

    assert finding.severity is Severity.HINT
    assert finding.fix is None


@pytest.mark.parametrize("body", BODIES)
def test_bodies_the_filter_knows_are_no_finding(body):
    assert set() == rules_of(changed("responsible_bodies", f"{body}, Amt für Klima"))


@pytest.mark.parametrize("identifier", ["iniative4", "energieerzeugung13", "a", "a_1", "a" * 64])
def test_published_ids_are_right_as_they_are(identifier):
    assert set() == rules_of(healthy(identifier))


@pytest.mark.parametrize("identifier", ["Bauen1", "bauen 1", "1bauen", "bauen-1", "a" * 65, "ä"])
def test_ids_that_do_not_fit_an_address_are_errors(identifier):
    assert {"id_pattern"} == rules_of(healthy(identifier))


def test_the_sample_shows_nan_four_times():
    found = open_document(SAMPLE).findings.all()

    assert 4 == len([f for f in found if f.rule == "cost_nan"])


@pytest.mark.real
def test_the_real_data_show_nan_ten_times_and_the_repair_ends_it(real_dataset, tmp_path):
    document = open_document(real_dataset)
    found = [f for f in document.findings.all() if f.rule == "cost_nan"]
    for finding in found:
        document.apply(document.plan_fix(finding.fix))

    assert 10 == len(found)
    assert [] == [f for f in document.findings.all() if f.rule == "cost_nan"]


FAILING = {Effect.SITE_FAILS, Effect.PAGE_FAILS, Effect.LIST_FAILS, Effect.FILTER_FAILS}
KEYS = st.sampled_from(["value", "date", "title", "url", "label", "text", "Action name"])
ODD = st.recursive(
    st.sampled_from([None, True, 0, -1, 2030, 1.5, "", " ", "x", "2024-10-01", "binary", "count"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2),
    max_leaves=4,
)


def paths_of(value, start=()):
    """Return the paths of everything in a record, the record itself left out."""
    children = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, child in children:
        found.append((*start, key))
        if isinstance(child, dict | list):
            found += paths_of(child, (*start, key))
    return found


@given(st.data())
def test_whatever_stands_in_a_record_is_checked_and_what_breaks_a_page_is_an_error(data):
    tables = healthy()
    for _ in range(data.draw(st.integers(1, 3))):
        file = data.draw(st.sampled_from(list(FileName)))
        *parents, last = data.draw(st.sampled_from(paths_of(tables[file][0])))
        target = tables[file][0]
        for key in parents:
            target = target[key]
        target[last] = data.draw(ODD)
    dataset = Dataset(tables, muenster())
    view = dataset.view(0)
    found = FindingIndex(dataset).all()
    hits = page_faults(view.measure, view.additional, view.progress, view.category, muenster())

    breaks = any(hit.effect in FAILING for hit in hits)
    assert not breaks or any(finding.severity is Severity.ERROR for finding in found)
