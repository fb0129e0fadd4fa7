"""Where and when and by whom: what the safety of a document depends on, passed in for tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from klimaeditor.clock import local_now
from klimaeditor.dataset import backups
from klimaeditor.dataset.processes import Identity, this_process
from klimaeditor.recovery import journal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
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
    return Surroundings(local_now, this_process(), backups.default_root(), journal.default_root())
