"""Opening, saving, exporting and closing, with every question on the way."""

from __future__ import annotations

import errno
import platform
import shutil
from pathlib import Path

import pytest

from klimaeditor import paths
from klimaeditor.document import open_document
from klimaeditor.excel.write import export
from klimaeditor.files import disk, transaction
from klimaeditor.files.processes import Identity
from klimaeditor.model.changes import FileName
from ui.dialogs.choices import UnsavedChoice

pytestmark = pytest.mark.gui
MEASURE, TITLE = "energieerzeugung1", "Windkraft am Stadtrand"
SUMMARY = "1 Änderung in 1 Eintrag gespeichert"


def summary_on_disk(folder: Path) -> object:
    document = open_document(folder)
    return document.view(document.dataset.find(MEASURE)).value("summary")


def a_workbook(folder: Path) -> Path:
    """Return a workbook as the editor exports it."""
    document = open_document(folder)
    return export(document.dataset, folder.parent / "Muster.xlsx").path


# --- opening ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", *FileName])
def test_a_folder_or_any_of_its_files_opens_the_dataset(desk, sample_dataset, name):
    assert desk.session.open_path(sample_dataset / name)

    assert ["opened"] == desk.heard
    assert sample_dataset == desk.document.location
    assert sample_dataset.name == desk.session.name


def test_a_workbook_opens_as_a_document_without_a_folder(desk, sample_dataset):
    book = a_workbook(sample_dataset)
    assert desk.session.open_path(book)

    assert desk.document.location is None
    assert "Muster" == desk.session.name
    assert not desk.session.bridge.is_clean
    assert [str(book)] == [entry.path for entry in desk.settings.recent()]


def test_what_is_open_is_one_object_that_is_whole_and_goes_when_it_is_closed(desk, sample_dataset):
    session = desk.session
    assert session.current is None
    assert (None, None, None) == (session.bridge, session.keeper, session.document)

    session.open_path(sample_dataset)
    current = session.current
    assert session.bridge is current.bridge
    assert session.keeper is current.keeper
    assert session.document is current.document
    assert sample_dataset == current.place

    assert session.open_path(sample_dataset)
    assert session.current is not current
    assert session.close()
    assert session.current is None


def break_json(folder: Path) -> Path:
    (folder / FileName.MEASURES).write_text('[{"id": "a",}]', "utf-8")
    return folder


def leave_one_out(folder: Path) -> Path:
    (folder / FileName.MEASURES).unlink()
    return folder


def empty_folder(folder: Path) -> Path:
    empty = folder / "leer"
    empty.mkdir()
    return empty


def no_workbook(name: str):
    def make(folder: Path) -> Path:
        target = folder / name
        target.write_bytes(b"kein Excel")
        return target

    return make


