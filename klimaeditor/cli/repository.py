"""``klimaeditor git`` and ``klimaeditor conflicts``: a clone set up, and its conflicts decided."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from klimaeditor.cli import cli_words
from klimaeditor.cli.console import (
    FOUND,
    SUCCESS,
    Command,
    CommandError,
    ask,
    one_line,
    say,
    say_json,
)
from klimaeditor.cli.versions import not_one_of_the_four, side_line
from klimaeditor.diff.describe import describe_field, label_of, title_of
from klimaeditor.diff.fields import flatten
from klimaeditor.files.jsontext import MAX_BYTES
from klimaeditor.files.source import read_source
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import NOTHING, inflected, shortened
from klimaeditor.model.records import id_of
from klimaeditor.paths import read_at_most
from klimaeditor.publish.clone import Clone
from klimaeditor.publish.gitmerge import file_of
from klimaeditor.publish.openconflicts import note, still_open, take_theirs

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from klimaeditor.model.catalogue import FileFields
    from klimaeditor.publish.openconflicts import OpenConflict


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
STATES: Final = {True: "in Ordnung", False: "fehlt"}
ALL_RIGHT: Final = "Der Klon ist eingerichtet. Checken Sie .gitattributes ein, falls sie neu ist."
NOT_RIGHT: Final = "Der Klon ist noch nicht eingerichtet."


def record_heading(record: str, title: str) -> str:
    """Return the line above the fields of a record."""
    return f"{record} – {title}" if record and record != title else title


def field_line(label: str, value: str) -> str:
    """Return the line of a field."""
    return f"{label}: {value}"


CONFLICTS_SUMMARY = "zeigt und entscheidet, was eine Zusammenführung offen ließ"
CONFLICTS = (
    "Nennt die Konflikte, die „git merge“ in einem Datensatz hinterlassen hat: Maßnahme, Feld\n"
    "und was bisher, in der eigenen und in der anderen Fassung steht. Die Datei enthält den\n"
    "eigenen Wert. Die Liste liegt als offene-konflikte.json neben dem Datensatz, bis alles\n"
    "entschieden ist; „klimaeditor check“ meldet bis dahin jeden Konflikt als Fehler.\n\n"
    "Rückgabewert: 0 nichts mehr offen, 1 es ist noch etwas offen, 2 nicht ausführbar."
)
CONFLICTS_DATASET = "Ordner des Datensatzes oder eine seiner Dateien (voreingestellt der aktuelle)"
CONFLICTS_OURS = "Nummern der Konflikte, bei denen der eigene Wert bleibt"
CONFLICTS_THEIRS = "Nummern der Konflikte, bei denen der andere Wert in die Datei kommt"
CONFLICTS_DONE = "alles ist in den Dateien entschieden; die Liste wird entfernt"
CONFLICTS_ASK = "Konflikt für Konflikt fragen, für „git mergetool --tool=klimaeditor“"
CONFLICTS_EXAMPLES = (
    ("daten", "nennt, was offen ist"),
    ("daten --ours 1 3 --theirs 2", "behält zweimal den eigenen Wert, nimmt einmal den anderen"),
    ("daten --done", "nach dem Entscheiden in den Dateien"),
)
NUMBER: Final = "NR"
NOTHING_OPEN: Final = "Es ist kein Konflikt offen."
QUESTION: Final = "[e]igener Wert, [a]nderer Wert, [s]päter? "
OURS_ANSWERS: Final = ("e", "eigener")
THEIRS_ANSWERS: Final = ("a", "anderer")


def still_to_decide(number: int) -> str:
    """Return how many conflicts are left."""
    return f"{inflected(number, 'Ein Konflikt ist', f'{number} Konflikte sind')} noch offen."


def all_decided(names: Sequence[str]) -> str:
    """Return that nothing is left to be decided, and what to do now."""
    return f"Alles ist entschieden. Melden Sie es Git mit „git add {' '.join(names)}“."


def no_such_conflict(number: int, most: int) -> str:
    """Return the refusal of a number."""
    return f"Einen Konflikt {number} gibt es nicht; offen sind die Nummern 1 bis {most}."


def chosen_twice(number: int) -> str:
    """Return the refusal of a choice for both sides."""
    return f"Für Konflikt {number} ist beides gewählt. Nennen Sie ihn nur einmal."


def conflict_heading(number: int, file: str, where: str) -> str:
    """Return the line of a conflict."""
    return f"{number}  {file}: {where}"


# --- ``klimaeditor git`` -------------------------------------------------------------------------


def _configure_git(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=("setup", "check", "text"), help=GIT_ACTION)
    parser.add_argument("place", nargs="?", type=Path, metavar=cli_words.PATH, help=GIT_PLACE)
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


GIT_COMMAND: Final[Command] = Command(
    name="git",
    summary=GIT_SUMMARY,
    description=GIT,
    examples=GIT_EXAMPLES,
    configure=_configure_git,
    run=_run_git,
)


# --- ``klimaeditor conflicts``: what a merge left open, and a choice for each --------------------


def _configure_conflicts(parser: ArgumentParser) -> None:
    parser.add_argument(
        "dataset", nargs="?", type=Path, metavar=cli_words.DATASET, help=CONFLICTS_DATASET
    )
    for name, help_text in (("--ours", CONFLICTS_OURS), ("--theirs", CONFLICTS_THEIRS)):
        parser.add_argument(name, nargs="+", type=int, default=[], metavar=NUMBER, help=help_text)
    parser.add_argument("--done", action="store_true", help=CONFLICTS_DONE)
    parser.add_argument("--ask", action="store_true", help=CONFLICTS_ASK)
    parser.add_argument("--format", choices=("text", "json"), default="text", help=cli_words.FORMAT)


def _run_conflicts(options: Namespace) -> int:
    place: Path = options.dataset or Path()
    folder = place if place.is_dir() else place.parent
    listed = still_open(folder)
    concerned = [found for found in listed if place.is_dir() or found.file == file_of(place.name)]
    ours, theirs = _chosen(concerned, options)
    if options.ask:
        ours, theirs = _asked(concerned)
    if options.done:
        ours = concerned
    decided = [*ours, *theirs]
    with options.work.writing(cli_words.the_folder(folder.absolute())):
        take_theirs(folder, theirs, options.site.catalogue)
        if decided or not listed:
            note(folder, [found for found in listed if found not in decided])
    left = [found for found in concerned if found not in decided]
    if options.format == "json":
        say_json([{"file": found.file.value, **asdict(found.conflict)} for found in left])
    elif not options.ask:
        for number, found in enumerate(left, 1):
            _say_conflict(number, found)
    if options.format == "text":
        names = sorted({str(folder / found.file) for found in decided})
        done = all_decided(names) if names else NOTHING_OPEN
        say(one_line(still_to_decide(len(left)) if left else done))
    return FOUND if left else SUCCESS


def _chosen(
    concerned: Sequence[OpenConflict], options: Namespace
) -> tuple[list[OpenConflict], list[OpenConflict]]:
    """Return what is decided for ours and for theirs by number; raises CommandError."""
    for number in (*options.ours, *options.theirs):
        if not 0 < number <= len(concerned):
            raise CommandError(no_such_conflict(number, len(concerned)))
        if number in options.ours and number in options.theirs:
            raise CommandError(chosen_twice(number))
    return (
        [concerned[number - 1] for number in options.ours],
        [concerned[number - 1] for number in options.theirs],
    )


def _asked(
    concerned: Sequence[OpenConflict],
) -> tuple[list[OpenConflict], list[OpenConflict]]:
    """Return what somebody answers at the terminal; the end of input leaves the rest open."""
    ours, theirs = [], []
    for number, found in enumerate(concerned, 1):
        _say_conflict(number, found)
        answer = ask(QUESTION).strip().casefold()
        if answer in OURS_ANSWERS:
            ours.append(found)
        elif answer in THEIRS_ANSWERS:
            theirs.append(found)
    say()
    return ours, theirs


def _say_conflict(number: int, found: OpenConflict) -> None:
    it = found.conflict
    where = cli_words.conflict_place(it.title, it.record, it.label)
    say(one_line(conflict_heading(number, found.file, where)))
    for side, value in (("base", it.base), ("ours", it.ours), ("theirs", it.theirs)):
        if value:
            say(f"     {one_line(side_line(side, value))}")


CONFLICTS_COMMAND: Final[Command] = Command(
    name="conflicts",
    summary=CONFLICTS_SUMMARY,
    description=CONFLICTS,
    examples=CONFLICTS_EXAMPLES,
    configure=_configure_conflicts,
    run=_run_conflicts,
)
