"""``klimaeditor report``: the yearly report as a workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.checks.dates import format_german
from klimaeditor.cli import texts as common_texts
from klimaeditor.cli import texts_departments, texts_report
from klimaeditor.cli.command import SUCCESS, Command, CommandError
from klimaeditor.cli.console import one_line, say
from klimaeditor.cli.opening import add_dataset, open_dataset
from klimaeditor.clock import local_now

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def _configure(parser: ArgumentParser) -> None:
    texts = texts_report
    add_dataset(parser)
    parser.add_argument("target", type=Path, metavar=common_texts.XLSX, help=texts.TARGET)
    parser.add_argument("--since", metavar=texts.DAY, help=texts.SINCE)
    parser.add_argument("--former", type=Path, metavar=texts.FOLDER, help=texts.FORMER)
    parser.add_argument("--name", metavar=texts.TEXT, default="", help=texts.NAME)
    parser.add_argument("--force", action="store_true", help=texts.FORCE)


def _run(options: Namespace) -> int:
    from klimaeditor.checks.completeness import missing_fields  # noqa: PLC0415
    from klimaeditor.excel.yearbook import write_tables  # noqa: PLC0415 - loads when it is needed
    from klimaeditor.overview import OverviewIndex  # noqa: PLC0415
    from klimaeditor.publish.former import read_other  # noqa: PLC0415
    from klimaeditor.publish.yearly import Insight, Wanted, report_of, year_before  # noqa: PLC0415
    from klimaeditor.publish.yearly.sheets import about, tables_of  # noqa: PLC0415

    target = _target(options)
    now = local_now()
    since = _since(options.since, now.date()) or year_before(now.date())
    former: Path | None = options.former
    document = open_dataset(options.dataset)
    wanted = Wanted(
        options.name or (document.location or options.dataset).absolute().name,
        now.date(),
        since,
        former=read_other(former) if former else None,
        former_label=former.absolute().name if former else "",
    )
    overview = OverviewIndex(document.dataset, document.findings).overview(now.date())
    report = report_of(document.dataset, Insight(overview, missing_fields), wanted)
    with options.work.writing(common_texts.the_file(target)):
        write_tables(tables_of(report), about(report, now), target)
    say(one_line(texts_report.written(len(report.measures), str(target))))
    return SUCCESS


def _target(options: Namespace) -> Path:
    target: Path = options.target
    if target.is_dir() or (target.exists() and not options.force):
        raise CommandError(common_texts.file_exists(str(target)))
    if not target.parent.is_dir():
        raise CommandError(common_texts.folder_missing(str(target.parent)))
    return target


def _since(text: str | None, today: date) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(texts_departments.bad_day(text)) from error
    if day > today:
        raise CommandError(texts_report.since_in_future(format_german(text)))
    return day


COMMAND = Command(
    name="report",
    summary=texts_report.SUMMARY,
    description=texts_report.DESCRIPTION,
    examples=texts_report.EXAMPLES,
    configure=_configure,
    run=_run,
)
