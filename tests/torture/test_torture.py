"""The short form of the torture: real processes, killed, crowded, or without space."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_PERMITTED = 77

pytestmark = pytest.mark.slow
posix = pytest.mark.skipif(os.name == "nt", reason="needs limits and mounts as POSIX has them")

OVERWRITING = """
import sys
from klimaeditor.dataset import transaction
def overwrite(folder, planned, expected, keep):
    for file, data in planned.items():
        (folder / file).write_bytes(data)
transaction.replace_all = overwrite
from tests.torture import harness
sys.exit(harness.main(["--kills", "99", "--seed", "1"]))
"""
ONE_BY_ONE = """
import sys, time
from klimaeditor.dataset import transaction
def replace(folder, planned, expected, keep):
    for file, data in planned.items():
        (folder / "neu").write_bytes(data)
        (folder / "neu").replace(folder / file)
        time.sleep(0.005)
transaction.replace_all = replace
from tests.torture import harness
sys.exit(harness.main(["--kills", "30", "--seed", "1"]))
"""
FORGETFUL = """
import sys
from klimaeditor.recovery import journal
journal.Journal.flush = lambda self: True
from tests.torture import harness
sys.exit(harness.main(["--kills", "60", "--seed", "1"]))
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(  # noqa: S603 - ourselves
        command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False
    )


@pytest.mark.parametrize(("mode", "kills"), [("loop", 50), ("cli", 10)])
def test_a_killed_program_tears_no_file_and_loses_no_edit(mode, kills):
    done = run("-m", "tests.torture.harness", "--mode", mode, "--kills", str(kills))

    assert 0 == done.returncode, done.stdout + done.stderr
    assert "torn files:        0" in done.stdout
    assert "lost edits:        0" in done.stdout


@posix
@pytest.mark.parametrize(
    ("program", "found"),
    [
        (OVERWRITING, r"torn files: +[1-9]"),
        (ONE_BY_ONE, r"files of several generations"),
        (FORGETFUL, r"but \d+ was written down"),
    ],
    ids=["overwriting", "one by one", "forgetful"],
)
def test_the_torture_would_notice(program, found):
    done = run("-c", program)

    assert 1 == done.returncode
    assert re.search(found, done.stdout + done.stderr)


def test_processes_that_save_at_once_lose_nothing():
    done = run("-m", "tests.torture.contenders", "--processes", "3", "--saves", "15")

    assert 0 == done.returncode, done.stdout + done.stderr


@posix
@pytest.mark.parametrize("kind", ["limit", "tmpfs"])
def test_a_full_disk_costs_nothing(kind):
    done = run("-m", "tests.torture.full_disk", kind)

    if done.returncode == NOT_PERMITTED:
        pytest.skip("no right to mount a small disk here; the limit on files has run instead")
    assert 0 == done.returncode, done.stdout + done.stderr
    assert "nothing lost" in done.stdout
