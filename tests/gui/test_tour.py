"""The tour through the sample: it points to the real things, and can be left at any time."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from klimaeditor import paths
from klimaeditor.files import store
from tests.e2e_driver import ALT, Key
from tests.gui.reach import one
from ui.dialogs.choices import UnsavedChoice
from ui.shell import tour as shell_tour
from ui.shell.tour import TourCard, TourRing

pytestmark = pytest.mark.gui
TITLES = [
    shell_tour.LIST_TITLE,
    shell_tour.FIELD_TITLE,
    shell_tour.PAGE_TITLE,
    shell_tour.FINDING_TITLE,
    shell_tour.PUBLISH_TITLE,
    shell_tour.END_TITLE,
]


@pytest.fixture
def tour(work):
    """The tour at its first step."""
    work.window.resize(1280, 720)
    work.settle()
    work.trigger("tour")
    work.settle()
    yield work
    work.press(Key.Key_Escape)


def card(work) -> TourCard:
    return one(work.window, TourCard)


def title(work) -> str:
    return card(work).words().splitlines()[0]


def place_of(work, widget) -> QRect:
    return QRect(widget.mapTo(work.window, QPoint()), widget.size())


def ringed(work) -> QRect:
    return one(work.window, TourRing).geometry()


def test_the_tour_opens_the_sample_and_the_keyboard_is_on_its_card(tour):
    assert paths.user_data() / store.FOLDER == tour.document.location
    assert card(tour).isAncestorOf(tour.focused())
    assert tour.app.qt.activeModalWidget() is None


def test_enter_leads_through_all_steps_and_out(tour):
    seen = []
    while card(tour).isVisible():
        seen.append(title(tour))
        tour.press(Key.Key_Return)

    assert TITLES == seen
    assert tour.document is not None
    assert tour.bridge.is_clean


def test_each_step_rings_what_it_speaks_of(tour):
    room, bar = tour.workspace.room, tour.window.bar
    found = []
    for _ in TITLES[:-1]:
        found.append(ringed(tour).center())
        tour.press(Key.Key_Return)
        tour.settle()

    wanted = [room.list, tour.row("summary"), tour.workspace.side, tour.row("cost_value")]
    assert place_of(tour, room.list).contains(found[0])
    assert place_of(tour, wanted[2]).contains(found[2])
    assert place_of(tour, bar.tools["publish"]).contains(found[4])
    assert one(tour.window, TourRing).isHidden()  # the last step points to nothing


def test_the_card_leaves_what_it_speaks_of_free(tour):
    for _ in TITLES[:-1]:
        target = ringed(tour)
        covered = card(tour).geometry().intersected(target)

        assert covered.isEmpty() or covered.width() * covered.height() < 0.4 * (
            target.width() * target.height()
        )
        tour.press(Key.Key_Return)
        tour.settle()


def test_the_finding_is_one_that_a_button_repairs(tour):
    for _ in range(3):
        tour.press(Key.Key_Return)
    tour.settle()
    found = tour.document.findings.of(tour.workspace.measure)

    assert any(finding.fix is not None and finding.fix.automatic for finding in found)


def test_work_goes_on_beside_the_card(tour):
    tour.press(Key.Key_Return)
    tour.edit("summary", " Neu.")
    tour.press(Key.Key_W, ALT)

    tour.qtbot.waitUntil(lambda: shell_tour.PAGE_TITLE == title(tour))
    assert not tour.bridge.is_clean
    tour.answer(unsaved=UnsavedChoice.DISCARD)


@pytest.mark.parametrize("where", ["card", "list"])
def test_esc_leaves_at_any_time(tour, where):
    tour.press(Key.Key_Return)
    if where == "list":
        tour.workspace.list.focus_list()
    tour.press(Key.Key_Escape)

    assert card(tour).isHidden()
    assert one(tour.window, TourRing).isHidden()
    assert tour.focused() is not None
    assert shell_tour.FINISHED == tour.said()


def test_the_mouse_goes_through_the_ring(tour):
    assert one(tour.window, TourRing).testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def test_back_leads_back_and_there_is_none_at_the_first_step(tour):
    back = one(card(tour), QPushButton, "Zurück")
    first = back.isEnabled()
    tour.press(Key.Key_Return)
    back.click()

    assert not first
    assert TITLES[0] == title(tour)


def test_enter_on_a_button_of_the_card_does_what_it_says(tour):
    one(card(tour), QToolButton).setFocus()
    tour.press(Key.Key_Return)

    assert card(tour).isHidden()


def test_the_card_follows_the_letters(tour):
    small = card(tour).size()
    tour.zoom(150)
    tour.settle(6)
    large = card(tour).size()
    tour.zoom(100)
    tour.settle(6)

    assert large.width() > small.width()
    assert tour.window.rect().contains(card(tour).geometry())


def test_closing_the_dataset_ends_the_tour(tour):
    tour.put_away()

    assert card(tour).isHidden()


def test_a_screen_reader_hears_step_and_text(tour, spoken):
    tour.press(Key.Key_Return)

    assert any(
        "Schritt 2 von 6: Eine Angabe ändern" in said and shell_tour.FIELD_TEXT in said
        for said in spoken
    )
    assert shell_tour.FIELD_TEXT == tour.focused().accessibleDescription()
    assert one(card(tour), QToolButton).accessibleName()


@pytest.mark.parametrize("size", [(1024, 768), (800, 600)])
def test_a_small_window_has_room_for_the_card(work, size):
    work.window.resize(*size)
    work.settle()
    work.trigger("tour")
    for _ in TITLES:
        work.settle()
        assert work.window.rect().contains(card(work).geometry())
        work.press(Key.Key_Return)

    assert card(work).isHidden()
