"""Small datasets for tests, built in one line; every value is invented."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from klimaeditor.files.source import read_source
from klimaeditor.model.changes import FileName
from klimaeditor.model.records import Dataset
from klimaeditor.site.muenster import muenster
from tests.muenster_fields import KEY_ORDER, template

if TYPE_CHECKING:
    from pathlib import Path

    from klimaeditor.files.source import SourceFile
    from klimaeditor.model.values import Json, Record


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


def sources_of(tables: Rows) -> dict[FileName, SourceFile]:
    """Return the sources of canonical files with these records."""
    return {file: read_source(text_of(found).encode(), file) for file, found in tables.items()}


def dataset_of(tables: Rows) -> Dataset:
    """Return the dataset with these records, sharing nothing with *tables*."""
    return Dataset({file: s.records.values() for file, s in sources_of(tables).items()}, muenster())


def write_folder(folder: Path, tables: Rows) -> Path:
    """Write the four canonical files and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, found in tables.items():
        (folder / file).write_bytes(text_of(found).encode())
    return folder


HOSTILE_TEXTS = {
    "a word without end": "W" * 400,
    "a longer one": "Klimaschutz" * 550,
    "many words": "Windkraft und " * 430,
    "many lines": "\n".join(f"Zeile {n}" for n in range(2_000)),
    "separators": "\u2028".join(f"Zeile {n}" for n in range(600)) + "\u2029Ende",
    "line ends": "eins\r\nzwei\rdrei\x0bvier\x0cfünf\x85sechs\x1csieben" * 40,
    "marks on marks": ("Z" + "\u0301" * 40) * 60,
    "both directions": "\u202everkehrt \u05d0\u05d1\u05d2 \u0627\u0644 \u2067innen" * 60,
    "not to be seen": "\0\x01\x1b[31m\u200b\ufeff\u2060\ufffc\ufffe" * 80,
    "wide and beyond": "\U0001f469\u200d\U0001f33e\U00012031ﷺ꧅𒐫" * 150,
    "markup": '<b>fett</b><img src="x"><table width=9999>&amp;&Datei %s {0} \\n' * 40,
    "nothing but blanks": " \u00a0\t\u2003" * 500,
}
"""Texts that a file may hold, and that no layout is made for."""


def hostile() -> Rows:
    """Return a measure for each of the hostile texts, which stands in every field of it."""
    found = rows([], [], [], [])
    for place, text in enumerate(HOSTILE_TEXTS.values(), 1):
        measure = measure_row(f"feind{place}", f"gebiet{place}", category=text)
        for group in GROUPS:
            measure[group] = dict.fromkeys(KEY_ORDER[FileName.MEASURES, (group,)], text)
        cost = {"until_in_years": text, "value": text, "quantity": text}
        state = dict.fromkeys(("title", "text", "verdict"), text) | {"date": text}
        extra = additional_row(
            measure["id"], short_title=text, summary=text, cost=cost, state=state,
            links=[{"title": text, "url": f"https://example.org/{text}"}] * 3,
            user_action=dict.fromkeys(("label", "href", "description"), text),
        )  # fmt: skip
        stands = [{"value": n, "date": f"202{n}-01-01"} for n in range(3)]
        odd = [{"value": text, "date": text}, {"value": 7, "date": text}]
        progress = {
            "id": measure["id"], "type": "count", "label": text, "unit": text, "start": 1,
            "goal": 9, "yMin": 0, "yMax": 10, "values": stands + odd,
        }  # fmt: skip
        for file, row in zip(FileName, (measure, extra, progress), strict=False):
            found[file].append(row)
        found[FileName.CATEGORIES].append(category_row(f"gebiet{place}", description=text))
    return found
