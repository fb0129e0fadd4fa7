"""``klimaeditor check``: say what is wrong with a dataset."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from klimaeditor.cli import cli_words
from klimaeditor.cli.arguments import (
    measure_label,
    open_any,
    opened,
)
from klimaeditor.cli.cli_words import conflict_place, findings
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
from klimaeditor.cli.reporting import (
    PlacedFinding,
    github_lines,
    json_lines,
    place_of,
    sarif,
)
from klimaeditor.files.jsontext import MAX_BYTES
from klimaeditor.machine import Default, load_machine_defaults
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import counted, measures, quoted
from klimaeditor.model.errors import DatasetError, JsonFaultError
from klimaeditor.model.findings import Finding, Severity
from klimaeditor.paths import read_at_most
from klimaeditor.publish.clone import Clone
from klimaeditor.publish.openconflicts import still_open
from klimaeditor.spelling.lists import city_list, personal_list
from klimaeditor.spelling.speller import Speller, dictionary_of
from klimaeditor.textwork.misspelt import misspelt_in

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from klimaeditor.document import Document
    from klimaeditor.model.values import Json, Record


# --- words ---------------------------------------------------------------------------------------

SEVERITIES: Final[Mapping[Severity, str]] = MappingProxyType(
    {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.HINT: "Hinweis"}
)
SEVERITY_WIDTH = 7
DATASET_AS_A_WHOLE = "Datensatz"


def checked(number: int, counts: Mapping[Severity, int], known: int = 0) -> str:
    """Return the closing line of a check; *known* findings do not count."""
    if known:
        return f"{measures(number)} geprüft, neu: {findings(counts)}. {known_before(known)}"
    if not sum(counts.values()):
        return f"{measures(number)} geprüft, alles in Ordnung."
    return f"{measures(number)} geprüft: {findings(counts)}."


DATASET_OR_WORKBOOK = (
    "Ordner des Datensatzes, eine seiner vier JSON-Dateien oder eine Excel-Datei (.xlsx)"
)
FORMAT = "text (voreingestellt) zum Lesen, json für Programme"
FORMATS: Final = ("text", "json", "ndjson", "github", "sarif")
CHECK_FORMAT = (
    "text (voreingestellt) zum Lesen, json für Programme, ndjson ein Objekt je Zeile mit Datei, "
    "Zeile und JSON Pointer (path, line, pointer), github für Hinweise an der Zeile in GitHub "
    "Actions, sarif für Code-Scanning (SARIF 2.1.0)"
)
DATASET_OR_STAGED = f"{DATASET_OR_WORKBOOK}; mit --staged darf es fehlen"
CHECK_SUMMARY = "prüft einen Datensatz"
CHECK = (
    "Prüft alle Maßnahmen und nennt je Befund das Feld, was nicht stimmt und was zu tun ist.\n"
    "Geändert wird nichts.\n\n"
    "Rückgabewert: 0 ohne Fehler (Warnungen und Hinweise sind erlaubt), 1 mit Fehlern,\n"
    "2 wenn der Datensatz nicht zu lesen ist. Mit --baseline und --new-only zählen nur neue\n"
    "Befunde; dieselbe Regel am selben Feld derselben Maßnahme ist kein neuer.\n\n"
    "JSON ist eine Liste von Objekten mit measure, field, rule, severity (error, warning, hint),\n"
    "message und fixable (behebt „fix“ von selbst); Befunde an einer Datei nennen statt der\n"
    "Maßnahme die Datei in file, mit --staged ohne DATENSATZ steht der Ordner in dataset. Ist der\n"
    "Datensatz nicht zu lesen, steht darin ein Objekt mit der Regel unreadable."
)
FOR_PROGRAMS = "dasselbe für ein Programm"
CHECK_EXAMPLES = (
    ("daten/muenster", "zeigt die Befunde je Maßnahme"),
    ("daten/muenster --format json", FOR_PROGRAMS),
    ("daten/muenster --format github", "zeigt Befunde in GitHub an ihrer Zeile"),
    ("rueckmeldung.xlsx", "prüft eine Excel-Datei, bevor sie übernommen wird"),
    ("--staged --new-only", "prüft, was „git commit“ einchecken würde, auf neue Fehler"),
    ("daten/muenster --baseline bekannt.json", "nennt nur, was nicht in bekannt.json steht"),
    ("daten/muenster --spelling", "nennt auch Wörter, die in keinem Wörterbuch stehen"),
)
CHECK_STAGED = (
    "den Index von Git prüfen, also was eingecheckt würde; ohne DATENSATZ jeden Datensatz, in dem "
    "etwas vorgemerkt ist"
)
CHECK_SEVERITY = "nur Befunde von dieser Schwere an: Fehler, Warnung oder Hinweis"
CHECK_BASELINE = "bekannte Befunde, eine Ausgabe von „check --format json“; nur andere zählen"
CHECK_NEW_ONLY = "nur Befunde, die der letzte Commit noch nicht hatte"
BASELINE_FILE: Final = "DATEI"
NO_DATASET: Final = "Es fehlt noch: DATENSATZ. Ohne ihn geht nur „klimaeditor check --staged“."
NOTHING_STAGED: Final = "In keinem Datensatz ist etwas vorgemerkt."
NEW_ONLY_HERE: Final = "--new-only vergleicht mit Git; eine Excel-Datei hat dort keine Fassung."


def not_in_index(folder: str, names: Sequence[str]) -> str:
    """Return the refusal of a dataset that would be committed without all of its files."""
    return (
        f"Im Index von Git fehlen in {quoted(folder or '.')}: {', '.join(names)}. "
        "Merken Sie die Dateien mit „git add“ vor."
    )


def bad_baseline(name: str) -> str:
    """Return the refusal of a file that holds no findings."""
    return (
        f"{quoted(name)} enthält keine Liste von Befunden. Schreiben Sie die Datei mit "
        "„klimaeditor check DATENSATZ --format json“ neu."
    )


OPEN_CONFLICT: Final = "open_conflict"
UNREADABLE: Final = "unreadable"


def undecided(where: str) -> str:
    """Return that a conflict of a merge still waits."""
    return (
        f"Ein Konflikt ist nicht entschieden: {where}. Die Datei enthält den eigenen Wert. "
        "Entscheiden Sie mit „klimaeditor-cli conflicts“."
    )


def known_before(number: int) -> str:
    """Return how many findings do not count."""
    return f"Schon bekannt und nicht gezählt: {counted(number, 'Befund', 'Befunde')}."


CHECK_SPELLING = "auch die Rechtschreibung prüfen; was auffällt, sind Hinweise"


# --- ``klimaeditor check``: say what is wrong with a dataset -------------------------------------


def _configure_check(parser: ArgumentParser) -> None:
    parser.add_argument(
        "dataset", type=Path, nargs="?", metavar=cli_words.DATASET, help=DATASET_OR_STAGED
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help=CHECK_FORMAT)
    parser.add_argument("--spelling", action="store_true", help=CHECK_SPELLING)
    least = [severity.value for severity in Severity]
    parser.add_argument("--severity", choices=least, default=Severity.HINT, help=CHECK_SEVERITY)
    parser.add_argument("--staged", action="store_true", help=CHECK_STAGED)
    known = parser.add_mutually_exclusive_group()
    known.add_argument("--baseline", type=Path, metavar=BASELINE_FILE, help=CHECK_BASELINE)
    known.add_argument("--new-only", action="store_true", help=CHECK_NEW_ONLY)


def _run_check(options: Namespace) -> int:
    try:
        checked_ones = list(_to_check(options))
    except DatasetError as error:
        if options.format == "json":  # whoever reads it finds JSON whatever happens
            say_json([_unreadable(error)])
        elif options.format == "ndjson":
            say(json.dumps(_unreadable(error), ensure_ascii=False))
        raise
    placed: list[PlacedFinding] = []
    errors = 0
    for name, document, known in checked_ones:
        found: Sequence[Finding] = [*_undecided(document), *document.findings.all()]
        if options.spelling:
            found = _in_order([*found, *_spelling(document)])
        found = [f for f in found if f.severity.rank <= Severity(options.severity).rank]
        new = _not_known(document, found, known)
        counts = Counter(finding.severity for finding in new)
        errors += counts[Severity.ERROR]
        if options.format != "text":
            placed += (_placed(document, finding, name, options) for finding in new)
            continue
        if options.dataset is None:
            say(one_line(name))
        _say_findings(document, new)
        say(checked(len(document.dataset.measures), counts, len(found) - len(new)))
    if options.format != "text":
        _say_for_programs(placed, options.format)
    elif not checked_ones:
        say(NOTHING_STAGED)
    return FOUND if errors else SUCCESS


def _placed(document: Document, finding: Finding, name: str, options: Namespace) -> PlacedFinding:
    """Return a finding with its place; *name* is what the dataset was called by."""
    own: Record = {"dataset": name} if options.dataset is None else {}
    place = place_of(document, finding)
    path = Path(name)
    if document.sources:  # a workbook is a file itself
        folder = path.parent if path.suffix.casefold() == ".json" else path
        path = folder / place.file
    return PlacedFinding(finding, own | _as_json(document, finding), path.as_posix(), place)


def _say_for_programs(placed: list[PlacedFinding], form: str) -> None:
    if form == "json":
        say_json([it.row for it in placed])
    elif form == "sarif":
        say_json(sarif(placed))
    else:
        for line in github_lines(placed) if form == "github" else json_lines(placed):
            say(line)


def _unreadable(error: DatasetError) -> Record:
    """Return for machines that a dataset cannot be read."""
    row: Record = {"measure": None, "field": None, "rule": UNREADABLE}
    row |= {"severity": Severity.ERROR.value, "message": str(error), "fixable": False}
    if isinstance(error, JsonFaultError):
        row |= {"file": error.file, "line": error.line, "column": error.column}
    return row


def _undecided(document: Document) -> Iterator[Finding]:
    """Yield what a merge left open in the folder of a dataset; it counts as an error (MRG-02)."""
    if document.location is None:
        return
    for found in still_open(document.location):
        where = conflict_place(found.conflict.title, found.conflict.record, found.conflict.label)
        yield Finding(OPEN_CONFLICT, Severity.ERROR, undecided(where), file=found.file)


# What is checked, and what was known of it before: the same rule at the same field of a measure

_Known: TypeAlias = "Counter[tuple[Json, ...]]"
_KEYS: Final = ("measure", "field", "file", "rule")


def _to_check(options: Namespace) -> Iterator[tuple[str, Document, _Known]]:
    """Yield name, document and known findings of each dataset that is to be checked."""
    path: Path | None = options.dataset
    if path is None and not options.staged:
        raise CommandError(NO_DATASET)
    listed = _listed(options.baseline)
    if path is not None and not options.staged:
        document = open_any(path, options.site)
        if options.new_only and document.location is None:
            raise CommandError(NEW_ONLY_HERE)
        clone = Clone(path) if options.new_only else None
        before = _before(clone, clone.folder_of(path), options) if clone else listed
        yield str(path), document, before
        return
    clone = Clone(path or Path())
    staged = clone.folders(changed=path is None)
    for folder in staged if path is None else [clone.folder_of(path)]:
        files = clone.files_in(folder)
        missing = [file.value for file in FileName if file not in files]
        if missing:
            raise CommandError(not_in_index(folder, missing))
        document = opened(files, options.site, clone.top / folder)
        yield (
            folder or ".",
            document,
            _before(clone, folder, options) if options.new_only else listed,
        )


def _listed(file: Path | None) -> _Known:
    """Return the findings of an earlier ``check --format json``; raises CommandError."""
    if file is None:
        return Counter()
    try:
        rows = json.loads(read_at_most(file, MAX_BYTES).decode("utf-8-sig"))
        return Counter(tuple(row.get(key) for key in _KEYS) for row in rows)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise CommandError(bad_baseline(file.name)) from error


def _before(clone: Clone, folder: str, options: Namespace) -> _Known:
    """Return what the commit before had; in a merge, what either side had."""
    known: _Known = Counter()
    for version in clone.versions_before():
        files = clone.files_in(folder, version)
        if len(files) < len(FileName):
            continue
        with suppress(DatasetError):  # a broken version has nothing that would excuse a finding
            document = opened(files, options.site, None)
            found = [*document.findings.all(), *(_spelling(document) if options.spelling else ())]
            known |= Counter(_key(document, finding) for finding in found)
    return known


def _key(document: Document, finding: Finding) -> tuple[Json, ...]:
    row = _as_json(document, finding)
    return tuple(row.get(key) for key in _KEYS)


def _not_known(document: Document, found: Sequence[Finding], known: _Known) -> list[Finding]:
    """Return the findings beyond those known, however often each of them was known."""
    left = known.copy()
    new = []
    for finding in found:
        key = _key(document, finding)
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(finding)
    return new


def _spelling(document: Document) -> list[Finding]:
    """Return the hints about spelling; why there are none where there is no dictionary is told."""
    machine = load_machine_defaults()
    city = machine.value(Default.WORDS)
    lists = [personal_list()]
    if city:
        lists.append(Path(city))
    elif document.location is not None:
        lists.append(city_list(document.location))
    with Speller(dictionary_of(machine), lists) as speller:
        if not speller.ready:
            remark(speller.reason)
        return misspelt_in(document.dataset, speller.faults)


def _in_order(found: Iterable[Finding]) -> list[Finding]:
    """Return findings with those of one measure together; those of files come first, as always."""
    by_measure: dict[int | None, list[Finding]] = {}
    for finding in found:
        by_measure.setdefault(finding.measure, []).append(finding)
    return [finding for group in by_measure.values() for finding in group]


def _say_findings(document: Document, found: Iterable[Finding]) -> None:
    """Print the findings under the measure or file they belong to."""
    heading: object = None
    for finding in found:
        owner = finding.file if finding.measure is None else finding.measure
        if owner != heading:
            heading = owner
            say(one_line(owner_label(document, finding)))
        say(f"  {finding_line(document, finding)}")
    if heading is not None:
        say()


def owner_label(document: Document, finding: Finding) -> str:
    """Return what a finding is about: id and title of the measure, or the name of the file."""
    if finding.measure is None:
        return finding.file or DATASET_AS_A_WHOLE
    return measure_label(document, finding.measure)


def finding_line(document: Document, finding: Finding) -> str:
    """Return severity, field and sentence of a finding on one line."""
    label = label_of_field(document, finding)
    return one_line_finding(SEVERITIES[finding.severity], label, finding.message)


def label_of_field(document: Document, finding: Finding) -> str:
    """Return the public label of the field a finding is about, "" where it is about none."""
    field = document.dataset.site.catalogue.known_field(finding.field)
    return "" if field is None else field.label


def one_line_finding(severity: str, label: str, message: str) -> str:
    """Return the columns of a finding's line."""
    where = f"{label}: " if label else ""
    return f"{severity:<{SEVERITY_WIDTH}}  {one_line(where + message)}"


def _as_json(document: Document, finding: Finding) -> Record:
    """Return a finding for machines; *fixable* says that ``fix`` would repair it."""
    measure = None if finding.measure is None else document.view(finding.measure).id or None
    row: Record = {
        "measure": measure,
        "field": finding.field,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "fixable": finding.fix is not None and finding.fix.automatic,
    }
    if finding.file is not None:
        row["file"] = finding.file.value
    return row


CHECK_COMMAND = Command(
    name="check",
    summary=CHECK_SUMMARY,
    description=CHECK,
    examples=CHECK_EXAMPLES,
    configure=_configure_check,
    run=_run_check,
)
