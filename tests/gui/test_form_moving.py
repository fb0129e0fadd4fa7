"""Moving about in the form: sections, scrolling, help."""

from __future__ import annotations

from collections import Counter

import pytest

from klimaeditor.model.fieldtypes import Section
from klimaeditor.model.findings import Severity
from klimaeditor.site.catalogue import FIELDS_BY_NAME
from tests.e2e_driver import CTRL, SHIFT, Key
from tests.gui.test_form import FAULTY_YEAR
from tests.gui.window_cases import WINDMILLS

pytestmark = pytest.mark.gui

# --- moving about ----------------------------------------------------------------------------


def test_the_section_names_count_errors_or_else_warnings(work):
    work.window.resize(1920, 900)
    work.go(FAULTY_YEAR, None)
    found = work.document.findings.of(work.key(FAULTY_YEAR))
    errors = sum(f.severity == "error" and f.field == "cost_until" for f in found)
    names = [work.form.nav.tabText(place) for place in range(work.form.nav.count())]

    assert f"{Section.IMPLEMENTATION.short} {errors}" in names
    assert Section.LINKS.short in names


def test_the_counts_are_spoken_in_full(work):
    work.go(FAULTY_YEAR, None)
    place = list(Section).index(Section.IMPLEMENTATION)

    assert "Umsetzung (1 Fehler)" == work.form.nav.accessibleTabName(place)


def test_the_section_names_jump_by_arrow_keys(work):
    work.form.nav.setFocus()
    for _ in range(3):
        work.press(Key.Key_Right)

    card = work.row("responsible_bodies").parentWidget()
    assert 0 <= card.mapTo(work.form, card.rect().topLeft()).y() < work.form.height() / 2
    assert work.form.nav.hasFocus()


def test_ctrl_tab_goes_from_section_to_section_and_back(work):
    work.form.focus_field("short_title")
    fields = []
    for _ in Section:
        work.press(Key.Key_Tab, CTRL)
        fields.append(work.form.field)
    sections = [FIELDS_BY_NAME[name].section for name in fields]

    assert [*list(Section)[1:], Section.HEAD] == sections
    work.press(Key.Key_Tab, CTRL | SHIFT)
    assert Section.CATEGORY is FIELDS_BY_NAME[work.form.field].section


def test_the_section_of_the_field_with_the_keyboard_is_marked(work):
    for name in ("summary", "ghg_reduction", "links", "category_description"):
        work.form.focus_field(name)

        assert FIELDS_BY_NAME[name].section is list(Section)[work.form.nav.currentIndex()]


def test_scrolling_marks_the_section_on_top(work):
    bar = work.form.page.verticalScrollBar()
    bar.setValue(bar.maximum())

    assert 0 < work.form.nav.currentIndex()


@pytest.mark.parametrize("name", ["links", "progress_values", "category_description", "summary"])
def test_a_field_that_is_gone_to_is_in_view(work, name):
    work.form.focus_field(name)
    work.settle()
    widget = work.row(name).editor.focus_widget()
    top = widget.mapTo(work.form, widget.rect().topLeft()).y()

    assert work.form.header.height() <= top < work.form.height() - work.form.help_bar.height()


def test_the_help_bar_never_changes_its_height(work):
    heights = set()
    for name in work.form.rows:
        work.form.focus_field(name)
        heights.add(work.form.help_bar.height())

    assert 1 == len(heights)
    assert FIELDS_BY_NAME[work.form.field].help in work.form.help_bar.text()


def test_nothing_is_shown_of_a_measure_when_there_is_none(work):
    work.workspace.show_measure(None)

    assert not work.row("summary").isVisible()
    assert work.form.is_empty()
    work.go(WINDMILLS, None)
    assert work.row("summary").isVisible()


# --- all sections in sight ---------------------------------------------------------------------


@pytest.mark.parametrize("faults", [0, len(Section)])
@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_all_sections_are_in_sight_and_the_current_one_is_spelt_out(zoomed, zoom, faults):
    zoomed.window.resize(1280, 720)
    zoomed.settle()
    nav = zoomed.form.nav
    found = Counter({Severity.ERROR: 2, Severity.WARNING: 1})
    nav.show_counts(dict.fromkeys(list(Section)[:faults], found))
    for place, section in enumerate(Section):
        nav.mark_current(section)
        others = [at for at in range(nav.count()) if at != place]

        assert nav.tabRect(nav.count() - 1).right() < nav.width()
        assert nav.tabText(place) == (f"{section.short} 2" if faults else section.short)
        assert all(nav.tabText(at) or not nav.tabIcon(at).isNull() for at in others)
        assert section.title in nav.tabToolTip(place)
        assert nav.accessibleTabName(place).startswith(section.title)


def test_what_is_wrong_in_a_section_stays_to_be_seen_where_it_is_an_icon(work):
    work.window.resize(1280, 720)
    work.zoom(150)
    work.settle()
    nav, place = work.form.nav, list(Section).index(Section.IMPLEMENTATION)
    nav.mark_current(Section.HEAD)
    pictures = []
    for found in (Counter(), Counter({Severity.WARNING: 1}), Counter({Severity.ERROR: 1})):
        nav.show_counts({Section.IMPLEMENTATION: found})
        pictures.append(nav.tabIcon(place).pixmap(28).toImage())

    assert "" == nav.tabText(place)
    assert pictures[0] != pictures[1] != pictures[2] != pictures[0]


def test_with_room_enough_all_sections_are_words(work):
    work.window.resize(1700, 900)
    work.settle()
    work.form.nav.show_counts({})

    assert [section.short for section in Section] == [
        work.form.nav.tabText(place) for place in range(work.form.nav.count())
    ]


def test_what_appears_above_does_not_push_the_field_with_the_keyboard_out_of_sight(work):
    work.window.resize(1700, 700)
    work.form.focus_field("cost_value")
    work.settle()
    work.edit("cost_value", " Mio Euro oder so")
    work.press(Key.Key_Tab)
    work.press(Key.Key_Tab)
    work.settle(6)
    view, focused = work.form.page.viewport(), work.focused()
    top = focused.mapTo(view, focused.rect().topLeft()).y()

    assert work.lines("cost_value")
    assert "cost_value" != work.form.field
    assert 0 <= top <= view.height() - focused.height()
