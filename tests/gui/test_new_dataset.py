"""A table of others opens as a dataset of its own: columns, categories, doubts, by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from klimaeditor.exchange.columns import Memory
from klimaeditor.exchange.importing import recognise
from klimaeditor.model.changes import FileName
from klimaeditor.site.muenster import muenster
from tests.foreign_cases import FULL_REPORT, report_file, table_file
from tests.gui import theme_helpers
from tests.gui.pane_cases import focusable, mnemonics, nameless, settle, shown_window
from tests.gui.test_importing import cells, choose, words
from ui.dialogs.choices import TableAnswer, UnsavedChoice
from ui.exchange.import_pages import NEEDS_NAME, NOT_TAKEN
from ui.exchange.new_dataset_wizard import (
    LEAVE,
    MAKE,
    MAKING,
    NO_MEASURES,
    READING,
    STEP_RESULT,
    TAKE,
    TAKE_ALL,
    TAKE_NONE,
    NewDatasetWizard,
)

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed
Key = Qt.Key
TABLE = [
    ["Handlungsfeld", "Titel", "Kosten", "Neuigkeit"],
    ["Verkehr", "Busse mit Strom", "ca. 3 Mio. €", "x1"],
    ["Verker", "Radweg am Ka- nal", 500, None],
    ["Bauen", "Summe", 900, None],
]
PLAIN = [["Sparte", "Vorhaben"], ["Bauen", "Dach & Fach"], ["Verkehr", "Schiene"]]


def shown(qtbot, tmp_path, table=TABLE, **settings) -> NewDatasetWizard:
    found = recognise(table_file(tmp_path / "liste.xlsx", table), site=muenster())
    return shown_window(qtbot, NewDatasetWizard(found, **settings), 980, 660)


def titles(answer: TableAnswer) -> dict[str, object]:
    dataset = answer.made.dataset
    return {v.id: v.value("action_name") for v in map(dataset.view, dataset.measure_keys())}


def walk(wizard, pages: int = 1) -> None:
    for _ in range(pages):
        wizard.next.click()
        settle()


def press(wizard, text: str) -> None:
    next(made for made in wizard.findChildren(QPushButton) if made.text() == text).click()
    settle()


def test_a_row_with_a_title_becomes_a_measure(qtbot, tmp_path):
    wizard = shown(qtbot, tmp_path)
    walk(wizard, 3)

    assert {"verkehr1": "Busse mit Strom", "verker1": "Radweg am Ka- nal"} == titles(wizard.answer)
    assert not wizard.isVisible()


def test_without_a_title_it_goes_no_further_and_says_why(qtbot, tmp_path):
    wizard = shown(qtbot, tmp_path)
    choose(qtbot, wizard.columns.list, 1, NOT_TAKEN)

    assert not wizard.next.isEnabled()
    assert NEEDS_NAME in words(wizard)


def test_categories_are_put_together_by_keyboard(qtbot, tmp_path):
    wizard = shown(qtbot, tmp_path)
    walk(wizard)
    choose(qtbot, wizard.categories.list, 1, "gehört zu „Verkehr“")
    shown_categories = cells(wizard.categories.list)
    walk(wizard, 2)

    assert ["Verker", "1 Maßnahme", "gehört zu „Verkehr“", "verkehr …"] == shown_categories[1]
    assert ["verkehr1", "verkehr2"] == list(titles(wizard.answer))


def test_who_joins_a_category_goes_along_with_it(qtbot, tmp_path):
    wizard = shown(qtbot, tmp_path)
    walk(wizard)
    choose(qtbot, wizard.categories.list, 1, "gehört zu „Verkehr“")
    choose(qtbot, wizard.categories.list, 0, "gehört zu „Bauen“")

    assert ["gehört zu „Bauen“"] * 2 == [row[2] for row in cells(wizard.categories.list)][:2]


def test_doubtful_values_are_left_unless_chosen_and_say_why(qtbot, tmp_path):
    wizard = shown(qtbot, tmp_path)
    walk(wizard, 2)
    before = cells(wizard.doubts.list)
    reason = words(wizard)
    choose(qtbot, wizard.doubts.list, 0, TAKE)
    after = cells(wizard.doubts.list)
    walk(wizard)

    assert ["3.000.000 €", LEAVE, "zweifelhaft"] == before[0][1:]
    assert "wurde aus dem Text „ca. 3 Mio. €“ gelesen" in reason
    assert [TAKE, "von Ihnen gewählt"] == after[0][2:]
    assert 3_000_000 == wizard.answer.made.dataset.view(0).value("cost_value")


def test_all_or_none_of_them_can_be_taken(qtbot, tmp_path):
    wizard = shown(qtbot, tmp_path)
    walk(wizard, 2)
    press(wizard, TAKE_ALL)
    all_rows = {row[2] for row in cells(wizard.doubts.list)}
    said = wizard.doubts.summary.text()
    press(wizard, TAKE_NONE)

    assert ({TAKE}, {LEAVE}) == (all_rows, {row[2] for row in cells(wizard.doubts.list)})
    assert said.startswith("3 Maßnahmen in 3 Kategorien")
    assert wizard.doubts.summary.text().startswith("2 Maßnahmen in 2 Kategorien")


def test_what_stays_behind_is_named(qtbot, tmp_path):
    wizard = shown(qtbot, tmp_path)
    walk(wizard, 2)

    assert "Spalte „Neuigkeit“ (D): 1 Zelle, zum Beispiel „x1“." in wizard.doubts.left_out.text()


def test_where_no_row_would_be_a_measure_it_cannot_be_made(qtbot, tmp_path):
    table = [TABLE[0], ["Bauen", "Summe", 900, None]]
    wizard = shown(qtbot, tmp_path, table)
    walk(wizard, 2)

    assert not wizard.next.isEnabled()
    assert NO_MEASURES in words(wizard)


def test_leftovers_are_cleaned_up_where_wanted(qtbot, tmp_path):
    wizard = shown(qtbot, tmp_path)
    walk(wizard, 2)
    assert "„…m Ka- nal“ statt „…m Kanal“" in words(wizard)
    walk(wizard)
    plain = shown(qtbot, tmp_path, PLAIN)
    choose(qtbot, plain.columns.list, 0, "Kategorie")
    choose(qtbot, plain.columns.list, 1, "Worum geht es?")
    walk(plain, 2)
    step = words(plain)
    walk(plain)

    assert wizard.answer.clean_up
    assert STEP_RESULT in step
    assert not plain.answer.clean_up


def test_the_columns_are_remembered(qtbot, tmp_path):
    memory = Memory(tmp_path / "konfiguration")
    first = shown(qtbot, tmp_path, PLAIN, memory=memory)
    choose(qtbot, first.columns.list, 1, "Worum geht es?")
    walk(first, 3)
    again = shown(qtbot, tmp_path, PLAIN, memory=memory)

    assert ["Worum geht es?", "wie beim letzten Mal"] == cells(again.columns.list)[1][2:]


def test_what_was_decided_stays_when_one_goes_back(qtbot, tmp_path):
    wizard = shown(qtbot, tmp_path)
    walk(wizard)
    choose(qtbot, wizard.categories.list, 1, "gehört zu „Verkehr“")
    walk(wizard)
    choose(qtbot, wizard.doubts.list, 0, TAKE)
    wizard.back.click()
    wizard.back.click()
    walk(wizard, 2)

    assert TAKE == cells(wizard.doubts.list)[0][2]
    assert wizard.doubts.summary.text().startswith("2 Maßnahmen in 1 Kategorie")


def test_who_gives_up_waiting_stays_where_he_is(qtbot, tmp_path):
    asked = []

    def give_up(_work, sentence):
        asked.append(sentence)

    wizard = shown(qtbot, tmp_path, wait=give_up)
    walk(wizard)

    assert [READING] == asked
    assert wizard.columns.isVisible()


def test_what_takes_long_is_said(qtbot, tmp_path):
    said = []

    def wait(work, sentence):
        said.append(sentence)
        return work()

    walk(shown(qtbot, tmp_path, wait=wait), 2)

    assert [READING, MAKING] == said


def test_leaving_answers_nothing(qtbot, tmp_path):
    wizard = shown(qtbot, tmp_path)
    walk(wizard, 2)
    qtbot.keyClick(wizard, Key.Key_Escape)

    assert wizard.answer is None


@pytest.mark.parametrize("page", [0, 1, 2])
def test_every_page_works_by_keyboard_and_has_names(qtbot, tmp_path, page):
    wizard = shown(qtbot, tmp_path)
    walk(wizard, page)

    assert [] == nameless(wizard)
    assert len(mnemonics(wizard)) == len(set(mnemonics(wizard)))
    assert wizard.focusWidget() in focusable(wizard)


# --- in a session --------------------------------------------------------------------------------


def finished(found, wait) -> TableAnswer:
    """Play the wizard through as it stands."""
    wizard = NewDatasetWizard(found, wait=wait)
    for _ in range(3):
        wizard.next.click()
    answer = wizard.answer
    wizard.deleteLater()
    return answer


def test_a_table_opens_as_a_document_that_is_nowhere_yet(desk, tmp_path):
    desk.answer(new_dataset=finished)
    opened = desk.session.open_path(table_file(tmp_path / "liste.xlsx", TABLE))

    assert opened
    assert ("liste", None, False) == (
        desk.session.name,
        desk.document.location,
        desk.session.bridge.is_clean,
    )
    assert [] == desk.settings.recent()
    assert any("Spalte „Neuigkeit“" in notice for notice in desk.noticed)


def test_it_is_not_left_without_asking_and_saved_as_a_folder(desk, tmp_path):
    desk.answer(new_dataset=finished)
    desk.session.open_path(table_file(tmp_path / "liste.xlsx", TABLE))
    target = tmp_path / "neu"
    target.mkdir()
    desk.answer(unsaved=[UnsavedChoice.CANCEL, UnsavedChoice.SAVE], folder=target)
    stayed = not desk.session.close()
    closed = desk.session.close()

    assert stayed
    assert closed
    assert {file.value for file in FileName} <= {path.name for path in target.iterdir()}
    assert str(target) == desk.settings.recent()[0].path


def test_leaving_the_wizard_keeps_what_is_open(opened, tmp_path):
    before = opened.document
    opened.answer(new_dataset=None)

    assert not opened.session.open_path(table_file(tmp_path / "liste.xlsx", TABLE))
    assert before is opened.document


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_text_file_opens_the_same_way(desk, tmp_path, encoding):
    path = tmp_path / "liste.csv"
    path.write_bytes("Handlungsfeld;Titel\r\nMobilität;Züge\r\n".encode(encoding))
    desk.answer(new_dataset=finished)

    assert desk.session.open_path(path)
    assert ["mobilitaet1"] == [
        desk.document.view(key).id for key in desk.document.dataset.measure_keys()
    ]


def test_a_report_is_sent_to_where_it_is_read(desk, tmp_path):
    desk.answer(error=None)
    opened = desk.session.open_path(report_file(tmp_path / "bericht.xlsx", {"Eins": FULL_REPORT}))

    assert not opened
    assert "Fachämter › Rückläufe einlesen" in desk.message()


def test_the_button_that_makes_it_is_named_after_that(qtbot, tmp_path):
    wizard = shown(qtbot, tmp_path)
    walk(wizard, 2)

    assert MAKE == wizard.next.text()
