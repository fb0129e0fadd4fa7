"""The catalogue: every field is complete, unique and true to the data and the public page."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from klimaeditor.model.catalogue import IGNORED_PATHS
from klimaeditor.model.changes import FileName
from klimaeditor.model.fieldtypes import Kind, Profile, Section
from klimaeditor.model.values import ABSENT, get_path
from klimaeditor.site.muenster import MUENSTER
from tests.conftest import each_folder
from tests.muenster_fields import (
    DECLARED,
    FIELDS,
    FIELDS_BY_NAME,
    KEY_ORDER,
    field,
    fields_of,
    fields_touched,
    template,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.model.values import Json, Path


FILES = [pytest.param(file, id=file.name.lower()) for file in FileName]
GROUPS = KEY_ORDER[FileName.MEASURES, ()][3:]
RAW_ONLY = "Rohdaten"

# The table of DOM-03: key, public label (None: raw data only), section of the page.
SITE_LABELS = [
    ("Action name", "Worum geht es?", Section.DESCRIPTION),
    ("Action type", None, Section.MORE),
    ("Action description", "Was wird im Detail geplant?", Section.DESCRIPTION),
    ("Field of action", None, Section.MORE),
    ("Systemic lever", None, Section.MORE),
    ("Outcome (according to module B-1.1)", None, Section.MORE),
    ("Responsible bodies/person for implementation", "Wer macht es?", Section.IMPLEMENTATION),
    (
        "Action scale & addressed entities",
        "Welchen Bereich betrifft die Maßnahme?",
        Section.IMPLEMENTATION,
    ),
    ("Involved stakeholders", "Wer ist noch beteiligt?", Section.IMPLEMENTATION),
    (
        "Generated renewable energy (if applicable)",
        "Neu generierte erneuerbare Energien",
        Section.IMPACT,
    ),
    (
        "Removed/substituted energy, volume, or fuel type",
        "Welcher Energieträger wurde reduziert/ersetzt?",
        Section.IMPACT,
    ),
    (
        "GHG emissions reduction estimate (total) per emission source sector",
        "Geschätzte potentielle CO2-Einsparung",
        Section.IMPACT,
    ),
    ("Total costs and costs by CO2e unit", None, Section.MORE),
    ("cost › value", "Kosten der Maßnahme", Section.IMPACT),
    ("cost › until_in_years", "Geplante Umsetzung bis", Section.IMPLEMENTATION),
    ("links", "Nützliche Links", Section.LINKS),
]


def paths_in(value: Json, path: Path = ()) -> Iterator[Path]:
    """Yield the paths of all values that are no objects; lists count as one value."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from paths_in(child, (*path, key))
    else:
        yield path


def double(names: list) -> list:
    return [name for name, count in Counter(names).items() if count > 1]


def test_names_paths_labels_and_headers_are_unique():
    assert [] == double([f.name for f in FIELDS])
    assert [] == double([(f.file, f.path) for f in FIELDS])
    assert [] == double([f.label for f in FIELDS])
    assert [] == double([f.excel.header for f in FIELDS if f.excel])


def test_fields_are_found_by_name():
    assert list(FIELDS) == [field(f.name) for f in FIELDS]
    assert len(FIELDS) == len(FIELDS_BY_NAME)
    with pytest.raises(KeyError):
        field("nonsense")


@pytest.mark.parametrize("found", FIELDS, ids=lambda f: f.name)
def test_every_field_is_complete(found):
    assert re.fullmatch(r"[a-z][a-z_]*", found.name)
    assert found.label.strip() == found.label != ""
    assert found.path[-1] in found.key_label
    assert found.help.endswith((".", "?", "!", "“."))
    assert found.shown.endswith(".")
    assert isinstance(found.kind, Kind)
    assert isinstance(found.section, Section)
    assert found.required <= set(Profile)
    assert bool(found.choices) == (found.name in {"progress_type", "progress_values"})
    assert found.limit is None or found.is_text


@pytest.mark.parametrize("found", FIELDS, ids=lambda f: f.name)
def test_german_texts_are_typeset(found):
    for text in (found.label, found.help, found.shown):
        assert not re.search(r"[\"<>]|\.\.\.|  ", text)
        assert text.count("„") == text.count("“")


def test_fields_name_only_choices_that_exist():
    for name, value in {f.only_if for f in FIELDS if f.only_if}:
        assert value in {choice for choice, _ in field(name).choices}


def test_the_form_follows_the_sections_of_the_page():
    order = list(Section)
    places = [order.index(f.section) for f in FIELDS]

    assert sorted(places) == places
    assert set(Section) == {f.section for f in FIELDS}
    assert all(s.title and s.short and s.subtitle for s in Section)


def test_the_impact_and_implementation_sections_are_in_the_order_of_the_page():
    shown = [f.name for f in FIELDS if f.section in {Section.IMPACT, Section.IMPLEMENTATION}]

    expected = [
        *("renewable_energy", "substituted_energy", "ghg_reduction", "cost_value"),
        *("action_scale", "responsible_bodies", "involved_stakeholders", "cost_until"),
    ]
    assert expected == shown[: len(expected)]


def test_a_field_follows_only_a_field_of_its_own_section():
    assert sorted(f.name for f in DECLARED) == sorted(f.name for f in FIELDS)
    followers = [f for f in DECLARED if f.after]

    assert [] == [f.name for f in followers if field(f.after).section is not f.section]
    names = [f.name for f in FIELDS]
    assert [f.after for f in followers] == [names[names.index(f.name) - 1] for f in followers]


@pytest.mark.parametrize(("key", "label", "section"), SITE_LABELS)
def test_labels_and_sections_are_those_of_the_public_page(key, label, section):
    (found,) = [f for f in FIELDS if f.key_label == key]

    assert section is found.section
    assert (label is None) == (RAW_ONLY in found.shown)
    assert label in {found.label, None}


