"""German words and sentences about requests, returns, reminders and the merge report."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.excel.request import layout

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_BODY: Final = "Ohne zuständige Stelle"
NO_CATEGORY: Final = "Ohne Kategorie"
EVERYBODY: Final = "Alle Maßnahmen"
STEP_IMPORT: Final = "Rückläufe übernehmen"
_SHOWN: Final = 12

STATUS: Final = MappingProxyType(
    {
        "sent": "versandt",
        "returned": "zurück",
        "merged": "übernommen",
        "overdue": "überfällig",
    }
)
ANSWERS: Final = MappingProxyType(dict(layout.ANSWERS))
"""What the column "Rückmeldung" of a request says, by its stored form."""
REGISTER_NAME: Final = "abfrage.json"


def file_name(day: str, department: str) -> str:
    """Return the stem of a request's file name."""
    return f"Abfrage {day} {department}"


def said(answer: str, text: str) -> str:
    """Return what a department wrote about a measure: its answer as stored, and its remark."""
    return " – ".join(part for part in (ANSWERS.get(answer, answer), text) if part)


def inside_dataset(folder: str) -> str:
    """Return the refusal to put requests where they would be published."""
    return (
        f"„{folder}“ ist der Ordner eines Datensatzes oder liegt in einem; was dort liegt, wird "
        "veröffentlicht. Bitte für die Abfrage einen anderen Ordner wählen."
    )


def register_exists(folder: str) -> str:
    """Return the refusal to overwrite an earlier request."""
    return (
        f"In „{folder}“ liegt schon eine Abfrage. Bitte für jede Abfrage einen eigenen Ordner "
        "wählen."
    )


def folder_failed(folder: str, reason: str) -> str:
    """Return the message for a folder that cannot be made."""
    return f"Der Ordner „{folder}“ lässt sich nicht anlegen: {reason} Bitte einen anderen wählen."


def register_missing(folder: str) -> str:
    """Return the message for a folder without a register."""
    return f"In „{folder}“ liegt keine Abfrage (abfrage.json). Bitte den Ordner der Abfrage wählen."


def register_damaged(name: str) -> str:
    """Return the message for a register that cannot be read."""
    return (
        f"„{name}“ ist beschädigt oder kein Verzeichnis einer Abfrage. Bitte eine Sicherung der "
        "Datei zurückholen; Rückläufe lassen sich auch ohne sie einlesen."
    )


def register_newer(name: str) -> str:
    """Return the message for a register of a later version."""
    return (
        f"„{name}“ stammt von einer neueren Version des Klimaeditors. Bitte den Klimaeditor "
        "aktualisieren lassen."
    )


NOTHING_TO_ASK: Final = (
    "Es ist keine Maßnahme ausgewählt, zu der etwas gefragt werden kann. Bitte andere wählen."
)
NO_FIELDS: Final = "Es ist kein Feld ausgewählt. Bitte mindestens eines wählen."


def not_askable(names: Sequence[str]) -> str:
    """Return the refusal of fields that no department decides on."""
    return (
        f"Nach diesen Feldern kann kein Amt gefragt werden: {', '.join(names)}. Bitte weglassen; "
        "alle Namen nennt „klimaeditor fields“."
    )


def without_id(titles: Sequence[str]) -> str:
    """Return the notice about measures whose rows could not be recognised again."""
    return (
        "Diese Maßnahmen haben keine eigene Kennung und sind nicht dabei: "
        f"{_listed(titles)}. Bitte zuerst die Kennungen in Ordnung bringen."
    )


# --- returns -----------------------------------------------------------------------------------


def unknown_measure(file: str, title: str, measure_id: str) -> str:
    """Return the sentence about a measure that has gone since the request was sent."""
    return (
        f"„{file}“: Die Maßnahme „{title}“ ({measure_id}) gibt es im Datensatz nicht mehr; ihre "
        "Angaben wurden nicht übernommen. Bitte prüfen, ob sie zu einer anderen gehören."
    )


