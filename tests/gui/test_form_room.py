"""Room in the form: whole fields in sight, and a head of one line that shortens the name first."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QLabel

from klimaeditor.model.fieldtypes import Section
from tests.gui.reach import one
from tests.gui.review_cases import button
from ui.commands.controller import ALL_IS_PUBLIC
from ui.page.preview import SHOWN_DIRECTLY
from ui.shell.main_window import WHOLE_NOTICES
from ui.widgets.labels import ShortLabel
from ui.widgets.painting import BadgeLabel

pytestmark = pytest.mark.gui


def test_at_1280_by_720_six_whole_fields_are_in_sight(work):  # D 12
    work.window.resize(1280, 720)
    work.go("bauen1", None)
    work.form.go_to_section(Section.IMPACT)
    work.settle(6)
    view = work.form.page.viewport()
    whole = [
        row for row in work.form.rows.values() if row.isVisibleTo(work.form.page)
        and view.rect().contains(QRect(row.editor.mapTo(view, QPoint(0, 0)), row.editor.size()))
    ]  # fmt: skip

    assert len(whole) >= 6


def test_at_200_percent_the_first_notice_leaves_four_whole_fields(work):
    work.on_small_screen(200)
    work.window.notices.show_notices([ALL_IS_PUBLIC])
    work.go("bauen1", None)
    work.form.go_to_section(Section.IMPACT)
    work.settle(6)
    view = work.form.page.viewport()
    shown = [row for row in work.form.rows.values() if row.isVisibleTo(work.form.page)]
    places = [QRect(row.editor.mapTo(view, QPoint(0, 0)), row.editor.size()) for row in shown]

    assert sum(view.rect().contains(place) for place in places) >= 4
    line = one(work.window.notices, ShortLabel)
    assert line.isVisible()
    assert ALL_IS_PUBLIC == line.accessibleName()
    button(work.window.notices, WHOLE_NOTICES).click()
    work.settle()
    assert not line.isVisible()
    assert work.window.notices.isAncestorOf(work.focused())
    work.zoom(100)
    work.settle(6)
    assert not button(work.window.notices, WHOLE_NOTICES).isVisible()


def test_the_switch_of_the_public_page_stands_in_one_line_with_its_tabs(work):
    work.window.resize(1280, 720)
    work.settle(6)
    side = work.workspace.side
    side.show_preview()
    bar, switch = side.tabs.tabBar(), side.direct
    last = bar.tabRect(bar.count() - 1)
    tabs = QRect(bar.mapTo(side, last.topLeft()), last.size())
    place = QRect(switch.mapTo(side, QPoint(0, 0)), switch.size())

    assert switch.isVisible()
    assert tabs.top() <= place.center().y() <= tabs.bottom()
    assert place.left() > tabs.right()
    switch.click()
    work.settle()
    assert SHOWN_DIRECTLY in [x.text() for x in side.findChildren(QLabel) if x.isVisible()]
    side.show_timeline()
    assert not switch.isVisible()
    side.show_preview()
    switch.click()


def test_the_name_is_shortened_before_the_status(work):  # D 13
    work.window.resize(1280, 720)
    work.bridge.edit(work.workspace.measure, "short_title", "Donaudampfschifffahrt " * 12)
    work.settle(6)
    badge = work.form.header.findChild(BadgeLabel)

    assert badge.width() >= badge.sizeHint().width()
    assert badge.geometry().right() < work.form.header.width()


def test_the_head_says_how_many_fields_are_empty_and_no_percentage(work):  # D 13
    work.window.resize(1920, 1080)
    work.go("bauen1", None)
    work.settle(6)

    assert work.form.header.missing().endswith(" leer")
