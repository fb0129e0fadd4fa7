"""From words of the command line to a document, a measure, a field."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor import excel
from klimaeditor.checks import dates
from klimaeditor.cli import cli_words
from klimaeditor.cli.console import CommandError, remark
from klimaeditor.document import Document, open_document
from klimaeditor.excel.target import is_workbook
from klimaeditor.files.source import marked, read_source
from klimaeditor.model.core_words import quoted, shortened
from klimaeditor.model.records import Dataset

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Mapping
    from datetime import date

    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.changes import FileName


# --- words ---------------------------------------------------------------------------------------

HELP_DATASET = "Ordner des Datensatzes oder eine seiner vier JSON-Dateien"


def workbook_not_here(name: str) -> str:
    """Return the refusal of a workbook where a folder is needed."""
    return (
        f"{quoted(name)} ist eine Excel-Datei; dieser Befehl braucht den Ordner eines "
        "Datensatzes. Eine Excel-Datei wird mit „klimaeditor convert“ zu einem Datensatz."
    )


NO_ID = "(ohne Kennung)"


def measure_line(measure_id: str, title: str) -> str:
    """Return how a measure is named in lists."""
    return f"{shortened(measure_id) or NO_ID} – {shortened(title)}"


# --- From words of the command line to a document, a measure, a field ----------------------------


def add_dataset(parser: ArgumentParser, help_text: str = HELP_DATASET) -> None:
    """Declare the argument DATENSATZ."""
    parser.add_argument("dataset", type=Path, metavar=cli_words.DATASET, help=help_text)


def open_dataset(path: Path, site: SiteProfile) -> Document:
    """Open a folder or one of its four files; remarks about the reading go to stderr.

    Raises KlimaError, for a workbook too: it has no folder to write to.
    """
    if is_workbook(path):
        raise CommandError(workbook_not_here(path.name))
    return _announced(open_document(path, site=site))


def open_any(path: Path, site: SiteProfile) -> Document:
    """Open a folder, one of its four files or a workbook; raises KlimaError."""
    return open_workbook_file(path, site) if is_workbook(path) else open_dataset(path, site)


def opened(files: Mapping[FileName, bytes], site: SiteProfile, folder: Path | None) -> Document:
    """Return a document of files that lie in no folder, as in Git; raises DatasetError.

    *folder* is where they would lie.
    """
    sources = {file: read_source(data, file) for file, data in files.items()}
    rows = {file: source.records.values() for file, source in sources.items()}
    return Document(Dataset(rows, site, marked(sources)), sources, folder)


def open_workbook_file(path: Path, site: SiteProfile) -> Document:
    """Open a workbook as a document without a folder; raises KlimaError."""
    opened = excel.read.open_workbook(path, site)
    return _announced(Document(opened.dataset, {}, None, tuple(opened.notices)))


def _announced(document: Document) -> Document:
    for notice in document.notices:
        remark(cli_words.notice(notice))
    return document


def read_day(text: str) -> date:
    """Return a day typed as TT.MM.JJJJ or JJJJ-MM-TT, as everywhere else; raises CommandError."""
    day = dates.parse_date(text).value
    if day is None:
        raise CommandError(cli_words.bad_day(text))
    return day


def measure_label(document: Document, measure: int) -> str:
    """Return id and title of a measure on one line."""
    view = document.view(measure)
    return measure_line(view.id, view.title)
