"""What a subcommand is, what its exit codes mean, and the error of a wrong call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from klimaeditor.errors import KlimaError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

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
