"""``klimaeditor import``: take back what departments returned, and other people's tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.cli import import_output
from klimaeditor.cli import texts as common_texts
from klimaeditor.cli import texts_departments as texts
from klimaeditor.cli.command import FAILED, FOUND, SUCCESS, Command, CommandError
from klimaeditor.cli.console import say, say_json
from klimaeditor.cli.opening import add_dataset, open_dataset, save_document
from klimaeditor.clock import local_now

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable

    from klimaeditor.cli.interrupting import Work
    from klimaeditor.document import Document
    from klimaeditor.importing import Decided, ReadIn
    from klimaeditor.merge.proposals import Proposal, Returned


@dataclass(slots=True)
class Import:
    """One call: the files as read, the register of each (or None), and what is taken."""

    read: ReadIn
    accepted: list[tuple[Returned, Proposal]] = field(default_factory=list)

    @property
    def files(self) -> tuple[Returned, ...]:
        """The files, set against each other."""
        return self.read.files

    @property
    def left(self) -> int:
        """How many values and damages somebody has to look at."""
        taken = {id(proposal) for _, proposal in self.accepted}
        values = [p for f in self.files for p in f.proposals if not p.is_done]
        doubtful = [p for p in values if id(p) not in taken and not p.unproblematic]
        own = {problem for p in values for problem in p.problems}
        damage = {p for f in self.files for p in f.problems if p.severe} - own
        return len(doubtful) + len(damage)


def _configure(parser: ArgumentParser) -> None:
    add_dataset(parser)
    parser.add_argument("files", type=Path, nargs="+", metavar=texts.FILE, help=texts.IMPORT_FILES)
    parser.add_argument("--accept", choices=("unproblematic",), help=texts.IMPORT_ACCEPT)
    parser.add_argument("--dry-run", action="store_true", help=texts.IMPORT_DRY_RUN)
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=texts.IMPORT_FORMAT
    )
    parser.add_argument("--register", type=Path, metavar=texts.OUTDIR, help=texts.IMPORT_REGISTER)
    parser.add_argument("--report", type=Path, metavar=texts.REPORT, help=texts.IMPORT_REPORT)


def _run(options: Namespace) -> int:
    if options.report is not None and options.report.suffix.lower() not in (".xlsx", ".html"):
        raise CommandError(texts.report_suffix(options.report.name))
    document = open_dataset(options.dataset)
    found = Import(_read(document, _paths(options.files), options.register))
    if options.accept:
        found.accepted = [(f, p) for f in found.files for p in f.unproblematic]
    saved = bool(found.accepted) and not options.dry_run
    if saved:
        _store(document, found, options.work)
    if not options.dry_run:
        _record(found, options.work)
    if options.report is not None:
        with options.work.writing(common_texts.the_file(options.report)):
            _write_report(options.report, document, found)
    if options.format == "json":
        say_json(import_output.as_json(found.files, found.accepted, saved=saved))
    else:
        import_output.say_files(found.files, found.accepted)
        acceptable = 0 if options.accept else sum(len(f.unproblematic) for f in found.files)
        stored = len(found.accepted)
        say(texts.summary(stored, acceptable, found.left, dry=options.dry_run))
    return _code(found)


def _code(found: Import) -> int:
    """Return 2 for a file nobody can read, 1 where something is left to decide, else 0."""
    if any(returned.unreadable for returned in found.files):
        return FAILED
    taken = {id(proposal) for _, proposal in found.accepted}
    waiting = any(id(p) not in taken for f in found.files for p in f.unproblematic)
    return FOUND if found.left or waiting else SUCCESS


def _paths(given: Iterable[Path]) -> list[Path]:
    """Return the files, those of folders by name; raises CommandError for a folder without any."""
    from klimaeditor.importing import files_in  # noqa: PLC0415 - loads when needed

    found = []
    for path in given:
        inside = list(files_in([path]))
        if not inside:
            raise CommandError(texts.no_files(str(path)))
        found += inside
    return found


def _read(document: Document, paths: list[Path], folder: Path | None) -> ReadIn:
    from klimaeditor import importing  # noqa: PLC0415 - loads when needed
    from klimaeditor.departments import register  # noqa: PLC0415 - as above

    given = None if folder is None else register.load(folder)
    found = importing.look_at(document.dataset, paths, given)
    answers = {
        looked.path: importing.unasked(document.dataset, looked)
        for looked in found
        if looked.foreign is not None
    }
    return importing.together(found, answers)


def _store(document: Document, found: Import, work: Work) -> None:
    """Apply everything accepted as one step, and save."""
    from klimaeditor.departments.texts import STEP_IMPORT  # noqa: PLC0415 - loads when needed
    from klimaeditor.merge.accepting import to_batch  # noqa: PLC0415

    values = [(proposal, proposal.returned) for _, proposal in found.accepted]
    document.apply(to_batch(document.dataset, values, STEP_IMPORT))
    save_document(document, work)


def _record(found: Import, work: Work) -> None:
    """Note in the registers what came back and what became of it."""
    if not any(found.read.registers):
        return
    from klimaeditor.importing import record  # noqa: PLC0415 - as above

    with work.writing(texts.THE_REGISTER):
        record(found.read, _decided(found), local_now())


def _write_report(path: Path, document: Document, found: Import) -> None:
    from klimaeditor.importing import write_report  # noqa: PLC0415 - as above

    name = document.location.name if document.location else common_texts.DATASET
    write_report(path, name, found.read, _decided(found), local_now())


def _decided(found: Import) -> Decided:
    from klimaeditor.departments.reporting import key_of  # noqa: PLC0415 - loads when needed
    from klimaeditor.importing import Decided  # noqa: PLC0415 - as above

    return Decided({key_of(file, taken): taken.returned for file, taken in found.accepted})


COMMAND = Command(
    name="import",
    summary=texts.IMPORT_SUMMARY,
    description=texts.IMPORT,
    examples=texts.IMPORT_EXAMPLES,
    configure=_configure,
    run=_run,
)
