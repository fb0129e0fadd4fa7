"""What is no ordinary file – pipe, socket, device – is refused at once, whoever opens it."""

from __future__ import annotations

import ast
import os
import signal
import socket
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from klimaeditor.cli import main
from klimaeditor.excel import foreign, guard, read, target
from klimaeditor.exchange import exchange_words, importing, register
from klimaeditor.exchange.columns import Memory
from klimaeditor.files import (
    backups,
    disk,
    leftovers,
    locks,
    retired,
    save_journal,
    store,
    transaction,
)
from klimaeditor.files.journal import JOURNAL
from klimaeditor.files.processes import this_process
from klimaeditor.files.watch import Watch
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import KlimaError
from klimaeditor.paths import read_at_most
from klimaeditor.publish import folder as publish_folder
from klimaeditor.publish import publisher
from klimaeditor.site.muenster import CITY, muenster
from tests.dataset_builders import town, write_folder

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
"""Seconds after which a call counts as one that never returns; costs nothing where it does."""
NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no named pipes")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def socket_file(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        here = Path.cwd()
        os.chdir(path.parent)  # a socket's address may only be short
        try:
            bound.bind(path.name)
        finally:
            os.chdir(here)


KINDS = {"pipe": pipe, "device": endless, "socket": socket_file}


@pytest.fixture(autouse=True)
def never_for_good():
    def stop(*_):
        raise AssertionError("still waiting for a file that never ends")

    former_handler = signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, former_handler)


