"""German words of the overview page."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Übersicht"
AS_OF: Final = "Stand {day}"
OPENS: Final = "Die Eingabetaste zeigt diese Maßnahmen in der Liste."
