r"""Defaults by policy: the same names as in the file, read from a registry that is handed in."""

from __future__ import annotations

import sys

import pytest

from klimaeditor import paths, policies
from klimaeditor.cli import main
from klimaeditor.machine import load_machine_defaults
from klimaeditor.policies import LOCKABLE, Default

MACHINE, USER = "HKLM", "HKCU"
VALUES = rf"{policies.KEY}\Vorgaben"
LOCKS = rf"{policies.KEY}\Gesperrt"


@pytest.fixture
def said(tmp_path):
    """Return what reads a registry above a file: ({(hive, key): values}, file) -> defaults."""

    def read(registry: dict[tuple[str, str], dict[str, str | None]], file: str = ""):
        path = tmp_path / "klimaeditor.ini"
        if file:
            path.write_text(file, encoding="utf-8")
        return load_machine_defaults(path, lambda hive, key: registry.get((hive, key), {}))

    return read


# DEL-04
def test_a_policy_needs_no_file(said):
    lock = {(MACHINE, LOCKS): {"fachbereich": "1"}}
    found = said({(MACHINE, VALUES): {"fachbereich": "Amt 67"}, **lock})

    assert "Amt 67" == found.value(Default.DEPARTMENT, "Amt 23")
    assert found.is_locked(Default.DEPARTMENT)
    assert () == found.problems


def test_the_machines_policy_outweighs_the_users_and_that_the_file(said):
    found = said(
        {
            (MACHINE, VALUES): {"lizenz": "cc0-1.0"},
            (USER, VALUES): {"lizenz": "cc-by-4.0", "fachbereich": "Amt 67"},
        },
        "[Vorgaben]\nlizenz = dl-de/by-2-0\nfachbereich = Amt 1\nbereitsteller = Stadt\n",
    )

    assert ["cc0-1.0", "Amt 67", "Stadt"] == [
        found.value(name) for name in (Default.LICENCE, Default.DEPARTMENT, Default.PROVIDER)
    ]


def test_a_policy_locks_what_the_file_says_and_unlocks_what_it_locks(said):
    found = said(
        {(USER, LOCKS): {"lizenz": "1", "fachbereich": "0"}},
        "[Vorgaben]\nlizenz = cc0-1.0\nfachbereich = A\n[Gesperrt]\nfachbereich = ja\n",
    )

    assert found.is_locked(Default.LICENCE)
    assert not found.is_locked(Default.DEPARTMENT)
    assert () == found.problems


def test_names_are_read_in_any_case_as_windows_does(said):
    assert "A" == said({(MACHINE, VALUES): {"Fachbereich": "A"}}).value(Default.DEPARTMENT)


def test_an_empty_policy_leaves_the_file_as_it_is(said):
    found = said({(MACHINE, VALUES): {"fachbereich": " "}}, "[Vorgaben]\nfachbereich = A\n")

    assert "A" == found.value(Default.DEPARTMENT)


def test_what_means_nothing_is_named_with_its_place(said):
    found = said({(MACHINE, VALUES): {"fachbereihc": "A", "wortliste": None}})

    (problem,) = found.problems
    assert rf"HKLM\{policies.KEY}" in problem
    assert "fachbereihc" in problem
    assert "wortliste" in problem


def test_a_lock_without_a_value_anywhere_names_the_place_of_the_lock(said):
    found = said({(USER, LOCKS): {"lizenz": "1"}}, "[Vorgaben]\nfachbereich = A\n")

    (problem,) = found.problems
    assert rf"HKCU\{policies.KEY}" in problem
    assert (Default.LICENCE,) == found.idle


@pytest.mark.parametrize("name", sorted(set(Default) - LOCKABLE))
def test_a_lock_of_what_nobody_can_choose_is_named(said, name):
    value = "nein" if name is Default.STEPS else r"C:\x"
    found = said({}, f"[Vorgaben]\n{name} = {value}\n[Gesperrt]\n{name} = ja\n")

    (problem,) = found.problems
    assert str(name) in problem.split("nicht sperren")[0]
    assert "klimaeditor.ini" in problem
    assert not found.is_locked(name)
    assert (name,) == found.idle


def test_yes_or_no_is_asked_of_what_is_kept_too(said):
    found = said({(MACHINE, VALUES): {"verlauf": "vielleicht"}})

    assert "„vielleicht“" in found.problems[0]
    assert found.keeps_steps


def test_a_registry_that_cannot_be_read_is_told_and_not_in_the_way(tmp_path):
    path = tmp_path / "klimaeditor.ini"
    path.write_text("[Vorgaben]\nfachbereich = A\n", encoding="utf-8")

    def denied(_hive: str, _key: str):
        raise PermissionError(13, "Zugriff verweigert")

    found = load_machine_defaults(path, denied)
    assert "A" == found.value(Default.DEPARTMENT)
    for hive, problem in zip(policies.HIVES, found.problems, strict=True):
        assert rf"{hive}\{policies.KEY}" in problem


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a registry")
def test_where_there_is_no_registry_there_are_no_policies():
    assert not policies.are_set()
    assert {} == policies.registry_values(MACHINE, VALUES)


def test_the_command_line_names_locks_without_effect_on_stderr(
    tmp_path, monkeypatch, capsys, sample_dataset
):
    monkeypatch.setattr(paths, "machine_config", lambda: tmp_path)
    paths.machine_file().write_text(
        "[Vorgaben]\nverlauf = ja\n[Gesperrt]\nverlauf = ja\nlizens = ja\n", encoding="utf-8"
    )

    assert main(["check", str(sample_dataset), "--quiet"]) in {0, 1}
    said = capsys.readouterr()
    assert "verlauf" in said.err
    assert "lizens" in said.err
    assert "verlauf" not in said.out
