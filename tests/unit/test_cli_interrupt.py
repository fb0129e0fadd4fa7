"""Ctrl+C on the command line: one true sentence about the disk, exit code 130, no traceback."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from klimaeditor.cli import editing, interrupting, main
from klimaeditor.document import open_document
from klimaeditor.files import transaction
from klimaeditor.model.errors import DatasetError
from tests.publish_helpers import repaired
from tests.waiting import PATIENCE_S, wait_until

ROOT = Path(__file__).resolve().parents[2]
NOTHING = "Abgebrochen. Es wurde nichts geschrieben.\n"
WRITTEN = "Abgebrochen. Vorher fertig geschrieben: der Datensatz „sample“.\n"


def press(*_arguments: object, **_named: object) -> None:
    """Press Ctrl+C, as the system tells it."""
    signal.raise_signal(signal.SIGINT)


def interrupt(*_arguments: object, **_named: object) -> None:
    raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def heard():
    """Have Ctrl+C heard here: whoever starts the suite in the background has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def edit(capsys, sample_dataset):
    """Return what edits the sample: exit code and stderr, and whether the disk has the value."""
    assert "sample" == sample_dataset.name

    def run() -> tuple[int, str, bool]:
        words = ["--measure", "bauen1", "--field", "summary", "--value", "Nur ein Satz."]
        code = main(["edit", str(sample_dataset), *words])
        document = open_document(sample_dataset)
        value = document.view(document.dataset.find("bauen1")).value("summary")
        return code, capsys.readouterr().err, value == "Nur ein Satz."

    return run


@pytest.mark.parametrize("way", [press, interrupt])
@pytest.mark.parametrize("place", ["open_dataset", "find_field", "read_value"])
def test_before_anything_is_written(edit, monkeypatch, way, place):
    monkeypatch.setattr(editing, place, way)

    assert (130, NOTHING, False) == edit()


@pytest.mark.parametrize("way", [press, interrupt])
def test_after_it_was_written(edit, monkeypatch, way):
    monkeypatch.setattr(editing, "say", way)

    assert (130, WRITTEN, True) == edit()


@pytest.mark.parametrize("place", ["_claim", "_prepare", "_replace"])
@pytest.mark.parametrize("before", [True, False])
def test_while_it_is_written_the_save_comes_to_its_end(edit, monkeypatch, place, before):
    """A save that has begun is finished first, and then said to be."""
    original = getattr(transaction, place)

    def pressed(*arguments: object) -> object:
        if before:
            press()
        found = original(*arguments)
        press() if not before else None
        return found

    monkeypatch.setattr(transaction, place, pressed)

    assert (130, WRITTEN, True) == edit()


@pytest.mark.parametrize("way", ["twice", "injected"])
def test_who_does_not_wait_is_told_that_the_outcome_is_open(edit, monkeypatch, way):
    def ended(*_arguments: object) -> None:
        if way == "injected":
            raise KeyboardInterrupt
        press()
        press()

    monkeypatch.setattr(transaction, "_replace", ended)
    code, err, _ = edit()

    assert 130 == code
    assert err.startswith("Abgebrochen, während der Datensatz „sample“ geschrieben wurde; ")
    assert 1 == err.count("\n")


def test_a_save_that_fails_after_it_says_why(edit, monkeypatch):
    def refused(_document: object) -> None:
        press()
        raise DatasetError("Der Datenträger ist voll.")

    monkeypatch.setattr(editing, "save_together", refused)

    assert (2, "Nicht ausgeführt: Der Datenträger ist voll.\n", False) == edit()


def test_pressing_it_many_times_gives_one_sentence(edit, monkeypatch):
    def again(self: interrupting.Writing) -> str:
        press()
        return sentence(self)

    sentence = interrupting.Writing.sentence
    monkeypatch.setattr(interrupting.Writing, "sentence", again)
    monkeypatch.setattr(editing, "say", press)
    handler = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        assert (130, WRITTEN, True) == edit()
    finally:
        signal.signal(signal.SIGINT, handler)


def test_the_handler_of_a_caller_is_back_afterwards(edit):
    before = signal.getsignal(signal.SIGINT)

    assert (0, "", True) == edit()
    assert before is signal.getsignal(signal.SIGINT)


# --- every command that writes -------------------------------------------------------------------


