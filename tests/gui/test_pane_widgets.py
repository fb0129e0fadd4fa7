"""The small widgets that panes and dialogs share."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.gui import theme_helpers
from tests.gui.pane_cases import settle, shown_window
from tests.gui.theme_helpers import between_lines, ring_after_tab
from ui import theme
from ui.widgets.labels import MessageArea, safe_tip
from ui.widgets.layouts import FlowLayout
from ui.widgets.painting import BadgeLabel, badge_size, broken, paint_badge
from ui.widgets.pickers import CalmComboBox, MenuButton
from ui.widgets.search_field import SearchField

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed


def box(width: int, height: int = 20) -> QWidget:
    widget = QWidget()
    widget.setFixedSize(width, height)
    return widget


def test_what_does_not_fit_goes_to_the_next_line(qtbot):
    window = QWidget()
    flow = FlowLayout(window, spacing=10)
    boxes = [box(100) for _ in range(3)]
    for each in boxes:
        flow.addWidget(each)
    shown_window(qtbot, window, 215, 100)

    assert [QPoint(0, 0), QPoint(110, 0), QPoint(0, 30)] == [each.pos() for each in boxes]
    assert [50, 20, 80] == [flow.heightForWidth(width) for width in (215, 330, 100)]


def test_the_last_of_a_justified_line_stands_at_its_end(qtbot):
    window = QWidget()
    flow = FlowLayout(window, spacing=10, justify=True)
    first, last = box(100), box(50)
    flow.addWidget(first)
    flow.addWidget(last)
    shown_window(qtbot, window, 300, 40)

    assert [0, 250] == [first.x(), last.x()]


def test_hidden_widgets_take_no_room(qtbot):
    window = QWidget()
    flow = FlowLayout(window, spacing=10)
    first, last = box(100), box(50)
    flow.addWidget(first)
    flow.addWidget(last)
    shown_window(qtbot, window, 300, 40)
    first.hide()
    settle()

    assert 0 == last.x()
    assert 50 == flow.sizeHint().width()


def test_a_menu_stays_open_while_entries_are_ticked(qtbot):
    button = MenuButton("Auswahl")
    menu = button.menu()
    action = menu.addAction("Eins")
    action.setCheckable(True)
    shown_window(qtbot, button, 120, 40)
    menu.popup(button.mapToGlobal(QPoint(0, 40)))
    menu.setActiveAction(action)

    qtbot.keyClick(menu, Qt.Key.Key_Space)
    ticked, still_open = action.isChecked(), menu.isVisible()
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    again = action.isChecked()
    qtbot.keyClick(menu, Qt.Key.Key_Escape)

    assert ticked
    assert still_open
    assert not again
    assert not menu.isVisible()


def test_the_wheel_does_not_change_a_calm_combo_box(qtbot):
    combo = CalmComboBox()
    combo.addItems(["eins", "zwei"])
    shown_window(qtbot, combo, 120, 40)
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(combo.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo, event)

    assert "eins" == combo.currentText()
    assert not event.isAccepted()


def test_text_is_broken_into_lines_that_fit(qapp):
    metrics = QFontMetrics(qapp.font())
    text = "Die öffentliche Seite zeigt „NaN €“, weil die Angabe fehlt."
    width = metrics.horizontalAdvance(text) // 3

    whole = broken(text, metrics, width, 9)
    short = broken(text, metrics, width, 2)

    assert text == " ".join(whole)
    assert all(metrics.horizontalAdvance(line) <= width for line in [*whole, *short])
    assert 2 == len(short)
    assert short[1].endswith("…")


# A11Y-14
@pytest.mark.parametrize("tone", theme.Tone)
def test_a_badge_can_be_told_apart_without_colour(tone):
    tokens = theme.current()
    size = badge_size("Wort", QApplication.font(), tokens)
    pictures = []
    for icon in ("circle-x", "circle-check"):
        picture = QImage(size, QImage.Format.Format_RGB32)
        picture.fill(tokens.color("panel"))
        painter = QPainter(picture)
        rect = QRect(QPoint(), size)
        paint_badge(painter, rect, ("Wort", icon, tone), QApplication.font(), tokens)
        painter.end()
        pictures.append(picture.convertToFormat(QImage.Format.Format_Grayscale8))

    assert pictures[0] != pictures[1]


def test_a_badge_widget_speaks_its_word(qtbot):
    badge = BadgeLabel()
    qtbot.addWidget(badge)
    badge.show_mark("3 Fehler", "circle-x", theme.Tone.ERROR)

    assert "3 Fehler" == badge.accessibleName()
    wanted = badge_size("3 Fehler", badge.font(), theme.current())
    assert (wanted.width(), 22) == badge.sizeHint().toTuple()


def test_a_message_is_as_high_as_it_needs_to_be_and_no_higher_than_allowed(qtbot):
    area = MessageArea(4)
    qtbot.addWidget(area)
    line = area.fontMetrics().lineSpacing()

    area.set_text("kurz")
    short = area.heightForWidth(300)
    area.set_text("lang " * 500)

    assert line <= short < 2 * line
    assert 4 * line <= area.heightForWidth(300) < 5 * line


@pytest.mark.parametrize(
    ("text", "tip"),
    [
        ("Wärme & Kälte\nkalt", "<qt>Wärme &amp; Kälte<br>kalt</qt>"),
        ("<b>x</b>", "<qt>&lt;b&gt;x&lt;/b&gt;</qt>"),
    ],
)
def test_tool_tips_show_markup_as_it_is(text, tip):
    assert tip == safe_tip(text)


def test_the_search_field_shows_its_focus(qtbot):
    field = SearchField("Suche", "Suchen", "Leeren")
    window = between_lines(qtbot, field)

    assert ring_after_tab(qtbot, window, field) >= 0.8


def test_the_search_field_grows_with_the_zoom(qapp, qtbot):
    field = SearchField("Suche", "Suchen", "Leeren")
    shown_window(qtbot, field, 300, 60)
    before = field.findChild(QLabel).width()
    theme.apply(qapp, theme.Scheme.LIGHT, 200)
    settle()
    after = field.findChild(QLabel).width()
    theme.apply(qapp, theme.Scheme.LIGHT)

    assert 2 * before == after
