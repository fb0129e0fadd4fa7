"""Copies of the four files: when, where, which stay, and reading one (SAFE-11)."""

from __future__ import annotations

import errno
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from klimaeditor.document import open_document
from klimaeditor.files import backups, disk, save_journal
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import DatasetError
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import rows, town, write_folder
from tests.faulty import DEAD_PID

M, A, P, C = FileName
NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_folder(tmp_path / "daten", town())


@pytest.fixture
def root(tmp_path) -> Path:
    return tmp_path / "eigenes" / "Sicherungen"


def change(folder: Path, text: str) -> None:
    (folder / C).write_text(f'[{{"id": "{text}"}}]', encoding="utf-8")


def make(folder, root, now=NOON, instead=None):
    return backups.make_backup(folder, root, now, instead)


def test_a_backup_holds_the_four_files_under_its_time(folder, root):
    backup = make(folder, root)

    assert f"{NOON.astimezone():%Y%m%d-%H%M%S}" == backup.path.name
    assert {f: (folder / f).read_bytes() for f in FileName} == {
        FileName(path.name): path.read_bytes() for path in backup.path.iterdir()
    }
    assert [backup] == list(backups.list_backups(folder, root))


def test_the_backup_just_made_stays_though_the_clock_went_back(folder, root):
    for minute in range(backups.KEEP_LAST + 1):
        change(folder, f"klima{minute}")
        make(folder, root, NOON + timedelta(minutes=minute))
    change(folder, "zuletzt")

    backup = make(folder, root, NOON - timedelta(hours=2))

    assert backup in backups.list_backups(folder, root)


def test_each_dataset_has_its_own_shelf_with_its_origin(folder, root, tmp_path):
    other = write_folder(tmp_path / "andere", rows())
    make(folder, root)
    make(other, root)

    assert 2 == len(list(root.iterdir()))
    assert 1 == len(backups.list_backups(folder, root))
    origin = backups.shelf(folder, root) / backups.ORIGIN
    assert str(folder) in origin.read_text(encoding="utf-8")


def test_the_same_state_is_not_kept_twice(folder, root):
    make(folder, root)

    assert None is make(folder, root, NOON + timedelta(hours=1))


def test_two_backups_of_one_second_are_two(folder, root):
    make(folder, root)
    change(folder, "neu")
    make(folder, root)

    assert 2 == len(backups.list_backups(folder, root))


def test_nothing_is_kept_of_an_empty_folder(tmp_path, root):
    (tmp_path / "leer").mkdir()

    assert None is make(tmp_path / "leer", root)


def test_nothing_is_ever_kept_inside_the_dataset(folder):
    with pytest.raises(DatasetError, match="wo sie stören"):
        make(folder, folder / "Sicherungen")
    assert sorted(FileName) == sorted(path.name for path in folder.iterdir())


# Which stay


def test_of_forty_saves_in_a_day_the_last_twenty_stay(folder, root):
    times = [NOON + timedelta(minutes=10 * n) for n in range(40)]
    for moment in times:
        change(folder, f"{moment:%H%M}")
        make(folder, root, moment)

    found = [backup.made for backup in backups.list_backups(folder, root)]
    assert list(reversed(times[20:])) == found


def test_of_forty_days_the_last_of_each_day_stays_for_thirty_days(folder, root):
    times = [NOON + timedelta(days=day, hours=hour) for day in range(40) for hour in (0, 5)]
    for moment in times:
        change(folder, f"{moment:%d%H}")
        make(folder, root, moment)

    last = times[-1]
    expected = {time for time in times if time.hour == 17 and time > last - timedelta(days=30)}
    expected |= set(times[-20:])
    assert expected == {backup.made for backup in backups.list_backups(folder, root)}
    assert 30 + 10 == len(expected)


def test_after_a_long_pause_the_last_twenty_are_still_there():
    times = [NOON + timedelta(minutes=n) for n in range(30)]

    kept = backups.surviving(times, NOON + timedelta(days=400))

    assert set(times[10:]) == kept


def test_what_a_killed_program_left_half_made_goes_with_the_next_backup(folder, root):
    make(folder, root)
    half = backups.shelf(folder, root) / f".20260503-120001.{DEAD_PID}.tmp"
    half.mkdir()
    (half / M).write_bytes(b"[")
    assert 1 == len(backups.list_backups(folder, root))

    change(folder, "neu")
    make(folder, root, NOON + timedelta(hours=1))

    assert not half.exists()


@pytest.mark.parametrize("others", [1, 7])
def test_who_backs_up_in_the_same_moment_gets_the_next_name(folder, root, monkeypatch, others):
    """Of eight command lines at once, each has seen that the name is free before one took it."""
    exists = Path.exists
    wanted = f"{NOON.astimezone():%Y%m%d-%H%M%S}"
    rivals = [wanted, *(f"{wanted}-{number}" for number in range(2, 9))][:others]

    def just_not_there_yet(path):
        found = exists(path)
        if path.name in rivals and not found:
            path.mkdir()
            (path / M).write_bytes(b"[]")
        return found

    monkeypatch.setattr(Path, "exists", just_not_there_yet)

    made = make(folder, root)

    assert f"{wanted}-{others + 1}" == made.path.name
    assert set(FileName) == set(made.files)
    assert not list(backups.shelf(folder, root).glob(".*"))


