"""What can be asked and answered, for those who ask and for those who show the question.

Whoever asks says in a protocol of its own what it asks; what several rooms ask alike stands here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeVar

    from PySide6.QtGui import QPagedPaintDevice

    from klimaeditor.exchange.newdataset import NewDataset

    T = TypeVar("T")


class UnsavedChoice(StrEnum):
    """What to do with unsaved work; CANCEL leaves everything as it is."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


class ExportScope(StrEnum):
    """Which measures go into the workbook."""

    SELECTED = "selected"
    FILTERED = "filtered"
    ALL = "all"


class DropChoice(StrEnum):
    """What a workbook that was dropped on an open dataset is."""

    TAKE_IN = "take_in"
    OPEN = "open"
    CANCEL = "cancel"


class CopySource(StrEnum):
    """Where somebody else's dataset lies."""

    FOLDER = "folder"
    ARCHIVE = "archive"
    CANCEL = "cancel"


class TwinChoice(StrEnum):
    """What becomes of two new measures that were given one id; LATER leaves that open."""

    BOTH = "both"
    OURS = "ours"
    LATER = "later"


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


class RequestStart(NamedTuple):
    """What the wizard of a request begins with.

    *contact* is whom departments may ask, *locked* says that the administrator decides that
    (DEL-04). *open_notes* is how many notes could be sent along.
    """

    contact: str
    locked: bool = False
    open_notes: int = 0


class TableAnswer(NamedTuple):
    """What became of a table of others; *clean_up*: its texts shall be cleaned up next."""

    made: NewDataset
    clean_up: bool = False


class Wait(Protocol):
    """Does work beside the window, saying what is done; None where the user gives up."""

    def __call__(self, work: Callable[[], T], sentence: str, /) -> T | None:
        """Return what *work* returns."""


class ErrorMessage(Protocol):
    """Something went wrong."""

    def error(self, sentence: str, details: str = "") -> None:
        """Say what went wrong and what to do."""


class InfoMessage(Protocol):
    """Something needs to be noticed."""

    def info(self, sentence: str, details: str = "") -> None:
        """Say something that needs to be noticed."""


class Messages(ErrorMessage, InfoMessage, Protocol):
    """Both kinds of messages."""


class FolderQuestion(Protocol):
    """Where a folder is wanted."""

    def folder(self, title: str, start: Path | None) -> Path | None:
        """Ask for a folder."""


class OverwriteQuestion(Protocol):
    """Where something may lie already."""

    def overwrite(self, path: Path) -> bool:
        """Ask whether a file, or the dataset in a folder, may be replaced."""


class TargetQuestion(Protocol):
    """Where a file is to be written."""

    def save_file(self, title: str, suggestion: Path | None, filters: str) -> Path | None:
        """Ask for a file to write; the dialog itself asks before replacing one."""


class PrintQuestion(Protocol):
    """Where something is to be printed."""

    def print_with(self, draw: Callable[[QPagedPaintDevice], None]) -> None:
        """Ask for a printer and have *draw* paint on it."""


class WriteQuestions(ErrorMessage, OverwriteQuestion, TargetQuestion, Protocol):
    """Where a file is written that the user names."""
