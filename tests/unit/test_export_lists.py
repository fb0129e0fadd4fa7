"""An export whose hidden sheet another program dropped: its other sheets are read for certain."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from klimaeditor.document import open_document
from klimaeditor.excel.layout import BASELINE
from klimaeditor.excel.write import export
from klimaeditor.exchange import columns, newdataset
from klimaeditor.exchange.importing import Recognition
from klimaeditor.model.changes import FileName
from klimaeditor.site.muenster import MUENSTER, muenster
from tests.conftest import SAMPLE
from tests.workbook_tools import worked_on

PROGRESS = "Fortschritt"


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Return the sample dataset, and its export without the hidden sheet."""
    dataset = open_document(SAMPLE).dataset
    path = export(dataset, tmp_path_factory.mktemp("export") / "liste.xlsx").path
    book = load_workbook(path)
    del book[BASELINE.title]
    book.save(path)
    return dataset, path


def made(path) -> newdataset.NewDataset:
    """Return the dataset that such a workbook becomes."""
    found = newdataset.look(path, site=muenster())
    assert isinstance(found, Recognition)
    table = next(own for own in found.tables if own.sheet == "Maßnahmen")
    draft = newdataset.draft(found, table, columns.match(MUENSTER, table))
    return newdataset.dataset_of(muenster(), draft)


def by_id(dataset, file):
    return {row["id"]: row for row in dataset.tables[file].rows.values() if row.get("id")}


def test_progress_links_and_categories_come_back(exported):
    """By their ids, as they were; what a cell cannot hold is not missed."""
    dataset, path = exported
    new = made(path).dataset
    for name in ("progress_values", "progress_type", "progress_goal", "progress_unit", "links"):
        before = {dataset.view(key).id: dataset.value(key, name) for key in dataset.measure_keys()}
        after = {new.view(key).id: new.value(key, name) for key in new.measure_keys()}
        same = [key for key in before if after.get(key) == before[key]]
        assert len(same) >= 0.8 * len(before), name
    assert by_id(dataset, FileName.CATEGORIES).items() >= by_id(new, FileName.CATEGORIES).items()


def test_placeholders_of_an_export_are_kept(exported):
    """„Keine Angabe“ is what the public page says; it is no remark of a department."""
    dataset, path = exported
    new = made(path).dataset
    names = [field.name for field in MUENSTER.fields if field.is_contract_text]
    before = [
        (dataset.view(key).id, name)
        for key in dataset.measure_keys()
        for name in names
        if dataset.value(key, name) == "Keine Angabe"
    ]
    assert before
    assert ["Keine Angabe"] * len(before) == [new.value(new.find(i), name) for i, name in before]


@pytest.mark.parametrize("spoil", ["struck", "text", "hidden"])
def test_what_is_not_certain_is_left_out_and_named(exported, tmp_path, spoil):
    """All rows of that measure, and of no other."""
    _, source = exported
    path = tmp_path / "liste.xlsx"
    path.write_bytes(source.read_bytes())
    with worked_on(path) as book:
        sheet = book[PROGRESS]
        measure_id = sheet.cell(2, 1).value
        if spoil == "struck":
            sheet.cell(2, 4).font = Font(strike=True)
        elif spoil == "hidden":
            sheet.row_dimensions[2].hidden = True
        else:
            sheet.cell(2, 3).value = "Frühjahr 2025"
    new = made(path)
    key = new.dataset.find(measure_id)
    assert new.dataset.view(key).progress is None
    assert measure_id in "".join(problem.message for problem in new.left_out)
    assert len(by_id(new.dataset, FileName.PROGRESS)) > 3


def test_a_sheet_with_other_headers_is_not_read_and_named(exported, tmp_path):
    """It may mean anything."""
    _, source = exported
    path = tmp_path / "liste.xlsx"
    path.write_bytes(source.read_bytes())
    with worked_on(path) as book:
        book[PROGRESS].cell(1, 4).value = "Wert in T€"
    new = made(path)
    assert {} == by_id(new.dataset, FileName.PROGRESS)
    assert f"„{PROGRESS}“" in "".join(problem.message for problem in new.notices)
