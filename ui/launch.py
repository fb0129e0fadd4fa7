"""The start of a window: what comes before its modules are loaded, and what is said without Qt."""

from __future__ import annotations

import builtins
import gc
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Final

NO_QT: Final = (
    'Zum Fenster fehlt Qt. Installieren Sie es mit: pip install "klimaeditor[window]". Die '
    "Befehlszeile „klimaeditor“ geht ohne."
)


def prepare() -> None:
    """Load Qt so that all other modules are loaded without detours; before any of them.

    PySide replaces ``__import__`` by a function that reads the source of each new module and looks
    whether it may ask for another spelling of Qt's names (``__feature__``). Nobody here does, and
    for 250 modules that takes a tenth of the whole start. Nor are there cycles to be collected
    while importing; later the window collects by itself.
    """
    gc.disable()
    plain = builtins.__import__
    import_module("PySide6.QtCore")
    builtins.__import__ = plain


def main() -> int:
    """Start the window and return its exit code; 2 where there is no Qt."""
    if find_spec("PySide6") is None:
        if sys.stderr is not None:
            sys.stderr.write(f"{NO_QT}\n")
        return 2
    prepare()
    from ui.app import main as start  # noqa: PLC0415 - loads Qt

    return start()


if __name__ == "__main__":
    sys.exit(main())
