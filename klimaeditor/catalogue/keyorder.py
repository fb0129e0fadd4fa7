"""The order of keys in the files (OPN-01); the form has its own, that of the public page."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.changes import FileName

if TYPE_CHECKING:
    from klimaeditor.values import Path

_GROUPS = ("Action outline", "Reference to impact pathway", "Implementation", "Impact & cost")

KEY_ORDER: Final = MappingProxyType(
    {
        (FileName.MEASURES, ()): ("id", "categoryId", "category", *_GROUPS),
        (FileName.MEASURES, ("Action outline",)): (
            "Action name",
            "Action type",
            "Action description",
        ),
        (FileName.MEASURES, ("Reference to impact pathway",)): (
            "Field of action",
            "Systemic lever",
            "Outcome (according to module B-1.1)",
        ),
        (FileName.MEASURES, ("Implementation",)): (
            "Responsible bodies/person for implementation",
            "Action scale & addressed entities",
            "Involved stakeholders",
            "Comments on implementation",
        ),
        (FileName.MEASURES, ("Impact & cost",)): (
            "Generated renewable energy (if applicable)",
            "Removed/substituted energy, volume, or fuel type",
            "GHG emissions reduction estimate (total) per emission source sector",
            "Total costs and costs by CO2e unit",
        ),
        (FileName.ADDITIONAL, ()): (
            *("id", "short_title", "summary", "cost", "links", "state", "user_action"),
        ),
        (FileName.ADDITIONAL, ("cost",)): ("until_in_years", "value", "quantity"),
        (FileName.ADDITIONAL, ("state",)): ("title", "date", "text", "verdict"),
        (FileName.ADDITIONAL, ("user_action",)): ("label", "href", "description"),
        (FileName.PROGRESS, ()): (
            *("id", "type", "label", "unit", "start", "goal", "yMin", "yMax", "values"),
        ),
        (FileName.CATEGORIES, ()): ("id", "description"),
    }
)


def place_among(file: FileName, parent: Path, key: str, siblings: list[str]) -> int | None:
    """Return where *key* belongs among its *siblings*, None for "at the end".

    It goes behind the nearest sibling that the format puts before it; unknown keys stay where they
    are.
    """
    order = KEY_ORDER.get((file, parent), ())
    if key not in order:
        return None
    before = order[: order.index(key)]
    return max((place + 1 for place, name in enumerate(siblings) if name in before), default=0)
