"""Numbers: requirements section 9, row by row, then what people type beyond it."""

from __future__ import annotations

import json
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.checks.numbers import (
    AmountReading,
    Certainty,
    Inexactness,
    decimal_point_misread,
    format_amount,
    format_number,
    read_amount,
    read_number,
    to_json_number,
)
from klimaeditor.checks.quantities import LARGEST, NumeralFault, Qualifier, read_numeral, shifted

if TYPE_CHECKING:
    from pathlib import Path


COSTS = "Total costs and costs by CO2e unit"


# --- fields -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,56 €", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1234,56", "1234.56"),
        ("862.139 €", "862139"),
        ("802.139,70 €", "802139.70"),
        ("230.000 EUR", "230000"),
        ("€ 1.234", "1234"),
        ("1\u00a0234,56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1\u2009234,56", "1234.56"),
        ("1 234 567", "1234567"),
        ("1.234.567", "1234567"),
        ("−5", "-5"),
        ("-5 €", "-5"),
        ("+5", "5"),
        ("-0", "0"),
        ("350", "350"),
        ("0", "0"),
        ("0,5", "0.5"),
        ("350,-", "350"),
        ("1.350,– €", "1350"),
        ("350,00\n", "350"),
        ("2030 €", "2030"),
        ("1989", "1989"),
        (f"{LARGEST} €", str(LARGEST)),
    ],
)
def test_an_unmistakable_amount_is_exact(text: str, value: str) -> None:
    reading = read_amount(text)

    assert reading == AmountReading(Certainty.EXACT, Decimal(value))


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("862.139", "862139", Inexactness.THOUSANDS_POINT),
        ("350.000", "350000", Inexactness.THOUSANDS_POINT),
        ("-1.234", "-1234", Inexactness.THOUSANDS_POINT),
        ("2030", "2030", Inexactness.LOOKS_LIKE_YEAR),
        ("Keine Kosten", "0", Inexactness.FREE_OF_COST),
        ("keine zusätzlichen Kosten.", "0", Inexactness.FREE_OF_COST),
        ("kostenlos", "0", Inexactness.FREE_OF_COST),
    ],
)
def test_what_could_mean_something_else_is_asked(
    text: str, value: str, reason: Inexactness
) -> None:
    reading = read_amount(text)

    assert reading == AmountReading(Certainty.CONFIRM, Decimal(value), reason=reason)


@pytest.mark.parametrize(
    "text", ["", "  \n", "Nicht zutreffend", "Keine Angabe", "k. A.", "–", "Siehe Investmentplan"]
)
def test_blank_and_placeholders_are_no_number(text: str) -> None:
    assert read_amount(text) == AmountReading(Certainty.NONE)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ca. 215 Mio. €", "215000000"),
        ("149,1 Mio. €", "149100000"),
        ("2 Mrd. €", "2000000000"),
        ("350 T€", "350000"),
        ("350 TEUR", "350000"),
        ("350 Tsd. €", "350000"),
        ("350 k€", "350000"),
        ("1,5 M€", "1500000"),
        ("20 Millionen", "20000000"),
        ("25.000 Euro pro Jahr", "25000"),
        ("ca. 350.000", "350000"),
        ("ca.350.000 €", "350000"),
        ("Gesamt:350.000 €", "350000"),
        ("Beschluss vom 13.02.2024: 350.000 €", "350000"),
        ("- 350.000 €", "350000"),
    ],
)
def test_a_number_inside_words_is_only_proposed(text: str, value: str) -> None:
    reading = read_amount(text)

    assert reading.kind is Certainty.PROPOSAL
    assert reading.value is None
    assert reading.proposed == Decimal(value)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("> 30.000 Euro", Qualifier.AT_LEAST),
        ("< 10.000 Euro", Qualifier.AT_MOST),
        ("bis zu 5 Mio. €", Qualifier.AT_MOST),
        ("mindestens 5 €", Qualifier.AT_LEAST),
    ],
)
def test_a_bound_is_no_value(text: str, qualifier: Qualifier) -> None:
    reading = read_amount(text)

    assert [q.qualifier for q in reading.candidates] == [qualifier]
    assert reading.proposed is None


def test_of_several_candidates_none_is_chosen() -> None:
    reading = read_amount("ca. 4,2 Mio. €/a; 840 €/t CO2")

    assert [(q.value, q.unit, q.per) for q in reading.candidates] == [
        (Decimal(4_200_000), "€", "a"),
        (Decimal(840), "€", "t CO2"),
    ]
    assert (reading.value, reading.proposed) == (None, None)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("1,500", [1_500, Decimal("1.5")]),
        ("350,000", [350_000, 350]),
        ("-2,750 €", [-2_750, Decimal("-2.75")]),
        ("12,345", [12_345]),
    ],
)
def test_a_comma_before_three_digits_is_asked(text: str, offered: list[Decimal]) -> None:
    reading = read_amount(text)

    assert (Certainty.PROPOSAL, Inexactness.THOUSANDS_COMMA) == (reading.kind, reading.reason)
    assert offered == [found.value for found in reading.candidates]


