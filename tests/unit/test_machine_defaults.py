"""The machine's defaults: an administrator's file that may be wrong, but never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from klimaeditor.machine import MachineDefaults, load_machine_defaults
from klimaeditor.paths import machine_file
from klimaeditor.policies import Default

COMPLETE = """\
[Vorgaben]
datensatz = \\\\server\\freigabe\\klima
fachbereich = Amt für Grün & Umwelt
lizenz = dl-de/by-2-0

[Gesperrt]
lizenz = ja
fachbereich = nein
"""


@pytest.fixture
def said(tmp_path):
    """Return what reads a file with the given content: (text or bytes) -> MachineDefaults."""

    def read(content: str | bytes) -> MachineDefaults:
        path = tmp_path / "klimaeditor.ini"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return load_machine_defaults(path)

    return read


def test_without_a_file_nothing_is_set(tmp_path):
    assert MachineDefaults() == load_machine_defaults(tmp_path / "fehlt" / "klimaeditor.ini")


def test_a_default_holds_until_the_user_chooses(said):
    found = said(COMPLETE)

    assert "Amt für Grün & Umwelt" == found.value(Default.DEPARTMENT)
    assert "Amt 23" == found.value(Default.DEPARTMENT, "Amt 23")
    assert () == found.problems


def test_a_locked_default_outweighs_the_user(said):
    found = said(COMPLETE)

    assert found.is_locked(Default.LICENCE)
    assert "dl-de/by-2-0" == found.value(Default.LICENCE, "cc0-1.0")


def test_a_lock_without_a_default_locks_nothing(said):
    found = said("[Gesperrt]\nlizenz = ja\n")

    assert not found.is_locked(Default.LICENCE)
    assert "cc0-1.0" == found.value(Default.LICENCE, "cc0-1.0")


def test_locks_without_a_default_are_named(said):
    found = said("[Vorgaben]\nfachbereich = A\n[Gesperrt]\nlizenz = ja\nfachbereich = ja\n")

    assert 1 == len(found.problems)
    assert "lizenz" in found.problems[0]
    assert "fachbereich" not in found.problems[0]


def test_the_dataset_is_a_path_as_it_was_written(said):
    assert Path("\\\\server\\freigabe\\klima") == said(COMPLETE).dataset
    assert said("[Vorgaben]\ndatensatz =\n").dataset is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_what_windows_editors_write_is_read(said, encoding):
    assert "Amt für Grün & Umwelt" == said(COMPLETE.encode(encoding)).value(Default.DEPARTMENT)


@pytest.mark.parametrize("content", ["kein Abschnitt", "[Vorgaben\n", b"\0" * 70_000])
def test_a_broken_file_is_told_and_not_in_the_way(said, content):
    found = said(content)

    assert {} == dict(found.values)
    assert "klimaeditor.ini" in found.problems[0]
    assert "ohne sie" in found.problems[0]


def test_a_folder_in_its_place_is_told(tmp_path):
    (tmp_path / "klimaeditor.ini").mkdir()

    assert 1 == len(load_machine_defaults(tmp_path / "klimaeditor.ini").problems)


def test_unknown_entries_are_named_and_the_others_hold(said):
    found = said("[Vorgaben]\nlizens = x\nlizenz = cc0-1.0\n[Sonstiges]\na = 1\n")

    assert "cc0-1.0" == found.value(Default.LICENCE)
    assert "lizens, [Sonstiges]" in found.problems[0]


def test_a_lock_that_is_neither_yes_nor_no_locks_nothing(said):
    found = said("[Vorgaben]\nlizenz = cc0-1.0\n[Gesperrt]\nlizenz = vielleicht\n")

    assert not found.is_locked(Default.LICENCE)
    assert "„vielleicht“" in found.problems[0]


def test_percent_signs_and_later_lines_are_taken_as_they_are(said):
    found = said("[Vorgaben]\nfachbereich = 50 % Grün\nfachbereich = 60 % Grün\n")

    assert "60 % Grün" == found.value(Default.DEPARTMENT)


def test_the_file_has_its_place_beside_the_programs_own_data():
    assert "klimaeditor.ini" == machine_file().name
    assert "Klimaeditor" == machine_file().parent.name
