"""Hostile, foreign and broken files: each is refused with its own sentence (SEC-07 to SEC-09)."""

from __future__ import annotations

import io
import os
import re
import resource
import struct
import subprocess
import sys
import zipfile
import zlib

import openpyxl
import pytest

from klimaeditor.excel import guard
from klimaeditor.excel.read import open_workbook
from klimaeditor.excel.workbook_words import SHEET_BASELINE
from klimaeditor.model.errors import WorkbookError
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import town
from tests.workbook_tools import (
    copied,
    exported,
    parts_of,
    patched,
    repacked,
    sheet_part,
    tables_of,
)

MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MOST_UNPACKED = guard.MAX_UNPACKED + 2**20
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


@pytest.fixture
def workbook(tmp_path):
    return exported(town(), tmp_path)


def refusal(path) -> str:
    """Return the sentence with which a file is refused; it names the file."""
    with pytest.raises(WorkbookError) as error:
        open_workbook(path, site=muenster())
    assert path.name in str(error.value)
    return str(error.value)


def written(path, data: bytes):
    path.write_bytes(data)
    return path


# --- not a workbook ------------------------------------------------------------------------------


def test_a_file_that_is_not_there(tmp_path):
    assert "gibt es nicht mehr" in refusal(tmp_path / "fehlt.xlsx")


def test_a_folder_is_no_workbook(tmp_path):
    (tmp_path / "ordner.xlsx").mkdir()

    assert "keine Excel-Datei" in refusal(tmp_path / "ordner.xlsx")


def test_a_workbook_another_program_holds(workbook, monkeypatch):
    def held(*_arguments: object) -> None:
        error = PermissionError(13, "Zugriff verweigert")
        error.winerror = 32
        raise error

    monkeypatch.setattr(os, "open", held)

    assert "in einem anderen Programm geöffnet" in refusal(workbook)


@pytest.mark.parametrize("data", [b"Kennung;Titel", b"PK\x03\x04kaputt", b"%PDF-1.7"])
def test_what_is_no_package(tmp_path, data):
    assert "keine Excel-Datei oder beschädigt" in refusal(written(tmp_path / "a.xlsx", data))


@pytest.mark.parametrize("suffix", [".xlsm", ".xlsb", ".xltx", ".xltm", ".ods", ".csv", ""])
def test_other_formats_by_name(workbook, suffix):
    path = copied(workbook, f"mappe{suffix}")

    assert "*.xlsx" in refusal(path)


def test_the_old_format(tmp_path):
    assert "im alten Excel-Format (.xls)" in refusal(written(tmp_path / "a.xls", OLE))


def test_an_encrypted_workbook(tmp_path):
    data = OLE + "EncryptedPackage".encode("utf-16-le")

    assert "mit einem Kennwort verschlüsselt" in refusal(written(tmp_path / "a.xlsx", data))


def test_an_owner_file_of_excel(tmp_path):
    path = written(tmp_path / "~$mappe.xlsx", b"\x05Mayer")

    assert "nur eine Sperrdatei" in refusal(path)


def test_a_package_of_another_program(tmp_path):
    path = tmp_path / "brief.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")

    assert "keine Excel-Datei" in refusal(path)


