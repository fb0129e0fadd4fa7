"""Opening a folder in which a save was interrupted, or is under way (SAFE-05)."""

from __future__ import annotations

import shutil
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from klimaeditor.document import open_document
from klimaeditor.files import backups, disk, save_journal, store, transaction
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import DatasetError
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import rows, town, write_folder
from tests.saving_helpers import interrupted
from tests.store_helpers import edited, image, save

if TYPE_CHECKING:
    from pathlib import Path


M, A, P, C = FileName


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_folder(tmp_path / "daten", town())


def interrupt(monkeypatch, folder: Path, file: FileName) -> None:
    """Let a save of three files be killed when *file* had just been replaced."""
    opened = edited(folder, M, A, C)
    interrupted(monkeypatch, folder, folder / file, partial(save, opened))


def values(opened) -> list[object]:
    paths = {M: "category", A: "summary", C: "description"}
    return [opened.dataset.tables[file].rows[0][key] for file, key in paths.items()]


@pytest.mark.parametrize("file", [M, A, C])
def test_an_interrupted_save_is_finished_on_opening_and_told(folder, monkeypatch, file):
    interrupt(monkeypatch, folder, file)

    opened = store.load(folder / A, site=muenster())

    assert ["neu"] * 3 == values(opened)
    (notice,) = opened.notices
    assert "wurde jetzt abgeschlossen" in notice
    assert sorted(FileName) == sorted(image(folder))
    assert () == store.load(folder, site=muenster()).notices


def test_a_save_into_a_new_folder_is_finished_too(folder, tmp_path, monkeypatch):
    target = tmp_path / "neu"
    opened = edited(folder, M, A, C)
    interrupted(monkeypatch, target, target / M, partial(save, opened, target, fresh=True))
    assert not (target / C).exists()

    assert ["neu"] * 3 == values(store.load(target, site=muenster()))
    assert sorted(FileName) == sorted(image(target))


def test_what_cannot_be_finished_lies_among_the_backups(folder, tmp_path, monkeypatch):
    interrupt(monkeypatch, folder, M)
    shutil.copy(write_folder(tmp_path / "andere", rows()) / A, folder / A)
    root = tmp_path / "Sicherungen"

    opened = store.load(folder, root, site=muenster())

    (notice,) = opened.notices
    assert "liegt unter den Sicherungen" in notice
    (backup,) = backups.list_backups(folder, root)
    assert backup.interrupted
    assert ["neu"] * 3 == values(backups.read_backup(backup, site=muenster()))


def test_a_document_is_opened_as_it_was_finished(folder, monkeypatch):
    interrupt(monkeypatch, folder, M)

    document = open_document(folder)

    assert document.is_saved
    document.apply(document.plan_edit(0, {"summary": "weiter"}))
    document.save()
    assert "weiter" == open_document(folder).view(0).value("summary")


def test_files_that_are_being_replaced_are_read_again(folder, monkeypatch):
    colleague, read, done = edited(folder, M, A, C), store._read, []

    def meanwhile(path):
        data = read(path)
        if path.name == A and not done:
            done.append(1)
            save(colleague)
        return data

    monkeypatch.setattr(store, "_read", meanwhile)

    assert ["neu"] * 3 == values(store.load(folder, site=muenster()))


def test_a_save_that_is_under_way_is_waited_for(folder, monkeypatch):
    colleague = edited(folder, M, A, C)
    monkeypatch.setattr(time, "sleep", lambda _pause: None)
    create = disk.create
    seen = []

    def slowly(path, data, **options):
        create(path, data, **options)
        if path.name == save_journal.NAME:
            seen.append(path.exists())

    monkeypatch.setattr(disk, "create", slowly)
    read = store._read

    def claimed(path):
        if path.name == A and not seen:
            save(colleague)
        return read(path)

    monkeypatch.setattr(store, "_read", claimed)

    assert ["neu"] * 3 == values(store.load(folder, site=muenster()))
    assert [True] == seen


def test_a_folder_that_never_comes_to_rest_is_read_all_the_same(folder, monkeypatch):
    monkeypatch.setattr(store, "_stamps", lambda _folder: object())
    pauses = []
    monkeypatch.setattr(time, "sleep", pauses.append)

    assert 7 == len(store.load(folder, site=muenster()).dataset.measures)
    assert 5 == len(pauses)


def test_a_new_folder_with_a_reserved_name_is_refused_before_anything_happens(folder, tmp_path):
    opened = store.load(folder, site=muenster())

    with pytest.raises(DatasetError, match="nicht „NUL“ heißen"):
        save(opened, tmp_path / "NUL", fresh=True)
    assert not (tmp_path / "NUL").exists()


def test_a_transaction_is_not_even_begun_without_changes(folder, monkeypatch):
    monkeypatch.setattr(transaction, "replace_all", None)

    save(store.load(folder, site=muenster()))
