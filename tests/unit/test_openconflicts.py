"""What a merge leaves open: a list beside the dataset, a choice per field, a red check (MRG-02)."""

from __future__ import annotations

import copy
import json
import os
import shutil

import pytest

from klimaeditor.cli.program import parser_for
from klimaeditor.files.store import OPEN_CONFLICTS as NAME
from klimaeditor.model.changes import FileName
from klimaeditor.publish.clone import MERGETOOL
from tests.git_helpers import Repository

A = FileName.ADDITIONAL
LISTED = [
    *("1 additional_data.json: Zwei (bauen2) – Kurztitel", "bisher: Zuschuss „Gut gedämmt“"),
    *("eigene: Zwei", "andere: Eins", "2 additional_data.json: Zwei (bauen2) – Zusammenfassung"),
]


@pytest.fixture(scope="module")
def waiting(tmp_path_factory) -> Repository:
    """Return a repository in which a merge waits: two fields of a measure differ, one came over."""
    repository = Repository(tmp_path_factory.mktemp("konflikt") / "projekt")
    repository.branch("eins", *fields("Eins"), ("bauen1", "short_title", "Dazu"))
    repository.branch("zwei", *fields("Zwei"))
    repository.git("merge", "eins", code=1)
    return repository


@pytest.fixture
def merged(waiting, tmp_path, monkeypatch) -> Repository:
    """Return a copy of it, the folder in which commands run from now on."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    repository = copy.copy(waiting)
    repository.folder = tmp_path / "projekt"
    repository.data = repository.folder / "daten"
    shutil.copytree(waiting.folder, repository.folder)
    monkeypatch.chdir(repository.folder)
    return repository


def fields(text: str) -> list[tuple[str, str, object]]:
    return [("bauen2", "short_title", text), ("bauen2", "summary", f"{text}!")]


def values(repository: Repository) -> tuple[object, ...]:
    names = [("bauen2", "short_title"), ("bauen2", "summary"), ("bauen1", "short_title")]
    return tuple(repository.value(*name) for name in names)


def errors(call, *words: object) -> list[str]:
    rows = json.loads(call("check", *words, "--format", "json")[1])
    return [row["message"] for row in rows if row["rule"] == "open_conflict"]


def test_the_list_names_fields_and_what_three_sides_have(call, merged):
    code, out, _ = call("conflicts", "daten")

    assert (1, LISTED) == (code, [line.strip() for line in out.splitlines()][:5])
    assert out.endswith("2 Konflikte sind noch offen.\n")
    assert (merged.data / NAME).exists()
    assert f"UU daten/{A}\n" == merged.git("status", "--short").stdout
    rows = json.loads(call("conflicts", "daten", "--format", "json")[1])
    assert [
        ("bauen2", "Kurztitel", "Zwei", "Eins"),
        ("bauen2", "Zusammenfassung", "Zwei!", "Eins!"),
    ] == [(row["record"], row["label"], row["ours"], row["theirs"]) for row in rows]


def test_each_field_is_decided_by_itself_and_check_is_red_until_then(call, merged):
    assert 2 == len(errors(call, "daten"))

    assert 1 == call("conflicts", "daten", "--theirs", 2)[0]
    assert ("Zwei", "Eins!", "Dazu") == values(merged)
    merged.git("add", f"daten/{A}")
    (left,) = errors(call, "daten", "--staged", "--new-only")
    assert "Zwei (bauen2) – Kurztitel" in left

    code, out, _ = call("conflicts", merged.data / A, "--ours", 1)
    assert (0, [], False) == (code, errors(call, "daten"), (merged.data / NAME).exists())
    assert out.startswith("Alles ist entschieden. Melden Sie es Git mit „git add ")


def test_a_choice_keeps_what_was_typed_into_the_file_since(call, merged):
    call("edit", "daten", "--measure", "bauen3", "--field", "short_title", "--value", "Getippt")

    call("conflicts", "daten", "--theirs", 1, 2)

    assert ("Eins", "Eins!", "Dazu") == values(merged)
    assert "Getippt" == merged.value("bauen3", "short_title")


def test_a_merge_that_was_given_up_leaves_nothing_red(call, merged):
    merged.git("merge", "--abort")

    assert [] == errors(call, "daten")
    assert (0, "Es ist kein Konflikt offen.\n", "") == call("conflicts", "daten")
    assert not (merged.data / NAME).exists()


def test_the_commit_after_a_merge_that_was_given_up_brings_nothing_back(call, merged):
    merged.git("merge", "--abort")
    call("check", "daten", "--staged")  # as a hook does
    assert not (merged.data / NAME).exists()

    merged.write(FileName.MEASURES, lambda rows: rename(rows, "Danach"))
    assert [] == errors(call, "daten")


def test_a_check_while_git_merges_forgets_nothing(call, merged):
    merged.git("merge", "--abort")
    lock = merged.folder / ".git/index.lock"
    lock.touch()

    assert [] == errors(call, "daten")
    assert (merged.data / NAME).exists()


PULL = ("merge", "vier")
PICK = ("cherry-pick", "vier")


@pytest.mark.parametrize("words", [PULL, PICK])
def test_the_conflicts_of_two_files_are_all_listed(call, merged, words):
    merged.git("merge", "--abort")
    for name in ("vier", "fünf"):
        merged.branch(name, ("bauen2", "short_title", name), ("bauen2", "action_name", name))
    merged.git(*words, code=1)

    rows = json.loads(call("conflicts", "daten", "--format", "json")[1])
    assert [A, FileName.MEASURES] == sorted(row["file"] for row in rows)


def test_what_a_given_up_merge_left_is_not_listed_with_the_next(call, merged):
    merged.git("merge", "--abort")
    call("conflicts", "daten")
    merged.branch("vier", ("bauen2", "action_name", "vier"))
    merged.git("checkout", "-q", "zwei")
    merged.write(FileName.MEASURES, lambda rows: rename(rows, "Andere"))
    merged.git("merge", "eins", code=1)
    merged.git("merge", "--abort")
    merged.git("merge", "vier", code=1)

    rows = json.loads(call("conflicts", "daten", "--format", "json")[1])
    assert [FileName.MEASURES] == [row["file"] for row in rows]


@pytest.mark.parametrize(("side", "kept"), [("ours", "zwölf"), ("theirs", "elf")])
def test_of_two_new_measures_with_one_id_one_is_chosen(call, merged, side, kept):
    merged.git("merge", "--abort")
    for name in ("elf", "zwölf"):
        merged.git("checkout", "-q", "-b", name, "main")
        row = {"id": "bauen99", "categoryId": "bauen", "category": "Bauen"}
        outline = {"Action outline": {"Action name": name}}
        merged.write(FileName.MEASURES, lambda rows, row=row | outline: rows.append(row))
        merged.write(A, lambda rows, name=name: rows.append({"id": "bauen99", "short_title": name}))
    merged.git("merge", "elf", code=1)

    assert 1 == call("conflicts", "daten", f"--{side}", 1)[0]
    assert 0 == call("conflicts", "daten", f"--{side}", 1)[0]
    assert kept == merged.value("bauen99", "action_name") == merged.value("bauen99", "short_title")


def rename(rows: list, title: str) -> None:
    row = next(row for row in rows if row["id"] == "bauen2")
    row["Action outline"]["Action name"] = title


def test_a_commit_does_not_end_it_and_done_does(call, merged):
    merged.git("add", f"daten/{A}")
    merged.git("commit", "-q", "-m", "zu früh")

    assert 2 == len(errors(call, "daten"))
    code, _, err = call("conflicts", "daten", "--theirs", 1)
    assert (2, ("Zwei", "Zwei!", "Dazu")) == (code, values(merged))
    assert f"„git checkout -m -- daten/{A}“" in err
    assert 0 == call("conflicts", "daten", "--done")[0]
    assert [] == errors(call, "daten")


def test_a_merge_without_conflicts_leaves_no_list(merged):
    merged.git("merge", "--abort")
    (merged.data / NAME).unlink()
    merged.branch("drei", ("bauen3", "summary", "Drei"))

    merged.git("merge", "-q", "eins", "-m", "zusammen")

    assert not (merged.data / NAME).exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--ours", 3), "Einen Konflikt 3 gibt es nicht; offen sind die Nummern 1 bis 2."),
        (("--ours", 1, "--theirs", 1), "Für Konflikt 1 ist beides gewählt."),
    ],
)
def test_a_choice_that_is_none_changes_nothing(call, merged, words, sentence):
    code, _, err = call("conflicts", "daten", *words)

    assert 2 == code
    assert sentence in err
    assert 2 == len(errors(call, "daten"))


def test_git_mergetool_asks_field_by_field(call, merged, monkeypatch):
    answers = iter(["a\n", ""])  # the second one is the end of input: it stays open
    monkeypatch.setattr("sys.stdin.readline", lambda: next(answers))
    words = parser_for(()).parse_args(MERGETOOL.replace('"$MERGED"', f"daten/{A}").split()[1:])

    code, out, _ = call(words.command, words.dataset, "--ask")

    assert (1, 2) == (code, out.count("[a]nderer Wert"))
    assert ("Eins", "Zwei!", "Dazu") == values(merged)


def test_a_side_that_is_broken_is_named_in_the_list(call, merged):
    merged.git("merge", "--abort")
    merged.git("checkout", "-q", "eins")
    (merged.data / A).write_text("[\n\n\n{,]", encoding="utf-8")
    merged.commit()
    merged.git("checkout", "-q", "zwei")

    done = merged.git("merge", "eins", code=1)

    assert "Andere Fassung: additional_data.json, Zeile 4" in done.stderr
    (found,) = errors(call, "daten")
    assert "Andere Fassung: additional_data.json, Zeile 4" in found


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_measure_removed_there_shows_what_was_edited_here_and_can_go(call, merged, side):
    merged.git("merge", "--abort")
    name = ids(merged)[5]
    merged.branch("drei", (name, "short_title", "Noch da"))
    merged.git("checkout", "-q", "main")
    merged.write(A, lambda rows: rows.pop(5))
    merged.git("checkout", "-q", "drei")

    done = merged.git("merge", "main", code=1)

    assert "eigene: vorhanden, geändert: Kurztitel " in done.stderr
    call("conflicts", "daten", f"--{side}", 1)
    assert (side == "ours") == (name in ids(merged))


def ids(repository: Repository) -> list[str]:
    return [row["id"] for row in json.loads((repository.data / A).read_bytes())]
