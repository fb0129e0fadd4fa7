"""German words of the machine's defaults."""

from __future__ import annotations


def unreadable(path: str, reason: str) -> str:
    """Return that the file could not be read; the program goes on without it."""
    return (
        f"Die Vorgaben dieses Rechners ({path}) ließen sich nicht lesen: {reason} "
        "Das Programm arbeitet ohne sie. Bitte wenden Sie sich an die IT."
    )


TOO_LARGE = "Die Datei ist ungewöhnlich groß."
NO_INI = "Sie ist keine INI-Datei."


def unknown(path: str, names: list[str]) -> str:
    """Return which entries mean nothing."""
    return f"Unbekannte Einträge in den Vorgaben dieses Rechners ({path}): {', '.join(names)}."


def not_yes_or_no(path: str, name: str, found: str) -> str:
    """Return that a lock is neither „ja“ nor „nein“."""
    return (
        f"In den Vorgaben dieses Rechners ({path}) steht unter [Gesperrt] bei „{name}“ der Wert "
        f"„{found}“. Erlaubt sind „ja“ und „nein“; gesperrt wird hier nichts."
    )
