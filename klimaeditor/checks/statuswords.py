"""German sentences for the public status: what appears, and why (WEB-05)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.checks.dates import format_german
from klimaeditor.checks.website import STATUS_WORDS, PublicStatus, Reason

if TYPE_CHECKING:
    from klimaeditor.checks.website import StatusResult

BROKEN_WORD = "Website bricht ab"

_WHY = {
    Reason.NO_RECORD: "weil es keinen Fortschritt gibt; die Seite druckt „Frage nach!“",
    Reason.VALUES_MISSING: "weil der Fortschritt keine Liste von Ständen hat",
    Reason.EMPTY_VALUES: "weil der Fortschritt keinen einzigen Stand hat",
    Reason.NULL_ENTRY: "weil ein Stand leer ist",
    Reason.STALE_LAST_DATE: "weil der letzte Stand vom {detail} vor dem 01.01.2024 liegt; "
    "die Seite druckt „Frage nach!“",
    Reason.PERCENT_FULL: "weil 100 % erreicht sind",
    Reason.PERCENT_STARTED: "weil {detail} % erreicht sind",
    Reason.ZERO_PERCENT: "weil der letzte Wert {detail} % ist; die Seite druckt „Frage nach!“",
    Reason.COUNT_GOAL: "weil der Zielwert genau erreicht ist",
    Reason.COUNT_STARTED: "weil der letzte Wert {detail} zwischen Start und Ziel liegt",
    Reason.OVER_GOAL: "obwohl der Zielwert überschritten ist; nur der genaue Wert zählt",
    Reason.BELOW_START: "weil der letzte Wert {detail} unter dem Startwert liegt; "
    "die Seite druckt „Frage nach!“",
    Reason.START_MISSING: "weil der Startwert fehlt; die Seite druckt „Frage nach!“",
    Reason.BINARY_VALUE: "",
    Reason.BINARY_INVALID: "weil der letzte Stand „{detail}“ kein bekannter Status ist",
    Reason.WRONG_TYPE: "weil der letzte Wert „{detail}“ nicht zur Art des Fortschritts passt",
    Reason.UNKNOWN_TYPE: "weil die Art des Fortschritts unbekannt ist",
}
_BINARY_UNKNOWN = "weil der letzte Stand „unbekannt“ ist; die Seite druckt „Frage nach!“"


def status_word(status: PublicStatus) -> str:
    """Return the site's word for a status, or ours where the site fails."""
    return STATUS_WORDS.get(status, BROKEN_WORD)


def status_reason(result: StatusResult) -> str:
    """Return e.g. "weil der letzte Stand vom 01.10.2023 vor dem 01.01.2024 liegt", or ""."""
    if result.reason_code is Reason.BINARY_VALUE and result.status is PublicStatus.UNKNOWN:
        return _BINARY_UNKNOWN
    detail = result.detail
    if result.reason_code is Reason.STALE_LAST_DATE:
        detail = format_german(detail)
    return _WHY[result.reason_code].format(detail=detail)


def status_sentence(result: StatusResult) -> str:
    """Return e.g. "Veraltet, weil der letzte Stand …"; only the word where it needs no reason."""
    word, why = status_word(result.status), status_reason(result)
    return f"{word}, {why}" if why else word
