"""German words that several parts of the window share, grouped by what they are about.

What one room alone says stands in that room.
"""

from __future__ import annotations

from typing import Final

from klimaeditor.model.findings import Severity

# --- the product ---------------------------------------------------------------------------
PRODUCT: Final = "Klimaeditor"
XLSX_FILTER: Final = "Excel-Arbeitsmappe (*.xlsx)"
TEMPLATE_FILTER: Final = "Word-Vorlagen (*.docx *.dotx)"
TEMPLATE_NOTE: Final = (
    "Eine Word-Vorlage (.docx, .dotx) gibt Formatvorlagen, Kopf- und Fußzeile; ihr Text entfällt."
)
NO_TEMPLATE: Final = "ohne Vorlage"
CLAIM: Final = (
    "Pflegt die Maßnahmen des Klimastadt-Vertrags und zeigt schon vor der Veröffentlichung, "
    "was Bürgerinnen und Bürger sehen werden."
)

# --- findings ------------------------------------------------------------------------------
_SEVERITY: Final = {
    Severity.ERROR: ("Fehler", "Fehler"),
    Severity.WARNING: ("Warnung", "Warnungen"),
    Severity.HINT: ("Hinweis", "Hinweise"),
}

# --- words of lists ------------------------------------------------------------------------
MEASURE: Final = "Maßnahme"
CATEGORY: Final = "Kategorie"
STATUS_TITLE: Final = "Status"
FINDINGS: Final = "Befunde"
NO_ID: Final = "ohne Kennung"

# --- what panes say while nothing is open -------------------------------------------------
NO_DATASET: Final = "Kein Datensatz geöffnet."
JUDGING: Final = "Befunde werden ermittelt …"

# --- what is said where data are entered and given out (WEB-12) ----------------------------
NO_NOTES: Final = "Interne Notizen gehören nicht in die Felder."

# --- buttons -------------------------------------------------------------------------------
CANCEL: Final = "Abbrechen"
CLOSE: Final = "Schließen"

# --- what screen readers call the border between two parts --------------------------------
SPLITTER: Final = "Trennlinie"

# --- remarks -------------------------------------------------------------------------------
ONE_STEP: Final = "Strg+Z macht alles auf einmal rückgängig."


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
