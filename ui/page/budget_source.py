"""The product group of a measure, as the field panel shows it at what the measure costs."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ui.page.field_panel import PanelEntry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import MeasureView


# --- words ---------------------------------------------------------------------------------------

PRODUCT_GROUP: Final = "Produktgruppe im Haushalt"

_AT: Final = frozenset({"cost_value", "cost_quantity", "total_costs"})


class BudgetSource:
    """Says at the fields of costs which product group is noted about the measure."""

    title, icon, framed, more = PRODUCT_GROUP, "file-text", False, ""

    def __init__(self) -> None:
        self._groups: Mapping[str, str] = MappingProxyType({})

    def set_groups(self, groups: Mapping[str, str]) -> None:
        """Tell of these groups from now on, by the id of the measure."""
        self._groups = groups

    def entries(self, view: MeasureView, field: Field) -> Sequence[PanelEntry]:
        """Return the group of the measure at a field of costs."""
        group = self._groups.get(view.id, "") if field.name in _AT and view.id else ""
        return (PanelEntry(PRODUCT_GROUP, group),) if group else ()
