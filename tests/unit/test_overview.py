"""The numbers of the overview: right, complete, and each with the measures behind it."""

from __future__ import annotations

import copy
from datetime import date

import pytest

from klimaeditor.checks.engine import FindingIndex
from klimaeditor.document import open_document
from klimaeditor.model.changes import FileName
from klimaeditor.model.findings import Finding, Severity
from klimaeditor.model.publicpage import PublicStatus
from klimaeditor.model.records import Dataset
from klimaeditor.reports import overview
from klimaeditor.reports.figures import Amount, ChartId, Shade, read_facts, without_news_since
from klimaeditor.reports.overview import OverviewIndex, findings_chart, site_percent
from klimaeditor.site.muenster import muenster
from tests.checking import healthy
from tests.conftest import SAMPLE

TODAY = date(2024, 12, 1)
WHOLE = (ChartId.STATUS, ChartId.COMPLETENESS)  # their first bar counts everything once more
PARTITIONS = (*WHOLE, ChartId.NEWS, ChartId.YEARS, ChartId.COSTS)
COSTS = ("Impact & cost", "Total costs and costs by CO2e unit")


def several(*changes) -> dict:
    """Return measures that are healthy but for *changes*: (file, path, value) lists, one each."""
    tables: dict = {file: [] for file in FileName}
    for number, own in enumerate(changes, 1):
        fresh = healthy(f"mobilitaet{number}")
        for file, path, value in own:
            target = fresh[file][0]
            for key in path[:-1]:
                target = target[key]
            target[path[-1]] = copy.deepcopy(value)
        for file, rows in fresh.items():
            tables[file] += rows if file is not FileName.CATEGORIES or number == 1 else []
    return tables


def index_of(tables) -> OverviewIndex:
    dataset = Dataset(tables, muenster())
    return OverviewIndex(dataset, FindingIndex(dataset))


def cost(value, text="Insgesamt 40.000 €"):
    return [(FileName.ADDITIONAL, ("cost", "value"), value), (FileName.MEASURES, COSTS, text)]


def progress(values):
    return [(FileName.PROGRESS, ("values",), values)]


def counts(chart) -> dict[str, int]:
    return {bar.label: bar.amount for bar in chart.bars}


# --- every chart -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample():
    document = open_document(SAMPLE)
    return document, OverviewIndex(document.dataset, document.findings).overview(TODAY)


@pytest.mark.parametrize("chart_id", PARTITIONS)
def test_every_measure_is_counted_exactly_once(sample, chart_id):
    document, overview = sample
    bars = overview.chart(chart_id).bars[1 if chart_id in WHOLE else 0 :]
    counted = [key for bar in bars for segment in bar.segments for key in segment.measures]

    assert document.dataset.measure_keys() == sorted(counted)


@pytest.mark.parametrize("chart_id", PARTITIONS)
def test_a_number_is_that_of_its_measures(sample, chart_id):
    segments = [s for bar in sample[1].chart(chart_id).bars for s in bar.segments]

    assert [len(segment.measures) for segment in segments] == [s.amount for s in segments]


def test_no_segment_is_empty_and_each_has_a_title(sample):
    assert all(segment.amount and segment.title for segment in sample[1].segments())


def test_counting_part_by_part_gives_the_same(sample):
    document, whole = sample
    parts = list(OverviewIndex(document.dataset, document.findings).counting(TODAY))

    assert whole == parts[-1]
    assert [None] * (len(parts) - 1) == parts[:-1]
    assert len(ChartId) < len(parts)


def test_an_empty_dataset_has_no_bars():
    overview = index_of({}).overview(TODAY)

    assert {()} == {chart.bars for chart in overview.charts}
    assert {"0"} == {figure.value for figure in overview.figures}


def test_the_figures_count_what_they_say(sample):
    document, overview = sample
    keys = document.dataset.measure_keys()
    asks = {PublicStatus.STALE, PublicStatus.UNKNOWN}
    found = {figure.key: figure.measures for figure in overview.figures}
    errors = [
        key for key in keys if any(f.severity is Severity.ERROR for f in document.findings.of(key))
    ]

    assert tuple(keys) == found["all"]
    assert tuple(errors) == found["errors"]
    assert found["ask"] == tuple(
        key for key in keys if muenster().status(document.view(key).progress).status in asks
    )


# --- status ----------------------------------------------------------------------------------


