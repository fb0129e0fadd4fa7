"""Any value in German words, so that two versions can be shown side by side."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from klimaeditor.diff.fields import FieldRef
from klimaeditor.model import core_words
from klimaeditor.model.fieldtypes import Field, Kind
from klimaeditor.model.records import TITLED_BY
from klimaeditor.model.values import Absent

if TYPE_CHECKING:
    from klimaeditor.diff.fields import Content
    from klimaeditor.model.catalogue import FileFields
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.values import Json, Value


# --- words ---------------------------------------------------------------------------------------

ABSENT: Final = "nicht vorhanden"
NO_ANSWER: Final = "Keine Angabe"
EMPTY: Final = "leer"
ONLY_BLANKS: Final = "nur Leerzeichen"
YES: Final = "ja"
NO: Final = "nein"
LIST_JOINT: Final = "\n"
UNKNOWN_JOINT: Final = " › "


def dated_value(day: str, value: str) -> str:
    """Return one entry of the progress."""
    return f"{day}: {value}"


def link(title: str, url: str) -> str:
    """Return one link."""
    return f"{title} ({url})"


def euro(amount: str) -> str:
    """Return an amount with its sign."""
    return f"{amount} €"


def order_of(label: str) -> str:
    """Return the name of the order of a list."""
    return f"{label}: Reihenfolge"


def item_of(label: str, item: str) -> str:
    """Return the name of one item of a list, by its day or address."""
    return f"{label}: {item}"


_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_GERMAN_MARKS = str.maketrans(",.", ".,")


def describe(value: Value, field: Field | None = None) -> str:
    """Return a value as a person reads it; absent, null and empty have names of their own.

    *field* says how to read it: euro, year, day, choice, list. Values that are not of its kind, and
    those of unknown keys (None), are shown as they are.
    """
    if isinstance(value, Absent):
        return ABSENT
    if value is None or value in ("", [], {}):
        return NO_ANSWER if value is None else EMPTY
    if isinstance(value, list):
        return LIST_JOINT.join(describe_item(item, field) for item in value)
    if isinstance(value, str):
        return _text(value, field)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return _number(value, None if field is None else field.kind)


def describe_item(item: Json, field: Field | None = None) -> str:
    """Return one link, or one dated value, or any other item of a list."""
    if isinstance(item, dict) and field is not None:
        if field.kind is Kind.SERIES and {"value", "date"} == set(item):
            return dated_value(_day(item["date"]), describe(item["value"], field))
        if field.kind is Kind.LINKS and {"title", "url"} == set(item):
            return link(describe(item["title"]), describe(item["url"]))
    return describe(item, field)


def describe_field(fields: FileFields, ref: FieldRef, value: Value) -> str:
    """Return the value of a decision's field: one item where the field is one, else all of it."""
    field = fields.at(ref.path)
    if ref.order:
        names = value if isinstance(value, list) else []
        return LIST_JOINT.join(map(_day, names))
    return describe_part(field, ref.item, value)


def describe_part(field: Field | None, item: str | None, value: Value) -> str:
    """Return the value of a field, or of one *item* of its list."""
    if item is None or isinstance(value, Absent):
        return describe(value, field)
    return describe_item(value, field)


def label_of(fields: FileFields, ref: FieldRef) -> str:
    """Return what to call a decision's field: its public label, with day or address of an item."""
    field = fields.at(ref.path)
    label = UNKNOWN_JOINT.join(ref.path) if field is None else field.label
    if ref.order:
        return order_of(label)
    return label_of_part(label, ref.item)


def label_of_part(label: str, item: str | None) -> str:
    """Return what to call a field by its label, or one item of its list by day or address."""
    return label if item is None else item_of(label, _day(item) or EMPTY)


def title_of(fields: FileFields, content: Content) -> str:
    """Return what to call a whole record: short title, contract title or id."""
    names: tuple[FieldName, ...] = (*TITLED_BY, "id")
    for name in names:
        field = fields.catalogue.field(name)
        value = content.get(FieldRef(field.path))
        if (field.file is fields.file or name == "id") and isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return core_words.UNNAMED


def _text(value: str, field: Field | None) -> str:
    if not value.strip():
        return ONLY_BLANKS
    if field is not None and field.choices:
        return dict(field.choices).get(value, value)
    return _day(value) if field is not None and field.kind is Kind.DATE else value


def _day(value: Json) -> str:
    """Return a stored day as TT.MM.JJJJ; anything else as it is."""
    if not isinstance(value, str):
        return describe(value)
    match = _ISO.fullmatch(value)
    return f"{match[3]}.{match[2]}.{match[1]}" if match else value


def _number(value: float, kind: Kind | None) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if kind is Kind.YEAR:
        return str(value).removesuffix(".0")
    whole, _, decimals = f"{Decimal(str(value)):,f}".translate(_GERMAN_MARKS).partition(",")
    decimals = decimals.rstrip("0")
    if kind is Kind.AMOUNT:
        return euro(f"{whole},{decimals.ljust(2, '0')}" if decimals else whole)
    return f"{whole},{decimals}" if decimals else whole
