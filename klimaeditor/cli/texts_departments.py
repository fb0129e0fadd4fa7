"""German words of the commands for departments: request, import."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# --- help --------------------------------------------------------------------------------------

OUTDIR, FILE, NAMES, IDS = "ORDNER", "DATEI", "FELDER", "KENNUNGEN"
DAY, TEXT, REPORT = "TAG", "TEXT", "BERICHT"

THE_REGISTER = "das Verzeichnis der Abfrage"
REQUEST_SUMMARY = "schreibt je Amt eine Arbeitsmappe zum Ausfüllen"
REQUEST = (
    "Schreibt je zuständiger Stelle oder Kategorie eine Arbeitsmappe und das Verzeichnis\n"
    "„abfrage.json“ in einen neuen Ordner. Der Ordner darf nicht im Datensatz liegen, denn was\n"
    "dort liegt, wird veröffentlicht. Ähnliche Schreibweisen einer Stelle kommen in eine Mappe.\n\n"
    "Die Rückläufe liest „klimaeditor import“ ein."
)
REQUEST_OUTDIR = "Ordner für die Abfrage; er wird angelegt, wenn es ihn nicht gibt"
REQUEST_BY = (
    "eine Mappe je zuständiger Stelle (responsible), je Kategorie (category) oder eine für alles "
    "(nothing)"
)
REQUEST_FIELDS = "Namen der gefragten Felder, durch Komma getrennt, siehe „klimaeditor fields“"
REQUEST_MEASURES = "nur diese Maßnahmen, durch Komma getrennt"
REQUEST_STALE = "nur Maßnahmen ohne Neues seit diesem Tag (JJJJ-MM-TT)"
REQUEST_INCOMPLETE = "nur Maßnahmen, denen auf der öffentlichen Seite etwas fehlt"
REQUEST_DUE = "bis wann die Mappen zurück sein sollen (JJJJ-MM-TT)"
REQUEST_CONTACT = (
    "an wen sie zurückgehen, z. B. Name, Telefon, E-Mail; ohne Angabe das Fachamt, das die IT für "
    "diesen Rechner eingetragen hat"
)
REQUEST_NOTE = "Anschreiben, steht auf dem Blatt „Hinweise“"
REQUEST_EXAMPLES: Final = (
    ("daten abfrage2026 --by responsible --due 2026-12-24", "eine Mappe je zuständiger Stelle"),
    ("daten abfrage2026 --by category --fields state_text,state_date", "nur den Sachstand fragen"),
    ("daten abfrage2026 --by nothing --stale-since 2026-01-01", "was lange nichts Neues hatte"),
)

IMPORT_SUMMARY = "liest Rückläufe der Ämter und andere Tabellen ein"
IMPORT = (
    "Vergleicht jede Datei Feld für Feld mit dem, was versandt wurde, und mit dem Datensatz, wie\n"
    "er jetzt ist. Ohne --accept wird nur gezeigt, was zu tun wäre. Gespeichert wird nie etwas,\n"
    "das beschädigt aussieht oder dem etwas anderes entgegensteht; eine leere Zelle heißt „nicht\n"
    "beantwortet“. Auch fremde Tabellen und Sachstandsberichte werden gelesen.\n\n"
    "Rückgabewert: 0 übernommen oder nichts zu tun, 1 es bleibt etwas zu entscheiden,\n"
    "2 eine Datei ließ sich nicht lesen."
)
IMPORT_FILES = "Rückläufe: Dateien oder Ordner mit Arbeitsmappen (*.xlsx)"
IMPORT_ACCEPT = "übernimmt und speichert, was eindeutig ist (unproblematic)"
IMPORT_DRY_RUN = "nur zeigen, was geschähe; nichts speichern"
IMPORT_FORMAT = "Ausgabe als Text oder als JSON"
IMPORT_REGISTER = (
    "Ordner der Abfrage mit „abfrage.json“; ohne Angabe gilt der Ordner der Datei oder der darüber"
)
IMPORT_REPORT = "Bericht dazu schreiben, endet auf .xlsx oder .html"
IMPORT_EXAMPLES: Final = (
    ("daten ruecklauf.xlsx", "zeigt, was das Amt geändert hat"),
    ("daten ruecklaeufe --accept unproblematic", "übernimmt das Eindeutige aus einem Ordner"),
    ("daten ruecklaeufe --accept unproblematic --dry-run --format json", "Probe, für Programme"),
    ("daten ruecklauf.xlsx --accept unproblematic --report bericht.html", "mit Bericht"),
)

# --- results -----------------------------------------------------------------------------------

DECISIONS: Final = MappingProxyType(
    {
        "taken": "übernommen",
        "acceptable": "eindeutig",
        "done": "schon so",
        "conflict": "Konflikt",
        "open": "zu prüfen",
    }
)


def bad_day(text: str) -> str:
    """Return the refusal of a day that is none."""
    return f"„{text}“ ist kein Tag. Bitte als JJJJ-MM-TT angeben, z. B. 2026-12-24."


def sent(file: str, department: str, measures: int) -> str:
    """Return the line of one workbook."""
    what = "1 Maßnahme" if measures == 1 else f"{measures} Maßnahmen"
    return f"{file}  ({department}, {what})"


def sent_all(count: int, folder: str) -> str:
    """Return the last line of a request."""
    what = "Eine Arbeitsmappe" if count == 1 else f"{count} Arbeitsmappen"
    return f"{what} und das Verzeichnis „abfrage.json“ liegen in {folder}."


def grouped(department: str, spellings: Sequence[str]) -> str:
    """Return the remark about spellings that were put together."""
    listed = ", ".join(f"„{spelling}“" for spelling in spellings)
    return f"„{department}“ umfasst die Schreibweisen {listed}."


def no_files(folder: str) -> str:
    """Return the message for a folder without workbooks."""
    return f"In „{folder}“ liegt keine Arbeitsmappe (*.xlsx). Bitte einen anderen Ordner angeben."


def report_suffix(name: str) -> str:
    """Return the refusal of a report in another format."""
    return f"„{name}“: Der Bericht muss auf „.xlsx“ oder „.html“ enden."


def file_head(file: str, sender: str) -> str:
    """Return the heading of one file."""
    return f"{file} – {sender}" if sender else file


def proposal(decision: str, label: str, old: str, new: str) -> str:
    """Return the line of one value: what it is now, what came back."""
    return f"{DECISIONS[decision]:<10}  {label}: {old} → {new}"


def sent_value(value: str) -> str:
    """Return the line that says what was sent, where that matters."""
    return f"versandt: {value}"


def rival(file: str, value: str) -> str:
    """Return the line that says what another file wants."""
    return f"dagegen „{file}“: {value}"


REMARKS: Final = "Rückmeldungen (nur für die Stabsstelle):"
NOTHING: Final = "Nichts zu tun."


def summary(stored: int, acceptable: int, left: int, *, dry: bool) -> str:
    """Return the last line of an import."""
    parts = []
    if stored:
        verb = "würden übernommen" if dry else "übernommen und gespeichert"
        parts.append(f"{_values(stored)} {verb}")
    if acceptable:
        parts.append(f"{_values(acceptable)} eindeutig (--accept unproblematic übernimmt sie)")
    if left:
        parts.append(f"{left} zu prüfen")
    return "; ".join(parts) + "." if parts else NOTHING


def _values(count: int) -> str:
    return "1 Angabe" if count == 1 else f"{count} Angaben"
