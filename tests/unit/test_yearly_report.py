"""The yearly report as data: what counts as news, what may be added up, what is missing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from klimaeditor.checks.numbers import format_amount
from klimaeditor.diff.changed import ChangeKind
from klimaeditor.document import open_document
from klimaeditor.model.changes import FileName
from klimaeditor.publish.folder import Former, PublicationError, read_other
from klimaeditor.reports import report_words, yearly
from klimaeditor.reports.figures import Amount, ChartId
from klimaeditor.reports.yearly import (
    _WHOLE,
    GONE_MEASURE,
    NEW_MEASURE,
    lines,
    number_of,
    one_line,
    year_before,
)
from klimaeditor.reports.yearly_model import NewsKind, ProgressKind
from klimaeditor.site.muenster import muenster
from tests.conftest import SAMPLE
from tests.dataset_builders import (
    additional_row,
    dataset_of,
    initiative_row,
    many,
    measure_row,
    progress_row,
    rows,
    sources_of,
    town,
    write_folder,
)
from tests.publish_helpers import published, repaired
from tests.waiting import LINEAR, growth
from tests.yearly_cases import (
    HOSTILE,
    SINCE,
    TODAY,
    counted,
    report_on,
    with_costs,
    with_progress,
    with_state,
)

DAY = timedelta(days=1)


def former(tables) -> Former:
    return Former(dataset_of(tables), sources_of(tables), None)


# --- news ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "is_news"),
    [
        (SINCE - DAY, False),
        (SINCE, True),
        (SINCE + DAY, True),
        (TODAY, True),
        (TODAY + DAY, False),
    ],
)
def test_the_first_and_the_last_day_of_the_period_count(day, is_news):
    report = report_on(with_progress((day.isoformat(), "in_progress")))

    assert is_news == bool(report.measures[0].news)
    assert is_news == bool(report.with_news)


def test_a_state_is_news_on_its_day():
    found = report_on(with_state("2026-02-01")).measures[0].news

    assert [(date(2026, 2, 1), NewsKind.STATE, "Der Bau hat begonnen.")] == [
        (news.day, news.kind, news.text) for news in found
    ]


def test_entries_in_the_future_and_without_a_day_are_counted_and_said():
    dataset = with_progress(
        ("2027-01-01", "completed"), ("gestern", "in_progress"), (None, "unknown"), ("", "unknown")
    )
    report = report_on(dataset)

    assert (1, 3) == (report.future, report.undated)
    assert () == report.measures[0].news
    assert (
        "Nicht mitgezählt: 1 Eintrag mit einem Datum in der Zukunft und 3 Einträge ohne lesbares "
        "Datum." == report_words.left_out(report.future, report.undated)
    )


@pytest.mark.parametrize("day", [None, "", "31.02.2026", "2026", 5, ["2026-01-01"]])
def test_a_state_without_a_readable_day_is_no_news_but_stands_there(day):
    report = report_on(with_state(day))

    assert ((), 1) == (report.measures[0].news, report.undated)
    assert "Der Bau hat begonnen." == report.measures[0].state.text


def test_a_period_without_days_has_no_news():
    report = report_on(with_progress(("2026-05-01", "in_progress")), since=TODAY + DAY)

    assert () == report.with_news


def test_the_last_news_may_be_older_than_the_period_but_not_to_come():
    dataset = with_progress(("2024-05-01", "in_progress"), ("2027-05-01", "completed"))

    assert date(2024, 5, 1) == report_on(dataset).measures[0].last_news


def test_stands_come_by_day_and_the_undated_last():
    dataset = with_progress(("2026-03-01", "b"), ("irgendwann", "c"), ("2025-03-01", "a"))

    assert ["a", "b", "c"] == [s.text for s in report_on(dataset).measures[0].progress.stands]


@pytest.mark.parametrize(
    ("today", "before"),
    [
        (date(2026, 11, 22), date(2025, 11, 22)),
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2025, 2, 28), date(2024, 2, 28)),
        (date(2026, 1, 1), date(2025, 1, 1)),
    ],
)
def test_the_year_before_is_a_day_of_the_calendar(today, before):
    assert before == year_before(today)


# --- costs ---------------------------------------------------------------------------------------


def test_a_shared_amount_counts_once_and_names_with_whom():
    report = report_on(with_costs(5000000, 5000000, 5000000, 200))
    shared = [measure.cost for measure in report.measures[:3]]
    kinds = {kind.kind: kind for kind in report.cost_kinds}

    assert [1, 1, 1] == [cost.group for cost in shared]
    assert ("Kurz bauen2", "Kurz bauen3") == shared[0].shared_with
    assert (
        "5.000.000 € gemeinsam mit „Kurz bauen2“ und „Kurz bauen3“; der Betrag fällt nur einmal an"
    ) == shared[0].sentence
    assert (3, 1, 5000000) == (
        kinds["shared"].measures, kinds["shared"].amounts, kinds["shared"].total,
    )  # fmt: skip
    assert 200 == kinds["single"].total


def test_kinds_of_amounts_are_never_added_up_with_each_other():
    dataset = with_costs(100, None, 0, "viel")
    totals = {kind.kind: kind.total for kind in report_on(dataset).cost_kinds}

    assert {"single": 100, "none": None, "zero": None, "missing": None} == totals


def test_the_totals_are_those_of_the_overview():
    document = open_document(SAMPLE)
    report = report_on(document.dataset)

    for kind in report.cost_kinds:
        assert kind.total is None or format_amount(kind.total) in kind.note
    assert len(report.measures) == sum(kind.measures for kind in report.cost_kinds)


def test_the_names_of_kinds_are_those_of_the_overview():
    assert {Amount.SHARED, Amount.SINGLE, Amount.YEARLY} == {
        yearly.SHARED, yearly.SINGLE, yearly.YEARLY,
    }  # fmt: skip
    assert ChartId.COSTS == yearly.CHART


@pytest.mark.parametrize(
    ("titles", "words"),
    [
        (("A",), "„A“"),
        (("A", "B"), "„A“ und „B“"),
        (("A", "B", "C"), "„A“, „B“ und „C“"),
        (("A", "B", "C", "D", "E"), "„A“, „B“, „C“ und 2 weiteren"),
    ],
)
def test_many_measures_with_one_amount_are_named_in_part(titles, words):
    assert words == report_words.shared_with(titles)


# --- a measure -----------------------------------------------------------------------------------


def test_a_count_has_its_unit_its_goal_and_german_numbers():
    progress = report_on(counted()).measures[0].progress

    assert (ProgressKind.COUNT, 90, 280, 0, 300) == (
        progress.kind, progress.start, progress.goal, progress.low, progress.high,
    )  # fmt: skip
    assert ["92\u00a0GWh", "1.234,5\u00a0GWh"] == [stand.text for stand in progress.stands]
    assert 2 == len(progress.drawn)


def test_a_percentage_has_a_goal_of_a_hundred():
    progress = report_on(with_progress(("2026-01-01", 45), type="percent")).measures[0].progress

    assert (100, ["45\u00a0%"]) == (progress.goal, [stand.text for stand in progress.stands])


def test_a_status_has_words_and_no_chart():
    dataset = with_progress(("2026-01-01", "completed"), ("2025-01-01", "noch nicht"))
    progress = report_on(dataset).measures[0].progress

    assert ["noch nicht", "abgeschlossen"] == [stand.text for stand in progress.stands]
    assert () == progress.drawn


@pytest.mark.parametrize("values", [None, "x", 5, {}, [], [None, 7, "x", [1]]])
@pytest.mark.parametrize("kind", [None, "count", "percent", "binary", "anders", ["count"]])
def test_a_progress_of_the_wrong_make_is_reported_on_as_far_as_it_goes(values, kind):
    dataset = dataset_of(rows(progress=[progress_row(values=values, type=kind)]))
    measure = report_on(dataset).measures[0]

    assert () == measure.progress.drawn
    assert (4 if values == [None, 7, "x", [1]] else 0) == len(measure.progress.stands)


def test_what_is_missing_is_named_as_the_form_names_it():
    tables = rows([measure_row()], [additional_row(summary="")], [])

    assert ("Zusammenfassung", "Sachstand: Was ist geschehen?", "Fortschritt") == (
        report_on(dataset_of(tables)).measures[0].missing
    )


def test_a_year_that_is_none_is_printed_as_it_stands():
    cost = {"until_in_years": 20, "value": 5, "quantity": None}
    measure = report_on(dataset_of(rows(additional=[additional_row(cost=cost)]))).measures[0]

    assert (None, "20") == (measure.until, measure.until_text)


def test_an_initiative_without_companions_has_an_entry():
    measure = report_on(dataset_of(rows([initiative_row()], [], [], []))).measures[0]

    assert ("Tauschladen", "Projekte", "", None) == (
        measure.title, measure.category, measure.summary, measure.cost.amount,
    )  # fmt: skip


def test_no_text_keeps_what_cannot_be_printed():
    assert "a\ufffdb c\ufffd" == one_line("a\ud800b\n \tc\ue123")
    assert "a → b\n\n• c" == lines("a \uf0e0\u202e b  \r\n\n\n\n\n\uf0b7\xad c\n")


def test_markup_stays_the_text_it_is():
    dataset = dataset_of(rows(additional=[additional_row(short_title=HOSTILE, summary=HOSTILE)]))
    measure = report_on(dataset).measures[0]

    assert (HOSTILE, HOSTILE) == (measure.title, measure.summary)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, True, "7", None])
def test_what_is_no_number_is_none(value):
    assert number_of(value) is None


# --- scope ---------------------------------------------------------------------------------------


def test_some_measures_can_be_chosen_and_the_report_says_so():
    dataset = dataset_of(town())
    chosen = [dataset.find("verkehr1"), dataset.find("bauen2"), 999]
    report = report_on(dataset, measures=chosen)

    assert ["bauen2", "verkehr1"] == [measure.id for measure in report.measures]
    assert report.partial
    assert "2 von 7 Maßnahmen; Übersicht und Kosten zählen alle 7." == report_words.scope(
        2, report.total
    )


def test_an_empty_dataset_has_an_empty_report():
    report = report_on(dataset_of(rows([], [], [], [])))

    assert ((), (), 0, False) == (
        report.measures, report.cost_kinds, report.total, report.partial,
    )  # fmt: skip


def test_measures_stand_by_category():
    report = report_on(dataset_of(town()))

    assert ["Bauen", "Verkehr", "Projekte"] == list(report.by_category())


# --- a former version ----------------------------------------------------------------------------


def changed_town():
    """Return a former version and a later one: one changed, one new, one gone."""
    then = town()
    now = town()
    now[FileName.ADDITIONAL][0]["short_title"] = "Neuer Name"
    now[FileName.MEASURES] = [
        row for row in now[FileName.MEASURES] if row["id"] != "verkehr3"
    ] + [measure_row("bauen9")]  # fmt: skip
    return former(then), dataset_of(now)


def test_fields_that_differ_from_a_former_version_are_named_with_both_values():
    then, now = changed_town()
    found = report_on(now, former=then, former_label="Bericht 2025").former

    assert "Bericht 2025" == found.label
    assert ("Neuer Name", "Kurztitel", "Kurz bauen1", "Neuer Name") in [
        (change.title, change.label, change.before, change.after) for change in found.changes
    ]


def test_whole_measures_that_came_or_went_are_one_line_each():
    then, now = changed_town()
    found = report_on(now, former=then).former.changes

    assert [("bauen9", NEW_MEASURE), ("verkehr3", GONE_MEASURE)] == [
        (change.id, change.label) for change in found if not change.before and not change.after
    ]
    assert {ChangeKind.ADDED, ChangeKind.REMOVED} == set(_WHOLE)


def test_a_report_on_some_measures_names_only_their_changes():
    then, now = changed_town()
    found = report_on(now, former=then, measures=[now.find("bauen9")]).former.changes

    assert ["bauen9"] == [change.id for change in found]


def test_nothing_is_different_from_itself():
    report = report_on(dataset_of(town()), former=former(town()))

    assert () == report.former.changes


def test_a_folder_a_backup_and_a_package_can_be_compared_with(tmp_path):
    folder = write_folder(tmp_path / "20260101-120000", town())
    published(repaired(SAMPLE), tmp_path / "paket")
    dataset = open_document(SAMPLE).dataset

    for source in (folder, SAMPLE, tmp_path / "paket"):
        assert report_on(dataset, former=read_other(source, site=muenster())).former is not None
    before = sorted(path.name for path in folder.iterdir())
    assert sorted(FileName) == before


def test_a_folder_with_something_else_in_it_is_refused(tmp_path):
    published(repaired(SAMPLE), tmp_path / "paket")
    (tmp_path / "paket" / "fremd.txt").write_text("x", encoding="utf-8")

    with pytest.raises(PublicationError):
        read_other(tmp_path / "paket", site=muenster())


# --- size ----------------------------------------------------------------------------------------


def test_a_large_dataset_is_reported_on_in_a_time_that_grows_with_it():
    datasets = {times: dataset_of(many(40 * times)) for times in (1, 8)}

    assert 320 == len(report_on(datasets[8]).measures)
    assert growth(lambda times: report_on(datasets[times]), 1) < LINEAR


@pytest.mark.real
def test_the_real_dataset_has_an_entry_for_every_measure(real_dataset):
    document = open_document(real_dataset)
    report = report_on(document.dataset)
    shared = [measure for measure in report.measures if measure.cost.group is not None]

    assert len(document.dataset.measures) == len(report.measures)
    assert all(measure.cost.shared_with for measure in shared)
    assert all(m.title == one_line(m.title) for m in report.measures)
