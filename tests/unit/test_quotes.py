"""A message quotes at most 80 characters of what it is about, whatever that is."""

from __future__ import annotations

import ast
import importlib
import re
from typing import TYPE_CHECKING

import pytest

from klimaeditor.files.jsontext import read_json
from klimaeditor.model.core_words import LONGEST_QUOTE, quoted, shortened
from klimaeditor.model.errors import JsonFaultError
from tests.checking import findings_of, healthy
from tests.conftest import ROOT
from tests.rule_cases import ALL, spoiled

if TYPE_CHECKING:
    from collections.abc import Iterator

INPUT = ("Qx7" * 2_667)[:8_000]
MOST = re.compile(rf"[Qx7]{{{LONGEST_QUOTE + 1},}}")
"""More of it in a row than a sentence may hold."""
OURS = {
    *("reason", "sentence", "message", "what", "when", "which", "why", "day", "last", "time"),
    *("label", "labels", "fallback", "moment", "since", "state", "similar", "known", "choices"),
    *("offers", "prog", "kind", "example", "cell", "cells", "area", "places", "once", "service"),
    *("letter", "status", "number", "button"),
    *("encoding", "caption", "findings", "fields", "fix", "field", "found", "iso", "checksum"),
    *(
        "accepted",
        "who",
        "value_of",
        "file",
        "files",
        "missing",
        "new",
        "names",
        "many",
        "amount",
        "reason_",
        "address",
    ),
}
"""Parameters that hold words, places or names of files of ours; whoever made them has cut them."""
FOLDERS = {"folder", "path", "place", "where", "log"}
"""Where something lies: half a path helps nobody."""
SHOWN_WHOLE = {
    "klimaeditor.model.lookup": {"meant_perhaps"},
    "klimaeditor.diff.changed": {"line", "change_line"},
    "klimaeditor.diff.describe": {"dated_value", "link", "item_of", "label_of_part"},
    "klimaeditor.cli.repository": {"record_heading", "field_line"},
    "klimaeditor.excel.workbook_words": {"_listed"},
    "klimaeditor.exchange.exchange_words": {"said"},
    "klimaeditor.exchange.requests": {"file_name"},
    "klimaeditor.exchange.tablerows": {"coloured"},
    "klimaeditor.reports.report_words": {"change_sentence"},
    "klimaeditor.site.status": {"elsewhere"},
    "klimaeditor.spelling.words": {"_without_gender"},
    "ui.page.field_panel": {"public_where"},
    "klimaeditor.model.structure": {"copy_of", "id_after"},
    "klimaeditor.files.file_words": {"listed"},
    "klimaeditor.cli.versions": {"side_line"},
    "klimaeditor.cli.fieldlist": {"field_kind"},
    "klimaeditor.excel.request_layout": {"_header"},
    "klimaeditor.excel.return_read": {"commented"},
    "klimaeditor.files.jsontext": {"json_fault"},
    "klimaeditor.files.transaction": {
        *("alien_journal", "changed_on_disk", "open_outcome", "write_protected"),
    },
    "ui.exchange.choice_table": {"spoken"},
    "ui.exchange.returns_page": {"remark_of"},
    "ui.publishing.public_place": {"one_of"},
    "ui.session.opening": {"left_out"},
    "ui.findings.findings_page": {"with_number", "spoken_number"},
    "ui.form.finding_line": {"unbroken", "remarked"},
    "ui.headless": {"repaired", "filled"},
    "ui.widgets.common_words": {"plain"},
}
"""What shows a value as such, a list of changes or a remark; what only joins or marks words; what
speaks of one of the four files; and what is asked by a key of ours (the last is tested below)."""
GIVEN = {
    **dict.fromkeys(("str", "str | None", "object"), INPUT),
    **{f"{kind}[str]": [INPUT] for kind in ("list", "Sequence", "Iterable", "Collection")},
    **dict.fromkeys(("int", "int | None", "float"), 3),
    "bool": True,
}


def arguments(node: ast.FunctionDef) -> dict[str, str]:
    """Return the parameters of a function with their types."""
    found = [*node.args.args, *node.args.kwonlyargs]
    return {arg.arg: "" if arg.annotation is None else ast.unparse(arg.annotation) for arg in found}


