"""docs/git.md, sentence by sentence: what it says is done here in a real repository.

Each test names the sentences it stands for by how they begin; what other tests do in repositories,
or with packages, is named in a table. A sentence that nobody names fails, so does a name that no
sentence has.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from klimaeditor.document import open_document
from klimaeditor.files.store import OPEN_CONFLICTS
from klimaeditor.machine import MachineDefaults
from klimaeditor.model.changes import FileName
from klimaeditor.notes import notebook_file
from klimaeditor.publish.clone import HOOK_TITLES, Clone
from tests.conftest import ROOT
from tests.git_helpers import Repository, entries
from tests.git_page import ELSEWHERE, PAGE, WORDS_ONLY, blocks, sentences, workflow
from tests.notebook_helpers import note, notebook
from tests.publish_helpers import repaired

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

M, A, P, C = FileName
SAID: list[str] = []
"""How the sentences begin that the tests of this file stand for."""


def says(*starts: str) -> Callable[[Callable], Callable]:
    SAID.extend(starts)
    return lambda test: test


# --- a repository that is set up, its remote, and the shell --------------------------------------


@pytest.fixture(scope="module")
def tools(tmp_path_factory) -> Path:
    """Return a folder with klimaeditor-cli, for the PATH."""
    folder = tmp_path_factory.mktemp("programm")
    path = folder / "klimaeditor-cli"
    start = f"PYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)}"
    path.write_text(f'#!/bin/sh\n{start} -m klimaeditor "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, tools) -> Repository:
    repository = Repository(tmp_path_factory.mktemp("vorlage") / "projekt")
    repository.path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    for key in ("name", "driver"):
        repository.git("config", "--unset", f"merge.klimaeditor.{key}")
    (repository.folder / ".gitattributes").unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", repository.path)
        Clone(repository.folder).set_up(new_only=True)
    repository.git("add", "-A")
    repository.git("commit", "-q", "--no-verify", "-m", "Attribute")
    repository.git("config", "core.hooksPath", os.devnull)  # each of them starts the program
    return repository


@pytest.fixture
def repository(prepared, tmp_path) -> Repository:
    """Return a repository that is set up, but for its hooks."""
    return prepared.copied(tmp_path / "projekt")


@pytest.fixture
def hooked(repository) -> Repository:
    """Return the same with its hooks."""
    repository.git("config", "--unset", "core.hooksPath")
    return repository


def sh(repository: Repository, lines: str, code: int = 0, **variables: str) -> str:
    """Run lines as a shell does that stops at the first error; return all they said."""
    done = subprocess.run(  # noqa: S603 - lines of the page
        ["sh", "-eu", "-c", lines],  # noqa: S607 - the one that is installed
        cwd=repository.folder,
        env={**os.environ, "PATH": repository.path, "GIT_CONFIG_GLOBAL": os.devnull,
             "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8",
             **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert code == done.returncode, done.stdout
    return done.stdout


@pytest.fixture
def remote(repository, tmp_path) -> Path:
    """Return a bare repository, of which *repository* is a clone with main and a branch "zweig"."""
    bare = tmp_path / "forge.git"
    repository.git("init", "-q", "--bare", "-b", "main", str(bare))
    repository.branch("zweig", ("bauen2", "short_title", "Zweig"))
    repository.git("checkout", "-q", "main")
    repository.git("remote", "add", "origin", str(bare))
    repository.git("push", "-q", "origin", "main", "zweig")
    return bare


def on_main(repository: Repository, *edits: tuple[str, str, object]) -> None:
    """Edit main, as a colleague does, and push it."""
    repository.git("checkout", "-q", "main")
    document = open_document(repository.data)
    for measure, field, value in edits:
        key = document.dataset.find(measure)
        document.apply(document.plan_edit(key, {field: value}))
    document.save()
    repository.commit()
    repository.git("push", "-q", "origin", "main")


def pushed(repository: Repository, remote: Path, field: str) -> object:
    """Return a field of bauen2 in the branch as the remote has it."""
    text = repository.git("-C", str(remote), "show", f"zweig:daten/{A}").stdout
    return next(row for row in json.loads(text) if row["id"] == "bauen2").get(field)


# --- setting up and merging ----------------------------------------------------------------------


@says("`--no-hooks` lässt die Hooks weg.")
def test_setting_up_without_hooks(hooked):
    hooks = hooked.folder / ".git" / "hooks"
    for name in HOOK_TITLES:
        (hooks / name).unlink()

    sh(hooked, "klimaeditor-cli git setup --no-hooks")

    assert not any((hooks / name).exists() for name in HOOK_TITLES)


@says("`-text` verhindert", "Die Zeile für das Paket schreibt")
def test_line_ends_stay_where_git_would_rewrite_them(repository):
    written = (repository.folder / ".gitattributes").read_text(encoding="utf-8")
    assert "paket" not in written
    (line,) = [row for row in PAGE.splitlines() if row.startswith("paket/**")]
    (repository.folder / ".gitattributes").write_text(f"{written}{line}\n", encoding="utf-8")
    (repository.folder / "paket").mkdir()
    texts = {repository.data / A: b"[]\r\n", repository.folder / "paket" / "x.csv": b"a;b\r\n"}
    for path, data in texts.items():
        path.write_bytes(data)
    (repository.folder / "anderes.txt").write_bytes(b"Zeile\r\n")
    repository.git("config", "core.autocrlf", "input")
    repository.git("add", "-A")
    repository.git("commit", "-q", "--no-verify", "-m", "Zeilenenden")
    for path in (*texts, repository.folder / "anderes.txt"):
        path.unlink()
    repository.git("checkout", "-q", "--", ".")

    assert texts == {path: path.read_bytes() for path in texts}
    assert b"Zeile\n" == (repository.folder / "anderes.txt").read_bytes()


@says("Ohne diesen zweiten Teil behielte")
def test_without_its_second_part_the_line_would_lose_their_edit(repository):
    repository.git("config", "merge.klimaeditor.driver", "klimaeditor-fehlt merge %O %A %B %P")
    repository.branch("eins", ("bauen2", "short_title", "Eins"))
    repository.branch("zwei", ("bauen2", "short_title", "Zwei"))

    repository.git("merge", "eins", code=1)

    text = (repository.data / A).read_text(encoding="utf-8")
    assert "Zwei" in text
    assert not {"Eins", "<<<<<<<"} & set(text.split('"'))


@says("Danach arbeiten `git merge`", "Neu“), `git diff --no-textconv`")
@pytest.mark.parametrize(
    "words",
    [
        ("merge", "-q", "eins", "-m", "zusammen"),
        ("rebase", "-q", "eins"),
        ("cherry-pick", "eins"),
        ("pull", "-q", "--no-rebase", "--no-edit", ".", "eins"),
    ],
    ids=lambda words: words[0],
)
def test_git_works_as_usual(repository, words):
    repository.branch("eins", ("bauen2", "short_title", "Eins"))
    repository.branch("zwei", ("bauen2", "summary", "Zwei"))
    if words[0] == "merge":
        assert "+  Kurztitel: Eins" in repository.git("show", "eins").stdout
        assert '"short_title": "Eins"' in repository.git("show", "--no-textconv", "eins").stdout

    repository.git(*words)

    assert ("Eins", "Zwei") == (
        repository.value("bauen2", "short_title"),
        repository.value("bauen2", "summary"),
    )


@says(
    *("**Der Merge-Knopf auf GitHub", "Meldet er einen Konflikt, hilft es"),
    *("`git fetch`, `git merge origin/main`", "Danach hat der Knopf nichts mehr"),
)
def test_a_button_without_driver_has_nothing_left_to_merge_afterwards(repository, remote):
    on_main(repository, ("bauen2", "summary", "Main"))
    button = ["-C", str(remote), "merge-tree", "--write-tree", "main", "zweig"]
    repository.git(*button, code=1)  # the forge compares lines

    repository.git("checkout", "-q", "zweig")
    sh(repository, "git fetch -q\ngit merge -q --no-edit origin/main\ngit push -q origin zweig")

    tree = repository.git(*button).stdout.strip()
    assert tree == repository.git("-C", str(remote), "rev-parse", "zweig^{tree}").stdout.strip()
    assert ("Zweig", "Main") == tuple(
        pushed(repository, remote, name) for name in ("short_title", "summary")
    )


@says("**Mehrere Zweige auf einmal**", "Führen Sie die Zweige einzeln zusammen.")
def test_git_merges_several_branches_at_once_without_the_driver(repository):
    repository.branch("eins", ("bauen2", "short_title", "Eins"))
    repository.branch("zwei", ("bauen2", "summary", "Zwei"))
    repository.branch("drei", ("bauen3", "summary", "Drei"))

    said = sh(repository, "git merge eins zwei -m alle || echo gescheitert")
    assert said.endswith("gescheitert\n")
    repository.git("reset", "-q", "--hard", "drei")

    for name in ("eins", "zwei"):
        repository.git("merge", "-q", name, "-m", "zusammen")
    assert ("Eins", "Zwei") == (
        repository.value("bauen2", "short_title"),
        repository.value("bauen2", "summary"),
    )


@says("Neue Einträge im Fortschritt und neue Links")
def test_new_entries_and_links_of_both_come_together(repository):
    document = open_document(repository.data)
    key = document.dataset.find("bauen2")
    stands = entries(document.view(key).value("progress_values"))
    links = entries(document.view(key).value("links"))

    def added(number: int) -> list[tuple[str, str, object]]:
        stand = {"value": "completed", "date": f"203{number}-01-01"}
        link = {"title": f"Neu {number}", "url": f"https://stadt.example/{number}"}
        new = {"progress_values": [*stands, stand], "links": [*links, link]}
        return [("bauen2", name, value) for name, value in new.items()]

    repository.branch("eins", *added(1))
    repository.branch("zwei", *added(2))

    repository.git("merge", "-q", "eins", "-m", "zusammen")

    days = [entry["date"] for entry in repository.value("bauen2", "progress_values")]
    titles = [link["title"] for link in repository.value("bauen2", "links")]
    assert ["2031-01-01", "2032-01-01"] == days[len(stands) :]
    assert {"Neu 1", "Neu 2"} == set(titles[len(links) :])


@says("Beim `git rebase` sind")
def test_a_rebase_calls_the_sides_the_other_way_round(repository):
    repository.branch("eins", ("bauen2", "short_title", "Eins"))
    repository.branch("zwei", ("bauen2", "short_title", "Zwei"))

    assert "    eigene: Zwei\n    andere: Eins\n" in repository.git("merge", "eins", code=1).stderr
    repository.git("merge", "--abort")
    assert "    eigene: Eins\n    andere: Zwei\n" in repository.git("rebase", "eins", code=1).stderr


@says("`git checkout -m -- DATEI` stellt das", "`klimaeditor-cli check daten` zeigt danach")
def test_a_conflict_that_was_settled_too_early_comes_back(repository):
    repository.branch("eins", ("bauen2", "short_title", "Eins"))
    repository.branch("zwei", ("bauen2", "short_title", "Zwei"))
    repository.git("merge", "eins", code=1)
    repository.git("add", "daten")
    take_theirs = "klimaeditor-cli conflicts daten --theirs 1"
    assert "nicht mehr als Konflikt" in sh(repository, take_theirs, 2)

    repository.git("checkout", "-m", "--", f"daten/{A}")
    sh(repository, take_theirs)

    assert "Eins" == repository.value("bauen2", "short_title")
    assert not (repository.data / OPEN_CONFLICTS).exists()
    assert "Maßnahmen geprüft" in sh(repository, "klimaeditor-cli check daten", 1)


# --- only clean data -----------------------------------------------------------------------------


@says("Zweige, die vorher begonnen wurden", "Die bereinigte Seite bestimmt")
def test_a_branch_begun_before_the_cleaning_is_merged_into_it(repository):
    repository.branch("eins", ("bauen2", "short_title", "Eins"))
    repository.git("checkout", "-q", "main")
    sh(repository, "klimaeditor-cli clean daten")
    repository.git("commit", "-q", "-am", "Einheitliche Schreibweise")

    repository.git("merge", "-q", "eins", "-m", "zusammen")

    assert "Eins" == repository.value("bauen2", "short_title")
    assert "schon einheitlich" in sh(repository, "klimaeditor-cli clean daten --check")


@says(
    *("`pre-commit` läuft vor `git commit`", "Git ruft dort `pre-commit` nicht auf."),
    "`git commit --no-verify` geht ohne Prüfung.",
)
def test_each_hook_stands_before_its_own_commit(hooked):
    hooks, called = hooked.folder / ".git" / "hooks", hooked.folder / ".git" / "gerufen"
    for name in HOOK_TITLES:
        (hooks / name).write_text(f"#!/bin/sh\necho {name} >> .git/gerufen\nexit 1\n", "utf-8")
    hooked.git("checkout", "-q", "-b", "eins")
    hooked.git("commit", "-q", "--allow-empty", "-m", "leer", code=1)
    assert "pre-commit\n" == called.read_text(encoding="utf-8")
    hooked.git("commit", "-q", "--allow-empty", "--no-verify", "-m", "leer")
    called.unlink()

    hooked.git("checkout", "-q", "main")
    hooked.git("merge", "--no-ff", "eins", "-m", "zusammen", code=1)

    assert "pre-merge-commit\n" == called.read_text(encoding="utf-8")


@says("Dieselbe Regel am selben Feld derselben")
def test_in_a_merge_what_either_side_had_stops_nobody(hooked):
    def rows_without_costs(rows):
        rows[0].pop("cost")

    hooked.git("checkout", "-q", "-b", "eins")
    hooked.git("config", "core.hooksPath", os.devnull)
    hooked.write(A, rows_without_costs)
    hooked.git("checkout", "-q", "main")
    hooked.branch("zwei", ("bauen3", "summary", "Zwei"))
    hooked.git("config", "--unset", "core.hooksPath")

    hooked.git("merge", "-q", "--no-ff", "eins", "-m", "zusammen")

    assert "" == hooked.git("status", "--short").stdout


@says("Im CI genügt dasselbe")
def test_the_workflows_run_what_they_say(repository, tmp_path):
    """The check fails the run for the sample's errors; both runs pass once these are mended."""
    (settings,) = blocks("json")
    (repository.folder / "angaben.json").write_text(settings, encoding="utf-8")
    github, gitlab = workflow(".github/workflows/daten.yml"), workflow(".gitlab-ci.yml", "daten")
    runs = [
        [step["run"] for step in github["jobs"]["daten"]["steps"] if "run" in step],
        gitlab["daten"]["script"],
    ]
    for lines in runs:
        assert 'pip install "KLIMAEDITOR"' == lines[0]
        assert "::error file=daten/" in sh(repository, lines[1], 1) or lines is runs[1]
    assert '<failure type="error"' in (repository.folder / "befunde.xml").read_text("utf-8")

    repaired(repository.data).save()
    for lines in runs:
        sh(repository, "\n".join(lines[1:]))
    assert not (repository.folder / "paket").exists()  # --dry-run


