"""What the program keeps on this machine, and how to get rid of it (DEL-06)."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor import logs
from klimaeditor.exchange import columns, waitingreturns
from klimaeditor.files import backups, journal, keptsteps, retired, store
from klimaeditor.files.leftovers import is_owned
from klimaeditor.model.dataclass import dataclass
from klimaeditor.notes import waitingnotes
from klimaeditor.publish import publisher
from klimaeditor.spelling.lists import PERSONAL_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


# --- words ---------------------------------------------------------------------------------------

LOCAL_BACKUPS = "Sicherungen"
LOCAL_CHOSEN_BACKUPS = "Sicherungen im gewählten Ordner"
LOCAL_RECOVERY = "Wiederherstellung ungespeicherter Änderungen"
LOCAL_LOGS = "Protokolle"
LOCAL_COLUMNS = "Gemerkte Spalten fremder Tabellen"
LOCAL_REVIEWS = "Begonnene Entscheidungen über Rückläufe"
LOCAL_REVIEWS_KEEP = (
    "Enthält Rückläufe, über die Sie noch nicht fertig entschieden haben; diese Entscheidungen "
    "gehen sonst verloren."
)
LOCAL_NOTES = "Notizen, die noch nicht geschrieben werden konnten"
LOCAL_NOTES_KEEP = "Sie gehen sonst verloren."
LOCAL_STEPS = "Schritte früherer Sitzungen"
LOCAL_IDS = "Vergebene Kennungen"
LOCAL_PUBLICATION = "Angaben zur Veröffentlichung"
LOCAL_PUBLICATION_KEEP = (
    "Besser behalten: Herausgeber, Lizenz und Ansprechstelle müssten vor der nächsten "
    "Veröffentlichung neu eingegeben werden."
)
LOCAL_WORDS = "Eigene Wörter für die Rechtschreibung"
LOCAL_WORDS_KEEP = "Ohne sie sind diese Wörter wieder unterstrichen."
LOCAL_SAMPLE = "Arbeitskopie des Beispieldatensatzes"
LOCAL_SAMPLE_KEEP = (
    "Enthält nur Übungsdaten; was Sie darin geändert haben, geht verloren. Schließen Sie vorher "
    "den Beispieldatensatz."
)
LOCAL_IDS_KEEP = (
    "Besser behalten: Sonst kann die Kennung einer gelöschten Maßnahme noch einmal vergeben "
    "werden. Alte Verweise führen dann zur falschen Maßnahme."
)


class _Kind(NamedTuple):
    """A kind of local data: its folder or file, and whether that lies among the settings."""

    label: str
    folder: str
    among_settings: bool = False
    keep: str = ""


_KINDS: Final = (
    _Kind(LOCAL_BACKUPS, backups.FOLDER),
    _Kind(LOCAL_RECOVERY, journal.FOLDER),
    _Kind(LOCAL_STEPS, keptsteps.FOLDER),
    _Kind(LOCAL_LOGS, logs.FOLDER),
    _Kind(LOCAL_COLUMNS, columns.FOLDER, among_settings=True),
    _Kind(LOCAL_REVIEWS, waitingreturns.FOLDER, keep=LOCAL_REVIEWS_KEEP),
    _Kind(LOCAL_NOTES, waitingnotes.FOLDER, keep=LOCAL_NOTES_KEEP),
    _Kind(LOCAL_IDS, retired.FOLDER, keep=LOCAL_IDS_KEEP),
    _Kind(
        LOCAL_PUBLICATION,
        publisher.FILE,
        among_settings=True,
        keep=LOCAL_PUBLICATION_KEEP,
    ),
    _Kind(LOCAL_WORDS, PERSONAL_FILE, keep=LOCAL_WORDS_KEEP),
    _Kind(LOCAL_SAMPLE, store.FOLDER, keep=LOCAL_SAMPLE_KEEP),
)


@dataclass(frozen=True, slots=True)
class LocalData:
    """One kind of local data: its German name, its folder or file, how many files and bytes.

    *keep* says in German why it had better stay, "" where nothing speaks against removing it.
    """

    label: str
    folder: Path
    files: int
    size: int
    keep: str = ""


def local_data(root: Path, config: Path) -> tuple[LocalData, ...]:
    """Return what may go from the user's folders *root* (``paths.user_data()``) and *config*.

    What sessions that are running keep for recovery may not, and does not count.
    """
    places = [
        (kind.label, (config if kind.among_settings else root) / kind.folder, kind.keep)
        for kind in _KINDS
    ]
    chosen = backups.chosen_root(config)
    if chosen is not None:
        places.insert(1, (LOCAL_CHOSEN_BACKUPS, chosen, ""))
    return tuple(_counted(*place) for place in places)


def _counted(label: str, folder: Path, keep: str) -> LocalData:
    sizes = []
    with suppress(OSError):
        sizes = [p.stat().st_size for p in _files(folder)]
    return LocalData(label, folder, len(sizes), sum(sizes), keep)


def delete_local_data(kinds: Iterable[LocalData]) -> tuple[str, ...]:
    """Remove *kinds* of :func:`local_data`; return the names of what could not be removed.

    What sessions that are running keep for recovery stays. Call ``logs.shut_down()`` before. What
    had better be kept, as the ids that must not be used again (WEB-09), goes only where it is among
    *kinds*. How the window looks is no trace of anybody's work and stays.
    """
    wanted = tuple(kinds)
    for kind in wanted:
        for path in _removable(kind.folder):
            with suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        with suppress(OSError):
            kind.folder.rmdir()
    return tuple(kind.label for kind in wanted if _removable(kind.folder))


def _files(folder: Path) -> Iterator[Path]:
    for path in _removable(folder):
        yield from (p for p in (path, *path.rglob("*")) if p.is_file())


def _removable(folder: Path) -> list[Path]:
    """Return what lies in *folder*, or the file it is, without what a running session needs."""
    if folder.is_file():
        return [folder]
    try:
        found = list(folder.iterdir())
    except OSError:
        return []
    return [p for p in found if folder.name != journal.FOLDER or not is_owned(p)]
