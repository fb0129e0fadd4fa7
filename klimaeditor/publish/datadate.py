"""The time that a publication names for its data: the same data give the same bytes (OPN-14).

``SOURCE_DATE_EPOCH`` outweighs all; then the former package's time counts while the data are the
same; then the author date of the last commit, where Git has the files as they are; else the day.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import quoted
from klimaeditor.publish.folder import PublicationError

if TYPE_CHECKING:
    from pathlib import Path


# --- words ---------------------------------------------------------------------------------------


def not_seconds(found: str) -> str:
    """Return the refusal of a time that is none."""
    return (
        f"SOURCE_DATE_EPOCH ist {quoted(found)} und keine Zahl von Sekunden seit dem 01.01.1970. "
        "Berichtigen Sie die Angabe, oder nehmen Sie sie weg."
    )


# --- the time ------------------------------------------------------------------------------------

EPOCH: Final = "SOURCE_DATE_EPOCH"
_SECONDS: Final = 20
_LAST: Final = 253_402_300_799
"""The last second of the year 9999."""


def fixed() -> datetime | None:
    """Return the time that whoever builds has fixed, None for none; raises PublicationError."""
    said = os.environ.get(EPOCH, "").strip()
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and int(said[:20]) <= _LAST and len(said) <= 12):
        raise PublicationError(not_seconds(said))
    return datetime.fromtimestamp(int(said), UTC)


def moment_of(folder: Path | None, now: datetime) -> datetime:
    """Return the time of the data in *folder*: that of their last commit, else the day of *now*."""
    committed = None if folder is None else _committed(folder)
    return committed or the_day(now)


def the_day(now: datetime) -> datetime:
    """Return the beginning of the day: two publications of a day name the same time."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _committed(folder: Path) -> datetime | None:
    """Return the author date of the last commit of the four files, None where they differ."""
    git = shutil.which("git")
    if git is None:
        return None
    names = [file.value for file in FileName]
    if _said(git, folder, "status", "--porcelain", "--", *names) != "":
        return None
    try:
        return datetime.fromisoformat(_said(git, folder, "log", "-1", "--format=%aI", "--", *names))
    except (ValueError, TypeError):
        return None


def _said(git: str, folder: Path, *words: str) -> str:
    """Return what Git says of a folder, "?" where it says nothing."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed calls that read
            [git, "--no-pager", *words],
            cwd=folder,
            env=os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return "?"
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else "?"
