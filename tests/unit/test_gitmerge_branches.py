"""Many random branches, and Git itself with the merge driver (MRG-02)."""

from __future__ import annotations

import json
import os
import random
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from klimaeditor.cli.versions import MERGE
from klimaeditor.document import open_document
from klimaeditor.files.source import read_source, render
from klimaeditor.model.changes import FileName
from klimaeditor.model.values import same
from klimaeditor.publish import gitmerge
from klimaeditor.publish.clone import DRIVER
from klimaeditor.publish.gitmerge import merge_versions
from klimaeditor.site.muenster import MUENSTER
from tests.conftest import FOLDERS, ROOT, SAMPLE
from tests.git_helpers import (
    PROGRESS,
    Repository,
    entries,
    opened,
    random_edits,
    record,
    with_edits,
)
from tests.muenster_fields import FIELDS

if TYPE_CHECKING:
    from pathlib import Path


A = FileName.ADDITIONAL


@pytest.fixture
def base() -> dict[FileName, bytes]:
    return {file: (SAMPLE / file).read_bytes() for file in FileName}


@pytest.fixture(scope="module", params=FOLDERS)
def small(request) -> dict[FileName, bytes]:
    """Return untidy files with their first measures only, in their own formatting."""
    document = open_document(request.param)
    complete = [k for k in document.dataset.measure_keys() if document.view(k).progress][:6]
    ids = {document.view(key).id for key in complete}
    return {
        file: render(source, {k: row for k, row in source.records.items() if row["id"] in ids})
        for file, source in document.sources.items()
    }


# --- many branches -------------------------------------------------------------------------------


def expected_of(before: object, ours: object, theirs: object, name: str) -> object:
    """Return what the merged field holds: days come together, else a conflict leaves ours."""
    if name == PROGRESS and not same(ours, theirs):
        days = {entry["date"]: entry for side in (before, ours, theirs) for entry in entries(side)}
        return [days[day] for day in sorted(days)]
    return theirs if same(ours, before) else ours


@pytest.mark.parametrize("start", range(0, 200, 20))
def test_two_hundred_pairs_of_random_branches_merge_as_they_should(small, start):
    document = opened(small)
    ids = [document.view(key).id for key in document.dataset.measure_keys()]
    for seed in range(start, start + 20):
        random_ = random.Random(seed)  # noqa: S311 - branches, no secrets
        edits = [random_edits(random_, ids) for _ in range(2)]
        ours, theirs = (with_edits(document, found) for found in edits)
        if seed % 4 == 0:
            read = {file: read_source(data, file) for file, data in ours.items()}
            ours = {file: render(None, source.records) for file, source in read.items()}
        merged = {f: merge_versions(MUENSTER.of(f), small[f], ours[f], theirs[f]) for f in FileName}

        was, our, their, now = map(
            opened, (small, ours, theirs, {f: m.data for f, m in merged.items()})
        )
        clashes = 0
        for key in document.dataset.measure_keys():
            for field in FIELDS:
                sides = [found.view(key).value(field.name) for found in (was, our, their)]
                assert same(expected_of(*sides, field.name), now.view(key).value(field.name))
                differ = field.name != PROGRESS and not same(sides[1], sides[2])
                clashes += differ and not any(same(sides[0], side) for side in sides[1:])
        assert clashes == sum(len(found.conflicts) for found in merged.values())


# --- Git: whose a companion is, it says file by file -------------------------------------------

UNASKED = "Git übernimmt den Eintrag in implementations.json ohne Rückfrage"
TWIN = "Zwei neue Einträge mit derselben Kennung"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Repository:
    """Return a repository with the sample, from which each test takes a copy."""
    return Repository(tmp_path_factory.mktemp("prepared") / "projekt")


