"""German sentences for the public status: what appears, and why (WEB-05)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.checks.dates import format_german
from klimaeditor.model.core_words import quoted, shortened
from klimaeditor.model.publicpage import PublicStatus, StatusReason

if TYPE_CHECKING:
    from klimaeditor.model.publicpage import PageWords, StatusResult
    from klimaeditor.model.records import MeasureView

BROKEN_WORD = "Website bricht ab"

_WHY = {
    StatusReason.NO_RECORD: "weil es keinen Fortschritt gibt; die Seite zeigt „{ask}“",
    StatusReason.VALUES_MISSING: "weil der Fortschritt keine Liste von Ständen hat",
    StatusReason.EMPTY_VALUES: "weil der Fortschritt keinen einzigen Stand hat",
    StatusReason.NULL_ENTRY: "weil ein Stand leer ist",
    StatusReason.STALE_LAST_DATE: "weil der letzte Stand vom {detail} vor dem {limit} liegt; "
    "die Seite zeigt „{ask}“",
    StatusReason.PERCENT_FULL: "weil 100 % erreicht sind",
    StatusReason.PERCENT_STARTED: "weil {detail} % erreicht sind",
    StatusReason.ZERO_PERCENT: "weil der letzte Wert {detail} % ist; die Seite zeigt „{ask}“",
    StatusReason.COUNT_GOAL: "weil der Zielwert genau erreicht ist",
    StatusReason.COUNT_STARTED: "weil der letzte Wert {detail} zwischen Start und Ziel liegt",
    StatusReason.OVER_GOAL: "obwohl der Zielwert überschritten ist; nur der genaue Wert zählt",
    StatusReason.BELOW_START: "weil der letzte Wert {detail} unter dem Startwert liegt; "
    "die Seite zeigt „{ask}“",
    StatusReason.START_MISSING: "weil der Startwert fehlt; die Seite zeigt „{ask}“",
    StatusReason.BINARY_VALUE: "",
    StatusReason.BINARY_INVALID: "weil der letzte Stand „{detail}“ kein bekannter Status ist",
    StatusReason.WRONG_TYPE: "weil der letzte Wert „{detail}“ nicht zur Art des Fortschritts passt",
    StatusReason.UNKNOWN_TYPE: "weil die Art des Fortschritts unbekannt ist",
}
_BINARY_UNKNOWN = "weil der letzte Stand „unbekannt“ ist; die Seite zeigt „{ask}“"


def status_words(words: PageWords) -> dict[PublicStatus, str]:
    """Return what every status is called, in the order of the site's words; ours comes last."""
    return {**words.statuses, PublicStatus.BROKEN: BROKEN_WORD}


def status_word(status: PublicStatus, words: PageWords) -> str:
    """Return the site's word for a status, or ours where the site fails."""
    return words.statuses.get(status, BROKEN_WORD)


def status_reason(result: StatusResult, words: PageWords) -> str:
    """Return e.g. "weil der letzte Stand vom 01.10.2023 vor dem 01.01.2024 liegt", or ""."""
    if result.reason_code is StatusReason.BINARY_VALUE and result.status is PublicStatus.UNKNOWN:
        return _BINARY_UNKNOWN.format(ask=words.ask)
    detail = result.detail
    if result.reason_code is StatusReason.STALE_LAST_DATE:
        detail = format_german(detail)
    return _WHY[result.reason_code].format(
        detail=shortened(detail), limit=format_german(result.limit), ask=words.ask
    )


def status_sentence(result: StatusResult, words: PageWords) -> str:
    """Return e.g. "Veraltet, weil der letzte Stand …"; only the word where it needs no reason."""
    word, why = status_word(result.status, words), status_reason(result, words)
    return f"{word}, {why}" if why else word


def elsewhere(word: str, words: PageWords) -> str:
    """Return why the page says another word for the status than lists and tiles do."""
    return (
        f"In Listen und Kacheln steht {quoted(word)}. Die Seite selbst kennt nur "
        f"{quoted(words.reached)} und {quoted(words.missed)}."
    )


def why_two_words(view: MeasureView) -> str:
    """Return why the line below the summary has another word than lists and tiles, or ""."""
    site = view.site
    word = site.status_word(site.status(view.progress).status)
    own = site.program.word(view.progress, site)
    return elsewhere(word, site.words) if word and own else ""
