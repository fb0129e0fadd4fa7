"""How much of a measure is filled in: the share shown as „42 % ausgefüllt“."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import FIELDS, Kind, Profile
from klimaeditor.values import ABSENT

if TYPE_CHECKING:
    from klimaeditor.catalogue import Field
    from klimaeditor.dataset.records import MeasureView

_ALSO_COUNTED: Final = {
    Profile.MEASURE: frozenset(
        {"short_title", "summary", "cost_value", "cost_until", "state_text", "progress_values"}
    ),
    Profile.INITIATIVE: frozenset({"short_title", "summary", "cost_value", "progress_values"}),
}
"""What the page shows of every measure beside the required texts of its profile.

Links and the call to action are offers a measure need not make.
"""


def completeness(view: MeasureView) -> float:
    """Return which share of the fields of its profile that the page shows is filled, 0.0 to 1.0."""
    fields = _counted(view.profile)
    return sum(_is_filled(view, field) for field in fields) / len(fields)


@cache
def _counted(profile: Profile) -> tuple[Field, ...]:
    return tuple(
        field
        for field in FIELDS
        if field.name in _ALSO_COUNTED[profile]
        or (field.is_contract_text and profile in field.required)
    )


def _is_filled(view: MeasureView, field: Field) -> bool:
    """Tell whether a field says something; „keine Angabe“ for an amount is an answer too."""
    value = view.value(field.name)
    if field.kind is Kind.AMOUNT or (field.empty_hides_row and value == ""):
        return value is not ABSENT
    if isinstance(value, str):
        return bool(value.strip())
    return bool(value)
