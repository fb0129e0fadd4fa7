"""What goes wrong while saving: the files are as they were, and the reason is named (SAFE-01)."""

from __future__ import annotations

import errno
import os
import time
from functools import partial
from itertools import chain, repeat
from pathlib import Path

import pytest

from klimaeditor.files import jsontext, save_journal, store
from klimaeditor.files.source import render
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import DatasetError
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import rows, town, write_folder
from tests.store_helpers import edited, image, is_target, put, refuse, save, windows_error

M, A, P, C = FileName
posix = pytest.mark.skipif(os.name == "nt", reason="needs links and permissions as POSIX has them")


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_folder(tmp_path / "daten", town())


@pytest.fixture(autouse=True)
def pauses(monkeypatch) -> list[float]:
    """Keep the pauses between attempts instead of waiting."""
    kept: list[float] = []
    monkeypatch.setattr(time, "sleep", kept.append)
    return kept


@pytest.mark.parametrize(
    ("name", "error", "reason"),
    [
        ("write", OSError(errno.ENOSPC, "full"), "Der Datenträger ist voll."),
        ("fsync", windows_error(112), "Der Datenträger ist voll."),
        ("fsync", windows_error(59), "Die Netzwerkverbindung ist abgebrochen."),
        ("open", OSError(errno.EROFS, "read-only"), "schreibgeschützt"),
        ("open", OSError(errno.EACCES, "no"), "keine Berechtigung"),
    ],
)
def test_nothing_changes_where_writing_fails(folder, monkeypatch, name, error, reason):
    opened, before = edited(folder, M, P), image(folder)
    refuse(monkeypatch, os, name, lambda *_: True, error)

    with pytest.raises(DatasetError, match=f"^measures.json wurde nicht gespeichert: .*{reason}"):
        save(opened)
    monkeypatch.undo()
    assert before == image(folder)


def test_a_folder_in_the_place_of_the_journal_is_named_with_the_way_out(folder, pauses):
    opened = edited(folder, M)
    place = folder / save_journal.NAME
    place.mkdir()
    before = {file: (folder / file).read_bytes() for file in FileName}

    with pytest.raises(DatasetError) as refused:
        save(opened)
    assert "ein Ordner „.klimaeditor-journal.json“" in str(refused.value)
    assert "Es wurde nichts gespeichert; Ihre Änderungen sind noch da." in str(refused.value)
    assert before == {file: (folder / file).read_bytes() for file in FileName}
    assert place.is_dir()
    store.load(folder, site=muenster())
    assert [] == pauses
    place.rmdir()
    save(opened)
    assert before != {file: (folder / file).read_bytes() for file in FileName}


@pytest.mark.parametrize("times", [1, 99], ids=["once", "lasting"])
@pytest.mark.parametrize("name", ["open", "write", "fsync", "replace"])
def test_whichever_call_fails_all_files_are_old_or_all_are_new(tmp_path, monkeypatch, name, times):
    for call in range(99):
        folder = write_folder(tmp_path / f"{call}", town())
        opened, before = edited(folder, M, A, P), image(folder)
        after = before | {file: rendered(opened, file) for file in (M, A, P)}
        later = partial(next, chain(repeat(False, call), repeat(True)))
        with monkeypatch.context() as broken:
            error = OSError(errno.EIO, "gone")
            failed = refuse(broken, os, name, lambda *_, due=later: due(), error, times=times)
            told = sentence_of(opened)
        left = {file: (folder / file).read_bytes() for file in FileName}
        store.load(folder, site=muenster())  # settles what is left of an interrupted save
        if "Ob gespeichert wurde, ist noch offen" in told:
            assert times > 1
            assert image(folder) in (before, after)
        else:
            assert left == image(folder) == (before if told else after)
        if not failed:
            assert "" == told
            return
    pytest.fail("the save never came to its end")


def sentence_of(opened) -> str:
    """Return what a save says that fails, "" where it succeeds."""
    try:
        save(opened)
    except DatasetError as error:
        return str(error)
    return ""


def rendered(opened, file) -> bytes:
    return render(opened.sources[file], opened.dataset.tables[file].rows)


def test_nothing_changes_where_the_folder_cannot_be_made(folder, monkeypatch):
    before = image(folder)
    refuse(monkeypatch, Path, "mkdir", lambda *_: True, OSError(errno.EIO, "Input/output error"))

    with pytest.raises(DatasetError, match=r"wurde nicht gespeichert: .*Lese- oder Schreibfehler"):
        save(store.load(folder, site=muenster()), folder / "neu", fresh=True)
    assert before == image(folder)


