"""Whatever people put into the cells: reading never fails, and what is clean can be stored."""

from __future__ import annotations

import shutil
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.exchange.proposals import to_batch
from klimaeditor.files.source import read_source
from tests.dataset_builders import text_of
from tests.request_tools import (
    EVERYTHING,
    LINKS,
    MEASURES,
    PROGRESS,
    requested,
    taken,
    town_of_three,
)
from tests.workbook_tools import tables_of, worked_on

WORDS = ["leeren", "#NAME?", "", " ", "1.234", "31.12.2025", "abgeschlossen", "geändert", "bauen2"]
SOMETHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(-1e300, 1e300),
    st.dates(date(1900, 3, 1), date(2200, 1, 1)),
    st.datetimes(datetime(1900, 3, 1), datetime(2200, 1, 1)),  # noqa: DTZ001 - cells have no zone
    st.times().map(lambda found: time(found.hour, found.minute)),
    st.timedeltas(timedelta(0), timedelta(9)),
    st.sampled_from(WORDS),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60),
)
CELLS = st.lists(
    st.tuples(
        st.sampled_from([MEASURES, PROGRESS, LINKS]),
        st.integers(1, 9),
        st.integers(1, 36),
        SOMETHING,
        st.sampled_from(["General", "@", "0.000", "0%", "dd.mm.yyyy"]),
    ),
    max_size=25,
)


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    """Return a workbook that asks about everything."""
    return requested(town_of_three(), tmp_path_factory.mktemp("fuzz"), EVERYTHING)


@given(cells=CELLS)
def test_anything_in_any_cell_is_read_and_what_is_clean_is_stored(blank, cells):
    path = shutil.copy(blank, blank.with_name("rücklauf.xlsx"))
    with worked_on(path) as book:
        for sheet, row, column, value, number_format in cells:
            cell = book[sheet].cell(row, column)
            cell.value, cell.number_format = value, number_format
            if isinstance(value, str):
                cell.data_type = "s"
    dataset = town_of_three()
    (returned,) = taken(dataset, path)
    assert not returned.unreadable
    for problem in returned.all_problems:
        assert problem.message.startswith("„rücklauf.xlsx“")
    for accepted in (returned.unproblematic, returned.proposals):
        batch = to_batch(dataset, [(p, p.returned) for p in accepted], "")
        dataset.apply(batch)
        for file, rows in tables_of(dataset).items():
            stored = read_source(text_of(rows).encode(), file)
            assert rows == list(stored.records.values())
        dataset.apply(batch.inverse())
    assert tables_of(town_of_three()) == tables_of(dataset)