@pytest.fixture(scope="module")
def prepared_twins(prepared, tmp_path_factory) -> Repository:
    """Return a repository in which two branches each added bauen99; one has a progress for it.

    Both also wrote into the progress of another measure, so that Git asks the driver about it.
    """
    repository = prepared.copied(tmp_path_factory.mktemp("twins") / "projekt")
    for file in (FileName.MEASURES, FileName.PROGRESS):
        repository.write(file, lambda _rows: None)
    for name, progress in (("eins", True), ("zwei", False)):
        repository.git("checkout", "-q", "-b", name, "main")
        measure = {"id": "bauen99", "categoryId": "bauen", "category": "Bauen"}
        row = {**measure, "Action outline": {"Action name": f"Von {name}"}}
        repository.write(FileName.MEASURES, lambda rows, row=row: rows.append(row))
        noted = {"id": "bauen99", "type": "binary", "values": [], "unit": "Von eins"}

        def progress_of(rows, name=name, added=(noted,) * progress):
            rows[len(added)]["label"] = f"Neu {name}"
            rows.extend(added)

        repository.write(FileName.PROGRESS, progress_of)
        repository.git("reset", "-q", "--soft", "main")
        repository.commit()
    return repository


@pytest.fixture
def twins(prepared_twins, tmp_path) -> Repository:
    return prepared_twins.copied(tmp_path / "projekt")


def ids_of(repository: Repository) -> list[str]:
    return [row["id"] for row in json.loads((repository.data / FileName.PROGRESS).read_bytes())]


@pytest.mark.parametrize(
    "words",
    [
        ("merge", "eins", "-m", "zusammen"),
        ("merge", "--no-commit", "--squash", "eins"),
        ("cherry-pick", "eins"),
        ("rebase", "eins"),
        ("rebase", "--apply", "eins"),
        ("pull", "-q", "--no-rebase", ".", "eins"),
    ],
)
def test_git_puts_no_companion_of_another_measure_beside_ours(twins, words):
    done = twins.git(*words, code=1)

    assert f"Von eins (bauen99) – {TWIN}" in done.stderr
    conflicts = twins.git("status", "--short").stdout
    assert "UU daten/measures.json" in conflicts
    assert "UU daten/implementations.json" in conflicts
    ours = words[0] == "rebase"  # there the branch of the others is the ground
    assert ours == ("bauen99" in ids_of(twins))
    row = record((twins.data / FileName.MEASURES).read_bytes(), "bauen99")
    assert f"Von {'eins' if ours else 'zwei'}" == row["Action outline"]["Action name"]


def test_git_is_asked_again_about_one_file(twins):
    twins.git("merge", "eins", code=1)
    wanted = (twins.data / FileName.PROGRESS).read_bytes()
    (twins.data / FileName.PROGRESS).write_bytes(b"verdorben")
    twins.git("checkout", "-q", "-m", "daten/implementations.json")

    assert wanted == (twins.data / FileName.PROGRESS).read_bytes()


@pytest.mark.parametrize("words", [("merge", "eins"), ("cherry-pick", "eins"), ("revert", "drei")])
def test_the_versions_of_the_measures_are_found_while_a_file_waits(twins, monkeypatch, words):
    """Git has written down by then what it merges; additional_data.json is nowhere here."""
    twins.git("checkout", "-q", "-b", "drei", "eins")
    for file in (FileName.MEASURES, FileName.PROGRESS):
        twins.write(file, lambda rows: rows.pop())
    twins.git("reset", "-q", "--soft", "eins")
    twins.commit()
    for name in ("eins", "zwei"):
        twins.git("checkout", "-q", name)
        twins.git("rm", "-q", f"daten/{FileName.ADDITIONAL}")
        twins.git("commit", "-q", "--amend", "-m", "x")
    twins.git(*words, code=1)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(twins.folder)

    def staged(file: FileName) -> tuple[bytes, ...]:
        shown = [twins.git("show", f":{place}:daten/{file}").stdout for place in (1, 2, 3)]
        return tuple(text.encode() for text in shown)

    found = gitmerge.others(
        f"daten/{FileName.PROGRESS}", FileName.PROGRESS, staged(FileName.PROGRESS)
    )

    assert staged(FileName.MEASURES) == found[FileName.MEASURES]
    assert found[FileName.ADDITIONAL][1] == b""
    assert FileName.PROGRESS not in found


