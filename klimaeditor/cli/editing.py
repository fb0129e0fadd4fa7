"""``klimaeditor fields``, ``edit`` and ``fix``: change what is in a dataset, and save it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from klimaeditor.checks.rulebook import RULES
from klimaeditor.cli import cli_words
from klimaeditor.cli.arguments import (
    add_dataset,
    find_field,
    find_measure,
    measure_label,
    open_dataset,
    read_value,
    save_document,
    shown,
    similar,
)
from klimaeditor.cli.cli_words import FOR_PROGRAMS, FORMAT, findings
from klimaeditor.cli.console import (
    FOUND,
    SUCCESS,
    Command,
    CommandError,
    one_line,
    say,
    say_json,
)
from klimaeditor.cli.reporting import (
    finding_line,
    label_of_field,
    one_line_finding,
    owner_label,
)
from klimaeditor.model.core_words import counted
from klimaeditor.model.fieldtypes import Field, Kind, Profile
from klimaeditor.repairs import apply_automatic

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping

    from klimaeditor.document import Document
    from klimaeditor.model.findings import Severity
    from klimaeditor.model.values import Json
    from klimaeditor.repairs import Repair


# --- words ---------------------------------------------------------------------------------------


# --- results -----------------------------------------------------------------------------------

REPAIRED = "behoben"
FIELD_FIXED = "nicht änderbar"


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


FIX_SUMMARY = "behebt, was ohne Entscheidung zu beheben ist, und speichert"
FIX = (
    "Führt die Korrekturen aus, die immer richtig sind (etwa fehlende Kosten als „Keine Angabe“\n"
    "anlegen), bis keine mehr übrig ist, und nennt sie je Maßnahme. Vorschläge, über die jemand\n"
    "entscheiden muss, bleiben stehen. Ein zweiter Lauf ändert nichts mehr."
)
FIX_RULE = "nur Befunde dieser Regel; die Namen stehen in „check --format json“ unter rule"
FIX_DRY_RUN = "nur zeigen, was behoben würde; nichts speichern (Rückgabewert 1, wenn es etwas gibt)"
FIX_EXAMPLES = (
    ("daten/muenster --dry-run", "zeigt, was geschähe"),
    ("daten/muenster", "behebt und speichert"),
    ("daten/muenster --rule cost_nan", "nur fehlende Kosten"),
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
        raise CommandError(cli_words.unknown_rule(options.rule, similar(options.rule, RULES)))
    document = open_dataset(options.dataset, options.site)
    repairs = apply_automatic(document, options.rule)
    if repairs and not options.dry_run:
        save_document(document, options.work)
    _say_repairs(document, repairs)
    counts = document.findings.counts()
    say(repaired(len(repairs), counts, dry_run=options.dry_run))
    return FOUND if repairs and options.dry_run else SUCCESS


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
