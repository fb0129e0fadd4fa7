"""The start of an installed window: without Qt it says how to get it, instead of a traceback."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Final

NO_QT: Final = (
    'Zum Fenster fehlt Qt. Installieren Sie es mit: pip install "klimaeditor[window]". Die '
    "Befehlszeile „klimaeditor“ geht ohne."
)


def main() -> int:
    """Start the window and return its exit code; 2 where there is no Qt."""
    if find_spec("PySide6") is None:
        if sys.stderr is not None:
            sys.stderr.write(f"{NO_QT}\n")
        return 2
    from ui.app import main as start  # noqa: PLC0415 - loads Qt

    return start()
