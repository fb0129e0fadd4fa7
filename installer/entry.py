
"""Where both frozen programs start: their names say which half of the program they are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

CONSOLE = "klimaeditor-cli"


def _give_streams() -> None:
    """Give a windowed program somewhere to write: Windows starts it without any stream."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            stream = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end
            setattr(sys, name, stream)


def main() -> int:
    """Run the command line, the window's self-test or the window; return the exit code."""
    _give_streams()
    if "--spelling-server" in sys.argv[1:2]:
        from klimaeditor.spelling.speller import main as spelling  # noqa: PLC0415

        spelling()
        return 0
    if Path(sys.executable).stem.lower() == CONSOLE:
        from klimaeditor.cli import main as command_line  # noqa: PLC0415

        return command_line()
    from ui.launch import prepare  # noqa: PLC0415

    prepare()
    if "--selftest" in sys.argv[1:2]:
        from ui.selftest import main as selftest  # noqa: PLC0415

        return selftest(sys.argv[2:])
    if "--start-only" in sys.argv[1:2]:
        from ui.start_probe import main as start  # noqa: PLC0415

        return start(sys.argv[2:])
    from ui.app import main as window  # noqa: PLC0415

    return window()


if __name__ == "__main__":
    sys.exit(main())
