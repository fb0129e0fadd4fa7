"""What roll-out needs beside the program: winget, Intune, AppLocker; and who signs what."""

from __future__ import annotations

import hashlib
import re
import shutil
import struct
import sys
import xml.etree.ElementTree as ET
import zipfile

import pytest
import yaml

from installer import applocker, distribution, documented, msi, page, pe, portable, sign, winget
from installer.project import NAME, ROOT, VERSION
from tests.bundle_cases import FakeTarget, program_file

PUBLIC = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
SUM = hashlib.sha256(b"setup").hexdigest()
SCRIPTS = "".join(path.read_text("utf-8") for path in (ROOT / "installer").glob("*.ns[hi]"))
SUBJECT = "/jurisdictionC=DE/C=DE/ST=Land/L=Musterstadt/O=Stadt Musterstadt/CN=Stadt"
PUBLISHED = applocker.ProgramFile("Qt6Core.dll", 9, "ab" * 32, "O=THE QT COMPANY OY, C=FI", "QT6")
UNSIGNED = applocker.ProgramFile("etree.pyd", 8, "cd" * 32, "", "")


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A small bundle with setup and MSI, delivered into a folder of the test's own."""
    target = FakeTarget(tmp_path)
    target.bundle.mkdir(parents=True)
    for path in (target.program, target.console, target.bundle / "x.pyd"):
        path.write_bytes(program_file(tail=path.name.encode()))
    setup, package = tmp_path / f"{NAME}-{VERSION}-Setup.exe", tmp_path / f"{NAME}-{VERSION}.msi"
    setup.write_bytes(program_file(tail=b"setup"))
    package.write_bytes(b"msi")
    for module in (distribution, winget):
        monkeypatch.setattr(module, "setup_file", lambda: setup)
    monkeypatch.setattr(distribution, "msi_file", lambda: package)
    monkeypatch.setattr(distribution, "file", lambda: tmp_path / "v.zip")
    monkeypatch.setattr(applocker, "need", lambda *_tools: None)
    return target


@pytest.fixture
def manifests():
    return {name: yaml.safe_load(text) for name, text in winget.manifests(SUM, PUBLIC).items()}


# --- exit codes ------------------------------------------------------------------------------


def test_every_exit_code_of_the_setup_is_known_and_explained():
    refused = {int(code) for code in re.findall(r"REFUSE (\d+)", SCRIPTS)}

    assert {0, 1, *refused} == set(documented.EXIT_CODES) == set(page.exit_codes())


# --- winget ----------------------------------------------------------------------------------


def test_the_manifest_is_of_one_version_and_its_three_kinds_of_files(manifests):
    assert {"version", "installer", "defaultLocale", "locale"} == {
        facts["ManifestType"] for facts in manifests.values()
    }
    assert {(winget.IDENTIFIER, VERSION, "1.6.0")} == {
        tuple(facts[key] for key in ("PackageIdentifier", "PackageVersion", "ManifestVersion"))
        for facts in manifests.values()
    }
    assert manifests[f"{winget.IDENTIFIER}.yaml"]["DefaultLocale"] == "de-DE"
    assert winget.place().endswith(f"/{VERSION}")


def test_the_installer_of_the_manifest_is_the_setup_with_its_sum_in_both_scopes(manifests):
    facts = manifests[f"{winget.IDENTIFIER}.installer.yaml"]
    user, machine = facts["Installers"]

    assert "nullsoft" == facts["InstallerType"]
    assert re.fullmatch(winget_pattern("MinimumOSVersion"), facts["MinimumOSVersion"])
    for entry, scope in ((user, "user"), (machine, "machine")):
        assert SUM.upper() == entry["InstallerSha256"]
        assert (scope, "x64") == (entry["Scope"], entry["Architecture"])
        assert entry["InstallerUrl"].endswith(f"/v{VERSION}/downloads/{NAME}-{VERSION}-Setup.exe")
        assert documented.UNINSTALL.endswith("\\" + entry["ProductCode"])
    assert {"Custom": "/ALLUSERS"} == machine["InstallerSwitches"]
    assert "InstallerSwitches" not in user


def test_what_the_manifest_says_of_exit_codes_is_what_winget_knows(manifests):
    """The words are those of microsoft/winget-cli, manifest.installer.1.6.0.json."""
    known = {
        "packageInUse", "packageInUseByApplication", "installInProgress", "fileInUse",
        "missingDependency", "diskFull", "insufficientMemory", "invalidParameter", "noNetwork",
        "contactSupport", "rebootRequiredToFinish", "rebootRequiredForInstall", "rebootInitiated",
        "cancelledByUser", "alreadyInstalled", "downgrade", "blockedByPolicy",
        "systemNotSupported", "custom",
    }  # fmt: skip
    codes = manifests[f"{winget.IDENTIFIER}.installer.yaml"]["ExpectedReturnCodes"]

    assert set(documented.EXIT_CODES) - {0} == {own["InstallerReturnCode"] for own in codes}
    assert {own["ReturnResponse"] for own in codes} <= known


