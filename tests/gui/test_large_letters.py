"""At 200 % every dialog and the list still fit a screen of 1280 × 720 (A11Y-11)."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtGui import QGuiApplication

from klimaeditor.document import open_document
from klimaeditor.site.muenster import muenster
from tests.gui import theme_helpers
from tests.gui.pane_cases import settle
from ui.dialogs.frame import DialogFrame
from ui.dialogs.help import HelpDialog, ShortcutsDialog
from ui.review.versions import VersionColumns
from ui.textwork.bulk_dialog import BulkDialog
from ui.textwork.clean_up_dialog import CleanUpDialog, CleanUpState, CleanUpTask
from ui.textwork.cleanup_dialogs import DebrisDialog, VocabularyDialog
from ui.textwork.hits_review import HitReview
from ui.textwork.replace_dialog import ReplaceDialog
from ui.widgets.layouts import screen_area

WIDTH, HEIGHT = 1280, 660  # without frame and task bar


DIALOGS = {
    "bulk": lambda document: BulkDialog(document, document.dataset.measure_keys()),
    "replace": lambda document: ReplaceDialog(document, text="e"),
    "debris": DebrisDialog,
    "vocabulary": VocabularyDialog,
}


dressed = theme_helpers.dressed
pytestmark = pytest.mark.usefixtures("lettered")


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_fits_a_small_screen(qtbot, sample_dataset, name):
    dialog = DIALOGS[name](open_document(sample_dataset))
    qtbot.addWidget(dialog)
    dialog.show()
    settle()

    least = dialog.minimumSizeHint()
    assert least.width() <= WIDTH
    assert least.height() <= HEIGHT


@pytest.mark.parametrize("name", ["replace", "debris"])
def test_no_hit_is_cut_on_a_screen_of_800_pixels(qtbot, sample_dataset, name):
    dialog = DIALOGS[name](open_document(sample_dataset))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.resize(800, 660)
    settle()
    scroll = dialog.findChild(HitReview).findChild(VersionColumns).parent().parent().parent()

    assert dialog.minimumSizeHint().width() <= 800
    assert 0 == scroll.horizontalScrollBar().maximum()
    assert scroll.mapTo(dialog, scroll.rect().bottomRight()).x() < 800


@pytest.mark.parametrize(
    "make", [lambda: ShortcutsDialog([("Datei", "Ende", "F10")]), lambda: HelpDialog(muenster())]
)
def test_a_dialog_beside_the_work_opens_no_larger_than_the_screen(qtbot, make):
    dialog = make()
    qtbot.addWidget(dialog)
    room = screen_area(dialog)

    assert dialog.width() <= room.width()
    assert dialog.height() < room.height()


def test_a_dialog_as_high_as_its_content_is_no_higher_than_the_screen(qtbot):
    task = CleanUpTask("Reste entfernen", "Was das tut. " * 20, "&Stellen ansehen…", lambda: "")
    states = [CleanUpState("3 Stellen in 2 Maßnahmen")] * 6
    dialog = CleanUpDialog([task] * 6, states, lambda: states)
    qtbot.addWidget(dialog)
    dialog.show()
    settle()
    area = screen_area(dialog)

    assert dialog.height() < area.height()
    assert area.top() <= dialog.y()
    assert dialog.geometry().bottom() <= area.bottom()
    assert dialog.close_button.mapTo(dialog, dialog.close_button.rect().bottomLeft()).y() < (
        dialog.height()
    )


def test_a_dialog_that_is_destroyed_takes_no_screen_along(qapp):
    """PySide makes what `QWidget.screen` returns a child of the widget."""
    dialog = DialogFrame("Angaben")
    dialog.show()
    dialog.fit()

    assert "parent" not in shiboken6.dump(QGuiApplication.primaryScreen())
