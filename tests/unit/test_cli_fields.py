"""``klimaeditor fields``: what the catalogue says, for people and for programs."""

from __future__ import annotations

import json

import pytest

from klimaeditor.cli import main
from tests.muenster_fields import FIELDS


@pytest.fixture
def said(capsys):
    """Return what runs ``fields``: arguments -> stdout."""

    def run(*arguments: str) -> str:
        assert 0 == main(["fields", *arguments])
        return capsys.readouterr().out

    return run


def test_json_holds_every_field_of_the_catalogue(said):
    rows = json.loads(said("--format", "json"))

    assert [field.name for field in FIELDS] == [row["name"] for row in rows]


def test_json_says_all_that_a_script_needs(said):
    rows = {row["name"]: row for row in json.loads(said("--format", "json"))}

    assert {
        "name": "cost_value",
        "file": "additional_data.json",
        "path": ["cost", "value"],
        "label": "Kosten der Maßnahme",
        "kind": "amount",
        "choices": [],
        "required": [],
        "editable": True,
    } == rows["cost_value"]
    assert ["binary", "count", "percent"] == [c["value"] for c in rows["progress_type"]["choices"]]
    assert {"value": "completed", "label": "abgeschlossen"} in rows["progress_values"]["choices"]
    assert ["measure", "initiative"] == rows["action_name"]["required"]
    assert not rows["id"]["editable"]


def test_text_names_field_label_file_kind_and_duty(said):
    text = said()

    assert all(f"{field.name} " in text and field.label in text for field in FIELDS)
    assert "additional_data.json: cost › value" in text
    assert "Betrag in Euro. Beispiel: 1.234,56" in text
    assert "Text, auch mit Absätzen; Pflicht bei Maßnahmen und Initiativen" in text
    assert "in_progress = in Bearbeitung" in text


def test_text_has_german_words_for_every_kind(said):
    text = said()

    assert [] == sorted({field.kind.value for field in FIELDS if f"  {field.kind.value}" in text})