def ambiguous_measure(file: str, title: str, measure_id: str) -> str:
    """Return the sentence about an id that several measures have by now."""
    return (
        f"„{file}“: Die Kennung „{measure_id}“ („{title}“) haben mehrere Maßnahmen; die Angaben "
        "wurden nicht übernommen. Bitte zuerst die Kennungen in Ordnung bringen."
    )


def other_dataset(file: str, known: int, sent: int) -> str:
    """Return the sentence about a return for another dataset."""
    return (
        f"„{file}“ gehört zu einem anderen Datensatz: Nur {known} von {sent} Maßnahmen passen zu "
        "den geöffneten. Es wurde nichts übernommen. Bitte den passenden Datensatz öffnen."
    )


def older_request(file: str, sent: str, newest: str) -> str:
    """Return the sentence about a return to an earlier request."""
    return (
        f"„{file}“ beantwortet die ältere Abfrage vom {sent}, nicht die vom {newest}. Bitte jede "
        "Angabe einzeln prüfen oder die neue Abfrage ausfüllen lassen."
    )


def other_request(file: str, sent: str) -> str:
    """Return the sentence about a return to a request that the register does not know."""
    return (
        f"„{file}“ beantwortet eine andere Abfrage (vom {sent}) als die gewählte. Bitte jede "
        "Angabe einzeln prüfen oder den Ordner der richtigen Abfrage wählen."
    )


def same_return(file: str, other: str) -> str:
    """Return the remark about a file that was given twice."""
    return f"„{file}“ ist dieselbe Datei wie „{other}“; sie wurde einmal gelesen."


def merged_before(file: str, day: str) -> str:
    """Return the remark about a file that was taken over before."""
    return f"„{file}“ wurde schon am {day} übernommen; es ist nichts mehr zu tun."


def merged_but_lost(file: str, day: str, count: int) -> str:
    """Return the remark about a file taken over before, of which *count* values are not there."""
    what = "1 Angabe daraus steht" if count == 1 else f"{count} Angaben daraus stehen"
    return (
        f"„{file}“ wurde schon am {day} übernommen. {what} aber nicht im Datensatz: abgelehnt, "
        "rückgängig gemacht oder nicht gespeichert. Soll das doch gelten, bitte die Mappe in einen "
        f"Ordner ohne „{REGISTER_NAME}“ kopieren und von dort einlesen."
    )


def untouched(file: str) -> str:
    """Return the remark about a file that is still the one that was sent."""
    return f"„{file}“ ist noch die versandte Datei; es wurde nichts eingetragen."


def decided_before(file: str, count: int) -> str:
    """Return the remark about values that were decided on with an earlier return."""
    what = "eine Angabe" if count == 1 else f"{count} Angaben"
    return f"„{file}“: Über {what} wurde schon bei einem früheren Rücklauf entschieden."


def corrected(file: str, title: str, field: str) -> str:
    """Return the remark about a value that replaces the same department's earlier one."""
    return f"„{file}“: Das Amt hat „{field}“ zu „{title}“ gegenüber seinem Rücklauf verbessert."


def bad_characters(file: str, place: str, names: Sequence[str]) -> str:
    """Return the sentence about characters that must not be published (SEC-15)."""
    return (
        f"„{file}“, {place}: Der Text enthält Zeichen, die nicht veröffentlicht werden dürfen "
        f"({_listed(names)}). Bitte den Text von diesen Zeichen befreien."
    )


def markup(file: str, place: str) -> str:
    """Return the sentence about HTML in a text, which no page shows as typed (SEC-01)."""
    return (
        f"„{file}“, {place}: Der Text enthält HTML-Befehle oder Zeichencodes wie „<b>“ oder "
        "„&amp;“; so kann er nicht veröffentlicht werden. Bitte nur den reinen Text übernehmen."
    )


