"""Export, open, save as dataset: value for value what went out (decisions 8, OPN-05)."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klimaeditor.excel.read import open_workbook
from klimaeditor.excel.write import export
from klimaeditor.files import store
from klimaeditor.model.changes import FileName
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.records import Dataset
from klimaeditor.model.values import same
from klimaeditor.site.muenster import muenster
from tests import json_strategies
from tests.dataset_builders import (
    additional_row,
    category_row,
    dataset_of,
    measure_row,
    progress_row,
    rows,
    town,
)
from tests.muenster_fields import FIELDS, template
from tests.workbook_tools import clock, exported, reopened, tables_of, worked_on

NASTY = "=+-@'\"\t\n\r\\<>&_x000D_ äßé€\x01\x0b\x7f\ufffe\u2028\U0001f331\u00a0a1.:,"
nasty_texts = st.text(st.sampled_from(NASTY), max_size=9)
any_values = (
    json_strategies.values
    | nasty_texts
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["2024-02-30", "2024-07-01", "01.07.2024", "1.250.000 €", "007", "1E5", 15.0])
)


def assert_same(expected: Dataset, actual: Dataset) -> None:
    for file in FileName:
        left, right = tables_of(expected)[file], tables_of(actual)[file]
        assert len(left) == len(right)
        assert [] == [(a, b) for a, b in zip(left, right, strict=True) if not same(a, b)]


def assert_survives(dataset: Dataset) -> None:
    """Assert export -> open -> save -> load gives the same records, key order included."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        opened = open_workbook(
            export(dataset, folder / "mappe.xlsx", clock=clock).path, site=muenster()
        )
        store.save(folder / "neu", opened.dataset, {}, fresh=True)

        assert_same(dataset, opened.dataset)
        assert_same(dataset, store.load(folder / "neu", site=muenster()).dataset)
        assert () == opened.notices


@pytest.mark.real
def test_the_real_dataset_survives(real_dataset):
    assert_survives(store.load(real_dataset, site=muenster()).dataset)


def test_the_sample_survives(sample_dataset):
    assert_survives(store.load(sample_dataset, site=muenster()).dataset)


def test_a_town_survives():
    assert_survives(dataset_of(town()))


def test_an_empty_dataset_survives():
    assert_survives(dataset_of(rows([], [], [], [])))


def test_what_no_cell_shows_survives():
    odd = measure_row(
        zzz={"a": None}, first=[1, 2.0, True], **{"Action outline": {"Action name": None}}
    )
    more = additional_row(cost={"value": 350.0, "until_in_years": 2030.0}, summary=None, aa="x")
    progress = progress_row(values=[{"date": "2024-1-5", "x": 7}, 5, None, "x", {}, None])

    assert_survives(dataset_of(rows([odd], [more], [progress])))


def test_doubled_missing_and_odd_ids_survive():
    measures = [measure_row(), measure_row(), measure_row(""), measure_row(""), {}]
    measures += [{"id": 7}, {"id": None}, measure_row(" a ")]
    twins = [additional_row(), additional_row(summary="Zwilling"), additional_row("waise")]
    categories = [category_row(), category_row(), {"id": None}, {"description": "ohne"}]

    assert_survives(dataset_of(rows(measures, twins, [progress_row()] * 2, categories)))


def test_rows_in_another_order_are_no_change(tmp_path):
    path = exported(town(), tmp_path)
    with worked_on(path) as book:
        for title in ("Maßnahmen", "Fortschritt", "Kategorien"):
            sheet = book[title]
            found = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
            for number, values in enumerate(reversed(found), 2):
                for place, value in enumerate(values, 1):
                    sheet.cell(number, place).value = value
    opened = open_workbook(path, site=muenster())

    assert_same(dataset_of(town()), opened.dataset)
    assert () == opened.notices


def test_saving_by_another_program_is_no_change(sample_dataset, tmp_path):
    dataset = store.load(sample_dataset, site=muenster()).dataset
    path = export(dataset, tmp_path / "mappe.xlsx", clock=clock).path
    with worked_on(path):
        pass
    opened = open_workbook(path, site=muenster())

    assert_same(dataset, opened.dataset)
    assert () == opened.notices


def test_a_selection_opens_as_the_selection(tmp_path):
    dataset = dataset_of(town())
    chosen = dataset.measure_keys()[1:3]
    opened = open_workbook(
        export(dataset, tmp_path / "teil.xlsx", chosen, clock).path, site=muenster()
    )
    found = tables_of(opened.dataset)

    assert ["bauen2", "bauen3"] == [row["id"] for row in found[FileName.MEASURES]]
    assert ["bauen3"] == [row["id"] for row in found[FileName.ADDITIONAL]]
    assert ["bauen2", "bauen3"] == [row["id"] for row in found[FileName.PROGRESS]]
    assert town()[FileName.CATEGORIES] == found[FileName.CATEGORIES]


def test_ids_outside_a_selection_are_not_given_again(tmp_path):
    dataset = dataset_of(town())
    path = export(dataset, tmp_path / "teil.xlsx", dataset.measure_keys()[:1], clock).path
    with worked_on(path) as book:
        sheet = book["Maßnahmen"]
        sheet.cell(3, 3).value = sheet.cell(2, 3).value
        sheet.cell(3, 2).value = "Neu"

    assert ["bauen1", "bauen4"] == [row["id"] for row in reopened(path)[FileName.MEASURES]]


@st.composite
def records(draw: st.DrawFn, file: FileName, ids: st.SearchStrategy[str]):
    """Return a record with any value in any field, keys in any order, unknown ones among them."""
    row = {} if draw(st.booleans()) else dict(template(file, draw(ids)))
    if draw(st.integers(0, 9)):
        row["id"] = draw(ids)
    for field in (f for f in FIELDS if f.file is file and f.kind is not Kind.IDENTIFIER):
        if draw(st.booleans()):
            group = row.setdefault(field.path[0], {}) if len(field.path) > 1 else row
            if isinstance(group, dict):
                group[field.path[-1]] = draw(any_values)
    extra = draw(json_strategies.records)
    return dict(draw(st.permutations([*row.items(), *extra.items()])))


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    ids = st.sampled_from(["bauen1", "bauen2", "b", "", "=1+1", "ä b"])
    return Dataset(
        {file: draw(st.lists(records(file, ids), max_size=4)) for file in FileName}, muenster()
    )


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(datasets())
def test_any_dataset_survives(dataset):
    assert_survives(dataset)


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+49", "-\tX", "@SUM(A1)", "\t=1", "\r=1", "'quoted", "-"),
        *('=HYPERLINK("http://x")', "=cmd|'/c calc'!A0", "_x000D_", "_x005F_x000D_", "a\x00b"),
        *("007", "1-2", "2024-10", "1E5", " ", " a ", "\n", "WAHR", "#N/A", "1,5", "\U0001f331"),
    ],
)
def test_a_text_that_looks_like_something_else_survives_everywhere(text):
    tables = rows(
        [measure_row(**{"Action outline": {"Action name": text, "Action description": text}})],
        [additional_row(short_title=text, links=[{"title": text, "url": text}])],
        [progress_row(label=text, values=[{"value": text, "date": text}])],
        [category_row(description=text)],
    )

    assert_survives(dataset_of(tables))