@pytest.mark.parametrize("tag", ["de-DE", "en-US"])
def test_both_languages_have_what_winget_asks_of_a_text(manifests, tag):
    facts = manifests[f"{winget.IDENTIFIER}.locale.{tag}.yaml"]

    assert tag == facts["PackageLocale"]
    for name in ("Publisher", "PackageName", "License", "ShortDescription"):
        assert 3 <= len(facts[name]) <= 256
    assert ".invalid" in facts["PublisherUrl"], "one place has the placeholder: publiccode.yml"


def test_the_german_text_is_that_of_publiccode(manifests):
    said = yaml.safe_load(PUBLIC)["description"]["de"]["shortDescription"]

    assert said == manifests[f"{winget.IDENTIFIER}.locale.de-DE.yaml"]["ShortDescription"]


def test_yaml_is_read_as_it_was_meant():
    facts = {"a": {"b": "x: 1", "c": "nein"}, "d": [{"e": 12, "f": ["y"]}, "„ä“"], "g": "1.10"}

    assert facts == yaml.safe_load(winget.text(facts))


def winget_pattern(_name: str) -> str:
    return r"\d{1,5}(\.\d{1,5}){0,3}"


# --- Intune ----------------------------------------------------------------------------------


def test_the_page_for_intune_has_commands_rule_and_codes(made):
    text = distribution.intune(made)
    rows = dict(re.findall(r"^\| (.+?) \| (.+) \|$", text, re.M))

    assert f"`{NAME}-{VERSION}-Setup.exe /S /ALLUSERS`" == rows["Installationsbefehl"]
    assert rows["Deinstallationsbefehl"].endswith('uninstall.exe" /S`')
    assert documented.UNINSTALL in rows["Erkennungsregel: Schlüsselpfad"]
    assert f"`{VERSION}`" in rows["Erkennungsregel: Methode"]
    assert set(map(str, documented.EXIT_CODES)) <= set(rows)
    assert "Erfolg | erledigt" in rows["0"]
    assert [True, True] == [rows[code].startswith("Wiederholen") for code in ("12", "13")]
    assert msi.product_code(VERSION) in text
    assert hashlib.sha256(distribution.setup_file().read_bytes()).hexdigest() in text


# --- AppLocker -------------------------------------------------------------------------------


def test_who_signed_is_allowed_by_publisher_and_product_what_nobody_signed_by_its_hash():
    root = ET.fromstring(applocker.rules([PUBLISHED, UNSIGNED]))  # noqa: S314 - made a moment ago
    (publisher,), (by_hash,) = (list(root.iter(kind)) for kind in
                                ("FilePublisherCondition", "FileHash"))  # fmt: skip

    assert (PUBLISHED.publisher, "QT6") == (
        publisher.get("PublisherName"),
        publisher.get("ProductName"),
    )
    assert ("0x" + "CD" * 32, "etree.pyd", "8") == tuple(
        by_hash.get(name) for name in ("Data", "SourceFileName", "SourceFileLength")
    )
    assert {"Exe": 0, "Dll": 2} == {own.get("Type"): len(own) for own in root}


def test_a_signature_without_a_product_allows_by_hash_as_it_would_allow_too_much():
    nameless = applocker.ProgramFile("libffi-8.dll", 9, "ef" * 32, PUBLISHED.publisher, "")

    assert "FilePublisherRule" not in applocker.rules([nameless])


def test_the_same_files_make_the_same_rules_with_ids_of_their_own():
    text = applocker.rules([UNSIGNED, PUBLISHED])
    ids = re.findall(r'Id="([0-9a-f-]{36})"', text)

    assert text == applocker.rules([PUBLISHED, UNSIGNED])
    assert len(ids) == len(set(ids)) == 2


def test_a_publisher_is_written_as_applocker_does():
    assert "O=STADT MUSTERSTADT, L=MUSTERSTADT, S=LAND, C=DE" == applocker.publisher_name(SUBJECT)


