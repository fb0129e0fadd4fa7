"""One fault at a time: changes to raw records that must end in an error of the checks.

Each mutation takes the four tables (plain lists of records, free to be changed) and the id of a
measure that has all its companions, and spoils one thing (requirements 0.2, WEB, SEC).
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from klimaeditor.model.changes import FileName
from tests.muenster_fields import FIELDS_BY_NAME

if TYPE_CHECKING:
    from klimaeditor.model.values import Json, Record


Tables = "dict[FileName, list[Record]]"
Mutation = "Callable[[Tables, str], None]"


def row_of(tables: Tables, file: FileName, measure_id: str) -> Record:
    if file is FileName.CATEGORIES:
        measure_id = row_of(tables, FileName.MEASURES, measure_id)["categoryId"]
    return next(row for row in tables[file] if row["id"] == measure_id)


def put(name: str, value: Json) -> Mutation:
    """Store a value in a field."""

    def mutate(tables: Tables, measure_id: str) -> None:
        field = FIELDS_BY_NAME[name]
        row = row_of(tables, field.file, measure_id)
        for key in field.path[:-1]:
            row = row.setdefault(key, {})
        row[field.path[-1]] = copy.deepcopy(value)

    return mutate


def drop(file: FileName, *path: str) -> Mutation:
    """Remove a key."""

    def mutate(tables: Tables, measure_id: str) -> None:
        row = row_of(tables, file, measure_id)
        for key in path[:-1]:
            row = row[key]
        del row[path[-1]]

    return mutate


def set_key(file: FileName, *path: str, value: Json) -> Mutation:
    """Store a value under any key of a record."""

    def mutate(tables: Tables, measure_id: str) -> None:
        row = row_of(tables, file, measure_id)
        for key in path[:-1]:
            row = row[key]
        row[path[-1]] = copy.deepcopy(value)

    return mutate


def series(kind: str, *entries: tuple[Json, Json], **more: Json) -> Mutation:
    """Give the measure another progress of (value, date) entries."""

    def mutate(tables: Tables, measure_id: str) -> None:
        row = row_of(tables, FileName.PROGRESS, measure_id)
        row.clear()
        values = [{"value": value, "date": date} for value, date in entries]
        row.update({"id": measure_id, "type": kind, **more, "values": values})

    return mutate


def count(*entries: tuple[Json, Json], **more: Json) -> Mutation:
    """Give the measure a progress that counts towards a goal; a key with None is left out."""
    scale = {"unit": "GWh", "start": 0, "goal": 100, "yMin": 0, "yMax": 120} | more
    return series("count", *entries, **{k: v for k, v in scale.items() if v is not None})


def remove_record(file: FileName) -> Mutation:
    def mutate(tables: Tables, measure_id: str) -> None:
        tables[file].remove(row_of(tables, file, measure_id))

    return mutate


def add_record(file: FileName, **row: Json) -> Mutation:
    def mutate(tables: Tables, _measure_id: str) -> None:
        tables[file].append(dict(row))

    return mutate


def repeat_record(file: FileName, **changes: Json) -> Mutation:
    def mutate(tables: Tables, measure_id: str) -> None:
        tables[file].append(copy.deepcopy(row_of(tables, file, measure_id)) | changes)

    return mutate


M, A, P, C = FileName.MEASURES, FileName.ADDITIONAL, FileName.PROGRESS, FileName.CATEGORIES
OUTLINE, IMPACT = "Action outline", "Impact & cost"
LATELY = "2024-10-01"
HEALTHY_LINK = LINK = {
    "title": "Förderprogramm der Stadt",
    "url": "https://www.stadt.example/klima",
}
URLS = {
    "javascript": "javascript:alert(1)",
    "hidden javascript": "JaVa\tScRiPt:alert(1)",
    "data": "data:text/html,x",
    "vbscript": "vbscript:x",
    "no scheme": "//evil.example/x",
    "user info": "https://stadt.example@evil.example/",
    "file": "file:///c:/",
    "no host": "https:///x",
    "blank": "https://stadt.example/a b",
    "relative": "/seite",
}
MARKUP = {
    "image": "<img src=x onerror=alert(1)>",
    "end of a paragraph": "Erster</p>Zweiter",
    "comment": "Text <!-- weg -->",
    "never closed": "Kosten <Stand 2024",
    "behind a reference": "&Uuml;ber <b>uns</b>",
}
REFERENCES = {
    "encoded script": "&lt;script&gt;",
    "numeric reference": "a &#60; b",
    "umlauts": "Gr&ouml;&szlig;e",
    "twice": "R &amp;amp; D",
}
ACTION = {"label": "Los", "href": "https://stadt.example", "description": "Mitmachen"}

ERRORS: dict[str, Mutation] = {
    "id missing": drop(M, "id"),
    "id empty": put("id", ""),
    "id a number": put("id", 5),
    "id with a slash": put("id", "bauen/1"),
    "category id missing": drop(M, "categoryId"),
    "category id unknown": put("category_id", "gibt_es_nicht"),
    "category name missing": drop(M, "category"),
    "category name changed": put("category", "Anders geschrieben"),
    "group Action outline missing": drop(M, OUTLINE),
    "group Action outline null": set_key(M, OUTLINE, value=None),
    "group Implementation a list": set_key(M, "Implementation", value=[1]),
    "group Impact & cost a text": set_key(M, IMPACT, value="viel"),
    "Next steps a list": set_key(M, "Implementation", "Next steps", value=[]),
    "unknown key null": set_key(M, OUTLINE, "Ziel", value=None),
    "unknown key with markup": set_key(M, OUTLINE, "Ziel", value="<b>fett</b>"),
    **{
        f"{name} {what}": put(name, value)
        for name in ("action_name", "action_description", "responsible_bodies")
        for what, value in (("null", None), ("empty", ""), ("blank", " \n"), ("a number", 7))
    },
    "action description missing": drop(M, OUTLINE, "Action description"),
    "contract text a list": put("total_costs", ["viel"]),
    "contract text an object": put("outcome", {"a": "b"}),
    **{f"markup, {what}": put("action_description", text) for what, text in MARKUP.items()},
    "markup in the state": put("state_text", "<script>alert(1)</script>"),
    "markup in a raw-only text": put("outcome", "<b>fett</b>"),
    "control character": put("summary", "a\x07b"),
    "carriage return": put("action_description", "a\r\nb"),
    "direction override": put("short_title", "a\u202eb"),
    "replacement character": put("summary", "M\ufffdnster"),
    "lone surrogate": put("summary", "a\ud800"),
    "short title blank": put("short_title", "  "),
    "no additional record": remove_record(A),
    "cost missing": drop(A, "cost"),
    "cost null": set_key(A, "cost", value=None),
    "cost a number": set_key(A, "cost", value=5),
    "cost value missing": drop(A, "cost", "value"),
    "cost year missing": drop(A, "cost", "until_in_years"),
    "cost quantity missing": drop(A, "cost", "quantity"),
    "cost a text": put("cost_value", "ca. 215 Mio. €"),
    "cost true": put("cost_value", True),
    "year a text": put("cost_until", "Ende 2030"),
    "year a duration": put("cost_until", 20),
    "quantity a text": put("cost_quantity", "viele"),
    "state a text": set_key(A, "state", value="gut"),
    "state text a list": put("state_text", ["a"]),
    "state date impossible": put("state_date", "31.02.2024"),
    "links an object": put("links", {"a": 1}),
    "link null": put("links", [None]),
    "link without title": put("links", [LINK, {"url": LINK["url"]}]),
    "link without address": put("links", [{"title": "Ziel", "url": " "}]),
    **{f"url, {what}": put("links", [LINK | {"url": url}]) for what, url in URLS.items()},
    **{f"action url, {what}": set_key(A, "user_action", value=ACTION | {"href": url})
       for what, url in URLS.items()},
    "action without target": set_key(A, "user_action", value={"label": "Los", "description": "x"}),
    "action empty": set_key(A, "user_action", value={}),
    "action a text": set_key(A, "user_action", value="Los"),
    "values empty": series("binary"),
    "values missing": drop(P, "values"),
    "values null": set_key(P, "values", value=None),
    "entry null": set_key(P, "values", value=[None]),
    "entry a text": set_key(P, "values", value=["in_progress"]),
    "entry without date": set_key(P, "values", value=[{"value": "in_progress"}]),
    "entry without value": set_key(P, "values", value=[{"date": LATELY}]),
    "date impossible": series("binary", ("in_progress", "2024-02-31")),
    "date German": series("binary", ("in_progress", "01.10.2024")),
    "date short": series("binary", ("in_progress", "2024-1-5")),
    "date with time": series("binary", ("in_progress", "2024-10-01T00:00:00")),
    "date too late": series("binary", ("in_progress", "2061-01-01")),
    "date a word": series("binary", ("in_progress", "bald")),
    "not in order": series("binary", ("completed", LATELY), ("unknown", "2024-01-01")),
    "two on one day": series("binary", ("completed", LATELY), ("unknown", LATELY)),
    "said twice": series("binary", ("completed", LATELY), ("completed", LATELY)),
    "unknown status": series("binary", ("fertig", LATELY)),
    "status empty": series("binary", ("", LATELY)),
    "percent a text": series("percent", ("45", LATELY)),
    "count null": count((None, LATELY)),
    "count without goal": count((50, LATELY), goal=None),
    "count without start": count((50, LATELY), start=None),
    "goal a text": count((50, LATELY), goal="100"),
    "type unknown": series("balken", (1, LATELY)),
    "type missing": drop(P, "type"),
    "category without record": remove_record(C),
    "category text empty": put("category_description", ""),
    "category text missing": drop(C, "description"),
    "id twice in measures": repeat_record(M),
    "id twice in additional data": repeat_record(A, short_title="anders"),
    "id twice, all equal": repeat_record(A),
    "id twice in progress": repeat_record(P, type="percent"),
    "id twice in categories": repeat_record(C, description="anders"),
    "additional data without measure": add_record(A, id="niemand1", summary=""),
    "progress without measure": add_record(P, id="niemand1", type="binary", values=[]),
    "additional data without id": add_record(A, summary=""),
}  # fmt: skip
