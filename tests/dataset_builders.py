"""Small datasets for tests, built in one line; every value is invented."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FileName, template
from klimaeditor.catalogue.keyorder import KEY_ORDER
from klimaeditor.dataset.records import Dataset
from klimaeditor.dataset.source import read_source

if TYPE_CHECKING:
    from pathlib import Path

    from klimaeditor.dataset.source import Source
    from klimaeditor.values import Json, Record

GROUPS = KEY_ORDER[FileName.MEASURES, ()][3:]
Rows = "dict[FileName, list[Record]]"


def measure_row(measure_id: str = "bauen1", category_id: str = "bauen", **extra: Json) -> Record:
    """Return a measure with all fourteen texts."""
    row: Record = {
        "id": measure_id,
        "categoryId": category_id,
        "category": category_id.capitalize(),
    }
    for group in GROUPS:
        row[group] = {
            key: f"{key} von {measure_id}" for key in KEY_ORDER[FileName.MEASURES, (group,)]
        }
    return row | extra


def initiative_row(measure_id: str = "initiative1", **extra: Json) -> Record:
    """Return a contribution of the city's people: name, description and body only."""
    row: Record = {
        "id": measure_id,
        "categoryId": "urban_social_projects",
        "category": "Projekte",
        "Action outline": {"Action name": "Tauschladen", "Action description": "Dinge tauschen"},
        "Implementation": {"Responsible bodies/person for implementation": "Verein"},
    }
    return row | extra


def additional_row(measure_id: str = "bauen1", **extra: Json) -> Record:
    """Return an additional record with costs."""
    cost: Json = {"until_in_years": 2030, "value": 1000, "quantity": None}
    row = template(FileName.ADDITIONAL, measure_id)
    return (
        row | {"short_title": f"Kurz {measure_id}", "summary": "Kurz gesagt", "cost": cost} | extra
    )


def progress_row(measure_id: str = "bauen1", **extra: Json) -> Record:
    """Return a binary progress record with one value."""
    values: Json = [{"value": "in_progress", "date": "2025-05-01"}]
    return {"id": measure_id, "type": "binary", "values": values} | extra


def category_row(category_id: str = "bauen", **extra: Json) -> Record:
    """Return a category with its description."""
    return {"id": category_id, "description": f"Alles über {category_id}"} | extra


def rows(
    measures: list[Record] | None = None,
    additional: list[Record] | None = None,
    progress: list[Record] | None = None,
    categories: list[Record] | None = None,
) -> Rows:
    """Return the four tables; by default one measure with all its companions."""
    return {
        FileName.MEASURES: [measure_row()] if measures is None else measures,
        FileName.ADDITIONAL: [additional_row()] if additional is None else additional,
        FileName.PROGRESS: [progress_row()] if progress is None else progress,
        FileName.CATEGORIES: [category_row()] if categories is None else categories,
    }


def town() -> Rows:
    """Return two categories with three measures each and one initiative, companions in places."""
    ids = [("bauen", n) for n in (1, 2, 3)] + [("verkehr", n) for n in (1, 2, 3)]
    return rows(
        [measure_row(f"{category}{n}", category) for category, n in ids] + [initiative_row()],
        [additional_row(f"{category}{n}") for category, n in ids if n != 2],
        [progress_row(f"{category}{n}") for category, n in ids if n != 1],
        [category_row("bauen"), category_row("verkehr"), category_row("urban_social_projects")],
    )


def many(count: int) -> Rows:
    """Return a large dataset with *count* measures, companions included."""
    ids = [f"bauen{n}" for n in range(1, count + 1)]
    return rows(
        [measure_row(i) for i in ids],
        [additional_row(i) for i in ids],
        [progress_row(i) for i in ids],
    )


def text_of(records: list[Record]) -> str:
    """Return the canonical text of a file."""
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def sources_of(tables: Rows) -> dict[FileName, Source]:
    """Return the sources of canonical files with these records."""
    return {file: read_source(text_of(found).encode(), file) for file, found in tables.items()}


def dataset_of(tables: Rows) -> Dataset:
    """Return the dataset with these records, sharing nothing with *tables*."""
    return Dataset({file: s.records.values() for file, s in sources_of(tables).items()})


def write_folder(folder: Path, tables: Rows) -> Path:
    """Write the four canonical files and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, found in tables.items():
        (folder / file).write_bytes(text_of(found).encode())
    return folder
