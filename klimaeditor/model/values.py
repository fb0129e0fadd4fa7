"""The values of raw records, and the three kinds of nothing.

A record is what ``json`` makes of it: plain dicts, lists, strings, numbers, booleans and None.
Records are never changed in place; :func:`set_path` returns a new record that shares all
untouched parts with the old one, so "is it still as loaded?" is mostly an identity check.

*Absent* (the key does not exist), ``None`` (JSON null) and ``""`` are three different values
(OPN-05); :data:`ABSENT` stands for the first.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, TypeAlias, TypeGuard

MAX_INTEGER = 2**53 - 1

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Record: TypeAlias = "dict[str, Json]"
Path: TypeAlias = tuple[str, ...]

LONGEST_NUMBER: Final = 64
"""So many characters a number has at most, wherever a text is read; what is longer is none."""


class Absent(Enum):
    """The type of :data:`ABSENT`."""

    ABSENT = "absent"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent.ABSENT
Value: TypeAlias = "Json | Absent"


def same(left: Value, right: Value) -> bool:
    """Tell whether two values are the same JSON: types count, key order counts.

    ``1``, ``1.0`` and ``True`` are three values; ``{"a": 1, "b": 2}`` and ``{"b": 2, "a": 1}`` are
    two, because the order of keys is part of what a file holds.
    """
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return left == right


def get_path(record: Value, path: Path) -> Value:
    """Return the value at *path*, or ABSENT where a key on the way is missing or not an object."""
    value = record
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return ABSENT
        value = value[key]
    return value


def key_index(record: Value, path: Path) -> int | None:
    """Return the position of the last key of *path* among its siblings, None where it is absent."""
    parent = get_path(record, path[:-1])
    if not isinstance(parent, dict) or path[-1] not in parent:
        return None
    return list(parent).index(path[-1])


def set_path(record: Record, path: Path, value: Value, index: int | None = None) -> Record:
    """Return a copy of *record* with *value* at *path*; everything else is shared.

    ABSENT removes the key. A key that is new goes to position *index* among its siblings, or to
    the end. The parent of the last key must exist and be an object (KeyError otherwise).
    """
    key, rest = path[0], path[1:]
    if rest:
        child = record[key]
        if not isinstance(child, dict):
            raise KeyError(key)
        return {**record, key: set_path(child, rest, value, index)}
    if isinstance(value, Absent):
        return {name: old for name, old in record.items() if name != key}
    if key in record or index is None or index >= len(record):
        return {**record, key: value}
    items = list(record.items())
    items.insert(index, (key, value))
    return dict(items)


def is_number(value: Value) -> TypeGuard[int | float]:
    """Whether a value is a number of JSON; True and False are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)
