"""Three versions of one of the four files -> one: what Git's merge driver asks for (MRG-02).

Fields are merged, not lines, and the result is always JSON. Where both sides changed the same, it
holds ours; which fields these are is returned, so that a person can decide.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

from klimaeditor.diff.changed import excerpts
from klimaeditor.diff.compare import keyed_like
from klimaeditor.diff.decide import Action, conflicts
from klimaeditor.diff.describe import describe_field, label_of, title_of
from klimaeditor.diff.fields import flatten, normalised
from klimaeditor.diff.rebase import merge_file, one_measure
from klimaeditor.files.commits import git_program
from klimaeditor.files.source import read_source, render
from klimaeditor.model.changes import FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import JsonFaultError
from klimaeditor.model.records import COMPANIONS, id_of
from klimaeditor.model.values import ABSENT, Absent, same
from klimaeditor.publish.clone import merged_heads

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from klimaeditor.diff.decide import Found
    from klimaeditor.diff.fields import FieldRef
    from klimaeditor.files.source import SourceFile
    from klimaeditor.model.catalogue import Catalogue, FileFields
    from klimaeditor.model.values import Record, Value


# --- words ---------------------------------------------------------------------------------------

# --- merge and clean-up ------------------------------------------------------------------------

WHOLE_RECORD: Final = "Ganzer Eintrag"
THERE: Final = "vorhanden"
NOT_THERE: Final = "nicht vorhanden"
SIDES: Final = ("Bisherige Fassung", "Eigene Fassung", "Andere Fassung")
UNASKED: Final = "Git übernimmt den Eintrag in"
SAME_NEW_ID: Final = "Zwei neue Einträge mit derselben Kennung"


def edited_record(changes: Sequence[str]) -> str:
    """Return what one side did to a record that the other removed."""
    return f"{THERE}, geändert: {'; '.join(changes)}" if changes else THERE


def edited_field(label: str, before: str, after: str) -> str:
    """Return one change in a record that the other side removed."""
    return f"{label} {before} → {after}"


def broken_side(which: int, reason: str) -> str:
    """Return which of the three versions cannot be read, and why."""
    return f"{SIDES[which]}: {reason}"


def taken_unasked(file: str) -> str:
    """Return the label of a companion that Git takes over beside another measure."""
    return f"{UNASKED} {file} ohne Rückfrage. Prüfen Sie ihn dort."


# --- Three versions of one of the four files -> one: what Git's merge driver asks for (MRG-02) ---

if TYPE_CHECKING:
    Versions: TypeAlias = tuple[bytes, bytes, bytes]
    _Sides: TypeAlias = tuple[SourceFile, SourceFile, SourceFile]

_NOTHING: Final = b"[]\n"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field, or a whole record where *label* says so, that both sides changed differently."""

    record: str
    title: str
    label: str
    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The bytes of the merged file, and what somebody has to decide."""

    data: bytes
    conflicts: tuple[Conflict, ...]


def merge_versions(
    fields: FileFields,
    base: bytes,
    ours: bytes,
    theirs: bytes,
    others: Mapping[FileName, Versions] = MappingProxyType({}),
) -> Merged:
    """Return one file merged from three versions; an empty *base* is a file without records.

    The formatting is that of the side that changed it, theirs where both did. *others* are the same
    versions of the other files, as far as they are known: a companion alone does not tell whose it
    is. Raises JsonFaultError for a version that cannot be read, naming the side.
    """
    return merge_decided(fields, (base, ours, theirs), others, frozenset())


def merge_decided(
    fields: FileFields,
    versions: Versions,
    others: Mapping[FileName, Versions],
    taken: Collection[tuple[str, str]],
) -> Merged:
    """Return what :func:`merge_versions` does, with some conflicts decided for theirs.

    *taken* names them by record and label.
    """
    file, catalogue = fields.file, fields.catalogue
    base, ours, theirs = versions
    sides = _sources(file, (base if base.strip() else _NOTHING, ours, theirs))
    data, found = _merged(fields, sides, taken)
    twins = _twins(fields, sides, others, {conflict.record for conflict in found})
    if twins:
        theirs_too = [name for name in twins if (name, SAME_NEW_ID) in taken]
        data = _with(sides[1], [name for name in twins if name not in theirs_too], data, file)
        data = _with(sides[2], theirs_too, data, file)
        found = [conflict for conflict in found if conflict.record not in twins]
        measures = sides if file is FileName.MEASURES else _read(FileName.MEASURES, others)
        found += [
            _twin_conflict(fields, name, sides, measures)
            for name in twins
            if name not in theirs_too
        ]
    if file is FileName.MEASURES:
        found += _unasked(catalogue, sides, others)
    return Merged(data, tuple(found))


def _merged(
    fields: FileFields, sides: _Sides, taken: Collection[tuple[str, str]]
) -> tuple[bytes, list[Conflict]]:
    """Return a file merged field by field, and the fields both sides changed differently."""

    def settled(decisions: tuple[Found, ...]) -> tuple[Found, ...]:
        return tuple(
            replace(found, action=Action.TAKE)
            if found.action is Action.CONFLICT
            and (found.record.id, conflict_label(fields, found.field)) in taken
            else found
            for found in decisions
        )

    was, our, their = sides
    if their.data in (our.data, was.data):
        return our.data, []
    if our.data == was.data:
        return their.data, []
    data, decisions = merge_file(fields, was.data, our.data, their.data, settled)
    if was.records and _kept_format(was, their) and not _kept_format(was, our):
        data = _laid_on(our, data, fields.file)
    titles = _titles(fields, (was, their, our))
    return data, [_conflict(fields, decision, titles) for decision in conflicts(decisions)]


def _sources(file: FileName, versions: Versions) -> _Sides:
    read = []
    for place, data in enumerate(versions):
        try:
            read.append(read_source(data, file))
        except JsonFaultError as error:
            raise JsonFaultError(
                broken_side(place, str(error)),
                file=error.file,
                kind=error.kind,
                line=error.line,
                column=error.column,
            ) from error
    base, ours, theirs = read
    return base, ours, theirs


def _rows(source: SourceFile, name: str) -> list[Record]:
    """Return the records of a version that have an id, in file order."""
    return [row for row in source.records.values() if id_of(row) == name]


def _ids(source: SourceFile) -> dict[str, Record]:
    """Return the first record of each id; what has no id belongs to nothing."""
    found: dict[str, Record] = {}
    for row in source.records.values():
        found.setdefault(id_of(row), row)
    found.pop("", None)
    return found


def _twins(
    fields: FileFields,
    sides: _Sides,
    others: Mapping[FileName, Versions],
    disputed: Collection[str],
) -> list[str]:
    """Return the ids under which the sides have records of different measures.

    The next free id is the same for everybody. Fields of two measures must never be mixed, so such
    records are ours or theirs as a whole. Of a measure the title says whether it is another one. A
    companion that is new on both sides is one only if it is identical; whose it is where one side
    lacks it, the measures say. A category is another one if there is a *disputed* field.
    """
    file, catalogue = fields.file, fields.catalogue
    was, ours, theirs = map(_ids, sides)
    added = [name for name in ours if name in theirs and name not in was]
    if file is FileName.MEASURES:
        return [name for name in added if not one_measure(catalogue, ours[name], theirs[name])]
    if file not in COMPANIONS:
        return [name for name in added if name in disputed]
    found = [name for name in added if not _alike(name, sides[1], sides[2])]
    measures = _read(FileName.MEASURES, others)
    return (
        found
        if measures is None
        else [*dict.fromkeys([*found, *_strays(catalogue, sides, measures)])]
    )


def _strays(catalogue: Catalogue, sides: _Sides, measures: _Sides) -> list[str]:
    """Return the ids whose companion, as the sides have it, is not that of the merged measure.

    *measures* are the same three versions of measures.json; only what is new in them is looked at.
    """
    was, ours, theirs = map(_ids, measures)
    base, our, their = sides
    found = []
    for name in dict.fromkeys([*ours, *theirs]):
        if name in was or _alike(name, our, their):
            continue
        if name in ours and name in theirs:
            stray = not one_measure(catalogue, ours[name], theirs[name])
        else:
            stray = not _alike(name, base, their if name in ours else our)
        if stray:
            found.append(name)
    return found


def _alike(name: str, left: SourceFile, right: SourceFile) -> bool:
    """Tell whether two versions have the same records under an id."""
    rows, others = _rows(left, name), _rows(right, name)
    pairs = zip(rows, others, strict=False)
    return len(rows) == len(others) and all(same(normalised(a), normalised(b)) for a, b in pairs)


def _read(file: FileName, others: Mapping[FileName, Versions]) -> _Sides | None:
    """Return the versions of another file of the dataset; None where they cannot be read."""
    try:
        return _sources(file, _filled(others[file]))
    except (KeyError, JsonFaultError):
        return None


def _filled(versions: Versions) -> Versions:
    """Return the versions; one in which the file is missing is a file without records."""
    base, ours, theirs = (data if data.strip() else _NOTHING for data in versions)
    return base, ours, theirs


def _unasked(
    catalogue: Catalogue, measures: _Sides, others: Mapping[FileName, Versions]
) -> list[Conflict]:
    """Return the companions that Git puts beside another measure without calling the driver.

    It calls nobody for a file that only one side changed; so the driver of measures.json says it.
    """
    found = []
    mine = _ids(measures[1])
    for file in COMPANIONS:
        sides = _read(file, others)
        if sides is None or sides[0].data not in (sides[1].data, sides[2].data):
            continue
        taken_theirs = sides[1].data == sides[0].data
        found += [
            replace(
                _twin_conflict(catalogue.of(file), name, sides, measures), label=taken_unasked(file)
            )
            for name in _strays(catalogue, sides, measures)
            if taken_theirs or name not in mine
        ]
    return found


def _with(our: SourceFile, names: Collection[str], data: bytes, file: FileName) -> bytes:
    """Return the merged file with our whole records for some ids, none where we have none."""
    merged = read_source(data, file)
    mine = {name: _rows(our, name) for name in names}
    rows: dict[int, Record] = {}
    for key, row in merged.records.items():
        own = mine.get(id_of(row))
        if own is None:
            rows[key] = row
        elif own:
            rows[key] = own.pop(0)
    left = [row for own in mine.values() for row in own]
    return render(merged, rows | dict(enumerate(left, max(merged.records, default=-1) + 1)))


def _twin_conflict(
    fields: FileFields, name: str, sides: _Sides, measures: _Sides | None
) -> Conflict:
    """Return the conflict about two records with one id, named by their measures where known."""
    shown = []
    for place in (1, 2):
        titles = _titles(fields, sides[place : place + 1])
        if measures is not None:
            titles |= _titles(fields.catalogue.of(FileName.MEASURES), measures[place : place + 1])
        shown.append(titles[name] if _rows(sides[place], name) else NOT_THERE)
    title = next((found for found in shown if found != NOT_THERE), name)
    return Conflict(name, title, SAME_NEW_ID, NOT_THERE, *shown)


def _kept_format(was: SourceFile, now: SourceFile) -> bool:
    """Tell whether a version is what editing the base without touching its formatting gives."""
    return render(was, keyed_like(now.records.values(), was.records)) == now.data


def _laid_on(side: SourceFile, data: bytes, file: FileName) -> bytes:
    """Return the records of *data* in the formatting of *side*."""
    merged = read_source(data, file).records.values()
    return render(side, keyed_like(merged, side.records))


def _titles(fields: FileFields, versions: Iterable[SourceFile]) -> dict[str, str]:
    """Return what to call each record by its id; later versions count."""
    rows = [row for version in versions for row in version.records.values()]
    return {id_of(row): title_of(fields, flatten(fields, row)) for row in rows}


def conflict_label(fields: FileFields, ref: FieldRef | None) -> str:
    """Return what a conflict about a field is called, None for a whole record."""
    return WHOLE_RECORD if ref is None else label_of(fields, ref)


def _conflict(fields: FileFields, found: Found, titles: Mapping[str, str]) -> Conflict:
    ref, name = found.field, found.record.id
    sides = (found.base, found.ours, found.theirs)
    if ref is None:
        shown = [
            NOT_THERE if isinstance(v, Absent) else _worked_on(fields, found, v) for v in sides
        ]
        return Conflict(name, titles.get(name, name), WHOLE_RECORD, *shown)
    base, ours, theirs = (describe_field(fields, ref, cast("Value", value)) for value in sides)
    shown = [excerpts(base, ours)[0], *excerpts(ours, theirs)]
    return Conflict(name, titles.get(name, name), label_of(fields, ref), *shown)


def _worked_on(fields: FileFields, found: Found, side: object) -> str:
    """Return that a side has a record, and what it changed there."""
    before, now = found.base, side
    if not (isinstance(before, dict) and isinstance(now, dict)):
        return THERE
    changes = []
    for ref in dict.fromkeys([*now, *before]):
        old, new = before.get(ref, ABSENT), now.get(ref, ABSENT)
        if not same(normalised(old), normalised(new)):
            shown = excerpts(describe_field(fields, ref, old), describe_field(fields, ref, new))
            changes.append(edited_field(label_of(fields, ref), *shown))
    return edited_record(changes)


def file_of(name: str) -> FileName | None:
    """Return which of the four files a path leads to, None for none of them."""
    plain = name.replace("\\", "/").rpartition("/")[2].casefold()
    return next((file for file in FileName if file.value == plain), None)


# --- What Git knows while it merges one file: the same three versions of the files beside it -----
#
# The driver is called for one file with three versions of it (``%O %A %B``). Whose a companion is,
# only measures.json tells. Git is asked for that, by fixed calls that read and never reach for a
# network; where it gives no clear answer, nothing is known.

SECONDS: Final = 20
"""How long one call may take; a history that needs longer is not searched."""
_COMMITS: Final = "5000"
_QUIET: Final = {
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone fetches what it lacks otherwise
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


def others(
    path: str, file: FileName, versions: Versions, place: Path | None = None
) -> dict[FileName, Versions]:
    """Return base, ours and theirs of the other three files during a merge, b"" for a missing one.

    *path* is that of the merged *file* from the top of the working tree, where Git calls drivers
    (``%P``); *versions* are its contents, *place* is a folder of the repository, None for the
    current one. Empty outside a repository, without Git, and where no
    merge, cherry-pick, rebase or revert is found that has exactly these versions.
    """
    folder = _folder(path)
    program = git_program()
    if folder is None or program is None:
        return {}
    try:
        return _Git(program, place).others(folder, path, file, versions)
    except (OSError, ValueError, subprocess.SubprocessError):
        return {}


def _folder(path: str) -> str | None:
    """Return the folder of a file as Git writes it, with a slash behind; None for odd paths."""
    plain = path.replace("\\", "/")
    if "\n" in plain or plain.startswith("/") or ":" in plain:
        return None
    return plain.rpartition("/")[0] + "/" if "/" in plain else ""


class _Git:
    """The repository in a folder, to be read."""

    def __init__(self, program: str, place: Path | None) -> None:
        self._program, self._place = program, place

    def others(
        self, folder: str, path: str, file: FileName, versions: Versions
    ) -> dict[FileName, Versions]:
        """Return the other files of the first merge under way that has these versions."""
        name = folder + path.replace("\\", "/").rpartition("/")[2]
        for base, theirs, exact in self._merges(name, versions):
            there = self._contents([f"{commit}:{name}" for commit in (base, "HEAD", theirs)])
            first = 0 if exact else 1  # the base of criss-cross branches is no commit
            if there[first:] == versions[first:]:
                return {
                    other: self._contents([f"{c}:{folder}{other}" for c in (base, "HEAD", theirs)])
                    for other in FileName
                    if other is not file
                }
        return {}

    def head(self) -> str:
        """Return the commit of HEAD, "" where there is none."""
        return next(iter(self._lines("rev-parse", "--verify", "--quiet", "HEAD^{commit}")), "")

    def common(self, first: str, second: str) -> str:
        """Return the last commit two commits come from, "" where that is not known here."""
        return next(iter(self._lines("merge-base", first, second)), "")

    def day(self, commit: str) -> datetime:
        """Return when a commit was made; ValueError where it does not say.

        Asked of the object itself: ``show`` and ``log`` may run what a repository's settings name.
        """
        lines = self._lines("cat-file", "commit", commit)
        line = next(line for line in [*lines, "committer 0"] if line.startswith("committer "))
        return datetime.fromtimestamp(int(line.split()[-2]), UTC).astimezone()

    def files(self, commit: str) -> dict[FileName, bytes]:
        """Return the four files of the place's folder in a commit; missing ones are left out."""
        prefix = self._run(("rev-parse", "--show-prefix")).decode("utf-8", "surrogateescape")
        found = {}
        for file in FileName:
            data = self._run(("cat-file", "blob", f"{commit}:{prefix.rstrip(chr(10))}{file}"))
            if data:
                found[file] = data
        return found

    def _merges(self, name: str, versions: Versions) -> Iterator[tuple[str, str, bool]]:
        """Yield base and theirs of what may be under way, and whether the base must be exact.

        While it merges, Git names the branch in a variable only, and a picked commit nowhere: that
        is the one which made theirs out of the base. The names in .git come afterwards, for who
        asks for the merge of one file again.
        """
        for head in (*merged_heads(), "MERGE_HEAD"):
            for base in self._lines("merge-base", "HEAD", head):
                yield base, head, False
        for head in ("CHERRY_PICK_HEAD", "REBASE_HEAD"):
            yield f"{head}^", head, True
        yield "REVERT_HEAD", "REVERT_HEAD^", True
        for commit, forward in self._changes(name, versions):
            before, after = f"{commit}^", commit
            yield (before, after, True) if forward else (after, before, True)

    def _changes(self, name: str, versions: Versions) -> Iterator[tuple[str, bool]]:
        """Yield the commits that made theirs of the base (True), or the base of theirs (False).

        Those of a branch come first; what was amended or rebased since is in the reflog only.
        """
        base, _, theirs = (self._object(data) for data in versions)
        for known in ("--all", "--reflog"):
            log = self._lines(
                *("log", known, "HEAD", "--full-history", f"--max-count={_COMMITS}"),
                *("--diff-merges=first-parent", "--raw", "--no-abbrev", "--no-renames"),
                *("--format=%H", "--", name),
            )
            commit = ""
            for line in log:
                if not line.startswith(":"):
                    commit = line
                    continue
                old, new = line.split()[2:4]
                if (old, new) == (base, theirs):
                    yield commit, True
                elif (old, new) == (theirs, base):
                    yield commit, False

    def _object(self, data: bytes) -> str:
        """Return the name Git has for some content; that of nothing for a missing file."""
        found = self._run(["hash-object", "--no-filters", "--stdin"], data).decode("ascii").strip()
        return found if data else "0" * len(found)

    def _lines(self, *words: str) -> list[str]:
        return [line for line in self._run(words).decode("utf-8", "replace").splitlines() if line]

    def _contents(self, names: Sequence[str]) -> Versions:
        """Return the contents of three files in commits, b"" for one that is not there."""
        answer = self._run(["cat-file", "--batch"], "".join(f"{n}\n" for n in names).encode())
        found = []
        for name in names:
            head, _, answer = answer.partition(b"\n")
            words = head[len(name.encode()) :] if head.startswith(name.encode()) else head
            if words in (b" missing", b" ambiguous"):
                found.append(b"")
                continue
            _, kind, size = head.split()
            if kind != b"blob":
                raise ValueError(kind)
            found.append(answer[: int(size)])
            answer = answer[int(size) + 1 :]
        base, ours, theirs = found
        return base, ours, theirs

    def _run(self, words: Sequence[str], given: bytes = b"") -> bytes:
        """Return what Git answers; nothing where it refuses. Raises OSError and TimeoutExpired."""
        done = subprocess.run(  # noqa: S603 - fixed calls that read
            [self._program, "--no-pager", "-c", "core.fsmonitor=false", *words],
            cwd=self._place,
            env=os.environ | _QUIET,
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
        return done.stdout if done.returncode == 0 else b""


# --- The version that two checkouts of one repository have in common -----------------------------


@dataclass(frozen=True, slots=True)
class GitVersion:
    """The files of a dataset as a commit has them."""

    commit: str
    made: datetime
    files: Mapping[FileName, bytes]


def common_version(ours: Path, theirs: Path) -> GitVersion | None:
    """Return what the dataset in a folder and its copy in another began with, as Git knows it.

    That is the last commit both come from, where both are checkouts of one repository and either
    holds the other's commit. Nothing is fetched, written or run. None where nobody knows.
    """
    program = git_program()
    if program is None:
        return None
    mine, other = _Git(program, ours), _Git(program, theirs)
    try:
        heads = (mine.head(), other.head())
        for git in (mine, other) if all(heads) else ():
            commit = git.common(*heads)
            files = git.files(commit) if commit else {}
            if len(files) == len(FileName):
                return GitVersion(commit, git.day(commit), files)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return None
