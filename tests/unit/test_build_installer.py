"""build_installer.py: every step by its name, what is pinned, what stays out, what is said."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import types
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import klimaeditor
from installer import commands, entry, environment, lock, runtime, selftest, steps, support, trim
from installer.bundle import version_resource
from installer.icon import icon_file
from installer.project import HERE, ROOT, VERSION
from klimaeditor.cli.selftest import NETWORK_MODULES

GATE = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8").replace(" \\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_the_version_is_that_of_the_package(capsys):
    assert 0 == steps.run(["version"])
    assert klimaeditor.__version__ == capsys.readouterr().out.strip()


def test_the_version_stands_in_one_place():
    literal = f'"{klimaeditor.__version__}"'
    files = [p for p in HERE.rglob("*") if p.suffix in {".py", ".nsi", ".wxs", ".spec"}]

    assert [] == [p.name for p in files if literal in p.read_text(encoding="utf-8")]
    assert f"'ProductVersion', '{VERSION}'" in version_resource("Klimaeditor")


@pytest.mark.parametrize("name", steps.STEPS)
def test_every_step_can_be_called_alone_and_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as ended:
        steps.run([name, "--help"])

    assert 0 == ended.value.code
    assert str(steps.STEPS[name][1].__doc__)[:30] in capsys.readouterr().out


def test_an_unknown_step_is_refused(capsys):
    with pytest.raises(SystemExit):
        steps.run(["everything"])

    assert "invalid choice" in capsys.readouterr().err


def test_all_is_made_of_the_steps():
    called = {*steps.SHORT, *(name for names in steps.FULL.values() for name in names)}

    assert called <= set(steps.STEPS)


def test_missing_packages_are_printed_for_whoever_installs_them(monkeypatch, capsys):
    monkeypatch.setattr(commands, "find", lambda tool: tool == "makensis")
    monkeypatch.setattr(steps, "host", lambda: "linux")
    monkeypatch.setattr(environment, "missing_python", lambda: ["libpython3.11"])

    assert 0 == steps.run(["missing", "--short"])
    assert "binutils libpython3.11\n" == capsys.readouterr().out
    assert 0 == steps.run(["missing"])
    assert "wine wine64 xvfb" in capsys.readouterr().out


def test_where_nothing_is_missing_nothing_is_printed(monkeypatch, capsys):
    monkeypatch.setattr(commands, "find", lambda _tool: "/usr/bin/tool")
    monkeypatch.setattr(environment, "missing_python", list)
    steps.run(["missing", "--short"])

    assert "" == capsys.readouterr().out


@pytest.mark.parametrize(
    ("version", "shared", "library", "expected"),
    [
        ((3, 11), 1, None, []),
        ((3, 11), 0, "libpython3.11.so.1.0", []),
        ((3, 11), 0, None, ["libpython3.11"]),
        ((3, 12), 1, None, ["python3.11"]),
    ],
)
def test_a_python_without_its_library_makes_no_bundle(
    monkeypatch, version, shared, library, expected
):
    monkeypatch.setattr(environment.sys, "version_info", version)
    monkeypatch.setattr(environment.sysconfig, "get_config_var", lambda _name: shared)
    monkeypatch.setattr(environment, "find_library", lambda _name: library)

    assert expected == environment.missing_python()


def test_the_gate_builds_before_it_ends_with_the_tests():
    calls = [line.split("#")[0].strip() for line in GATE.splitlines() if "python3 " in line]

    build, tests = "python3 build_installer.py all --short", "python3 dev.py test"
    assert calls.index("python3 dev.py check") < calls.index(build) < calls.index(tests)
    assert tests == calls[-1]


def test_a_missing_tool_is_named_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setattr(commands, "find", lambda _tool: None)
    monkeypatch.setattr(commands.os, "name", "posix")
    with pytest.raises(SystemExit) as stopped:
        commands.need("makensis", "wine")

    assert "missing: makensis, wine." in str(stopped.value)
    assert "apt-get install --no-install-recommends nsis wine wine64" in str(stopped.value)


def test_a_command_that_fails_stops_the_build_with_its_words():
    with pytest.raises(SystemExit, match=r"Listing failed \(exit code \d+\)"):
        commands.run(["git", "no-such-command"], "Listing")


def test_the_program_is_built_from_the_versions_it_is_tested_with():
    assert lock.runtime_pins() == [entry.split()[0] for entry in entries(lock.RUNTIME)]


def test_everything_the_program_depends_on_is_among_the_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    wanted = project["dependencies"] + project["optional-dependencies"]["window"]
    pinned = {canonicalize_name(pin.split("==")[0]) for pin in lock.runtime_pins()}

    assert {canonicalize_name(Requirement(text).name) for text in wanted} <= pinned


def test_the_tools_of_the_build_are_the_pinned_ones():
    assert list(lock.BUILD_PINS) == [entry.split()[0] for entry in entries(lock.BUILDING)]


@pytest.mark.parametrize("path", [lock.RUNTIME, lock.BUILDING], ids=lambda p: p.name)
def test_every_locked_package_has_a_hash(path):
    assert [] == [entry for entry in entries(path) if not HASH.search(entry)]


def test_the_runtime_takes_what_the_program_needs_and_nothing_else():
    assert runtime.wanted("cp313/python313.dll")
    assert runtime.wanted("cp313/Lib/json/decoder.py")
    assert not runtime.wanted("cp313/Lib/test/test_ssl.py")
    assert not runtime.wanted("cp313/Lib/site-packages/pip/__init__.py")
    assert not runtime.wanted("cp313/Scripts/pip.exe")
    assert not runtime.wanted("cp313/Lib/json/__pycache__/decoder.cpython-313.pyc")


def test_a_module_that_the_signed_catalogue_lacks_is_named(tmp_path):
    (tmp_path / "json").mkdir()
    (tmp_path / "json" / "decoder.py").write_text("import evil\n", encoding="utf-8")

    assert ["json/decoder.py"] == runtime.unknown_modules(tmp_path, b"")


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt6Network.dll",
        "PySide6/opengl32sw.dll",
        "libcrypto-3.dll",
        "PySide6/plugins/tls/qopensslbackend.dll",
        "PySide6/plugins/platforms/qdirect2d.dll",
        "libgnutls.so.30",
        "PySide6\\translations\\qtbase_fr.qm",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "openpyxl-3.1.5.dist-info/METADATA",
        "rapidfuzz\\fuzz_cpp_avx2.pyd",
        "rapidfuzz\\distance\\metrics_cpp.cp313-win_amd64.pyd",
        "PySide6/plugins/styles/qmodernwindowsstyle.dll",
        "PySide6/plugins/imageformats/qjpeg.dll",
        "docx/templates/default-docx-template/word/styles.xml",
    ],
)
def test_what_the_program_never_uses_stays_out(name):
    assert not trim.keep(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt6Core.dll",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/platforms/qoffscreen.dll",
        "PySide6\\translations\\qtbase_de.qm",
        "rapidfuzz\\fuzz_cpp.cp313-win_amd64.pyd",
        "resources/sample/measures.json",
        "PySide6/plugins/imageformats/qsvg.dll",
    ],
)
def test_what_the_program_needs_stays_in(name):
    assert trim.keep(name)


def test_what_the_self_test_calls_a_network_module_is_kept_out_of_the_bundle():
    kept_out = set(trim.NETWORK_MODULES)
    parents = {name for name in NETWORK_MODULES if name.split(".")[0] in kept_out}

    assert NETWORK_MODULES == parents | (NETWORK_MODULES & kept_out)


def result(passed=True, **changes):
    report = {
        "version": VERSION,
        "frozen": True,
        "steps": [{"name": "Speichern", "passed": passed, "detail": "kein Platz"}],
    }
    return report | changes


@pytest.mark.parametrize(
    ("report", "code", "expected"),
    [
        (result(), 0, []),
        (result(passed=False), 1, ["Speichern: kein Platz"]),
        (result(version="0.0.1"), 0, [f"version 0.0.1 instead of {VERSION}"]),
        (result(frozen=False), 0, ["this was not the frozen program"]),
        (result(), 3, ["exit code 3 although all steps passed"]),
    ],
)
def test_the_result_file_is_the_judge(tmp_path, report, code, expected):
    path = tmp_path / "result.json"
    path.write_text(json.dumps(report), encoding="utf-8")

    assert expected == selftest.faults(path, code)


def test_a_program_that_leaves_no_result_gets_one_more_chance(tmp_path):
    calls = []

    def run(*words, seconds):
        calls.append(words)
        return 0, "nichts geschrieben"

    assert ["no result file; the program said: nichts geschrieben"] == selftest.judge(
        run, ["program"], tmp_path / "result.json"
    )
    assert selftest.ATTEMPTS == len(calls)


def test_the_icon_holds_every_size_where_its_head_says():
    data = icon_file({16: b"klein", 256: b"gross"})

    assert (0, 1, 2) == tuple(int.from_bytes(data[n : n + 2], "little") for n in (0, 2, 4))
    offset = int.from_bytes(data[6 + 16 + 12 : 6 + 16 + 16], "little")
    assert b"gross" == data[offset : offset + 5]
    assert 0 == data[6 + 16]


def test_the_icon_is_there():
    assert (HERE / "klimaeditor.ico").read_bytes().startswith(b"\0\0\1\0")


def test_a_windowed_program_gets_somewhere_to_write(monkeypatch):
    monkeypatch.setattr(entry.sys, "stdout", None)
    monkeypatch.setattr(entry.sys, "stderr", None)
    entry._give_streams()
    with entry.sys.stdout, entry.sys.stderr:
        assert 1 == entry.sys.stdout.write("x")
        assert 1 == entry.sys.stderr.write("x")


@pytest.mark.parametrize(
    ("arguments", "program", "expected"),
    [
        (["--selftest", "--result"], "Klimaeditor.exe", ("ui.selftest", ["--result"])),
        (["--start-only", "ordner"], "Klimaeditor.exe", ("ui.start_probe", ["ordner"])),
        (["selftest"], "klimaeditor-cli.exe", ("klimaeditor.cli", None)),
        (["ordner"], "Klimaeditor.exe", ("ui.app", None)),
    ],
)
def test_the_name_of_the_program_and_its_first_word_say_what_starts(
    monkeypatch, arguments, program, expected
):
    called = []
    for name in ("ui.selftest", "ui.start_probe", "klimaeditor.cli", "ui.app"):
        half = types.ModuleType(name)
        half.main = lambda given=None, name=name: called.append((name, given)) or 0
        monkeypatch.setitem(sys.modules, name, half)
    monkeypatch.setattr(sys, "argv", [program, *arguments])
    monkeypatch.setattr(sys, "executable", program)

    assert 0 == entry.main()
    assert [expected] == called


# --- PySide's own modules, compiled beforehand ---------------------------------------------------


def test_pysides_own_modules_are_compiled_and_can_be_imported_from_there(tmp_path):
    source = b'''"""Words that nobody needs."""\nassert False\nvalue = 5\n'''
    pairs = support.compiled({"stand_in/__init__.py": b"", "stand_in/sub/m.py": source}, tmp_path)
    code = "import stand_in.sub.m as m; print(m.value, m.__doc__)"
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert ["shiboken6/files.dir/stand_in", "shiboken6/files.dir/stand_in/sub"] == [
        place for _, place in pairs
    ]
    assert "5 None" == done.stdout.strip(), done.stderr
    assert not [name for name, _ in pairs if str(tmp_path).encode() in Path(name).read_bytes()]


def test_the_modules_in_shibokens_library_are_found():
    found = support.sources()

    assert {
        "shibokensupport/__init__.py",
        "shibokensupport/feature.py",
        "shibokensupport/signature/loader.py",
    } <= set(found)
    assert b"def pyside_type_init" in found["shibokensupport/signature/loader.py"]


def test_a_library_without_modules_stops_the_build(tmp_path):
    with pytest.raises(SystemExit, match="holds no modules"):
        support.compiled({}, tmp_path)