def calls_in(folder: Path, data: Path) -> dict[str, list[object]]:
    """Return a call of each command that writes; the files it needs are made."""
    assert 0 == main(["export", str(data), str(folder / "mappe.xlsx")])
    assert 0 == main(["request", str(data), str(folder / "abfrage"), "--by", "nothing"])
    (returned,) = (folder / "abfrage").glob("*.xlsx")
    for name in ("a", "b", "c"):
        shutil.copy(data / "measures.json", folder / f"{name}.json")
    text = (folder / "c.json").read_text(encoding="utf-8")
    (folder / "c.json").write_text(text.replace("\n", "\r\n"), encoding="utf-8", newline="")
    value = ["--measure", "bauen1", "--field", "summary", "--value", "Nur ein Satz."]
    return {
        "edit": [data, *value],
        "export": [data, folder / "neu.xlsx"],
        "convert": [folder / "mappe.xlsx", folder / "neu"],
        "request": [data, folder / "zweite", "--by", "nothing"],
        "publish": [data, folder / "paket", "--confirm"],
        "report": [data, folder / "bericht.xlsx"],
        "word": [data, folder / "massnahmen.docx"],
        "schema": [folder / "schema"],
        "import": [data, returned, "--report", folder / "bericht.html"],
    }


@pytest.mark.parametrize(
    "name",
    ["edit", "export", "convert", "request", "publish", "report", "word", "schema", "import"],
)
def test_every_command_that_writes_finishes_what_it_writes(
    sample_dataset, tmp_path, capsys, monkeypatch, name
):
    repaired(sample_dataset).save()
    words = [str(word) for word in calls_in(tmp_path, sample_dataset)[name]]
    capsys.readouterr()
    writing = interrupting.Writing.writing
    named = []

    @contextmanager
    def pressed(self: interrupting.Writing, what: str):
        with writing(self, what):
            named.append(what)
            press()
            yield

    monkeypatch.setattr(interrupting.Writing, "writing", pressed)

    code = main([name, *words])

    assert (130, f"Abgebrochen. Vorher fertig geschrieben: {named[0]}.\n") == (
        code,
        capsys.readouterr().err,
    )


def test_errors_of_a_command_that_has_written_do_not_hide_it():
    work = interrupting.Writing()
    with work.writing("die Datei „a“"):
        pass
    with pytest.raises(DatasetError), work.writing("die Datei „b“"):
        raise DatasetError("voll")

    assert "Abgebrochen. Vorher fertig geschrieben: die Datei „a“." == work.sentence()


# --- while the program is loaded -----------------------------------------------------------------

PRESSED = """
import runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
class Pressing:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:  # asked for again, it is pressed again
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Pressing())
sys.argv = ["klimaeditor", "fields"]
runpy.run_module("klimaeditor", run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize(
    "name",
    [
        "klimaeditor.cli",
        "klimaeditor.cli.interrupting",
        "klimaeditor.cli.program",
        "klimaeditor.cli.cli_words",
        "klimaeditor.cli.fieldlist",
    ],
)
def test_while_the_program_is_loaded(name):
    ended = subprocess.run(  # noqa: S603 - fixed words
        [sys.executable, "-c", PRESSED.format(name=name)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert (130, "") == (ended.returncode, ended.stdout)
    assert ended.stderr == NOTHING


def test_after_the_end_nothing_is_ended():
    """What a process does when it ends is not disturbed: there Python would print a traceback."""
    code = (
        "import atexit, signal, sys\n"
        "from klimaeditor.cli import main\n"
        "atexit.register(signal.raise_signal, signal.SIGINT)\n"
        "sys.argv = ['klimaeditor', 'fields']\n"
        "code = main()\n"
        "signal.raise_signal(signal.SIGINT)\n"
        "sys.exit(code)\n"
    )
    ended = subprocess.run(  # noqa: S603 - fixed words
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (0, "") == (ended.returncode, ended.stderr)


class PressedWhenDropped:
    """Ctrl+C comes in a callback of Python's own, where an exception is thrown away."""

    __del__ = press


def drop_and_wait() -> None:
    dropped = [PressedWhenDropped()]
    dropped.clear()
    wait_until(lambda: False)


def test_what_python_throws_away_comes_once_more(capfd):
    with (
        pytest.raises(KeyboardInterrupt),
        interrupting.listening(interrupting.Writing(), to_the_end=False),
    ):
        drop_and_wait()

    assert "" == capfd.readouterr().err


def test_a_command_ends_truly_where_python_throws_the_interrupt_away(edit, monkeypatch):
    monkeypatch.setattr(editing, "find_field", lambda *_: drop_and_wait())

    assert (130, NOTHING, False) == edit()


def test_what_comes_to_nobody_after_the_end_is_not_raised():
    with interrupting.listening(interrupting.Writing(), to_the_end=False):
        dropped = [PressedWhenDropped()]
        dropped.clear()

    assert signal.default_int_handler is signal.getsignal(signal.SIGINT)
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join(PATIENCE_S)