def test_the_hash_of_a_program_file_leaves_out_what_signing_changes():
    plain = program_file(tail=b"12345")
    signed = bytearray(plain + bytes(-len(plain) % 8))
    optional = int.from_bytes(plain[0x3C:0x40], "little") + 24
    struct.pack_into("<I", signed, optional + 64, 4711)
    struct.pack_into("<II", signed, optional + 112 + 32, len(signed), 16)

    assert pe.image_hash(plain) == pe.image_hash(bytes(signed) + b"signature of 16.")
    assert pe.image_hash(plain) != pe.image_hash(program_file(tail=b"12346"))


@pytest.mark.skipif(not shutil.which("osslsigncode"), reason="there is no osslsigncode")
def test_the_hash_is_that_of_those_who_sign(tmp_path, monkeypatch):
    """A file signed with a certificate made here: publisher and hash as osslsigncode reads them."""
    monkeypatch.setattr(sign, "BUILD", tmp_path)
    for name in (sign.COMMAND, sign.CERTIFICATE, sign.KEY):
        monkeypatch.setenv(name, "")
    path = tmp_path / "x.exe"
    path.write_bytes(real_program())
    (unsigned,) = applocker.read([path])
    sign.use_test_certificate()
    sign.file(path)
    (signed,) = applocker.read([path])

    assert "" == unsigned.publisher
    assert "O=KLIMAEDITOR CONTRIBUTORS" == signed.publisher
    assert unsigned.image_hash == signed.image_hash


def real_program() -> bytes:
    """Return a program file with a table of certificates that has room."""
    data = bytearray(program_file(tail=b""))
    optional = int.from_bytes(data[0x3C:0x40], "little") + 24
    struct.pack_into("<I", data, optional + 108, 16)
    return bytes(data)


# --- the ZIP ---------------------------------------------------------------------------------


def test_the_zip_has_all_parts_and_is_the_same_bytes_again(made):
    first = distribution.build(made).read_bytes()
    names = zipfile.ZipFile(distribution.file()).namelist()

    assert first == distribution.build(made).read_bytes()
    kinds = {name.split("/")[0] for name in names}
    assert {
        "Intune.md",
        "AppLocker.xml",
        "winget",
        "Richtlinien",
    } == kinds or sys.platform != "linux"
    assert 4 == len([name for name in names if name.startswith(f"winget/{winget.place()}/")])
    assert "Richtlinien/de-DE/Klimaeditor.adml" in names


def test_without_a_setup_it_is_not_made(made):
    distribution.setup_file().unlink()
    with pytest.raises(SystemExit, match="setup"):
        distribution.build(made)


def test_what_is_packed_may_be_run_where_it_could_before(tmp_path):
    packed = portable.pack(tmp_path / "x.zip", {"a.sh": (b"", True), "b": (b"", False)})
    modes = {own.filename: own.external_attr >> 16 for own in zipfile.ZipFile(packed).infolist()}

    assert {"a.sh": 0o100755, "b": 0o100644} == modes


# --- signing, with a stand-in that signs -----------------------------------------------------


SIGNER = """\
import pathlib, struct, sys
path = pathlib.Path(sys.argv[-1])
data = bytearray(path.read_bytes())
optional = int.from_bytes(data[0x3C:0x40], "little") + 24
struct.pack_into("<II", data, optional + 112 + 32, len(data), 8)
path.write_bytes(data + b"signed..")
with pathlib.Path(__file__).with_name("signed.txt").open("a") as log:
    log.write(path.name + "\\n")
"""


def test_whatever_nobody_signed_is_signed_once_programs_and_libraries(tmp_path, monkeypatch):
    target = FakeTarget(tmp_path / "t")
    inside = target.bundle / "_internal"
    inside.mkdir(parents=True)
    names = ["etree.pyd", "LIBFFI-8.DLL", "deep/x.Dll", "qt.dll"]
    for path in (target.program, target.console, *(inside / name for name in names)):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(program_file())
    (inside / "readme.txt").write_text("no program", encoding="ascii")
    signer = tmp_path / "signer.py"
    signer.write_text(SIGNER, encoding="utf-8")
    monkeypatch.setenv(sign.COMMAND, f"'{sys.executable}' '{signer}'")
    sign.file(inside / "qt.dll")  # as its maker did
    sign.programs(target)
    sign.programs(target)
    done = (tmp_path / "signed.txt").read_text("ascii").split()

    assert [
        "Klimaeditor.exe",
        "LIBFFI-8.DLL",
        "etree.pyd",
        "klimaeditor-cli.exe",
        "qt.dll",
        "x.Dll",
    ] == sorted(done)
    assert [] == [path.name for path in target.bundle.rglob("*")
                  if pe.is_program(path) and not sign.is_signed(path)]  # fmt: skip
