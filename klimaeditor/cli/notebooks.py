"""What the command line reads of the notebook beside a dataset; it never writes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.cli import cli_words
from klimaeditor.cli.console import remark
from klimaeditor.machine import load_machine_defaults
from klimaeditor.notes.accepting import AcceptanceJudge
from klimaeditor.notes.notebook import EMPTY
from klimaeditor.notes.notebook_file import NotebookError, read_notebook

if TYPE_CHECKING:
    from klimaeditor.document import Document
    from klimaeditor.notes.notebook import Notebook


def notebook_of(document: Document) -> Notebook:
    """Return the notebook of a document, an empty one where there is none.

    One that cannot be read counts as none, and that is told.
    """
    if document.location is None:
        return EMPTY
    try:
        return read_notebook(document.location, load_machine_defaults()) or EMPTY
    except NotebookError as error:
        remark(cli_words.notice(str(error)))
        return EMPTY


def folded(document: Document, notebook: Notebook) -> AcceptanceJudge:
    """Fold the findings of a document away that are accepted; return what knows them."""
    judge = AcceptanceJudge(document.dataset, notebook)
    document.fold_accepted(judge)
    return judge
