"""The short form of the torture: real processes, killed, crowded, or without space.

Nothing here depends on luck or on the clock: processes are killed where they stop, and each seed
is given. Random moments are for the long form (``python -m tests.torture``).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import LONG_S

ROOT = Path(__file__).resolve().parents[2]
NOT_PERMITTED = 77
SEED = ("--seed", "1")

pytestmark = pytest.mark.slow
posix = pytest.mark.skipif(os.name == "nt", reason="needs limits and mounts as POSIX has them")

OVERWRITING = """
import sys
from klimaeditor.files import transaction
def overwrite(folder, planned, expected, keep):
    for file, data in planned.items():
        (folder / file).write_bytes(data)
transaction.replace_all = overwrite
from tests.torture import harness
sys.exit(harness.main(["--mode", "points", "--kills", "40", "--seed", "1"]))
"""
ONE_BY_ONE = """
import sys
from klimaeditor.files import transaction
def replace(folder, planned, expected, keep):
    for file, data in planned.items():
        (folder / "neu").write_bytes(data)
        (folder / "neu").replace(folder / file)
transaction.replace_all = replace
from tests.torture import harness
sys.exit(harness.main(["--mode", "points", "--kills", "40", "--seed", "1"]))
"""
FORGETFUL = """
import sys
from klimaeditor.files import journal
def flush(self):
    for _ in range(8):
        sys.audit("os.mkdir", str(self.path))  # looks as if something were written
    return True
journal.Journal.flush = flush
from tests.torture import harness
sys.exit(harness.main(["--mode", "points", "--kills", "20", "--seed", "1"]))
"""

FORGETFUL_WINDOW = """
import sys
from klimaeditor.files import journal
def flush(self):
    for _ in range(8):
        sys.audit("os.mkdir", str(self.path))  # looks as if something were written
    return True
journal.Journal.flush = flush
from tests.torture import windows
sys.exit(windows.main(["--points", "--kills", "3", "--seed", "4"]))
"""
TOO_SURE = """
import sys
from klimaeditor.files import save_journal
save_journal.withdraw = lambda folder, journal: save_journal.clear(folder, journal) or True
from tests.torture import systemcalls
sys.exit(systemcalls.main(["--part", "3"]))
"""
LAST_ONE_WINS = """
import sys
from klimaeditor.files import transaction, watch
replace = transaction.replace_all
transaction.replace_all = lambda folder, planned, _, keep: replace(folder, planned, None, keep)
watch.Watch.changed_files = lambda self: ()
sys.argv = ["together", "--rounds", "6", "--seed", "1"]
from tests.torture import together
sys.exit(together.main())
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(  # noqa: S603 - ourselves
        command, cwd=ROOT, capture_output=True, text=True, timeout=LONG_S, check=False
    )


@pytest.mark.parametrize(("mode", "kills"), [("points", 80), ("cli", 6)])
def test_a_killed_program_tears_no_file_and_loses_no_edit(mode, kills):
    done = run("-m", "tests.torture.harness", "--mode", mode, "--kills", str(kills), *SEED)

    assert 0 == done.returncode, done.stdout + done.stderr
    assert "torn files:        0" in done.stdout
    assert "lost edits:        0" in done.stdout


@posix
def test_a_killed_window_tears_no_file_and_loses_no_edit():
    done = run("-m", "tests.torture.windows", "--points", "--kills", "12", "--lanes", "4", *SEED)

    assert 0 == done.returncode, done.stdout + done.stderr
    assert "torn files 0, lost edits 0, left-over files 0" in done.stdout
    assert "journals used 0" not in done.stdout


@posix
@pytest.mark.parametrize(
    ("program", "found"),
    [
        (OVERWRITING, r"torn files: +[1-9]"),
        (ONE_BY_ONE, r"files of several generations"),
        (FORGETFUL, r"but \d+ was written down"),
        (FORGETFUL_WINDOW, r"lost edits: +[1-9]"),
        (LAST_ONE_WINS, r"lost edits: +[1-9]"),
        (TOO_SURE, r"is saved though said not to be"),
    ],
    ids=["overwriting", "one by one", "forgetful", "forgetful window", "last one wins", "too sure"],
)
def test_the_torture_would_notice(program, found):
    done = run("-c", program)

    if done.returncode == NOT_PERMITTED:
        pytest.skip("no C compiler here, or no way to load a library before the system's")
    assert 1 == done.returncode
    assert re.search(found, done.stdout + done.stderr)


@posix
def test_a_fault_at_any_system_call_tears_nothing_and_what_is_said_is_true():
    done = run("-m", "tests.torture.systemcalls", "--part", "8")

    if done.returncode == NOT_PERMITTED:
        pytest.skip("no C compiler here, or no way to load a library before the system's")
    assert 0 == done.returncode, done.stdout + done.stderr
    assert re.search(r"killed [1-9]\d*", done.stdout)
    assert re.search(r"refused [1-9]\d*", done.stdout)


def test_processes_that_save_at_once_lose_nothing():
    done = run("-m", "tests.torture.contenders", "--processes", "3", "--saves", "15")

    assert 0 == done.returncode, done.stdout + done.stderr


def test_notes_that_were_said_to_be_kept_outlive_every_kill():
    done = run("-m", "tests.torture.notetakers", "--processes", "2", "--kills", "4")

    assert 0 == done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments", [("--rounds", "40"), ("--rounds", "2", "--processes")], ids=["turns", "processes"]
)
def test_two_people_on_one_folder_lose_nothing(arguments):
    done = run("-m", "tests.torture.together", *arguments, *SEED)

    assert 0 == done.returncode, done.stdout + done.stderr
    assert re.search(r"conflicts: +[1-9]\d* shown", done.stdout)


@posix
def test_what_is_said_after_ctrl_c_is_true():
    done = run("-m", "tests.torture.interrupts", "--presses", "12")

    assert 0 == done.returncode, done.stdout + done.stderr


@posix
@pytest.mark.parametrize("recipe", ["legal_texts", "matching", "blank_cells", "report_labels"])
def test_a_hostile_file_gets_an_answer_in_time_and_in_little_memory(recipe):
    done = run("-m", "tests.torture.bounded_files", "--files", "1", "--only", recipe)

    assert 0 == done.returncode, done.stdout + done.stderr


@posix
@pytest.mark.parametrize("kind", ["limit", "tmpfs"])
def test_a_full_disk_costs_nothing(kind):
    done = run("-m", "tests.torture.full_disk", kind)

    if done.returncode == NOT_PERMITTED:
        pytest.skip("no right to mount a small disk here; the limit on files has run instead")
    assert 0 == done.returncode, done.stdout + done.stderr
    assert "nothing lost" in done.stdout
