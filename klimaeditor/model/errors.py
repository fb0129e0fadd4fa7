"""Errors as families, each born with its German sentence.

Everything the core raises on bad input derives from :class:`KlimaError`; ``str(error)`` is what the
user reads: file, place, remedy. Programming faults stay ordinary exceptions.
"""

from __future__ import annotations


class KlimaError(Exception):
    """Something the user can read and act upon."""


class DatasetError(KlimaError):
    """A dataset that cannot be opened or saved."""


class ChangedUnderneathError(DatasetError):
    """A file that somebody else has changed since it was read; it stays as it is (SAFE-06)."""


class BusyError(DatasetError):
    """Somebody else is saving into the folder at this moment; nothing was written."""


class OpenOutcomeError(DatasetError):
    """A save that failed and that others may still finish; settling the folder tells (SAFE-05)."""


class JsonFaultError(DatasetError):
    """A file that is not strict JSON; carries file, line, column and the kind of fault."""

    def __init__(self, sentence: str, *, file: str, kind: str, line: int, column: int) -> None:
        super().__init__(sentence)
        self.file = file
        self.kind = kind
        self.line = line
        self.column = column


class StaleChangeError(KlimaError):
    """A change whose former value is not what the dataset holds; nothing was applied."""


class WorkbookError(KlimaError):
    """A workbook that cannot be read or written."""


class UnknownNameError(KlimaError, LookupError):
    """A measure, field or rule that does not exist under this name, or is not the only one."""


class EditError(KlimaError):
    """An edit that the format does not allow."""
