"""The program of the command line: the table of commands, and errors as German lines."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

import klimaeditor
from klimaeditor.cli import (
    check,
    clean,
    convert,
    diff,
    edit,
    export,
    fields,
    fix,
    import_returns,
    merge,
    publish,
    report,
    request,
    schema,
    selftest,
)
from klimaeditor.cli.command import FAILED, Command
from klimaeditor.cli.console import complain, remark, speak_utf8, system_error
from klimaeditor.cli.parsing import build_parser
from klimaeditor.errors import KlimaError, OpenOutcomeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.cli.interrupting import Work

PROGRAM: Final = "klimaeditor"
COMMANDS: Final[tuple[Command, ...]] = (
    check.COMMAND,
    fields.COMMAND,
    edit.COMMAND,
    fix.COMMAND,
    export.COMMAND,
    convert.COMMAND,
    request.COMMAND,
    import_returns.COMMAND,
    publish.COMMAND,
    report.COMMAND,
    diff.COMMAND,
    merge.COMMAND,
    clean.COMMAND,
    schema.COMMAND,
    selftest.COMMAND,
)
"""Every subcommand; a new one is one more entry."""


def run(arguments: Sequence[str] | None, work: Work) -> int:
    """Run one command and return its exit code; errors become one German line on stderr.

    *work* learns what is written; commands find it among their options. Raises KeyboardInterrupt.
    """
    speak_utf8()
    try:
        return _run(arguments, work)
    except OpenOutcomeError as error:  # neither carried out nor not
        remark(str(error))
    except KlimaError as error:
        complain(str(error))
    except BrokenPipeError:
        _close_quietly()
    except OSError as error:
        complain(system_error(error))
    return FAILED


def _run(arguments: Sequence[str] | None, work: Work) -> int:
    version = f"{PROGRAM} {klimaeditor.__version__}"
    options = build_parser(COMMANDS, PROGRAM, version).parse_args(arguments)
    options.work = work
    command = next(entry for entry in COMMANDS if entry.name == options.command)
    code = command.run(options)
    sys.stdout.flush()
    return code


def _close_quietly() -> None:
    """Give stdout somewhere to go, so that Python's own flush at the end finds no closed pipe."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