# --- the run that merges and pushes --------------------------------------------------------------


def runs_that_merge() -> list[tuple[str, dict[str, str]]]:
    """Return the lines of both forges without pip, and what the forge puts into the environment."""
    (job,) = workflow(".github/workflows/hauptzweig-holen.yml")["jobs"].values()
    assert {"HAUPTZWEIG", "ZWEIG"} == set(job["env"])
    checkout, _python, pip, merge = job["steps"]
    assert {"fetch-depth": 0, "ref": "${{ inputs.zweig }}"} == checkout["with"]
    gitlab = workflow(".gitlab-ci.yml", "hauptzweig-holen")["hauptzweig-holen"]
    assert 'pip install "KLIMAEDITOR"' == pip["run"] == gitlab["script"][0]
    assert "0" == gitlab["variables"]["GIT_DEPTH"]
    return [
        (merge["run"], {"HAUPTZWEIG": "main", "ZWEIG": "zweig"}),
        (
            "\n".join(gitlab["script"][1:]),
            {
                "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "zweig",
                "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
                "CI_PROJECT_PATH": "stadt/website",
                "CI_SERVER_HOST": "forge.stadt.example",
                "SCHREIBTOKEN": "geheim",
            },
        ),
    ]


@pytest.fixture(params=[0, 1], ids=["github", "gitlab"])
def run_in_ci(request, repository, remote, tmp_path):
    """Return what runs the lines of a forge in a fresh clone, as it checks one out."""
    lines, variables = runs_that_merge()[request.param]
    number = iter(range(9))

    def run(code: int = 0) -> str:
        fresh = Repository.__new__(Repository)
        fresh.folder, fresh.path = tmp_path / f"lauf{next(number)}", repository.path
        repository.git("clone", "-q", "--branch", "zweig", str(remote), str(fresh.folder))
        if request.param:  # a runner of GitLab stands at a commit, its address is the forge's
            fresh.git("checkout", "-q", "--detach")
            forge = "https://token:geheim@forge.stadt.example/stadt/website.git"
            fresh.git("config", f"url.{remote}.insteadOf", forge)
        return sh(fresh, lines, code, **variables)

    return run


