"""Moving about in the form: sections, scrolling, help."""

from __future__ import annotations

from collections import Counter

import pytest

from klimaeditor.model.fieldtypes import Section
from klimaeditor.model.findings import Severity
from tests.e2e_driver import CTRL, SHIFT, Key
from tests.gui.test_form import FAULTY_YEAR
from tests.gui.window_cases import WINDMILLS
from tests.muenster_fields import FIELDS_BY_NAME

pytestmark = pytest.mark.gui

# --- moving about ----------------------------------------------------------------------------


def test_the_section_names_tell_the_worst_kind_and_how_many(work):  # D.2
    work.go(FAULTY_YEAR, None)

    assert (Severity.ERROR, 1) == work.form.nav.fault(Section.IMPLEMENTATION)
    assert (Severity.WARNING, 1) == work.form.nav.fault(Section.PROGRESS)
    assert (Severity.HINT, 1) == work.form.nav.fault(Section.IMPACT)
    assert work.form.nav.fault(Section.LINKS) is None


def test_the_counts_are_spoken_in_full(work):
    work.go(FAULTY_YEAR, None)
    place = list(Section).index(Section.IMPLEMENTATION)

    found = Counter({Severity.ERROR: 1, Severity.WARNING: 2})
    work.form.nav.show_counts({Section.IMPLEMENTATION: found})
    assert "Umsetzung (1 Fehler, 2 Warnungen)" == work.form.nav.accessibleTabName(place)


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

    assert work.form.header.height() <= top < work.form.height()


def test_nothing_is_shown_of_a_measure_when_there_is_none(work):
    work.workspace.show_measure(None)

    assert not work.row("summary").isVisible()
    assert work.form.is_empty()
    work.go(WINDMILLS, None)
    assert work.row("summary").isVisible()


# --- sections that do not fit --------------------------------------------------------------------


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_sections_that_do_not_fit_go_from_the_right_into_more(zoomed, zoom):  # D 14
    zoomed.window.resize(1280, 720)
    zoomed.settle()
    bar, nav = zoomed.form.sections, zoomed.form.nav
    nav.show_counts({Section.ACTION: Counter({Severity.ERROR: 2})})
    for section in Section:
        nav.mark_current(section)
        zoomed.settle()
        seen = nav.in_sight()
        plain = [each for each in seen if each not in {section, Section.ACTION}]

        assert section in seen
        assert Section.ACTION in seen
        others = [each for each in Section if each not in {section, Section.ACTION}]
        assert others[: len(plain)] == plain
        assert bar.more.isVisibleTo(bar) == (len(seen) < len(Section))
        shown = [place for place in range(nav.count()) if nav.isTabVisible(place)]
        assert nav.tabRect(shown[-1]).right() < nav.width()
        assert bar.more.isHidden() or bar.more.geometry().right() < bar.width()


def test_no_section_is_ever_a_sign_without_its_word(work):  # D 14
    work.window.resize(1280, 720)
    work.zoom(200)
    work.settle()
    names = [work.form.nav.tabText(place) for place in range(work.form.nav.count())]
    work.zoom(100)

    assert [section.short for section in Section] == names


def test_more_lists_the_sections_out_of_sight_and_leads_there(work):  # D 14
    work.window.resize(1280, 720)
    work.form.focus_field("summary")
    work.settle()
    bar = work.form.sections
    menu = bar.more.menu()
    menu.aboutToShow.emit()
    listed = [action.text() for action in menu.actions()]
    menu.actions()[-1].trigger()
    work.settle()

    assert listed
    assert all(any(name.startswith(s.title) for s in Section) for name in listed)
    assert work.form.nav.current is Section.CATEGORY
    assert Section.CATEGORY in work.form.nav.in_sight()


def test_going_to_another_section_never_covers_the_button_for_the_rest(work):  # D 14
    work.window.resize(1280, 720)
    work.settle()
    bar, covered = work.form.sections, []
    for section in Section:
        bar.nav.mark_current(section)
        work.settle()
        if bar.more.isVisible() and bar.nav.geometry().right() > bar.more.x():
            covered.append(section)

    assert [] == covered


def test_with_room_enough_all_sections_are_in_sight(work):  # D 14
    work.window.resize(2200, 900)
    work.settle()
    work.form.nav.show_counts({})

    assert tuple(Section) == work.form.nav.in_sight()
    assert not work.form.sections.more.isVisible()


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
