"""``klimaeditor selftest``: say whether the program works here, from source or frozen."""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import asdict, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import klimaeditor
from klimaeditor import excel, paths
from klimaeditor.cli.cli_words import the_file
from klimaeditor.cli.console import FOUND, SUCCESS, Command, one_line, say
from klimaeditor.document import Document, open_document
from klimaeditor.files.store import copy_of_sample
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.changes import FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError, WorkbookError
from klimaeditor.model.values import Absent, same
from klimaeditor.spelling.speller import Speller, dictionary_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterator, Sequence

    from klimaeditor.model.changes import Batch
    from klimaeditor.model.values import Value


# --- words ---------------------------------------------------------------------------------------

SELFTEST_SUMMARY = "prüft, ob das Programm auf diesem Rechner arbeitet"
SELFTEST = (
    "Arbeitet einmal alles an einer Kopie des Beispieldatensatzes durch: öffnen, ändern, prüfen,\n"
    "rückgängig machen, speichern, nach Excel und zurück. Eigene Daten werden nicht berührt.\n\n"
    "Rückgabewert: 0 wenn alles gelingt, sonst 1."
)
SELFTEST_EXAMPLES = (("", "eine Zeile je Schritt"),)


# --- German words of the self-test ---------------------------------------------------------------

PASSED = "gut    "
FAILED = "FEHLER "

RESOURCES = "Mitgelieferte Dateien"
OPEN = "Beispieldatensatz öffnen"
EDIT = "Ein Feld ändern"
CHECK = "Prüfen"
UNDO = "Rückgängig machen"
SAVE = "Speichern"
EXPORT = "Excel schreiben"
IMPORT = "Excel zurücklesen"
XML = "Präparierte Excel-Datei"
WORD = "Word-Datei schreiben"
SPELLING = "Rechtschreibung"
NETWORK = "Kein Netzzugriff"

FILE = "DATEI"
HELP_RESULT = "das Ergebnis außerdem als JSON in diese Datei schreiben"

COMPLETE = "vollständig"
UNDONE = "wie vor der Änderung"
REFUSED = "abgelehnt, wie es sein soll"
NOT_AS_ON_DISK = "Der Datensatz ist nach dem Öffnen nicht wie auf dem Datenträger."
NOT_STORED = "Der geänderte Wert ist nicht angekommen."
NO_FINDINGS = "Im Beispieldatensatz sind Fehler, gefunden wurde keiner."
NOT_UNDONE = "Nach dem Rückgängigmachen ist der Datensatz anders als zuvor."
CHANGED_WITHOUT_EDIT = "Speichern ohne Änderung hat eine Datei verändert."
WRONG_FILES = "Gespeichert wurde eine andere Datei als die mit der Änderung."
NO_WORKBOOK = "Die Excel-Datei ist nicht entstanden."
NOT_DEFUSED = "Der Schutz vor präparierten XML-Daten (defusedxml) fehlt."
NO_DICTIONARY = "kein Wörterbuch eingerichtet"
SLIP_FOUND = "Tippfehler gefunden"
NOT_REFUSED = "Eine Excel-Datei mit präpariertem XML wurde angenommen."


def sample_files_missing(files: list[str]) -> str:
    """Return which files of the sample are missing."""
    return f"Es fehlt: {', '.join(files)}."


def opened(number: int) -> str:
    """Return how many measures were read."""
    return f"{number} Maßnahmen gelesen"


def counted(number: int) -> str:
    """Return how many findings there are."""
    return f"{number} Befunde"


def written(files: list[str]) -> str:
    """Return what was written."""
    return f"nur {', '.join(files)} geschrieben"


def not_spelt(found: list[str]) -> str:
    """Return that the checker of spelling is wrong."""
    return f"Aus „{SENTENCE}“ wurde beanstandet: {', '.join(found) or 'nichts'}."


def size(number: int) -> str:
    """Return the size of the workbook in kilobytes."""
    return f"{number / 1000:.0f} kB"