@says(
    *("Dasselbe tut ein [Lauf im CI]", "Wer keinen eigenen Klon hat", "Dieser Lauf holt"),
    *("Ist etwas zu entscheiden, nennt er", "Auf GitLab steht derselbe Lauf"),
)
def test_the_run_merges_fields_and_pushes_or_pushes_nothing(run_in_ci, repository, remote):
    on_main(repository, ("bauen2", "summary", "Main"))
    run_in_ci()
    assert ("Zweig", "Main") == tuple(
        pushed(repository, remote, name) for name in ("short_title", "summary")
    )
    merged = repository.git("-C", str(remote), "rev-parse", "zweig").stdout
    run_in_ci()  # there is nothing to fetch
    assert merged == repository.git("-C", str(remote), "rev-parse", "zweig").stdout

    on_main(repository, ("bauen2", "short_title", "Auch"))
    merged = repository.git("-C", str(remote), "rev-parse", "zweig").stdout
    said = run_in_ci(1)
    assert "eigene: Zweig" in said
    assert "andere: Auch" in said
    assert "Ein Konflikt ist noch offen." in said
    assert merged == repository.git("-C", str(remote), "rev-parse", "zweig").stdout


def test_the_run_pushes_nothing_that_the_hook_refuses(run_in_ci, repository, remote):
    """Each side is right, both together are not: the hook of the merge stops the run."""
    category = json.loads((repository.data / C).read_bytes())[0] | {"id": "neu", "name": "Neu"}
    repository.git("checkout", "-q", "main")
    repository.write(C, lambda rows: rows.append(category))
    repository.git("checkout", "-q", "zweig")
    repository.git("merge", "-q", "main", "-m", "zusammen")
    repository.write(C, lambda rows: rows.pop())
    repository.git("checkout", "-q", "main")
    repository.write(M, lambda rows: rows[0].update(categoryId="neu", category="Neu"))
    repository.git("push", "-q", "origin", "main", "zweig")
    before = repository.git("-C", str(remote), "rev-parse", "zweig").stdout

    said = run_in_ci(1)

    assert "Kein Commit: Die Daten haben Fehler" in said
    assert before == repository.git("-C", str(remote), "rev-parse", "zweig").stdout


