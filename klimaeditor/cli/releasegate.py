"""What the notebook beside a dataset says to a publication on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.cli.arguments import measure_label
from klimaeditor.cli.console import one_line, say
from klimaeditor.cli.notebooks import folded
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.core_words import inflected
from klimaeditor.notes.notebook import EMPTY
from klimaeditor.notes.notebook_file import read_notebook
from klimaeditor.notes.releasing import Releases
from klimaeditor.publish.gate import InternalState

if TYPE_CHECKING:
    from klimaeditor.document import Document
    from klimaeditor.publish.gate import Gate


# --- words ---------------------------------------------------------------------------------------


def accepted_ones(count: int) -> str:
    """Return how many findings somebody has accepted."""
    what = inflected(count, "Ein Befund ist", f"{count} Befunde sind")
    return f"{what} angenommen und hier nicht genannt (klimaeditor check --all)."


def unreleased(count: int) -> str:
    """Return the heading of the measures that are not released."""
    what = inflected(count, "Eine Maßnahme ist", f"{count} Maßnahmen sind")
    return f"{what} nicht freigegeben:"


# --- What the notebook says ----------------------------------------------------------------------


def internal_state(document: Document) -> InternalState:
    """Return what the notebook of a document says to the gate; accepted findings are folded away.

    Raises NotebookError where it cannot be read: nobody knows then what it asks for.
    """
    notebook = EMPTY
    if document.location is not None:
        notebook = read_notebook(document.location, load_machine_defaults()) or EMPTY
    folded(document, notebook)
    return InternalState(document.findings.accepted(), Releases(document.dataset, notebook))


def say_internal(document: Document, gate: Gate) -> None:
    """Say how many findings are accepted, and which measures are not released."""
    if gate.accepted:
        say(accepted_ones(gate.accepted))
    if gate.unreleased:
        say(unreleased(len(gate.unreleased)))
    for key in gate.unreleased:
        say(f"  {one_line(measure_label(document, key))}")
    if gate.accepted or gate.unreleased:
        say()
