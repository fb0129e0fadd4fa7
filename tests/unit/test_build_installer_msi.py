"""The MSI: what it holds, refuses and registers, and that an update leaves nothing out."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from installer import documented, msi, nsis
from installer.project import VERSION
from tests.bundle_cases import good_bundle, program_file


@pytest.fixture
def bundle(tmp_path):
    """Return a small Windows bundle; what is handed out goes into its own folder."""
    return good_bundle(tmp_path)


def test_the_msi_holds_every_file_once_and_registers_the_same(bundle):
    listed = nsis.files(bundle.bundle)
    text = msi.text(listed)

    assert len(listed) == text.count("<File ")
    assert len(listed) + 2 == text.count("<ComponentRef ")  # and the links, here and there
    assert """Value='"[INSTALLDIR]Klimaeditor.exe" "%1"'""" in text
    assert text == msi.text(listed)


def test_the_msi_removes_the_old_version_where_a_failing_update_brings_it_back():
    sequence = int(re.search(r"Sequence=(\d+)", msi.REMOVE_INSIDE)[1])

    assert 1500 < sequence < 1600  # after InstallInitialize, before the first change


def test_windows_installs_every_file_of_an_update_also_where_its_version_went_back(
    bundle, monkeypatch
):
    """It decides before it removes the old version; what it takes for older would be missing."""
    orders = []
    monkeypatch.setattr(msi, "need", lambda *_tools: None)
    monkeypatch.setattr(msi, "ROOT", bundle.folder)

    def run(words, _what, folder=None):
        words = [str(word) for word in words]
        if words[0] == "wixl":
            filetime = (133_000_000_000_000_000).to_bytes(8, "little")
            Path(words[4]).write_bytes(b"x\x40\0\0\0" + filetime + b"\x40\0\0\0" + filetime)
        orders.extend(words)

    monkeypatch.setattr(msi, "run", run)
    fixed = struct.pack("<IIII", 0xFEEF04BD, 0x10000, 6 << 16 | 11, 2 << 16)
    bundle.program.write_bytes(program_file(tail=fixed))
    bundle.console.write_bytes(program_file())
    msi.compile_package(bundle.bundle, bundle.folder, bundle.folder / "x.msi", VERSION)
    named = [order for order in orders if "SET Version" in order]

    assert ["6.11.2.0"] == [re.search(r"Version='([\d.]+)'", order)[1] for order in named]
    assert '<Property Id="REINSTALLMODE" Value="amus"/>' in msi.text([])


def test_the_link_on_the_desktop_is_wished_for_and_kept_at_an_update():
    text = msi.text([])

    assert re.search(r'<Property Id="DESKTOP">\s+<RegistrySearch', text)
    assert "DESKTOP=" in msi.DESKTOP_ONLY
    assert "DesktopLink" in msi.DESKTOP_ONLY


def test_the_msi_refuses_an_old_windows_and_what_setup_installed(bundle):
    text = msi.text(nsis.files(bundle.bundle))

    assert "Installed OR (WINDOWSBUILD &gt;= 17763)" in text
    assert f'Key="{documented.UNINSTALL}"' in text
    assert "Installed OR NOT SETUPFOLDER" in text
    assert "Installed OR NOT OWNSETUPFOLDER" in text


def test_apps_leads_to_the_homes_of_the_project_and_to_no_placeholder():
    public = """landingURL: https://www.klimaeditor.invalid/
      documentation: https://example.test/hilfe?a&b
    - name: x
      email: hilfe@example.test
"""

    assert [
        '<Property Id="ARPHELPLINK" Value="https://example.test/hilfe?a&amp;b"/>',
        '<Property Id="ARPCONTACT" Value="hilfe@example.test"/>',
    ] == [line.strip() for line in msi.links(public).splitlines()]


def test_the_same_content_makes_the_same_msi_and_another_another(bundle, monkeypatch):
    """wixl writes times and a code of its own into it; the code tells packages apart."""
    made, filetime = [], (133_000_000_000_000_000).to_bytes(8, "little")
    monkeypatch.setattr(msi, "need", lambda *_tools: None)
    monkeypatch.setattr(msi, "ROOT", bundle.folder)

    def run(words, _what, folder=None):
        words = [str(word) for word in words]
        if words[0] == "wixl":
            Path(words[4]).write_bytes(b"x\x40\0\0\0" + filetime + b"\x40\0\0\0" + filetime)
        if "-s" in words:
            made.append((words[-1], words[-2]))

    monkeypatch.setattr(msi, "run", run)
    output = bundle.folder / "x.msi"
    for content in (b"a", b"a", b"b"):
        (bundle.bundle / "_internal" / "qtbase_de.qm").write_bytes(content)
        msi.compile_package(bundle.bundle, bundle.folder, output, VERSION)
        assert filetime not in output.read_bytes()

    assert made[0] == made[1] != made[2]
    assert "x64;1031" == made[0][1]
