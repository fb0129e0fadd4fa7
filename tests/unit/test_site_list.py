"""The list for the website's maintainers: what no data can cure, once, with the place in code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from klimaeditor.checks.engine import FindingIndex
from klimaeditor.model.changes import FileName
from klimaeditor.model.records import Dataset
from klimaeditor.reports.site_list import site_items, site_list
from klimaeditor.site.muenster import muenster
from klimaeditor.site.page_model import PageFault
from tests.checking import healthy
from tests.page_cases import COUNT

DAY = date(2026, 11, 30)


def dataset(*states: str, last: str = "2024-07-01") -> Dataset:
    """Return one measure for each day of a state, the first of them with a count up to *last*."""
    tables = {file: [] for file in FileName}
    for number, day in enumerate(states, 1):
        one = healthy(f"mobilitaet{number}")
        one[FileName.ADDITIONAL][0]["state"]["date"] = day
        for file, rows in one.items():
            if file is not FileName.CATEGORIES or number == 1:
                tables[file] += rows
    values = [{"value": 10, "date": "2022-07-01"}, {"value": 20, "date": last}]
    tables[FileName.PROGRESS][0] = {"id": "mobilitaet1", **COUNT, "values": values}
    return Dataset(tables, muenster())


def counts(found: Dataset) -> dict[PageFault, int]:
    return {item.fault: item.measures for item in site_items(found)}


def test_each_fault_stands_once_with_the_measures_that_it_concerns():
    assert counts(dataset("2024-07-01", "2024-08-01", "2026-10-15")) == {
        PageFault.STATE_CARD_FIXED: 2,
        PageFault.DATE_BEYOND_CHART: 0,
        PageFault.LOST_ON_DIRECT_LOAD: 3,
    }
    assert 1 == counts(dataset("2024-08-01", last="2026-10-02"))[PageFault.DATE_BEYOND_CHART]


def test_none_of_them_is_a_finding():
    found = dataset("2024-07-01", last="2026-10-02")

    assert () == FindingIndex(found, lambda: DAY).all()


def test_the_list_names_the_place_in_the_sites_code_and_what_to_do():
    text = site_list(dataset("2026-10-15"), DAY)

    for part in ("30.11.2026", "„Sachstand 2024“", "Zeile 298", "01.10.2026", "Zeile 330", "v-html",
                 "loadData.ts", "Betroffen: 1 von 1 Maßnahme.", "Vorschlag:"):  # fmt: skip
        assert part in text
    assert ["1", "2", "3"] == [line[3] for line in text.splitlines() if line.startswith("## ")]


def test_the_list_of_another_site_has_its_heading_and_no_place_of_this_one():
    found = dataset("2026-10-15")
    facts = replace(muenster().facts, state_heading="Stand 2029", chart_end=date(2031, 1, 1))
    other = Dataset(
        {file: list(table.rows.values()) for file, table in found.tables.items()},
        replace(muenster(), facts=facts, places={}),
    )
    text = site_list(other, DAY)

    assert "„Stand 2029“" in text
    assert "01.01.2031" in text
    assert "Ort im Code" not in text


def test_the_command_line_prints_the_list_or_writes_it(call, sample_dataset, tmp_path):
    code, said, _ = call("report", sample_dataset, "--site")
    target = tmp_path / "website.md"
    written, told, _ = call("report", sample_dataset, target, "--site")

    assert (0, 0) == (code, written)
    assert target.read_text(encoding="utf-8").split() == said.split()
    assert "website.md" in told
    assert 0 != call("report", sample_dataset, target, "--site")[0]


def test_without_a_file_only_the_list_can_be_had(call, sample_dataset):
    code, _, errors = call("report", sample_dataset)

    assert 0 != code
    assert "bericht.xlsx" in errors


@pytest.mark.real
def test_the_list_of_the_real_data(real_dataset):
    from klimaeditor.document import open_document  # noqa: PLC0415

    assert 68 == counts(open_document(real_dataset).dataset)[PageFault.LOST_ON_DIRECT_LOAD]
