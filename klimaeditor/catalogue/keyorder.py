"""The order of keys in the files (OPN-01); the form has its own, that of the public page."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue.declared import DECLARED
from klimaeditor.changes import FileName

if TYPE_CHECKING:
    from klimaeditor.values import Path

_KEY_OF_RECORDS = "id"


def _key_order() -> dict[tuple[FileName, Path], tuple[str, ...]]:
    """Return the keys of every record and group of the files, as the catalogue declares them."""
    found: dict[tuple[FileName, Path], list[str]] = {
        (file, ()): [_KEY_OF_RECORDS] for file in FileName
    }
    for field in DECLARED:
        for depth, key in enumerate(field.path):
            keys = found.setdefault((field.file, field.path[:depth]), [])
            if key not in keys:
                keys.append(key)
    return {parent: tuple(keys) for parent, keys in found.items()}


KEY_ORDER: Final = MappingProxyType(_key_order())
"""{(file, path of a record or group): its keys, in the order of the file}."""


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
