"""``klimaeditor selftest``: every step counts, and one that fails is said and returned."""

from __future__ import annotations

import socket
import sys

import pytest

from klimaeditor.cli import main
from klimaeditor.cli import selftest as cli_selftest
from klimaeditor.cli.selftest import STEPS
from klimaeditor.spelling.speller import BROKEN_DICTIONARY


@pytest.fixture
def selftest(capsys):
    """Return what runs the self-test: () -> (exit code, lines)."""

    def run() -> tuple[int, list[str]]:
        code = main(["selftest"])
        return code, capsys.readouterr().out.splitlines()

    return run


def lines_of(lines, name):
    return [line for line in lines if name in line][:1]


def test_everything_works_here(selftest):
    code, lines = selftest()

    assert (0, "Alle 12 Schritte sind gelungen.") == (code, lines[-1])
    assert [] == [line for line in lines[:-2] if not line.startswith("gut ")]


def test_every_step_has_its_line(selftest):
    _, lines = selftest()
    names = [name for name, _ in STEPS] + [cli_selftest.NETWORK]

    assert len(names) == len(lines) - 2
    assert [] == [name for name in names if not lines_of(lines, name)]


def test_a_step_that_fails_is_named_and_the_others_still_run(selftest, monkeypatch):
    monkeypatch.setattr("klimaeditor.cli.selftest.NEW_COST", "kein Betrag")
    monkeypatch.setattr(
        "klimaeditor.model.records.MeasureView.value", lambda _self, _name: "etwas anderes"
    )
    code, lines = selftest()

    assert 1 == code
    assert f"FEHLER   Ein Feld ändern           {cli_selftest.NOT_STORED}" in lines
    assert lines_of(lines, cli_selftest.RESOURCES)[0].startswith("gut ")


def test_a_part_that_is_missing_from_the_build_is_reported(selftest, monkeypatch):
    def without(*_arguments: object) -> None:
        raise ModuleNotFoundError("No module named 'et_xmlfile'")

    monkeypatch.setattr("klimaeditor.excel.write.export", without)
    code, lines = selftest()

    assert 1 == code
    assert "No module named 'et_xmlfile'" in lines_of(lines, cli_selftest.EXPORT)[0]
    assert cli_selftest.EXPORT in lines[-1]


def test_a_reader_that_accepts_hostile_xml_is_reported(selftest, monkeypatch):
    monkeypatch.setattr("openpyxl.DEFUSEDXML", False)
    code, lines = selftest()

    assert 1 == code
    assert lines_of(lines, cli_selftest.XML)[0].startswith("FEHLER ")


def test_a_reader_that_goes_past_the_protection_is_reported(selftest, monkeypatch):
    monkeypatch.setattr("openpyxl.LXML", True)
    code, lines = selftest()

    assert 1 == code
    assert lines_of(lines, cli_selftest.XML)[0].startswith("FEHLER ")


def test_a_checker_of_spelling_that_does_not_start_is_reported(selftest, monkeypatch):
    """In a bundle hunspell lacked a library, and only the process beside the program knew."""
    monkeypatch.setattr(
        "klimaeditor.spelling.speller.command", lambda: [sys.executable, "-c", "import nothing"]
    )
    code, lines = selftest()

    assert 1 == code
    assert BROKEN_DICTIONARY in lines_of(lines, cli_selftest.SPELLING)[0]


def test_spelling_that_it_does_not_know_is_reported(selftest, monkeypatch):
    monkeypatch.setattr("klimaeditor.cli.selftest.SLIP", "etwas anderes")
    code, lines = selftest()

    assert 1 == code
    assert "beanstandet: Statd" in lines_of(lines, cli_selftest.SPELLING)[0]


def test_a_machine_without_a_dictionary_is_in_order(selftest, monkeypatch):
    monkeypatch.setattr("klimaeditor.cli.selftest.dictionary_of", lambda _machine: None)
    code, lines = selftest()

    assert 0 == code
    assert cli_selftest.NO_DICTIONARY in lines_of(lines, cli_selftest.SPELLING)[0]


def test_using_the_network_is_reported(selftest, monkeypatch):
    def phone_home(*_arguments: object) -> None:
        socket.socket().close()

    monkeypatch.setattr("klimaeditor.excel.write.export", phone_home)
    code, lines = selftest()

    assert 1 == code
    assert "benutzt wurde: socket.__new__" in lines_of(lines, cli_selftest.NETWORK)[0]


def test_the_users_own_data_are_not_touched(selftest, own_user_folders, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    selftest()

    assert [] == list(tmp_path.iterdir())
    assert [] == list(own_user_folders.iterdir())


def test_it_is_the_hostile_part_that_gets_a_workbook_refused(selftest, monkeypatch):
    monkeypatch.setattr("klimaeditor.cli.selftest._ENTITY", b"")
    code, lines = selftest()

    assert 1 == code
    assert lines_of(lines, cli_selftest.XML)[0].endswith(cli_selftest.NOT_REFUSED)