def test_taking_back_a_removal_does_not_mix_two_measures(twins):
    """The measure was removed here, its id went to another one; a revert brings back the first."""
    twins.git("checkout", "-q", "eins")
    for file in (FileName.MEASURES, FileName.PROGRESS):
        twins.write(file, lambda rows: rows.pop())
    twins.git("reset", "-q", "--soft", "HEAD~2")
    twins.commit()
    removal = twins.git("rev-parse", "HEAD").stdout.strip()
    row = {"id": "bauen99", "Action outline": {"Action name": "Von drei"}}
    twins.write(FileName.MEASURES, lambda rows: rows.append(row))
    twins.write(FileName.PROGRESS, lambda rows: rows[3].update(label="Neu"))

    done = twins.git("revert", "--no-edit", removal, code=1)

    assert 2 == done.stderr.count(TWIN)
    assert f"Von eins (bauen99) – {TWIN}" in done.stderr
    assert "bauen99" not in ids_of(twins)


def test_git_says_beside_the_measure_what_it_takes_without_asking(twins):
    twins.git("checkout", "-q", "zwei")
    twins.git("checkout", "-q", "main", "--", "daten/implementations.json")
    twins.git("commit", "-q", "--amend", "-m", "x")

    done = twins.git("merge", "eins", code=1)

    assert UNASKED in done.stderr
    assert "M  daten/implementations.json" in twins.git("status", "--short").stdout


def test_the_same_measure_on_both_branches_takes_the_companion_of_the_one(twins):
    def renamed(rows):
        rows[-1]["Action outline"]["Action name"] = "Von eins"

    twins.git("checkout", "-q", "zwei")
    twins.write(FileName.MEASURES, renamed)

    twins.git("merge", "-q", "eins", "-m", "zusammen")

    assert "bauen99" in ids_of(twins)


def test_a_companion_added_later_to_a_measure_both_know_is_picked_alone(twins):
    twins.git("checkout", "-q", "-b", "drei", "zwei")
    twins.write(FileName.PROGRESS, lambda rows: rows.append({"id": "bauen99", "type": "binary"}))
    twins.git("checkout", "-q", "zwei")
    twins.write(FileName.PROGRESS, lambda rows: rows[2].update(label="Neu"))

    twins.git("cherry-pick", "drei")

    assert "bauen99" in ids_of(twins)


@pytest.mark.parametrize("place", ["outside", "repository", "subfolder", "no program"])
def test_without_a_merge_under_way_the_versions_alone_decide(twins, tmp_path, monkeypatch, place):
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    folders = {"outside": tmp_path, "subfolder": twins.data}
    monkeypatch.chdir(folders.get(place, twins.folder))
    if place == "no program":
        monkeypatch.setenv("PATH", str(tmp_path))
    rows = [{"id": "bauen1"}]
    versions = tuple(
        json.dumps(found).encode() for found in (rows, [*rows, {"id": "x"}], [{"id": "y"}, *rows])
    )

    for path in ("daten/implementations.json", "implementations.json", "../x\n", "C:/x.json"):
        assert {} == gitmerge.others(path, FileName.PROGRESS, versions)


def test_git_that_does_not_answer_is_not_waited_for(twins, monkeypatch):
    def asleep(*_words, timeout, **_options):
        raise subprocess.TimeoutExpired("git", timeout)

    monkeypatch.chdir(twins.folder)
    monkeypatch.setattr(gitmerge.subprocess, "run", asleep)

    path = f"daten/{FileName.PROGRESS}"
    assert {} == gitmerge.others(path, FileName.PROGRESS, (b"[]", b"[]", b"[]"))


