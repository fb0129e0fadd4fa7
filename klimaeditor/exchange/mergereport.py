"""The merge report: who, which file, measure and field, old, new, what was decided (MRG-07)."""

from __future__ import annotations

from dataclasses import fields
from enum import StrEnum
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.diff.worddiff import RunKind, word_diff
from klimaeditor.excel.handout import render_table
from klimaeditor.exchange import exchange_words
from klimaeditor.exchange.proposals import alike
from klimaeditor.model.core_words import counted, quoted
from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import TypeAlias

    from klimaeditor.exchange.proposals import Place, Proposal, Returned
    from klimaeditor.model.values import Value


# --- words ---------------------------------------------------------------------------------------

# --- merge report ------------------------------------------------------------------------------

REPORT_TITLE: Final = "Bericht über die Übernahme von Rückläufen"
REPORT_SHEET: Final = "Bericht"
REPORT_COLUMNS: Final = (
    ("sender", "Zuständige Stelle", 28),
    ("file", "Datei", 30),
    ("measure_id", "Kennung", 18),
    ("title", "Maßnahme", 36),
    ("field", "Feld", 30),
    ("sent", "verschickt", 50),
    ("old", "vorher", 50),
    ("new", "zurückgekommen", 50),
    ("stored", "jetzt", 50),
    ("decision", "Entscheidung", 18),
    ("problem", "Anmerkung", 60),
)
DECISIONS: Final = MappingProxyType(
    {
        "taken": "übernommen",
        "kept": "behalten",
        "edited": "bearbeitet übernommen",
        "open": "noch offen",
        "done": "war schon so",
    }
)
REPORT_PROBLEMS: Final = "Zu den Dateien"
REPORT_REMARKS: Final = "Bemerkungen der zuständigen Stellen (nicht veröffentlichen)"


def report_head(moment: str, dataset: str, files: int, taken: int, open_: int) -> str:
    """Return the sentence under the heading of a report."""
    what = counted(files, "Datei", "Dateien")
    stored = counted(taken, "Angabe", "Angaben")
    return (
        f"Erstellt am {moment} für den Datensatz {quoted(dataset)}: {what}, {stored} "
        f"übernommen, {open_} offen."
    )


if TYPE_CHECKING:
    Key: TypeAlias = tuple[str, int, Place]


class MergeOutcome(StrEnum):
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
    decision: MergeOutcome
    problem: str


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What the report is about: *moment*, the name of the dataset, the files, its lines."""

    moment: datetime
    dataset: str
    files: tuple[Returned, ...]
    lines: tuple[ReportLine, ...]

    def count(self, *verdicts: MergeOutcome) -> int:
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
) -> MergeOutcome:
    """Return what became of a proposal."""
    key = key_of(returned, proposal)
    if key in stored:
        return MergeOutcome.TAKEN if alike(stored[key], proposal.returned) else MergeOutcome.EDITED
    if proposal.is_done:
        return MergeOutcome.DONE
    return MergeOutcome.KEPT if key in kept else MergeOutcome.OPEN


def _line(
    returned: Returned, proposal: Proposal, stored: Mapping[Key, Value], kept: Collection[Key]
) -> ReportLine:
    now = stored.get(key_of(returned, proposal), proposal.current)
    return ReportLine(
        sender=returned.sender,
        file=returned.file,
        measure_id=proposal.measure_id,
        title=proposal.title,
        field=proposal.label,
        sent=proposal.described(proposal.base),
        old=proposal.described(proposal.current),
        new=proposal.described(proposal.returned),
        stored=proposal.described(now),
        decision=verdict(returned, proposal, stored, kept),
        problem=" ".join(found.message for found in proposal.problems),
    )


def as_workbook(report: MergeReport) -> bytes:
    """Return the report as a workbook; raises WorkbookError for a text that fits into no cell."""
    return render_table(REPORT_SHEET, REPORT_COLUMNS, _cells(report), report.moment)


def _cells(report: MergeReport) -> Iterator[Sequence[str]]:
    names = [found.name for found in fields(ReportLine)]
    for line in report.lines:
        cells = {name: getattr(line, name) for name in names}
        cells["decision"] = DECISIONS[line.decision]
        yield [str(cells[key]) for key, _, _ in REPORT_COLUMNS]


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


def as_html(report: MergeReport) -> str:
    """Return the report as a page of its own; all data is escaped text, nothing is fetched."""
    head = report_head(
        report.moment.strftime("%d.%m.%Y, %H:%M Uhr"),
        report.dataset,
        len(report.files),
        report.count(MergeOutcome.TAKEN, MergeOutcome.EDITED),
        report.count(MergeOutcome.OPEN),
    )
    problems = [p.message for found in report.files for p in found.problems]
    remarks = [
        f"{found.sender} – {remark.title}: {exchange_words.said(remark.answer, remark.text)}"
        for found in report.files
        for remark in found.remarks
        if remark.text or remark.answer == "not_ours"
    ]
    body = "".join(
        (
            _table(report.lines),
            _list(REPORT_PROBLEMS, problems),
            _list(REPORT_REMARKS, remarks),
        )
    )
    return _PAGE.format(title=escape(REPORT_TITLE), head=escape(head), body=body)


def _table(lines: Iterable[ReportLine]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for _, name, _ in REPORT_COLUMNS)
    rows = "".join(f"<tr>{''.join(_row(line))}</tr>\n" for line in lines)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"


def _row(line: ReportLine) -> Iterator[str]:
    for key, _, _ in REPORT_COLUMNS:
        if key == "new":
            yield f"<td>{_marked(line.old, line.new)}</td>"
        elif key == "decision":
            yield f"<td>{escape(DECISIONS[line.decision])}</td>"
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
