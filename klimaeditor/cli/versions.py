"""``klimaeditor diff``: two versions of a dataset, field by field."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.cli import cli_words
from klimaeditor.cli.console import (
    FOUND,
    SUCCESS,
    Command,
    CommandError,
    one_line,
    remark,
    say,
    say_json,
)
from klimaeditor.diff.changed import change_line, compared, lines_of
from klimaeditor.files import disk
from klimaeditor.files.jsontext import MAX_BYTES
from klimaeditor.model.core_words import inflected, quoted
from klimaeditor.model.errors import JsonFaultError
from klimaeditor.model.values import Absent
from klimaeditor.paths import read_at_most
from klimaeditor.publish import gitmerge, openconflicts
from klimaeditor.publish.changelog import details, subject
from klimaeditor.publish.clone import DRIVER
from klimaeditor.publish.folder import read_other
from klimaeditor.publish.gitmerge import file_of, merge_versions

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from klimaeditor.diff.changed import ChangedOwner, Comparison, FieldChange
    from klimaeditor.model.changes import FileName
    from klimaeditor.model.values import Json, Record, Value
    from klimaeditor.publish.gitmerge import Conflict, Merged


# --- words ---------------------------------------------------------------------------------------

DIFF_SUMMARY = "vergleicht zwei Fassungen Feld für Feld"
DIFF = (
    "Nennt je Maßnahme, was in der zweiten Fassung anders ist als in der ersten: Felder, nicht\n"
    "Zeilen. Formatierung, Umbrüche in den Dateien und Schreibweise von Zeichen zählen nicht."
)
DIFF_BEFORE = "frühere Fassung: Ordner eines Datensatzes oder Paket"
DIFF_AFTER = "neue Fassung: Ordner eines Datensatzes oder Paket"
DIFF_FORMAT = "text (voreingestellt), json für Programme, markdown wie AENDERUNGEN.md"
DIFF_CHECK = "Rückgabewert 1, wenn es Unterschiede gibt"
DIFF_EXAMPLES = (
    ("alt neu", "Unterschiede zum Lesen"),
    ("alt neu --format markdown", "als Text für einen Commit"),
    ("alt neu --check", "für Skripte"),
)

MERGE_SUMMARY = "führt eine der vier Dateien zusammen (Merge-Treiber für Git)"
MERGE = (
    "Führt drei Fassungen einer Datei Feld für Feld zusammen und schreibt das Ergebnis in die\n"
    "Datei der eigenen Fassung, wie Git es erwartet. Haben beide Seiten dasselbe Feld verschieden\n"
    "geändert, behält die Datei den eigenen Wert und bleibt gültiges JSON; die Liste der\n"
    "Konflikte steht auf der Fehlerausgabe und neben dem Datensatz („klimaeditor conflicts“),\n"
    "und Git führt die Datei als Konflikt.\n\n"
    "Einrichten, einmal in jedem Klon: „klimaeditor git setup“; von Hand diese eine Zeile (ohne\n"
    "das Programm vergleicht Git Zeilen und setzt Marken, statt die andere Fassung\n"
    "stillschweigend fallen zu lassen):\n\n"
    f'git config merge.klimaeditor.driver "{DRIVER}"\n\n'
    "Rückgabewert: 0 zusammengeführt, 1 Konflikte, 2 nicht ausführbar (Datei unverändert)."
)
MERGE_BASE = "gemeinsame frühere Fassung (%%O)"
MERGE_OURS = "eigene Fassung, nimmt das Ergebnis auf (%%A)"
MERGE_THEIRS = "andere Fassung (%%B)"
MERGE_PATH = "Pfad im Projekt (%%P); nötig, wenn die eigene Fassung anders heißt als die Datei"
MERGE_FORMAT = "text (voreingestellt), json: ein Objekt mit file, changed und conflicts"
MERGE_EXAMPLES = (
    ("basis.json measures.json andere.json", "nach measures.json"),
    ("basis.json measures.json andere.json --format json", "die Konflikte für ein Programm"),
    (".merge_a .merge_b .merge_c daten/measures.json", "wie Git es aufruft"),
)

BEFORE: Final = "VORHER"
AFTER: Final = "NACHHER"
BASE: Final = "BASIS"
OURS: Final = "EIGENE"
THEIRS: Final = "ANDERE"
NO_DIFFERENCE = "Kein Unterschied."


def not_one_of_the_four(name: str) -> str:
    """Return the refusal to merge a file whose kind nobody knows."""
    return (
        f"{quoted(name)} ist keine der vier Dateien eines Datensatzes. Geben Sie als viertes den "
        "Pfad der Datei an, in der Git-Einstellung %P. Beispiel: daten/measures.json."
    )


def another_file(name: str, file: str) -> str:
    """Return the refusal to merge two different files of a dataset."""
    return (
        f"{quoted(name)} ist eine andere Datei als {quoted(file)}. Geben Sie drei Fassungen "
        "derselben Datei an; es wurde nichts geändert."
    )


def conflicts(file: str, count: int) -> str:
    """Return the heading of the conflicts of one file."""
    what = inflected(count, "ein Konflikt", f"{count} Konflikte")
    return f"{file}: {what}. Die Datei enthält den eigenen Wert und ist gültiges JSON."


_SIDES = MappingProxyType({"base": "bisher", "ours": "eigene", "theirs": "andere"})


def side_line(which: str, value: str) -> str:
    """Return what one side has."""
    return f"{_SIDES[which]}: {value}"


def after_conflicts(path: str) -> str:
    """Return what to do now."""
    return (
        "Entscheiden Sie mit „klimaeditor-cli conflicts“ oder im Klimaeditor, und melden Sie mit "
        f"„git add {path}“, dass es gelöst ist."
    )


# --- ``klimaeditor diff``: two versions of a dataset, field by field -----------------------------


def _configure_diff(parser: ArgumentParser) -> None:
    parser.add_argument("before", type=Path, metavar=BEFORE, help=DIFF_BEFORE)
    parser.add_argument("after", type=Path, metavar=AFTER, help=DIFF_AFTER)
    parser.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text", help=DIFF_FORMAT
    )
    parser.add_argument("--check", action="store_true", help=DIFF_CHECK)


def _run_diff(options: Namespace) -> int:
    before, after = (read_other(folder, options.site) for folder in (options.before, options.after))
    found = compared(before.sources, after.dataset)
    if options.format == "json":
        say_json(changes_as_json(found))
    elif options.format == "markdown":
        say(details(found).rstrip())
    else:
        _say_text(found)
    return FOUND if found and options.check else SUCCESS


def _say_text(found: Comparison) -> None:
    for owner in found.owners:
        say(one_line(f"{owner.title} ({owner.id})" if owner.id else owner.title))
        for change in owner.changes:
            for line in lines_of(change):
                say(f"  {one_line(change_line(*line))}")
        say()
    say(subject(found) if found else NO_DIFFERENCE)


def changes_as_json(found: Comparison) -> list[Json]:
    """Return each change for machines."""
    return [_change(owner, change) for owner in found.owners for change in owner.changes]


def _change(owner: ChangedOwner, change: FieldChange) -> Record:
    """Return one change for machines; *before* or *after* is left out where there is nothing."""
    row: Record = {
        "id": owner.id,
        "file": change.file.value,
        "path": list(change.path),
        "field": change.field,
        "kind": change.kind.value,
    }
    sides: tuple[tuple[str, Value], ...] = (("before", change.before), ("after", change.after))
    for name, value in sides:
        if not isinstance(value, Absent):
            row[name] = value
    return row


DIFF_COMMAND: Final[Command] = Command(
    name="diff",
    summary=DIFF_SUMMARY,
    description=DIFF,
    examples=DIFF_EXAMPLES,
    configure=_configure_diff,
    run=_run_diff,
)


# --- ``klimaeditor merge``: the merge driver of Git for the four files ---------------------------


def _configure_merge(parser: ArgumentParser) -> None:
    parser.add_argument("base", type=Path, metavar=BASE, help=MERGE_BASE)
    parser.add_argument("ours", type=Path, metavar=OURS, help=MERGE_OURS)
    parser.add_argument("theirs", type=Path, metavar=THEIRS, help=MERGE_THEIRS)
    parser.add_argument("path", nargs="?", metavar=cli_words.PATH, help=MERGE_PATH)
    parser.add_argument("--format", choices=("text", "json"), default="text", help=MERGE_FORMAT)


def _run_merge(options: Namespace) -> int:
    ours: Path = options.ours
    name = options.path or str(ours)
    file = file_of(name)
    if file is None:
        raise CommandError(not_one_of_the_four(name))
    for other in (options.base, options.theirs):
        if file_of(str(other)) not in {None, file}:
            raise CommandError(another_file(other.name, file))
    base, mine, theirs = (
        read_at_most(path, MAX_BYTES + 1) for path in (options.base, ours, options.theirs)
    )
    others = gitmerge.others(name, file, (base, mine, theirs))
    try:
        merged = merge_versions(options.site.catalogue.of(file), base, mine, theirs, others)
    except JsonFaultError as error:
        _note(options, file, (openconflicts.broken_conflict(str(error)),))
        raise
    if merged.data != mine:
        with options.work.writing(cli_words.the_file(ours)):
            disk.write_whole(ours, merged.data)  # Git takes whatever it finds there
    _note(options, file, merged.conflicts)
    if options.format == "json":
        conflicts = [asdict(found) for found in merged.conflicts]
        say_json({"file": name, "changed": merged.data != mine, "conflicts": [*conflicts]})
    elif merged.conflicts:
        _report(name, merged)
    return FOUND if merged.conflicts else SUCCESS


def _note(options: Namespace, file: FileName, conflicts: Sequence[Conflict]) -> None:
    """Leave the conflicts in the list beside the dataset, where it is Git that merges."""
    if options.path:
        openconflicts.note_merged(options.path, file, conflicts)


def _report(name: str, merged: Merged) -> None:
    """Say on stderr what somebody has to decide; Git shows it with its own message."""
    remark(conflicts(name, len(merged.conflicts)))
    for found in merged.conflicts:
        remark(cli_words.conflict_place(found.title, found.record, found.label), 2)
        for side, value in (("base", found.base), ("ours", found.ours), ("theirs", found.theirs)):
            remark(side_line(side, value), 4)
    remark(after_conflicts(name))


MERGE_COMMAND: Final[Command] = Command(
    name="merge",
    summary=MERGE_SUMMARY,
    description=MERGE,
    examples=MERGE_EXAMPLES,
    configure=_configure_merge,
    run=_run_merge,
)
