"""Findings are accepted at the field and on their page, folded away, and shown again."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from klimaeditor.model.findings import Severity
from klimaeditor.notes import notebook_file
from klimaeditor.notes.accepting import NO_ERRORS
from tests.e2e_driver import CTRL, Key
from tests.gui.window_cases import WINDMILLS, Program
from ui.commands.accept_findings import NO_FINDING
from ui.findings.finding_tree import ACCEPTED, AcceptedRow
from ui.findings.findings_page import ACCEPT, SHOW_AGAIN
from ui.form.finding_line import ACCEPT as ACCEPT_HERE

pytestmark = pytest.mark.gui
REASON = "Mit Amt 23 besprochen"


def known(work: Program) -> None:
    work.qtbot.waitUntil(lambda: not work.app.session.notes.busy)
    work.settle()


@pytest.fixture
def work(program, tmp_path, start_zoom):
    program.zoom(start_zoom)
    program.start_over(tmp_path)
    known(program)
    edit(program, "Kurz " * 20)
    yield program
    program.put_away()


def edit(work, text):
    key = work.bridge.document.dataset.find(WINDMILLS)
    work.bridge.edit(key, "short_title", text)
    work.settle()


def found(work, field="short_title"):
    key = work.bridge.document.dataset.find(WINDMILLS)
    return [f for f in work.bridge.document.findings.of(key) if f.field == field]


def counts(work):
    return work.bridge.document.findings.counts().total()


def page(work):
    return work.window.pages.page("check")


def accept_at_field(work):
    work.go(WINDMILLS, "short_title")
    work.answer(accept_findings=REASON)
    work.press(Key.Key_J, CTRL)
    known(work)


def test_a_finding_is_accepted_at_its_field_by_keyboard_and_is_out_of_all_counts(work):
    before = counts(work)

    accept_at_field(work)

    ((_, (lines,)),) = work.ask.asked
    assert [work.row("short_title").field.label in line for line in lines] == [True]
    assert (before - 1, []) == (counts(work), found(work))
    line = work.row("short_title").line
    assert line is None or line.finding is None
    (kept,) = notebook_file.load(work.app.session.notes.place).notebook.acceptances.values()
    assert (WINDMILLS, "short_title", REASON) == (kept.measure, kept.field, kept.reason)


def test_the_line_under_the_field_offers_it_for_what_is_no_error(work):
    work.go(WINDMILLS, "short_title")
    work.answer(accept_findings=REASON)
    line = work.row("short_title").line
    (button,) = [b for b in line.findChildren(QPushButton) if b.text() == ACCEPT_HERE]

    assert button.isVisible()
    button.click()
    known(work)
    assert [] == found(work)


def test_it_comes_back_with_another_value_and_goes_again_with_undo(work):
    accept_at_field(work)

    edit(work, "Kurz " * 30)
    back = found(work)
    work.trigger("undo")

    assert 1 == len(back)
    assert [] == found(work)


def test_errors_are_refused_with_a_reason(work):
    key = work.bridge.document.dataset.find(WINDMILLS)
    work.bridge.edit(key, "action_description", "")
    work.go(WINDMILLS, "action_description")
    work.answer(info=None)

    work.trigger("accept")

    assert [("info", (NO_ERRORS, ""))] == work.ask.asked


def test_without_a_finding_it_says_where_to_go(work):
    work.go(WINDMILLS, "summary")
    work.answer(info=None)

    work.trigger("accept")

    assert [("info", (NO_FINDING, ""))] == work.ask.asked


def test_who_gives_no_reason_accepts_nothing(work):
    work.go(WINDMILLS, "short_title")
    work.answer(accept_findings="")

    work.trigger("accept")

    assert 1 == len(found(work))


def select(work, row_is):
    work.trigger("check")
    work.settle()
    tree = page(work).tree
    page(work).renew()
    model = tree.model()
    for at in range(model.rowCount()):
        index = model.index(at, 0)
        row = index.data(tree_role())
        if row_is(row):
            tree.setCurrentIndex(index)
            return row
    raise AssertionError("no such row")


def tree_role():
    from ui.findings.finding_tree import ROW  # noqa: PLC0415 - read where it is needed

    return ROW


def button(work, text):
    (found_one,) = [b for b in page(work).findChildren(QPushButton) if b.text() == text]
    return found_one


def test_a_whole_group_is_accepted_on_the_page_with_one_reason(work):
    before = counts(work)
    row = select(
        work,
        lambda row: getattr(row, "group", None) and row.rule.severity is not Severity.ERROR,
    )
    wanted = [f for f in row.group.findings if f.measure is not None]
    work.answer(accept_findings=REASON)

    button(work, ACCEPT).click()
    known(work)
    page(work).renew()

    assert len(wanted) == len(page(work).tree.accepted_places())
    assert before - len(wanted) == counts(work)


def test_what_is_accepted_stands_folded_at_the_end_with_who_when_and_why(work):
    accept_at_field(work)
    row = select(work, lambda row: isinstance(row, AcceptedRow))

    (place,) = page(work).tree.accepted_places()
    author = work.app.session.notes.author()
    assert 1 == row.count
    assert not page(work).tree.isExpanded(page(work).tree.currentIndex())
    assert place.said.startswith(f"{author}, ")
    assert REASON in place.said
    assert "1 angenommen" in page(work)._summary.text()


def test_shown_again_it_counts_again(work):
    before = counts(work)
    accept_at_field(work)
    select(work, lambda row: isinstance(row, AcceptedRow))

    button(work, SHOW_AGAIN).click()
    known(work)
    page(work).renew()

    assert before == counts(work)
    assert [] == page(work).tree.accepted_places()
    assert ACCEPTED not in page(work)._summary.text()


def test_the_four_files_and_the_history_know_nothing_of_it(work):
    steps = work.stack.count()

    accept_at_field(work)

    assert steps == work.stack.count()
