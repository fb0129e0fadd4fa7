"""German words of the overview page."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.overview import ChartId

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLE: Final = "Übersicht"
PAGE: Final = "Übersicht über den Datensatz"
HOW: Final = "Pfeiltasten wechseln zwischen den Abschnitten, Eingabe zeigt die Maßnahmen."
NO_DATASET: Final = "Kein Datensatz geöffnet."
EMPTY: Final = "Der Datensatz enthält noch keine Maßnahmen."
EMPTY_HINT: Final = "Legen Sie mit „Neue Maßnahme“ die erste an."
COUNTING: Final = "Es wird gezählt …"
AS_OF: Final = "Stand {day}"
BACK: Final = "Zu den Maßnahmen"
PRINT: Final = "Drucken…"
PDF: Final = "Als PDF…"
PNG: Final = "Als Bild…"
AS_TABLE: Final = "Als Tabelle"
AS_CHART: Final = "Als Diagramm"
SWITCH: Final = "{what}: {chart}"
NOTE: Final = "Anmerkung"
SPOKEN: Final = "{bar}, {segment}: {amount} {unit}"
SPOKEN_PLAIN: Final = "{bar}: {amount} {unit}"
OPENS: Final = "Eingabe zeigt diese Maßnahmen in der Liste."
NOTHING: Final = "keine"

FIRST_COLUMN: Final[Mapping[ChartId, str]] = MappingProxyType(
    {
        ChartId.STATUS: "Kategorie",
        ChartId.COMPLETENESS: "Kategorie",
        ChartId.LEAST_COMPLETE: "Maßnahme",
        ChartId.NEWS: "Letzte Neuigkeit",
        ChartId.FINDINGS: "Regel",
        ChartId.YEARS: "Jahr",
        ChartId.COSTS: "Art des Betrags",
    }
)
