"""dev.py decides rightly before it does anything; the doing itself is tried by every CI run."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import dev


@pytest.mark.parametrize(
    ("windows", "expected"),
    [(True, Path("v", "Scripts", "python.exe")), (False, Path("v", "bin", "python"))],
)
def test_the_interpreter_lies_where_each_system_puts_it(windows, expected):
    assert expected == dev.venv_python(Path("v"), windows)


def test_the_stamp_changes_with_the_lock_file_and_with_python():
    stamps = {
        dev.stamp_of("a==1\n", (3, 11)),
        dev.stamp_of("a==2\n", (3, 11)),
        dev.stamp_of("a==1\n", (3, 12)),
    }

    assert 3 == len(stamps)


# --- the environment ----------------------------------------------------------------------------


@pytest.fixture
def venv(tmp_path) -> Path:
    """Return a stand-in of an environment that starts, finished for no package at all."""
    python = dev.venv_python(tmp_path / "venv")
    python.parent.mkdir(parents=True)
    if os.name == "nt":
        pytest.skip("a link to an interpreter is no environment there")
    python.symlink_to(sys.executable)
    (tmp_path / "venv" / dev.STAMP.name).write_text(dev.stamp_of(""), encoding="utf-8")
    return tmp_path / "venv"


def test_a_finished_environment_is_ready(venv):
    assert dev.is_ready(venv, "")


def test_an_environment_without_a_stamp_is_not_ready(venv):
    (venv / dev.STAMP.name).unlink()

    assert not dev.is_ready(venv, "")


def test_an_environment_made_for_another_lock_file_is_not_ready(venv):
    assert not dev.is_ready(venv, "a==1\n")


def test_an_environment_whose_interpreter_is_gone_is_not_ready(venv):
    dev.venv_python(venv).unlink()

    assert not dev.is_ready(venv, "")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (f"# tests\npytest=={pytest.__version__}\n", True),
        ("pytest==0.1\n", False),
        ("klimaeditor-nobody-has-this==1\n", False),
        ('klimaeditor-nobody-has-this==1 ; sys_platform == "elsewhere"\n', True),
    ],
)
def test_a_stamped_environment_is_ready_only_with_its_packages(venv, wanted, expected):
    dev.venv_python(venv).unlink()
    dev.venv_python(venv).write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    dev.venv_python(venv).chmod(0o755)
    (venv / dev.STAMP.name).write_text(dev.stamp_of(wanted), encoding="utf-8")

    assert expected == dev.is_ready(venv, wanted)


def test_a_lock_file_pins_what_is_for_this_system():
    lock = '# a==0 is a comment\na==1\nb[x,y]==2\nc_d==3 ; sys_platform == "win32"\n\n'

    assert ["a==1", "b==2"] == dev.pins_of(lock, "linux")
    assert ["a==1", "b==2", "c_d==3"] == dev.pins_of(lock, "win32")


def test_a_lock_file_with_hashes_pins_the_same():
    marker = '; sys_platform == "win32"'
    lock = f"a==1 \\\n    --hash=sha256:0 \\\n    --hash=sha256:1\nb==2 {marker} \\\n    --hash=x\n"

    assert ["a==1"] == dev.pins_of(lock, "linux")
    assert ["a==1", "b==2"] == dev.pins_of(lock, "win32")


@pytest.fixture
def steps(monkeypatch) -> list[list[str]]:
    """Let preparing steps succeed without doing anything; return their arguments."""
    found: list[list[str]] = []

    def noted(command):
        found.append([str(word) for word in command[1:]])
        if "venv" in found[-1]:
            Path(command[-1]).mkdir(parents=True)
        return 0, ""

    monkeypatch.setattr(dev, "attempt", noted)
    return found


def test_an_environment_is_made_by_venv_and_pip_and_stamped(tmp_path, steps):
    venv = tmp_path / "deep" / "tool"
    dev.make_environment(venv, "tool==1", ["tool==1"])

    assert [["-m", "venv", str(venv)], [*dev.PIP_INSTALL, "tool==1"]] == steps
    assert dev.stamp_of("tool==1") == (venv / dev.STAMP.name).read_text(encoding="utf-8")


def folder_with(path: Path, name: str) -> Path:
    path.mkdir()
    (path / name).touch()
    return path


def names_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_the_old_environment_goes_when_the_new_one_is_finished(tmp_path, steps):
    venv = folder_with(tmp_path / "venv", "old")
    dev.make_environment(venv, "", ["-r", "lock"])

    assert ["venv", f"venv/{dev.STAMP.name}"] == names_in(tmp_path)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            "WARNING: Retrying (Retry(total=4)) after connection broken by 'X: index.example'",
            "The package index cannot be reached",
        ),
        ("ERROR: Could not install: Max retries exceeded", "The package index cannot be reached"),
        ("ERROR: ReadTimeoutError", "The package index cannot be reached"),
        ("ERROR: No space left on device", r"failed \(exit code 1\):\nERROR: No space left"),
    ],
)
def test_an_environment_that_cannot_be_renewed_stays_as_it_was(
    tmp_path, monkeypatch, said, sentence
):
    def fails(command):
        if "venv" in command:
            folder_with(command[-1], "new")
            return 0, ""
        return 1, said

    monkeypatch.setattr(dev, "attempt", fails)
    venv = folder_with(tmp_path / "venv", "old")
    with pytest.raises(SystemExit, match=sentence) as stopped:
        dev.make_environment(venv, "", ["-r", "lock"])

    assert ["venv", "venv/old"] == names_in(tmp_path)
    assert "index.example" not in str(stopped.value)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, MemoryError])
def test_whatever_ends_the_making_the_old_environment_comes_back(tmp_path, stop):
    venv = folder_with(tmp_path / "venv", "old")

    def interrupted():
        folder_with(venv, "new")
        raise stop

    with pytest.raises(stop), dev.made_anew(venv):
        interrupted()

    assert ["venv", "venv/old"] == names_in(tmp_path)


@pytest.mark.parametrize(
    ("made", "expected"), [("half", "older"), (dev.STAMP.name, dev.STAMP.name)]
)
def test_after_a_kill_the_finished_one_of_two_counts(tmp_path, made, expected):
    venv = folder_with(tmp_path / "venv", made)
    folder_with(tmp_path / "venv.old", "older")
    with pytest.raises(KeyError), dev.made_anew(venv):
        raise KeyError

    assert ["venv", f"venv/{expected}"] == names_in(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="a link needs a right there")
def test_an_environment_behind_a_link_is_replaced_and_not_emptied(tmp_path):
    shared = folder_with(tmp_path / "shared", "kept")
    venv = tmp_path / "venv"
    venv.symlink_to(shared, target_is_directory=True)
    with dev.made_anew(venv):
        folder_with(venv, "own")

    assert ["shared", "shared/kept", "venv", "venv/own"] == names_in(tmp_path)


# --- what the system has to bring ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libX11.so.6", "libx11-6"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
    ],
)
def test_debian_names_the_package_after_the_library(library, package):
    assert package == dev.package_of(library)


def test_a_missing_library_is_wanted_by_its_package(tmp_path, monkeypatch):
    (tmp_path / "some.ttf").touch()
    monkeypatch.setattr(dev, "loads", lambda library: library != "libGL.so.1")

    assert ["libgl1"] == dev.missing_packages(["libEGL.so.1", "libGL.so.1"], [tmp_path])


@pytest.mark.parametrize("font", ["a.ttf", "deep/er/b.otf", "c.ttc"])
def test_one_font_anywhere_is_enough(tmp_path, font):
    (tmp_path / font).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / font).touch()

    assert [] == dev.missing_packages([], [tmp_path / "absent", tmp_path])


@pytest.mark.parametrize("others", [[], ["DejaVuSansMono-Bold.ttf", "x/opens___.ttf"]])
def test_without_a_font_to_read_in_one_is_wanted(tmp_path, others):
    for font in others:
        (tmp_path / font).parent.mkdir(exist_ok=True)
        (tmp_path / font).touch()

    assert [dev.FONT_PACKAGE] == dev.missing_packages([], [tmp_path])


@pytest.fixture
def bare(monkeypatch) -> list[str]:
    """Let this be a Debian without anything, used by somebody without rights; return what ran."""
    done: list[str] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(dev, "venv_packages", lambda: ["python3.11-venv"])
    monkeypatch.setattr(dev, "loads", lambda _library: False)
    monkeypatch.setattr(dev, "has_font", lambda _folders: False)
    monkeypatch.setattr(dev, "quietly", lambda command, _what: done.append(" ".join(command)))
    return done


@pytest.mark.parametrize("command", ["test", "run", "setup", "check", "licences"])
def test_one_stop_names_everything_that_any_command_will_miss(bare, monkeypatch, command):
    monkeypatch.setattr(dev, "is_ready", lambda *_: False)
    with pytest.raises(SystemExit) as stopped:
        dev.main([command])

    words = str(stopped.value).split()
    assert "sudo apt-get update && sudo apt-get install --yes" in str(stopped.value)
    assert {"python3.11-venv", "libegl1", "libxcb-cursor0", "fonts-dejavu-core"} <= set(words)
    assert [] == bare


def test_with_an_environment_a_check_needs_no_package(bare, monkeypatch):
    monkeypatch.setattr(dev, "is_ready", lambda *_: True)
    monkeypatch.setattr(dev, "call", lambda *_, **__: 0)

    assert 0 == dev.main(["check"])


def test_root_gets_what_the_command_needs_at_once(bare, monkeypatch):
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0, raising=False)
    dev.ensure_packages(venv=True, qt=True, window=False)

    (done,) = bare
    assert "apt-get update" in done
    assert {"python3.11-venv", "libegl1", dev.FONT_PACKAGE} <= set(done.split())
    assert "libxcb-cursor0" not in done


def test_root_gets_what_asks_the_window_from_outside_and_others_are_told(bare, monkeypatch):
    monkeypatch.setattr(dev, "DESK", {"no-such-server": "xvfb", "/no/such/place": "at-spi2-core"})
    monkeypatch.setattr(dev.shutil, "which", lambda name: name if name == "apt-get" else None)
    with pytest.raises(SystemExit, match="xvfb at-spi2-core"):
        dev.main(["outside"])
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0, raising=False)

    assert 0 == dev.main(["outside"])
    assert {"xvfb", "at-spi2-core", "libxcb-cursor0"} <= set(bare[0].split())


def test_without_apt_get_the_packages_are_named_all_the_same(bare, monkeypatch):
    monkeypatch.setattr(dev.shutil, "which", lambda _name: None)
    with pytest.raises(SystemExit, match=r"Debian calls python3\.11-venv libegl1"):
        dev.ensure_packages(venv=True, qt=False, window=False)


def test_an_environment_that_is_not_ready_is_made_before_the_command(monkeypatch):
    done = []
    monkeypatch.setattr(dev, "is_ready", lambda *_: False)
    monkeypatch.setattr(dev, "ensure_packages", lambda **what: done.append(what))
    monkeypatch.setattr(dev, "make_environment", lambda *what: done.append(what[-1]))
    monkeypatch.setattr(dev, "call", lambda *_, **__: 7)

    assert 7 == dev.main(["test", "-k", "x"])
    assert [{"venv": True, "qt": True, "window": False}, ["-r", dev.LOCK]] == done


def test_a_library_nobody_has_does_not_load():
    assert not dev.loads("libklimaeditor-nobody-has-this.so.9")


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("win32", {}, True),
        ("darwin", {}, True),
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ("win32", {"QT_QPA_PLATFORM": "minimal"}, False),
    ],
)
def test_a_display_is_claimed_by_desktops_that_name_one(platform, environment, expected):
    assert expected == dev.claims_display(platform, environment)


@pytest.mark.parametrize(("program", "code"), [("pass", 0), ("import sys; sys.exit(7)", 7)])
def test_exit_codes_pass_through(program, code):
    assert code == dev.call(Path(sys.executable), ["-c", program])


def test_what_follows_the_command_is_handed_on_untouched():
    options = dev.build_parser().parse_args(["test", "-k", "number", "--lf"])

    assert ("test", ["-k", "number", "--lf"]) == (options.command, options.rest)


def test_an_unknown_command_is_refused(capsys):
    with pytest.raises(SystemExit) as refused:
        dev.build_parser().parse_args(["fly"])

    assert 2 == refused.value.code
    assert "fly" in capsys.readouterr().err


@pytest.mark.parametrize("name", dev.APART)
def test_tools_of_an_environment_of_their_own_are_pinned_and_commands(name):
    package, *_tool = dev.APART[name]

    assert "==" in package
    assert name == dev.build_parser().parse_args([name]).command


def test_a_failing_preparation_ends_with_its_last_lines():
    with pytest.raises(SystemExit, match=r"Trying failed \(exit code 3\):\nwhy"):
        dev.quietly([sys.executable, "-c", "print('why'); raise SystemExit(3)"], "Trying")


def test_a_silent_preparation_lets_the_command_go_on(capfd):
    dev.quietly([sys.executable, "-c", "print('chatter')"], "Trying")

    assert ("", "") == capfd.readouterr()
