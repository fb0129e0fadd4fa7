"""Amounts, years and quantities: what cannot be read, and what is doubtful (SEC-20).

The contract's cost text is the evidence: an amount is compared with what it says, and what the
text seems to mean is only ever proposed (requirements 0.3).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.dates import read_year
from klimaeditor.checks.numbers import (
    Certainty,
    decimal_point_misread,
    format_amount,
    format_number,
    read_amount,
    read_number,
    to_json_number,
)
from klimaeditor.checks.quantities import EURO, YEARLY, find_amounts
from klimaeditor.checks.rule import ENTER, Rule, ThemeChecks, report, setting, take_value
from klimaeditor.model.core_words import quoted, shortened
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.findings import Fix, Severity
from klimaeditor.model.placeholders import is_placeholder
from klimaeditor.model.values import is_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import MeasureView

AMOUNT_UNREADABLE: Final = Rule(
    id="amount_unreadable",
    severity=Severity.ERROR,
    title="Betrag nicht lesbar",
    problem="{found} ist kein eindeutiger Betrag.",
    site="Die öffentliche Seite zeigt dafür „NaN €“ oder einen falschen Betrag.",
    remedy="Geben Sie nur den Betrag in Euro ein; ist keiner bekannt, wählen Sie „Keine Angabe“.",
    example="1.250.000",
)
NUMBER_UNREADABLE: Final = Rule(
    id="number_unreadable",
    severity=Severity.ERROR,
    title="Zahl nicht lesbar",
    problem="{found} ist keine eindeutige Zahl.",
    site="Diagramm und offene Daten können damit nicht rechnen.",
    remedy="Geben Sie nur die Zahl ein, mit Komma vor den Nachkommastellen.",
    example="1.250,5",
)
YEAR_UNREADABLE: Final = Rule(
    id="year_unreadable",
    severity=Severity.ERROR,
    title="Jahr nicht lesbar",
    problem="{found} ist kein Kalenderjahr.",
    site="Die öffentliche Seite zeigt es unverändert hinter „{label}“.",
    remedy="Geben Sie das Jahr mit vier Ziffern ein.",
    example="2030",
)
YEAR_NOT_CALENDAR: Final = Rule(
    id="year_not_calendar",
    severity=Severity.ERROR,
    title="Kein Kalenderjahr",
    problem="{found} ist kein Kalenderjahr; gemeint ist vielleicht eine Dauer.",
    site="Die öffentliche Seite zeigt „{label} {found}“.",
    remedy="Tragen Sie das Jahr ein, in dem die Maßnahme fertig sein soll.",
    example="2030",
)
YEAR_IMPLAUSIBLE: Final = Rule(
    id="year_implausible",
    severity=Severity.WARNING,
    title="Jahr ungewöhnlich",
    problem="{found} liegt nicht zwischen 2020 und 2060.",
    site="Die öffentliche Seite zeigt das Jahr hinter „{label}“.",
    remedy="Prüfen Sie, ob das Jahr stimmt.",
    fields=("cost_until",),
)
COST_MISREAD: Final = Rule(
    id="cost_misread",
    severity=Severity.WARNING,
    title="Tausenderpunkt als Komma gelesen",
    problem="Gespeichert sind {stored} Euro, im Kostentext stehen {meant} Euro.",
    site="Die öffentliche Seite zeigt den tausendmal kleineren Betrag.",
    remedy="Stimmt der Text, übernehmen Sie den vollen Betrag.",
    fields=("cost_value",),
)
COST_ZERO_PLACEHOLDER: Final = Rule(
    id="cost_zero_placeholder",
    severity=Severity.WARNING,
    title="0 statt „Keine Angabe“",
    problem="Gespeichert sind 0 Euro, im Kostentext steht {found}.",
    site="Die öffentliche Seite zeigt „0 €“, als wäre die Maßnahme kostenlos.",
    remedy="Ist kein Betrag bekannt, wählen Sie „Keine Angabe“.",
    fields=("cost_value",),
)
COST_PER_YEAR: Final = Rule(
    id="cost_per_year",
    severity=Severity.WARNING,
    title="Betrag je Jahr",
    problem="Der Kostentext nennt {stored} Euro als jährlichen Betrag.",
    site="Die öffentliche Seite zeigt ihn neben Gesamtbeträgen, ohne „pro Jahr“.",
    remedy="Tragen Sie die Kosten aller Jahre zusammen ein, oder berichtigen Sie den Text.",
    fields=("cost_value",),
)
COST_MENTIONS_YEAR: Final = Rule(
    id="cost_mentions_year",
    severity=Severity.HINT,
    title="Kostentext nennt Jahresbeträge",
    problem="Der Kostentext nennt auch Beträge pro Jahr ({found}).",
    site="Die öffentliche Seite zeigt nur den einen Betrag {stored} Euro.",
    remedy="Prüfen Sie, ob das die Kosten aller Jahre zusammen sind.",
)
COST_IMPLAUSIBLE: Final = Rule(
    id="cost_implausible",
    severity=Severity.WARNING,
    title="Betrag auffällig",
    problem="Der Betrag {stored} Euro passt nicht zum Kostentext; dort stehen größere Zahlen "
    "({found}).",
    site="Die öffentliche Seite zeigt den gespeicherten Betrag.",
    remedy="Vergleichen Sie Betrag und Text, und schreiben Sie Millionen aus.",
    example="4.200.000 für 4,2 Mio. €",
    fields=("cost_value",),
)
COST_NEGATIVE: Final = Rule(
    id="cost_negative",
    severity=Severity.WARNING,
    title="Negativer Betrag",
    problem="Der Betrag {stored} Euro ist negativ.",
    site="Die öffentliche Seite zeigt ihn mit Minuszeichen als Kosten der Maßnahme.",
    remedy="Tragen Sie die Kosten ohne Minuszeichen ein.",
    example="25.000",
)
NUMBER_TOO_LARGE: Final = Rule(
    id="number_too_large",
    severity=Severity.ERROR,
    title="Zahl viel zu groß",
    problem="„{label}“ ist mit {stored} größer als eine Billiarde.",
    site="So große Zahlen zeigt die öffentliche Seite nicht mehr genau.",
    remedy="Prüfen Sie die Zahl; meist sind Nullen oder Ziffern doppelt.",
)
QUANTITY_WITHOUT_UNIT: Final = Rule(
    id="quantity_without_unit",
    severity=Severity.HINT,
    title="Menge ohne Einheit",
    problem="Die Menge {found} steht ohne Einheit da; das Format hat dafür keinen Platz.",
    site="Die öffentliche Seite zeigt sie nicht, und in den offenen Daten ist sie unverständlich.",
    remedy="Nennen Sie die Menge mit Einheit auch im Text.",
    example="„26 Windenergieanlagen“",
    fields=("cost_quantity",),
)

SET_NO_AMOUNT: Final = "Keine Angabe setzen"
ENTER_YEAR: Final = "Jahr eintragen…"
CLEAR: Final = "Feld leeren"

_SMALL: Final = 1000
_LARGEST: Final = 1e15
_FIRST_YEAR, _LAST_YEAR = 2020, 2060
_YEARLY = re.compile(
    r"/\s?a\b|/\s?Jahr|(?:pro|je|im)\s+Jahr(?!\s+[12]\d{3})|jährlich|p\.\s?a\.", re.IGNORECASE
)
_LARGE = re.compile(
    r"\b(?:Mio|Mrd|Tsd|Million(?:en)?|Milliarden?|Tausend)\b|T€|TEUR", re.IGNORECASE
)
_PLAIN_NUMBER = re.compile(r"(?<![\w.,/-])[1-9][0-9]{3,63}(?![\w/-]|[.,][0-9])")
_YEARS: Final = range(1900, 2101)
_SIZED: Final = frozenset({Kind.AMOUNT, Kind.NUMBER})
_UNREADABLE: Final = {
    Kind.AMOUNT: AMOUNT_UNREADABLE,
    Kind.NUMBER: NUMBER_UNREADABLE,
    Kind.YEAR: YEAR_UNREADABLE,
}


def take_amount(amount: str) -> str:
    """Return the button that takes a read amount."""
    return f"Als {amount} € übernehmen"


_COSTS: Final[frozenset[FieldName]] = frozenset({"cost_value", "total_costs"})


def check_numbers(
    view: MeasureView, only: AbstractSet[FieldName] | None = None
) -> Iterator[Finding]:
    """Yield what is doubtful about the numbers of a measure; unreadable ones: unreadable.

    With *only*, no other fields are looked at.
    """
    for field in _sized(view.site.catalogue):
        if only is None or field.name in only:
            yield from _check_size(view, field)
    if only is None or only & _COSTS:
        yield from _check_cost(view)
    if only is None or "cost_until" in only:
        yield from _check_year(view)
    quantity = view.value("cost_quantity")
    if is_number(quantity):
        yield report(QUANTITY_WITHOUT_UNIT, view, "cost_quantity", found=format_number(quantity))


def _check_size(view: MeasureView, field: Field) -> Iterator[Finding]:
    """Yield the numbers beyond what JavaScript counts exactly, those of the progress, too."""
    value = view.value(field.name)
    if is_number(value):
        yield from _too_large(view, field, value)
    elif isinstance(value, list):
        for place, entry in enumerate(value):
            counted = entry.get("value") if isinstance(entry, dict) else None
            if is_number(counted):
                yield from _too_large(view, field, counted, place)


@cache
def _sized(catalogue: Catalogue) -> tuple[Field, ...]:
    """Return the fields with numbers that have a size."""
    return tuple(f for f in catalogue.fields if f.kind in _SIZED or f.kind is Kind.SERIES)


def _too_large(
    view: MeasureView, field: Field, value: float, place: int | None = None
) -> Iterator[Finding]:
    if abs(value) > _LARGEST:
        details = {"label": field.label, "stored": shortened(format_number(value))}
        yield report(NUMBER_TOO_LARGE, view, field.name, place=place, fix=Fix(ENTER), **details)


def _check_cost(view: MeasureView) -> Iterator[Finding]:
    """Yield at most one doubt about the amount and one about its period."""
    cost, text = view.value("cost_value"), view.value("total_costs")
    if not is_number(cost):
        return
    text = text if isinstance(text, str) else ""
    stored = format_amount(cost)
    if cost < 0:
        yield report(COST_NEGATIVE, view, "cost_value", stored=stored)
    elif cost == 0:
        if is_placeholder(text):
            fix = setting(SET_NO_AMOUNT, view, "cost_value", None)
            yield report(COST_ZERO_PLACEHOLDER, view, "cost_value", fix=fix, found=quoted(text))
    elif cost < _SMALL:
        yield from _check_small(view, cost, text)
    if cost > 0 and _YEARLY.search(text):
        yield from _check_period(view, cost, text)


def _check_small(view: MeasureView, cost: float, text: str) -> Iterator[Finding]:
    """Yield the doubt about an amount below 1,000 euro beside larger ones in the text."""
    meant = decimal_point_misread(cost, text)
    stored = format_amount(cost)
    if meant is not None:
        shown = format_amount(meant)
        fix = setting(take_amount(shown), view, "cost_value", to_json_number(meant))
        yield report(COST_MISREAD, view, "cost_value", fix=fix, stored=stored, meant=shown)
        return
    larger = [format_amount(number) for number in _large_numbers(text)]
    large_word = _LARGE.search(text)
    if larger or large_word:
        found = larger[0] if larger else quoted(large_word.group() if large_word else "")
        yield report(COST_IMPLAUSIBLE, view, "cost_value", stored=stored, found=found)


def _large_numbers(text: str) -> list[Decimal]:
    """Return the numbers of a text from 1,000, first those that are certain; years do not count."""
    certain = [quantity.value for quantity in find_amounts(text) if quantity.value >= _SMALL]
    plain = (int(match.group()) for match in _PLAIN_NUMBER.finditer(text))
    return certain + [Decimal(number) for number in plain if number not in _YEARS]


def _check_period(view: MeasureView, cost: float, text: str) -> Iterator[Finding]:
    """Yield a warning where the very amount is a yearly one, else a hint that the text has some."""
    stored = format_amount(cost)
    amounts = find_amounts(text)
    yearly = [q for q in amounts if q.unit == EURO and q.per == YEARLY]
    if any(q.value == Decimal(str(cost)) for q in yearly):
        yield report(COST_PER_YEAR, view, "cost_value", stored=stored)
    elif yearly:
        found = f"{format_amount(yearly[0].value)} €"
        yield report(COST_MENTIONS_YEAR, view, "cost_value", stored=stored, found=found)
    else:
        words = (match for match in _YEARLY.finditer(text))
        loose = [w for w in words if not any(q.start <= w.start() < q.end for q in amounts)]
        if loose:
            found = quoted(loose[0].group())
            yield report(COST_MENTIONS_YEAR, view, "cost_value", stored=stored, found=found)


def _check_year(view: MeasureView) -> Iterator[Finding]:
    """Yield a year that is none, or one outside 2020 to 2060 (SEC-20)."""
    year = view.value("cost_until")
    if not is_number(year):
        return
    shown = str(year) if isinstance(year, int) else format_number(year).replace(".", "")
    if not 1000 <= year <= 9999 or year != int(year):
        fix = Fix(ENTER_YEAR)
        yield report(YEAR_NOT_CALENDAR, view, "cost_until", fix=fix, found=shown)
    elif not _FIRST_YEAR <= year <= _LAST_YEAR:
        yield report(YEAR_IMPLAUSIBLE, view, "cost_until", found=shown)


def unreadable(view: MeasureView, field: Field, text: str) -> Finding:
    """Report what an editor could not read and kept as typed, with what it may have meant."""
    fix = _reading_of_year(view, field, text) if field.kind is Kind.YEAR else None
    if field.kind is Kind.AMOUNT:
        fix = _reading_of_amount(view, field, text)
    elif field.kind is Kind.NUMBER:
        fix = _reading_of_number(view, field, text)
    return report(_UNREADABLE[field.kind], view, field.name, fix=fix, found=quoted(text))


def _reading_of_amount(view: MeasureView, field: Field, text: str) -> Fix | None:
    reading = read_amount(text)
    value = reading.value if reading.value is not None else reading.proposed
    if reading.kind is Certainty.NONE:
        return setting(SET_NO_AMOUNT, view, field.name, None, automatic=True)
    if value is None:
        return Fix(ENTER)
    label = take_amount(format_amount(value))
    certain = reading.kind is Certainty.EXACT
    return setting(label, view, field.name, to_json_number(value), automatic=certain)


def _reading_of_number(view: MeasureView, field: Field, text: str) -> Fix | None:
    reading = read_number(text)
    if reading.kind is Certainty.NONE:
        return setting(CLEAR, view, field.name, None, automatic=True)
    if reading.value is None:
        return Fix(ENTER)
    label = take_value(format_number(reading.value))
    certain = reading.kind is Certainty.EXACT
    return setting(label, view, field.name, to_json_number(reading.value), automatic=certain)


def _reading_of_year(view: MeasureView, field: Field, text: str) -> Fix:
    reading = read_year(text)
    year = reading.year if reading.year is not None else reading.proposal
    if year is None:
        return Fix(ENTER_YEAR)
    certain = reading.year is not None
    return setting(take_value(str(year)), view, field.name, year, automatic=certain)


CHECKS: Final = ThemeChecks(own=(check_numbers,))
