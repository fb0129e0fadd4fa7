"""German words of the commands for maintainers: publish, diff, merge, clean, schema."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

# --- help --------------------------------------------------------------------------------------

PUBLISH_SUMMARY = "prüft und schreibt ein Paket für Website, offene Daten und Git"
PUBLISH = (
    "Führt alle Prüfungen aus und schreibt, wenn kein Fehler mehr steht, ein Paket: die vier\n"
    "JSON-Dateien, Excel, CSV, JSON Schema, Beschreibungen für Portale, AENDERUNGEN.md und\n"
    "Prüfsummen.\n"
    "Das Paket entsteht ganz oder gar nicht; ein früheres am selben Ort wird ersetzt und ist der\n"
    "Vergleich für AENDERUNGEN.md. Punkte, die jemand verantworten muss (personenbezogene\n"
    "Angaben, Rechte an Beiträgen), verlangen --confirm.\n\n"
    "Rückgabewert: 0 geschrieben, 1 nicht geschrieben (Befunde auf der Ausgabe), 2 nicht\n"
    "ausführbar."
)
PUBLISH_TARGET = "Ordner des Pakets: neu, leer oder ein früheres Paket"
PUBLISH_SINCE = "Paket oder Datensatz zum Vergleich statt des früheren Pakets"
PUBLISH_SETTINGS = (
    "JSON-Datei mit Bereitsteller, Lizenz und Kennung statt der eigenen Einstellungen"
)
PUBLISH_CONFIRM = "bestätigt alle Punkte, die zu bestätigen sind"
PUBLISH_CANONICAL = "die JSON-Dateien in einheitlicher Schreibweise statt wie sie sind"
PUBLISH_DRY_RUN = "nur prüfen und zeigen, was sich ändert; nichts schreiben"
PUBLISH_EXAMPLES = (
    ("daten paket --dry-run", "was steht im Weg, was hat sich geändert?"),
    ("daten paket --confirm", "schreibt das Paket"),
    ("daten paket --settings angaben.json", "mit Angaben aus einer Datei"),
)

DIFF_SUMMARY = "vergleicht zwei Fassungen Feld für Feld"
DIFF = (
    "Nennt je Maßnahme, was in der zweiten Fassung anders ist als in der ersten: Felder, nicht\n"
    "Zeilen. Formatierung, Umbrüche in den Dateien und Schreibweise von Zeichen zählen nicht."
)
DIFF_BEFORE = "frühere Fassung: Ordner eines Datensatzes oder Paket"
DIFF_AFTER = "neue Fassung: Ordner eines Datensatzes oder Paket"
DIFF_FORMAT = "text (voreingestellt), json für Programme, markdown wie AENDERUNGEN.md"
DIFF_CHECK = "Rückgabewert 1, wenn es Unterschiede gibt"
DIFF_EXAMPLES = (
    ("alt neu", "Unterschiede zum Lesen"),
    ("alt neu --format markdown", "als Text für einen Commit"),
    ("alt neu --check", "für Skripte"),
)

MERGE_SUMMARY = "führt eine der vier Dateien zusammen (Merge-Treiber für Git)"
DRIVER = (
    "if klimaeditor-cli --version >/dev/null 2>&1; then klimaeditor-cli merge %O %A %B %P; "
    "else echo klimaeditor-cli startet nicht, nur Zeilen verglichen: %P >&2; "
    "git merge-file -L eigene -L bisher -L andere %A %O %B; fi"
)
"""The driver for Git's settings; without the program Git compares lines, and marks conflicts."""
MERGE = (
    "Führt drei Fassungen einer Datei Feld für Feld zusammen und schreibt das Ergebnis in die\n"
    "Datei der eigenen Fassung, wie Git es erwartet. Haben beide Seiten dasselbe Feld verschieden\n"
    "geändert, behält die Datei den eigenen Wert und bleibt gültiges JSON; die Liste der\n"
    "Konflikte steht auf der Fehlerausgabe, und Git führt die Datei als Konflikt.\n"
    "\n"
    "Einrichten, einmal auf jedem Rechner, als eine Zeile (ohne das Programm vergleicht Git\n"
    "Zeilen und setzt Marken, statt die andere Fassung stillschweigend fallen zu lassen):\n\n"
    f'git config merge.klimaeditor.driver "{DRIVER}"\n\n'
    "Rückgabewert: 0 zusammengeführt, 1 Konflikte, 2 nicht ausführbar (Datei unverändert)."
)
MERGE_BASE = "gemeinsame frühere Fassung (%%O)"
MERGE_OURS = "eigene Fassung, nimmt das Ergebnis auf (%%A)"
MERGE_THEIRS = "andere Fassung (%%B)"
MERGE_PATH = "Pfad im Projekt (%%P); nötig, wenn die eigene Fassung anders heißt als die Datei"
MERGE_EXAMPLES = (
    ("basis.json measures.json andere.json", "nach measures.json"),
    (".merge_a .merge_b .merge_c daten/measures.json", "wie Git es aufruft"),
)

CLEAN_SUMMARY = "bringt die Dateien einmal in einheitliche Schreibweise"
CLEAN = (
    "Schreibt die vier Dateien in einheitlicher Form: zwei Leerzeichen, Umlaute im Klartext,\n"
    "Schlüssel in der Reihenfolge des Formats. Der Inhalt bleibt gleich. Bitte als eigenen Commit\n"
    "ablegen, getrennt von inhaltlichen Änderungen.\n\n"
    "Rückgabewert: 0; mit --check 1, wenn eine Datei zu bereinigen wäre."
)
CLEAN_CHECK = "nur zählen, nichts schreiben"
CLEAN_EXAMPLES = (
    ("daten --check", "wie viele Zeilen würden sich ändern?"),
    ("daten", "bereinigt"),
)