BROKEN = {
    "broken JSON": break_json,
    "a file missing": leave_one_out,
    "an empty folder": empty_folder,
    "nothing there": lambda folder: folder / "weg",
    "no workbook": no_workbook("Mappe.xlsx"),
    "a workbook with macros": no_workbook("Mappe.xlsm"),
    "an old workbook": no_workbook("Mappe.xls"),
    "a table of LibreOffice": no_workbook("Mappe.ods"),
    "a text file": no_workbook("Notiz.txt"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_what_can_not_be_opened_is_told_in_german_and_the_open_document_stays(
    opened, sample_dataset, tmp_path, fault
):
    other = Path(shutil.copytree(sample_dataset, tmp_path / "other"))
    opened.edit()
    before = opened.document
    opened.answer(error=None)

    assert not opened.session.open_path(BROKEN[fault](other))

    assert before is opened.document
    assert ["error"] == opened.asked()
    assert any(word in opened.message() for word in ("nicht", " Sie ", "fehl", "kein"))
    assert "Traceback" not in opened.message()
    assert [] == opened.heard


def test_opening_something_else_asks_about_unsaved_work(opened, sample_dataset, tmp_path):
    other = Path(shutil.copytree(sample_dataset, tmp_path / "other"))
    opened.edit()
    opened.answer(unsaved=UnsavedChoice.CANCEL)

    assert not opened.session.open_path(other)
    assert sample_dataset == opened.document.location
    assert "Neue Zusammenfassung" == opened.summary()


def test_opening_the_same_folder_again_shows_what_the_question_has_just_saved(
    opened, sample_dataset
):
    opened.edit()
    opened.answer(unsaved=UnsavedChoice.SAVE)

    assert opened.session.open_path(sample_dataset)
    assert "Neue Zusammenfassung" == opened.summary()
    assert opened.session.bridge.is_clean


def test_the_folder_dialog_can_be_cancelled(desk):
    desk.answer(folder=None)
    desk.session.open_folder()

    assert desk.document is None


def test_the_file_dialog_opens_a_workbook(desk, sample_dataset):
    desk.answer(open_file=a_workbook(sample_dataset))
    desk.session.open_workbook()

    assert desk.document is not None


def test_the_sample_is_a_copy_in_the_users_folder_that_keeps_changes(desk):
    desk.session.open_sample()
    place = desk.document.location
    desk.edit()
    assert desk.session.save()
    desk.session.open_sample()

    assert place.parent == paths.user_data()
    assert "Neue Zusammenfassung" == desk.summary()


def test_a_sample_that_can_not_be_copied_is_told(desk, monkeypatch):
    def refuse(_target):
        raise PermissionError("verboten")

    monkeypatch.setattr("klimaeditor.files.store.copy_of_sample", refuse)
    desk.answer(error=None)
    desk.session.open_sample()

    assert "Benutzerordner" in desk.message()
    assert desk.document is None


def test_remarks_about_the_files_are_all_told(desk, sample_dataset):
    for file in (FileName.MEASURES, FileName.CATEGORIES):
        data = (sample_dataset / file).read_bytes()
        (sample_dataset / file).write_bytes(b"\xef\xbb\xbf" + data)
    desk.session.open_path(sample_dataset)

    assert [FileName.MEASURES, FileName.CATEGORIES] == [
        file for file in FileName if any(file in sentence for sentence in desk.noticed)
    ]


def test_what_was_opened_is_remembered_latest_first(desk, sample_dataset, tmp_path):
    other = Path(shutil.copytree(sample_dataset, tmp_path / "other"))
    for folder in (sample_dataset, other, sample_dataset):
        desk.session.open_path(folder)

    assert [str(sample_dataset), str(other)] == [e.path for e in desk.settings.recent()]


# --- saving ----------------------------------------------------------------------------------


def test_saving_writes_and_tells_under_the_right_name(opened, sample_dataset):
    opened.edit()
    assert opened.session.save()

    assert "Neue Zusammenfassung" == summary_on_disk(sample_dataset)
    assert opened.session.bridge.is_clean
    assert [f"saved {sample_dataset.name}", SUMMARY] == opened.heard


def test_saving_elsewhere_makes_that_the_documents_place(opened, sample_dataset, tmp_path):
    target = tmp_path / "Neuer Ort"
    target.mkdir()
    opened.edit()
    opened.answer(folder=target)

    assert opened.session.save_as()

    assert target == opened.document.location
    assert ["saved Neuer Ort", SUMMARY] == opened.heard
    assert "Neue Zusammenfassung" == summary_on_disk(target)
    assert "Neue Zusammenfassung" != summary_on_disk(sample_dataset)
    assert str(target) == opened.settings.recent()[0].path


def test_saving_over_another_dataset_asks_first(opened, sample_dataset, tmp_path):
    other = Path(shutil.copytree(sample_dataset, tmp_path / "other"))
    opened.edit()
    opened.answer(folder=other, overwrite=False)

    assert not opened.session.save_as()
    assert ["folder", "overwrite"] == opened.asked()
    assert "Neue Zusammenfassung" != summary_on_disk(other)
    assert sample_dataset == opened.document.location


def test_saving_elsewhere_can_be_cancelled(opened, sample_dataset):
    opened.answer(folder=None)

    assert not opened.session.save_as()
    assert sample_dataset == opened.document.location


def test_what_came_from_a_workbook_asks_where_to_save(desk, sample_dataset, tmp_path):
    desk.session.open_path(a_workbook(sample_dataset))
    target = tmp_path / "Ziel"
    target.mkdir()
    desk.answer(folder=target)

    assert desk.session.save()
    assert {*FileName} == {path.name for path in target.iterdir()} & {*FileName}


def test_a_save_that_fails_is_told_and_loses_nothing(opened, sample_dataset):
    opened.edit()
    (sample_dataset / FileName.ADDITIONAL).write_text("[{", "utf-8")  # somebody else was here
    opened.answer(error=None)

    assert not opened.session.save()

    assert opened.message()
    assert not opened.session.bridge.is_clean
    assert "Neue Zusammenfassung" == opened.summary()
    assert [] == opened.heard


def test_a_backup_that_failed_is_told_although_the_save_went_well(opened, monkeypatch):
    monkeypatch.setattr(type(opened.document), "back_up", lambda *_: "Keine Sicherung möglich.")
    opened.edit()
    opened.answer(info=None)

    assert opened.session.save()
    assert "Keine Sicherung möglich." == opened.message()


# --- closing ---------------------------------------------------------------------------------


def test_closing_without_changes_asks_nothing(opened):
    assert opened.session.close()
    assert ["closed"] == opened.heard
    assert opened.document is None


def test_closing_names_the_measures_that_are_not_saved(opened):
    opened.edit()
    opened.answer(unsaved=UnsavedChoice.CANCEL)

    assert not opened.session.close()
    assert [("unsaved", ([f"{TITLE}: Zusammenfassung"], True))] == opened.ask.asked
    assert "Neue Zusammenfassung" == opened.summary()
    assert [] == opened.heard


def test_closing_can_save_first(opened, sample_dataset):
    opened.edit()
    opened.answer(unsaved=UnsavedChoice.SAVE)

    assert opened.session.close()
    assert "Neue Zusammenfassung" == summary_on_disk(sample_dataset)


def test_closing_can_give_the_work_up(opened, sample_dataset):
    before = summary_on_disk(sample_dataset)
    opened.edit()
    opened.answer(unsaved=UnsavedChoice.DISCARD)

    assert opened.session.close()
    assert before == summary_on_disk(sample_dataset)


@pytest.fixture
def broken_disk(monkeypatch):
    """Let a save be published and not be ended, finished or taken back; returns the way out."""
    with monkeypatch.context() as broken:
        for name in ("move", "sync", "remove"):
            real = getattr(disk, name)

            def call(path, *rest, real=real, **options):
                if path.name.startswith(tuple(f".{file}." for file in FileName)):
                    raise OSError(errno.EIO, "gone")
                real(path, *rest, **options)

            broken.setattr(disk, name, call)
        yield broken.undo


def failed_save(opened) -> str:
    """Save onto a broken disk; return what was said."""
    opened.edit()
    opened.answer(error=None)
    assert not opened.session.save()
    return opened.message()


def as_another_process_reads(folder, monkeypatch) -> object:
    """Return the summary as somebody finds it who knows nothing of us."""
    with monkeypatch.context() as other:
        other.setattr(transaction, "this_process", lambda: Identity("berta", platform.node(), 1))
        other.setattr(transaction, "is_alive", lambda _: False)
        return summary_on_disk(folder)


@pytest.mark.parametrize("way", ["close", "revert"])
def test_giving_up_what_may_still_be_saved_takes_it_back_first(
    opened, sample_dataset, broken_disk, monkeypatch, way
):
    before = opened.summary()
    assert "Ob gespeichert wurde, ist noch offen" in failed_save(opened)
    broken_disk()
    opened.answer(unsaved=UnsavedChoice.DISCARD)

    assert getattr(opened.session, way)()
    assert before == as_another_process_reads(sample_dataset, monkeypatch)


@pytest.mark.parametrize("way", ["close", "revert"])
def test_what_may_still_be_saved_is_not_given_up_before_that_is_clear(opened, broken_disk, way):
    failed_save(opened)
    opened.answer(unsaved=UnsavedChoice.DISCARD, error=None)

    assert not getattr(opened.session, way)()
    assert "noch offen" in str(opened.ask.asked[-1])
    assert "Neue Zusammenfassung" == opened.summary()


def test_a_save_that_works_again_settles_the_one_before(opened, sample_dataset, broken_disk):
    failed_save(opened)
    broken_disk()

    assert opened.session.save()
    assert opened.session.close()
    assert "Neue Zusammenfassung" == summary_on_disk(sample_dataset)


def test_a_document_stays_open_when_saving_on_the_way_fails(opened, sample_dataset):
    opened.edit()
    (sample_dataset / FileName.ADDITIONAL).write_text("[{", "utf-8")
    opened.answer(unsaved=UnsavedChoice.SAVE, error=None)

    assert not opened.session.close()
    assert "Neue Zusammenfassung" == opened.summary()


def test_what_was_changed_back_by_hand_is_not_asked_about(opened):
    before = opened.summary()
    opened.edit("x")
    opened.edit(before)

    assert opened.session.close()


def test_reverting_asks_and_reads_the_files_again(opened, sample_dataset):
    before = opened.summary()
    opened.edit()
    opened.answer(unsaved=UnsavedChoice.DISCARD)
    opened.session.revert()

    assert [("unsaved", ([f"{TITLE}: Zusammenfassung"], False))] == opened.ask.asked
    assert before == opened.summary()
    assert opened.session.bridge.is_clean
    assert ["opened"] == opened.heard


def test_reverting_can_be_cancelled(opened):
    opened.edit()
    opened.answer(unsaved=UnsavedChoice.CANCEL)
    opened.session.revert()

    assert "Neue Zusammenfassung" == opened.summary()


def test_reverting_to_files_that_broke_keeps_the_work(opened, sample_dataset):
    opened.edit()
    break_json(sample_dataset)
    opened.answer(unsaved=UnsavedChoice.DISCARD, error=None)
    opened.session.revert()

    assert "Neue Zusammenfassung" == opened.summary()
