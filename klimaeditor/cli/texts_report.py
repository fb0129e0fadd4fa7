"""German words of the command „report“."""

from __future__ import annotations

from typing import Final

SUMMARY: Final = "schreibt den Jahresbericht als Arbeitsmappe"
DESCRIPTION: Final = (
    "Schreibt eine Arbeitsmappe mit den Blättern Übersicht, Kosten, Maßnahmen, Fortschritt und\n"
    "Änderungen: Neuigkeiten mit einem Datum seit dem gewählten Tag und, mit --former, jede\n"
    "Angabe, die in einer früheren Fassung anders war. Gemeinsame und jährliche Beträge werden\n"
    "nie stillschweigend zusammengezählt. Den Bericht als PDF macht das Programm mit Fenster."
)
TARGET: Final = "Arbeitsmappe, die geschrieben wird (.xlsx)"
SINCE: Final = "Neuigkeiten seit diesem Tag (JJJJ-MM-TT); ohne Angabe seit einem Jahr"
FORMER: Final = "frühere Fassung zum Vergleich: Datensatz, Sicherung oder veröffentlichtes Paket"
NAME: Final = "Name des Datensatzes im Bericht; ohne Angabe der Name des Ordners"
FORCE: Final = "eine vorhandene Datei ersetzen"
DAY: Final = "TAG"
FOLDER: Final = "ORDNER"
TEXT: Final = "TEXT"
EXAMPLES: Final = (
    ("daten bericht.xlsx --since 2026-01-01", "was seit Jahresbeginn geschehen ist"),
    ("daten bericht.xlsx --former paket2025", "dazu, was seit dem Paket anders ist"),
)


def written(measures: int, target: str) -> str:
    """Return what was done."""
    noun = "Maßnahme" if measures == 1 else "Maßnahmen"
    return f"Bericht über {measures} {noun} geschrieben: {target}"


def since_in_future(day: str) -> str:
    """Return the refusal of a day that is still to come."""
    return f"Der Tag {day} liegt in der Zukunft. Bitte einen früheren angeben."
