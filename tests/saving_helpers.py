"""Saving bytes into a folder as a transaction, whole, failing or killed."""

from __future__ import annotations

import gc
import platform
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from klimaeditor.files import disk, transaction
from klimaeditor.files.processes import Identity
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import DatasetError
from tests.faulty import DEAD_PID, Calls, Killed, from_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


M, A, P, C = FileName
OLD = {file: f'["old {file}"]'.encode() for file in FileName}
NEW = {M: b'["new measures"]' * 9, A: b'["new additional"]', C: b'["new categories"]'}
AFTER = OLD | NEW
EXPECTED = {file: disk.digest(data) for file, data in OLD.items()}


@pytest.fixture
def folder(tmp_path) -> Path:
    return lay(tmp_path / "daten")


@pytest.fixture(autouse=True)
def waits(monkeypatch) -> list[float]:
    """Let time pass only where somebody waits."""
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "sleep", lambda pause: now.__setitem__(0, now[0] + pause))
    return now


@pytest.fixture(autouse=True)
def no_collecting() -> Iterator[None]:
    """Leave the garbage of other tests alone: its locks would be closed by calls that fail here."""
    enabled = gc.isenabled()
    gc.disable()
    yield
    if enabled:
        gc.enable()


def never_kept(unsaved) -> bool:
    raise AssertionError(f"nothing to keep: {unsaved}")


def lay(folder: Path) -> Path:
    folder.mkdir()
    for file, data in OLD.items():
        (folder / file).write_bytes(data)
    return folder


def image(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def save(folder: Path) -> str:
    """Save; return the sentence of a refusal, "" where there is none."""
    try:
        transaction.replace_all(folder, NEW, EXPECTED, never_kept)
    except DatasetError as error:
        return str(error)
    return ""


def recover(folder: Path, keep=never_kept):
    return transaction.recover(folder, keep)


def die_at(monkeypatch, folder: Path, call: int) -> bool:
    """Save in a process that is killed before its n-th call; tell whether it got that far."""
    dead = Identity("anna", platform.node(), DEAD_PID)
    with monkeypatch.context() as other:
        other.setattr(transaction, "this_process", lambda: dead)
        Calls(from_on(call, Killed())).install(other)
        try:
            save(folder)
        except Killed:
            return True
    return False


def interrupted(monkeypatch, folder: Path, wanted: Path, saving=None) -> None:
    """Leave a save (*saving*: how) that was killed when *wanted* had just been replaced."""
    dead = Identity("anna", platform.node(), DEAD_PID)
    with monkeypatch.context() as other:
        other.setattr(transaction, "this_process", lambda: dead)
        move = disk.move

        def killed(source, target, backup):
            move(source, target, backup)
            if target == wanted:
                raise Killed

        other.setattr(disk, "move", killed)
        with pytest.raises(Killed):
            (saving or partial(save, folder))()
