"""Removing what the program keeps on this machine, after saying what that is (DEL-06)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ui.dialogs.choices import InfoMessage, LocalKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.settings import Settings


# --- words ---------------------------------------------------------------------------------------

NO_LOCAL_DATA = "Auf diesem Rechner liegen keine lokalen Daten des Klimaeditors."
LOCAL_DELETED = "Das Gewählte ist gelöscht. Ihre Datensätze sind davon nicht betroffen."


def local_line(label: str, files: int, size: int) -> str:
    """Return how much of one kind of local data there is; *size* in bytes."""
    count = "1 Datei" if files == 1 else f"{files} Dateien"
    return f"{label}: {count}, {max(1, round(size / 1024))} KB"


def local_traces(count: int) -> str:
    """Return what the window remembers of the user's work."""
    many = "1 Eintrag" if count == 1 else f"{count} Einträge"
    return f"Zuletzt Geöffnetes, Filter und gemerkte Ansichten: {many}"


def local_left(labels: Sequence[str]) -> str:
    """Return what could not be removed."""
    return (
        f"Nicht alles ließ sich löschen: {', '.join(labels)}. Vermutlich ist der Klimaeditor noch "
        "einmal geöffnet. Bitte schließen Sie ihn dort und versuchen Sie es erneut."
    )


class LocalDataQuestions(InfoMessage, Protocol):
    """What is asked before local data goes."""

    def delete_local(self, kinds: Sequence[LocalKind]) -> frozenset[int]:
        """Ask which local data of the program may go (DEL-06): their places, none if cancelled."""


def delete_local(settings: Settings, ask: LocalDataQuestions) -> bool:
    """Ask what shall go and remove it; True where what the window remembers went with it."""
    from klimaeditor import logs, paths  # noqa: PLC0415
    from klimaeditor.localdata import delete_local_data, local_data  # noqa: PLC0415

    found = [d for d in local_data(paths.user_data(), paths.user_config()) if d.files]
    kinds = [LocalKind(local_line(d.label, d.files, d.size), d.keep) for d in found]
    if settings.traces():
        kinds.append(LocalKind(local_traces(settings.traces())))
    if not kinds:
        ask.info(NO_LOCAL_DATA)
        return False
    wanted = ask.delete_local(kinds)
    if not wanted:
        return False
    forgotten = len(found) in wanted
    if forgotten:
        settings.forget_traces()
    logs.shut_down()
    left = delete_local_data(d for n, d in enumerate(found) if n in wanted)
    logs.setup()
    ask.info(local_left(left) if left else LOCAL_DELETED)
    return forgotten