SCHEMA_SUMMARY = "gibt die JSON Schemas der vier Dateien aus"
SCHEMA = (
    "Erzeugt aus dem Feldkatalog je Datei ein JSON Schema (2020-12): so streng wie die Prüfungen,\n"
    "soweit ein Schema es ausdrücken kann. Mit Ordner entstehen dort vier Dateien, sonst steht\n"
    "ein Objekt mit allen vier auf der Ausgabe."
)
SCHEMA_TARGET = "Ordner für die vier Schemas; er wird angelegt, wenn es ihn nicht gibt"
SCHEMA_EXAMPLES = (("", "alle vier als ein Objekt"), ("schema", "vier Dateien im Ordner schema"))

BEFORE: Final = "VORHER"
AFTER: Final = "NACHHER"
TARGET: Final = "PAKET"
BASE: Final = "BASIS"
OURS: Final = "EIGENE"
THEIRS: Final = "ANDERE"
PATH: Final = "PFAD"
FOLDER: Final = "ORDNER"
FILE: Final = "DATEI"

# --- results -----------------------------------------------------------------------------------

TO_CONFIRM = "Zu bestätigen (--confirm):"
NOT_IN_ORDER = "Angaben zur Veröffentlichung:"
NO_DIFFERENCE = "Kein Unterschied."


def refused(errors: int) -> str:
    """Return the closing line where errors stop a publication."""
    stand = "Ein Fehler steht" if errors == 1 else f"{errors} Fehler stehen"
    return (
        f"Nicht veröffentlicht: {stand} noch im Datensatz. Was sich von selbst beheben lässt, "
        "behebt „klimaeditor fix“."
    )


def unconfirmed(questions: int) -> str:
    """Return the closing line where something has to be confirmed."""
    what = "Ein Punkt ist" if questions == 1 else f"{questions} Punkte sind"
    return f"Nicht veröffentlicht: {what} zu bestätigen; bitte prüfen, dann mit --confirm aufrufen."


def lacking() -> str:
    """Return the closing line where settings are missing."""
    return "Nicht veröffentlicht: Bitte zuerst die Angaben zur Veröffentlichung ergänzen."


def published(files: int, folder: str) -> str:
    """Return the success of a publication."""
    return f"{files} Dateien nach {folder} geschrieben."


def would_publish(folder: str) -> str:
    """Return the success of a rehearsal."""
    return f"Nichts steht im Weg; {folder} wurde nicht geschrieben (--dry-run)."


def not_one_of_the_four(name: str) -> str:
    """Return the refusal to merge a file whose kind nobody knows."""
    return (
        f"„{name}“ ist keine der vier Dateien eines Datensatzes. Bitte als viertes den Pfad der "
        "Datei angeben, z. B. daten/measures.json (in der Git-Einstellung: %P)."
    )


def another_file(name: str, file: str) -> str:
    """Return the refusal to merge two different files of a dataset."""
    return (
        f"„{name}“ ist eine andere Datei als „{file}“. Bitte drei Fassungen derselben Datei "
        "angeben; es wurde nichts geändert."
    )


def conflicts(file: str, count: int) -> str:
    """Return the heading of the conflicts of one file."""
    what = "ein Konflikt" if count == 1 else f"{count} Konflikte"
    return f"{file}: {what}. Die Datei enthält den eigenen Wert und ist gültiges JSON."


def conflict(title: str, record: str, label: str) -> str:
    """Return where a conflict is."""
    name = f"{title} ({record})" if record and title != record else title or record
    return f"{name} – {label}"


_SIDES = MappingProxyType({"base": "bisher", "ours": "eigene", "theirs": "andere"})


def side(which: str, value: str) -> str:
    """Return what one side has."""
    return f"{_SIDES[which]}: {value}"


def after_conflicts(path: str) -> str:
    """Return what to do now."""
    return (
        "Bitte im Klimaeditor entscheiden, speichern und mit "
        f"„git add {path}“ als gelöst melden; „git checkout --theirs {path}“ nimmt die ganze "
        "andere Datei."
    )


def cleaned(file: str, lines: int) -> str:
    """Return what cleaning means for one file."""
    if not lines:
        return f"{file}: schon einheitlich"
    return f"{file}: {lines} {'Zeile anders' if lines == 1 else 'Zeilen anders'}"


def counted(what: str, before: int, after: int) -> str:
    """Return one count before and after."""
    return f"  {what}: {before} → {after}"


COUNTS: Final = (
    ("lines", "Zeilen"),
    ("records", "Einträge"),
    ("values", "Werte"),
    ("escapes", "verschlüsselte Zeichen (\\u…)"),
    ("slashes", "verschlüsselte Schrägstriche (\\/)"),
    ("tabs", "mit Tabulator eingerückte Zeilen"),
)


def cleaning_done(files: int, *, check: bool) -> str:
    """Return the closing line of a clean-up."""
    if not files:
        return "Alle Dateien sind einheitlich; es gibt nichts zu bereinigen."
    what = "Eine Datei" if files == 1 else f"{files} Dateien"
    if check:
        return f"{what} zu bereinigen; geschrieben wurde nichts."
    return f"{what} bereinigt; der Inhalt ist unverändert."


def schemas_written(files: int, folder: str) -> str:
    """Return the success of writing schemas."""
    return f"{files} Schemas nach {folder} geschrieben."