def test_a_truncated_workbook(workbook):
    data = workbook.read_bytes()

    assert "beschädigt" in refusal(written(workbook, data[: len(data) // 2]))


def test_a_flipped_byte_inside(workbook):
    data = bytearray(workbook.read_bytes())
    data[2000] ^= 0xFF

    assert "beschädigt" in refusal(written(workbook, bytes(data)))


def outcome(path) -> str:
    """Return "whole", "refused" with a sentence, or "part" where something was lost silently."""
    try:
        opened = open_workbook(path, site=muenster())
    except WorkbookError as error:
        return "refused" if path.name in str(error) else "unnamed"
    return "whole" if town() == tables_of(opened.dataset) else "part"


def test_parts_cut_short_lose_nothing_silently(workbook):
    found = {
        part: outcome(repacked(workbook, {part: data[: len(data) // 2]}))
        for part, data in parts_of(workbook).items()
    }

    assert {"refused", "whole"} == set(found.values())
    assert {"refused"} == {
        found[sheet_part(workbook, title)] for title in ("Maßnahmen", "Fortschritt", SHEET_BASELINE)
    }


def test_missing_parts_lose_nothing_silently(workbook):
    found = {part: outcome(repacked(workbook, {part: None})) for part in parts_of(workbook)}

    assert {"refused", "whole"} == set(found.values())
    assert "refused" == found[sheet_part(workbook, "Maßnahmen")]
    assert "refused" == found[sheet_part(workbook, SHEET_BASELINE)]


# --- bombs (SEC-07) ------------------------------------------------------------------------------


@pytest.fixture
def unpacked(monkeypatch) -> list[int]:
    """How many bytes were unpacked, read by read."""
    sizes: list[int] = []
    read = zipfile.ZipExtFile.read

    def counted(stream, size=-1):
        data = read(stream, size)
        sizes.append(len(data))
        return data

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counted)
    return sizes


@pytest.fixture
def within_limits(unpacked):
    """Return the refusal of a file, which has to come before much is unpacked, in 200 MB."""

    def refused(path) -> str:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        unpacked.clear()
        sentence = refusal(path)

        assert sum(unpacked) <= MOST_UNPACKED
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024
        return sentence

    return refused


def test_a_gigabyte_of_noughts(workbook, within_limits):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    megabyte = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    data = megabyte * 1024 + packer.flush()
    info = zipfile.ZipInfo("xl/media/image1.png")
    info.compress_type, info.CRC = zipfile.ZIP_DEFLATED, 0
    info.compress_size, info.file_size = len(data), 2**30
    with zipfile.ZipFile(workbook, "a") as archive:
        archive.fp.seek(archive.start_dir)
        info.header_offset = archive.fp.tell()
        archive.fp.write(info.FileHeader() + data)
        archive.start_dir = archive.fp.tell()
        archive.filelist.append(info)
        archive._didModify = True

    sentence = within_limits(workbook)
    assert "xl/media/image1.png" in sentence
    assert "übermäßig groß" in sentence


def test_ten_thousand_parts(workbook, within_limits):
    extra = {f"xl/media/{number}.png": b"" for number in range(10_000)}

    assert "mehr als 2000 Teilen" in within_limits(repacked(workbook, extra))


def test_a_header_that_lies_about_the_size(workbook, within_limits):
    path = repacked(workbook, {"xl/media/image1.png": bytes(64 * 1024 * 1024)})
    data = path.read_bytes()
    size = struct.pack("<L", 64 * 1024 * 1024)
    assert 2 == data.count(size)

    within_limits(written(path, data.replace(size, struct.pack("<L", 1000))))


def test_many_middling_parts_are_too_much_together(workbook, monkeypatch):
    monkeypatch.setattr(guard, "MAX_UNPACKED", 100_000)

    assert "übermäßig groß" in refusal(
        repacked(workbook, {f"xl/media/{n}.png": bytes([n]) * 30_000 for n in range(4)})
    )


def test_a_sheet_of_endless_cells(workbook, monkeypatch):
    monkeypatch.setattr(guard, "MAX_TAGS", 1000)

    assert "übermäßig groß" in refusal(workbook)


def test_a_file_that_is_simply_too_large(tmp_path, within_limits):
    path = tmp_path / "gross.xlsx"
    with path.open("wb") as handle:
        handle.truncate(20 * 1024 * 1024 + 1)

    assert "größer als die erlaubten 20 MB" in within_limits(path)


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["../boese.xml", "xl/../../boese", "/etc/passwd", "xl\\boese.xml", "C:/boese", "xl/.."]
)
def test_names_that_lead_elsewhere(workbook, name):
    path = workbook.with_name("namen.xlsx")
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts_of(workbook).items():
            archive.writestr(part, data)
        info = zipfile.ZipInfo("x")
        info.filename = name
        archive.writestr(info, b"")

    assert "unzulässigem Namen" in refusal(path)


def test_two_parts_of_one_name(workbook):
    path = repacked(workbook, {"XL/Workbook.xml": b"<x/>"})

    assert "unzulässigem Namen" in refusal(path)


def test_parts_with_a_password(workbook):
    data = bytearray(workbook.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1

    assert "Kennwort" in refusal(written(workbook, bytes(data)))


# --- active content (SEC-09) ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("xl/vbaProject.bin", "Makros"),
        ("xl/macrosheets/sheet1.xml", "Makros (Excel 4.0)"),
        ("xl/externalLinks/externalLink1.xml", "Verknüpfungen mit anderen Excel-Dateien"),
        ("xl/embeddings/oleObject1.bin", "eingebettete Dateien"),
        ("xl/activeX/activeX1.xml", "ActiveX-Steuerelemente"),
        ("xl/connections.xml", "Datenverbindungen"),
        ("xl/queryTables/queryTable1.xml", "Datenabfragen"),
        ("xl/ctrlProps/ctrlProp1.xml", "Formularsteuerelemente"),
        ("xl/webextensions/taskpanes.xml", "Office-Add-Ins"),
        ("customUI/customUI14.xml", "eigene Menüs"),
    ],
)
def test_active_content_is_refused_by_name(workbook, part, what):
    sentence = refusal(repacked(workbook, {part: b"<x/>"}))

    assert what in sentence
    assert part in sentence


@pytest.mark.parametrize(
    "content_type",
    [
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        b"application/vnd.ms-excel.template.macroEnabled.main+xml",
        b"application/vnd.ms-excel.sheet.binary.macroEnabled.main",
    ],
)
def test_a_renamed_workbook_with_macros(workbook, content_type):
    path = patched(workbook, "[Content_Types].xml", MAIN, content_type)

    assert "Makros" in refusal(path)


def test_a_template(workbook):
    template = MAIN.replace(b"sheet.main", b"template.main")

    assert "Format „.xltx“" in refusal(patched(workbook, "[Content_Types].xml", MAIN, template))


def test_something_fetched_from_elsewhere(workbook):
    relation = (
        b'<Relationship Id="rId99" Type="http://x/attachedTemplate" '
        b'Target="http://evil.example/x" TargetMode="External"/></Relationships>'
    )
    path = patched(workbook, "xl/_rels/workbook.xml.rels", b"</Relationships>", relation)

    assert "außerhalb der Excel-Datei: http://evil.example/x" in refusal(path)


def test_a_link_to_click_is_no_danger(workbook):
    part = sheet_part(workbook, "Links").replace("worksheets/", "worksheets/_rels/") + ".rels"
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/hyperlink" Target="https://example.org" TargetMode="External"/>'
        b"</Relationships>"
    )

    assert 7 == len(
        open_workbook(repacked(workbook, {part: relations}), site=muenster()).dataset.measures
    )


def test_the_strict_flavour_is_named(workbook):
    path = patched(
        workbook,
        "xl/workbook.xml",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )

    assert "Strict Open XML" in refusal(path)


# --- XML (SEC-08) --------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_document_type_is_refused(workbook, part):
    data = parts_of(workbook)[part]
    root = re.search(rb"<(?![?!])", data)
    bad = data[: root.start()] + b'<!DOCTYPE x [<!ENTITY a "b">]>' + data[root.start() :]

    assert f"Der Teil „{part}“ enthält eine Angabe, wie sie für Angriffe" in refusal(
        repacked(workbook, {part: bad})
    )


def test_a_document_type_across_two_reads_is_found(workbook, monkeypatch):
    monkeypatch.setattr(guard, "_CHUNK", 7)
    data = parts_of(workbook)["xl/styles.xml"]

    assert "Dokumenttyp" in refusal(repacked(workbook, {"xl/styles.xml": b"<!DOCTYPE x>" + data}))


def test_another_encoding_hides_nothing(workbook):
    data = parts_of(workbook)["xl/styles.xml"].decode().encode("utf-16")

    assert "beschädigt" in refusal(repacked(workbook, {"xl/styles.xml": data}))


def test_defusedxml_is_on():
    assert openpyxl.DEFUSEDXML is True


def test_without_defusedxml_nothing_is_opened(workbook):
    code = (
        "import os, sys; os.environ['OPENPYXL_DEFUSEDXML'] = 'False'\n"
        "from pathlib import Path\n"
        "from klimaeditor.model.errors import WorkbookError\n"
        "from klimaeditor.excel.read import open_workbook\n"
        "from klimaeditor.site.muenster import muenster\n"
        "try:\n    open_workbook(Path(sys.argv[1]), muenster())\n"
        "except WorkbookError as error:\n    print(ascii(str(error)))\n"
    )
    command = [sys.executable, "-c", code, str(workbook)]
    said = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ours

    assert "defusedxml" in said.stdout


def test_what_was_checked_is_what_is_read(workbook):
    assert workbook.read_bytes() == guard.read_package(workbook)
    assert zipfile.is_zipfile(io.BytesIO(guard.read_package(workbook)))