@pytest.mark.parametrize("times", [1, 3, 6])
@pytest.mark.parametrize("number", [5, 32, 33])
def test_a_file_that_is_held_for_a_moment_is_tried_again(
    folder, monkeypatch, pauses, number, times
):
    opened = edited(folder, M, P)
    refuse(monkeypatch, os, "replace", is_target(P), windows_error(number), times=times)

    sources = save(opened)

    assert (times, True) == (len(pauses), sum(pauses) <= 3)
    assert sources[P].data == (folder / P).read_bytes()
    assert sorted(FileName) == sorted(image(folder))


@pytest.mark.parametrize(
    ("error", "attempts", "reason"),
    [
        (windows_error(5), 7, "keine Berechtigung"),
        (windows_error(32), 7, "in einem anderen Programm geöffnet"),
        (windows_error(64), 1, "Netzwerkfreigabe ist nicht mehr erreichbar"),
        (OSError(errno.EACCES, "Permission denied"), 1, "keine Berechtigung"),
        (PermissionError(errno.EPERM, "nope"), 1, "keine Berechtigung"),
        (OSError(errno.EL2HLT, "nope"), 1, "meldet: nope"),
    ],
)
def test_nothing_changes_where_replacing_fails(folder, monkeypatch, error, attempts, reason):
    for file in (M, P, C):
        opened, before = edited(folder, M, P, C), image(folder)
        with monkeypatch.context() as broken:
            failed = refuse(broken, os, "replace", is_target(file), error)
            with pytest.raises(DatasetError, match=f"^{file} wurde nicht gespeichert: .*{reason}"):
                save(opened)
        assert attempts == len(failed)
        assert before == image(folder)


def test_what_failed_once_can_be_saved_later(folder, monkeypatch):
    opened = edited(folder, M, P)
    with monkeypatch.context() as broken:
        refuse(broken, os, "replace", is_target(P), windows_error(5))
        with pytest.raises(DatasetError):
            save(opened)

    sources = save(opened)

    assert [s.data for s in sources.values()] == [(folder / f).read_bytes() for f in FileName]


def test_new_files_go_again_where_a_later_one_fails(folder, tmp_path, monkeypatch):
    opened = store.load(folder, site=muenster())
    refuse(monkeypatch, os, "replace", is_target(C), OSError(errno.EIO, "gone"))

    with pytest.raises(DatasetError):
        save(opened, tmp_path / "neu", fresh=True)
    assert {} == image(tmp_path / "neu")


def test_an_old_temporary_file_is_in_nobodys_way(folder):
    (folder / f".measures.json.{os.getpid()}.tmp").write_bytes(b"alt")
    (folder / f".measures.json.{os.getpid()}.tmp").chmod(0o400)

    save(edited(folder, M))

    assert sorted(FileName) == sorted(image(folder))


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_read_only_folder_is_named_as_the_reason(folder):
    opened, before = edited(folder, M), image(folder)
    folder.chmod(0o500)
    try:
        with pytest.raises(DatasetError, match="keine Berechtigung"):
            save(opened)
    finally:
        folder.chmod(0o700)
    assert before == image(folder)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("\ud800", "ein Zeichen, das sich nicht speichern lässt"),
        (float("nan"), "Die Prüfung vor dem Speichern"),
        (2**53, "zu groß"),
        (("x",), "Die Prüfung vor dem Speichern"),
        ({1: "x"}, "Hier steht etwas"),
        (object(), "Die Prüfung vor dem Speichern"),
    ],
)
def test_what_the_reader_would_refuse_is_never_written(folder, value, reason):
    opened, before = put(store.load(folder, site=muenster()), A, ("summary",), value), image(folder)

    with pytest.raises(
        DatasetError, match=f"^additional_data.json wurde nicht gespeichert: .*{reason}"
    ) as refused:
        save(opened)
    assert 1 == str(refused.value).count("additional_data.json")
    assert before == image(folder)


def test_a_file_that_would_grow_too_large_to_be_read_again_is_not_written(folder, monkeypatch):
    opened, before = (
        put(store.load(folder, site=muenster()), A, ("summary",), "x" * 9999),
        image(folder),
    )
    monkeypatch.setattr(jsontext, "MAX_BYTES", 9999)

    with pytest.raises(DatasetError, match=r"wurde nicht gespeichert: .*größer als"):
        save(opened)
    assert before == image(folder)


@pytest.mark.parametrize(
    "name", ["..\\..\\x", "C:\\x", "\\\\srv\\x", "../../x", "/x", "CON", "a\x00"]
)
def test_no_path_is_ever_taken_from_the_data(tmp_path, name):
    tables = rows()
    for file in FileName:
        tables[file][0]["id"] = name
    folder = write_folder(tmp_path / "innen", tables)

    opened = store.load(folder, site=muenster())
    put(opened, M, ("category",), name)
    save(opened)

    assert sorted(f"innen/{file}" for file in FileName) == sorted(image(tmp_path))
