"""The city's own files, where they lie beside the project; nothing of them is repeated here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from klimaeditor.diff.fields import normalised
from klimaeditor.excel.foreign import read_file
from klimaeditor.exchange import cityreport, columns, matching, tables
from klimaeditor.exchange.importing import ForeignKind, recognise
from klimaeditor.exchange.reportlabels import RowPart
from klimaeditor.files.store import load
from klimaeditor.site.muenster import MUENSTER, muenster
from tests.foreign_cases import by_place, chosen_ids, codes, proposed, report_file

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.real

TABLES = ["b-2_actions_raw.xlsx", "b-2_actions_raw.csv"]
COUNTS = {
    "energieerzeugung": 13,
    "bauen": 9,
    "mobilitaet": 11,
    "klimahaushalt": 6,
    "bildung_und_ernaehrung": 8,
    "wirtschaft_und_wissenschaft": 10,
}
IN_ORDER = [f"{name}{n}" for name, count in COUNTS.items() for n in range(1, count + 1)]
REPORTS = {
    "Bauen_und_Sanieren.xlsx": [2, None, 3, None, 7, 6, 5, 8, 4],
    "Bildung_Ernaehung.xlsx": [1, 2, 3, 4, 7, 6, 8],
    "Klimahaushalt.xlsx": [1, 4, 6, 2, 3],
}
PREFIXES = {
    "Bauen_und_Sanieren.xlsx": "bauen",
    "Bildung_Ernaehung.xlsx": "bildung_und_ernaehrung",
    "Klimahaushalt.xlsx": "klimahaushalt",
}


@pytest.fixture(scope="module")
def dataset(real_dataset):
    return load(real_dataset, site=muenster()).dataset


@pytest.fixture(scope="module")
def reports(real_data) -> Path:
    return real_data / "sachstand"


@pytest.mark.parametrize("name", TABLES)
def test_the_first_table_is_matched_column_by_column_and_row_by_row(dataset, real_dataset, name):
    found = recognise(real_dataset / name, site=muenster())
    raw = found.tables[0]
    matched = columns.match(MUENSTER, raw)
    matches = tables.match_rows(matching.Names(dataset), raw, matched)

    assert ForeignKind.TABLE is found.kind
    assert 60 == len(raw.rows)
    assert ["category", "action_name", "short_title", "action_description", None] == [
        match.field for match in matched
    ]
    assert [*IN_ORDER, None, None, None] == chosen_ids(dataset, matches)
    assert 54 == sum(match.certain for match in matches)


def test_the_twin_in_an_old_encoding_says_the_same(dataset, real_dataset):
    first, second = (by_place(proposed(dataset, real_dataset / name)) for name in TABLES)

    assert first.keys() == second.keys()
    assert 80 <= len(first) <= 90
    differing = [key for key in first if normalised(first[key]) != normalised(second[key])]
    # An arrow of Word's own font is "?" in the old encoding; nothing else was lost.
    assert [("mobilitaet9", "action_description")] == differing


@pytest.mark.parametrize("name", TABLES)
def test_the_first_table_would_overwrite_nothing_unseen(dataset, real_dataset, name):
    returned = proposed(dataset, real_dataset / name)

    assert () == returned.unproblematic
    assert {"no_measure", "uncertain_match", "reading"} == codes(returned)


@pytest.mark.parametrize("name", REPORTS)
def test_every_measure_of_a_report_is_recognised(dataset, reports, name):
    found = recognise(reports / name, site=muenster())
    names = matching.Names(dataset, matching.Basis.STATE_TITLE)
    matches = cityreport.match_entries(names, found.report)
    wanted = [None if n is None else f"{PREFIXES[name]}{n}" for n in REPORTS[name]]

    assert ForeignKind.REPORT is found.kind
    assert wanted == chosen_ids(dataset, matches)
    assert all(match.title for match in matches)
    assert all(match.certain for match in matches if match.measure is not None)
    assert {matching.Basis.STATE_TITLE, matching.Basis.NONE} >= {match.basis for match in matches}


@pytest.mark.parametrize("name", REPORTS)
def test_the_state_of_a_report_is_read_as_the_city_published_it(dataset, reports, name):
    found = recognise(reports / name, site=muenster())
    names = matching.Names(dataset, matching.Basis.STATE_TITLE)
    matches = cityreport.match_entries(names, found.report)

    for match in matches:
        entry = found.report.entries[match.place]
        if match.measure is None:
            assert entry.block(RowPart.STATE).text
            continue
        published = dataset.value(match.measure, "state_text")
        assert published.split() == entry.block(RowPart.STATE).text.split()


@pytest.mark.parametrize("name", REPORTS)
def test_titles_alone_find_most_measures_where_no_state_is_known(real_dataset, reports, name):
    """A report about measures that have no state yet is matched by their names."""
    found = recognise(reports / name, site=muenster())
    stateless = load(real_dataset, site=muenster()).dataset
    for key in stateless.measure_keys():
        companion = stateless.view(key).additional
        if companion is not None:
            companion.pop("state", None)
    matches = cityreport.match_entries(matching.Names(stateless), found.report)
    wanted = [None if n is None else f"{PREFIXES[name]}{n}" for n in REPORTS[name]]
    got = chosen_ids(stateless, matches)

    assert all(right == wrong or wrong is None for right, wrong in zip(wanted, got, strict=True))
    assert sum(g is not None for g in got) >= sum(w is not None for w in wanted) - 1


def test_reports_suggest_costs_and_co2_only_where_they_are_stated(dataset, reports):
    returned = {name: proposed(dataset, reports / name) for name in REPORTS}
    counts = {name: len(found.proposals) for name, found in returned.items()}
    fields = {p.place.field for found in returned.values() for p in found.proposals}

    assert {"Bauen_und_Sanieren.xlsx": 8, "Bildung_Ernaehung.xlsx": 7, "Klimahaushalt.xlsx": 0} == (
        counts
    )
    assert {"total_costs", "cost_value", "ghg_reduction"} == fields
    assert not any(found.unproblematic for found in returned.values())


def test_a_day_given_by_hand_becomes_a_suggestion_for_every_measure(dataset, reports):
    returned = proposed(dataset, reports / "Klimahaushalt.xlsx", day="2025-10-01")

    assert {("state_date", "2025-10-01")} == {
        (p.place.field, p.returned) for p in returned.proposals
    }
    assert 5 == len(returned.proposals)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_in_another_dress_is_read_the_same(dataset, reports, tmp_path, name):
    """Other sheet names, another order, a heading with a day, row titles two columns further."""
    first = read_file(reports / name)
    sheets = {
        f"Blatt {number}": [
            ("Sachstandsbericht", None, "Stand: 01.10.2025"),
            *((None, None, *row.cells) for row in grid.rows),
        ]
        for number, grid in enumerate(reversed(first.sheets), 1)
    }
    path = report_file(tmp_path / "anders.xlsx", sheets)
    before, after = proposed(dataset, reports / name), proposed(dataset, path)
    texts = {key: value for key, value in by_place(after).items() if key[1] != "state_date"}

    assert texts == by_place(before)
    assert {"2025-10-01"} == {
        value for (_, field), value in by_place(after).items() if field == "state_date"
    }


def test_every_published_state_is_recognised_in_the_shape_of_a_report(dataset, tmp_path):
    """The other workbooks of the city's report hold these titles and texts, broken over rows."""
    wanted = {}
    sheets = {}
    for key in reversed(dataset.measure_keys()):
        title, text = dataset.value(key, "state_title"), dataset.value(key, "state_text")
        if not isinstance(title, str) or not isinstance(text, str):
            continue
        sheet = f"Tabelle{len(sheets) + 1}"
        wanted[sheet] = key
        sheets[sheet] = [
            *zip(("Titel ", *[None] * 9), title.split("\n"), strict=False),
            ("Federführung ", "Amt 67 "),
            *zip(("Sach-", "stand ", *[None] * 99), [*text.split("\n"), ""], strict=False),
            ("Plan 2025 ", "Weiter so. "),
            ("CO2-Reduktionspo-", "k. A. "),
            ("tential ",),
        ]
    path = report_file(tmp_path / "alle.xlsx", sheets)
    found = recognise(path, site=muenster()).report
    matches = cityreport.match_entries(matching.Names(dataset, matching.Basis.STATE_TITLE), found)

    assert len(sheets) >= 45
    assert list(wanted.values()) == [match.measure for match in matches]
    assert all(match.certain for match in matches)
    assert () == proposed(dataset, path).proposals
