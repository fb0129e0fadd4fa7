"""Where settings and local data lie: in the profile, beside a portable program, where IT says."""

from __future__ import annotations

import getpass
import os
import sys
from typing import TYPE_CHECKING

import pytest

from klimaeditor import logs, paths
from klimaeditor.cli import main
from klimaeditor.files import backups, journal, keptsteps
from klimaeditor.machine import MachineDefaults, load_machine_defaults, place_problem, settle_place

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def program(tmp_path, monkeypatch) -> Path:
    """Return the folder of a frozen program that is not portable."""
    folder = tmp_path / "Klimaeditor"
    folder.mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "Klimaeditor.exe"))
    return folder


@pytest.fixture
def moved(tmp_path, monkeypatch):
    """Return what starts a program under an entry of the machine: (entry) -> what was said."""
    monkeypatch.setenv(paths.PLACE, "")

    def start(said: str) -> MachineDefaults:
        file = tmp_path / "klimaeditor.ini"
        file.write_text(f"[Vorgaben]\nlokaldaten = {said}\n", encoding="utf-8")
        machine = load_machine_defaults(file)
        settle_place(machine)
        return machine

    return start


# DEL-01
def test_beside_the_marker_everything_lies_beside_the_program(program):
    (program / paths.MARKER).touch()

    kept = [
        backups.standard_root(),
        journal.default_root(),
        keptsteps.default_root(),
        logs.default_folder(),
        paths.user_config(),
    ]
    assert {program / "Daten"} == {folder.parent for folder in kept}
    assert len(kept) == len(set(kept))


def test_without_the_marker_a_frozen_program_keeps_all_in_the_profile(program):
    assert program not in [*paths.user_data().parents, *paths.user_config().parents]


def test_a_marker_is_nothing_to_a_program_that_is_run_from_source(program, monkeypatch):
    (program / paths.MARKER).touch()
    monkeypatch.delattr(sys, "frozen")

    assert paths.portable_data() is None


def test_a_folder_of_that_name_is_no_marker(program):
    (program / paths.MARKER).mkdir()

    assert paths.portable_data() is None


# DEL-04
def test_local_data_go_where_the_administrator_says_each_users_apart(moved, tmp_path):
    machine = moved(str(tmp_path / "ablage"))

    assert () == machine.problems
    assert tmp_path / "ablage" / getpass.getuser() == paths.user_data()
    assert paths.user_data() == backups.standard_root().parent == logs.default_folder().parent
    assert paths.user_data() not in paths.user_config().parents


def test_variables_in_the_folder_are_filled_in(moved, monkeypatch, tmp_path):
    monkeypatch.setenv("ABLAGE", str(tmp_path / "hier"))
    moved("%ABLAGE%" if os.name == "nt" else "$ABLAGE")

    assert tmp_path / "hier" == paths.user_data().parent


def test_what_is_no_whole_path_is_told_and_not_taken(moved):
    machine = moved("irgendwo/anders")

    assert "„irgendwo/anders“" in machine.problems[0]
    assert "" == os.environ[paths.PLACE]


def test_a_portable_program_is_not_moved(program, moved, tmp_path):
    (program / paths.MARKER).touch()
    moved(str(tmp_path / "ablage"))

    assert program / "Daten" == paths.user_data()


def test_the_command_line_keeps_local_data_there_too(tmp_path, monkeypatch, sample_dataset):
    monkeypatch.setenv(paths.PLACE, "")
    monkeypatch.setattr(paths, "machine_config", lambda: tmp_path)
    paths.machine_file().write_text(
        f"[Vorgaben]\nlokaldaten = {tmp_path / 'ablage'}\n", encoding="utf-8"
    )

    assert main(["check", str(sample_dataset), "--quiet"]) in {0, 1}
    assert tmp_path / "ablage" == paths.user_data().parent


def test_a_folder_that_cannot_be_written_to_is_named_with_who_can_help(moved, tmp_path):
    (tmp_path / "datei").write_text("", encoding="utf-8")

    problem = place_problem(moved(str(tmp_path / "datei")))
    assert str(tmp_path / "datei") in problem
    assert "lokaldaten" in problem
    assert "IT" in problem


def test_a_folder_that_can_be_written_to_is_made_and_nothing_is_left_in_it(moved, tmp_path):
    assert "" == place_problem(moved(str(tmp_path / "ablage")))
    assert [] == list(paths.user_data().iterdir())


def test_a_folder_in_the_profile_is_not_asked(tmp_path):
    assert "" == place_problem(MachineDefaults())
