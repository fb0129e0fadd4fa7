"""German sentences of the core that are not rules: faults of files, steps, summaries."""

from __future__ import annotations

import errno
from typing import Final

LONGEST_QUOTE: Final = 80
"""So many characters of an input a message repeats at most."""
NOTHING: Final = "(leer)"


def shortened(value: object, most: int = LONGEST_QUOTE) -> str:
    """Return a value as it may stand inside a sentence: on one line, at most *most* characters.

    What cannot be seen is named ("[U+202E]"), so that it neither hides nor turns the words around.
    """
    text = str(value)
    if len(text) > 8 * most:  # the rest cannot be seen anyway
        text = text[: 8 * most] + "…"
    text = " ".join(text.split())
    shown: list[str] = []
    room = most
    for char in text:
        piece = char if char.isprintable() else f"[U+{ord(char):04X}]"
        room -= len(piece)
        if room < 0:
            kept = "".join(shown)[: most - 1].rstrip()
            return kept + "…"
        shown.append(piece)
    return "".join(shown)


def quoted(value: object) -> str:
    """Return a value as every message quotes one: „…“, see :func:`shortened`; „(leer)“ for none."""
    text = shortened(value)
    return f"„{text}“" if text else NOTHING


_JSON_FAULTS = {
    "too_large": "Die Datei ist mit {detail} größer als die erlaubten 20 MB. "
    "Bitte prüfen, ob es wirklich die Datei des Datensatzes ist.",
    "too_many": "Die Datei enthält mehr als 200.000 Einzelwerte; das kommt in diesem Format nicht "
    "vor. Bitte prüfen, ob es wirklich die Datei des Datensatzes ist.",
    "utf16": "Die Datei ist als UTF-16 gespeichert. "
    "Bitte im Texteditor mit der Kodierung „UTF-8“ neu speichern.",
    "no_text": "Die Datei enthält keinen Text, sondern Nullbytes oder Binärdaten; vermutlich ist "
    "sie beim Speichern oder Kopieren beschädigt worden. "
    "Bitte aus einer Sicherung oder aus Git wiederherstellen.",
    "git_conflict": "Hier steht „{detail}“ aus einer Zusammenführung in Git, die nicht beendet "
    "ist. Bitte den Konflikt in Git lösen oder die Datei wiederherstellen.",
    "not_utf8": "Zeichen {detail} ist kein UTF-8; vermutlich ist die Datei als "
    "Windows-1252 (ANSI) gespeichert. Bitte im Texteditor mit der Kodierung „UTF-8“ neu speichern.",
    "empty": "Die Datei ist leer. Bitte aus einer Sicherung oder aus Git wiederherstellen; "
    "eine Datei ohne Einträge enthält „[]“.",
    "syntax": "Hier steht etwas, das in JSON nicht vorkommen darf. "
    "Bitte Anführungszeichen, Doppelpunkte und Klammern an dieser Stelle prüfen.",
    "trailing_comma": "Vor der schließenden Klammer steht ein Komma zu viel. Bitte entfernen.",
    "missing_comma": "Zwischen zwei Einträgen fehlt ein Komma. Bitte einfügen.",
    "extra_text": "Hinter dem Ende der Daten steht noch etwas. Bitte entfernen; "
    "oft ist eine Klammer zu früh geschlossen.",
    "unfinished": "Die Datei hört mittendrin auf: Ein Anführungszeichen oder eine Klammer ist "
    "nicht geschlossen. Bitte ergänzen oder die Datei wiederherstellen.",
    "duplicate_key": "Der Schlüssel „{detail}“ steht zweimal im selben Eintrag. "
    "Bitte einen der beiden entfernen, sonst ginge einer unbemerkt verloren.",
    "not_a_number": "„{detail}“ ist in JSON kein Wert. Bitte eine Zahl oder null eintragen.",
    "number_range": "Die Zahl {detail} ist zu groß, um genau gespeichert zu werden. "
    "Bitte höchstens 9.007.199.254.740.991 eintragen.",
    "number_format": "Die Zahl „{detail}“ ist falsch geschrieben. "
    "In JSON steht ein Punkt als Dezimalzeichen und keine führende Null, z. B. 1250.5.",
    "too_deep": "Die Daten sind mehr als 32 Ebenen tief verschachtelt; das kommt in diesem Format "
    "nicht vor. Bitte die Datei wiederherstellen.",
    "surrogate": "„{detail}“ ist ein halbes Zeichen und kann nicht gespeichert werden. "
    "Bitte durch das gemeinte Zeichen ersetzen.",
    "control_character": "Im Text steht das Steuerzeichen {detail}. "
    "Bitte löschen; Zeilenumbrüche schreibt man in JSON als \\n.",
    "bad_escape": "„{detail}“ ist keine gültige Escape-Folge. "
    "Ein umgekehrter Schrägstrich im Text wird verdoppelt: \\\\.",
    "top_level": "Die Datei muss eine Liste von Einträgen sein und mit „[“ beginnen. "
    "Bitte prüfen, ob es die richtige Datei ist.",
    "record": "Eintrag {detail} der Liste ist kein Objekt mit geschweiften Klammern. "
    "Bitte entfernen oder ergänzen.",
}


