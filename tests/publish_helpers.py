"""Datasets that can be published, and packages made of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from klimaeditor.document import Document, open_document
from klimaeditor.model.records import Dataset
from klimaeditor.publish.package import PackageContent, plan
from klimaeditor.publish.publisher import settings_for
from klimaeditor.repairs import apply_automatic
from klimaeditor.site.muenster import CITY, muenster
from tests.checking import healthy
from tests.dataset_builders import sources_of

if TYPE_CHECKING:
    from pathlib import Path

    from klimaeditor.publish.package import PackagePlan


MOMENT = datetime(2026, 11, 22, 14, 3, tzinfo=timezone(timedelta(hours=1)))
SETTINGS = replace(settings_for(CITY), third_party_rights=True)


def repaired(folder: Path) -> Document:
    """Open a folder and mend what stands against publishing, without saving."""
    document = open_document(folder)
    apply_automatic(document)
    measure = document.dataset.find("bauen1")
    document.apply(document.plan_edit(measure, {"cost_until": 2030}))
    return document


def healthy_document() -> Document:
    """Return an invented dataset of one measure with which nothing is wrong."""
    sources = sources_of(healthy())
    rows = {f: s.records.values() for f, s in sources.items()}
    return Document(Dataset(rows, muenster()), sources)


def content_of(document: Document) -> PackageContent:
    return PackageContent(document.dataset, document.sources, document.findings.all())


def planned(document: Document, target: Path, **options: object) -> PackagePlan:
    options = {"settings": SETTINGS, "moment": MOMENT} | options
    return plan(content_of(document), target, **options)


def published(document: Document, target: Path, **options: object) -> PackagePlan:
    """Publish and return the plan."""
    found = planned(document, target, **options)
    found.write(confirmed=True)
    return found


def read_json(path: Path) -> object:
    return json.loads(path.read_text(encoding="utf-8"))
