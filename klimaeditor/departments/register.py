"""The register „abfrage.json“ beside the sent workbooks: who was asked what, what came back.

It lies in the folder of the request and never in a dataset: names and remarks are not public.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from klimaeditor import __version__
from klimaeditor.departments import texts
from klimaeditor.errors import KlimaError
from klimaeditor.excel import target
from klimaeditor.paths import read_at_most
from klimaeditor.texts import os_reason

if TYPE_CHECKING:
    from klimaeditor.values import Json

FORMAT: Final = "klimaeditor-abfrage"
SCHEMA: Final = 1
MAX_BYTES: Final = 20 * 1024 * 1024


class RegisterError(KlimaError):
    """A register that cannot be read or written."""


class Status(StrEnum):
    """Where a department's request stands."""

    SENT = "sent"
    RETURNED = "returned"
    MERGED = "merged"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class ReturnEntry:
    """A return that was read: *merged* is when it was taken over, None while something is open.

    *decided* are fingerprints of the values somebody decided on, see ``recording``.
    """

    file: str
    sha256: str
    read: datetime
    merged: datetime | None = None
    decided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DepartmentEntry:
    """One department: its workbook (*file* and its checksum), its measures, what came back."""

    name: str
    file: str
    sha256: str
    measures: tuple[str, ...]
    titles: tuple[str, ...]
    returns: tuple[ReturnEntry, ...] = ()
    reminded: tuple[date, ...] = ()

    def status(self, due: date | None, today: date) -> Status:
        """Return where the request stands on a day; overdue is after the day it was due."""
        if self.returns:
            done = self.returns[-1].merged is not None
            return Status.MERGED if done else Status.RETURNED
        return Status.OVERDUE if due is not None and today > due else Status.SENT


@dataclass(frozen=True, slots=True)
class Register:
    """One request: its id, when it was sent and is due, what was asked of whom."""

    request: str
    sent: datetime
    due: date | None
    contact: str
    note: str
    fields: tuple[str, ...]
    departments: tuple[DepartmentEntry, ...]
    folder: Path = Path()

    def department(self, name: str) -> DepartmentEntry | None:
        """Return the entry of a department, None where it was not asked."""
        return next((entry for entry in self.departments if entry.name == name), None)

    def with_department(self, changed: DepartmentEntry) -> Register:
        """Return the register with one entry replaced."""
        entries = (changed if e.name == changed.name else e for e in self.departments)
        return replace(self, departments=tuple(entries))

    def overdue(self, today: date) -> tuple[DepartmentEntry, ...]:
        """Return the departments that have not answered in time."""
        return tuple(e for e in self.departments if e.status(self.due, today) is Status.OVERDUE)

    def missing(self, today: date) -> tuple[DepartmentEntry, ...]:
        """Return the departments that have not answered yet, in time or not."""
        waiting = (Status.SENT, Status.OVERDUE)
        return tuple(e for e in self.departments if e.status(self.due, today) in waiting)


def save(register: Register) -> Path:
    """Write the register into its folder, in one step; raises WorkbookError where that fails."""
    path = register.folder / texts.REGISTER_NAME
    text = json.dumps(_as_json(register), ensure_ascii=False, indent=2) + "\n"
    target.replace(path, text.encode())
    return path


def load(folder: Path) -> Register:
    """Read the register in *folder* (or the file itself); raises RegisterError."""
    path = folder if folder.name == texts.REGISTER_NAME else folder / texts.REGISTER_NAME
    try:
        data = read_at_most(path, MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise RegisterError(texts.register_missing(str(path.parent))) from error
    except OSError as error:
        reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
        raise RegisterError(f"{path}: {reason}") from error
    if len(data) > MAX_BYTES:
        raise RegisterError(texts.register_damaged(str(path)))
    try:
        return _from_json(json.loads(data.decode()), path)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise RegisterError(texts.register_damaged(str(path))) from error


def find(path: Path) -> Register | None:
    """Return the register beside a file, or in the folder above, None where there is none."""
    for folder in (path.parent, path.parent.parent):
        if (folder / texts.REGISTER_NAME).is_file():
            return load(folder)
    return None


def digest(data: bytes) -> str:
    """Return the checksum of a file."""
    return hashlib.sha256(data).hexdigest()


def _as_json(register: Register) -> dict[str, Json]:
    return {
        "format": FORMAT,
        "schema": SCHEMA,
        "app": __version__,
        "request": register.request,
        "sent": register.sent.isoformat(timespec="seconds"),
        "due": register.due.isoformat() if register.due else None,
        "contact": register.contact,
        "note": register.note,
        "fields": list(register.fields),
        "departments": [_department_json(entry) for entry in register.departments],
    }


def _department_json(entry: DepartmentEntry) -> Json:
    return {
        "name": entry.name,
        "file": entry.file,
        "sha256": entry.sha256,
        "measures": [
            {"id": key, "title": title}
            for key, title in zip(entry.measures, entry.titles, strict=True)
        ],
        "reminded": [day.isoformat() for day in entry.reminded],
        "returns": [
            {
                "file": found.file,
                "sha256": found.sha256,
                "read": found.read.isoformat(timespec="seconds"),
                "merged": found.merged.isoformat(timespec="seconds") if found.merged else None,
                "decided": list(found.decided),
            }
            for found in entry.returns
        ],
    }


def _from_json(found: Any, path: Path) -> Register:  # noqa: ANN401 - the caller catches misfits
    if found["format"] != FORMAT:
        raise ValueError(found["format"])
    if found["schema"] > SCHEMA:
        raise RegisterError(texts.register_newer(str(path)))
    return Register(
        request=str(found["request"]),
        sent=datetime.fromisoformat(found["sent"]),
        due=date.fromisoformat(found["due"]) if found["due"] else None,
        contact=str(found["contact"]),
        note=str(found["note"]),
        fields=tuple(map(str, found["fields"])),
        departments=tuple(map(_department, found["departments"])),
        folder=path.parent,
    )


def _department(found: Any) -> DepartmentEntry:  # noqa: ANN401 - the caller catches misfits
    return DepartmentEntry(
        name=str(found["name"]),
        file=str(found["file"]),
        sha256=str(found["sha256"]),
        measures=tuple(str(measure["id"]) for measure in found["measures"]),
        titles=tuple(str(measure["title"]) for measure in found["measures"]),
        returns=tuple(map(_return, found["returns"])),
        reminded=tuple(map(date.fromisoformat, found["reminded"])),
    )


def _return(found: Any) -> ReturnEntry:  # noqa: ANN401 - the caller catches misfits
    return ReturnEntry(
        file=str(found["file"]),
        sha256=str(found["sha256"]),
        read=datetime.fromisoformat(found["read"]),
        merged=datetime.fromisoformat(found["merged"]) if found["merged"] else None,
        decided=tuple(map(str, found["decided"])),
    )
