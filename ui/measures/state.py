"""Filter and order as plain data, and back; what is not understood is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.search.filters import Filter, filter_from_plain, known
from klimaeditor.search.views import SavedView
from ui.models.measure_rows import SortKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klimaeditor.values import Json


def to_plain(shown: Filter, sort: SortKey, descending: bool) -> dict[str, Json]:
    """Return filter and order as plain data."""
    return {**shown.to_plain(), "sort": sort.value, "descending": descending}


def from_plain(saved: Mapping[str, Json]) -> tuple[Filter, SortKey, bool]:
    """Return filter and order from plain data."""
    sort = known(SortKey, saved.get("sort")) or SortKey.ORDER
    return filter_from_plain(saved), sort, saved.get("descending") is True


def view_of(name: str, shown: Filter, sort: SortKey, descending: bool) -> SavedView:
    """Return what the list shows as a view called *name*."""
    return SavedView(name, shown, sort.value, descending)


def sorting_of(view: SavedView) -> tuple[SortKey, bool]:
    """Return the order of a view; that of the contract where its word is unknown."""
    return known(SortKey, view.sort) or SortKey.ORDER, view.descending
