"""The commits of a checkout in which a dataset differs, read with the Git that is installed.

A folder may have come from anybody, and so may its settings, which can name programs in a dozen
places: a pager, a watcher of files, filters, hooks, drivers, helpers for signatures and passwords.
So only plumbing is called, with fixed words: commands that compare no contents, write nothing and
reach no network. What Git refuses (``safe.directory``) it goes on refusing. All that is read is
bounded, and whoever waits may give up.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from klimaeditor.files.jsontext import MAX_BYTES
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import quoted, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_log = logging.getLogger(__name__)


# --- words ---------------------------------------------------------------------------------------

GIT_MISSING: Final = (
    "Der Ordner gehört zu einem Git-Projekt, aber auf diesem Rechner ist Git nicht installiert. "
    "Frühere Fassungen aus Git fehlen deshalb."
)
PARTIAL: Final = (
    "Dieser Klon lädt frühere Stände erst bei Bedarf aus dem Netz, und der Klimaeditor geht nicht "
    "ins Netz. Frühere Fassungen aus Git fehlen deshalb; klonen Sie das Projekt ohne „--filter“ "
    "neu, um sie zu sehen."
)
SHALLOW: Final = (
    "Dieser Klon reicht nicht bis zum Anfang zurück. Mit „git fetch --unshallow“ holen Sie auch "
    "die älteren Stände."
)
TOO_SLOW: Final = (
    "Git ist nicht rechtzeitig fertig geworden. Frühere Fassungen aus Git fehlen deshalb; öffnen "
    "Sie den Datensatz später noch einmal."
)


def not_trusted(folder: str) -> str:
    """Return that Git refuses a folder that belongs to somebody else, and the way out."""
    return (
        f"Git liest den Ordner {quoted(folder)} nicht, weil er einer anderen Person gehört; "
        "frühere Fassungen aus Git fehlen deshalb. Vertrauen Sie ihm, so erlauben Sie es mit "
        "„git config --global --add safe.directory“ und dem Pfad des Projekts."
    )


def not_read(reason: str) -> str:
    """Return that Git did not answer as it should."""
    return f"Frühere Fassungen aus Git ließen sich nicht lesen: {shortened(reason)}."


def only_latest(most: int) -> str:
    """Return that commits before the latest *most* were not looked at."""
    return f"Aus Git wurden nur die jüngsten {most:,} Commits gelesen.".replace(",", ".")


NO_ANSWER: Final = "Git hat etwas Unerwartetes gemeldet"


# --- What is found -------------------------------------------------------------------------------

MOST_COMMITS: Final = 2_000
SECONDS: Final = 60.0
"""For one call of Git; reading all contents is one."""
_MOST_LIST: Final = 4 * 1024 * 1024
_LONGEST_NAME, _LONGEST_SUBJECT = 60, 80
_LONGEST_LINE: Final = 1_000
_SOON_S: Final = 0.02
_TRUST: Final = ("dubious ownership", "safe.directory")
_KEPT: Final = frozenset({"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"})
"""The user's own settings, where Git looks for the folders that are trusted."""
_ENVIRONMENT: Final = {
    "GIT_ALLOW_PROTOCOL": "none",  # whatever the settings say, nothing is fetched
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS": "",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
}
_OVERRULED: Final = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "core.sshCommand": "false",
    "core.alternateRefsCommand": "false",
    "core.askPass": "",
    "credential.helper": "",
    "diff.external": "",
    "log.showSignature": "false",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "protocol.allow": "never",
    "safe.bareRepository": "explicit",  # none that lies in the folder as data does
    "i18n.logOutputEncoding": "UTF-8",
}
"""Settings of a repository that could name a program; none of the calls below asks for one."""
_OBJECT: Final = re.compile(rb"[0-9a-f]{40}|[0-9a-f]{64}")


class CommitsError(KlimaError):
    """Commits that cannot be read; the sentence says why and what to do."""


class GivenUpError(Exception):
    """Whoever asked does not want to wait any longer."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit with all four files: its objects by file, and who made it when, in local time."""

    id: str
    made: datetime
    author: str
    subject: str
    objects: Mapping[FileName, str]


@dataclass(frozen=True, slots=True)
class CommitList:
    """The commits in which one of the files differs, the oldest first, and German remarks."""

    commits: tuple[Commit, ...] = ()
    notices: tuple[str, ...] = ()


