"""A small invented second city: other keys, labels, axis and filter, and no other file touched."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from klimaeditor.checks.engine import FindingIndex
from klimaeditor.checks.statuswords import status_reason, why_two_words
from klimaeditor.cli.interrupting import Writing
from klimaeditor.cli.program import run
from klimaeditor.diff.changed import changed_fields
from klimaeditor.document import open_document
from klimaeditor.excel import layout
from klimaeditor.excel.read import open_workbook
from klimaeditor.excel.request_baseline import RequestInfo
from klimaeditor.excel.request_layout import RequestArrangement
from klimaeditor.excel.request_write import render
from klimaeditor.excel.write import export
from klimaeditor.exchange import columns
from klimaeditor.exchange.importing import recognise
from klimaeditor.exchange.proposals import to_batch
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import quoted
from klimaeditor.model.errors import WorkbookError
from klimaeditor.model.publicpage import PagePart
from klimaeditor.model.values import get_path
from klimaeditor.paths import resources
from klimaeditor.publish.csvtables import tables_of
from klimaeditor.publish.folder import read_other
from klimaeditor.publish.gate import topics_of
from klimaeditor.publish.gitmerge import merge_versions
from klimaeditor.publish.publisher import missing, settings_for
from klimaeditor.publish.schema import schema_of
from klimaeditor.repairs import apply_automatic
from klimaeditor.reports.figures import ChartId
from klimaeditor.reports.overview import OverviewIndex
from klimaeditor.site import muenster as site_module
from klimaeditor.site.faults import progress_faults
from klimaeditor.site.muenster import MUENSTER, FactsError, facts_in, muenster
from klimaeditor.site.page import page_of, tiles_of
from klimaeditor.site.page_model import PageFault
from klimaeditor.textwork.filters import facts_of
from tests.checking import healthy
from tests.dataset_builders import write_folder
from tests.foreign_cases import table_file
from tests.other_site import COST, OTHER, RENAMED, moved
from tests.publish_helpers import published, read_json
from tests.request_tools import SENT, form_of, proposals
from tests.workbook_tools import clock, put_all, worked_on
from tests.yearly_cases import TODAY, report_on

MEASURES, PROGRESS = layout.SHEET_MEASURES, layout.SHEET_PROGRESS


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
    assert ("2030-01-01", "completed") == (page.chart.last_day, page.status.status)
    assert () == page.failures


def test_its_page_has_its_order_and_its_words(document):
    links = [{"title": "Netz", "url": "https://anderswo.example"}]
    document.apply(document.plan_edit(0, {"links": links, "progress_values": []}))
    page = page_of(document.view(0))

    assert [
        ("", ""),
        ("Wie es geht", ""),
        ("Was es bringt", ""),
        ("Worum es geht", "In Kürze"),
        ("Weißt du mehr?", ""),
        ("Mach mit!", ""),
        ("Mehr im Netz", ""),
    ] == [(s.title, s.subtitle) for s in page.sections if s.part is not PagePart.RAW]
    assert {"Aus dem Vertrag"} == {s.subtitle for s in page.sections if s.part is PagePart.RAW}
    steps, ask = page.sections[1].items, page.sections[4].items
    assert ["responsible_bodies", "cost_value"] == [item.field for item in steps][:2]
    assert "Schritt für Schritt" in {item.text for item in steps}
    assert ["Schreib uns!", "Schreiben"] == [item.text for item in ask]
    assert ask[1].target == "https://anderswo.example/fragen"
    assert "Stand der Dinge: offen" in {item.text for item in page.items()}


def test_its_page_takes_other_texts_as_html(document):
    texts = {"responsible_bodies": "Stadt <b>Anderswo</b>", "action_description": "Ein <b>Wald</b>"}
    document.apply(document.plan_edit(0, texts))
    page = page_of(document.view(0))

    assert "Stadt Anderswo" == page.item_for("responsible_bodies").text
    assert "Ein <b>Wald</b>" == page.item_for("action_description").text


def test_its_own_program_gives_the_status_wherever_one_is_told(document):
    values = [{"value": 60, "date": "2021-01-01"}, {"value": 1, "date": "2025-01-01"}]
    document.apply(document.plan_edit(0, {"progress_type": "percent", "progress_values": values}))
    view, dataset, findings = document.view(0), document.dataset, document.findings
    page = page_of(view)
    overview = OverviewIndex(dataset, findings).overview(TODAY)

    assert "completed" == view.site.status(view.progress).status
    assert ["Geschafft"] * 2 == [tile.items[-1].text for tile in tiles_of(view, page)]
    assert "Die Seite selbst kennt nur „Ja“ und „Nein“." in why_two_words(view)
    assert {"Geschafft"} == {s.label for s in overview.chart(ChartId.STATUS).bars[0].segments}
    assert {"Geschafft"} == {measure.status_word for measure in report_on(dataset).measures}
    assert "completed" == facts_of(view, ()).status


def test_whoever_is_asked_to_ask_is_told_in_its_words(document):
    document.apply(document.plan_edit(0, {"progress_values": []}))
    dataset, findings = document.dataset, document.findings
    found = {finding.rule: finding.message for finding in findings.all()}
    figures = {f.key: f.label for f in OverviewIndex(dataset, findings).overview(TODAY).figures}
    topics = {topic.title for topic in topics_of(findings.all(), OTHER)}

    assert (
        "Offen, weil es keinen Fortschritt gibt; die Seite zeigt „Weißt du mehr?“"
        in (found["status_asks_citizens"])
    )
    assert "zeigen „Weißt du mehr?“" == figures["ask"]
    assert "Seiten sagen „Weißt du mehr?“" in topics
    document.apply(document.plan_edit(0, {"user_action_href": ""}))
    found = {finding.rule: finding.message for finding in findings.all()}
    assert "Zum Aufruf „Mach mit!“ fehlt" in found["user_action_incomplete"]


def test_its_own_program_reads_the_days(document):
    values = [{"value": 10, "date": "01.10.2024"}]
    document.apply(document.plan_edit(0, {"progress_type": "percent", "progress_values": values}))
    view = document.view(0)

    def faults(site):
        return {hit.fault for hit in progress_faults(view.progress, site)}

    assert PageFault.DATE_INVALID in faults(OTHER)
    assert PageFault.DATE_MISREAD in faults(muenster())
    assert "" == page_of(view).chart.points[0].day


def test_its_lists_have_its_icons_and_its_news(document, tmp_path):
    data = moved(healthy("wege1"))
    news = open_document(write_folder(tmp_path / "neues", data), site=OTHER)
    view = news.view(0)

    assert ["category", "news"] == [tile.key for tile in tiles_of(view, page_of(view))][:2]
    assert "category_without_icon" not in rules(document)
    data[FileName.MEASURES][0]["category"] = "Mobilität"
    other = open_document(write_folder(tmp_path / "ohne", data), site=OTHER)
    assert "category_without_icon" in rules(other)


def test_what_an_initiative_has_to_have_hangs_on_its_category(document):
    empty = {"outcome": ""}
    document.apply(document.plan_edit(0, empty))
    assert "required" in rules(document)
    document.apply(document.plan_edit(0, {"category_id": "ehrenamt"}))
    assert "required" not in rules(document)


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
    put_all(path, MEASURES, 2, {COST: 777})
    back = open_workbook(path, OTHER).dataset

    assert 777 == back.value(0, "cost_value")
    assert 777 == back.tables[FileName.ADDITIONAL].rows[0]["budget"]["euro"]
    for file in (FileName.MEASURES, FileName.PROGRESS, FileName.CATEGORIES):
        assert dataset.tables[file].rows == back.tables[file].rows
    with pytest.raises(WorkbookError):
        open_workbook(path, muenster())


@pytest.mark.parametrize("arrangement", ["table", "sheets"])
def test_a_request_asks_and_is_read_in_its_words(document, tmp_path, arrangement):
    dataset = document.dataset
    own = dataset.view(0).id
    about = RequestInfo(
        *("A-1", "Amt 67", SENT, None, ("cost_value", "progress_values"), OTHER.catalogue),
        arrangement=RequestArrangement(arrangement),
    )
    path = tmp_path / "abfrage.xlsx"
    path.write_bytes(render(dataset, dataset.measure_keys(), about))
    with worked_on(path) as book:
        sheet = form_of(book, own) if arrangement == "sheets" else book[MEASURES]
        cell = next(cell for row in sheet for cell in row if cell.value == COST)
        there = cell.offset(0, 1) if arrangement == "sheets" else cell.offset(1, 0)
        there.value = 777
    (found,) = (p for p in proposals(dataset, path) if p.measure_id == own)
    document.apply(to_batch(dataset, [(found, found.returned)], "Rücklauf"))

    assert (COST, "777 €") == (found.label, found.described(found.returned))
    assert 777 == dataset.tables[FileName.ADDITIONAL].rows[0]["budget"]["euro"]


def test_a_status_comes_back_from_its_words(document, tmp_path):
    progress = dataset_with_status(document)
    export(document.dataset, tmp_path / "anderswo.xlsx", clock=clock)
    book = load_workbook(tmp_path / "anderswo.xlsx")

    assert "läuft noch" in {cell.value for row in book[PROGRESS] for cell in row}
    back = open_workbook(tmp_path / "anderswo.xlsx", OTHER).dataset
    assert progress == back.value(0, "progress_values")


def dataset_with_status(document):
    values = [{"value": "in_progress", "date": "2021-07-01"}]
    document.apply(document.plan_edit(0, {"progress_type": "binary"}))
    document.apply(document.plan_edit(0, {"progress_values": values}))
    return values


def test_its_package_has_its_keys_and_passes_its_checks(document, tmp_path):
    for key in document.dataset.measure_keys():
        values = {"state_text": "Fertig.", "state_date": "2024-08-01", "cost_value": 1250}
        document.apply(document.plan_edit(key, values))
    apply_automatic(document)
    published(document, tmp_path / "paket")

    rows = read_json(tmp_path / "paket" / "json" / FileName.ADDITIONAL)
    assert {1250} == {row["budget"]["euro"] for row in rows}
    assert not any("cost" in row for row in rows)
    again = read_other(tmp_path / "paket", OTHER)
    assert 1250 == again.dataset.value(0, "cost_value")
    table = (tmp_path / "paket" / "json" / FileName.MEASURES).read_text("utf-8")
    assert list(MUENSTER.groups)[1:] == [g for g in OTHER.catalogue.groups if g in table][1:]


def test_its_sentences_quote_its_own_city(document):
    document.apply(document.plan_edit(0, {"responsible_bodies": "Niemand"}))
    document.apply(document.plan_edit(0, {"links": [{"title": "Netz", "url": "ftp://x"}]}))
    found = {finding.rule: finding.message for finding in document.findings.all()}

    assert "„Stadt Anderswo“" in found["body_not_in_filter"]
    assert "https://anderswo.example/klima" in found["url_invalid"]
    assert not any("ünster" in message for message in found.values())
    settings = settings_for(OTHER.city)
    assert ("Stadt Anderswo", "klima-anderswo") == (settings.provider, settings.identifier)
    assert "„Stadt Anderswo“" in missing(replace(settings, provider=""), OTHER.city)[0]


def test_its_sentences_quote_its_own_labels(tmp_path):
    tables = {**moved(healthy()), FileName.ADDITIONAL: []}
    document = open_document(write_folder(tmp_path / "leer", tables), site=OTHER)
    found = {finding.rule: finding.message for finding in document.findings.all()}

    assert quoted(COST) in found["cost_nan"]


def test_what_is_compared_is_called_by_its_labels(document):
    document.apply(document.plan_edit(0, {"cost_value": 1250}))
    (change,) = changed_fields(document.dataset, document.sources)
    base, ours, theirs = (
        json.dumps([{"id": "a", "budget": {"euro": value}}]).encode() for value in (1, 2, 3)
    )
    (conflict,) = merge_versions(
        OTHER.catalogue.of(FileName.ADDITIONAL), base, ours, theirs
    ).conflicts

    assert (COST, ("budget", "euro")) == (change.label, change.path)
    assert (COST, "2 €", "3 €") == (conflict.label, conflict.ours, conflict.theirs)


def test_a_table_of_others_is_read_by_its_labels(document, tmp_path):
    rows = [["Kennung", COST], [document.dataset.view(0).id, 4711]]
    found = recognise(table_file(tmp_path / "liste.xlsx", rows), OTHER)
    matches = columns.match(OTHER.catalogue, found.tables[0])

    assert ["id", "cost_value"] == [match.field for match in matches]


def test_the_command_line_works_for_the_site_it_is_given(document, capsys):
    work = Writing()
    assert 0 == run(["fields"], work, OTHER)
    fields = capsys.readouterr().out
    run(["check", str(document.location)], work, OTHER)

    assert COST in fields
    assert "required" not in capsys.readouterr().out


def test_its_package_is_described_by_its_own_schema(document):
    for file, table in document.dataset.tables.items():
        rows = list(table.rows.values())

        assert Draft202012Validator(schema_of(file, OTHER.catalogue)).is_valid(rows)
        if file in {FileName.MEASURES, FileName.ADDITIONAL}:
            assert not Draft202012Validator(schema_of(file, MUENSTER)).is_valid(rows)
    columns = {column.name: column.title for column in tables_of(document.dataset)[0].columns}
    assert "Was kostet es?" == columns["cost_value"]
    titles = {table.title for table in tables_of(document.dataset)}
    assert "Mehr im Netz, eine Zeile je Link" in titles


def test_facts_that_are_not_whole_are_refused():
    whole = {
        field: str(value) if isinstance(value, date) else value
        for field, value in (
            (name, getattr(OTHER.facts, name)) for name in OTHER.facts.__dataclass_fields__
        )
    }
    assert OTHER.facts == facts_in(json.dumps(whole).encode())
    for name in whole:
        short = {key: value for key, value in whole.items() if key != name}
        with pytest.raises(FactsError, match=rf"Es fehlt: {name}\."):
            facts_in(json.dumps(short).encode())
        for wrong in (None, 5, ["a", 5]):
            with pytest.raises(FactsError, match=rf"Unbrauchbar ist: {name}\."):
                facts_in(json.dumps({**whole, name: wrong}).encode())
    with pytest.raises(FactsError, match=r"Unbrauchbar ist: chart_end\."):
        facts_in(json.dumps({**whole, "chart_end": "gestern"}).encode())
    for odd in (b"[1]", b"{", b"\xff", b"[" * 100_000):
        with pytest.raises(FactsError, match="keine lesbare JSON-Datei"):
            facts_in(odd)


def test_a_reason_names_the_stale_day_of_the_site():
    progress, home = {"type": "percent", "values": [{"value": 5, "date": "2019-12-31"}]}, muenster()

    assert "vor dem 01.01.2020 liegt" in status_reason(OTHER.status(progress), OTHER.words)
    assert "vor dem 01.01.2024 liegt" in status_reason(home.status(progress), home.words)


def with_file(path, text):
    """Return the profile of a machine with such a file of facts, None for no file."""
    if text is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(text)
    return muenster.__wrapped__()


def test_an_administrator_replaces_the_facts_with_a_file_of_the_machine(tmp_path, monkeypatch):
    monkeypatch.setattr(site_module, "machine_config", lambda: tmp_path)
    file = tmp_path / site_module.FACTS_FILE
    ours = (resources() / "site" / site_module.FACTS_FILE).read_bytes()
    later = with_file(file, ours.replace(b"2026-10-01", b"2031-10-01"))
    none = with_file(file, None)

    assert (2031, "") == (later.facts.chart_end.year, later.problem)
    assert (2026, "") == (none.facts.chart_end.year, none.problem)


def test_a_file_that_is_not_whole_is_refused_and_named(tmp_path, monkeypatch):
    monkeypatch.setattr(site_module, "machine_config", lambda: tmp_path)
    file = tmp_path / site_module.FACTS_FILE
    said = json.loads((resources() / "site" / site_module.FACTS_FILE).read_bytes())
    del said["chart_end"], said["filter_bodies"]
    short = with_file(file, json.dumps(said).encode())
    garbage = with_file(file, b"\xff")
    file.unlink()
    file.mkdir()

    assert muenster().facts == short.facts == garbage.facts
    assert str(file) in short.problem
    assert "Es fehlt: chart_end, filter_bodies." in short.problem
    assert "vom 30.11.2026" in short.problem
    assert "keine lesbare JSON-Datei" in garbage.problem
    assert "wird nicht verwendet" in muenster.__wrapped__().problem


def test_the_command_line_says_that_facts_were_refused(document, capsys):
    run(["fields"], Writing(), replace(OTHER, problem="Es fehlt: chart_end."))

    assert "Beachten Sie: Es fehlt: chart_end." in capsys.readouterr().err
