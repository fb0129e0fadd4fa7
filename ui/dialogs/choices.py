"""Answers the user can give, for those who ask and for those who show the question."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class UnsavedChoice(StrEnum):
    """What to do with unsaved work; CANCEL leaves everything as it is."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


class ExportScope(StrEnum):
    """Which measures go into the workbook."""

    FILTERED = "filtered"
    ALL = "all"


class DropChoice(StrEnum):
    """What a workbook that was dropped on an open dataset is."""

    TAKE_IN = "take_in"
    OPEN = "open"
    CANCEL = "cancel"


class RecoveryChoice(StrEnum):
    """What to do with changes that a crash left unsaved; LATER keeps them for the next start."""

    RESTORE = "restore"
    DISCARD = "discard"
    LATER = "later"


class LockedChoice(StrEnum):
    """How to open a dataset that somebody else has open."""

    READ_ONLY = "read_only"
    EDIT_ANYWAY = "edit_anyway"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class LocalKind:
    """One kind of local data: a line that says what it is; *keep* says why it had better stay."""

    line: str
    keep: str = ""
