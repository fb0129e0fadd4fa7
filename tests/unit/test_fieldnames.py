"""The names of the fields as a type: the same as in the catalogue, and mypy minds them."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from mypy import api

from klimaeditor.model.fieldnames import FieldName
from tests.conftest import ROOT
from tests.muenster_fields import DECLARED, field_name, known_field

SNIPPET = """
from tests.muenster_fields import FIELDS_BY_NAME
from klimaeditor.model.findings import FieldEdit, Finding
from klimaeditor.model.records import MeasureView

def right(view: MeasureView, finding: Finding) -> None:
    view.value("summary")
    FIELDS_BY_NAME["summary"]
    FieldEdit(0, "summary", None)
    print(finding.field == "summary")

def wrong(view: MeasureView, finding: Finding) -> None:
    view.value("sumary")
    FIELDS_BY_NAME["sumary"]
    FieldEdit(0, "sumary", None)
    print(finding.field == "sumary")
"""


def test_the_type_names_the_fields_of_the_catalogue_in_their_order():
    assert [field.name for field in DECLARED] == list(get_args(FieldName))


def test_texts_from_outside_are_looked_up_before_they_name_a_field():
    assert "summary" == field_name("summary")
    assert known_field("summaries") is None
    assert known_field(None) is None
    with pytest.raises(KeyError):
        field_name("summaries")


def test_a_name_that_no_field_has_is_found_by_mypy(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    file = tmp_path / "snippet.py"
    file.write_text(SNIPPET, encoding="utf-8")
    options = ["--config-file", "pyproject.toml", "--follow-imports", "silent"]

    said, _, _ = api.run([*options, "--cache-dir", str(tmp_path), str(file)])

    found = [int(number) for number in re.findall(r"snippet\.py:(\d+): error:", said)]
    wrong = [n for n, line in enumerate(SNIPPET.splitlines(), 1) if "sumary" in line]
    assert wrong == found
