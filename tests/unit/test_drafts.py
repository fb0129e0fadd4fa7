"""Measures that begin with others: from a template, from another dataset (WEB-06, WEB-09)."""

from __future__ import annotations

import pytest

from klimaeditor.document import Document
from klimaeditor.exchange.drafts import draft_from, plan_draft, plan_take
from klimaeditor.model.changes import FileName
from tests.dataset_builders import (
    additional_row,
    category_row,
    dataset_of,
    measure_row,
    progress_row,
    rows,
    sources_of,
    town,
)


@pytest.fixture
def document():
    return Document(dataset_of(town()), sources_of(town()))


def value(dataset, measure, field):
    return dataset.view(dataset.find(measure)).value(field)


def test_a_draft_keeps_what_is_alike_and_empties_figures_days_and_state(document):
    dataset = document.dataset
    draft = draft_from(dataset, dataset.find("bauen3"), "bauen", "Neue Radstation")

    key, batch = plan_draft(dataset, draft)
    document.apply(batch)
    view = document.view(key)

    assert ("bauen4", "Neue Radstation") == (view.id, view.value("action_name"))
    kept = "Responsible bodies/person for implementation von bauen3"
    assert kept == view.value("responsible_bodies")
    assert ("", None) == (view.value("summary"), view.value("cost_value"))
    assert view.progress is None  # one without values would break the site
    assert "" == view.value("action_description") == view.value("ghg_reduction")
    assert "Wer macht es?" in draft.kept
    assert {"Kosten der Maßnahme", "Fortschritt", "Zusammenfassung"} <= set(draft.emptied)
    assert "Maßnahme „Neue Radstation“ aus Vorlage anlegen" == batch.label


def test_every_filled_field_of_the_template_is_said_to_be_kept_or_emptied(document):
    dataset, key = document.dataset, document.dataset.find("bauen1")
    filled = [
        f.label
        for f in dataset.site.catalogue.fields
        if f.file is not FileName.CATEGORIES and dataset.view(key).value(f.name)
        if f.name not in {"id", "category_id", "category", "action_name"}
    ]

    for texts in (False, True):
        draft = draft_from(dataset, key, "verkehr", "T", with_texts=texts)
        assert set(filled) <= {*draft.kept, *draft.emptied}
        assert not {*draft.kept} & {*draft.emptied}
        assert texts == ("Was wird im Detail geplant?" in draft.kept)


def test_a_draft_may_go_into_another_category_and_the_template_stays(document):
    dataset = document.dataset
    before = dict(dataset.tables[FileName.MEASURES].rows)
    draft = draft_from(dataset, dataset.find("bauen1"), "verkehr", "T", with_texts=True)
    key, batch = plan_draft(dataset, draft)
    document.apply(batch)

    assert ("verkehr4", "Verkehr") == (document.view(key).id, document.view(key).value("category"))
    document.apply(batch.inverse())
    assert before == dataset.tables[FileName.MEASURES].rows


def other():
    return dataset_of(
        rows(
            [measure_row("bauen1"), measure_row("wasser1", "wasser"), measure_row("verkehr9", "x")],
            [additional_row("bauen1", fremd=1), additional_row("wasser1")],
            [progress_row("wasser1")],
            [category_row("wasser")],
        )
    )


def test_measures_of_another_dataset_come_with_their_companions_in_one_step(document):
    dataset, theirs = document.dataset, other()
    before = {file: dict(table.rows) for file, table in dataset.tables.items()}
    chosen = [theirs.find("bauen1"), theirs.find("wasser1")]

    taken = plan_take(dataset, theirs, chosen, "anna")
    document.apply(taken.batch)

    assert ["bauen4", "wasser1"] == [document.view(key).id for key in taken.keys]
    assert 1 == document.view(taken.keys[0]).row(FileName.ADDITIONAL)["fremd"]
    assert "Kurz bauen1" == value(dataset, "bauen4", "short_title")
    assert "Kurz bauen1" == value(dataset, "bauen1", "short_title")
    assert [{"value": "in_progress", "date": "2025-05-01"}] == value(
        dataset, "wasser1", "progress_values"
    )
    assert "2 Maßnahmen aus „anna“ übernehmen" == taken.batch.label
    document.apply(taken.batch.inverse())
    assert before == {file: dict(table.rows) for file, table in dataset.tables.items()}


def test_a_new_id_and_an_unknown_category_are_said(document):
    theirs = other()
    chosen = [theirs.find("bauen1"), theirs.find("wasser1")]

    first, second = plan_take(document.dataset, theirs, chosen, "anna").notes

    assert "„bauen4“" in first
    assert "„bauen1“ vergeben" in first
    assert "Kategorie „Wasser“" in second


def test_an_id_that_was_deleted_here_is_not_given_again(document):
    document.apply(document.plan_delete([document.dataset.find("bauen3")]))
    theirs = dataset_of(town())

    taken = plan_take(document.dataset, theirs, [theirs.find("bauen3")], "anna")
    document.apply(taken.batch)

    assert "bauen4" == document.view(taken.keys[0]).id
