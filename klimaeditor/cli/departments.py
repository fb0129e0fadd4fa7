"""``klimaeditor request``: workbooks for the departments to fill in."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor import excel, exchange
from klimaeditor.cli import additions, cli_words, colleague, notebooks
from klimaeditor.cli.arguments import add_dataset, open_dataset, read_day
from klimaeditor.cli.console import (
    FAILED,
    FOUND,
    SUCCESS,
    Command,
    CommandError,
    one_line,
    remark,
    say,
    say_json,
)
from klimaeditor.cli.editing import save_document
from klimaeditor.clock import local_now
from klimaeditor.excel.request_layout import FEW_MEASURES, RequestArrangement
from klimaeditor.exchange import exchange_words
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model import core_words
from klimaeditor.model.core_words import counted, inflected, quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError
from klimaeditor.model.lookup import find_field, find_measure
from klimaeditor.model.values import Absent
from klimaeditor.policies import Default

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from klimaeditor.cli.additions import Additions
    from klimaeditor.cli.interrupting import Writing
    from klimaeditor.document import Document
    from klimaeditor.exchange.importing import Decided, LookedAt, NotRead, ReadIn
    from klimaeditor.exchange.mergereport import Key
    from klimaeditor.exchange.proposals import FileProblem, Proposal, Returned
    from klimaeditor.model.values import Json, Value


# --- words: help ---------------------------------------------------------------------------------

OUTDIR, FILE, NAMES, IDS = "ORDNER", "DATEI", "FELDER", "KENNUNGEN"
DAY, TEXT, REPORT = "TAG", "TEXT", "BERICHT"

THE_REGISTER = "das Verzeichnis der Abfrage"
REQUEST_SUMMARY = "schreibt je zuständiger Stelle eine Excel-Datei zum Ausfüllen"
REQUEST = (
    "Schreibt je zuständiger Stelle oder Kategorie eine Excel-Datei und das Verzeichnis\n"
    "„abfrage.json“ in einen neuen Ordner. Der Ordner darf nicht im Datensatz liegen, denn was\n"
    "dort liegt, wird veröffentlicht. Ähnliche Schreibweisen einer Stelle kommen in eine Datei.\n\n"
    "Die Rückläufe liest „klimaeditor import“ ein."
)
REQUEST_OUTDIR = "Ordner für die Abfrage; er wird angelegt, wenn es ihn nicht gibt"
REQUEST_BY = (
    "eine Excel-Datei je zuständiger Stelle (responsible), je Kategorie (category) oder eine für "
    "alles (nothing)"
)
REQUEST_FIELDS = "Namen der gefragten Felder, durch Komma getrennt, siehe „klimaeditor fields“"
REQUEST_MEASURES = "nur diese Maßnahmen, durch Komma getrennt"
REQUEST_STALE = "nur Maßnahmen ohne Neues seit diesem Tag (TT.MM.JJJJ oder JJJJ-MM-TT)"
REQUEST_INCOMPLETE = "nur Maßnahmen, denen auf der öffentlichen Seite etwas fehlt"
REQUEST_DUE = "bis wann die Dateien zurück sein sollen (TT.MM.JJJJ oder JJJJ-MM-TT)"
REQUEST_CONTACT = (
    "an wen sie zurückgehen: Name, Telefon, E-Mail; ohne Angabe das Fachamt, das die IT für "
    "diesen Rechner eingetragen hat"
)
REQUEST_NOTE = "Anschreiben, steht auf dem Blatt „Hinweise“"
REQUEST_LAYOUT = (
    "ein Blatt je Maßnahme (sheets) oder eine Tabelle (table); ohne Angabe bekommen Stellen mit "
    f"bis zu {FEW_MEASURES} Maßnahmen Blätter, die anderen eine Tabelle"
)
REQUEST_EXAMPLES: Final = (
    (
        "daten abfrage2026 --by responsible --due 2026-12-24",
        "eine Excel-Datei je zuständiger Stelle",
    ),
    ("daten abfrage2026 --by category --fields state_text,state_date", "nur den Sachstand fragen"),
    ("daten abfrage2026 --by nothing --stale-since 2026-01-01", "was lange nichts Neues hatte"),
)

IMPORT_SUMMARY = "liest Rückläufe der zuständigen Stellen und andere Tabellen ein"
IMPORT = (
    "Vergleicht jede Datei Feld für Feld mit dem, was verschickt wurde, und mit dem Datensatz, "
    "wie\ner jetzt ist. Ohne --accept wird nur gezeigt, was zu tun wäre. Gespeichert wird nie "
    "etwas,\ndas beschädigt aussieht oder dem etwas anderes entgegensteht; eine leere Zelle "
    "heißt „nicht\nbeantwortet“. Auch fremde Tabellen und Sachstandsberichte werden "
    "gelesen.\n\nAus einem Ordner werden *.xlsx und *.csv gelesen; was sonst darin liegt, wird "
    "genannt. Ist\nes der Datensatz einer anderen Person oder ein Paket, als Ordner oder als "
    "Zip-Datei, wird er\nFeld für Feld zusammengeführt; Tabellen darin werden nicht "
    "gelesen.\n\nRückgabewert: 0 übernommen oder nichts zu tun, 1 es bleibt etwas zu entscheiden "
    "oder\nnachzusehen, 2 eine Datei ließ sich nicht lesen."
)
IMPORT_FILES = (
    "Rückläufe: Dateien oder Ordner mit Excel-Dateien und Tabellen (*.xlsx, *.csv); oder allein "
    "der Datensatz einer anderen Person"
)
IMPORT_ACCEPT = "übernimmt und speichert, was eindeutig ist (unproblematic)"
IMPORT_AGAIN = "liest auch Rückläufe, die schon übernommen wurden"
IMPORT_DRY_RUN = "nur zeigen, was geschähe; nichts speichern"
IMPORT_FORMAT = "Ausgabe als Text oder als JSON"
IMPORT_REGISTER = (
    "Ordner der Abfrage mit „abfrage.json“; ohne Angabe gilt der Ordner der Datei oder der darüber"
)
IMPORT_REPORT = "Bericht dazu schreiben, endet auf .xlsx oder .html"
IMPORT_EXAMPLES: Final = (
    ("daten ruecklauf.xlsx", "zeigt, was die zuständige Stelle geändert hat"),
    ("daten ruecklaeufe --accept unproblematic", "übernimmt aus einem Ordner, was eindeutig ist"),
    ("daten ruecklaeufe --accept unproblematic --dry-run --format json", "Probe, für Programme"),
    ("daten ruecklauf.xlsx --accept unproblematic --report bericht.html", "mit Bericht"),
    additions.IMPORT_NEW_EXAMPLE,
    colleague.IMPORT_COPY_EXAMPLE,
)

# --- results -----------------------------------------------------------------------------------

DECISIONS: Final = MappingProxyType(
    {
        "taken": "übernommen",
        "acceptable": "eindeutig",
        "done": "schon so",
        "conflict": "Konflikt",
        "open": "zu prüfen",
    }
)


def sent_line(file: str, department: str, measures: int) -> str:
    """Return the line of one workbook."""
    return f"{file}  ({department}, {core_words.measures(measures)})"


def sent_all(count: int, folder: str) -> str:
    """Return the last line of a request."""
    what = inflected(count, "Eine Excel-Datei", f"{count} Excel-Dateien")
    return f"{what} und das Verzeichnis „abfrage.json“ liegen in {folder}."


def grouped(department: str, spellings: Sequence[str]) -> str:
    """Return the remark about spellings that were put together."""
    listed = ", ".join(quoted(spelling) for spelling in spellings)
    return f"{quoted(department)} umfasst die Schreibweisen {listed}."


def no_files(folder: str, others: Sequence[str]) -> str:
    """Return the message for a folder without workbooks; *others* are what lies there instead."""
    there = f" Nicht gelesen: {'; '.join(others)}." if others else ""
    return (
        f"In {quoted(folder)} liegt keine Excel-Datei oder Tabelle (*.xlsx, *.csv).{there} Geben "
        "Sie einen anderen Ordner an."
    )


def left_unread(name: str, reason: str) -> str:
    """Return the line of something in a folder that was not read."""
    return f"{name}: {reason}"


NOT_READ: Final = "Nicht gelesen:"


def begun(file: str, count: int) -> str:
    """Return the remark about a return that somebody is deciding on in the window."""
    what = inflected(count, "eine Angabe", f"{count} Angaben")
    return (
        f"Über {what} aus {quoted(file)} wurde im Fenster schon entschieden, aber noch nichts "
        "übernommen. Das bleibt unverändert; dort geht es unter „Rückläufe“ weiter."
    )


def report_suffix(name: str) -> str:
    """Return the refusal of a report in another format."""
    return f"{quoted(name)}: Der Bericht muss auf „.xlsx“ oder „.html“ enden."


def file_head(file: str, sender: str) -> str:
    """Return the heading of one file."""
    return f"{file} – {sender}" if sender else file


def proposal_line(decision: str, label: str, old: str, new: str) -> str:
    """Return the line of one value: what it is now, what came back."""
    return f"{DECISIONS[decision]:<10}  {label}: {old} → {new}"


def sent_value(value: str) -> str:
    """Return the line that says what was sent, where that matters."""
    return f"versandt: {value}"


def rival_line(file: str, value: str) -> str:
    """Return the line that says what another file wants."""
    return f"dagegen {quoted(file)}: {value}"


REMARKS: Final = "Bemerkungen der zuständigen Stellen (nur für die Stabsstelle):"
NOTHING: Final = "Nichts zu tun."


def summary(stored: int, acceptable: int, left: int, unread: int, *, dry: bool) -> str:
    """Return the last line of an import."""
    parts = []
    if stored:
        verb = "würden übernommen" if dry else "übernommen und gespeichert"
        parts.append(f"{_values(stored)} {verb}")
    if acceptable:
        parts.append(f"{_values(acceptable)} eindeutig (--accept unproblematic übernimmt sie)")
    if left:
        parts.append(f"{left} zu prüfen")
    if unread:
        what = counted(unread, "Datei oder Ordner", "Dateien oder Ordner")
        parts.append(f"{what} nicht gelesen")
    return "; ".join(parts) + "." if parts else NOTHING


def _values(count: int) -> str:
    return counted(count, "Angabe", "Angaben")


# --- ``klimaeditor request``: workbooks for the departments to fill in ---------------------------

_BY = ("responsible", "category", "nothing")
_LAYOUTS = ("sheets", "table")


def _configure_request(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("outdir", type=Path, metavar=OUTDIR, help=REQUEST_OUTDIR)
    parser.add_argument("--by", choices=_BY, required=True, help=REQUEST_BY)
    parser.add_argument("--fields", metavar=NAMES, help=REQUEST_FIELDS)
    parser.add_argument("--measures", metavar=IDS, help=REQUEST_MEASURES)
    parser.add_argument("--stale-since", metavar=DAY, help=REQUEST_STALE)
    parser.add_argument("--incomplete", action="store_true", help=REQUEST_INCOMPLETE)
    parser.add_argument("--due", metavar=DAY, help=REQUEST_DUE)
    parser.add_argument("--contact", metavar=TEXT, help=REQUEST_CONTACT)
    parser.add_argument("--note", metavar=TEXT, default="", help=REQUEST_NOTE)
    parser.add_argument("--layout", choices=_LAYOUTS, help=REQUEST_LAYOUT)


def _run_request(options: Namespace) -> int:

    document = open_dataset(options.dataset, options.site)
    fields = _names(options.fields)
    wanted = exchange.requests.RequestOrder(
        fields=tuple(find_field(name, options.site.catalogue).name for name in fields)
        or excel.request_layout.DEFAULT_FIELDS,
        due=_day(options.due),
        contact=load_machine_defaults().value(Default.DEPARTMENT, options.contact),
        note=options.note,
        arrangement=(RequestArrangement(options.layout) if options.layout else None),
    )
    groups = exchange.requests.split(
        document.dataset, _measures(document, options), exchange.requests.By(options.by)
    )
    with options.work.writing(cli_words.the_folder(options.outdir)):
        sent = exchange.requests.send(
            document.dataset, groups, wanted, options.outdir, document.location
        )
    for group in groups:
        if len(group.spellings) > 1:
            remark(cli_words.notice(grouped(group.name, group.spellings)))
    for notice in sent.notices:
        remark(cli_words.notice(notice))
    for entry in sent.register.departments:
        say(one_line(sent_line(entry.file, entry.name, len(entry.measures))))
    say(sent_all(len(sent.files), str(options.outdir)))
    return SUCCESS


def _measures(document: Document, options: Namespace) -> list[int]:
    """Return the measures that are asked about, in the order of the dataset."""
    dataset = document.dataset
    keys = dataset.measure_keys()
    if options.measures:
        wanted = {find_measure(dataset, name) for name in _names(options.measures)}
        keys = [key for key in keys if key in wanted]
    since = _day(options.stale_since)
    if since is not None:
        keys = list(exchange.requests.stale(dataset, keys, since))
    if options.incomplete:
        keys = list(exchange.requests.incomplete(dataset, keys))
    return keys


def _names(text: str | None) -> list[str]:
    return [name for part in (text or "").split(",") if (name := part.strip())]


def _day(text: str | None) -> date | None:
    return read_day(text) if text else None


REQUEST_COMMAND: Final[Command] = Command(
    name="request",
    summary=REQUEST_SUMMARY,
    description=REQUEST,
    examples=REQUEST_EXAMPLES,
    configure=_configure_request,
    run=_run_request,
)


# --- What ``klimaeditor import`` says about the files: lines for people, JSON for programs -------

if TYPE_CHECKING:
    Accepted = Collection[tuple[Returned, Proposal]]

_LONGEST = 160


def decision(proposal: Proposal, accepted: Accepted) -> str:
    """Return what becomes of a proposal: taken, done, acceptable, conflict or open."""
    if any(taken is proposal for _, taken in accepted):
        return "taken"
    if proposal.is_done:
        return "done"
    if proposal.is_conflict:
        return "conflict"
    return "acceptable" if proposal.unproblematic else "open"


def as_json(found: Import, *, saved: bool) -> Json:
    """Return everything for machines; a value that is not there is null."""
    return {
        "saved": saved,
        "files": [_file(returned, found.accepted) for returned in found.files],
        **additions.additions_as_json(found.added),
        "not_read": [{"file": left.path.name, "reason": left.reason} for left in found.not_read],
    }


def _file(returned: Returned, accepted: Accepted) -> Json:
    return {
        "file": returned.file,
        "kind": returned.kind.value,
        "sender": returned.sender or None,
        "request": returned.request or None,
        "readable": not returned.unreadable,
        "fields": [
            _field(proposal, decision(proposal, accepted)) for proposal in returned.proposals
        ],
        "problems": [_problem(problem) for problem in returned.problems],
        "remarks": [
            {
                "measure": remark.measure_id,
                "answer": remark.answer or None,
                "text": remark.text or None,
            }
            for remark in returned.remarks
        ],
    }


def _field(proposal: Proposal, decided: str) -> Json:
    return {
        "measure": proposal.measure_id,
        "field": proposal.place.field,
        "item": proposal.place.item,
        "base": _value(proposal.base),
        "returned": _value(proposal.returned),
        "current": _value(proposal.current),
        "decision": decided,
        "problem": [problem.code for problem in proposal.problems],
        "sheet": proposal.sheet,
        "cell": proposal.cell,
        "score": proposal.score,
        "rivals": [
            {"file": rival.file, "sender": rival.sender, "returned": _value(rival.returned)}
            for rival in proposal.rivals
        ],
    }


def _problem(problem: FileProblem) -> Json:
    return {
        "code": problem.code,
        "severe": problem.severe,
        "message": problem.message,
        "sheet": problem.sheet or None,
        "cell": problem.cell or None,
        "measure": problem.measure_id or None,
        "field": problem.field or None,
    }


def _value(value: Value) -> Json:
    return None if isinstance(value, Absent) else value


def say_files(files: Iterable[Returned], accepted: Accepted) -> None:
    """Print the files with what they want, what speaks against it and what was remarked."""
    for returned in files:
        say(one_line(file_head(returned.file, returned.sender)))
        heading = ""
        for proposal in returned.proposals:
            if proposal.measure_id != heading:
                heading = proposal.measure_id
                say(f"  {one_line(f'{proposal.measure_id}  {proposal.title}')}")
            _say_proposal(proposal, decision(proposal, accepted))
        said = {problem for proposal in returned.proposals for problem in proposal.problems}
        for problem in returned.problems:
            if problem not in said:
                say(f"  {one_line(problem.message)}")
        _say_remarks(returned)
        say()


def _say_proposal(proposal: Proposal, decided: str) -> None:
    def words(value: Value) -> str:
        text = one_line(proposal.described(value))
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

    current, returned = words(proposal.current), words(proposal.returned)
    label = one_line(proposal.label)
    say(f"    {proposal_line(decided, label, current, returned)}")
    if proposal.is_conflict:
        say(f"      {sent_value(words(proposal.base))}")
    for rival in proposal.rivals:
        say(f"      {rival_line(one_line(rival.file), words(rival.returned))}")
    for problem in proposal.problems:
        say(f"      {one_line(problem.message)}")


def _say_remarks(returned: Returned) -> None:
    spoken = [found for found in returned.remarks if found.text or found.answer == "not_ours"]
    if spoken:
        say(f"  {REMARKS}")
    for found in spoken:
        what = exchange_words.said(found.answer, found.text)
        say(f"    {one_line(f'{found.title}: {what}')}")


# --- ``klimaeditor import``: take back what departments returned, and other people's tables ------


@dataclass(slots=True)
class Import:
    """One call: the files as read, the register of each (or None), and what is taken.

    *not_read* is what lies beside them in the folders that were given, *begun* where somebody has
    decided in the window and not stored it yet, *added* the measures that the files have brought.
    """

    read: ReadIn
    accepted: list[tuple[Returned, Proposal]] = field(default_factory=list)
    not_read: tuple[NotRead, ...] = ()
    begun: frozenset[Key] = frozenset()
    added: Additions = field(default_factory=additions.Additions)

    def is_begun(self, returned: Returned, proposal: Proposal) -> bool:
        """Whether somebody has decided on a value in the window."""
        return exchange.mergereport.key_of(returned, proposal) in self.begun

    @property
    def files(self) -> tuple[Returned, ...]:
        """The files, set against each other."""
        return self.read.files

    def acceptable(self, returned: Returned) -> int:
        """Return how many values of a file may be taken without being looked at."""
        return sum(not self.is_begun(returned, found) for found in returned.unproblematic)

    @property
    def left(self) -> int:
        """How many values and damages somebody has to look at."""
        taken = {id(proposal) for _, proposal in self.accepted}
        found = [(f, p) for f in self.files for p in f.proposals if not p.is_done]
        values = [p for _, p in found]
        doubtful = [
            p
            for f, p in found
            if id(p) not in taken and (not p.unproblematic or self.is_begun(f, p))
        ]
        own = {problem for p in values for problem in p.problems}
        damage = {p for f in self.files for p in f.problems if p.severe} - own
        return len(doubtful) + len(damage) + len(self.added.not_made)


def _configure_import(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("files", type=Path, nargs="+", metavar=FILE, help=IMPORT_FILES)
    parser.add_argument("--accept", choices=("unproblematic",), help=IMPORT_ACCEPT)
    parser.add_argument("--again", action="store_true", help=IMPORT_AGAIN)
    parser.add_argument("--dry-run", action="store_true", help=IMPORT_DRY_RUN)
    parser.add_argument("--format", choices=("text", "json"), default="text", help=IMPORT_FORMAT)
    additions.configure(parser)
    parser.add_argument("--register", type=Path, metavar=OUTDIR, help=IMPORT_REGISTER)
    parser.add_argument("--report", type=Path, metavar=REPORT, help=IMPORT_REPORT)
    parser.add_argument("--base", type=Path, metavar=colleague.BASE, help=colleague.IMPORT_BASE)


def _run_import(options: Namespace) -> int:
    if options.report is not None and options.report.suffix.lower() not in (".xlsx", ".html"):
        raise CommandError(report_suffix(options.report.name))
    copy = colleague.copy_in(options.files)
    if copy is not None:
        return colleague.run_copy(copy, options)
    if options.base is not None:
        raise CommandError(colleague.BASE_IS_FOR_COPIES)
    document = open_dataset(options.dataset, options.site)
    paths, not_read = _paths(options.files)
    looked_at = _look_at(document, paths, options.register)
    if options.again:
        looked_at = exchange.importing.look_again(document.dataset, looked_at)
    added = additions.add_missing(document, looked_at, options.new_measures)
    found = Import(_read(document, looked_at), not_read=not_read, added=added)
    found.begun = _begun(document, found)
    if options.accept:
        found.accepted = [
            (f, p) for f in found.files for p in f.unproblematic if not found.is_begun(f, p)
        ]
    saved = bool(found.accepted or added.new) and not options.dry_run
    if saved:
        _store(document, found, options.work)
    if not options.dry_run:
        _record(found, options.work)
    _note_remarks(document, found, options)
    if options.report is not None:
        with options.work.writing(cli_words.the_file(options.report)):
            _write_report(options.report, document, found)
    if options.format == "json":
        say_json(as_json(found, saved=saved))
    else:
        say_files(found.files, found.accepted)
        acceptable = 0 if options.accept else sum(map(found.acceptable, found.files))
        stored, unread = len(found.accepted), len(found.not_read)
        _say_not_read(found.not_read)
        additions.say_additions(added, saved=saved)
        say(summary(stored, acceptable, found.left, unread, dry=options.dry_run))
    return _code(found)


def _note_remarks(document: Document, found: Import, options: Namespace) -> None:
    """Keep what was remarked in files that are decided now, and say so."""
    if not options.accept or options.dry_run:
        return
    taken = {id(proposal) for _, proposal in found.accepted}
    settled = [
        file
        for file in found.files
        if not file.unreadable and all(p.is_done or id(p) in taken for p in file.proposals)
    ]
    notebooks.note_remarks(document, settled)


def _code(found: Import) -> int:
    """Return 2 for a file nobody can read, 1 where something is left to decide, else 0."""
    if any(returned.unreadable for returned in found.files):
        return FAILED
    taken = {id(proposal) for _, proposal in found.accepted}
    waiting = any(id(p) not in taken for f in found.files for p in f.unproblematic)
    return FOUND if found.left or waiting or found.not_read else SUCCESS


def _say_not_read(not_read: Sequence[NotRead]) -> None:
    if not_read:
        say(NOT_READ)
        for left in not_read:
            say(f"  {one_line(left_unread(left.path.name, left.reason))}")
        say()


def _paths(given: Iterable[Path]) -> tuple[list[Path], tuple[NotRead, ...]]:
    """Return the files, those of folders by name, and what else lies in these folders.

    Raises CommandError for a folder with nothing to read.
    """
    found: list[Path] = []
    left: list[NotRead] = []
    for path in given:
        inside, beside = (
            list(exchange.importing.files_in([path])),
            exchange.importing.not_read_in([path]),
        )
        if not inside:
            others = [left_unread(other.path.name, other.reason) for other in beside]
            raise CommandError(no_files(str(path), others))
        found += inside
        left += beside
    return found, tuple(left)


def _look_at(document: Document, paths: list[Path], folder: Path | None) -> tuple[LookedAt, ...]:
    given = None if folder is None else exchange.register.load(folder)
    return exchange.importing.look_at(document.dataset, paths, given)


def _read(document: Document, found: tuple[LookedAt, ...]) -> ReadIn:
    answers = {
        looked.path: exchange.importing.unasked(document.dataset, looked)
        for looked in found
        if looked.foreign is not None
    }
    return exchange.importing.together(found, answers)


def _begun(document: Document, found: Import) -> frozenset[Key]:
    """Return where somebody has decided in the window without storing it, and say so."""
    kept = exchange.keptreviews
    try:
        shelf = exchange.waitingreturns.shelf(document.location, document.dataset)
        files = kept.load(shelf)
    except KlimaError as error:
        remark(cli_words.notice(str(error)))
        return frozenset()
    decided = kept.decisions_for(files, found.files)
    places = frozenset(key for key, own in decided.items() if not own.applied)
    for returned in found.files:
        count = sum(
            exchange.mergereport.key_of(returned, p) in places
            for p in returned.proposals
            if not p.is_done
        )
        if count:
            remark(cli_words.notice(begun(returned.file, count)))
    return places


def _store(document: Document, found: Import, work: Writing) -> None:
    """Apply everything accepted as one step, and save."""
    values = [(proposal, proposal.returned) for _, proposal in found.accepted]
    document.apply(
        exchange.proposals.to_batch(document.dataset, values, exchange_words.TAKE_RETURNS)
    )
    save_document(document, work)


def _record(found: Import, work: Writing) -> None:
    """Note in the registers what came back and what became of it."""
    if not any(found.read.registers):
        return
    with work.writing(THE_REGISTER):
        exchange.importing.record(found.read, _decided(found), local_now())


def _write_report(path: Path, document: Document, found: Import) -> None:
    name = document.location.name if document.location else cli_words.DATASET
    exchange.importing.write_report(path, name, found.read, _decided(found), local_now())


def _decided(found: Import) -> Decided:
    return exchange.importing.Decided(
        {exchange.mergereport.key_of(file, taken): taken.returned for file, taken in found.accepted}
    )


IMPORT_COMMAND: Final[Command] = Command(
    name="import",
    summary=IMPORT_SUMMARY,
    description=IMPORT,
    examples=IMPORT_EXAMPLES,
    configure=_configure_import,
    run=_run_import,
)
