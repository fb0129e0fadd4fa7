"""``klimaeditor export``: the dataset as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.cli import help_texts, texts
from klimaeditor.cli.command import SUCCESS, Command, CommandError
from klimaeditor.cli.console import remark, say
from klimaeditor.cli.opening import add_dataset, open_dataset
from klimaeditor.excel.writer import export

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def _configure(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("workbook", type=Path, metavar=texts.XLSX, help=help_texts.EXPORT_TARGET)
    parser.add_argument("--force", action="store_true", help=help_texts.EXPORT_FORCE)


def _run(options: Namespace) -> int:
    document = open_dataset(options.dataset)
    target: Path = options.workbook
    if target.is_dir() or (target.exists() and not options.force):
        raise CommandError(texts.file_exists(str(target)))
    if not target.parent.is_dir():
        raise CommandError(texts.folder_missing(str(target.parent)))
    with options.work.writing(texts.the_file(target)):
        exported = export(document.dataset, target)
    for notice in exported.notices:
        remark(texts.notice(notice))
    say(texts.exported(exported.measures, str(target)))
    if exported.room:
        say(exported.room)
    return SUCCESS


COMMAND = Command(
    name="export",
    summary=help_texts.EXPORT_SUMMARY,
    description=help_texts.EXPORT,
    examples=help_texts.EXPORT_EXAMPLES,
    configure=_configure,
    run=_run,
)