def test_a_backup_of_a_folder_that_somebody_saves_into_is_of_one_state(folder, root, monkeypatch):
    read, pauses = disk.read, []
    new = dict.fromkeys(FileName, b"[]")

    def saved_meanwhile(path, *most):
        found = read(path, *most)
        if path == folder / M and not pauses:
            for file, data in new.items():
                (folder / "neu").write_bytes(data)
                (folder / "neu").replace(folder / file)
        return found

    monkeypatch.setattr(disk, "read", saved_meanwhile)
    monkeypatch.setattr(time, "sleep", pauses.append)

    made = make(folder, root)

    assert new == {file: (made.path / file).read_bytes() for file in FileName}
    assert pauses


def test_who_is_still_saving_is_waited_for_but_not_for_ever(folder, root, monkeypatch):
    pauses = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    (folder / save_journal.NAME).write_bytes(b"{}")

    assert make(folder, root) is not None
    assert 5 == len(pauses)


def test_a_backup_that_fails_leaves_nothing(folder, root, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(disk, "create_checked", refuse)
        with pytest.raises(OSError, match="full"):
            make(folder, root)

    assert [backups.ORIGIN] == [path.name for path in backups.shelf(folder, root).iterdir()]


def refuse(*_):
    raise OSError(errno.ENOSPC, "full")


# Reading


def test_a_backup_is_read_as_a_dataset_of_its_own(folder, root):
    before = {file: (folder / file).read_bytes() for file in FileName}
    backup = make(folder, root)
    change(folder, "neu")

    content = backups.read_backup(backup, site=muenster())

    assert before == {file: source.data for file, source in content.sources.items()}
    assert 7 == len(content.dataset.measures)


def test_a_backup_that_lacks_files_is_refused_in_words(folder, root):
    (folder / A).unlink()
    backup = make(folder, root)

    with pytest.raises(DatasetError, match=r"fehlt additional_data.json"):
        backups.read_backup(backup, site=muenster())


@pytest.mark.parametrize(
    ("made", "label"),
    [
        (NOON - timedelta(hours=2), "heute um 10:00 Uhr"),
        (NOON - timedelta(days=1), "gestern um 12:00 Uhr"),
        (NOON - timedelta(days=60), "am 4. März 2026 um 12:00 Uhr"),
    ],
)
def test_a_backup_is_called_by_its_time(made, label):
    backup = backups.Backup(Path("x"), made, (), interrupted=False)

    assert label == backup.label(NOON)


def test_what_an_interrupted_save_left_is_kept_and_named(folder, root):
    assert backups.keep_unsaved(folder, root, {M: b"[1]"})

    (backup,) = backups.list_backups(folder, root)
    assert b"[1]" == (backup.path / M).read_bytes()
    assert (folder / A).read_bytes() == (backup.path / A).read_bytes()
    assert "(Stand eines unterbrochenen Speicherns)" in backup.label(NOON)


def test_where_it_cannot_be_kept_that_is_said(folder, tmp_path):
    (tmp_path / "datei").write_bytes(b"")

    assert not backups.keep_unsaved(folder, tmp_path / "datei", {M: b"[1]"})


# The document


def edit(document, text: str) -> None:
    document.apply(document.plan_edit(0, {"summary": text}))


def test_the_first_save_of_a_session_keeps_what_it_overwrites(folder, root):
    document = open_document(folder, root)
    before = (folder / A).read_bytes()
    for text in ("a", "b", "c"):
        edit(document, text)
        document.save()

    (backup,) = backups.list_backups(folder, root)
    assert before == (backup.path / A).read_bytes()
    assert () == document.save_notices


def test_saving_without_changes_keeps_nothing(folder, root):
    open_document(folder, root).save()

    assert not root.exists()


def test_saving_elsewhere_keeps_what_lies_there(folder, root, tmp_path):
    other = write_folder(tmp_path / "andere", rows())
    before = (other / M).read_bytes()

    open_document(folder, root).save(other)

    (backup,) = backups.list_backups(other, root)
    assert before == (backup.path / M).read_bytes()


def test_a_save_without_a_backup_is_still_a_save_and_says_so(folder, tmp_path):
    (tmp_path / "datei").write_bytes(b"")
    document = open_document(folder, tmp_path / "datei")
    for text in ("a", "b"):
        edit(document, text)
        document.save()

        assert document.is_saved
        (notice,) = document.save_notices
        assert "konnte keine Sicherung angelegt werden" in notice
        assert "Schaffen Sie" not in notice


def test_a_document_can_be_backed_up_at_any_time(folder, root):
    document = open_document(folder, root)

    assert "" == document.back_up(folder)
    assert 1 == len(backups.list_backups(folder, root))


@pytest.mark.skipif(os.name == "nt", reason="names are compared as they are elsewhere")
def test_one_folder_has_one_shelf_however_it_is_written(folder, root, monkeypatch):
    monkeypatch.chdir(folder.parent)

    assert backups.shelf(folder, root) == backups.shelf(Path("daten"), root)
