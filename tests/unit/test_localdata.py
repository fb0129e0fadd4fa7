"""What the program keeps on the user's machine can be seen and removed (DEL-06)."""

from __future__ import annotations

import logging

import pytest

from klimaeditor import localdata, logs, paths
from klimaeditor.document import open_document
from klimaeditor.publish import retired
from klimaeditor.recovery import journal, leftovers
from tests.dataset_builders import town, write_folder


@pytest.fixture
def used(tmp_path, own_user_folders):
    """Leave every kind of local data, and a session that is still running."""
    root = paths.user_data()
    logs.setup()
    logging.getLogger("klimaeditor").info("event")
    document = open_document(write_folder(tmp_path / "daten", town()))
    running = journal.record(document, journal.default_root())
    document.apply(document.plan_edit(0, {"summary": "a"}))
    document.save()
    document.apply(document.plan_edit(0, {"summary": "b"}))
    running.flush()
    logs.shut_down()
    yield root, running
    running.close()


def test_what_is_kept_is_listed(used):
    root, _running = used

    found = localdata.local_data(root)

    assert [4 + 1, 4 + 2, 1] == [kind.files for kind in found]
    assert all(kind.size > 0 for kind in found)
    assert [root / name for name in ("Sicherungen", "Wiederherstellung", "Protokolle")] == [
        kind.folder for kind in found
    ]


def test_everything_goes_but_what_a_running_session_needs(used):
    root, running = used

    assert ("Wiederherstellung ungespeicherter Änderungen",) == localdata.delete_local_data(root)
    assert [running.path] == list((root / "Wiederherstellung").iterdir())
    assert {"Wiederherstellung", retired.FOLDER} == {path.name for path in root.iterdir()}


def test_after_the_session_nothing_is_left(used, monkeypatch):
    root, running = used
    running.close()

    assert () == localdata.delete_local_data(root)
    assert [retired.FOLDER] == [path.name for path in root.iterdir()]  # published ids stay


def test_what_a_crash_left_goes_too(used, monkeypatch):
    root, running = used
    running.on_close()
    running._lock.release()
    monkeypatch.setattr(leftovers, "is_alive", lambda _pid: False)

    assert () == localdata.delete_local_data(root)
    assert [retired.FOLDER] == [path.name for path in root.iterdir()]  # published ids stay


def test_where_nothing_is_kept_nothing_is_removed(tmp_path):
    assert () == localdata.delete_local_data(tmp_path / "nirgends")
    assert [0, 0, 0] == [kind.files for kind in localdata.local_data(tmp_path / "nirgends")]


def test_what_cannot_be_removed_is_named(used, monkeypatch):
    root, running = used
    running.close()
    monkeypatch.setattr(localdata.shutil, "rmtree", lambda *_: None)

    assert ("Sicherungen",) == localdata.delete_local_data(root)
