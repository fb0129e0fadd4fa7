""".ci/run: what it does where tools are missing, come with apt-get, or a build fails."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from installer.project import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a shell script for Linux")

PYTHON = """#!/bin/sh
[ "$PWD" = "$PROJECT" ] && place=here || place=clone
case "$*" in
  "build_installer.py missing --short") [ -e have-nsis ] || echo nsis ;;
  "dev.py outside") [ ! -e no-desk ] ;;
  *real) echo "$place: $*"; exit "$(cat code 2>/dev/null || echo 0)" ;;
  *) echo "$place: $*"; [ ! -e "broken $*" ] ;;
esac
"""
GIT = """
case "$1" in
  clone) mkdir -p "$4" && cp -R "$3"/. "$4" ;;
  status) [ ! -e uncommitted ] || echo "?? uncommitted" ;;
esac
"""

BUILD = "build_installer.py all --short"
TRIAL = "build_installer.py prove --stand-in"
ALL = ["dev.py check", "dev.py workflows", "dev.py licences", BUILD, TRIAL, "dev.py test"]
OF_GIT = {"dev.py workflows", "dev.py licences"}
IN_CLONE = [f"clone: {command}" for command in ALL]
WINE = ("wine", "Xvfb", "x86_64-w64-mingw32-gcc", "wixl", "msibuild")
REAL = "here: dev.py test -m real"
NO_DATA = (
    "The city's data are not beside this checkout; the tests with the marker real are skipped."
)


@pytest.fixture
def project(tmp_path):
    """Return a checkout that has the gate and the tool that compiles installers."""
    folder = tmp_path / "project"
    (folder / ".ci").mkdir(parents=True)
    (tmp_path / "temporary").mkdir()
    shutil.copy(ROOT / ".ci" / "run", folder / ".ci" / "run")
    (folder / "have-nsis").touch()
    return folder


@pytest.fixture
def gate(tmp_path, project):
    """Return what runs the gate among stand-ins: (commands of some) -> exit code and lines."""
    tools = tmp_path / "tools"
    tools.mkdir()

    def run(apt: str = "exit 100", user: int = 0, git: str = GIT) -> tuple[int, list[str]]:
        readers = dict.fromkeys(("soffice", "pdftotext", *WINE), "")
        stand_ins = {"apt-get": apt, "git": git, "id": f"echo {user}", **readers}
        texts = {name: f"#!/bin/sh\n{text}\n" for name, text in stand_ins.items()}
        for name, text in {**texts, "python3": PYTHON}.items():
            (tools / name).write_text(text, encoding="utf-8")
            (tools / name).chmod(0o755)
        places = {"PROJECT": str(project), "TMPDIR": str(tmp_path / "temporary")}
        done = subprocess.run(  # noqa: S603 - our own script
            ["bash", str(project / ".ci" / "run")],  # noqa: S607 - whichever is installed
            env={**os.environ, **places, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert [] == list((tmp_path / "temporary").iterdir())
        return done.returncode, done.stdout.splitlines()

    return run


def test_with_all_tools_a_clone_is_checked_built_and_tested(gate):
    assert (0, [NO_DATA, *IN_CLONE]) == gate()


def test_where_the_citys_data_are_their_tests_run_first_in_the_checkout(gate, tmp_path):
    (tmp_path / "shared" / "data").mkdir(parents=True)

    assert (0, [REAL, *IN_CLONE]) == gate()


@pytest.mark.parametrize(
    ("code", "expected", "last"), [(5, 0, "clone: dev.py test"), (1, 1, REAL), (4, 1, REAL)]
)
def test_only_that_there_is_no_such_test_is_no_failure(gate, project, code, expected, last):
    (project.parent / "shared" / "data").mkdir(parents=True)
    (project / "code").write_text(str(code), encoding="utf-8")
    returned, lines = gate()

    assert (expected, last) == (returned, lines[-1])


def test_what_is_not_committed_is_said_to_be_out_of_sight(gate, project):
    (project / "uncommitted").touch()

    assert "Not committed, so from here on not seen: some changes." == gate()[1][1]


def test_what_is_missing_comes_with_apt_get_where_that_is_possible(gate, project):
    (project / "have-nsis").unlink()

    assert (0, [NO_DATA, *IN_CLONE]) == gate('[ "$1" = update ] || touch have-nsis')


def test_what_is_no_checkout_is_tested_where_it_lies_and_not_asked_for_licences(gate):
    code, lines = gate(git="exit 128")

    assert 0 == code
    assert [f"here: {command}" for command in ALL if command not in OF_GIT] == lines[2:]
    assert lines[1].startswith("This is no Git checkout")


@pytest.mark.parametrize(("apt", "user"), [("exit 100", 0), ("touch have-nsis", 1000)])
def test_what_cannot_be_had_is_said_and_the_tests_run_all_the_same(gate, project, apt, user):
    (project / "have-nsis").unlink()
    code, lines = gate(apt, user)

    assert 0 == code
    assert "NOT BUILT: bundle and installer, as this machine lacks: nsis" in lines
    assert f"clone: {BUILD}" not in lines
    assert "clone: dev.py test" == lines[-1]


def test_without_a_desk_the_window_is_not_asked_from_outside(gate, project):
    (project / "no-desk").touch()

    said = "The tests that ask the window from outside are skipped."
    assert (0, [said, NO_DATA, *IN_CLONE]) == gate()


@pytest.mark.parametrize("command", ALL)
def test_whatever_fails_fails_the_gate_at_once(gate, project, command):
    (project / f"broken {command}").touch()
    code, lines = gate()

    assert 0 != code
    assert f"clone: {command}" == lines[-1]
