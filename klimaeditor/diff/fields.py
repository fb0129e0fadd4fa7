"""Records as fields: every key path, and every dated value or link, for itself.

Nothing is left out: keys that the catalogue does not know are fields as well. Two people who add
different dated values, or different links, have therefore changed different fields.
"""

from __future__ import annotations

import unicodedata
from dataclasses import field
from typing import TYPE_CHECKING

from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.values import Absent, get_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from klimaeditor.model.catalogue import FileFields
    from klimaeditor.model.changes import FileName
    from klimaeditor.model.values import Json, Path, Record, Value


# --- Records as fields: every key path, and every dated value or link, for itself ----------------

if TYPE_CHECKING:
    Content: TypeAlias = "Mapping[FieldRef, Value]"


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A record, by its key in its table. *id* only says what it is; it does not distinguish."""

    file: FileName
    key: int
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class FieldRef:
    """A value in a record, or one item of a list there.

    *item* is the date or address of a list item. With *order* it stands for the order of the items
    that all sides have.
    """

    path: Path
    item: str | None = None
    order: bool = False


def named_items(items: Value, key: str) -> dict[str, Json] | None:
    """Return the items of a list by date or address ("" where it is missing), in order.

    None where it is no list of objects, or where a date or address comes twice (WEB-04).
    """
    if not isinstance(items, list):
        return None
    named: dict[str, Json] = {}
    for item in items:
        found = item.get(key, "") if isinstance(item, dict) else None
        if not isinstance(found, str) or found in named:
            return None
        named[found] = item
    return named


def flatten(
    fields: FileFields, row: Record, opaque: Collection[Path] = ()
) -> dict[FieldRef, Value]:
    """Return the fields of a record, in the order of the record.

    What lies at an *opaque* path is one field, and so is an empty object or list.
    """
    return dict(_leaves(fields, row, (), opaque))


def opaque_paths(fields: FileFields, rows: Sequence[Record]) -> frozenset[Path]:
    """Return the paths at which the versions of a record cannot be compared part by part.

    There one of them has an object and another a text, or a list is not what it should be.
    """
    return frozenset(
        path
        for row in rows
        for path, kind in _containers(fields, row, ())
        if not all(_divides(fields, path, kind, get_path(other, path)) for other in rows)
    )


def item_orders(fields: FileFields, rows: Sequence[Record]) -> list[Content]:
    """Return for each version of a record the order of the list items that all versions have."""
    orders: list[dict[FieldRef, Value]] = [{} for _ in rows]
    for path in fields.lists:
        key = fields.item_key(path)
        named = [named_items(get_path(row, path), key) for row in rows]
        names = [list(found) for found in named if found is not None]
        if len(names) < len(rows):
            continue
        common = set(names[0]).intersection(*names[1:])
        for order, found in zip(orders, names, strict=True):
            order[FieldRef(path, order=True)] = [name for name in found if name in common]
    return list(orders)


def _leaves(
    fields: FileFields, value: Json, path: Path, opaque: Collection[Path]
) -> Iterator[tuple[FieldRef, Value]]:
    if path not in opaque:
        if isinstance(value, dict) and (value or not path):
            for key, child in value.items():
                yield from _leaves(fields, child, (*path, key), opaque)
            return
        key = fields.item_key(path)
        named = named_items(value, key) if key else None
        if named:
            for name, item in named.items():
                yield FieldRef(path, name), item
            return
    yield FieldRef(path), value


def _containers(
    fields: FileFields, value: Json, path: Path
) -> Iterator[tuple[Path, type[dict[str, Json]] | type[list[Json]]]]:
    if isinstance(value, dict):
        if path:
            yield path, dict
        for key, child in value.items():
            yield from _containers(fields, child, (*path, key))
    elif isinstance(value, list) and fields.item_key(path):
        yield path, list


def _divides(fields: FileFields, path: Path, kind: type, value: Value) -> bool:
    if isinstance(value, Absent):
        return True
    return isinstance(value, kind) and (
        kind is dict or named_items(value, fields.item_key(path)) is not None
    )


# --- What counts as the same in a comparison, although it is not the same JSON (MRG-05) ----------


def normalised(value: Value) -> Value:
    r"""Return the value to compare by; it is never stored.

    Line ends become LF, letters NFC, blanks at the end of lines and texts drop out, ``1.0`` is
    ``1``, the order of keys does not count. ABSENT, None and ``""`` stay three values (OPN-05).
    """
    return value if isinstance(value, Absent) else _plain(value)


def _plain(value: Json) -> Json:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(child) for key, child in sorted(value.items())}
    return value


def _text(value: str) -> str:
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip()
