"""Speaking: UTF-8 on every system, one line for an error, nothing that steers the terminal."""

from __future__ import annotations

import io
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from klimaeditor.model.core_words import os_reason, shortened
from klimaeditor.model.errors import KlimaError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable
    from typing import TextIO

    from klimaeditor.model.values import Json


# --- words ---------------------------------------------------------------------------------------


def complaint(sentence: str) -> str:
    """Return the line of an error."""
    return f"Nicht ausgeführt: {sentence}"


def system_error_message(name: str, reason: str) -> str:
    """Return the message for an error of the operating system."""
    return f"{shortened(name)}: {reason}" if name else reason


# --- Speaking: UTF-8 on every system, one line for an error, nothing that steers the terminal ----


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
    remark(complaint(text))


def say_json(value: Json) -> None:
    """Print a value as JSON, two blanks deep, umlauts as they are."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def system_error(error: OSError) -> str:
    """Return the German sentence for an error of the operating system."""
    reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
    return system_error_message(str(error.filename or ""), reason)


def visible(text: str) -> str:
    """Return *text* without characters that would steer the terminal; line breaks stay."""
    if text.replace("\n", " ").isprintable():
        return text
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text)


def one_line(text: str) -> str:
    """Return *text* on one line."""
    return visible(" ".join(text.split()))


# --- What a subcommand is, what its exit codes mean, and the error of a wrong call ---------------

SUCCESS: Final = 0
FOUND: Final = 1
"""The command ran and what it looked at is not in order."""
FAILED: Final = 2
"""The command could not do its work; one German line on stderr says why."""


class CommandError(KlimaError):
    """A call that cannot be carried out as it was typed."""


@dataclass(frozen=True, slots=True)
class Command:
    """One subcommand: one entry in the table of the program.

    *summary* is its line in the list of commands, *description* and *examples* (call, what it
    does) its own help. *configure* declares the arguments, *run* does the work and returns the
    exit code; it may raise KlimaError or OSError. Whatever it writes, it writes inside
    ``options.work.writing(name)``, so that Ctrl+C can say what is on disk.
    """

    name: str
    summary: str
    description: str
    examples: tuple[tuple[str, str], ...]
    configure: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]
