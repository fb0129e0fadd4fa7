"""From the city's real dataset to one without errors, only by what the program offers for many.

Each step is one entry of the history: a click on „Alle beheben“, a clean-up with everything
accepted, one round of spellings, one bulk edit of what a filter shows.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from klimaeditor.document import Document, open_document
from klimaeditor.model.findings import Severity
from klimaeditor.repairs import apply_automatic
from klimaeditor.textwork import cleanup
from klimaeditor.textwork.bulk import plan
from klimaeditor.textwork.cleanup import all_clusters, unify
from klimaeditor.textwork.filters import FacetIndex, Filter, FindingsFilter, facts_of, keys_in
from tests.edit_helpers import content

if TYPE_CHECKING:
    from collections.abc import Callable

    from klimaeditor.model.changes import Batch


A_YEAR = 2040
pytestmark = pytest.mark.real


def repair(document: Document) -> Batch:
    """Press „Alle beheben“: the automatic fixes one after the other, as one step."""
    with document.as_one("Alle beheben") as step:
        apply_automatic(document)
    document.apply(step.batch.inverse())
    return step.batch


def tidy(document: Document) -> Batch:
    """Accept every leftover that the clean-up proposes."""
    return cleanup.clean(document.dataset, cleanup.propose(document.dataset))


def unify_all(document: Document) -> Batch:
    """Tick every group that has a suggestion, and take the suggestions."""
    chosen: dict[str, list] = {}
    for cluster in all_clusters(document.dataset):
        if cluster.suggestion:
            chosen.setdefault(cluster.suggestion, []).extend(cluster.spellings)
    return unify(document.dataset, chosen)


def set_year(document: Document) -> Batch:
    """Filter the list by „mit Fehlern“, select all of it, and enter a year in the bulk form."""
    return plan(document.dataset, with_errors(document), {"cost_until": A_YEAR}).batch


def with_errors(document: Document) -> list[int]:
    keys = document.dataset.measure_keys()
    index = FacetIndex(lambda: date(2026, 11, 22))
    index.fill({key: facts_of(document.view(key), document.findings.of(key)) for key in keys})
    return keys_in(index.matching(Filter(findings=FindingsFilter.ERRORS)), keys)


WAY: tuple[Callable[[Document], Batch], ...] = (repair, tidy, unify_all, set_year)


@pytest.fixture
def document(real_dataset, tmp_path) -> Document:
    return open_document(real_dataset, tmp_path)


def errors(document: Document) -> int:
    return document.findings.counts()[Severity.ERROR]


def test_four_steps_lead_from_the_real_dataset_to_one_without_errors(document):
    before = errors(document)
    warnings = document.findings.counts()[Severity.WARNING]
    left = []
    for step in WAY:
        document.apply(step(document))
        left.append(errors(document))

    assert 11 == before
    assert [1, 1, 1, 0] == left
    assert document.findings.counts()[Severity.WARNING] < warnings


def test_the_last_step_concerns_the_one_measure_that_only_a_person_can_mend(document):
    for step in WAY[:3]:
        document.apply(step(document))

    assert 1 == len(with_errors(document))
    assert 1 == len(set_year(document).changes)


def test_every_step_of_the_way_can_be_taken_back(document):
    states, done = [content(document.dataset)], []
    for step in WAY:
        done.append(step(document))
        document.apply(done[-1])
        states.append(content(document.dataset))

    back = []
    for batch in reversed(done):
        back.append(content(document.dataset))
        document.apply(batch.inverse())

    assert all(done)
    assert states[:0:-1] == back
    assert states[0] == content(document.dataset)
    assert document.is_saved
