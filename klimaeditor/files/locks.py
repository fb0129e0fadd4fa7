"""Who works on a dataset: an advisory lock file beside the data (SAFE-07).

It tells, it does not hinder: a second opener reads who is there and since when, and decides. A lock
that a crash left behind is said to be stale and is taken over on request only; a folder without
write permission has no lock, which is no error.
"""

from __future__ import annotations

import json
import re
import uuid
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from klimaeditor.files import disk, file_words
from klimaeditor.files.processes import Identity, is_alive
from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeAlias


# --- words ---------------------------------------------------------------------------------------

_LONGEST_NAME = 80


LOCK_UNSTABLE = "Die Sperrdatei erscheint und verschwindet."
LOCK_UNREADABLE = (
    "Eine andere Person hat diesen Datensatz geöffnet; wer, lässt sich nicht lesen. Öffnen Sie "
    "ihn schreibgeschützt, oder bearbeiten Sie ihn trotzdem: Beim Speichern werden beide "
    "Fassungen zusammengeführt."
)


def no_lock(reason: str) -> str:
    """Return why other people cannot see that a dataset is open here."""
    return f"Andere sehen nicht, dass Sie diesen Datensatz geöffnet haben: {reason}"


def lock_held(user: str, host: str, since: str) -> str:
    """Return who has a dataset open, and what can be done."""
    return (
        f"{_person(user)} hat diesen Datensatz {since} an „{_shown(host)}“ geöffnet. Öffnen Sie "
        "ihn schreibgeschützt, oder bearbeiten Sie ihn trotzdem: Beim Speichern werden beide "
        "Fassungen zusammengeführt."
    )


def lock_own(since: str) -> str:
    """Return that the same person has the dataset open in another window."""
    return (
        f"Sie haben diesen Datensatz {since} schon in einem anderen Fenster an diesem Rechner "
        "geöffnet. Öffnen Sie ihn hier schreibgeschützt, oder bearbeiten Sie ihn trotzdem: Beim "
        "Speichern werden beide Fassungen zusammengeführt."
    )


def lock_stale(user: str, host: str, since: str, last: str) -> str:
    """Return that a lock is probably left over."""
    return (
        f"{_person(user)} hat diesen Datensatz {since} an „{_shown(host)}“ geöffnet und war "
        f"zuletzt {last} aktiv. Der Datensatz wirkt noch geöffnet. Fragen Sie nach; arbeitet "
        "dort niemand mehr, übernehmen Sie ihn."
    )


def lock_crashed(user: str, since: str) -> str:
    """Return that a lock is left over from a crash on this machine."""
    return (
        f"{_person(user)} hatte den Datensatz {since} an diesem Rechner geöffnet, aber der "
        "Klimaeditor läuft dort nicht mehr. Der Datensatz wirkt noch geöffnet. Übernehmen Sie "
        "ihn."
    )


def _person(user: str) -> str:
    return f"„{_shown(user)}“" if user else "Eine andere Person"


def _shown(name: str) -> str:
    """Return a name from a file that anybody may have written, short and without odd characters."""
    cut = f"{name[:_LONGEST_NAME]}…" if len(name) > _LONGEST_NAME else name
    return "".join(letter if letter.isprintable() else "�" for letter in cut)


if TYPE_CHECKING:
    Clock: TypeAlias = Callable[[], datetime]

NAME: Final = ".klimaeditor.lock"
HEARTBEAT: Final = timedelta(seconds=60)
"""How often the holder says that it is still there."""
STALE_AFTER: Final = timedelta(minutes=10)
_LEFTOVER: Final = re.compile(re.escape(NAME) + r"\.\d+\.(tmp|bak)")
_LARGEST: Final = 4096
_ATTEMPTS: Final = 3


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock, since when, and the last sign of life."""

    identity: Identity
    since: datetime
    heartbeat: datetime
    token: str


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock of ours. *holder* is None where the folder takes none; *reason* then says why."""

    folder: Path
    holder: Holder | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HeldLock:
    """A lock of somebody else, with the German sentence to show.

    *holder* is None where the file cannot be read. *crashed*: the process is known to be gone;
    *stale*: it is, or has given no sign of life for ten minutes.
    """

    folder: Path
    holder: Holder | None
    stale: bool
    crashed: bool
    sentence: str