def json_fault(kind: str, file: str, line: int, column: int, detail: str) -> str:
    """Return the sentence for a fault of a JSON file: file, place, what, remedy."""
    return f"{file}, Zeile {line}, Spalte {column}: {_JSON_FAULTS[kind].format(detail=detail)}"


UNNAMED = "(ohne Titel)"
STALE_CHANGE = (
    "Die Änderung passt nicht mehr zu den Daten; es wurde nichts geändert. "
    "Bitte den Eintrag neu öffnen und die Änderung wiederholen."
)


def not_editable(label: str) -> str:
    """Return the refusal to edit an identifier (WEB-09)."""
    return f"„{label}“ kann nicht geändert werden, weil Adressen der Website daran hängen."


def no_id(title: str) -> str:
    """Return the refusal to add a companion record to a measure without id."""
    return (
        f"„{title}“ hat keine Kennung; Zusatzdaten lassen sich deshalb nicht zuordnen. "
        "Bitte die Kennung in measures.json nachtragen."
    )


def bad_category_id(category_id: str) -> str:
    """Return the refusal to make an id from a category id that does not fit WEB-09."""
    return (
        f"Aus der Kategorie-Kennung „{category_id}“ lässt sich keine Kennung bilden. "
        "Erlaubt sind Kleinbuchstaben, Ziffern und Unterstrich, z. B. „mobilitaet“."
    )


def copy_of(title: str) -> str:
    """Return the title of a copy."""
    return f"{title} (Kopie)"


UNWRITABLE_CHARACTER = "Ein Text enthält ein Zeichen, das sich nicht speichern lässt."
SELF_CHECK_FAILED = "Die Gegenprobe vor dem Schreiben ist fehlgeschlagen; bitte melden."
READ_BACK_FAILED = "Das Geschriebene ließ sich nicht fehlerfrei zurücklesen."


def path_missing(name: str, path: str) -> str:
    """Return the message for a path that does not exist."""
    return (
        f"„{name}“ gibt es nicht (mehr): {path}. "
        "Bitte prüfen, ob das Laufwerk verbunden ist oder der Ordner umbenannt wurde."
    )


def not_a_dataset_file(name: str) -> str:
    """Return the message for a file that is none of the four."""
    return (
        f"„{name}“ ist keine Datei eines Datensatzes. Bitte den Ordner mit measures.json, "
        "additional_data.json, implementations.json und categories.json öffnen oder eine dieser "
        "vier Dateien."
    )


def files_missing(folder: str, names: list[str]) -> str:
    """Return the message for a folder that lacks some of the four files."""
    verb = "fehlt" if len(names) == 1 else "fehlen"
    return (
        f"Im Ordner „{folder}“ {verb} {', '.join(names)}. Ein Datensatz besteht aus vier Dateien; "
        "bitte den richtigen Ordner wählen oder die Datei aus einer Sicherung oder aus Git "
        "zurückholen."
    )


def bom_notice(file: str) -> str:
    """Return the notice about a byte order mark."""
    return f"{file} beginnt mit einer Byte-Reihenfolge-Marke (BOM); sie bleibt unverändert stehen."


def cannot_read(name: str, reason: str) -> str:
    """Return the message for a file that cannot be read."""
    return f"{name} lässt sich nicht lesen: {reason}"


def cannot_write(name: str, reason: str) -> str:
    """Return the message for a file that cannot be written; the edits are kept."""
    return (
        f"{name} wurde nicht gespeichert: {reason} "
        "Ihre Änderungen sind noch da; Sie können es erneut versuchen oder über „Speichern unter“ "
        "in einen anderen Ordner sichern."
    )