def words_of(text: str, *, whole: bool) -> Iterator[ast.FunctionDef]:
    """Yield the functions among the words of a module that return a text."""
    start = 0 if whole else text.find("# --- words ---")
    end = text.find("\n# --- ", start + 5)
    last = text[: None if whole or end < 0 else end].count("\n") + 1
    for node in ast.parse(text).body if start >= 0 else ():
        if isinstance(node, ast.FunctionDef) and text[:start].count("\n") < node.lineno <= last:
            returned = "" if node.returns is None else ast.unparse(node.returns)
            if returned == "str" and set(arguments(node).values()) <= set(GIVEN):
                yield node


def messages() -> list[tuple[str, str, dict[str, str]]]:
    """Return module, name and parameters of every function that makes a sentence of texts."""
    found = []
    for path in sorted([*ROOT.glob("klimaeditor/**/*.py"), *ROOT.glob("ui/**/*.py")]):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        whole = path.stem.endswith("words") or path.stem == "rule"
        for node in words_of(path.read_text("utf-8"), whole=whole):
            if node.name not in SHOWN_WHOLE.get(module, ()):
                found.append((module, node.name, arguments(node)))  # noqa: PERF401 - as it reads best
    return found


FOUND = messages()


def test_most_messages_are_looked_at():
    assert len(FOUND) > 250


@pytest.mark.parametrize(("module", "name", "types"), FOUND, ids=[".".join(f[:2]) for f in FOUND])
def test_a_message_quotes_at_most_eighty_characters(module, name, types):
    texts = {k for k, kind in types.items() if "str" in kind or kind == "object"}
    for chosen in texts - OURS - FOLDERS:
        given = {
            key: GIVEN[kind] if key == chosen or key not in texts else _harmless(kind)
            for key, kind in types.items()
        }
        sentence = getattr(importlib.import_module(module), name)(**given)
        assert MOST.search(sentence) is None, (chosen, sentence[:300])


def _harmless(kind: str) -> object:
    return ["y"] if "[" in kind else "y"


@pytest.mark.parametrize(("rule", "place"), ALL, ids=[f"{rule}-{place}" for rule, place in ALL])
def test_a_finding_quotes_at_most_eighty_characters(rule, place):
    tables, _field = spoiled(rule, place)
    for rows in tables.values():
        rows[:] = [_stretched(row) for row in rows]

    for finding in findings_of(tables):
        assert MOST.search(finding.message) is None, finding.message[:300]


def _stretched(value: object) -> object:
    """Return a value with 8,000 characters behind every text in it but what joins the records."""
    if isinstance(value, dict):
        return {
            key: child if key in {"id", "categoryId", "type"} else _stretched(child)
            for key, child in value.items()
        }
    if isinstance(value, list):
        return [_stretched(child) for child in value]
    return value + INPUT if isinstance(value, str) else value


@pytest.mark.parametrize("key", ["id", "categoryId", "type"])
def test_a_finding_on_what_joins_the_records_does_so_too(key):
    tables = healthy()
    for rows in tables.values():
        rows[0] |= {key: INPUT}

    said = [finding.message for finding in findings_of(tables)]
    assert said
    assert [] == [message[:300] for message in said if MOST.search(message)]


@pytest.mark.parametrize(
    "text",
    [
        f'[{{"{INPUT}": 1, "{INPUT}": 2}}]',
        f"[{INPUT}]",
        f'[{{"a": 0{"7" * 8_000}}}]',
        f"<<<<<<< {INPUT}\n[]",
        f'[{{"a": "\\u{INPUT}"}}]',
        f'[{{"a": "\\{INPUT}"}}]',
    ],
)
def test_a_fault_of_a_file_does_so_too(text):
    with pytest.raises(JsonFaultError) as caught:
        read_json(text.encode(), "measures.json")

    assert MOST.search(str(caught.value)) is None


def test_what_is_short_is_quoted_as_it_is():
    assert "„Radweg „Kanal“ – 1. Abschnitt“" == quoted("Radweg „Kanal“ – 1. Abschnitt")
    assert "a" * LONGEST_QUOTE == shortened("a" * LONGEST_QUOTE)
    assert LONGEST_QUOTE == len(shortened("a" * (LONGEST_QUOTE + 1)))
