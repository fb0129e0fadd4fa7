"""Kill the program, or let it fail, at each system call that writes: of a save and of settling one.

    python -m tests.torture.systemcalls             every call, every kind of fault
    python -m tests.torture.systemcalls --part 5    a fifth of it, always the same

A library that is loaded before the system's counts the calls between two moments and kills the
process before the n-th of them (``kill``), in the middle of it (``torn``), or lets it and those
that follow fail with an error. The process is a fork that has opened a dataset, so that each fault
costs some milliseconds and nothing depends on time or luck. Afterwards another process opens the
folder, as a user would. Then all four files have to be the old ones or all the new ones, nothing
may be left beside them, what was said has to be true, and each backup has to be whole. Exit code 0
only if that is so; 77 where there is no compiler or no way to load such a library.
"""

from __future__ import annotations

import argparse
import ctypes
import errno
import json
import mmap
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.clock import local_now
from klimaeditor.document import open_document
from klimaeditor.files import backups, journal, locks, save_journal, transaction
from klimaeditor.files.processes import this_process
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import DatasetError, OpenOutcomeError
from tests.dataset_builders import town, write_folder
from tests.torture import worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


ROOT = Path(__file__).resolve().parents[2]
NOT_PERMITTED = 77
KILL, TORN = -1, -2
ENDED, KILLED, OPEN, BROKEN = "ended", "killed", "open", "fault of the program"
LOADED = "KLIMAEDITOR_TORTURE_SHIM"
FAULTS = {
    "kill": (KILL, 1),
    "torn": (TORN, 1),
    "EIO": (errno.EIO, 1),
    "EIO twice": (errno.EIO, 2),
    "EIO three times": (errno.EIO, 3),
    "EIO five times": (errno.EIO, 5),
    "EIO for good": (errno.EIO, 10**6),
    "ENOSPC": (errno.ENOSPC, 1),
    "ENOSPC for good": (errno.ENOSPC, 10**6),
}
"""What happens at a call: kill, torn or an errno, and to how many calls from there on."""

SETTLING = ("kill", "torn", "EIO", "EIO three times", "ENOSPC for good")

SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST 4096
static int armed, count, first, times, what;
static const char *names[MOST];

/* Count the calls from now on; let those from number `at` on fail, so many of them. */
void shim_arm(int at, int many, int kind) {
    count = 0; first = at; times = many; what = kind; armed = 1;
}
int shim_disarm(void) { armed = 0; return count; }
const char *shim_name(int number) { return number < count && number < MOST ? names[number] : ""; }

static int due(const char *name) {
    if (!armed) return 0;
    int number = count++;
    if (number < MOST) names[number] = name;
    return number >= first && number - first < times;
}

/* Returns 1 where the call has to fail, with errno set. */
static int struck(const char *name) {
    if (!due(name)) return 0;
    if (what == -1) kill(getpid(), SIGKILL);
    if (what == -2) return 2;
    errno = what;
    return 1;
}

