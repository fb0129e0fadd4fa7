"""A returned value is clear only where it is an answer; what says nothing new is a doubt."""

from __future__ import annotations

import pytest

from klimaeditor.exchange.answers import is_agreed_placeholder, is_no_answer
from klimaeditor.model.changes import Batch
from klimaeditor.model.edits import set_field
from tests.foreign_cases import TITLES, by_place, proposed, report_file, small_town, table_file
from tests.request_tools import EVERYTHING, codes, fill, proposals, requested, town_of_three

NOTHING_NEW = [
    "unverändert",
    "Unverändert.",
    "k. A.",
    "k.A.",
    "–",
    "x",
    "siehe E-Mail",
    "s. o.",
    "wie oben",
    "dito",
    "?",
    "…",
    "(keine Änderung)",
    "Keine Änderungen seit letztem Bericht",
    "s. Anlage",
    "wird nachgereicht",
    "dto.",
    "Stand unverändert",
    "alles wie gehabt",
    "siehe Telefonat",
    "bitte streichen",
    "bitte nachfragen",
]
ANSWERS = [
    "Läuft",
    "Keine Kosten",
    "Bau begonnen",
    "Amt 67",
    "fertig",
    "s. Karlstraße",
    "Der Sachstand ist unverändert gut, wir bauen weiter.",
    "siehe oben genannte Ziele werden verfolgt",
    "5 Netze",
]


@pytest.mark.parametrize("text", NOTHING_NEW)
def test_what_says_nothing_new_is_no_answer(text):
    """Every spelling of "nothing new" is known."""
    assert is_no_answer(text)


@pytest.mark.parametrize("text", ["", "  ", *ANSWERS])
def test_a_statement_is_an_answer(text):
    """Short statements are none of it, and a blank text is nothing at all."""
    assert not is_no_answer(text)


def test_only_agreed_spellings_stand_on_the_page():
    """A placeholder that is agreed upon is told from a remark to the editors."""
    assert is_agreed_placeholder("Keine Angabe")
    assert is_agreed_placeholder("nicht zutreffend.")
    for text in (*NOTHING_NEW, "siehe Vorjahr", "tbd", "n/a", "keine"):
        assert not is_agreed_placeholder(text)


@pytest.mark.parametrize("text", ["?", "x", "–", "tbd", "siehe Vorjahr", "kein neuer Sachstand"])
def test_what_says_nothing_is_doubtful_where_nothing_was_sent(tmp_path, text):
    """An empty place is no reason to take a remark; only what stands on the page as it is."""
    dataset = small_town()
    path = requested(dataset, tmp_path, EVERYTHING)
    fill(path, "bauen1", {"Sachstand Text": text})
    (found,) = proposals(dataset, path)
    assert ["no_answer"] == [problem.code for problem in found.problems]


@pytest.mark.parametrize("text", NOTHING_NEW)
@pytest.mark.parametrize("header", ["Sachstand Text", "Wer macht es?"])
def test_a_return_that_says_nothing_new_is_doubtful(tmp_path, text, header):
    """It stays to be looked at, with its one reason, in long texts and short ones."""
    dataset = town_of_three()
    path = requested(dataset, tmp_path, EVERYTHING)
    fill(path, "bauen1", {header: text})
    (found,) = proposals(dataset, path)
    assert not found.unproblematic
    assert ["no_answer"] == [problem.code for problem in found.problems]
    assert "keine Angabe" in found.problems[0].message


@pytest.mark.parametrize("text", ANSWERS)
def test_a_returned_statement_stays_clear(tmp_path, text):
    """Short answers are not doubted."""
    dataset = town_of_three()
    path = requested(dataset, tmp_path, EVERYTHING)
    fill(path, "bauen1", {"Sachstand Text": text})
    (found,) = proposals(dataset, path)
    assert found.unproblematic


def test_the_title_of_a_link_is_an_answer_too(tmp_path):
    """ "dito" as a title is doubted, a title is not."""
    dataset = town_of_three()
    path = requested(dataset, tmp_path, EVERYTHING)
    fill(path, "bauen1", {"Titel des Links": "dito"}, sheet="Links")
    fill(path, "bauen2", {"Titel des Links": "Wärmenetz"}, sheet="Links")
    clear = {p.measure_id: p.unproblematic for p in proposals(dataset, path)}
    assert {"bauen1": False, "bauen2": True} == clear


def test_a_cross_is_an_answer_where_crosses_were_sent(tmp_path):
    """In a column of crosses "x" means yes."""
    dataset = town_of_three()
    key = dataset.find("bauen1")
    dataset.apply(Batch("Kreuz", set_field(dataset, key, "action_scale", "x")))
    path = requested(dataset, tmp_path, EVERYTHING)
    fill(path, "bauen2", {"Welchen Bereich betrifft die Maßnahme?": "x"})
    fill(path, "bauen3", {"Wer macht es?": "x"})
    clear = {p.measure_id: p.unproblematic for p in proposals(dataset, path)}
    assert {"bauen2": True, "bauen3": False} == clear


@pytest.mark.parametrize("text", ["unverändert", "siehe E-Mail", "s. o.", "dito"])
def test_tables_of_others_say_nothing_new_either(tmp_path, text):
    """The same list holds for a foreign table: such cells are counted and left out."""
    rows = [["Maßnahme", "Sachstand"], [TITLES["bauen1"], text], [TITLES["bauen2"], "Läuft"]]
    returned = proposed(small_town(), table_file(tmp_path / "tabelle.xlsx", rows))
    assert {("bauen2", "state_text"): "Läuft"} == by_place(returned)
    assert "no_answer" in codes(returned)


@pytest.mark.parametrize("text", ["unverändert", "wie oben", "keine Änderung"])
def test_reports_say_nothing_new_either(tmp_path, text):
    """And for a report."""
    lines = [("Titel", TITLES["bauen1"]), ("Sachstand", text), ("Kosten", "350.000 €")]
    path = report_file(tmp_path / "bericht.xlsx", {"Blatt": lines})
    found = by_place(proposed(small_town(), path))
    assert ("bauen1", "state_text") not in found
    assert 350_000 == found["bauen1", "cost_value"]
