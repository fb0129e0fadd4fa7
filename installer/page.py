"""docs/administration.md as something to follow: its commands and its example, word for word."""

from __future__ import annotations

import re
from typing import Final

from installer.project import ROOT

PAGE: Final = ROOT / "docs" / "administration.md"
_BLOCK: Final = re.compile(r"^```(?P<kind>\w+)\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(kind: str, text: str | None = None) -> list[list[str]]:
    """Return the lines of every block of a kind („bat“, „ini“), in the order of the page."""
    page = PAGE.read_text(encoding="utf-8") if text is None else text
    found = (match["body"] for match in _BLOCK.finditer(page) if match["kind"] == kind)
    return [[line for line in body.splitlines() if line.strip()] for body in found]


def exit_codes(text: str | None = None) -> dict[int, str]:
    """Return {exit code: what it means} of the page's table of the setup."""
    page = PAGE.read_text(encoding="utf-8") if text is None else text
    table = page.split("| Rückgabe | Bedeutung |", 1)[1].split("\n\n", 1)[0]
    return {int(code): said for code, said in re.findall(r"^\| (\d+) \| (.*) \|$", table, re.M)}
