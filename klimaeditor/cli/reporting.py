"""Findings for other programs: where each one stands in its file, and the forms that CI reads.

A place is file, line and JSON pointer (RFC 6901). GitHub shows its own lines beside the change;
SARIF 2.1.0 is what code scanning takes; a line of JSON per finding is for everything else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import klimaeditor
from klimaeditor.checks.rulebook import RULES
from klimaeditor.files.jsonnodes import parse
from klimaeditor.model.changes import FileName
from klimaeditor.model.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klimaeditor.document import Document
    from klimaeditor.files.jsonnodes import JsonNode
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.values import Json, Record


SCHEMA_VERSION: Final = 1
"""Of a line of JSON; it grows when a key changes its meaning, not when one is added."""
_GITHUB: Final = MappingProxyType(
    {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
)
_SARIF: Final = MappingProxyType(
    {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}
)
_SARIF_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


# --- Where a finding stands ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FindingPlace:
    """A file of the dataset, the line in it counted from 1, and the JSON pointer to the value."""

    file: FileName
    line: int
    pointer: str


def place_of(document: Document, finding: Finding) -> FindingPlace:
    """Return where a finding stands: at the value, or at what is there of the way to it.

    Where the record is missing in its file, that is the measure; of a workbook there is no line
    but the first.
    """
    field = document.dataset.site.catalogue.known_field(finding.field)
    file = finding.file or (FileName.MEASURES if field is None else field.file)
    key = finding.measure
    if key is not None and file is not FileName.MEASURES:
        key = document.dataset.companion_key(file, key)
        if key is None:
            file, key, field = FileName.MEASURES, finding.measure, None
    source = document.sources.get(file)
    if source is None or key is None or key not in source.records:
        return FindingPlace(file, 1, "")
    index = list(source.records).index(key)
    start, end = source.spans[index]
    way: list[str | int] = [] if field is None else [*field.path]
    if finding.place is not None:
        way.append(finding.place)
    offset, found = _walk(parse(source.text[start:end]), way)
    line = source.text.count("\n", 0, start + offset) + 1
    return FindingPlace(file, line, "".join(f"/{_escaped(step)}" for step in (index, *found)))


def _walk(node: JsonNode, way: Sequence[str | int]) -> tuple[int, list[str | int]]:
    """Return the offset of a value in a record and the way to it, as far as it leads."""
    offset, found = node.start, []
    for step in way:
        if isinstance(step, int):
            below = (node.items[step].start, node.items[step]) if step < len(node.items) else None
        else:
            members = ((start, child) for key, start, child in node.members if key == step)
            below = next(members, None)
        if below is None:
            break
        offset, node = below
        found.append(step)
    return offset, found


def _escaped(step: str | int) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")


# --- The forms -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding with its row for machines, the path of its file as CI knows it, and its place."""

    finding: Finding
    row: Record
    path: str
    place: FindingPlace


def github_lines(found: Iterable[PlacedFinding]) -> list[str]:
    """Return the lines that a workflow of GitHub shows beside the file."""
    return [
        f"::{_GITHUB[it.finding.severity]} file={_property(it.path)},line={it.place.line},"
        f"title={_property(_title(it.finding.rule))}::{_data(it.finding.message)}"
        for it in found
    ]


def json_lines(found: Iterable[PlacedFinding]) -> list[str]:
    """Return a line of JSON per finding, what ``check --format json`` says and its place."""
    return [json.dumps(_row(it), ensure_ascii=False) for it in found]


def sarif(found: Sequence[PlacedFinding]) -> Record:
    """Return a log in SARIF 2.1.0."""
    names = list(dict.fromkeys(it.finding.rule for it in found))
    rules: list[Json] = [{"id": name, "shortDescription": {"text": _title(name)}} for name in names]
    driver: Record = {"name": "Klimaeditor", "version": klimaeditor.__version__, "rules": rules}
    results: list[Json] = [_result(it, names) for it in found]
    run: Record = {
        "tool": {"driver": driver},
        "results": results,
        "columnKind": "unicodeCodePoints",
    }
    return {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(it: PlacedFinding, names: list[str]) -> Record:
    where: Record = {
        "physicalLocation": {
            "artifactLocation": {"uri": it.path},
            "region": {"startLine": it.place.line},
        },
        "logicalLocations": [{"fullyQualifiedName": it.place.pointer}],
    }
    return {
        "ruleId": it.finding.rule,
        "ruleIndex": names.index(it.finding.rule),
        "level": _SARIF[it.finding.severity],
        "message": {"text": it.finding.message},
        "locations": [where],
    }


def _row(it: PlacedFinding) -> Record:
    place: Record = {"path": it.path, "line": it.place.line, "pointer": it.place.pointer}
    return {"schema_version": SCHEMA_VERSION, **it.row, "file": it.place.file.value, **place}


def _title(rule: str) -> str:
    return RULES[rule].title if rule in RULES else rule


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
