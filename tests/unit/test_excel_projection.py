"""Values and cells: real dates and numbers out, German notation in, nothing guessed (SEC-18)."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.excel import layout
from klimaeditor.excel.layout import from_cell, to_cell, unchanged
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.values import ABSENT
from klimaeditor.site.muenster_companions import STATUS_CHOICES
from tests import json_strategies


@pytest.mark.parametrize("value", [ABSENT, None, ""])
@pytest.mark.parametrize("kind", [Kind.LONG_TEXT, Kind.AMOUNT, Kind.DATE, Kind.SERIES])
def test_every_kind_of_nothing_is_a_blank_cell(kind, value):
    assert to_cell(kind, value) is None


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (Kind.AMOUNT, 350.0, 350.0),
        (Kind.AMOUNT, "12a", "12a"),
        (Kind.AMOUNT, True, "true"),
        (Kind.YEAR, 2030, 2030),
        (Kind.SHORT_TEXT, 5, "5"),
        (Kind.SHORT_TEXT, ["a"], '["a"]'),
        (Kind.LONG_TEXT, "a\r\nb\rc", "a\nb\nc"),
        (Kind.DATE, "2024-07-01", date(2024, 7, 1)),
        (Kind.DATE, "2024-02-30", "2024-02-30"),
        (Kind.DATE, "2024-7-1", "2024-7-1"),
        (Kind.DATE, "1900-02-28", "1900-02-28"),
        (Kind.LONG_TEXT, "2024-07-01", "2024-07-01"),
    ],
)
def test_a_value_becomes_the_cell_people_expect(kind, value, expected):
    cell = to_cell(kind, value)

    assert (type(expected), expected) == (type(cell), cell)


def test_choices_show_their_label_and_are_read_back():
    assert to_cell(Kind.SERIES, "in_progress", STATUS_CHOICES) == "in Bearbeitung"
    assert from_cell(Kind.SERIES, " In bearbeitung ", STATUS_CHOICES) == "in_progress"
    assert from_cell(Kind.SERIES, "completed", STATUS_CHOICES) == "completed"
    assert from_cell(Kind.SERIES, "läuft", STATUS_CHOICES) == "läuft"


@pytest.mark.parametrize(
    ("kind", "found", "expected"),
    [
        (Kind.DATE, datetime(2024, 7, 1), "2024-07-01"),  # noqa: DTZ001 - as openpyxl gives it
        (Kind.DATE, "01.07.2024", "2024-07-01"),
        (Kind.DATE, "1.7.2024", "2024-07-01"),
        (Kind.DATE, " 2024-07-01 ", "2024-07-01"),
        (Kind.DATE, "31.02.2024", "31.02.2024"),
        (Kind.DATE, "Herbst 2026", "Herbst 2026"),
        (Kind.DATE, 45474, "2024-07-01"),
        (Kind.DATE, 2024, "2024"),
        (Kind.LONG_TEXT, datetime(2024, 7, 1), "01.07.2024"),  # noqa: DTZ001 - as above
        (Kind.LONG_TEXT, 2030, "2030"),
        (Kind.LONG_TEXT, 1.5, "1,5"),
        (Kind.LONG_TEXT, True, "WAHR"),
        (Kind.LONG_TEXT, time(9, 30), "09:30:00"),
        (Kind.AMOUNT, 350.0, 350),
        (Kind.AMOUNT, 862.139, 862.139),
        (Kind.AMOUNT, False, "FALSCH"),
        (Kind.AMOUNT, datetime(2024, 7, 1), "01.07.2024"),  # noqa: DTZ001 - as above
    ],
)
def test_a_cell_is_read_as_its_column_means_it(kind, found, expected):
    value = from_cell(kind, found)

    assert (type(expected), expected) == (type(value), value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.250.000", 1250000),
        ("1.250.000 €", 1250000),
        ("862.139 €", 862139),
        ("1.234,56", 1234.56),
        ("1.234,50 Euro", 1234.5),
        ("1 234,56", 1234.56),
        ("1\u202f234\u00a0€", 1234),
        ("-5", -5),
        ("−5,0", -5),
        ("215", 215),
    ],
)
def test_an_unmistakable_german_amount_is_a_number(text, expected):
    value = from_cell(Kind.AMOUNT, text)

    assert (type(expected), expected) == (type(value), value)


@pytest.mark.parametrize(
    "text",
    [
        *("862.139", "2030", "1.5", "1,234.56", "1.23.456", "12.34,5.6", "1e5", "NaN", "12,345"),
        *("ca. 215 Mio. €", "Nicht zutreffend", "12a", "9.007.199.254.740.993"),
    ],
)
def test_what_could_mean_something_else_stays_text(text):
    assert text == from_cell(Kind.AMOUNT, text)


def test_a_year_and_a_number_may_be_typed_as_text():
    assert 2030 == from_cell(Kind.YEAR, "2030")
    assert 12.345 == from_cell(Kind.NUMBER, "12,345")
    assert "280 €" == from_cell(Kind.NUMBER, "280 €")


@pytest.mark.parametrize(
    ("kind", "base", "found"),
    [
        (Kind.AMOUNT, 350.0, 350),
        (Kind.AMOUNT, 1000, "1.000 €"),
        (Kind.AMOUNT, "12 €", "12 €"),
        (Kind.LONG_TEXT, "a\r\nb", "a\nb"),
        (Kind.LONG_TEXT, "a  ", "a"),
        (Kind.LONG_TEXT, "a\u0308", "ä"),
        (Kind.LONG_TEXT, None, "  "),
        (Kind.DATE, "2024-07-01", "01.07.2024"),
        (Kind.DATE, "2024-07-01", 45474),
        (Kind.SERIES, "in_progress", "IN BEARBEITUNG"),
    ],
)
def test_noise_of_office_programs_is_no_change(kind, base, found):
    assert unchanged(kind, base, found, STATUS_CHOICES if kind is Kind.SERIES else ())


@pytest.mark.parametrize(
    ("kind", "base", "found"),
    [
        (Kind.AMOUNT, 1, True),
        (Kind.AMOUNT, 0, None),
        (Kind.LONG_TEXT, "a", "b"),
        (Kind.LONG_TEXT, "a", None),
        (Kind.DATE, "2024-07-01", "02.07.2024"),
    ],
)
def test_what_says_something_else_is_a_change(kind, base, found):
    assert not unchanged(kind, base, found)


@given(st.sampled_from(Kind), json_strategies.values)
def test_what_was_exported_is_never_a_change(kind, value):
    assert unchanged(kind, value, to_cell(kind, value))


# SEC-13
@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("_x000D_", "_x005F_x000D_"),
        ("_x005F_x000D_", "_x005F_x005F_x005F_x000D_"),
        ("a\x00\x1f", "a_x0000__x001F_"),
        ("\ufffe", "_xFFFE_"),
        ("_x00", "_x00"),
        ("a\tb\nc", "a\tb\nc"),
    ],
)
def test_what_xml_cannot_hold_is_escaped_as_excel_does(text, encoded):
    assert encoded == layout.encode(text)
    assert text == layout.decode(encoded)


def test_carriage_returns_become_line_feeds():
    assert "a\nb" == layout.decode("a_x000D_\nb")
    assert "a\nb\nc" == layout.decode("a\r\nb\rc")


def test_a_pair_of_escaped_surrogates_is_one_character():
    assert "\U0001f331" == layout.decode("_xD83C__xDF31_")


def test_half_a_character_is_refused():
    with pytest.raises(layout.HalfCharacterError):
        layout.encode("a\ud800")


@given(st.text(st.sampled_from("_x0D5Faé\n\t\x01\uffff\U0001f331")))
def test_encoding_is_lossless(text):
    assert text == layout.decode(layout.encode(text))


def test_length_counts_as_excel_counts():
    assert 4 == layout.units("aä\U0001f331")
