"""Notes that could not be written yet, kept on this machine until their notebook can be written.

A share may be gone for a day, and the program closed or killed meanwhile. What was noted lies in
the person's own folder then, with what it was made of, so that it is merged as if written now.
One file per notebook and process: a process that lives writes its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from klimaeditor import paths
from klimaeditor.files import disk
from klimaeditor.files.processes import is_alive
from klimaeditor.model.dataclass import dataclass
from klimaeditor.notes.notebook import NotebookFaultError, as_json, from_json, merge

if TYPE_CHECKING:
    from pathlib import Path

    from klimaeditor.notes.notebook import Notebook

FOLDER: Final = "Notizen"
_MOST_BYTES: Final = 50 * 1024 * 1024
_MOST_FILES: Final = 1_000
_NAME: Final = re.compile(r"([0-9a-f]{16})\.(\d{1,10})\.json")


@dataclass(frozen=True, slots=True)
class WaitingNotes:
    """What somebody has made of a notebook (*base*) and could not write, and where it lies."""

    place: Path
    base: Notebook
    notebook: Notebook


def keep_waiting(path: Path, base: Notebook, notebook: Notebook) -> bool:
    """Keep what could not be written to *path* in place of what this process kept before.

    Returns whether that worked.
    """
    place = _own(path)
    content = {"path": str(path), "base": as_json(base), "ours": as_json(notebook)}
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        disk.write_whole(place, json.dumps(content).encode("ascii"))
    except OSError:
        return False
    return True


def drop_waiting(path: Path) -> None:
    """Forget what this process kept for a notebook: it has been written."""
    with suppress(OSError):
        _own(path).unlink(missing_ok=True)


def waiting_for(path: Path) -> tuple[WaitingNotes, ...]:
    """Return what waits for a notebook: of this process, and of those that are gone.

    What cannot be read is left where it is.
    """
    found = []
    with suppress(OSError):
        for number, place in enumerate(_folder().iterdir()):
            name = _NAME.fullmatch(place.name)
            if number >= _MOST_FILES or name is None or name[1] != _stem(path):
                continue
            if int(name[2]) == os.getpid() or not is_alive(int(name[2])):
                with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
                    found.append(_read(place))
    return tuple(found)


def merged_with(notebook: Notebook, waiting: tuple[WaitingNotes, ...]) -> Notebook:
    """Return a notebook with what waits for it."""
    for own in waiting:
        notebook = merge(own.base, own.notebook, notebook)
    return notebook


def _read(place: Path) -> WaitingNotes:
    data = disk.read(place, _MOST_BYTES + 1) or b""
    if len(data) > _MOST_BYTES:
        raise NotebookFaultError(place.name)
    content = json.loads(data)
    return WaitingNotes(place, from_json(content["base"]), from_json(content["ours"]))


def _folder() -> Path:
    return paths.user_data() / FOLDER


def _own(path: Path) -> Path:
    return _folder() / f"{_stem(path)}.{os.getpid()}.json"


def _stem(path: Path) -> str:
    name = os.path.normcase(path.absolute())
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
