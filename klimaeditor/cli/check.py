"""``klimaeditor check``: say what is wrong with a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.checks.findings import Severity
from klimaeditor.cli import help_texts, texts
from klimaeditor.cli.command import FOUND, SUCCESS, Command
from klimaeditor.cli.console import one_line, say, say_json
from klimaeditor.cli.opening import add_dataset, measure_label, open_any

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable

    from klimaeditor.checks.findings import Finding
    from klimaeditor.document import Document
    from klimaeditor.values import Json


def _configure(parser: ArgumentParser) -> None:
    add_dataset(parser, help_texts.DATASET_OR_WORKBOOK)
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=help_texts.FORMAT
    )


def _run(options: Namespace) -> int:
    document = open_any(options.dataset)
    found = document.findings.all()
    if options.format == "json":
        say_json([_as_json(document, finding) for finding in found])
    else:
        _say_findings(document, found)
        say(texts.checked(len(document.dataset.measures), document.findings.counts()))
    return FOUND if document.findings.counts()[Severity.ERROR] else SUCCESS


def _say_findings(document: Document, found: Iterable[Finding]) -> None:
    """Print the findings under the measure or file they belong to."""
    heading: object = None
    for finding in found:
        owner = finding.file if finding.measure is None else finding.measure
        if owner != heading:
            heading = owner
            say(one_line(owner_label(document, finding)))
        say(f"  {finding_line(finding)}")
    if heading is not None:
        say()


def owner_label(document: Document, finding: Finding) -> str:
    """Return what a finding is about: id and title of the measure, or the name of the file."""
    if finding.measure is None:
        return finding.file or texts.DATASET_AS_A_WHOLE
    return measure_label(document, finding.measure)


def finding_line(finding: Finding) -> str:
    """Return severity, field and sentence of a finding on one line."""
    label = FIELDS_BY_NAME[finding.field].label if finding.field else ""
    return one_line_finding(texts.SEVERITIES[finding.severity], label, finding.message)


def one_line_finding(severity: str, label: str, message: str) -> str:
    """Return the columns of a finding's line."""
    where = f"{label}: " if label else ""
    return f"{severity:<{texts.SEVERITY_WIDTH}}  {one_line(where + message)}"


def _as_json(document: Document, finding: Finding) -> Json:
    """Return a finding for machines; *fixable* says that ``fix`` would repair it."""
    measure = None if finding.measure is None else document.view(finding.measure).id or None
    row: dict[str, Json] = {
        "measure": measure,
        "field": finding.field,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "fixable": finding.fix is not None and finding.fix.automatic,
    }
    if finding.file is not None:
        row["file"] = finding.file.value
    return row


COMMAND = Command(
    name="check",
    summary=help_texts.CHECK_SUMMARY,
    description=help_texts.CHECK,
    examples=help_texts.CHECK_EXAMPLES,
    configure=_configure,
    run=_run,
)
