"""An exception that nobody caught: what was typed is kept, the log written, the user told."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from klimaeditor import logs

LOG = Path("klimaeditor.log")


@pytest.fixture
def log(tmp_path):
    path = logs.setup(tmp_path)
    yield path
    logs.shut_down()


@pytest.fixture
def happened() -> list[object]:
    return []


@pytest.fixture
def hook(happened):
    return logs.make_hook(lambda: happened.append("flushed"), LOG, happened.append)


def fail(hook) -> None:
    try:
        int("Erika Mustermann")
    except ValueError as error:
        hook(type(error), error, error.__traceback__)


def test_the_journal_is_flushed_before_the_user_is_told(hook, happened):
    fail(hook)

    assert ["flushed", LOG] == happened


def test_type_and_place_are_logged_and_nothing_else(hook, log):
    fail(hook)

    text = log.read_text(encoding="utf-8")
    assert "CRITICAL klimaeditor.logs: uncaught exception | ValueError (test_crash.py:" in text
    assert "Mustermann" not in text


@pytest.mark.parametrize("broken", ["flush", "tell"])
def test_whatever_fails_the_rest_is_done(happened, log, broken):
    def refuse(*_):
        raise OSError

    flush = refuse if broken == "flush" else lambda: happened.append("flushed")
    tell = refuse if broken == "tell" else happened.append
    fail(logs.make_hook(flush, LOG, tell))

    assert [LOG if broken == "flush" else "flushed"] == happened
    assert "OSError" in log.read_text(encoding="utf-8")


def test_while_the_user_is_being_told_nothing_more_is_told(happened):
    hook = logs.make_hook(lambda: happened.append("flushed"), LOG, lambda _log: tell())

    def tell():
        happened.append("told")
        fail(hook)

    fail(hook)

    assert ["flushed", "told", "flushed"] == happened
    fail(hook)
    assert 2 == happened.count("told")


def test_ctrl_c_ends_the_program_as_usual(hook, happened, monkeypatch):
    seen: list[object] = []
    monkeypatch.setattr(sys, "__excepthook__", lambda *found: seen.append(found[0]))

    hook(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert ([KeyboardInterrupt], []) == (seen, happened)


def test_exceptions_of_threads_are_heard_too(hook, happened, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    logs.install(hook)

    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()

    assert ["flushed", LOG] == happened
    assert sys.excepthook is hook
