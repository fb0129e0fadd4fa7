"""German words of the window: title, panes, status bar, messages of the session."""

from __future__ import annotations

from klimaeditor.model.core_words import shortened

PRODUCT = "Klimaeditor"
XLSX_FILTER = "Excel-Arbeitsmappe (*.xlsx)"


def title(name: str, *, read_only: bool = False) -> str:
    """Return the window title; Qt puts the star where [*] stands, and reads it twice as itself."""
    mode = " (schreibgeschützt)" if read_only else ""
    return f"{shortened(name).replace('[*]', '[*][*]')}[*]{mode} – {PRODUCT}" if name else PRODUCT


def place(number: int, total: int, shown: int) -> str:
    """Return e.g. "Maßnahme 58 von 68 · 11 angezeigt"."""
    first = f"Maßnahme {number} von {total}" if number else f"{total} Maßnahmen"
    return first if shown == total else f"{first} · {shown} angezeigt"
