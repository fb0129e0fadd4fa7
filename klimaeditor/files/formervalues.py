"""What stood in a measure before: from backups of the dataset, packages made of it, and commits.

A backup is made before the first save of a session, of what lies on disk (SAFE-11). So one of the
5th of October tells what a field said until then; a package tells what was published that day; a
commit tells what somebody had written by then, and who that was.

Hundreds of states differ in a word or two. So of each file only what differs from the state before
is parsed, and a record that stayed is one object in all of them.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from contextlib import suppress
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum
from operator import is_
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from klimaeditor import paths
from klimaeditor.files import disk
from klimaeditor.files.backups import all_backups
from klimaeditor.files.commits import CommitsError, History, is_in_checkout
from klimaeditor.files.source import read_source
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import counted, inflected
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError
from klimaeditor.model.records import MeasureView, id_of
from klimaeditor.model.values import Absent, same

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from klimaeditor.files.commits import Commit
    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.values import Record, Value

_Said = TypeVar("_Said")


# --- words ---------------------------------------------------------------------------------------


def left_out(count: int) -> str:
    """Return that former states could not be read."""
    what = counted(count, "früherer Stand ließ", "frühere Stände ließen")
    return f"{what} sich nicht lesen und {inflected(count, 'fehlt', 'fehlen')} hier."


_DESCRIPTION, _DATA = "datapackage.json", "json"  # of a package; publish/folder.py lays it out


# --- The states of which something is known ------------------------------------------------------


class StateKind(StrEnum):
    """Where a former state comes from."""

    BACKUP = "backup"
    PACKAGE = "package"
    COMMIT = "commit"


@dataclass(frozen=True, slots=True)
class FormerState:
    """A copy of the four files, of a moment of local time; *path* is where it lies.

    Of a commit, *author* is who made it, *subject* its first line, *path* the dataset's folder.
    """

    path: Path
    made: datetime
    files: tuple[FileName, ...]
    kind: StateKind = StateKind.BACKUP
    author: str = ""
    subject: str = ""

    @property
    def published(self) -> bool:
        """Whether it is a package."""
        return self.kind is StateKind.PACKAGE


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """That somebody saved another value of a *field*, "" for a measure that came or went whole.

    *digest* is of the value (:func:`digest_of_value`); *author* is "" where nobody is named.
    """

    measure: str
    field: str
    digest: str
    author: str
    at: datetime


def digest_of_value(value: Value) -> str:
    """Return what a value is known by without being told; nothing has one, in whatever form."""
    text = "" if is_nothing(value) else json.dumps(value, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where something was seen: the *first* and the *last* of states that follow one another.

    *commit* is the one that brought it, *logged* tells who did; None where nobody knows that.
    """

    first: FormerState
    last: FormerState
    commit: FormerState | None = None
    logged: LoggedChange | None = None


@dataclass(frozen=True, slots=True)
class FormerValue:
    """A value that a field had, and where it was seen."""

    value: Value
    sighting: Sighting

    @property
    def seen(self) -> datetime:
        """When it was seen last: until that moment, or, where it was *published*, at that."""
        return self.sighting.last.made

    @property
    def published(self) -> bool:
        """Whether a package has it."""
        return self.sighting.last.published


