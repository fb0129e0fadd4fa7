"""The shipped sample dataset opens cleanly and holds every planted blemish."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CATEGORIES = {
    "energieerzeugung": "Energieerzeugung",
    "bauen": "Bauen und Sanieren",
    "mobilitaet": "Mobilität",
    "klimahaushalt": "Klimahaushalt",
    "bildung_und_ernaehrung": "Bildung und Ernährung",
    "wirtschaft_und_wissenschaft": "Wirtschaft und Wissenschaft",
    "urban_social_projects": "Stadtgesellschaftliche Projekte",
}
BODY = "Responsible bodies/person for implementation"
COST_TEXT = "Total costs and costs by CO2e unit"
SCALE, STAKE = "Action scale & addressed entities", "Involved stakeholders"
COMMENTS = "Comments on implementation"
RENEWABLE = "Generated renewable energy (if applicable)"
SUBSTITUTED = "Removed/substituted energy, volume, or fuel type"
SAVED = "GHG emissions reduction estimate (total) per emission source sector"
OUTCOME = "Outcome (according to module B-1.1)"
GROUPS = {
    "Action outline": ["Action name", "Action type", "Action description"],
    "Reference to impact pathway": ["Field of action", "Systemic lever", OUTCOME],
    "Implementation": [BODY, SCALE, STAKE, COMMENTS],
    "Impact & cost": [RENEWABLE, SUBSTITUTED, SAVED, COST_TEXT],
}
INITIATIVE_GROUPS = {
    "Action outline": ["Action name", "Action description"],
    "Implementation": [BODY],
}
FILTER_STRINGS = ("Stadtwerke Münster", "Stadt Münster", "Stadtverwaltung Münster")
PLACEHOLDERS = {
    *("Nicht zutreffend", "Keine Angabe", "keine Angaben", "Nicht anwendbar", "Keine"),
    *("Wird noch erarbeitet", "In Erarbeitung", "Siehe Beschreibung", "Siehe B-1.1"),
    *("nicht quantifizierbar/messbar", "Nicht quantifizierbar/messbar"),
}
RUN_LENGTH = 8


def text_of(name: str) -> str:
    """The text of a sample file with its line ends as they are stored."""
    return (SAMPLE / name).read_bytes().decode("utf-8")


def records(name: str) -> dict[str, dict[str, Any]]:
    """The records of a sample file by id."""
    rows = json.loads(text_of(name))
    by_id = {row["id"]: row for row in rows}
    assert len(rows) == len(by_id), f"double id in {name}"
    return by_id


def strings(value: object) -> Iterator[str]:
    """Every string value inside a JSON value; keys are left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def word_runs(text: str) -> set[tuple[str, ...]]:
    """All runs of RUN_LENGTH words in a text; case, spacing and punctuation do not count."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + RUN_LENGTH]) for i in range(len(words) - RUN_LENGTH + 1)}


def folder_word_runs(folder: Path) -> set[tuple[str, ...]]:
    """All word runs of the string values of a folder's JSON files."""
    return {
        run
        for path in sorted(folder.glob("*.json"))
        for text in strings(json.loads(path.read_bytes()))
        for run in word_runs(text)
    }


def cost_text(measure_id: str) -> str:
    """The contract's cost text of a measure."""
    return str(records("measures.json")[measure_id]["Impact & cost"][COST_TEXT])


def costs(part: str) -> dict[str, Any]:
    """One part of the cost object (until_in_years, value, quantity) by id."""
    return {key: row["cost"][part] for key, row in records("additional_data.json").items()}


def ids_with(key: str) -> list[str]:
    """The ids of the additional records that have a key."""
    return [id_ for id_, row in records("additional_data.json").items() if key in row]


# Shape --------------------------------------------------------------------------------------------


def test_there_are_about_twenty_measures() -> None:
    assert 18 <= len(records("measures.json")) <= 22


def test_all_seven_categories_are_described_and_used() -> None:
    used = {row["categoryId"]: row["category"] for row in records("measures.json").values()}

    assert used == CATEGORIES
    assert set(records("categories.json")) == set(CATEGORIES)


def test_all_three_progress_types_occur() -> None:
    types = {row["type"] for row in records("implementations.json").values()}

    assert types == {"binary", "count", "percent"}


def test_measures_have_exactly_the_keys_of_their_profile() -> None:
    for row in records("measures.json").values():
        social = row["categoryId"] == "urban_social_projects"
        groups = {key: list(value) for key, value in row.items() if isinstance(value, dict)}

        assert (INITIATIVE_GROUPS if social else GROUPS) == groups


def test_ids_follow_the_published_pattern() -> None:
    for measure_id, row in records("measures.json").items():
        social = row["categoryId"] == "urban_social_projects"
        stem = "(initiative|iniative)" if social else row["categoryId"]

        assert re.fullmatch(rf"{stem}[1-9]\d*", measure_id)


