"""Speaking: UTF-8 on every system, one line for an error, nothing that steers the terminal."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.cli import texts
from klimaeditor.texts import os_reason

if TYPE_CHECKING:
    from typing import TextIO

    from klimaeditor.values import Json


def speak_utf8() -> None:
    """Write UTF-8 whatever the code page is; what even that cannot hold is spelled out.

    A stream that is closed from the start, or that a program without a console never had, swallows
    what is said: Python has None there, and would print remarks into the result instead.
    """
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def say(text: str = "") -> None:
    """Print a line of the result."""
    print(visible(text))


def remark(text: str) -> None:
    """Print a line beside the result, on stderr."""
    print(one_line(text), file=sys.stderr)


def complain(text: str) -> None:
    """Print the one line of an error, on stderr."""
    remark(texts.complaint(text))


def say_json(value: Json) -> None:
    """Print a value as JSON, two blanks deep, umlauts as they are."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def system_error(error: OSError) -> str:
    """Return the German sentence for an error of the operating system."""
    reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
    return texts.system_error(str(error.filename or ""), reason)


def visible(text: str) -> str:
    """Return *text* without characters that would steer the terminal; line breaks stay."""
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text)


def one_line(text: str) -> str:
    """Return *text* on one line."""
    return visible(" ".join(text.split()))
