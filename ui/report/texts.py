"""German words of the dialog for the yearly report."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Jahresbericht"
SENTENCE: Final = (
    "Der Bericht enthält eine Übersicht mit Diagrammen, die Kosten, eine Seite je Maßnahme und "
    "die Änderungen seit einem Tag."
)
NAME: Final = "&Name im Bericht"
SINCE: Final = "Änderungen &seit"
SINCE_HINT: Final = "TT.MM.JJJJ"
MEASURES: Final = "Maßnahmen"
FORMER: Final = "&Vergleich mit früherer Fassung"
NO_FORMER: Final = "kein Vergleich"
FORMER_NOTE: Final = (
    "Mit einer früheren Fassung nennt der Bericht zusätzlich jede Angabe, die seither anders ist. "
    "Es kann eine Sicherung sein, ein anderer Datensatz oder ein veröffentlichtes Paket."
)
CHOOSE: Final = "&Ordner wählen…"
FORMATS: Final = "Dateien"
PDF: Final = "&PDF zum Lesen und Drucken"
WORKBOOK: Final = "&Excel-Arbeitsmappe mit denselben Angaben"
MAKE: Final = "Bericht e&rstellen…"

BAD_DAY: Final = "Bitte ein Datum als TT.MM.JJJJ eingeben, z. B. 01.01.2026."
FUTURE_DAY: Final = "Der Tag liegt in der Zukunft. Bitte einen früheren eingeben."
NO_FORMAT: Final = "Bitte mindestens eine Datei ankreuzen."


def every(count: int) -> str:
    """Return the choice of all measures."""
    return f"&Alle ({count})"


def listed(count: int) -> str:
    """Return the choice of the measures that the list shows."""
    return f"Nur die in der &Liste gezeigten ({count})"
