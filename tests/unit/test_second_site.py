"""A small invented second city: other keys, labels, axis and filter, and no other file touched."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from klimaeditor.checks.engine import FindingIndex
from klimaeditor.checks.statuswords import status_reason
from klimaeditor.document import open_document
from klimaeditor.excel import layout
from klimaeditor.excel.read import open_workbook
from klimaeditor.excel.write import export
from klimaeditor.model.catalogue import Catalogue, SiteProfile
from klimaeditor.model.changes import FileName
from klimaeditor.model.values import get_path
from klimaeditor.paths import resources
from klimaeditor.publish.csvtables import tables_of
from klimaeditor.publish.schema import schema_of
from klimaeditor.site import muenster as site_module
from klimaeditor.site.muenster import MUENSTER, facts_in, muenster
from klimaeditor.site.page import page_of
from klimaeditor.site.status import public_status
from tests.checking import healthy
from tests.dataset_builders import write_folder
from tests.workbook_tools import clock, put_all

RENAMED = {
    "action_description": (("Outline", "What we plan"), "Was haben wir vor?"),
    "cost_value": (("budget", "euro"), "Was kostet es?"),
}
"""Our name -> path and label in the other city; whatever shares a group moves with it."""
GROUPS = {"Action outline": "Outline", "cost": "budget"}


def path_there(field):
    if field.name in RENAMED:
        return RENAMED[field.name][0]
    return (GROUPS.get(field.path[0], field.path[0]), *field.path[1:])


OTHER = SiteProfile(
    Catalogue(
        tuple(
            replace(
                field,
                path=path_there(field),
                label=RENAMED.get(field.name, (None, field.label))[1],
            )
            for field in MUENSTER.declared
        )
    ),
    replace(
        muenster().facts,
        chart_end=date(2030, 1, 1),
        stale_before=date(2020, 1, 1),
        state_heading="Stand 2029",
        filter_bodies=("Stadt Anderswo",),
    ),
)


def moved(tables):
    """Return the tables as the other city keeps them."""
    found = {file: [dict(row) for row in rows] for file, rows in tables.items()}
    for rows in found.values():
        for row in rows:
            for old, new in GROUPS.items():
                if old in row:
                    row[new] = dict(row.pop(old))
    for measure in found[FileName.MEASURES]:
        measure["Outline"]["What we plan"] = measure["Outline"].pop("Action description")
        body = OTHER.catalogue.path("responsible_bodies")
        measure[body[0]] = {**measure[body[0]], body[1]: "Stadt Anderswo"}
    for row in found[FileName.ADDITIONAL]:
        row["budget"]["euro"] = row["budget"].pop("value")
    for row in found[FileName.PROGRESS]:
        row |= {"type": "percent", "values": [{"value": 50, "date": "2021-07-01"}]}
    return found


@pytest.fixture
def document(tmp_path):
    return open_document(write_folder(tmp_path / "anderswo", moved(healthy())), site=OTHER)


def rules(document) -> set[str]:
    return {finding.rule for finding in FindingIndex(document.dataset).all()}


def test_the_other_city_is_healthy_by_its_own_profile_only(document, tmp_path):
    home = open_document(write_folder(tmp_path / "hier", moved(healthy())))

    assert set() == rules(document) - {"cost_implausible"}
    assert {"required", "body_not_in_filter", "cost_incomplete"} <= rules(home)


def test_its_page_has_its_labels_axis_and_heading(document):
    document.apply(document.plan_edit(0, {"state_text": "Fertig."}))
    page = page_of(document.view(0))
    labels = {name: page.item_for(name).label for name in (*RENAMED, "state_text")}

    assert "Was haben wir vor?" == labels["action_description"]
    assert "Was kostet es?" == labels["cost_value"]
    assert "Stand 2029" == labels["state_text"]
    assert ("2030-01-01", "in_progress") == (page.chart.last_day, page.status.status)
    assert () == page.failures


def test_what_is_edited_goes_where_its_files_have_it(document):
    document.apply(document.plan_edit(0, {"cost_value": 1250}))
    document.apply(document.plan_edit(0, {"action_description": "Neu geplant."}))
    tables = document.dataset.tables

    assert 1250 == get_path(tables[FileName.ADDITIONAL].rows[0], ("budget", "euro"))
    assert "Neu geplant." == tables[FileName.MEASURES].rows[0]["Outline"]["What we plan"]


def test_a_workbook_of_its_data_comes_back_into_its_own_keys(document, tmp_path):
    path = tmp_path / "anderswo.xlsx"
    dataset = document.dataset
    export(dataset, path, clock=clock)
    put_all(path, layout.MEASURES.title, 2, {layout.MEASURES.column("cost_value").header: 777})
    back = open_workbook(path, OTHER).dataset

    assert 777 == back.value(0, "cost_value")
    assert 777 == back.tables[FileName.ADDITIONAL].rows[0]["budget"]["euro"]
    for file in (FileName.MEASURES, FileName.PROGRESS, FileName.CATEGORIES):
        assert dataset.tables[file].rows == back.tables[file].rows


def test_its_package_is_described_by_its_own_schema(document):
    for file, table in document.dataset.tables.items():
        rows = list(table.rows.values())

        assert Draft202012Validator(schema_of(file, OTHER.catalogue)).is_valid(rows)
        if file in {FileName.MEASURES, FileName.ADDITIONAL}:
            assert not Draft202012Validator(schema_of(file, MUENSTER)).is_valid(rows)
    columns = {column.name: column.title for column in tables_of(document.dataset)[0].columns}
    assert "Was kostet es?" == columns["cost_value"]


def test_facts_that_are_not_whole_are_refused():
    whole = {
        field: str(value) if isinstance(value, date) else value
        for field, value in (
            (name, getattr(OTHER.facts, name)) for name in OTHER.facts.__dataclass_fields__
        )
    }
    assert OTHER.facts == facts_in(json.dumps(whole).encode())
    for name in whole:
        for wrong in (None, 5, "gestern" if name != "state_day" else []):
            broken = json.dumps({**whole, name: wrong} if wrong != "gestern" else {})
            with pytest.raises(ValueError, match="site"):
                facts_in(broken.encode())


def test_a_reason_names_the_stale_day_of_the_site():
    progress = {"type": "percent", "values": [{"value": 5, "date": "2019-12-31"}]}

    assert "vor dem 01.01.2020 liegt" in status_reason(public_status(progress, OTHER))
    assert "vor dem 01.01.2024 liegt" in status_reason(public_status(progress, muenster()))


def test_an_administrator_replaces_the_facts_with_a_file_of_the_machine(tmp_path, monkeypatch):
    monkeypatch.setattr(site_module, "machine_config", lambda: tmp_path)
    file = tmp_path / site_module.FACTS_FILE
    shipped = (resources() / "site" / site_module.FACTS_FILE).read_text(encoding="utf-8")
    found = []
    for text in (shipped.replace("2026-10-01", "2031-10-01"), "{}", "\udc80", None):
        if text is None:
            file.unlink()
        else:
            file.write_bytes(text.encode("utf-8", "replace"))
        found.append(muenster.__wrapped__().facts.chart_end.year)

    assert [2031, 2026, 2026, 2026] == found