def test_git_is_only_asked_to_read_and_never_to_fetch(twins, monkeypatch):
    calls = []
    real = subprocess.run

    def noted(words, **options):
        calls.append((words, options["env"]))
        return real(words, **options)

    monkeypatch.chdir(twins.folder)
    monkeypatch.setattr(gitmerge.subprocess, "run", noted)
    path = twins.data / FileName.PROGRESS
    gitmerge.others(f"daten/{FileName.PROGRESS}", FileName.PROGRESS, (path.read_bytes(),) * 3)

    verbs = {words[4] for words, _ in calls}
    assert {"merge-base", "cat-file", "hash-object", "log"} == verbs
    assert all("-w" not in words for words, _ in calls)
    assert {("none", "0")} == {
        (env["GIT_ALLOW_PROTOCOL"], env["GIT_OPTIONAL_LOCKS"]) for _, env in calls
    }


# --- Git -----------------------------------------------------------------------------------------


@pytest.fixture
def repository(prepared, tmp_path) -> Repository:
    return prepared.copied(tmp_path / "projekt")


def test_git_merges_edits_of_the_same_measure_and_of_neighbours(repository):
    one = [("bauen2", "short_title", "Eins"), ("bauen3", "action_type", "Eins")]
    two = [("bauen2", "summary", "Zwei"), ("bauen3", "outcome", "Zwei"),
           ("mobilitaet1", "action_type", "Zwei")]  # fmt: skip
    repository.branch("eins", *one)
    repository.branch("zwei", *two)

    repository.git("merge", "-q", "eins", "-m", "zusammen")

    for measure, field, value in (*one, *two):
        assert value == repository.value(measure, field)
    stat = repository.git("diff", "--numstat", "main", "HEAD").stdout
    assert "2\t2\tdaten/additional_data.json\n3\t3\tdaten/measures.json\n" == stat


def test_random_branches_merge_in_git_as_they_do_without_it(repository, base):
    document = opened(base)
    ids = [document.view(key).id for key in document.dataset.measure_keys()][:8]
    for seed in (1, 5):
        random_ = random.Random(seed)  # noqa: S311 - branches, no secrets
        sides = [with_edits(document, random_edits(random_, ids)) for _ in range(2)]
        for name, files in zip("ab", sides, strict=True):
            repository.git("checkout", "-q", "-B", f"{name}{seed}", "main")
            for file, data in files.items():
                (repository.data / file).write_bytes(data)
            repository.commit()
        merged = {
            f: merge_versions(MUENSTER.of(f), base[f], sides[1][f], sides[0][f]) for f in FileName
        }
        code = int(any(found.conflicts for found in merged.values()))

        repository.git("merge", "-q", f"a{seed}", "-m", "zusammen", code=code)

        for file, found in merged.items():
            assert found.data == (repository.data / file).read_bytes()
        repository.git("reset", "-q", "--hard")


def test_without_the_driver_git_would_not_manage_that(repository):
    (repository.folder / ".gitattributes").write_text("", encoding="utf-8")
    repository.commit()
    repository.branch("eins", ("bauen2", "short_title", "Eins"))
    repository.branch("zwei", ("bauen2", "summary", "Zwei"))

    done = repository.git("merge", "-q", "eins", "-m", "zusammen", code=1)

    assert "CONFLICT" in done.stdout
    assert b"<<<<<<<" in (repository.data / A).read_bytes()


def test_git_calls_it_a_conflict_where_both_edited_the_same_field(repository):
    repository.branch("eins", ("bauen2", "short_title", "Eins"), ("bauen1", "summary", "Neu"))
    repository.branch("zwei", ("bauen2", "short_title", "Zwei"))

    done = repository.git("merge", "eins", "-m", "zusammen", code=1)

    assert "CONFLICT (content): Merge conflict in daten/additional_data.json" in done.stdout
    assert "Zwei (bauen2) – Kurztitel" in done.stderr
    assert "    eigene: Zwei\n    andere: Eins\n" in done.stderr
    assert "UU daten/additional_data.json" in repository.git("status", "--short").stdout
    assert ("Zwei", "Neu") == (
        repository.value("bauen2", "short_title"),
        repository.value("bauen1", "summary"),
    )
    repository.git("commit", "-q", "-m", "zu früh", code=128)
    repository.git("add", "daten/additional_data.json")
    repository.git("commit", "-q", "-m", "entschieden")