# --- what has changed, publishing, the hand-over -------------------------------------------------


def test_the_calls_about_changes_and_publishing_do_what_stands_behind_them(repository):
    (look,) = [text for text in blocks("") if "git worktree add" in text]
    (publish,) = [text for text in blocks("") if "sha256sum" in text]
    repaired(repository.data).save()
    repository.commit()
    repository.git("checkout", "-q", "-b", "neu")
    document = open_document(repository.data)
    key = document.dataset.find("bauen2")
    document.apply(document.plan_edit(key, {"short_title": "Neu"}))
    document.save()
    repository.commit()

    add, *diffs, remove = look.splitlines()
    sh(repository, add)
    text, as_json, markdown, check = (
        sh(repository, line, int("--check" in line)) for line in diffs
    )
    sh(repository, remove)
    assert "Neu" in text
    assert ["short_title"] == [row["field"] for row in json.loads(as_json)]
    assert "Neu" in markdown
    assert text == check

    sh(repository, publish)
    assert "" == repository.git("status", "--short").stdout
    message = repository.git("log", "-1", "--format=%B").stdout
    assert message.strip() == (repository.folder / "paket/COMMIT.txt").read_text("utf-8").strip()


@says("**Ein Paket übernehmen**")
def test_a_package_of_the_city_is_taken_over(repository, tmp_path):
    city = tmp_path / "stadt"
    shutil.copytree(repository.data, city)
    document = repaired(city)
    key = document.dataset.find("bauen2")
    document.apply(document.plan_edit(key, {"short_title": "Von der Stadt"}))
    document.save()
    sh(repository, f"klimaeditor-cli publish {city} {tmp_path}/geschickt --confirm")

    sh(
        repository,
        f"(cd {tmp_path}/geschickt && sha256sum -c --quiet SHA256SUMS)\n"
        "git checkout -q -b paket-uebernehmen\n"
        f"cp -r {tmp_path}/geschickt paket\n"
        "cp paket/json/* daten/\n"
        "klimaeditor-cli check daten\n"
        "git diff\n"
        "git add daten paket\n"
        "git commit -q -F paket/COMMIT.txt",
    )

    assert "Von der Stadt" == repository.value("bauen2", "short_title")
    assert "" == repository.git("status", "--short").stdout


