"""Quantities in free text, requirements section 9 (DOM-08, DOM-09)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.checks.quantities import Qualifier, Quantity, convert_energy, find_amounts


def facts(text: str) -> list[tuple[Decimal, str | None, str | None, Qualifier | None]]:
    return [(q.value, q.unit, q.per, q.qualifier) for q in find_amounts(text)]


def test_a_sum_up_to_a_year_is_cumulative_and_years_are_no_amounts() -> None:
    (found,) = find_amounts("ca. 269.000 t CO2 bis 2028 (Basisjahr 2021)")

    assert (found.value, found.unit, found.substance) == (Decimal(269_000), "t", "CO2")
    assert (found.qualifier, found.until, found.cumulative) == (Qualifier.ABOUT, 2028, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.165 t CO2/a", [("2165", "t", "a", None)]),
        ("1250 t CO2/a", [("1250", "t", "a", None)]),
        ("58.000 t CO2/a in 2030 (Basisjahr 2021)", [("58000", "t", "a", None)]),
        (
            "13.000 bis 19.000 Tonnen CO2 pro Jahr",
            [("13000", "t", "a", Qualifier.RANGE_LOW), ("19000", "t", "a", Qualifier.RANGE_HIGH)],
        ),
        (
            "zwischen 2 und 3 GWh",
            [("2", "GWh", None, Qualifier.RANGE_LOW), ("3", "GWh", None, Qualifier.RANGE_HIGH)],
        ),
        (
            "10–20 t",
            [("10", "t", None, Qualifier.RANGE_LOW), ("20", "t", None, Qualifier.RANGE_HIGH)],
        ),
        (
            "10 t bis ca. 20 t",
            [("10", "t", None, Qualifier.RANGE_LOW), ("20", "t", None, Qualifier.RANGE_HIGH)],
        ),
        (
            "900.000 bis 1,2 Mio. €",
            [
                ("900000", "€", None, Qualifier.RANGE_LOW),
                ("1200000", "€", None, Qualifier.RANGE_HIGH),
            ],
        ),
        ("5 MW und 20 GWh", [("5", "MW", None, None), ("20", "GWh", None, None)]),
        ("in 2024 - 10 t", [("10", "t", None, None)]),
        ("Jährlich 280 GWh Strom", [("280", "GWh", "a", None)]),
        ("jährlich bis zu ca. 40 GWh", [("40", "GWh", "a", Qualifier.AT_MOST)]),
        ("60.000 € im Jahr", [("60000", "€", "a", None)]),
        ("300 t im Jahr 2030", [("300", "t", None, None)]),
        ("200 t CO2/jährlich", [("200", "t", "a", None)]),
        ("12 € p. a.", [("12", "€", "a", None)]),
        ("5 €/Tag", [("5", "€", "Tag", None)]),
        ("0,67 MWp/ha", [("0.67", "MWp", "ha", None)]),
        ("10 t CO2e/GWh", [("10", "t", "GWh", None)]),
        ("-> 42 MW", [("42", "MW", None, None)]),
        ("ein Plus von −5 %", [("-5", "%", None, None)]),
        ("Einsparung: - 146 Tonnen/Jahr", [("146", "t", "a", None)]),
        ("2.000.000 l Diesel", [("2000000", "l", None, None)]),
        ("1,75 VZÄ", [("1.75", None, None, None)]),
        ("37.484 Wohnungen", [("37484", None, None, None)]),
    ],
)
def test_free_text_is_read_as_it_stands(
    text: str, expected: list[tuple[str, str | None, str | None, Qualifier | None]]
) -> None:
    assert facts(text) == [(Decimal(value), *rest) for value, *rest in expected]


@pytest.mark.parametrize(
    "text",
    [
        "2028",
        "zwischen 2024 und 2030",
        "2024-2028",
        "am 01.07.2024 und am 30.09. oder 2024-10-01",
        "04/2024",
        "V/0192/2024",
        "siehe B-1.1",
        "CO2",
        "3D-Seismik, 110kV-Netz, 12a, 17-mal, 1:1, 12:30",
        "17 Stadtteile, 4. Reinigungsstufe",
        "kein Betrag",
    ],
)
def test_years_dates_codes_and_counts_are_no_quantities(text: str) -> None:
    assert find_amounts(text) == ()


@pytest.mark.parametrize(
    ("text", "substance"),
    [("5 t CO2", "CO2"), ("5 t CO₂", "CO2"), ("5 t CO2e", "CO2e"), ("5 t CO2-Äq.", "CO2e"),
     ("5 t CO2-Äquivalente", "CO2e"), ("5 t CO2-Reduktion", "CO2"), ("5 t", None)],
)  # fmt: skip
def test_co2_is_not_co2e(text: str, substance: str | None) -> None:
    assert [q.substance for q in find_amounts(text)] == [substance]


def test_costs_per_tonne_keep_their_substance() -> None:
    assert [q.per for q in find_amounts("840 €/t CO2, 900 € pro Tonne CO2e, 5 €/t")] == [
        "t CO2",
        "t CO2e",
        "t",
    ]


@pytest.mark.parametrize(
    ("text", "value", "per"),
    [("Rund 12,5 Mio. kWh/a", "12500", "a"), ("30,4 Millionen Kilowattstunden", "30400", None),
     ("280 GWh", "280000", None), ("0,5 TWh", "500000", None)],
)  # fmt: skip
def test_energy_converts_exactly(text: str, value: str, per: str | None) -> None:
    (found,) = find_amounts(text)

    converted = convert_energy(found, "MWh")

    assert (converted.value, converted.unit, converted.per) == (Decimal(value), "MWh", per)


@given(
    st.decimals(allow_nan=False, allow_infinity=False),
    st.sampled_from(["kWh", "MWh", "GWh", "TWh"]),
    st.sampled_from(["kWh", "MWh", "GWh", "TWh"]),
)
def test_energy_converts_there_and_back_without_loss(value: Decimal, one: str, other: str) -> None:
    quantity = Quantity(value, one)

    assert convert_energy(convert_energy(quantity, other), one) == quantity


def test_only_energy_converts() -> None:
    with pytest.raises(ValueError, match="not an energy unit"):
        convert_energy(Quantity(Decimal(1), "t"), "MWh")


@given(
    st.from_regex(
        r"[-−<>]?[0-9., ]{1,12}(bis|-| |/)?[0-9.,]{0,8} ?(Mio\. )?(€|t CO2/a|%)?", fullmatch=True
    )
)
def test_offsets_point_at_the_number(text: str) -> None:
    for quantity in find_amounts(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert any(character.isdigit() for character in text[quantity.start : quantity.end])
