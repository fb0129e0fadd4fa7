"""Notes in the window: written at a field, shown where they belong, found and brought back."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from PySide6.QtWidgets import QLabel, QPushButton, QTableView

from klimaeditor.excel.request_layout import REMARK_HEADER
from klimaeditor.notes import notebook_file
from tests.e2e_driver import CTRL, Key
from tests.gui.window_cases import WINDMILLS, Program
from tests.request_tools import requested
from ui.commands.noting import NO_ID
from ui.dialogs.note_dialogs import (
    BRING_BACK,
    DELETE_NOTE,
    EDIT_NOTE,
    MARK_DONE,
    MARK_OPEN,
    WHOLE_MEASURE,
    NoteAct,
)
from ui.exchange.value_card import TAKE
from ui.measures.measure_list import ListRole
from ui.page.field_panel import ADD_NOTE

pytestmark = pytest.mark.gui
SHOTS = os.environ.get("NOTE_SHOTS", "")


def answer(text: str, *, about_field: bool = True):
    return lambda draft: replace(draft, text=text, about_field=about_field and draft.about_field)


def known(work: Program) -> None:
    work.qtbot.waitUntil(lambda: not work.app.session.notes.busy)
    work.settle()


def panel(work: Program):
    return work.workspace.side.panel


def texts(work: Program) -> list[str]:
    return [own.text() for own in panel(work).findChildren(QLabel) if own.isVisible()]


def press(work: Program, text: str, number: int = 0) -> None:
    found = [own for own in panel(work).findChildren(QPushButton) if own.text() == text]
    [own for own in found if own.isVisible()][number].click()
    work.settle()


def noted(work: Program) -> list[tuple[str | None, str, bool]]:
    known(work)
    found = notebook_file.load(work.app.session.notes.place).notebook.notes.values()
    return sorted(((own.field, own.text, own.done) for own in found), key=str)


@pytest.fixture
def work(program, tmp_path, start_zoom):
    program.zoom(start_zoom)
    program.start_over(tmp_path)
    known(program)
    yield program
    program.put_away()


def shot(work: Program, name: str, widget=None) -> None:
    if SHOTS:
        work.settle(5)
        (widget or work.window).grab().save(str(Path(SHOTS) / f"{name}.png"))


def test_a_note_is_written_at_the_field_by_keyboard_alone(work):
    work.go(WINDMILLS, "summary")
    work.answer(write_note=answer("Rückfrage an Amt 23"))

    work.press(Key.Key_M, CTRL)

    ((_, (draft,)),) = work.ask.asked
    label = work.row("summary").field.label
    assert (label, True, "") == (draft.label, draft.about_field, draft.text)
    assert "Rückfrage an Amt 23" in texts(work)
    assert [("summary", "Rückfrage an Amt 23", False)] == noted(work)
    assert work.bridge.is_clean


def test_the_panel_offers_to_note_something(work):
    work.go(WINDMILLS, "summary")
    work.answer(write_note=answer("Frage"))

    press(work, ADD_NOTE)

    assert [("summary", "Frage", False)] == noted(work)


def test_a_note_about_the_measure_stands_at_every_field_and_one_about_a_field_at_that(work):
    work.go(WINDMILLS, "summary")
    for about_field, text in ((False, "ganz"), (True, "hier")):
        work.answer(write_note=answer(text, about_field=about_field))
        work.trigger("note")
    here = texts(work)
    work.go(WINDMILLS, "short_title")
    there = texts(work)

    assert ("ganz" in here, "hier" in here) == (True, True)
    assert ("ganz" in there, "hier" in there) == (True, False)
    assert any(WHOLE_MEASURE in text for text in there)
    shot(work, "panel")


def test_a_note_is_marked_as_done_and_opened_again(work):
    work.go(WINDMILLS, "summary")
    work.answer(write_note=answer("Frage"))
    work.trigger("note")

    press(work, MARK_DONE)
    assert [("summary", "Frage", True)] == noted(work)
    press(work, MARK_OPEN)
    assert [("summary", "Frage", False)] == noted(work)


def test_a_note_is_changed(work):
    work.go(WINDMILLS, "summary")
    work.answer(write_note=[answer("Frage"), answer("Rückfrage", about_field=False)])
    work.trigger("note")

    press(work, EDIT_NOTE)

    assert ("Frage", False) == (work.ask.asked[1][1][0].text, work.ask.asked[1][1][0].is_new)
    assert [(None, "Rückfrage", False)] == noted(work)


def test_a_deleted_note_is_brought_back(work):
    work.go(WINDMILLS, "summary")
    work.answer(write_note=answer("Frage"))
    work.trigger("note")

    press(work, DELETE_NOTE)
    assert [] == noted(work)
    press(work, BRING_BACK)
    assert [("summary", "Frage", False)] == noted(work)


def test_the_keyboard_stays_in_the_panel_when_a_link_of_it_goes(work):
    work.go(WINDMILLS, "summary")
    work.answer(write_note=answer("Frage"))
    work.trigger("note")

    press(work, DELETE_NOTE)

    assert panel(work).isAncestorOf(work.window.focusWidget())


def test_the_head_counts_open_notes_and_leads_to_all(work):
    work.go(WINDMILLS, "summary")
    work.answer(write_note=[answer("eins"), answer("zwei")])
    work.trigger("note")
    work.trigger("note")
    press(work, MARK_DONE)
    known(work)
    head = work.form.header.findChildren(QPushButton)
    button = next(own for own in head if own.accessibleName() == "1 offene Notiz")
    assert button.isVisible()
    shot(work, "head")

    seen = []

    def look(_title, rows, act, write):
        seen.extend((row.text, row.done, row.field) for row in rows())
        act(rows()[0].key, NoteAct.DELETE)
        act("", NoteAct.BRING_BACK)
        work.answer(write_note=answer("drei"))
        write()
        seen.append(len(rows()))
        return "cost_until"

    work.answer(measure_notes=look)
    button.click()
    work.settle()

    assert [(False, "summary"), (True, "summary")] == [own[1:] for own in seen[:2]]
    assert 3 == seen[2]
    assert "cost_until" == work.form.field
    assert (None, "drei", False) in noted(work)


def test_without_open_notes_the_head_says_nothing(work):
    names = [own.accessibleName() for own in work.form.header.findChildren(QPushButton)]

    assert not [name for name in names if "offene Notiz" in name and name[0] != "0"]


def test_cancelling_notes_nothing(work):
    work.go(WINDMILLS, "summary")
    work.answer(write_note=None)

    work.trigger("note")

    assert [] == noted(work)
    assert not work.app.session.notes.place.exists()


def test_what_keeps_notes_from_being_written_is_said(work):
    work.app.session.notes.place.write_bytes(b"kaputt")
    work.put_away()
    assert work.app.session.open_path(work.folder)
    known(work)
    work.go(WINDMILLS, "summary")
    work.answer(info=None)

    work.trigger("note")

    assert "lassen sich nicht lesen" in str(work.ask.asked[-1][1][0])


def test_about_a_measure_without_an_id_nothing_can_be_noted(work):
    work.reopen_with("measures.json", lambda rows: rows[0].pop("id"))
    known(work)
    work.workspace.go_to(work.document.dataset.measure_keys()[0], None)
    work.settle()
    work.answer(info=None)

    work.trigger("note")

    assert [("info", (NO_ID, ""))] == work.ask.asked[-1:]


def test_notes_are_written_in_a_document_open_for_reading(work):
    work.bridge.read_only = True
    work.go(WINDMILLS, "summary")
    work.answer(write_note=answer("Frage"))

    work.trigger("note")
    work.bridge.read_only = False

    assert [("summary", "Frage", False)] == noted(work)


def test_the_notes_of_another_dataset_are_not_shown(work, tmp_path):
    work.go(WINDMILLS, "summary")
    work.answer(write_note=answer("Frage"))
    work.trigger("note")
    known(work)
    work.put_away()
    (tmp_path / "zweiter").mkdir()
    work.start_over(tmp_path / "zweiter")
    known(work)
    work.go(WINDMILLS, "summary")

    assert "Frage" not in texts(work)


# --- in the list -----------------------------------------------------------------------------

HEATING = "bauen1"


def noted_at(work: Program, *about: tuple[str, str]) -> None:
    for measure, text in about:
        work.app.session.notes.add(measure, None, text)
    known(work)


def shown(work: Program) -> list[str]:
    return [work.document.view(key).id for key in work.workspace.list.shown_keys()]


def test_the_list_is_filtered_by_open_notes_and_follows_them(work):
    noted_at(work, (WINDMILLS, "offen"), (HEATING, "auch"))
    work.workspace.list.restore_filter({"noted": ["open"]})
    both = shown(work)
    note = next(n for n in work.app.session.notes.notebook.notes.values() if n.text == "auch")
    work.app.session.notes.mark_done(note, done=True)
    work.settle()
    one_left = shown(work)
    work.workspace.list.restore_filter({"noted": ["done"]})
    done = shown(work)
    work.workspace.list.restore_filter({"noted": ["none"]})
    others = shown(work)

    assert {WINDMILLS, HEATING} == set(both)
    assert [[WINDMILLS], [HEATING]] == [one_left, done]
    assert len(work.document.dataset.measures) == len(others) + 2


def test_the_filter_is_offered_by_its_name(work):
    noted_at(work, (WINDMILLS, "offen"))
    work.workspace.list.restore_filter({"noted": ["open"]})
    work.settle()
    chips = work.workspace.list.findChildren(QPushButton)

    assert "mit offener Notiz" in [own.text() for own in chips if own.isVisible()]
    shot(work, "filtered")


def test_notes_are_found_by_the_search(work):
    noted_at(work, (HEATING, "Rückfrage bei Frau Zwölfnamig"))
    work.workspace.list.restore_filter({"text": "zwolfnamig"})
    work.settle()
    shot(work, "found")

    assert [HEATING] == shown(work)
    index = work.workspace.list.findChild(QTableView).model().index(0, 0)
    hit = index.data(ListRole.HIT)
    assert ("Notiz", "Rückfrage bei Frau Zwölfnamig") == (hit.label, hit.text)


def test_from_a_note_that_was_found_enter_leads_to_its_field(work):
    work.app.session.notes.add(HEATING, "cost_until", "Rückfrage bei Zwölfnamig")
    known(work)
    work.workspace.list.focus_search()
    work.type("zwölfnamig")
    work.press(Key.Key_Down)
    work.press(Key.Key_Return)
    work.settle()

    assert (HEATING, "cost_until") == (work.shown_id(), work.form.field)
    assert "Rückfrage bei Zwölfnamig" in texts(work)


def test_what_is_noted_while_one_searches_is_found_at_once(work):
    work.workspace.list.restore_filter({"text": "zwölfnamig"})
    before = shown(work)
    noted_at(work, (HEATING, "Zwölfnamig"))

    assert ([], [HEATING]) == (before, shown(work))


def test_the_overview_counts_open_notes_and_leads_to_their_measures(work):
    noted_at(work, (WINDMILLS, "offen"), (WINDMILLS, "auch"), (HEATING, "drei"))
    work.trigger("overview")
    work.settle()
    shot(work, "overview")
    page = work.app.controller.view.page
    link = next(b for b in page.findChildren(QPushButton) if "Notiz" in b.text())
    said = link.text()
    link.click()
    work.settle()

    assert "3 offene Notizen in 2 Maßnahmen" == said
    assert {WINDMILLS, HEATING} == set(shown(work))


def test_an_overview_without_open_notes_says_nothing_of_them(work):
    work.trigger("overview")
    page = work.app.controller.view.page

    assert not [b for b in page.findChildren(QPushButton) if "Notiz" in b.text() and b.isVisible()]
    work.trigger("overview")


# --- from returns ----------------------------------------------------------------------------


def answered(work: Program, folder: Path, summary: str | None = None) -> Path:
    """Return a workbook that came back: with a remark and a comment, and perhaps a new summary."""
    path = requested(work.document.dataset, folder)
    book = load_workbook(path)
    sheet = book["Maßnahmen"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(n for n in range(2, sheet.max_row + 1) if sheet.cell(n, 1).value == HEATING)
    sheet.cell(row, columns[REMARK_HEADER]).value = "Erst nach der Ratssitzung."
    cell = sheet.cell(row, columns["Umsetzung bis (Jahr)"])
    cell.comment = Comment("15 Jahre ab Beschluss.", "Frau Muster")
    if summary is not None:
        sheet.cell(row, columns["Zusammenfassung"]).value = summary
    book.save(path)
    return path


def remarked(work: Program) -> list[tuple[str | None, str]]:
    return [(field, text) for field, text, _ in noted(work)]


BOTH = [("cost_until", "15 Jahre ab Beschluss."), (None, "Erst nach der Ratssitzung.")]


def test_remarks_about_what_came_back_unchanged_are_not_lost(work, tmp_path):
    work.answer(open_files=[[answered(work, tmp_path)]], info=None)

    work.trigger("take_in")

    assert BOTH == remarked(work)
    work.window.pages.show_page("measures")
    work.go(HEATING, "cost_until")
    assert "15 Jahre ab Beschluss." in texts(work)
    assert any("Amt 67, Abfrage vom 04.03.2026" in text for text in texts(work))


def test_read_again_the_same_remark_is_the_same_note(work, tmp_path):
    path = answered(work, tmp_path)
    for _ in range(2):
        work.answer(open_files=[[path]], info=None)
        work.trigger("take_in")

    assert BOTH == remarked(work)


def test_remarks_become_notes_when_all_of_their_file_is_decided(work, tmp_path):
    work.answer(open_files=[[answered(work, tmp_path, "Neu gefasst.")]])
    work.trigger("take_in")
    page = work.window.pages.page("returns")
    before = remarked(work)
    for button in page.findChildren(QPushButton):
        if button.isVisible() and button.text().replace("&", "").startswith(TAKE):
            button.click()
    work.settle()
    page.apply_wanted.emit()
    work.settle()

    assert [] == before
    assert BOTH == remarked(work)
