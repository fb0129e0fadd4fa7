"""German words of changing many measures at once."""

from __future__ import annotations


def differs(count: int) -> str:
    """Return what stands in a field whose value is not the same in *count* measures."""
    return f"verschieden in {count} Maßnahmen"


def step_bulk(labels: list[str], count: int) -> str:
    """Return the name of changing these fields in *count* measures as a step."""
    what = f"„{labels[0]}“" if len(labels) == 1 else f"{len(labels)} Felder"
    measures = "1 Maßnahme" if count == 1 else f"{count} Maßnahmen"
    return f"{what} in {measures} ändern"


def step_replace(wanted: str, replacement: str, count: int) -> str:
    """Return the name of find and replace as a step; long words are shortened."""
    places = "1 Stelle" if count == 1 else f"{count} Stellen"
    return f"„{_short(wanted)}“ durch „{_short(replacement)}“ ersetzen ({places})"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 24 else f"{line[:23]}…"
