"""The self-test with a window, in a process of its own as an administrator starts it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import klimaeditor
from klimaeditor import paths
from klimaeditor.cli import main
from tests.waiting import LONG_S
from ui import selftest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def started(own_user_folders):
    """Return what runs a module of the window: (module, arguments) -> what it ended with."""

    def run(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own modules
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            timeout=LONG_S,
            check=False,
        )

    return run


def test_all_steps_succeed_and_result_and_picture_are_written(started, tmp_path):
    result, picture = tmp_path / "ergebnis.json", tmp_path / "bild.png"
    done = started(
        "ui.selftest", "--platform", "offscreen", "--result", str(result), "--picture", str(picture)
    )
    report = json.loads(result.read_text(encoding="utf-8"))

    assert 0 == done.returncode, done.stdout + done.stderr
    assert report["passed"]
    assert {
        selftest.BUTTONS,
        selftest.PICTURES,
        selftest.WINDOW,
        selftest.STYLE,
        selftest.HANDBOOK,
    } <= {step["name"] for step in report["steps"]}
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_result_that_cannot_be_written_is_said_and_ends_with_2(started, tmp_path):
    done = started("ui.selftest", "--platform", "offscreen", "--result", str(tmp_path))

    assert 2 == done.returncode
    assert str(tmp_path) in done.stderr


def test_the_start_can_be_measured(started, tmp_path):
    shutil.copytree(paths.sample_dataset(), tmp_path / "datensatz")

    assert 0 == started("ui.start_probe", str(tmp_path), "-platform", "offscreen").returncode


def test_the_command_line_writes_its_result_too(tmp_path, capsys):
    assert 0 == main(["selftest", "--result", str(tmp_path / "r.json")])
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))

    assert klimaeditor.__version__ == report["version"]
    assert not report["frozen"]
    assert len(report["steps"]) == len(capsys.readouterr().out.splitlines()) - 2
