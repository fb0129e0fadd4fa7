"""The merge report: who, which file, measure and field, old, new, what was decided (MRG-07)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, Final

from klimaeditor.departments import texts
from klimaeditor.excel.request.reportbook import render_table
from klimaeditor.merge.proposing import alike, describe_place, label_of_place
from klimaeditor.merge.worddiff import RunKind, word_diff

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import TypeAlias

    from klimaeditor.merge.proposals import Place, Proposal, Returned
    from klimaeditor.values import Value

    Key: TypeAlias = tuple[str, int, Place]


class Verdict(StrEnum):
    """What became of a proposal."""

    TAKEN = "taken"
    EDITED = "edited"
    KEPT = "kept"
    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of the report, in words; the columns are those of ``texts.REPORT_COLUMNS``."""

    sender: str
    file: str
    measure_id: str
    title: str
    field: str
    sent: str
    old: str
    new: str
    stored: str
    decision: Verdict
    problem: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the report is about: *moment*, the name of the dataset, the files, its lines."""

    moment: datetime
    dataset: str
    files: tuple[Returned, ...]
    lines: tuple[ReportLine, ...]

    def count(self, *verdicts: Verdict) -> int:
        """Return how many lines were decided in one of these ways."""
        return sum(line.decision in verdicts for line in self.lines)


def key_of(returned: Returned, proposal: Proposal) -> Key:
    """Return what decisions about a proposal of a file are filed under.

    Files are told apart by their content: two folders may hold files of one name.
    """
    return returned.sha256 or returned.file, proposal.measure, proposal.place


def report_lines(
    files: Iterable[Returned],
    stored: Mapping[Key, Value],
    kept: Collection[Key] = (),
) -> tuple[ReportLine, ...]:
    """Return a line per proposal: *stored* says what was taken, *kept* what was turned down."""
    return tuple(
        _line(returned, proposal, stored, kept)
        for returned in files
        for proposal in returned.proposals
    )


def verdict(
    returned: Returned, proposal: Proposal, stored: Mapping[Key, Value], kept: Collection[Key]
) -> Verdict:
    """Return what became of a proposal."""
    key = key_of(returned, proposal)
    if key in stored:
        return Verdict.TAKEN if alike(stored[key], proposal.returned) else Verdict.EDITED
    if proposal.is_done:
        return Verdict.DONE
    return Verdict.KEPT if key in kept else Verdict.OPEN


def _line(
    returned: Returned, proposal: Proposal, stored: Mapping[Key, Value], kept: Collection[Key]
) -> ReportLine:
    place = proposal.place
    now = stored.get(key_of(returned, proposal), proposal.current)
    return ReportLine(
        sender=returned.sender,
        file=returned.file,
        measure_id=proposal.measure_id,
        title=proposal.title,
        field=label_of_place(place),
        sent=describe_place(place, proposal.base),
        old=describe_place(place, proposal.current),
        new=describe_place(place, proposal.returned),
        stored=describe_place(place, now),
        decision=verdict(returned, proposal, stored, kept),
        problem=" ".join(found.message for found in proposal.problems),
    )


def as_workbook(report: Report) -> bytes:
    """Return the report as a workbook; raises WorkbookError for a text that fits into no cell."""
    return render_table(texts.REPORT_SHEET, texts.REPORT_COLUMNS, _cells(report), report.moment)


def _cells(report: Report) -> Iterator[Sequence[str]]:
    names = [found.name for found in fields(ReportLine)]
    for line in report.lines:
        cells = {name: getattr(line, name) for name in names}
        cells["decision"] = texts.DECISIONS[line.decision]
        yield [str(cells[key]) for key, _, _ in texts.REPORT_COLUMNS]


_PAGE: Final = """<!DOCTYPE html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 2rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border: 1px solid; padding: .3rem .5rem; text-align: left; vertical-align: top; }}
td {{ white-space: pre-wrap; overflow-wrap: anywhere; }}
ins {{ text-decoration: underline; font-weight: 600; }}
del {{ text-decoration: line-through; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{head}</p>
{body}</main>
</body>
</html>
"""


def as_html(report: Report) -> str:
    """Return the report as a page of its own; all data is escaped text, nothing is fetched."""
    head = texts.report_head(
        report.moment.strftime("%d.%m.%Y, %H:%M Uhr"),
        report.dataset,
        len(report.files),
        report.count(Verdict.TAKEN, Verdict.EDITED),
        report.count(Verdict.OPEN),
    )
    problems = [p.message for found in report.files for p in found.problems]
    remarks = [
        f"{found.sender} – {remark.title}: {texts.said(remark.answer, remark.text)}"
        for found in report.files
        for remark in found.remarks
        if remark.text or remark.answer == "not_ours"
    ]
    body = "".join(
        (
            _table(report.lines),
            _list(texts.REPORT_PROBLEMS, problems),
            _list(texts.REPORT_REMARKS, remarks),
        )
    )
    return _PAGE.format(title=escape(texts.REPORT_TITLE), head=escape(head), body=body)


def _table(lines: Iterable[ReportLine]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for _, name, _ in texts.REPORT_COLUMNS)
    rows = "".join(f"<tr>{''.join(_row(line))}</tr>\n" for line in lines)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"


def _row(line: ReportLine) -> Iterator[str]:
    for key, _, _ in texts.REPORT_COLUMNS:
        if key == "new":
            yield f"<td>{_marked(line.old, line.new)}</td>"
        elif key == "decision":
            yield f"<td>{escape(texts.DECISIONS[line.decision])}</td>"
        else:
            yield f"<td>{escape(str(getattr(line, key)))}</td>"


def _marked(old: str, new: str) -> str:
    """Return the new text with what is gone and what has come marked, word by word."""
    tags = {RunKind.REMOVED: "del", RunKind.ADDED: "ins"}
    parts = []
    for run in word_diff(old, new):
        tag = tags.get(run.kind)
        text = escape(run.text)
        parts.append(text if tag is None else f"<{tag}>{text}</{tag}>")
    return "".join(parts)


def _list(heading: str, items: Sequence[str]) -> str:
    if not items:
        return ""
    found = "".join(f"<li>{escape(item)}</li>\n" for item in items)
    return f"<h2>{escape(heading)}</h2>\n<ul>\n{found}</ul>\n"
