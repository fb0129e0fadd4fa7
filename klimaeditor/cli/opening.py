"""From words of the command line to a document, a measure, a field."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FIELDS_BY_NAME, FileName
from klimaeditor.cli import texts
from klimaeditor.cli.command import CommandError
from klimaeditor.cli.console import remark
from klimaeditor.document import Document, open_document
from klimaeditor.excel.names import is_workbook
from klimaeditor.excel.reader import open_workbook
from klimaeditor.saving import save_together

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

    from klimaeditor.catalogue import Field
    from klimaeditor.cli.interrupting import Work
    from klimaeditor.dataset.records import Dataset


def add_dataset(parser: ArgumentParser, help_text: str = texts.HELP_DATASET) -> None:
    """Declare the argument DATENSATZ."""
    parser.add_argument("dataset", type=Path, metavar=texts.DATASET, help=help_text)


def open_dataset(path: Path) -> Document:
    """Open a folder or one of its four files; remarks about the reading go to stderr.

    Raises KlimaError, for a workbook too: it has no folder to write to.
    """
    if is_workbook(path):
        raise CommandError(texts.workbook_not_here(path.name))
    return _announced(open_document(path))


def open_any(path: Path) -> Document:
    """Open a folder, one of its four files or a workbook; raises KlimaError."""
    return open_workbook_file(path) if is_workbook(path) else open_dataset(path)


def open_workbook_file(path: Path) -> Document:
    """Open a workbook as a document without a folder; raises KlimaError."""
    opened = open_workbook(path)
    return _announced(Document(opened.dataset, {}, None, tuple(opened.notices)))


def save_document(document: Document, work: Work) -> None:
    """Save in place, merged with what others saved meanwhile; remarks go to stderr.

    Raises DatasetError where that is not possible without a person.
    """
    with work.writing(texts.the_dataset(document.location)):
        save_together(document)
    for notice in document.save_notices:
        remark(texts.notice(notice))


def _announced(document: Document) -> Document:
    for notice in document.notices:
        remark(texts.notice(notice))
    return document


def find_measure(dataset: Dataset, measure_id: str) -> int:
    """Return the key of the measure called *measure_id*; raises CommandError."""
    by_id = dataset.tables[FileName.MEASURES].keys_by_id
    found = by_id.get(measure_id, []) if measure_id else []
    if not found:
        raise CommandError(texts.unknown_measure(measure_id, similar(measure_id, by_id)))
    if len(found) > 1:
        raise CommandError(texts.several_measures(measure_id, len(found)))
    return found[0]


def find_field(name: str) -> Field:
    """Return the catalogue field called *name*; raises CommandError."""
    found = FIELDS_BY_NAME.get(name)
    if found is None:
        raise CommandError(texts.unknown_field(name, similar(name, FIELDS_BY_NAME)))
    return found


def similar(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names that *name* may have meant."""
    return get_close_matches(name, [word for word in known if word], n=3, cutoff=0.6)


def measure_label(document: Document, measure: int) -> str:
    """Return id and title of a measure on one line."""
    view = document.view(measure)
    return texts.measure(view.id, view.title)
