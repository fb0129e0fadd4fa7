"""Replacing files the Windows way, with a stand-in for its function (SAFE-02, SAFE-03)."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest

from klimaeditor.files import disk


class Kernel:
    """ReplaceFileW as documented: *numbers* are its answers, 0 once they are used up."""

    def __init__(self, *numbers: int) -> None:
        self.numbers = list(numbers)
        self.calls: list[tuple[str, str, str]] = []

    def __call__(self, target: str, source: str, backup: str) -> int:
        self.calls.append((target, source, backup))
        number = self.numbers.pop(0) if self.numbers else 0
        if number in (0, disk.MOVED_AWAY):
            Path(target).rename(backup)
        if number == 0:
            Path(source).rename(target)
        return number


@pytest.fixture
def names(tmp_path) -> tuple[Path, Path, Path]:
    """Return source, target and backup; the first two exist."""
    source, target, backup = (tmp_path / name for name in ("neu.tmp", "x.json", "x.bak"))
    source.write_bytes(b"neu")
    target.write_bytes(b"alt")
    return source, target, backup


@pytest.fixture
def pauses(monkeypatch) -> list[float]:
    kept: list[float] = []
    monkeypatch.setattr(time, "sleep", kept.append)
    return kept


def moved(monkeypatch, names, *numbers: int) -> Kernel:
    kernel = Kernel(*numbers)
    monkeypatch.setattr(disk, "kernel_call", lambda: kernel)
    disk.move(*names)
    return kernel


def contents(names) -> list[bytes | None]:
    return [path.read_bytes() if path.exists() else None for path in names]


def test_a_file_is_replaced_with_a_backup_name_that_does_not_stay(names, monkeypatch):
    kernel = moved(monkeypatch, names)

    source, target, backup = map(str, names)
    assert [(target, source, backup)] == kernel.calls
    assert [None, b"neu", None] == contents(names)


def test_a_backup_from_earlier_is_in_nobodys_way(names, monkeypatch):
    names[2].write_bytes(b"uralt")

    moved(monkeypatch, names)

    assert [None, b"neu", None] == contents(names)


@pytest.mark.parametrize("number", [1, 2, 50, 1175, 1176, 1177])
def test_where_this_way_is_not_to_be_had_the_file_is_moved(names, monkeypatch, number):
    moved(monkeypatch, names, number)

    assert [None, b"neu", None] == contents(names)


def test_a_file_that_was_moved_away_comes_back_where_nothing_works(names, monkeypatch):
    replace = os.replace

    def broken(source, target):
        if source == names[0]:
            raise OSError(errno.EIO, "gone")
        replace(source, target)

    monkeypatch.setattr(os, "replace", broken)

    with pytest.raises(OSError, match="gone"):
        moved(monkeypatch, names, 1177)
    assert [b"neu", b"alt", None] == contents(names)


@pytest.mark.parametrize("number", [5, 32, 33])
def test_a_file_that_is_held_is_tried_again(names, monkeypatch, pauses, number):
    kernel = moved(monkeypatch, names, number, number, number)

    assert (4, 3) == (len(kernel.calls), len(pauses))
    assert [None, b"neu", None] == contents(names)


def test_a_file_that_is_held_for_long_stays_the_old_one(names, monkeypatch, pauses):
    with pytest.raises(OSError, match="Windows-Fehler 32") as caught:
        moved(monkeypatch, names, *[32] * 99)

    assert 32 == caught.value.winerror
    assert sum(pauses) <= 3
    assert [b"neu", b"alt", None] == contents(names)


@pytest.mark.skipif(os.name == "nt", reason="there it is Windows")
def test_elsewhere_there_is_no_such_function():
    assert None is disk.kernel_call()
