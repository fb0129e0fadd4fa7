"""The editors of links and of a series: tables that are edited in place."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.model.values import ABSENT
from klimaeditor.site.muenster_companions import STATUS_CHOICES
from tests.gui.editor_cases import emitted_by, leave, show
from tests.gui.theme_helpers import settle
from ui.form.editors.base import OPEN_LINK
from ui.form.editors.entries_model import EntriesModel
from ui.form.editors.series import (
    ADD_ENTRY,
    ADD_LINK,
    LINK_DOWN,
    LINK_UP,
    REMOVE_ENTRY,
    REMOVE_LINK,
    LinksEditor,
    SeriesEditor,
)

# Pop-ups grab the keyboard, which the platform without a screen cannot do, and says so.
pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("^This plugin does not support grabbing the keyboard", extend=True),
]

TODAY = date(2026, 11, 22)


@pytest.fixture
def shown(qtbot):
    """Return a function that shows an editor and returns it with what it emits."""

    def show_it(made, value=ABSENT):
        show(qtbot, made, value)
        return made, emitted_by(made)

    return show_it


LINKS = (
    {"title": "A", "url": "https://a.example/", "note": 1},
    {"title": "B", "url": "https://b.example/"},
)


def linked(shown, entries=LINKS):
    made, values = shown(LinksEditor(), list(entries))
    made.focus_widget().setFocus()
    return made, values, made.focus_widget()


def cell_editor(table) -> QLineEdit:
    table.edit(table.currentIndex())
    settle()
    return table.viewport().findChildren(QLineEdit)[-1]


def test_each_key_in_a_cell_emits_the_whole_list_and_keeps_unknown_keys(qtbot, shown):
    _made, values, table = linked(shown)
    table.go_to(0, 0)
    line = cell_editor(table)

    qtbot.keyClicks(line, "XY")

    assert [{"title": "XY", "url": "https://a.example/", "note": 1}, LINKS[1]] == values[-1]
    assert 2 == len(values)
    assert LINKS[0]["title"] == "A"


def test_tab_walks_from_title_to_address_and_then_leaves(qtbot, shown):
    made, values, table = linked(shown)
    table.go_to(1, 0)
    qtbot.keyClick(cell_editor(table), Qt.Key.Key_Tab)
    settle()
    column = table.currentIndex().column()
    inner = QApplication.focusWidget()
    qtbot.keyClicks(inner, "https://c.example/")

    qtbot.keyClick(inner, Qt.Key.Key_Tab)
    settle()

    assert 1 == column
    assert "https://c.example/" == values[-1][1]["url"]
    assert QApplication.focusWidget() is made.button(ADD_LINK)


def test_backtab_in_the_first_cell_leaves_backwards(qtbot, shown):
    made, _, table = linked(shown)
    table.go_to(0, 0)

    qtbot.keyClick(cell_editor(table), Qt.Key.Key_Backtab)
    settle()

    assert QApplication.focusWidget() is made.window_of_test.findChild(QLineEdit, "before")


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Return])
def test_a_cell_is_edited_from_the_keyboard(qtbot, shown, key):
    _, values, table = linked(shown)
    table.go_to(1, 0)

    qtbot.keyClick(table, key)
    settle()
    qtbot.keyClicks(QApplication.focusWidget(), "Neu")

    assert "Neu" == values[-1][1]["title"]


def test_a_link_is_added_moved_and_removed(shown):
    made, values, table = linked(shown)

    made.button(ADD_LINK).click()
    leave(made)
    table.go_to(2)
    made.button(LINK_UP).click()
    moved = [entry["title"] for entry in values[-1]]
    row = table.current_row()
    made.button(REMOVE_LINK).click()

    assert {"title": "", "url": ""} == values[0][-1]
    assert ["A", "", "B"] == moved
    assert 1 == row
    assert list(LINKS) == values[-1]


def test_buttons_know_what_can_be_done_in_the_current_row(shown):
    made, _, table = linked(shown)
    enabled = []
    for row in (0, 1):
        table.go_to(row)
        ups_and_downs = (made.button(LINK_UP), made.button(LINK_DOWN))
        enabled.append([button.isEnabled() for button in ups_and_downs])

    assert [[False, True], [True, False]] == enabled


def test_a_link_is_opened_only_by_whoever_listens(qtbot, shown):
    made, _, table = linked(shown)
    table.go_to(1)

    with qtbot.waitSignal(made.open_requested) as asked:
        made.button(OPEN_LINK).click()

    assert ["https://b.example/"] == asked.args


def test_what_is_no_list_is_shown_and_left_alone(shown):
    made, values, _ = linked(shown, ())
    made.set_value("kein Link")

    assert not made.button(ADD_LINK).isEnabled()
    assert [] == values


def test_the_table_of_entries_keeps_the_contract_of_qt(qtmodeltester):
    columns = LinksEditor().findChild(EntriesModel).columns()
    model = EntriesModel(columns)
    model.set_entries([*LINKS, "no object", None])

    qtmodeltester.check(model)


STANDS = (
    {"value": "unknown", "date": "2024-01-01"},
    {"value": "in_progress", "date": "2025-01-01"},
)


def series(shown, entries=STANDS, kind="binary"):
    made = SeriesEditor(today=lambda: TODAY)
    made.set_choices(STATUS_CHOICES)
    made.set_series_type(kind, "GWh")
    made, values = shown(made, list(entries))
    made.focus_widget().setFocus()
    return made, values, made.focus_widget()


def cells(table) -> list[list[str]]:
    model = table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_series_shows_german_days_and_words(shown):
    _, _, table = series(shown, [*STANDS, {"value": "stale", "date": "bald"}])

    expected = [["01.01.2024", "unbekannt"], ["01.01.2025", "in Bearbeitung"], ["bald", "stale"]]
    assert expected == cells(table)


@pytest.mark.parametrize(
    ("kind", "header"), [("count", "Wert (GWh)"), ("percent", "Wert (%)"), ("binary", "Stand")]
)
def test_the_header_says_what_the_values_are(shown, kind, header):
    _, _, table = series(shown, kind=kind)

    assert header == table.model().headerData(1, Qt.Orientation.Horizontal)


def test_a_status_is_chosen_from_words_and_stored_as_its_value(qtbot, shown):
    _, values, table = series(shown)
    table.go_to(1, 1)
    table.edit(table.currentIndex())
    combo = QApplication.focusWidget()

    qtbot.keyClick(combo, Qt.Key.Key_Down)

    assert [STANDS[0], {"value": "completed", "date": "2025-01-01"}] == values[-1]
    settle()
    combo.hidePopup()


def test_a_number_is_typed_in_german_and_unreadable_ones_are_kept(qtbot, shown):
    _, values, table = series(shown, [{"value": 92, "date": "2024-01-01"}], "count")
    table.go_to(0, 1)
    line = cell_editor(table)

    qtbot.keyClicks(line, "1.280,5x")

    assert [1280.5, "1.280,5x"] == [values[-2][0]["value"], values[-1][0]["value"]]


# WEB-04
def test_an_entry_whose_day_changes_moves_to_its_place(qtbot, shown):
    _made, values, table = series(shown)
    table.go_to(1, 0)
    line = cell_editor(table)

    qtbot.keyClicks(line, "1.6.2023")
    while_typing = [entry["date"] for entry in values[-1]]
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle()

    assert ["2024-01-01", "2023-06-01"] == while_typing
    assert ["2023-06-01", "2024-01-01"] == [entry["date"] for entry in values[-1]]
    assert 0 == table.current_row()


def test_a_new_stand_is_of_today_and_repeats_the_last_status(shown):
    made, values, _table = series(shown)

    made.button(ADD_ENTRY).click()
    leave(made)

    assert {"value": "in_progress", "date": "2026-11-22"} == values[0][-1]


def test_with_the_first_stand_the_chart_pushes_nothing_out_of_sight(qtbot):
    """The cell at hand and the buttons below it are seen, as low as the field may have stood."""
    area, page = QScrollArea(), QWidget()
    column = QVBoxLayout(page)
    column.addSpacing(500)
    made = SeriesEditor(today=lambda: TODAY)
    made.set_choices(STATUS_CHOICES)
    made.set_series_type("binary")
    made.set_value([])
    column.addWidget(made)
    column.addSpacing(500)
    area.setWidget(page)
    area.setWidgetResizable(True)
    qtbot.addWidget(area)
    area.resize(700, 420)
    area.show()
    settle()
    area.ensureWidgetVisible(made, 0, 0)
    made.button(ADD_ENTRY).click()

    for seen in (made.focus_widget(), made.button(ADD_ENTRY)):
        low = seen.mapTo(area.viewport(), seen.rect().bottomLeft()).y()
        assert 0 < low < area.viewport().height()


def test_a_new_measurement_has_no_number_yet(shown):
    made, values, _ = series(shown, [{"value": 92, "date": "2024-01-01"}], "count")

    made.button(ADD_ENTRY).click()
    leave(made)

    assert {"value": None, "date": "2026-11-22"} == values[0][-1]


def test_a_second_stand_of_today_asks_for_its_day(shown):
    made, values, table = series(shown, [{"value": "unknown", "date": "2026-11-22"}])

    made.button(ADD_ENTRY).click()

    assert values[0][-1]["date"] is None
    assert 0 == table.currentIndex().column()


# WEB-04
def test_a_new_stand_goes_before_later_ones(shown):
    made, values, table = series(shown, [*STANDS, {"value": "completed", "date": "2030-01-01"}])

    made.button(ADD_ENTRY).click()

    assert ["2025-01-01", "2026-11-22", "2030-01-01"] == [e["date"] for e in values[-1]][1:]
    assert 2 == table.current_row()


def test_the_last_entry_can_be_removed(shown):
    made, values, table = series(shown, STANDS[:1])
    table.go_to(0)

    made.button(REMOVE_ENTRY).click()

    assert [[]] == values
    assert not made.button(REMOVE_ENTRY).isEnabled()


@pytest.mark.parametrize("make", [linked, series], ids=["links", "series"])
def test_del_removes_the_row_as_the_button_does(qtbot, shown, make):
    made, values, table = make(shown)
    _first, second = made.value()
    table.go_to(0)

    qtbot.keyClick(table, Qt.Key.Key_Delete)
    after_one = table.current_row()
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    qtbot.keyClick(table, Qt.Key.Key_Delete)

    assert [[second], []] == values
    assert 0 == after_one
    assert table.hasFocus()


@pytest.mark.parametrize("make", [linked, series], ids=["links", "series"])
def test_del_removes_nothing_where_there_is_no_such_button(qtbot, shown, make):
    made, values, table = make(shown)
    made.set_read_only(True)
    table.go_to(0)

    qtbot.keyClick(table, Qt.Key.Key_Delete)

    assert [] == values


@pytest.mark.parametrize(
    "modifier", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier]
)
def test_del_with_another_key_removes_no_row(qtbot, shown, modifier):
    _, values, table = linked(shown)
    table.go_to(0)

    qtbot.keyClick(table, Qt.Key.Key_Delete, modifier)

    assert [] == values


def test_del_in_a_cell_takes_letters_and_leaves_the_row(qtbot, shown):
    _, values, table = linked(shown)
    table.go_to(0, 0)
    line = cell_editor(table)
    line.home(False)

    qtbot.keyClick(line, Qt.Key.Key_Delete)

    assert [["", "B"]] == [[entry["title"] for entry in value] for value in values]


ODD_ENTRIES = (
    {"value": "12", "date": "2024-10-1"},
    {"value": " 7,50 ", "date": "1.2.2023"},
    {"value": {"b": 1, "a": 2}, "date": 20240101},
    {"value": 2**60, "date": "a\u2029b"},
)


@pytest.mark.parametrize("kind", ["count", "binary"])
def test_walking_through_the_cells_changes_nothing(qtbot, shown, kind):
    """What a cell would read otherwise than it is stored, and days out of order, stay so."""
    made, values = shown(SeriesEditor(today=lambda: TODAY), list(ODD_ENTRIES))
    made.set_choices(STATUS_CHOICES)
    made.set_series_type(kind)
    table = made.focus_widget()
    table.setFocus()
    for row in range(len(ODD_ENTRIES)):
        table.go_to(row, 0)
        table.edit(table.currentIndex())
        settle()
        for _ in range(2):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            settle()

    assert [] == values


def test_a_choice_in_a_cell_that_is_left_as_it_was_stores_nothing(qtbot, shown):
    made, values = shown(SeriesEditor(today=lambda: TODAY), [{"value": {"a": 1}, "date": None}])
    made.set_choices(STATUS_CHOICES)
    table = made.focus_widget()
    table.setFocus()
    table.go_to(0, 1)
    table.edit(table.currentIndex())
    settle()
    made._delegate.commitData.emit(table.viewport().findChildren(QComboBox)[-1])

    assert [] == values


def test_a_cell_left_open_changes_nothing_in_the_next_measure(qtbot, shown):
    """Days typed in one measure do not sort the days of the one shown next."""
    first = [{"value": 1, "date": "2024-01-01"}, {"value": 2, "date": "2025-01-01"}]
    unsorted = [{"value": "3", "date": "2025-05-05"}, {"value": 4, "date": "2020-02-02"}]
    made, values = shown(SeriesEditor(today=lambda: TODAY), first)
    made.set_series_type("count")
    table = made.focus_widget()
    table.setFocus()
    table.go_to(1, 0)
    line = cell_editor(table)
    qtbot.keyClicks(line, "2023-05-05")
    typed = len(values)

    made.set_value(unsorted)
    settle()
    leave(made)
    settle()

    assert typed > 0
    assert typed == len(values)
    assert unsorted == made.value()


def test_rows_grow_with_the_letters(shown):
    """A11Y-11: rows that were there before the zoom keep room for their text."""
    made, _ = shown(LinksEditor(), list(LINKS))
    table = made.focus_widget()
    font = table.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    table.setFont(font)
    settle()

    heights = {table.rowHeight(row) for row in range(len(LINKS))}
    assert {table.verticalHeader().defaultSectionSize()} == heights
    assert min(heights) > 1.5 * table.fontMetrics().lineSpacing()
