"""The notebook of the open document: in memory at once, on disk soon, and never lost."""

from __future__ import annotations

import errno
import shutil
from datetime import timedelta

import pytest

from klimaeditor.clock import local_now
from klimaeditor.files import transaction
from klimaeditor.model.errors import KlimaError
from klimaeditor.notes import notebook_file
from klimaeditor.notes.notebook import AuthorNames, NotebookRules, with_rules
from klimaeditor.notes.notebook_file import KeptNotebook, LostNotesError, NotebookError
from tests.gui import session_cases
from tests.notebook_helpers import note, notebook
from tests.waiting import Gate, wait_until
from ui.session.notekeeping import NO_FOLDER, OpenNotebook

pytestmark = pytest.mark.gui
desk = session_cases.desk
opened = session_cases.opened


@pytest.fixture
def settled(qapp):
    def wait(kept: OpenNotebook) -> OpenNotebook:
        wait_until(lambda: not kept.busy, qapp.processEvents)
        return kept

    return wait


@pytest.fixture
def kept(opened, settled) -> OpenNotebook:
    return settled(opened.session.notes)


def on_disk(kept: OpenNotebook):
    return notebook_file.load(kept.place).notebook


def test_a_note_is_there_at_once_and_then_on_disk(kept, settled):
    heard = []
    kept.changed.connect(lambda: heard.append(1))

    written = kept.add("bauen1", "summary", "Rückfrage an Amt 23")

    assert {written.key: written} == kept.notebook.notes
    assert [1] == heard
    assert kept.notebook == on_disk(settled(kept))


def test_it_lies_outside_the_dataset(kept, settled, sample_dataset):
    kept.add("bauen1", None, "Frage")

    assert sample_dataset.parent == settled(kept).place.parent
    assert [] == list(sample_dataset.glob("*notiz*"))


def test_notes_are_marked_removed_and_put_back(kept, settled):
    first = kept.add("bauen1", None, "Frage")
    kept.mark_done(first, done=True)
    assert on_disk(settled(kept)).notes[first.key].done

    kept.remove(first)
    assert {} == on_disk(settled(kept)).notes
    kept.put(first)
    assert [first.key] == list(on_disk(settled(kept)).notes)


def test_what_was_noted_before_the_file_was_read_joins_what_is_in_it(
    desk, sample_dataset, settled, monkeypatch
):
    path = sample_dataset.with_name(f"{sample_dataset.name}-notizen.json")
    notebook_file.save(KeptNotebook(path), notebook(note()))
    gate, load = Gate(), notebook_file.load
    monkeypatch.setattr(notebook_file, "load", lambda *a: (gate.pass_through(), load(*a))[1])
    assert desk.session.open_path(sample_dataset)
    kept = desk.session.notes

    early = kept.add("bauen1", None, "noch vor dem Lesen")
    gate.open()
    settled(kept)

    assert {"n1", early.key} == set(kept.notebook.notes) == set(on_disk(kept).notes)


def test_what_somebody_else_notes_is_seen_when_the_window_is_entered(kept, settled, opened):
    kept.add("bauen1", None, "von mir")
    settled(kept)
    other = notebook_file.load(kept.place)
    notebook_file.save(other, notebook(note(), *other.notebook.notes.values()))

    opened.session.look()

    assert "n1" in settled(kept).notebook.notes


def test_a_note_that_cannot_be_written_is_told_once_and_written_later(kept, settled, monkeypatch):
    told = []
    kept.failed.connect(told.append)
    with monkeypatch.context() as broken:
        broken.setattr(notebook_file, "save", refuse)
        kept.add("bauen1", None, "Frage")
        settled(kept)
        kept.look()
        settled(kept)

    assert ["Der Datenträger ist voll."] == told
    assert not kept.is_written
    kept.look()
    assert ["Frage"] == [own.text for own in on_disk(settled(kept)).notes.values()]


def refuse(*_):
    raise NotebookError("Der Datenträger ist voll.")


def lose(*_):
    raise LostNotesError("Der Datenträger ist voll.")


def test_notes_wait_on_this_machine_and_are_written_at_the_next_opening(
    kept, settled, opened, monkeypatch
):
    folder, place = opened.session.place, kept.place
    with monkeypatch.context() as broken:
        broken.setattr(transaction, "replace_all", full)
        kept.add("bauen1", None, "Frage")
        settled(kept)
        assert opened.session.close()
    assert not place.exists()

    assert opened.session.open_path(folder)

    assert ["Frage"] == [n.text for n in on_disk(settled(opened.session.notes)).notes.values()]
    assert [] == opened.ask.asked


