"""Folder -> dataset -> folder: whole or not at all, and nothing that was not changed."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from klimaeditor.files import store, transaction
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import DatasetError, JsonFaultError
from klimaeditor.model.values import same
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import rows, town, write_folder
from tests.store_helpers import edited, hashes, image, put, refuse, save

M, A, P, C = FileName
posix = pytest.mark.skipif(os.name == "nt", reason="needs links and permissions as POSIX has them")


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_folder(tmp_path / "daten", town())


# Opening


@pytest.mark.parametrize("name", ["", *FileName])
def test_a_folder_or_one_of_its_files_opens_the_dataset(folder, name):
    opened = store.load(folder / name, site=muenster())

    assert (folder, 7, ()) == (opened.folder, len(opened.dataset.measures), opened.notices)


def test_a_relative_path_is_remembered_as_an_absolute_one(folder, monkeypatch):
    monkeypatch.chdir(folder.parent)

    assert folder == store.load(Path("daten"), site=muenster()).folder


def test_spelling_does_not_matter_where_the_file_system_does_not_mind(folder):
    (folder / "MEASURES.JSON").write_text("[]", encoding="utf-8")

    assert folder == store.load(folder / "MEASURES.JSON", site=muenster()).folder


def test_a_missing_path_is_named(tmp_path):
    with pytest.raises(DatasetError, match=r"„nirgends“ gibt es nicht"):
        store.load(tmp_path / "nirgends", site=muenster())


def test_another_file_is_refused_with_what_to_open_instead(folder):
    (folder / "notizen.json").write_text("[]", encoding="utf-8")

    with pytest.raises(DatasetError, match=r"„notizen.json“ ist keine Datei eines Datensatzes"):
        store.load(folder / "notizen.json", site=muenster())


def test_a_folder_above_the_dataset_says_which_one_to_open(folder):
    (folder.parent / "leer").mkdir(exist_ok=True)
    with pytest.raises(DatasetError) as caught:
        store.locate(folder.parent)

    said = str(caught.value)
    assert "Ein Datensatz liegt in einem Ordner darin" in said
    assert f"„{folder.name}“. Öffnen Sie diesen Ordner." in said
    assert "leer" not in said


def test_missing_files_are_named(folder):
    (folder / A).unlink()
    (folder / C).unlink()
    (folder / C).mkdir()

    with pytest.raises(DatasetError, match=r"fehlen additional_data.json, categories.json\."):
        store.load(folder, site=muenster())


@pytest.mark.parametrize("path", ["x" * 5000, "a\x00b"])
def test_an_impossible_path_is_refused_in_words(path, tmp_path):
    with pytest.raises(DatasetError):
        store.load(tmp_path / path, site=muenster())


def test_a_fault_in_one_file_opens_nothing(folder):
    (folder / P).write_text('[{"id": "a"},\n]', encoding="utf-8")

    with pytest.raises(JsonFaultError, match=r"implementations.json, Zeile 2, Spalte 1"):
        store.load(folder, site=muenster())


def test_a_huge_file_is_not_even_read(folder, monkeypatch):
    with (folder / M).open("wb") as handle:
        handle.truncate(30 * 2**30)
    asked, read = [], os.read
    monkeypatch.setattr(os, "read", lambda handle, n: asked.append(n) or read(handle, n))

    with pytest.raises(JsonFaultError, match=r"mit 30720 MB größer") as caught:
        store.load(folder, site=muenster())
    assert sum(asked) < 100 * 2**20
    assert ("too_large", 1, 1) == (caught.value.kind, caught.value.line, caught.value.column)


def test_a_file_that_cannot_be_read_is_named_with_the_reason(folder, monkeypatch):
    refuse(monkeypatch, os, "open", lambda p, *_: Path(p).name == C, OSError(errno.EACCES, "no"))

    with pytest.raises(DatasetError, match=r"categories.json lässt sich nicht lesen: Sie haben"):
        store.load(folder, site=muenster())


@posix
def test_a_byte_order_mark_and_a_file_from_elsewhere_are_noticed(folder, tmp_path):
    (folder / A).write_bytes(b"\xef\xbb\xbf" + (folder / A).read_bytes())
    shutil.move(folder / P, tmp_path / "anderswo.json")
    (folder / P).symlink_to(tmp_path / "anderswo.json")

    opened = store.load(folder, site=muenster())

    assert ["Eine Datei beginnt", "implementations.json ist eine"] == [
        " ".join(notice.split()[:3]) for notice in opened.notices
    ]
    assert "additional_data.json beginnt" in opened.notices[0]


# Saving in place


def test_opening_and_saving_writes_nothing(folder, monkeypatch):
    before = image(folder)
    monkeypatch.setattr(transaction, "replace_all", None)

    opened = store.load(folder, site=muenster())
    sources = save(opened)

    assert before == image(folder)
    assert all(sources[file] is opened.sources[file] for file in FileName)


@pytest.mark.real
def test_the_real_dataset_is_the_same_after_opening_and_saving(real_dataset, tmp_path):
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in FileName:
        shutil.copyfile(real_dataset / file, copy / file)
    before = hashes(copy)

    save(store.load(copy, site=muenster()))
    assert before == hashes(copy)
    save(store.load(copy, site=muenster()), fresh=True)
    assert before == hashes(copy)
    save(store.load(copy, site=muenster()), tmp_path / "neu", fresh=True)
    assert before == hashes(tmp_path / "neu")


@pytest.mark.parametrize("file", list(FileName))
def test_only_the_changed_file_is_written(folder, file):
    before = {f: (folder / f).stat() for f in FileName}

    opened = edited(folder, file)
    sources = save(opened)

    written = {f for f in FileName if (folder / f).stat().st_ino != before[f].st_ino}
    assert {file} == written
    assert sources[file].data == (folder / file).read_bytes()
    assert sorted(FileName) == sorted(image(folder))


def test_what_is_saved_is_what_is_opened_next(folder):
    opened = edited(folder, *FileName)
    sources = save(opened)

    again = store.load(folder, site=muenster())

    for file, table in opened.dataset.tables.items():
        assert same(list(table.rows.values()), list(again.dataset.tables[file].rows.values()))
        assert sources[file].sha256 == again.sources[file].sha256


def test_saving_twice_writes_once(folder):
    opened = edited(folder, M)
    sources = save(opened)
    before = (folder / M).stat()

    store.save(folder, opened.dataset, sources)

    assert before.st_ino == (folder / M).stat().st_ino


def test_undone_changes_are_not_saved(folder):
    before = image(folder)
    opened = store.load(folder, site=muenster())
    put(opened, A, ("summary",), "neu")
    put(opened, A, ("summary",), "Kurz gesagt")

    save(opened)

    assert before == image(folder)


@posix
def test_permissions_of_a_file_stay(folder):
    (folder / M).chmod(0o640)

    save(edited(folder, M))

    assert 0o640 == (folder / M).stat().st_mode & 0o777


@posix
def test_a_link_becomes_a_file_of_its_own_and_its_target_stays(folder, tmp_path):
    target = Path(shutil.move(folder / A, tmp_path / "anderswo.json"))
    (folder / A).symlink_to(target)
    before = target.read_bytes()

    save(edited(folder, A))

    assert before == target.read_bytes()
    assert not (folder / A).is_symlink()


# Changes from elsewhere (SAFE-06)


def test_a_file_that_somebody_else_changed_is_not_overwritten(folder):
    opened = edited(folder, M, A)
    stat = (folder / A).stat()
    foreign = (folder / A).read_bytes().replace(b"Kurz bauen3", b"Anders gesagt"[:11])
    (folder / A).write_bytes(foreign)
    os.utime(folder / A, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    before = image(folder)

    with pytest.raises(DatasetError, match=r"additional_data.json wurde seit dem Öffnen"):
        save(opened)
    assert before == image(folder)


def test_a_file_that_is_gone_is_not_created_again(folder):
    opened = edited(folder, M)
    (folder / M).unlink()

    with pytest.raises(DatasetError, match=r"measures.json wurde seit dem Öffnen"):
        save(opened)
    assert not (folder / M).exists()


def test_a_folder_that_is_gone_is_not_created_again(folder):
    opened = edited(folder, M)
    shutil.rmtree(folder)

    with pytest.raises(DatasetError, match=r"nicht mehr da"):
        save(opened)
    assert not folder.exists()


def test_a_change_in_a_file_that_is_not_saved_does_no_harm(folder):
    opened = edited(folder, M)
    (folder / C).write_bytes(b"[]")

    save(opened)

    assert b"[]" == (folder / C).read_bytes()


def test_what_changes_while_the_new_files_are_written_is_not_overwritten(folder, monkeypatch):
    opened = edited(folder, M)
    sync = os.fsync

    def late(handle):
        sync(handle)
        (folder / M).write_bytes(b"[]")

    monkeypatch.setattr(os, "fsync", late)

    with pytest.raises(DatasetError, match="wurde seit dem Öffnen"):
        save(opened)
    assert b"[]" == (folder / M).read_bytes()


# Saving elsewhere


def test_saving_elsewhere_writes_all_four_files(folder, tmp_path):
    before = image(folder)
    opened = edited(folder, M)

    sources = save(opened, tmp_path / "a" / "b", fresh=True)

    assert before == image(folder)
    assert {f: s.data for f, s in sources.items()} == {
        FileName(name): data for name, data in image(tmp_path / "a" / "b").items()
    }
    assert {M} == {f for f in FileName if before[f] != sources[f].data}


def test_saving_elsewhere_replaces_what_is_there(folder, tmp_path):
    other = write_folder(tmp_path / "andere", rows())

    save(store.load(folder, site=muenster()), other, fresh=True)

    assert image(folder) == image(other)


def test_a_dataset_without_files_is_written_in_canonical_form(tmp_path):
    opened = store.load(write_folder(tmp_path / "a", town()), site=muenster())

    store.save(tmp_path / "b", opened.dataset, {}, fresh=True)

    assert image(tmp_path / "a") == image(tmp_path / "b")


def test_a_place_that_cannot_be_a_folder_is_refused_in_words(folder, tmp_path):
    (tmp_path / "datei").write_text("x", encoding="utf-8")

    with pytest.raises(DatasetError, match="wurde nicht gespeichert"):
        save(store.load(folder, site=muenster()), tmp_path / "datei", fresh=True)
    with pytest.raises(DatasetError, match="wurde nicht gespeichert"):
        save(store.load(folder, site=muenster()), tmp_path / "datei" / "ordner", fresh=True)


@posix
def test_one_folder_is_recognised_however_it_is_spelled(folder, tmp_path, monkeypatch):
    (tmp_path / "link").symlink_to(folder)
    monkeypatch.chdir(tmp_path)

    for other in (folder / "..", tmp_path / "nicht da"):
        assert not store.same_folder(folder, other)
    for same_one in (Path("daten"), tmp_path / "link", folder / ".." / "daten"):
        assert store.same_folder(folder, same_one)
    assert store.same_folder(tmp_path / "nicht da", Path("nicht da"))
