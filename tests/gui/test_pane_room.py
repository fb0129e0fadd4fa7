"""List, form and public page as the window has room: three, the list folded out, or one.

The numbers in the names are those of the behaviours in the mock-ups' description.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest

from klimaeditor.model.fieldtypes import Section
from tests.e2e_driver import CTRL, Key
from tests.gui.window_cases import WINDMILLS, Program
from ui.settings import Settings
from ui.shell.panes import LEAST, Pane, PaneMode, mode_at, widths_at

pytestmark = pytest.mark.gui

SECOND = "energieerzeugung2"
SMALL = [(1280, 720, 150), (1280, 720, 200), (1366, 768, 150), (1366, 768, 200)]
THREE = ["list", "form", "page"]


def panes(work) -> list[str]:
    """Return the panes that are seen, from left to right."""
    named = {"list": work.workspace.list, "form": work.form, "page": work.workspace.side}
    return [name for name, pane in named.items() if pane.isVisible()]


def widths(work) -> list[int]:
    return work.splitter.sizes()


def screen(work, width: int, height: int = 768, zoom: int = 100) -> None:
    """Give the window a size and let everything find its place."""
    work.zoom(zoom)
    work.window.resize(width, height)
    work.settle(6)


# --- how wide --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "listed", "page"),
    [(1280, 258, 422), (1440, 272, 538), (1920, 304, 816), (2560, 304, 1152), (1360, 265, 480)],
)
def test_the_panes_have_the_widths_of_the_table(work, width, listed, page):
    screen(work, width)

    assert (listed, page) == widths_at(width)
    assert [listed, page] == [widths(work)[0], widths(work)[2]]
    assert THREE == panes(work)


@pytest.mark.parametrize("width", range(1240, 2700, 20))
def test_no_pane_is_ever_narrower_than_the_least(width):
    listed, page = widths_at(width)

    assert listed >= LEAST[Pane.LIST]
    assert page >= LEAST[Pane.PAGE]
    assert width - listed - page - 2 >= LEAST[Pane.FORM]


@pytest.mark.parametrize(
    ("width", "mode"),
    [(1240, PaneMode.THREE), (1239, PaneMode.FOLDED), (960, PaneMode.FOLDED), (959, PaneMode.ONE)],
)
def test_16_below_1240_the_list_folds_and_below_960_one_pane_is_left(work, width, mode):
    screen(work, width)

    assert mode is mode_at(width)
    assert mode is work.workspace.room.mode


def test_the_list_stands_in_its_place(work):
    listed = work.workspace.list.geometry()
    form = work.form.mapTo(work.workspace.room, QPoint(0, 0))

    assert (0, 272) == (listed.x(), listed.width())
    assert listed.right() < form.x()
    assert listed.bottom() == work.workspace.room.rect().bottom()


def test_widths_given_with_the_mouse_stay_when_the_window_grows(work):
    work.drag_panes([300, 640, 498])
    before = [widths(work)[0], widths(work)[2]]
    screen(work, 1600)

    assert before == [widths(work)[0], widths(work)[2]]


def test_a_double_click_on_the_border_gives_the_usual_widths_back(work):
    work.drag_panes([300, 640, 498])
    handle = work.splitter.handle(2)
    QTest.mouseDClick(handle, Qt.MouseButton.LeftButton)

    assert [272, 538] == [widths(work)[0], widths(work)[2]]
    assert {} == work.workspace.room.widths()


def test_the_widths_of_the_user_come_back_with_the_room_and_after_a_restart(work):
    work.drag_panes([300, 640, 498])
    before, kept = widths(work), work.workspace.room.widths()
    screen(work, 1280, 720, 200)
    screen(work, 1440, 900)
    after = widths(work)
    work.workspace.room.restore_widths({})
    work.workspace.room.restore_widths(kept)

    assert before == after == widths(work)


def test_letters_that_grow_and_shrink_leave_the_widths_as_they_were(work):
    before = widths(work)
    for percent in (150, 200, 100):
        work.zoom(percent)
        work.settle(6)

    assert before == widths(work)


def test_a_start_with_large_letters_leaves_the_widths_for_small_ones(
    qtbot, tmp_path, sample_dataset
):
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    Settings(store).set_zoom(200)
    store.sync()
    program = Program(qtbot, tmp_path, (1280, 720))
    program.app.session.open_path(sample_dataset)
    program.settle(6)
    screen(program, 1440, 900)
    found = widths(program)
    program.destroy()

    assert [272, 538] == [found[0], found[2]]


def test_opening_a_dataset_leaves_the_window_as_high_as_it_was(qtbot, tmp_path, sample_dataset):
    fresh = Program(qtbot, tmp_path, (1366, 700))
    fresh.app.session.open_path(sample_dataset)
    fresh.settle(6)
    size = fresh.window.size().toTuple()
    fresh.destroy()

    assert (1366, 700) == size


# --- nothing is cut ----------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height", "zoom"), SMALL)
def test_16_the_form_never_scrolls_sideways_on_a_small_screen(zoomed, width, height, zoom):
    screen(zoomed, width, height, zoom)
    assert (width, height) == zoomed.window.size().toTuple()
    for key in zoomed.document.dataset.measure_keys()[:6]:
        zoomed.workspace.go_to(key, None)
        for section in Section:
            zoomed.form.go_to_section(section)
            zoomed.settle(6)
            assert 0 == zoomed.form.page.sideways()


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_16_no_pane_is_narrower_than_it_needs(work, zoom):
    for width in range(700, 1800, 100):
        screen(work, width, 720, zoom)
        for pane in (work.workspace.list, work.form, work.workspace.side):
            if pane.isVisible():
                assert pane.minimumSizeHint().width() <= pane.width(), (width, pane)


# --- the list folded out -----------------------------------------------------------------------


@pytest.fixture
def folded(work):
    """The window at 1024 x 768, the keyboard in a field."""
    screen(work, 1024)
    work.go(WINDMILLS, "summary")
    return work


def test_16_ctrl_l_folds_the_list_out_and_esc_brings_the_cursor_back(folded):
    before = panes(folded)
    folded.press(Key.Key_L, CTRL)
    out = panes(folded), folded.workspace.list.isAncestorOf(folded.focused())
    width = folded.workspace.list.width()
    folded.press(Key.Key_Escape)

    assert ["form", "page"] == before == panes(folded)
    assert (THREE, True, 320) == (*out, width)
    assert folded.row("summary").has_focus()


def test_16_a_window_that_becomes_narrow_shows_the_form_and_no_list_above_it(work):
    work.workspace.list.focus_list()
    work.window.resize(1024, 768)
    work.settle(6)

    assert Pane.LIST not in work.workspace.room.seen()
    assert work.form.isAncestorOf(work.focused())


def test_16_ctrl_l_again_closes_the_list(folded):
    folded.press(Key.Key_L, CTRL)
    folded.press(Key.Key_L, CTRL)

    assert ["form", "page"] == panes(folded)
    assert folded.row("summary").has_focus()


def test_16_choosing_closes_the_list_and_the_cursor_is_in_the_field(folded):
    folded.press(Key.Key_L, CTRL)
    folded.press(Key.Key_Down)
    walking = panes(folded)
    folded.press(Key.Key_Return)

    assert THREE == walking
    assert ["form", "page"] == panes(folded)
    assert SECOND == folded.shown_id()
    assert folded.row("summary").has_focus()


def test_16_a_click_on_a_measure_closes_the_list(folded):
    folded.press(Key.Key_L, CTRL)
    folded.workspace.list.clicked.emit(folded.key(WINDMILLS))
    folded.settle()

    assert ["form", "page"] == panes(folded)
    assert folded.row("summary").has_focus()


def test_16_going_on_in_the_form_closes_the_list(folded):
    folded.press(Key.Key_L, CTRL)
    folded.row("short_title").editor.focus_widget().setFocus()
    folded.settle()

    assert ["form", "page"] == panes(folded)
    assert folded.row("short_title").has_focus()


def test_16_the_search_unfolds_the_list(folded):
    folded.press(Key.Key_F, CTRL)

    assert THREE == panes(folded)
    assert folded.workspace.list.isAncestorOf(folded.focused())


def test_16_the_list_lies_above_the_form_and_moves_nothing(folded):
    before = folded.form.geometry(), folded.workspace.side.geometry()
    folded.press(Key.Key_L, CTRL)

    assert before == (folded.form.geometry(), folded.workspace.side.geometry())


def test_the_bar_above_folds_the_list_out_and_says_the_place(folded):
    button = folded.workspace.room.bar.list_button
    button.click()
    folded.settle()

    assert THREE == panes(folded)
    assert button.isChecked()
    assert folded.workspace.list.isAncestorOf(folded.focused())


def test_an_open_dataset_begins_in_the_form_where_the_list_is_folded(folded):
    folded.put_away()
    folded.app.session.open_path(folded.folder)
    folded.settle()

    assert ["form", "page"] == panes(folded)
    assert folded.form.isAncestorOf(folded.focused())


# --- one pane ----------------------------------------------------------------------------------


def test_16_at_200_percent_one_pane_is_seen_and_the_switch_changes_it(tight):
    switch, seen = tight.workspace.room.bar.switch, []
    for place in (0, 2, 1):
        switch.setCurrentIndex(place)
        tight.settle()
        seen.append(panes(tight))

    assert [["list"], ["page"], ["form"]] == seen
    assert ["Liste", "Formular", "Öffentliche Seite"] == [switch.tabText(n) for n in range(3)]


def test_16_no_word_of_the_switch_is_cut(tight):
    switch = tight.workspace.room.bar.switch
    cut = []
    for pane in range(3):
        switch.setCurrentIndex(pane)
        tight.settle()
        cut += [n for n in range(3) if not switch.rect().contains(switch.tabRect(n))]

    assert [] == cut


def test_the_pane_with_the_keyboard_stays(work):
    work.workspace.room.focus_side()
    screen(work, 1280, 720, 200)

    assert ["page"] == panes(work)


def test_all_panes_are_back_when_there_is_room(tight):
    screen(tight, 2560, 1200, 200)

    assert THREE == panes(tight)


def test_f6_goes_round_all_panes(tight):
    tight.workspace.room.show_list()
    tight.workspace.list.focus_list()
    seen = []
    for _ in range(4):
        tight.press(Key.Key_F6)
        seen.append(panes(tight))

    assert [["form"], ["page"], ["list"], ["form"]] == seen


def test_16_enter_in_the_list_shows_the_form_with_the_cursor(tight):
    tight.go(WINDMILLS, "summary")
    tight.press(Key.Key_L, CTRL)
    alone = panes(tight)
    tight.press(Key.Key_Down)
    tight.press(Key.Key_Return)

    assert ["list"] == alone
    assert ["form"] == panes(tight)
    assert tight.row("summary").has_focus()


@pytest.mark.parametrize("field", ["summary", "cost_value"])
def test_what_leads_to_a_field_shows_the_form(tight, field):
    tight.workspace.room.show_side()
    tight.go(WINDMILLS, field)

    assert ["form"] == panes(tight)
    assert tight.row(field).has_focus()


def test_shrunk_with_large_letters_the_key_of_the_page_takes_it_and_gives_it_back(work):
    screen(work, 2560, 1200, 200)
    screen(work, 1280, 720, 200)
    work.go(WINDMILLS, "summary")
    seen = []
    for _ in range(2):
        work.press(Key.Key_B, CTRL)
        seen.append((panes(work), work.actions["side"].isChecked()))

    assert [(["page"], True), (["form"], False)] == seen


# --- the public page put away ------------------------------------------------------------------


def test_11_f7_leaves_a_strip_that_brings_the_page_back(work):
    work.go(WINDMILLS, "summary")
    work.press(Key.Key_F7)
    strip = work.workspace.room.strip
    away = panes(work), strip.isVisible(), strip.width(), strip.text()
    held = work.row("summary").has_focus()
    strip.click()

    assert (["list", "form"], True, 28, "Öffentliche Seite") == away
    assert held
    assert THREE == panes(work)
    assert not strip.isVisible()


def test_11_the_keyboard_goes_to_the_form_when_the_page_goes(work):
    work.go(WINDMILLS, "summary")
    work.workspace.room.focus_side()
    work.press(Key.Key_F7)

    assert ["list", "form"] == panes(work)
    assert not work.actions["side"].isChecked()
    assert work.form.isAncestorOf(work.focused())


def test_11_a_page_put_away_stays_away_after_a_restart(work):
    work.trigger("side")
    settings = work.app.controller._settings
    settings.remember_window(work.window, work.workspace)
    work.trigger("side")
    settings.restore_window(work.window, work.workspace)
    screen(work, 1440, 900)
    shown = panes(work)
    work.workspace.room.side_wanted = True
    settings.remember_window(work.window, work.workspace)

    assert ["list", "form"] == shown


def test_the_titles_at_the_side_are_spelt_out_whatever_the_numbers(work):
    screen(work, 1280, 720)
    side = work.workspace.side
    side.tabs.show_number(side.tabs.count() - 1, 1234)
    work.settle()
    bar = side.tabs.tabBar()

    assert ["Öffentliche Seite", "Verlauf 1.234"] == [bar.tabText(n) for n in (0, bar.count() - 1)]
    assert bar.tabRect(bar.count() - 1).right() <= side.width()
