"""German words of the review of returned files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.departments import texts as departments
from ui.review.texts import ReviewWords

if TYPE_CHECKING:
    from collections.abc import Sequence

RETURNS: Final = ReviewWords(
    "Rückläufe übernehmen",
    "Links stehen die Dateien mit ihren Maßnahmen. Was unproblematisch ist, ist zum Übernehmen "
    "vorgemerkt; Konflikte und Auffälliges entscheiden Sie.",
    "Gesendet",
    "Zurückgekommen",
    "Jetzt",
    take="Rückl&auf übernehmen",
    keep="&Jetziges behalten",
    open="offen",
    took="Rücklauf gewählt",
    kept="Jetziges behalten",
)
FOREIGN: Final = ReviewWords(
    "Angaben aus Dateien übernehmen",
    "Links stehen die Dateien mit ihren Maßnahmen. Nichts davon wird ungesehen überschrieben.",
    "",
    "In der Datei",
    "Jetzt",
    take="&Aus der Datei übernehmen",
    keep="&Jetziges behalten",
    open="offen",
    took="Datei gewählt",
    kept="Jetziges behalten",
)
TREE: Final = "Dateien und Maßnahmen"
ALL_FILES: Final = "Alle Dateien"
LIST: Final = "Felder"
ONLY_OPEN: Final = "Nur &offene"
ABOUT_FILE: Final = "Zu dieser Datei"
NO_REMARKS: Final = "Keine Auffälligkeiten, keine Bemerkungen."
REPORT: Final = "B&ericht speichern…"
APPLY_NOTHING: Final = "&Übernehmen"
STEP: Final = "Rückläufe übernehmen"

# --- how a row stands ------------------------------------------------------------------------
ONLY_RETURNED: Final = "Nur im Rücklauf geändert; das wird übernommen."
ONLY_RETURNED_DOUBTFUL: Final = (
    "Nur im Rücklauf geändert. Daran ist etwas auffällig; bitte entscheiden."
)
BOTH_CHANGED: Final = (
    "Im Rücklauf geändert und seit dem Versand auch hier. Bitte eine Fassung auswählen."
)
RIVALS: Final = "Mehrere Dateien sagen Verschiedenes. Bitte eine Fassung auswählen."
NEW_IN_FILE: Final = "Im Datensatz steht hier noch nichts; das wird übernommen."
NEW_IN_FILE_DOUBTFUL: Final = "Im Datensatz steht hier noch nichts. Bitte prüfen und entscheiden."
OTHER_IN_FILE: Final = (
    "In der Datei steht etwas anderes als im Datensatz. Bitte auswählen, was gelten soll."
)


def apply(count: int) -> str:
    """Return the button that applies *count* values."""
    return f"{count} &übernehmen" if count else APPLY_NOTHING


def file_node(name: str, sender: str, fields: int, opened: int) -> str:
    """Return how a file stands in the tree."""
    who = f" · {sender}" if sender else ""
    return f"{name}\n{counts(fields, opened)}{who}"


def measure_node(title: str, fields: int, opened: int) -> str:
    """Return how a measure stands in the tree."""
    return f"{title} ({fields}, {opened} offen)" if opened else f"{title} ({fields})"


def counts(fields: int, opened: int) -> str:
    """Return how many fields there are, and how many wait for a decision."""
    what = "1 Feld" if fields == 1 else f"{fields} Felder"
    return f"{what}, {opened} offen" if opened else what


def summary(taken: int, opened: int) -> str:
    """Return what „Übernehmen“ would do now."""
    stay = "bleibt" if opened == 1 else "bleiben"
    rest = f"; {opened} {stay} offen und unverändert" if opened else ""
    what = "1 Angabe wird übernommen" if taken == 1 else f"{taken} Angaben werden übernommen"
    return f"{what}{rest}."


def rival(who: str, text: str) -> str:
    """Return what another file says about the same place."""
    return f"„{who}“ sagt dagegen: {text}"


def score(title: str, share: float) -> str:
    """Return how sure the measure was recognised."""
    return f"Zugeordnet zu „{title}“ mit {round(share * 100)} % Übereinstimmung."


def problem(sheet: str, cell: str, message: str) -> str:
    """Return one thing found in a file, with its place."""
    where = " ".join(part for part in (f"Blatt „{sheet}“" if sheet else "", cell) if part)
    told = not where or f"„{sheet}“" in message or (bool(cell) and cell in message)
    return f"• {message}" if told else f"• {where}: {message}"


def remark(title: str, answer: str, text: str) -> str:
    """Return what a department wrote about a measure; *answer* is the stored one."""
    return f"• {title}: {departments.said(answer, text)}"


def applied(values: int, files: Sequence[str]) -> str:
    """Return what was taken over."""
    what = "1 Angabe" if values == 1 else f"{values} Angaben"
    where = f"„{files[0]}“" if len(files) == 1 else f"{len(files)} Dateien"
    return f"{what} aus {where} übernommen (Rückgängig: Strg+Z)"
