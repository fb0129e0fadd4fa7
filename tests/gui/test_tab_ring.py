"""Tab walks the whole window in the order that is seen, although much of it is made late."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from tests.e2e_driver import SHIFT, Key
from tests.gui.window_cases import INITIATIVE, WINDMILLS, Program
from ui.form.finding_line import FindingLine

pytestmark = pytest.mark.gui
MOST = 300


@pytest.fixture
def fresh(qtbot, tmp_path):
    """A program of its own with the sample: its form is still being made."""
    program = Program(qtbot, tmp_path)
    assert program.app.session.open_sample() is not False
    program.activate()
    program.workspace.list.focus_list()
    yield program
    program.destroy()


def ring(program, *, back: bool = False) -> list:
    """Press Tab (or Shift+Tab) until the keyboard is where it began; return the way."""
    start, way = program.focused(), []
    for _ in range(MOST):
        way.append(program.focused())
        program.press(*((Key.Key_Backtab, SHIFT) if back else (Key.Key_Tab,)))
        if program.focused() is start:
            return way
    raise AssertionError("Tab never comes back")


def part(program, widget) -> str:
    workspace = program.workspace
    form = workspace.form
    parts = {"list": workspace.list, "head": form.header, "nav": form.sections, "form": form.page,
             "side": workspace.side, "status": program.window.status}  # fmt: skip
    found = (n for n, pane in parts.items() if pane is widget or pane.isAncestorOf(widget))
    return next(found, "window")


def parts(program, way) -> list[str]:
    """Return the parts of the window in the order of the way, the list first."""
    names = [part(program, widget) for widget in way]
    short = [name for n, name in enumerate(names) if name != names[n - 1]]
    first = short.index("list")
    return short[first:] + short[:first]


def place(program, widget) -> tuple[int, str]:
    """Return how far down the row of a widget is."""
    row = program.form.page.row_of(widget) or next(
        row for row in program.form.page.rows().values() if row.isAncestorOf(widget)
    )
    return row.mapTo(program.form.page.widget(), QPoint(0, 0)).y(), row.field.name


def in_form(program, way) -> list:
    return [widget for widget in way if part(program, widget) == "form"]


def stops(program) -> list:
    """Return what takes the keyboard by Tab in the form."""
    found = program.form.page.widget().findChildren(QWidget)
    tab = Qt.FocusPolicy.TabFocus
    return [
        widget for widget in found
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & tab == tab
        and widget.focusProxy() is None and widget.window() is program.window
    ]  # fmt: skip


@pytest.mark.parametrize("measure", [WINDMILLS, INITIATIVE, "mobilitaet2"])
def test_tab_goes_through_the_window_as_it_is_seen(fresh, measure):
    fresh.workspace.go_to(fresh.key(measure), None)
    fresh.qtbot.waitUntil(lambda: len(fresh.form.page.rows()) > 30)
    fresh.settle(9)
    way = ring(fresh)
    rows = [place(fresh, widget) for widget in in_form(fresh, way)]

    assert ["list", "head", "nav", "form", "side", "status", "window"] == parts(fresh, way)
    assert sorted(rows) == rows
    seen = lasting(in_form(fresh, way))
    assert {id(widget) for widget in lasting(stops(fresh))} == {id(widget) for widget in seen}


def lasting(way: list) -> list:
    """Return the stops of a way that are there with and without the cursor in their field."""
    return [widget for widget in way if not isinstance(widget.parentWidget(), FindingLine)
            and not isinstance(widget.parentWidget().parentWidget(), FindingLine)]  # fmt: skip


def test_shift_tab_is_the_exact_way_back(fresh):
    fresh.qtbot.waitUntil(lambda: len(fresh.form.page.rows()) > 30)
    fresh.settle(9)
    way = ring(fresh)
    back = ring(fresh, back=True)

    assert lasting(way) == lasting([back[0], *back[:0:-1]])


def test_tab_is_right_while_the_form_is_still_being_made(fresh):
    made = len(fresh.form.page.rows())
    way = ring(fresh)
    rows = [place(fresh, widget)[1] for widget in in_form(fresh, way)]

    assert made < len(fresh.form.page.rows())
    order = list(fresh.form.rows)
    assert sorted(rows, key=order.index) == rows
    assert {name for name, row in fresh.form.rows.items() if row.isVisible()} == set(rows)


def test_the_button_of_a_finding_comes_behind_its_field(fresh):
    key = fresh.key(WINDMILLS)
    fresh.workspace.go_to(key, None)
    fresh.bridge.edit(key, "state_text", "Sieben\u00ad Räder", ())  # Word's hidden hyphen
    fresh.settle(9)
    row = fresh.row("state_text")
    way = ring(fresh)
    inside = [widget for widget in way if row.isAncestorOf(widget)]
    first = way.index(inside[0])

    assert inside == way[first : first + len(inside)]
    assert isinstance(inside[-1], QPushButton)


def test_a_section_made_late_does_not_move_the_keyboard(fresh):
    fresh.form.focus_field("summary")
    fresh.form.page.all_rows()
    fresh.settle()

    assert fresh.row("summary").has_focus()
