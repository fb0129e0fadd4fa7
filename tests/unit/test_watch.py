"""Noticing what others do to the files, and only that (SAFE-06, SAFE-15)."""

from __future__ import annotations

import errno
import os
import shutil
import time
from typing import TYPE_CHECKING

import pytest

from klimaeditor.document import open_document
from klimaeditor.files import disk, store, watch
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import DatasetError
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import rows, town, write_folder

if TYPE_CHECKING:
    from pathlib import Path


M, A, P, C = FileName


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_folder(tmp_path / "daten", town())


@pytest.fixture
def watching(folder) -> watch.Watch:
    return watch.Watch(folder, store.load(folder, site=muenster()).sources)


@pytest.fixture
def reads(monkeypatch) -> list[str]:
    """Note which files are read."""
    kept: list[str] = []
    read = disk.read

    def noting(path, most=None):
        kept.append(path.name)
        return read(path, most)

    monkeypatch.setattr(disk, "read", noting)
    return kept


def age(folder: Path, seconds: int) -> None:
    for file in FileName:
        stamp = time.time() - seconds
        os.utime(folder / file, (stamp, stamp))


def test_nothing_has_changed_where_nobody_did_anything(watching):
    assert () == watching.changed_files()


def test_a_touched_file_has_not_changed(folder, watching):
    (folder / M).touch()

    assert () == watching.changed_files()


def test_a_file_with_other_content_has_changed_until_it_is_accepted(folder, watching):
    (folder / A).write_bytes(b"[]")

    assert (A,) == watching.changed_files()
    assert (A,) == watching.changed_files()

    watching.accept(store.load(folder, site=muenster()).sources)
    assert () == watching.changed_files()


def test_other_content_of_the_same_size_and_time_is_noticed(folder, watching, monkeypatch):
    stat = (folder / A).stat()
    monkeypatch.setattr(time, "time_ns", lambda: stat.st_mtime_ns + watch.GRAIN_NS // 2)
    watching.changed_files()
    data = (folder / A).read_bytes()
    (folder / A).write_bytes(data.replace(b"Kurz", b"Lang"))
    os.utime(folder / A, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    assert (A,) == watching.changed_files()


def test_a_file_that_is_gone_has_changed(folder, watching):
    (folder / P).unlink()

    assert (P,) == watching.changed_files()


def test_files_are_read_only_where_their_stamp_says_something_new(folder, watching, reads):
    age(folder, 60)
    watching.changed_files()
    assert sorted(FileName) == sorted(reads)

    reads.clear()
    watching.changed_files()
    assert [] == reads

    (folder / C).touch()
    watching.changed_files()
    assert [C] == reads


def test_saving_raises_no_alarm(folder):
    document = open_document(folder)
    watching = watch.Watch(folder, document.sources)
    for text in ("a", "b"):
        document.apply(document.plan_edit(0, {"summary": text}))
        document.save()
        watching.accept(document.sources)

        assert () == watching.changed_files()


def test_a_folder_out_of_reach_is_told_and_means_nothing(folder, watching, monkeypatch):
    shutil.move(folder, folder.parent / "weg")
    with pytest.raises(DatasetError, match="lässt sich nicht lesen"):
        watching.changed_files()
    shutil.move(folder.parent / "weg", folder)

    with monkeypatch.context() as broken:
        broken.setattr(disk, "read", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "x")))
        with pytest.raises(DatasetError, match="Lese- oder Schreibfehler"):
            watching.changed_files()
    assert () == watching.changed_files()


# Synchronised folders


@pytest.mark.parametrize(
    "name",
    [
        "measures-PC0815.json",
        "measures-DESKTOP-A1B2.json",
        "additional_data (PC-Datum).json",
        "implementations (1).json",
        "categories (conflicted copy 2026-05-03 120000).json",
        "measures (in Konflikt stehende Kopie von Anna).json",
        "measures_conflict-20260503.json",
        "measures.sync-conflict-20260503-120000-ABCDEFG.json",
        "measures - Kopie.json",
        "measures - Kopie (2).json",
    ],
)
def test_a_conflict_copy_is_recognised_and_told_on_opening(folder, name):
    (folder / name).write_bytes(b"[]")

    assert (name,) == watch.conflict_copies(folder)
    (notice,) = store.load(folder, site=muenster()).notices
    assert f"liegt „{name}“" in notice


@pytest.mark.parametrize(
    "name",
    [
        *FileName,
        "measures-schema.json",
        "measures.schema.json",
        "measures.json.bak",
        "old-measures.json",
        "measures.xlsx",
        "wmeasures-PC1.json",
    ],
)
def test_other_names_are_not_taken_for_conflict_copies(folder, name):
    (folder / name).touch()

    assert () == watch.conflict_copies(folder)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Maßnahmen (PC0815-2026-05-03).xlsx", True),
        ("Maßnahmen (PC-Datum).xlsx", True),
        ("Maßnahmen (2).xlsx", False),  # the name that an export offers
        ("Maßnahmen (alt).xlsx", False),
        ("Andere (PC0815-2026-05-03).xlsx", False),
    ],
)
def test_a_workbook_that_onedrive_has_doubled_is_told(folder, name, told):
    (folder / "Maßnahmen.xlsx").touch()
    (folder / name).touch()

    assert ((name,) if told else ()) == watch.conflict_copies(folder)


def test_several_copies_are_listed(folder):
    for name in ("measures-PC1.json", "measures-PC2.json", "categories (2).json"):
        (folder / name).touch()

    (notice,) = watch.place_notices(folder)
    assert "liegen „categories (2).json“, „measures-PC1.json“ und „measures-PC2.json“" in notice


def test_a_folder_that_cannot_be_listed_has_none(folder):
    assert () == watch.conflict_copies(folder / "nirgends")


@pytest.mark.parametrize(
    ("parts", "service"),
    [
        (("OneDrive - Stadt Beispiel", "Klima"), "OneDrive - Stadt Beispiel"),
        (("OneDrive", "x"), "OneDrive"),
        (("Nextcloud",), "Nextcloud"),
        (("Dropbox", "a", "b"), "Dropbox"),
        (("Eigene Dateien",), ""),
        (("Onedrive-Umzug",), ""),
    ],
)
def test_a_synchronised_folder_is_recognised_by_name(tmp_path, parts, service):
    assert service == watch.synced_by(tmp_path.joinpath(*parts), {})


def test_a_synchronised_folder_is_recognised_by_what_onedrive_says(tmp_path):
    environment = {"OneDriveCommercial": str(tmp_path / "Wolke"), "OneDrive": ""}

    assert "OneDrive" == watch.synced_by(tmp_path / "Wolke" / "Klima", environment)
    assert "" == watch.synced_by(tmp_path / "Wolkenlos", environment)


def test_opening_in_a_synchronised_folder_is_told(tmp_path):
    folder = write_folder(tmp_path / "Nextcloud" / "daten", rows())

    (notice,) = store.load(folder, site=muenster()).notices
    assert "synchronisierten Ordner (Nextcloud)" in notice