def test_the_status_bar_has_the_site_s_order_and_its_rounded_percentages():
    day = {"date": "2024-07-01"}
    tables = several(
        progress([{"value": "completed", **day}]),
        progress([{"value": "in_progress", "date": "2023-07-01"}]),
        progress([{"value": "unknown", **day}]),
    )
    bar = index_of(tables).overview(TODAY).chart(ChartId.STATUS).bars[1]

    assert [Shade.COMPLETED, Shade.STALE, Shade.UNKNOWN] == [s.shade for s in bar.segments]
    assert {"33 % im Balken der Website"} == {s.note for s in bar.segments}
    assert [(0,), (1,), (2,)] == [s.measures for s in bar.segments]


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(1, 8, 13), (1, 3, 33), (2, 3, 67), (5, 5, 100)]
)
def test_percentages_are_rounded_as_javascript_does(part, whole, shown):
    assert shown == site_percent(part, whole)


def test_what_breaks_the_site_has_no_place_in_its_bar():
    bar = index_of(several(progress([]), [])).overview(TODAY).chart(ChartId.STATUS).bars[0]

    assert ["100 % im Balken der Website", ""] == [segment.note for segment in bar.segments]
    assert Shade.BROKEN is bar.segments[-1].shade


# --- completeness ----------------------------------------------------------------------------


def test_completeness_is_averaged_and_the_fields_most_often_empty_are_named():  # D.2
    summary = [(FileName.ADDITIONAL, ("summary",), "")]
    overview = index_of(several([], summary)).overview(TODAY)
    bar = overview.chart(ChartId.COMPLETENESS).bars[0]

    assert [Shade.FULL, Shade.MOST] == [segment.shade for segment in bar.segments]
    assert bar.note.startswith("Ø 9")
    assert [("Zusammenfassung", (1,))] == [
        (bar.label, segment.measures)
        for bar in overview.chart(ChartId.MOST_EMPTY).bars
        for segment in bar.segments
    ]


def test_of_fields_the_ten_most_often_empty_are_shown_on_the_scale_of_all_measures():
    gaps = [
        [(FileName.ADDITIONAL, ("summary",), ""), (FileName.ADDITIONAL, ("short_title",), "")],
        [(FileName.ADDITIONAL, ("summary",), "")],
        [],
    ]
    chart = index_of(several(*gaps)).overview(TODAY).chart(ChartId.MOST_EMPTY)

    assert [("Zusammenfassung", 2), ("Kurztitel", 1)] == [(b.label, b.amount) for b in chart.bars]
    assert 3 == chart.longest


# --- news ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "state", "age"),
    [
        (["2024-07-01"], "2024-11-01", "in den letzten 6 Monaten"),
        (["2024-01-15"], None, "vor 6 bis 12 Monaten"),
        (["2023-05-01", "2022-01-01"], None, "vor 1 bis 2 Jahren"),
        (["2020-01-01"], "2019-01-01", "vor mehr als 2 Jahren"),
        (["2030-01-01"], "irgendwann", "noch nie"),
        (["kaputt"], None, "noch nie"),
    ],
)
def test_the_latest_day_that_is_not_in_the_future_counts(days, state, age):
    tables = several(
        [
            *progress([{"value": "in_progress", "date": day} for day in days]),
            (FileName.ADDITIONAL, ("state", "date"), state),
        ]
    )
    found = counts(index_of(tables).overview(TODAY).chart(ChartId.NEWS))

    assert {age: 1} == {label: amount for label, amount in found.items() if amount}


def test_measures_without_news_since_a_day_can_be_asked_for():
    state = (FileName.ADDITIONAL, ("state", "date"), None)
    tables = several(
        [*progress([{"value": "in_progress", "date": "2024-07-01"}]), state],
        [*progress([{"value": "in_progress", "date": "2024-06-30"}]), state],
    )
    facts = index_of(tables).facts()

    assert (1,) == without_news_since(facts, date(2024, 7, 1), TODAY)


# --- findings --------------------------------------------------------------------------------


