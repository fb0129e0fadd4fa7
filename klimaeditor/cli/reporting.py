"""Findings as lines for people and in the forms that other programs read, with their places.

A place is file, line and JSON pointer (RFC 6901). GitHub shows its own lines beside the change;
SARIF 2.1.0 is what code scanning takes, JUnit what other CI shows; JSON, one list or an object per
line, is for everything else and described in resources/schema/befunde.schema.json.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import klimaeditor
from klimaeditor.checks.rulebook import RULES
from klimaeditor.cli.arguments import measure_label
from klimaeditor.cli.console import one_line
from klimaeditor.files.jsonnodes import parse
from klimaeditor.model.changes import FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import JsonFaultError
from klimaeditor.model.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from klimaeditor.document import Document
    from klimaeditor.files.jsonnodes import JsonNode
    from klimaeditor.model.errors import KlimaError
    from klimaeditor.model.values import Json, Record


# --- words ---------------------------------------------------------------------------------------

SEVERITIES: Final[Mapping[Severity, str]] = MappingProxyType(
    {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.HINT: "Hinweis"}
)
SEVERITY_WIDTH = 7
DATASET_AS_A_WHOLE = "Datensatz"
READ_CASE: Final = "Datensatz lesen"


# --- Lines for people ----------------------------------------------------------------------------


def owner_label(document: Document, finding: Finding) -> str:
    """Return what a finding is about: id and title of the measure, or the name of the file."""
    if finding.measure is None:
        return finding.file or DATASET_AS_A_WHOLE
    return measure_label(document, finding.measure)


def owner_id(document: Document, finding: Finding) -> str:
    """Return the id of the measure a finding is about, its label where it has none."""
    known = "" if finding.measure is None else document.view(finding.measure).id
    return known or owner_label(document, finding)


def finding_line(document: Document, finding: Finding) -> str:
    """Return severity, field and sentence of a finding on one line."""
    label = label_of_field(document, finding)
    return one_line_finding(SEVERITIES[finding.severity], label, finding.message)


def label_of_field(document: Document, finding: Finding) -> str:
    """Return the public label of the field a finding is about, "" where it is about none."""
    field = document.dataset.site.catalogue.known_field(finding.field)
    return "" if field is None else field.label


def one_line_finding(severity: str, label: str, message: str) -> str:
    """Return the columns of a finding's line."""
    where = f"{label}: " if label else ""
    return f"{severity:<{SEVERITY_WIDTH}}  {one_line(where + message)}"


# --- What the forms are made of ------------------------------------------------------------------

SCHEMA_VERSION: Final = 1
"""Of a finding as JSON; it grows when a key changes its meaning, not when one is added."""
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


# --- A finding for machines ----------------------------------------------------------------------

