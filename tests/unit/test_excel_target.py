"""The file a workbook goes to: locks, odd names, refusals of the disk (SAFE-08, -09, SEC-17)."""

from __future__ import annotations

import errno
import os

import pytest

from klimaeditor.excel import target
from klimaeditor.excel.read import open_workbook
from klimaeditor.excel.write import export
from klimaeditor.files import disk
from klimaeditor.model.errors import WorkbookError
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import dataset_of, town
from tests.workbook_tools import clock, exported


def refusal(path) -> str:
    with pytest.raises(WorkbookError) as error:
        export(dataset_of(town()), path, clock=clock)
    return str(error.value)


def owner_file(name: str) -> bytes:
    """Return what Excel writes beside an open workbook: 165 bytes, the name in two encodings."""
    narrow = bytes([len(name)]) + name.encode("cp1252").ljust(54)
    wide = len(name).to_bytes(2, "little") + name.encode("utf-16-le").ljust(108, b" ")
    return narrow + wide


def winerror(number: int) -> PermissionError:
    error = PermissionError(errno.EACCES, "Zugriff verweigert")
    error.winerror = number
    return error


@pytest.mark.parametrize(
    ("lock", "content", "holder"),
    [
        ("~$mappe.xlsx", owner_file("Jürgen Mayer"), "von Jürgen Mayer geöffnet"),
        ("~$mappe.xlsx", b"\x05Mayer" + b" " * 49, "von Mayer geöffnet"),
        ("~$mappe.xlsx", b"", "in Excel oder LibreOffice geöffnet"),
        (
            ".~lock.mappe.xlsx#",
            "Anna Ömer,aoemer,pc7,04.03.2026 12:00,file:///c:/x;".encode(),
            "von Anna Ömer geöffnet",
        ),
        (".~lock.mappe.xlsx#", b",aoemer,pc7,04.03.2026 12:00,;", "von aoemer geöffnet"),
    ],
)
def test_an_open_workbook_is_not_overwritten_and_the_holder_is_named(
    tmp_path, lock, content, holder
):
    (tmp_path / lock).write_bytes(content)
    (tmp_path / "mappe.xlsx").write_bytes(b"offen")
    sentence = refusal(tmp_path / "mappe.xlsx")

    assert holder in sentence
    assert "„mappe (2).xlsx“" in sentence
    assert lock in sentence
    assert b"offen" == (tmp_path / "mappe.xlsx").read_bytes()


def test_reading_an_open_workbook_says_so(tmp_path):
    path = exported(town(), tmp_path)
    (tmp_path / "~$mappe.xlsx").write_bytes(owner_file("Mayer"))

    assert ("„mappe.xlsx“ ist gerade bei Mayer geöffnet.",) == tuple(
        notice.partition(" Gelesen")[0] for notice in open_workbook(path, site=muenster()).notices
    )


# SAFE-09
@pytest.mark.parametrize("number", [32, 33])
def test_a_sharing_violation_offers_another_name(tmp_path, monkeypatch, number):
    (tmp_path / "mappe.xlsx").write_bytes(b"offen")
    (tmp_path / "mappe (2).xlsx").write_bytes(b"")

    def held(_source: object, _target: object) -> None:
        raise winerror(number)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(disk.time, "sleep", lambda _seconds: None)
    sentence = refusal(tmp_path / "mappe.xlsx")

    assert "in einem anderen Programm geöffnet" in sentence
    assert "Ihre Änderungen sind noch da" in sentence
    assert "„mappe (3).xlsx“" in sentence
    assert ["mappe (2).xlsx", "mappe.xlsx"] == sorted(path.name for path in tmp_path.iterdir())


def test_a_virus_scanner_is_waited_for(tmp_path, monkeypatch):
    failures = [winerror(32), winerror(5)]
    replace = os.replace

    def busy(source: str, other: str) -> None:
        if failures:
            raise failures.pop()
        replace(source, other)

    monkeypatch.setattr(os, "replace", busy)
    monkeypatch.setattr(disk.time, "sleep", lambda _seconds: None)

    assert exported(town(), tmp_path).is_file()


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, "Der Datenträger ist voll."),
        (errno.EROFS, "schreibgeschützt"),
        (errno.EACCES, "keine Berechtigung"),
    ],
)
def test_what_the_disk_refuses_is_said(tmp_path, monkeypatch, number, expected):
    def refuse(*_arguments: object) -> None:
        raise OSError(number, "nein")

    monkeypatch.setattr(os, "fsync", refuse)

    assert expected in refusal(tmp_path / "mappe.xlsx")
    assert [] == list(tmp_path.iterdir())


def test_a_missing_folder_is_said(tmp_path):
    assert "nicht mehr da" in refusal(tmp_path / "fehlt" / "mappe.xlsx")


def test_what_was_written_is_read_back(tmp_path, monkeypatch):
    read = disk.read
    monkeypatch.setattr(disk, "read", lambda path: (read(path) or b"")[:-1])

    assert "nicht fehlerfrei zurücklesen" in refusal(tmp_path / "mappe.xlsx")


@pytest.mark.parametrize(
    "name", ["CON.xlsx", "nul.xlsx", "com1.xlsx", "a?.xlsx", "a:b.xlsx", "~$a.xlsx", "a.xlsx "]
)
def test_names_windows_keeps_for_itself_are_refused(tmp_path, name):
    assert "kein erlaubter Dateiname" in refusal(tmp_path / name)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["mappe.xls", "mappe", "mappe.xlsm", "mappe.csv"])
def test_only_xlsx_is_written(tmp_path, name):
    assert "muss auf „.xlsx“ enden" in refusal(tmp_path / name)


# SAFE-14
def test_a_path_excel_cannot_open_is_warned_about(tmp_path):
    room = target.LONGEST_PATH - len(str(tmp_path)) - len("/.xlsx")
    fits = export(dataset_of(town()), tmp_path / f"{'a' * room}.xlsx", clock=clock)
    long = export(dataset_of(town()), tmp_path / f"{'a' * (room + 1)}.xlsx", clock=clock)

    assert () == fits.notices
    assert ["Der vollständige Pfad hat 219 Zeichen; Excel öffnet höchstens 218."] == [
        notice.partition(" Wählen")[0] for notice in long.notices
    ]


def test_exporting_leaves_no_other_file(tmp_path):
    exported(town(), tmp_path)

    assert ["mappe.xlsx"] == [path.name for path in tmp_path.iterdir()]