def test_description_lengths_are_realistic() -> None:
    rows = records("measures.json").values()
    *typical, longest = sorted(len(row["Action outline"]["Action description"]) for row in rows)

    assert 3300 <= longest <= 3700
    assert all(200 <= length <= 900 for length in typical)


# Nothing that breaks the public site (requirements 0.2) -------------------------------------------


def test_every_value_in_the_groups_is_a_filled_string() -> None:
    for row in records("measures.json").values():
        for group in (value for value in row.values() if isinstance(value, dict)):
            assert all(isinstance(value, str) and value for value in group.values())


def test_every_reference_resolves() -> None:
    measures = set(records("measures.json"))

    assert set(records("additional_data.json")) <= measures
    assert set(records("implementations.json")) <= measures


def test_progress_has_values_ascending_by_calendar_date() -> None:
    for row in records("implementations.json").values():
        dates = [entry["date"] for entry in row["values"]]

        assert dates
        assert sorted(set(dates)) == dates
        assert all(re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d)", d) for d in dates)


def test_every_additional_record_has_the_three_cost_keys() -> None:
    for row in records("additional_data.json").values():
        assert list(row["cost"]) == ["until_in_years", "value", "quantity"]


def test_no_text_holds_markup_or_decomposed_umlauts() -> None:
    for name in ("measures.json", "additional_data.json", "categories.json"):
        for text in strings(json.loads(text_of(name))):
            assert re.search(r"<[A-Za-z/!?]|&\w+;|&#", text) is None
            assert unicodedata.normalize("NFC", text) == text


def test_links_are_https_and_lead_nowhere() -> None:
    rows = records("additional_data.json")
    urls = [link["url"] for row in rows.values() for link in row.get("links", [])]
    urls += [row["user_action"]["href"] for row in rows.values() if "user_action" in row]

    assert len(urls) >= 2
    assert all(re.fullmatch(r"https://[a-z.-]+\.example/\S+", url) for url in urls)


# Formatting (requirements 0.4) --------------------------------------------------------------------


def test_measures_mix_escaped_and_raw_characters() -> None:
    text = text_of("measures.json")

    assert text.startswith('[\n  {\n    "id"')
    assert text.endswith("\n]\n")
    assert text.count("\\u00fc") > 50
    assert text.count("ü") > 10
    assert text.count("\\/") > 30
    assert len(re.findall(r"[^\\]/", text)) > 3


def test_additional_data_has_four_spaces_and_some_tab_indented_lines() -> None:
    text = text_of("additional_data.json")
    tabbed = [line for line in text.splitlines() if line.startswith("\t\t\t")]

    assert text.startswith('[\n    {\n        "id"')
    assert len(tabbed) == 9
    assert "\\u" not in text
    assert text.endswith("\n]\n")


def test_progress_file_has_no_final_newline() -> None:
    text = text_of("implementations.json")

    assert text.endswith("]")
    assert json.dumps(json.loads(text), ensure_ascii=False, indent=2) == text


def test_categories_file_is_canonical() -> None:
    text = text_of("categories.json")

    assert json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n" == text


def test_no_file_has_a_byte_order_mark_or_windows_line_ends() -> None:
    for path in sorted(SAMPLE.glob("*.json")):
        assert b"\r" not in path.read_bytes()
        assert not path.read_bytes().startswith(b"\xef\xbb\xbf")


# Planted blemishes (requirements 0.3) -------------------------------------------------------------


def test_thousands_points_were_read_as_decimal_points() -> None:
    assert costs("value")["bildung_und_ernaehrung1"] == 412.508
    assert costs("value")["bildung_und_ernaehrung2"] == 270
    assert "412.508 €" in cost_text("bildung_und_ernaehrung1")
    assert '"value": 270.0,' in text_of("additional_data.json")
    assert "270.000 €" in cost_text("bildung_und_ernaehrung2")


def test_one_planned_end_is_a_duration_and_all_others_are_years() -> None:
    ends = costs("until_in_years")

    assert ends.pop("bauen1") == 15
    assert all(end is None or 2025 <= end <= 2035 for end in ends.values())


def test_zero_costs_stand_for_not_applicable() -> None:
    zero = {key for key, value in costs("value").items() if value == 0}

    assert {"klimahaushalt1", "klimahaushalt2", "mobilitaet2"} == zero
    assert cost_text("klimahaushalt1") == "Nicht zutreffend"
    assert cost_text("klimahaushalt2") == "Nicht zutreffend"
    assert cost_text("mobilitaet2") == "Keine Kosten"


def test_one_amount_is_shared_by_three_measures_of_a_category() -> None:
    for measure_id in ("energieerzeugung2", "energieerzeugung3", "energieerzeugung4"):
        assert costs("value")[measure_id] == 86_400_000
        assert cost_text(measure_id).startswith("Kosten aller Vorhaben ")


