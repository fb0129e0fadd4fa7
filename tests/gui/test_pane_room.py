"""Large letters or a small window: the panes beside the form give way, nothing is cut (A11Y-13)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QCheckBox

from klimaeditor.model.fieldtypes import Section
from tests.e2e_driver import CTRL, Key
from tests.gui.window_cases import Program
from ui.settings import Settings

pytestmark = pytest.mark.gui

SMALL = [(1280, 720, 150), (1280, 720, 200), (1366, 768, 150), (1366, 768, 200)]


def panes(work) -> list[str]:
    """Return the panes that are seen, from left to right."""
    named = {"list": work.workspace.list, "form": work.form, "side": work.workspace.side}
    return [name for name, pane in named.items() if pane.isVisible()]


@pytest.mark.parametrize(("width", "height", "zoom"), SMALL)
def test_the_form_never_scrolls_sideways_on_a_small_screen(zoomed, width, height, zoom):
    zoomed.window.resize(width, height)
    zoomed.settle(6)
    assert (width, height) == zoomed.window.size().toTuple()
    for key in zoomed.document.dataset.measure_keys()[:6]:
        zoomed.workspace.go_to(key, None)
        for section in Section:
            zoomed.form.go_to_section(section)
            zoomed.settle(6)
            assert 0 == zoomed.form.page.sideways()


def test_no_pane_is_narrower_than_it_needs(work):
    work.zoom(200)
    for width in range(1240, 1800, 40):
        work.window.resize(width, 720)
        work.settle()
        for pane in (work.workspace.list, work.form, work.workspace.side):
            if pane.isVisible():
                assert pane.minimumSizeHint().width() <= pane.width(), width


def test_the_list_stays_beside_the_form_where_there_is_room_for_two(tight):
    assert ["list", "form"] == panes(tight)


def test_the_pane_with_the_keyboard_stays(work):
    work.workspace.findings.focus_list()
    work.zoom(200)
    work.window.resize(1280, 720)
    work.settle()

    assert ["form", "side"] == panes(work)


def test_all_panes_are_back_when_there_is_room(tight):
    tight.window.resize(1800, 900)
    tight.settle()

    assert ["list", "form", "side"] == panes(tight)


def test_f6_still_goes_round_all_panes(tight):
    seen = []
    for _ in range(4):
        tight.press(Key.Key_F6)
        seen.append((panes(tight), tight.form.isAncestorOf(tight.focused())))

    listed, sided = ["list", "form"], ["form", "side"]
    assert [(listed, True), (sided, False), (listed, False), (listed, True)] == seen


@pytest.mark.parametrize("key", [Key.Key_F7, Key.Key_F8])
def test_what_is_asked_for_comes_in_place_of_the_list(tight, key):
    tight.press(key)
    shown = panes(tight)
    tight.press(Key.Key_F, CTRL)

    assert ["form", "side"] == shown
    assert (1280, 720) == tight.window.size().toTuple()
    assert ["list", "form"] == panes(tight)
    assert tight.workspace.list.isAncestorOf(tight.focused())


def test_nothing_above_the_findings_is_covered_by_them(grown):
    grown.press(Key.Key_F8)
    grown.press(Key.Key_End)
    grown.settle(6)
    pane = grown.workspace.findings
    top = pane._table.mapTo(pane, pane._table.rect().topLeft()).y()
    for box in pane._head.findChildren(QCheckBox):
        assert box.mapTo(pane, box.rect().bottomLeft()).y() < top
    assert pane._head.heightForWidth(pane._head.width()) <= pane._head.height()


def test_enter_on_a_finding_leads_to_its_field_and_leaves_the_findings_there(tight):
    tight.press(Key.Key_F8)
    tight.press(Key.Key_Return)

    assert ["form", "side"] == panes(tight)
    assert tight.form.isAncestorOf(tight.focused())


def test_a_key_takes_list_and_side_in_turns(grown):
    grown.press(Key.Key_B, CTRL)
    first = panes(grown), grown.actions["side"].isChecked()
    grown.press(Key.Key_B, CTRL)

    assert (["form", "side"], True) == first
    assert (["list", "form"], False) == (panes(grown), grown.actions["side"].isChecked())


def test_the_side_can_be_put_away_and_the_keyboard_goes_to_the_form(work):
    work.workspace.findings.focus_list()
    work.press(Key.Key_B, CTRL)

    assert ["list", "form"] == panes(work)
    assert not work.actions["side"].isChecked()
    assert work.form.isAncestorOf(work.focused())
    work.press(Key.Key_F8)
    assert ["list", "form", "side"] == panes(work)


def test_a_side_put_away_stays_away_after_a_restart(work):
    work.trigger("side")
    settings = work.app.controller._settings
    settings.remember_window(work.window, work.workspace)
    work.trigger("side")
    settings.restore_window(work.window, work.workspace)
    shown = panes(work)
    work.workspace.room.side_wanted = True
    settings.remember_window(work.window, work.workspace)

    assert ["list", "form"] == shown


def numbered(work):
    """Return the tabs at the side with two digits behind two of them."""
    side = work.workspace.side
    side.show_number(2, 12)
    side.show_number(3, 34)
    work.settle()
    return side


def test_the_tabs_spell_their_names_out_where_there_is_room(work):
    work.workspace.setSizes([300, 640, 500])  # enough for letters as wide as DejaVu's
    side = numbered(work)
    spelt = [side.tabText(place) for place in range(side.count())]

    assert ["Befunde", "Vorschau", "Änderungen 12", "Verlauf 34"] == spelt
    assert side.tabBar().sizeHint().width() <= side.width()


@pytest.mark.parametrize("current", range(4))
def test_no_tab_hides_where_there_is_little_room(tight, current):
    tight.press(Key.Key_F8)
    side = numbered(tight)
    side.setCurrentIndex(current)
    tight.settle()
    bar = side.tabBar()
    names = ["Befunde", "Vorschau", "Änderungen 12", "Verlauf 34"]
    spelt = [names[current] if n == current else names[n][-2:] * (n > 1) for n in range(4)]

    assert bar.tabRect(3).right() <= side.width()
    assert spelt == [side.tabText(place) for place in range(4)]
    assert names == [bar.accessibleTabName(place) for place in range(4)]
    assert [side.tabText(n) != names[n] for n in range(4)] == [
        bool(side.tabToolTip(n)) and not side.tabIcon(n).isNull() for n in range(4)
    ]


def test_the_widths_of_the_user_come_back_with_the_room(work):
    work.drag_panes([300, 700, 440])
    before = work.workspace.sizes()
    work.zoom(200)
    work.window.resize(1280, 720)
    work.settle()
    kept = work.workspace.room.widths()
    work.zoom(100)
    work.window.resize(1440, 900)
    work.settle()
    after = work.workspace.sizes()
    work.workspace.room.restore_widths(kept)

    assert before == after
    assert before == work.workspace.sizes()


def test_at_the_first_start_the_panes_have_their_handy_widths(qtbot, tmp_path):
    program = Program(qtbot, tmp_path)
    program.app.session.open_sample()
    program.settle()
    widths = program.workspace.sizes()
    program.destroy()

    assert [352, 360] == [widths[0], widths[2]]


def test_letters_that_grow_and_shrink_leave_the_widths_as_they_were(work):
    work.window.resize(1366, 728)
    before = work.workspace.sizes()
    for percent in (150, 200, 100):
        work.zoom(percent)
        work.settle(6)

    assert before == work.workspace.sizes()


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1000)])
def test_a_start_with_large_letters_leaves_the_widths_for_small_ones(
    qtbot, tmp_path, sample_dataset, size
):
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    Settings(store).set_zoom(200)
    store.sync()
    program = Program(qtbot, tmp_path, size)
    program.app.session.open_path(sample_dataset)
    program.settle(6)
    program.zoom(100)
    program.window.resize(1440, 900)
    program.settle(6)
    widths = program.workspace.sizes()
    program.destroy()

    assert [352, 360] == [widths[0], widths[2]]


def test_opening_a_dataset_leaves_the_window_as_high_as_it_was(qtbot, tmp_path, sample_dataset):
    fresh = Program(qtbot, tmp_path, (1366, 700))
    fresh.app.session.open_path(sample_dataset)
    fresh.settle(6)
    size = fresh.window.size().toTuple()
    fresh.destroy()

    assert (1366, 700) == size