def test_git_keeps_ours_and_a_conflict_where_a_version_is_broken(repository):
    repository.branch("eins", ("bauen2", "summary", "Eins"))
    (repository.data / A).write_text("[{,]", encoding="utf-8")
    repository.commit()
    repository.branch("zwei", ("bauen3", "summary", "Zwei"))
    ours = (repository.data / A).read_bytes()

    done = repository.git("merge", "eins", "-m", "zusammen", code=1)

    assert "Zeile 1" in done.stderr
    assert ours == (repository.data / A).read_bytes()
    assert "UU daten/additional_data.json" in repository.git("status", "--short").stdout


# --- the line that docs/git.md tells people to type ----------------------------------------------

LINES = [
    line
    for line in (ROOT / "docs" / "git.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("git config merge.klimaeditor.driver ")
]


@pytest.fixture
def program(tmp_path) -> Path:
    """Return the program as an installation brings it, for a PATH with nothing else."""
    path = tmp_path / "klimaeditor-cli"
    python = shlex.quote(sys.executable)
    path.write_text(f'#!/bin/sh\nexec {python} -m klimaeditor "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return path


def two_edits(repository: Repository) -> None:
    repository.branch("eins", ("bauen2", "short_title", "Eins"))
    repository.branch("zwei", ("bauen2", "short_title", "Zwei"), ("bauen2", "summary", "Neu"))


def test_the_line_is_documented_once_and_names_the_program_of_the_installer():
    (line,) = LINES

    assert f'git config merge.klimaeditor.driver "{DRIVER}"' == line
    assert line in MERGE
    assert (
        "klimaeditor-cli"
        == (ROOT / "installer/klimaeditor.nsi")
        .read_text("utf-8")
        .split('!define CONSOLE "')[1]
        .partition(".exe")[0]
    )
    assert not set("$`'!") & set(line)  # typed alike in every shell, Windows' two as well


def test_the_documented_line_merges_fields_with_the_program(repository, program):
    two_edits(repository)
    repository.shell(LINES[0], program)

    done = repository.git("merge", "eins", code=1)

    assert "    eigene: Zwei\n    andere: Eins\n" in done.stderr
    assert "Zwei" == repository.value("bauen2", "short_title")
    repository.git("merge", "--abort")
    repository.branch("drei", ("bauen2", "action_type", "Drei"), ("bauen2", "summary", "Auch"))
    repository.git("merge", "-q", "eins", "-m", "zusammen")
    assert "Eins" == repository.value("bauen2", "short_title")


@pytest.mark.parametrize("broken", [None, "exit 126", "exit 1", "exit 127"])
def test_without_the_program_the_documented_line_leaves_marks(repository, program, broken):
    two_edits(repository)
    if broken is not None:
        program.write_text(f"#!/bin/sh\n{broken}\n", encoding="utf-8")
    repository.shell(LINES[0], program if broken else None)

    done = repository.git("merge", "eins", code=1)

    assert "klimaeditor-cli startet nicht" in done.stderr
    assert "daten/additional_data.json" in done.stderr
    text = (repository.data / A).read_text(encoding="utf-8")
    assert text.index("<<<<<<< eigene") < text.index(">>>>>>> andere")
    assert '"Eins"' in text
    assert '"Zwei"' in text
    assert "UU daten/additional_data.json" in repository.git("status", "--short").stdout


def test_without_the_program_lines_far_apart_come_together(repository):
    repository.branch("eins", ("bauen1", "short_title", "Eins"))
    repository.branch("zwei", ("bauen3", "summary", "Zwei"))
    repository.shell(LINES[0], None)

    repository.git("merge", "-q", "eins", "-m", "zusammen")

    assert "Eins" == repository.value("bauen1", "short_title")
    assert "Zwei" == repository.value("bauen3", "summary")
