"""What a merge left to be decided: a list beside the dataset, until somebody has decided it all.

The driver writes it, where Git does not see it: committed, it would stand in the way of the next
merge. ``check`` stays red while it is there, and a choice is carried out on the
file in the working tree: the three versions, which Git keeps in its index, are merged once more
with the choice, and what that changes is merged into the file as it is now, so that nothing typed
since is lost.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from klimaeditor.diff.compare import compare
from klimaeditor.diff.decide import Action
from klimaeditor.diff.rebase import merge_file
from klimaeditor.files import disk
from klimaeditor.files.jsontext import MAX_BYTES
from klimaeditor.files.source import read_source
from klimaeditor.files.store import OPEN_CONFLICTS
from klimaeditor.model.changes import FileName, differences
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import DatasetError
from klimaeditor.model.records import COMPANIONS, Dataset, id_of
from klimaeditor.paths import read_at_most
from klimaeditor.publish import gitmerge
from klimaeditor.publish.clone import Clone, GitError, merged_heads
from klimaeditor.publish.gitmerge import Conflict, merge_decided

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from klimaeditor.diff.decide import Found
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.changes import Change
    from klimaeditor.model.values import Record


# --- words ---------------------------------------------------------------------------------------

ABOUT: Final = (
    "Konflikte einer Zusammenführung, die noch niemand entschieden hat. Diese Datei gehört in "
    "keinen Commit; „klimaeditor-cli conflicts“ zeigt sie, entscheidet und entfernt sie."
)
BROKEN: Final = "Nicht zusammengeführt"


def no_versions(path: str) -> str:
    """Return why nothing can be taken from the other side."""
    return (
        f"Git führt {path} nicht mehr als Konflikt, die andere Fassung ist dort nicht zu haben. "
        f"„git checkout -m -- {path}“ stellt den Konflikt wieder her."
    )


def not_takeable(label: str) -> str:
    """Return why a conflict has no other value that could be taken."""
    return f"Bei „{label}“ gibt es nichts zu übernehmen. Entscheiden Sie in der Datei."


# --- The list ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A conflict of one file; *head* is the commit that was HEAD while Git merged.

    *merged* are the commits that it merged, as far as it names them to drivers: a picked one it
    does not.
    """

    file: FileName
    head: str
    conflict: Conflict
    merged: str = ""


def broken_conflict(reason: str) -> Conflict:
    """Return what stands in the list where a version could not be read."""
    return Conflict("", reason, BROKEN, "", "", "")


def noted(path: Path) -> tuple[OpenConflict, ...]:
    """Return the conflicts listed in a folder, () where there is no list, or none of ours."""
    data = disk.read(path / OPEN_CONFLICTS, MAX_BYTES)
    if data is None:
        return ()
    with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
        rows = json.loads(data.decode("utf-8"))["conflicts"]
        return tuple(
            OpenConflict(
                FileName(row.pop("file")),
                str(row.pop("head")),
                merged=str(row.pop("merged", "")),
                conflict=Conflict(**row),
            )
            for row in rows
        )
    return ()


def note(path: Path, conflicts: Iterable[OpenConflict]) -> None:
    """Write the list of a folder; without conflicts there is none. Raises OSError."""
    rows = [
        {
            "file": found.file.value,
            "head": found.head,
            "merged": found.merged,
            **asdict(found.conflict),
        }
        for found in conflicts
    ]
    if rows:
        text = json.dumps({"about": ABOUT, "conflicts": rows}, ensure_ascii=False, indent=2)
        disk.write_whole(path / OPEN_CONFLICTS, f"{text}\n".encode())
    else:
        disk.remove(path / OPEN_CONFLICTS)


def still_open(path: Path) -> tuple[OpenConflict, ...]:
    """Return the listed conflicts that still concern what lies in a folder.

    A merge that was given up leaves its list behind; then nothing is under way, and HEAD does not
    come after the commit the list was written at.
    """
    listed = noted(path)
    if not listed:
        return ()
    try:
        clone = Clone(path)
    except GitError:
        return listed
    if clone.under_way():
        return listed
    after = {head: clone.is_after(head) for head in {found.head for found in listed}}
    return tuple(found for found in listed if after[found.head])


