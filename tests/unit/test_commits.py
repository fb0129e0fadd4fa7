"""What Git knows of a measure, and that a foreign repository runs none of the programs it names."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import threading
from typing import TYPE_CHECKING

import pytest

from klimaeditor.files import commits
from klimaeditor.files.commits import (
    GIT_MISSING,
    MOST_COMMITS,
    PARTIAL,
    SHALLOW,
    TOO_SLOW,
    CommitsError,
    GivenUpError,
    History,
    is_in_checkout,
    not_trusted,
    only_latest,
)
from klimaeditor.files.formervalues import FormerReader, FormerValues, RecordReader, StateKind
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import JsonFaultError
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import town
from tests.git_helpers import Repository

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
AS_SEEN = 1_700_000_000


@pytest.fixture(autouse=True)
def own_settings(monkeypatch):
    """Let no settings of this machine speak."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Repository:
    return Repository(tmp_path_factory.mktemp("git") / "projekt")


@pytest.fixture
def repository(prepared, tmp_path) -> Repository:
    return prepared.copied(tmp_path / "projekt")


def read(repository: Repository) -> FormerValues:
    return FormerReader(muenster()).read((), repository.data)


def first_id(repository: Repository) -> str:
    return json.loads((repository.data / FileName.ADDITIONAL).read_bytes())[0]["id"]


def says(repository: Repository, text: str, author: str = "Anna Beispiel", hour: int = 1) -> None:
    """Commit another summary of the first measure, as somebody at some hour."""
    path = repository.data / FileName.ADDITIONAL
    rows = json.loads(path.read_bytes())
    rows[0]["summary"] = text
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=2), encoding="utf-8")
    repository.git("add", "-A")
    moment = f"{AS_SEEN + hour * 3600} +0000"
    os.environ["GIT_COMMITTER_DATE"] = moment
    try:
        repository.git("commit", "-q", f"--author={author} <a@stadt.example>", "-m", f"Zu {text}")
    finally:
        del os.environ["GIT_COMMITTER_DATE"]


