"""The two values of a change as a person reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.catalogue import FIELDS_BY_NAME, FileName
from klimaeditor.differences import texts
from klimaeditor.differences.changed import ChangeKind
from klimaeditor.merge.describe import describe, label_of
from klimaeditor.merge.fields import FieldRef, field_of, flatten, list_fields

if TYPE_CHECKING:
    from klimaeditor.differences.changed import FieldChange
    from klimaeditor.values import Record, Value

_NOTHING = ("", None)


def shown_before(change: FieldChange) -> str:
    """Return the saved value in German; a whole record line by line."""
    return _shown(change, change.before)


def shown_after(change: FieldChange) -> str:
    """Return the present value in German; a whole record line by line."""
    return _shown(change, change.after)


def _shown(change: FieldChange, value: Value) -> str:
    if change.kind is ChangeKind.MOVED and isinstance(value, int):
        return texts.place(value)
    if not change.path and isinstance(value, dict):
        whole = change.kind is not ChangeKind.CHANGED
        return _record(change.file, value) if whole else ", ".join(value)
    return describe(value, FIELDS_BY_NAME.get(change.field or ""))


def _record(file: FileName, row: Record) -> str:
    """Return the fields of a record that say something, one a line."""
    lines = []
    for ref, value in flatten(file, row, frozenset(list_fields(file))).items():
        if ref.path != ("id",) and value not in _NOTHING and value != []:
            label = label_of(file, FieldRef(ref.path))
            lines.append(texts.line(label, describe(value, field_of(file, ref))))
    return "\n".join(lines) or describe("")
