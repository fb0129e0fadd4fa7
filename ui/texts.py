"""German words that several parts of the window share, grouped by what they are about.

Words of one package only live in its own ``texts.py``.
"""

from __future__ import annotations

from typing import Final

from klimaeditor.checks.findings import Severity
from klimaeditor.checks.website import STATUS_WORDS, PublicStatus

# --- the product ---------------------------------------------------------------------------
PRODUCT: Final = "Klimaeditor"
CLAIM: Final = (
    "Pflegt die Maßnahmen des Klimastadt-Vertrags und zeigt schon vor der Veröffentlichung, "
    "was Bürgerinnen und Bürger sehen werden."
)

# --- public status (WEB-05) ----------------------------------------------------------------
STATUS: Final = {**STATUS_WORDS, PublicStatus.BROKEN: "Seite bricht ab"}
STATUS_SPOKEN: Final = "Status: {status}"

# --- what the machine's administrator has decided (DEL-04) -----------------------------------
LOCKED_HERE: Final = (
    "Von der IT für diesen Rechner festgelegt und hier nicht änderbar. Soll hier etwas anderes "
    "stehen, wenden Sie sich bitte an die IT."
)

# --- findings ------------------------------------------------------------------------------
COMPLETE: Final = "vollständig"
SEVERITY_TITLE: Final = "Schwere"
FIELD_TITLE: Final = "Feld"
MESSAGE_TITLE: Final = "Befund"
FIX_TITLE: Final = "Behebung"
SPOKEN_FIX: Final = "Behebung: {label}"
DATASET: Final = "Datensatz"
WHOLE_MEASURE: Final = "Ganze Maßnahme"
_SEVERITY: Final = {
    Severity.ERROR: ("Fehler", "Fehler"),
    Severity.WARNING: ("Warnung", "Warnungen"),
    Severity.HINT: ("Hinweis", "Hinweise"),
}

# --- words of lists ------------------------------------------------------------------------
MEASURE: Final = "Maßnahme"
MEASURES: Final = "Maßnahmen"
CATEGORY: Final = "Kategorie"
STATUS_TITLE: Final = "Status"
FINDINGS: Final = "Befunde"
UNKNOWN_CATEGORY: Final = "ohne Kategorie"
SECOND_LINE: Final = "{category} · {id}"
NO_ID: Final = "ohne Kennung"

# --- buttons -------------------------------------------------------------------------------
CANCEL: Final = "Abbrechen"
CLOSE: Final = "Schließen"


def severity_word(severity: Severity) -> str:
    """Return the word for one finding: „Fehler“, „Warnung“, „Hinweis“."""
    return _SEVERITY[severity][0]


def severity_count(severity: Severity, count: int) -> str:
    """Return e.g. „3 Fehler“ or „1 Warnung“."""
    one, many = _SEVERITY[severity]
    return f"{thousands(count)} {one if count == 1 else many}"


def thousands(count: int) -> str:
    """Return a whole number the German way: 12.500."""
    return f"{count:,}".replace(",", ".")


def plain(text: str) -> str:
    """Return a text without the mark of its mnemonic."""
    return text.replace("&", "")