def lost(measure: str) -> str:
    """Return that a measure did not come back."""
    return f"Maßnahme {measure} ist in der Excel-Datei nicht wiederzufinden."


def differs(measure: str, field: str) -> str:
    """Return that a value did not come back as it was."""
    return f"Maßnahme {measure}: {field} kommt aus der Excel-Datei anders zurück."


def network(seen: list[str]) -> str:
    """Return what was seen of the network."""
    return f"benutzt wurde: {', '.join(sorted(set(seen)))}" if seen else "keiner beobachtet"


def fault(error: Exception) -> str:
    """Return what went wrong; for a fault of the program, its kind too."""
    return str(error) if isinstance(error, KlimaError) else f"{type(error).__name__}: {error}"


def verdict(number: int, failed: list[str]) -> str:
    """Return the closing line."""
    if not failed:
        return f"Alle {number} Schritte sind gelungen."
    return f"Nicht gelungen ({len(failed)} von {number} Schritten): {', '.join(failed)}."


# --- The steps of the self-test, in order; each says in a few words what it found, or raises -----

COST: Final = "cost_value"
NEW_COST: Final = 1234.5
SENTENCE: Final = "Die Maßnahme verbessert den Radwegebau in der Statd."
SLIP: Final = "Statd"
_HOST: Final = "xl/workbook.xml"
_ROOT: Final = b"<workbook"
_ENTITY: Final = b'<!DOCTYPE workbook [<!ENTITY bombe "entfaltet">]>'


class SelftestError(KlimaError):
    """Something that should hold on every machine does not."""


@dataclass(slots=True)
class Bench:
    """What the steps work on: a folder, the document in it, and the edits between them."""

    folder: Path
    edits: list[Batch] = field(default_factory=list)
    _document: Document | None = None

    @property
    def dataset(self) -> Path:
        """The folder of the sample's copy."""
        return self.folder / "datensatz"

    @property
    def workbook(self) -> Path:
        """The exported workbook."""
        return self.folder / "massnahmen.xlsx"

    @property
    def document(self) -> Document:
        """The copy of the sample as a document."""
        if self._document is None:
            copy = copy_of_sample(self.dataset)
            self._document = open_document(copy, self.folder / "sicherungen")
        return self._document

    @property
    def measure(self) -> int:
        """The measure that is edited."""
        return self.document.dataset.measure_keys()[0]

    @property
    def cost(self) -> Value:
        """The stored costs of that measure."""
        return self.document.view(self.measure).value(COST)

    def contents(self) -> dict[str, bytes]:
        """Return what the four files hold."""
        return {file.value: (self.dataset / file).read_bytes() for file in FileName}


def _expect(condition: object, sentence: str) -> None:
    if not condition:
        raise SelftestError(sentence)


def _resources(_bench: Bench) -> str:
    missing = [file.value for file in FileName if not (paths.sample_dataset() / file).is_file()]
    _expect(not missing, sample_files_missing(missing))
    return COMPLETE


def _open(bench: Bench) -> str:
    _expect(bench.document.is_saved, NOT_AS_ON_DISK)
    return opened(len(bench.document.dataset.measures))


def _edit(bench: Bench) -> str:
    batch = bench.document.plan_edit(bench.measure, {COST: NEW_COST})
    bench.document.apply(batch)
    bench.edits.append(batch)
    _expect(bench.cost == NEW_COST, NOT_STORED)
    return batch.label


def _check(bench: Bench) -> str:
    found = sum(bench.document.findings.counts().values())
    _expect(found, NO_FINDINGS)
    return counted(found)


def _undo(bench: Bench) -> str:
    for batch in reversed(bench.edits):
        bench.document.apply(batch.inverse())
    _expect(bench.document.is_saved, NOT_UNDONE)
    return UNDONE


