"""Files from outside, whatever they are: read, set against each other, noted, reported.

A file is a returned request of ours, the city's yearly report, or any other table. Everything ends
as proposals (``merge.proposals``); storing them is ``merge.accepting.to_batch``.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from klimaeditor import foreign
from klimaeditor.departments import recording, register, reporting, returns
from klimaeditor.errors import KlimaError, WorkbookError
from klimaeditor.excel import target
from klimaeditor.excel.names import SUFFIX
from klimaeditor.excel.request.reader import NoRequestError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.departments.register import Register
    from klimaeditor.departments.reporting import Key
    from klimaeditor.foreign import Recognition
    from klimaeditor.merge.proposals import Returned
    from klimaeditor.values import Value

PAGE_SUFFIX: Final = ".html"


@dataclass(frozen=True, slots=True)
class ReadIn:
    """The files as read and set against each other; *registers* are those of their requests."""

    files: tuple[Returned, ...] = ()
    registers: tuple[Register | None, ...] = ()


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One file: *returned* is what it says, or *foreign* what it is and somebody has to say more.

    *register* is that of the request it belongs to, if any.
    """

    path: Path
    register: Register | None = None
    returned: Returned | None = None
    foreign: Recognition | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody decided: values to store, and places where what is there stays."""

    stored: Mapping[Key, Value] = field(default_factory=dict)
    kept: Collection[Key] = ()


def files_in(given: Iterable[Path]) -> Iterator[Path]:
    """Yield files, and those of folders by name; Excel's owner files are none (SEC-17)."""
    for path in given:
        if path.is_dir():
            yield from sorted(
                found
                for found in path.iterdir()
                if found.suffix.lower() == SUFFIX and not found.name.startswith(("~$", "."))
            )
        else:
            yield path


def look_at(
    dataset: Dataset,
    paths: Iterable[Path],
    given: Register | None = None,
    folders: Iterable[Path] = (),
) -> tuple[LookedAt, ...]:
    """Read files as what they are; what cannot be read comes back with its reason, never raises.

    *given* is the register of the request, else each file's own is looked for beside it, which may
    raise RegisterError, and then in the *folders* of earlier requests.
    """
    known = tuple(folders)
    return tuple(
        _with_register(dataset, _look_at(dataset, path, given or register.find(path)), known)
        for path in paths
    )


def _with_register(dataset: Dataset, looked: LookedAt, folders: tuple[Path, ...]) -> LookedAt:
    """Return a return that lies elsewhere with the register of its request, where that is known."""
    request = looked.returned.request if looked.returned else ""
    if looked.register is not None or not request:
        return looked
    for folder in folders:
        with suppress(KlimaError):
            found = register.load(folder)
            if found.request == request:
                return _look_at(dataset, looked.path, found)
    return looked


def _look_at(dataset: Dataset, path: Path, own: Register | None) -> LookedAt:
    try:
        if path.suffix.lower() == SUFFIX:
            return LookedAt(path, own, returns.read_request(dataset, path, own))
    except NoRequestError:
        pass
    except WorkbookError:
        return LookedAt(path, own, returns.read_file(dataset, path, own))
    try:
        found = foreign.recognise(path)
        if found.kind in (foreign.Kind.REPORT, foreign.Kind.TABLE):
            return LookedAt(path, own, foreign=found)
        return LookedAt(path, own, foreign.propose(dataset, found))
    except WorkbookError as error:
        return LookedAt(path, own, _unreadable(path, error))


def _unreadable(path: Path, error: WorkbookError) -> Returned:
    return returns.unreadable(path, returns.DamageCode.NOT_A_REQUEST, str(error))


def unasked(dataset: Dataset, looked: LookedAt) -> Returned:
    """Return what a table or report of others says, matched without asking anybody.

    A file that cannot be read says why. ValueError for a file of ours: nothing is matched there.
    """
    if looked.foreign is None:
        raise ValueError("only tables and reports of others are matched")
    try:
        return foreign.propose(dataset, looked.foreign)
    except WorkbookError as error:
        return _unreadable(looked.path, error)


def together(found: Iterable[LookedAt], answers: Mapping[Path, Returned]) -> ReadIn:
    """Return the files set against each other; *answers* are those about files of others."""
    files = tuple(found)
    read = [looked.returned or answers[looked.path] for looked in files]
    return ReadIn(returns.together(read), tuple(looked.register for looked in files))


def record(read: ReadIn, decided: Decided, moment: datetime) -> None:
    """Note in the registers what came back and what became of it.

    Raises WorkbookError where a register cannot be written.
    """
    settled = {*decided.stored, *decided.kept}
    before = {own.request: own for own in read.registers if own is not None}
    current = dict(before)
    for returned, own in zip(read.files, read.registers, strict=True):
        if own is None:
            continue
        own_places = [p for p in returned.proposals if reporting.key_of(returned, p) in settled]
        done = sum(found.is_done for found in returned.proposals)
        finished = len(own_places) + done >= len(returned.proposals) and not _damaged(returned)
        current[own.request] = recording.recorded(
            current[own.request], returned, own_places, moment, finished=finished
        )
    for request, own in current.items():
        if own is not before[request]:
            register.save(own)


def _damaged(returned: Returned) -> bool:
    """Tell whether something in a file could not even be proposed, so that somebody has to ask."""
    judged = {problem for found in returned.proposals for problem in found.problems}
    return returned.unreadable or any(p.severe and p not in judged for p in returned.problems)


def write_report(path: Path, name: str, read: ReadIn, decided: Decided, moment: datetime) -> None:
    """Write the merge report (MRG-07): a page where *path* ends in .html, else a workbook.

    *name* is that of the dataset. Raises WorkbookError where the disk refuses.
    """
    lines = reporting.report_lines(read.files, decided.stored, decided.kept)
    report = reporting.Report(moment, name, read.files, lines)
    as_page = path.suffix.lower() == PAGE_SUFFIX
    data = reporting.as_html(report).encode() if as_page else reporting.as_workbook(report)
    target.replace(path, data)
