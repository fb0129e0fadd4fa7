"""What the program keeps on the user's machine can be seen and removed (DEL-06)."""

from __future__ import annotations

import logging

import pytest

from klimaeditor import localdata, logs, paths
from klimaeditor.clock import local_now
from klimaeditor.document import open_document
from klimaeditor.exchange import columns as exchange_columns
from klimaeditor.exchange import waitingreturns
from klimaeditor.files import journal, keptsteps, leftovers, retired, store
from klimaeditor.files.journal import Step
from klimaeditor.notes import waitingnotes
from klimaeditor.notes.notebook import EMPTY
from klimaeditor.publish import publisher
from klimaeditor.site.muenster import CITY
from klimaeditor.spelling.lists import PERSONAL_FILE, add_word, personal_list
from tests.dataset_builders import town, write_folder
from tests.notebook_helpers import note, notebook

KEPT = [
    waitingreturns.FOLDER,
    waitingnotes.FOLDER,
    retired.FOLDER,
    publisher.FILE,
    PERSONAL_FILE,
    store.FOLDER,
]


@pytest.fixture
def used(tmp_path, own_user_folders):
    """Leave every kind of local data, and a session that is still running."""
    root = paths.user_data()
    logs.setup()
    logging.getLogger("klimaeditor").info("event")
    document = open_document(write_folder(tmp_path / "daten", town()))
    running = journal.record(document, journal.default_root())
    batch = document.plan_edit(0, {"summary": "a"})
    document.apply(batch)
    document.save()
    now = local_now()
    keptsteps.keep(document, keptsteps.default_root(), [Step(now, batch)], 1, now)
    document.apply(document.plan_edit(0, {"summary": "b"}))
    running.flush()
    columns = paths.user_config() / exchange_columns.FOLDER / exchange_columns.NAME
    columns.parent.mkdir(parents=True)
    columns.write_text("{}", "utf-8")
    publisher.save(publisher.settings_for(CITY), publisher.default_path())
    begun = waitingreturns.shelf(document.location, document.dataset)
    begun.mkdir(parents=True)
    (begun / waitingreturns.NAME).write_text("{}", "utf-8")
    waitingnotes.keep_waiting(tmp_path / "daten-notizen.json", EMPTY, notebook(note()))
    add_word(personal_list(), "Xyzzyhaus")
    store.copy_of_sample(root / store.FOLDER)
    logs.shut_down()
    yield root, running
    running.close()


def delete(root):
    """Remove what is removed unless the user wants otherwise."""
    kinds = localdata.local_data(root, paths.user_config())
    return localdata.delete_local_data(kind for kind in kinds if not kind.keep)


def test_the_ids_go_only_when_that_is_wanted(used):
    root, _running = used
    kinds = localdata.local_data(root, paths.user_config())
    delete(root)
    kept = (
        (root / retired.FOLDER).is_dir(),
        (paths.user_config() / exchange_columns.FOLDER).exists(),
    )

    assert (True, False) == kept
    assert publisher.default_path().is_file()
    assert () == localdata.delete_local_data(kind for kind in kinds if kind.keep)
    assert not any(kind.folder.exists() for kind in kinds if kind.keep)


def test_what_is_kept_is_listed(used, monkeypatch):
    root, running = used
    running.on_close()
    running._lock.release()
    monkeypatch.setattr(leftovers, "is_alive", lambda _pid: False)

    found = localdata.local_data(root, paths.user_config())

    assert [4 + 1, 4 + 2, 1, 1, 1, 1, 1, 1, 1, 1, 4] == [kind.files for kind in found]
    assert all(kind.size > 0 for kind in found)
    assert [
        *(root / name for name in ("Sicherungen", "Wiederherstellung", "Verlauf", "Protokolle")),
        paths.user_config() / exchange_columns.FOLDER,
        root / waitingreturns.FOLDER,
        root / waitingnotes.FOLDER,
        root / retired.FOLDER,
        publisher.default_path(),
        personal_list(),
        root / store.FOLDER,
    ] == [kind.folder for kind in found]
    kept = [kind.folder.name for kind in found if kind.keep]
    assert KEPT == kept


def test_what_a_running_session_needs_is_not_offered(used):
    root, running = used

    offered = {kind.folder.name: kind for kind in localdata.local_data(root, paths.user_config())}

    assert running.path.is_dir()
    assert (0, 0) == (offered[journal.FOLDER].files, offered[journal.FOLDER].size)


def test_everything_goes_but_what_a_running_session_needs(used):
    root, running = used

    assert () == delete(root)  # that it stays is no failure
    assert [running.path] == list((root / "Wiederherstellung").iterdir())
    assert {"Wiederherstellung", *KEPT} == {path.name for path in root.iterdir()}


def test_after_the_session_nothing_is_left(used, monkeypatch):
    root, running = used
    running.close()

    assert () == delete(root)
    assert set(KEPT) == {path.name for path in root.iterdir()}


def test_what_a_crash_left_goes_too(used, monkeypatch):
    root, running = used
    running.on_close()
    running._lock.release()
    monkeypatch.setattr(leftovers, "is_alive", lambda _pid: False)

    assert () == delete(root)
    assert set(KEPT) == {path.name for path in root.iterdir()}


def test_where_nothing_is_kept_nothing_is_removed(tmp_path):
    assert () == delete(tmp_path / "nirgends")
    assert [0] * 11 == [
        kind.files for kind in localdata.local_data(tmp_path / "nirgends", tmp_path)
    ]


def test_what_cannot_be_removed_is_named(used, monkeypatch):
    root, running = used
    running.close()
    monkeypatch.setattr(localdata.shutil, "rmtree", lambda *_: None)

    assert ("Sicherungen",) == delete(root)
