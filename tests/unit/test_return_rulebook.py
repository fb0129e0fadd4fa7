"""What would add an error or a warning that a clerk can cure is not taken unseen."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from klimaeditor.checks import texts
from klimaeditor.checks.engine import check_measure
from klimaeditor.model.changes import Batch, Change, FileName
from klimaeditor.model.edits import set_field
from klimaeditor.model.values import ABSENT
from tests.dataset_builders import dataset_of, many
from tests.foreign_cases import TITLES, proposed, small_town, table_file
from tests.request_tools import (
    EVERYTHING,
    MEASURES,
    PROGRESS,
    fill,
    proposals,
    requested,
    row_of,
    town_of_three,
)
from tests.workbook_tools import headers, worked_on

STATE = "Sachstand Text"
SOON = date.today() + timedelta(days=400)  # noqa: DTZ011 - the rules ask the computer's clock, too


@pytest.fixture
def asked(tmp_path):
    """Return a dataset and the workbook that asks about everything."""
    dataset = town_of_three()
    return dataset, requested(dataset, tmp_path, EVERYTHING)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        (STATE, "Kontakt: Erika Musterfrau, Tel. 0251/492-0000"),
        (STATE, "Fragen an erika.musterfrau@example.org"),
        ("Kosten (Euro)", -70_000),
        ("Sachstand Datum", SOON),
    ],
)
def test_a_new_finding_is_a_doubt_that_says_so(asked, header, value):
    """Personal data, a negative amount, a day in the future."""
    dataset, path = asked
    fill(path, "bauen1", {header: value, "Wer macht es?": "Amt 66"})
    before = [check_measure(dataset.view(key)) for key in dataset.measure_keys()]
    found = {p.place.field: p for p in proposals(dataset, path)}
    clear = found.pop("responsible_bodies")
    (doubtful,) = found.values()
    assert clear.unproblematic
    assert ["new_finding"] == [problem.code for problem in doubtful.problems]
    assert "neuer Befund" in doubtful.problems[0].message
    assert before == [check_measure(dataset.view(key)) for key in dataset.measure_keys()]


def test_a_future_entry_of_a_list_is_a_doubt(asked):
    """A dated value counts as well."""
    dataset, path = asked
    fill(path, "bauen3", {"Datum": SOON, "Stand": 5_500}, sheet=PROGRESS)
    codes = {problem.code for p in proposals(dataset, path) for problem in p.problems}
    assert "new_finding" in codes


def test_values_are_judged_together(asked):
    """Text, title and day of a new Sachstand belong together, and bring no finding."""
    dataset, path = asked
    fill(
        path,
        "bauen1",
        {STATE: "Wir bauen.", "Sachstand Titel": "Netz 2", "Sachstand Datum": date(2026, 10, 15)},
    )
    fill(path, "bauen3", {"Datum": date(2026, 10, 20), "Stand": 5_500}, sheet=PROGRESS)
    doubts = [p.problems for p in proposals(dataset, path) if not p.unproblematic]
    assert [] == [d for d in doubts if "new_finding" in {problem.code for problem in d}]


def test_what_was_wrong_before_is_no_new_finding(asked):
    """A text that names a number already may be edited."""
    dataset, path = asked

    text = "Kontakt: Tel. 0251/492-0000"
    key = dataset.find("bauen1")
    dataset.apply(Batch("Text", set_field(dataset, key, "state_text", text)))
    path = requested(dataset, path.parent, EVERYTHING)
    fill(path, "bauen1", {STATE: f"{text}, wir bauen"})
    (found,) = proposals(dataset, path)
    assert found.unproblematic


def test_tables_of_others_ask_the_rulebook_too(tmp_path):
    """The same question for a foreign table."""
    rows = [["Maßnahme", "Kosten", "Sachstand"]]
    rows += [[TITLES["bauen1"], -5, "Läuft."], [TITLES["bauen2"], 5_000, "Tel. 0251/492-0000"]]
    returned = proposed(small_town(), table_file(tmp_path / "tabelle.xlsx", rows))
    assert {("bauen1", "state_text"), ("bauen2", "cost_value")} == {
        (p.measure_id, p.place.field) for p in returned.unproblematic
    }


def test_what_cannot_be_stored_hides_no_finding_of_others(tmp_path):
    """Of a measure without id nothing but its contract texts can be stored."""
    dataset = small_town()
    key = dataset.find("bauen1")
    dataset.apply(Batch("Kennung", (Change(FileName.MEASURES, key, ("id",), "bauen1", ABSENT),)))
    rows = [["Maßnahme", "Kosten"], [TITLES["bauen1"], 7_000], [TITLES["bauen2"], -5]]
    returned = proposed(dataset, table_file(tmp_path / "tabelle.xlsx", rows))
    assert () == returned.unproblematic
    assert {"": ["not_storable"], "bauen2": ["new_finding"]} == {
        found.measure_id: [problem.code for problem in found.problems]
        for found in returned.proposals
    }


def texts_looked_at(monkeypatch):
    """Count how often the rules look at a text, by measure and field."""
    looked = Counter()
    check = texts._check_text

    def counted(view, found):
        looked[view.id, found.field.name] += 1
        return check(view, found)

    monkeypatch.setattr(texts, "_check_text", counted)
    return looked


WORDS = ("Ausbau", "Bau", "Chance", "Dach", "Erde", "Fenster", "Garten", "Haus")


def test_the_rulebook_is_asked_about_what_came_back_and_nothing_else(tmp_path, monkeypatch):
    """Each text is looked at once with its new value; who is to blame, of one measure only."""
    looked = texts_looked_at(monkeypatch)
    dataset = dataset_of(many(len(WORDS)))
    path = requested(dataset, tmp_path)
    ids = [dataset.view(key).id for key in dataset.measure_keys()]
    with worked_on(path) as book:
        sheet = book[MEASURES]
        place = headers(sheet).index(STATE) + 1
        for measure_id, word in zip(ids, WORDS, strict=True):
            sheet.cell(row_of(sheet, measure_id), place).value = f"{word} wird geplant."
        sheet.cell(row_of(sheet, ids[5]), place).value = "Fragen an erika.m@example.org"
    (doubtful,) = [found for found in proposals(dataset, path) if not found.unproblematic]
    assert ids[5] == doubtful.measure_id
    assert {(measure_id, "state_text") for measure_id in ids} == looked.keys()
    assert {(ids[5], "state_text")} == {place for place, times in looked.items() if times > 1}
