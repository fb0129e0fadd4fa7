"""What Git knows while it merges one file: the same three versions of the files beside it.

The driver is called for one file with three versions of it (``%O %A %B``). Whose a companion is,
only measures.json tells. Git is asked for that, by fixed calls that read and never reach for a
network; where it gives no clear answer, nothing is known.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import FileName

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from klimaeditor.publish.gitmerge import Versions

SECONDS: Final = 20
"""How long one call may take; a history that needs longer is not searched."""
_COMMITS: Final = "5000"
_OBJECT: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_HEAD_VARIABLE: Final = "GITHEAD_"
_QUIET: Final = {
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone fetches what it lacks otherwise
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


def others(path: str, file: FileName, versions: Versions) -> dict[FileName, Versions]:
    """Return base, ours and theirs of the other three files during a merge, b"" for a missing one.

    *path* is that of the merged *file* from the top of the working tree, where Git calls drivers
    (``%P``); *versions* are its contents. Empty outside a repository, without Git, and where no
    merge, cherry-pick, rebase or revert is found that has exactly these versions.
    """
    folder = _folder(path)
    program = shutil.which("git")
    if folder is None or program is None or not Path(program).is_absolute():
        return {}
    try:
        return _Git(program).others(folder, path, file, versions)
    except (OSError, ValueError, subprocess.SubprocessError):
        return {}


def _folder(path: str) -> str | None:
    """Return the folder of a file as Git writes it, with a slash behind; None for odd paths."""
    plain = path.replace("\\", "/")
    if "\n" in plain or plain.startswith("/") or ":" in plain:
        return None
    return plain.rpartition("/")[0] + "/" if "/" in plain else ""


class _Git:
    """The repository in the current folder, to be read."""

    def __init__(self, program: str) -> None:
        self._program = program

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

    def _merges(self, name: str, versions: Versions) -> Iterator[tuple[str, str, bool]]:
        """Yield base and theirs of what may be under way, and whether the base must be exact.

        While it merges, Git names the branch in a variable only, and a picked commit nowhere: that
        is the one which made theirs out of the base. The names in .git come afterwards, for who
        asks for the merge of one file again.
        """
        heads = [
            variable.removeprefix(_HEAD_VARIABLE)
            for variable in os.environ
            if variable.startswith(_HEAD_VARIABLE)
        ]
        for head in (*filter(_OBJECT.fullmatch, heads), "MERGE_HEAD"):
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
            env=os.environ | _QUIET,
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
        return done.stdout if done.returncode == 0 else b""
