"""From "this field shall be that" to changes: creates companions and groups, prunes empty ones.

Everything here plans and nothing writes: each function returns changes that fit the dataset as it
is at this moment.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from klimaeditor.model import core_words
from klimaeditor.model.changes import Change, FileName
from klimaeditor.model.core_words import quoted
from klimaeditor.model.errors import EditError, StaleChangeError
from klimaeditor.model.fieldtypes import Field, Kind
from klimaeditor.model.records import category_names, category_of
from klimaeditor.model.values import (
    ABSENT,
    MAX_INTEGER,
    Absent,
    get_path,
    key_index,
    same,
    set_path,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.records import Dataset, MeasureView
    from klimaeditor.model.values import Json, Path, Record, Value


# --- words ---------------------------------------------------------------------------------------


def not_editable(label: str) -> str:
    """Return the refusal to edit an identifier (WEB-09)."""
    return f"{quoted(label)} kann nicht geändert werden, weil Adressen der Website daran hängen."


def no_id(title: str) -> str:
    """Return the refusal to add a companion record to a measure without id."""
    return (
        f"{quoted(title)} hat keine Kennung; Zusatzangaben lassen sich deshalb nicht zuordnen. "
        "Bitten Sie die Website-Betreuung, die Kennung nachzutragen."
    )


def no_json_value(label: str) -> str:
    """Return the refusal to store what JSON has no word for."""
    return (
        f"{quoted(label)} kann diesen Wert nicht aufnehmen, weil ihn das Dateiformat nicht "
        "kennt. Geben Sie einen Text oder eine Zahl ein."
    )


def text_expected(label: str) -> str:
    """Return the refusal to store anything but a text in a text field (WEB-01)."""
    return (
        f"{quoted(label)} ist ein Textfeld; einen anderen Wert zeigt die öffentliche Seite nicht "
        "an. Geben Sie einen Text ein."
    )


# --- From what an editor gives to what a file can hold, so that saving never fails on a value ----
#
# The strict reader (SEC-16) refuses inexact numbers and half characters; whatever is stored has to
# get past it again. Nothing typed is lost: such a number is kept as the text it was.

MAX_VALUE_DEPTH = 24
"""Nesting inside one value; the record around it needs a few of the 32 levels of a file."""
MAX_TYPED_BITS = 4096
"""Longer integers nobody has typed, and Python refuses to write them down."""

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def storable(field: Field, value: Value) -> Value:
    """Return what a field stores for *value*: the same, or the nearest that a file can hold.

    Raises EditError for what is no JSON, and for anything but a text in a text field (WEB-01);
    numbers become texts there.
    """
    if isinstance(value, Absent):
        return value
    plain = _plain(field, value, MAX_VALUE_DEPTH)
    if field.is_number and isinstance(plain, float) and plain.is_integer():
        return int(plain) if abs(plain) <= MAX_INTEGER else plain
    if field.is_text and not isinstance(plain, str) and plain not in (None, []):
        if isinstance(plain, bool | list | dict):
            raise EditError(text_expected(field.label))
        return str(plain)
    return plain


def whole_characters(text: str) -> str:
    """Return *text* with U+FFFD for every half character, which no file can hold (SEC-15)."""
    return _HALF_CHARACTER.sub("\ufffd", text)


def _plain(field: Field, value: Json, depth: int) -> Json:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return whole_characters(str(value))
    if isinstance(value, int) and value.bit_length() <= MAX_TYPED_BITS:
        return int(value) if abs(value) <= MAX_INTEGER else str(int(value))
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(float(value))
    if isinstance(value, list) and depth:
        return [_plain(field, item, depth - 1) for item in value]
    if isinstance(value, dict) and depth and all(isinstance(key, str) for key in value):
        return {
            whole_characters(str(key)): _plain(field, item, depth - 1)
            for key, item in value.items()
        }
    raise EditError(no_json_value(field.label))


# --- From "this field shall be that" to changes: creates companions and groups, prunes empty ones

_EMPTY = ("", None)


def set_field(
    dataset: Dataset,
    measure: int,
    name: FieldName,
    value: Value,
    categories: Mapping[str, str] | None = None,
) -> tuple[Change, ...]:
    """Return the changes that store *value* in a field; none where it is stored already.

    *categories* are the names of all, where somebody has them already for many measures.

    A missing companion record or group is created, an emptied optional one disappears. Raises
    EditError for fields that must not change (ids, WEB-09) and for values that no file can hold,
    StaleChangeError for a measure that is gone.
    """
    catalogue = dataset.site.catalogue
    field = catalogue.field(name)
    if measure not in dataset.measures:
        raise StaleChangeError(core_words.STALE_CHANGE)
    view = dataset.view(measure)
    if field.kind is Kind.IDENTIFIER:
        raise EditError(not_editable(field.label))
    old = view.value(name)
    value = _stored(field, storable(field, value), view)
    if field.kind is Kind.CATEGORY:
        names = category_names(dataset) if categories is None else categories
        return _set_category(dataset, view, value, names)
    if same(old, value) or (field.is_number and _equal_numbers(old, value)):
        return ()
    record = dataset.companion_key(field.file, measure)
    if record is None:
        return _create_companion(dataset, view, field, value)
    row = dataset.tables[field.file].get(record)
    if row is None:
        raise StaleChangeError(core_words.STALE_CHANGE)
    return (_set_in_record(catalogue, field, record, row, value),)


def _equal_numbers(old: Value, new: Value) -> bool:
    """Tell whether both are the same number, so that ``350.0`` stays until edited (OPN-04)."""
    numbers = [v for v in (old, new) if isinstance(v, int | float) and not isinstance(v, bool)]
    return len(numbers) == 2 and old == new


def _stored(field: Field, value: Value, view: MeasureView) -> Value:
    """Return what is written for what the editor gives: nothing has one form per field (OPN-05)."""
    if isinstance(value, str) and not value.strip() and field.kind is not Kind.LONG_TEXT:
        value = ""
    if value == "" and field.empty_hides_row:
        return value  # what an empty text says, no text does not: the page then shows the label
    if value in ("", None) or value == []:
        if field.name == "progress_values":
            return [] if view.progress is not None else ABSENT
        return field.emptied(view.profile)
    return value


def _set_category(
    dataset: Dataset, view: MeasureView, value: Value, names: Mapping[str, str]
) -> tuple[Change, ...]:
    """Change category id and name together; the name is the usual one of the category (WEB-08)."""
    catalogue = dataset.site.catalogue
    identifier, name = catalogue.path("category_id"), catalogue.path("category")
    old_name = get_path(view.measure, name)
    new_name = names.get(value, value) if isinstance(value, str) else old_name
    changes = []
    row = view.measure
    for path, new in ((identifier, value), (name, new_name)):
        if not same(get_path(row, path), new):
            changes.append(_change(catalogue, FileName.MEASURES, view.key, row, path, new))
            row = set_path(row, path, new, changes[-1].index)
    return tuple(changes)


def _set_in_record(
    catalogue: Catalogue, field: Field, record: int, row: Record, value: Value
) -> Change:
    """Return one change at the deepest path that exists, groups created or pruned."""
    path = field.path
    parent = get_path(row, path[:-1])
    if isinstance(value, Absent):
        if len(path) > 1 and isinstance(parent, dict) and list(parent) == [path[-1]]:
            path = path[:-1]
    elif not isinstance(parent, dict):
        path, value = path[:1], _new_group(catalogue, field, value)
    return _change(catalogue, field.file, record, row, path, value)


def _change(  # noqa: PLR0913, PLR0917 - what a change is made of
    catalogue: Catalogue, file: FileName, record: int, row: Record, path: Path, new: Value
) -> Change:
    """Return the change of one value, with the place where its key comes in or is taken out."""
    old = get_path(row, path)
    index = None
    if isinstance(new, Absent):
        index = key_index(row, path)
    elif isinstance(old, Absent):
        index = _place_for(catalogue, file, row, path)
    return Change(file, record, path, old, new, index)


def _new_group(catalogue: Catalogue, field: Field, value: Json) -> Json:
    """Return the object that holds the first field of a group."""
    group = catalogue.template(field.file, "").get(field.path[0])
    start: Record = group if isinstance(group, dict) else {}
    return set_path(start, field.path[1:], value)


def _place_for(catalogue: Catalogue, file: FileName, row: Record, path: Path) -> int | None:
    siblings = get_path(row, path[:-1])
    names = list(siblings) if isinstance(siblings, dict) else []
    return catalogue.of(file).place_among(path[:-1], path[-1], names)


def _create_companion(
    dataset: Dataset, view: MeasureView, field: Field, value: Value
) -> tuple[Change, ...]:
    """Return the change that adds the missing record, placed as the measures are (WEB-06).

    Emptying a field of a record that does not exist is no change, except "no amount": that is how
    the missing costs of a measure are repaired.
    """
    if isinstance(value, Absent) or (value in _EMPTY and field.kind is not Kind.AMOUNT):
        return ()
    record_id = view.id
    if field.file is FileName.CATEGORIES:
        category = category_of(view.measure, dataset.site)[0]
        record_id = category if isinstance(category, str) else ""
    if not record_id:
        raise EditError(no_id(view.title))
    start = dataset.site.catalogue.template(field.file, record_id)
    filled = _set_in_record(dataset.site.catalogue, field, 0, start, value)
    row = set_path(start, filled.path, filled.after, filled.index)
    index = _companion_place(dataset, field.file, view.key)
    key = dataset.tables[field.file].next_key
    return (Change(field.file, key, (), ABSENT, row, index),)


def _companion_place(dataset: Dataset, file: FileName, measure: int) -> int | None:
    if file is FileName.CATEGORIES:
        return None
    return place_behind(dataset, file, dataset.tables[FileName.MEASURES].before(measure))


def place_behind(dataset: Dataset, file: FileName, measures: Iterable[int]) -> int:
    """Return the place behind the record of the first of *measures* that has one in *file*."""
    for measure in measures:
        record = dataset.companion_key(file, measure)
        if record is not None:
            return dataset.tables[file].place(record) + 1
    return 0
