"""Product groups of the budget: read where they lie, summed in the report, never in a package."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from klimaeditor.document import open_document
from klimaeditor.machine import load_machine_defaults
from klimaeditor.notes.notebook import EMPTY, with_budget_key
from klimaeditor.notes.notebook_file import encoded, notebook_path
from klimaeditor.notes.productgroups import (
    FILE,
    ProductGroupError,
    as_noted,
    noted_key,
    read_product_groups,
)
from klimaeditor.reports import report_words
from klimaeditor.reports.word import WordOrder, report_file
from klimaeditor.reports.yearly import costs_by_group
from klimaeditor.reports.yearly_workbook import tables_of
from tests.conftest import CITY, SAMPLE
from tests.publish_helpers import MOMENT, published, repaired
from tests.store_helpers import image
from tests.word_tools import faults, headings, tables
from tests.yearly_cases import report_on, with_costs

GROUPS = {"12": "Verkehr", "12 02": "Radwege", "09 01": "Wohnungsbau"}


def groups_file(folder, said: object = GROUPS) -> None:
    (folder / FILE).write_text(json.dumps(said, ensure_ascii=False), "utf-8")


# --- the file ------------------------------------------------------------------------------------


def test_groups_come_in_the_order_of_their_numbers(tmp_path):
    groups_file(tmp_path, {"12 10": "C", "12 02": " B \n b", "12": "A", "01": "D"})

    assert [("01", "D"), ("12", "A"), ("12 02", "B b"), ("12 10", "C")] == list(
        read_product_groups(tmp_path).items()
    )


def test_without_a_file_there_are_none(tmp_path):
    assert {} == read_product_groups(tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "sind nicht zu verstehen"),
        (b"[1]", "sind nicht zu verstehen"),
        (b'{"12": 5}', "bei „12“"),
        (b'{"": "a"}', "sind nicht zu verstehen"),
        (b'{"12": "' + b"x" * 300 + b'"}', "bei „12“"),
        (b"\xff\xfe", "sind nicht zu verstehen"),
        (b"[" * 100_000, "sind nicht zu verstehen"),
        (b'{"12": "a"}' + b" " * 1_000_001, "sind nicht zu verstehen"),
        (json.dumps({str(n): "a" for n in range(5_001)}).encode(), "sind nicht zu verstehen"),
    ],
)
def test_what_is_no_list_of_groups_is_refused(tmp_path, content, words):
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(ProductGroupError, match=words):
        read_product_groups(tmp_path)


def test_a_folder_of_that_name_is_refused(tmp_path):
    (tmp_path / FILE).mkdir()
    with pytest.raises(ProductGroupError, match="können nicht gelesen werden"):
        read_product_groups(tmp_path)


@pytest.mark.parametrize(
    ("text", "key"),
    [("12 02 Radwege", "12 02"), ("12 02 anders", "12 02"), ("12", "12"), ("", ""), ("120 x", "")],
)
def test_a_noted_group_is_found_again_by_its_key(text, key):
    assert key == noted_key(text, GROUPS)


@pytest.mark.real
def test_the_groups_of_the_city_are_read():
    found = read_product_groups(CITY)

    assert len(found) > 50
    assert list(found) == sorted(found)


# --- sums ----------------------------------------------------------------------------------------


def with_groups(dataset, *groups: str):
    ids = [dataset.view(key).id for key in dataset.measure_keys()]
    return report_on(dataset, groups=dict(zip(ids, groups, strict=False)))


def sums(report) -> list[tuple[object, ...]]:
    return [(g.label, g.measures, g.single, g.once, g.yearly) for g in report.cost_groups]


def test_amounts_are_summed_by_group_and_those_without_one_come_last():
    report = with_groups(with_costs(100_000, 250_000, 30_000), "12 02 Radwege", "", "12 02 Radwege")

    assert [
        ("12 02 Radwege", 2, 130_000, None, None),
        (report_words.NO_GROUP, 1, 250_000, None, None),
    ] == sums(report)


def test_a_shared_amount_counts_once_in_its_group():
    report = with_groups(with_costs(500_000, 500_000, 500_000), "a", "a", "a")

    assert {"shared"} == {measure.cost.kind for measure in report.measures}
    assert [("a", 3, None, 500_000, None)] == sums(report)


def test_an_amount_that_several_groups_share_stands_by_itself():
    costs = with_costs(500_000, 500_000, 500_000, 100_000)
    report = with_groups(costs, "a", "b", "b", "b")

    assert [
        ("a", 1, None, None, None),
        ("b", 3, 100_000, None, None),
        (report_words.SEVERAL_GROUPS, 0, None, 500_000, None),
    ] == sums(report)


def test_the_groups_together_are_the_sums_of_the_kinds():
    dataset = open_document(SAMPLE).dataset
    ids = [dataset.view(key).id for key in dataset.measure_keys()]
    report = report_on(dataset, groups={name: f"0{n % 3}" for n, name in enumerate(ids)})
    totals = {kind.kind: kind.total or 0.0 for kind in report.cost_kinds}

    for kind, name in (("single", "single"), ("shared", "once"), ("yearly", "yearly")):
        found = sum(getattr(group, name) or 0.0 for group in report.cost_groups)
        assert totals.get(kind, 0.0) == pytest.approx(found)


def test_without_a_noted_group_the_report_is_as_before():
    report = report_on(with_costs(100_000))

    assert () == costs_by_group(report.measures) == report.cost_groups
    assert report_words.BUDGET not in [table.title for table in tables_of(report)]
    assert report_words.PRODUCT_GROUP not in str([table.columns for table in tables_of(report)])


# --- the papers ----------------------------------------------------------------------------------


def test_workbook_and_word_file_have_the_sums_and_the_group_of_each_measure(tmp_path, call):
    report = with_groups(with_costs(100_000, 250_000), "12 02 Radwege", "09 01 Wohnungsbau")
    sheets = {table.title: table for table in tables_of(report)}
    data = report_file(report, WordOrder("Musterstadt", MOMENT))
    cells = [row for table in tables(data) for row in table]

    assert ("09 01 Wohnungsbau", 1, 250_000, None, None) == sheets[report_words.BUDGET].rows[0]
    assert "12 02 Radwege" in sheets["Maßnahmen"].rows[0]
    assert sheets[report_words.BUDGET].charts
    assert [] == faults(data)
    assert (2, report_words.BUDGET) in headings(data)
    assert ["09 01 Wohnungsbau", "1", "250.000 €", "", ""] in cells
    assert [report_words.PRODUCT_GROUP, "12 02 Radwege"] in cells


def test_the_command_sums_by_what_is_noted_in_the_notebook(call, sample_dataset, tmp_path):
    book = with_budget_key(EMPTY, "bauen1", as_noted("12 02", "Radwege"))
    notebook_path(sample_dataset, load_machine_defaults()).write_bytes(encoded(book))
    target = tmp_path / "bericht.xlsx"
    code, _, _ = call("report", sample_dataset, target)
    found = openpyxl.load_workbook(io.BytesIO(target.read_bytes()))

    assert 0 == code
    assert "12 02 Radwege" == found[report_words.BUDGET]["A2"].value


def test_nothing_of_it_is_in_a_package(sample_dataset, tmp_path):
    groups_file(sample_dataset, {"77 77": "Geheime Produktgruppe"})
    book = with_budget_key(EMPTY, "bauen1", "77 77 Geheime Produktgruppe")
    notebook_path(sample_dataset, load_machine_defaults()).write_bytes(encoded(book))
    published(repaired(sample_dataset), tmp_path / "p")

    assert not any(b"Geheime" in data for data in image(tmp_path / "p").values())
