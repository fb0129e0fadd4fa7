""".ci/run: what it does where tools are missing, come with apt-get, or a build fails."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from installer.project import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a shell script for Linux")

PYTHON = """#!/bin/sh
case "$*" in
  "build_installer.py missing --short") [ -e have-nsis ] || echo nsis ;;
  "build_installer.py all --short") echo "$*"; [ ! -e broken ] ;;
  *) echo "$*" ;;
esac
"""

ALL = ["dev.py check", "dev.py licences", "build_installer.py all --short", "dev.py test"]


@pytest.fixture
def gate(tmp_path):
    """Return what runs the gate among stand-ins: (commands of some) -> exit code and lines."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    tools = tmp_path / "tools"
    tools.mkdir()

    def run(apt: str = "exit 100", user: int = 0, git: str = "") -> tuple[int, list[str]]:
        readers = dict.fromkeys(("soffice", "pdftotext"), "")
        stand_ins = {"apt-get": apt, "git": git, "id": f"echo {user}", **readers}
        texts = {name: f"#!/bin/sh\n{text}\n" for name, text in stand_ins.items()}
        for name, text in {**texts, "python3": PYTHON}.items():
            (tools / name).write_text(text, encoding="utf-8")
            (tools / name).chmod(0o755)
        done = subprocess.run(  # noqa: S603 - our own script
            ["bash", str(tmp_path / ".ci" / "run")],  # noqa: S607 - whichever is installed
            env={**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout.splitlines()

    return run


def test_with_all_tools_it_checks_builds_and_tests(gate, tmp_path):
    (tmp_path / "have-nsis").touch()

    assert (0, ALL) == gate()


def test_what_is_missing_comes_with_apt_get_where_that_is_possible(gate):
    code, lines = gate('[ "$1" = update ] || touch have-nsis')

    assert (0, ALL) == (code, lines)


def test_where_git_knows_no_files_of_the_project_nobody_asks_for_licences(gate, tmp_path):
    (tmp_path / "have-nsis").touch()
    code, lines = gate(git="exit 128")

    assert 0 == code
    assert ["This is no Git checkout; licences are not looked at.", *ALL[2:]] == lines[1:]


@pytest.mark.parametrize(("apt", "user"), [("exit 100", 0), ("touch have-nsis", 1000)])
def test_what_cannot_be_had_is_said_and_the_tests_run_all_the_same(gate, apt, user):
    code, lines = gate(apt, user)

    assert 0 == code
    assert "NOT BUILT: bundle and installer, as this machine lacks: nsis" in lines
    assert "build_installer.py all --short" not in lines
    assert "dev.py test" == lines[-1]


def test_a_build_that_fails_fails_the_gate(gate, tmp_path):
    (tmp_path / "have-nsis").touch()
    (tmp_path / "broken").touch()
    code, lines = gate()

    assert 0 != code
    assert "build_installer.py all --short" == lines[-1]
