"""``klimaeditor check``: say what is wrong with a dataset."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from klimaeditor.checks.rulebook import RULES
from klimaeditor.cli import cli_words
from klimaeditor.cli.arguments import (
    add_dataset,
    find_field,
    find_measure,
    measure_label,
    open_any,
    open_dataset,
    opened,
    read_value,
    save_document,
    shown,
    similar,
)
from klimaeditor.cli.cli_words import conflict_place, findings, meant_perhaps
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
from klimaeditor.files.jsontext import MAX_BYTES
from klimaeditor.machine import Default, load_machine_defaults
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import counted, measures, quoted
from klimaeditor.model.errors import DatasetError
from klimaeditor.model.fieldtypes import Field, Kind, Profile
from klimaeditor.model.findings import Finding, Severity
from klimaeditor.paths import read_at_most
from klimaeditor.publish.clone import Clone
from klimaeditor.publish.openconflicts import still_open
from klimaeditor.repairs import apply_automatic
from klimaeditor.spelling.lists import city_list, personal_list
from klimaeditor.spelling.speller import Speller, dictionary_of
from klimaeditor.textwork.misspelt import misspelt_in

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from klimaeditor.document import Document
    from klimaeditor.model.values import Json, Record
    from klimaeditor.repairs import Repair


# --- words ---------------------------------------------------------------------------------------


def unknown_rule(rule: str, similar: list[str]) -> str:
    """Return the message for a rule that is not in the rulebook."""
    return (
        f"Eine Regel namens {quoted(rule)} gibt es nicht.{meant_perhaps(similar)} "
        "Die Regel jedes Befunds nennt „klimaeditor check DATENSATZ --format json“."
    )


# --- results -----------------------------------------------------------------------------------

SEVERITIES: Final[Mapping[Severity, str]] = MappingProxyType(
    {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.HINT: "Hinweis"}
)
REPAIRED = "behoben"
SEVERITY_WIDTH = 7
DATASET_AS_A_WHOLE = "Datensatz"
FIELD_FIXED = "nicht änderbar"


def checked(number: int, counts: Mapping[Severity, int], known: int = 0) -> str:
    """Return the closing line of a check; *known* findings do not count."""
    if known:
        return f"{measures(number)} geprüft, neu: {findings(counts)}. {known_before(known)}"
    if not sum(counts.values()):
        return f"{measures(number)} geprüft, alles in Ordnung."
    return f"{measures(number)} geprüft: {findings(counts)}."


def unchanged(label: str, value: str) -> str:
    """Return that a value was stored already."""
    return f"{label}: bleibt {value}"


def edited(label: str, before: str, after: str) -> str:
    """Return what an edit did."""
    return f"{label}: {before} → {after}"


def saved_in(files: list[str]) -> str:
    """Return which files were written."""
    return f"Gespeichert in {', '.join(files)}."


def repaired_line(label: str, rule_title: str, rule: str) -> str:
    """Return what a fix did, and for which rule."""
    return f"{label} ({rule_title}, {rule})"


def repaired(number: int, counts: Mapping[Severity, int], *, dry_run: bool) -> str:
    """Return the closing line of a repair."""
    if not number:
        return (
            "Es gibt nichts, was sich ohne Entscheidung beheben lässt. "
            f"Offen sind: {findings(counts)}."
        )
    befunde = counted(number, "Befund", "Befunde")
    if dry_run:
        left = findings(counts)
        return f"Ohne Entscheidung behebbar: {befunde}; gespeichert wurde nichts. Danach: {left}."
    return f"{befunde} behoben und gespeichert. Offen sind noch: {findings(counts)}."


def field_place(file: str, path: tuple[str, ...]) -> str:
    """Return where a field is stored."""
    return f"{file}: {' › '.join(path)}"


_KINDS = MappingProxyType(
    {
        "short_text": "kurzer Text",
        "long_text": "Text, auch mit Absätzen",
        "open_choice": "Text, möglichst wie bei anderen Maßnahmen",
        "choice": "Auswahl",
        "category": "Kategorie des Datensatzes",
        "amount": "Betrag in Euro. Beispiel: 1.234,56",
        "year": "Jahr. Beispiel: 2030",
        "number": "Zahl. Beispiel: 1.250,5",
        "date": "Tag. Beispiel: 01.07.2024",
        "url": "Adresse mit https://",
        "links": 'JSON-Liste. Beispiel: [{"title": "…", "url": "https://…"}]',
        "series": 'JSON-Liste. Beispiel: [{"value": 120.5, "date": "01.07.2024"}]',
        "identifier": "Kennung",
    }
)
_PROFILES = MappingProxyType({"measure": "Maßnahmen", "initiative": "Initiativen"})


def field_kind(kind: str, *, required: list[str]) -> str:
    """Return what a field takes and where it has to be filled."""
    must = f"; Pflicht bei {' und '.join(_PROFILES[name] for name in required)}" if required else ""
    return f"{_KINDS.get(kind, kind)}{must}"


def field_choices(choices: list[tuple[str, str]]) -> str:
    """Return the choices of a field."""
    return "; ".join(f"{value} = {label}" for value, label in choices)


DATASET_OR_WORKBOOK = (
    "Ordner des Datensatzes, eine seiner vier JSON-Dateien oder eine Excel-Datei (.xlsx)"
)
FORMAT = "text (voreingestellt) zum Lesen, json für Programme"

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
    "Maßnahme die Datei in file, mit --staged ohne DATENSATZ steht der Ordner in dataset."
)
FOR_PROGRAMS = "dasselbe für ein Programm"
CHECK_EXAMPLES = (
    ("daten/muenster", "zeigt die Befunde je Maßnahme"),
    ("daten/muenster --format json", FOR_PROGRAMS),
    ("rueckmeldung.xlsx", "prüft eine Excel-Datei, bevor sie übernommen wird"),
    ("--staged --new-only", "prüft, was „git commit“ einchecken würde, auf neue Fehler"),
    ("daten/muenster --baseline bekannt.json", "nennt nur, was nicht in bekannt.json steht"),
    ("daten/muenster --spelling", "nennt auch Wörter, die in keinem Wörterbuch stehen"),
)

FIELDS_SUMMARY = "nennt die Felder, die „edit“ kennt"
FIELDS_HELP = (
    "Nennt jedes Feld mit Name, Beschriftung, Datei und Stelle, Art des Werts, Auswahl und ob es\n"
    "Pflicht ist."
)
FIELDS_EXAMPLES = (
    ("", "alle Felder zum Lesen"),
    ("--format json", FOR_PROGRAMS),
)

EDIT_SUMMARY = "ändert ein Feld einer Maßnahme und speichert"
EDIT = (
    "Schreibt einen Wert in ein Feld und speichert; alles andere in den Dateien bleibt, wie es\n"
    "ist. Werte werden gelesen wie im Formular: Beträge wie 1.234,56, Jahre wie 2030, Tage wie\n"
    "01.07.2024, Auswahl als Wert oder Beschriftung; links und progress_values als JSON-Liste.\n"
    "Was nicht eindeutig ist, wird nicht gespeichert. Ein leerer Wert leert das Feld.\n"
    "Schreiben Sie einen Wert, der mit einem Strich beginnt, als --value=-…."
)
EDIT_MEASURE = "Kennung der Maßnahme. Beispiel: mobilitaet1"
EDIT_FIELD = "Name des Felds, wie „klimaeditor fields“ ihn nennt"
EDIT_VALUE = "neuer Wert"
EDIT_NULL = "kein Wert: bei Beträgen „Keine Angabe“, sonst wird das Feld geleert"
EDIT_EXAMPLES = (
    ("daten --measure mobilitaet1 --field cost_value --value 1.250.000", "Kosten in Euro"),
    ("daten --measure mobilitaet1 --field cost_value --null", "Kosten: Keine Angabe"),
    ("daten --measure bauen2 --field state_date --value 01.07.2024", "Tag des Sachstands"),
    ('daten --measure bauen2 --field short_title --value "Wärme aus dem Kanal"', "Kurztitel"),
    (
        r'daten --measure bauen2 --field links --value "[{\"title\": \"Netz\", \"url\": \"https://…\"}]"',
        "alle Links",
    ),
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

FIX_SUMMARY = "behebt, was ohne Entscheidung zu beheben ist, und speichert"
FIX = (
    "Führt die Korrekturen aus, die immer richtig sind (etwa fehlende Kosten als „Keine Angabe“\n"
    "anlegen), bis keine mehr übrig ist, und nennt sie je Maßnahme. Vorschläge, über die jemand\n"
    "entscheiden muss, bleiben stehen. Ein zweiter Lauf ändert nichts mehr."
)
FIX_RULE = "nur Befunde dieser Regel; die Namen stehen in „check --format json“ unter rule"
FIX_DRY_RUN = "nur zeigen, was behoben würde; nichts speichern"
FIX_EXAMPLES = (
    ("daten/muenster --dry-run", "zeigt, was geschähe"),
    ("daten/muenster", "behebt und speichert"),
    ("daten/muenster --rule cost_nan", "nur fehlende Kosten"),
)


# --- ``klimaeditor check``: say what is wrong with a dataset -------------------------------------


def _configure_check(parser: ArgumentParser) -> None:
    parser.add_argument(
        "dataset", type=Path, nargs="?", metavar=cli_words.DATASET, help=DATASET_OR_STAGED
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help=FORMAT)
    parser.add_argument("--spelling", action="store_true", help=CHECK_SPELLING)
    least = [severity.value for severity in Severity]
    parser.add_argument("--severity", choices=least, default=Severity.HINT, help=CHECK_SEVERITY)
    parser.add_argument("--staged", action="store_true", help=CHECK_STAGED)
    known = parser.add_mutually_exclusive_group()
    known.add_argument("--baseline", type=Path, metavar=BASELINE_FILE, help=CHECK_BASELINE)
    known.add_argument("--new-only", action="store_true", help=CHECK_NEW_ONLY)


def _run_check(options: Namespace) -> int:
    checked_ones = list(_to_check(options))
    rows: list[Json] = []
    errors = 0
    for name, document, known in checked_ones:
        found: Sequence[Finding] = [*_undecided(document), *document.findings.all()]
        if options.spelling:
            found = _in_order([*found, *_spelling(document)])
        found = [f for f in found if f.severity.rank <= Severity(options.severity).rank]
        new = _not_known(document, found, known)
        counts = Counter(finding.severity for finding in new)
        errors += counts[Severity.ERROR]
        if options.format == "json":
            own: Record = {"dataset": name} if options.dataset is None else {}
            rows += [own | _as_json(document, finding) for finding in new]
            continue
        if options.dataset is None:
            say(one_line(name))
        _say_findings(document, new)
        say(checked(len(document.dataset.measures), counts, len(found) - len(new)))
    if options.format == "json":
        say_json(rows)
    elif not checked_ones:
        say(NOTHING_STAGED)
    return FOUND if errors else SUCCESS


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


# --- ``klimaeditor fields``: the names ``edit`` understands, from the catalogue ------------------


def _configure_fields(parser: ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text", help=FORMAT)


def _run_fields(options: Namespace) -> int:
    fields: tuple[Field, ...] = options.site.catalogue.fields
    if options.format == "json":
        say_json([_as_json_fields(field) for field in fields])
        return SUCCESS
    width = max(len(field.name) for field in fields)
    for field in fields:
        say(f"{field.name:<{width}}  {field.label}")
        for line in _details(field):
            say(f"{'':<{width}}    {line}")
    return SUCCESS


def _details(field: Field) -> list[str]:
    lines = [
        field_place(field.file.value, field.path),
        field_kind(field.kind, required=_required(field)),
    ]
    if field.choices:
        lines.append(field_choices([(str(value), label) for value, label in field.choices]))
    if field.kind is Kind.IDENTIFIER:
        lines.append(FIELD_FIXED)
    return lines


def _required(field: Field) -> list[str]:
    return [profile.value for profile in Profile if profile in field.required]


def _as_json_fields(field: Field) -> Json:
    return {
        "name": field.name,
        "file": field.file.value,
        "path": list(field.path),
        "label": field.label,
        "kind": field.kind.value,
        "choices": [{"value": value, "label": label} for value, label in field.choices],
        "required": [*_required(field)],
        "editable": field.kind is not Kind.IDENTIFIER,
    }


FIELDS_COMMAND = Command(
    name="fields",
    summary=FIELDS_SUMMARY,
    description=FIELDS_HELP,
    examples=FIELDS_EXAMPLES,
    configure=_configure_fields,
    run=_run_fields,
)


# --- ``klimaeditor edit``: store one value in one field and save ---------------------------------


def _configure_edit(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("--measure", required=True, metavar=cli_words.ID, help=EDIT_MEASURE)
    parser.add_argument("--field", required=True, metavar=cli_words.NAME, help=EDIT_FIELD)
    value = parser.add_mutually_exclusive_group(required=True)
    value.add_argument(cli_words.OPTION_VALUE, metavar=cli_words.VALUE, help=EDIT_VALUE)
    value.add_argument("--null", action="store_true", help=EDIT_NULL)


def _run_edit(options: Namespace) -> int:
    document = open_dataset(options.dataset, options.site)
    measure = find_measure(document.dataset, options.measure)
    field = find_field(options.field, options.site.catalogue)
    if field.kind is Kind.IDENTIFIER:
        raise CommandError(cli_words.fixed_field(field.label))
    value = None if options.null else read_value(field, options.value, document.dataset)
    batch = document.plan_edit(measure, {field.name: value})
    before = shown(field, document.view(measure).value(field.name))
    if batch:
        document.apply(batch)
        save_document(document, options.work)
    say(one_line(measure_label(document, measure)))
    if not batch:
        say(f"  {unchanged(field.label, before)}")
        return SUCCESS
    after = shown(field, document.view(measure).value(field.name))
    say(f"  {edited(field.label, before, after)}")
    for finding in document.findings.of(measure):
        if finding.field == field.name:
            say(f"  {finding_line(document, finding)}")
    say(saved_in(sorted({change.file.value for change in batch.changes})))
    return SUCCESS


EDIT_COMMAND = Command(
    name="edit",
    summary=EDIT_SUMMARY,
    description=EDIT,
    examples=EDIT_EXAMPLES,
    configure=_configure_edit,
    run=_run_edit,
)


# --- ``klimaeditor fix``: repair what needs no decision and save ---------------------------------


def _configure_fix(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("--rule", metavar=cli_words.RULE, help=FIX_RULE)
    parser.add_argument("--dry-run", action="store_true", help=FIX_DRY_RUN)


def _run_fix(options: Namespace) -> int:
    if options.rule is not None and options.rule not in RULES:
        raise CommandError(unknown_rule(options.rule, similar(options.rule, RULES)))
    document = open_dataset(options.dataset, options.site)
    repairs = apply_automatic(document, options.rule)
    if repairs and not options.dry_run:
        save_document(document, options.work)
    _say_repairs(document, repairs)
    counts = document.findings.counts()
    say(repaired(len(repairs), counts, dry_run=options.dry_run))
    return SUCCESS


def _say_repairs(document: Document, repairs: list[Repair]) -> None:
    by_owner: dict[str, list[Repair]] = {}
    for repair in repairs:
        by_owner.setdefault(owner_label(document, repair.finding), []).append(repair)
    for owner, group in by_owner.items():
        say(one_line(owner))
        for repair in group:
            say(f"  {_line(document, repair)}")
    if repairs:
        say()


def _line(document: Document, repair: Repair) -> str:
    label = label_of_field(document, repair.finding)
    what = repaired_line(repair.fix.label, RULES[repair.finding.rule].title, repair.finding.rule)
    return one_line_finding(REPAIRED, label, what)


FIX_COMMAND = Command(
    name="fix",
    summary=FIX_SUMMARY,
    description=FIX,
    examples=FIX_EXAMPLES,
    configure=_configure_fix,
    run=_run_fix,
)
