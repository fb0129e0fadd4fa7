"""German sentences of the core that are not rules: faults of files, steps, summaries."""

from __future__ import annotations

import errno
from typing import Final

LONGEST_QUOTE: Final = 80
"""So many characters of an input a message repeats at most."""
NOTHING: Final = "(leer)"


def counted(number: int, one: str, many: str) -> str:
    """Return a number with all that follows it, e.g. „1 Datei wurde“ or „3 Dateien wurden“.

    The verb belongs into *one* and *many* as well: it changes with the noun.
    """
    shown = f"{number:,}".replace(",", ".")
    return f"{shown} {inflected(number, one, many)}"


def inflected(number: int, one: str, many: str) -> str:
    """Return the words for one or for many, where the number itself is not said: „wurde“."""
    return one if number == 1 else many


def measures(number: int) -> str:
    """Return a number of measures, e.g. „3 Maßnahmen“."""
    return counted(number, "Maßnahme", "Maßnahmen")


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


UNNAMED = "(ohne Titel)"
STALE_CHANGE = (
    "Die Angabe hat sich inzwischen geändert, deshalb wurde nichts übernommen. Öffnen Sie das "
    "Feld neu, und wiederholen Sie die Änderung."
)


def cannot_read(name: str, reason: str) -> str:
    """Return the message for a file that cannot be read."""
    return f"{shortened(name)} lässt sich nicht lesen: {reason}"


def cannot_write(name: str, reason: str) -> str:
    """Return the message for a file that cannot be written; the edits are kept."""
    return (
        f"{shortened(name)} wurde nicht gespeichert: {reason} Ihre Änderungen sind noch da. "
        "Versuchen Sie es erneut, oder wählen Sie mit „Speichern unter“ einen anderen Ordner."
    )


_FULL = "Der Datenträger ist voll. Schaffen Sie dort Platz."
_QUOTA = "Ihr Speicherplatz auf diesem Laufwerk ist aufgebraucht. Schaffen Sie dort Platz."
_PROTECTED = "Der Datenträger ist schreibgeschützt. Wählen Sie einen anderen Ordner."
_TOO_LONG = "Der Pfad ist zu lang. Wählen Sie einen Ordner mit einem kürzeren Pfad."
_LOST = "Die Netzwerkfreigabe ist nicht mehr erreichbar. Prüfen Sie die Verbindung."
_BROKEN = "Die Netzwerkverbindung ist abgebrochen. Prüfen Sie die Verbindung."
_HARDWARE = (
    "Der Datenträger oder die Verbindung zu ihm meldet einen Lese- oder Schreibfehler. Prüfen "
    "Sie die Verbindung; bleibt der Fehler, fragen Sie die IT."
)
_IN_USE = (
    "Die Datei ist in einem anderen Programm geöffnet, zum Beispiel in Excel oder LibreOffice. "
    "Schließen Sie sie dort."
)
_EXISTS = "Etwas mit diesem Namen gibt es dort schon. Wählen Sie einen anderen Namen."
_NO_RIGHTS = (
    "Sie haben dort keine Berechtigung, oder die Datei ist in einem anderen Programm geöffnet. "
    "Schließen Sie sie dort, oder lassen Sie sich Schreibrechte geben."
)
_NO_FILE = "An dieser Stelle liegt keine gewöhnliche Datei. Prüfen Sie den Namen."
_NO_FOLDER = "Ein Teil des Pfades ist kein Ordner. Wählen Sie einen anderen Ordner."
_ERRNO_REASONS = {
    "ENOENT": "Die Datei oder der Ordner ist nicht mehr da.",
    "ENOTDIR": _NO_FOLDER,
    "EISDIR": "An dieser Stelle liegt ein Ordner statt einer Datei. Prüfen Sie den Namen.",
    "EEXIST": _EXISTS,
    "ENODEV": _NO_FILE,
    "ENXIO": _NO_FILE,
    "ELOOP": "Verknüpfungen führen dort im Kreis. Wählen Sie einen anderen Ordner.",
    "EACCES": _NO_RIGHTS,
    "EPERM": _NO_RIGHTS,
    "EBUSY": _IN_USE,
    "ETXTBSY": _IN_USE,
    "ENOSPC": _FULL,
    "EDQUOT": _QUOTA,
    "EFBIG": "Die Datei wird größer, als hier erlaubt ist. Wählen Sie einen anderen Ordner.",
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
_UNREACHABLE = "Die Netzwerkfreigabe ist nicht erreichbar. Prüfen Sie die Verbindung."
_WINDOWS_REASONS = {
    5: "Sie haben dort keine Berechtigung. Lassen Sie sich Schreibrechte geben.",
    19: _PROTECTED,
    21: "Das Laufwerk ist nicht bereit. Prüfen Sie, ob es verbunden ist.",
    32: _IN_USE,
    33: "Ein Teil der Datei ist von einem anderen Programm gesperrt. Schließen Sie sie dort.",
    39: _FULL,
    53: _UNREACHABLE,
    55: _LOST,
    59: _BROKEN,
    64: _LOST,
    65: "Die Netzwerkfreigabe verweigert den Zugriff. Lassen Sie sich Schreibrechte geben.",
    67: "Eine Netzwerkfreigabe mit diesem Namen gibt es nicht. Prüfen Sie den Pfad.",
    80: _EXISTS,
    112: _FULL,
    121: _BROKEN,
    123: "Windows lässt diesen Namen nicht zu, weil er Zeichen wie : / ? * enthält oder mit "
    "Punkt oder Leerzeichen endet. Wählen Sie einen anderen Namen.",
    183: _EXISTS,
    206: _TOO_LONG,
    267: _NO_FOLDER,
    1117: _HARDWARE,
    1224: _IN_USE,
    1231: _UNREACHABLE,
    1236: _BROKEN,
    1295: _QUOTA,
    1326: "Die Anmeldung an der Netzwerkfreigabe ist fehlgeschlagen. Melden Sie sich neu an.",
}


def os_reason(number: int | None, winerror: int | None, fallback: str) -> str:
    """Return the German reason for an error of the operating system."""
    if winerror in _WINDOWS_REASONS:
        return _WINDOWS_REASONS[winerror]
    name = "" if number is None else errno.errorcode.get(number, "")
    if name in _ERRNO_REASONS:
        return _ERRNO_REASONS[name]
    return f"Das Betriebssystem meldet: {fallback or 'unbekannter Fehler'}."


READ_BACK_FAILED: Final = "Die geschriebene Datei ließ sich nicht fehlerfrei zurücklesen."
READ_ONLY = (
    "Der Datensatz ist schreibgeschützt geöffnet. Legen Sie mit „Speichern unter“ eine eigene "
    "Kopie an, um weiterzuarbeiten."
)
