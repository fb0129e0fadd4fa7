"""Helpers for tests of the checks: tables, datasets and findings as plain comparable data."""

from __future__ import annotations

import copy
import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from klimaeditor.checks.engine import FindingIndex
from klimaeditor.document import Document
from klimaeditor.model.changes import FileName
from klimaeditor.model.findings import Severity
from klimaeditor.model.records import Dataset, id_of
from klimaeditor.site.muenster import muenster
from tests.rule_mutations import put

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from klimaeditor.model.findings import Finding
    from klimaeditor.model.values import Record


if TYPE_CHECKING:
    Tables = dict[FileName, list[Record]]


@cache
def _loaded(folder: Path) -> Tables:
    return {file: json.loads((folder / file).read_text(encoding="utf-8")) for file in FileName}


def tables_of(folder: Path) -> Tables:
    """Return the records of a folder, free to be changed."""
    return copy.deepcopy(_loaded(folder))


def tables_around(folder: Path, measure_id: str) -> Tables:
    """Return the records of one category only: that of a measure; free to be changed."""
    tables = _loaded(folder)
    category = next(r["categoryId"] for r in tables[FileName.MEASURES] if r["id"] == measure_id)
    rows = [row for row in tables[FileName.MEASURES] if row["categoryId"] == category]
    ids = {category, *(row["id"] for row in rows)}
    return copy.deepcopy(
        {file: [row for row in found if row["id"] in ids] for file, found in tables.items()}
    )


TODAY = date(2026, 11, 22)


def document_of(tables: Tables, today: date = TODAY) -> Document:
    return Document(Dataset(tables, muenster()), {}, today=lambda: today)


def findings_of(tables: Tables, today: date = TODAY) -> tuple[Finding, ...]:
    return FindingIndex(Dataset(tables, muenster()), lambda: today).all()


def rules_of(tables: Tables) -> set[str]:
    return {finding.rule for finding in findings_of(tables)}


def errors_of(dataset: Dataset, findings: Iterable[Finding]) -> set[tuple[object, ...]]:
    """Return the errors as (measure id or file, rule, field), comparable between datasets."""
    return {
        (where(dataset, finding), finding.rule, finding.field)
        for finding in findings
        if finding.severity is Severity.ERROR
    }


def where(dataset: Dataset, finding: Finding) -> str:
    """Return the id of a finding's measure, or the name of its file."""
    if finding.measure is None:
        return str(finding.file)
    return id_of(dataset.measures[finding.measure])


def complete_ids(folder: Path) -> list[str]:
    """Return the ids of measures with all groups and all companions."""
    tables = _loaded(folder)
    found = {file: {row["id"] for row in tables[file]} for file in FileName}
    both = found[FileName.ADDITIONAL] & found[FileName.PROGRESS]
    return [row["id"] for row in tables[FileName.MEASURES] if len(row) == 7 and row["id"] in both]


def assert_automatic_fixes_hold(document: Document) -> int:
    """Apply every automatic fix on its own: its finding goes, no error comes; return how many."""
    dataset, applied = document.dataset, 0
    for finding in document.findings.all():
        if finding.fix is None or not finding.fix.automatic:
            continue
        before = errors_of(dataset, document.findings.all())
        batch = document.plan_fix(finding.fix)
        document.apply(batch)
        after = document.findings.all()

        assert finding not in after, finding
        assert errors_of(dataset, after) <= before, finding
        document.apply(batch.inverse())
        applied += 1
    return applied


HEALTHY_ID = "mobilitaet1"


def healthy(measure_id: str = HEALTHY_ID) -> Tables:
    """Return the records of one invented measure with which nothing at all is wrong."""
    return {
        FileName.MEASURES: [
            {
                "id": measure_id,
                "categoryId": "mobilitaet",
                "category": "Mobilität",
                "Action outline": {
                    "Action name": "Lastenräder für Vereine",
                    "Action type": "Förderung",
                    "Action description": "Vereine leihen Räder.\nAuch am Abend.",
                },
                "Reference to impact pathway": {
                    "Field of action": "Mobilität",
                    "Systemic lever": "Verhalten",
                    "Outcome (according to module B-1.1)": "Weniger Autofahrten",
                },
                "Implementation": {
                    "Responsible bodies/person for implementation": "Stadt Münster, Amt für Räder",
                    "Action scale & addressed entities": "Gesamte Stadt",
                    "Involved stakeholders": "Vereine",
                    "Comments on implementation": "Start im Herbst",
                },
                "Impact & cost": {
                    "Generated renewable energy (if applicable)": "",
                    "Removed/substituted energy, volume, or fuel type": "Benzin",
                    "GHG emissions reduction estimate (total) per emission source sector": "12 t",
                    "Total costs and costs by CO2e unit": "Insgesamt 40.000 €",
                },
            }
        ],
        FileName.ADDITIONAL: [
            {
                "id": measure_id,
                "short_title": "Lastenräder",
                "summary": "Vereine leihen Lastenräder.",
                "cost": {"until_in_years": 2030, "value": 40000, "quantity": None},
                "links": [{"title": "Verleih der Räder", "url": "https://stadt.example/raeder"}],
                "state": {"title": "Räder", "date": "2024-07-01", "text": "Läuft", "verdict": "ja"},
                "user_action": {
                    "label": "Rad leihen",
                    "href": "mailto:rad@stadt.example",
                    "description": "Leihen Sie ein Rad.",
                },
            }
        ],
        FileName.PROGRESS: [
            {
                "id": measure_id,
                "type": "binary",
                "values": [
                    {"value": "unknown", "date": "2024-01-01"},
                    {"value": "in_progress", "date": "2025-05-01"},
                ],
            }
        ],
        FileName.CATEGORIES: [{"id": "mobilitaet", "description": "Unterwegs in der Stadt."}],
    }


def changed(name: str, value: object) -> Tables:
    """Return the healthy records with another value in one field."""
    tables = healthy()
    put(name, value)(tables, HEALTHY_ID)
    return tables


def only(rule: str, tables: Tables) -> Finding:
    """Return the one finding of a rule."""
    (found,) = [finding for finding in findings_of(tables) if finding.rule == rule]
    return found
