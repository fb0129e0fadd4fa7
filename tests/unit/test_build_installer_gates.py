"""The gates: a good bundle passes all of them, and each refuses what it is there for."""

from __future__ import annotations

import pytest

from installer import archive, budget, gates, pe
from installer.project import ROOT
from tests.bundle_cases import code_library, frozen, good_bundle, program_file


@pytest.fixture
def bundle(tmp_path, monkeypatch):
    source = tmp_path / "source" / "resources"
    monkeypatch.setattr(gates, "_registry_hosts", set)
    monkeypatch.setattr(gates, "RESOURCES", source)
    made = good_bundle(tmp_path)
    for place in (source, made.bundle / "_internal" / "resources"):
        (place / "handbook").mkdir(parents=True)
        (place / "handbook" / "start.html").write_text("<p>Start</p>", encoding="utf-8")
    return made


def refused(target) -> dict[str, list[str]]:
    found = {gate.__name__: gate(target) for gate in gates._gates(target)}
    return {name: faults for name, faults in found.items() if faults}


def put(target, name, data=b"x"):
    path = target.bundle / "_internal" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_a_good_bundle_passes_every_gate(bundle, capsys):
    gates.check(bundle)

    assert "all 12 passed" in capsys.readouterr().out


def test_a_bundle_with_faults_names_all_of_them_at_once(bundle):
    put(bundle, "icuuc.dll", program_file())
    put(bundle, "libssl-3.dll", program_file())
    with pytest.raises(SystemExit) as stopped:
        gates.check(bundle)

    assert "no_system_files: icuuc.dll" in str(stopped.value)
    assert "no_network: libssl-3.dll" in str(stopped.value)


@pytest.mark.parametrize("name", ["bcryptprimitives.dll", "ICUUC.dll", "mscms.dll"])
def test_a_stand_in_for_wine_never_gets_into_a_bundle(bundle, name):
    put(bundle, name, program_file())

    assert [name] == refused(bundle)["no_system_files"]


@pytest.mark.parametrize("name", ["ucrtbase.dll", "api-ms-win-core-file-l1-2-0.dll"])
def test_windows_own_libraries_stay_with_windows(bundle, name):
    put(bundle, name, program_file())

    assert [name] == refused(bundle)["no_system_files"]


def test_a_library_nobody_brings_is_refused(bundle):
    put(bundle, "odd.pyd", program_file(("kernel32.dll", "MYSTERY.dll")))

    assert {"imports": ["odd.pyd needs mystery.dll"]} == refused(bundle)


def test_a_library_of_the_bundle_itself_is_fine(bundle):
    put(bundle, "odd.pyd", program_file(("PYTHON311.dll",)))

    assert {} == refused(bundle)


@pytest.mark.parametrize(("flags", "machine"), [(0x100, 0x8664), (0x40, 0x8664), (0x140, 0x14C)])
def test_unprotected_and_32_bit_programs_are_refused(bundle, flags, machine):
    put(bundle, "odd.dll", program_file(flags=flags, machine=machine))

    assert ["protection"] == list(refused(bundle))


# DEL-03
@pytest.mark.parametrize("name", ["Qt6Network.dll", "libcrypto-3.dll", "_ssl.pyd", "_asyncio.pyd"])
def test_libraries_that_speak_over_a_network_are_refused(bundle, name):
    put(bundle, name, program_file())

    assert [name] == refused(bundle)["no_network"]


# DEL-03
def test_modules_that_speak_over_a_network_are_refused(bundle):
    data = bundle.program.read_bytes()
    extra = frozen({"klimaeditor": b"", "urllib.request": b"", "ssl": b""})
    bundle.program.write_bytes(data + extra)

    assert ["ssl", "urllib.request"] == refused(bundle)["no_network"]


# DEL-03
def test_modules_that_speak_over_a_network_are_refused_in_the_shared_code(bundle):
    bundle.code.write_bytes(code_library({"klimaeditor": b"", "ssl": b""}))

    assert ["ssl"] == refused(bundle)["no_network"]


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("missing module named rapidfuzz - imported by klimaeditor.search.near (top-level)", 1),
        ("excluded module named 'numpy.typing' - imported by ui.chart (delayed)", 1),
        ("missing module named fcntl - imported by klimaeditor.dataset.locks (optional)", 0),
        ("missing module named _typeshed - imported by klimaeditor.excel.package", 0),
        ("missing module named lxml - imported by openpyxl.xml (optional)", 0),
    ],
)
def test_a_module_that_the_program_imports_must_be_in_the_bundle(bundle, line, faults):
    warnings = bundle.folder / "work" / "klimaeditor" / "warn-klimaeditor.txt"
    warnings.parent.mkdir(parents=True)
    warnings.write_text(f"Hinweise\n{line}\n", encoding="utf-8")

    assert faults == len(refused(bundle).get("nothing_missing", []))


