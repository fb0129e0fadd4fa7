"""What is written, removed, listed and documented: one set of facts in all of these places."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest
import yaml

import dev
from installer import (
    checksums,
    documented,
    licences,
    nsis,
    page,
    portable,
    project,
    prove,
    release_notes,
    sbom,
    sign,
    steps,
)
from installer.project import HERE, NAME, ROOT, VERSION, Target
from klimaeditor.machine import load_machine_defaults
from klimaeditor.policies import Default
from klimaeditor.publish.publisher import LICENCES
from tests.bundle_cases import FakeTarget, good_bundle, program_file

PARTS = ("klimaeditor.nsi", "held.nsh", "search_path.nsh", "swap.nsh", "other_ways.nsh")
SCRIPT = "\n".join((HERE / name).read_text(encoding="utf-8") for name in PARTS)
STAGE = (HERE / "uninstall.nsi").read_text(encoding="utf-8")
WORKFLOW = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")


@pytest.fixture
def bundle(tmp_path):
    """Return a small Windows bundle; what is handed out goes into its own folder."""
    return good_bundle(tmp_path)


@pytest.fixture
def dist(tmp_path, monkeypatch):
    for module in (checksums, portable, sbom):
        monkeypatch.setattr(module, "DIST", tmp_path / "dist")
        monkeypatch.setattr(module, "ROOT", tmp_path)
    return tmp_path / "dist"


def spelled_out(text: str) -> str:
    """Return a line of the NSIS script with its own names filled in."""
    names = {
        "APP": NAME,
        "EXE": f"{NAME}.exe",
        "PROGID": documented.PROGID,
        "CLASSES": documented.CLASSES,
        "UNINST": documented.UNINSTALL,
        "APPPATH": documented.APP_PATH,
    }
    for name, value in names.items():
        text = text.replace(f"${{{name}}}", value)
    return text


# --- the lists of the installer --------------------------------------------------------------


# DEL-01
def test_the_uninstaller_removes_exactly_what_the_installer_writes(bundle):
    listed = nsis.files(bundle.bundle)
    text = nsis.script_of(bundle.bundle, bundle.folder, listed)
    writing, looking, removing, _ = text.split("!endif\n")
    removed = {line[8:-1] for line in removing.splitlines() if line.startswith("Delete ")}
    packed = [
        line for line in writing.splitlines() if line.startswith('File "') and "=" not in line
    ]

    assert len(listed) + len([nsis.LIST, nsis.STAGE]) == len(packed)
    assert {f"$INSTDIR\\{name}".replace("/", "\\") for name in [*listed, nsis.LIST]} == removed
    assert removed == {line[11:-1] for line in looking.splitlines() if line.startswith("StrCpy")}


def test_the_uninstaller_never_deletes_a_whole_folder():
    assert "RMDir /r" not in SCRIPT
    assert "RMDir /r " not in STAGE


def test_new_files_are_written_beside_the_old_ones(bundle):
    text = nsis.script_of(bundle.bundle, bundle.folder, nsis.files(bundle.bundle))
    writing = text.split("!endif\n")[0]
    places = re.findall(r'SetOutPath "(.*)"', writing)

    assert "$INSTDIR" == places[0]  # for the list alone, by which all is undone
    assert 'File "/oname=~neu.txt"' in writing.split("SetOutPath")[1]
    assert all(place.startswith(r"$INSTDIR\~neu") for place in places[1:])


def test_nothing_is_touched_before_every_file_was_looked_at():
    section = SCRIPT.split('Section "${APP}" Program', 1)[1].split("SectionEnd", 1)[0]
    order = ["RefuseWhileOpen", "RefuseWhileHeld", "!include", "Call Swap", "Call Register"]
    removal = SCRIPT.split('Section "Uninstall"', 1)[1].split("SectionEnd", 1)[0]
    later = [
        "un.RefuseWhileOpen",
        "LOOK un.Probe",
        "REFUSE 13",
        "define REMOVING",
        "LOOK un.StillThere",
        'DeleteRegKey SHCTX "${UNINST}"',
        '"$INSTDIR\\${REMOVER}"',
    ]

    assert sorted(section.index(word) for word in order) == [section.index(w) for w in order]
    assert sorted(removal.index(word) for word in later) == [removal.index(w) for w in later]


def test_what_removes_an_installation_waits_for_its_exit_code():
    """NSIS makes an uninstaller end at once with 0; this program is none to it."""
    assert "ExecWait '\"$PLUGINSDIR\\${REMOVER}\" $R0 _?=$EXEDIR' $0" in STAGE
    assert "SetErrorLevel $0" in STAGE
    assert "WriteUninstaller" not in STAGE


def function_of(name: str) -> str:
    """Return the body of a function of the NSIS script."""
    return SCRIPT.split(f"Function {name} ", 1)[-1].split("FunctionEnd", 1)[0].replace("\n  ", "\n")


def test_lines_of_a_list_that_lead_outside_are_not_followed():
    """The list lies in a folder that somebody else may have written to; setup is administrator."""
    looking, each = function_of("LooksOutside"), function_of("EachLine")

    for mark in ('"\\"', '"/"', '":"', '"*"', '"?"', '".."'):
        assert f"$4 == {mark}" in looking
    asked, refused = each.index("Call LooksOutside"), each.index("${ElseIf} $3 == 1")
    assert asked < refused < each.index("Call $Each")
    assert 1 == SCRIPT.count("FileRead "), "lists are read in one place"


@pytest.mark.parametrize("name", ["a/../b", "a:b", "/a", "\\a", "a*", "a?b", "a..b"])
def test_a_bundle_has_no_name_that_the_next_setup_would_not_remove(name):
    with pytest.raises(SystemExit):
        nsis.inventory(["a.txt", name])


# DEL-02
def test_for_all_users_a_folder_that_others_may_write_to_is_refused():
    section = SCRIPT.split('Section "${APP}" Program', 1)[1].split("SectionEnd", 1)[0]
    starting = SCRIPT.split("Function .onInit", 1)[1].split("FunctionEnd", 1)[0]

    assert section.index("Call RefuseOpenFolder") < section.index("Call BringBack")
    assert starting.index("ReadRegStr $INSTDIR") < starting.index("Call RefuseOpenFolder")
    before_page = SCRIPT.split("!insertmacro MUI_PAGE_DIRECTORY", 1)[0].splitlines()[-1]
    assert "!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveDirectory" == before_page
    judged = function_of("JudgeSid")
    assert judged.strip().endswith("StrCpy $IsOpen 1")
    assert {"S-1-5-18", "S-1-5-32-544", "S-1-3-0", "S-1-3-4"} <= set(
        re.findall(r'\$9 == "(S-[\d-]+)"', judged)
    )
    mask = int(re.search(r"!define CHANGING (0x\w+)", SCRIPT)[1], 16)
    for right in (0x2, 0x4, 0x40, 0x10000, 0x40000, 0x80000, 0x10000000, 0x40000000):
        assert mask & right
    assert not mask & 0x1200A9  # read and execute


def test_path_is_never_read_or_written_as_a_text_of_nsis():
    """Such a text ends at 1,024 characters, a PATH need not (tried under Wine in prove.py)."""
    lines = [line for line in SCRIPT.splitlines() if "RegStr" in line or "RegExpandStr" in line]
    uninstalling = SCRIPT.split('Section "Uninstall"', 1)[1]

    assert not [line for line in lines if '"Path"' in line or "Environment" in line]
    assert "StrCpy $InPath 0\n  Call un.PathEntry\n" in uninstalling
    assert 'Section /o "Befehlszeile in PATH"' in SCRIPT  # nobody gets it unasked


def test_the_page_for_administrators_explains_every_switch():
    page = (ROOT / "docs/administration.md").read_text("utf-8")
    switches = set(re.findall(r'GetOptions} \$R0 "(/[\w?]+)=?"', SCRIPT))

    assert {"/?", "/ALLUSERS", "/DESKTOP", "/DOWNGRADE", "/LOG", "/PATH"} == switches
    assert switches <= set(re.findall(r"^\| `(/[\w?]+)(?:=[^`]*)?` \|", page, re.M))


def test_the_help_of_the_setup_names_every_switch_and_exit_code():
    text = re.search(r'!define HELP "(.*)"', SCRIPT)[1]

    for switch in set(re.findall(r'GetOptions} \$R0 "(/\w+)=?"', SCRIPT)) | {"/S", "/D"}:
        assert switch in text
    for code in set(re.findall(r"REFUSE (\d+)", SCRIPT)):
        assert f" {code} " in text


def test_an_administrator_never_runs_what_lies_in_a_profile():
    """The other installation is named and refused; whoever it belongs to could have changed it."""
    ways = (HERE / "other_ways.nsh").read_text(encoding="utf-8")

    assert "Exec" not in ways.replace('ExecShell "runas" "$EXEPATH"', "")


def test_the_folder_of_defaults_is_for_administrators_to_write():
    rights = re.search(r'w "(D:\S+)"', function_of("ProtectDefaults"))[1]

    assert "D:PAI" == rights.split("(")[0]  # nothing is inherited
    assert {"A;OICI;FA;;;SY", "A;OICI;FA;;;BA", "A;OICI;0x1200a9;;;BU"} == set(
        re.findall(r"\(([^)]*)\)", rights)
    )


def test_the_page_for_administrators_explains_every_exit_code():
    rows = re.findall(r"^\| (\d+) \|", (ROOT / "docs/administration.md").read_text("utf-8"), re.M)

    assert {int(code) for code in re.findall(r"REFUSE (\d+)", SCRIPT)} <= set(map(int, rows))


def test_folders_are_removed_from_the_inside_out():
    listed = ["a/b/c/eins.txt", "a/zwei.txt", "drei.txt", "d/vier.txt"]

    assert ["a/b/c", "a/b", "a", "d"] == nsis.folders(listed)


def test_the_inventory_lists_itself_and_ends_folders_with_a_stroke():
    mine = ["Dateiliste.txt", "Deinstallation.exe", "uninstall.exe"]
    expected = ["Klimaeditor.exe", "_internal\\x.dll", *mine, "_internal\\"]

    assert expected == nsis.inventory(["Klimaeditor.exe", "_internal/x.dll"]).splitlines()


def test_dollars_and_quotes_in_names_do_not_steer_the_script(tmp_path):
    text = nsis.script_of(tmp_path, tmp_path, ['_internal/pre$INSTDIR"x.txt'])

    assert 'Delete "$INSTDIR\\_internal\\pre$$INSTDIR$\\"x.txt"' in text


def test_files_get_the_time_of_the_commit(bundle, monkeypatch):
    monkeypatch.setattr(nsis, "epoch", lambda: 1_700_000_000)
    nsis.settle_times(bundle.bundle)

    assert {1_700_000_000} == {p.stat().st_mtime for p in bundle.bundle.rglob("*") if p.is_file()}


@pytest.mark.parametrize("way", [documented.for_all(), documented.for_user("anna")])
def test_every_documented_registry_value_is_written_by_the_script(way):
    lines = [spelled_out(line) for line in SCRIPT.splitlines() if "WriteReg" in line]
    for key, name in documented.registry(way, VERSION):
        place = key.removeprefix(way.hive)[1:]
        wanted = f'"{place}" "{name.replace("@", "")}"'

        assert [line for line in lines if wanted in line]


def test_the_script_writes_no_registry_value_that_is_not_documented():
    written = [line for line in SCRIPT.splitlines() if "WriteReg" in line]

    assert len(documented.registry(documented.for_all(), VERSION)) == len(written)


def test_json_and_xlsx_are_not_taken_over():
    assert [] == [
        key
        for key, name in documented.registry(documented.for_all(), VERSION)
        if key.endswith((r"\.json", r"\.xlsx")) and name == "@"
    ]


# DEL-01
def test_installations_differ_by_who_they_are_for():
    user, everyone = documented.for_user("anna"), documented.for_all()

    assert r"C:\users\anna\AppData\Local\Programs\Klimaeditor\Klimaeditor.exe" == user.program
    assert r"C:\Program Files\Klimaeditor\klimaeditor-cli.exe" == everyone.console
    assert everyone.desktop in documented.files(everyone, [], desktop=True)
    assert everyone.desktop not in documented.files(everyone, [])


def compiled(words: list[str]) -> None:
    """Write what makensis is told to write."""
    (output,) = (word.removeprefix("-DOUT=") for word in words if word.startswith("-DOUT="))
    Path(output).write_bytes(b"MZ".ljust(400, b"\0"))


def test_the_same_bundle_is_compiled_from_the_same_bytes_and_times(bundle, monkeypatch):
    monkeypatch.setattr(nsis, "need", lambda *_tools: None)
    monkeypatch.setattr(nsis, "epoch", lambda: 1_700_000_000)
    monkeypatch.setattr(nsis, "ROOT", bundle.folder)
    output = bundle.folder / "Setup.exe"
    signed = []
    monkeypatch.setattr(nsis, "run", lambda words, *_a: compiled(words))
    monkeypatch.setattr(sign, "file", lambda path: signed.append(path.name))
    nsis.compile_setup(bundle.bundle, bundle.folder / "work", output, "1.2.3", quick=True)

    for name in (nsis.LIST, nsis.STAGE):
        assert 1_700_000_000 == (bundle.folder / "work" / name).stat().st_mtime
    assert [nsis.STAGE, output.name] == signed


@pytest.mark.skipif(not shutil.which("makensis"), reason="there is no makensis")
def test_two_checkouts_of_one_commit_make_the_same_setup(tmp_path, monkeypatch):
    """A checkout gives each file the time when it was made, and NSIS keeps the times it sees."""
    monkeypatch.setattr(nsis, "epoch", lambda: 1_700_000_000)
    monkeypatch.setattr(nsis, "ROOT", tmp_path)
    for name in (sign.COMMAND, sign.CERTIFICATE, sign.KEY):
        monkeypatch.delenv(name, raising=False)
    made = []
    for turn in (1, 2):
        checkout = tmp_path / str(turn)
        shutil.copytree(HERE, checkout / "installer", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copyfile(ROOT / "LICENSE", tmp_path / "LICENSE")
        (checkout / "bundle").mkdir()
        (checkout / "bundle" / "x.txt").write_text("content", encoding="ascii")
        for path in checkout.rglob("*"):
            os.utime(path, (1_600_000_000 + 1000 * turn,) * 2)
        monkeypatch.setattr(nsis, "HERE", checkout / "installer")
        monkeypatch.setattr(nsis, "ICON", checkout / "installer" / "klimaeditor.ico")
        output = checkout / "Klimaeditor-Setup.exe"
        nsis.compile_setup(checkout / "bundle", checkout / "work", output, "1.2.3", quick=True)
        made.append(output.read_bytes())

    assert made[0] == made[1]


# --- ZIP, checksums --------------------------------------------------------------------------


def test_the_zip_is_the_same_bytes_for_the_same_bundle(bundle, dist):
    first = portable.build(bundle).read_bytes()

    assert first == portable.build(bundle).read_bytes()
    with zipfile.ZipFile(portable.file_of(bundle)) as archive:
        packed = set(archive.namelist())
    assert {f"{NAME}-{VERSION}/{name}" for name in nsis.files(bundle.bundle)} == packed


def test_the_checksums_cover_everything_handed_out(bundle, dist):
    made = portable.build(bundle)
    checksums.build()
    lines = (dist / checksums.SUMS).read_text(encoding="utf-8").splitlines()

    assert f"{hashlib.sha256(made.read_bytes()).hexdigest()}  {made.name}" in lines
    assert {made.name, checksums.INFO} == {line.split("  ")[1] for line in lines}
    assert VERSION == json.loads((dist / checksums.INFO).read_text(encoding="utf-8"))["version"]


# --- licences and parts list -----------------------------------------------------------------


PART = licences.Component("openpyxl", "3.1.5", "MIT", "https://example.test/", ("a.txt",), True)


def test_the_list_of_licences_names_part_version_and_text():
    text = licences.listing([PART])

    assert "| openpyxl | 3.1.5 | MIT | https://example.test/ | a.txt |" in text
    assert "dürfen durch eigene" in text


# DEL-08
def test_a_licence_without_a_decision_stops_the_build(tmp_path, monkeypatch):
    strange = licences.Component("x", "1", "AGPL-3.0", "", ())
    monkeypatch.setattr(licences, "components", lambda _target, _folder: [strange])

    with pytest.raises(SystemExit, match=r"x: AGPL-3\.0"):
        licences.collect(FakeTarget(tmp_path))


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("Klimaeditor.exe", NAME),
        ("_internal/PySide6/Qt6Core.dll", "Qt"),
        ("_internal/PySide6/plugins/platforms/qwindows.dll", "Qt"),
        ("_internal/PySide6/QtCore.pyd", "PySide6_Essentials"),
        ("_internal/shiboken6/Shiboken.pyd", "shiboken6"),
        ("_internal/PySide6/MSVCP140.dll", "Microsoft Visual C++ Runtime"),
        ("_internal/VCRUNTIME140_1.dll", "Microsoft Visual C++ Runtime"),
        ("_internal/pydantic_core/_pydantic_core.cp311-win_amd64.pyd", "pydantic_core"),
        ("_internal/python311.dll", "Python"),
        ("_internal/_socket.pyd", "Python"),
    ],
)
def test_every_program_file_belongs_to_a_component(name, owner):
    assert owner == sbom.owner(name)


# DEL-11
def test_the_parts_list_holds_every_program_file_with_its_hash(bundle):
    parts = [PART, licences.Component("Python", "3", "PSF-2.0", "", ())]
    document = sbom.document(bundle.bundle, parts)
    text = json.dumps(document)
    library = (bundle.bundle / "_internal" / "python311.dll").read_bytes()

    assert hashlib.sha512(library).hexdigest() in text
    assert 4 == text.count('"alg": "SHA-512"')
    assert "pkg:pypi/openpyxl@3.1.5" in text
    assert document == sbom.document(bundle.bundle, parts)


def test_every_reference_of_the_parts_list_exists(bundle):
    document = sbom.document(bundle.bundle, [PART])
    known = {NAME, *(part["bom-ref"] for part in document["components"])}

    for entry in document["dependencies"]:
        assert {entry["ref"], *entry["dependsOn"]} <= known


# --- signing ---------------------------------------------------------------------------------


def test_without_a_certificate_nothing_is_signed_and_the_way_is_told(monkeypatch, capsys, tmp_path):
    for name in (sign.COMMAND, sign.CERTIFICATE, sign.KEY):
        monkeypatch.delenv(name, raising=False)
    sign.everything(Target("windows"))

    assert not sign.file(tmp_path / "x.exe")
    assert "sign --test-certificate" in capsys.readouterr().out


def test_a_command_of_ones_own_gets_the_file_last(monkeypatch, tmp_path):
    called = []
    monkeypatch.setenv(sign.COMMAND, "mysigner --token 1")
    monkeypatch.setattr(sign, "run", lambda words, _what: called.append(words))

    assert sign.file(tmp_path / "x.exe")
    assert [["mysigner", "--token", "1", tmp_path / "x.exe"]] == called


def test_every_program_file_that_nobody_signed_is_signed_before_anything_is_made_of_it(
    bundle, monkeypatch
):
    signed = []
    monkeypatch.setenv(sign.COMMAND, "mysigner")
    monkeypatch.setattr(sign, "file", signed.append)
    monkeypatch.setattr(sign, "is_signed", lambda path: path.suffix == ".dll")
    sign.programs(bundle)
    there = [p for p in bundle.bundle.rglob("*") if p.suffix in {".exe", ".pyd"}]

    assert sorted(there) == signed
    assert {bundle.program, bundle.console} <= set(signed)
    assert steps.FULL["windows"].index("bundle") < steps.FULL["windows"].index("sbom")


def test_an_unsigned_program_is_seen_to_be_unsigned(tmp_path):
    path = tmp_path / "x.exe"
    path.write_bytes(program_file())

    assert not sign.is_signed(path)


@pytest.mark.parametrize(("mark", "tables"), [(0x20B, 112), (0x10B, 96)])
@pytest.mark.parametrize("size", [0, 4096])
def test_the_signature_of_programs_of_64_and_of_32_bits_is_seen(tmp_path, mark, tables, size):
    data = bytearray(1024)
    data[0x3C:0x40] = (128).to_bytes(4, "little")
    data[152:154] = mark.to_bytes(2, "little")
    place = 152 + tables + 8 * 4
    data[place + 4 : place + 8] = size.to_bytes(4, "little")
    data[place + 20 : place + 24] = b"\xff" * 4  # where the other kind has its table
    path = tmp_path / "x.exe"
    path.write_bytes(data)

    assert bool(size) == sign.is_signed(path)


def test_the_signature_of_an_msi_is_a_stream(tmp_path):
    path = tmp_path / "x.msi"
    for content, signed in ((b"", False), ("\x05DigitalSignature".encode("utf-16-le"), True)):
        path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + content)
        assert signed == sign.is_signed(path)


# --- the text of a release -------------------------------------------------------------------


def test_the_notes_say_that_nothing_is_signed_what_is_new_and_the_sums(tmp_path):
    (tmp_path / "SHA256SUMS").write_text("abc  Klimaeditor.zip\n", encoding="utf-8")
    said = release_notes.notes(tmp_path)

    assert "**Nicht signiert.**" in said
    assert "### Neu" in said
    assert "abc  Klimaeditor.zip" in said


def test_one_unsigned_file_is_enough_for_the_notes_to_say_so(tmp_path, monkeypatch):
    for path in (project.setup_file(), project.msi_file()):
        (tmp_path / path.name).write_bytes(b"")
    monkeypatch.setattr(release_notes, "is_signed", lambda path: path.suffix == ".exe")
    assert "Nicht signiert" in release_notes.notes(tmp_path)
    monkeypatch.setattr(release_notes, "is_signed", lambda _path: True)
    assert "Nicht signiert" not in release_notes.notes(tmp_path)


def test_the_change_log_of_one_version_ends_where_the_next_begins():
    text = "# Log\n\n## [2.0.0] – x\n\nneu\n\n## [1.0.0]\n\nalt\n"

    assert "neu" == release_notes.changes(text, "2.0.0")
    assert "alt" == release_notes.changes(text, "1.0.0")
    assert "" == release_notes.changes(text, "1x0.0")


def test_a_release_is_refused_while_publiccode_names_placeholders(monkeypatch, tmp_path, capsys):
    page = tmp_path / "publiccode.yml"
    monkeypatch.setattr(release_notes, "PUBLIC", page)
    page.write_text("# .invalid is a placeholder\nurl: https://a.invalid/x\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"url: https://a\.invalid/x"):
        steps.run(["notes", "--strict"])
    page.write_text("# .invalid is a placeholder\nurl: https://a.example/x\n", encoding="utf-8")
    capsys.readouterr()

    assert 0 == steps.run(["notes", "--strict"])
    assert VERSION in capsys.readouterr().out


# --- the page for administrators -------------------------------------------------------------


@pytest.mark.parametrize("code", [0, 10, 11, 12, 13])
def test_the_page_explains_every_exit_code(code):
    assert f"| {code} |" in page.PAGE.read_text(encoding="utf-8")


def test_the_page_names_what_is_registered_and_where_everything_lies():
    text = page.PAGE.read_text(encoding="utf-8")
    words = {
        "/ALLUSERS",
        "/DESKTOP",
        "/S",
        "/D=",
        "klimaeditor.ini",
        documented.PROGID,
        nsis.LIST,
        documented.UNINSTALL,
        documented.APP_PATH,
        "klimaeditor-cli.exe",
        "--selftest",
    }

    assert set() == {word for word in words if word not in text}


def test_the_page_is_about_this_version():
    text = page.PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"Klimaeditor-([0-9.]+\d)[-.]", text))

    assert {VERSION} == named
    assert f"Version {VERSION}." in text


def test_the_commands_of_the_page_can_be_run_as_batch_files():
    lines = [line for block in page.blocks("bat") for line in block]

    assert 12 <= len(lines)
    assert [] == [line for line in lines if not line.isascii()]


def test_blocks_are_told_apart_by_their_kind():
    text = "```bat\neins\n\nzwei\n```\nText\n```ini\n[x]\n```\n```bat\ndrei\n```\n"

    assert [["eins", "zwei"], ["drei"]] == page.blocks("bat", text)


def test_the_example_of_the_page_is_understood_by_the_program(tmp_path):
    path = tmp_path / "klimaeditor.ini"
    path.write_text("\n".join(page.blocks("ini")[0]), encoding="utf-8")
    found = load_machine_defaults(path)

    assert () == found.problems
    assert set(Default) == set(found.values)
    assert found.is_locked(Default.LICENCE)
    assert found.value(Default.LICENCE) in LICENCES


def test_the_page_names_every_default_and_every_licence():
    said = page.PAGE.read_text(encoding="utf-8")

    assert [] == [name for name in (*Default, *LICENCES) if f"`{name}`" not in said]


# --- the workflow of the forge ---------------------------------------------------------------


FORGES = [*(ROOT / ".github" / "workflows").glob("*.yml"), ROOT / ".gitlab-ci.yml"]


@pytest.mark.parametrize("path", FORGES, ids=lambda path: path.name)
def test_a_forge_calls_steps_and_commands_that_exist(path):
    text = path.read_text(encoding="utf-8")
    steps_called = set(re.findall(r"python3? build_installer\.py (\w+)", text))
    commands_called = set(re.findall(r"python3? dev\.py (\w+)", text))

    assert steps_called <= set(steps.STEPS)
    assert commands_called <= {*dev.TOOLS, *dev.APART, *dev.COMMANDS, "outside"}
    assert steps_called | commands_called


def test_tests_come_before_what_is_built_and_windows_before_what_is_released():
    jobs = yaml.safe_load(WORKFLOW)["jobs"]

    assert "tests" in jobs["build"]["needs"]
    assert ["build"] == jobs["windows"]["needs"]
    assert "windows" in jobs["release"]["needs"]
    assert 1 == WORKFLOW.count("build_installer.py all"), "one bundle for all that is handed out"


@pytest.mark.parametrize("path", FORGES[:-1], ids=lambda path: path.name)
def test_actions_are_pinned_by_hash_and_every_job_has_a_time_limit(path):
    used = re.findall(r"uses: (\S+)", path.read_text(encoding="utf-8"))
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]

    assert [] == [u for u in used if not re.search(r"@[0-9a-f]{40}$", u) and not u.startswith("./")]
    assert [] == [name for name, job in jobs.items() if "uses" not in job
                  and "timeout-minutes" not in job]  # fmt: skip


def test_the_workflow_updates_an_msi_on_windows_that_the_proof_made():
    """Only there is seen whether Windows Installer leaves a file out."""
    turns = [WORKFLOW.index(word) for word in (
        "build_installer.py prove", f"path: build/installer/prove/{prove.OLD_MSI}",
        f"former\\{prove.OLD_MSI} /qn", "msiexec /i Klimaeditor-%VERSION%.msi", "msiexec /fa")
    ]  # fmt: skip

    assert turns == sorted(turns)


def test_the_workflow_runs_the_commands_of_the_page():
    commands = [
        line.replace(VERSION, "%VERSION%")
        for block in page.blocks("bat")
        for line in block
        if "Setup.exe" in line or "selftest --result" in line or "--picture" in line
    ]

    assert [] == [line for line in commands if line not in WORKFLOW]
