"""A clone of the repository with the four files: what it needs to merge them by field.

Attributes say which files are ours and travel with the repository. What they name – the merge
driver, the text of a diff – and the hooks are set on each machine, because Git distributes no
commands, with good reason. ``docs/git.md`` says the same to people.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from klimaeditor.files import disk
from klimaeditor.files.commits import git_program
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import counted, quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError
from klimaeditor.paths import read_at_most

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


# --- words ---------------------------------------------------------------------------------------

NO_GIT: Final = "Das Programm git fehlt auf diesem Rechner. Installieren Sie Git."
UNDECIDED_FILES: Final = (
    "Git führt Dateien als Konflikt, sie sind noch nicht vorgemerkt. Entscheiden Sie, und melden "
    "Sie sie mit „git add“."
)
ATTRIBUTES_TITLE: Final = "Attribute (.gitattributes)"
DRIVER_TITLE: Final = "Merge-Treiber"
TEXT_TITLE: Final = "Text für git diff"
HOOK_TITLES: Final = {
    "pre-commit": "Hook pre-commit",
    "pre-merge-commit": "Hook pre-merge-commit",
}
ATTRIBUTES_RIGHT: Final = "Alle vier Dateien werden in jedem Ordner Feld für Feld zusammengeführt."
DRIVER_RIGHT: Final = "Zwei Felder einer Maßnahme kamen in einer Probe zusammen."
TEXT_RIGHT: Final = "Eine Probe zeigt Felder statt Zeilen."
HOOK_RIGHT: Final = "Der Datensatz wird vor jedem Commit geprüft."
NOT_SET: Final = "Noch nicht eingerichtet. „klimaeditor git setup“ holt das nach."
PROGRAM_MISSING: Final = (
    "klimaeditor-cli startet in der Shell von Git nicht. Nehmen Sie den Programmordner in den PATH "
    "auf, und öffnen Sie die Eingabeaufforderung neu."
)
PROBE_FAILED: Final = (
    "Die Probe brachte nicht das richtige Ergebnis. „klimaeditor git setup“ richtet es neu ein."
)
HOOK_ELSEWHERE: Final = (
    "Dort steht schon ein anderer Hook, er bleibt unverändert. Ergänzen Sie darin die Zeile "
    "„klimaeditor-cli check --staged“."
)
HOOK_NOT_RUN: Final = "Er ist nicht ausführbar. „klimaeditor git setup“ richtet ihn neu ein."
HOOK_MARK: Final = "# geschrieben von „klimaeditor git setup“"


def no_repository(folder: str) -> str:
    """Return the refusal where there is no clone."""
    return f"In {quoted(folder)} liegt kein Git-Projekt. Geben Sie den Ordner eines Klons an."


def attributes_missing(paths: Sequence[str]) -> str:
    """Return for which files the attributes are missing."""
    return (
        f"Für {quoted(paths[0])} {_and_more(len(paths) - 1)}gelten sie nicht. "
        "„klimaeditor git setup“ ergänzt die Datei."
    )


def _and_more(number: int) -> str:
    return f"und {counted(number, 'weitere Datei', 'weitere Dateien')} " if number else ""


def git_refused(reason: str) -> str:
    """Return that Git did not do what it was asked for."""
    return f"Git hat das nicht ausgeführt: {reason}"


# --- What stands in a clone ----------------------------------------------------------------------

DRIVER: Final = (
    "if klimaeditor-cli --version >/dev/null 2>&1; then klimaeditor-cli merge %O %A %B %P; "
    "else echo klimaeditor-cli startet nicht, nur Zeilen verglichen: %P >&2; "
    "git merge-file -L eigene -L bisher -L andere %A %O %B; fi"
)
"""Without the second part Git would keep ours in silence where the program does not start."""
TEXTCONV: Final = """sh -c 'klimaeditor-cli git text "$0" 2>/dev/null || cat "$0"'"""
"""Git stops a diff whose textconv fails; so the file stands for itself then."""
MERGETOOL: Final = 'klimaeditor-cli conflicts "$MERGED" --ask'
SETTINGS: Final = {
    "merge.klimaeditor.name": "Maßnahmen Feld für Feld",
    "merge.klimaeditor.driver": DRIVER,
    "diff.klimaeditor.textconv": TEXTCONV,
    "mergetool.klimaeditor.cmd": MERGETOOL,
    "mergetool.klimaeditor.trustExitCode": "true",
}
ATTRIBUTES: Final = tuple(
    f"**/{file} merge=klimaeditor diff=klimaeditor -text" for file in FileName
)
"""In any folder, so that a renamed one keeps them; ``-text`` leaves the line ends alone."""
PATHSPECS: Final = tuple(f":(top,glob)**/{file}" for file in FileName)
_WANTED: Final = {"merge": "klimaeditor", "diff": "klimaeditor", "text": "unset"}
_ANYWHERE: Final = "beliebig"
_PROBE_FILE: Final = "additional_data.json"
_UNDER_WAY: Final = (
    *("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "SQUASH_MSG"),
    *("rebase-merge", "rebase-apply"),
)
_GITHEAD: Final = "GITHEAD_"
_HEXADECIMAL: Final = frozenset("0123456789abcdef")
_ENVIRONMENT: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
SECONDS: Final = 60


def hook(*, new_only: bool) -> str:
    """Return the hook that checks what is to be committed, and tells findings from a failure.

    It asks Git first, so that a commit without data needs no program. With *new_only* what the
    commit before had already stops nobody.
    """
    specs = " ".join(f"'{spec}'" for spec in PATHSPECS)
    return f"""#!/bin/sh
{HOOK_MARK}
git diff --cached --quiet -- {specs} && exit 0
klimaeditor-cli check --staged --severity error{" --new-only" if new_only else ""} >&2
code=$?
case $code in
0) exit 0 ;;
1) echo "Kein Commit: Die Daten haben Fehler, sie stehen oben." >&2 ;;
2) echo "Kein Commit: Die Daten ließen sich nicht prüfen, der Grund steht oben." >&2 ;;
*) echo "Kein Commit: Das Programm klimaeditor-cli fehlt im PATH, geprüft wurde nichts." >&2 ;;
esac
echo "Trotzdem, ohne Prüfung: git commit --no-verify" >&2
exit $code
"""


def merged_heads() -> list[str]:
    """Return the commits that a merge under way names to the drivers and hooks it calls."""
    named = (key.removeprefix(_GITHEAD) for key in os.environ if key.startswith(_GITHEAD))
    return [name for name in named if len(name) in {40, 64} and set(name) <= _HEXADECIMAL]


class GitError(KlimaError):
    """A repository that is not there, or a call that Git refuses."""


@dataclass(frozen=True, slots=True)
class SetUpPoint:
    """One thing a clone needs: whether it is right, and a sentence about it."""

    title: str
    right: bool
    sentence: str

    @property
    def is_hook(self) -> bool:
        """Whether it is one of the hooks, which a clone can do without."""
        return self.title in HOOK_TITLES.values()


class Clone:
    """The repository that a folder belongs to, with its working tree and its index."""

    def __init__(self, folder: Path) -> None:
        """Look for the repository; raises GitError where there is none, or no Git."""
        program = git_program()
        if program is None:
            raise GitError(NO_GIT)
        self._program = program
        self._folder = folder if folder.is_dir() else folder.parent
        top = self._ask("rev-parse", "--show-toplevel").decode("utf-8", "replace").rstrip("\n")
        if not top:
            raise GitError(no_repository(str(folder)))
        self.top = Path(top)

    # What Git holds

    def folders(self, *, changed: bool) -> list[str]:
        """Return the folders with one of the four files, as Git writes them from the top.

        *changed*: only those in which something is staged. Raises GitError while files wait for a
        decision, for those are not staged.
        """
        if self._ask("ls-files", "--unmerged", "-z", "--", *PATHSPECS):
            raise GitError(UNDECIDED_FILES)
        held = _folders(self._paths("ls-files", "-z", "--full-name", "--", *PATHSPECS))
        if not changed:
            return held
        staged = self._paths("diff", "--cached", "--name-only", "--no-renames", "-z", "--",
                             *PATHSPECS)  # fmt: skip
        touched = set(_folders(staged))
        return [folder for folder in held if folder in touched]

    def folder_of(self, path: Path) -> str:
        """Return a folder of the working tree as Git writes it: "daten/", "" for the top."""
        folder = (path if path.is_dir() else path.parent).resolve()
        try:
            inside = folder.relative_to(self.top.resolve()).as_posix()
        except ValueError as error:
            raise GitError(no_repository(str(path))) from error
        return "" if inside == "." else f"{inside}/"

    def files_in(self, folder: str, version: str = "") -> dict[FileName, bytes]:
        """Return the files of a folder in the index, or in a *version*; without those missing."""
        found = {}
        for file in FileName:
            done = self._run(("cat-file", "blob", f"{version}:{folder}{file}"))
            if done.returncode == 0:
                found[file] = done.stdout
        return found

    def versions_before(self) -> list[str]:
        """Return the commits that the next one follows: HEAD, and in a merge the other side.

        While Git itself commits a merge, its hook finds the other side in the environment only.
        """
        known = ("HEAD", "MERGE_HEAD", *merged_heads())
        return [name for name in known if self._ask("rev-parse", "--verify", "--quiet", name)]

    def head(self) -> str:
        """Return the commit of HEAD, "" before the first one."""
        return self._ask("rev-parse", "--verify", "--quiet", "HEAD").decode("ascii").strip()

    def is_after(self, commit: str) -> bool:
        """Tell whether HEAD comes after a commit."""
        head = self.head()
        words = ("merge-base", "--is-ancestor", commit, "HEAD")
        return commit not in ("", head) and self._run(words).returncode == 0

    def under_way(self) -> bool:
        """Tell whether Git waits for somebody to finish a merge, a rebase or the like."""
        if self._ask("ls-files", "--unmerged"):
            return True
        words = [word for name in _UNDER_WAY for word in ("--git-path", name)]
        found = self._ask("rev-parse", *words).decode("utf-8", "surrogateescape").splitlines()
        return any((self._folder / path).exists() for path in found)

    def is_merging(self) -> bool:
        """Tell whether a Git that has not called us as its hook works on the index right now."""
        lock = self._ask("rev-parse", "--git-path", "index.lock").decode("utf-8", "surrogateescape")
        return "GIT_INDEX_FILE" not in os.environ and (self._folder / lock.rstrip("\n")).exists()

    def stages(self, path: str) -> tuple[bytes, bytes, bytes] | None:
        """Return base, ours and theirs of a file Git has as a conflict, None where it has not."""
        done = [self._run(("cat-file", "blob", f":{place}:{path}")) for place in (1, 2, 3)]
        if done[1].returncode or done[2].returncode:
            return None
        return done[0].stdout, done[1].stdout, done[2].stdout

    def exclude(self, name: str) -> None:
        """Have Git overlook files of a name in this clone; raises GitError and OSError."""
        found = self._demand("rev-parse", "--git-path", "info/exclude")
        path = self._folder / found.decode("utf-8", "surrogateescape").rstrip("\n")
        old = disk.read(path, _LARGEST) or b""
        if name.encode() not in old.splitlines():
            path.parent.mkdir(parents=True, exist_ok=True)
            gap = b"" if not old or old.endswith(b"\n") else b"\n"
            disk.write_whole(path, old + gap + f"{name}\n".encode())

    # Setting up and proving

    def set_up(self, *, hooks: bool = True, new_only: bool = False) -> None:
        """Write attributes, settings and hooks; what is right already, or another's, stays.

        Raises GitError and OSError.
        """
        self._write_attributes()
        for key, value in SETTINGS.items():
            self._demand("config", "--local", key, value)
        for name in HOOK_TITLES if hooks else ():
            path = self._hook(name)
            old = disk.read(path, _LARGEST)
            if old is None or HOOK_MARK.encode() in old:
                path.parent.mkdir(parents=True, exist_ok=True)
                disk.write_whole(path, hook(new_only=new_only).encode())
                path.chmod(0o755)

    def checked(self) -> list[SetUpPoint]:
        """Return what a clone needs and whether it has it; driver and text are tried out."""
        return [
            self._attributes(),
            self._driver(),
            self._text(),
            *(self._hook_point(name, title) for name, title in HOOK_TITLES.items()),
        ]

    def _write_attributes(self) -> None:
        path = self.top / ".gitattributes"
        old = (disk.read(path, _LARGEST) or b"").decode("utf-8", "surrogateescape")
        lines = old.splitlines()
        missing = [line for line in ATTRIBUTES if line not in lines]
        if missing and self._without_attributes():
            gap = "\n" if old and not old.endswith("\n") else ""
            new = old + gap + "".join(f"{line}\n" for line in missing)
            disk.write_whole(path, new.encode("utf-8", "surrogateescape"))

    def _without_attributes(self) -> list[str]:
        """Return the files of the repository, and some that might come, that lack an attribute."""
        tracked = self._paths("ls-files", "-z", "--full-name", "--", *PATHSPECS)
        paths = [*tracked, *(f"{_ANYWHERE}/{file}" for file in FileName)]
        given = "".join(f"{path}\0" for path in paths).encode("utf-8", "surrogateescape")
        done = self._run(("check-attr", "-z", "--stdin", *_WANTED), given, self.top)
        words = done.stdout.decode("utf-8", "surrogateescape").split("\0")
        rows = zip(words[::3], words[1::3], words[2::3], strict=False)
        wrong = {path for path, name, value in rows if value != _WANTED.get(name)}
        return [path for path in paths if path in wrong]

    def _attributes(self) -> SetUpPoint:
        wrong = self._without_attributes()
        sentence = attributes_missing(wrong) if wrong else ATTRIBUTES_RIGHT
        return SetUpPoint(ATTRIBUTES_TITLE, not wrong, sentence)

    def _driver(self) -> SetUpPoint:
        """Merge two edits of one record that lines would call a conflict."""
        line = self._setting("merge.klimaeditor.driver")
        if not line:
            return SetUpPoint(DRIVER_TITLE, False, NOT_SET)
        sides = [{"id": "a1", "short_title": a, "summary": b} for a, b in ("AB", "NB", "AN")]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for side, row in zip(("o", "a", "b"), sides, strict=True):
                text = json.dumps([row], indent=2)
                (folder / side).write_text(f"{text}\n", encoding="utf-8")
            names = {"%O": "o", "%A": "a", "%B": "b", "%P": f"daten/{_PROBE_FILE}", "%L": "7"}
            for mark, value in names.items():
                line = line.replace(mark, value)
            done = self._shell(line, folder)
            merged = {**sides[1], "summary": "N"}
            with suppress(ValueError):
                if done.returncode == 0 and json.loads(read_at_most(folder / "a")) == [merged]:
                    return SetUpPoint(DRIVER_TITLE, True, DRIVER_RIGHT)
            return SetUpPoint(DRIVER_TITLE, False, self._why(folder))

    def _text(self) -> SetUpPoint:
        line = self._setting("diff.klimaeditor.textconv")
        if not line:
            return SetUpPoint(TEXT_TITLE, False, NOT_SET)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            path = folder / _PROBE_FILE
            path.write_text('[{"id": "a1", "short_title": "Probe"}]', encoding="utf-8")
            done = self._shell(f"{line} {_PROBE_FILE}", folder)
            if done.returncode == 0 and b"Kurztitel: Probe" in done.stdout:
                return SetUpPoint(TEXT_TITLE, True, TEXT_RIGHT)
            return SetUpPoint(TEXT_TITLE, False, self._why(folder))

    def _why(self, folder: Path) -> str:
        """Return why a probe failed: the program does not start, or something else."""
        starts = self._shell("klimaeditor-cli --version", folder).returncode == 0
        return PROBE_FAILED if starts else PROGRAM_MISSING

    def _hook_point(self, name: str, title: str) -> SetUpPoint:
        path = self._hook(name)
        text = (disk.read(path, _LARGEST) or b"").decode("utf-8", "replace")
        if not text:
            return SetUpPoint(title, False, NOT_SET)
        if "check" not in text or "--staged" not in text:
            return SetUpPoint(title, False, HOOK_ELSEWHERE)
        if os.name != "nt" and not os.access(path, os.X_OK):
            return SetUpPoint(title, False, HOOK_NOT_RUN)
        return SetUpPoint(title, True, HOOK_RIGHT)

    def _hook(self, name: str) -> Path:
        found = self._demand("rev-parse", "--git-path", f"hooks/{name}")
        return self._folder / found.decode("utf-8", "surrogateescape").rstrip("\n")

    def _setting(self, key: str) -> str:
        return self._ask("config", "--get", key).decode("utf-8", "replace").rstrip("\n")

    # Calls

    def _paths(self, *words: str) -> list[str]:
        found = self._ask(*words).decode("utf-8", "surrogateescape")
        return [path for path in found.split("\0") if path]

    def _ask(self, *words: str) -> bytes:
        """Return what Git answers, nothing where it refuses."""
        done = self._run(words)
        return done.stdout if done.returncode == 0 else b""

    def _demand(self, *words: str) -> bytes:
        done = self._run(words)
        if done.returncode:
            lines = done.stderr.decode("utf-8", "replace").split("\n")
            raise GitError(git_refused(lines[0]))
        return done.stdout

    def _shell(self, line: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
        """Run a line as Git runs drivers: with its own shell, also on Windows."""
        return self._run(("-c", f"alias.probe=!{line}", "probe"), b"", folder)

    def _run(
        self, words: Sequence[str], given: bytes = b"", folder: Path | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Call Git; a hook's own paths are those of the folder it was called in."""
        own = {name: os.path.abspath(os.environ[name]) for name in _ENVIRONMENT  # noqa: PTH100
               if os.environ.get(name)}  # fmt: skip
        try:
            return subprocess.run(  # noqa: S603 - fixed calls, and the driver that Git itself runs
                [self._program, "--no-pager", *words],
                cwd=folder or self._folder,
                env=os.environ | own | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
                input=given,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise GitError(git_refused(str(error.cmd[2]))) from error


_LARGEST: Final = 1_000_000


def _folders(paths: Iterable[str]) -> list[str]:
    """Return the folders of some paths, each once, with a slash behind."""
    found = (path.rpartition("/") for path in paths)
    return list(dict.fromkeys(f"{folder}{slash}" for folder, slash, _ in found))
