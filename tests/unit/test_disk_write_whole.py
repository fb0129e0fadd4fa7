"""Writing a whole file: all of it or none, and nothing of the user's beside it is touched."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from klimaeditor.files import disk

ROOT = Path(__file__).resolve().parents[2]
NEW, OLD = b"new\n", b"old\n"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written_and_nothing_else(tmp_path):
    disk.write_whole(tmp_path / "Bericht.pdf", NEW)
    assert NEW == (tmp_path / "Bericht.pdf").read_bytes()
    assert ["Bericht.pdf"] == names(tmp_path)


@pytest.mark.parametrize("ending", ["tmp", "bak"])
def test_files_of_the_user_with_like_names_stay(tmp_path, ending):
    kept = tmp_path / f"Bericht.pdf.{ending}"
    kept.write_bytes(OLD)
    disk.write_whole(tmp_path / "Bericht.pdf", NEW)
    assert OLD == kept.read_bytes()


def test_rights_of_the_file_stay(tmp_path):
    path = tmp_path / "Bericht.pdf"
    path.write_bytes(OLD)
    path.chmod(0o640)
    disk.write_whole(path, NEW)
    assert NEW == path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == (0o640 if os.name == "posix" else 0o666)


def test_the_longest_name_can_be_written(tmp_path):
    path = tmp_path / f"{'x' * 250}.pdf"
    disk.write_whole(path, NEW)
    disk.write_whole(path, OLD)
    assert OLD == path.read_bytes()


@pytest.mark.parametrize("call", ["create", "expect", "move"])
def test_a_failure_leaves_the_old_file_and_no_remains(tmp_path, monkeypatch, call):
    path = tmp_path / "Bericht.pdf"
    path.write_bytes(OLD)

    def fail(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, call, fail)
    with pytest.raises(OSError, match="No space"):
        disk.write_whole(path, NEW)
    assert OLD == path.read_bytes()
    assert ["Bericht.pdf"] == names(tmp_path)


@pytest.mark.parametrize("durable", [True, False])
def test_only_what_has_to_survive_a_power_cut_is_waited_for(tmp_path, monkeypatch, durable):
    synced, sync = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(handle) or sync(handle))
    disk.create(tmp_path / "Bericht.pdf", NEW, durable=durable)

    assert durable == bool(synced)


def test_a_new_file_survives_a_power_cut_unless_somebody_says_otherwise(tmp_path, monkeypatch):
    synced, sync = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(handle) or sync(handle))
    disk.create(tmp_path / "Bericht.pdf", NEW)
    disk.create_checked(tmp_path / "Anlage.pdf", NEW)

    assert 2 <= len(synced)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (2, errno.ENOENT),
        (3, errno.ENOENT),
        (5, errno.EACCES),
        (32, errno.EACCES),
        (1224, errno.EIO),
    ],
)
def test_an_error_of_windows_is_one_that_python_knows(number, expected):
    error = disk.WindowsError(number, ROOT)

    assert (expected, number) == (error.errno, error.winerror)
