"""Facets: what a filter admits, how many there are of each choice, filters as data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.checks.completeness import completeness, fields_asked
from klimaeditor.document import open_document
from klimaeditor.model.fieldtypes import Profile
from klimaeditor.model.publicpage import PublicStatus
from klimaeditor.reports.figures import read_facts
from klimaeditor.reports.overview import HALF_YEAR, NEVER, OLDER, RECENT, YEAR, news_chart
from klimaeditor.site.muenster import MUENSTER
from klimaeditor.textwork import filters
from klimaeditor.textwork.filters import (
    Facet,
    FacetIndex,
    Filter,
    FilterFacts,
    FindingsFilter,
    NewsAge,
    NotedState,
    SavedView,
    facts_of,
    filter_from_plain,
    keys_in,
    mask_of,
    news_age,
    values_of,
)
from tests.conftest import SAMPLE
from tests.dataset_builders import (
    additional_row,
    dataset_of,
    initiative_row,
    measure_row,
    progress_row,
    rows,
)

TODAY = date(2026, 11, 22)
NAMES = st.sampled_from(["", "a", "b", "c"])
FACTS = st.builds(
    FilterFacts,
    NAMES,
    st.sampled_from(PublicStatus),
    st.integers(0, 1),
    st.integers(0, 1),
    st.integers(0, 1),
    NAMES,
    st.frozensets(NAMES, max_size=2),
    st.lists(st.dates(date(2022, 1, 1), date(2027, 1, 1)), max_size=2).map(tuple),
    st.frozensets(NAMES, max_size=2),
    st.none() | st.integers(2029, 2031),
    st.sampled_from(NotedState),
)
FILTERS = st.builds(
    Filter,
    st.just(""),
    st.frozensets(NAMES, max_size=2),
    st.frozensets(st.sampled_from(PublicStatus), max_size=2),
    st.sampled_from(FindingsFilter),
    st.frozensets(NAMES, max_size=2),
    st.frozensets(NAMES, max_size=2),
    st.frozensets(st.sampled_from(NewsAge), max_size=2),
    st.frozensets(NAMES, max_size=2),
    st.frozensets(st.integers(2029, 2031), max_size=2),
)


def admits(wanted, facts):
    """Say slowly and plainly whether a filter admits a measure."""
    return all(
        not wanted.choices(facet)
        or wanted.choices(facet) & frozenset(values_of(facts, facet, TODAY))
        for facet in Facet
    )


def index_of(facts):
    index = FacetIndex(lambda: TODAY)
    index.fill(facts)
    return index


@given(st.dictionaries(st.integers(0, 40), FACTS, max_size=12), FILTERS)
def test_the_index_admits_what_the_filter_says(facts, wanted):
    found = keys_in(index_of(facts).matching(wanted), sorted(facts))

    assert [key for key in sorted(facts) if admits(wanted, facts[key])] == found


@given(
    st.dictionaries(st.integers(0, 40), FACTS, max_size=12), FILTERS, st.sets(st.integers(0, 40))
)
def test_a_count_is_what_choosing_that_value_would_show(facts, wanted, among):
    counts = index_of(facts).counts(wanted, mask_of(among))

    for facet in Facet:
        for value, count in counts[facet].items():
            if facet is Facet.FINDINGS:
                chosen = replace(wanted, findings=value)
            else:
                chosen = wanted.without(facet).with_choice(facet, value, chosen=True)
            assert sum(admits(chosen, facts[key]) for key in facts if key in among) == count


@given(st.lists(st.tuples(st.integers(0, 9), st.none() | FACTS), max_size=20), FILTERS)
def test_an_index_kept_current_is_as_one_made_anew(steps, wanted):
    index, facts = FacetIndex(lambda: TODAY), {}
    for key, found in steps:
        if found is None:
            index.drop(key)
            facts.pop(key, None)
        else:
            index.put(key, found)
            facts[key] = found

    assert index_of(facts).matching(wanted) == index.matching(wanted)
    assert index_of(facts).counts(wanted) == index.counts(wanted)


@given(FILTERS)
def test_a_filter_survives_being_kept(wanted):
    assert wanted == filter_from_plain(replace(wanted, text="Wärme").to_plain()).facets


def test_a_kept_filter_of_a_later_version_is_read_as_far_as_it_is_understood():
    saved = {"text": 7, "statuses": ["completed", "neu"], "until": [2030, True, "x"], "x": 1}

    found = filter_from_plain(saved)

    assert Filter(statuses=frozenset({PublicStatus.COMPLETED}), until=frozenset({2030})) == found


@pytest.mark.parametrize(
    ("days", "age"),
    [
        ([], NewsAge.NEVER),
        ([date(2027, 1, 1)], NewsAge.NEVER),
        ([date(1999, 1, 1), date(2027, 1, 1)], NewsAge.TWO_YEARS),
        ([TODAY], NewsAge.FRESH),
        ([date(2025, 11, 22)], NewsAge.FRESH),
        ([date(2025, 11, 21)], NewsAge.ONE_YEAR),
        ([date(2024, 11, 22)], NewsAge.ONE_YEAR),
        ([date(2024, 11, 21)], NewsAge.TWO_YEARS),
    ],
)
def test_news_grow_older_by_the_year(days, age):
    assert age is news_age(days, TODAY)


DAYS = ("", "kaputt", "22.11.2024", "2024-11-22", "2025-11-21", "2025-11-22", "2025-11-23",
        "2026-05-24", "2026-11-22", "2026-11-23", "2027-01-01")  # fmt: skip


@given(st.lists(st.sampled_from(DAYS), min_size=1, max_size=6), st.integers(-400, 400))
def test_the_filter_and_the_overview_count_the_same(days, later):
    """The number in the overview and the one in the menu beside it are of the same measures."""
    today = TODAY + timedelta(days=later)
    ids = [f"bauen{place}" for place in range(len(days))]
    states = [{"title": "", "date": day, "text": "", "verdict": ""} for day in days]
    extra = [additional_row(i, state=state) for i, state in zip(ids, states, strict=True)]
    dataset = dataset_of(rows([measure_row(i) for i in ids], extra, []))
    facts = {key: facts_of(dataset.view(key), ()) for key in dataset.measure_keys()}
    index = FacetIndex(lambda: today)
    index.fill(facts)
    bars = news_chart([read_facts(dataset.view(key), ()) for key in facts], today).bars
    told = {bar.label: bar.amount for bar in bars}

    counts = index.counts(Filter())[Facet.NEWS]

    assert told[RECENT] + told[HALF_YEAR] == counts.get(NewsAge.FRESH, 0)
    assert told[YEAR] == counts.get(NewsAge.ONE_YEAR, 0)
    assert told[OLDER] == counts.get(NewsAge.TWO_YEARS, 0)
    assert told[NEVER] == counts.get(NewsAge.NEVER, 0)


def test_the_age_of_news_is_that_of_the_day_on_which_it_is_asked_for():
    days = [date(2026, 11, 22)]
    index = FacetIndex(lambda: days[-1])
    index.fill(
        {1: FilterFacts(days=(date(2025, 11, 22),)), 2: FilterFacts(days=(date(2026, 11, 23),))}
    )
    fresh, never = (Filter(news=frozenset({age})) for age in (NewsAge.FRESH, NewsAge.NEVER))
    before = [keys_in(index.matching(wanted), (1, 2)) for wanted in (fresh, never)]

    days.append(date(2026, 11, 23))

    assert [[1], [2]] == before
    assert {NewsAge.FRESH: 1, NewsAge.ONE_YEAR: 1} == index.counts(Filter())[Facet.NEWS]
    assert [[2], []] == [keys_in(index.matching(wanted), (1, 2)) for wanted in (fresh, never)]


def test_facts_tell_body_year_latest_day_and_what_is_missing():
    state = {"title": "", "date": "2026-05-01", "text": " ", "verdict": ""}
    tables = rows([measure_row()], [additional_row(summary="", state=state)], [progress_row()])
    key = "Responsible bodies/person for implementation"
    tables_row = next(iter(tables.values()))[0]
    tables_row["Implementation"][key] = "Stadt \n Münster"

    found = facts_of(dataset_of(tables).view(0), ())

    assert "Stadt Münster" == found.body
    assert 2030 == found.until
    assert date(2026, 5, 1) == found.days[-1]
    assert {"summary", "state_text"} == found.missing


def test_an_initiative_is_not_asked_for_what_only_measures_have():
    found = facts_of(dataset_of(rows([initiative_row()], [], [])).view(0), ())

    assert {"short_title", "summary", "cost_value", "progress_values"} == found.missing
    assert PublicStatus.UNKNOWN is found.status


def test_what_is_missing_and_the_completeness_shown_agree():
    document = open_document(SAMPLE)

    for key in document.dataset.measure_keys():
        view = document.view(key)
        asked = len(fields_asked(view.profile, MUENSTER))
        missing = len(facts_of(view, ()).missing)
        assert completeness(view) == pytest.approx((asked - missing) / asked)
    assert len(fields_asked(Profile.MEASURE, MUENSTER)) > len(
        fields_asked(Profile.INITIATIVE, MUENSTER)
    )


def test_views_are_kept_by_name_and_survive_being_kept():
    one = SavedView("Fehler", Filter(findings=FindingsFilter.ERRORS), "title", descending=True)
    two = SavedView("fehler", Filter(text="Wärme"))

    assert (one,) == filters.from_plain(filters.to_plain((one,)))
    assert (two,) == filters.with_view((one,), two)
    assert () == filters.without_view((one,), "Fehler")
    assert filters.MOST == len(
        filters.from_plain([{"name": str(n), "filter": {}} for n in range(2 * filters.MOST)])
    )


def test_what_is_no_view_is_left_out():
    assert () == filters.from_plain("kaputt")
    assert () == filters.from_plain([1, {"name": " ", "filter": {}}, {"name": "a"}])


@pytest.mark.real
def test_the_facets_of_the_real_dataset_add_up(real_dataset, tmp_path):
    document = open_document(real_dataset, tmp_path)
    keys = document.dataset.measure_keys()
    facts = {key: facts_of(document.view(key), document.findings.of(key)) for key in keys}

    counts = index_of(facts).counts(Filter())

    assert 68 == sum(counts[Facet.CATEGORIES].values())
    assert 68 == sum(counts[Facet.STATUSES].values())
    assert 68 == sum(counts[Facet.BODIES].values())
    assert 68 == sum(counts[Facet.NEWS].values())
    assert 11 == counts[Facet.MISSING]["summary"]
    assert 11 == counts[Facet.FINDINGS][FindingsFilter.ERRORS]
    assert 18 == counts[Facet.RULES]["status_asks_citizens"]