@dataclass(frozen=True, slots=True)
class FormerMeasure:
    """What a measure and its companions said, and where that was seen."""

    view: MeasureView
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class FormerValues:
    """All that measures said, by id, the oldest first; *notices* say what could not be read."""

    _known: Mapping[str, tuple[FormerMeasure, ...]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    _logged: Mapping[str, tuple[LoggedChange, ...]] = field(default_factory=dict)

    def with_log(self, changes: Iterable[LoggedChange]) -> FormerValues:
        """Return these values with who brought them, where a log of changes, in order, knows it."""
        logged: dict[str, list[LoggedChange]] = {}
        for change in changes:
            logged.setdefault(change.measure, []).append(change)
        found = {measure: tuple(own) for measure, own in logged.items()}
        return replace(self, _logged=found)

    def latest(self, measure_id: str, name: FieldName, now: Value) -> LoggedChange | None:
        """Return who has saved what a field says *now*, None where the log does not know it."""
        return _writer(self._logged.get(measure_id, ()), name, now)

    def of(self, measure_id: str, name: FieldName, now: Value) -> tuple[FormerValue, ...]:
        """Return what a field said before it said *now*, the latest first, each value once."""
        found: list[FormerValue] = []
        for former in self.values(measure_id, name):
            known = (now, *(own.value for own in found))
            if not any(_alike(former.value, value) for value in known):
                found.append(former)
        return tuple(found)

    def values(self, measure_id: str, name: FieldName) -> tuple[FormerValue, ...]:
        """Return all that a field has said one after the other, the latest first."""
        runs = _runs(
            ((own.view.value(name), own.sighting) for own in self._known.get(measure_id, ())), same
        )
        return tuple(
            FormerValue(value, self._with_writer(measure_id, name, value, sighting))
            for value, sighting in reversed(runs)
        )

    def _with_writer(
        self, measure_id: str, name: FieldName, value: Value, sighting: Sighting
    ) -> Sighting:
        if sighting.commit is not None:
            return sighting
        before = (own for own in self._logged.get(measure_id, ()) if _is_before(own, sighting.last))
        return replace(sighting, logged=_writer(before, name, value))

    def measures(self, measure_id: str) -> tuple[FormerMeasure, ...]:
        """Return all that a measure and its companions have said, the latest first."""
        runs = _runs(
            ((own.view, own.sighting) for own in self._known.get(measure_id, ())), _same_rows
        )
        found: list[FormerMeasure] = []
        for view, sighting in runs:
            before = found[-1].sighting.last if found else None
            found.append(FormerMeasure(view, self._with_editor(measure_id, sighting, before)))
        return tuple(reversed(found))

    def _with_editor(
        self, measure_id: str, sighting: Sighting, before: FormerState | None
    ) -> Sighting:
        """Return where a measure was seen, with who changed it last before that."""
        if sighting.commit is not None:
            return sighting
        logged = [
            own
            for own in self._logged.get(measure_id, ())
            if _is_before(own, sighting.first) and not (before and _is_before(own, before))
        ]
        return replace(sighting, logged=logged[-1]) if logged else sighting


def _is_before(change: LoggedChange, state: FormerState) -> bool:
    """Whether a state holds what was saved then; a backup is made of what a save replaces."""
    if state.kind is StateKind.BACKUP:
        return change.at < state.made
    return change.at <= state.made


def _writer(changes: Iterable[LoggedChange], name: FieldName, value: Value) -> LoggedChange | None:
    """Return the last of *changes* to a field, where it is the one to this value."""
    last = None
    for change in changes:
        last = change if change.field == name else last
    return last if last is not None and last.digest == digest_of_value(value) else None


def _runs(
    found: Iterable[tuple[_Said, Sighting]], alike: Callable[[_Said, _Said], bool]
) -> list[tuple[_Said, Sighting]]:
    """Return what was said one after the other, each once until it changes.

    A commit has brought it only where the commit before said something else.
    """
    runs: list[tuple[_Said, Sighting]] = []
    committed: list[_Said] = []
    for said, sighting in found:
        commit = sighting.commit
        if commit is not None and committed and alike(committed[-1], said):
            commit = None
        elif commit is not None:
            committed.append(said)
        if runs and alike(runs[-1][0], said):
            kept, before = runs[-1]
            runs[-1] = kept, Sighting(before.first, sighting.last, before.commit or commit)
        else:
            runs.append((said, Sighting(sighting.first, sighting.last, commit)))
    return runs


def _alike(left: Value, right: Value) -> bool:
    """Whether two values are the same to a person: nothing has several forms."""
    return same(left, right) or (is_nothing(left) and is_nothing(right))


def is_nothing(value: Value) -> bool:
    """Tell whether a value says nothing, in whatever form."""
    return isinstance(value, Absent) or value in ("", None, [])


def _same_rows(left: MeasureView, right: MeasureView) -> bool:
    """Whether two states of a measure say the same; what its category says is not its own."""
    files = (FileName.MEASURES, FileName.ADDITIONAL, FileName.PROGRESS)
    return all(_same_row(left.row(file), right.row(file)) for file in files)


def _same_row(left: Record | None, right: Record | None) -> bool:
    if left is None or right is None or left is right:
        return left is right
    return same(left, right)


# --- Finding them --------------------------------------------------------------------------------


def former_states(
    folder: Path, root: Path, packages: Iterable[Path] = ()
) -> tuple[FormerState, ...]:
    """Return the backups of a dataset's *folder* and those *packages* of it that are still there.

    The oldest comes first. What an interrupted save has left is no state that the dataset had.
    """
    found = [
        FormerState(backup.path, backup.made, backup.files)
        for backup in reversed(all_backups(folder, root))  # those of one second keep their order
        if not backup.interrupted
    ]
    for package in packages:
        data, made = package / _DATA, _made(package)
        files = tuple(file for file in FileName if (data / file).is_file())
        if made is not None and len(files) == len(FileName):
            found.append(FormerState(data, made, files, StateKind.PACKAGE))
    return tuple(sorted(found, key=lambda state: state.made))


def _made(package: Path) -> datetime | None:
    """Return when a package was made, as it says itself; None where it does not."""
    try:
        text = paths.read_at_most(package / _DESCRIPTION).decode("utf-8")
        return datetime.fromisoformat(json.loads(text)["created"]).astimezone()
    except (OSError, KeyError, TypeError, ValueError, RecursionError):
        return None


# --- Reading them --------------------------------------------------------------------------------


class _ReadState(NamedTuple):
    state: FormerState
    rows: Mapping[FileName, tuple[Record, ...]]
    place: datetime  # in time, among all states


def _in_order(found: Sequence[_ReadState]) -> tuple[_ReadState, ...]:
    """Return commits with places that keep their order, also where a clock was wrong."""
    placed: list[_ReadState] = []
    for own in reversed(found):
        place = min(own.place, placed[-1].place) if placed else own.place
        placed.append(own._replace(place=place))
    return tuple(reversed(placed))


class FormerReader:
    """Reads former states, and keeps what it has read of commits until others are checked out.

    Not for several threads at a time.
    """

    def __init__(self, site: SiteProfile) -> None:
        self._site = site
        self._files = {file: RecordReader(file) for file in FileName}
        self._head: tuple[Path, str] | None = None
        self._committed: tuple[tuple[_ReadState, ...], tuple[str, ...]] = ((), ())

    def read(
        self,
        states: Iterable[FormerState],
        checkout: Path | None = None,
        given_up: threading.Event | None = None,
    ) -> FormerValues:
        """Return what measures said in *states* and in the commits of the folder *checkout*.

        It reads all their files and takes its time: call it beside the window, and set *given_up*
        to end it (GivenUpError).
        """
        found, unreadable = [], 0
        for state in states:
            try:
                found.append(_ReadState(state, self._copies(state), state.made))
            except (KlimaError, OSError):
                unreadable += 1
        notices = [left_out(unreadable)] if unreadable else []
        if checkout is not None and is_in_checkout(checkout):
            try:
                committed, said = self._commits(checkout, given_up)
            except CommitsError as error:
                committed, said = (), (str(error),)
            found = sorted([*found, *committed], key=lambda own: own.place)
            notices += said
        return FormerValues(_by_measure(found, self._site), tuple(notices))

    def _copies(self, state: FormerState) -> dict[FileName, tuple[Record, ...]]:
        """Return the records of a backup or package; raises KlimaError and OSError."""
        missing = [file for file in FileName if file not in state.files]
        if missing:
            raise FileNotFoundError(missing[0])
        return {
            file: reader.read(disk.read(state.path / file) or b"")
            for file, reader in self._files.items()
        }

    def _commits(
        self, folder: Path, given_up: threading.Event | None
    ) -> tuple[Sequence[_ReadState], Sequence[str]]:
        history = History(folder, given_up)
        head = history.head()
        if not head:
            return (), ()
        if self._head != (folder, head):
            listed = history.commits(head)
            found, unreadable = [], 0
            wanted = dict.fromkeys(place for own in listed.commits for place in own.objects.items())
            with history.contents(name for _, name in wanted) as contents:
                for commit in listed.commits:
                    try:
                        rows = self._of_commit(commit, contents.read)
                    except KlimaError:
                        unreadable += 1
                        continue
                    found.append(_ReadState(_state(folder, commit), rows, commit.made))
            notices = (*listed.notices, *([left_out(unreadable)] if unreadable else []))
            self._committed, self._head = (_in_order(found), notices), (folder, head)
        return self._committed

    def _of_commit(
        self, commit: Commit, content: Callable[[str], bytes]
    ) -> dict[FileName, tuple[Record, ...]]:
        return {
            file: self._files[file].read_object(name, content)
            for file, name in commit.objects.items()
        }


def read_former(states: Iterable[FormerState], site: SiteProfile) -> FormerValues:
    """Return what measures said in *states*, the oldest first; what cannot be read is told."""
    return FormerReader(site).read(states)


def _state(folder: Path, commit: Commit) -> FormerState:
    files, kind = tuple(FileName), StateKind.COMMIT
    return FormerState(folder, commit.made, files, kind, commit.author, commit.subject)


_Rows = tuple["Record", "Record | None", "Record | None", "Record | None"]  # as FileName has them


class _Run:
    """What a measure said in states that follow one another."""

    __slots__ = ("commit", "first", "last", "rows")

    def __init__(self, rows: _Rows, state: FormerState) -> None:
        self.rows, self.first, self.last = rows, state, state
        self.commit: FormerState | None = None


def _by_measure(
    states: Iterable[_ReadState], site: SiteProfile
) -> dict[str, tuple[FormerMeasure, ...]]:
    """Return the states of each measure, by id: one that goes on is told once."""
    known: dict[str, list[_Run]] = {}
    committed: dict[str, _Rows] = {}
    tables = {file: _Table() for file in FileName}
    category = site.catalogue.category_key
    additional, progress, categories = (tables[file] for file in list(FileName)[1:])
    for state, rows, _ in states:
        for file, table in tables.items():
            table.hold(rows[file], last=file is FileName.PROGRESS)
        for name, row in tables[FileName.MEASURES].by_id.items():
            belongs = row.get(category)
            described = categories.by_id.get(belongs) if isinstance(belongs, str) else None
            said = (row, additional.by_id.get(name), progress.by_id.get(name), described)
            runs = known.setdefault(name, [])
            if not runs or not _same_four(runs[-1].rows, said):
                runs.append(_Run(said, state))
            runs[-1].last = state
            if state.kind is StateKind.COMMIT and not _same_four(committed.get(name), said):
                committed[name] = said
                runs[-1].commit = runs[-1].commit or state
    return {
        name: tuple(
            FormerMeasure(
                MeasureView(0, *run.rows, site), Sighting(run.first, run.last, run.commit)
            )
            for run in runs
        )
        for name, runs in known.items()
    }


def _same_four(left: _Rows | None, right: _Rows) -> bool:
    if left is None:
        return False
    if all(map(is_, left, right)):
        return True
    return all(map(_same_row, left, right))


class _Table:
    """The records of a file by id, found anew only where they are others."""

    def __init__(self) -> None:
        self._rows: tuple[Record, ...] | None = None
        self.by_id: dict[str, Record] = {}

    def hold(self, rows: tuple[Record, ...], *, last: bool) -> None:
        """Take the records of the next state; with *last* the last of an id counts."""
        if rows is not self._rows:
            ordered = rows if last else rows[::-1]
            self._rows = rows
            self.by_id = {name: row for row in ordered if (name := id_of(row))}


# --- One file in many states: only what differs is parsed ----------------------------------------

_BLANK = b" \t\r\n"
_Span = tuple[int, int]


class RecordReader:
    """Reads one file again and again; the same text of a record gives the same object."""

    def __init__(self, file: FileName) -> None:
        self._file = file
        self._data = b""
        self._spans: list[_Span] = []
        self._records: tuple[Record, ...] = ()
        self._pool: dict[bytes, Record] = {}
        self._objects: dict[str, tuple[Record, ...]] = {}

    def read(self, data: bytes) -> tuple[Record, ...]:
        """Return the records of the file's next state; raises JsonFaultError."""
        if data == self._data:
            return self._records
        if not self._read_changed(data):
            self._read_whole(data)
        return self._records

    def read_object(self, name: str, content: Callable[[str], bytes]) -> tuple[Record, ...]:
        """Return the records of a state that Git calls *name*, each read once; raises as above."""
        if name not in self._objects:
            self._objects[name] = self.read(content(name))
        return self._objects[name]

    def _read_whole(self, data: bytes) -> None:
        source = read_source(data, self._file)
        text = source.text
        start, at, spans = len(data) - len(text.encode("utf-8")), 0, []
        for first, last in source.spans:
            begin = start + len(text[at:first].encode("utf-8"))
            start = begin + len(text[first:last].encode("utf-8"))
            at = last
            spans.append((begin, start))
        self._keep(data, spans, source.records.values())

    def _read_changed(self, data: bytes) -> bool:
        """Read what differs from the state before; False where that is not between two records."""
        old, spans = self._data, self._spans
        same_start = _common_start(old, data)
        most = min(len(old), len(data)) - same_start
        same_end = _common_start(old[: -most - 1 : -1], data[: -most - 1 : -1]) if most else 0
        head = bisect_right(spans, same_start, key=lambda span: span[1])
        tail = bisect_left(spans, len(old) - same_end, lo=head, key=lambda span: span[0])
        if head == 0 or tail == len(spans):
            return False
        shift = len(data) - len(old)
        begin, end = spans[head - 1][1], spans[tail][0] + shift
        between = data[begin:end].strip(_BLANK)
        fresh: list[Record] = []
        fresh_spans: list[_Span] = []
        if between != b",":
            if not (between.startswith(b",") and between.endswith(b",") and len(between) > 1):
                return False
            with suppress(KlimaError):
                part = RecordReader(self._file)
                part._read_whole(b"[" + between[1:-1] + b"]")
                fresh += part._records
                offset = data.index(b",", begin)
                fresh_spans += [(first + offset, last + offset) for first, last in part._spans]
            if not fresh:
                return False
        moved = [(first + shift, last + shift) for first, last in spans[tail:]]
        kept = (*self._records[:head], *fresh, *self._records[tail:])
        self._keep(data, [*spans[:head], *fresh_spans, *moved], kept, head, head + len(fresh))
        return True

    def _keep(
        self,
        data: bytes,
        spans: list[_Span],
        records: Iterable[Record],
        start: int = 0,
        end: int | None = None,
    ) -> None:
        """Take a state; records from *start* to *end* are new, and may be known all the same."""
        found = list(records)
        for place in range(start, len(found) if end is None else end):
            first, last = spans[place]
            found[place] = self._pool.setdefault(data[first:last], found[place])
        self._data, self._spans, self._records = data, spans, tuple(found)


def _common_start(left: bytes, right: bytes) -> int:
    """Return how many bytes both begin with."""
    low, high = 0, min(len(left), len(right))
    if left[:high] == right[:high]:
        return high
    while high - low > 1:  # they are the same up to low, and not up to high
        middle = (low + high) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle
    return low
