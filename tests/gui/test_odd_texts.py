"""Odd characters in the form: what was not typed in is never written (SEC-15).

Qt holds half characters that Python never sees, and turns some characters into line ends. Neither
may reach a record: not that of the next measure, not that of a field merely shown or left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from klimaeditor.model.values import same
from tests.e2e_driver import ALT, Key
from tests.muenster_fields import FIELDS_BY_NAME
from ui.widgets.text_edits import as_shown

if TYPE_CHECKING:
    from tests.gui.window_cases import Program


pytestmark = pytest.mark.gui
HALF = "\ud800"
SECRET = f"Neuer Satz{HALF}{HALF} ist noch geheim."
ODD = (
    *("a", "ä", " ", "\n", "\r", "\r\n", "\t", "\0", "\x0b", "\x1f", "\x85", "\u00a0"),
    *("\u2028", "\u2029", "\ufdd0", "\ufdd1", "\ufffc", "\ufffe", "\ufeff", "\u200b", "\u202e"),
    *("\U0001f600", "\U0001f469\u200d\U0001f33e", "e\u0301", "\u0627\u0644", "\u05d0", "&", "<b>"),
)
HALVES = (HALF, "\udc00", "\ud83d", f"{HALF}{HALF}", "\udc00\ud83d")
FIELDS = ("short_title", "summary", "responsible_bodies", "user_action_href", "cost_value")
texts = st.lists(st.sampled_from(ODD), max_size=8).map("".join)
pasted = st.lists(st.sampled_from((*ODD, *HALVES)), max_size=8).map("".join)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("paste"), st.sampled_from(FIELDS), pasted),
        st.tuples(st.just("type"), st.sampled_from(FIELDS), st.sampled_from("xä7")),
        st.tuples(st.sampled_from(("next", "previous", "undo", "leave")), st.just(""), st.just("")),
    ),
    max_size=12,
)


def paste(work: Program, field: str, text: str) -> None:
    """Paste a text at the end of a field, as another program has put it into the clipboard."""
    work.form.focus_field(field)
    widget = work.row(field).editor.focus_widget()
    to_the_end(widget)
    QGuiApplication.clipboard().setText(text)
    widget.paste()
    work.settle(1)


def to_the_end(widget: QLineEdit | QPlainTextEdit) -> None:
    if isinstance(widget, QLineEdit):
        widget.end(False)
    else:
        widget.moveCursor(QTextCursor.MoveOperation.End)


def units_held(widget: QLineEdit | QPlainTextEdit) -> int:
    """Return how many units Qt holds: halves count, although Python is not shown them."""
    if isinstance(widget, QPlainTextEdit):
        return widget.document().characterCount() - 1
    caret = widget.cursorPosition()
    widget.end(False)
    held = widget.cursorPosition()
    widget.setCursorPosition(caret)
    return held


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def records(work: Program) -> dict[tuple[int, str], object]:
    """Return what is stored in each field of each measure."""
    views = map(work.document.view, work.document.dataset.measure_keys())
    return {(view.key, field): view.value(field) for view in views for field in FIELDS_BY_NAME}


def changed(work: Program, before: dict[tuple[int, str], object]) -> set[tuple[int, str]]:
    after = records(work)
    return {place for place in after if not same(after[place], before[place])}


def switch(work: Program, key: Key) -> None:
    work.press(key, ALT)
    work.settle(1)


@pytest.mark.parametrize("field", ["summary", "short_title", "responsible_bodies"])
def test_a_text_with_half_characters_is_not_carried_into_the_next_measure(work, field):
    before = records(work)
    first = work.workspace.measure
    paste(work, field, SECRET)
    switch(work, Key.Key_Down)
    second = work.workspace.measure
    original = work.document.view(second).value(field) or ""
    work.edit(field, "x")

    assert first != second
    assert f"{original}x" == work.document.view(second).value(field)
    assert {(first, field), (second, field)} == changed(work, before)


@pytest.mark.parametrize("field", FIELDS)
def test_no_half_character_stays_in_a_field(work, field):
    paste(work, field, f"1{HALF}2\udc00")
    widget = work.row(field).editor.focus_widget()

    assert units(widget.text()) == units_held(widget)
    assert widget.text().endswith("12")


def test_the_caret_stays_behind_what_was_pasted(work):
    paste(work, "summary", f"{HALF}Windrad \U0001f600{HALF}!")
    work.type("x")

    assert work.value("summary").endswith("Windrad \U0001f600!x")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8)
@given(shown=st.lists(texts, min_size=len(FIELDS) * 3, max_size=len(FIELDS) * 3), way=steps)
def test_only_what_is_typed_in_changes(work, shown, way):
    """Random texts in three measures in a row, and any way of going about in them."""
    keys = work.document.dataset.measure_keys()[1:4]
    with_texts = [(key, field) for key in keys for field in FIELDS]
    for (key, field), text in zip(with_texts, shown, strict=True):
        work.bridge.edit(key, field, text)
    start = work.stack.index()
    work.go(work.document.view(keys[0]).id, "summary")
    for what, field, text in way:
        here, before = (work.workspace.measure, field), records(work)
        if what == "paste":
            paste(work, field, text)
        elif what == "type":
            work.edit(field, text)
        elif what == "undo":
            if work.stack.index() > start:
                work.trigger("undo")
            continue
        elif what == "leave":
            work.leave()
        else:
            switch(work, Key.Key_Down if what == "next" else Key.Key_Up)
        assert changed(work, before) <= ({here} if text else set())
        if what == "type" and field == "summary":
            assert f"{as_shown(before[here] or '')}{text}" == records(work)[here]
