"""Proposals: what a file from outside suggests for the fields of measures, decided, not applied.

A returned request, a foreign table and a yearly report end in the same shape: per file its
:class:`Returned`, in it one :class:`Proposal` per field – or per dated value or link of a list –
with the three versions *base – returned – current* and everything that speaks against taking it.
Nothing here touches the dataset; ``accepting.to_batch`` does, as one step.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from klimaeditor.merge.decide import Action

if TYPE_CHECKING:
    from klimaeditor.merge.decide import Reason
    from klimaeditor.values import Value


class FileKind(StrEnum):
    """What kind of file a proposal came with."""

    REQUEST = "request"
    TABLE = "table"
    REPORT = "report"


class Place(NamedTuple):
    """A catalogue field by name, or one item of a list field by its date or address."""

    field: str
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something found in a file. *message* is German: file, sheet, cell, what to do.

    *code* is stable and for machines. With *severe*, something was not taken over or needs a
    person; without it is worth knowing. *sheet*, *cell* ("D7" or a range), *measure_id* and
    *field* say where, as far as known.
    """

    code: str
    message: str
    sheet: str = ""
    cell: str = ""
    measure_id: str = ""
    field: str = ""
    severe: bool = True


@dataclass(frozen=True, slots=True)
class Rival:
    """Another file that says something else about the same place."""

    file: str
    sender: str
    returned: Value


@dataclass(frozen=True, slots=True)
class Proposal:
    """One place of one measure: what was sent, what came back, what it is now.

    *measure* is the key in the open dataset. *base* is what was sent (ABSENT where nothing was,
    e.g. for a foreign table), *returned* what the file says, *current* what the dataset holds;
    ABSENT means "not there". *action* and *reason* are those of the three-way merge, a conflict
    also where files contradict each other (*rivals*). *problems* speak against taking it unseen.
    *score* from 0 to 1 says how sure the measure was recognised; 1 means by its id. *cell* is
    where it stands in the file, e.g. "D7" in *sheet*.
    """

    measure: int
    measure_id: str
    title: str
    place: Place
    base: Value
    returned: Value
    current: Value
    action: Action
    reason: Reason
    sheet: str = ""
    cell: str = ""
    problems: tuple[Problem, ...] = ()
    rivals: tuple[Rival, ...] = ()
    score: float = 1.0

    @property
    def key(self) -> tuple[int, Place]:
        """What choices are filed under."""
        return self.measure, self.place

    @property
    def unproblematic(self) -> bool:
        """Whether it may be taken without being looked at (`--accept unproblematic`)."""
        return self.action is Action.TAKE and not any(found.severe for found in self.problems)

    @property
    def is_conflict(self) -> bool:
        """Whether somebody has to choose between versions."""
        return self.action is Action.CONFLICT

    @property
    def is_done(self) -> bool:
        """Whether the dataset already says what the file says."""
        return self.action is Action.EITHER


@dataclass(frozen=True, slots=True)
class Remark:
    """What a department wrote for the editors about a measure; it is never stored as data.

    *answer* is the stored form of the column "Rückmeldung", "" where nothing was chosen.
    """

    measure_id: str
    title: str
    answer: str
    text: str


@dataclass(frozen=True, slots=True)
class Returned:
    """One file as read. *file* is its name without folders, *sender* who sent it, "" unknown.

    *problems* are those of the file and of rows that could not be taken at all; those of a single
    place are in its proposal. *request* is the id of the request a returned workbook answers.
    """

    file: str
    sha256: str
    kind: FileKind
    proposals: tuple[Proposal, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()
    sender: str = ""
    request: str = ""
    unreadable: bool = False
    """Whether the file as a whole could not be read; *problems* say why."""

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Everything found in the file, also what belongs to single proposals, each once."""
        own = (found for proposal in self.proposals for found in proposal.problems)
        return tuple(dict.fromkeys((*self.problems, *own)))

    @property
    def conflicts(self) -> tuple[Proposal, ...]:
        """The proposals between whose versions somebody has to choose."""
        return tuple(found for found in self.proposals if found.is_conflict)

    @property
    def unproblematic(self) -> tuple[Proposal, ...]:
        """The proposals that may be taken without being looked at."""
        return tuple(found for found in self.proposals if found.unproblematic)

    @property
    def is_clean(self) -> bool:
        """Whether nothing in the file needs a person: no conflict, no damage."""
        doubtful = any(found.severe for found in self.all_problems)
        return not self.unreadable and not doubtful and not self.conflicts
