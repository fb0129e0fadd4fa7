"""What a cell shows is more than the number it stores: units, percent signs, leading zeros."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from klimaeditor.excel.numberformats import (
    is_scaled_percent,
    shown_factor,
    shown_number,
    unit_factor,
)
from tests.foreign_cases import (
    TITLES,
    by_place,
    codes,
    proposed,
    report_file,
    small_town,
    table_file,
)
from tests.request_tools import EVERYTHING, MEASURES, proposals, requested, row_of, town_of_three
from tests.workbook_tools import headers, worked_on

COST = ("bauen1", "cost_value")


@pytest.mark.parametrize(
    ("number_format", "value", "shown", "factor"),
    [
        ("General", 3.5, "3,5", 1),
        ("#,##0", 350, "350", 1),
        ('#,##0 "T€"', 350, "350 T€", 1_000),
        ('#,##0,"T€"', 350_000, "350 T€", 1),
        ('0.0,,"Mio. €"', 3_500_000, "3,5 Mio. €", 1),
        ('0.0 "Mio."', 3.5, "3,5 Mio.", 1_000_000),
        ('#,##0.00 "€"', 1200.5, "1200,5 €", 1),
        (r"#,##0.00\ [$€-407]", 7, "7 €", 1),
        (r'_-* #,##0.00\ "€"_-;\-* #,##0.00\ "€"_-;_-* "-"??\ "€"_-;_-@_-', -3, "-3 €", 1),
        ("0%", 0.85, "85 %", 1),
        ('0" %"', 85, "85 %", 1),
        (r"0\ \%", 85, "85 %", 1),
        ('[<1]0%;0" %"', 85, "85 %", 1),
        ('[<1]0%;0" %"', 0.85, "85 %", 1),
        ("00000", 58, "00058", 1),
        ('#,##0" t CO2/a"', 58_000, "58.000 t CO2/a", 1),
        ("#,##0,", 2_500_000, "2500 Tsd.", 1),
        (r"#,##0.0,,\ [$€-407]", 2_500_000, "2,5 Mio. €", 1),
        ("0.00E+00", 3, "3", 1),
        ("#,##0;[Red](#,##0)", -5, "-5", 1),
    ],
)
def test_a_number_is_read_as_it_is_shown(number_format, value, shown, factor):
    """Whatever the format adds is there, and the unit says by how much it scales."""
    assert (shown, factor) == (
        shown_number(value, number_format),
        shown_factor(number_format, value),
    )


def test_only_an_unquoted_percent_sign_scales():
    """A quoted one, an escaped one and one of another section do not."""
    assert is_scaled_percent("0%", 0.5)
    assert not any(is_scaled_percent(code, 85) for code in ('0" %"', r"0\%", '[<1]0%;0" %"', "0"))


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("Kosten in T€", 1_000),
        ("Kosten [Mio. €]", 1_000_000),
        ("Alle Beträge in TEUR", 1_000),
        ("Kosten in Tsd. Euro", 1_000),
        ("Betrag € (Tsd.)", 1_000),
        ("Kosten in Mrd. €", 1_000_000_000),
        ("Kosten MEUR", 1_000_000),
        ("Kosten in 1.000 EUR", 1_000),
        ("Kosten (1000 €)", 1_000),
        ("Werte ×1000 €", 1_000),
        ("Kosten (EUR x 1.000)", 1_000),
        ("Es fehlen noch 1.000 €", 1),
        ("Kosten in 21.000 €", 1),
        ("Amt 2: 5 m € 3", 1),
        ("Kosten in Euro", 1),
        ("Kosten (€)", 1),
        ("Minderung in t CO2", 1),
        ("Es sind 2 Mio. € beantragt", 1),
    ],
)
def test_a_unit_in_words_scales(text, factor):
    """An amount in a sentence is no unit."""
    assert factor == unit_factor(text)


def table(tmp_path, cells, above=()):
    """Return what a table with the given columns suggests for one measure."""
    rows = [[text] for text in above]
    rows += [["Maßnahme", *cells], [TITLES["bauen1"], *cells.values()]]
    return proposed(small_town(), table_file(tmp_path / "tabelle.xlsx", rows))


@pytest.mark.parametrize(
    ("cells", "above"),
    [
        ({"Kosten in T€": 350}, ()),
        ({"Kosten in T€": "350"}, ()),
        ({"Kosten [TEUR]": 350}, ()),
        ({"Kosten in Tsd. Euro": 350}, ()),
        ({"Kosten [Mio. €]": 0.35}, ()),
        ({"Kosten": 350}, ("Alle Beträge in T€",)),
        ({"Kosten": 350, "Einheit": "T€"}, ()),
        ({"Kosten": "350 T€"}, ()),
    ],
)
def test_a_stated_unit_scales_with_a_doubt(tmp_path, cells, above):
    """In the header, above the table, in a column of its own or in the cell."""
    returned = table(tmp_path, cells, above)
    (found,) = [p for p in returned.proposals if p.place.field == "cost_value"]
    assert 350_000 == found.returned
    assert not found.unproblematic
    assert 1 == len(found.problems)


@pytest.mark.parametrize(
    ("header", "value"), [("Kosten in Euro", 350_000), ("Kosten", 350_000), ("Kosten (€)", 1200.5)]
)
def test_plain_euros_stay_clear(tmp_path, header, value):
    """Without another unit nothing is doubted."""
    (found,) = table(tmp_path, {header: value}).proposals
    assert (value, True) == (found.returned, found.unproblematic)


def test_an_amount_in_its_own_unit_under_another_is_doubtful(tmp_path):
    """ "350.000 €" under "in T€" is not multiplied, but looked at."""
    (found,) = table(tmp_path, {"Kosten in T€": "350.000 €"}).proposals
    assert (350_000, False) == (found.returned, found.unproblematic)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,500", 1_500), ("350,000", 350_000), ("1,234,567", 1_234_567), ("0350", 350)],
)
def test_english_thousands_and_leading_zeros_are_doubtful(tmp_path, text, value):
    """No amount in euros has three decimals."""
    (found,) = table(tmp_path, {"Kosten": text}).proposals
    assert (value, False) == (found.returned, found.unproblematic)


@pytest.mark.parametrize("text", ["1,50", "1.500.000", "350000,25"])
def test_german_amounts_stay_clear(tmp_path, text):
    """Two decimals and several points are unmistakable."""
    (found,) = table(tmp_path, {"Kosten": text}).proposals
    assert found.unproblematic


@pytest.mark.parametrize(
    ("number_format", "value", "header", "field", "expected"),
    [
        ('#,##0 "T€"', 350, "Kosten", "cost_value", 350_000),
        ('0.0 "Mio. €"', 1.2, "Kosten", "cost_value", 1_200_000),
        ('#,##0" t CO2/a"', 58_000, "CO2-Einsparung", "ghg_reduction", "58.000 t CO2/a"),
        ('0" %"', 85, "Sachstand", "state_text", "85 %"),
        ('[<1]0%;0" %"', 85, "Sachstand", "state_text", "85 %"),
        ("00000", 48_143, "Sachstand", "state_text", "48143"),
        ("000", 7, "Sachstand", "state_text", "007"),
        ("#,##0,", 2_500_000, "Kosten", "cost_value", 2_500_000),
        (";;;", 2_500_000, "Kosten", "cost_value", 2_500_000),
    ],
)
def test_a_table_of_others_says_what_it_shows(  # noqa: PLR0917 - a case has these parts
    tmp_path, number_format, value, header, field, expected
):
    """The unit in the number format counts."""
    book = Workbook()
    book.active.append(["Maßnahme", header])
    book.active.append([TITLES["bauen1"], value])
    book.active["B2"].number_format = number_format
    book.save(tmp_path / "tabelle.xlsx")
    returned = proposed(small_town(), tmp_path / "tabelle.xlsx")
    assert expected == by_place(returned)["bauen1", field]
    if field == "cost_value":
        assert not returned.unproblematic


@pytest.mark.parametrize(
    ("label", "text", "value"),
    [("Kosten in T€", 350, 350_000), ("Kosten (Mio. €)", "1,5", 1_500_000), ("Kosten", 350, 350)],
)
def test_a_report_scales_by_its_row_title(tmp_path, label, text, value):
    """The row title states the unit of a bare number."""
    lines = [("Titel", TITLES["bauen1"]), ("Sachstand", "Läuft."), (label, text)]
    returned = proposed(small_town(), report_file(tmp_path / "bericht.xlsx", {"Blatt": lines}))
    assert value == by_place(returned)[COST]
    assert "cost_value" not in {p.place.field for p in returned.unproblematic}
    assert codes(returned)


def returned_cost(tmp_path, value, number_format="General", *, above="", remark=""):
    """Return the proposal for the cost of a measure that was sent with 60,000 euros."""
    dataset = town_of_three()
    path = requested(dataset, tmp_path, EVERYTHING)
    with worked_on(path) as book:
        sheet = book[MEASURES]
        row, names = row_of(sheet, "bauen1"), headers(sheet)
        cell = sheet.cell(row, names.index("Kosten (Euro)") + 1)
        cell.value, cell.number_format = value, number_format
        sheet.cell(row, names.index("Bemerkung an die Stabsstelle") + 1).value = remark or None
        if above:
            sheet.insert_rows(1)
            sheet["A1"] = above
    (found,) = proposals(dataset, path)
    return found


@pytest.mark.parametrize(
    ("value", "number_format", "stated", "expected", "code"),
    [
        (350, '#,##0 "T€"', {}, 350_000, "unit_stated"),
        (0.35, '0.00 "Mio. €"', {}, 350_000, "unit_stated"),
        (2_500_000, "#,##0,", {}, 2_500_000, "unit_stated"),
        (35_000, '#,##0" t CO2"', {}, 35_000, "unit_shown"),
        (85_000, "[$$-409]#,##0", {}, 85_000, "unit_shown"),
        (85_000, ";;;", {}, 85_000, "hidden_cell"),
        (350, "General", {"above": "Alle Beträge in T€"}, 350_000, "unit_stated"),
        (350, "General", {"remark": "Angaben in TEUR"}, 350_000, "unit_stated"),
        ("1,500", "General", {}, 1_500, "ambiguous_number"),
        (6_000_000, "General", {}, 6_000_000, "amount_leaps"),
        (60_000 * 1_000, "General", {}, 60_000_000, "amount_leaps"),
    ],
)
def test_an_amount_of_a_return_in_another_unit_is_doubtful(  # noqa: PLR0917 - as above
    tmp_path, value, number_format, stated, expected, code
):
    """The scaled amount is offered with one reason."""
    found = returned_cost(tmp_path, value, number_format, **stated)
    assert expected == found.returned
    assert [code] == [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    ("value", "number_format", "stated"),
    [
        (75_000, '#,##0.00 "€"', {}),
        (5_000_000, "#,##0", {}),
        (75_000, "General", {"remark": "Es sind 2 Mio. € Förderung beantragt."}),
    ],
)
def test_an_honest_amount_stays_clear(tmp_path, value, number_format, stated):
    """Euros under a euro format, and a remark about something else."""
    assert returned_cost(tmp_path, value, number_format, **stated).unproblematic


def test_a_number_for_a_text_offers_what_the_cell_shows(tmp_path):
    """The unit of a return's number is part of the text."""
    dataset = town_of_three()
    path = requested(dataset, tmp_path, EVERYTHING)
    with worked_on(path) as book:
        sheet = book[MEASURES]
        header = "Geschätzte potentielle CO2-Einsparung"
        cell = sheet.cell(row_of(sheet, "bauen1"), headers(sheet).index(header) + 1)
        cell.value, cell.number_format = 58_000, '#,##0" t CO2/a"'
    (found,) = proposals(dataset, path)
    assert "58.000 t CO2/a" == found.returned
    assert not found.unproblematic
