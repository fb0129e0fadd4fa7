"""``klimaeditor publish``: through the gate, then the package as a whole."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from klimaeditor import excel, reports
from klimaeditor.checks.completeness import missing_fields
from klimaeditor.checks.dates import format_german
from klimaeditor.cli import cli_words
from klimaeditor.cli.arguments import add_dataset, open_dataset, read_day
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
from klimaeditor.cli.notebooks import notebook_of
from klimaeditor.cli.releasegate import internal_state, say_internal
from klimaeditor.cli.reporting import finding_row, label_of_field, measure_id, owner_id, owner_label
from klimaeditor.cli.versions import changes_as_json
from klimaeditor.clock import local_now, local_today
from klimaeditor.files import retired
from klimaeditor.files.disk import write_whole
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import inflected, measures
from klimaeditor.model.findings import Severity
from klimaeditor.model.lookup import find_measure
from klimaeditor.paths import read_at_most, resources
from klimaeditor.policies import Default
from klimaeditor.publish import publisher
from klimaeditor.publish.changelog import details
from klimaeditor.publish.clean import clean_files, plan_cleaning
from klimaeditor.publish.datadate import moment_of
from klimaeditor.publish.folder import read_other
from klimaeditor.publish.package import PackageContent, plan

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from datetime import date, datetime

    from klimaeditor.checks.groups import FindingGroup
    from klimaeditor.document import Document
    from klimaeditor.model.values import Json, Record
    from klimaeditor.publish.clean import Cleaning
    from klimaeditor.publish.gate import Gate
    from klimaeditor.publish.package import PackagePlan, WrittenPackage
    from klimaeditor.publish.publisher import PublicationSettings
    from klimaeditor.reports.yearly_model import YearlyReport


# --- words ---------------------------------------------------------------------------------------

# --- help --------------------------------------------------------------------------------------

PUBLISH_SUMMARY = "prüft und schreibt ein Paket für Website, offene Daten und Git"
PUBLISH = (
    "Führt alle Prüfungen aus und schreibt, wenn kein Fehler mehr steht, ein Paket: die vier\n"
    "JSON-Dateien, Excel, CSV, JSON Schema, Beschreibungen für Portale, AENDERUNGEN.md und\n"
    "Prüfsummen.\n"
    "Vorher nennt es alles, was die Öffentlichkeit lesen wird, mit Anzahl und Stellen: Fehler,\n"
    "leere Zeilen und Karten, „Frage nach!“, zweifelhafte Beträge, weitere Warnungen, Hinweise.\n"
    "Das Paket entsteht ganz oder gar nicht; ein früheres am selben Ort wird ersetzt und ist der\n"
    "Vergleich für AENDERUNGEN.md. Punkte, die jemand verantworten muss (personenbezogene\n"
    "Angaben, Rechte an Beiträgen), verlangen --confirm.\n\n"
    "Rückgabewert: 0 geschrieben, 1 nicht geschrieben (Befunde auf der Ausgabe), 2 nicht\n"
    "ausführbar."
)
PUBLISH_TARGET = "Ordner des Pakets: neu, leer oder ein früheres Paket"
PUBLISH_SINCE = "Paket oder Datensatz zum Vergleich statt des früheren Pakets"
PUBLISH_SETTINGS = "JSON-Datei mit Herausgeber, Lizenz und Kennung statt der eigenen Einstellungen"
PUBLISH_CONFIRM = "bestätigt alle Punkte, die zu bestätigen sind"
PUBLISH_CANONICAL = "die JSON-Dateien in einheitlicher Schreibweise statt wie sie sind"
PUBLISH_DRY_RUN = "nur prüfen und zeigen, was sich ändert; nichts schreiben"
PUBLISH_FORMAT = (
    "text (voreingestellt) zum Lesen, json ein Objekt mit published, allen Befunden nach Thema, "
    "was fehlt oder zu bestätigen ist, den Änderungen und den Dateien"
)
PUBLISH_EXAMPLES = (
    ("daten paket --dry-run", "was steht im Weg, was hat sich geändert?"),
    ("daten paket --confirm", "schreibt das Paket"),
    ("daten paket --settings angaben.json", "mit Angaben aus einer Datei"),
    ("daten paket --dry-run --format json", cli_words.FOR_PROGRAMS),
)

CLEAN_SUMMARY = "bringt die Dateien einmal in einheitliche Schreibweise"
CLEAN = (
    "Schreibt die vier Dateien in einheitlicher Form: zwei Leerzeichen, Umlaute im Klartext,\n"
    "Schlüssel in der Reihenfolge des Formats. Der Inhalt bleibt gleich. Legen Sie es als eigenen\n"
    "Commit ab, getrennt von inhaltlichen Änderungen.\n\n"
    "Rückgabewert: 0; mit --check 1, wenn eine Datei zu bereinigen wäre."
)
CLEAN_CHECK = "nur zählen, nichts schreiben"
CLEAN_EXAMPLES = (
    ("daten --check", "wie viele Zeilen würden sich ändern?"),
    ("daten", "bereinigt"),
)

SCHEMA_SUMMARY = "gibt die JSON Schemas der vier Dateien aus"
SCHEMA = (
    "Erzeugt aus dem Feldkatalog je Datei ein JSON Schema (2020-12): so streng wie die Prüfungen,\n"
    "soweit ein Schema es ausdrücken kann. Mit Ordner entstehen dort vier Dateien, sonst steht\n"
    "ein Objekt mit allen vier auf der Ausgabe."
)
SCHEMA_FINDINGS = "stattdessen das Schema der Befunde, wie „check --format json“ sie ausgibt"
SCHEMA_TARGET = "Ordner für die vier Schemas; er wird angelegt, wenn es ihn nicht gibt"
SCHEMA_EXAMPLES = (
    ("", "alle vier als ein Objekt"),
    ("schema", "vier Dateien im Ordner schema"),
    ("--findings", "was die Befunde von „check“ als JSON bedeuten"),
)
ONE_SCHEMA: Final = "--findings gibt ein Schema aus und schreibt in keinen Ordner."
TARGET: Final = "PAKET"
FOLDER: Final = "ORDNER"
FILE: Final = "DATEI"

# --- results -----------------------------------------------------------------------------------
TO_CONFIRM = "Zu bestätigen (--confirm):"
NOT_IN_ORDER = "Angaben zur Veröffentlichung:"
FOR_A_PORTAL = "Für ein Datenportal:"


_WIDTH: Final = 90
"""Characters of a line that names places."""


def topic_line(title: str, count: int) -> str:
    """Return the heading of a topic."""
    return f"{title}: {count}"


def group_line(count: int, title: str, place: str) -> str:
    """Return how often a rule speaks, and where."""
    return f"  {count:>3}  {title} ({place})"


def refused(errors: int) -> str:
    """Return the closing line where errors stop a publication."""
    stand = inflected(errors, "Ein Fehler steht", f"{errors} Fehler stehen")
    return (
        f"Nicht veröffentlicht: {stand} noch im Datensatz. Was sich von selbst beheben lässt, "
        "behebt „klimaeditor fix“."
    )


def unconfirmed(questions: int) -> str:
    """Return the closing line where something has to be confirmed."""
    what = inflected(questions, "Ein Punkt ist", f"{questions} Punkte sind")
    return (
        f"Nicht veröffentlicht: {what} zu bestätigen. Prüfen Sie, und rufen Sie dann mit "
        "--confirm auf."
    )


LACKING: Final = "Nicht veröffentlicht: Ergänzen Sie zuerst die Angaben zur Veröffentlichung."


def published(files: int, folder: str, *, unchanged: bool) -> str:
    """Return the success of a publication, which may have nothing new to say."""
    if unchanged:
        return f"Nichts ist neu; die {files} Dateien in {folder} bleiben, wie sie sind."
    return f"{files} Dateien nach {folder} geschrieben."


def check_line(title: str, sentence: str) -> str:
    """Return a check that the package has passed."""
    return f"Geprüft: {title}: {sentence}"


def would_publish(folder: str) -> str:
    """Return the success of a rehearsal."""
    return f"Nichts steht im Weg; {folder} wurde nicht geschrieben (--dry-run)."


def cleaned(file: str, lines: int) -> str:
    """Return what cleaning means for one file."""
    if not lines:
        return f"{file}: schon einheitlich"
    return f"{file}: {lines} {inflected(lines, 'Zeile anders', 'Zeilen anders')}"


def counted(what: str, before: int, after: int) -> str:
    """Return one count before and after."""
    return f"  {what}: {before} → {after}"


COUNTS: Final = (
    ("lines", "Zeilen"),
    ("records", "Einträge"),
    ("values", "Werte"),
    ("escapes", "verschlüsselte Zeichen (\\u…)"),
    ("slashes", "verschlüsselte Schrägstriche (\\/)"),
    ("tabs", "mit Tabulator eingerückte Zeilen"),
)


def cleaning_done(files: int, *, check: bool) -> str:
    """Return the closing line of a clean-up."""
    if not files:
        return "Alle Dateien sind einheitlich; es gibt nichts zu bereinigen."
    what = inflected(files, "Eine Datei", f"{files} Dateien")
    if check:
        return f"{what} zu bereinigen; geschrieben wurde nichts."
    return f"{what} bereinigt; der Inhalt ist unverändert."


def schemas_written(files: int, folder: str) -> str:
    """Return the success of writing schemas."""
    return f"{files} Schemas nach {folder} geschrieben."


SUMMARY: Final = "schreibt den Jahresbericht als Excel- oder Word-Datei"
DESCRIPTION: Final = (
    "Schreibt eine Word-Datei (.docx) mit Inhalt, Übersicht, Kosten, Änderungen und allen\n"
    "Maßnahmen, oder eine Excel-Datei (.xlsx) mit Übersicht, Kosten, Maßnahmen, Fortschritt und\n"
    "Änderungen: Neuigkeiten mit einem Datum seit dem gewählten Tag und, mit --former, jede\n"
    "Angabe, die in einer früheren Fassung anders war. Gemeinsame und jährliche Beträge werden\n"
    "nie stillschweigend zusammengezählt. Den Bericht als PDF macht das Programm mit Fenster."
)
REPORT_TARGET: Final = "Datei, die geschrieben wird (.xlsx oder .docx); mit --site ein Text (.md)"
REPORT_TEMPLATE: Final = (
    "Word-Vorlage (.docx oder .dotx) mit Formatvorlagen, Kopf- und Fußzeile; ihr Text entfällt"
)
REPORT_SITE: Final = (
    "statt des Berichts eine kurze Liste für die Betreuung der Website: was keine Angabe ändern "
    "kann, mit dem Ort im Code; ohne Datei auf den Bildschirm"
)
NO_TARGET: Final = "Nennen Sie die Datei, die geschrieben wird. Beispiel: bericht.xlsx."
REPORT_SINCE: Final = (
    "Neuigkeiten seit diesem Tag (TT.MM.JJJJ oder JJJJ-MM-TT); ohne Angabe seit einem Jahr"
)
REPORT_FORMER: Final = (
    "frühere Fassung zum Vergleich: Datensatz, Sicherung oder veröffentlichtes Paket"
)
REPORT_NAME: Final = "Name des Datensatzes im Bericht; ohne Angabe der Name des Ordners"
REPORT_FORCE: Final = "eine vorhandene Datei ersetzen"
EXAMPLES: Final = (
    ("daten bericht.xlsx --since 2026-01-01", "was seit Jahresbeginn geschehen ist"),
    ("daten bericht.xlsx --former paket2025", "dazu, was seit dem Paket anders ist"),
    ("daten bericht.docx --template stadt.dotx", "als Word-Datei mit der Vorlage der Stadt"),
    ("daten website.md --site", "Liste für die Betreuung der Website"),
)


WORD_SUMMARY: Final = "schreibt Maßnahmen als Word-Datei"
WORD: Final = (
    "Schreibt eine, mehrere oder alle Maßnahmen als Word-Datei, so wie die öffentliche Seite sie\n"
    "zeigt: Kurzangaben, Fortschritt, Beschreibung, Auswirkungen, Umsetzung und Links.\n"
    "Überschriften, Tabellen und Sprache sind so ausgezeichnet, dass ein Screenreader sie vorliest."
)
WORD_TARGET: Final = "Word-Datei, die geschrieben wird (.docx)"
WORD_MEASURE: Final = "Kennung einer Maßnahme, mehrfach möglich; ohne Angabe alle"
NO_DOCX: Final = "Die Datei muss auf „.docx“ enden. Beispiel: massnahme.docx."
WORD_EXAMPLES: Final = (
    ("daten massnahme.docx --measure mobilitaet1", "eine Maßnahme"),
    ("daten alle.docx --template stadt.dotx", "alle, mit der Vorlage der Stadt"),
)
DOCX: Final = ".docx"
TEMPLATE_ONLY_WORD: Final = "--template gilt nur für eine Word-Datei (.docx)."


def words_written(count: int, target: str) -> str:
    """Return what was done."""
    return f"{measures(count)} geschrieben: {target}"


def site_list_written(target: str) -> str:
    """Return the success of writing the list for the site's maintainers."""
    return f"Liste für die Betreuung der Website geschrieben: {target}"