UNREADABLE: Final = "unreadable"


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding with the path of its file as CI knows it, its place, and all of it as JSON.

    *accepted* is why somebody has accepted it, None where nobody has; then it counts for nothing.
    """

    finding: Finding
    path: str
    place: FindingPlace
    row: Record
    accepted: str | None = None


def placed(
    document: Document, finding: Finding, name: str, *, named: bool, accepted: str | None = None
) -> PlacedFinding:
    """Return a finding with its place; *name* is what the dataset was called by.

    *named* puts that into the JSON, too: where several datasets are checked.
    """
    place = place_of(document, finding)
    path = Path(name)
    if document.sources:  # a workbook is a file itself
        folder = path.parent if path.suffix.casefold() == ".json" else path
        path = folder / place.file
    dataset: Record = {"dataset": name} if named else {}
    where: Record = {"path": path.as_posix(), "line": place.line, "pointer": place.pointer}
    where |= {} if accepted is None else {"accepted": accepted}
    row = {"schema_version": SCHEMA_VERSION, **dataset, **finding_row(document, finding)}
    row |= {"file": place.file, **where}
    return PlacedFinding(finding, path.as_posix(), place, row, accepted)


def finding_row(document: Document, finding: Finding) -> Record:
    """Return what a finding says for machines; *fixable* tells that ``fix`` would repair it."""
    return {
        "measure": measure_id(document, finding),
        "field": finding.field,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "fixable": finding.fix is not None and finding.fix.automatic,
    }


def measure_id(document: Document, finding: Finding) -> str | None:
    """Return the id of the measure a finding is about, None where there is none."""
    return None if finding.measure is None else document.view(finding.measure).id or None


def unreadable(error: KlimaError, name: str) -> PlacedFinding:
    """Return for machines that a dataset called *name* cannot be read."""
    fault = error if isinstance(error, JsonFaultError) else None
    path = Path(name)
    if fault is not None:
        path = (path.parent if path.suffix.casefold() == ".json" else path) / fault.file
    file = next((file for file in FileName if fault is not None and file == fault.file), None)
    place = FindingPlace(file or FileName.MEASURES, fault.line if fault else 1, "")
    finding = Finding(UNREADABLE, Severity.ERROR, str(error), file=file)
    row: Record = {"schema_version": SCHEMA_VERSION, "measure": None, "field": None}
    row |= {"rule": UNREADABLE, "severity": Severity.ERROR.value, "message": str(error)}
    row |= {"fixable": False, "file": file, "path": path.as_posix(), "line": place.line}
    row |= {"pointer": ""} | ({"column": fault.column} if fault else {})
    return PlacedFinding(finding, path.as_posix(), place, row)


# --- The forms -----------------------------------------------------------------------------------


def json_list(found: Sequence[PlacedFinding]) -> list[str]:
    """Return one JSON list."""
    return [json.dumps([it.row for it in found], ensure_ascii=False, indent=2)]


def json_lines(found: Sequence[PlacedFinding]) -> list[str]:
    """Return an object of JSON per finding and line."""
    return [json.dumps(it.row, ensure_ascii=False) for it in found]


def github_lines(found: Sequence[PlacedFinding]) -> list[str]:
    """Return the lines that a workflow of GitHub shows beside the file."""
    return [
        f"::{_GITHUB[it.finding.severity]} file={_property(it.path)},line={it.place.line},"
        f"title={_property(_title(it.finding.rule))}::{_data(it.finding.message)}"
        for it in found
    ]


def sarif(found: Sequence[PlacedFinding]) -> list[str]:
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
    log: Record = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return [json.dumps(log, ensure_ascii=False, indent=2)]


def junit(found: Sequence[PlacedFinding], fails: Callable[[Finding], bool]) -> list[str]:
    """Return JUnit's XML: a test case for reading and one per finding; those that count fail.

    A dataset that cannot be read is an error there, which readers tell from a failed test.
    """
    broken = [it for it in found if it.finding.rule == UNREADABLE]
    others = [it for it in found if it.finding.rule != UNREADABLE]
    failing = [it.accepted is None and fails(it.finding) for it in others]
    cases = [
        _read_case(broken),
        *(_case(it, fails=f) for it, f in zip(others, failing, strict=True)),
    ]
    failures = sum(failing)
    counts = f'tests="{len(cases)}" failures="{failures}" errors="{min(len(broken), 1)}"'
    return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites {counts}>",
        f'<testsuite name="klimaeditor check" {counts}>',
        *cases,
        "</testsuite>",
        "</testsuites>",
    ]


def _read_case(broken: Sequence[PlacedFinding]) -> str:
    text = _xml("; ".join(it.finding.message for it in broken))
    inside = f'<error type="{UNREADABLE}" message="{text}"/>' if broken else ""
    return f'<testcase classname="klimaeditor" name="{READ_CASE}">{inside}</testcase>'


def _case(it: PlacedFinding, *, fails: bool) -> str:
    """Return a finding as a test case: it failed, or passed with a word on its output."""
    owner = it.row["measure"] or it.place.file
    name = _xml(" ".join(str(part) for part in (it.finding.field, it.finding.rule) if part))
    where = f"{it.path}:{it.place.line}"
    text = _xml(it.finding.message)
    inside = f"<system-out>{text}</system-out>"
    if fails:
        inside = f'<failure type="{it.finding.severity}" message="{text}">{_xml(where)}</failure>'
    return (
        f'<testcase classname="{_xml(str(owner))}" name="{name}" file="{_xml(it.path)}" '
        f'line="{it.place.line}">{inside}</testcase>'
    )


def _xml(text: str) -> str:
    """Return *text* for XML, which cannot hold every character."""
    return escape(one_line(text))


def _result(it: PlacedFinding, names: list[str]) -> Record:
    where: Record = {
        "physicalLocation": {
            "artifactLocation": {"uri": it.path},
            "region": {"startLine": it.place.line},
        },
        "logicalLocations": [{"fullyQualifiedName": it.place.pointer}],
    }
    result: Record = {
        "ruleId": it.finding.rule,
        "ruleIndex": names.index(it.finding.rule),
        "level": _SARIF[it.finding.severity],
        "message": {"text": it.finding.message},
        "locations": [where],
    }
    if it.accepted is not None:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": it.accepted}
        ]
    return result


def _title(rule: str) -> str:
    return RULES[rule].title if rule in RULES else rule


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