def _save(bench: Bench) -> str:
    before = bench.contents()
    bench.document.save()
    _expect(bench.contents() == before, CHANGED_WITHOUT_EDIT)
    bench.document.apply(bench.document.plan_edit(bench.measure, {COST: NEW_COST}))
    bench.document.save()
    changed = [name for name, data in bench.contents().items() if data != before[name]]
    _expect(changed == [FileName.ADDITIONAL.value], WRONG_FILES)
    again = open_document(bench.dataset, bench.folder / "sicherungen")
    _expect(again.view(bench.measure).value(COST) == NEW_COST, NOT_STORED)
    return written(changed)


def _export(bench: Bench) -> str:
    excel.write.export(bench.document.dataset, bench.workbook)
    _expect(bench.workbook.is_file(), NO_WORKBOOK)
    return size(bench.workbook.stat().st_size)


def _import(bench: Bench) -> str:
    there = bench.document.dataset
    back = excel.read.open_workbook(bench.workbook, there.site).dataset
    names = [f.name for f in there.site.catalogue.fields if f.excel is not None]
    for key in there.measure_keys():
        view = there.view(key)
        found = back.find(view.id)
        if found is None:
            raise SelftestError(lost(view.id))
        for name in names:
            returned = back.view(found).value(name)
            _expect(_alike(returned, view.value(name)), differs(view.id, name))
    return opened(len(back.measures))


def _alike(left: Value, right: Value) -> bool:
    """Tell whether two values look the same in a cell, where an empty text is nothing."""
    return same(_in_cell(left), _in_cell(right))


def _in_cell(value: Value) -> Value:
    return None if value == "" or isinstance(value, Absent) else value


def _hostile_xml(bench: Bench) -> str:
    """See to it that a workbook with an XML entity is refused, also when frozen (SEC-08)."""
    openpyxl = sys.modules.get("openpyxl")
    _expect(getattr(openpyxl, "DEFUSEDXML", False), NOT_DEFUSED)
    _expect(not getattr(openpyxl, "LXML", True), NOT_DEFUSED)
    hostile = bench.folder / "praepariert.xlsx"
    with zipfile.ZipFile(bench.workbook) as good, zipfile.ZipFile(hostile, "w") as bad:
        for part in good.infolist():
            data = good.read(part)
            if part.filename == _HOST:
                data = data.replace(_ROOT, _ENTITY + _ROOT, 1)
            bad.writestr(part, data)
    try:
        excel.read.open_workbook(hostile, bench.document.dataset.site)
    except WorkbookError:
        return REFUSED
    raise SelftestError(NOT_REFUSED)


def _word(bench: Bench) -> str:
    """Write a Word file as papers for the council are written."""
    from klimaeditor.reports.wordfile import WordFile, WordInfo  # noqa: PLC0415 - slow, others too

    file = WordFile(WordInfo(SENTENCE, "", datetime(2026, 1, 1, tzinfo=UTC)))
    file.heading(SENTENCE, 1)
    target = bench.folder / "vorlage.docx"
    target.write_bytes(file.content())
    with zipfile.ZipFile(target) as parts:
        _expect(SENTENCE.encode() in parts.read("word/document.xml"), NOT_STORED)
    return size(target.stat().st_size)


def _spelling(_bench: Bench) -> str:
    """Let the process beside the program find a slip, where there is a dictionary."""
    dictionary = dictionary_of(load_machine_defaults())
    if dictionary is None:
        return NO_DICTIONARY
    with Speller(dictionary) as speller:
        _expect(speller.ready, speller.reason)
        found = [word.text for word in speller.faults([SENTENCE])[0]]
    _expect(found == [SLIP], not_spelt(found))
    return SLIP_FOUND


STEPS: Final[tuple[tuple[str, Callable[[Bench], str]], ...]] = (
    (RESOURCES, _resources),
    (OPEN, _open),
    (EDIT, _edit),
    (CHECK, _check),
    (UNDO, _undo),
    (SAVE, _save),
    (EXPORT, _export),
    (IMPORT, _import),
    (XML, _hostile_xml),
    (WORD, _word),
    (SPELLING, _spelling),
)


