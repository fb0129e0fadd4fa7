"""Speaking: UTF-8 on every system, one line for an error, nothing that steers the terminal."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from klimaeditor.model.core_words import os_reason, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import JsonFaultError, KlimaError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable
    from typing import TextIO

    from klimaeditor.model.values import Json, Record


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
    """Print a line of the result; nothing where whoever read it has gone, as ``head`` does."""
    _write(f"{visible(text)}\n", sys.stdout)


def ask(question: str) -> str:
    """Print a question and return the line that is typed behind it, "" at the end of input."""
    _write(question, sys.stdout)
    flush()
    return "" if sys.stdin is None else sys.stdin.readline()


def remark(text: str, indent: int = 0) -> None:
    """Print a line beside the result, on stderr."""
    _write(f"{' ' * indent}{one_line(text)}\n", sys.stderr)


def flush() -> None:
    """Write what was said; nobody may be there to read it any more, and that is no error."""
    _heard(sys.stdout, sys.stdout.flush)


def _write(text: str, stream: TextIO) -> None:
    _heard(stream, lambda: stream.write(text))


def _heard(stream: TextIO, write: Callable[[], object]) -> None:
    """Write to a stream; from the moment its reader has gone it leads nowhere.

    So the command does its work to the end, and its exit code says how that went.
    """
    try:
        write()
    except OSError as error:
        if not _reader_gone(error):
            raise
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, stream.fileno())
        os.close(sink)


def _reader_gone(error: OSError) -> bool:
    """Tell whether a pipe has no reader; Windows says that with another number."""
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def complain(text: str) -> None:
    """Print the one line of an error, on stderr."""
    remark(complaint(text))


def say_error(error: KlimaError) -> None:
    """Print as JSON that a command could not do its work: the sentence, and the place if known."""
    row: Record = {"error": str(error)}
    if isinstance(error, JsonFaultError):
        row |= {"file": error.file, "line": error.line, "column": error.column}
    say_json(row)


def say_json(value: Json) -> None:
    """Print a value as JSON, two blanks deep, umlauts as they are."""
    _write(json.dumps(value, ensure_ascii=False, indent=2) + "\n", sys.stdout)


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
