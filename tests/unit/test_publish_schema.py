"""The JSON Schemas: made from the catalogue, as strict as the checks, no stricter (OPN-06)."""

from __future__ import annotations

import copy
import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from klimaeditor.checks.dates import parse_date
from klimaeditor.checks.schemas import own_fields
from klimaeditor.model.changes import FileName
from klimaeditor.model.findings import Severity
from klimaeditor.model.values import ABSENT
from klimaeditor.publish import schema
from klimaeditor.publish.schema import DIALECT, file_name, schema_of
from klimaeditor.site.muenster import MUENSTER
from tests.checking import HEALTHY_ID, findings_of, healthy
from tests.conftest import each_folder
from tests.muenster_fields import FIELDS
from tests.publish_helpers import repaired
from tests.rule_cases import ALL, spoiled
from tests.rule_mutations import ERRORS, URLS, put

OTHER_FILE = "needs another file"
OTHER_RECORD = "needs another record of the file"
ORDER = "needs to compare days with each other"
# What a schema of one file cannot say, with the reason; everything else it has to reject.
BEYOND = {
    "category id unknown": OTHER_FILE,
    "category without record": OTHER_FILE,
    "no additional record": OTHER_FILE,
    "category name changed": OTHER_RECORD,
    "id twice in additional data": OTHER_RECORD,
    "id twice in categories": OTHER_RECORD,
    "not in order": ORDER,
    "two on one day": ORDER,
}
BEYOND_RULES = {
    *("cost_nan", "category_unknown", "progress_order", "progress_same_day"),
    *("category_name_differs", "duplicate_record", "orphan_record", "id_duplicate"),
    *("measures_gone", "number_too_large", "text_invisible"),
}
UNSEEN = "\u200b"
VALUES = (
    *(None, True, 0, 5, 20, 2030, 2030.5, -1, [], {}, [1], {"a": 1}),
    *("", " ", "\n", "x", "Text\nmit Zeilen", "< 10.000 Euro", "R&D", "a > b", "<b>x</b>", "&lt;"),
    *("2024-02-29", "2023-02-29", "2024-07-01", "1989-12-31", "2060-12-31", "01.07.2024", "a\rb"),
    *("https://ä.example", "https://[::1]/", "https://localhost", "https://a..b", "https://-a.de"),
    *("mailto:a@b", "mailto:a@b.cd?subject=x", "https://u@a.b", "a\tb", "a\nb\n", "&nbsp", "<3"),
    *(" 2024-07-01", "2024-07-01\n", 999, 9999.0, 10000, 1e300, "x" * 3000, UNSEEN, "\uf0e0"),
    *("https://stadt.example/x?y=1#z", "HTTPS://Stadt.Example", "http://a.b", "mailto:a@b.cd"),
    *([{"title": "Ziel", "url": "https://stadt.example"}], [{"title": " ", "url": "x"}], [None]),
    *([{"value": "completed", "date": "2025-01-01"}], [{"value": 5, "date": "2025-01-01"}]),
)  # fmt: skip


@cache
def validator(file: FileName) -> Draft202012Validator:
    return Draft202012Validator(schema_of(file, MUENSTER))


def accepts(tables) -> bool:
    return all(validator(file).is_valid(rows) for file, rows in tables.items())


def errors_of_checks(tables) -> set[str]:
    return {f.rule for f in findings_of(tables) if f.severity is Severity.ERROR}


@cache
def validator_before(file: FileName) -> Draft202012Validator:
    """Return the schema that was written by hand before there were models, as a judge."""
    golden = Path(__file__).resolve().parents[1] / "golden/schema_before_models.json"
    return Draft202012Validator(json.loads(golden.read_text(encoding="utf-8"))[file])


def differ(tables) -> list[FileName]:
    return [
        file
        for file, rows in tables.items()
        if validator(file).is_valid(rows) != validator_before(file).is_valid(rows)
    ]