def changed_on_disk(name: str) -> str:
    """Return the refusal to overwrite a file that somebody else changed."""
    return (
        f"{name} wurde seit dem Öffnen von anderer Stelle geändert und wird nicht überschrieben. "
        "Ihre Änderungen sind noch da: Bitte über „Speichern unter“ in einen anderen Ordner "
        "sichern und beide Fassungen vergleichen."
    )


def both_changed(places: list[str]) -> str:
    """Return the refusal to decide between two versions of the same fields."""
    shown = "; ".join(places[:5])
    more = f" und {len(places) - 5} weitere" if len(places) > 5 else ""
    return (
        f"Nicht gespeichert: Jemand anderes hat inzwischen dasselbe geändert ({shown}{more}). "
        "Bitte den jetzigen Stand ansehen und die Änderung noch einmal vornehmen."
    )


def place(measure_id: str, label: str) -> str:
    """Return where something is: „klima1, Kosten“."""
    return f"{measure_id}, {label}" if measure_id else label


_FULL = "Der Datenträger ist voll. Bitte dort Platz schaffen."
_QUOTA = "Ihr Speicherplatz auf diesem Laufwerk ist aufgebraucht. Bitte dort Platz schaffen."
_PROTECTED = "Der Datenträger ist schreibgeschützt. Bitte einen anderen Ordner wählen."
_TOO_LONG = "Der Pfad ist zu lang. Bitte einen Ordner mit einem kürzeren Pfad wählen."
_LOST = "Die Netzwerkfreigabe ist nicht mehr erreichbar. Bitte die Verbindung prüfen."
_BROKEN = "Die Netzwerkverbindung ist abgebrochen. Bitte die Verbindung prüfen."
_HARDWARE = (
    "Der Datenträger oder die Verbindung zu ihm meldet einen Lese- oder Schreibfehler. "
    "Bitte die Verbindung prüfen; bleibt der Fehler, die IT ansprechen."
)
_IN_USE = (
    "Die Datei ist in einem anderen Programm geöffnet, zum Beispiel in Excel oder LibreOffice. "
    "Bitte dort schließen."
)
_EXISTS = "Etwas mit diesem Namen gibt es dort schon. Bitte einen anderen Namen wählen."
_NO_RIGHTS = (
    "Sie haben dort keine Berechtigung, oder die Datei ist in einem anderen Programm geöffnet. "
    "Bitte dort schließen oder um Schreibrechte bitten."
)
_NO_FILE = "An dieser Stelle liegt keine gewöhnliche Datei. Bitte den Namen prüfen."
_NO_FOLDER = "Ein Teil des Pfades ist kein Ordner. Bitte einen anderen Ordner wählen."
_ERRNO_REASONS = {
    "ENOENT": "Die Datei oder der Ordner ist nicht (mehr) da.",
    "ENOTDIR": _NO_FOLDER,
    "EISDIR": "An dieser Stelle liegt ein Ordner statt einer Datei. Bitte den Namen prüfen.",
    "EEXIST": _EXISTS,
    "ENODEV": _NO_FILE,
    "ENXIO": _NO_FILE,
    "ELOOP": "Verknüpfungen führen dort im Kreis. Bitte einen anderen Ordner wählen.",
    "EACCES": _NO_RIGHTS,
    "EPERM": _NO_RIGHTS,
    "EBUSY": _IN_USE,
    "ETXTBSY": _IN_USE,
    "ENOSPC": _FULL,
    "EDQUOT": _QUOTA,
    "EFBIG": "Die Datei wird größer, als hier erlaubt ist. Bitte einen anderen Ordner wählen.",
    "EROFS": _PROTECTED,
    "ENAMETOOLONG": _TOO_LONG,
    "EIO": _HARDWARE,
    "ESTALE": _LOST,
    "ENOTCONN": _LOST,
    "EHOSTDOWN": _LOST,
    "EHOSTUNREACH": _LOST,
    "ENETDOWN": _LOST,
    "ENETUNREACH": _LOST,
    "ETIMEDOUT": _BROKEN,
    "ECONNRESET": _BROKEN,
    "ECONNABORTED": _BROKEN,
}
_WINDOWS_REASONS = {
    5: "Sie haben dort keine Berechtigung. Bitte um Schreibrechte bitten.",
    19: _PROTECTED,
    21: "Das Laufwerk ist nicht bereit. Bitte prüfen, ob es verbunden ist.",
    32: _IN_USE,
    33: "Ein Teil der Datei ist von einem anderen Programm gesperrt. Bitte dort schließen.",
    39: _FULL,
    53: "Die Netzwerkfreigabe ist nicht erreichbar. Bitte die Verbindung prüfen.",
    55: _LOST,
    59: _BROKEN,
    64: _LOST,
    65: "Die Netzwerkfreigabe verweigert den Zugriff. Bitte um Schreibrechte bitten.",
    67: "Eine Netzwerkfreigabe mit diesem Namen gibt es nicht. Bitte den Pfad prüfen.",
    80: _EXISTS,
    112: _FULL,
    121: _BROKEN,
    123: 'Der Name enthält Zeichen, die Windows nicht zulässt (< > : " / \\ | ? *), oder endet mit '
    "einem Punkt oder Leerzeichen. Bitte einen anderen Namen wählen.",
    183: _EXISTS,
    206: _TOO_LONG,
    267: _NO_FOLDER,
    1117: _HARDWARE,
    1224: _IN_USE,
    1231: "Die Netzwerkfreigabe ist nicht erreichbar. Bitte die Verbindung prüfen.",
    1236: _BROKEN,
    1295: _QUOTA,
    1326: "Die Anmeldung an der Netzwerkfreigabe ist fehlgeschlagen. Bitte neu anmelden.",
}


