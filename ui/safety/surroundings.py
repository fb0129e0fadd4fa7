"""Where and when and by whom: what the safety of a document depends on, passed in for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from klimaeditor.dataset import backups
from klimaeditor.dataset.processes import Identity, this_process
from klimaeditor.recovery import journal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Surroundings:
    """*clock* returns aware local times; *backups* and *journals* are folders of the user."""

    clock: Callable[[], datetime]
    me: Identity
    backups: Path
    journals: Path


def real() -> Surroundings:
    """Return the surroundings of this process."""
    return Surroundings(now, this_process(), backups.default_root(), journal.default_root())


def now() -> datetime:
    """Return the time, aware, in the zone the user reads it in."""
    return datetime.now(UTC).astimezone()
