"""A colleague's copy is read wherever it lies, never written, and refused where it is damaged."""

from __future__ import annotations

import os
import zipfile

import pytest

from klimaeditor.exchange.copies import is_copy, read_copy
from klimaeditor.files import save_journal
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import DatasetError
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import town, write_folder
from tests.publish_helpers import healthy_document, published


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "kopie", town())


def state_of(folder):
    return {
        path.relative_to(folder): (path.stat().st_mtime_ns, path.is_file() and path.read_bytes())
        for path in folder.rglob("*")
    }


def packed(folder, target, inside="", **options):
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"{inside}{path.relative_to(folder).as_posix()}", **options)
    return target


def ids(copy):
    return [copy.dataset.view(key).id for key in copy.dataset.measure_keys()]


def refusal(path):
    with pytest.raises(DatasetError) as caught:
        read_copy(path, muenster())
    return str(caught.value)


def test_a_folder_one_of_its_files_and_an_archive_are_the_same_dataset(folder, tmp_path):
    archive = packed(folder, tmp_path / "kopie.zip", "kopie/")
    names = [ids(read_copy(path, muenster())) for path in (folder, folder / "measures.json")]

    assert [names[0], names[0]] == [names[1], ids(read_copy(archive, muenster()))]
    assert "bauen1" in names[0]


def test_a_package_is_read_as_published_packed_or_not(tmp_path):
    target = tmp_path / "paket"
    published(healthy_document(), target)
    archive = packed(target, tmp_path / "paket.zip", "paket/")

    for path in (target, archive):
        copy = read_copy(path, muenster())
        assert (True, path.name) == (copy.published, copy.name)
        assert copy.made is not None
        assert is_copy(path)


def test_nothing_in_the_folder_or_beside_it_is_touched(folder, tmp_path):
    (folder / "rücklauf.xlsx").write_bytes(b"PK")
    before = state_of(tmp_path)

    read_copy(folder, muenster())

    assert before == state_of(tmp_path)


def test_a_save_under_way_there_is_not_settled_but_refused(folder, monkeypatch):
    monkeypatch.setattr("klimaeditor.exchange.copies._PAUSE", 0)
    (folder / save_journal.NAME).write_text("{}", encoding="utf-8")
    before = state_of(folder)

    assert "gerade gespeichert" in refusal(folder)
    assert before == state_of(folder)


def test_a_damaged_file_is_named_with_its_place(folder, tmp_path):
    (folder / FileName.PROGRESS).write_text('[{"id": "bauen2",\n "type" }]', encoding="utf-8")
    archive = packed(folder, tmp_path / "kopie.zip")

    for path in (folder, archive):
        sentence = refusal(path)
        assert f"„{path.name}“ ist beschädigt: implementations.json, Zeile 2" in sentence


def test_missing_files_are_named_and_what_is_no_dataset_is_said(folder, tmp_path):
    (folder / FileName.PROGRESS).unlink()
    (tmp_path / "leer").mkdir()
    (tmp_path / "text.txt").write_text("x", encoding="utf-8")

    assert "fehlt implementations.json" in refusal(folder)
    assert "fehlt implementations.json" in refusal(packed(folder, tmp_path / "a.zip"))
    for name in ("leer", "text.txt"):
        assert "liegt kein Datensatz" in refusal(tmp_path / name)
    assert "gibt es nicht" in refusal(tmp_path / "weg")


def test_an_archive_that_is_none_has_a_password_or_holds_two_is_refused(folder, tmp_path):
    broken = tmp_path / "kaputt.zip"
    broken.write_bytes(b"PK\x03\x04 und sonst nichts")
    two = packed(folder, tmp_path / "zwei.zip", "mai/")
    with zipfile.ZipFile(two, "a") as archive:
        for file in FileName:
            archive.write(folder / file, f"juni/{file}")
    locked = packed(folder, tmp_path / "geheim.zip")
    data = bytearray(locked.read_bytes())
    place = data.find(b"PK\x01\x02")
    while place >= 0:  # the flag of every entry in the table of contents
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    locked.write_bytes(data)

    assert "keine lesbare Zip-Datei" in refusal(broken)
    assert "mehrere Datensätze: „mai“, „juni“" in refusal(two)
    assert "Kennwort" in refusal(locked)


def test_a_part_that_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("klimaeditor.exchange.copies.MAX_BYTES", 1000)
    archive = tmp_path / "bombe.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as parts:
        for file in FileName:
            parts.writestr(str(file), "[" + " " * 100_000 + "]")

    assert "measures.json" in refusal(archive)
    assert "größer als die erlaubten" in refusal(archive)


def test_returns_are_no_copy(tmp_path, folder):
    returns = tmp_path / "rückläufe"
    returns.mkdir()
    (returns / "amt.xlsx").write_bytes(b"PK")
    packed(returns, tmp_path / "rückläufe.zip")

    assert not is_copy(returns)
    assert not is_copy(tmp_path / "rückläufe.zip")
    assert not is_copy(folder / "measures.json")
    assert not is_copy(tmp_path / "weg")
    assert is_copy(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no named pipes")
def test_a_pipe_is_not_waited_for(folder):
    (folder / FileName.MEASURES).unlink()
    os.mkfifo(folder / FileName.MEASURES)

    assert "measures.json lässt sich nicht lesen" in refusal(folder)