# --- ``klimaeditor selftest``: say whether the program works here, from source or frozen ---------

NETWORK_MODULES: Final = frozenset(
    {
        *("_ssl", "asyncio", "ftplib", "http.client", "http.server", "imaplib", "poplib"),
        *("smtplib", "socketserver", "ssl", "urllib.request", "xmlrpc", "PySide6.QtNetwork"),
    }
)
"""What speaks over a network (DEL-03). ``socket`` may be there: Python's logging brings it."""
_OWN_NAME: Final = "socket.gethostname"
"""Asks this machine for its name, for locks; nothing leaves it."""


@dataclass(frozen=True, slots=True)
class Result:
    """How one step went."""

    name: str
    passed: bool
    detail: str


@dataclass(slots=True)
class NetworkWatch:
    """Notes what the program does with sockets (DEL-03); an audit hook sees all of it."""

    active: bool = False
    seen: list[str] = field(default_factory=list)

    def listen(self, event: str, _details: tuple[object, ...]) -> None:
        """Note an event of the socket module."""
        if self.active and event.startswith("socket.") and event != _OWN_NAME:
            self.seen.append(event)

    @contextmanager
    def on(self) -> Iterator[None]:
        """Watch for the time of the block; a hook cannot be taken off, so it only falls silent."""
        sys.addaudithook(self.listen)
        self.active = True
        try:
            yield
        finally:
            self.active = False


def _configure(parser: ArgumentParser) -> None:
    parser.add_argument("--result", type=Path, metavar=FILE, help=HELP_RESULT)


def _run(options: Namespace) -> int:
    results = run_steps(STEPS)
    if options.result is not None:
        with options.work.writing(the_file(options.result)):
            write_results(options.result, results)
    return say_results(results)


def run_steps(steps: Sequence[tuple[str, Callable[[Bench], str]]]) -> list[Result]:
    """Run the steps on one bench, watching the network, and return how each went."""
    before = set() if getattr(sys, "frozen", False) else set(sys.modules)
    watch = NetworkWatch()
    with tempfile.TemporaryDirectory(prefix="klimaeditor-") as folder, watch.on():
        bench = Bench(Path(folder))
        results = [_result(name, step, bench) for name, step in steps]
    used = [*watch.seen, *(NETWORK_MODULES & (set(sys.modules) - before))]
    return [*results, Result(NETWORK, not used, network(used))]


def say_results(results: Sequence[Result]) -> int:
    """Print the table and return the exit code."""
    width = max(len(result.name) for result in results)
    for result in results:
        passed = PASSED if result.passed else FAILED
        say(f"{passed}  {result.name:<{width}}  {one_line(result.detail)}")
    failed = [result.name for result in results if not result.passed]
    say()
    say(verdict(len(results), failed))
    return FOUND if failed else SUCCESS


def write_results(target: Path, results: Sequence[Result]) -> None:
    """Write the table as JSON, for whoever cannot read the console. Raises OSError."""
    report = {
        "version": klimaeditor.__version__,
        "frozen": bool(getattr(sys, "frozen", False)),
        "passed": all(result.passed for result in results),
        "steps": [asdict(result) for result in results],
    }
    target.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _result(name: str, step: Callable[[Bench], str], bench: Bench) -> Result:
    """Return how a step went; whatever goes wrong is its result."""
    try:
        return Result(name, True, step(bench))
    except Exception as error:  # noqa: BLE001 - a part missing from a frozen build is what we look for
        return Result(name, False, fault(error))


SELFTEST_COMMAND: Final[Command] = Command(
    name="selftest",
    summary=SELFTEST_SUMMARY,
    description=SELFTEST,
    examples=SELFTEST_EXAMPLES,
    configure=_configure,
    run=_run,
)
