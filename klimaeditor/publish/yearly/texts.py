"""German words of the yearly report, for paper and workbook alike."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.publish.yearly.model import NewsKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

TITLE: Final = "Jahresbericht"
SUBTITLE: Final = "Stand der Klimaschutzmaßnahmen"
SUBJECT: Final = "Jahresbericht zu den Klimaschutzmaßnahmen"
AUTHOR: Final = "Klimaeditor"
LANGUAGE: Final = "de-DE"
CONTENTS: Final = "Inhalt"
CONTINUED: Final = "{what} (Fortsetzung)"

OVERVIEW: Final = "Übersicht"
QUALITY: Final = "Stand der Daten"
QUALITY_LINE: Final = (
    "Wie vollständig und wie aktuell die Angaben sind, auf denen dieser Bericht beruht."
)
COSTS: Final = "Kosten"
MEASURES: Final = "Maßnahmen"
PROGRESS: Final = "Fortschritt"
JOINT: Final = "; "
NO_CATEGORY: Final = "ohne Kategorie"

# --- a measure ---------------------------------------------------------------------------------

STATUS: Final = "Öffentlicher Status"
STATUS_WITH_REASON: Final = "{word}, {reason}"
RESPONSIBLE: Final = "Zuständig"
INVOLVED: Final = "Beteiligt"
COST: Final = "Kosten"
UNTIL: Final = "Geplant bis"
LAST_NEWS: Final = "Letzte Neuigkeit"
STATE: Final = "Sachstand"
STATE_OF: Final = "Sachstand vom {day}"
VERDICT: Final = "Bewertung: {verdict}"
MISSING: Final = "Was noch fehlt"
NOTHING_MISSING: Final = "Alle Angaben für die öffentliche Seite sind vorhanden."
NOT_GIVEN: Final = "keine Angabe"
NEVER: Final = "noch keine"
NO_STATE: Final = "Noch kein Sachstand eingetragen."
NO_PROGRESS: Final = "Noch kein Fortschritt eingetragen."
NO_DAY: Final = "ohne lesbares Datum"
GOAL: Final = "Ziel {value}"
START: Final = "Start {value}"
PERCENT: Final = "%"

# --- costs -------------------------------------------------------------------------------------

PER_YEAR: Final = "{amount} € pro Jahr"
ONCE: Final = "{amount} €"
PARTLY_YEARLY: Final = "{amount} €, darin jährliche Anteile"
DOUBTFUL: Final = "{amount} €; der Betrag ist zweifelhaft und noch zu prüfen"
SHARED: Final = "{amount} € gemeinsam mit {others}; der Betrag fällt nur einmal an"
COSTS_LINE: Final = (
    "Die Summen stehen getrennt und dürfen nicht zusammengezählt werden: Gemeinsame Beträge fallen "
    "für mehrere Maßnahmen nur einmal an, jährliche fallen immer wieder an."
)
TOTAL: Final = "Zusammen"
TOTAL_OF_ALL: Final = "Zusammen, über alle Maßnahmen"
COST_MISSING: Final = "Betrag fehlt"
_COST_SENTENCES: Final = MappingProxyType(
    {"yearly": PER_YEAR, "partly_yearly": PARTLY_YEARLY, "doubtful": DOUBTFUL}
)

# --- news and changes --------------------------------------------------------------------------

CHANGES_SINCE: Final = "Änderungen seit {day}"
NEWS_KINDS: Final[Mapping[NewsKind, str]] = MappingProxyType(
    {NewsKind.STATE: "Sachstand", NewsKind.PROGRESS: "Fortschritt"}
)
NO_NEWS: Final = "In diesem Zeitraum trägt kein Eintrag ein Datum."
DATA_CHANGES: Final = "Geänderte Angaben gegenüber: {label}"
NO_CHANGES: Final = "Keine Angabe ist anders als in der früheren Fassung."
NEW_MEASURE: Final = "Maßnahme neu aufgenommen"
GONE_MEASURE: Final = "Maßnahme entfernt"


def day(when: date) -> str:
    """Return a day as people write it."""
    return f"{when:%d.%m.%Y}"


def as_of(when: date) -> str:
    """Return the day of the report in words."""
    return f"Stand {day(when)}"


def changes_since(since: date) -> str:
    """Return the heading of the changes."""
    return CHANGES_SINCE.format(day=day(since))


def measures(count: int) -> str:
    """Return e.g. „3 Maßnahmen“."""
    return "1 Maßnahme" if count == 1 else f"{count} Maßnahmen"


def scope(shown: int, total: int) -> str:
    """Return which measures the report is about."""
    if shown == total:
        return f"Alle {measures(total)}" if total != 1 else measures(1)
    return f"{shown} von {measures(total)}; Übersicht und Kosten zählen alle {total}."


def cost_sentence(kind: str, amount: str) -> str:
    """Return an amount that is not shared, in words."""
    return _COST_SENTENCES.get(kind, ONCE).format(amount=amount)


def shared_with(titles: Sequence[str], most: int = 3) -> str:
    """Return with which measures an amount is shared; beyond *most* they are only counted."""
    named = [f"„{title}“" for title in titles[:most]]
    rest = len(titles) - len(named)
    if rest:
        return f"{', '.join(named)} und {rest} weiteren"
    return " und ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def news_summary(with_news: int, shown: int, since: date, until: date) -> str:
    """Return of how many measures there is news."""
    return (
        f"Vom {day(since)} bis {day(until)} gibt es Neuigkeiten zu {with_news} von "
        f"{measures(shown)}: Einträge in Sachstand oder Fortschritt, deren Datum in diesem "
        "Zeitraum liegt."
    )


def left_out(future: int, undated: int) -> str:
    """Return which dated entries are not counted, "" where there is none."""
    parts = []
    if future:
        parts.append(f"{_entries(future)} mit einem Datum in der Zukunft")
    if undated:
        parts.append(f"{_entries(undated)} ohne lesbares Datum")
    return f"Nicht mitgezählt: {' und '.join(parts)}." if parts else ""


def _entries(count: int) -> str:
    return "1 Eintrag" if count == 1 else f"{count} Einträge"


def told(kind: NewsKind, words: str) -> str:
    """Return a piece of news with where it stands."""
    return f"{NEWS_KINDS[kind]}: {words}"


def page(number: int) -> str:
    """Return a reference to a page."""
    return f"Seite {number}"


def page_of(number: int, total: int) -> str:
    """Return the number of a page as it stands on it."""
    return f"Seite {number} von {total}"


def change(label: str, before: str, after: str) -> str:
    """Return one change of a field as a sentence."""
    if before and after:
        return f"{label}: „{before}“ → „{after}“"
    if after:
        return f"{label}: neu „{after}“"
    return f"{label}: entfernt, war „{before}“" if before else label


# --- sheets ------------------------------------------------------------------------------------

SHEET_CHANGES: Final = "Änderungen seit {day}"
HEADERS: Final[Mapping[str, tuple[str, int]]] = MappingProxyType(
    {
        "part": ("Abschnitt", 34),
        "row": ("Zeile", 44),
        "what": ("Bezeichnung", 34),
        "count": ("Anzahl", 12),
        "unit": ("Einheit", 14),
        "total": ("Summe", 20),
        "note": ("Anmerkung", 60),
        "title": ("Maßnahme", 44),
        "id": ("Kennung", 26),
        "category": ("Kategorie", 28),
        "status": ("Öffentlicher Status", 20),
        "reason": ("Grund des Status", 40),
        "summary": ("Zusammenfassung", 60),
        "responsible": ("Zuständig", 34),
        "involved": ("Beteiligt", 34),
        "until": ("Geplant bis", 13),
        "until_note": ("Geplant bis, Wortlaut", 24),
        "amount": ("Betrag", 20),
        "kind": ("Art des Betrags", 26),
        "single": ("Einzelner Betrag", 20),
        "once": ("Gemeinsamer Betrag, einmal gezählt", 22),
        "yearly": ("Betrag pro Jahr", 20),
        "open": ("Nicht zu summieren", 20),
        "group": ("Gruppe gemeinsamer Beträge", 16),
        "shared": ("Gemeinsam mit", 50),
        "state_day": ("Sachstand vom", 15),
        "state": ("Sachstand", 70),
        "verdict": ("Bewertung", 24),
        "stand_day": ("Letzter Stand vom", 15),
        "stand": ("Letzter Stand", 24),
        "news": ("Letzte Neuigkeit", 15),
        "missing_count": ("Fehlende Angaben", 13),
        "missing": ("Was noch fehlt", 50),
        "day": ("Datum", 13),
        "written": ("Datum, wie eingetragen", 22),
        "value": ("Wert", 14),
        "text": ("Stand in Worten", 30),
        "value_unit": ("Einheit", 14),
        "label": ("Beschriftung", 40),
        "start": ("Startwert", 13),
        "goal": ("Zielwert", 13),
        "change": ("Art der Änderung", 24),
        "field": ("Feld", 40),
        "before": ("Vorher", 60),
        "after": ("Nachher oder neu", 60),
    }
)
FIGURES: Final = "Kennzahlen"
SHOWN: Final = "Umfang des Berichts"
CHANGE_NEWS: Final = "Neuigkeit: {kind}"
CHANGE_DATA: Final = "Geänderte Angabe"
CHANGE_NOTE: Final = "Hinweis"
