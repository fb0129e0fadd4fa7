"""What a merge in Git left open, in the window: said when opened, decided in one step, settled."""

from __future__ import annotations

import os

import pytest

from klimaeditor.files.store import OPEN_CONFLICTS
from klimaeditor.publish.openconflicts import still_open
from tests.git_helpers import Repository

pytestmark = pytest.mark.gui


@pytest.fixture(scope="module")
def waiting(tmp_path_factory) -> Repository:
    """Return a repository in which a merge waits for two fields of a measure."""
    repository = Repository(tmp_path_factory.mktemp("konflikt") / "projekt")
    for name in ("Eins", "Zwei"):
        edits = [("bauen2", "short_title", name), ("bauen2", "summary", f"{name}!")]
        repository.branch(name.lower(), *edits)
    repository.git("merge", "eins", code=1)
    return repository


@pytest.fixture
def merged(waiting, program, tmp_path, monkeypatch):
    """Return the window with a copy of it; *program* has ``repository``."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    program.repository = waiting.copied(tmp_path / "projekt")
    program.forget()
    assert program.app.session.open_path(program.repository.data)
    program.settle()
    yield program
    program.put_away()


def deciding(work, *chosen: str) -> list:
    """Answer the review with a side for each decision; return what was shown."""
    shown = []

    def review(decisions, titles, words, *, settled_is_final):
        shown.extend(decisions)
        assert "Konflikte" in words.title
        return {it.key: getattr(it, side) for it, side in zip(shown, chosen, strict=False)}

    work.answer(review=review)
    return shown


def values(work) -> tuple[object, ...]:
    document = work.bridge.document
    view = document.view(document.dataset.find("bauen2"))
    return view.value("short_title"), view.value("summary")


def is_listed(work) -> bool:
    return (work.repository.data / OPEN_CONFLICTS).exists()


def test_opening_says_how_many_conflicts_are_open_and_where_to_decide(merged):
    said = merged.window.notices.text()

    assert "Nach dem Zusammenführen in Git: 2 Konflikte sind noch zu entscheiden." in said
    assert "Datei › Offene Konflikte entscheiden." in said


def test_each_field_is_decided_in_one_step_and_saving_settles_it(merged):
    shown = deciding(merged, "theirs", "ours")
    merged.trigger("open_conflicts")

    assert [("Zwei", "Eins"), ("Zwei!", "Eins!")] == [(it.ours, it.theirs) for it in shown]
    assert (("Eins", "Zwei!"), 1) == (values(merged), merged.stack.count())
    assert is_listed(merged)

    merged.trigger("save")
    assert not is_listed(merged)
    assert "Alle Konflikte sind entschieden." in merged.window.notices.text()
    assert "Eins" == merged.repository.value("bauen2", "short_title")


def test_what_was_left_out_stays_in_the_list(merged):
    deciding(merged, "theirs")
    merged.trigger("open_conflicts")
    merged.trigger("save")

    assert is_listed(merged)
    assert "1 Konflikt ist noch offen." in merged.window.notices.text()
    assert [("Zwei!", "Eins!")] == [(it.ours, it.theirs) for it in deciding_again(merged)]


def deciding_again(work) -> list:
    shown = deciding(work)
    work.trigger("open_conflicts")
    return shown


def test_keeping_ours_everywhere_needs_no_save(merged):
    deciding(merged, "ours", "ours")
    merged.trigger("open_conflicts")

    assert (("Zwei", "Zwei!"), 0) == (values(merged), merged.stack.count())
    assert not is_listed(merged)


def test_a_decision_that_was_undone_is_open_again(merged):
    deciding(merged, "theirs", "ours")
    merged.trigger("open_conflicts")
    merged.trigger("undo")
    merged.bridge.edit(merged.key("bauen3"), "summary", "Anderes")
    merged.trigger("save")

    assert ("Zwei", "Zwei!") == values(merged)
    left = still_open(merged.repository.data)
    assert ["Kurztitel"] == [found.conflict.label for found in left]


def test_who_cancels_changes_nothing(merged):
    merged.answer(review=lambda *_args, **_named: None)
    merged.trigger("open_conflicts")

    assert (("Zwei", "Zwei!"), 0) == (values(merged), merged.stack.count())
    assert is_listed(merged)


def test_without_a_conflict_that_is_said(work):
    work.answer(info=None)
    work.trigger("open_conflicts")

    assert ["info"] == work.asked()
    assert "ist kein Konflikt offen" in str(work.ask.asked[0][1])
