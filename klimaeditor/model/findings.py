"""Finding and Fix: what a check says and what can be done about it, as data."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from klimaeditor.model.changes import FileName
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.values import Value


class Severity(StrEnum):
    """How much a finding weighs: an error blocks publishing, never saving."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """0 for errors, 1 for warnings, 2 for hints."""
        return _RANKS[self]


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.HINT: 2}


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """Store *value* in a field of a measure."""

    measure: int
    field: FieldName
    value: Value


@dataclass(frozen=True, slots=True)
class Removal:
    """Take one record out of a file, e.g. a companion without a measure, or the HEAD its mark."""

    file: FileName
    record: int


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair offered at the finding.

    *label* is the button's German text. A fix that is *automatic* is right whenever the finding is;
    the others are proposals: a person decides, and nothing applies them in bulk. Without edits and
    removals the button only leads to the field, where the value has to be typed.
    """

    label: str
    edits: tuple[FieldEdit, ...] = ()
    removals: tuple[Removal, ...] = ()
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.

    *measure* is the measure's key and *field* the catalogue name, both None for findings on a file
    (then *file* says which). *place* tells items of a list field apart (row number from 0).
    *message* is the whole German text: what is wrong – what the public page shows – what to do,
    and an example where one can be typed as it is. *problem* and *effect* are the first two of
    these, for where there is room for two lines only.
    """

    rule: str
    severity: Severity
    message: str
    measure: int | None = None
    field: FieldName | None = None
    file: FileName | None = None
    place: int | None = None
    fix: Fix | None = None
    problem: str = ""
    effect: str = ""

    @property
    def fixable(self) -> bool:
        """Whether a fix is at hand that changes something by itself."""
        return self.fix is not None and bool(self.fix.edits or self.fix.removals)
