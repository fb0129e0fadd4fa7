"""The page of findings: groups by rule with one button each, rows without any."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton

from klimaeditor.model.findings import Finding, Severity
from klimaeditor.textwork.misspelt import SPELLING
from tests.checking import document_of, tables_of
from tests.conftest import SAMPLE
from tests.gui.pane_cases import nameless
from tests.gui.reach import one
from tests.gui.theme_helpers import settle
from ui import theme
from ui.bridge import DocumentBridge, no_document
from ui.findings.findings_page import ALL_READY, NO_MATCH, FindingsPage
from ui.widgets.labels import EmptyState
from ui.widgets.search_field import SearchField

pytestmark = pytest.mark.gui


@pytest.fixture
def bridge(qapp):
    return DocumentBridge(document_of(tables_of(SAMPLE)))


@pytest.fixture
def page(qtbot, bridge):
    made = FindingsPage()
    qtbot.addWidget(made)
    made.resize(1400, 800)
    made.set_bridge(bridge)
    made.show_all()
    made.show()
    settle()
    return made


def group_buttons(page) -> list[QPushButton]:
    return [button for button in page.tree.findChildren(QPushButton) if button.isVisible()]


def test_groups_stand_by_severity_then_by_number(page):  # D 4
    order = [(row.rule.severity.rank, -row.count) for row in page.tree.rows()]

    assert sorted(order) == order
    assert len(order) == len({row.rule.id for row in page.tree.rows()})


def test_the_row_at_hand_differs_in_more_than_colour(page):  # A11Y-14
    page.tree.select_first()
    settle()
    row = page.tree.visualRect(page.tree.currentIndex())
    picture = page.tree.viewport().grab().toImage()

    assert theme.current().color("accent") == picture.pixelColor(1, row.center().y())
    assert theme.current().color("accent_bg") == picture.pixelColor(row.left() + 40, row.top() + 3)


def test_every_finding_is_a_row_under_its_rule(page, bridge):  # D 4
    listed = Counter(row.finding.rule for row in page.tree.places())

    assert Counter(finding.rule for finding in bridge.document.findings.all()) == listed


def test_a_group_has_at_most_one_button_with_the_exact_number_and_rows_have_none(page):  # D 4
    page.tree.unfold_all()
    settle()
    wanted = [row.group.fix.label for row in page.tree.rows() if row.group.fix]

    assert wanted == [button.text() for button in group_buttons(page)]
    assert all(label.split(" × ")[0].isdigit() for label in wanted)


def test_all_group_buttons_are_whole(page):  # D 4
    for button in group_buttons(page):
        assert button.width() >= button.sizeHint().width()
        assert button.mapTo(page, button.rect().topRight()).x() < page.width()


def test_a_button_asks_for_the_repair_of_its_group(qtbot, page):  # D 4
    wanted = next(row.group.fix for row in page.tree.rows() if row.group.fix)
    with qtbot.waitSignal(page.repair_requested) as asked:
        group_buttons(page)[0].click()

    assert [wanted] == asked.args


def test_enter_on_a_row_asks_to_go_to_its_field(qtbot, page):  # D 5
    finding = page.tree.places()[0].finding
    page.tree.select_finding(finding)
    with qtbot.waitSignal(page.activated) as asked:
        qtbot.keyClick(page.tree, Qt.Key.Key_Return)

    assert [finding.measure, finding.field, finding.place] == asked.args


def test_what_was_selected_stays_selected_when_the_list_is_read_again(page):  # D 5
    finding = page.tree.places()[7].finding
    page.tree.select_finding(finding)
    page.renew()

    assert finding == page.tree.current_row().finding


def test_after_a_repair_the_line_of_a_whole_group_stays_until_the_next_step(page):  # D 6
    row = next(r for r in page.tree.rows() if r.group.fix)
    page.show_repaired(row.rule.id, 3)

    assert 3 == next(r for r in page.tree.rows() if r.rule.id == row.rule.id).done


def test_one_severity_can_be_shown(page):
    page.show_all(Severity.ERROR)

    assert {Severity.ERROR} == {row.finding.severity for row in page.tree.places()}


def test_a_category_can_be_left_out(page, bridge):
    box = one(page, QCheckBox, "Mobilität")
    before = len(page.tree.places())
    box.setChecked(False)

    kept = {bridge.document.view(row.finding.measure).value("category") for row in
            page.tree.places()}  # fmt: skip
    assert "Mobilität" not in kept
    assert len(page.tree.places()) < before


def test_findings_can_be_searched_and_filters_taken_off(page):
    search = one(page, SearchField)
    search.setText("kosten nan")
    assert page.tree.places()
    search.setText("gibt es nicht")
    empty = one(page, EmptyState)
    assert NO_MATCH == empty.sentence()
    one(empty, QPushButton).click()

    assert page.tree.places()


def test_without_findings_success_is_said(page):
    page.set_bridge(no_document())
    bare = DocumentBridge(document_of({file: [] for file in tables_of(SAMPLE)}))
    page.set_bridge(bare)

    assert ALL_READY == one(page, EmptyState).sentence()


def test_for_reading_only_the_buttons_are_locked_and_say_why(page):
    page.set_read_only(read_only=True)

    assert not any(button.isEnabled() for button in group_buttons(page))
    assert all("schreibgeschützt" in button.toolTip() for button in group_buttons(page))


def test_every_part_has_a_name(page):
    assert [] == nameless(page)


@pytest.mark.parametrize("width", [1400, 700, 430])
def test_nothing_is_cut_where_the_page_is_narrow(page, width):
    page.resize(width, 700)
    settle()

    assert width == page.width()
    assert page.tree.isVisible()
    assert page.tree.height() > page.height() // 3


@pytest.mark.parametrize("size", [(640, 420), (640, 700), (1400, 800)])
def test_the_choice_never_lies_over_the_groups(page, size):
    page.resize(*size)
    settle()
    search = one(page, SearchField)
    boxes = [box for box in page.findChildren(QCheckBox) if box.isVisible()]
    below = max(w.mapTo(page, w.rect().bottomLeft()).y() for w in (search, *boxes[:3]))
    first = page.tree.mapTo(page, page.tree.rect().topLeft())

    assert first.y() > below or first.x() > search.mapTo(page, search.rect().topRight()).x()
    assert not any(box.visibleRegion().isEmpty() for box in boxes[:3])


def test_what_stands_beside_the_rulebook_is_counted_for_itself(page, bridge):
    hints = bridge.document.findings.counts()[Severity.HINT]
    key = bridge.document.dataset.measure_keys()[0]
    word = Finding(SPELLING.id, Severity.HINT, "„Wnidrad“ steht in keinem Wörterbuch.", key)
    boxes = page.findChildren(QCheckBox)
    apart = next(box for box in boxes if box.text().startswith(SPELLING.title) or not box.text())
    assert not apart.isVisible()

    page.show_beside(SPELLING, [word])
    settle()
    page.renew()
    assert f"{SPELLING.title} (1)" == apart.text()
    assert f"{hints} Hinweise" in [box.text() for box in boxes]  # as the status bar says
    assert SPELLING.id in {row.rule.id for row in page.tree.rows()}
    apart.setChecked(False)
    page.renew()
    assert SPELLING.id not in {row.rule.id for row in page.tree.rows()}
    page.show_all(Severity.HINT)
    assert not apart.isChecked()