def test_annual_amounts_stand_among_totals() -> None:
    for measure_id, amount, words in (
        ("bauen2", 1_800_000, "€/a"),
        ("bildung_und_ernaehrung3", 45_000, "im Jahr"),
        ("wirtschaft_und_wissenschaft1", 18_000, "pro Jahr"),
    ):
        assert costs("value")[measure_id] == amount
        assert words in cost_text(measure_id)


def test_quantities_have_no_unit() -> None:
    quantities = {key: value for key, value in costs("quantity").items() if value is not None}

    assert quantities == {
        "energieerzeugung1": 14,
        "bauen2": 610,
        "mobilitaet1": 900,
        "bildung_und_ernaehrung2": 18,
    }


def test_one_state_holds_a_private_use_character() -> None:
    assert "\uf0e0" in records("additional_data.json")["energieerzeugung1"]["state"]["text"]


def test_structural_debris_hangs_in_one_field_of_action() -> None:
    row = records("measures.json")["bildung_und_ernaehrung2"]
    texts = [text for text in strings(row) if "Reference to impact pathway" in text]

    assert texts == ["Bildung und Ernährung \nReference to impact pathway"]


def test_some_initiatives_have_no_additional_record() -> None:
    missing = set(records("measures.json")) - set(records("additional_data.json"))

    assert {"initiative1", "initiative3", "iniative4", "iniative5"} == missing


def test_one_additional_record_has_no_summary_but_a_user_action() -> None:
    assert set(records("additional_data.json")) - set(ids_with("summary")) == {"initiative2"}
    assert ids_with("user_action") == ["initiative2"]


def test_the_demo_initiative_has_three_fields_and_nothing_else() -> None:
    row = records("measures.json")["iniative5"]

    assert row["Action outline"]["Action name"] == "KlimaWerkstatt im Quartier"
    assert "iniative5" not in records("additional_data.json")
    assert "iniative5" not in records("implementations.json")


def test_some_contract_measures_have_no_progress() -> None:
    missing = set(records("measures.json")) - set(records("implementations.json"))
    contract = {key for key in missing if not key.startswith("ini")}

    assert contract == {"bauen1", "bildung_und_ernaehrung3", "wirtschaft_und_wissenschaft2"}


def test_one_count_has_values_below_its_start_and_one_progress_is_stale() -> None:
    rows = records("implementations.json").items()
    count = records("implementations.json")["mobilitaet1"]

    assert [e["value"] for e in count["values"] if e["value"] < count["start"]] == [96, 168]
    assert [k for k, row in rows if row["values"][-1]["date"] < "2024-01-01"] == ["mobilitaet2"]


def test_one_text_begins_with_a_dash_and_one_holds_a_less_than_sign() -> None:
    implementation = records("measures.json")["mobilitaet1"]["Implementation"]

    assert implementation[COMMENTS].startswith("- ")
    assert "< 10.000 Euro" in cost_text("bildung_und_ernaehrung2")


def test_one_measure_has_links_and_about_half_have_a_state() -> None:
    assert ids_with("links") == ["energieerzeugung1"]
    assert len(ids_with("state")) == 10


def test_print_layout_debris_occurs_in_the_texts() -> None:
    measures = "\n".join(strings(json.loads(text_of("measures.json"))))
    additional = "\n".join(strings(json.loads(text_of("additional_data.json"))))

    assert "Wär- mequellen" in measures
    assert "bean-\ntragt" in measures
    assert "Energie- und Klimaschutzberatung" in measures
    assert all(debris in measures for debris in ("\t", "\u00a0", " \n"))
    assert all(debris in additional for debris in ("\u00a0", " \n"))


def test_placeholders_bodies_and_action_types_have_many_spellings() -> None:
    rows = records("measures.json").values()
    values = {text for row in rows for text in strings(row)}
    bodies = {row["Implementation"][BODY] for row in rows}
    types = {row["Action outline"].get("Action type", "") for row in rows}

    assert values >= PLACEHOLDERS
    assert set(FILTER_STRINGS[:2]) <= bodies
    assert any(FILTER_STRINGS[2] in body for body in bodies)
    assert any(not any(s in body for s in FILTER_STRINGS) for body in bodies)
    assert types >= {"Technical Intervention", "Technical intervention", "Technologie"}


def test_the_readme_names_every_planted_record() -> None:
    readme = text_of("LIESMICH.md")
    named = set(re.findall(r"`([a-z_]+\d+)`", readme))

    assert named <= set(records("measures.json"))
    assert {"bauen1", "iniative5", "mobilitaet2", "bildung_und_ernaehrung1"} <= named


# Own wording --------------------------------------------------------------------------------------


@pytest.mark.real
def test_no_sentence_is_taken_from_the_real_dataset(real_dataset: Path) -> None:
    real, own = folder_word_runs(real_dataset), folder_word_runs(SAMPLE)

    assert len(real) > 1000
    assert len(own) > 1000
    assert set() == real & own
