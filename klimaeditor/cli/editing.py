"""``klimaeditor fields``, ``edit`` and ``fix``: change what is in a dataset, and save it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.checks.rulebook import RULES
from klimaeditor.cli import cli_words
from klimaeditor.cli.arguments import add_dataset, measure_label, open_dataset
from klimaeditor.cli.cli_words import findings
from klimaeditor.cli.console import (
    FOUND,
    SUCCESS,
    Command,
    CommandError,
    one_line,
    remark,
    say,
)
from klimaeditor.cli.notebooks import folded, notebook_of
from klimaeditor.cli.reporting import (
    finding_line,
    label_of_field,
    one_line_finding,
    owner_label,
)
from klimaeditor.cli.typedvalues import read_value, shown
from klimaeditor.model.core_words import counted
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.lookup import (
    find_field,
    find_measure,
    fixed_field,
    similar,
    unknown_rule,
)
from klimaeditor.repairs import apply_automatic
from klimaeditor.saving import save_together

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping

    from klimaeditor.cli.interrupting import Writing
    from klimaeditor.document import Document
    from klimaeditor.model.findings import Severity
    from klimaeditor.repairs import Repair


# --- words ---------------------------------------------------------------------------------------


# --- results -----------------------------------------------------------------------------------

REPAIRED = "behoben"


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


# --- ``klimaeditor edit``: store one value in one field and save ---------------------------------


def _configure_edit(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("--measure", required=True, metavar=cli_words.ID, help=EDIT_MEASURE)
    parser.add_argument("--field", required=True, metavar=cli_words.NAME, help=EDIT_FIELD)
    value = parser.add_mutually_exclusive_group(required=True)
    value.add_argument(cli_words.OPTION_VALUE, metavar=cli_words.VALUE, help=EDIT_VALUE)
    value.add_argument("--null", action="store_true", help=EDIT_NULL)


def save_document(document: Document, work: Writing) -> None:
    """Save in place, merged with what others saved meanwhile; remarks go to stderr.

    Raises DatasetError where that is not possible without a person.
    """
    with work.writing(cli_words.the_dataset(document.location)):
        save_together(document)
    for notice in document.save_notices:
        remark(cli_words.notice(notice))


def _run_edit(options: Namespace) -> int:
    document = open_dataset(options.dataset, options.site)
    measure = find_measure(document.dataset, options.measure)
    field = find_field(options.field, options.site.catalogue)
    if field.kind is Kind.IDENTIFIER:
        raise CommandError(fixed_field(field.label))
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


EDIT_COMMAND: Final[Command] = Command(
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
    folded(document, notebook_of(document))
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


FIX_COMMAND: Final[Command] = Command(
    name="fix",
    summary=FIX_SUMMARY,
    description=FIX,
    examples=FIX_EXAMPLES,
    configure=_configure_fix,
    run=_run_fix,
)
