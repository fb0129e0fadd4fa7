"""The overview and the preview in the window: where they lead, what they write."""

from __future__ import annotations

from PySide6.QtCore import Qt

from klimaeditor.model.findings import Severity
from tests.gui.reach import one
from ui.measures.filter_bar import FilterChips
from ui.overview.overview_page import OverviewPage


def shown(work):
    return one(work.window, OverviewPage)


def test_f9_shows_the_overview_and_leads_back(work):
    work.press(Qt.Key.Key_F9)
    there = shown(work).isVisible()
    work.press(Qt.Key.Key_F9)

    assert there
    assert work.workspace.isVisible()


def test_a_number_leads_to_the_measures_behind_it(work):
    work.press(Qt.Key.Key_F9)
    page = shown(work)
    page.refresh()
    wrong = next(f for f in page.overview.figures if "Fehler" in f.label)
    page.list_wanted.emit(wrong.title, wrong.measures)

    assert work.workspace.isVisible()
    assert [*wrong.measures] == work.workspace.list.shown_keys()
    findings = work.document.findings
    assert all(any(f.severity is Severity.ERROR for f in findings.of(k)) for k in wrong.measures)


def test_what_was_picked_out_is_left_by_its_chip(work):
    work.workspace.list.show_only("Ausgewählt", work.document.dataset.measure_keys()[:2])
    few = len(work.workspace.list.shown_keys())
    one(work.window, FilterChips).chips()[0].click()

    assert 2 == few
    assert len(work.document.dataset.measure_keys()) == len(work.workspace.list.shown_keys())


def test_the_overview_is_written_as_pdf_and_picture(work, tmp_path):
    work.press(Qt.Key.Key_F9)
    shown(work).refresh()
    work.answer(save_file=[tmp_path / "a", tmp_path / "b.png"])
    shown(work).pdf_requested.emit()
    shown(work).png_requested.emit()

    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "b.png").read_bytes().startswith(b"\x89PNG")


def test_an_overview_that_cannot_be_written_is_told(work, tmp_path):
    work.press(Qt.Key.Key_F9)
    shown(work).refresh()
    work.answer(save_file=tmp_path / "gibt es nicht" / "a.pdf", error=None)
    shown(work).pdf_requested.emit()

    assert ["save_file", "error"] == work.asked()


def test_8_a_value_of_the_public_page_leads_to_its_field(work):
    preview = work.workspace.side.preview
    preview.field_chosen.emit("summary", None)

    assert preview.isVisible()
    assert work.row("summary").has_focus()


def test_the_preview_follows_typing(work):
    work.edit("summary", " Neuigkeit")
    work.settle()

    texts = [item.text for item in work.workspace.side.preview.page.items()]
    assert any("Neuigkeit" in text for text in texts)
