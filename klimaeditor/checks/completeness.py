"""How much of a measure is filled in, and what is missing: „42 % ausgefüllt“, „ohne Kosten“.

What counts is what the page shows of every measure: the required texts of its profile and what the
catalogue expects of it (DOM-02). Links and the call to action are offers a measure need not make.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from klimaeditor.checks.dates import parse_date
from klimaeditor.model.fieldtypes import Kind, Profile
from klimaeditor.model.values import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import MeasureView


def completeness(view: MeasureView) -> float:
    """Return which share of the fields of its profile that the page shows is filled, 0.0 to 1.0."""
    fields = fields_asked(view.profile, view.site.catalogue)
    return sum(_says_something(view, field) for field in fields) / len(fields)


def missing_fields(view: MeasureView) -> frozenset[str]:
    """Return the names of the fields of its profile that the page shows and that say nothing."""
    return frozenset(
        f.name
        for f in fields_asked(view.profile, view.site.catalogue)
        if not _says_something(view, f)
    )


def days_told(view: MeasureView) -> tuple[date, ...]:
    """Return the days of progress entries and of the state, sorted; unreadable ones are none."""
    values = view.value("progress_values")
    entries = values if isinstance(values, list) else []
    written = [entry.get("date") for entry in entries if isinstance(entry, dict)]
    texts = [text for text in (*written, view.value("state_date")) if isinstance(text, str)]
    return tuple(sorted(day for text in texts if (day := parse_date(text).value) is not None))


def last_told(days: Iterable[date], today: date) -> date | None:
    """Return the latest of *days* up to *today*: what is to come has not been told yet."""
    return max((day for day in days if day <= today), default=None)


@cache
def fields_asked(profile: Profile, catalogue: Catalogue) -> tuple[Field, ...]:
    """Return the fields that can be missing in a measure of *profile*, in the order of the form."""
    return tuple(
        field
        for field in catalogue.fields
        if profile in field.expected or (field.is_contract_text and profile in field.required)
    )


def _says_something(view: MeasureView, field: Field) -> bool:
    """Tell whether a field says something; „keine Angabe“ for an amount is an answer too."""
    value = view.value(field.name)
    if field.kind is Kind.AMOUNT or (field.empty_hides_row and value == ""):
        return value is not ABSENT
    return bool(value.strip()) if isinstance(value, str) else bool(value)