@says(
    *("**Was in Git geändert wurde, kommt zurück**", "`klimaeditor-cli diff ORDNER daten`"),
    "Hat sich dort seither nichts geändert",
)
def test_edits_made_in_git_come_back_to_the_share(repository, tmp_path):
    share = tmp_path / "freigabe"
    shutil.copytree(repository.data, share)
    repository.branch("git", ("bauen2", "short_title", "Aus Git"))

    assert "Aus Git" in sh(repository, f"klimaeditor-cli diff {share} daten")
    untouched = tmp_path / "unberuehrt"
    shutil.copytree(share, untouched)
    sh(repository, f"cp daten/*.json {untouched}/")
    sh(repository, f"klimaeditor-cli diff {untouched} daten --check")

    edits = (("bauen3", "summary", "Da"), ("bauen2", "short_title", "Aus Git"))
    for measure, field, value in edits:
        words = ["edit", str(share), "--measure", measure, "--field", field, "--value", value]
        sh(repository, shlex.join(["klimaeditor-cli", *words]))
    left = json.loads(sh(repository, f"klimaeditor-cli diff {share} daten --format json"))
    assert [("bauen3", "summary")] == [(row["id"], row["field"]) for row in left]


def noted(folder: Path, chosen: Path | None = None) -> tuple[Path, str]:
    """Return the notebook of a dataset with a note in it, and what is said about its place."""
    path = notebook_file.notebook_path(folder, MachineDefaults(), chosen)
    kept = notebook_file.save(notebook_file.load(path), notebook(note()))
    return path, " ".join(notebook_file.load(kept.path, folder).notices)


