"""The command line: the same core without a window, for scripts and automatic checks."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Final

from klimaeditor import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]
_INTERRUPTED: Final = 130
_MANY: Final = 200_000
_NOTHING_WRITTEN: Final = "Abgebrochen. Es wurde nichts geschrieben."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; errors become one German line on stderr.

    Without *arguments* it is the program itself that runs, with those it was started with, and
    after it there is nothing that Ctrl+C could end. Everything is loaded here, not with the
    package, so that Ctrl+C gives no traceback at any moment. Only ``--help`` and ``--version`` end
    the program themselves, as argparse does; the version loads nothing, because Git asks for it
    before each file it merges.
    """
    if list(sys.argv[1:] if arguments is None else arguments) == ["--version"]:
        try:
            print(f"klimaeditor {__version__}", flush=True)
        except OSError:  # whoever asked has gone, and Python would say so at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    if arguments is None:  # loading makes much that stays and nothing that goes
        gc.set_threshold(_MANY)
    work = None
    try:
        from klimaeditor.cli import interrupting  # noqa: PLC0415 - see above

        work = interrupting.Writing()
        with interrupting.listening(work, to_the_end=arguments is None):
            from klimaeditor import paths, policies  # noqa: PLC0415 - see above
            from klimaeditor.cli.program import run  # noqa: PLC0415 - see above
            from klimaeditor.site.muenster import muenster  # noqa: PLC0415 - see above

            told: tuple[str, ...] = ()
            if paths.machine_file().exists() or policies.are_set():
                from klimaeditor import machine  # noqa: PLC0415 - see above

                defaults = machine.load_machine_defaults()
                machine.settle_place(defaults)
                told = defaults.problems
            code = run(arguments, work, muenster(), told)
            work.finish()
            if arguments is None:
                gc.freeze()  # what is there at the end is not looked through once more
            return code
    except KeyboardInterrupt:  # nothing is loaded here: a second one would end that in a traceback
        _tell((work and work.sentence()) or _NOTHING_WRITTEN)
        return _INTERRUPTED


def _tell(sentence: str) -> None:
    """Say how a command was ended, on stderr, whatever state the stream is in."""
    try:
        if sys.stderr is not None:
            sys.stderr.write(f"{sentence}\n")
            sys.stderr.flush()
    except (OSError, ValueError, RuntimeError):
        return
