"""All commands, in the order of the menus; readable without a window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from ui.commands.accept_findings import AcceptCommands, AcceptQuestions
from ui.commands.check import CheckCommands
from ui.commands.cleaning import CleanUpCommands, CleanUpQuestions
from ui.commands.departments import DepartmentCommands, ExchangeQuestions
from ui.commands.edit import EditCommands, EditingQuestions
from ui.commands.exporting import ExportCommands, ReportQuestions
from ui.commands.file import FileCommands, LeaveCommands
from ui.commands.groups import Declares, declared
from ui.commands.help import HelpCommands, HelpQuestions
from ui.commands.measure import MeasureCommands, MeasureQuestions
from ui.commands.merging import DraftCommands, MergingCommands, MergingQuestions
from ui.commands.noting import NoteCommands, NoteQuestions
from ui.commands.preferences import SettingsCommands, SettingsQuestions
from ui.commands.publication import PublicationQuestions, PublishCommands
from ui.commands.release_measures import ReleaseCommands, ReleaseQuestions
from ui.commands.returns import ReturnQuestions, ReturnsCommands
from ui.commands.spelling import SpellingCommands
from ui.commands.view import OverviewQuestions, ViewCommands
from ui.shell.workspace import WorkspaceQuestions

if TYPE_CHECKING:
    from ui.commands.groups import CommandGroup, Parts
    from ui.shell.actions import ActionSpec


class CommandQuestions(
    WorkspaceQuestions,
    HelpQuestions,
    EditingQuestions,
    MeasureQuestions,
    CleanUpQuestions,
    OverviewQuestions,
    ReportQuestions,
    ExchangeQuestions,
    ReturnQuestions,
    PublicationQuestions,
    SettingsQuestions,
    MergingQuestions,
    NoteQuestions,
    AcceptQuestions,
    ReleaseQuestions,
    Protocol,
):
    """What the commands and the panes ask."""


class GroupClass(Declares, Protocol):
    """A group as it is declared and as it is made; it asks no more than all commands do."""

    def __call__(self, parts: Parts, ask: CommandQuestions) -> CommandGroup[Any]:
        """Make the commands of a window."""


GROUPS: Final[tuple[GroupClass, ...]] = (
    FileCommands,
    MergingCommands,
    ExportCommands,
    PublishCommands,
    SettingsCommands,
    LeaveCommands,
    EditCommands,
    CleanUpCommands,
    MeasureCommands,
    DraftCommands,
    NoteCommands,
    ReleaseCommands,
    CheckCommands,
    AcceptCommands,
    SpellingCommands,
    DepartmentCommands,
    ReturnsCommands,
    ViewCommands,
    HelpCommands,
)
"""The groups in the order of the menus; those of one menu stand in it one below the other."""

ACTIONS: Final[tuple[ActionSpec, ...]] = tuple(spec for group in GROUPS for spec in declared(group))
