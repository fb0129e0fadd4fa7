"""Wine's registry as data: read from its files, compared, looked up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

Registry: TypeAlias = "dict[tuple[str, str], str]"
"""{(key from its hive on, name of the value): content}; a key itself has the name ""."""
HIVES: Final = {"user.reg": "HKCU", "system.reg": "HKLM"}
_SECTION: Final = re.compile(r"^\[(?P<key>.*)\](?: \d+)?$")
_VALUE: Final = re.compile(r'^(?P<name>@|"(?:[^"\\]|\\.)*")=(?P<content>.*)$')
_ESCAPE: Final = re.compile(r"\\(?:x([0-9a-fA-F]{1,4})|(.))")


def read(prefix: Path) -> Registry:
    """Return the registry of a prefix in which nothing runs."""
    found: Registry = {}
    for file, hive in HIVES.items():
        found |= parse((prefix / file).read_text(encoding="utf-8", errors="replace"), hive)
    return found


def parse(text: str, hive: str) -> Registry:
    """Return keys and values of the text of a hive's file."""
    found: Registry = {}
    key = ""
    for line in text.replace("\\\n  ", "").splitlines():
        if section := _SECTION.match(line):
            key = f"{hive}\\{_plain(section['key'])}"
            found[key, ""] = ""
        elif (value := _VALUE.match(line)) and key:
            found[key, _plain(value["name"].strip('"'))] = _content(value["content"])
    return found


def difference(before: Registry, after: Registry) -> list[str]:
    """Return what is new, gone or changed, as lines to read."""
    lines = [f"+ {_shown(place)}" for place in after.keys() - before.keys()]
    lines += [f"- {_shown(place)}" for place in before.keys() - after.keys()]
    both = before.keys() & after.keys()
    return sorted([*lines, *(f"~ {_shown(p)}" for p in both if before[p] != after[p])])


def _shown(place: tuple[str, str]) -> str:
    key, name = place
    return f"{key} : {name}" if name else key


def _content(text: str) -> str:
    return _plain(text[1:-1]) if text.startswith('"') and text.endswith('"') else text


def _plain(text: str) -> str:
    """Return a text without Wine's escapes."""
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], text)
