"""What an editor could not read stays as typed, is an error, and offers what it may mean."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import ValidationError

from klimaeditor.checks.engine import FindingIndex
from klimaeditor.checks.models import flat_model
from klimaeditor.checks.schemas import ModelError, is_plainly_right, judge, project
from klimaeditor.model.fieldtypes import Profile
from klimaeditor.model.records import Dataset
from klimaeditor.model.values import ABSENT
from klimaeditor.site.muenster import MUENSTER, muenster
from tests.checking import changed, document_of, healthy, only, rules_of
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("field", "typed", "offered", "label", "certain"),
    [
        ("cost_value", "215.000.000 €", 215000000, "Als 215.000.000 € übernehmen", True),
        ("cost_value", "ca. 215 Mio. €", 215000000, "Als 215.000.000 € übernehmen", False),
        ("cost_value", "862.139", 862139, "Als 862.139 € übernehmen", False),
        ("cost_value", "1.234,56", 1234.56, "Als 1.234,56 € übernehmen", True),
        ("cost_value", "Keine Angabe", None, "Keine Angabe setzen", True),
        ("cost_value", "", None, "Keine Angabe setzen", True),
        ("cost_until", "Ende 2030", 2030, "Als 2030 übernehmen", False),
        ("cost_until", "2030", 2030, "Als 2030 übernehmen", True),
        ("cost_quantity", "1.250,5", 1250.5, "Als 1.250,5 übernehmen", True),
        ("cost_quantity", "–", None, "Feld leeren", True),
    ],
)
def test_a_readable_value_is_offered(field, typed, offered, label, certain):
    (finding,) = [f for f in document_of(changed(field, typed)).findings.all() if f.field == field]

    assert (offered, label) == (finding.fix.edits[0].value, finding.fix.label)
    assert certain == finding.fix.automatic
    assert type(offered) is type(finding.fix.edits[0].value)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("cost_value", "ca. 4,2 Mio. €/a; 840 €/t CO2"),
        ("cost_value", "1.5"),
        ("cost_value", "viel"),
        ("cost_value", "> 30.000 Euro"),
        ("cost_until", "20 Jahre"),
        ("cost_until", "2025 oder 2030"),
        ("cost_quantity", "12a"),
    ],
)
def test_where_nothing_is_certain_the_fix_only_leads_to_the_field(field, typed):
    found = document_of(changed(field, typed)).findings.all()
    (finding,) = [f for f in found if f.field == field]

    assert () == finding.fix.edits
    assert not finding.fix.automatic


@pytest.mark.parametrize("value", [0.5, 1, 350.0, None, 2**53 - 1])
def test_numbers_and_null_are_amounts(value):
    assert "amount_unreadable" not in rules_of(changed("cost_value", value))
    assert "wrong_type" not in rules_of(changed("cost_value", value))


@pytest.mark.parametrize("value", [True, [], {}, [1]])
def test_other_values_are_no_amounts(value):
    assert "wrong_type" in rules_of(changed("cost_value", value))


def test_a_list_of_texts_is_offered_as_lines():
    finding = only("wrong_type", changed("outcome", ["a", "b"]))

    assert "a\nb" == finding.fix.edits[0].value


def test_null_in_a_contract_text_offers_the_placeholder():
    finding = only("wrong_type", changed("outcome", None))

    assert "Keine Angabe" == finding.fix.edits[0].value
    assert "keinen Wert (null)" in finding.message


@pytest.mark.parametrize("field", ["action_name", "action_description"])
def test_title_and_description_have_no_placeholder(field):
    assert () == only("required", changed(field, "")).fix.edits


@pytest.mark.parametrize(
    ("field", "shown", "example"),
    [
        ("outcome", "bleibt leer: Nur unter „Rohdaten aus", "„Keine Angabe“"),
        ("involved_stakeholders", "bleibt leer: Dritte Zeile unter", "„Keine Angabe“"),
        ("action_description", "Fehlt der Text, bricht die Seite ab.", "Windräder"),
        ("category_id", "in der Adresse der Seite.", "„Mobilität“"),
    ],
)
def test_an_empty_field_is_told_where_the_page_misses_it_and_what_fits(field, shown, example):
    said = only("required", changed(field, "")).message

    assert shown in said
    assert example in said
    assert (example == "„Keine Angabe“") == ("Keine Angabe" in said)


def test_the_projection_leaves_out_what_is_absent():
    view = document_of(healthy()).view(0)
    values = project(view)

    assert "progress_goal" not in values
    assert values["cost_quantity"] is None
    assert ABSENT not in values.values()


def test_the_model_names_field_place_and_key():
    values = project(document_of(changed("links", [{"title": "a", "url": 5}, "x"])).view(0))

    assert judge(values, Profile.MEASURE, MUENSTER) == (
        ModelError("links", 0, "url", 5, empty=False),
        ModelError("links", 1, "", "x", empty=False),
    )


# DOM-02
def test_an_initiative_needs_name_description_and_body_only():
    tables = healthy()
    measure = tables["measures.json"][0]
    measure["categoryId"] = "urban_social_projects"
    measure["category"] = "Stadtgesellschaftliche Projekte"
    tables["categories.json"][0]["id"] = "urban_social_projects"
    del measure["Impact & cost"], measure["Reference to impact pathway"]
    found = FindingIndex(Dataset(tables, muenster())).all()

    assert {"row_without_value"} == {finding.rule for finding in found}


def test_pydantic_is_loaded_with_the_first_doubt_only():
    """The window, its document and plainly right values come before it and cost nothing of it."""
    code = (
        "import sys, ui.app, klimaeditor.document, klimaeditor.publish.package\n"
        "from klimaeditor.document import open_document\n"
        "from klimaeditor.paths import sample_dataset\n"
        "assert open_document(sample_dataset()).findings.all()\n"
        "assert not {'pydantic', 'pydantic_core'} & set(sys.modules)\n"
        "from klimaeditor.checks.schemas import judge\n"
        "from klimaeditor.model.fieldtypes import Profile\n"
        "from klimaeditor.site.muenster import MUENSTER\n"
        "assert judge({}, Profile.MEASURE, MUENSTER) and 'pydantic' in sys.modules\n"
    )

    done = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (0, "") == (done.returncode, done.stderr)


TEXTS = st.sampled_from(["", " ", "\x1c", "\u2003", "a", "1", "…", "\ud800", "a\ud800", "\x00"])
NUMBERS = st.sampled_from([0, -1, 2.5, True, float("inf"), float("nan"), 10**400, 1e308])
ENTRIES = st.dictionaries(
    st.sampled_from(["title", "url", "date", "value", "x"]), TEXTS | NUMBERS | st.none(), max_size=4
)
ANYTHING = TEXTS | NUMBERS | st.none() | ENTRIES | st.lists(ENTRIES | TEXTS, max_size=3)


CHOICES = sorted({str(value) for field in MUENSTER.fields for value, _ in field.choices})
MODELS = {
    (field, profile): flat_model("einzeln", (field,), profile).__pydantic_validator__
    for field in MUENSTER.fields
    for profile in Profile
}


def rejected(field, profile, value) -> set[str]:
    """Return what the model finds in a value; text that is no Unicode is left to other rules."""
    try:
        MODELS[field, profile].validate_python({field.name: value})
    except ValidationError as error:
        return {found["type"] for found in error.errors()} - {"string_unicode"}
    return set()


@settings(max_examples=200)
@given(ANYTHING | st.sampled_from(CHOICES))
def test_what_is_plainly_right_is_right_for_the_model(value):
    plain = [pair for pair in MODELS if is_plainly_right(pair[0], value, pair[1])]

    assert [] == [(f.name, profile) for f, profile in plain if rejected(f, profile, value)]


@pytest.mark.parametrize("profile", Profile)
def test_what_is_missing_is_plainly_right_where_it_may_be(profile):
    for field in MUENSTER.fields:
        assert is_plainly_right(field, ABSENT, profile) == (profile not in field.required)
