"""How a browser prints a text: which white space survives.

Texts that the site puts in as HTML get a line break for every newline and an indent for every tab
([measureId].vue:99); everywhere else white space is one blank. Markup in a text is left as it was
typed: the preview must never interpret it (SEC-03), and a finding reports it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.website import facts

if TYPE_CHECKING:
    from klimaeditor.checks.website import PageRow

INDENT: Final = "\u2003"  # EM SPACE, as wide as the site's indent
UNREADABLE: Final = "\ufffd"  # what browsers print for half a character
_HALVES = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_BLANKS_IN_LINE = re.compile(r"[ \r\f]+")
_AS_HTML: Final = frozenset(
    {
        ("Action outline", "Action description"),
        ("Impact & cost", "GHG emissions reduction estimate (total) per emission source sector"),
        ("Implementation", "Involved stakeholders"),
    }
)


def printed(row: PageRow) -> str:
    """Return the text of a row as visitors read it."""
    broken = row.section in {facts.STEPS, facts.RAW_DATA} or row.field_path in _AS_HTML
    return in_lines(row.text) if broken else in_one_line(row.text)


def in_one_line(text: str) -> str:
    """Return *text* with all white space as single blanks; no-break spaces stay."""
    return _HALVES.sub(UNREADABLE, _BLANKS.sub(" ", text).strip(" "))


def in_lines(text: str) -> str:
    """Return *text* with its line breaks and tabs; a break at the very end shows nothing."""
    lines = (_BLANKS_IN_LINE.sub(" ", line).strip(" ") for line in text.split("\n"))
    shown = "\n".join(lines).replace("\t", INDENT).removesuffix("\n")
    return _HALVES.sub(UNREADABLE, shown)
