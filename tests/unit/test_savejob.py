"""A save that runs elsewhere while the document goes on (SAFE-10)."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from klimaeditor.document import Document, Event, open_document
from klimaeditor.files import journal
from klimaeditor.model.errors import DatasetError
from tests.dataset_builders import dataset_of, town, write_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def document(tmp_path) -> Document:
    return open_document(write_folder(tmp_path / "daten", town()), tmp_path / "Sicherungen")


def edit(document: Document, text: str) -> None:
    document.apply(document.plan_edit(0, {"summary": text}))


def on_disk(folder: Path) -> object:
    return open_document(folder).view(0).value("summary")


def test_a_save_can_run_in_another_thread(document):
    edit(document, "a")
    job, done = document.begin_save(), []
    thread = threading.Thread(target=lambda: done.append(job.run()))
    thread.start()
    thread.join()

    assert "a" == on_disk(document.location)
    assert not document.is_saved
    document.finish_save(done[0])
    assert document.is_saved


def test_what_is_edited_meanwhile_is_not_saved_and_not_lost(document):
    heard: list[Event] = []
    document.subscribe(heard.append)
    edit(document, "a")
    job = document.begin_save()
    edit(document, "b")
    document.finish_save(job.run())

    assert ("a", "b") == (on_disk(document.location), document.view(0).value("summary"))
    assert (False, False) == (document.is_saved, heard[-1].saved)
    document.save()
    assert ("b", True) == (on_disk(document.location), heard[-1].saved)


def test_the_journal_rests_on_what_was_saved_meanwhile(document, tmp_path):
    kept = journal.record(document, tmp_path / "Wiederherstellung")
    edit(document, "a")
    job = document.begin_save()
    edit(document, "b")
    document.finish_save(job.run())
    kept.flush()

    text = (kept.path / journal.JOURNAL).read_text(encoding="ascii")
    assert document.sources["additional_data.json"].sha256 in text
    assert 1 == text.count('"changes"')  # what was saved is in no line
    kept.close()


def test_a_job_without_a_place_is_a_programming_fault():
    with pytest.raises(ValueError, match="needs a folder"):
        Document(dataset_of(town()), {}).begin_save()


def test_a_save_into_a_new_place_takes_the_document_there(document, tmp_path):
    saved = document.begin_save(tmp_path / "neu").run()
    document.finish_save(saved)

    assert tmp_path / "neu" == document.location
    assert document.is_saved


def test_a_job_that_fails_leaves_the_document_as_it_was(document):
    edit(document, "a")
    (document.location / "additional_data.json").write_bytes(b"[]")
    state = (document.location, document.sources, document.changed_measures())

    with pytest.raises(DatasetError):
        document.begin_save().run()
    assert state == (document.location, document.sources, document.changed_measures())


def test_the_batch_that_was_carried_out_is_told(document):
    heard: list[Event] = []
    document.subscribe(heard.append)
    batch = document.plan_edit(0, {"summary": "a"})
    document.apply(batch)
    document.apply(batch.inverse())
    document.save()

    assert [batch, batch.inverse(), None] == [event.batch for event in heard]
