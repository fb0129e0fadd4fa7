"""Progress: order, days, values and what they make the public read (WEB-02 to WEB-07, WEB-11)."""

from __future__ import annotations

from datetime import date

import pytest

from klimaeditor.document import open_document
from klimaeditor.model.changes import FileName
from klimaeditor.model.findings import Severity
from tests.checking import HEALTHY_ID, document_of, findings_of, healthy, only, rules_of
from tests.rule_mutations import LATELY, count, put, series


def with_progress(mutation):
    tables = healthy()
    mutation(tables, HEALTHY_ID)
    return tables


def fixed_values(tables, rule):
    """Return the entries after the repair of the one finding of a rule."""
    document = document_of(tables)
    (finding,) = [f for f in document.findings.all() if f.rule == rule]
    document.apply(document.plan_fix(finding.fix))
    return [(entry["value"], entry["date"]) for entry in document.view(0).value("progress_values")]


def test_sorting_keeps_all_entries():
    tables = with_progress(
        series(
            "binary", ("completed", LATELY), ("unknown", "2023-01-01"), ("unknown", "2024-01-01")
        )
    )
    expected = [("unknown", "2023-01-01"), ("unknown", "2024-01-01"), ("completed", LATELY)]

    assert expected == fixed_values(tables, "progress_order")


def test_entries_with_bad_days_are_not_sorted():
    tables = with_progress(series("binary", ("completed", LATELY), ("unknown", "01.02.2003")))

    assert only("progress_order", tables).fix is None


@pytest.mark.parametrize(
    ("day", "iso"),
    [("01.10.2024", "2024-10-01"), ("3.4.2025", "2025-04-03"), (" 2025-04-03", None)],
)
def test_a_readable_day_is_stored_the_way_the_site_reads(day, iso):
    tables = with_progress(series("binary", ("completed", day)))

    assert [("completed", iso or day.strip())] == fixed_values(tables, "progress_date")


@pytest.mark.parametrize("day", ["31.02.2024", "2024-1-5", "10/2024", "bald", "2061-01-01", "2024"])
def test_an_unreadable_day_only_leads_to_the_field(day):
    finding = only("progress_date", with_progress(series("binary", ("completed", day))))

    assert () == finding.fix.edits
    assert 0 == finding.place


def test_a_german_day_says_that_the_site_reads_another_one():
    finding = only("progress_date", with_progress(series("binary", ("completed", "01.10.2024"))))

    assert "den falschen Tag" in finding.message


def test_an_entry_said_twice_is_removed_but_two_opinions_are_not():
    twice = series("binary", ("completed", LATELY), ("completed", LATELY))
    opinions = series("binary", ("completed", LATELY), ("unknown", LATELY))

    assert [("completed", LATELY)] == fixed_values(with_progress(twice), "progress_same_day")
    assert only("progress_same_day", with_progress(opinions)).fix is None


def test_each_double_day_is_one_finding_at_its_second_entry():
    entries = [("completed", day) for day in ("2024-01-01", "2024-01-01", LATELY, LATELY)]
    found = findings_of(with_progress(series("binary", *entries)))

    assert [1, 3] == [f.place for f in found if f.rule == "progress_same_day"]


@pytest.mark.parametrize(
    ("mutation", "reason"),
    [
        (series("binary", ("completed", "2023-12-31")), "Veraltet, weil der letzte Stand"),
        (series("binary", ("unknown", LATELY)), "Unbekannt, weil der letzte Stand „unbekannt“"),
        (series("percent", (0, LATELY)), "Unbekannt, weil der letzte Wert 0 %"),
        (count((5, LATELY), start=10), "Unbekannt, weil der letzte Wert 5 unter dem Startwert"),
    ],
)
def test_a_status_that_makes_citizens_ask_says_why(mutation, reason):
    finding = only("status_asks_citizens", with_progress(mutation))

    assert finding.severity is Severity.WARNING
    assert reason in finding.message


def test_a_measure_without_progress_asks_too_and_has_no_other_finding_about_it():
    tables = healthy()
    tables[FileName.PROGRESS] = []

    assert {"status_asks_citizens"} == rules_of(tables)


@pytest.mark.parametrize(
    ("mutation", "expected"),
    [
        (count((100, LATELY)), set()),
        (count((101, LATELY)), {"progress_above_goal"}),
        (count((5, "2024-01-01"), (50, LATELY), start=10), {"progress_below_start"}),
        (count((50, LATELY), goal=121), {"progress_goal_off_axis"}),
        (series("percent", (101, LATELY)), {"progress_range"}),
        (series("percent", (100, LATELY)), set()),
        (count((50, LATELY), yMin=None, yMax=None), set()),
        (count((50, "2026-10-01")), set()),
        (count((50, "2026-10-02")), set()),
        (count((50, LATELY), yMin=50, yMax=50), {"progress_axis"}),
        (count((50, LATELY), yMin="50", yMax=50), {"progress_axis", "number_unreadable"}),
    ],
)
def test_numbers_are_held_against_start_goal_and_axis(mutation, expected):
    assert expected == rules_of(with_progress(mutation))


