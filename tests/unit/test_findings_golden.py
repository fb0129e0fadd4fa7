"""The findings of the sample and the real dataset, reviewed by hand and frozen.

A changed rule shows here which records it now speaks about. To accept the change, run this file
with UPDATE_GOLDEN=1 and read the diff; the files hold ids and rules, no texts.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from klimaeditor.checks.engine import FindingIndex
from klimaeditor.model.records import Dataset
from klimaeditor.site.muenster import muenster
from tests.checking import tables_of, where
from tests.conftest import ROOT, SAMPLE

if TYPE_CHECKING:
    from pathlib import Path


def lines_of(folder: Path) -> list[str]:
    """Return one line per finding: where, rule, field, entry, severity, whether a repair exists."""
    dataset = Dataset(tables_of(folder), muenster())
    return [
        json.dumps(
            [
                where(dataset, finding),
                finding.rule,
                finding.field,
                finding.place,
                finding.severity,
                bool(finding.fix and (finding.fix.edits or finding.fix.removals)),
            ]
        )
        for finding in FindingIndex(dataset).all()
    ]


def golden(name: str, actual: list[str]) -> list[str]:
    path = ROOT / "tests" / "golden" / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text("[\n" + ",\n".join(actual) + "\n]\n", encoding="utf-8")
    return [json.dumps(entry) for entry in json.loads(path.read_text(encoding="utf-8"))]


def test_the_findings_of_the_sample_are_the_reviewed_ones():
    actual = lines_of(SAMPLE)

    assert golden("findings_sample.json", actual) == actual


@pytest.mark.real
def test_the_findings_of_the_real_data_are_the_reviewed_ones(real_dataset):
    actual = lines_of(real_dataset)

    assert golden("findings_muenster.json", actual) == actual