def bad_address(file: str, place: str) -> str:
    """Return the sentence about an address that must not be published (SEC-02)."""
    return (
        f"„{file}“, {place}: Diese Adresse kann nicht veröffentlicht werden. Bitte eine "
        "vollständige Adresse eintragen, die mit https:// beginnt."
    )


def co2_meaning(file: str, place: str) -> str:
    """Return the sentence about a quantity that means something else now (DOM-09)."""
    return (
        f"„{file}“, {place}: Die Angabe meint etwas anderes als zuvor (CO2 oder CO2e, pro Jahr "
        "oder insgesamt). Bitte prüfen, ob das gewollt ist."
    )


def place(sheet: str, cell: str) -> str:
    """Return where a value stands in a workbook."""
    return f"Blatt „{sheet}“, Zelle {cell}"


# --- reminder ----------------------------------------------------------------------------------


def reminder(
    department: str, sent: str, due: str, measures: Sequence[str], sender: tuple[str, str]
) -> str:
    """Return the text of a reminder; *sender* is (contact, file name of the request)."""
    contact, file = sender
    until = f" bis zum {due}" if due else ""
    lines = [
        f"Betreff: Erinnerung: Abfrage zum Klimastadt-Vertrag vom {sent}",
        "",
        "Guten Tag,",
        "",
        f"am {sent} haben wir die Datei „{file}“ verschickt (an: {department})",
        f"und{until} um Rückmeldung zu {_counted(len(measures))} gebeten.",
        "Bei uns ist noch keine Antwort angekommen.",
        "",
        "Bitte senden Sie die ausgefüllte Datei zurück. Hat sich nichts geändert, genügt in der",
        "Spalte „Rückmeldung“ der Eintrag „keine Änderung“.",
        "",
        "Es geht um:",
        *(f"– {title}" for title in measures),
        "",
        *(["Rückfragen und Rücksendung bitte an:", contact, ""] if contact else []),
        "Vielen Dank!",
        "",
    ]
    return "\n".join(lines)


def reminder_name(department: str) -> str:
    """Return the stem of a reminder's file name."""
    return f"Erinnerung {department}"


def _counted(count: int) -> str:
    return "einer Maßnahme" if count == 1 else f"{count} Maßnahmen"


def _listed(items: Sequence[str]) -> str:
    more = len(items) - _SHOWN
    return ", ".join(items[:_SHOWN]) + (f" und {more} weitere" if more > 0 else "")


# --- merge report ------------------------------------------------------------------------------

REPORT_TITLE: Final = "Bericht über die Übernahme von Rückläufen"
REPORT_SHEET: Final = "Bericht"
REPORT_COLUMNS: Final = (
    ("sender", "Absender", 28),
    ("file", "Datei", 30),
    ("measure_id", "Kennung", 18),
    ("title", "Maßnahme", 36),
    ("field", "Feld", 30),
    ("sent", "versandt", 50),
    ("old", "vorher", 50),
    ("new", "zurückgekommen", 50),
    ("stored", "jetzt", 50),
    ("decision", "Entscheidung", 18),
    ("problem", "Anmerkung", 60),
)
DECISIONS: Final = MappingProxyType(
    {
        "taken": "übernommen",
        "kept": "behalten",
        "edited": "bearbeitet übernommen",
        "open": "noch offen",
        "done": "war schon so",
    }
)
REPORT_PROBLEMS: Final = "Hinweise zu den Dateien"
REPORT_REMARKS: Final = "Bemerkungen der Ämter (nicht veröffentlichen)"


def report_head(moment: str, dataset: str, files: int, taken: int, open_: int) -> str:
    """Return the sentence under the heading of a report."""
    what = "1 Datei" if files == 1 else f"{files} Dateien"
    return (
        f"Erstellt am {moment} für den Datensatz „{dataset}“: {what}, {taken} Angaben übernommen, "
        f"{open_} offen."
    )
