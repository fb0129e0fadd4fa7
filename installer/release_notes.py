"""The text of a release: what is new, whether it is signed, the sums; and what holds one back.

A project that has no home yet names placeholders in one place, publiccode.yml; whoever publishes a
release is told of them, and everything else points there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from installer.checksums import SUMS
from installer.project import DIST, NAME, ROOT, VERSION, msi_file, setup_file
from installer.sign import is_signed

if TYPE_CHECKING:
    from pathlib import Path

CHANGES: Final = ROOT / "CHANGELOG.md"
PUBLIC: Final = ROOT / "publiccode.yml"
PLACEHOLDER: Final = re.compile(r"^.*(?:\.invalid\b|PLATZHALTER).*$", re.MULTILINE)
"""Addresses that cannot exist (RFC 2606), and the word for a name that nobody has yet."""
UNSIGNED: Final = (
    "**Nicht signiert.** Windows warnt beim Start des Setups. Vergleichen Sie die Prüfsumme, oder "
    "signieren Sie die Dateien mit dem Zertifikat Ihres Hauses (docs/administration.md)."
)
SIGNED: Final = "Setup und MSI sind signiert; die Prüfsummen gelten für die signierten Dateien."


def placeholders(text: str) -> list[str]:
    """Return the lines of publiccode.yml's *text* that name what does not exist yet."""
    return [found.group().strip() for found in PLACEHOLDER.finditer(text) if "#" not in found[0]]


def public_value(public: str, key: str) -> str:
    """Return the one value of a key of publiccode.yml's text, "" where it has none."""
    found = re.search(rf"^[ -]*{key}: *(\S.*)$", public, re.MULTILINE)
    return found[1].strip() if found else ""


def public_text(public: str, key: str) -> str:
    """Return a text of publiccode.yml that is folded over several lines, in one."""
    found = re.search(rf"^( *){key}: >-\n((?:\1 +\S.*\n)+)", public, re.MULTILINE)
    return " ".join(found[2].split()) if found else ""


def home(public: str) -> str:
    """Return where the files of this version can be fetched, by publiccode.yml's text."""
    return f"{public_value(public, 'url').removesuffix('.git')}/-/releases/v{VERSION}/downloads"


def changes(text: str, version: str) -> str:
    """Return what a change log's *text* says about a version, "" where it does not name it."""
    found = re.search(
        rf"^## \[{re.escape(version)}\][^\n]*\n(.*?)(?=^## \[|\Z)", text, re.MULTILINE | re.DOTALL
    )
    return found[1].strip() if found else ""


def notes(folder: Path = DIST) -> str:
    """Return the text of a release of what lies in *folder*, in German (Markdown)."""
    handed_out = [path for path in (setup_file(), msi_file()) if (folder / path.name).is_file()]
    signed = bool(handed_out) and all(is_signed(folder / path.name) for path in handed_out)
    sums = folder / SUMS
    listed = sums.read_text(encoding="utf-8").strip() if sums.is_file() else ""
    parts = [
        f"# {NAME} {VERSION}",
        SIGNED if signed else UNSIGNED,
        changes(CHANGES.read_text(encoding="utf-8"), VERSION),
    ]
    if listed:
        parts.append(f"## Prüfsummen (SHA-256)\n\n```\n{listed}\n```")
    return "\n\n".join(part for part in parts if part) + "\n"
