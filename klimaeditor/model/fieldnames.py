"""The names of the fields as a type: mypy finds a name in the code that no field has.

They stand in the order of the files. A test compares them with the catalogue.
"""

from __future__ import annotations

from typing import Final, Literal, cast, get_args

FieldName = Literal[
    "id",
    "category_id",
    "category",
    "action_name",
    "action_type",
    "action_description",
    "field_of_action",
    "systemic_lever",
    "outcome",
    "responsible_bodies",
    "action_scale",
    "involved_stakeholders",
    "implementation_comments",
    "renewable_energy",
    "substituted_energy",
    "ghg_reduction",
    "total_costs",
    "short_title",
    "summary",
    "cost_until",
    "cost_value",
    "cost_quantity",
    "links",
    "state_title",
    "state_date",
    "state_text",
    "state_verdict",
    "user_action_label",
    "user_action_href",
    "user_action_description",
    "progress_type",
    "progress_label",
    "progress_unit",
    "progress_start",
    "progress_goal",
    "progress_y_min",
    "progress_y_max",
    "progress_values",
    "category_description",
]

FIELD_NAMES: Final[frozenset[str]] = frozenset(get_args(FieldName))


def field_name(text: str) -> FieldName:
    """Return *text* as the name of a field; KeyError where there is none of that name."""
    if text not in FIELD_NAMES:
        raise KeyError(text)
    return cast("FieldName", text)
