"""Into a dataset that somebody else may have open: who is there, and how to go in (SAFE-07)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from klimaeditor.dataset import locks
from klimaeditor.dataset.locks import Held, Lock
from ui.choices import LockedChoice
from ui.safety import texts

if TYPE_CHECKING:
    from pathlib import Path

    from ui.ask import Ask
    from ui.safety.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Entry:
    """How a dataset is open: with which lock, if any; *reason* says why it is only for reading."""

    lock: Lock | None = None
    reason: str = ""
    notice: str = ""

    @property
    def read_only(self) -> bool:
        """Whether nothing may be changed."""
        return bool(self.reason)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should read about it."""
        return tuple(filter(None, (self.reason, self.notice)))


def look(folder: Path, here: Surroundings) -> Held | None:
    """Return who else has the dataset in *folder* open, None where nobody has."""
    held = locks.find(folder, here.clock(), here.me)
    ours = held is not None and held.holder is not None and held.holder.identity == here.me
    return None if ours else held


def ask_how(held: Held | None, ask: Ask, here: Surroundings) -> LockedChoice:
    """Return how to open a dataset of which :func:`look` has told *held*.

    The lock that the user's own process has left on this very computer needs no question: nobody
    else can be there (SAFE-07 as amended).
    """
    if held is None or _is_own_crash(held, here):
        return LockedChoice.EDIT_ANYWAY
    return ask.locked(held)


def _is_own_crash(held: Held, here: Surroundings) -> bool:
    if not held.crashed or held.holder is None:
        return False
    who = held.holder.identity
    return (who.user, who.host) == (here.me.user, here.me.host)


def enter(folder: Path, held: Held | None, choice: LockedChoice, here: Surroundings) -> Entry:
    """Take the lock, or go in without one, as was chosen; what *held* said may be past by now."""
    if choice is LockedChoice.READ_ONLY:
        stale = held is not None and held.stale
        return Entry(reason=texts.READING_BESIDE_STALE if stale else texts.READING_ONLY)
    taken = _take(folder, held, here)
    if isinstance(taken, Held):
        return Entry(notice=texts.EDITING_ANYWAY)
    if taken.holder is None:
        return Entry(reason=texts.read_only(taken.reason))
    return Entry(taken)


def _take(folder: Path, held: Held | None, here: Surroundings) -> Lock | Held:
    if held is not None and held.stale:
        return locks.take_over(held, here.clock, here.me)
    return locks.acquire(folder, here.clock, here.me)
