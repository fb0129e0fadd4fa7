"""How much room each part of the Windows bundle may take, in bytes (docs/decisions.md).

A part that grows beyond its share is refused by the gate `size`, however small the whole is: then
either something has crept in, or the share is decided anew, here and in the table of the decision.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from installer import archive
from installer.console import megabytes
from installer.project import CODE_FILE

if TYPE_CHECKING:
    from pathlib import Path

WORD: Final = "docx"
BASE, EXTRA = "base", "spelling and Word"
TOTALS: Final = {BASE: 68_000_000, EXTRA: 14_000_000}
"""What the program takes, and what checking spelling and writing Word files take on top."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part by the files that are its own, and the room it has; *group* is one of the totals."""

    name: str
    most: int
    files: str
    group: str = BASE


SHARES: Final = (
    Share("dictionaries", 5_400_000, r"/resources/spelling/|/hunspell/dictionaries/", EXTRA),
    Share("hunspell", 700_000, r"/hunspell/|/chunspell\.libs/", EXTRA),
    Share("lxml", 4_300_000, r"/lxml/", EXTRA),
    Share("docx", 400_000, r"/docx(/|$)", EXTRA),
    Share("Microsoft runtime", 1_600_000, r"(?i)(^|/)(msvcp|vcruntime|concrt)\d[^/]*\.dll$"),
    Share("PySide6", 13_400_000, r"/PySide6/(Qt\w+\.pyd|pyside6[^/]*\.dll|[^/]+\.py)|/shiboken6/"),
    Share("Qt", 29_000_000, r"/PySide6/"),
    Share("pydantic_core", 5_900_000, r"/pydantic_core/"),
    Share("rapidfuzz", 1_600_000, r"/rapidfuzz/"),
    Share("Python", 8_600_000, r"^_internal/[^/]+\.(dll|pyd|zip)$"),
    Share("code of all modules", 6_200_000, r"^_internal/[^/]+\.pyz$"),
    Share("handbook, sample, icons", 1_400_000, r"/resources/"),
    Share("programs", 800_000, r"^[^/]+\.exe$"),
    Share("licences", 400_000, r"^Lizenzen/"),
    Share("other", 100_000, r""),
)
"""The first that fits has a file."""


def shares(sizes: dict[str, int]) -> Counter[str]:
    """Return how much each share takes of the files of a bundle, given with their sizes."""
    taken: Counter[str] = Counter({share.name: 0 for share in SHARES})
    for name, size in sizes.items():
        taken[next(share.name for share in SHARES if re.search(share.files, name))] += size
    return taken


def faults(sizes: dict[str, int]) -> list[str]:
    """Return what is above its share, and which total is above its bound."""
    taken = shares(sizes)
    found = [
        f"{share.name}: {megabytes(taken[share.name])}, at most {megabytes(share.most)}"
        for share in SHARES if taken[share.name] > share.most
    ]
    for group, most in TOTALS.items():
        total = sum(taken[share.name] for share in SHARES if share.group == group)
        if total > most:
            found.append(f"{group} in all: {megabytes(total)}, at most {megabytes(most)}")
    return found


def table(sizes: dict[str, int]) -> list[str]:
    """Return the lines that say what each share takes and may take."""
    taken = shares(sizes)
    lines = [
        f"{share.name:<26}{megabytes(taken[share.name]):>9} of {megabytes(share.most)}"
        for share in SHARES
    ]
    for group, most in TOTALS.items():
        total = sum(taken[share.name] for share in SHARES if share.group == group)
        lines.append(f"{group + ' in all':<26}{megabytes(total):>9} of {megabytes(most)}")
    return lines


def sizes_of(bundle: Path) -> dict[str, int]:
    """Return {path in the bundle: size in bytes}.

    Of the code that both programs share, the modules that write Word files are an entry of their
    own below it.
    """
    found = {
        path.relative_to(bundle).as_posix(): path.lstat().st_size
        for path in sorted(bundle.rglob("*")) if path.is_symlink() or path.is_file()
    }
    code = f"_internal/{CODE_FILE}"
    if code in found:
        modules = archive.packed_sizes(bundle / code)
        word = sum(size for name, size in modules.items() if name.split(".")[0] == WORD)
        found |= {code: found[code] - word, f"{code}/{WORD}": word}
    return found
