"""German sentences about the safety of the open document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

OPENING: Final = "Der Datensatz wird geöffnet …"
SAVING: Final = "Der Datensatz wird gespeichert …"
CLOSING: Final = "Der Datensatz wird geschlossen …"
LOOKING: Final = "Die Dateien werden verglichen …"
RESTORING: Final = "Die Sicherung wird gelesen …"
STEP_MERGE: Final = "Änderungen anderer übernehmen"
STEP_RESTORE: Final = "Sicherung wiederherstellen"
NOTHING_NEW: Final = "Die Dateien sind unverändert; es gibt nichts abzugleichen."
NOT_MERGED: Final = (
    "Nicht abgeglichen. Ihre Änderungen sind noch da; beim Speichern wird erneut gefragt."
)
EDITING_ANYWAY: Final = (
    "Dieser Datensatz ist noch an anderer Stelle geöffnet. Beim Speichern werden beide Fassungen "
    "zusammengeführt."
)
READING_ONLY: Final = (
    "Nur zum Lesen geöffnet, weil der Datensatz an anderer Stelle bearbeitet wird. Sobald dort "
    "niemand mehr arbeitet: Datei › Zum Bearbeiten öffnen. Über „Speichern unter“ können Sie eine "
    "eigene Kopie bearbeiten."
)
READING_BESIDE_STALE: Final = (
    "Nur zum Lesen geöffnet, wie gewünscht; es liegt noch eine übrig gebliebene Sperre im Ordner. "
    "Zum Bearbeiten: Datei › Zum Bearbeiten öffnen und die Sperre übernehmen."
)
RECOVERED: Final = (
    "Die nicht gespeicherten Änderungen sind wieder da, aber noch nicht gespeichert. "
    "Sie sind ein Schritt, der sich rückgängig machen lässt (Strg+Z)."
)
FOLDER_GONE: Final = (
    "Der Ordner, aus dem sie stammen, ist nicht erreichbar. Bitte über „Speichern unter“ sichern."
)
KEPT_FOR_LATER: Final = (
    "Die nicht gespeicherten Änderungen bleiben aufbewahrt und werden beim nächsten Start wieder "
    "angeboten."
)
MORE_LEFT: Final = (
    "Es gibt weitere nicht gespeicherte Änderungen; sie werden beim nächsten Start angeboten."
)
MORE_KEPT: Final = (
    "Es gibt weitere nicht gespeicherte Änderungen: Datei › Nicht Gespeichertes wiederherstellen."
)
NOTHING_KEPT: Final = "Es sind keine nicht gespeicherten Änderungen aufbewahrt."
EDIT_AGAIN: Final = "Zum Bearbeiten: Datei › Zum Bearbeiten öffnen."
SAVE_ELSEWHERE: Final = (
    "Über „Speichern unter“ können Sie eine eigene Kopie an anderer Stelle bearbeiten."
)
RESTORED: Final = "Sicherung wiederhergestellt; noch nicht gespeichert (Rückgängig: Strg+Z)."
CRASHED: Final = (
    "Es ist ein unerwarteter Fehler aufgetreten. Ihre Änderungen sind für eine Wiederherstellung "
    "gesichert. Bitte speichern Sie und starten Sie den Klimaeditor neu. Wenn es wieder "
    "vorkommt, geben Sie das Protokoll bitte an die Stelle weiter, die den Klimaeditor betreut; "
    "es enthält keine Inhalte."
)


def set_aside(count: int) -> str:
    """Return that so many leftovers of crashes are not offered at the start any more."""
    what = (
        "Änderungen einer Sitzung sind" if count == 1 else f"Änderungen aus {count} Sitzungen sind"
    )
    return (
        f"Nicht gespeicherte {what} älter als 14 Tage oder lassen sich nicht lesen. Sie bleiben "
        "aufbewahrt, bis Sie darüber entscheiden: Datei › Nicht Gespeichertes wiederherstellen."
    )


def cannot_offer(what: str) -> str:
    """Return that a leftover cannot be brought back, and where it is."""
    return (
        f"{what} Das Wiederherstellen ist nicht gelungen. Die Änderungen bleiben aufbewahrt: "
        "Datei › Nicht Gespeichertes wiederherstellen."
    )


def log_at(path: str) -> str:
    """Return where the log is."""
    return f"Protokoll: {path}"


def read_only(reason: str) -> str:
    """Return why a folder without write permission is open for reading only."""
    return f"Nur zum Lesen geöffnet: {reason} {EDIT_AGAIN} {SAVE_ELSEWHERE}"


def taken_over(who: str) -> str:
    """Return that somebody has taken our lock; *who* is the sentence of their lock."""
    return f"Ihre Sperre wurde übernommen. {who}"


def merged(fields: int, titles: Sequence[str], *, mine: bool) -> str:
    """Return what was taken over from others without a question; *mine* tells of unsaved work."""
    what = "1 Änderung" if fields == 1 else f"{fields} Änderungen"
    where = f" ({_some(titles)})" if titles else ""
    verb = "wurde" if fields == 1 else "wurden"
    rest = " Ihre eigenen Änderungen bleiben." if mine else ""
    return f"Die Dateien wurden von anderer Seite geändert: {what} {verb} übernommen{where}.{rest}"


def waiting(conflicts: int) -> str:
    """Return that somebody has changed what we change, too."""
    what = "ein Feld" if conflicts == 1 else f"{conflicts} Felder"
    return (
        f"Die Dateien wurden von anderer Seite geändert; {what} haben Sie beide verschieden "
        "geändert. Beim Speichern entscheiden Sie, was gilt – oder gleich: Datei › Änderungen "
        "anderer abgleichen (F5)."
    )


def emptied(files: Sequence[str]) -> str:
    """Return that records have gone from files by the dozen."""
    return (
        f"In {' und '.join(files)} fehlen auf einmal viele Einträge. Es wurde nichts übernommen. "
        "Bitte nachfragen, ob das so gewollt ist; abgleichen: Datei › Änderungen anderer "
        "abgleichen (F5)."
    )


def record_line(title: str, file: str) -> str:
    """Return how a record that has gone is listed."""
    return f"{title} ({file})"


def cannot_look(reason: str) -> str:
    """Return that the folder cannot be looked at; everything stays as it is."""
    return f"{reason} Ihre Änderungen sind noch da."


def _some(titles: Sequence[str]) -> str:
    shown = ", ".join(f"„{title}“" for title in titles[:3])
    return shown if len(titles) <= 3 else f"{shown} und {len(titles) - 3} weitere"


def unsaved_line(title: str, labels: Sequence[str], more: int) -> str:
    """Return what is unsaved in one measure: „Radweg: Kosten, Zusammenfassung und 2 weitere“."""
    rest = f" und {more} weitere" if more else ""
    return f"{title}: {', '.join(labels)}{rest}"


def saved_fields(fields: int, measures: int) -> str:
    """Return how much was saved, "" where nothing was."""
    if not fields:
        return ""
    what = "1 Änderung" if fields == 1 else f"{fields} Änderungen"
    where = "1 Eintrag" if measures == 1 else f"{measures} Einträgen"
    return f"{what} in {where} gespeichert"