def full(*_):
    raise OSError(errno.ENOSPC, "full")


def test_closing_writes_what_is_not_written_yet(kept, opened):
    kept.add("bauen1", None, "im letzten Augenblick")
    place = kept.place

    assert opened.session.close()

    assert ["im letzten Augenblick"] == [
        own.text for own in notebook_file.load(place).notebook.notes.values()
    ]


@pytest.mark.parametrize("leave", [False, True])
def test_notes_that_cannot_be_kept_anywhere_are_given_up_only_if_the_user_says_so(
    kept, settled, opened, monkeypatch, leave
):
    monkeypatch.setattr(notebook_file, "save", lose)
    kept.add("bauen1", None, "Frage")
    settled(kept)
    opened.answer(leave_notes=leave)

    assert leave is opened.session.close()

    assert [("leave_notes", ("Der Datenträger ist voll.",))] == opened.ask.asked


def test_a_file_that_cannot_be_read_says_why_nothing_can_be_noted(desk, sample_dataset, settled):
    path = sample_dataset.with_name(f"{sample_dataset.name}-notizen.json")
    path.write_bytes(b"kaputt")
    told = []
    desk.session.notice.connect(told.extend)

    assert desk.session.open_path(sample_dataset)
    kept = settled(desk.session.notes)

    assert [kept.refusal] == told
    assert "Zeile 1, Spalte 1" in kept.refusal
    assert desk.session.close()
    assert b"kaputt" == path.read_bytes()


def test_opening_and_closing_at_once_leaves_no_file(desk, sample_dataset, monkeypatch):
    gate, load = Gate(), notebook_file.load
    monkeypatch.setattr(notebook_file, "load", lambda *a: (gate.pass_through(), load(*a))[1])
    assert desk.session.open_path(sample_dataset)
    gate.open()

    assert desk.session.close()

    assert [] == list(sample_dataset.parent.glob("*-notizen.json"))


def test_where_notes_have_no_place_that_is_said_only_to_who_wants_to_note_something(
    desk, sample_dataset, settled
):
    around = sample_dataset.with_name("measures.json")
    around.write_text("[]", "utf-8")
    told = []
    desk.session.notice.connect(told.extend)

    assert desk.session.open_path(sample_dataset)

    assert "öffentlich" in settled(desk.session.notes).refusal
    assert [] == told


def test_without_a_folder_nothing_can_be_noted(qapp):
    assert NO_FOLDER == OpenNotebook().refusal


def test_notes_go_along_where_a_dataset_is_saved_elsewhere(kept, settled, opened, tmp_path):
    kept.add("bauen1", None, "Frage")
    settled(kept)
    target = tmp_path / "anderswo" / "kopie"
    opened.answer(folder=target)

    assert opened.session.save_as()

    assert target.with_name("kopie-notizen.json") == settled(kept).place
    assert ["Frage"] == [own.text for own in on_disk(kept).notes.values()]


def test_names_are_shortened_as_the_rules_say(kept, settled):
    kept.change(lambda known: with_rules(known, NotebookRules(AuthorNames.NONE)))
    kept.add("bauen1", None, "Frage")

    assert [""] == [own.author for own in on_disk(settled(kept)).notes.values()]


def test_what_the_retention_has_ended_for_goes_when_the_dataset_is_opened(
    desk, sample_dataset, settled
):
    path = sample_dataset.with_name(f"{sample_dataset.name}-notizen.json")
    old = local_now() - timedelta(days=40)
    notebook_file.save(
        KeptNotebook(path),
        notebook(note(at=old, done=True), note("n2"), rules=NotebookRules(retention=30)),
    )

    assert desk.session.open_path(sample_dataset)

    assert ["n2"] == list(on_disk(settled(desk.session.notes)).notes)


def test_a_share_that_has_gone_loses_nothing(kept, settled, opened):
    kept.add("bauen1", None, "vorher")
    settled(kept)
    parent = kept.place.parent
    away = shutil.move(parent, parent.with_name("weg"))
    kept.add("bauen1", None, "während")
    settled(kept)
    assert not kept.is_written
    shutil.move(away, parent)

    opened.session.look()

    assert {"vorher", "während"} == {own.text for own in on_disk(settled(kept)).notes.values()}


def test_an_error_that_nobody_expected_is_told_too(kept, settled, monkeypatch):
    told = []
    kept.failed.connect(told.append)
    monkeypatch.setattr(notebook_file, "save", lambda *_: 1 / 0)

    kept.add("bauen1", None, "Frage")
    settled(kept)

    (sentence,) = told
    assert "Notizen" in sentence
    assert not issubclass(ZeroDivisionError, KlimaError)
