"""Invented measures with parts missing, and their public page as lines that can be compared.

``python -m tests.page_cases`` writes the golden files anew; look at the difference before you
believe it.
"""

from __future__ import annotations

import copy
import hashlib
import json
from itertools import chain, combinations
from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.checks.engine import FindingIndex
from klimaeditor.checks.rulebook import RULES
from klimaeditor.model.changes import FileName
from klimaeditor.model.records import Dataset
from klimaeditor.site.muenster import MUENSTER, muenster
from klimaeditor.site.page import page_of
from tests.checking import healthy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from klimaeditor.site.page_model import PageItem, PageMark, PublicPage


GOLDEN = Path(__file__).resolve().parent / "golden"
IN_FULL = 2  # so many parts missing are written out, more of them only as a digest
TITLES = {name: rule.title for name, rule in RULES.items()}
COMPANIONS = (FileName.ADDITIONAL, FileName.PROGRESS, FileName.CATEGORIES)
ADDITIONAL_KEYS = ("short_title", "summary", "cost", "links", "user_action", "state")
COUNT_KEYS = ("label", "unit", "start", "goal", "yMin", "yMax")
COUNT = {
    "type": "count",
    "label": "Räder im Verleih",
    "unit": "Räder",
    "start": 10,
    "goal": 60,
    "yMin": 0,
    "yMax": 80,
    "values": [{"value": 10, "date": "2022-07-01"}, {"value": 35, "date": "2024-07-01"}],
}
ENTRIES = {
    "binary": [{"value": "in_progress", "date": "2024-07-01"}],
    "count": COUNT["values"],
    "percent": [{"value": 0, "date": "2023-06-01"}, {"value": 45, "date": "2024-07-01"}],
}


def changed(base: dict, changes: Iterable[dict]) -> dict:
    """Return the records *base* with the changes of a case of page_faults.json; None is removed."""
    records = copy.deepcopy(base)
    for change in changes:
        *parents, last = change["path"] or [None]
        target = records[change["record"]]
        for key in parents:
            target = target[key]
        if last is None:
            records[change["record"]] = None
        elif change.get("remove"):
            del target[last]
        else:
            target[last] = change["value"]
    return records


def subsets(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield every combination of *names*, the empty one first."""
    given = tuple(names)
    return chain.from_iterable(combinations(given, size) for size in range(len(given) + 1))


def page(tables) -> PublicPage:
    """Return the page of the only measure in *tables*."""
    dataset = Dataset(tables, muenster())
    return page_of(dataset.view(0), FindingIndex(dataset).of(0), TITLES)


def without_records(names: tuple[str, ...]) -> PublicPage:
    """Return the page of a measure that lacks companions or groups."""
    tables = healthy()
    for name in names:
        if name in MUENSTER.groups:
            del tables[FileName.MEASURES][0][name]
        else:
            tables[FileName(name)] = []
    return page(tables)


def without_keys(names: tuple[str, ...]) -> PublicPage:
    """Return the page of a measure whose additional record lacks keys."""
    tables = healthy()
    for name in names:
        del tables[FileName.ADDITIONAL][0][name]
    return page(tables)


def count_without(names: tuple[str, ...]) -> PublicPage:
    """Return the page of a measure that counts and lacks keys of its progress record."""
    kept = {key: value for key, value in COUNT.items() if key not in names}
    return with_progress(kept)


def with_progress(record) -> PublicPage:
    tables = healthy()
    measure_id = tables[FileName.MEASURES][0]["id"]
    tables[FileName.PROGRESS] = [{"id": measure_id, **record}]
    return page(tables)


def broken_progress(case: tuple[str, str]) -> PublicPage:
    """Return the page of a measure whose progress of a kind lacks something in its entries."""
    kind, fault = case
    record = {**COUNT, "type": kind, "values": json.loads(json.dumps(ENTRIES[kind]))}
    if fault == "values":
        del record["values"]
    elif fault == "entries":
        record["values"] = []
    elif fault == "entry":
        record["values"].append(None)
    elif fault:
        del record["values"][-1][fault]
    return with_progress(record)


BROKEN = [
    (kind, fault)
    for kind in ENTRIES
    for fault in ("", "values", "entries", "entry", "value", "date")
]
SETS: dict[str, tuple[Callable[..., PublicPage], list[tuple[str, ...]]]] = {
    "records": (without_records, list(subsets([*map(str, COMPANIONS), *MUENSTER.groups]))),
    "additional": (without_keys, list(subsets(ADDITIONAL_KEYS))),
    "count": (count_without, list(subsets(COUNT_KEYS))),
    "entries": (broken_progress, BROKEN),
}
"""Name of a golden file -> what makes a page, and all that it is made of."""


def line_of(item: PageItem) -> str:
    """Return everything about an item on one line."""
    said = " | ".join(
        (item.role, item.label, item.text, item.field, item.note, item.target, str(item.place))
    )
    return f"{said} | {', '.join(map(mark_line, item.marks))}"


def mark_line(mark: PageMark) -> str:
    return f"{mark.fault or '-'} ({mark.rule or '-'}, {mark.severity}, {mark.field})"


def plain(shown: PublicPage) -> dict:
    """Return a page as plain data."""
    chart = shown.chart
    return {
        "effect": shown.effect,
        "status": f"{shown.status.status} ({shown.status.reason_code})",
        "sections": {s.key: f"{s.title} | {s.subtitle}" for s in shown.sections},
        "chart": None if chart is None else " | ".join(
            [chart.label, chart.unit, chart.first_day, chart.last_day,
             *(str(end) for end in (chart.low, chart.high, chart.start, chart.goal)),
             *(f"{p.day} {p.height} {p.inside}" for p in chart.points)]
        ),
        "loose": [mark_line(mark) for mark in shown.loose],
        "items": {item.key: line_of(item) for item in shown.items()},
    }  # fmt: skip


def difference(shown: PublicPage, base: dict) -> dict:
    """Return what a page says differently from *base*: other parts, items gone, items new."""
    result = {}
    for key, value in plain(shown).items():
        before = base[key]
        if isinstance(value, dict):
            gone = [name for name in before if name not in value]
            new = {name: line for name, line in value.items() if before.get(name) != line}
            result |= {f"{key} gone": gone} if gone else {}
            result |= {f"{key} new": new} if new else {}
        elif value != before:
            result[key] = value
    return result


def golden(name: str) -> dict:
    """Return what the golden file *name* has to hold now."""
    make, cases = SETS[name]
    base = plain(make(cases[0]))
    found: dict[str, dict | str] = {}
    for case in cases[1:]:
        told = difference(make(case), base)
        found[", ".join(case)] = told if len(case) <= IN_FULL else digest(told)
    return {"base": base, "cases": found}


def digest(told: dict) -> str:
    text = json.dumps(told, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def path_of(name: str) -> Path:
    return GOLDEN / f"page_{name}.json"


def main() -> None:
    """Write all golden files."""
    for name in SETS:
        text = json.dumps(golden(name), ensure_ascii=False, indent=1)
        path_of(name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
