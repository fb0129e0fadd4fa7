"""``klimaeditor convert``: a workbook as a dataset of four files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FileName
from klimaeditor.cli import help_texts, texts
from klimaeditor.cli.command import SUCCESS, Command, CommandError
from klimaeditor.cli.console import say
from klimaeditor.cli.opening import open_workbook_file

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def _configure(parser: ArgumentParser) -> None:
    parser.add_argument("workbook", type=Path, metavar=texts.XLSX, help=help_texts.CONVERT_SOURCE)
    parser.add_argument("folder", type=Path, metavar=texts.FOLDER, help=help_texts.CONVERT_TARGET)
    parser.add_argument("--force", action="store_true", help=help_texts.CONVERT_FORCE)


def _run(options: Namespace) -> int:
    folder: Path = options.folder
    if folder.exists() and not folder.is_dir():
        raise CommandError(texts.not_a_folder(str(folder)))
    existing = [file.value for file in FileName if (folder / file).exists()]
    if existing and not options.force:
        raise CommandError(texts.dataset_exists(str(folder), existing))
    document = open_workbook_file(options.workbook)
    with options.work.writing(texts.the_folder(folder)):
        document.save(folder)
    say(texts.converted(len(document.dataset.measures), str(folder)))
    return SUCCESS


COMMAND = Command(
    name="convert",
    summary=help_texts.CONVERT_SUMMARY,
    description=help_texts.CONVERT,
    examples=help_texts.CONVERT_EXAMPLES,
    configure=_configure,
    run=_run,
)
