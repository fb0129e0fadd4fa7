"""Findings that come after the picture: nothing says how many there are before all are there."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel

from klimaeditor.checks import engine
from klimaeditor.document import open_document
from klimaeditor.model.findings import FieldEdit, Severity
from tests.conftest import SAMPLE
from tests.e2e_driver import Key
from tests.gui.window_cases import program
from tests.waiting import wait_until
from ui.measures import measure_list
from ui.session import judging
from ui.shell.status_bar import count_errors, count_warnings
from ui.widgets.common_words import JUDGING

__all__ = ["program"]
pytestmark = pytest.mark.gui
NEVER_MS = 1_000_000_000


@pytest.fixture
def work(program, tmp_path, monkeypatch):
    """The window as it is while most measures still wait to be judged."""
    monkeypatch.setattr(engine, "AT_ONCE", 0)
    monkeypatch.setattr(measure_list, "AT_ONCE", 0)
    monkeypatch.setattr(judging, "AFTER_OPENING_MS", NEVER_MS)
    program.start_over(tmp_path)
    assert program.app.session.open_path(program.folder)
    yield program
    program.put_away()


def judged(work) -> None:
    """Let all measures be judged."""
    findings = work.document.findings
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "AFTER_OPENING_MS", 0)
        work.app.session.current.judging.start()
    wait_until(lambda: findings.is_complete, work.app.qt.processEvents)
    work.settle()


def focused():
    return QApplication.focusWidget()


def said(page) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def test_the_status_bar_counts_when_all_measures_are_judged(work):
    before = work.window.status.findings_shown()
    judged(work)
    errors = work.window.status.findings_shown()

    assert JUDGING in before
    counts = open_document(SAMPLE).findings.counts()
    assert count_errors(counts[Severity.ERROR]) in errors
    assert count_warnings(counts[Severity.WARNING]) in errors


def test_the_page_of_findings_waits_for_all_of_them(work):
    work.window.pages.show_page("check")
    page = work.window.pages.page("check")
    page.renew()
    choosing = [box for box in page.findChildren(QCheckBox) if box.isVisible()]
    before = said(page), bool(page.tree.rows() or choosing), page.isAncestorOf(focused())
    judged(work)
    wait_until(page.tree.rows, work.app.qt.processEvents)

    assert JUDGING in before[0]
    assert (False, True) == (before[1], before[2])
    assert page.tree.hasFocus()
    assert JUDGING not in said(page)


def test_nothing_is_published_before_all_measures_are_judged(work):
    work.window.pages.show_page("publish")
    page = work.window.pages.page("publish")
    before = page.next.isEnabled(), page.reason(), said(page)
    judged(work)
    wait_until(page.topics, work.app.qt.processEvents)

    assert (False, JUDGING) == before[:2]
    assert JUDGING in before[2]
    assert JUDGING != page.reason()


def test_a_step_that_changes_many_measures_is_judged_in_slices(work):
    judged(work)
    document, keys = work.document, work.document.dataset.measure_keys()
    work.bridge.push(document.plan_fixes([FieldEdit(k, "summary", "") for k in keys], "Leeren"))
    waiting = work.window.status.findings_shown()
    judged(work)

    assert JUDGING in waiting
    expected = open_document(work.folder)
    expected.apply(expected.plan_fixes([FieldEdit(k, "summary", "") for k in keys], ""))
    assert expected.findings.all() == document.findings.all()


def test_the_form_says_at_once_what_is_wrong_with_the_measure_at_hand(work):
    work.workspace.go_to(work.key("energieerzeugung1"), "summary")
    work.type("abc")
    assert not work.document.findings.is_complete
    work.press(Key.Key_Tab)
    key = work.key("energieerzeugung1")
    assert work.document.findings.of(key) == engine.check_measure(work.document.view(key))
    judged(work)
