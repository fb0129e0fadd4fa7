"""German words of the overview."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.findings import Severity
from klimaeditor.overview.facts import Amount
from klimaeditor.overview.model import ChartId

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLES: Final[Mapping[ChartId, str]] = MappingProxyType(
    {
        ChartId.STATUS: "Öffentlicher Status je Kategorie",
        ChartId.COMPLETENESS: "Vollständigkeit je Kategorie",
        ChartId.LEAST_COMPLETE: "Am wenigsten ausgefüllt",
        ChartId.NEWS: "Letzte Neuigkeit",
        ChartId.FINDINGS: "Befunde nach Regel",
        ChartId.YEARS: "Geplante Umsetzung bis",
        ChartId.COSTS: "Kosten der Maßnahmen",
    }
)
LINES: Final[Mapping[ChartId, str]] = MappingProxyType(
    {
        ChartId.STATUS: "So zeigt ihn der Balken auf der Seite der Kategorie, mit gerundeten "
        "Prozenten.",
        ChartId.COMPLETENESS: "Anteil der Felder, die für die öffentliche Seite zählen; hinten der "
        "Durchschnitt.",
        ChartId.LEAST_COMPLETE: "Die Maßnahmen mit den meisten Lücken, ausgefüllt in Prozent.",
        ChartId.NEWS: "Der jüngste Tag im Fortschritt oder im Sachstand, der nicht in der Zukunft "
        "liegt.",
        ChartId.FINDINGS: "Fehler verhindern die Veröffentlichung, Warnungen und Hinweise nicht.",
        ChartId.YEARS: "Jahre, bis zu denen umgesetzt werden soll, mit dem öffentlichen Status.",
        ChartId.COSTS: "Die Summen stehen getrennt, weil man sie nicht zusammenzählen darf: "
        "Gemeinsame Beträge stehen in mehreren Maßnahmen, jährliche fallen immer wieder an.",
    }
)
MEASURES: Final = "Maßnahmen"
FINDINGS: Final = "Befunde"
PERCENT: Final = "Prozent"
ALL: Final = "Alle Maßnahmen"
NO_CATEGORY: Final = "ohne Kategorie"

FULL: Final = "vollständig"
MOST: Final = "75 bis 99 %"
HALF: Final = "50 bis 74 %"
LITTLE: Final = "unter 50 %"
AVERAGE: Final = "Ø {percent} %"

RECENT: Final = "in den letzten 6 Monaten"
HALF_YEAR: Final = "vor 6 bis 12 Monaten"
YEAR: Final = "vor 1 bis 2 Jahren"
OLDER: Final = "vor mehr als 2 Jahren"
NEVER: Final = "noch nie"
NEWS_TITLE: Final = "Letzte Neuigkeit {age}"

NO_YEAR: Final = "ohne Angabe"
UNUSABLE_YEAR: Final = "kein Kalenderjahr"
PAST: Final = "vergangen"

SEVERITIES: Final[Mapping[Severity, str]] = MappingProxyType(
    {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.HINT: "Hinweis"}
)
ON_FILES: Final = "an Dateien, nicht an Maßnahmen"
SITE_BAR: Final = "{percent} % im Balken der Website"

AMOUNTS: Final[Mapping[Amount, str]] = MappingProxyType(
    {
        Amount.SINGLE: "Einzelne Beträge",
        Amount.SHARED: "Gemeinsame Beträge",
        Amount.YEARLY: "Beträge pro Jahr",
        Amount.PARTLY_YEARLY: "Mit jährlichen Anteilen",
        Amount.DOUBTFUL: "Zweifelhafte Beträge",
        Amount.ZERO: "0 €",
        Amount.NONE: "Keine Angabe",
        Amount.MISSING: "Betrag fehlt",
    }
)
SUM: Final = "zusammen {sum} €"
SUM_YEARLY: Final = "zusammen {sum} € im Jahr"
SUM_PARTLY: Final = "zusammen {sum} €, darin auch jährliche"
NOT_SUMMED: Final = "nicht summiert"
NAN: Final = "Seite zeigt „NaN €“"
SINGULAR: Final = "1 Maßnahme"

FIGURE_ALL: Final = "Maßnahmen"
FIGURE_ERRORS: Final = "mit Fehlern"
FIGURE_ASK: Final = "zeigen „Frage nach!“"
FIGURE_OLD: Final = "ohne Neuigkeit seit einem Jahr"
FIGURE_FULL: Final = "vollständig ausgefüllt"
TITLE_ERRORS: Final = "Maßnahmen mit Fehlern"
TITLE_ASK: Final = "Maßnahmen mit „Frage nach!“"
TITLE_OLD: Final = "Ohne Neuigkeit seit einem Jahr"
TITLE_FULL: Final = "Vollständig ausgefüllt"


def measures(count: int) -> str:
    """Return e.g. „3 Maßnahmen“."""
    return SINGULAR if count == 1 else f"{thousands(count)} {MEASURES}"


def in_measures(found: int, count: int) -> str:
    """Return in how many measures findings stand; nothing where each has its own."""
    return "" if found == count else f"in {measures(count)}"


def shared(amounts: int, once: str) -> str:
    """Return how many shared amounts there are and what they come to, each counted once."""
    if amounts == 1:
        return f"ein Betrag, einmal gezählt {once} €"
    return f"{thousands(amounts)} Beträge, jeder einmal gezählt {once} €"


def thousands(count: int) -> str:
    """Return a whole number the German way: 12.500."""
    return f"{count:,}".replace(",", ".")
