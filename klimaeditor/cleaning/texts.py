"""German words of the clean-up: names of steps and of what is proposed."""

from __future__ import annotations

from typing import Final

PLACEHOLDERS: Final = "Platzhalter"


def step_debris(count: int) -> str:
    """Return the name of a clean-up as a step."""
    return "1 Stelle bereinigen" if count == 1 else f"{count} Stellen bereinigen"


def step_spellings(label: str, count: int) -> str:
    """Return the name of unifying spellings as a step; *label* is "" for several fields."""
    where = f" in „{label}“" if label else ""
    measures = "1 Stelle" if count == 1 else f"{count} Stellen"
    return f"Schreibweisen vereinheitlichen{where} ({measures})"
