"""What is unsaved, field by field, and the way back for as much of it as is wanted."""

from klimaeditor.differences.changed import ChangeKind, FieldChange, changed_fields
from klimaeditor.differences.revert import name_of_step, reverting, selected
from klimaeditor.differences.words import shown_after, shown_before

__all__ = [
    "ChangeKind",
    "FieldChange",
    "changed_fields",
    "name_of_step",
    "reverting",
    "selected",
    "shown_after",
    "shown_before",
]
