"""Ids that must not come back: of measures that were deleted after the dataset was closed.

A published id is an address, and addresses are for ever (WEB-09, OPN-11). The four files cannot say
what is no longer in them (no new keys), so the ids live in two places: a register in every package,
which colleagues and Git share, and on each machine a list of all ids ever seen in a folder, which
knows the deletions between two publications as well.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor import paths
from klimaeditor.files import backups, disk
from klimaeditor.model.changes import FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.structure import ID_PATTERN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from klimaeditor.model.records import Dataset

FOLDER: Final = "Kennungen"
FORMAT: Final = "klimaeditor-veroeffentlichung/1"
_LARGEST: Final = 5_000_000


class Retired(NamedTuple):
    """A measure that is gone: its last title, and the day from which it was missing."""

    title: str
    day: date


@dataclass(frozen=True, slots=True)
class IdRegister:
    """The ids of a publication, and those of all before it that are gone.

    *first* is the day of the first publication, *published* that of this one.
    """

    identifier: str
    first: date
    published: date
    ids: tuple[str, ...]
    retired: Mapping[str, Retired] = field(default_factory=dict)


def present_ids(dataset: Dataset) -> set[str]:
    """Return the ids of all measures."""
    return set(dataset.tables[FileName.MEASURES].keys_by_id) - {""}


def register_of(
    dataset: Dataset, identifier: str, today: date, before: IdRegister | None, then: Dataset | None
) -> IdRegister:
    """Return the register of a new publication; *then* is the dataset as it was published *before*.

    A measure that is back, because its deletion was taken back, is no longer retired.
    """
    present = present_ids(dataset)
    retired = dict(before.retired) if before else {}
    gone = {*(before.ids if before else ()), *dataset.retired_ids} - present
    for measure_id in sorted(gone - retired.keys()):
        retired[measure_id] = Retired(_title(then, measure_id), today)
    kept = {name: retired[name] for name in sorted(retired) if name and name not in present}
    first = before.first if before else today
    return IdRegister(identifier, first, today, tuple(sorted(present)), kept)


def _title(dataset: Dataset | None, measure_id: str) -> str:
    key = None if dataset is None else dataset.find(measure_id)
    return "" if dataset is None or key is None else dataset.view(key).title


def reused(dataset: Dataset, before: IdRegister | None) -> dict[str, Retired]:
    """Return the ids of measures that belonged to another one, by id.

    The same title, or no title known, means the same measure: its deletion was taken back.
    """
    found = {}
    for measure_id in present_ids(dataset) & (before.retired if before else {}).keys():
        retired = before.retired[measure_id] if before else Retired("", date.min)
        if retired.title and retired.title != _title(dataset, measure_id):
            found[measure_id] = retired
    return found


def encode(register: IdRegister) -> bytes:
    """Return the register as the file of a package."""
    said = {
        "format": FORMAT,
        "identifier": register.identifier,
        "first_published": register.first.isoformat(),
        "published": register.published.isoformat(),
        "ids": list(register.ids),
        "retired": [
            {"id": name, "title": gone.title, "since": gone.day.isoformat()}
            for name, gone in register.retired.items()
        ],
    }
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def decode(data: bytes) -> IdRegister | None:
    """Return the register in a file, None where it is none of ours."""
    try:
        said = json.loads(data[:_LARGEST].decode("utf-8"))
        if said["format"] != FORMAT:
            return None
        retired = {
            str(gone["id"]): Retired(str(gone["title"]), date.fromisoformat(gone["since"]))
            for gone in said["retired"]
        }
        days = [date.fromisoformat(said[key]) for key in ("first_published", "published")]
        ids = tuple(map(str, said["ids"]))
        return IdRegister(str(said["identifier"]), days[0], days[1], ids, retired)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def known_ids(folder: Path, dataset: Dataset, root: Path | None = None) -> set[str]:
    """Return the ids that this machine has seen in *folder* and that are gone, and note the rest.

    To be called after opening and after saving; what is returned belongs into the dataset's
    ``retired_ids``. *root* is where the lists lie, None for the user's own folder. Never raises:
    without the list the highest number still in use decides, as it did before there was one.
    """
    file = _list_of(folder, root)
    seen = _read(file)
    used = {name for name in present_ids(dataset) | dataset.retired_ids if _is_id(name)}
    if not used <= seen:
        _write(file, seen | used)
    return seen - present_ids(dataset)


def note(folder: Path, register: IdRegister, root: Path | None = None) -> None:
    """Note the ids of a package on this machine, retired ones included; never raises."""
    file = _list_of(folder, root)
    seen, said = _read(file), {*register.ids, *register.retired}
    if not said <= seen:
        _write(file, seen | said)


def _list_of(folder: Path, root: Path | None) -> Path:
    return backups.shelf(folder, root or paths.user_data() / FOLDER).with_suffix(".json")


def _is_id(text: str) -> bool:
    return ID_PATTERN.fullmatch(text) is not None


def _read(file: Path) -> set[str]:
    with suppress(OSError, ValueError, RecursionError):
        said = json.loads((disk.read(file, _LARGEST) or b"[]").decode("utf-8"))
        if isinstance(said, list):
            return {name for name in said if isinstance(name, str) and _is_id(name)}
    return set()


def _write(file: Path, ids: set[str]) -> None:
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        disk.write_whole(file, json.dumps(sorted(ids), indent=0).encode("utf-8"), durable=False)
