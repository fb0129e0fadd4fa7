"""``klimaeditor check``: say what is wrong with a dataset."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor import publish
from klimaeditor.checks.rulebook import RULES
from klimaeditor.cli import cli_words
from klimaeditor.cli.checkedversions import (
    STDIN_NAME,
    findings_in,
    in_order,
    not_known,
    to_check,
)
from klimaeditor.cli.cli_words import conflict_place, findings
from klimaeditor.cli.console import (
    FAILED,
    FOUND,
    SUCCESS,
    Command,
    CommandError,
    complain,
    one_line,
    say,
)
from klimaeditor.cli.notebooks import folded, notebook_of
from klimaeditor.cli.reporting import (
    UNREADABLE,
    PlacedFinding,
    finding_line,
    github_lines,
    json_lines,
    json_list,
    junit,
    owner_label,
    place_of,
    placed,
    sarif,
    unreadable,
)
from klimaeditor.files.store import OPEN_CONFLICTS
from klimaeditor.model.core_words import counted, measures, shortened
from klimaeditor.model.errors import KlimaError
from klimaeditor.model.findings import Finding, Severity
from klimaeditor.model.lookup import similar, unknown_rule
from klimaeditor.notes.accepting import AcceptedFinding

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from klimaeditor.cli.checkedversions import CheckedVersion
    from klimaeditor.document import Document


# --- words ---------------------------------------------------------------------------------------


def checked(number: int, counts: Mapping[Severity, int], known: int = 0, accepted: str = "") -> str:
    """Return the closing line of a check; *known* findings do not count, *accepted* tells more."""
    rest = f" {accepted}" if accepted else ""
    if known:
        return f"{measures(number)} geprüft, neu: {findings(counts)}. {known_before(known)}{rest}"
    if not sum(counts.values()):
        return f"{measures(number)} geprüft, alles in Ordnung.{rest}"
    return f"{measures(number)} geprüft: {findings(counts)}.{rest}"


def accepted_ones(count: int, *, shown: bool) -> str:
    """Return how many findings somebody has accepted, "" for none."""
    if not count:
        return ""
    return f"{count} angenommen." if shown else f"{count} angenommen (--all zeigt sie)."


def because(reason: str) -> str:
    """Return what stands behind a finding that somebody has accepted."""
    return f" – angenommen: {shortened(reason) or 'ohne Grund'}"


DATASET_OR_WORKBOOK = (
    "Ordner des Datensatzes, eine seiner vier JSON-Dateien, eine Excel-Datei (.xlsx) oder „-“ für "
    "eine der vier auf der Standardeingabe"
)
FORMATS: Final = ("text", "json", "ndjson", "github", "sarif", "junit")
CHECK_FORMAT = (
    "text (voreingestellt) zum Lesen, json eine Liste für Programme, ndjson ein Objekt je Zeile, "
    "github für Hinweise an der Zeile in GitHub Actions, sarif für Code-Scanning (SARIF 2.1.0), "
    "junit für Testberichte, wie GitLab sie zeigt"
)
DATASET_OR_STAGED = f"{DATASET_OR_WORKBOOK}; mit --staged darf es fehlen"
CHECK_SUMMARY = "prüft einen Datensatz"
CHECK = (
    "Prüft alle Maßnahmen und nennt je Befund das Feld, was nicht stimmt und was zu tun ist.\n"
    "Geändert wird nichts.\n\n"
    "Rückgabewert: 0 ohne Fehler (Warnungen und Hinweise sind erlaubt, mit --strict nur\n"
    "Hinweise), 1 mit Fehlern, 2 wenn ein Datensatz nicht zu lesen ist. Mit --baseline und\n"
    "--new-only zählen nur neue Befunde; dieselbe Regel am selben Feld derselben Maßnahme ist\n"
    "kein neuer. Was jemand im Klimaeditor mit einem Grund angenommen hat, zählt nicht.\n\n"
    "JSON nennt je Befund measure, field, rule, severity (error, warning, hint), message, fixable\n"
    "(behebt „fix“ von selbst), die Datei (file, path) und darin Zeile und JSON Pointer (line,\n"
    "pointer); mit --staged ohne DATENSATZ steht der Ordner in dataset. Ist der Datensatz nicht\n"
    "zu lesen, steht darin ein Objekt mit der Regel unreadable. „klimaeditor schema --findings“\n"
    "beschreibt das als JSON Schema."
)
CHECK_EXAMPLES = (
    ("daten/muenster", "zeigt die Befunde je Maßnahme"),
    ("daten/muenster --format json", cli_words.FOR_PROGRAMS),
    ("daten/muenster --format github", "zeigt Befunde in GitHub an ihrer Zeile"),
    ("rueckmeldung.xlsx", "prüft eine Excel-Datei, bevor sie übernommen wird"),
    ("--staged --new-only", "prüft, was „git commit“ einchecken würde, auf neue Fehler"),
    ("daten/muenster --baseline bekannt.json", "nennt nur, was nicht in bekannt.json steht"),
    ("daten/muenster --rule cost_nan --quiet", "nur als Rückgabewert, ob Kosten fehlen"),
    ("- --stdin-name daten/measures.json", "prüft, was ein Editor gerade zeigt, neben den Dateien"),
    ("daten/muenster --spelling", "nennt auch Wörter, die in keinem Wörterbuch stehen"),
)
CHECK_STAGED = (
    "den Index von Git prüfen, also was eingecheckt würde; ohne DATENSATZ jeden Datensatz, in dem "
    "etwas vorgemerkt ist"
)
CHECK_SEVERITY = "nur Befunde von dieser Schwere an: Fehler, Warnung oder Hinweis"
CHECK_RULE = "nur Befunde dieser Regel, mehrfach möglich; die Namen stehen in JSON unter rule"
CHECK_STRICT = "auch Warnungen führen zum Rückgabewert 1"
CHECK_QUIET = "nichts ausgeben, nur der Rückgabewert zählt"
CHECK_STDIN = (
    "mit „-“: wo die Datei liegen würde; die anderen drei werden von dort gelesen, genannt wird "
    "nur, was in dieser Datei steht"
)
CHECK_ALL = "auch Befunde nennen, die jemand angenommen hat; sie zählen nicht"
CHECK_BASELINE = "bekannte Befunde, eine Ausgabe von „check --format json“; nur andere zählen"
CHECK_NEW_ONLY = "nur Befunde, die der letzte Commit noch nicht hatte"
BASELINE_FILE: Final = "DATEI"
NOTHING_STAGED: Final = "In keinem Datensatz ist etwas vorgemerkt."


OPEN_CONFLICT: Final = "open_conflict"
BESIDE_RULEBOOK: Final = (OPEN_CONFLICT, UNREADABLE, "spelling")
"""Rules of findings that do not come from the data alone."""


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
    parser.add_argument("--rule", action="append", metavar=cli_words.RULE, help=CHECK_RULE)
    parser.add_argument("--strict", action="store_true", help=CHECK_STRICT)
    parser.add_argument("--all", action="store_true", help=CHECK_ALL)
    parser.add_argument("-q", "--quiet", action="store_true", help=CHECK_QUIET)
    parser.add_argument(STDIN_NAME, metavar=cli_words.PATH, help=CHECK_STDIN)
    parser.add_argument("--staged", action="store_true", help=CHECK_STAGED)
    known = parser.add_mutually_exclusive_group()
    known.add_argument("--baseline", type=Path, metavar=BASELINE_FILE, help=CHECK_BASELINE)
    known.add_argument("--new-only", action="store_true", help=CHECK_NEW_ONLY)


def _run_check(options: Namespace) -> int:
    wanted = _Wanted(options)
    errors = 0
    try:
        versions = list(to_check(options))
    except KlimaError as error:  # whoever reads JSON finds JSON whatever happens
        wanted.unreadable(error, str(options.dataset or "."))
        versions = []
    for version in versions:
        try:
            document, known = version.open(), version.known()
        except KlimaError as error:
            wanted.unreadable(error, version.name)
            continue
        judge = folded(document, notebook_of(document))
        found = [f for f in _found(document, version, options) if wanted.takes(f)]
        new = not_known(document, found, known)
        errors += sum(map(wanted.fails, new))
        accepted = [
            AcceptedFinding(f, acceptance)
            for f in document.findings.accepted()
            if wanted.takes(f) and version.file in (None, place_of(document, f).file)
            if (acceptance := judge.of(f)) is not None
        ]
        wanted.add(document, new, version, len(found) - len(new), accepted)
    if not (versions or wanted.failed):
        wanted.say(NOTHING_STAGED)
    wanted.close()
    if wanted.failed:
        return FAILED
    return FOUND if errors else SUCCESS


def _found(document: Document, version: CheckedVersion, options: Namespace) -> Iterator[Finding]:
    """Yield what is found in a version; where one file is asked about, what stands there."""
    found = findings_in(document, spelled=options.spelling)
    for finding in (*_undecided(document), *found):
        if version.file is None or version.file is place_of(document, finding).file:
            yield finding


class _Wanted:
    """What somebody wants to hear of findings, and in which form; it says what was found."""

    def __init__(self, options: Namespace) -> None:
        """Take the options of the command; raises CommandError for a rule that is not there."""
        self._form: str = options.format
        self._rules = frozenset(options.rule or ())
        known = (*RULES, *BESIDE_RULEBOOK)
        for rule in self._rules.difference(known):
            raise CommandError(unknown_rule(rule, similar(rule, known)))
        self._least = Severity(options.severity).rank
        self._failing = Severity.WARNING if options.strict else Severity.ERROR
        self._quiet: bool = options.quiet
        self._all: bool = options.all
        self._several = options.dataset is None
        self._placed: list[PlacedFinding] = []
        self.failed = False

    def takes(self, finding: Finding) -> bool:
        """Tell whether a finding is asked about; what could not be decided always is."""
        by_rule = not self._rules or finding.rule in self._rules
        return by_rule and finding.severity.rank <= self._least

    def fails(self, finding: Finding) -> bool:
        """Tell whether a finding makes the command end with 1."""
        return finding.severity.rank <= self._failing.rank

    def unreadable(self, error: KlimaError, name: str) -> None:
        """Take note that a dataset cannot be read."""
        self.failed = True
        complain(str(error))
        self._placed.append(unreadable(error, name))

    def add(
        self,
        document: Document,
        new: Sequence[Finding],
        version: CheckedVersion,
        known: int,
        accepted: Sequence[AcceptedFinding],
    ) -> None:
        """Say findings, or keep them for a form that is written at the end.

        *accepted* are those that somebody has accepted; they are said where all are wanted.
        """
        more = [one for one in accepted if self._all]
        reasons = {id(one.finding): one.acceptance.reason for one in more}
        said = in_order([*new, *(one.finding for one in more)])
        if self._form != "text":
            self._placed += (
                placed(document, f, version.name, named=self._several, accepted=reasons.get(id(f)))
                for f in said
            )
            return
        if self._several:
            self.say(one_line(version.name))
        for line in _lines(document, said, reasons):
            self.say(line)
        counts = Counter(finding.severity for finding in new)
        rest = accepted_ones(len(accepted), shown=self._all)
        self.say(checked(len(document.dataset.measures), counts, known, rest))

    def say(self, line: str) -> None:
        """Print a line for people."""
        if self._form == "text" and not self._quiet:
            say(line)

    def close(self) -> None:
        """Print what other programs read."""
        if self._quiet or self._form == "text":
            return
        if self._form == "junit":
            lines = junit(self._placed, self.fails)
        else:
            lines = _FORMS[self._form](self._placed)
        for line in lines:
            say(line)


_FORMS: Final[Mapping[str, Callable[[Sequence[PlacedFinding]], list[str]]]] = MappingProxyType(
    {"json": json_list, "ndjson": json_lines, "github": github_lines, "sarif": sarif}
)


def _undecided(document: Document) -> Iterator[Finding]:
    """Yield what a merge left open in the folder of a dataset; it counts as an error (MRG-02)."""
    if document.location is None or not (document.location / OPEN_CONFLICTS).exists():
        return
    for found in publish.openconflicts.tidied(document.location):
        where = conflict_place(found.conflict.title, found.conflict.record, found.conflict.label)
        yield Finding(OPEN_CONFLICT, Severity.ERROR, undecided(where), file=found.file)


def _lines(
    document: Document, found: Iterable[Finding], reasons: Mapping[int, str]
) -> Iterator[str]:
    """Yield the findings under the measure or file they belong to."""
    heading: object = None
    for finding in found:
        owner = finding.file if finding.measure is None else finding.measure
        if owner != heading:
            heading = owner
            yield one_line(owner_label(document, finding))
        said = because(reasons[id(finding)]) if id(finding) in reasons else ""
        yield f"  {finding_line(document, finding)}{said}"
    if heading is not None:
        yield ""


CHECK_COMMAND: Final[Command] = Command(
    name="check",
    summary=CHECK_SUMMARY,
    description=CHECK,
    examples=CHECK_EXAMPLES,
    configure=_configure_check,
    run=_run_check,
)
