"""The row titles of the city's yearly report, in the spellings people use (MRG-08)."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final

_LONGEST: Final = 70
_LOOKED_AT: Final = 400
"""A longer text is no row title, whatever its blanks and signs."""
MOST_WORDS: Final = 8


class RowPart(StrEnum):
    """What a row title stands for."""

    TITLE = "title"
    DESCRIPTION = "description"
    LEAD = "lead"
    STATE = "state"
    DATE = "date"
    PLAN = "plan"
    COSTS = "costs"
    CO2 = "co2"
    INDICATORS = "indicators"
    BUDGET = "budget"
    FUNDING = "funding"
    OTHER = "other"


ORDER: Final = tuple(RowPart)
_ACTION: Final = r"(?:der)?(?:(?:klimaschutz)?massnahmen?|projekts?|vorhabens?)"
_NOW: Final = "(?:aktueller|derzeitiger|bisheriger)?"
_OF: Final = "(?:der(?:umsetzung|bearbeitung|dinge))?"
_SPELLINGS: Final = {
    RowPart.DATE: (
        "stand",
        "datum",
        "datumdesberichts",
        "berichtsdatum",
        "stichtag",
        "berichtsstand",
    ),
    RowPart.TITLE: (
        rf"(?:titel|name|bezeichnung|überschrift)(?:{_ACTION})?[0-9]{{0,2}}",
        rf"{_ACTION}n?(?:titel|name|bezeichnung)?(?:nr)?[0-9]{{0,4}}",
    ),
    RowPart.DESCRIPTION: (
        rf"(?:kurz)?beschreibung(?:{_ACTION})?",
        rf"{_ACTION}n?beschreibung",
        r"inhalt|ziele?|ziel(?:e|setzung)?undinhalte?",
    ),
    RowPart.LEAD: ("federführ.*", "zuständig.*", "verantwortlich.*", "ansprechp.*", "beteiligte.*"),
    RowPart.STATE: (
        rf"{_NOW}sachstand(?!sbericht).*",
        rf"{_NOW}(?:umsetzungs|bearbeitungs|projekt)?stand{_OF}(?:[0-9]{{4,8}})?",
        "bisher(?:ige)?(?:umgesetzt|umsetzung)",
    ),
    RowPart.PLAN: (
        "plan(?:ung|ungen)?(?:für|bis)?(?:[0-9]{2,8})?",
        "ausblick.*",
        "nächsteschritte",
        "weiteresvorgehen",
    ),
    RowPart.COSTS: (
        "(?:gesamt|investitions|projekt)?kosten.*",
        "finanzierung",
        "finanzbedarf",
        "finanzvolumen",
    ),
    RowPart.CO2: ("(?:erwartete?|geschätzte?)?(?:co2|thg|treibhausgas).*",),
    RowPart.INDICATORS: ("indikator.*", "kennzahl.*", "messgrösse.*"),
    RowPart.BUDGET: (
        "haushalt.*",
        "teilfinanzplan.*",
        "teilergebnisplan.*",
        "tochtergesellschaft.*",
        "wirtschaftsplan.*",
        "produktgruppe.*",
    ),
    RowPart.FUNDING: ("informationenzu.*", "dritt.*", "förder(?:mittel|ung).*"),
}
_PATTERNS: Final = tuple(
    (part, re.compile("|".join(spellings))) for part, spellings in _SPELLINGS.items()
)
_OPEN: Final = frozenset({"titelder", "namederklimaschutz", "informationenzu", "sachstandder"})
_WANTS_MORE: Final = re.compile(r"\b(?:und|oder|der|die|des|zu|zum|zur|für|in|von|mit)\Z", re.I)
_IN_ONE_CELL = re.compile(r"\A\s*+([^:\s][^:\n]{2,59}):\s*+(?=\S)")


def plain(text: str) -> str:
    """Return a row title as it is compared: letters and digits only."""
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[^\w]|_", "", text.casefold())


def part_of(text: str) -> RowPart | None:
    """Return what a row title stands for, None for a text that is none."""
    if len(text) > _LOOKED_AT:
        return None
    found = plain(text)
    if not found or text.startswith("#") or len(found) > _LONGEST or len(text.split()) > MOST_WORDS:
        return None
    return next((part for part, pattern in _PATTERNS if pattern.fullmatch(found)), None)


def split_cell(text: str) -> tuple[str, str] | None:
    """Return title and content of a cell that holds both, "Titel: Parkraumkonzept"."""
    match = _IN_ONE_CELL.match(text)
    if match is None or part_of(match[1]) is None or match[1].count("(") > match[1].count(")"):
        return None
    return match[1], text[match.end() :]


def joined(before: str, text: str) -> str:
    """Return two pieces of a row title as one; a hyphen at a break goes (CO2-Reduktionspo-)."""
    before, text = before.rstrip(), text.strip()
    if before.endswith("-") and text[:1].islower():
        return before[:-1] + text
    return f"{before} {text}"


def continues(before: str, text: str, *, own_text: bool = False) -> bool:
    """Tell whether *text*, below *before*, is the rest of the same row title.

    With *own_text* something stands beside both; then a title that says enough is not gone on with.
    """
    if not before.strip() or len(before) > _LOOKED_AT:
        return False
    text = text.strip()
    broken = before.rstrip().endswith(("-", "/", "(", ","))
    if broken or text[:1].islower() or text[:1].isdigit() or text[:1] in "()/&-":
        return True
    whole = part_of(joined(before, text))
    first, second = part_of(before), part_of(text)
    if whole is None:
        return False
    if first is None:
        return True  # "Informationen zu" + "Dritt-/ Fördermitteln" say something only together
    if own_text and second is None and not _WANTS_MORE.search(before):
        return False
    return second is None or second is whole is not first or plain(before) in _OPEN
