"""The tools of the proof: registry, shortcuts, pictures, snapshots, the table."""

from __future__ import annotations

import struct
import zlib

import pytest

from installer import prove, registry, screen, shortcut
from installer.prefix import USER_DATA, Snapshot, wait_for
from installer.table import Table
from klimaeditor import paths

HIVE = r"""WINE REGISTRY Version 2
;; All keys relative to \\User

[Software\\Klimaeditor] 1700000000
#time=1d9
@="Wert"
"Stra\x00dfe"="C:\\Ordner\\x"
"Nummer"=dword:0000000c
"Lang"=hex:01,02,\
  03,04
"""


def test_keys_values_umlauts_and_long_lines_of_a_hive_are_read():
    expected = {
        (r"HKCU\Software\Klimaeditor", ""): "",
        (r"HKCU\Software\Klimaeditor", "@"): "Wert",
        (r"HKCU\Software\Klimaeditor", "Straße"): r"C:\Ordner\x",
        (r"HKCU\Software\Klimaeditor", "Nummer"): "dword:0000000c",
        (r"HKCU\Software\Klimaeditor", "Lang"): "hex:01,02,03,04",
    }

    assert expected == registry.parse(HIVE, "HKCU")


def test_what_is_new_gone_and_changed_is_told_apart():
    before = {("A", ""): "", ("A", "x"): "1", ("B", "y"): "1"}
    after = {("A", ""): "", ("A", "x"): "2", ("C", "z"): "1"}

    assert ["+ C : z", "- B : y", "~ A : x"] == registry.difference(before, after)


def test_both_hives_of_a_prefix_are_read(tmp_path):
    for name in registry.HIVES:
        (tmp_path / name).write_text(HIVE, encoding="utf-8")

    assert {"HKCU", "HKLM"} == {key.split("\\")[0] for key, _ in registry.read(tmp_path)}


def test_a_snapshot_leaves_out_what_wine_writes_itself():
    before = Snapshot({}, {})
    after = Snapshot(
        {r"C:\users\a\AppData\Local\Temp\x": 1, r"C:\Program Files\Klimaeditor\rest.txt": 1},
        {(r"HKCU\Console", "FaceName"): "x", (r"HKCU\Software\Classes\.json", "@"): "x"},
    )

    assert [
        r"+ C:\Program Files\Klimaeditor\rest.txt",
        r"+ HKCU\Software\Classes\.json : @",
    ] == before.difference(after)


@pytest.mark.parametrize(
    ("name", "own"),
    [
        (r"C:\users\anna\AppData\Local\Klimaeditor\Sicherungen\x", True),
        (r"HKCU\Software\Klimaeditor\Klimaeditor\view : zoom", True),
        (r"C:\users\anna\AppData\Local\Programs\Klimaeditor\Klimaeditor.exe", False),
        (r"HKCU\Software\Classes\Klimaeditor.Datensatz", False),
    ],
)
def test_user_data_is_told_from_what_was_installed(name, own):
    assert own == bool(USER_DATA.search(name))


def link(path: str, flags: int = 3) -> bytes:
    """Return a shortcut with an item list of four bytes."""
    head = struct.pack("<I", 0x4C).ljust(0x14, b"\0") + struct.pack("<I", flags)
    info = struct.pack("<IIIIII", 0, 0x1C, 1, 0x1C, 0x1C, 0).ljust(0x1C, b"\0")
    items = struct.pack("<H", 4) + b"abcd" if flags & 1 else b""
    return head.ljust(0x4C, b"\0") + items + info + path.encode("cp1252") + b"\0"


@pytest.mark.parametrize("flags", [2, 3])
def test_a_shortcut_tells_where_it_leads(flags):
    assert r"C:\Grün\Klimaeditor.exe" == shortcut.target(link(r"C:\Grün\Klimaeditor.exe", flags))


@pytest.mark.parametrize("data", [b"MZ\0\0" + b"\0" * 100, link("C:\\x", flags=1)])
def test_what_is_no_shortcut_to_a_file_is_refused(data):
    with pytest.raises(ValueError, match=r"shortcut"):
        shortcut.target(data)


def test_a_frame_buffer_becomes_a_picture_with_its_colours(tmp_path):
    fields = [0] * 25
    fields[0], fields[4], fields[5], fields[11], fields[12], fields[19] = 100, 2, 1, 32, 8, 0
    points = bytes([1, 2, 3, 0, 4, 5, 6, 0])  # blue, green, red, nothing
    (tmp_path / "Xvfb_screen0").write_bytes(struct.pack(">25I", *fields) + points)
    picture = screen.picture(tmp_path)
    start = picture.index(b"IDAT") + 4

    assert picture.startswith(b"\x89PNG")
    assert (2, 1) == struct.unpack(">II", picture[16:24])
    assert bytes([0, 3, 2, 1, 6, 5, 4]) == zlib.decompressobj().decompress(picture[start:])


def test_the_table_counts_what_did_not_go_as_documented(capsys):
    table = Table()
    table.equal("gleich", 0, 0)
    table.equal("ungleich", 0, 12)
    table.note("leer", [])

    assert "2 of 3 as documented, 1 faults" == table.closing()
    assert "expected 0, got 12" in capsys.readouterr().out


def test_waiting_ends_when_the_time_is_over():
    assert wait_for(lambda: True)
    assert not wait_for(lambda: False, 0)


def test_the_proof_makes_a_program_portable_as_the_program_asks():
    """The build runs where the program's own packages are missing, so it says the name again."""
    assert paths.MARKER == prove.MARKER