@says(
    *("**Notizen und angenommene Befunde**", "Git übersieht sie, und ein Klon"),
    *("Notizen, angenommene Befunde und Freigaben liegen", "Der Klimaeditor trägt diese Datei"),
    *("`git clean -x` löscht sie trotzdem.", "Sicherer ist ein Ordner außerhalb"),
)
def test_notes_lie_where_git_overlooks_them(repository, tmp_path):
    repository.git("worktree", "add", "-q", "../zweites", "-b", "zweites")
    for folder in (repository.folder, repository.folder.parent / "zweites"):
        path, said = noted(folder / "daten")
        assert folder / "daten-notizen.json" == path
        assert "Arbeitsverzeichnis" in said
        assert "" == repository.git("-C", str(folder), "status", "--short").stdout
    excluded = (repository.folder / ".git" / "info" / "exclude").read_text(encoding="utf-8")
    assert "daten-notizen.json" in excluded

    repository.git("clean", "-q", "-f", "-x")
    assert not (repository.folder / "daten-notizen.json").exists()
    (tmp_path / "notizen").mkdir()
    path, said = noted(repository.data, tmp_path / "notizen")
    assert (tmp_path / "notizen", "") == (path.parent, said)


@says("Führt Git die Datei schon mit, sagt er es", "`git rm --cached`.")
def test_a_notebook_that_git_has_is_taken_out_and_stays(repository):
    path = repository.folder / "daten-notizen.json"
    noted(repository.data)
    repository.git("add", "-f", path.name)
    assert "führt die Datei schon mit" in noted(repository.data)[1]

    repository.git("rm", "-q", "--cached", path.name)

    assert path.exists()
    assert "" == repository.git("status", "--short").stdout


# --- the page ------------------------------------------------------------------------------------


def test_every_sentence_is_done_by_a_test_or_promises_nothing():
    starts = [*SAID, *WORDS_ONLY]
    starts += [start for tests in ELSEWHERE.values() for given in tests.values() for start in given]
    found = sentences()

    assert [] == [text for text in found if not any(text.startswith(s) for s in starts)]
    assert [] == [start for start in starts if sum(t.startswith(start) for t in found) != 1]


def test_the_tests_named_elsewhere_are_there():
    for file, tests in ELSEWHERE.items():
        text = (ROOT / "tests" / "unit" / file).read_text(encoding="utf-8")
        assert [] == [name for name in tests if name != "*" and f"def {name}(" not in text]
