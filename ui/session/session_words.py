"""German sentences about the safety of the open document."""

from __future__ import annotations

from typing import Final

SAVING: Final = "Der Datensatz wird gespeichert …"
LOOKING: Final = "Die Dateien werden verglichen …"
OPENING: Final = "Der Datensatz wird geöffnet …"