def acquire(folder: Path, clock: Clock, me: Identity) -> Lock | HeldLock:
    """Take the lock of a dataset's folder, or tell who has it. Never raises.

    *clock* returns aware times in the zone the user reads them in. A lock that this very process
    holds is returned again.
    """
    now = clock()
    holder = Holder(me, now, now, uuid.uuid4().hex)
    for _ in range(_ATTEMPTS):
        try:
            disk.create(folder / NAME, _encode(holder))
        except FileExistsError:
            found = find(folder, now, me)
            if found is None:
                continue
            if found.holder is not None and found.holder.identity == me:
                return Lock(folder, found.holder)
            return found
        except OSError as error:
            return Lock(folder, None, no_lock(file_words.os_reason(error)))
        _sweep(folder)
        return Lock(folder, holder)
    return Lock(folder, None, no_lock(LOCK_UNSTABLE))


def _sweep(folder: Path) -> None:
    """Remove what killed heartbeats left; nobody else gives any while the lock is ours."""
    with suppress(OSError):
        for path in folder.iterdir():
            if _LEFTOVER.fullmatch(path.name):
                disk.remove(path)


def find(folder: Path, now: datetime, me: Identity) -> HeldLock | None:
    """Return who holds the lock of a folder, ourselves included; None where nobody does."""
    try:
        data = disk.read(folder / NAME, _LARGEST)
    except OSError:
        return HeldLock(folder, None, stale=False, crashed=False, sentence=LOCK_UNREADABLE)
    if data is None:
        return None
    holder = _decode(data)
    if holder is None:
        return _unreadable(folder, now)
    who = holder.identity
    crashed = who.host == me.host and not is_alive(who.pid)
    last = _last_sign(folder, holder, now)
    stale = crashed or abs(now - last) > STALE_AFTER
    since = file_words.moment(holder.since, now)
    if crashed:
        sentence = lock_crashed(who.user, since)
    elif stale:
        sign = file_words.moment(last, now) if last <= now else file_words.EARLIER
        sentence = lock_stale(who.user, who.host, since, sign)
    elif (who.user, who.host) == (me.user, me.host):
        sentence = lock_own(since)
    else:
        sentence = lock_held(who.user, who.host, since)
    return HeldLock(folder, holder, stale, crashed, sentence)


def _last_sign(folder: Path, holder: Holder, now: datetime) -> datetime:
    """Return when a holder last gave a sign of life.

    A clock that was ahead has left a heartbeat in the future: then the time stamp of the file says
    it, so that such a lock goes stale like any other and its holder, if alive, keeps it.
    """
    if holder.heartbeat - now <= STALE_AFTER:
        return min(holder.heartbeat, now)
    return _written(folder) or holder.heartbeat


def _written(folder: Path) -> datetime | None:
    """Return the time stamp of the lock, None where there is none to be had."""
    try:
        return datetime.fromtimestamp((folder / NAME).stat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):
        return None


def _unreadable(folder: Path, now: datetime) -> HeldLock:
    """Return a lock without content: just being written, or left by a power cut."""
    written = _written(folder)
    stale = written is None or abs(now - written) > STALE_AFTER
    sentence = LOCK_UNREADABLE
    return HeldLock(folder, None, stale=stale, crashed=False, sentence=sentence)


def _is_garbage(folder: Path, now: datetime) -> bool:
    """Tell whether the lock holds what nobody who takes a lock writes, or will complete."""
    try:
        data = disk.read(folder / NAME, _LARGEST)
    except OSError:
        return False
    if data:
        return _decode(data) is None
    written = None if data is None else _written(folder)
    return written is not None and abs(now - written) > HEARTBEAT


