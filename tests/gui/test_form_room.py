"""Room in the form: whole fields in sight, and a head of one line that shortens the name first."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect

from klimaeditor.model.fieldtypes import Section
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