def tidied(path: Path) -> tuple[OpenConflict, ...]:
    """Return what :func:`still_open` does, and forget what a merge left that was given up.

    The next commit would bring it back: nothing tells it from the commit of a merge then.
    """
    left = still_open(path)
    with suppress(OSError, GitError):
        if len(left) < len(noted(path)) and not Clone(path).is_merging():
            note(path, left)
    return left


def note_merged(path: str, file: FileName, conflicts: Sequence[Conflict]) -> None:
    """Put what the driver found in one file into the list beside it; the driver never fails on it.

    *path* is that of the file from the top of the working tree, where Git calls drivers. What the
    list had about this file at this HEAD is replaced; what it has about the others of this merge
    stays, although Git says of none that it is under way while it calls drivers.
    """
    with suppress(OSError, GitError):
        clone = Clone(Path())
        folder = (clone.top / path.replace("\\", "/")).parent
        if not folder.is_dir() or not (conflicts or (folder / OPEN_CONFLICTS).exists()):
            return
        clone.exclude(OPEN_CONFLICTS)
        head, merged = clone.head(), " ".join(sorted(merged_heads()))
        valid = still_open(folder)
        kept = [
            found
            for found in noted(folder)
            if (found.file, found.head) != (file, head)
            and (found in valid or (found.head, found.merged) == (head, merged))
        ]
        note(folder, [*kept, *(OpenConflict(file, head, found, merged) for found in conflicts)])


def settle(path: Path, decided: Collection[OpenConflict]) -> tuple[OpenConflict, ...]:
    """Take what is decided out of the list of a folder and return what is left; raises OSError."""
    left = tuple(found for found in still_open(path) if found not in decided)
    note(path, left)
    return left


# --- As decisions about a dataset that is open ---------------------------------------------------

_NO_VALUE: Final = (gitmerge.UNASKED, gitmerge.SAME_NEW_ID, BROKEN)


@dataclass(frozen=True, slots=True)
class OpenDecisions:
    """Open conflicts that are decisions about a dataset, and *others* that are none.

    Those are settled elsewhere: no version can be had or read any more, or what waits is no value.
    """

    pairs: tuple[tuple[OpenConflict, Found], ...] = ()
    others: tuple[OpenConflict, ...] = ()


def decisions_about(dataset: Dataset, path: Path) -> OpenDecisions:
    """Return what is open in a folder, for *dataset*, which holds ours with what was edited since.

    Where it says the same as theirs by now, nothing is left to be decided and the conflict is
    among neither. What both sides gave a measure for the first time that both know is one conflict
    of the list and a decision for each field. The versions are those that Git keeps. Raises
    GitError.
    """
    listed = still_open(path)
    if not listed:
        return OpenDecisions()
    clone = Clone(path)
    base: dict[FileName, list[Record]] = {}
    theirs: dict[FileName, list[Record]] = {}
    for file in dict.fromkeys(found.file for found in listed):
        versions = clone.stages(f"{clone.folder_of(path)}{file}")
        with suppress(DatasetError):
            if versions is not None:
                sides = [read_source(data or b"[]", file) for data in (versions[0], versions[2])]
                base[file], theirs[file] = (list(side.records.values()) for side in sides)
    catalogue = dataset.site.catalogue
    compared = compare(dataset, base, theirs)
    found = {
        (
            it.record.file,
            it.record.id,
            gitmerge.conflict_label(catalogue.of(it.record.file), it.field),
        ): it
        for it in compared
    }
    pairs, others = [], []
    for one in listed:
        decision = found.get((one.file, one.conflict.record, one.conflict.label))
        if decision is not None:
            pairs.append((one, replace(decision, action=Action.CONFLICT)))
        elif one.file in base and _is_first_companion(one, clone, path):
            pairs += [
                (one, replace(it, action=Action.CONFLICT))
                for it in compared
                if (it.record.file, it.record.id) == (one.file, one.conflict.record)
                and it.action in (Action.CONFLICT, Action.TAKE)
            ]
        elif one.file not in base or one.conflict.label.startswith(
            (gitmerge.UNASKED, gitmerge.SAME_NEW_ID)
        ):
            others.append(one)
    return OpenDecisions(tuple(pairs), tuple(others))


