"""Taking over foreign files: what is matched is shown, can be changed by keyboard, and is kept."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel

from klimaeditor.exchange import missingmeasures
from klimaeditor.exchange.columns import Memory
from klimaeditor.exchange.importing import recognise
from klimaeditor.exchange.proposals import FileKind
from klimaeditor.site.muenster import muenster
from tests.foreign_cases import TITLES, by_place, codes, report_file, small_town, table_file
from tests.gui import theme_helpers
from tests.gui.pane_cases import focusable, mnemonics, nameless, settle, shown_window
from ui import theme
from ui.exchange.choice_table import CHOICE_COLUMN
from ui.exchange.import_pages import (
    CHOICE_OF_FIELD,
    DAY_MISSING,
    DAY_WRONG,
    NEEDS_FIELD,
    NEEDS_TITLE,
    NOT_TAKEN,
)
from ui.exchange.import_wizard import (
    MATCHING,
    NEEDS_SHEET,
    PROPOSING,
    ReportWizard,
    TableWizard,
    wizard_for,
)
from ui.widgets.layouts import screen_area
from ui.widgets.pickers import CalmComboBox

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed
Key = Qt.Key
HOSTILE = "<b>fett</b> & Co"
TABLE = [
    ["Titel", "Neuigkeit", "Kosten", HOSTILE],
    [TITLES["bauen1"], "läuft", 1000, "x"],
    ["Dächer von Schulen begrünen lassen", "steht", 2000, "y"],
    ["Abfallberatung im Stadtteil", "ruht", 3000, "z"],
]
REPORT = {
    "Eins": [("Titel", TITLES["bauen1"]), ("Sachstand", "Zwei sind fertig.")],
    "Zwei": [("Titel", "Abfallberatung im Stadtteil"), ("Sachstand", "Ruht.")],
}


@pytest.fixture
def town():
    return small_town()


def shown_table(qtbot, tmp_path, town, table=TABLE, memory=None) -> TableWizard:
    found = recognise(table_file(tmp_path / "liste.xlsx", table), site=muenster())
    return shown_window(qtbot, wizard_for(town, found, memory), 980, 660)


def shown_report(qtbot, tmp_path, town, name="bericht.xlsx", sheets=REPORT) -> ReportWizard:
    found = recognise(report_file(tmp_path / name, sheets), site=muenster())
    return shown_window(qtbot, wizard_for(town, found), 980, 660)


def cells(table) -> list[list[str]]:
    """Return what a table shows."""
    model = table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def choose(qtbot, table, row: int, text: str) -> None:
    """Choose from the drop-down of a row, by keyboard alone."""
    table.setFocus()
    table.select_row(row)
    qtbot.keyClick(table, Key.Key_F4)
    settle()
    combo = table.findChild(CalmComboBox)
    place = next(n for n in range(combo.count()) if combo.itemText(n).startswith(text))
    view = combo.view()
    view.setCurrentIndex(combo.model().index(place, 0))
    qtbot.keyClick(view, Key.Key_Return)
    settle()


def words(window) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


# --- columns -------------------------------------------------------------------------------------


def test_the_columns_are_shown_with_samples_field_and_reason(qtbot, tmp_path, town):
    window = shown_table(qtbot, tmp_path, town)

    assert [
        ["Titel (A)", "Worum geht es?", "bekannter Name"],
        ["Neuigkeit (B)", NOT_TAKEN, "kein passendes Feld"],
        ["Kosten (C)", "Kosten (Euro)", "bekannter Name"],
        [f"{HOSTILE} (D)", NOT_TAKEN, "kein passendes Feld"],
    ] == [[row[0], *row[2:]] for row in cells(window.columns.list)]
    assert "1000 · 2000 · 3000" == cells(window.columns.list)[2][1]
    assert "2 von 4 Spalten" in words(window)
    assert f"1. {TITLES['bauen1']}" in words(window)


def test_a_field_is_chosen_by_keyboard_and_the_rows_follow(qtbot, tmp_path, town):
    window = shown_table(qtbot, tmp_path, town)
    choose(qtbot, window.columns.list, 1, "Sachstand Text")

    assert ["Sachstand Text", "von Ihnen gewählt"] == cells(window.columns.list)[1][2:]
    assert 1 == window.columns.list.selected_row()
    assert window.columns.list.hasFocus()


def test_a_field_belongs_to_one_column_only(qtbot, tmp_path, town):
    window = shown_table(qtbot, tmp_path, town)
    choose(qtbot, window.columns.list, 1, "Kosten (Euro)")

    assert [NOT_TAKEN, "Feld schon vergeben"] == cells(window.columns.list)[2][2:]


def test_without_a_title_it_goes_no_further_and_says_why(qtbot, tmp_path, town):
    window = shown_table(qtbot, tmp_path, town)
    choose(qtbot, window.columns.list, 0, NOT_TAKEN)

    assert not window.next.isEnabled()
    assert NEEDS_TITLE in words(window)
    choose(qtbot, window.columns.list, 2, NOT_TAKEN)
    assert NEEDS_FIELD in words(window)


def test_esc_closes_the_drop_down_before_the_window(qtbot, tmp_path, town):
    window = shown_table(qtbot, tmp_path, town)
    window.columns.list.setFocus()
    qtbot.keyClick(window.columns.list, Key.Key_F2)
    settle()
    combo = window.columns.list.findChild(CalmComboBox)
    qtbot.keyClick(combo.view(), Key.Key_Escape)
    settle()

    assert window.isVisible()
    assert "bekannter Name" == cells(window.columns.list)[0][3]


def test_a_click_opens_the_drop_down_of_its_row(qtbot, tmp_path, town):
    window = shown_table(qtbot, tmp_path, town)
    table = window.columns.list
    place = table.visualRect(table.model().index(2, CHOICE_COLUMN)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()

    assert "cost_value" == table.findChild(CalmComboBox).currentData()


def test_another_sheet_can_be_chosen(qtbot, tmp_path, town):
    path = table_file(tmp_path / "liste.xlsx", TABLE)
    book = load_workbook(path)
    book.create_sheet("Adressen").append(["Telefon", "Raum"])
    book["Adressen"].append(["1", "2"])
    book.save(path)
    window = shown_window(qtbot, wizard_for(town, recognise(path, site=muenster())), 980, 660)
    sheets = next(c for c in window.findChildren(CalmComboBox) if c.isVisible())

    assert ["Tabelle1", "Adressen"] == [sheets.itemText(n) for n in range(sheets.count())]
    sheets.setCurrentIndex(1)
    sheets.activated.emit(1)
    assert ["Telefon (A)", "Raum (B)"] == [row[0] for row in cells(window.columns.list)]


# --- rows ----------------------------------------------------------------------------------------


def test_the_rows_are_shown_with_their_measure_and_score(qtbot, tmp_path, town):
    window = shown_table(qtbot, tmp_path, town)
    qtbot.keyClick(window.next, Key.Key_Space)
    shown = cells(window.records.list)

    assert [["Zeile 2", TITLES["bauen1"], TITLES["bauen1"], "99 % · Titel"]] == shown[:1]
    assert [NOT_TAKEN] * 2 == [row[2] for row in shown[1:]]
    assert "schon vergeben an Zeile 2" == shown[1][3]
    assert "1 von 3 Zeilen zugeordnet." in words(window)


def test_only_what_is_doubtful_can_be_shown(qtbot, tmp_path, town):
    window = shown_table(qtbot, tmp_path, town)
    window.next.click()
    window.records.doubtful_only.setChecked(True)

    assert ["Zeile 3", "Zeile 4"] == [row[0] for row in cells(window.records.list)]


def test_a_measure_is_chosen_by_keyboard_and_taken_from_the_other_row(qtbot, tmp_path, town):
    window = shown_table(qtbot, tmp_path, town)
    window.next.click()
    choose(qtbot, window.records.list, 1, TITLES["bauen1"])
    shown = cells(window.records.list)

    assert [TITLES["bauen1"], "von Ihnen gewählt"] == shown[1][2:]
    assert [NOT_TAKEN, "schon vergeben an Zeile 3"] == shown[0][2:]


def test_the_proposals_are_those_of_what_was_chosen(qtbot, tmp_path, town):
    window = shown_table(qtbot, tmp_path, town)
    choose(qtbot, window.columns.list, 1, "Sachstand Text")
    window.next.click()
    choose(qtbot, window.records.list, 2, TITLES["verkehr1"])
    with qtbot.waitSignal(window.proposed) as heard:
        window.next.click()
    returned = heard.args[0]

    assert returned is window.returned
    assert FileKind.TABLE is returned.kind
    assert {
        ("bauen1", "state_text"): "läuft",
        ("bauen1", "cost_value"): 1000,
        ("verkehr1", "state_text"): "ruht",
        ("verkehr1", "cost_value"): 3000,
        ("verkehr1", "action_name"): "Abfallberatung im Stadtteil",
    } == by_place(returned)
    assert {"double_row", "reading"} == codes(returned)  # a column without a field is named
    assert not window.isVisible()


def test_the_tables_of_the_other_sheets_are_read_too(qtbot, tmp_path, town):
    path = table_file(tmp_path / "liste.xlsx", [("Titel", "Sachstand"), (TITLES["bauen1"], "Neu")])
    book = load_workbook(path)
    for title, body in (
        ("Amt 62", [("Titel", "Sachstand"), (TITLES["bauen2"], "Auch neu")]),
        ("Adressen", [("Telefon", "Raum"), ("1", "2")]),
    ):
        for row in [book.create_sheet(title), *body][1:]:
            book[title].append(row)
    book.save(path)
    window = shown_window(qtbot, wizard_for(town, recognise(path, site=muenster())), 980, 660)
    window.next.click()
    with qtbot.waitSignal(window.proposed) as heard:
        window.next.click()
    (returned,) = heard.args

    assert {("bauen1", "state_text"): "Neu", ("bauen2", "state_text"): "Auch neu"} == by_place(
        returned
    )
    assert "tables_not_read" in codes(returned)


def test_the_columns_of_every_sheet_are_corrected_by_hand(qtbot, tmp_path, town):
    """What was chosen on one sheet holds when another one is looked at, and for the proposals."""
    path = table_file(tmp_path / "liste.xlsx", [("Titel", "Sachstand"), (TITLES["bauen1"], "Neu")])
    book = load_workbook(path)
    sheet = book.create_sheet("Amt 62")
    for row in (("Titel", "Was gibt es?"), (TITLES["bauen2"], "Auch neu")):
        sheet.append(row)
    book.save(path)
    window = shown_window(qtbot, wizard_for(town, recognise(path, site=muenster())), 980, 660)
    sheets = next(c for c in window.findChildren(CalmComboBox) if c.isVisible())
    sheets.setCurrentIndex(1)
    sheets.activated.emit(1)
    choose(qtbot, window.columns.list, 1, "Sachstand Text")
    sheets.setCurrentIndex(0)
    sheets.activated.emit(0)
    window.next.click()
    with qtbot.waitSignal(window.proposed) as heard:
        window.next.click()
    (returned,) = heard.args

    assert {("bauen1", "state_text"): "Neu", ("bauen2", "state_text"): "Auch neu"} == by_place(
        returned
    )


def test_going_back_keeps_what_was_chosen_unless_the_columns_change(qtbot, tmp_path, town):
    window = shown_table(qtbot, tmp_path, town)
    window.next.click()
    choose(qtbot, window.records.list, 2, TITLES["verkehr1"])
    window.back.click()
    window.next.click()

    assert TITLES["verkehr1"] == cells(window.records.list)[2][2]


def test_columns_are_remembered_when_it_is_done_and_only_then(qtbot, tmp_path, town):
    memory = Memory(tmp_path)
    left = shown_table(qtbot, tmp_path, town, memory=memory)
    choose(qtbot, left.columns.list, 1, "Sachstand Text")
    left.reject()
    again = shown_table(qtbot, tmp_path, town, memory=memory)
    assert NOT_TAKEN == cells(again.columns.list)[1][2]

    choose(qtbot, again.columns.list, 1, "Sachstand Text")
    again.next.click()
    again.next.click()
    third = shown_table(qtbot, tmp_path, town, memory=memory)
    assert ["Sachstand Text", "wie beim letzten Mal"] == cells(third.columns.list)[1][2:]


def test_leaving_proposes_nothing(qtbot, tmp_path, town):
    window = shown_table(qtbot, tmp_path, town)
    heard = []
    window.proposed.connect(heard.append)
    qtbot.keyClick(window, Key.Key_Escape)

    assert ([], None) == (heard, window.returned)
    assert not window.isVisible()


# --- reports -------------------------------------------------------------------------------------


def test_the_sheets_of_a_report_are_shown_with_their_measures(qtbot, tmp_path, town):
    window = shown_report(qtbot, tmp_path, town)

    assert [
        ["Eins", TITLES["bauen1"], TITLES["bauen1"], "99 % · Titel"],
        ["Zwei", "Abfallberatung im Stadtteil", NOT_TAKEN, "keine ähnliche gefunden"],
    ] == cells(window.records.list)
    assert DAY_MISSING in words(window)


def test_the_day_of_a_report_is_asked_for_and_checked(qtbot, tmp_path, town):
    window = shown_report(qtbot, tmp_path, town)
    qtbot.keyClicks(window.day.edit, "31.2.2025")
    assert DAY_WRONG in words(window)
    assert not window.next.isEnabled()

    window.day.edit.setText("1.3.2025")
    window.next.click()
    assert "2025-03-01" == by_place(window.returned)["bauen1", "state_date"]
    assert FileKind.REPORT is window.returned.kind


def test_the_day_that_was_found_is_filled_in_and_can_be_taken_away(qtbot, tmp_path, town):
    window = shown_report(qtbot, tmp_path, town, "Bericht 2025-10-07.xlsx")
    assert "07.10.2025" == window.day.edit.text()
    assert "im Dateinamen" in window.day.note()
    window.day.edit.clear()
    window.next.click()

    assert ("bauen1", "state_date") not in by_place(window.returned)
    assert ("bauen1", "state_text") in by_place(window.returned)


def test_a_month_stays_a_guess_unless_the_day_is_typed(qtbot, tmp_path, town):
    window = shown_report(qtbot, tmp_path, town, "Bericht Oktober 2025.xlsx")
    assert "nur der Monat" in window.day.note()
    window.next.click()

    assert "month_only" in codes(window.returned)


def test_without_any_measure_a_report_goes_no_further(qtbot, tmp_path, town):
    window = shown_report(qtbot, tmp_path, town)
    choose(qtbot, window.records.list, 0, NOT_TAKEN)

    assert not window.next.isEnabled()
    assert NEEDS_SHEET in words(window)


def test_a_file_with_nothing_in_it_has_no_wizard(tmp_path, town):
    assert None is wizard_for(
        town, recognise(table_file(tmp_path / "leer.xlsx", []), site=muenster())
    )


# --- for everybody -------------------------------------------------------------------------------


@pytest.fixture(params=["columns", "records", "report"])
def window(request, qtbot, tmp_path, town):
    if request.param == "report":
        return shown_report(qtbot, tmp_path, town)
    found = shown_table(qtbot, tmp_path, town)
    if request.param == "records":
        found.next.click()
    settle()
    return found


def test_everything_has_a_name_and_letters_are_not_double(window):
    assert [] == nameless(window)
    letters = mnemonics(window)
    assert sorted(set(letters)) == sorted(letters)


def test_tab_goes_through_everything_and_leaves_the_table(qtbot, window):
    wanted = set(focusable(window))
    seen = set()
    for _ in range(len(wanted) + 2):
        qtbot.keyClick(QApplication.focusWidget() or window, Key.Key_Tab)
        seen.add(QApplication.focusWidget())

    assert wanted <= seen


def test_a_row_is_read_out_with_its_headings(qtbot, tmp_path, town):
    window = shown_table(qtbot, tmp_path, town)
    index = window.columns.list.model().index(2, 0)

    assert (
        "Spalte: Kosten (C); Beispiele: 1000 · 2000 · 3000; Feld: Kosten (Euro); "
        "Zuordnung: bekannter Name"
    ) == index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_drop_down_says_what_it_is(qtbot, tmp_path, town):
    QAccessible.setActive(True)
    window = shown_table(qtbot, tmp_path, town)
    window.columns.list.open_choice(0)
    settle()

    assert CHOICE_OF_FIELD == window.columns.list.findChild(CalmComboBox).accessibleName()


def test_data_is_never_taken_for_markup(qtbot, tmp_path, town):
    window = shown_table(qtbot, tmp_path, town)
    window.columns.list.select_row(3)
    formats = {label.textFormat() for label in window.findChildren(QLabel)}
    tip = window.columns.list.model().index(3, 0).data(Qt.ItemDataRole.ToolTipRole)

    assert HOSTILE in words(window)
    assert {Qt.TextFormat.PlainText} == formats
    assert "<b>" not in tip


@pytest.mark.parametrize("scheme", [theme.Scheme.LIGHT, theme.Scheme.DARK])
def test_at_200_percent_everything_still_fits_a_small_screen(qtbot, qapp, tmp_path, town, scheme):
    theme.apply(qapp, scheme, 200)
    try:
        window = shown_table(qtbot, tmp_path, town)
        settle()
        room = screen_area(window)
        table = window.columns.list

        assert window.minimumSizeHint().width() <= room.width()
        assert window.minimumSizeHint().height() <= room.height()
        assert table.isColumnHidden(1)
        assert sum(map(table.columnWidth, range(4))) <= table.viewport().width()
    finally:
        theme.apply(qapp, theme.Scheme.LIGHT)


# --- waiting -------------------------------------------------------------------------------------


class Waiting:
    """Notes what is waited for; the user gives up where *patient* is taken away."""

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self.patient = True

    def __call__(self, work, sentence):
        self.sentences.append(sentence)
        return work() if self.patient else None


def test_a_table_is_matched_beside_the_window(qtbot, tmp_path, town):
    wait = Waiting()
    found = recognise(table_file(tmp_path / "liste.xlsx", TABLE), site=muenster())
    wizard = shown_window(qtbot, wizard_for(town, found, None, None, wait), 980, 660)

    wait.patient = False
    wizard.next.click()
    assert 0 == wizard._pages.currentIndex()
    wait.patient = True
    wizard.next.click()
    assert 1 == wizard._pages.currentIndex()
    wait.patient = False
    wizard.next.click()
    assert wizard.returned is None
    assert wizard.isVisible()
    wait.patient = True
    wizard.next.click()

    assert wizard.returned.proposals
    assert [MATCHING] * 2 + [PROPOSING] * 2 == wait.sentences


def test_a_report_is_matched_beside_the_window(qtbot, tmp_path, town):
    wait = Waiting()
    found = recognise(report_file(tmp_path / "bericht.xlsx", REPORT), site=muenster())
    wizard = shown_window(qtbot, wizard_for(town, found, None, None, wait), 980, 660)
    wizard.next.click()

    assert wizard.returned.proposals
    assert [MATCHING, PROPOSING] == wait.sentences

    wait.patient = False
    assert wizard_for(town, found, None, None, wait) is None


# --- new measures --------------------------------------------------------------------------------


class Adding:
    """Adds measures to a dataset as the document does, and remembers what was asked."""

    def __init__(self, dataset) -> None:
        self.dataset = dataset
        self.asked: list[tuple[str, str]] = []

    def __call__(self, new) -> list[int]:
        self.asked += [(one.title, one.category_id) for one in new]
        before = set(self.dataset.measures)
        self.dataset.apply(missingmeasures.adding(self.dataset, new))
        return sorted(set(self.dataset.measures) - before)


def test_a_row_without_a_measure_can_become_one_by_keyboard(qtbot, tmp_path, town):
    window = shown_table(qtbot, tmp_path, town)
    add = Adding(town)
    window.offer_new(add)
    window.next.click()
    settle()
    before = cells(window.records.list)[2]
    choose(qtbot, window.records.list, 2, "als neue Maßnahme anlegen in „Verkehr“")
    after = cells(window.records.list)[2]
    said = words(window)
    window.next.click()

    assert [NOT_TAKEN, "keine ähnliche gefunden"] == before[2:]
    assert ["als neue Maßnahme anlegen in „Verkehr“", "neue Maßnahme"] == after[2:]
    assert "1 neue Maßnahme wird angelegt." in said
    assert [("Abfallberatung im Stadtteil", "verkehr")] == add.asked
    assert 3000 == by_place(window.returned)["verkehr3", "cost_value"]


def test_the_category_that_a_row_names_is_offered_first(qtbot, tmp_path, town):
    table = [["Titel", "Kosten", "Handlungsfeld"], ["Abfallberatung", 5, "Verkehr"]]
    window = shown_table(qtbot, tmp_path, town, table)
    window.offer_new(Adding(town))
    window.next.click()
    settle()
    choose(qtbot, window.records.list, 0, "als neue Maßnahme")

    assert "als neue Maßnahme anlegen in „Verkehr“" == cells(window.records.list)[0][2]


def test_a_sheet_without_a_measure_can_become_one(qtbot, tmp_path, town):
    window = shown_report(qtbot, tmp_path, town)
    add = Adding(town)
    window.offer_new(add)
    choose(qtbot, window.records.list, 1, "als neue Maßnahme anlegen in „Bauen“")
    window.next.click()

    assert [("Abfallberatung im Stadtteil", "bauen")] == add.asked
    assert "Ruht." == by_place(window.returned)["bauen4", "state_text"]


def test_new_measures_are_neither_chosen_nor_offered_unasked(qtbot, tmp_path, town):
    window = shown_table(qtbot, tmp_path, town)
    window.next.click()
    settle()
    window.records.list.open_choice(2)
    settle()
    combo = window.records.list.findChild(CalmComboBox)

    assert not [n for n in range(combo.count()) if combo.itemText(n).startswith("als neue")]


def test_who_thinks_again_gets_no_new_measure(qtbot, tmp_path, town):
    window = shown_table(qtbot, tmp_path, town)
    add = Adding(town)
    window.offer_new(add)
    window.next.click()
    settle()
    choose(qtbot, window.records.list, 2, "als neue Maßnahme anlegen in „Verkehr“")
    choose(qtbot, window.records.list, 2, NOT_TAKEN)
    window.next.click()

    assert [] == add.asked
    assert "no_measure" in codes(window.returned)
