"""Make docs/THIRD-PARTY.md from what is installed: ``python docs/make_third_party.py``.

``--check`` writes nothing and ends with 1 where the file is stale. What a bundle really holds is
listed by ``build_installer.py licences`` in the bundle itself; names, licences and sources come
from the same place.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from installer import licences, lock

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT: Final = Path(__file__).resolve().parents[1]
TARGET: Final = ROOT / "docs" / "THIRD-PARTY.md"
HEAD: Final = """\
# Third-party components

Made by `docs/make_third_party.py` from the metadata of the pinned packages. The program itself is
under the EUPL 1.2 ([LICENSE](../LICENSE)); the licence of each file of this project is in
[REUSE.toml](../REUSE.toml). An installed program has all licence texts in its folder `Lizenzen`
and shows them under „Über Klimaeditor“ › „Lizenzen“, without a network.

## Part of the program

| component | version | licence | source |
|---|---|---|---|
"""
TOOLS: Final = """
Qt, PySide6 and Shiboken are used under the LGPL 3, as separate files that may be replaced
([how](administration.md)). What Qt itself takes from others:
[list](../installer/licences/Qt-Bestandteile.md).

## Needed to develop and build only, not handed out

| component | version | licence |
|---|---|---|
"""
_OTHERS: Final = (
    ("Lucide", "", "ISC AND MIT", "https://lucide.dev/"),
    ("Python", "3.13", "PSF-2.0", "https://www.python.org/"),
    (
        "Word list de_DE (igerman98, frami)",
        "2017-01-09",
        "GPL-2.0-only OR GPL-3.0-only",
        "https://www.j3e.de/ispell/igerman98/",
    ),
    ("Word list en_US (SCOWL)", "", "LicenseRef-SCOWL", "http://wordlist.aspell.net/"),
)
_CLASSIFIER: Final = "License :: OSI Approved :: "
_SOURCES: Final = ("Source", "Source Code", "Repository", "Homepage")
_LONGEST: Final = 60


def listing() -> str:
    """Return the document."""
    shipped = lock.RUNTIME_PACKAGES
    rows = [(name, _version(name), _licence(name), _source(name)) for name in shipped]
    qt = ("Qt", _version("PySide6_Essentials"), "LGPL-3.0-only", "https://code.qt.io/")
    whole = sorted([*rows, *_OTHERS, qt], key=lambda row: row[0].casefold())
    tools = [(name, _version(name), _licence(name)) for name in _tools()]
    return HEAD + _table(whole) + TOOLS + _table(tools)


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _tools() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return sorted(
        (re.split(r"[=<>~ ]", pin)[0] for pin in project["optional-dependencies"]["dev"]),
        key=str.casefold,
    )


def _version(name: str) -> str:
    return metadata.version(name)


def _licence(name: str) -> str:
    """Return the licence as SPDX writes it, where the package tells; else in its own words."""
    about = metadata.metadata(name)
    said = _said(name, "License-Expression") or _said(name, "License")
    if not said or "\n" in said or len(said) > _LONGEST:
        found = [c for c in about.get_all("Classifier") or [] if c.startswith(_CLASSIFIER)]
        said = licences.PLAIN.get(said) or ", ".join(c.removeprefix(_CLASSIFIER) for c in found)
    return licences.PLAIN.get(said, said) or "see its metadata"


def _source(name: str) -> str:
    about = metadata.metadata(name)
    known = dict(entry.split(", ", 1) for entry in about.get_all("Project-URL") or [])
    return next((known[key] for key in _SOURCES if key in known), _said(name, "Home-page"))


def _said(name: str, key: str) -> str:
    about = metadata.metadata(name)
    return str(about[key]) if key in about else ""


def main(arguments: list[str] | None = None) -> int:
    """Write the list or check it; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only tell whether it is stale")
    options = parser.parse_args(arguments)
    if options.check:
        fresh = TARGET.is_file() and TARGET.read_text(encoding="utf-8") == listing()
        print("The list is up to date." if fresh else "The list is stale.")
        return 0 if fresh else 1
    TARGET.write_text(listing(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