def places(value, path=()):
    """Yield the path of every key and entry below *value*."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield (*path, key)
            yield from places(value[key], (*path, key))


def described(file: FileName, path) -> list[dict]:
    """Return what the schema of a file says about a path, once for each kind of record."""
    whole = schema_of(file, MUENSTER)
    found = [whole["$defs"][name] for name in models(whole["items"]) if name in whole["$defs"]]
    for key in path:
        inside = [part["properties"][key] for part in found]
        found = [whole["$defs"][models(part)[0]] if "$ref" in part else part for part in inside]
    return found


def models(schema) -> list[str]:
    """Return the names of the definitions that records may be judged by."""
    if "$ref" in schema:
        return [schema["$ref"].rpartition("/")[2]]
    return [*models(schema["then"]), *models(schema["else"])]


@pytest.mark.parametrize("file", FileName)
def test_a_schema_is_one(file):
    schema = schema_of(file, MUENSTER)

    Draft202012Validator.check_schema(schema)
    assert DIALECT == schema["$schema"]
    assert json.loads(json.dumps(schema)) == schema
    assert re.fullmatch(r"[a-z_]+\.schema\.json", file_name(file))


@each_folder
def test_the_repaired_dataset_is_accepted(folder):
    document = repaired(folder)

    for file, table in document.dataset.tables.items():
        assert [] == [e.message for e in validator(file).iter_errors(list(table.rows.values()))]


@each_folder
def test_the_dataset_before_its_repair_is_rejected_where_the_year_is_a_duration(folder):
    rows = json.loads((folder / FileName.ADDITIONAL).read_text(encoding="utf-8"))

    errors = [list(e.absolute_path)[1:] for e in validator(FileName.ADDITIONAL).iter_errors(rows)]

    assert ["cost", "until_in_years"] in errors


@pytest.mark.parametrize("name", ERRORS)
def test_a_single_fault_is_rejected_where_a_schema_can_say_it(name):
    tables = healthy()
    ERRORS[name](tables, HEALTHY_ID)

    assert (name in BEYOND) == accepts(tables)


def test_what_is_beyond_a_schema_is_known_by_name():
    assert set(BEYOND) <= set(ERRORS)


@pytest.mark.parametrize(("rule", "place"), ALL, ids=[f"{r}-{n}" for r, n in ALL])
def test_warnings_and_hints_are_no_reason_to_reject(rule, place):
    tables, _ = spoiled(rule, place)
    errors = errors_of_checks(tables)

    if not errors:
        assert accepts(tables)
    elif not errors & BEYOND_RULES:
        assert not accepts(tables)


@pytest.mark.parametrize("field", own_fields(MUENSTER), ids=lambda field: field.name)
def test_schema_and_checks_agree_about_any_value_in_any_field(field):
    for value in VALUES:
        tables = healthy()
        put(field.name, value)(tables, HEALTHY_ID)
        errors = errors_of_checks(tables) - BEYOND_RULES
        if value == UNSEEN:
            errors.discard("title_blank")  # a schema counts a character that nobody sees

        assert bool(errors) != accepts(tables), (errors, value)


def test_every_field_has_label_and_help_in_its_schema():
    for field in FIELDS:
        for found in described(field.file, field.path):
            assert (field.label, field.help) == (found["title"], found["description"])


# --- against the schema that was written by hand ---------------------------------------------


@each_folder
def test_a_dataset_is_judged_as_before(folder):
    rows = {f: json.loads((folder / f).read_text(encoding="utf-8")) for f in FileName}

    assert [] == differ(rows)
    for file in FileName:
        wrong = [
            [e.absolute_path[0] for e in judge.iter_errors(rows[file])]
            for judge in (validator(file), validator_before(file))
        ]
        assert set(wrong[0]) == set(wrong[1])


@pytest.mark.parametrize("name", ERRORS)
def test_a_single_fault_is_judged_as_before(name):
    tables = healthy()
    ERRORS[name](tables, HEALTHY_ID)

    assert [] == differ(tables)


@pytest.mark.parametrize(("rule", "place"), ALL, ids=[f"{r}-{n}" for r, n in ALL])
def test_whatever_breaks_a_rule_is_judged_as_before(rule, place):
    tables, _ = spoiled(rule, place)

    assert [] == differ(tables)


WHOLE = {
    FileName.ADDITIONAL: {
        "user_action": {"label": "Los", "href": "https://a.example", "description": "Text"},
        "links": [{"title": "Ziel", "url": "https://stadt.example"}],
        "state": {"title": "A", "date": "2024-07-01", "text": "B"},
    },
    FileName.PROGRESS: {
        "label": "Räder", "unit": "Räder", "start": 0, "goal": 9, "yMin": 0,
        "values": [{"value": 5, "date": "2024-07-01"}, {"value": "stale", "date": "2025-01-01"}],
    },
}  # fmt: skip
"""What makes records have every key there is."""
BASES = [
    *(
        (FileName.MEASURES, {"categoryId": it})
        for it in ("bauen", MUENSTER.initiative, None, 5, "")
    ),
    *((FileName.PROGRESS, {"type": it}) for it in ("binary", "count", "percent", "balken", None)),
    (FileName.ADDITIONAL, {}),
    (FileName.CATEGORIES, {}),
]


@pytest.mark.parametrize(("file", "varied"), BASES)
def test_any_value_anywhere_is_judged_as_before(file, varied):
    rows = healthy()[file]
    rows[0] |= WHOLE.get(file, {}) | varied
    wrong = []
    for path in places(rows):
        for value in (*VALUES, ABSENT):
            spoilt = copy.deepcopy(rows)
            *parents, last = path
            target = spoilt
            for key in parents:
                target = target[key]
            if value is ABSENT:
                del target[last]
            else:
                target[last] = value
            if validator(file).is_valid(spoilt) != validator_before(file).is_valid(spoilt):
                wrong.append((path, value))

    assert [] == wrong


def test_unknown_keys_are_let_through_but_not_as_markup_in_the_groups():
    tables = healthy()
    tables[FileName.MEASURES][0]["Neues"] = {"a": 1}
    tables[FileName.MEASURES][0]["Implementation"]["Next steps"] = "Bauantrag"

    assert accepts(tables)


def test_the_pattern_of_days_is_the_calendar():
    pattern = re.compile(schema.iso_date())
    texts = [
        f"{year}-{month:02}-{day:02}"
        for year in (1989, 1990, 2000, 2023, 2024, 2060, 2061)
        for month in range(14)
        for day in range(33)
    ]

    assert [parse_date(t).iso is not None for t in texts] == [
        pattern.search(t) is not None for t in texts
    ]


@pytest.mark.parametrize("url", URLS.values(), ids=URLS)
def test_a_dangerous_address_is_rejected(url):
    assert not re.search(schema.WEB_OR_MAIL_ADDRESS, url)


# --- validators in JavaScript compile every pattern with the flag u ------------------------------

NODE = shutil.which("node")
ESCAPED = re.compile(r"\\(?![\^$.*+?()\[\]{}|/dDsSwWbBtnvfr0]|x[0-9a-f]{2}|u[0-9a-f]{4})", re.I)
"""A backslash before something that ECMA-262 with the flag u takes no backslash for."""


def patterns() -> set[str]:
    def inside(value) -> list[str]:
        if isinstance(value, list):
            return [text for item in value for text in inside(item)]
        if not isinstance(value, dict):
            return []
        own = value.get("pattern")
        below = [text for item in value.values() for text in inside(item)]
        return [own, *below] if isinstance(own, str) else below

    return {text for file in FileName for text in inside(schema_of(file, MUENSTER))}


def test_no_pattern_has_a_backslash_that_javascript_refuses():
    assert ESCAPED.search('\\"')
    assert [] == [text for text in patterns() if ESCAPED.search(text.replace(r"\\", ""))]


@pytest.mark.skipif(NODE is None, reason="no node here")
def test_javascript_compiles_every_pattern_as_validators_do_and_judges_addresses_alike():
    program = (
        "const [patterns, texts, address] = JSON.parse(require('fs').readFileSync(0));"
        "patterns.forEach((text) => new RegExp(text, 'u'));"
        "const found = new RegExp(address, 'u');"
        "console.log(JSON.stringify(texts.map((text) => found.test(text))));"
    )
    texts = [text for text in VALUES if isinstance(text, str)]
    given = json.dumps([sorted(patterns()), texts, schema.WEB_OR_MAIL_ADDRESS])
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [str(NODE), "-e", program], input=given, capture_output=True, encoding="utf-8", check=True
    )

    judged = [bool(re.search(schema.WEB_OR_MAIL_ADDRESS, text)) for text in texts]
    assert judged == json.loads(done.stdout)