@pytest.fixture(params=KINDS)
def odd(request):
    """Return what puts something odd in the place of a file."""

    def put(path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        KINDS[request.param](path)
        return path

    return put


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_folder(tmp_path / "daten", town())


DOORS = {
    "workbook": (guard.read_package, "x.xlsx"),
    "workbook to open": (partial(read.open_workbook, site=muenster()), "x.xlsx"),
    "foreign workbook": (foreign.read_file, "x.xlsx"),
    "foreign table": (foreign.read_file, "x.csv"),
    "any import": (partial(importing.recognise, site=muenster()), "x.xlsx"),
    "any text import": (partial(importing.recognise, site=muenster()), "x.csv"),
    "one of the four": (partial(store.load, site=muenster()), "measures.json"),
    "register": (register.load, exchange_words.REGISTER_NAME),
    "publication settings": (
        partial(publisher.load, defaults=publisher.settings_for(CITY)),
        "einstellungen.json",
    ),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_file_that_is_none_is_refused_in_words(tmp_path, odd, door):
    reads, name = DOORS[door]

    with pytest.raises(KlimaError) as refused:
        reads(odd(tmp_path / name))
    assert str(refused.value)


@pytest.mark.parametrize("file", list(FileName))
def test_a_dataset_with_such_a_file_is_refused(folder, odd, file):
    odd(folder / file)

    with pytest.raises(KlimaError, match=str(file)):
        store.load(folder, site=muenster())


def test_a_file_that_becomes_one_while_open_is_told(folder, odd):
    opened = store.load(folder, site=muenster())
    watching = Watch(folder, opened.sources)
    odd(folder / FileName.ADDITIONAL)

    assert (FileName.ADDITIONAL,) == watching.changed_files()


def test_such_a_save_journal_stops_nobody_from_reading(folder, odd, tmp_path):
    odd(folder / save_journal.NAME)

    assert store.load(folder, tmp_path / "Sicherungen", site=muenster()).dataset.measures
    assert None is transaction.recover(folder, lambda _: True)


def test_such_a_lock_is_somebodys_and_can_be_taken_over(folder, odd):
    odd(folder / locks.NAME)
    me = this_process()

    held = locks.acquire(folder, lambda: NOW, me)

    assert isinstance(held, locks.HeldLock)
    assert isinstance(locks.take_over(held, lambda: NOW, me), locks.Lock)
    assert (folder / locks.NAME).is_file()


def test_such_files_of_the_program_itself_count_as_none(tmp_path, odd, folder):
    assert load_machine_defaults(odd(tmp_path / "klimaeditor.ini")).problems
    memory = Memory(tmp_path)
    odd(memory._path)
    assert {} == memory._read()
    lists = tmp_path / "listen"
    odd(retired._list_of(folder, lists))
    opened = store.load(folder, site=muenster())
    assert set(opened.dataset.retired_ids) <= set(retired.known_ids(folder, opened.dataset, lists))


def test_such_a_file_beside_a_workbook_is_nobodys_lock(tmp_path, odd):
    odd(tmp_path / "~$x.xlsx")

    assert None is target.find_lock(tmp_path / "x.xlsx")


def test_such_a_backup_is_incomplete(folder, odd, tmp_path):
    made = backups.make_backup(folder, tmp_path / "Sicherungen", NOW)
    odd(made.path / FileName.MEASURES)

    with pytest.raises(KlimaError):
        backups.read_backup(
            backups.list_backups(folder, tmp_path / "Sicherungen")[0], site=muenster()
        )
    with pytest.raises(KlimaError):
        backups.read_backup(made, site=muenster())


def test_such_a_recovery_journal_is_no_leftover(tmp_path, odd):
    odd(tmp_path / "x-1-20260503-120000-abcdef" / JOURNAL)

    assert () == leftovers.find_leftovers(tmp_path, NOW, site=muenster())


def test_such_a_published_register_is_refused(tmp_path, odd):
    odd(tmp_path / "paket" / publish_folder.REGISTER)

    with pytest.raises(KlimaError):
        publish_folder.read_former(tmp_path / "paket", site=muenster())


def test_nothing_is_written_into_one(tmp_path, odd):
    path = odd(tmp_path / "x.jsonl")

    with pytest.raises(OSError, match=r".+"):
        disk.write_at(path, 0, b"x")


@pytest.mark.parametrize(
    "line",
    [
        "check {x}",
        "check {m}",
        "convert {x} ziel",
        "import {folder} {x}",
        "diff {folder} {x}",
        "diff {folder} {m}",
        "merge {m} {m} {m}",
    ],
)
def test_the_command_line_refuses_them(tmp_path, odd, folder, capsys, line):
    names = {"x": odd(tmp_path / "x.xlsx"), "m": odd(tmp_path / "fremd" / "measures.json")}

    code = main([word.format(folder=folder, **names) for word in line.split()])

    said = capsys.readouterr()
    assert code
    assert said.err or "lässt sich nicht lesen: An dieser Stelle liegt" in said.out


@pytest.mark.parametrize(("size", "most"), [(0, 5), (5, 5), (6, 5), (3_000_000, 2_000_001)])
def test_never_more_is_read_than_asked_for(tmp_path, size, most):
    (tmp_path / "x").write_bytes(b"a" * size)

    assert min(size, most) == len(read_at_most(tmp_path / "x", most))
    assert size == len(read_at_most(tmp_path / "x"))


OWN = {"paths.py", "cli/selftest.py", "excel/write.py"}
"""The door, and two that read back what they have just written themselves."""


def test_there_is_one_door_to_files():
    """A second one would have to think of pipes and of gigabytes again."""
    package = ROOT / "klimaeditor"
    sources = {path.relative_to(package).as_posix(): path for path in package.rglob("*.py")}
    found = [
        f"{name}:{node.lineno}"
        for name in sources.keys() - OWN
        for node in ast.walk(ast.parse(sources[name].read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _reads(node)
    ]
    assert [] == found


def _reads(call: ast.Call) -> bool:
    function = call.func
    called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if called in {"read_bytes", "read_text"}:
        return True
    first = call.args[0] if call.args else None
    mode = first.value if isinstance(first, ast.Constant) else None
    return called == "open" and isinstance(mode, str) and mode.startswith("r")
