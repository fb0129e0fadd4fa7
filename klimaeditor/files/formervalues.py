"""What stood in a field before: from backups of the dataset, and from packages made of it.

A backup is made before the first save of a session, of what lies on disk (SAFE-11). So one of the
5th of October tells what a field said until then; a package tells what was published that day.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from klimaeditor import paths
from klimaeditor.files.backups import Backup, all_backups, read_backup
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import KlimaError
from klimaeditor.model.values import Absent, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Value


_DESCRIPTION, _DATA = "datapackage.json", "json"  # of a package; publish/folder.py lays it out


@dataclass(frozen=True, slots=True)
class FormerValue:
    """A value that a field had: until that moment, or, where it was *published*, at that moment."""

    value: Value
    seen: datetime
    published: bool = False


@dataclass(frozen=True, slots=True)
class FormerState:
    """A copy of the four files, of a moment of local time: a backup, or a package."""

    path: Path
    made: datetime
    files: tuple[FileName, ...]
    published: bool = False


@dataclass(frozen=True, slots=True)
class FormerValues:
    """All values that fields of measures had, by id and field, the oldest first."""

    _known: Mapping[tuple[str, FieldName], tuple[FormerValue, ...]] = field(default_factory=dict)

    def of(self, measure_id: str, name: FieldName, now: Value) -> tuple[FormerValue, ...]:
        """Return what a field said before it said *now*, the latest first, each value once."""
        found: list[FormerValue] = []
        for former in reversed(self._known.get((measure_id, name), ())):
            known = (now, *(own.value for own in found))
            if not any(_alike(former.value, value) for value in known):
                found.append(former)
        return tuple(found)


def former_states(
    folder: Path, root: Path, packages: Iterable[Path] = ()
) -> tuple[FormerState, ...]:
    """Return the backups of a dataset's *folder* and those *packages* of it that are still there.

    The oldest comes first. What an interrupted save has left is no state that the dataset had.
    """
    found = [
        FormerState(backup.path, backup.made, backup.files)
        for backup in reversed(all_backups(folder, root))  # those of one second keep their order
        if not backup.interrupted
    ]
    for package in packages:
        data, made = package / _DATA, _made(package)
        files = tuple(file for file in FileName if (data / file).is_file())
        if made is not None and len(files) == len(FileName):
            found.append(FormerState(data, made, files, published=True))
    return tuple(sorted(found, key=lambda state: state.made))


def read_former(states: Iterable[FormerState], site: SiteProfile) -> FormerValues:
    """Return the values in *states*, the oldest first; a state that cannot be read is left out.

    It reads all their files and takes its time: call it beside the window.
    """
    known: dict[tuple[str, FieldName], list[FormerValue]] = {}
    for state in states:
        backup = Backup(state.path, state.made, state.files, interrupted=False)
        with suppress(KlimaError):
            _add(known, read_backup(backup, site).dataset, state)
    return FormerValues({place: tuple(found) for place, found in known.items()})


def _add(
    known: dict[tuple[str, FieldName], list[FormerValue]], dataset: Dataset, state: FormerState
) -> None:
    """Note the values of a state: one that goes on is known until then."""
    names = [own.name for own in dataset.site.catalogue.fields]
    for key in dataset.measure_keys():
        view = dataset.view(key)
        for name in names:
            value = view.value(name)
            found = known.setdefault((view.id, name), [])
            if found and same(found[-1].value, value):
                found.pop()
            found.append(FormerValue(value, state.made, state.published))


def _alike(left: Value, right: Value) -> bool:
    """Whether two values are the same to a person: nothing has several forms."""
    return same(left, right) or (_is_nothing(left) and _is_nothing(right))


def _is_nothing(value: Value) -> bool:
    return isinstance(value, Absent) or value in ("", None, [])


def _made(package: Path) -> datetime | None:
    """Return when a package was made, as it says itself; None where it does not."""
    try:
        text = paths.read_at_most(package / _DESCRIPTION).decode("utf-8")
        return datetime.fromisoformat(json.loads(text)["created"]).astimezone()
    except (OSError, KeyError, TypeError, ValueError, RecursionError):
        return None