def test_only_the_last_stale_entry_counts():
    tables = with_progress(series("binary", ("stale", "2024-01-01"), ("completed", LATELY)))

    assert set() == rules_of(tables)


@pytest.mark.parametrize("kind", [[], {}, 5, None, "", "Binary"])
def test_odd_types_are_an_error_and_no_crash(kind):
    tables = with_progress(put("progress_type", kind))

    assert "progress_type" in rules_of(tables)


@pytest.mark.parametrize("value", [[], {}, None, True, 5])
def test_odd_statuses_are_an_error_and_no_crash(value):
    assert "progress_value" in rules_of(with_progress(series("binary", (value, LATELY))))


@pytest.mark.real
def test_electric_buses_give_exactly_two_warnings_about_their_numbers(real_dataset):
    document = open_document(real_dataset)
    found = document.findings.of(document.dataset.find("mobilitaet1"))

    assert [("progress_below_start", 0), ("progress_below_start", 1)] == [
        (f.rule, f.place)
        for f in found
        if f.severity is Severity.WARNING and f.field == "progress_values"
    ]


@pytest.mark.real
def test_eighteen_pages_of_the_real_data_make_citizens_ask(real_dataset):
    rules = [finding.rule for finding in open_document(real_dataset).findings.all()]

    assert 18 == rules.count("status_asks_citizens")


TODAY = date(2025, 7, 1)
TOMORROW = "2025-07-02"


@pytest.mark.parametrize(
    "dated",
    [
        lambda day: series("binary", ("unknown", LATELY), ("completed", day)),
        lambda day: series("percent", (1, LATELY), (100, day)),
        lambda day: count((5, LATELY), (100, day)),
    ],
    ids=["binary", "percent", "count"],
)
def test_a_stand_after_today_is_a_warning_whatever_the_kind(dated):
    today = findings_of(with_progress(dated("2025-07-01")), TODAY)
    (found,) = findings_of(with_progress(dated(TOMORROW)), TODAY)

    assert () == today
    assert ("progress_future", Severity.WARNING, 1) == (found.rule, found.severity, found.place)
    assert "02.07.2025 von Stand 2 liegt in der Zukunft" in found.message


def test_a_day_beyond_the_chart_is_no_finding_because_no_data_can_cure_it():
    tables = with_progress(count((5, "2026-11-22")))

    assert ["progress_future"] == [f.rule for f in findings_of(tables, date(2026, 11, 21))]
    assert [] == [f.rule for f in findings_of(tables, date(2026, 11, 22))]


@pytest.mark.parametrize(
    ("mutation", "said", "unsaid"),
    [
        (
            series("percent", ("92", LATELY)),
            ("„Unbekannt“", "erscheint der Wert trotzdem"),
            "fehlt",
        ),
        (count(("92", LATELY)), ("„Unbekannt“", "erscheint der Wert trotzdem"), "fehlt"),
        (series("percent", ("viel", LATELY)), ("„Unbekannt“", "fehlt der Punkt"), "trotzdem"),
        (count(("", "2023-10-01"), (5, LATELY)), ("bleibt der", "trotzdem"), "„Unbekannt“"),
        (series("binary", ("fertig", LATELY)), ("„Unbekannt“",), "Diagramm"),
    ],
)
def test_a_value_of_the_wrong_kind_says_what_status_and_chart_make_of_it(mutation, said, unsaid):
    finding = only("progress_value", with_progress(mutation))

    assert all(part in finding.message for part in said)
    assert unsaid not in finding.message


@pytest.mark.parametrize(("left_out", "status"), [("start", "Unbekannt"), ("goal", "nie")])
def test_a_count_without_start_or_goal_has_a_line_across_the_chart(left_out, status):
    for record in (count((5, LATELY), **{left_out: None}), both_with_null(left_out)):
        finding = only("progress_count_incomplete", with_progress(record))

        assert status in finding.message
        assert "schräg durch das ganze Diagramm" in finding.message


def both_with_null(key):
    def mutate(tables, measure_id):
        count((5, LATELY))(tables, measure_id)
        next(r for r in tables[FileName.PROGRESS] if r["id"] == measure_id)[key] = None

    return mutate


@pytest.mark.parametrize("day", ["2025-02-30", "2061-01-01", "bald"])
def test_a_day_that_is_none_is_not_called_future_as_well(day):
    found = findings_of(with_progress(series("binary", ("completed", day))), TODAY)

    assert ["progress_date"] == [f.rule for f in found]
