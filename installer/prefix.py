"""A Wine prefix as the proof sees it: its files and registry, before and after."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from installer import registry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from installer.wine import Wine

_OWN_NOISE: Final = re.compile(
    r"""(?ix)
      \\(temp|tmp)\\ | ^c:\\windows\\temp
    | ^hk(cu|lm)\\(software\\wine|system\\|hardware|volatile\ environment|control\ panel|console)
    | \\(muicache|mountpoints2|recentdocs|userassist|sessioninfo)
    | \\installer\\(features|products|upgradecodes)$
    | \\installer\\userdata\\s-1-5-18\\(components|products)$
    """
)
"""What Wine itself writes while any program runs; its msiexec, the empty shelves of its list."""
USER_DATA: Final = re.compile(
    r"""(?ix)
      ^c:\\users\\[^\\]+\\appdata\\(local|roaming)\\klimaeditor(\\|$)
    | ^hkcu\\software\\klimaeditor(\\|\ :|$)
    """
)
"""What the program keeps for its user; an uninstaller leaves it (docs/administration.md)."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Files by their Windows path (with size), and the registry."""

    files: dict[str, int]
    entries: registry.Registry

    def difference(self, later: Snapshot) -> list[str]:
        """Return what *later* has more, less or other, Wine's own traces left out."""
        new, gone = later.files.keys() - self.files.keys(), self.files.keys() - later.files.keys()
        lines = [*(f"+ {name}" for name in new), *(f"- {name}" for name in gone)]
        lines += registry.difference(self.entries, later.entries)
        return sorted(line for line in lines if not _OWN_NOISE.search(line[2:]))


def snapshot(wine: Wine) -> Snapshot:
    """Let everything in the prefix end, and return what is there."""
    wine.settle()
    drive = wine.prefix / "drive_c"
    found = {
        windows_name(drive, path): path.stat().st_size
        for path in drive.rglob("*") if path.is_file() and not path.is_symlink()
    }
    return Snapshot(found, registry.read(wine.prefix))


def windows_name(drive: Path, path: Path) -> str:
    """Return the Windows path of a file on the prefix's drive C."""
    return "C:\\" + str(path.relative_to(drive)).replace("/", "\\")


def here(wine: Wine, path: str) -> Path:
    """Return where a Windows path of drive C lies on this machine."""
    return wine.prefix / "drive_c" / path.removeprefix("C:\\").replace("\\", "/")


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> bool:
    """Wait until a condition holds; tell whether it came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.25)
    return True


def user_of(wine: Wine) -> str:
    """Return the name of the prefix's user."""
    names = {p.name for p in (wine.prefix / "drive_c" / "users").iterdir()} - {"Public"}
    return sorted(names)[0]
