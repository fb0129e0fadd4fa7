"""Line breaks in all the spellings in which texts come in, and the one in which they are stored.

Word and PowerPoint break lines softly with U+000B and pages with U+000C, some programs use U+2028
and U+2029. Whoever drops such a character joins two words (SEC-15).
"""

from __future__ import annotations

import re
from typing import Final

_BREAKS: Final = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")


def line_feeds(text: str) -> str:
    """Return *text* with every line break as LF."""
    return _BREAKS.sub("\n", text)
