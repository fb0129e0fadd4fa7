"""Keyboard and screen reader over the real window (requirements section 1)."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QTreeView,
    QWidget,
)

from klimaeditor.model.fieldtypes import Section
from tests.e2e_driver import Key
from tests.gui.pane_cases import focusable
from tests.gui.theme_helpers import frame_pixels, ring_share
from tests.muenster_fields import FIELDS_BY_NAME
from ui.form.row import FieldRow
from ui.measures.bars import FilterButton
from ui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from tests.gui.window_cases import Program


pytestmark = pytest.mark.gui
ROOT = Path(__file__).resolve().parents[2]
FAULTY = "bauen1"
ENGLISH = re.compile(
    r"\b(the|and|your|please|open|close|cancel|save|file|edit|help|search|settings|error|warning"
    r"|not found|with|undo|redo|delete|copy|paste|select all)\b",
    re.IGNORECASE,
)
KEPT_ENGLISH = {field.key_label for field in FIELDS_BY_NAME.values()}  # the contract's own keys


@pytest.fixture(autouse=True)
def spoken_to(qapp):
    QAccessible.setActive(True)


def tab(work: Program, key=Key.Key_Tab) -> QWidget:
    """Press Tab as a person does and return what has the keyboard then."""
    modifier = Qt.KeyboardModifier.ShiftModifier if key == Key.Key_Backtab else None
    focused = work.app.qt.focusWidget()
    QTest.keyClick(focused, key, modifier or Qt.KeyboardModifier.NoModifier)
    work.app.qt.processEvents()
    return work.app.qt.focusWidget()


def walk(work: Program, first: QWidget, key=Key.Key_Tab) -> list[QWidget]:
    """Return the round that Tab makes through the window."""
    first.setFocus(Qt.FocusReason.TabFocusReason)
    found = [first]
    while (here := tab(work, key)) is not first:
        assert len(found) < 200
        found.append(here)
    return found


def row_of(widget: QWidget | None) -> FieldRow | None:
    while widget is not None and not isinstance(widget, FieldRow):
        widget = widget.parentWidget()
    return widget


def spoken_name(widget: QWidget) -> str:
    """Return what a screen reader calls a widget; a combo box tells its value on Linux."""
    if isinstance(widget, QComboBox):
        return widget.accessibleName()
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def describe(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()} {spoken_name(widget)}".strip()


# --- keyboard --------------------------------------------------------------------------------


# A11Y-03
def test_tab_goes_once_round_and_shift_tab_the_same_way_back(work):
    work.go(FAULTY, None)
    first = work.row("id").editor.focus_widget()
    there = walk(work, first)
    back = walk(work, first, Key.Key_Backtab)

    assert there == [first, *reversed(back[1:])]
    assert len(there) > 40


# A11Y-03
def test_tab_follows_what_is_seen_in_the_form(work):
    work.go(FAULTY, None)
    page = work.form.page.widget()
    seen = []
    for widget in walk(work, work.row("id").editor.focus_widget()):
        row = row_of(widget)
        if row is not None:
            place = widget.mapTo(page, QPoint(0, widget.height() // 2))
            line = round((place.y() - row.mapTo(page, QPoint(0, 0)).y()) / 18)
            seen.append((list(Section).index(row.field.section), row.y(), line, place.x()))

    assert sorted(seen) == seen
    assert {list(Section)[place] for place, *_ in seen} == set(Section)


def test_everything_that_can_be_used_is_on_the_way_of_tab(work):
    work.go(FAULTY, None)
    way = walk(work, work.row("id").editor.focus_widget())
    window = [
        widget for widget in focusable(work.window)
        if work.window.isAncestorOf(widget) and not widget.window().inherits("QMenu")
    ]  # fmt: skip
    missed = [describe(widget) for widget in window if widget not in way]

    assert [] == missed


# A11Y-02
def test_no_widget_holds_the_keyboard(work):
    work.go(FAULTY, None)
    held = []
    for widget in focusable(work.window):
        widget.setFocus()
        for _ in range(3):
            if tab(work) is not widget:
                break
        else:
            held.append(describe(widget))

    assert [] == held


# A11Y-20
def test_going_through_all_fields_asks_nothing_and_changes_nothing(work):
    walk(work, work.row("id").editor.focus_widget())

    assert [] == work.asked()
    assert 0 == work.stack.count()


# A11Y-20
def test_the_wheel_changes_nothing_without_the_keyboard(work):
    for combo in work.window.findChildren(QComboBox):
        before = combo.currentIndex()
        centre = QPointF(combo.rect().center())
        event = QWheelEvent(
            centre, QPointF(combo.mapToGlobal(combo.rect().center())), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(combo, event)

        assert before == combo.currentIndex()
    assert 0 == work.stack.count()


# --- names -----------------------------------------------------------------------------------


def test_everything_that_takes_the_keyboard_has_a_name(work):
    work.go(FAULTY, None)

    assert [] == [describe(w) for w in focusable(work.window) if not spoken_name(w).strip()]


# A11Y-05
def test_names_are_given_once_in_every_section(work):
    work.go(FAULTY, None)
    sections: dict[Section, list[str]] = {section: [] for section in Section}
    for widget in focusable(work.form):
        row = row_of(widget)
        if row is not None:
            sections[row.field.section].append(spoken_name(widget))
    twice = {
        section.title: [name for name, count in Counter(names).items() if count > 1]
        for section, names in sections.items()
    }

    assert {section.title: [] for section in Section} == twice


def labels_of(widget: QWidget) -> list[str]:
    return [
        other.text(QAccessible.Text.Name)
        for other, relation in QAccessible.queryAccessibleInterface(widget).relations()
        if relation == QAccessible.RelationFlag.Label
    ]


# A11Y-06
def test_every_field_is_labelled_with_the_words_of_the_catalogue(work):
    words = {name: FIELDS_BY_NAME[name].label for name in FIELDS_BY_NAME if name != "category"}
    widgets = {name: row.editor.focus_widget() for name, row in work.form.rows.items()}

    assert {name: [label] for name, label in words.items()} == {
        name: labels_of(widget) for name, widget in widgets.items()
    }
    assert all(widgets[name].accessibleName().startswith(words[name]) for name in words)


def test_what_is_voluntary_is_part_of_the_name(work):  # D 21
    widget = work.row("links").editor.focus_widget()

    assert "Nützliche Links (freiwillig)" == spoken_name(widget)


# A11Y-07
def test_mnemonics_are_given_once_in_the_window(program, tmp_path):
    def letters() -> list[str]:
        texts = [action.text() for action in program.window.menuBar().actions()]
        for widget in program.window.findChildren(QWidget):
            if widget.isVisible() and isinstance(widget, QAbstractButton):
                texts.append(widget.text())
            elif widget.isVisible() and isinstance(widget, QLabel) and widget.buddy() is not None:
                plain = widget.textFormat() is Qt.TextFormat.PlainText
                texts.append("" if plain and "&" not in widget.text() else widget.text())
            elif widget.isVisible() and isinstance(widget, QTabBar):
                texts += [widget.tabText(place) for place in range(widget.count())]
        found = [re.sub("&&", "", text).partition("&")[2][:1].lower() for text in texts]
        return [letter for letter in found if letter]

    program.app.session.close()
    program.settle()  # the start page is made when it is seen
    at_start = Counter(letters())
    program.start_over(tmp_path)
    at_work = Counter(letters())
    program.put_away()

    assert [] == [letter for letter, count in at_start.items() if count > 1]
    assert [] == [letter for letter, count in at_work.items() if count > 1]


# --- lists -----------------------------------------------------------------------------------


def children(widget: QWidget):
    interface = QAccessible.queryAccessibleInterface(widget)
    return [interface.child(place) for place in range(interface.childCount())]


# A11Y-08
def test_a_list_tells_its_headers_and_every_cell(work):
    view = work.workspace.list.findChild(QAbstractItemView)
    model = view.model()
    parts = children(view)
    headers = [p for p in parts if p.role() == QAccessible.Role.ColumnHeader]
    cells = [p for p in parts if p.role() == QAccessible.Role.Cell]

    assert model.columnCount() == len(headers)
    assert all(h.text(QAccessible.Text.Name).strip() for h in headers)
    assert model.columnCount() * model.rowCount() == len(cells)
    places = [
        model.index(row, column)
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]
    empty = [
        place for place, cell in zip(places, cells, strict=True)
        if place.data() and not cell.text(QAccessible.Text.Name).strip()
    ]  # fmt: skip
    assert [] == empty


# A11Y-14
def test_a_row_of_the_list_tells_status_and_findings_in_words(work):
    view = work.workspace.list.findChild(QAbstractItemView)
    row = next(p for p in children(view) if p.role() == QAccessible.Role.Cell)

    assert "Windkraft am Stadtrand" in row.text(QAccessible.Text.Name)
    assert "In Bearbeitung" in row.text(QAccessible.Text.Name)
    assert "1 Warnung" in row.text(QAccessible.Text.Name)


# --- the ring around what has the keyboard -----------------------------------------------------


def button_of(work: Program, name: str) -> QAbstractButton:
    return next(b for b in work.window.findChildren(QAbstractButton)
                if b.isVisible() and name in (b.accessibleName(), b.text().strip()))  # fmt: skip


def main_button(work: Program) -> QAbstractButton:
    """Return the button that saves, with something to save."""
    work.edit("summary", "x")
    return work.window.bar.save


def findings_list(work: Program) -> QAbstractItemView:
    if not work.findings.isVisible():
        work.trigger("check")
        work.settle(6)
    return work.findings.findChild(QAbstractItemView)


RINGED = {
    "search": lambda work: work.workspace.list.findChild(QLineEdit),
    "a filter": lambda work: work.workspace.list.findChild(FilterButton),
    "the list": lambda work: work.workspace.list.findChild(QAbstractItemView),
    "sections": lambda work: work.form.nav,
    "one line": lambda work: work.row("short_title").editor.focus_widget(),
    "many lines": lambda work: work.row("summary").editor.focus_widget(),
    "a choice": lambda work: work.row("category_id").editor.focus_widget(),
    "suggestions": lambda work: work.row("action_type").editor.focus_widget(),
    "an amount": lambda work: work.row("cost_value").editor.focus_widget(),
    "a check box": lambda work: work.row("cost_value").editor.none_box,
    "a faulty field": lambda work: work.row("cost_until").editor.focus_widget(),
    "a locked field": lambda work: work.row("id").editor.focus_widget(),
    "a table": lambda work: work.row("links").editor.focus_widget(),
    "a calendar button": lambda work: work.row("state_date").editor.calendar_button,
    "a tool bar button": lambda work: button_of(work, "Befunde"),
    "the main button": main_button,
    "tabs at the side": lambda work: work.workspace.side.tabs.tabBar(),
    "the list of findings": findings_list,
    "errors in the status bar": lambda work: work.window.status.findChild(QAbstractButton),
}


def band_of(widget: QWidget) -> dict:
    """Return the pixels where the ring of a widget is: of a list, its row with the keyboard."""
    if isinstance(widget, RowTable | QTreeView):  # never the whole pane
        row = widget.visualRect(widget.currentIndex())
        row.setLeft(0)
        row.setRight(widget.viewport().width() - 1)
        return frame_pixels(widget.viewport(), rect=row)
    return frame_pixels(widget)


# A11Y-04
def has_ring(work: Program, what: str) -> bool:
    work.go(FAULTY, None)
    work.press(Key.Key_F6)  # the hands are on the keyboard
    widget = RINGED[what](work)
    row = row_of(widget)
    if row is not None:
        work.form.focus_field(row.field.name)
    if what == "the list of findings":
        work.findings.setFocus()
    else:
        work.leave()
    if what == "the list":
        work.form.nav.setFocus()
    calm = band_of(widget)
    QApplication.focusWidget().clearFocus()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    work.app.qt.processEvents()
    now = band_of(widget)
    if not isinstance(widget, QTabBar):
        return ring_share(calm, now) > 0.8
    changed = [place for place in calm if place[1] < 3 and now[place] != calm[place]]
    return len(changed) > 2 * 0.8 * widget.tabRect(widget.currentIndex()).width()


def test_a_ring_shows_what_has_the_keyboard(work):
    assert [] == [what for what in RINGED if not has_ring(work, what)]
