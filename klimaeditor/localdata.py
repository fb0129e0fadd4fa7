"""What the program keeps on this machine, and how to get rid of it (DEL-06)."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from klimaeditor import logs, texts
from klimaeditor.dataset import backups
from klimaeditor.recovery import journal
from klimaeditor.recovery.leftovers import is_owned

if TYPE_CHECKING:
    from pathlib import Path

_KINDS: Final = (
    (backups.FOLDER, texts.LOCAL_BACKUPS),
    (journal.FOLDER, texts.LOCAL_RECOVERY),
    (logs.FOLDER, texts.LOCAL_LOGS),
)


@dataclass(frozen=True, slots=True)
class LocalData:
    """One kind of local data: its German name, its folder, how many files and bytes it has."""

    label: str
    folder: Path
    files: int
    size: int


def local_data(root: Path) -> tuple[LocalData, ...]:
    """Return what lies in the user's local folder *root* (``paths.user_data()``)."""
    found = []
    for name, label in _KINDS:
        sizes = []
        with suppress(OSError):
            sizes = [p.stat().st_size for p in (root / name).rglob("*") if p.is_file()]
        found.append(LocalData(label, root / name, len(sizes), sum(sizes)))
    return tuple(found)


def delete_local_data(root: Path) -> tuple[str, ...]:
    """Remove backups, recovery journals and logs; return the names of what could not be removed.

    What sessions that are running keep for recovery stays. Call ``logs.shut_down()`` before. The
    settings of the window are not ours to remove, nor are the copy of the sample dataset and the
    lists of ids that must not be used again (WEB-09).
    """
    for name, _ in _KINDS:
        for path in _children(root / name):
            if name == journal.FOLDER and is_owned(path):
                continue
            with suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        with suppress(OSError):
            (root / name).rmdir()
    return tuple(label for name, label in _KINDS if _children(root / name))


def _children(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
