"""German words of the yearly report, for paper and workbook alike."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.model.core_words import counted, inflected, measures, quoted
from klimaeditor.reports.yearly_model import NewsKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

TITLE: Final = "Jahresbericht"

OVERVIEW: Final = "Übersicht"
QUALITY: Final = "Stand der Daten"
COSTS: Final = "Kosten"
PROGRESS: Final = "Fortschritt"
NOT_GIVEN: Final = "Keine Angabe"
NO_STATE: Final = "Noch kein Sachstand eingetragen."
PERCENT: Final = "%"
ONCE: Final = "{amount} €"

# --- news and changes --------------------------------------------------------------------------

CHANGES_SINCE: Final = "Änderungen seit {day}"
NEWS_KINDS: Final[Mapping[NewsKind, str]] = MappingProxyType(
    {NewsKind.STATE: "Sachstand", NewsKind.PROGRESS: "Fortschritt"}
)


def day(when: date) -> str:
    """Return a day as people write it."""
    return f"{when:%d.%m.%Y}"


def as_of(when: date) -> str:
    """Return the day of the report in words."""
    return f"Stand {day(when)}"


SITE_FACTS: Final = "Angaben zur öffentlichen Seite"


def site_facts(version: date) -> str:
    """Return how old the facts are by which the report judges."""
    return f"{SITE_FACTS}: {as_of(version)}"


def changes_since(since: date) -> str:
    """Return the heading of the changes."""
    return CHANGES_SINCE.format(day=day(since))


def scope(shown: int, total: int) -> str:
    """Return which measures the report is about."""
    if shown == total:
        return f"Alle {measures(total)}" if total != 1 else measures(1)
    return f"{shown} von {measures(total)}; Übersicht und Kosten zählen alle {total}."


def shared_with(titles: Sequence[str], most: int = 3) -> str:
    """Return with which measures an amount is shared; beyond *most* they are only counted."""
    named = [quoted(title) for title in titles[:most]]
    rest = len(titles) - len(named)
    if rest:
        return f"{', '.join(named)} und {inflected(rest, 'einer weiteren', f'{rest} weiteren')}"
    return " und ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def left_out(future: int, undated: int) -> str:
    """Return which dated entries are not counted, "" where there is none."""
    parts = []
    if future:
        parts.append(f"{_entries(future)} mit einem Datum in der Zukunft")
    if undated:
        parts.append(f"{_entries(undated)} ohne lesbares Datum")
    return f"Nicht mitgezählt: {' und '.join(parts)}." if parts else ""


def _entries(count: int) -> str:
    return counted(count, "Eintrag", "Einträge")


# --- the pages of the report, on paper and in Word ----------------------------------------------

SUBTITLE: Final = "Stand der Klimaschutzmaßnahmen"
CONTENTS: Final = "Inhalt"

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
NEVER: Final = "noch keine"
NO_PROGRESS: Final = "Noch kein Fortschritt eingetragen."
NO_DAY: Final = "ohne lesbares Datum"
GOAL: Final = "Ziel {value}"
START: Final = "Start {value}"
COSTS_LINE: Final = (
    "Die Summen stehen getrennt und dürfen nicht zusammengezählt werden. Gemeinsame Beträge "
    "fallen für mehrere Maßnahmen nur einmal an, jährliche fallen immer wieder an."
)
TOTAL: Final = "Zusammen"
TOTAL_OF_ALL: Final = "Zusammen, über alle Maßnahmen"
NO_NEWS: Final = "In diesem Zeitraum gibt es keine Neuigkeit."
DATA_CHANGES: Final = "Geänderte Angaben gegenüber: {label}"
NO_CHANGES: Final = "Keine Angabe ist anders als in der früheren Fassung."


def news_summary(with_news: int, shown: int, since: date, until: date) -> str:
    """Return of how many measures there is news."""
    return (
        f"Vom {day(since)} bis {day(until)} gibt es Neuigkeiten zu {with_news} von "
        f"{measures(shown)}: Sachstände und Stände mit einem Datum in diesem Zeitraum."
    )


def told(kind: NewsKind, words: str) -> str:
    """Return a piece of news with where it stands."""
    return f"{NEWS_KINDS[kind]}: {words}"


def change_sentence(label: str, before: str, after: str) -> str:
    """Return one change of a field as a sentence."""
    if before and after:
        return f"{label}: „{before}“ → „{after}“"
    if after:
        return f"{label}: neu „{after}“"
    return f"{label}: entfernt, war „{before}“" if before else label


BUDGET: Final = "Kosten nach Produktgruppe"
BUDGET_LINE: Final = (
    "Beträge der Maßnahmen nach der Produktgruppe des Haushalts, die zu ihnen notiert ist. Ein "
    "gemeinsamer Betrag zählt einmal."
)
PRODUCT_GROUP: Final = "Produktgruppe"
NO_GROUP: Final = "ohne Produktgruppe"
SEVERAL_GROUPS: Final = "mehrere Produktgruppen gemeinsam"
BUDGET_COLUMNS: Final = ("Einzelne Beträge", "Gemeinsame Beträge", "Beträge pro Jahr")
