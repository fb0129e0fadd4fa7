"""What others made elsewhere, in the window: a copy, single measures, a template."""

from __future__ import annotations

import shutil

import pytest

from klimaeditor.document import open_document
from klimaeditor.exchange.drafts import draft_from
from tests.gui.window_cases import WINDMILLS
from ui.dialogs.choices import CopySource

pytestmark = pytest.mark.gui


@pytest.fixture
def anna(work, tmp_path):
    """Return the folder of a colleague who changed a summary, added and deleted a measure."""
    folder = shutil.copytree(work.folder, tmp_path / "anna")
    made = open_document(folder)
    made.apply(made.plan_edit(made.dataset.find(WINDMILLS), {"summary": "Von Anna"}))
    made.apply(made.plan_add("energieerzeugung", "Neu von Anna")[1])
    made.save()
    return folder


def base_of(work):
    """Answer the question for the common version with the dataset as it was opened."""

    def choose(_versions, _suggested, other):
        work.answer(folder=work.folder)
        return (other(),)

    return choose


def merge(work, folder, **answers):
    work.answer(
        copy_source=CopySource.FOLDER, folder=folder, common_version=base_of(work), **answers
    )
    work.trigger("merge_other")
    work.settle()


def summary(work):
    document = work.bridge.document
    return document.view(document.dataset.find(WINDMILLS)).value("summary")


def test_a_copy_is_reviewed_and_merged_as_one_step(work, anna):
    shown = []

    def review(decisions, titles, words, *, settled_is_final):
        shown.append((tuple(decisions), titles, words, settled_is_final))
        return {}

    before = summary(work)
    merge(work, anna, review=review)

    ((decisions, titles, words, final),) = shown
    assert "Neu: „Neu von Anna“" in words.sentence
    assert not final
    assert {"Neu von Anna"} == {
        titles.of(found.record) for found in decisions if titles.note(found)
    }
    assert ("Von Anna", 1) == (summary(work), work.stack.count())
    work.trigger("undo")
    assert (before, True) == (summary(work), work.bridge.document.is_saved)


def test_who_cancels_changes_nothing(work, anna):
    merge(work, anna, review=lambda *_args, **_named: None)

    assert 0 == work.stack.count()


def test_a_copy_that_says_the_same_is_told(work, tmp_path):
    folder = shutil.copytree(work.folder, tmp_path / "gleich")

    merge(work, folder, info=None)

    (said,) = [words for name, words in work.ask.asked if name == "info"]
    assert "nichts anderes" in str(said[0])


def test_a_damaged_copy_is_refused(work, anna):
    (anna / "categories.json").write_text("[", encoding="utf-8")
    work.answer(copy_source=CopySource.FOLDER, folder=anna, error=None)

    work.trigger("merge_other")

    assert "error" in work.asked()
    assert 0 == work.stack.count()


def test_measures_of_another_dataset_come_as_one_step_and_are_shown(work, anna):
    work.answer(
        copy_source=CopySource.FOLDER,
        folder=anna,
        take_measures=lambda copy, _ours: (copy.dataset.find(WINDMILLS),),
    )

    work.trigger("take_measures")
    work.settle()

    view = work.bridge.document.view(work.workspace.measure)
    assert "Von Anna" == view.value("summary")
    assert WINDMILLS != view.id
    assert 1 == work.stack.count()


def test_a_draft_from_a_template_is_one_step_and_is_shown(work):
    work.go(WINDMILLS, None)
    work.answer(
        template=lambda dataset, chosen: draft_from(
            dataset, chosen, "energieerzeugung", "Nach Vorlage"
        )
    )

    work.trigger("template")
    work.settle()

    view = work.bridge.document.view(work.workspace.measure)
    assert "Nach Vorlage" == view.value("action_name")
    assert "Maßnahme „Nach Vorlage“ aus Vorlage anlegen" == work.stack.undoText()
