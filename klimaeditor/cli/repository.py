"""``klimaeditor git``: set up a clone so that Git merges and shows fields, and prove it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from klimaeditor.cli import cli_words
from klimaeditor.cli.console import (
    FOUND,
    SUCCESS,
    Command,
    CommandError,
    one_line,
    say,
)
from klimaeditor.cli.versions import not_one_of_the_four
from klimaeditor.diff.describe import describe_field, label_of, title_of
from klimaeditor.diff.fields import flatten
from klimaeditor.files.jsontext import MAX_BYTES
from klimaeditor.files.source import read_source
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import NOTHING, shortened
from klimaeditor.model.records import id_of
from klimaeditor.paths import read_at_most
from klimaeditor.publish.clone import Clone

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from klimaeditor.model.catalogue import FileFields


# --- words ---------------------------------------------------------------------------------------

GIT_SUMMARY = "richtet einen Git-Klon ein und prüft, ob er eingerichtet ist"
GIT = (
    "setup  schreibt in einen Klon, was er braucht: Attribute für die vier Dateien in jedem\n"
    "       Ordner (.gitattributes), Merge-Treiber, Text für git diff und die Hooks\n"
    "       pre-commit und pre-merge-commit. Ein anderer Hook bleibt unverändert.\n"
    "check  prüft dasselbe und probiert Treiber und Text an einem Beispiel aus.\n"
    "text   zeigt eine der vier Dateien Feld für Feld; Git ruft es für git diff auf.\n\n"
    "Rückgabewert: 0 eingerichtet, 1 es fehlt etwas, 2 nicht ausführbar."
)
GIT_ACTION = "setup, check oder text"
GIT_PLACE = "Ordner im Klon (voreingestellt der aktuelle); bei text die Datei"
GIT_NO_HOOKS = "setup: keine Hooks schreiben"
GIT_NEW_ONLY = "setup: Die Hooks halten nur an neuen Fehlern an (für Projekte mit alten)"
GIT_EXAMPLES = (
    ("setup", "richtet den Klon ein, in dem man steht, und prüft ihn"),
    ("setup --new-only", "dasselbe für ein Projekt, in dessen Daten noch Fehler sind"),
    ("check ../website", "prüft einen anderen Klon"),
    ("text daten/measures.json", "zeigt Felder statt Zeilen"),
)
PLACE: Final = "PFAD"
STATES: Final = {True: "in Ordnung", False: "fehlt"}
ALL_RIGHT: Final = "Der Klon ist eingerichtet. Checken Sie .gitattributes ein, falls sie neu ist."
NOT_RIGHT: Final = "Der Klon ist noch nicht eingerichtet."


def record_heading(record: str, title: str) -> str:
    """Return the line above the fields of a record."""
    return f"{record} – {title}" if record and record != title else title


def field_line(label: str, value: str) -> str:
    """Return the line of a field."""
    return f"{label}: {value}"


# --- ``klimaeditor git`` -------------------------------------------------------------------------


def _configure_git(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=("setup", "check", "text"), help=GIT_ACTION)
    parser.add_argument("place", nargs="?", type=Path, metavar=PLACE, help=GIT_PLACE)
    parser.add_argument("--no-hooks", action="store_true", help=GIT_NO_HOOKS)
    parser.add_argument("--new-only", action="store_true", help=GIT_NEW_ONLY)


def _run_git(options: Namespace) -> int:
    place: Path = options.place or Path()
    if options.action == "text":
        return _say_fields(place, options)
    clone = Clone(place)
    if options.action == "setup":
        with options.work.writing(cli_words.the_folder(clone.top)):
            clone.set_up(hooks=not options.no_hooks, new_only=options.new_only)
    points = [point for point in clone.checked() if not (options.no_hooks and point.is_hook)]
    width = max(map(len, STATES.values()))
    for point in points:
        say(f"{STATES[point.right]:<{width}}  {one_line(f'{point.title}: {point.sentence}')}")
    right = all(point.right for point in points)
    say()
    say(ALL_RIGHT if right else NOT_RIGHT)
    return SUCCESS if right else FOUND


def _say_fields(path: Path, options: Namespace) -> int:
    """Print a file field by field; the names of Git's temporary files end like ours."""
    file = next((file for file in FileName if path.name.casefold().endswith(file.value)), None)
    if file is None:
        raise CommandError(not_one_of_the_four(path.name))
    fields: FileFields = options.site.catalogue.of(file)
    for row in read_source(read_at_most(path, MAX_BYTES + 1), file).records.values():
        content = flatten(fields, row)
        say(one_line(record_heading(shortened(id_of(row)), title_of(fields, content))))
        for ref, value in content.items():
            shown = describe_field(fields, ref, value) or NOTHING
            say(f"  {one_line(field_line(label_of(fields, ref), shown))}")
    return SUCCESS


GIT_COMMAND = Command(
    name="git",
    summary=GIT_SUMMARY,
    description=GIT,
    examples=GIT_EXAMPLES,
    configure=_configure_git,
    run=_run_git,
)
