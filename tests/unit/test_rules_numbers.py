"""Doubts about numbers: each has its evidence, and none is changed by itself (SEC-20)."""

from __future__ import annotations

from datetime import date

import pytest

from klimaeditor.document import open_document
from klimaeditor.model.findings import Severity
from tests.checking import HEALTHY_ID, changed, findings_of, healthy, only, rules_of
from tests.rule_cases import cost


def costs(value: float | None, text: str):
    tables = healthy()
    cost(value, text)(tables, HEALTHY_ID)
    return tables


def test_a_lost_thousands_point_offers_the_amount_of_the_text():
    finding = only("cost_misread", costs(862.139, "802.139,70 € + 60.000 €"))

    assert 862139.7 == finding.fix.edits[0].value
    assert not finding.fix.automatic
    assert finding.severity is Severity.WARNING


def test_nought_beside_a_placeholder_offers_no_amount():
    assert only("cost_zero_placeholder", costs(0, "Keine Angabe")).fix.edits[0].value is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "Keine Kosten"),
        (0, "Die Maßnahme ist kostenlos."),
        (None, "25.000 Euro pro Jahr"),
        (500, "500 €"),
        (800, "800 € je Baum"),
        (800, "Beschluss V/0192/2024 vom Mai 2024, Projekt 2025-2030"),
        (40000, "40.000 € im Jahr 2025"),
        (2000, "4,2 Mio. €"),
        (40000, ""),
    ],
)
def test_amounts_that_fit_their_text_are_no_finding(value, text):
    cost_rules = {f.rule for f in findings_of(costs(value, text)) if f.field == "cost_value"}

    assert set() == cost_rules


@pytest.mark.parametrize(
    "text", ["25.000 €/a", "25.000 Euro im Jahr", "jährlich 25.000 €", "25.000 EUR pro Jahr"]
)
def test_the_amount_itself_per_year_is_a_warning(text):
    assert {"cost_per_year"} == rules_of(costs(25000, text))


def test_yearly_amounts_beside_the_total_are_a_hint():
    assert {"cost_mentions_year"} == rules_of(costs(125000, "25.000 €/a, insgesamt 125.000 €"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Pro Jahr: 60.000 €", "„Pro Jahr“"),
        ("Im Jahr fallen 60.000 Euro an", "„Im Jahr“"),
        ("Kosten /a: 60 T€", "„/a“"),
        ("Kosten laut jährlichem Haushalt", "„jährlich“"),
    ],
)
def test_words_for_a_year_are_a_hint_although_no_amount_can_be_told(text, words):
    assert words in only("cost_mentions_year", costs(60000, text)).message


@pytest.mark.parametrize("text", ["60.000 €, spart 1250 t CO2/a", "60.000 € für 30 GWh pro Jahr"])
def test_a_year_that_belongs_to_another_quantity_is_no_finding(text):
    assert set() == rules_of(costs(60000, text))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4.2, "4,2 Mio. €"),
        (35, "350 T€"),
        (2, "2 Milliarden Euro"),
        (500, "12500 für Material"),
        (500, "je Stelle 5000, drei Stellen"),
    ],
)
def test_small_amounts_beside_large_words_are_implausible(value, text):
    assert {"cost_implausible"} == rules_of(costs(value, text))


@pytest.mark.parametrize("year", [20, 0, -1, 203, 20300, 2030.5])
def test_a_number_that_is_no_calendar_year_is_an_error_that_asks(year):
    finding = only("year_not_calendar", changed("cost_until", year))

    assert finding.severity is Severity.ERROR
    assert () == finding.fix.edits


@pytest.mark.parametrize("year", [1999, 2019, 2061, 2100])
def test_a_distant_year_is_a_warning(year):
    assert {"year_implausible"} == rules_of(changed("cost_until", year))


@pytest.mark.parametrize("year", [2020, 2030, 2030.0, 2060])
def test_a_plausible_year_is_no_finding(year):
    assert set() == rules_of(changed("cost_until", year))


def test_a_german_date_of_the_state_is_converted():
    finding = only("date_unreadable", changed("state_date", "01.07.2024"))

    assert ("2024-07-01", True) == (finding.fix.edits[0].value, finding.fix.automatic)


def defects(document) -> set[tuple[str, str]]:
    return {
        (document.view(finding.measure).id, finding.rule)
        for finding in document.findings.all()
        if finding.measure is not None
    }


@pytest.mark.real
def test_all_known_defects_of_the_real_data_are_findings(real_dataset):
    expected = {
        ("bildung_und_ernaehrung1", "cost_misread"),
        ("bildung_und_ernaehrung8", "cost_misread"),
        ("bauen1", "year_not_calendar"),
        *((f"klimahaushalt{n}", "cost_zero_placeholder") for n in range(1, 6)),
        *((f"energieerzeugung{n}", "cost_shared") for n in range(4, 9)),
        ("bauen6", "cost_per_year"),
        ("bildung_und_ernaehrung4", "cost_per_year"),
        ("wirtschaft_und_wissenschaft4", "cost_per_year"),
        ("wirtschaft_und_wissenschaft10", "cost_per_year"),
        ("energieerzeugung1", "quantity_without_unit"),
        ("energieerzeugung2", "quantity_without_unit"),
        ("bauen6", "quantity_without_unit"),
        ("bildung_und_ernaehrung8", "quantity_without_unit"),
        ("energieerzeugung1", "character_private"),
        ("bildung_und_ernaehrung1", "structural_debris"),
    }

    assert set() == expected - defects(open_document(real_dataset))


@pytest.mark.real
def test_the_misspelt_ids_of_the_real_data_are_no_findings(real_dataset):
    document = open_document(real_dataset)

    assert [] == [f for f in document.findings.all() if f.field == "id"]


def test_all_planted_defects_of_the_sample_are_findings(sample_dataset):
    expected = {
        ("bildung_und_ernaehrung1", "cost_misread"),
        ("bildung_und_ernaehrung2", "cost_misread"),
        ("bildung_und_ernaehrung2", "structural_debris"),
        ("bauen1", "year_not_calendar"),
        ("klimahaushalt1", "cost_zero_placeholder"),
        ("klimahaushalt2", "cost_zero_placeholder"),
        *((f"energieerzeugung{n}", "cost_shared") for n in (2, 3, 4)),
        ("bauen2", "cost_per_year"),
        ("bildung_und_ernaehrung3", "cost_per_year"),
        ("wirtschaft_und_wissenschaft1", "cost_per_year"),
        ("energieerzeugung1", "character_private"),
        ("initiative1", "cost_nan"),
        ("initiative3", "cost_nan"),
        ("iniative4", "cost_nan"),
        ("iniative5", "cost_nan"),
        ("initiative2", "summary_missing"),
        ("mobilitaet1", "progress_below_start"),
        ("mobilitaet2", "status_asks_citizens"),
        ("bauen3", "body_not_in_filter"),
    }
    found = defects(open_document(sample_dataset))

    assert set() == expected - found
    assert ("mobilitaet2", "cost_zero_placeholder") not in found


def test_a_state_dated_after_today_is_a_warning():
    tables = changed("state_date", "2025-07-02")

    (found,) = findings_of(tables, date(2025, 7, 1))

    assert ("state_future", Severity.WARNING) == (found.rule, found.severity)
    assert "02.07.2025 liegt in der Zukunft" in found.message
    assert () == findings_of(tables, date(2025, 7, 2))
