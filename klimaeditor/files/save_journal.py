"""The journal of one save: who saves, and what each file was and shall be (SAFE-05).

The journal is created exclusively before anything else is written, so that it also keeps two
programs from saving at once. It has two phases. In the first it only says who is at work; all
files are still the old ones. The second, put in place in one step when all new files lie ready,
lists them: from then on the save can be finished or taken back by anybody who finds the journal.
"""

from __future__ import annotations

import json
import re
import stat
from typing import TYPE_CHECKING, Final

from klimaeditor.files import disk
from klimaeditor.model.changes import FileName
from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from klimaeditor.files.processes import Identity

NAME: Final = ".klimaeditor-journal.json"
VERSION: Final = 1
NOTEBOOK: Final = "-notizen.json"
"""How the name of a notebook ends, which is saved like the four files, but beside their folder."""
_NOTEBOOK: Final = re.compile(rf"[^/\\:]{{1,200}}{re.escape(NOTEBOOK)}")
_NAMES = "|".join((*map(re.escape, (*FileName, NAME.removeprefix("."))), _NOTEBOOK.pattern))
_LEFTOVER: Final = re.compile(rf"\.({_NAMES})\.\d{{1,10}}\.(tmp|old|bak)")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_LARGEST: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a save: the hash of what it was (None: it did not exist) and shall be."""

    file: str
    old: str | None
    new: str


@dataclass(frozen=True, slots=True)
class SaveJournal:
    """Who saves since when (ISO 8601), and what; no entries in the first phase."""

    generation: str
    host: str
    pid: int
    since: str
    entries: tuple[FileEntry, ...] = ()

    def of(self, owner: Identity) -> bool:
        """Tell whether the journal is that of a process."""
        return (self.host, self.pid) == (owner.host, owner.pid)


@dataclass(frozen=True, slots=True)
class Torn:
    """A journal that cannot be read.

    Either it was never written to its end, and nothing had been replaced by then, or it is whole
    (*alien*) but none of this version's, or longer than one can be.
    """

    data: bytes
    alien: bool


def begin(owner: Identity, since: str) -> SaveJournal:
    """Return the first phase of a new save."""
    import uuid  # noqa: PLC0415 - slow to load, and whoever only reads begins no save

    return SaveJournal(uuid.uuid4().hex, owner.host, owner.pid, since)


def beside(folder: Path, file: str, pid: int, kind: str) -> Path:
    """Return the name of a file's new (tmp), old (old) or Windows' intermediate (bak) content."""
    return folder / f".{file}.{pid}.{kind}"


def encode(journal: SaveJournal) -> bytes:
    """Return the bytes of a journal."""
    files = [
        {
            "name": str(entry.file),
            "old": entry.old,
            "new": entry.new,
            "temporary": f".{entry.file}.{journal.pid}.tmp",
            "kept": f".{entry.file}.{journal.pid}.old",
        }
        for entry in journal.entries
    ]
    head = {"version": VERSION, "generation": journal.generation, "since": journal.since}
    owner = {"host": journal.host, "pid": journal.pid}
    return (json.dumps({**head, **owner, "files": files}, indent=1) + "\n").encode("utf-8")


def find(folder: Path) -> SaveJournal | Torn | None:
    """Return the journal of a folder, None where there is none; raises OSError.

    What is longer than any journal of ours is not read to its end.
    """
    data = disk.read(folder / NAME, _LARGEST + 1)
    if data is None:
        return None
    if len(data) > _LARGEST:
        return Torn(data, alien=True)
    try:
        return _decode(data)
    except (ValueError, TypeError, KeyError, RecursionError):
        return Torn(data, _is_json(data))


def is_blocked(folder: Path) -> bool:
    """Tell whether something that is no file, such as a folder, lies in the journal's place."""
    try:
        return not stat.S_ISREG((folder / NAME).stat().st_mode)
    except OSError:
        return False


def _decode(data: bytes) -> SaveJournal:
    """Return the journal in *data*; it names none but our own kinds of files (SEC-17)."""
    found = json.loads(data.decode("utf-8"))
    entries = tuple(
        FileEntry(_own(item["name"]), _hash(item["old"]), _hash(item["new"]) or "")
        for item in found["files"]
    )
    words = (found["generation"], found["host"], found["since"])
    if found["version"] != VERSION or type(found["pid"]) is not int or found["pid"] <= 0:
        raise ValueError
    if not all(isinstance(word, str) for word in words) or not all(e.new for e in entries):
        raise ValueError
    return SaveJournal(words[0], words[1], found["pid"], words[2], entries)


def _own(name: str) -> str:
    if name not in set(FileName) and not _NOTEBOOK.fullmatch(name):
        raise ValueError(name)
    return name


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _hash(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise ValueError
    return value


def sweep(folder: Path) -> None:
    """Remove what saves leave beside the files. Only for who holds or settles the journal."""
    for path in folder.iterdir():
        if _LEFTOVER.fullmatch(path.name):
            disk.remove(path)


def is_current(folder: Path, journal: SaveJournal | Torn) -> bool:
    """Tell whether the journal in a folder is still this one."""
    found = find(folder)
    if isinstance(journal, Torn) or isinstance(found, Torn):
        return found == journal
    return found is not None and found.generation == journal.generation


def end(folder: Path, journal: SaveJournal | Torn) -> None:
    """Remove what a save left, last of all its journal; nothing if that is another one by now."""
    if is_current(folder, journal):
        sweep(folder)
        disk.remove(folder / NAME)


def publish(folder: Path, journal: SaveJournal) -> None:
    """Put the second phase in the place of the first, durably and in one step."""
    temporary = beside(folder, NAME.removeprefix("."), journal.pid, "tmp")
    disk.create(temporary, encode(journal))
    disk.move(temporary, folder / NAME, temporary.with_suffix(".bak"))
    disk.sync_folder(folder)


def clear(folder: Path, journal: SaveJournal) -> bool:
    """End a save that did all or nothing, as far as the disk lets us; opening does the rest.

    Tells whether it is ended.
    """
    for _ in range(2):
        try:
            end(folder, journal)
        except OSError:
            continue
        return True
    return False


def withdraw(folder: Path, journal: SaveJournal) -> bool:
    """End a save that did nothing; tell whether it is sure that nobody finishes it any more.

    Where the journal cannot be removed, that is so if it changes no file, or if the new content of
    one that it changes is gone. What cannot be read counts as there.
    """
    done = clear(folder, journal)
    disk.sync_folder(folder)
    if done:
        return True
    try:
        found = find(folder)
        if not isinstance(found, SaveJournal) or found.generation != journal.generation:
            return True
        changes = [entry.file for entry in found.entries if entry.new != entry.old]
        for file in changes:
            beside(folder, file, found.pid, "tmp").lstat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return not changes
