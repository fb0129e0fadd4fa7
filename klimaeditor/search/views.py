"""Saved views: a filter and an order with a name, kept as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from klimaeditor.search.filters import Filter, filter_from_plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.values import Json

MOST: Final = 40
"""So many views are kept; a menu cannot show more."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """What a list shows under a *name*; *sort* is a word of the list's own."""

    name: str
    filter: Filter
    sort: str = ""
    descending: bool = False


def with_view(views: Iterable[SavedView], new: SavedView) -> tuple[SavedView, ...]:
    """Return *views* with *new* in the place of the one of the same name, else at the end."""
    kept = list(views)
    names = [view.name.casefold() for view in kept]
    if new.name.casefold() in names:
        kept[names.index(new.name.casefold())] = new
    else:
        kept.append(new)
    return tuple(kept[-MOST:])


def without_view(views: Iterable[SavedView], name: str) -> tuple[SavedView, ...]:
    """Return *views* without the one called *name*."""
    return tuple(view for view in views if view.name != name)


def to_plain(views: Iterable[SavedView]) -> list[Json]:
    """Return views as plain data."""
    return [
        {
            "name": view.name,
            "filter": view.filter.to_plain(),
            "sort": view.sort,
            "descending": view.descending,
        }
        for view in views
    ]


def from_plain(saved: Json) -> tuple[SavedView, ...]:
    """Return views from plain data; what has no name or no filter is left out."""
    views: tuple[SavedView, ...] = ()
    for item in saved if isinstance(saved, list) else ():
        if not isinstance(item, dict):
            continue
        name, found, sort = item.get("name"), item.get("filter"), item.get("sort")
        if isinstance(name, str) and name.strip() and isinstance(found, dict):
            order = sort if isinstance(sort, str) else ""
            descending = item.get("descending") is True
            views = with_view(
                views, SavedView(name.strip(), filter_from_plain(found), order, descending)
            )
    return views
