"""What a merge in Git left open, in the window: said when opened, decided in one step, settled."""

from __future__ import annotations

import json
import os

import pytest

from klimaeditor.files.store import OPEN_CONFLICTS
from klimaeditor.model.changes import FileName
from klimaeditor.publish.openconflicts import still_open
from tests.git_helpers import Repository
from ui.dialogs.choices import TwinChoice

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
def opened(program, tmp_path, monkeypatch):
    """Return what opens a copy of a repository in the window, which has it as ``repository``."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    def open_copy(repository: Repository):
        program.repository = repository.copied(tmp_path / "projekt")
        program.forget()
        assert program.app.session.open_path(program.repository.data)
        program.settle()
        return program

    yield open_copy
    program.put_away()


@pytest.fixture
def merged(waiting, opened):
    """Return the window with a copy of it."""
    return opened(waiting)


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


# --- two new measures with one id ----------------------------------------------------------------


@pytest.fixture(scope="module")
def twins(tmp_path_factory) -> Repository:
    """Return a repository in which two branches added bauen99, and a merge waits for it."""
    repository = Repository(tmp_path_factory.mktemp("zwillinge") / "projekt")
    for file in (FileName.MEASURES, FileName.ADDITIONAL, FileName.PROGRESS):
        repository.write(file, lambda _rows: None)
    for name, also in (("eins", True), ("zwei", False)):
        repository.git("checkout", "-q", "-b", name, "main")
        row = {"id": "bauen99", "categoryId": "bauen", "category": "Bauen"}
        outline = {"Action outline": {"Action name": f"Von {name}"}}
        repository.write(FileName.MEASURES, lambda rows, row=row | outline: rows.append(row))
        more = {"id": "bauen99", "short_title": f"Von {name}"}
        repository.write(FileName.ADDITIONAL, lambda rows, row=more: rows.append(row))
        progress = {"id": "bauen99", "type": "binary", "values": [], "label": "Von eins"}
        if also:  # the other branch leaves the file alone, so Git takes it without the driver
            repository.write(FileName.PROGRESS, lambda rows, row=progress: rows.append(row))
    repository.git("merge", "eins", code=1)
    return repository


@pytest.fixture
def two(twins, opened):
    """Return the window with a copy of it."""
    return opened(twins)


def saved_as(work, file: FileName) -> dict[str, str]:
    """Return what the file has of the new measures: id and a text of each."""
    texts = {
        FileName.MEASURES: lambda row: row.get("Action outline", {}).get("Action name"),
        FileName.ADDITIONAL: lambda row: row.get("short_title"),
        FileName.PROGRESS: lambda row: row.get("label"),
    }
    rows = json.loads((work.repository.data / file).read_bytes())
    found = {row["id"]: texts[file](row) for row in rows}
    return {name: text for name, text in found.items() if str(text).startswith("Von ")}


def test_two_new_measures_with_one_id_are_both_kept_and_never_mixed(two):
    assert {"bauen99": "Von eins"} == saved_as(two, FileName.PROGRESS)  # Git took it unasked
    two.answer(twins=TwinChoice.BOTH)
    two.trigger("open_conflicts")

    assert [("twins", ("Von zwei", "Von eins", "bauen99"))] == two.ask.asked
    assert 1 == two.stack.count()
    assert is_listed(two)
    assert "„Von eins“ hat hier die Kennung" in two.window.notices.text()
    two.trigger("save")

    new = next(name for name in saved_as(two, FileName.MEASURES) if name != "bauen99")
    both = {"bauen99": "Von zwei", new: "Von eins"}
    assert both == saved_as(two, FileName.MEASURES) == saved_as(two, FileName.ADDITIONAL)
    assert {new: "Von eins"} == saved_as(two, FileName.PROGRESS)
    assert not is_listed(two)
    assert "Alle Konflikte sind entschieden." in two.window.notices.text()


def test_who_keeps_ours_alone_loses_what_git_took_unasked(two):
    two.answer(twins=TwinChoice.OURS)
    two.trigger("open_conflicts")
    two.trigger("save")

    assert {"bauen99": "Von zwei"} == saved_as(two, FileName.MEASURES)
    assert {} == saved_as(two, FileName.PROGRESS)
    assert not is_listed(two)


def test_later_and_undo_leave_two_measures_open(two):
    two.answer(twins=TwinChoice.LATER)
    two.trigger("open_conflicts")
    assert (0, True) == (two.stack.count(), is_listed(two))

    two.answer(twins=TwinChoice.BOTH)
    two.trigger("open_conflicts")
    two.trigger("undo")
    two.bridge.edit(two.key("bauen3"), "summary", "Anderes")
    two.trigger("save")

    assert {"bauen99": "Von zwei"} == saved_as(two, FileName.MEASURES)
    assert is_listed(two)


# --- what both sides gave one measure for the first time -----------------------------------------


@pytest.fixture(scope="module")
def first_progress(tmp_path_factory) -> Repository:
    """Return a repository in which both branches began the progress of bauen1."""
    repository = Repository(tmp_path_factory.mktemp("erster") / "projekt")
    repository.write(FileName.PROGRESS, lambda _rows: None)
    for name in ("eins", "zwei"):
        repository.git("checkout", "-q", "-b", name, "main")
        row = {"id": "bauen1", "type": "count", "label": name, "unit": f"Stück {name}"}
        row |= {"start": 0, "goal": 5, "values": [{"value": 1, "date": "2025-01-01"}]}
        repository.write(FileName.PROGRESS, lambda rows, row=row: rows.append(row))
    repository.git("merge", "eins", code=1)
    return repository


@pytest.fixture
def begun(first_progress, opened):
    """Return the window with a copy of it."""
    return opened(first_progress)


def test_what_both_gave_one_measure_first_is_decided_field_by_field(begun):
    shown = deciding(begun, "theirs", "ours")
    begun.trigger("open_conflicts")

    assert [("zwei", "eins"), ("Stück zwei", "Stück eins")] == [
        (it.ours, it.theirs) for it in shown
    ]
    begun.trigger("save")
    rows = json.loads((begun.repository.data / FileName.PROGRESS).read_bytes())
    row = next(row for row in rows if row["id"] == "bauen1")
    assert ("eins", "Stück zwei") == (row["label"], row["unit"])
    assert not is_listed(begun)


def test_one_field_of_two_leaves_the_conflict_open(begun):
    deciding(begun, "theirs")
    begun.trigger("open_conflicts")
    begun.trigger("save")

    assert is_listed(begun)
    assert [("Stück zwei", "Stück eins")] == [(it.ours, it.theirs) for it in deciding_again(begun)]