def _is_first_companion(one: OpenConflict, clone: Clone, path: Path) -> bool:
    """Tell whether a conflict is about what both sides gave one measure, which both know."""
    if one.file not in COMPANIONS or one.conflict.label != gitmerge.SAME_NEW_ID:
        return False
    name = f"{clone.folder_of(path)}{one.file}"
    versions = clone.stages(name)
    others = gitmerge.others(name, one.file, versions, path) if versions else {}
    with suppress(DatasetError, KeyError):
        known = read_source(others[FileName.MEASURES][0], FileName.MEASURES).records.values()
        return any(id_of(row) == one.conflict.record for row in known)
    return False


# --- Two new measures with one id ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Twins:
    """A measure of ours and another one of theirs that both were given the same new id.

    *conflicts* are all that the list says of the id, *ours* and *theirs* what the measures are
    called. *dataset* is theirs, which has its measure under the key *measure*. *strays* are files
    and keys of companions of theirs that Git has put beside our measure without asking.
    """

    conflicts: tuple[OpenConflict, ...]
    ours: str
    theirs: str
    dataset: Dataset
    measure: int
    strays: tuple[tuple[FileName, int], ...]


def twins_among(
    dataset: Dataset, path: Path, open_ones: Sequence[OpenConflict]
) -> tuple[Twins, ...]:
    """Return what of *open_ones* is about two new measures with one id, for *dataset* as ours.

    None where Git has the other side no more. Raises GitError.
    """
    ids = dict.fromkeys(
        one.conflict.record
        for one in open_ones
        if one.file is FileName.MEASURES and one.conflict.label == gitmerge.SAME_NEW_ID
    )
    theirs = _their_dataset(dataset, path) if ids else None
    if theirs is None:
        return ()
    found = []
    for name in ids:
        measure, mine = theirs.find(name), dataset.find(name)
        if measure is None or mine is None:
            continue
        concerned = tuple(one for one in open_ones if one.conflict.record == name)
        strays = tuple(
            (file, key)
            for file in COMPANIONS
            if any(one.conflict.label == gitmerge.taken_unasked(file) for one in concerned)
            for key in dataset.tables[file].keys_by_id.get(name, ())
        )
        titles = (dataset.view(mine).title, theirs.view(measure).title)
        found.append(Twins(concerned, *titles, theirs, measure, strays))
    return tuple(found)


def _their_dataset(dataset: Dataset, path: Path) -> Dataset | None:
    """Return the dataset of the side that was merged; None where it cannot be had or read."""
    clone = Clone(path)
    name = f"{clone.folder_of(path)}{FileName.MEASURES}"
    versions = clone.stages(name)
    others = gitmerge.others(name, FileName.MEASURES, versions, path) if versions else {}
    if versions is None or not others:
        return None
    files = {FileName.MEASURES: versions[2]} | {file: found[2] for file, found in others.items()}
    try:
        rows = {
            file: read_source(data or b"[]", file).records.values() for file, data in files.items()
        }
    except DatasetError:
        return None
    return Dataset(rows, dataset.site)


def without_strays(dataset: Dataset, twins: Twins) -> tuple[Change, ...]:
    """Return the changes that take the other measure's companions away from ours."""
    changes: list[Change] = []
    for file, key in twins.strays:
        rows = dataset.tables[file].rows
        left = {other: row for other, row in rows.items() if other != key}
        changes += differences(file, rows, left)
    return tuple(changes)


# --- Choices -------------------------------------------------------------------------------------


def take_theirs(path: Path, chosen: Collection[OpenConflict], catalogue: Catalogue) -> None:
    """Put the other side's value into the files of a folder for some of its conflicts.

    Raises GitError where Git has the versions no more, DatasetError, OSError. Then nothing has been
    written of the file in question.
    """
    clone = Clone(path)
    folder = clone.folder_of(path)
    for found in chosen:
        if not found.conflict.record or found.conflict.label.startswith(gitmerge.UNASKED):
            raise GitError(not_takeable(found.conflict.label))
    for file in FileName:
        taken = {(c.conflict.record, c.conflict.label) for c in chosen if c.file is file}
        if not taken:
            continue
        name = f"{folder}{file}"
        versions = clone.stages(name)
        if versions is None:
            raise GitError(no_versions(name))
        fields = catalogue.of(file)
        others = gitmerge.others(name, file, versions, path)
        before = merge_decided(fields, versions, others, ()).data
        after = merge_decided(fields, versions, others, taken).data
        now = read_at_most(path / file, MAX_BYTES + 1)
        data = after if now == before else merge_file(fields, before, now, after)[0]
        if data != now:
            disk.write_whole(path / file, data)
