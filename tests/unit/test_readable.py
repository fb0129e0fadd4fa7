"""What can be read in a text where a number, year or day belongs; behaviour 29 of the mock-ups."""

from __future__ import annotations

import pytest

from klimaeditor.checks.readable import readable
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.values import ABSENT


@pytest.mark.parametrize(
    ("kind", "text", "values", "shown"),
    [
        (Kind.AMOUNT, "ca. 3 Mio. €", [3_000_000], ["3.000.000 €"]),
        (Kind.AMOUNT, "rund 250 T€", [250_000], ["250.000 €"]),
        (Kind.AMOUNT, "2,5 bis 3 Mio. €", [2_500_000, 3_000_000], ["2.500.000 €", "3.000.000 €"]),
        (Kind.AMOUNT, "kostenlos", [0], ["0 €"]),
        (Kind.AMOUNT, "siehe E-Mail", [], []),
        (Kind.YEAR, "Ende 2031", [2031], ["2031"]),
        (Kind.YEAR, "demnächst", [], []),
        (Kind.DATE, "1.7.25", ["2025-07-01"], ["01.07.2025"]),
        (Kind.YEAR, "15 Jahre ab Ratsbeschluss 2024, also bis 2039.", [2039], ["2039"]),
        (Kind.YEAR, "2024 oder bis Ende 2025", [2025], ["2025"]),
        (Kind.YEAR, "bis 2030, spätestens bis 2035", [], []),
        (Kind.YEAR, "2024 bis 20391", [2024], ["2024"]),
        (Kind.DATE, "im Sommer", [], []),
        (Kind.DATE, "Stand vom 1.7.2025, Ratsbeschluss.", ["2025-07-01"], ["01.07.2025"]),
        (Kind.DATE, "vom 1.7.2025 bis 2.8.2025", [], []),
        (Kind.SHORT_TEXT, "ca. 3 Mio. €", [], []),
    ],
)
def test_29_a_text_is_read_as_what_its_field_holds(kind, text, values, shown):
    found = readable(kind, text)

    assert (values, shown) == ([own.value for own in found], [own.shown for own in found])


@pytest.mark.parametrize("value", [None, "", "  ", 3, ABSENT, ["ca. 3 Mio. €"]])
def test_29_only_a_text_is_read(value):
    assert () == readable(Kind.AMOUNT, value)
