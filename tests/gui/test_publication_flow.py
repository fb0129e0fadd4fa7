"""Cleaning up and printing from the window, and what a machine has decided."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QFileDialog

from klimaeditor import machine
from klimaeditor.model.changes import FileName
from ui.app import WindowAnswers
from ui.commands import cleaning
from ui.dialogs.choices import RequestStart
from ui.page import page_paper


@pytest.fixture
def locked_computer(tmp_path, monkeypatch):
    """A machine whose administrator has fixed licence and department (DEL-04)."""
    path = tmp_path / "klimaeditor.ini"
    said = "[Vorgaben]\nlizenz = cc0-1.0\nfachbereich = Amt 67\n"
    path.write_text(f"{said}[Gesperrt]\nlizenz = ja\nfachbereich = ja\n", "utf-8")
    monkeypatch.setattr(machine, "machine_file", lambda: path)


def contents(folder) -> dict[FileName, object]:
    return {file: json.loads((folder / file).read_bytes()) for file in FileName}


def write_files(work, **answers: object) -> list[str]:
    """Have the four files written in one form, as Aufräumen does; returns what each kind says."""
    said = []

    def play(tasks, _states, look) -> None:
        next(task for task in tasks if task.title == cleaning.FILES).act()
        said.extend(state.words for state in look())

    work.answer(clean_up=play, **answers)
    work.trigger("clean_up")
    return said


def test_cleaning_up_changes_the_form_of_the_files_and_not_what_they_say(work):
    before, raw = contents(work.folder), (work.folder / FileName.MEASURES).read_bytes()
    said = write_files(work, confirm_clean=True)

    assert work.ask.asked[1][1][0]
    assert cleaning.NO_FILES == said[-1]
    assert before == contents(work.folder)
    assert raw != (work.folder / FileName.MEASURES).read_bytes()
    assert work.document.is_saved
    assert work.bridge.is_clean


def test_after_cleaning_up_one_edit_is_still_a_small_change(work):
    write_files(work, confirm_clean=True)
    before = (work.folder / FileName.ADDITIONAL).read_text("utf-8").splitlines()
    work.edit("summary", " Neu.")
    work.trigger("save")

    after = (work.folder / FileName.ADDITIONAL).read_text("utf-8").splitlines()
    assert 1 == sum(old != new for old, new in zip(before, after, strict=True))


def test_files_in_canonical_form_are_left_alone(work):
    write_files(work, confirm_clean=True)
    work.forget()
    write_files(work)

    assert ["clean_up"] == work.asked()


def test_saying_no_to_cleaning_up_saves_nothing(work):
    before = (work.folder / FileName.ADDITIONAL).read_bytes()
    work.edit("summary", " Halb fertig")
    write_files(work, confirm_clean=False)

    assert before == (work.folder / FileName.ADDITIONAL).read_bytes()
    assert not work.bridge.is_clean


def test_what_the_machine_locks_reaches_the_request(work, monkeypatch, locked_computer):
    contacts = []

    def accept(_self, dialog) -> bool:
        contacts.append(dialog.wanted().contact)
        return True

    monkeypatch.setattr(WindowAnswers, "_accepted", accept)
    answers = WindowAnswers(lambda: None)
    work.answer(request=answers.request)
    work.trigger("request")

    assert ["Amt 67"] == contacts


def test_what_a_request_asks_meanwhile_lies_above_its_dialog(work, monkeypatch):
    dialogs, parents = [], []

    def accept(answers, dialog) -> bool:
        dialogs.append(dialog)
        answers.folder("Ordner", None)
        return False

    monkeypatch.setattr(WindowAnswers, "_accepted", accept)
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", lambda parent, *_: parents.append(parent) or ""
    )
    answers = WindowAnswers(lambda: work.window)
    contact = RequestStart("")
    answers.request(work.document.dataset, (), lambda _groups, _wanted: None, (), contact)
    answers.folder("Ordner", None)

    assert [*dialogs, work.window] == parents


def test_a_measure_is_printed_and_saved_from_the_menu(work, tmp_path, monkeypatch):
    """The file has what is in the form now, unsaved edits included."""
    work.edit("summary", " Neu dazu.")
    target = tmp_path / "seite"
    printed = []
    real = page_paper.pdf_bytes
    monkeypatch.setattr(page_paper, "pdf_bytes", lambda page: printed.append(page) or real(page))
    work.answer(save_file=target, print_with=printed.append)
    work.trigger("page_pdf")
    work.trigger("print_page")

    assert b"%PDF" == (tmp_path / "seite.pdf").read_bytes()[:4]
    assert "Neu dazu." in page_paper.laid_out(printed[0], QSizeF(658, 987)).toPlainText()
    assert ["save_file", "print_with"] == work.asked()
    assert "Windkraft am Stadtrand.pdf" == work.ask.asked[0][1][1].name