def refresh(lock: Lock, clock: Clock, me: Identity) -> Lock | HeldLock:
    """Give a sign of life; to be called every HEARTBEAT. Never raises.

    Returns the lock to keep from now on, or who has taken it over. A lock that has disappeared is
    taken again, one that something has damaged is written anew; a folder that cannot be reached or
    written changes nothing.
    """
    if lock.holder is None:
        return lock
    now = clock()
    found = find(lock.folder, now, me)
    if found is None:
        return acquire(lock.folder, clock, me)
    if found.holder is None and not _is_garbage(lock.folder, now):
        return lock
    if found.holder is not None and found.holder.token != lock.holder.token:
        return found
    holder = replace(lock.holder, heartbeat=now)
    with suppress(OSError):
        _put(lock.folder, holder)
    return Lock(lock.folder, holder)


def take_over(held: HeldLock, clock: Clock, me: Identity) -> Lock | HeldLock:
    """Take a lock from its holder, after the user has confirmed what *held* says. Never raises.

    Returns who has it instead where that is somebody else by now.
    """
    now = clock()
    found = find(held.folder, now, me)
    if found is None:
        return acquire(held.folder, clock, me)
    if _token(found) != _token(held):
        return found
    holder = Holder(me, now, now, uuid.uuid4().hex)
    try:
        _put(held.folder, holder)
    except OSError as error:
        return Lock(held.folder, None, no_lock(file_words.os_reason(error)))
    return Lock(held.folder, holder)


def succeed(folder: Path, clock: Clock, me: Identity) -> Lock | HeldLock:
    """Take the lock for somebody who works without one, if its holder has gone. Never raises.

    Gone is who has released it, and a process known to have ended. A lock that is only stale takes
    a question first: its holder may be alive on another machine.
    """
    found = acquire(folder, clock, me)
    if isinstance(found, HeldLock) and found.crashed:
        return take_over(found, clock, me)
    return found


def release(lock: Lock) -> None:
    """Remove a lock of ours, damaged or not; one that somebody has taken over stays. Never raises.

    An empty one stays, too: somebody may be about to write it.
    """
    with suppress(OSError):
        data = disk.read(lock.folder / NAME, _LARGEST)
        found = _decode(data) if data else None
        damaged = bool(data) and found is None
        ours = found is not None and lock.holder is not None and found.token == lock.holder.token
        if ours or (damaged and lock.holder is not None):
            disk.remove(lock.folder / NAME)


def _token(held: HeldLock) -> str:
    return held.holder.token if held.holder else ""


def _put(folder: Path, holder: Holder) -> None:
    temporary = folder / f"{NAME}.{holder.identity.pid}.tmp"
    disk.remove(temporary)
    disk.create(temporary, _encode(holder))
    try:
        disk.move(temporary, folder / NAME, temporary.with_suffix(".bak"))
    except OSError:
        disk.remove(temporary)
        raise


def _encode(holder: Holder) -> bytes:
    who = holder.identity
    found = {
        "user": who.user,
        "host": who.host,
        "pid": who.pid,
        "since": holder.since.isoformat(timespec="seconds"),
        "heartbeat": holder.heartbeat.isoformat(timespec="seconds"),
        "token": holder.token,
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _decode(data: bytes) -> Holder | None:
    try:
        found = json.loads(data.decode("utf-8"))
        words = [found[key] for key in ("user", "host", "since", "heartbeat", "token")]
        since, heartbeat = (datetime.fromisoformat(word).astimezone() for word in words[2:4])
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return None
    if not all(isinstance(word, str) for word in words) or type(found["pid"]) is not int:
        return None
    return Holder(Identity(words[0], words[1], found["pid"]), since, heartbeat, words[4])
