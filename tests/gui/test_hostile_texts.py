"""Texts that no layout is made for keep to their place: in panes, dialogs, menus and tool tips."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QMenu,
    QTabBar,
    QWidget,
)

from klimaeditor.diff.decide import Action, Decision, DecisionReason
from klimaeditor.diff.fields import FieldRef, RecordRef
from klimaeditor.document import open_document
from klimaeditor.exchange.proposals import FileKind, Returned, Said, propose
from klimaeditor.exchange.register import DepartmentEntry, KnownRequests, RequestRegister
from klimaeditor.exchange.verdicts import ReturnsReview
from klimaeditor.model.records import category_names
from klimaeditor.site.muenster import MUENSTER
from klimaeditor.textwork.filters import Facet, Filter, facts_of
from tests.dataset_builders import HOSTILE_TEXTS, hostile, write_folder
from tests.gui.pane_cases import settle, shown_window
from tests.gui.review_cases import button
from tests.gui.test_plain_text import tips_of_items
from tests.gui.window_cases import SIZE
from tests.muenster_fields import FIELDS_BY_NAME
from ui.bridge import DocumentBridge
from ui.dialogs import confirm
from ui.dialogs.choices import UnsavedChoice
from ui.dialogs.confirm import LinkDialog
from ui.dialogs.new_measure import NewMeasureDialog
from ui.dialogs.questions import MessageDialog, QuestionDialog
from ui.exchange.request_wizard import NEXT, RequestDialog
from ui.exchange.returns_page import ReturnsPage
from ui.exchange.tracking import OverviewDialog
from ui.overview.export import pdf_bytes, png_bytes
from ui.overview.overview_page import OverviewPage
from ui.overview.report_dialog import Offer, ReportDialog
from ui.review.dialogs import RecoveryDialog, ReviewDialog
from ui.review.review_rows import ChangeRow, Titles
from ui.textwork.bulk_dialog import BulkDialog, ViewNameDialog
from ui.textwork.cleanup_dialogs import DebrisDialog, VocabularyDialog
from ui.textwork.replace_dialog import ReplaceDialog
from ui.widgets.labels import LONGEST_TIP, ShortLabel, safe_tip
from ui.widgets.painting import calm, one_line

if TYPE_CHECKING:
    from tests.gui.window_cases import Program


pytestmark = pytest.mark.gui
TODAY = date(2026, 11, 22)
SENT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
TEXTS = list(HOSTILE_TEXTS.values())
SCREEN = (1280, 720)
MOST_HEAD = 160
LEAST_PAGE = 500
each_text = pytest.mark.parametrize("text", TEXTS, ids=HOSTILE_TEXTS)


# --- the helpers ------------------------------------------------------------------------------


@each_text
def test_a_tool_tip_ends_after_a_thousand_characters(text):
    tip = safe_tip(text)

    assert len(tip) <= LONGEST_TIP
    assert tip.count("<br>") < 30
    assert "<b>" not in tip


@each_text
def test_one_line_is_one_line(text):
    line = one_line(text, 80)

    assert len(line) <= 80
    assert line.splitlines() == [line] * bool(line)


@each_text
def test_what_is_calm_stays_calm(text):
    assert calm(text) == calm(calm(text))


@each_text
def test_a_short_label_keeps_to_two_lines_and_says_the_rest_in_its_tip(qtbot, text):
    label = ShortLabel(2)
    label.setText(text)
    shown_window(qtbot, label, 300, 80)
    lines = QLabel.text(label).splitlines()

    assert text == label.text()
    assert len(lines) <= 2
    assert all(label.fontMetrics().horizontalAdvance(line) <= 300 for line in lines)
    assert bool(label.toolTip()) == (len(" ".join(text.split())) > len(" ".join(lines)))


# --- the window -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_folder(tmp_path_factory.mktemp("hostile") / "feind", hostile())


@pytest.fixture
def beset(program, folder):
    """The window over a dataset of hostile texts."""
    program.zoom(100)
    program.forget()
    program.window.resize(*SIZE)
    program.workspace.room.restore_widths({})
    program.activate()
    assert program.app.session.open_path(folder)
    program.workspace.list.restore_filter({})
    program.settle(6)
    yield program
    program.answer(unsaved=UnsavedChoice.DISCARD)
    assert program.app.session.close()
    program.settle()


def all_tips(top: QWidget) -> list[str]:
    """Return every tool tip in *top*: of widgets, tabs, actions and items."""
    found = [widget.toolTip() for widget in (top, *top.findChildren(QWidget))]
    found += [action.toolTip() for action in top.findChildren(QAction)]
    for bar in top.findChildren(QTabBar):
        found += [bar.tabToolTip(place) for place in range(bar.count())]
    for view in top.findChildren(QAbstractItemView):
        found += tips_of_items(view)
    return found


def faults_of(top: QWidget, most: tuple[int, int] = SCREEN) -> list[str]:
    """Return what is wrong with the layout of *top*, a window or dialog; it is painted, too."""
    least = top.minimumSizeHint()
    found = []
    if least.width() > most[0] or least.height() > most[1]:
        found.append(f"needs {least.width()} x {least.height()}")
    found += [f"a tip of {len(tip)}" for tip in all_tips(top) if len(tip) > LONGEST_TIP]
    for area in top.findChildren(QAbstractScrollArea):
        bar, never = area.horizontalScrollBar(), Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if area.isVisible() and area.horizontalScrollBarPolicy() != never and bar.maximum() > 400:
            found.append(f"{type(area).__name__} {area.objectName()} scrolls {bar.maximum()}")
    assert not top.grab().isNull()
    return found


def test_every_measure_is_shown_in_form_and_panes_without_moving_anything(beset: Program):
    work, size = beset.workspace, beset.window.size()
    found = []
    for name, key in zip(HOSTILE_TEXTS, beset.document.dataset.measure_keys(), strict=True):
        work.go_to(key, "summary")
        assert beset.form.rows
        beset.type("x")
        beset.trigger("undo")
        work.side.show_preview()
        beset.settle()
        faults = faults_of(beset.window)
        if beset.window.size() != size:
            faults.append(f"the window is {beset.window.width()} x {beset.window.height()}")
        if beset.form.page.sideways():
            faults.append(f"the form scrolls sideways by {beset.form.page.sideways()}")
        if beset.form.header.height() > MOST_HEAD or beset.form.page.height() < LEAST_PAGE:
            faults.append(f"head {beset.form.header.height()}, page {beset.form.page.height()}")
        found += [f"{name}: {fault}" for fault in faults]
    work.go_to(beset.document.dataset.measure_keys()[-1], "summary")
    beset.type("y")
    work.side.show_timeline()
    beset.settle()
    found += faults_of(beset.window)
    beset.trigger("check")
    beset.settle()
    found += faults_of(beset.window)
    beset.trigger("check")

    assert [] == found
    assert size == beset.window.size()


def test_the_overview_keeps_its_place(beset: Program):
    size = beset.window.size()
    beset.trigger("overview")
    page = beset.window.findChild(OverviewPage)
    beset.qtbot.waitUntil(lambda: page.overview is not None)
    beset.settle(6)
    faults = faults_of(beset.window)
    shown = beset.window.size()
    beset.trigger("overview")

    assert [] == faults
    assert size == shown
    assert pdf_bytes(page.overview, TEXTS[1], TODAY).startswith(b"%PDF")
    assert png_bytes(page.overview, TEXTS[3], TODAY, 1.0)


def test_filters_chips_and_menus_keep_their_place(beset: Program):
    size, faults = beset.window.size(), []
    dataset = beset.bridge.document.dataset
    for key in dataset.measure_keys():
        facts = facts_of(dataset.view(key), ())
        shown = Filter(categories=frozenset({facts.category_id}), bodies=frozenset({facts.body}))
        beset.workspace.list.show_filter(shown)
        beset.settle(3)
        faults += faults_of(beset.window)
    for menu in beset.window.findChildren(QMenu):
        menu.aboutToShow.emit()
        if menu.sizeHint().width() > SCREEN[0]:
            faults.append(f"menu {menu.title()} {menu.sizeHint().width()}")
    beset.workspace.list.show_filter(Filter().without(Facet.BODIES))

    assert [] == faults
    assert size == beset.window.size()


# --- dialogs ----------------------------------------------------------------------------------


def request(document, page=0):
    made = RequestDialog(document.dataset, document.dataset.measure_keys(), TODAY)
    for _ in range(page):
        button(made, NEXT).click()
    return made


def returns(document):
    dataset = document.dataset
    files = []
    for place, text in enumerate(TEXTS, 1):
        key = dataset.find(f"feind{place}")
        said = Said(key, {"summary": text + "neu"}, {"summary": text})
        files.append(Returned(f"{one_line(text)}.xlsx", text, FileKind.REQUEST,
                              tuple(propose(dataset, said))))  # fmt: skip
    page = ReturnsPage()
    page.set_bridge(DocumentBridge(document))
    page.show_review(ReturnsReview(files))
    return page


def overview(_document):
    entries = tuple(
        DepartmentEntry(text, f"{text}.xlsx", "0" * 64, (text,), (text,), ()) for text in TEXTS
    )
    register = RequestRegister(
        "A-1", SENT, date(2026, 11, 1), TEXTS[2], TEXTS[3], ("summary",), entries
    )
    return OverviewDialog(KnownRequests((register,)), TODAY)


def review(_document):
    field = FIELDS_BY_NAME["summary"]
    decisions = [
        Decision(RecordRef(field.file, place, text), FieldRef(field.path), text, f"{text}a",
                 f"{text}b", Action.CONFLICT, DecisionReason.BOTH_DIFFER)
        for place, text in enumerate(TEXTS)
    ]  # fmt: skip
    return ReviewDialog(decisions, Titles(MUENSTER, lambda ref: ref.id))


def recovery(_document):
    return RecoveryDialog("Es gibt etwas.", [ChangeRow(t, t, t, f"{t}!") for t in TEXTS])


DIALOGS = {
    "new measure": lambda d: NewMeasureDialog(category_names(d.dataset)),
    **{f"request {n}": lambda d, n=n: request(d, n) for n in range(4)},
    "returns": returns,
    "overview": overview,
    "review": review,
    "recovery": recovery,
    "bulk": lambda d: BulkDialog(d, d.dataset.measure_keys()),
    "replace": lambda d: ReplaceDialog(d, text="e"),
    "view": lambda _: ViewNameDialog(TEXTS[2]),
    "debris": DebrisDialog,
    "vocabulary": VocabularyDialog,
    "report": lambda _: ReportDialog(Offer(TEXTS[1], 12, 12, []), TODAY),
    "unsaved": lambda _: QuestionDialog(confirm.unsaved(TEXTS, may_save=True)),
    "delete": lambda _: QuestionDialog(confirm.delete(TEXTS)),
    "fixes": lambda _: QuestionDialog(confirm.fixes(TEXTS)),
    **{f"message {n}": lambda _, n=n: MessageDialog(TEXTS[n], TEXTS[n], is_error=True)
       for n in range(len(TEXTS))},
    **{f"link {n}": lambda _, n=n: LinkDialog(f"https://example.org/{TEXTS[n]}")
       for n in range(len(TEXTS))},
}  # fmt: skip


@pytest.fixture(scope="module")
def document(qapp, folder):
    return open_document(folder)


@pytest.mark.parametrize("name", DIALOGS)
def test_every_dialog_fits_a_small_screen(qtbot, document, name):
    dialog = DIALOGS[name](document)
    qtbot.addWidget(dialog)
    dialog.show()
    for _ in range(4):
        settle()

    assert [] == faults_of(dialog, (1100, 660))
    assert dialog.width() <= SIZE[0]
    assert dialog.height() <= SIZE[1]