#define REAL(type, name, ...) ((type (*)(__VA_ARGS__)) dlsym(RTLD_NEXT, #name))
#define AFTER(result, hit) if (hit == 2) kill(getpid(), SIGKILL); return result;
#define PLAIN(type, name, parameters, arguments, ...) \
    type name parameters { \
        int hit = struck(#name); \
        if (hit == 1) return -1; \
        type result = REAL(type, name, __VA_ARGS__) arguments; \
        AFTER(result, hit) \
    }

PLAIN(int, rename, (const char *a, const char *b), (a, b), const char *, const char *)
PLAIN(int, unlink, (const char *a), (a), const char *)
PLAIN(int, unlinkat, (int d, const char *a, int f), (d, a, f), int, const char *, int)
PLAIN(int, fsync, (int d), (d), int)
PLAIN(int, fdatasync, (int d), (d), int)
PLAIN(int, ftruncate, (int d, off_t n), (d, n), int, off_t)
PLAIN(int, ftruncate64, (int d, off64_t n), (d, n), int, off64_t)
PLAIN(int, mkdir, (const char *a, mode_t m), (a, m), const char *, mode_t)
PLAIN(int, rmdir, (const char *a), (a), const char *)

ssize_t write(int d, const void *data, size_t n) {
    int hit = struck("write");
    size_t part = hit ? n / 2 : n;
    ssize_t done = REAL(ssize_t, write, int, const void *, size_t)(d, data, part);
    int failed = errno;
    if (hit == 2) kill(getpid(), SIGKILL);
    if (hit == 1) { errno = what; return -1; }
    errno = failed;
    return done;
}

#define WRITES (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)
#define OPEN(name) \
    int name(const char *a, int f, ...) { \
        va_list rest; va_start(rest, f); mode_t m = va_arg(rest, int); va_end(rest); \
        int hit = f & WRITES ? struck("open") : 0; \
        if (hit == 1) return -1; \
        int result = REAL(int, name, const char *, int, ...)(a, f, m); \
        AFTER(result, hit) \
    }
#define OPENAT(name) \
    int name(int d, const char *a, int f, ...) { \
        va_list rest; va_start(rest, f); mode_t m = va_arg(rest, int); va_end(rest); \
        int hit = f & WRITES ? struck("open") : 0; \
        if (hit == 1) return -1; \
        int result = REAL(int, name, int, const char *, int, ...)(d, a, f, m); \
        AFTER(result, hit) \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
"""


class NotPermittedError(Exception):
    """There is no compiler here, or no way to load a library before the system's."""


def build(folder: Path) -> Path:
    """Compile the library; raises NotPermittedError where that cannot be done."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not sys.platform.startswith("linux") or compiler is None:
        raise NotPermittedError
    source, library = folder / "shim.c", folder / "shim.so"
    source.write_text(SHIM, encoding="utf-8")
    command = [compiler, "-shared", "-fPIC", "-O1", "-w", "-o", library, source, "-ldl"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - fixed
    if done.returncode:
        raise NotPermittedError(done.stderr)
    return library


@dataclass
class Tally:
    """What came of the faults."""

    faults: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)

    def report(self) -> str:
        outcomes = ", ".join(f"{name} {count}" for name, count in sorted(self.outcomes.items()))
        calls = ", ".join(f"{name} {count}" for name, count in sorted(self.struck.items()))
        wrong = self.complaints[:40]
        return "\n".join([f"faults: {self.faults} ({calls})", f"ends:   {outcomes}", *wrong])


def run_apart(
    work: Callable[[], str], at: int, fault: tuple[int, int]
) -> tuple[str, str, list[str]]:
    """Do *work* in a fork with a fault; return how that ended, what it said, its calls."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _child(work, at, fault, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answers:
        answer = answers.read()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status) or not answer:
        return KILLED, "", []
    said, calls = json.loads(answer)
    return ENDED, said, calls


def _child(work: Callable[[], str], at: int, fault: tuple[int, int], writing: int) -> None:
    """Arm, work, disarm, answer, and end without what a process otherwise does at its end."""
    shim = ctypes.CDLL(None)
    shim.shim_name.restype = ctypes.c_char_p
    kind, times = fault
    shim.shim_arm(at, times, kind)
    try:
        said = work()
    except BaseException as error:  # noqa: BLE001 - a fork must not go on as its parent would
        said = f"{BROKEN}: {error!r}"
    count = shim.shim_disarm()
    names = [shim.shim_name(number).decode("ascii") for number in range(count)]
    os.write(writing, json.dumps([said, names]).encode("utf-8"))
    os._exit(0)


# --- the scenes ----------------------------------------------------------------------------------


class Stage:
    """A dataset that is laid out anew for each fault, and a document with unsaved work on it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder, self.kept, self.rescued = worker.places(home)
        self.flushed = mmap.mmap(-1, 1)  # shared with the forks
        document = open_document(write_folder(self.folder, town()), self.kept)
        document.apply(document.plan_edit(worker.MEASURE, {"progress_type": "count"}))
        worker.edit(document, 0)
        document.save()
        self.old = self.image()
        self.document = open_document(self.folder, self.kept)
        worker.edit(self.document, 1)
        ended, said, _ = run_apart(self.save, 10**6, FAULTS["kill"])
        self.new = self.image()
        if (ended, said) != (ENDED, "") or self.old.keys() != self.new.keys():
            raise SystemExit(f"a save without a fault does not work: {said}")

    def image(self) -> dict[str, bytes]:
        """Return what lies in the folder, the lock left out."""
        found = {path.name: path.read_bytes() for path in self.folder.iterdir()}
        found.pop(locks.NAME, None)
        return found

    def lay(self, files: dict[str, bytes]) -> None:
        """Put *files* into the folder and forget everything else."""
        for place in (self.folder, self.kept, self.rescued):
            shutil.rmtree(place, ignore_errors=True)
        self.folder.mkdir()
        self.flushed[0] = 0
        for name, data in files.items():
            (self.folder / name).write_bytes(data)

    def save(self) -> str:
        """Take the lock, save, give it back; return what was said if that failed."""
        taken = locks.acquire(self.folder, local_now, this_process())
        try:
            self.document.save()
        except OpenOutcomeError:
            return OPEN
        except DatasetError as error:
            return str(error)
        finally:
            if isinstance(taken, locks.Lock):
                locks.release(taken)
        return ""

    def open(self) -> str:
        """Open the folder, which settles what it finds; return "" or why that was refused."""
        try:
            open_document(self.folder, self.kept)
        except DatasetError as error:
            return str(error)
        return ""

    def note(self) -> str:
        """Make two more edits and write each into the journal of unsaved work."""
        notes = journal.record(self.document, self.rescued)
        for number in (2, 3):
            worker.edit(self.document, number)
            if notes.flush():
                self.flushed[0] = number
        return ""

    # --- judging -----------------------------------------------------------------------------

    def wrong(self, ended: str, said: str) -> Iterator[str]:
        """Open the folder as the next user does, and yield what is wrong."""
        refused = self.open()
        left = self.image()
        if refused:
            yield f"refused: {refused}"
        if left not in (self.old, self.new):
            litter = sorted(left.keys() - self.old.keys())
            yield f"litter {litter}" if litter else "files of several states"
        elif ended == ENDED and said == "" and left != self.new:
            yield "said to be saved, and is not"
        elif ended == ENDED and said not in ("", OPEN) and left != self.old:
            yield f"is saved though said not to be: {said}"
        yield from self._wrong_backups()

    def _wrong_backups(self) -> Iterator[str]:
        for backup in backups.list_backups(self.folder, self.kept):
            if {file: (backup.path / file).read_bytes() for file in backup.files} != self.old:
                yield "a backup that is not what was overwritten"

    def lost(self, ended: str, said: str) -> Iterator[str]:
        """Yield whether an edit that was written down does not come back."""
        document = open_document(self.folder, self.kept)
        worker.rescue(self.home, document)
        found, written = worker.mark(document), self.flushed[0]
        if found < written:
            yield f"{written} was written down, {found} came back ({ended}, {said})"


def strike(
    tally: Tally,
    name: str,
    fault: str,
    scene: tuple[Stage, dict[str, bytes], Callable[[], str], Callable[[str, str], Iterator[str]]],
    part: int,
) -> Iterator[dict[str, bytes]]:
    """Let *fault* happen at one call after the other; yield what a process left, before judging."""
    stage, files, work, judge = scene
    stage.lay(files)
    _, _, calls = run_apart(work, 10**6, FAULTS[fault])
    for at in range(zlib.crc32(f"{name} {fault}".encode()) % part, len(calls), part):
        stage.lay(files)
        ended, said, _ = run_apart(work, at, FAULTS[fault])
        yield stage.image()
        tally.faults += 1
        tally.struck[calls[at]] += 1
        kind = said if said in ("", OPEN) else "refused"
        tally.outcomes[KILLED if ended == KILLED else kind or "done"] += 1
        if said.startswith(BROKEN):
            tally.complaints.append(f"{name}, {fault} at {at} ({calls[at]}): {said}")
        for sentence in judge(ended, said):
            tally.complaints.append(f"{name}, {fault} at {at} ({calls[at]}): {sentence}")


def run(home: Path, part: int) -> Tally:
    """Strike a save, the settling of all that is left of one, and the journal of unsaved work."""
    transaction.TORN_PATIENCE = 0.05  # nobody else is at work here
    stage, tally = Stage(home), Tally()
    states: dict[tuple[object, ...], dict[str, bytes]] = {}
    for fault in FAULTS:
        scene = (stage, stage.old, stage.save, stage.wrong)
        for left in strike(tally, "save", fault, scene, part):
            if save_journal.NAME in left:
                states.setdefault(_kind(left), left)
    for number, state in enumerate(list(states.values())[::part]):
        for fault in SETTLING:
            scene = (stage, state, stage.open, lambda *_: stage.wrong(KILLED, ""))
            for _ in strike(tally, f"settling {number}", fault, scene, part):
                pass
    for fault in SETTLING:
        for _ in strike(tally, "journal", fault, (stage, stage.old, stage.note, stage.lost), part):
            pass
    return tally


def _kind(left: dict[str, bytes]) -> tuple[object, ...]:
    """Return what makes a state another one than the others; numbers of processes do not."""
    names = sorted((re.sub(r"\d{2,}", "", name), len(data) > 0) for name, data in left.items())
    held = (left.get(file) for file in FileName)
    listed = b'"old"' in left[save_journal.NAME]
    return (*names, *held, listed)


def main(arguments: list[str] | None = None) -> int:
    """Load the library, strike, and judge."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.systemcalls")
    parser.add_argument("--part", type=int, default=1, help="do only one part of so many")
    options = parser.parse_args(arguments)
    memory = Path("/dev/shm")  # noqa: S108 - kills are no power cuts: a disk has nothing to add
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as home:
        if LOADED not in os.environ:
            try:
                library = build(Path(home))
            except NotPermittedError as error:
                sys.stdout.write(f"no such library here: {error}\n")
                return NOT_PERMITTED
            environment = os.environ | {"LD_PRELOAD": str(library), LOADED: "1"}
            again = [sys.executable, *sys.orig_argv[1:]]
            done = subprocess.run(again, cwd=ROOT, env=environment, check=False)  # noqa: S603
            return done.returncode
        tally = run(Path(home), options.part)
    sys.stdout.write(f"{tally.report()}\n")
    return 1 if tally.complaints or not tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