def os_reason(number: int | None, winerror: int | None, fallback: str) -> str:
    """Return the German reason for an error of the operating system."""
    if winerror in _WINDOWS_REASONS:
        return _WINDOWS_REASONS[winerror]
    name = "" if number is None else errno.errorcode.get(number, "")
    if name in _ERRNO_REASONS:
        return _ERRNO_REASONS[name]
    return f"Das Betriebssystem meldet: {fallback or 'unbekannter Fehler'}."


def step_edit(label: str) -> str:
    """Return the name of an editing step."""
    return f"„{label}“ ändern"


def step_fix(label: str) -> str:
    """Return the name of a fix as a step."""
    return f"Befund beheben: {label}"


def step_add(title: str) -> str:
    """Return the name of adding a measure as a step."""
    return f"Maßnahme „{title}“ anlegen"


def step_duplicate(title: str) -> str:
    """Return the name of duplicating a measure as a step."""
    return f"Maßnahme „{title}“ duplizieren"


def step_delete(titles: list[str]) -> str:
    """Return the name of deleting measures as a step."""
    return (
        f"Maßnahme „{titles[0]}“ löschen"
        if len(titles) == 1
        else f"{len(titles)} Maßnahmen löschen"
    )


def deleted_record(file: str) -> str:
    """Return how an unsaved change without a measure is listed."""
    return f"Eintrag in {file}"


READ_ONLY = (
    "Der Datensatz ist nur zum Lesen geöffnet. Über „Speichern unter“ können Sie eine eigene Kopie "
    "anlegen und dort weiterarbeiten."
)
LOCAL_BACKUPS = "Sicherungen"
LOCAL_RECOVERY = "Wiederherstellung ungespeicherter Änderungen"
LOCAL_LOGS = "Protokolle"
LOCAL_COLUMNS = "Gemerkte Spalten fremder Tabellen"
LOCAL_IDS = "Vergebene Kennungen"
LOCAL_PUBLICATION = "Angaben zur Veröffentlichung"
LOCAL_PUBLICATION_KEEP = (
    "Besser behalten: Herausgeber, Lizenz und Ansprechstelle müssten vor der nächsten "
    "Veröffentlichung neu eingegeben werden."
)
LOCAL_SAMPLE = "Arbeitskopie des Beispieldatensatzes"
LOCAL_SAMPLE_KEEP = (
    "Enthält nur Übungsdaten; was Sie darin geändert haben, ginge verloren. Bitte schließen Sie "
    "den Beispieldatensatz vorher."
)
LOCAL_IDS_KEEP = (
    "Besser behalten: Ohne diese Liste kann die Kennung einer gelöschten Maßnahme noch einmal "
    "vergeben werden, und alte Verweise führen dann zur falschen Maßnahme."
)
