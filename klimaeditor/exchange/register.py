"""The register „abfrage.json“ beside the sent workbooks: who was asked what, what came back.

It lies in the folder of the request and never in a dataset: names and remarks are not public.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from klimaeditor import __version__
from klimaeditor.excel import target
from klimaeditor.exchange import exchange_words
from klimaeditor.exchange.proposals import plain
from klimaeditor.model.core_words import os_reason, quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError
from klimaeditor.paths import read_at_most

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.exchange.proposals import Proposal, Returned
    from klimaeditor.model.values import Json, Value


# --- words ---------------------------------------------------------------------------------------


def register_missing(folder: str) -> str:
    """Return the message for a folder without a register."""
    return (
        f"In {quoted(folder)} liegt keine Abfrage. Wählen Sie den Ordner der Abfrage. "
        "Einzelheiten: Es fehlt abfrage.json."
    )


def register_damaged(name: str) -> str:
    """Return the message for a register that cannot be read."""
    return (
        f"{quoted(name)} ist beschädigt oder kein Verzeichnis einer Abfrage. Stellen Sie eine "
        "Sicherung der Datei wieder her; Rückläufe lassen sich auch ohne sie einlesen."
    )


def register_newer(name: str) -> str:
    """Return the message for a register of a later version."""
    return (
        f"{quoted(name)} stammt von einer neueren Version des Klimaeditors. Lassen Sie den "
        "Klimaeditor aktualisieren."
    )


# --- The register „abfrage.json“ beside the sent workbooks: who was asked what, what came back ---

FORMAT: Final = "klimaeditor-abfrage"
SCHEMA: Final = 1
CHANGED: Final = "changed"
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

    *decided* are fingerprints of the values somebody decided on, see ``recording``. *answers* are
    the measures that it says something about, with what: stored forms as in the workbook.
    """

    file: str
    sha256: str
    read: datetime
    merged: datetime | None = None
    decided: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()


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

    def answers(self) -> dict[str, str]:
        """Return what has been answered about which measure; the latest return counts."""
        return {key: answer for found in self.returns for key, answer in found.answers}

    @property
    def answered(self) -> int:
        """How many of the measures have an answer."""
        return len(self.answers().keys() & set(self.measures))


@dataclass(frozen=True, slots=True)
class RequestRegister:
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

    def with_department(self, changed: DepartmentEntry) -> RequestRegister:
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


def save(register: RequestRegister) -> Path:
    """Write the register into its folder, in one step; raises WorkbookError where that fails."""
    path = register.folder / exchange_words.REGISTER_NAME
    text = json.dumps(_as_json(register), ensure_ascii=False, indent=2) + "\n"
    target.replace(path, text.encode())
    return path


def load(folder: Path) -> RequestRegister:
    """Read the register in *folder* (or the file itself); raises RegisterError."""
    path = (
        folder
        if folder.name == exchange_words.REGISTER_NAME
        else folder / exchange_words.REGISTER_NAME
    )
    try:
        data = read_at_most(path, MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise RegisterError(register_missing(str(path.parent))) from error
    except OSError as error:
        reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
        raise RegisterError(f"{path}: {reason}") from error
    if len(data) > MAX_BYTES:
        raise RegisterError(register_damaged(str(path)))
    try:
        return _from_json(json.loads(data.decode()), path)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise RegisterError(register_damaged(str(path))) from error


class KnownRequests(NamedTuple):
    """The *registers* of remembered folders, the latest first, and the folders *out_of_reach*."""

    registers: tuple[RequestRegister, ...] = ()
    out_of_reach: tuple[Path, ...] = ()


def load_known(folders: Iterable[Path]) -> KnownRequests:
    """Return the registers that can be read, each request once, and the folders without one.

    Such a folder was deleted or moved, or it lies on a drive that is not there at the moment.
    """
    found: dict[str, RequestRegister] = {}
    lost = []
    for folder in folders:
        try:
            register = load(folder)
        except RegisterError:
            lost.append(folder)
        else:
            found.setdefault(register.request, register)
    newest = sorted(found.values(), key=lambda own: own.sent, reverse=True)
    return KnownRequests(tuple(newest), tuple(dict.fromkeys(lost)))


def find(path: Path) -> RequestRegister | None:
    """Return the register beside a file, or in the folder above, None where there is none."""
    for folder in (path.parent, path.parent.parent):
        if (folder / exchange_words.REGISTER_NAME).is_file():
            return load(folder)
    return None


def digest(data: bytes) -> str:
    """Return the checksum of a file."""
    return hashlib.sha256(data).hexdigest()


def _as_json(register: RequestRegister) -> dict[str, Json]:
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
                "answers": dict(found.answers),
            }
            for found in entry.returns
        ],
    }


