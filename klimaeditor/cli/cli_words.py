"""German sentences of the command line: errors, remarks, results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.model.core_words import counted, quoted, shortened
from klimaeditor.model.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


# --- German sentences of the command line: errors, remarks, results ------------------------------

DATASET, ID, NAME, VALUE = "DATENSATZ", "KENNUNG", "NAME", "WERT"
RULE, XLSX, FOLDER, PATH = "REGEL", "MAPPE.xlsx", "ORDNER", "PFAD"
FORMAT = "text (voreingestellt) zum Lesen, json für Programme"
FOR_PROGRAMS = "dasselbe für ein Programm"
OPTION_VALUE = "--value"

# --- errors and remarks ------------------------------------------------------------------------


def the_dataset(folder: Path | None) -> str:
    """Return what to call a dataset that is written."""
    return f"der Datensatz {quoted(folder.name)}" if folder else "der Datensatz"


def the_file(path: Path) -> str:
    """Return what to call a file that is written."""
    return f"die Datei {quoted(path.name)}"


def the_folder(path: Path) -> str:
    """Return what to call a folder whose files are written."""
    return f"der Ordner {quoted(path.name)}"


def notice(sentence: str) -> str:
    """Return the line of a remark about reading or writing."""
    return f"Beachten Sie: {sentence}"


def file_exists(path: str) -> str:
    """Return the refusal to overwrite a file."""
    return (
        f"{path} gibt es schon. Geben Sie einen anderen Namen an, oder ersetzen Sie die Datei "
        "mit --force."
    )


def folder_missing(path: str) -> str:
    """Return the message for a target folder that does not exist."""
    return f"Den Ordner {path} gibt es nicht. Legen Sie ihn zuerst an."


def findings(counts: Mapping[Severity, int]) -> str:
    """Return how many findings there are of each severity."""
    parts = (
        counted(counts.get(Severity.ERROR, 0), "Fehler", "Fehler"),
        counted(counts.get(Severity.WARNING, 0), "Warnung", "Warnungen"),
        counted(counts.get(Severity.HINT, 0), "Hinweis", "Hinweise"),
    )
    return ", ".join(parts)


def bad_day(text: str) -> str:
    """Return the refusal of a day that is none."""
    return (
        f"{quoted(text)} ist kein Tag. Geben Sie ihn als TT.MM.JJJJ oder JJJJ-MM-TT an. "
        "Beispiel: 24.12.2026."
    )


def conflict_place(title: str, record: str, label: str) -> str:
    """Return where a conflict is."""
    title, record = shortened(title), shortened(record)
    name = f"{title} ({record})" if record and title != record else title or record
    return f"{name} – {label}"
