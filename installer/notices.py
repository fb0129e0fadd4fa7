"""The notices of what is compiled into a wheel: the Rust libraries of pydantic_core.

The wheel brings a list of them (CycloneDX, in its dist-info) but no texts. The list that goes into
a bundle is made of that one, so that it fits the wheel; the texts lie in `installer/licences/`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from installer.console import stop

if TYPE_CHECKING:
    from pathlib import Path

PREFERRED: Final = (
    "Apache-2.0", "MIT", "Zlib", "Unicode-3.0", "Unicode-DFS-2016", "BSD-2-Clause", "BSD-3-Clause",
)
"""What is chosen where a library may be had under several, the first that is offered."""
HOLDERS: Final = {
    "bitvec": "myrrlyn (Alexander Payne)", "funty": "myrrlyn (Alexander Payne)",
    "jiter": "Samuel Colvin", "lru": "2016 Jerome Froelich",
    "radium": "2019 Nika Layzell, myrrlyn", "speedate": "Samuel Colvin",
    "strum": "2018 Peter Glotfelty", "strum_macros": "2018 Peter Glotfelty",
    "synstructure": "2016-2019 Nika Layzell", "tap": "2017 Elliott Linder, myrrlyn",
    "wyz": "myrrlyn (Alexander Payne)", "zmij": "David Tolnay",
    "foldhash": "Orson Peters",
}
"""Who has the rights in what is chosen under a licence that wants them named."""
_WANT_NAMES: Final = ("MIT", "Zlib")
_MAIL: Final = re.compile(r"\s*<[^>]*>")
HEADER: Final = """\
# Rust-Bibliotheken in {package}

Sie sind in `{package}` einkompiliert. Die Liste stammt aus dem Paket selbst; die Texte stehen in
`Rust-Lizenztexte.txt` und `Apache-2.0.txt`. Wo mehrere Lizenzen zur Wahl stehen, ist die genannte
gewählt.

| Bibliothek | Version | Lizenz | Rechte |
|---|---|---|---|
"""


def rust(info: Path, package: str) -> str:
    """Return the list of Rust libraries that a wheel's dist-info names, "" where it names none.

    Stops where one of them has a licence whose text is not there, or wants names that are not.
    """
    lists = sorted(info.glob("sboms/*.cyclonedx.json"))
    parts = [part for path in lists for part in _parts(path)]
    if not parts:
        return ""
    rows = []
    for part in sorted(parts, key=lambda p: (p["name"], p["version"])):
        licence = chosen(_expression(part))
        holder = HOLDERS.get(part["name"]) or _MAIL.sub("", part.get("author", ""))
        if not licence or (licence in _WANT_NAMES and not holder):
            stop(f"{part['name']} in {package}: {_expression(part)!r} needs a text or a name in "
                 "installer/notices.py")
        rows.append(f"| {part['name']} | {part['version']} | {licence} | {holder} |")
    return HEADER.format(package=package) + "\n".join(rows) + "\n"


def chosen(expression: str) -> str:
    """Return the licence taken of an SPDX expression, "" where there is none we have a text of.

    >>> chosen("Unlicense OR MIT"), chosen("(MIT OR Apache-2.0) AND Unicode-DFS-2016")
    ('MIT', 'Apache-2.0 AND Unicode-DFS-2016')
    """
    taken = []
    for part in expression.split(" AND "):
        offered = [word.strip("() ") for word in part.split(" OR ")]
        taken.append(next((one for one in PREFERRED if one in offered), ""))
    return " AND ".join(taken) if all(taken) else ""


def _parts(path: Path) -> list[dict[str, Any]]:
    """Return the libraries of a list that end in the program; the rest is needed to build only."""
    listed = json.loads(path.read_text(encoding="utf-8"))["components"]
    return [part for part in listed if part.get("scope") != "excluded"]


def _expression(part: dict[str, Any]) -> str:
    licences = [entry.get("expression") or entry.get("license", {}).get("id", "")
                for entry in part.get("licenses", [])]
    return " AND ".join(licences)
