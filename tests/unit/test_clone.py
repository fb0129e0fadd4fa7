"""A clone set up for the four files, and what would be committed, checked (MRG-02, OPN-12)."""

from __future__ import annotations

import json
import os
import shlex
import sys
from typing import TYPE_CHECKING

import pytest

from klimaeditor.cli.program import parser_for
from klimaeditor.document import open_document
from klimaeditor.model.changes import FileName
from klimaeditor.publish.clone import ATTRIBUTES, HOOK_MARK, Clone, hook
from tests.conftest import ROOT
from tests.git_helpers import Repository

if TYPE_CHECKING:
    from pathlib import Path


NEW_ERROR = "Die Kostenangaben sind in der Datei unvollständig"


@pytest.fixture
def clone(tmp_path, monkeypatch) -> Repository:
    """Return a repository that nobody has set up, the folder in which commands run from now on."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    repository = Repository(tmp_path / "projekt")
    repository.git("config", "--remove-section", "merge.klimaeditor")
    (repository.folder / ".gitattributes").write_text("*.png binary", encoding="utf-8")
    monkeypatch.chdir(repository.folder)
    return repository


@pytest.fixture
def program(tmp_path, monkeypatch, clone) -> Path:
    """Return klimaeditor-cli in the PATH of the commands and of Git."""
    folder = tmp_path / "programm"
    folder.mkdir()
    path = folder / "klimaeditor-cli"
    start = f"PYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)}"
    path.write_text(f'#!/bin/sh\n{start} -m klimaeditor "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    clone.path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    monkeypatch.setenv("PATH", clone.path)
    return path


def without_costs(repository: Repository) -> None:
    """Take the costs out of a record, as no editor would: an error that is new."""
    path = repository.data / FileName.ADDITIONAL
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"cost"', '"kosten"', 1), encoding="utf-8")


# --- setting up ----------------------------------------------------------------------------------


def test_setting_up_is_proved_by_a_merge_and_shows_fields_in_a_diff(call, clone, program):
    code, out, _ = call("git", "setup")

    assert (0, 5) == (code, out.count("in Ordnung"))
    assert out.endswith("Checken Sie .gitattributes ein, falls sie neu ist.\n")
    attributes = (clone.folder / ".gitattributes").read_text(encoding="utf-8")
    assert ["*.png binary", *ATTRIBUTES] == attributes.splitlines()

    clone.data.rename(clone.folder / "neuer ordner")  # attributes go with a renamed folder
    clone.git("add", "-A")
    clone.git("commit", "-q", "--no-verify", "-m", "umbenannt")
    clone.data = clone.folder / "neuer ordner"
    document = open_document(clone.data)
    key = document.dataset.find("bauen2")
    document.apply(document.plan_edit(key, {"short_title": "Neu"}))
    document.save()

    assert "+  Kurztitel: Neu\n" in clone.git("diff").stdout


def test_a_clone_without_the_program_in_the_path_says_so(call, clone, monkeypatch, tmp_path):
    Clone(clone.folder).set_up()
    bare = tmp_path / "bare"
    bare.mkdir()
    for name in ("git", "sh", "echo", "cat"):
        found = next(f"{p}/{name}" for p in clone.path.split(os.pathsep)
                     if os.path.exists(f"{p}/{name}"))  # fmt: skip  # noqa: PTH110
        (bare / name).symlink_to(found)
    monkeypatch.setenv("PATH", str(bare))

    code, out, _ = call("git", "check", clone.data)

    assert (1, 3, 2) == (code, out.count("in Ordnung"), out.count("fehlt  "))
    assert 2 == out.count("startet in der Shell von Git nicht")


def test_checking_changes_nothing_and_names_what_is_missing(call, clone):
    code, out, _ = call("git", "check")

    assert (1, 5) == (code, out.count("fehlt  "))
    assert "*.png binary" == (clone.folder / ".gitattributes").read_text(encoding="utf-8")
    assert "" == clone.git("config", "--get", "merge.klimaeditor.driver", code=1).stdout


def test_another_hook_stays_and_a_second_setup_changes_nothing(clone):
    hooks = clone.folder / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    (hooks / "pre-commit").write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")

    Clone(clone.data).set_up()
    first = (clone.folder / ".gitattributes").read_bytes()
    Clone(clone.data).set_up(new_only=True)

    assert first == (clone.folder / ".gitattributes").read_bytes()
    assert "#!/bin/sh\nexit 0\n" == (hooks / "pre-commit").read_text(encoding="utf-8")
    assert hook(new_only=True) == (hooks / "pre-merge-commit").read_text(encoding="utf-8")
    assert HOOK_MARK in hook(new_only=False)


@pytest.mark.parametrize("words", [("git", "check"), ("check", "--staged")])
def test_outside_a_clone_there_is_one_line(call, tmp_path, monkeypatch, words):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)

    code, out, err = call(*words)

    assert (2, "") == (code, out)
    assert err.startswith("Nicht ausgeführt: In ")


# --- what would be committed ---------------------------------------------------------------------


def test_staged_is_the_index_and_not_what_lies_in_the_folder(call, clone):
    assert (0, "In keinem Datensatz ist etwas vorgemerkt.\n", "") == call("check", "--staged")
    path = clone.data / FileName.ADDITIONAL
    right = path.read_bytes()
    without_costs(clone)
    clone.git("add", "daten")
    path.write_bytes(right)

    code, out, _ = call("check", "--staged")

    assert 1 == code
    assert out.startswith("daten/\n")
    assert NEW_ERROR in out
    assert NEW_ERROR not in call("check", "daten")[1]
    assert NEW_ERROR in call("check", "daten", "--staged")[1]


def test_only_new_findings_count_where_the_commit_before_had_the_others(call, clone):
    clone.write(FileName.CATEGORIES, lambda rows: rows[0].update(color="#123456"))
    clone.git("reset", "-q", "--soft", "HEAD~1")

    code, out, _ = call("check", "--staged", "--new-only", "--severity", "error")

    assert (0, 2) == (code, len(out.splitlines()))
    assert "neu: 0 Fehler, 0 Warnungen, 0 Hinweise. Schon bekannt und nicht gezählt: " in out
    without_costs(clone)
    for words in (("daten",), ("daten", "--format", "json")):
        code, out, _ = call("check", *words, "--new-only", "--severity", "error")
        assert (1, 1) == (code, out.count(NEW_ERROR))


def test_a_baseline_excuses_what_it_lists_once(call, clone, tmp_path):
    known = tmp_path / "bekannt.json"
    known.write_text(call("check", "daten", "--format", "json")[1], encoding="utf-8")

    assert 0 == call("check", "daten", "--baseline", known)[0]
    rows = json.loads(known.read_text(encoding="utf-8"))
    left = next(row for row in rows if row["severity"] == "error")
    rows.remove(left)
    known.write_text(json.dumps(rows), encoding="utf-8")
    code, out, _ = call("check", "daten", "--baseline", known, "--format", "json")
    assert (1, [left]) == (code, json.loads(out))


@pytest.mark.parametrize("text", ["", "{}x", "[1]", '{"a": 1}'])
def test_a_baseline_that_is_none_is_refused(call, sample_dataset, tmp_path, text):
    known = tmp_path / "bekannt.json"
    known.write_text(text, encoding="utf-8")

    code, out, err = call("check", sample_dataset, "--baseline", known)

    assert (2, "") == (code, out)
    assert "enthält keine Liste von Befunden" in err


def test_a_dataset_that_would_be_committed_in_part_is_no_finding_but_a_failure(call, clone):
    clone.git("rm", "-q", "--cached", f"daten/{FileName.PROGRESS}")

    code, _, err = call("check", "--staged")

    assert 2 == code
    assert "Im Index von Git fehlen in „daten/“: implementations.json." in err


@pytest.mark.parametrize("fault", ["finding", "broken", "no program", "no data"])
def test_the_hook_tells_findings_from_a_check_that_did_not_run(clone, program, fault):
    Clone(clone.folder).set_up(new_only=True)
    if fault in ("finding", "no program"):
        without_costs(clone)
    if fault == "broken":
        (clone.data / FileName.MEASURES).write_text("[{,]", encoding="utf-8")
    if fault in ("no program", "no data"):
        program.unlink()
    clone.git("add", "-A")

    done = clone.git("commit", "-q", "-m", "x", code=0 if fault == "no data" else 1)

    said = {
        "finding": "Kein Commit: Die Daten haben Fehler",
        "broken": "Kein Commit: Die Daten ließen sich nicht prüfen",
        "no program": "Kein Commit: Das Programm klimaeditor-cli fehlt im PATH",
        "no data": "",
    }
    assert said[fault] in done.stderr
    assert (fault != "no data") == ("git commit --no-verify" in done.stderr)


def test_the_hooks_for_pre_commit_call_what_there_is():
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    calls = [line.split(": ", 1)[1] for line in text.splitlines() if "entry:" in line]
    parser = parser_for(())

    assert 2 == len(calls)
    for line in calls:
        options = parser.parse_args(shlex.split(line)[1:])
        assert options.staged
        assert "error" == options.severity
