"""Every single fault that breaks or misleads the public page is an error (requirements 0.2)."""

from __future__ import annotations

from functools import cache

import pytest

from klimaeditor.checks.engine import FindingIndex
from klimaeditor.model.changes import FileName
from klimaeditor.model.records import Dataset
from klimaeditor.site.muenster import muenster
from tests.checking import (
    assert_automatic_fixes_hold,
    complete_ids,
    document_of,
    errors_of,
    tables_around,
)
from tests.conftest import SAMPLE, each_folder
from tests.rule_mutations import ERRORS

OTHER_PLACES = {"", "bauen/1", *FileName}  # the mutated id itself, or a file


def subjects(folder) -> list[str]:
    """Return two measures that have everything, to be damaged."""
    return complete_ids(folder)[::7][:2]


def errors_now(tables) -> set[tuple[object, ...]]:
    dataset = Dataset(tables, muenster())
    return errors_of(dataset, FindingIndex(dataset).all())


@cache
def errors_before(folder, measure_id) -> set[tuple[object, ...]]:
    return errors_now(tables_around(folder, measure_id))


def test_there_are_enough_mutations_and_subjects():
    assert len(ERRORS) >= 100
    assert len(subjects(SAMPLE)) == 2


@each_folder
@pytest.mark.parametrize("name", ERRORS)
def test_a_fault_is_an_error_on_its_measure_or_file(name, folder):
    for measure_id in subjects(folder):
        tables = tables_around(folder, measure_id)
        ERRORS[name](tables, measure_id)

        new = errors_now(tables) - errors_before(folder, measure_id)

        assert {place for place, _, _ in new} & {measure_id, *OTHER_PLACES}, measure_id


@each_folder
@pytest.mark.parametrize("name", ERRORS)
def test_an_automatic_fix_removes_its_finding_and_brings_no_error(name, folder):
    for measure_id in subjects(folder):
        tables = tables_around(folder, measure_id)
        ERRORS[name](tables, measure_id)

        assert_automatic_fixes_hold(document_of(tables))