def written(measures: int, target: str) -> str:
    """Return what was done."""
    noun = inflected(measures, "Maßnahme", "Maßnahmen")
    return f"Bericht über {measures} {noun} geschrieben: {target}"


def since_in_future(day: str) -> str:
    """Return the refusal of a day that is still to come."""
    return f"Der Tag {day} liegt in der Zukunft. Geben Sie einen früheren an."


# --- ``klimaeditor publish``: through the gate, then the package as a whole ----------------------


def _configure_publish(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("target", type=Path, metavar=TARGET, help=PUBLISH_TARGET)
    parser.add_argument("--since", type=Path, metavar=FOLDER, help=PUBLISH_SINCE)
    parser.add_argument("--settings", type=Path, metavar=FILE, help=PUBLISH_SETTINGS)
    parser.add_argument("--confirm", action="store_true", help=PUBLISH_CONFIRM)
    parser.add_argument("--canonical", action="store_true", help=PUBLISH_CANONICAL)
    parser.add_argument("--dry-run", action="store_true", help=PUBLISH_DRY_RUN)
    parser.add_argument("--format", choices=("text", "json"), default="text", help=PUBLISH_FORMAT)


def _run_publish(options: Namespace) -> int:
    document = open_dataset(options.dataset, options.site)
    folder = document.location or options.dataset
    document.dataset.retired_ids |= retired.known_ids(folder, document.dataset)
    since = read_other(options.since, options.site) if options.since else None
    internal = internal_state(document)
    content = PackageContent(document.dataset, document.sources, document.findings.all(), internal)
    moment = moment_of(document.location, local_now())
    planned = plan(content, options.target, _settings(options), moment, since)
    if options.format == "json":
        refusal = _refusal(planned, options)
        only_said = refusal or options.dry_run
        written = None if only_said else _write(planned, options, folder)
        say_json(_as_json(document, planned, written))
        return FOUND if refusal else SUCCESS
    _say_gate(document, planned.gate)
    say(planned.subject if planned.comparison is None else details(planned.comparison).rstrip())
    say()
    _say_advice(planned)
    return _publish(planned, options, folder)


def _say_advice(planned: PackagePlan) -> None:
    """Say what a portal will ask for; nothing stops because of it (OPN-09)."""
    advice = publisher.advice(planned.settings)
    if advice:
        say(FOR_A_PORTAL)
        for sentence in advice:
            say(f"  {one_line(sentence)}")
        say()


def _as_json(document: Document, planned: PackagePlan, written: WrittenPackage | None) -> Record:
    """Return a publication, or what stands against it, for machines."""
    gate, found = planned.gate, planned.comparison
    topics: list[Json] = [
        {
            "topic": topic.topic.value,
            "title": topic.title,
            "findings": [
                finding_row(document, f) for group in topic.groups for f in group.findings
            ],
        }
        for topic in gate.topics
    ]
    questions: list[Json] = [
        {
            "kind": question.kind.value,
            "sentence": question.sentence,
            "measure": measure_id(document, question.finding) if question.finding else None,
        }
        for question in gate.questions
    ]
    return {
        "published": written is not None,
        "unchanged": written is not None and written.unchanged,
        "target": str(planned.target),
        "errors": len(gate.errors),
        "lacks": list(gate.lacks),
        "advice": list(publisher.advice(planned.settings)),
        "questions": questions,
        "topics": topics,
        "accepted": gate.accepted,
        "unreleased": [document.view(key).id for key in gate.unreleased],
        "subject": planned.subject,
        "changes": None if found is None else changes_as_json(found),
        "files": {} if written is None else dict(written.sizes),
    }


def _settings(options: Namespace) -> PublicationSettings:
    chosen: Path | None = options.settings
    path = chosen or publisher.default_path()
    found = publisher.load_for_machine(
        path, load_machine_defaults(), options.site.city, needed=chosen is not None
    )
    return replace(found, canonical=True) if options.canonical else found


def _say_gate(document: Document, gate: Gate) -> None:
    for topic in gate.topics:
        say(topic_line(topic.title, topic.count))
        for group in topic.groups:
            if not topic.is_one_rule:
                place = group.place(lambda key: document.view(key).title)
                say(group_line(len(group.findings), one_line(group.title), one_line(place)))
            _say_places(document, group)
        say()
    say_internal(document, gate)
    if gate.lacks:
        say(NOT_IN_ORDER)
        for sentence in gate.lacks:
            say(f"  {one_line(sentence)}")
    if gate.questions:
        say(TO_CONFIRM)
        for question in gate.questions:
            where = owner_label(document, question.finding) + ": " if question.finding else ""
            say(f"  {one_line(where + question.sentence)}")
    if gate.lacks or gate.questions:
        say()


def _say_places(document: Document, group: FindingGroup) -> None:
    """Say the places of a group by field; of errors every sentence, too."""
    by_field: dict[tuple[str, str], dict[str, None]] = {}
    for finding in group.findings:
        sentence = finding.message if group.severity is Severity.ERROR else ""
        label = label_of_field(document, finding)
        by_field.setdefault((sentence, label), {})[owner_id(document, finding)] = None
    for (sentence, label), owners in sorted(by_field.items(), key=lambda item: -len(item[1])):
        where = (f"{label}: " if label else "") + ", ".join(owners)
        for text in (sentence, where):
            for line in wrap(one_line(text), _WIDTH, break_long_words=False):
                say(f"       {line}")


def _publish(planned: PackagePlan, options: Namespace, folder: Path) -> int:
    refusal = _refusal(planned, options)
    if refusal:
        remark(refusal)
        return FOUND
    if options.dry_run:
        say(would_publish(str(options.target)))
        return SUCCESS
    written = _write(planned, options, folder)
    for check in written.checks:
        say(check_line(check.title, check.sentence))
    say(published(len(written.sizes), str(options.target), unchanged=written.unchanged))
    return SUCCESS


def _refusal(planned: PackagePlan, options: Namespace) -> str:
    """Return why nothing is published, "" where nothing stands against it."""
    gate = planned.gate
    if gate.errors:
        return refused(len(gate.errors))
    if gate.lacks:
        return LACKING
    return unconfirmed(len(gate.questions)) if gate.questions and not options.confirm else ""


def _write(planned: PackagePlan, options: Namespace, folder: Path) -> WrittenPackage:
    with options.work.writing(cli_words.the_folder(options.target)):
        written = planned.write(confirmed=options.confirm)
        retired.note(folder, planned.register)
    return written


PUBLISH_COMMAND: Final[Command] = Command(
    name="publish",
    summary=PUBLISH_SUMMARY,
    description=PUBLISH,
    examples=PUBLISH_EXAMPLES,
    configure=_configure_publish,
    run=_run_publish,
)


# --- ``klimaeditor clean``: canonical formatting, once (OPN-02) ----------------------------------


def _configure_clean(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("--check", action="store_true", help=CLEAN_CHECK)


def _run_clean(options: Namespace) -> int:
    document = open_dataset(options.dataset, options.site)
    found = plan_cleaning(document.sources, options.site.catalogue)
    needed = sum(cleaning.needed for cleaning in found)
    if needed and not options.check and document.location is not None:
        with options.work.writing(cli_words.the_dataset(document.location)):
            refusal = document.back_up(document.location)
            if refusal:
                remark(refusal)
            catalogue = options.site.catalogue
            clean_files(document.location, document.sources, catalogue, document.backup_root)
    for cleaning in found:
        _say_counts(cleaning)
    say(cleaning_done(needed, check=options.check))
    return FOUND if needed and options.check else SUCCESS


def _say_counts(cleaning: Cleaning) -> None:
    say(cleaned(cleaning.file, cleaning.changed_lines))
    if cleaning.needed:
        for name, label in COUNTS:
            before, after = getattr(cleaning.before, name), getattr(cleaning.after, name)
            if before or after:
                say(counted(label, before, after))


CLEAN_COMMAND: Final[Command] = Command(
    name="clean",
    summary=CLEAN_SUMMARY,
    description=CLEAN,
    examples=CLEAN_EXAMPLES,
    configure=_configure_clean,
    run=_run_clean,
)


# --- ``klimaeditor schema``: the JSON Schemas of the four files, made from the catalogue ---------


def _configure_schema(parser: ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", type=Path, metavar=FOLDER, help=SCHEMA_TARGET)
    parser.add_argument("--findings", action="store_true", help=SCHEMA_FINDINGS)


def _run_schema(options: Namespace) -> int:
    if options.findings:
        return _say_schema_of_findings(options)
    from klimaeditor.publish.schema import file_name, schema_of  # noqa: PLC0415 - loads pydantic

    folder: Path | None = options.folder
    catalogue = options.site.catalogue
    schemas: Record = {file_name(file): schema_of(file, catalogue) for file in FileName}
    if folder is None:
        say_json(schemas)
        return SUCCESS
    with options.work.writing(cli_words.the_folder(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in schemas.items():
            text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
            (folder / name).write_bytes(text.encode("utf-8"))
    say(schemas_written(len(schemas), str(folder)))
    return SUCCESS


def _say_schema_of_findings(options: Namespace) -> int:
    if options.folder is not None:
        raise CommandError(ONE_SCHEMA)
    text = read_at_most(resources() / "schema" / "befunde.schema.json").decode("utf-8")
    say(text.rstrip("\n"))
    return SUCCESS


SCHEMA_COMMAND: Final[Command] = Command(
    name="schema",
    summary=SCHEMA_SUMMARY,
    description=SCHEMA,
    examples=SCHEMA_EXAMPLES,
    configure=_configure_schema,
    run=_run_schema,
)


# --- ``klimaeditor report``: the yearly report as a workbook -------------------------------------


def _configure_report(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("target", type=Path, nargs="?", metavar=FILE, help=REPORT_TARGET)
    parser.add_argument("--template", type=Path, metavar=FILE, help=REPORT_TEMPLATE)
    parser.add_argument("--site", dest="for_site", action="store_true", help=REPORT_SITE)
    parser.add_argument("--since", metavar="TAG", help=REPORT_SINCE)
    parser.add_argument("--former", type=Path, metavar=FOLDER, help=REPORT_FORMER)
    parser.add_argument("--name", metavar="TEXT", default="", help=REPORT_NAME)
    parser.add_argument("--force", action="store_true", help=REPORT_FORCE)


def _run_report(options: Namespace) -> int:
    if options.for_site:
        return _list_for_site(options)
    target = _target(options)
    now = local_now()
    since = _since(options.since, now.date()) or reports.yearly.year_before(now.date())
    former: Path | None = options.former
    document = open_dataset(options.dataset, options.site)
    wanted = reports.yearly.ReportOrder(
        options.name or (document.location or options.dataset).absolute().name,
        now.date(),
        since,
        former=read_other(former, options.site) if former else None,
        former_label=former.absolute().name if former else "",
        groups=notebook_of(document).budget_keys,
    )
    overview = reports.overview.OverviewIndex(document.dataset, document.findings).overview(
        now.date()
    )
    report = reports.yearly.report_of(
        document.dataset, reports.yearly.ReportContext(overview, missing_fields), wanted
    )
    _write_report(options, report, target, now)
    say(one_line(written(len(report.measures), str(target))))
    return SUCCESS


def _write_report(options: Namespace, report: YearlyReport, target: Path, now: datetime) -> None:
    """Write the report in the format that the target's name says."""
    if target.suffix.lower() == DOCX:
        order = reports.word.WordOrder(report.name, now, _template(options))
        content = reports.word.report_file(report, order)
        with options.work.writing(cli_words.the_file(target)):
            write_whole(target, content)
        return
    if options.template is not None:
        raise CommandError(TEMPLATE_ONLY_WORD)
    with options.work.writing(cli_words.the_file(target)):
        excel.handout.write_tables(
            reports.yearly_workbook.tables_of(report),
            reports.yearly_workbook.about(report, now),
            target,
        )


def _template(options: Namespace) -> bytes | None:
    """Return the template that was named, else the machine's; a locked one outweighs both."""
    named = None if options.template is None else str(options.template)
    path = load_machine_defaults().value(Default.TEMPLATE, named)
    return reports.wordfile.read_template(Path(path)) if path else None


def _target(options: Namespace) -> Path:
    target: Path | None = options.target
    if target is None:
        raise CommandError(NO_TARGET)
    if target.is_dir() or (target.exists() and not options.force):
        raise CommandError(cli_words.file_exists(str(target)))
    if not target.parent.is_dir():
        raise CommandError(cli_words.folder_missing(str(target.parent)))
    return target


def _list_for_site(options: Namespace) -> int:
    """Print or write what only the maintainers of the website can mend."""
    target = None if options.target is None else _target(options)
    document = open_dataset(options.dataset, options.site)
    text = reports.site_list.site_list(document.dataset, local_today())
    if target is None:
        for line in text.splitlines():
            say(line)
        return SUCCESS
    with options.work.writing(cli_words.the_file(target)):
        write_whole(target, text.encode("utf-8"))
    say(one_line(site_list_written(str(target))))
    return SUCCESS


def _since(text: str | None, today: date) -> date | None:
    if not text:
        return None
    day = read_day(text)
    if day > today:
        raise CommandError(since_in_future(format_german(day.isoformat())))
    return day


# --- ``klimaeditor word``: measures as a paper for a council -------------------------------------


def _configure_word(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("target", type=Path, metavar=FILE, help=WORD_TARGET)
    parser.add_argument("--measure", metavar=cli_words.ID, action="append", help=WORD_MEASURE)
    parser.add_argument("--template", type=Path, metavar=FILE, help=REPORT_TEMPLATE)
    parser.add_argument("--name", metavar="TEXT", default="", help=REPORT_NAME)
    parser.add_argument("--force", action="store_true", help=REPORT_FORCE)


def _run_word(options: Namespace) -> int:
    target = _target(options)
    if target.suffix.lower() != DOCX:
        raise CommandError(NO_DOCX)
    document = open_dataset(options.dataset, options.site)
    named = options.measure or ()
    keys = dict.fromkeys(find_measure(document.dataset, name) for name in named)
    chosen = list(keys) or document.dataset.measure_keys()
    name = options.name or (document.location or options.dataset).absolute().name
    order = reports.word.WordOrder(name, local_now(), _template(options))
    content = reports.word.measures_file(document.dataset, chosen, order)
    with options.work.writing(cli_words.the_file(target)):
        write_whole(target, content)
    say(one_line(words_written(len(chosen), str(target))))
    return SUCCESS


WORD_COMMAND: Final[Command] = Command(
    name="word",
    summary=WORD_SUMMARY,
    description=WORD,
    examples=WORD_EXAMPLES,
    configure=_configure_word,
    run=_run_word,
)
REPORT_COMMAND: Final[Command] = Command(
    name="report",
    summary=SUMMARY,
    description=DESCRIPTION,
    examples=EXAMPLES,
    configure=_configure_report,
    run=_run_report,
)