def test_a_range_of_amounts_gives_both_ends() -> None:
    reading = read_amount("2 bis 3 Mio. €")

    assert [q.value for q in reading.candidates] == [Decimal(2_000_000), Decimal(3_000_000)]
    assert reading.proposed is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1.5", Inexactness.DECIMAL_POINT),
        ("1234.56", Inexactness.DECIMAL_POINT),
        ("0.139", Inexactness.DECIMAL_POINT),
        ("ca. 1.5 Mio. €", Inexactness.DECIMAL_POINT),
        ("1,234.56", Inexactness.ENGLISH),
        ("1,234,567", Inexactness.ENGLISH),
        ("1.23.456", Inexactness.GROUPING),
        ("1234.567", Inexactness.GROUPING),
        ("12.34,5.6", Inexactness.GROUPING),
        ("1.234 567", Inexactness.GROUPING),
        ("1.234.56", Inexactness.GROUPING),
        ("12,3456", Inexactness.TOO_MANY_DECIMALS),
        ("ca. 12,345 €", Inexactness.TOO_MANY_DECIMALS),
        ("1e5", Inexactness.EXPONENT),
        ("-1,5E+3", Inexactness.EXPONENT),
        ("NaN", Inexactness.NOT_A_NUMBER),
        ("Infinity", Inexactness.NOT_A_NUMBER),
        ("12a", Inexactness.NOT_A_NUMBER),
        ("bis 2028", Inexactness.NOT_A_NUMBER),
        ("17 Stadtteile", Inexactness.NOT_A_NUMBER),
        ("01.10.2024", Inexactness.NOT_A_NUMBER),
        ("١٢", Inexactness.NOT_A_NUMBER),
        ("58.000 t CO2/a", Inexactness.OTHER_UNIT),
        (f"{LARGEST + 1}", Inexactness.TOO_LARGE),
        ("9" * 5000, Inexactness.TOO_LARGE),
    ],
)
def test_anything_else_is_refused_with_a_reason_and_an_example(
    text: str, reason: Inexactness
) -> None:
    reading = read_amount(text)

    assert (reading.kind, reading.reason, reading.value) == (Certainty.REFUSED, reason, None)
    assert reading.example


@pytest.mark.parametrize(
    "text", ["1.5", "1,234.56", "1.2.3", "1,2345", "1e5", "9" * 99, "5 t", "Geld"]
)
def test_every_example_is_itself_accepted(text: str) -> None:
    example = read_amount(text).example or ""

    assert read_amount(example).kind is Certainty.EXACT


def test_a_plain_number_field_knows_no_currency_and_no_year() -> None:
    assert read_number("2030") == AmountReading(Certainty.EXACT, Decimal(2030))
    assert read_number("12,345") == AmountReading(Certainty.EXACT, Decimal("12.345"))
    assert read_number("1.250").reason is Inexactness.THOUSANDS_POINT
    assert read_number("keine Angabe") == AmountReading(Certainty.NONE)
    assert read_number("5 €").reason is Inexactness.NOT_A_NUMBER
    assert read_number("1.5").reason is Inexactness.DECIMAL_POINT
    assert read_number("1e5").reason is Inexactness.EXPONENT


@given(st.decimals(min_value=-LARGEST, max_value=LARGEST, places=2))
def test_a_written_amount_is_read_back_exactly(value: Decimal) -> None:
    assert read_amount(f"{format_amount(value)} €") == AmountReading(Certainty.EXACT, value)


@given(st.text(max_size=60))
def test_any_text_gets_a_consistent_answer(text: str) -> None:
    reading = read_amount(text)

    assert (reading.value is not None) == (reading.kind in {Certainty.EXACT, Certainty.CONFIRM})
    assert bool(reading.candidates) == (reading.kind is Certainty.PROPOSAL)
    assert (reading.example is not None) == (reading.kind is Certainty.REFUSED)


# --- numerals ---------------------------------------------------------------------------------


@given(st.integers(min_value=0, max_value=LARGEST))
def test_grouping_must_be_exact_to_count(value: int) -> None:
    grouped = f"{value:,}".replace(",", ".")

    assert read_numeral(grouped) == value
    if value >= 1000:
        assert isinstance(read_numeral(grouped + "0"), NumeralFault)


