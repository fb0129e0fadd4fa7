"""``klimaeditor export``: the dataset as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor import excel
from klimaeditor.cli import cli_words
from klimaeditor.cli.arguments import add_dataset, open_dataset, open_workbook_file
from klimaeditor.cli.console import SUCCESS, Command, CommandError, remark, say
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import measures

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


# --- words ---------------------------------------------------------------------------------------


def not_a_folder(path: str) -> str:
    """Return the message for a target that is a file."""
    return f"{path} ist eine Datei. Bitte einen Ordner angeben."


def dataset_exists(folder: str, names: list[str]) -> str:
    """Return the refusal to overwrite a dataset."""
    return (
        f"Im Ordner {folder} liegt schon {', '.join(names)}. "
        "Bitte einen anderen Ordner angeben oder mit --force ersetzen."
    )


def exported_line(number: int, path: str) -> str:
    """Return the success of an export."""
    return f"{measures(number)} nach {path} exportiert."


def converted(number: int, folder: str) -> str:
    """Return the success of a conversion."""
    return f"{measures(number)} als Datensatz in {folder} gespeichert."


EXPORT_SUMMARY = "schreibt den Datensatz als Excel-Arbeitsmappe"
EXPORT = "Schreibt alle Maßnahmen in eine neue Arbeitsmappe, die sich wieder einlesen lässt."
EXPORT_TARGET = "neue Arbeitsmappe, endet auf .xlsx"
EXPORT_FORCE = "eine vorhandene Arbeitsmappe ersetzen"
EXPORT_EXAMPLES = (
    ("daten/muenster massnahmen.xlsx", "neue Arbeitsmappe"),
    ("daten/muenster massnahmen.xlsx --force", "eine vorhandene ersetzen"),
)

CONVERT_SUMMARY = "macht aus einer Arbeitsmappe einen Datensatz"
CONVERT = (
    "Liest eine Arbeitsmappe und speichert sie als Datensatz aus vier JSON-Dateien. Aus der\n"
    "Arbeitsmappe wird nur gelesen."
)
CONVERT_SOURCE = "Arbeitsmappe, endet auf .xlsx"
CONVERT_TARGET = "Ordner für die vier Dateien; er wird angelegt, wenn es ihn nicht gibt"
CONVERT_FORCE = "einen vorhandenen Datensatz in dem Ordner ersetzen"
CONVERT_EXAMPLES = (
    ("rueckmeldung.xlsx neuer_ordner", "neuer Datensatz"),
    ("rueckmeldung.xlsx daten --force", "ersetzt den Datensatz in daten"),
)


# --- ``klimaeditor export``: the dataset as a workbook -------------------------------------------


def _configure_export(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("workbook", type=Path, metavar=cli_words.XLSX, help=EXPORT_TARGET)
    parser.add_argument("--force", action="store_true", help=EXPORT_FORCE)


def _run_export(options: Namespace) -> int:
    document = open_dataset(options.dataset)
    target: Path = options.workbook
    if target.is_dir() or (target.exists() and not options.force):
        raise CommandError(cli_words.file_exists(str(target)))
    if not target.parent.is_dir():
        raise CommandError(cli_words.folder_missing(str(target.parent)))
    with options.work.writing(cli_words.the_file(target)):
        exported = excel.write.export(document.dataset, target)
    for notice in exported.notices:
        remark(cli_words.notice(notice))
    say(exported_line(exported.measures, str(target)))
    if exported.room:
        say(exported.room)
    return SUCCESS


EXPORT_COMMAND = Command(
    name="export",
    summary=EXPORT_SUMMARY,
    description=EXPORT,
    examples=EXPORT_EXAMPLES,
    configure=_configure_export,
    run=_run_export,
)


# --- ``klimaeditor convert``: a workbook as a dataset of four files ------------------------------


def _configure_convert(parser: ArgumentParser) -> None:
    parser.add_argument("workbook", type=Path, metavar=cli_words.XLSX, help=CONVERT_SOURCE)
    parser.add_argument("folder", type=Path, metavar=cli_words.FOLDER, help=CONVERT_TARGET)
    parser.add_argument("--force", action="store_true", help=CONVERT_FORCE)


def _run_convert(options: Namespace) -> int:
    folder: Path = options.folder
    if folder.exists() and not folder.is_dir():
        raise CommandError(not_a_folder(str(folder)))
    existing = [file.value for file in FileName if (folder / file).exists()]
    if existing and not options.force:
        raise CommandError(dataset_exists(str(folder), existing))
    document = open_workbook_file(options.workbook)
    with options.work.writing(cli_words.the_folder(folder)):
        document.save(folder)
    say(converted(len(document.dataset.measures), str(folder)))
    return SUCCESS


CONVERT_COMMAND = Command(
    name="convert",
    summary=CONVERT_SUMMARY,
    description=CONVERT,
    examples=CONVERT_EXAMPLES,
    configure=_configure_convert,
    run=_run_convert,
)