def test_a_path_of_this_machine_is_found_in_files_and_in_modules(bundle):
    put(bundle, "note.txt", f"built in {ROOT}".encode())
    data = bundle.program.read_bytes()
    bundle.program.write_bytes(data + frozen({"klimaeditor": str(ROOT).encode()}))
    found = refused(bundle)["no_trace_of_the_machine"]

    assert any(line.startswith("note.txt contains") for line in found)
    assert any(line.startswith("module klimaeditor contains") for line in found)


def test_a_registry_that_pip_is_set_up_for_counts_as_a_trace(monkeypatch):
    config = "global.index-url='https://name:word@registry.example.test/simple'"
    done = type("Done", (), {"stdout": config})
    monkeypatch.setattr(gates.subprocess, "run", lambda *_a, **_k: done)

    assert any(b"registry.example.test" in trace for trace in gates.traces())
    assert not any(b"word@" in trace for trace in gates.traces())


def test_a_bundle_above_the_ceiling_is_refused(bundle, monkeypatch):
    monkeypatch.setitem(budget.TOTALS, budget.BASE, 1000)

    assert ["size"] == list(refused(bundle))


@pytest.mark.parametrize(
    "name", ["qtbase_de.qm", "LGPL-3.0.txt", "klimaeditor.qss", "kapitel.json", "handbuch.css"]
)
def test_a_bundle_without_a_needed_file_is_refused(bundle, name):
    (bundle.bundle / "_internal" / name).unlink()

    assert {"required_files": [f"{name} is missing"]} == refused(bundle)


def test_every_file_that_is_asked_for_by_name_exists_in_the_source_tree():
    names = {path.name for path in (ROOT / "resources").rglob("*")}

    assert {"klimaeditor.qss", "measures.json", "kapitel.json", "handbuch.css"} <= names
    assert {"kapitel.json", "handbuch.css"} <= {*gates.REQUIRED}


def test_a_resource_that_is_missing_or_stale_is_refused(bundle):
    page = bundle.bundle / "_internal" / "resources" / "handbook" / "start.html"
    fault = {"resources": ["handbook/start.html is missing or stale"]}
    page.write_text("<p>Von gestern</p>", encoding="utf-8")
    assert fault == refused(bundle)

    page.unlink()
    assert fault == refused(bundle)


@pytest.mark.parametrize("name", ["QtPrintSupport.pyd", "Qt6PrintSupport.dll"])
def test_a_bundle_that_cannot_print_is_refused(bundle, name):
    (bundle.bundle / "_internal" / "PySide6" / name).unlink()

    assert {"printing": [f"{name} is missing"]} == refused(bundle)


def test_a_part_of_python_that_differs_from_the_verified_one_is_refused(bundle):
    put(bundle, "python311.dll", program_file(("kernel32.dll",)))

    assert {"runtime_unchanged": ["python311.dll"]} == refused(bundle)


# SAFE-14
def test_a_program_without_long_paths_or_with_another_version_is_refused(bundle):
    data = bundle.console.read_bytes().replace(b"longPathAware", b"shortPathOnly")
    bundle.console.write_bytes(data.replace("ProductVersion".encode("utf-16-le"), b""))

    assert [
        "klimaeditor-cli.exe: no longPathAware",
        "klimaeditor-cli.exe: version resource lacks ProductVersion",
    ] == refused(bundle)["identity"]


def test_what_a_program_file_needs_is_read_in_small_letters():
    program = pe.read(program_file(("KERNEL32.dll", "User32.dll")))

    assert pe.Program(pe.X64, True, frozenset({"kernel32.dll", "user32.dll"})) == program


@pytest.mark.parametrize("data", [b"#!/bin/sh", b"MZ" + b"\0" * 200])
def test_what_is_no_program_file_is_said_to_be_none(data):
    with pytest.raises(ValueError, match="not a"):
        pe.read(data)


def test_the_modules_of_a_frozen_program_are_listed(tmp_path):
    path = tmp_path / "program"
    path.write_bytes(b"loader" + frozen({"a": b"1", "a.b": b"22"}))

    assert {"a": b"1", "a.b": b"22"} == archive.modules(path)


def test_the_modules_that_both_programs_share_are_listed(tmp_path):
    path = tmp_path / "klimaeditor.pyz"
    path.write_bytes(code_library({"a": b"1", "a.b": b"22"}))

    assert {"a": b"1", "a.b": b"22"} == archive.modules(path)


def test_a_program_without_an_archive_stops_the_build(tmp_path):
    path = tmp_path / "program"
    path.write_bytes(b"loader")

    with pytest.raises(SystemExit, match="holds no modules"):
        archive.modules(path)