def test_shifting_is_exact_in_any_context() -> None:
    with localcontext() as context:
        context.prec = 3

        assert str(shifted(Decimal("12345.678"), -3)) == "12.345678"
    assert shifted(Decimal("Infinity"), 3) == Decimal("Infinity")


# --- writing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "amount", "number"),
    [
        (350000, "350.000", "350.000"),
        (350.0, "350", "350"),
        (862139.7, "862.139,70", "862.139,7"),
        (Decimal("1234.56"), "1.234,56", "1.234,56"),
        (862.139, "862,139", "862,139"),
        (-1234.5, "-1.234,50", "-1.234,5"),
        (Decimal("-0.0"), "0", "0"),
        (1e21, "1.000.000.000.000.000.000.000", "1.000.000.000.000.000.000.000"),
        (0.000001, "0,000001", "0,000001"),
    ],
)
def test_numbers_are_written_the_german_way(value: float, amount: str, number: str) -> None:
    assert (format_amount(value), format_number(value)) == (amount, number)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_number_is_not_written(value: float) -> None:
    with pytest.raises(ValueError, match="without an end"):
        format_amount(value)


def test_whole_values_are_stored_as_integers() -> None:
    stored = [to_json_number(Decimal(text)) for text in ("350000.00", "862139.70")]

    assert json.dumps(stored) == "[350000, 862139.7]"


# --- thousands point read as decimal point ----------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text", "meant"),
    [
        (862.139, "Summe 802.139,70 € und Eigenanteil 60.000 €", "862139.70"),
        (350.0, "9 x 30.000 € = 270.000 €, 8 x 10.000 € = 80.000 €, gesamt: 350.000 €", "350000"),
        (350, "ca. 350 T€", "350000"),
        (1, "1.000 €", "1000"),
        (999, "999.000 €", "999000"),
        (862.139, "862.139,99 €", "862139.99"),
        (5, "2.000 € + 3.000 €", "5000"),
        (5, "5.000 €, davon 2.000 € und 3.000,50 €", "5000"),
        (12, " + ".join(["1.000 €"] * 12), "12000"),
    ],
)
def test_a_misread_thousands_point_is_proved_by_the_text(
    value: float, text: str, meant: str
) -> None:
    assert decimal_point_misread(value, text) == Decimal(meant)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (862.139, "Keine Angabe"),
        (350.0, "350 € je Stück, zusammen 350.000 €"),
        (350.0, "350.000 €/a"),
        (350.0, "350.000 t CO2"),
        (350.0, "350.000 € oder 350.000,50 €"),
        (0, "Nicht zutreffend"),
        (0.5, "500 €"),
        (350000, "350.000 €"),
        (862.1391, "862.139 €"),
        (862.1391, "862.140 €"),  # the thousandfold has a decimal: nobody has typed that amount
        (862.139, "862.140 €"),
        (862.139, "862.138,99 €"),
        (0.999, "999 €"),
        (1000, "1.000.000 €"),
        (float("inf"), "350.000 €"),
        (5, "2.000 €, 10 € und 3.000 €"),  # no neighbours
        (5, "2.000 € + 3.000 € oder 2.000 € + 3.000,50 €"),  # two sums, which one?
        (13, " + ".join(["1.000 €"] * 13)),  # longer runs add up to anything
        (float("nan"), "350.000 €"),
    ],
)
def test_without_proof_nothing_is_proposed(value: float, text: str) -> None:
    assert decimal_point_misread(value, text) is None


@pytest.mark.real
def test_the_real_dataset_has_exactly_the_two_known_misreadings(real_dataset: Path) -> None:
    measures = json.loads((real_dataset / "measures.json").read_text(encoding="utf-8"))
    extra = json.loads((real_dataset / "additional_data.json").read_text(encoding="utf-8"))
    texts = {m["id"]: m.get("Impact & cost", {}).get(COSTS, "") for m in measures}
    stored = {a["id"]: a["cost"]["value"] for a in extra if a["cost"]["value"] is not None}

    found = {key: decimal_point_misread(value, texts[key]) for key, value in stored.items()}

    assert {key: value for key, value in found.items() if value is not None} == {
        "bildung_und_ernaehrung1": Decimal("862139.70"),
        "bildung_und_ernaehrung8": Decimal(350000),
    }


@pytest.mark.parametrize("read", [read_amount, read_number])
@pytest.mark.parametrize("text", ["1" * 65, "0" * 65, "1." + "000." * 20 + "000", "0," + "0" * 63])
def test_a_text_of_more_than_64_characters_is_no_number(read, text: str) -> None:
    assert len(text) > 64
    assert read(text).kind is Certainty.REFUSED


def test_a_number_of_64_characters_still_is_one() -> None:
    assert read_number("0," + "0" * 61 + "1").kind is Certainty.EXACT