def git_program() -> str | None:
    """Return the installed Git; never one that lies in the current folder (Windows looks there)."""
    found = shutil.which("git")
    return found if found is not None and Path(found).is_absolute() else None


def is_in_checkout(folder: Path) -> bool:
    """Tell whether a folder may belong to a repository, without asking Git."""
    with suppress(OSError):
        return any((each / ".git").exists() for each in (folder, *folder.parents))
    return False


class History:
    """The history of the dataset in *folder*; *given_up* ends every call that is under way."""

    def __init__(self, folder: Path, given_up: threading.Event | None = None) -> None:
        """Look for Git; raises CommitsError where there is none."""
        program = git_program()
        if program is None:
            raise CommitsError(GIT_MISSING)
        self._folder = folder
        self._given_up = given_up or threading.Event()
        self._words = [program, "--no-pager", "--literal-pathspecs", "--no-optional-locks"]
        for name, value in _OVERRULED.items():
            self._words += ["-c", f"{name}={value}"]

    def head(self) -> str:
        """Return the commit that is checked out, "" where there is none or no repository.

        Raises CommitsError where Git does not trust the folder.
        """
        code, said = self._ask("rev-parse", "--verify", "HEAD^{commit}", complaints=True)
        if code == 0:
            return said.decode("ascii", "replace").strip()
        if any(word in said.decode("utf-8", "replace") for word in _TRUST):
            raise CommitsError(not_trusted(str(self._folder)))
        return ""

    def commits(self, head: str) -> CommitList:
        """Return the commits up to *head*; raises CommitsError and GivenUpError."""
        if self._is_partial():
            raise CommitsError(PARTIAL)
        found = self._listed(head)
        notices = [only_latest(MOST_COMMITS)] if len(found) > MOST_COMMITS else []
        if self._is_shallow():
            notices.append(SHALLOW)
        return CommitList(tuple(self._with_objects(found[:MOST_COMMITS][::-1])), tuple(notices))

    @contextmanager
    def contents(self, names: Iterable[str]) -> Iterator[Contents]:
        """Open what reads the contents of objects in this order, all in one call of Git."""
        wanted = b"".join(name.encode("ascii") + b"\n" for name in names)
        with self._asked(wanted, "cat-file", "--batch") as process:
            yield Contents(process, self._given_up)

    # --- the calls ---------------------------------------------------------------------------

    def _is_partial(self) -> bool:
        names = r"^(remote\..*\.promisor|extensions\.partialclone)$"
        code, said = self._ask("config", "--get-regexp", names)
        return code == 0 and bool(said)

    def _is_shallow(self) -> bool:
        _, said = self._ask("rev-parse", "--is-shallow-repository")
        return said.strip() == b"true"

    def _listed(self, head: str) -> list[tuple[bytes, datetime, str, str]]:
        """Return id, moment, author and first line of the commits, the latest first."""
        layout = f"--format=%ct%x00%<({_LONGEST_NAME},trunc)%an%x00%<({_LONGEST_SUBJECT},trunc)%s"
        code, said = self._ask(
            *("rev-list", f"--max-count={MOST_COMMITS + 1}", "--date-order", layout, head),
            *("--", *FileName),
        )
        if code:
            raise CommitsError(not_read(NO_ANSWER))
        found = []
        lines = iter(said.split(b"\n"))
        for line in lines:
            if not line:
                continue
            name, told = line.removeprefix(b"commit "), next(lines, b"").split(b"\0")
            if not _OBJECT.fullmatch(name) or len(told) != len(("time", "author", "subject")):
                raise CommitsError(not_read(NO_ANSWER))
            author, subject = (part.decode("utf-8", "replace").strip() for part in told[1:])
            found.append(
                (name, _moment(told[0]), shortened(author, _LONGEST_NAME), shortened(subject))
            )
        return found

    def _with_objects(self, found: Sequence[tuple[bytes, datetime, str, str]]) -> Iterator[Commit]:
        """Yield the commits that have all four files, none larger than a dataset's may be."""
        wanted = b"".join(
            b"%b:./%b\n" % (name, file.encode("ascii")) for name, *_ in found for file in FileName
        )
        layout = "--batch-check=%(objectname) %(objecttype) %(objectsize)"
        code, said = self._ask("cat-file", layout, given=wanted)
        lines = said.split(b"\n")
        if code or len(lines) <= len(found) * len(FileName) - 1:
            raise CommitsError(not_read(NO_ANSWER))
        answers = iter(lines)
        for name, moment, author, subject in found:
            objects = {file: _blob(next(answers)) for file in FileName}
            if all(objects.values()):
                yield Commit(name.decode("ascii"), moment, author, subject, objects)

    def _ask(self, *words: str, given: bytes = b"", complaints: bool = False) -> tuple[int, bytes]:
        """Return Git's code and its answer, with its complaints where they are wanted."""
        with self._asked(given, *words, complaints=complaints) as process:
            said = process.stdout.read(_MOST_LIST + 1) if process.stdout else b""
            if len(said) > _MOST_LIST:
                raise CommitsError(not_read(NO_ANSWER))
            return process.wait(), said

    @contextmanager
    def _asked(
        self, given: bytes, *words: str, complaints: bool = False
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Run Git with a file as its input: a pipe would have to be filled while it answers."""
        with tempfile.TemporaryFile() as asked:
            asked.write(given)
            asked.seek(0)
            with self._running(words, asked, complaints=complaints) as process:
                yield process

    @contextmanager
    def _running(
        self, words: Sequence[str], asked: IO[bytes], *, complaints: bool
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Run Git until the end of the block; it is ended where it takes too long or is given up.

        Raises CommitsError and GivenUpError.
        """
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.upper().startswith("GIT_") or name.upper() in _KEPT
        }
        try:
            process = subprocess.Popen(  # noqa: S603 - fixed words
                [*self._words, *words],
                cwd=self._folder,
                env=environment | _ENVIRONMENT,
                stdin=asked,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT if complaints else subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise CommitsError(not_read(error.strerror or NO_ANSWER)) from error
        over, late = threading.Event(), threading.Event()
        watch = threading.Thread(target=self._watch, args=(process, over, late), daemon=True)
        watch.start()
        try:
            yield process
        except (OSError, ValueError) as error:  # a pipe that broke when Git was ended
            self._expect_done(late)
            raise CommitsError(not_read(NO_ANSWER)) from error
        else:
            self._expect_done(late)
        finally:
            process.kill()
            over.set()
            if process.stdout is not None:
                process.stdout.close()
            process.wait()

    def _expect_done(self, late: threading.Event) -> None:
        if self._given_up.is_set():
            raise GivenUpError
        if late.is_set():
            raise CommitsError(TOO_SLOW)

    def _watch(
        self, process: subprocess.Popen[bytes], over: threading.Event, late: threading.Event
    ) -> None:
        end = time.monotonic() + SECONDS
        while not over.wait(_SOON_S):
            if time.monotonic() > end:
                late.set()
            if late.is_set() or self._given_up.is_set():
                process.kill()
                return


class Contents:
    """Reads the contents of the objects that were asked for, in their order."""

    def __init__(self, process: subprocess.Popen[bytes], given_up: threading.Event) -> None:
        self._answer, self._given_up = process.stdout, given_up

    def read(self, name: str) -> bytes:
        """Return the content of an object; those before it that nobody has read are passed over.

        Raises GivenUpError, and ValueError where Git does not give it.
        """
        while True:
            if self._given_up.is_set():
                raise GivenUpError
            head = self._line().split()
            if len(head) != len((b"name", b"blob", b"size")) or head[1] != b"blob":
                raise ValueError(name)
            size = int(head[2])
            if size > MAX_BYTES or self._answer is None:
                raise ValueError(name)
            content = self._answer.read(size + 1)
            if len(content) != size + 1:
                raise ValueError(name)
            if head[0] == name.encode("ascii"):
                return content[:-1]

    def _line(self) -> bytes:
        return b"" if self._answer is None else self._answer.readline(_LONGEST_LINE)


def _blob(line: bytes) -> str:
    """Return the object in an answer, "" where it is no file of a size that is read."""
    parts = line.split()
    if len(parts) != len((b"name", b"blob", b"size")) or not _OBJECT.fullmatch(parts[0]):
        return ""
    fits = parts[1] == b"blob" and int(parts[2]) <= MAX_BYTES
    return parts[0].decode("ascii") if fits else ""


def _moment(seconds: bytes) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), UTC).astimezone()
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
