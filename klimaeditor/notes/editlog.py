"""Who changed which field when: a log beside the notes, off until somebody turns it on.

No value stands in it, only its digest, by which a former value is known again. Who is named, and
for how many days, the rules of the notebook say; they hold for all that is in the log already, too.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol

from klimaeditor.files import disk
from klimaeditor.files.formervalues import LoggedChange, digest_of_value
from klimaeditor.files.save_journal import NOTEBOOK
from klimaeditor.model.core_words import os_reason, quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError
from klimaeditor.notes.notebook import named
from klimaeditor.notes.notebook_file import keep_out_of_git

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from klimaeditor.model.records import Dataset
    from klimaeditor.notes.notebook import NotebookRules


# --- words ---------------------------------------------------------------------------------------


def not_logged(path: Path, reason: str) -> str:
    """Return that the log could not be written."""
    return (
        f"Das Änderungsprotokoll {quoted(path.name)} ließ sich nicht schreiben. {reason} Beim "
        "nächsten Speichern wird es wieder versucht."
    )


OTHERS_WRITE: Final = "Andere schreiben gerade hinein."


# --- The log -------------------------------------------------------------------------------------

ENDING: Final = "-aenderungen.jsonl"
_FORMAT: Final = "klimaeditor-aenderungen"
_VERSION: Final = 1
_MOST_BYTES: Final = 20 * 1024 * 1024
_MOST_LINES: Final = 100_000
_LONGEST: Final = 200
_ATTEMPTS: Final = 5
_DIGEST: Final = re.compile(r"[0-9a-f]{16}|")


class EditLogError(KlimaError):
    """A log that cannot be written; nothing of it is lost."""


@dataclass(frozen=True, slots=True)
class EditLog:
    """What a log holds, the oldest first; *newer*: a later version has written it."""

    changes: tuple[LoggedChange, ...] = ()
    newer: bool = False


class EditedPlace(Protocol):
    """A place that is not as saved: the key of its measure, and the name of its field."""

    @property
    def measure(self) -> int | None:
        """The measure, None for what belongs to none."""

    @property
    def field(self) -> str | None:
        """The field, None for a whole record and for unknown keys."""


def log_path(notebook: Path) -> Path:
    """Return where the log lies that belongs to a notebook."""
    return notebook.with_name(notebook.name.removesuffix(NOTEBOOK) + ENDING)


def logged(
    changes: Iterable[EditedPlace], dataset: Dataset, author: str, at: datetime
) -> tuple[LoggedChange, ...]:
    """Return what to log of changes that are about to be saved: each field of a measure once."""
    found: dict[tuple[str, str], LoggedChange] = {}
    moment = at.astimezone(UTC).replace(microsecond=0)
    for change in changes:
        if change.measure is None or change.measure not in dataset.measures:
            continue
        view = dataset.view(change.measure)
        field = dataset.site.catalogue.known_field(change.field)
        name = "" if field is None else str(field.name)
        digest = "" if field is None else digest_of_value(view.value(field.name))
        if view.id:
            found[view.id, name] = LoggedChange(view.id, name, digest, author, moment)
    return tuple(found.values())


def read(path: Path) -> EditLog:
    """Return what a log holds; lines that are none of ours are left out. Never raises."""
    try:
        data = disk.read(path, _MOST_BYTES + 1) or b""
    except OSError:
        return EditLog()
    return _parsed(data)


def write(
    path: Path,
    fresh: Iterable[LoggedChange],
    rules: NotebookRules,
    now: datetime,
    without: str = "",
) -> str:
    """Add changes to a log, and let go what the rules have ended; return a warning of its place.

    *without* is a person who is named no more. Where the log is turned off, it is removed. Another
    person's lines stay, who writes at the same moment too. Raises EditLogError.
    """
    wanted = set(fresh)
    try:
        for _ in range(_ATTEMPTS):
            data = disk.read(path, _MOST_BYTES + 1)
            known = _parsed(data or b"")
            if known.newer:
                return ""
            if rules.log_days <= 0:
                disk.remove(path)
                return ""
            made = _kept({*known.changes, *wanted}, rules, now, without)
            content = _encoded(made)
            if content == data or (data is None and not made):
                return ""
            warning = keep_out_of_git(path)
            disk.write_whole(path, content)
            if set(made) <= set(read(path).changes):  # else somebody wrote at the same moment
                return warning
    except OSError as error:
        reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
        raise EditLogError(not_logged(path, reason)) from error
    raise EditLogError(not_logged(path, OTHERS_WRITE))


def _kept(
    changes: Iterable[LoggedChange], rules: NotebookRules, now: datetime, without: str
) -> list[LoggedChange]:
    """Return what stays, in order of time, with names as the rules let them stand."""
    try:
        oldest = now - timedelta(days=rules.log_days)
    except OverflowError:
        oldest = datetime.min.replace(tzinfo=UTC)
    left = {
        replace(own, author="" if own.author == without else named(own.author, rules.names))
        for own in changes
        if own.at >= oldest
    }
    ordered = sorted(left, key=lambda own: (own.at, own.measure, own.field, own.digest, own.author))
    return ordered[-_MOST_LINES:]


def _encoded(changes: Iterable[LoggedChange]) -> bytes:
    head = json.dumps({"format": _FORMAT, "version": _VERSION})
    rows = [
        json.dumps([own.at.isoformat(), own.author, own.measure, own.field, own.digest])
        for own in changes
    ]
    return ("\n".join([head, *rows]) + "\n").encode("ascii")


def _parsed(data: bytes) -> EditLog:
    """Return what stands in a file; each line says all that it means by itself."""
    lines = data[:_MOST_BYTES].split(b"\n")
    try:
        said = json.loads(lines[0])
        if said["format"] == _FORMAT and int(said["version"]) > _VERSION:
            return EditLog(newer=True)
    except (ValueError, TypeError, KeyError, RecursionError):
        pass  # a damaged head costs no line
    found = [change for line in lines[-_MOST_LINES - 1 :] if (change := _change(line))]
    return EditLog(tuple(found))


def _change(line: bytes) -> LoggedChange | None:
    try:
        said: Any = json.loads(line)
        at, author, measure, field, digest = (str(part)[:_LONGEST] for part in said)
        found = datetime.fromisoformat(at)
        moment = found.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
    if found.tzinfo is None or not measure or not _DIGEST.fullmatch(digest):
        return None
    return LoggedChange(measure, field, digest, author, moment)
