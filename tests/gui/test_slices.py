"""Work in the thread of the window, slice by slice."""

from __future__ import annotations

import pytest

from tests.edit_helpers import content
from tests.gui.pane_cases import settle, shown_window
from tests.gui.reach import one
from tests.gui.review_cases import button, press
from tests.gui.test_bulk_dialogs import town
from tests.waiting import wait_until
from ui.review.row_list import RowList
from ui.textwork.bulk_dialog import PLANNING, BulkDialog
from ui.textwork.replace_dialog import NOTHING_FOUND, ReplaceDialog
from ui.widgets import slices
from ui.widgets.labels import EmptyState
from ui.widgets.slices import Slices

pytestmark = pytest.mark.gui


@pytest.fixture
def in_small_slices(monkeypatch):
    """Have even small work take many slices, however fast the machine is."""
    for name, value in (("AT_ONCE_S", 0), ("SLICE_S", 0), ("_ITEMS", 1)):
        monkeypatch.setattr(slices, name, value)


def test_small_work_is_done_at_once(qapp):
    seen = []
    work = Slices()
    work.start((seen.append(n) for n in range(5)), lambda: seen.append("done"))

    assert [0, 1, 2, 3, 4, "done"] == seen
    assert not work.is_busy


def test_large_work_lets_the_window_live_and_can_be_given_up(qapp, in_small_slices):
    seen, other = [], []
    work = Slices()
    work.start((seen.append(n) for n in range(1_000)), lambda: seen.append("done"))
    begun = len(seen)
    settle()
    work.start((other.append(n) for n in range(50)), lambda: other.append("done"))
    reached = len(seen)
    wait_until(lambda: not work.is_busy, settle)
    settle()

    assert begun < reached < 1_000
    assert reached == len(seen)
    assert [*range(50), "done"] == other


def test_what_would_change_is_found_out_while_the_window_lives(qtbot, in_small_slices):  # I 2
    dialog = shown_window(qtbot, BulkDialog(town(300), range(300)), 760, 700)
    line = dialog.rows["short_title"].row.editor.focus_widget()
    qtbot.keyClicks(line, "N")
    press(qtbot, dialog, "Änderungen ansehen")
    said = one(dialog, EmptyState).sentence()
    waiting = button(dialog, "Änderungen ansehen").isEnabled()
    press(qtbot, dialog, "Zurück")
    back = line.isVisible()
    press(qtbot, dialog, "Änderungen ansehen")
    wait_until(lambda: dialog.batch() is not None, settle)

    assert PLANNING == said
    assert not waiting
    assert back
    assert 300 == len(one(dialog, RowList).rows()) == len(dialog.batch().changes)
    assert button(dialog, "300 Maßnahmen bearbeiten").isEnabled()


def test_planning_ends_with_the_dialog(qtbot, in_small_slices):
    document = town(300)
    before = content(document.dataset)
    dialog = shown_window(qtbot, BulkDialog(document, range(300)), 760, 700)
    qtbot.keyClicks(dialog.rows["short_title"].row.editor.focus_widget(), "N")
    press(qtbot, dialog, "Änderungen ansehen")
    press(qtbot, dialog, "Abbrechen")
    settle()

    assert dialog.batch() is None
    assert before == content(document.dataset)


def test_a_long_search_shows_its_hits_at_the_end_and_is_not_taken_over_before(
    qtbot, in_small_slices
):
    dialog = shown_window(qtbot, ReplaceDialog(town(300), text="baut"), 1080, 700)
    wait_until(dialog.review.shown, settle)
    before = len(dialog.review.accepted())
    dialog.find_line.setText("Kurz")
    dialog.search()
    during = [button(dialog, "300 Stellen löschen").isEnabled()]
    dialog.accept()
    stays = dialog.isVisible()
    wait_until(lambda: "Kurz" in {row.hit.text[:4] for row in dialog.review.shown()}, settle)
    settle()

    assert 300 == before == len(dialog.review.accepted())
    assert [False] == during
    assert stays
    assert button(dialog, "300 Stellen löschen").isEnabled()
    dialog.find_line.setText("gibt es nicht")
    dialog.search()
    wait_until(lambda: one(dialog, EmptyState).sentence() == NOTHING_FOUND, settle)
