"""German words of the workbooks: sheets, headers, guidance; messages stand where they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.model.core_words import inflected, quoted, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence


# --- The workbook of the whole dataset ----------------------------------------------------------

CREATOR: Final = "Klimaeditor"
SHEET_BASELINE: Final = "Klimaeditor-Daten nicht löschen"  # 31 characters, the most in Excel
FORMER_BASELINE: Final = "Basis"

MEASURE: Final = "Maßnahme"
ENTRY_DATE: Final = "Datum"
ENTRY_VALUE: Final = "Stand"
LINK_TITLE: Final = "Titel des Links"
LINK_URL: Final = "Adresse"
BASELINE_ABOUT: Final = "Angaben"

TRUE: Final = "WAHR"
FALSE: Final = "FALSCH"


# --- German messages about what is in a workbook: what is wrong, where, and the way out ----------

_SHOWN = 12


def _listed(items: Sequence[str]) -> str:
    more = len(items) - _SHOWN
    return ", ".join(items[:_SHOWN]) + (f" und {more} weitere" if more > 0 else "")


def baseline_damaged(name: str) -> str:
    """Return the message for a Basis sheet that was touched."""
    return (
        f"{quoted(name)}: Das ausgeblendete Blatt „{SHEET_BASELINE}“ ist verändert oder "
        "unvollständig; ohne es gingen beim Öffnen Angaben verloren. Exportieren Sie die "
        "Excel-Datei neu, und tragen Sie die Änderungen dort ein."
    )


def hidden_cells(sheet: str, rows: int, columns: int) -> str:
    """Return the notice that hidden rows and columns count too (SEC-12)."""
    parts = [f"{rows} ausgeblendete {inflected(rows, 'Zeile', 'Zeilen')}"] if rows else []
    if columns:
        parts.append(f"{columns} ausgeblendete {inflected(columns, 'Spalte', 'Spalten')}")
    verb = inflected(rows + columns, "wurde", "wurden")
    return f"Blatt {quoted(sheet)}: {' und '.join(parts)} {verb} mitgelesen."


# --- German messages about the file itself: opening it, what the guard found, writing it ---------

_DAMAGED = (
    "Öffnen Sie die Datei in Excel, und speichern Sie neu als „Excel-Arbeitsmappe (*.xlsx)“. "
    "Gelingt das nicht, nehmen Sie eine frühere Fassung."
)
_TOO_BIG = (
    "Eine Excel-Datei des Klimaeditors ist viel kleiner; die Datei wurde zur Sicherheit nicht "
    "geöffnet. Fragen Sie nach, woher sie kommt."
)
_UNSAFE = "Die Datei wurde zur Sicherheit nicht geöffnet. "


def missing(name: str) -> str:
    """Return the message for a workbook that is not there."""
    return (
        f"{quoted(name)} gibt es nicht mehr. Prüfen Sie, ob das Laufwerk verbunden ist oder die "
        "Datei umbenannt wurde."
    )


def empty(name: str) -> str:
    """Return the message for a file without a single byte."""
    return (
        f"{quoted(name)} ist leer (0 Byte); vermutlich wurde das Speichern oder Kopieren "
        "abgebrochen. Beschaffen Sie die Datei neu."
    )


def unreadable(name: str, reason: str) -> str:
    """Return the message for a workbook the operating system does not hand out."""
    return (
        f"{quoted(name)} lässt sich nicht lesen: {reason} Ist sie in Excel geöffnet, schließen "
        "Sie sie dort, oder öffnen Sie eine Kopie."
    )


def open_elsewhere(name: str, holder: str) -> str:
    """Return the notice that somebody is still working in the workbook that was read."""
    who = f"bei {shortened(holder)}" if holder else "in Excel oder LibreOffice"
    return (
        f"{quoted(name)} ist gerade {who} geöffnet. Gelesen wurde der zuletzt gespeicherte Stand."
    )


def broken(name: str) -> str:
    """Return the message for a package whose inside cannot be read."""
    return f"{quoted(name)} ist beschädigt und lässt sich nicht vollständig lesen. {_DAMAGED}"


def too_large(name: str, megabytes: int) -> str:
    """Return the message for a file over the limit (SEC-07)."""
    return f"{quoted(name)} ist größer als die erlaubten {megabytes} MB. {_TOO_BIG}"


def endless_text(name: str, part: str = "") -> str:
    """Return the message for a text that Excel cannot hold, so Excel has not written it."""
    where = f" (Teil {quoted(part)})" if part else ""
    return (
        f"{quoted(name)}{where} enthält einen Text mit mehr als 32.767 Zeichen; so lange Texte "
        f"schreibt Excel nicht. {_UNSAFE}Verteilen Sie den Text auf mehrere Zellen, oder fragen "
        "Sie nach, woher die Datei kommt."
    )


def long_path(length: int, limit: int) -> str:
    """Return the warning about a path Excel cannot open (SAFE-14)."""
    return (
        f"Der vollständige Pfad hat {length} Zeichen; Excel öffnet höchstens {limit}. Wählen Sie "
        "einen kürzeren Ordner oder Namen."
    )


# --- The workbook of a request -------------------------------------------------------------------

"""The word that empties a field; a blank cell only means "not answered" (MRG-04)."""


# --- German sentences about the files of other people --------------------------------------------

_MOST_NAMED = 5


def listed(items: Sequence[str]) -> str:
    """Return a list of names for a sentence, cut where it gets long."""
    named = ", ".join(quoted(item) for item in items[:_MOST_NAMED])
    more = len(items) - _MOST_NAMED
    return f"{named} und {more} weitere" if more > 0 else named
