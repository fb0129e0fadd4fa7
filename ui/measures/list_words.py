"""German words of the list of measures."""

from __future__ import annotations

from typing import Final

# --- words ---------------------------------------------------------------------------------------

PANE: Final = "Liste der Maßnahmen"

FILTERS: Final = "Filter"