def test_findings_are_counted_by_rule_with_the_worst_first():
    broken = [(FileName.MEASURES, ("Implementation", "Involved stakeholders"), 7)]
    empty = [(FileName.ADDITIONAL, ("cost", "until_in_years"), None)]
    overview = index_of(several([], empty, broken, empty)).overview(TODAY)
    bars = overview.chart(ChartId.FINDINGS).bars

    assert [Shade.ERROR, Shade.WARNING] == [bar.segments[0].shade for bar in bars[:2]]
    assert {"Zeile ohne Wert": 2}.items() <= counts(overview.chart(ChartId.FINDINGS)).items()
    assert [(1, 3)] == [b.segments[0].measures for b in bars if b.label == "Zeile ohne Wert"]


def test_findings_of_files_are_counted_without_measures():
    orphan = Finding("orphan_record", Severity.ERROR, "…", file=FileName.ADDITIONAL)
    (bar,) = findings_chart((), (orphan, orphan)).bars

    assert (2, (), "an Dateien, nicht an Maßnahmen") == (
        bar.amount,
        bar.segments[0].measures,
        bar.note,
    )


# --- years -----------------------------------------------------------------------------------


def test_years_are_sorted_and_what_is_no_year_comes_last():
    values = (2030, 20, None, 2024, 2030, "Ende 2030")
    tables = several(
        *[[(FileName.ADDITIONAL, ("cost", "until_in_years"), value)] for value in values]
    )
    chart = index_of(tables).overview(TODAY).chart(ChartId.YEARS)

    assert {"2024": 1, "2030": 2, "kein Kalenderjahr": 2, "ohne Angabe": 1} == counts(chart)
    assert ["2024", "2030"] == [bar.label for bar in chart.bars][:2]


def test_a_year_that_is_over_says_so():
    tables = several([(FileName.ADDITIONAL, ("cost", "until_in_years"), 2023)])

    assert ["vergangen"] == [
        b.note for b in index_of(tables).overview(TODAY).chart(ChartId.YEARS).bars
    ]


# --- costs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (cost(40000), Amount.SINGLE),
        (cost(60000, "60.000 € pro Jahr"), Amount.YEARLY),
        (cost(500000, "Insgesamt 500.000 €, davon 20.000 € pro Jahr"), Amount.PARTLY_YEARLY),
        (cost(862.139, "802.139,70 € + 60.000 € = 862.139,70 €"), Amount.DOUBTFUL),
        (cost(-5), Amount.DOUBTFUL),
        (cost(0, "Keine Kosten"), Amount.ZERO),
        (cost(None), Amount.NONE),
        (cost("viel"), Amount.MISSING),
        (cost(True), Amount.MISSING),
    ],
)
def test_amounts_are_told_apart(change, kind):
    assert [kind] == [fact.amount for fact in index_of(several(change)).facts()]


def test_amounts_of_different_kinds_are_never_added_up():
    tables = several(
        cost(40000), cost(10000.5), cost(60000, "60.000 € pro Jahr"),
        cost(149100000), cost(149100000), cost(149100000),
    )  # fmt: skip
    notes = {
        bar.label: bar.note for bar in index_of(tables).overview(TODAY).chart(ChartId.COSTS).bars
    }

    assert {
        "Einzelne Beträge": "zusammen 50.000,50 €",
        "Beträge pro Jahr": "zusammen 60.000 € im Jahr",
        "Gemeinsame Beträge": "ein Betrag, einmal gezählt 149.100.000 €",
    } == notes


# --- keeping up ------------------------------------------------------------------------------


def test_only_what_has_changed_is_read_again(monkeypatch):
    index = index_of(several([], [], []))
    before = index.overview(TODAY)
    read: list[int] = []

    def watched(view, findings):
        read.append(view.key)
        return read_facts(view, findings)

    monkeypatch.setattr(overview, "read_facts", watched)
    index.forget([1])

    assert before == index.overview(TODAY)
    assert [1] == read


def test_reading_can_be_done_bit_by_bit():
    index = index_of(several([], [], []))
    steps = [index.read_some(0.0) for _ in range(3)]

    assert [False, False, True] == steps


@pytest.mark.real
def test_the_published_dataset_has_the_amounts_the_requirements_name(real_dataset):
    document = open_document(real_dataset)
    index = OverviewIndex(document.dataset, document.findings)
    found = counts(index.overview(TODAY).chart(ChartId.COSTS))

    assert (5, 4, 2, 10) == tuple(
        found[label]
        for label in (
            "Gemeinsame Beträge", "Beträge pro Jahr", "Zweifelhafte Beträge", "Betrag fehlt"
        )
    )  # fmt: skip