def test_the_fourteen_contract_texts_are_markup_sinks_of_the_page():
    contract = [f for f in FIELDS if f.is_contract_text]

    assert 14 == len(contract)
    assert set(GROUPS) == {f.path[0] for f in contract}
    assert {*(f.name for f in contract), "state_text"} == {f.name for f in FIELDS if f.html}


def test_the_profiles_require_what_their_records_have():
    required = {
        profile: {f.name for f in FIELDS if f.is_contract_text and profile in f.required}
        for profile in Profile
    }

    assert {f.name for f in FIELDS if f.is_contract_text} == required[Profile.MEASURE]
    expected = {"action_name", "action_description", "responsible_bodies"}
    assert expected == required[Profile.INITIATIVE]


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("urban_social_projects", Profile.INITIATIVE),
        ("bauen", Profile.MEASURE),
        (None, Profile.MEASURE),
        (5, Profile.MEASURE),
        ([], Profile.MEASURE),
    ],
)
def test_the_category_decides_the_profile(category, expected):
    assert expected is MUENSTER.profile_of(category)


# DOM-05
def test_only_public_status_words_can_be_entered():
    (values,) = [f for f in FIELDS if f.kind is Kind.SERIES]

    assert {"unknown", "in_progress", "completed"} == {value for value, _ in values.choices}
    types = {value for value, _ in field("progress_type").choices}
    assert {"binary", "count", "percent"} == types


@each_folder
@pytest.mark.parametrize("file", FILES)
def test_every_path_of_the_data_is_a_field_or_left_out_on_purpose(folder, file):
    known = {f.path for f in fields_of(file)}
    left_out = {path for name, path in IGNORED_PATHS if name is file}

    found = {path for row in json.loads((folder / file).read_bytes()) for path in paths_in(row)}

    assert set() == found - known - left_out
    assert set() == known & left_out


@each_folder
def test_the_real_records_have_what_their_profile_requires(folder):
    rows = json.loads((folder / FileName.MEASURES).read_bytes())
    missing = [
        (row["id"], f.name)
        for row in rows
        for f in fields_of(FileName.MEASURES)
        if MUENSTER.profile_of(row["categoryId"]) in f.required
        and get_path(row, f.path) in ("", ABSENT)
    ]

    assert [] == [(row, name) for row, name in missing if name != "renewable_energy"]


def test_every_path_that_is_left_out_says_why():
    assert all(isinstance(why, str) and why for why in IGNORED_PATHS.values())


@each_folder
def test_the_key_order_is_that_of_the_data(folder):
    for (file, parent), order in KEY_ORDER.items():
        rows = json.loads((folder / file).read_bytes())
        objects = [get_path(row, parent) for row in rows]
        firsts = [tuple(o) for o in objects if isinstance(o, dict)]
        assert [] == [keys for keys in firsts if [k for k in order if k in keys] != list(keys)]


@pytest.mark.parametrize("file", FILES)
def test_a_new_record_is_in_key_order_and_joined_by_its_id(file):
    row = template(file, "x1")

    assert "x1" == row["id"]
    assert [key for key in KEY_ORDER[file, ()] if key in row] == list(row)


def test_a_new_additional_record_has_costs_as_the_page_needs_them():
    cost = template(FileName.ADDITIONAL, "x1")["cost"]

    assert [("until_in_years", None), ("value", None), ("quantity", None)] == list(cost.items())
    assert list(KEY_ORDER[FileName.ADDITIONAL, ("cost",)]) == list(cost)


def test_a_new_progress_record_has_a_type_and_a_list_of_values():
    assert {"id": "x1", "type": "binary", "values": []} == template(FileName.PROGRESS, "x1")


def test_templates_share_nothing():
    first, second = (template(FileName.ADDITIONAL, "x1") for _ in range(2))

    assert first == second
    assert first["cost"] is not second["cost"]


@pytest.mark.parametrize(
    ("key", "siblings", "expected"),
    [
        ("value", [], 0),
        ("value", ["quantity"], 0),
        ("value", ["until_in_years", "quantity"], 1),
        ("quantity", ["value", "note"], 1),
        ("note", ["value"], None),
    ],
)
def test_a_key_goes_behind_those_before_it(key, siblings, expected):
    assert expected == MUENSTER.of(FileName.ADDITIONAL).place_among(("cost",), key, siblings)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("cost", "value"), {"cost_value"}),
        (("cost",), {"cost_value", "cost_until", "cost_quantity"}),
        (("links", "x"), {"links"}),
        (("unknown",), set()),
        ((), {f.name for f in fields_of(FileName.ADDITIONAL)}),
    ],
)
def test_a_change_touches_the_fields_at_above_and_below_its_path(path, expected):
    assert expected == {f.name for f in fields_touched(FileName.ADDITIONAL, path)}


@pytest.mark.parametrize(
    ("name", "profile", "expected"),
    [
        ("action_type", Profile.MEASURE, ""),
        ("action_type", Profile.INITIATIVE, ABSENT),
        ("action_name", Profile.INITIATIVE, ""),
        ("renewable_energy", Profile.MEASURE, ""),
        ("short_title", Profile.MEASURE, ""),
        ("cost_value", Profile.MEASURE, None),
        ("state_text", Profile.MEASURE, ABSENT),
        ("links", Profile.MEASURE, ABSENT),
        ("progress_unit", Profile.MEASURE, ABSENT),
        ("category_description", Profile.MEASURE, ""),
    ],
)
def test_an_emptied_field_leaves_its_own_kind_of_nothing(name, profile, expected):
    assert repr(expected) == repr(field(name).emptied(profile))
