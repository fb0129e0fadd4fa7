"""Filter and order as plain data, and back; what is not understood is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from klimaeditor.checks.website import PublicStatus
from ui.models.measure_rows import Filter, FindingsFilter, SortKey

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from klimaeditor.values import Json

    E = TypeVar("E", bound=StrEnum)


def to_plain(shown: Filter, sort: SortKey, descending: bool) -> dict[str, Json]:
    """Return filter and order as plain data."""
    return {
        "text": shown.text,
        "categories": [*sorted(shown.categories)],
        "statuses": [*sorted(shown.statuses)],
        "findings": shown.findings.value,
        "sort": sort.value,
        "descending": descending,
    }


def from_plain(saved: Mapping[str, Json]) -> tuple[Filter, SortKey, bool]:
    """Return filter and order from plain data."""
    text, findings = saved.get("text"), _known(FindingsFilter, saved.get("findings"))
    statuses = [_known(PublicStatus, name) for name in _texts(saved.get("statuses"))]
    wanted = Filter(
        text if isinstance(text, str) else "",
        frozenset(_texts(saved.get("categories"))),
        frozenset(status for status in statuses if status is not None),
        findings or FindingsFilter.ALL,
    )
    sort = _known(SortKey, saved.get("sort")) or SortKey.ORDER
    return wanted, sort, saved.get("descending") is True


def _texts(value: Json) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _known(kind: type[E], value: Json) -> E | None:
    return next((member for member in kind if member.value == value), None)
