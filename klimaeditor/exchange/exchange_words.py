"""German words and sentences about requests, returns, reminders and the merge report."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.dates import format_german
from klimaeditor.excel import request_layout
from klimaeditor.model.core_words import quoted, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence


# --- German words and sentences about requests, returns, reminders and the merge report ----------

_SHOWN: Final = 12
ANSWERS: Final = MappingProxyType(dict(request_layout.ANSWERS))
"""What the column "Rückmeldung" of a request says, by its stored form."""
TAKE_RETURNS: Final = "Rückläufe übernehmen"
REGISTER_NAME: Final = "abfrage.json"


def said(answer: str, text: str) -> str:
    """Return what a department wrote about a measure: its answer as stored, and its remark."""
    return " – ".join(part for part in (ANSWERS.get(answer, answer), text) if part)


def _listed(items: Sequence[str]) -> str:
    more = len(items) - _SHOWN
    return ", ".join(map(shortened, items[:_SHOWN])) + (f" und {more} weitere" if more > 0 else "")


# --- German sentences about foreign tables and reports -------------------------------------------

_MOST_SHOWN: Final = 80


def german(iso: str) -> str:
    """Return a stored date as people write it."""
    return format_german(iso)


def percent(score: float) -> str:
    """Return a score for people; only an id or the very same title is 100 %."""
    return f"{round(score * 100)} %"


def from_sentence(text: str, shown: str) -> str:
    """Return what stands against a value that was read out of a longer text (SEC-19)."""
    return f"{shortened(shown)} wurde aus dem Text {quoted(text)} gelesen. Prüfen Sie den Wert."


_REMARKS: Final = re.compile(
    r"(?:bemerkung|anmerkung|kommentar|hinweis|rückmeldung|rückfrage|notiz|frage)(?:en|e|s|n)?\b",
    re.IGNORECASE,
)


def is_for_remarks(title: str) -> bool:
    """Tell whether a column or row of this title holds what people tell the editors."""
    return _REMARKS.match(title.strip()) is not None


def not_taken(sheet: str, titles: Sequence[str]) -> str:
    """Return the remark about columns or rows that stand for no field."""
    where = f"Blatt {quoted(sheet)}: " if sheet else ""
    names = ", ".join(quoted(short(title)) for title in titles[:_SHOWN])
    more = f" und {len(titles) - _SHOWN} weitere" if len(titles) > _SHOWN else ""
    return (
        f"{where}Hierfür gibt es kein Feld, es wurde nicht übernommen: {names}{more}. Sehen Sie "
        "bei Bedarf dort nach."
    )


def short(text: str) -> str:
    """Return a text for a sentence, cut where it gets long."""
    words = " ".join(text.split())
    return words if len(words) <= _MOST_SHOWN else f"{words[: _MOST_SHOWN - 1].rstrip()}…"