def _from_json(found: Any, path: Path) -> RequestRegister:  # noqa: ANN401 - the caller catches misfits
    if found["format"] != FORMAT:
        raise ValueError(found["format"])
    if found["schema"] > SCHEMA:
        raise RegisterError(register_newer(str(path)))
    return RequestRegister(
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
        answers=tuple((str(k), str(v)) for k, v in found.get("answers", {}).items()),
    )


# --- Fingerprints of values somebody decided on, so that the same return is not asked about twice

_LENGTH = 16


def fingerprint(proposal: Proposal, value: Value) -> str:
    """Return what stands for a value at the place of a proposal, without saying what it is."""
    parts = [proposal.measure_id, proposal.place.field, proposal.place.item, plain(value)]
    text = json.dumps(parts, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def decided_before(entry: DepartmentEntry) -> frozenset[str]:
    """Return the fingerprints of everything decided with the returns of a department."""
    return frozenset(mark for found in entry.returns for mark in found.decided)


# --- Note in the register what became of returns -------------------------------------------------


def recorded(
    register: RequestRegister,
    returned: Returned,
    decided: Iterable[Proposal],
    moment: datetime,
    *,
    finished: bool,
) -> RequestRegister:
    """Return the register with a return noted; *decided* are the proposals somebody decided on.

    With *finished* nothing in it is open any more, and the request counts as merged. Files of other
    requests and of departments that were not asked change nothing. Save it with ``register.save``.
    """
    entry = register.department(returned.sender)
    if entry is None or returned.request != register.request or returned.unreadable:
        return register
    if returned.sha256 == entry.sha256:  # the sent file itself: nobody has answered
        return register
    marks = tuple(fingerprint(found, found.returned) for found in decided)
    before = next((r for r in entry.returns if r.sha256 == returned.sha256), None)
    if before is not None and before.merged is not None:
        return register
    now = ReturnEntry(
        file=returned.file,
        sha256=returned.sha256,
        read=before.read if before else moment,
        merged=moment if finished else None,
        decided=tuple(dict.fromkeys((before.decided if before else ()) + marks)),
        answers=_answers(returned, before),
    )
    others = tuple(found for found in entry.returns if found is not before)
    return register.with_department(replace(entry, returns=(*others, now)))


def forgetting(register: RequestRegister, sha256: str) -> RequestRegister:
    """Return the register as it would be without a return that was noted; nothing is saved."""
    changed = register
    for entry in register.departments:
        left = tuple(found for found in entry.returns if found.sha256 != sha256)
        if len(left) < len(entry.returns):
            changed = changed.with_department(replace(entry, returns=left))
    return changed


def _answers(returned: Returned, before: ReturnEntry | None) -> tuple[tuple[str, str], ...]:
    """Return what a return says about which measure; a value without an answer is a change."""
    said = dict(before.answers) if before else {}
    for proposal in returned.proposals:
        said.setdefault(proposal.measure_id, CHANGED)
    said |= {remark.measure_id: remark.answer for remark in returned.remarks if remark.answer}
    return tuple(said.items())
