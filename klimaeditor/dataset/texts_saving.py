"""German sentences about saving, interrupted saves, backups, locks and changes from elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from klimaeditor import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August"),
    *("September", "Oktober", "November", "Dezember"),
)


_LONGEST_NAME = 80
EARLIER = "vor einiger Zeit"
NO_BACKUP = (
    "Eine Datei wurde inzwischen von anderer Stelle geändert, und der unterbrochene Stand ließ "
    "sich nicht in Ihren Sicherungen ablegen. Bitte auf dem eigenen Rechner Platz schaffen."
)


BACKUP_INSIDE = (
    "Die Sicherungen lägen im Ordner des Datensatzes; dort gehören sie nicht hin. Bitte den "
    "Datensatz in einem anderen Ordner ablegen."
)


LOCK_UNSTABLE = "Die Sperrdatei erscheint und verschwindet."
LOCK_UNREADABLE = (
    "Jemand hat diesen Datensatz geöffnet; wer, lässt sich nicht lesen. Sie können ihn nur lesend "
    "öffnen oder trotzdem bearbeiten: Beim Speichern werden beide Fassungen zusammengeführt."
)


def listed(names: Iterable[str]) -> str:
    """Return names as „a, b und c“ reads."""
    *first, last = names
    return f"{', '.join(first)} und {last}" if first else last


def moment(when: datetime, now: datetime) -> str:
    """Return a moment as a person says it: „heute um 14:03 Uhr“, „gestern um …“, „am 3. Mai …“.

    One that a file made up, at the edge of all calendars, is only some time ago.
    """
    try:
        local, today = when.astimezone(now.tzinfo), now.date()
    except OverflowError:
        return EARLIER
    clock = f"um {local:%H:%M} Uhr"
    if local.date() == today:
        return f"heute {clock}"
    if local.date() == today - timedelta(days=1):
        return f"gestern {clock}"
    return f"am {local.day}. {_MONTHS[local.month - 1]} {local.year} {clock}"


def os_reason(error: OSError) -> str:
    """Return the German reason for an error of the operating system (SAFE-10)."""
    return texts.os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")


def _hold(files: Sequence[str]) -> str:
    return f"{listed(files)} {'enthalten' if len(files) > 1 else 'enthält'}"


def finished(since: str, files: Sequence[str]) -> str:
    """Return the notice that an interrupted save was finished (SAFE-05)."""
    return (
        f"Das Speichern {since} war unterbrochen worden und wurde jetzt abgeschlossen: "
        f"{_hold(files)} den neuen Stand. Sie müssen nichts weiter tun."
    )


def rolled_back(since: str) -> str:
    """Return the notice that an interrupted save was taken back (SAFE-05)."""
    return (
        f"Das Speichern {since} war unterbrochen worden und ließ sich nicht abschließen. Es wurde "
        "zurückgesetzt: Alle vier Dateien haben wieder den Stand davor. Bitte prüfen, ob die "
        "letzten Änderungen fehlen."
    )


def left_alone(since: str, files: Iterable[str]) -> str:
    """Return the notice about an interrupted save whose files somebody changed since."""
    return (
        f"Das Speichern {since} war unterbrochen worden, und danach wurde {listed(files)} von "
        "anderer Stelle geändert. Es wurde nichts überschrieben; der unterbrochene Stand liegt "
        "unter den Sicherungen. "
        "Bitte prüfen, ob die Dateien noch zusammenpassen."
    )


def left_mixed(since: str, new: Sequence[str]) -> str:
    """Return the notice about an interrupted save of which too little is left to settle it."""
    state = f"{_hold(new)} den neuen Stand, die übrigen Dateien den alten. " if new else ""
    return (
        f"Das Speichern {since} war unterbrochen worden; was zum Abschließen nötig wäre, hat "
        f"jemand entfernt. {state}Was vom neuen Stand noch da ist, liegt unter den Sicherungen. "
        "Bitte prüfen, ob die Dateien zusammenpassen, oder eine Sicherung wiederherstellen."
    )


def not_settled(since: str, reason: str) -> str:
    """Return the notice about an interrupted save that cannot be settled here."""
    return (
        f"Das Speichern {since} wurde unterbrochen und lässt sich hier weder abschließen noch "
        f"zurücksetzen: {reason} Die Dateien können deshalb von verschiedenen Ständen sein. "
        "Bitte den Ordner mit Schreibrechten erneut öffnen."
    )


def alien_journal(name: str) -> str:
    """Return the notice about a journal that another version of the program left."""
    return (
        f"Im Ordner liegt {name} von einer anderen Version des Klimaeditors; vermutlich wurde dort "
        "ein Speichern unterbrochen. Bitte den Ordner mit der neuesten Version öffnen. Wenn "
        "niemand sonst damit arbeitet, können Sie diese Datei löschen."
    )


def journal_is_no_file(name: str) -> str:
    """Return the refusal of a save where a folder lies in the place of its journal."""
    return (
        "Es wurde nichts gespeichert; Ihre Änderungen sind noch da. Im Ordner des Datensatzes "
        f"liegt ein Ordner „{name}“ (oder etwas anderes, das keine Datei ist); unter diesem Namen "
        "vermerkt der Klimaeditor, dass er speichert. Bitte benennen Sie ihn um oder löschen Sie "
        "ihn und speichern Sie noch einmal."
    )


def open_outcome(name: str, reason: str) -> str:
    """Return the message for a save that failed and could not be taken back for sure (SAFE-05)."""
    place = f"bei {name}: {reason}" if reason else f"bei {name}."
    return (
        "Der Ausgang ist offen; beim nächsten Öffnen wird er geklärt. "
        f"Das Speichern stockte {place} "
        "Es ließ sich auch nicht sicher zurücksetzen; bis zur Klärung können im Ordner Dateien "
        "verschiedener Stände liegen. Danach haben alle den neuen Stand oder alle den vorigen. "
        "Ihre Änderungen sind noch da: Bitte erneut speichern, sobald der Ordner wieder erreichbar "
        "ist, oder über „Speichern unter“ in einen anderen Ordner."
    )


def still_open(reason: str) -> str:
    """Return why changes cannot be discarded: a save of them may still be finished."""
    return (
        f"Der Ausgang des letzten Speicherns ist noch offen und lässt sich gerade nicht klären: "
        f"{reason} Würden die Änderungen jetzt verworfen, könnten sie beim nächsten Öffnen doch "
        "gespeichert sein. Bitte die Verbindung zum Ordner wiederherstellen und noch einmal "
        "versuchen, oder über „Speichern unter“ in einen anderen Ordner sichern."
    )


def busy(host: str) -> str:
    """Return the message that somebody else is saving at this moment."""
    who = f"an „{host}“ " if host else ""
    return (
        f"In diesen Ordner wird gerade {who}gespeichert; es wurde noch nichts geschrieben. Ihre "
        "Änderungen sind noch da: Bitte in einigen Sekunden erneut speichern."
    )


def write_protected(name: str) -> str:
    """Return the refusal to replace a file that is marked as read-only (SAFE-10)."""
    return (
        f"{name} wurde nicht gespeichert: Die Datei ist als schreibgeschützt gekennzeichnet. "
        "Bitte in den Eigenschaften der Datei „Schreibgeschützt“ ausschalten und erneut speichern, "
        "oder über „Speichern unter“ in einen anderen Ordner. Ihre Änderungen sind noch da."
    )


def reserved_name(name: str) -> str:
    """Return the refusal of a folder name that Windows does not allow (SEC-17)."""
    return (
        f"Der Ordner kann nicht „{name}“ heißen, weil Windows diesen Namen nicht zulässt. Bitte "
        'einen anderen Namen wählen, ohne < > : " / \\ | ? *, ohne Punkt oder Leerzeichen am Ende '
        "und keinen der Namen CON, PRN, AUX, NUL, COM1 bis COM9, LPT1 bis LPT9."
    )


def interrupted_copy(when: str) -> str:
    """Return the name of a copy made of an interrupted save."""
    return f"{when} (Stand eines unterbrochenen Speicherns)"


def incomplete_backup(missing: list[str]) -> str:
    """Return the message for a backup that lacks files."""
    verb = "fehlt" if len(missing) == 1 else "fehlen"
    return (
        f"In dieser Sicherung {verb} {listed(missing)}; damals gab es die Datei im Ordner noch "
        "nicht, oder sie wurde später entfernt. Bitte eine andere Sicherung wählen."
    )


def no_backup(reason: str) -> str:
    """Return the notice that a save went on without a backup of the former state."""
    return (
        f"Vor dem Speichern konnte keine Sicherung angelegt werden: {reason} Gespeichert ist "
        "trotzdem. Die Sicherungen liegen auf dem eigenen Rechner, nicht beim Datensatz."
    )


def no_lock(reason: str) -> str:
    """Return why other people cannot see that a dataset is open here."""
    return f"Andere sehen nicht, dass Sie diesen Datensatz geöffnet haben: {reason}"


def lock_held(user: str, host: str, since: str) -> str:
    """Return who has a dataset open, and what can be done."""
    return (
        f"{_person(user)} hat diesen Datensatz {since} an „{_shown(host)}“ geöffnet. Sie können "
        "ihn nur lesend öffnen oder trotzdem bearbeiten: Beim Speichern werden beide Fassungen "
        "zusammengeführt."
    )


def lock_own(since: str) -> str:
    """Return that the same person has the dataset open in another window."""
    return (
        f"Sie haben diesen Datensatz {since} schon in einem anderen Fenster an diesem Rechner "
        "geöffnet. Sie können ihn hier nur lesend öffnen oder trotzdem bearbeiten: Beim Speichern "
        "werden beide Fassungen zusammengeführt."
    )


def lock_stale(user: str, host: str, since: str, last: str) -> str:
    """Return that a lock is probably left over."""
    return (
        f"{_person(user)} hat diesen Datensatz {since} an „{_shown(host)}“ geöffnet, aber zuletzt "
        f"{last} ein Lebenszeichen gegeben; vermutlich ist die Sperre übrig geblieben. Bitte "
        "nachfragen; wenn dort niemand mehr arbeitet, können Sie die Sperre übernehmen."
    )


def lock_crashed(user: str, since: str) -> str:
    """Return that a lock is left over from a crash on this machine."""
    return (
        f"Der Klimaeditor von {_person(user)} an diesem Rechner, geöffnet {since}, läuft nicht "
        "mehr; die Sperre ist übrig geblieben. Sie können sie übernehmen."
    )


def _person(user: str) -> str:
    return f"„{_shown(user)}“" if user else "Jemand"


def _shown(name: str) -> str:
    """Return a name from a file that anybody may have written, short and without odd characters."""
    cut = f"{name[:_LONGEST_NAME]}…" if len(name) > _LONGEST_NAME else name
    return "".join(letter if letter.isprintable() else "�" for letter in cut)


def conflict_copies(names: Sequence[str]) -> str:
    """Return the warning about conflict copies beside the files (SAFE-15)."""
    verb = "liegt" if len(names) == 1 else "liegen"
    return (
        f"Im Ordner {verb} {listed(f'„{name}“' for name in names)}. So heißen Kopien, die OneDrive "
        "und ähnliche Programme anlegen, wenn zwei Personen gleichzeitig gespeichert haben. Bitte "
        "prüfen, ob dort Änderungen stehen, die fehlen; der Klimaeditor liest diese Dateien nicht."
    )


def synced_folder(service: str) -> str:
    """Return the warning that a dataset lies in a synchronised folder (SAFE-15)."""
    return (
        f"Der Datensatz liegt in einem synchronisierten Ordner ({service}). Arbeiten zwei Personen "
        "gleichzeitig daran, können Konfliktkopien entstehen. Besser ist ein Netzlaufwerk."
    )