def program(folder: Path, name: str, lines: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


# --- what is known ---------------------------------------------------------------------------


def test_every_commit_in_which_a_field_differs_is_told_with_day_and_author(repository):
    before = read(repository).values(first_id(repository), "summary")
    says(repository, "eins", "Anna Beispiel", 1)
    says(repository, "zwei", "Björn Muster", 2)

    found = read(repository).values(first_id(repository), "summary")

    assert ["zwei", "eins", before[0].value] == [own.value for own in found]
    told = [own.sighting.commit for own in found[:2]]
    assert ["Björn Muster", "Anna Beispiel"] == [own.author for own in told]
    assert ["Zu zwei", "Zu eins"] == [own.subject for own in told]
    assert [AS_SEEN + 7200, AS_SEEN + 3600] == [own.made.timestamp() for own in told]
    assert {StateKind.COMMIT} == {own.kind for own in told}


def test_a_commit_about_something_else_has_not_brought_the_value(repository):
    says(repository, "eins", "Anna Beispiel", 1)
    repository.write(FileName.PROGRESS, lambda rows: rows.pop())
    (repository.data / "lies.txt").write_text("x", encoding="utf-8")
    repository.commit()

    found = read(repository).values(first_id(repository), "summary")[0]

    assert ("eins", "Anna Beispiel") == (found.value, found.sighting.commit.author)
    assert found.sighting.last is not found.sighting.first


def test_commits_without_all_four_files_or_with_broken_ones_are_passed_over(repository):
    says(repository, "eins")
    (repository.data / FileName.CATEGORIES).rename(repository.data / "weg.json")
    repository.commit()
    (repository.data / "weg.json").rename(repository.data / FileName.CATEGORIES)
    (repository.data / FileName.MEASURES).write_text("[{", encoding="utf-8")
    repository.commit()

    found = read(repository)

    assert "eins" == found.values(first_id(repository), "summary")[0].value
    assert found.notices == ("1 früherer Stand ließ sich nicht lesen und fehlt hier.",)


def test_what_is_read_once_is_read_again_only_where_another_commit_is_checked_out(
    repository, monkeypatch
):
    says(repository, "eins")
    reader = FormerReader(muenster())
    reader.read((), repository.data)
    calls = []
    with monkeypatch.context() as patched:
        patched.setattr(commits.subprocess, "Popen", _noting(commits.subprocess.Popen, calls))
        again = reader.read((), repository.data)

    assert "eins" == again.values(first_id(repository), "summary")[0].value
    assert ["rev-parse"] == calls
    says(repository, "zwei", hour=2)
    fresh = reader.read((), repository.data)
    assert "zwei" == fresh.values(first_id(repository), "summary")[0].value


def _noting(real, calls):
    def noted(words, **options):
        calls.append(next(word for word in words if word in VERBS))
        return real(words, **options)

    return noted


VERBS = {"rev-parse", "config", "rev-list", "cat-file"}


@pytest.mark.parametrize("seed", range(6))
def test_what_is_read_in_parts_is_what_is_read_whole(seed):
    """Records come, go, move and change, the file is written in other ways, and breaks."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    rows = town()[FileName.MEASURES]
    rows = [dict(row) for row in rows] * 3
    reader = RecordReader(FileName.MEASURES)
    for step in range(40):
        kind = chance.choice(("edit", "edit", "add", "drop", "move", "dent", "break"))
        place = chance.randrange(len(rows)) if rows else 0
        if kind == "add" or not rows:
            rows.insert(place, {"id": f"neu{step}", "text": "ä😀\u2028" * chance.randrange(3)})
        elif kind == "edit":
            rows[place] = rows[place] | {"text": f"„{step}“, {{}} [],"}
        elif kind == "drop":
            del rows[place]
        elif kind == "move":
            rows.insert(chance.randrange(len(rows)), rows.pop(place))
        indent = chance.choice((None, 1)) if kind == "dent" else 2
        data = json.dumps(rows, ensure_ascii=False, indent=indent).encode()
        if kind == "break":
            at = chance.randrange(len(data))
            broken = data[:at] + chance.choice((b",", b"}", b"]", b"", b'"')) + data[at + 1 :]
            try:
                expected = json.loads(broken)
            except ValueError:
                with pytest.raises(JsonFaultError):
                    reader.read(broken)
            else:
                if isinstance(expected, list) and all(isinstance(r, dict) for r in expected):
                    assert expected == list(reader.read(broken))
        assert rows == list(reader.read(data))


def test_a_record_that_stayed_is_one_object_in_all_states():
    rows = [dict(row) for row in town()[FileName.MEASURES]]
    rows.append(rows[-1] | {"id": "letzte"})
    reader = RecordReader(FileName.MEASURES)
    before = reader.read(json.dumps(rows).encode())
    rows.insert(1, {"id": "neu"})
    after = reader.read(json.dumps(rows).encode())

    assert all(one is other for one, other in zip(before, after[:1] + after[2:], strict=True))


# --- a foreign folder ------------------------------------------------------------------------


def named_programs(repository: Repository, folder: Path) -> Path:
    """Name a program in every place in which Git would run one; each leaves its mark."""
    marks = folder / "spuren"
    marks.mkdir(parents=True)

    def marking(name: str) -> str:
        return str(program(folder / "fremd", name, f'touch "{marks}/{name}"; cat'))

    settings = {
        "core.pager": "pager", "pager.log": "pager-log", "core.fsmonitor": "fsmonitor",
        "core.sshCommand": "ssh", "core.gitProxy": "proxy", "core.askPass": "askpass",
        "core.editor": "editor", "sequence.editor": "sequence", "credential.helper": "credential",
        "core.alternateRefsCommand": "alternate", "diff.external": "external",
        "diff.own.command": "diff-command", "diff.own.textconv": "textconv",
        "filter.own.clean": "clean", "filter.own.smudge": "smudge", "filter.own.process": "process",
        "merge.own.driver": "driver", "gpg.program": "gpg", "gpg.ssh.program": "gpg-ssh",
        "gpg.x509.program": "gpg-x509", "alias.rev-list": "alias", "alias.cat-file": "alias",
        "uploadpack.packObjectsHook": "pack", "remote.origin.uploadpack": "uploadpack",
        "browser.own.cmd": "browser", "trailer.own.command": "trailer",
        "interactive.diffFilter": "filter", "man.own.cmd": "man", "web.browser": "web",
        "difftool.own.cmd": "difftool", "mergetool.own.cmd": "mergetool",
        "sendemail.smtpserver": "mail", "instaweb.httpd": "httpd",
    }  # fmt: skip
    for key, name in settings.items():
        shell = "!" if key.startswith("alias.") else ""
        repository.git("config", key, shell + marking(name))
    repository.git("config", "log.showSignature", "true")
    hooks = folder / "haken"
    for hook in ("post-index-change", "post-checkout", "reference-transaction", "pre-auto-gc",
                 "pre-commit", "fsmonitor-watchman"):  # fmt: skip
        program(hooks, hook, f'touch "{marks}/haken"')
    repository.git("config", "core.hooksPath", str(hooks))
    lines = "*.json diff=own filter=own merge=own\n"
    (repository.folder / ".git" / "info" / "attributes").write_text(lines, encoding="utf-8")
    return marks


def signed(repository: Repository) -> None:
    """Let the latest commit say that it is signed, so that Git would ask a program about it."""
    old = repository.git("cat-file", "commit", "HEAD").stdout
    head, _, text = old.partition("\n\n")
    seal = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    done = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],  # noqa: S607 - the installed one
        cwd=repository.folder,
        input=f"{head}\n{seal}\n\n{text}".encode(),
        capture_output=True,
        check=True,
    )
    repository.git("update-ref", "HEAD", done.stdout.decode().strip())


def test_a_repository_runs_none_of_the_programs_that_it_names(repository, tmp_path):
    says(repository, "eins")
    signed(repository)
    marks = named_programs(repository, tmp_path / "programme")
    path = repository.data / FileName.ADDITIONAL
    path.write_bytes(path.read_bytes() + b"\n")  # Git would look whether it differs

    found = read(repository)

    assert "eins" == found.values(first_id(repository), "summary")[0].value
    assert () == found.notices
    assert [] == sorted(own.name for own in marks.iterdir())
    for words in (["status"], ["log", "-p", "--ext-diff"], ["log", "-p"], ["diff"], ["add", "-A"]):
        subprocess.run(["git", *words], cwd=repository.folder, check=False, capture_output=True)  # noqa: S603, S607 - shows that they would run
    ran = {own.name for own in marks.iterdir()}
    assert {"fsmonitor", "gpg", "haken"} <= ran
    assert ran & {"external", "diff-command"}
    assert ran & {"process", "clean"}


def test_only_plumbing_is_called_and_nothing_is_written(repository, monkeypatch):
    says(repository, "eins")
    calls, inner = [], {}

    def noted(words, **options):
        calls.append(next(word for word in words if word in VERBS))
        inner.update(options["env"])
        return real(words, **options)

    real = commits.subprocess.Popen
    monkeypatch.setattr(commits.subprocess, "Popen", noted)
    monkeypatch.setenv("GIT_DIR", "/nirgends")
    monkeypatch.setenv("GIT_TRACE", "1")
    before = {p: p.stat().st_mtime_ns for p in (repository.folder / ".git").rglob("*")}
    read(repository)

    assert VERBS == set(calls)
    assert ("none", "0", "0") == (
        inner["GIT_ALLOW_PROTOCOL"], inner["GIT_OPTIONAL_LOCKS"], inner["GIT_TERMINAL_PROMPT"]
    )  # fmt: skip
    assert not {"GIT_DIR", "GIT_TRACE"} & inner.keys()
    assert before == {p: p.stat().st_mtime_ns for p in (repository.folder / ".git").rglob("*")}


def test_a_folder_that_git_does_not_trust_is_refused_with_the_way_out(
    repository, tmp_path, monkeypatch
):
    real = shutil.which("git")
    lines = f'GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec "{real}" "$@"'
    program(tmp_path / "bin", "git", lines)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    refused = read(repository)
    settings = tmp_path / "gitconfig"
    settings.write_text(f"[safe]\n\tdirectory = {repository.folder}\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    trusted = read(repository)

    assert (not_trusted(str(repository.data)),) == refused.notices
    assert () == refused.values(first_id(repository), "summary")
    assert trusted.values(first_id(repository), "summary")


def test_a_clone_that_would_fetch_what_it_lacks_is_not_read(repository):
    repository.git("config", "remote.origin.promisor", "true")

    assert (PARTIAL,) == read(repository).notices


def test_a_clone_that_begins_late_is_read_and_that_is_told(repository, tmp_path):
    says(repository, "eins")
    target = tmp_path / "flach"
    url = f"file://{repository.folder}"
    repository.git("clone", "-q", "--depth", "1", url, str(target))

    found = FormerReader(muenster()).read((), target / "daten")

    assert (SHALLOW,) == found.notices
    assert "eins" == found.values(first_id(repository), "summary")[0].value


def test_of_too_many_commits_the_latest_are_read(repository, monkeypatch):
    for number in range(3):
        says(repository, f"Nr. {number}", hour=number)
    monkeypatch.setattr(commits, "MOST_COMMITS", 2)

    found = read(repository)

    assert (only_latest(2),) == found.notices
    values = found.values(first_id(repository), "summary")
    assert ["Nr. 2", "Nr. 1"] == [own.value for own in values]
    assert "2.000" in only_latest(MOST_COMMITS)


def test_without_a_commit_or_a_repository_there_is_nothing_and_no_complaint(tmp_path):
    folder = tmp_path / "daten"
    folder.mkdir()
    assert not is_in_checkout(folder)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)  # noqa: S607 - the installed one

    assert is_in_checkout(folder)
    assert FormerValues() == FormerReader(muenster()).read((), folder)


# --- a Git that is not there, or does not behave ---------------------------------------------


@pytest.fixture
def other_git(tmp_path, monkeypatch):
    """Return what puts another program in the place of Git."""

    def put(lines: str) -> None:
        program(tmp_path / "bin", "git", lines)
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")

    return put


def test_without_git_that_is_told(repository, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert (GIT_MISSING,) == read(repository).notices


def test_a_git_that_does_not_answer_is_ended(repository, other_git, monkeypatch):
    other_git("exec sleep 600")
    monkeypatch.setattr(commits, "SECONDS", 0.0)

    assert (TOO_SLOW,) == read(repository).notices


def test_who_gives_up_does_not_wait(repository, other_git):
    other_git("exec sleep 600")
    given_up = threading.Event()
    given_up.set()

    with pytest.raises(GivenUpError):
        FormerReader(muenster()).read((), repository.data, given_up)


def test_who_gives_up_while_contents_are_read_does_not_wait(repository):
    given_up = threading.Event()
    history = History(repository.data, given_up)
    listed = history.commits(history.head())
    (commit,) = listed.commits

    def read_all() -> None:
        with history.contents(commit.objects.values()) as contents:
            given_up.set()
            contents.read(commit.objects[FileName.MEASURES])

    with pytest.raises(GivenUpError):
        read_all()


@pytest.mark.parametrize("lines", ["exec yes", "echo unsinn", "exit 0", "printf '%s\\n' ' '"])
def test_an_answer_that_is_none_is_refused(repository, other_git, lines):
    other_git(f'case "$*" in *HEAD*) echo {"a" * 40};; *config*) exit 1;; *) {lines};; esac')

    (said,) = read(repository).notices or ("",)

    assert said in ("", commits.not_read(commits.NO_ANSWER))


def test_an_object_that_is_missing_is_said(repository):
    history = History(repository.data)

    def read_it() -> None:
        with history.contents(["0" * 40]) as contents:
            contents.read("0" * 40)

    with pytest.raises(CommitsError):
        read_it()
