"""The start page: opening, and the list of what was used before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton

from tests.gui import theme_helpers
from tests.gui.pane_cases import focusable, mnemonics, nameless, settle, shown_window, tab_walk
from tests.gui.reach import one, rows_of
from ui.settings import RecentEntry, Standing
from ui.shell.recent_entries import Presence, cross_rect, path_exists, when
from ui.shell.start_page import NEW_HERE, NO_RECENT, TOUR, StartButton, StartPage
from ui.widgets.row_table import RowTable

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed
NOW = datetime(2026, 3, 9, 9, 14).astimezone()
RECENT = [
    RecentEntry("Q:/klima/muenster", "muenster", NOW, standing=Standing(21, 5, 1, 2)),
    RecentEntry("Q:/klima/abfrage.xlsx", "abfrage.xlsx", NOW - timedelta(days=40)),
    RecentEntry("Q:/alt/<b>weg</b>", "<b>weg</b>", NOW, missing=True),
]


class Answers(QObject):
    """Knows what exists without asking the disk."""

    checked = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def ask(self, paths) -> None:
        self.asked += paths


@pytest.fixture
def presence():
    return Answers()


@pytest.fixture
def page(qtbot, presence):
    made = StartPage(presence=presence, clock=lambda: NOW)
    made.set_recent(RECENT)
    return shown_window(qtbot, made, 900, 640)


def told(signal) -> list:
    found: list = []
    signal.connect(lambda *values: found.append(values[0] if values else True))
    return found


def spoken(page) -> list[str]:
    model = rows_of(page)
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row).data(role) for row in range(model.rowCount())]


def shown(page) -> list[StartButton]:
    return [button for button in page.findChildren(StartButton) if button.isVisible()]


def test_large_buttons_say_what_they_open(qtbot, page):
    signals = (page.open_folder_requested, page.open_workbook_requested, page.sample_requested)
    heard = [told(signal) for signal in signals]
    buttons = shown(page)

    for button in buttons:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert [[True]] * 3 == heard
    assert ["Ordner öffnen…", "Excel öffnen…", "Beispiel ansehen"] == [
        button.accessibleName() for button in buttons
    ]


# D 24
def test_the_latest_entry_has_the_keyboard_and_enter_opens_it(qtbot, page):
    wanted = told(page.recent_requested)
    page.focus_list()

    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)

    assert [RECENT[0].path] == wanted


# D 24
def test_an_entry_says_how_it_stood_and_nothing_where_that_is_unknown(page):
    told_first, told_second = spoken(page)[:2]

    assert told_first.endswith(
        "heute, 09:14, 21 Maßnahmen, 5 Fehler, 1 Warnung, 2 Rückläufe warten"
    )
    assert told_second.endswith("28.01.2026")


# D 24
def test_without_a_list_the_sample_stands_in_its_place(qtbot, page):
    page.set_recent([])
    wanted = told(page.sample_requested)
    page.focus_list()

    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Space)

    assert [True] == wanted
    assert ["Beispiel ansehen", TOUR.replace("&", ""), "Ordner öffnen…", "Excel öffnen…"] == [
        button.accessibleName() for button in shown(page)
    ]


# D 24
@pytest.mark.parametrize("known", [True, False])
def test_who_is_new_is_asked_once_and_offered_the_tour(qtbot, page, known):
    page.set_recent(RECENT if known else [])
    wanted = told(page.tour_requested)
    said = [label for label in page.findChildren(QLabel) if label.isVisible()]
    one(page, QPushButton, TOUR).click()

    assert 1 == [label.text() for label in said].count(NEW_HERE)
    assert [True] == wanted


def test_enter_looks_for_what_is_gone(qtbot, page):
    searched, wanted = told(page.recent_searched), told(page.recent_requested)
    table = one(page, RowTable)
    table.select_row(2)
    table.setFocus()

    qtbot.keyClick(table, Qt.Key.Key_Return)

    assert ([RECENT[2].path], []) == (searched, wanted)


def test_enter_and_one_click_open_a_recent_dataset(qtbot, page):
    wanted = told(page.recent_requested)
    table = one(page, RowTable)
    table.select_row(0)
    table.setFocus()

    qtbot.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.model().index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()

    assert ["Q:/klima/muenster", "Q:/klima/abfrage.xlsx"] == wanted


def test_del_and_the_cross_take_an_entry_off(qtbot, page):
    removed, wanted = told(page.recent_removed), told(page.recent_requested)
    table = one(page, RowTable)
    table.select_row(0)
    table.setFocus()

    qtbot.keyClick(table, Qt.Key.Key_Delete)
    cross = cross_rect(table.visualRect(table.model().index(1, 0))).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cross)
    settle()

    assert [RECENT[0].path, RECENT[1].path] == removed
    assert [] == wanted


def test_after_removal_the_next_entry_is_selected(page):
    one(page, RowTable).select_row(1)

    page.set_recent([RECENT[0], RECENT[2]])

    assert 1 == one(page, RowTable).selected_row()


def test_what_is_gone_says_so_in_words(page, presence):
    presence.checked.emit("Q:/klima/muenster", False)

    texts = spoken(page)
    assert texts[0].startswith("muenster, nicht gefunden, Q:/klima/muenster, heute, 09:14")
    assert "nicht gefunden" not in texts[1]
    assert texts[2].startswith("<b>weg</b>, nicht gefunden")


def test_paths_known_to_be_gone_are_not_asked_for_again(page, presence):
    assert ["Q:/klima/muenster", "Q:/klima/abfrage.xlsx"] == presence.asked


def test_paths_are_asked_for_in_the_background(qtbot, tmp_path):
    presence = Presence()
    answers: dict[str, bool] = {}
    presence.checked.connect(answers.__setitem__)

    presence.ask([str(tmp_path), str(tmp_path / "weg")])

    qtbot.waitUntil(lambda: 2 == len(answers))
    assert {str(tmp_path): True, str(tmp_path / "weg"): False} == answers


def test_what_cannot_be_asked_counts_as_gone():
    assert not path_exists("x" * 5000)


def test_without_recent_datasets_the_page_says_what_will_stand_there(page):
    page.set_recent([])

    assert not one(page, RowTable).isVisible()
    assert one(page, QLabel, NO_RECENT).isVisible()


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 22, 9, 5, tzinfo=UTC), "heute, 09:05"),
        (datetime(2026, 11, 21, 23, 59, tzinfo=UTC), "gestern, 23:59"),
        (datetime(2026, 11, 20, 8, 0, tzinfo=UTC), "20.11.2026"),
    ],
)
def test_times_are_said_as_people_say_them(moment, text):
    assert text == when(moment, datetime(2026, 11, 22, 12, 0, tzinfo=UTC))


def test_a_narrow_page_needs_no_sideways_scrolling(qtbot, page):
    page.resize(420, 640)
    settle()

    assert 0 == page.horizontalScrollBar().maximum()


def test_tab_reaches_everything_in_the_order_seen(qtbot, page):
    one(page, RowTable).select_row(0)
    stops = focusable(page)
    stops[0].setFocus()

    walk = [stops[0], *tab_walk(qtbot, page, len(stops))]

    places = [(w.mapTo(page, QPoint()).y(), w.mapTo(page, QPoint()).x()) for w in walk[:-1]]
    assert walk[0] is walk[-1]
    assert sorted(places) == places
    assert [] == nameless(page)


def test_letters_are_unique_and_leave_those_of_the_menus_alone(page):
    letters = mnemonics(page)

    assert len(set(letters)) == len(letters)
    assert not set(letters) & set("dbmrah")


def test_a_letter_presses_its_button(qtbot, page):
    wanted = told(page.sample_requested)

    qtbot.keyClick(page, Qt.Key.Key_I, Qt.KeyboardModifier.AltModifier)

    qtbot.waitUntil(lambda: [True] == wanted)
