"""dev.py decides rightly before it does anything; the doing itself is tried by every CI run."""

from __future__ import annotations

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


def test_an_environment_without_a_stamp_is_not_ready(tmp_path):
    assert not dev.is_ready(tmp_path, "stamp")


def test_an_environment_made_for_another_lock_file_is_not_ready(tmp_path):
    (tmp_path / dev.STAMP.name).write_text("old", encoding="utf-8")

    assert not dev.is_ready(tmp_path, "new")


def test_an_environment_whose_interpreter_is_gone_is_not_ready(tmp_path):
    (tmp_path / dev.STAMP.name).write_text("stamp", encoding="utf-8")

    assert not dev.is_ready(tmp_path, "stamp")


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


def test_an_environment_is_made_once_for_what_is_wanted(tmp_path, monkeypatch):
    steps = []
    monkeypatch.setattr(dev, "quietly", lambda command, what: steps.append((command[1:], what)))
    monkeypatch.setattr(dev, "is_ready", lambda venv, stamp: (venv / dev.STAMP.name).exists())
    venv = tmp_path / "tool"
    venv.mkdir()

    for _ in range(2):
        assert dev.venv_python(venv) == dev.environment_of(venv, "stamp", ["tool==1"])

    made, installed = steps
    assert ["-m", "venv", "--clear", venv] == made[0]
    assert [*dev.PIP_INSTALL, "tool==1"] == installed[0]


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
