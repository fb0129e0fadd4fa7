"""What the command line has to do with the notebook beside a dataset: ``klimaeditor notes``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor import exchange
from klimaeditor.cli import cli_words
from klimaeditor.cli.arguments import add_dataset, open_dataset
from klimaeditor.cli.console import (
    SUCCESS,
    Command,
    one_line,
    remark,
    say,
    say_json,
)
from klimaeditor.clock import local_now
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.core_words import counted
from klimaeditor.model.lookup import find_measure
from klimaeditor.notes import notebook_file
from klimaeditor.notes.accepting import AcceptanceJudge
from klimaeditor.notes.notebook import EMPTY, with_entries
from klimaeditor.notes.notebook_file import NotebookError, read_notebook

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable

    from klimaeditor.document import Document
    from klimaeditor.exchange.proposals import Returned
    from klimaeditor.model.values import Json
    from klimaeditor.notes.notebook import Note, Notebook


# --- words ---------------------------------------------------------------------------------------

NOTES_SUMMARY: Final = "nennt die Notizen zu einem Datensatz"
NOTES_HELP: Final = (
    "Nennt die offenen Notizen, nach Maßnahmen geordnet. Sie liegen neben dem Ordner des\n"
    "Datensatzes, oder wo die Einstellungen und die Vorgaben des Rechners es sagen."
)
NOTES_MEASURE: Final = "nur die Notizen zu dieser Maßnahme"
NOTES_ALL: Final = "auch erledigte"
NOTES_EXAMPLES: Final = (
    ("daten", "offene Notizen zum Lesen"),
    ("daten --measure bauen1 --all", "alle zu einer Maßnahme"),
    ("daten --format json", cli_words.FOR_PROGRAMS),
)
NO_OPEN_NOTES: Final = "Keine offene Notiz."
NO_NOTES: Final = "Keine Notiz."
DONE: Final = "erledigt"


def remarks_noted(count: int) -> str:
    """Return that remarks of departments are notes now."""
    what = counted(count, "Bemerkung ist", "Bemerkungen sind")
    return f"{what} jetzt als Notiz zu finden („klimaeditor notes“)."


# --- What the commands read ----------------------------------------------------------------------


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


def note_remarks(document: Document, files: Iterable[Returned]) -> None:
    """Note what was remarked in returns in which nothing is left to decide, and say so.

    What is noted already is not noted again. A notebook that cannot be written is told.
    """
    catalogue, now = document.dataset.site.catalogue, local_now()
    found = [note for file in files for note in exchange.keptreviews.notes_of(catalogue, file, now)]
    if not found or document.location is None:
        return
    try:
        folder, defaults = document.location, load_machine_defaults()
        kept = notebook_file.load(
            notebook_file.notebook_path(folder, defaults, notebook_file.chosen_folder())
        )
        fresh = [note for note in found if note.key not in kept.notebook.notes]
        if fresh:
            notebook_file.save(kept, with_entries(kept.notebook, fresh), now)
    except NotebookError as error:
        remark(cli_words.notice(str(error)))
        return
    if fresh:
        remark(cli_words.notice(remarks_noted(len(fresh))))


# --- ``klimaeditor notes`` -----------------------------------------------------------------------


def _configure_notes(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("--measure", metavar=cli_words.ID, help=NOTES_MEASURE)
    parser.add_argument("--all", action="store_true", help=NOTES_ALL)
    parser.add_argument("--format", choices=("text", "json"), default="text", help=cli_words.FORMAT)


def _run_notes(options: Namespace) -> int:
    document = open_dataset(options.dataset, options.site)
    if options.measure is not None:
        find_measure(document.dataset, options.measure)
    found = [
        note
        for note in notebook_of(document).notes.values()
        if (options.all or not note.done) and options.measure in (None, note.measure)
    ]
    found.sort(key=lambda note: (note.measure, note.at, note.key))
    if options.format == "json":
        say_json([_note_json(note) for note in found])
        return SUCCESS
    for note in found:
        say(_note_line(document, note))
    if not found:
        say(NO_NOTES if options.all else NO_OPEN_NOTES)
    return SUCCESS


def _note_json(note: Note) -> Json:
    return {
        "key": note.key,
        "measure": note.measure,
        "field": note.field,
        "text": note.text,
        "author": note.author,
        "at": note.at.isoformat(timespec="seconds"),
        "done": note.done,
        "source": note.source,
    }


def _note_line(document: Document, note: Note) -> str:
    field = document.dataset.site.catalogue.known_field(note.field) if note.field else None
    state = DONE if note.done else ""
    about = (note.measure, field.label if field else "", f"{note.at.astimezone():%d.%m.%Y}")
    parts = (*about, note.author, note.source, state)
    return f"{' · '.join(one_line(part) for part in parts if part)}: {one_line(note.text)}"


NOTES_COMMAND: Final[Command] = Command(
    name="notes",
    summary=NOTES_SUMMARY,
    description=NOTES_HELP,
    examples=NOTES_EXAMPLES,
    configure=_configure_notes,
    run=_run_notes,
)
