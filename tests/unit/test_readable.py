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
        (Kind.DATE, "im Sommer", [], []),
        (Kind.SHORT_TEXT, "ca. 3 Mio. €", [], []),
    ],
)
def test_29_a_text_is_read_as_what_its_field_holds(kind, text, values, shown):
    found = readable(kind, text)

    assert (values, shown) == ([own.value for own in found], [own.shown for own in found])


@pytest.mark.parametrize("value", [None, "", "  ", 3, ABSENT, ["ca. 3 Mio. €"]])
def test_29_only_a_text_is_read(value):
    assert () == readable(Kind.AMOUNT, value)
