"""How rules write down what they found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.checks.rulebook import RULES, message
from klimaeditor.model.findings import FieldEdit, Finding, Fix

if TYPE_CHECKING:
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Value


def report(
    rule: str,
    view: MeasureView,
    field: str,
    *,
    place: int | None = None,
    fix: Fix | None = None,
    **details: object,
) -> Finding:
    """Return the finding of *rule* on a field of a measure; *details* fill its sentence."""
    return Finding(
        rule,
        RULES[rule].severity,
        message(rule, **details),
        measure=view.key,
        field=field,
        place=place,
        fix=fix,
    )


def setting(
    label: str, view: MeasureView, field: str, value: Value, *, automatic: bool = False
) -> Fix:
    """Return the fix that stores one value in one field."""
    return Fix(label, (FieldEdit(view.key, field, value),), automatic=automatic)
