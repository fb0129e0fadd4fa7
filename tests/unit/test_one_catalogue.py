"""One entry of the catalogue is edited, and everything follows (DOM-01, OPN-06)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

REPORT = """
import json
from klimaeditor.model.changes import FileName
from klimaeditor.model.fieldtypes import Section
from klimaeditor.model.structure import blank_measure
from tests.muenster_fields import FIELDS, KEY_ORDER
from klimaeditor.site.muenster import MUENSTER, muenster
from klimaeditor.document import Document
from klimaeditor.excel.layout import export_sheets
from klimaeditor.publish.schema import schema_of
from klimaeditor.publish.csvtables import tables_of
from tests.checking import changed, findings_of, healthy
from klimaeditor.model.records import Dataset

def said(rule, field, value):
    found = findings_of(changed(field, value))
    return [f.message for f in found if (f.rule, f.field) == (rule, field)]

def parts(file, name):
    return schema_of(file, MUENSTER)["$defs"][name]

summary = parts(FileName.ADDITIONAL, "additional_data")["properties"]["summary"]
kinds = parts(FileName.PROGRESS, "implementations")["properties"]["type"]["enum"]
measure = parts(FileName.MEASURES, "measure")["properties"]["Reference to impact pathway"]
pathway = parts(FileName.MEASURES, measure["$ref"].rpartition("/")[2])
columns = {c.name: c for c in tables_of(Dataset(healthy(), muenster()))[0].columns}
print(json.dumps({
    "schema": [summary["title"], summary["description"]],
    "schema enum": kinds,
    "schema required": pathway.get("required", []),
    "csv": columns["summary"].title,
    "excel": [c.header for c in export_sheets(MUENSTER).measures.columns],
    "too long": said("too_long", "summary", "x" * 300),
    "required": said("required", "outcome", ""),
    "choice": said("progress_type", "progress_type", "balken"),
    "form": [f.label for f in FIELDS if f.section is Section.IMPACT],
    "file": KEY_ORDER[FileName.MEASURES, ("Impact & cost",)],
    "new measure": list(
        blank_measure(MUENSTER, "bauen1", "bauen", "Bauen", "Neu")["Impact & cost"]
    ),
}))
"""
NEW_FIELD = """\
    _text(
        "side_effects",
        (_IMPACT, "Co-benefits"),
        "Welchen Nebennutzen gibt es?",
        Section.IMPACT,
        "Was die Maßnahme sonst noch verbessert, z. B. die Luft.",
    ),
"""
EDITS = {
    "muenster_companions.py": [
        ('label="Zusammenfassung"', 'label="Kurzfassung"'),
        ("Zwei bis drei Sätze", "Ein bis zwei Sätze"),
        ('excel=Excel("Zusammenfassung", 50)', 'excel=Excel("Kurzfassung", 50)'),
        ("limit=400", "limit=250"),
        ('    ("percent", "Prozent"),', '    ("percent", "Prozent"),\n    ("balken", "Balken"),'),
    ],
    "muenster_contract.py": [
        (
            '"Ergebnis aus Modul B-1.1, auf das die Maßnahme einzahlt.",',
            '"Ergebnis aus Modul B-1.1, auf das sie einzahlt.",\n        required=frozenset(),',
        ),
        ('    _text(\n        "total_costs",', NEW_FIELD + '    _text(\n        "total_costs",'),
    ],
}


def report(root) -> dict[str, object]:
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-c", REPORT],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def before():
    return report(ROOT)


@pytest.fixture(scope="module")
def after(tmp_path_factory):
    root = tmp_path_factory.mktemp("geändert")
    for folder in ("klimaeditor", "tests", "resources/site"):
        ignored = shutil.ignore_patterns("__pycache__", "golden", "gui", "torture", "e2e", "unit")
        shutil.copytree(ROOT / folder, root / folder, ignore=ignored)
    for name, pairs in EDITS.items():
        file = root / "klimaeditor" / "site" / name
        text = file.read_text(encoding="utf-8")
        for old, new in pairs:
            assert 1 == text.count(old), old
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
    return report(root)


def test_label_and_help_are_those_of_the_catalogue_everywhere(before, after):
    assert "Zusammenfassung" == before["schema"][0] == before["csv"]
    assert "Kurzfassung" == after["schema"][0] == after["csv"]
    assert before["schema"][1].replace("Zwei bis drei", "Ein bis zwei") == after["schema"][1]
    assert "Zusammenfassung" in before["excel"]
    assert "Zusammenfassung" not in after["excel"]
    assert "Kurzfassung" in after["excel"]


def test_limits_choices_and_duties_are_those_of_the_catalogue_everywhere(before, after):
    assert ([], 1) == (before["too long"], len(after["too long"]))
    assert "höchstens 250" in after["too long"][0]
    assert ([*before["schema enum"], "balken"], []) == (after["schema enum"], after["choice"])
    assert 1 == len(before["choice"])
    assert (1, []) == (len(before["required"]), after["required"])
    key = "Outcome (according to module B-1.1)"
    assert (True, False) == (key in before["schema required"], key in after["schema required"])


def test_one_entry_makes_a_field_in_form_file_workbook_and_new_measures(before, after):
    key, label = "Co-benefits", "Welchen Nebennutzen gibt es?"

    for place, new in (("form", label), ("file", key), ("new measure", key), ("excel", label)):
        assert (False, True) == (new in before[place], new in after[place]), place
    assert [label, "Kosten der Maßnahme"] == after["form"][-2:]
    assert [key, "Total costs and costs by CO2e unit"] == after["file"][-2:]
