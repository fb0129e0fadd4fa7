"""Large letters, narrow windows, sharp screens and high contrast (A11Y-10 to -13)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractButton, QLabel, QStyle, QStyleOptionButton, QWidget

from tests.gui.reach import table
from tests.waiting import LONG_S
from ui import theme

if TYPE_CHECKING:
    from tests.gui.window_cases import Program
    from ui.form.row import FieldRow


pytestmark = pytest.mark.gui
ROOT = Path(__file__).resolve().parents[2]
FAULTY = "bauen1"
_ROUNDS = 12


@pytest.fixture
def large(program, tmp_path):
    """The window at 200 %."""
    program.zoom(200)
    program.start_over(tmp_path)
    program.go(FAULTY, None)
    program.settle(_ROUNDS)
    yield program
    program.put_away()


def text_width(widget: QLabel | QAbstractButton) -> int:
    """Return how wide the text of a label or button is at the letters it has now."""
    lines = widget.text().replace("&", "").splitlines() or [""]
    return max(widget.fontMetrics().horizontalAdvance(line) for line in lines)


def is_cut(label: QLabel) -> bool:
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height()
    return text_width(label) > label.contentsRect().width()


def cut_texts(top: QWidget) -> list[str]:
    """Return the texts of labels and buttons in *top* that do not fit."""
    labels = [x for x in top.findChildren(QLabel) if x.isVisibleTo(top) and x.text()]
    found = [x.text() for x in labels if is_cut(x)]
    for button in top.findChildren(QAbstractButton):
        if button.isVisibleTo(top) and button.text():
            option = QStyleOptionButton()
            option.initFrom(button)
            room = button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option)
            if text_width(button) > max(room.width(), button.width() - 8):
                found.append(button.text())
    return found


def test_a_cut_text_is_noticed(work):
    assert work.form.rows  # all of them are made
    labels = work.form.page.widget().findChildren(QLabel)
    label = next(x for x in labels if x.text() == "(freiwillig)" and not x.isHidden())
    work.settle(_ROUNDS)
    label.setFixedWidth(10)

    found = cut_texts(work.form.page.widget())
    label.setMinimumWidth(0)
    label.setMaximumWidth(16_777_215)

    assert ["(freiwillig)"] == found


def reach(work: Program, row: FieldRow) -> tuple[int, int]:
    """Put the keyboard into a row; return upper and lower edge of the view and of the field."""
    work.form.focus_field(row.field.name)
    work.settle(_ROUNDS)
    widget = row.editor.focus_widget()
    top = widget.mapTo(work.form.page.viewport(), QPoint(0, 0)).y()
    return top, work.form.page.viewport().height()


def test_at_200_percent_no_text_of_the_form_is_cut(large):
    assert [] == cut_texts(large.form.page.widget())
    assert [] == cut_texts(large.form.header)


def test_at_200_percent_no_text_around_the_form_is_cut(large):
    assert [] == cut_texts(large.window.status)
    assert [] == cut_texts(large.window.notices)


# A11Y-11
def test_at_200_percent_every_field_can_be_reached(large):
    for row in list(large.form.rows.values()):
        if row.isVisibleTo(large.form):
            top, height = reach(large, row)

            assert 0 <= top < height, row.field.name


def test_at_200_percent_the_window_fits_a_common_screen(large):
    assert large.window.minimumSizeHint().width() <= 1280
    assert large.window.minimumSizeHint().height() <= 720


def test_at_200_percent_the_form_needs_no_sideways_scrolling(large):
    assert 0 == large.form.page.sideways()


# A11Y-13
@pytest.mark.parametrize("measure", ["energieerzeugung1", "bauen1", "iniative5", "bauen3"])
def test_at_320_pixels_the_form_needs_no_sideways_scrolling(work, measure):
    work.go(measure, None)
    work.form.setParent(None)
    work.form.setMinimumWidth(0)  # beside other panes it has more
    work.form.resize(320, 600)
    work.form.show()
    work.settle(_ROUNDS)
    width, sideways = work.form.width(), work.form.page.sideways()
    cut = cut_texts(work.form.page.widget())
    work.splitter.insertWidget(1, work.form)
    work.workspace.room.show_form()
    work.settle(_ROUNDS)

    assert 320 == width
    assert 0 == sideways
    assert [] == cut


@pytest.mark.parametrize("size", [(1440, 900), (1000, 700), (1920, 1080)])
def test_no_text_of_the_form_is_cut_at_common_sizes(work, size):
    work.go("iniative5", None)
    work.window.resize(*size)
    work.settle(_ROUNDS)

    assert [] == cut_texts(work.form)
    assert [] == cut_texts(work.window.status)
    assert 0 == work.form.page.sideways()


def test_a_very_long_title_breaks_into_lines(work):
    title = "Donaudampfschifffahrt " * 12
    work.bridge.edit(work.workspace.measure, "short_title", title)
    work.settle(_ROUNDS)

    assert [] == cut_texts(work.form.header)
    assert 0 == work.form.page.sideways()


# A11Y-12
def test_on_a_sharp_screen_the_same_holds():
    checks = "form_is_cut or reached or at_320"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", checks,
               "tests/gui/test_accessible_looks.py"]  # fmt: skip
    environment = {**os.environ, "QT_SCALE_FACTOR": "2"}

    done = subprocess.run(  # noqa: S603 - our own tests once more
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONG_S,
        check=False,
    )

    assert 0 == done.returncode, done.stdout[-2000:]
    assert " passed" in done.stdout


# --- high contrast -----------------------------------------------------------------------------

INK, GROUND = QColor("#ffff00"), QColor("#000000")


@pytest.fixture
def yellow_on_black(work, monkeypatch):
    """The window as a system with that contrast theme shows it."""
    palette = QPalette()
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    for each in (*role,):
        if each is not role.NColorRoles:
            palette.setColor(group.All, each, GROUND)
    for each in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText, role.Link,
                 role.LinkVisited, role.Highlight, role.Accent, role.ToolTipText, role.BrightText,
                 role.Light, role.Midlight, role.Mid, role.Dark):  # fmt: skip
        palette.setColor(group.All, each, INK)
    monkeypatch.setattr("ui.theme.application.wants_contrast", lambda _app: True)
    monkeypatch.setattr("ui.theme.application.QPalette", lambda: palette)
    work.app.controller.view.use_scheme(theme.Scheme.SYSTEM)
    work.go(FAULTY, "cost_until")
    yield work
    monkeypatch.undo()
    work.app.controller.view.use_scheme(theme.Scheme.SYSTEM)


def is_between(color: QColor) -> bool:
    """Whether a colour is yellow, black (as Fusion shades it) or on the way between them."""
    shaded = max(color.red(), color.green(), color.blue()) <= 40
    return shaded or (abs(color.red() - color.green()) <= 12 and color.blue() <= 12)


def own_colours() -> set[str]:
    """Return every colour of the light and the dark palette."""
    both = (theme.tokens(theme.Scheme.LIGHT), theme.tokens(theme.Scheme.DARK))
    return {str(v) for tokens in both for v in asdict(tokens).values() if str(v).startswith("#")}


def test_with_high_contrast_the_window_has_the_systems_colours_only(yellow_on_black):
    picture = yellow_on_black.window.grab().toImage()
    seen = Counter(
        picture.pixelColor(x, y).name()
        for y in range(0, picture.height(), 2)
        for x in range(0, picture.width(), 2)
    )
    strange = sum(count for name, count in seen.items() if not is_between(QColor(name)))

    white = {"#ffffff"}  # of the caret, which inverts what is below it
    assert set() == (own_colours() & seen.keys()) - white
    # Fusion shades the dots of its splitters and the two lines of the tool bar, of 900 in all.
    assert strange < 0.005 * seen.total()


# A11Y-10
def test_with_high_contrast_the_selected_row_shows_its_signs(yellow_on_black):
    rows = table(yellow_on_black.workspace.list)
    yellow_on_black.workspace.list.focus_list()
    yellow_on_black.settle()
    row = rows.visualRect(rows.currentIndex())
    counter = row.adjusted(row.width() - 50, 8, -14, -row.height() // 2)
    picture = rows.viewport().grab(counter).toImage()
    dark = sum(picture.pixelColor(x, y).lightness() < 60
               for x in range(picture.width()) for y in range(picture.height()))  # fmt: skip

    assert dark > 20  # sign and number of the worst findings, on the ground of what is selected


def test_with_high_contrast_status_and_findings_are_still_told_apart(yellow_on_black):
    row = yellow_on_black.row("cost_until")

    assert theme.Scheme.CONTRAST is theme.current().scheme
    assert yellow_on_black.lines("cost_until")
    assert "" == yellow_on_black.app.qt.styleSheet()
    assert row.editor.invalid
