"""Where the notebook of a dataset lies, and how it is read and written so that nobody's is lost.

It lies outside the dataset's folder (WEB-12): beside it under its name, or in a folder that an
administrator or the person has chosen, e.g. one for all. It is written by the same transaction as
the four files (SAFE-01 to -05), and what somebody else wrote meanwhile is merged. In a work tree of
Git, which may be published, the file is kept out of what Git takes, and a sentence says so.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from klimaeditor import paths
from klimaeditor.files import backups, disk, transaction
from klimaeditor.files.file_words import os_reason
from klimaeditor.files.save_journal import NAME as JOURNAL_NAME
from klimaeditor.files.save_journal import NOTEBOOK
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import BusyError, ChangedUnderneathError, DatasetError, KlimaError
from klimaeditor.notes import notebook as notes
from klimaeditor.notes.notebook import EMPTY, Notebook, NotebookFaultError
from klimaeditor.notes.waitingnotes import (
    drop_waiting,
    keep_waiting,
    merged_with,
    waiting_for,
)
from klimaeditor.paths import read_at_most
from klimaeditor.policies import Default

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from klimaeditor.machine import MachineDefaults
    from klimaeditor.model.values import Json


# --- words ---------------------------------------------------------------------------------------

NO_PLACE: Final = (
    "Neben diesem Ordner gibt es keinen Platz für Notizen, weil er ein ganzes Laufwerk ist. "
    "Wählen Sie in den Einstellungen einen Ordner für Notizen."
)
IN_DATASET: Final = (
    "Die Notizen lägen im Ordner eines Datensatzes und würden mit ihm öffentlich. Wählen Sie in "
    "den Einstellungen einen anderen Ordner für Notizen."
)
NOT_TEXT: Final = "Sie enthält keinen lesbaren Text."
NOT_JSON: Final = "Sie ist kein gültiges JSON."
NOT_OURS: Final = "Sie ist keine Notizdatei des Klimaeditors."
TOO_LARGE: Final = "Sie ist größer als die erlaubten 20 MB."
FOLDER_GONE: Final = "Der Ordner ist nicht erreichbar. Prüfen Sie die Verbindung."
BUSY: Final = "Eine andere Person schreibt dort gerade."
WRITE_PROTECTED: Final = "Die Datei ist schreibgeschützt."


def unreadable(path: Path, reason: str) -> str:
    """Return that the notebook cannot be read; nothing of it is overwritten."""
    return (
        f"Die Notizen zu diesem Datensatz lassen sich nicht lesen: {reason} Die Datei bleibt, wie "
        f"sie ist. Einzelheiten: {path}"
    )


def not_understood(place: str) -> str:
    """Return why a notebook is not read: an entry with a fault, and where."""
    return f"Ein Eintrag ist fehlerhaft: {quoted(place)}."


def at_line(line: int, column: int) -> str:
    """Return why a notebook is not read: where its JSON ends to be one."""
    return f"In Zeile {line}, Spalte {column} ist sie kein gültiges JSON."


def newer(path: Path) -> str:
    """Return that the notebook is of a later version and only shown."""
    return (
        "Die Notizen stammen von einer neueren Version des Klimaeditors. Sie sind hier nur zu "
        f"lesen. Lassen Sie den Klimaeditor aktualisieren. Einzelheiten: {path}"
    )


def not_written(path: Path, reason: str) -> str:
    """Return that the notebook could not be written; what was noted is still there."""
    return (
        f"Die Notizen ließen sich nicht speichern: {reason} Was Sie notiert haben, ist noch da und "
        f"wird nachgetragen, sobald es geht. Einzelheiten: {path}"
    )


def in_work_tree(top: Path, *, kept_out: bool, tracked: bool) -> str:
    """Return the warning that the notebook lies where Git may publish it."""
    if tracked:
        what = "Git führt die Datei schon mit; nehmen Sie sie dort heraus."
    elif kept_out:
        what = "Die Datei ist dort von Git ausgenommen."
    else:
        what = "Die Datei ließ sich dort nicht von Git ausnehmen."
    return (
        f"Die Notizen liegen im Git-Arbeitsverzeichnis {quoted(top)}. {what} Sicherer ist ein "
        "anderer Ordner für Notizen (Einstellungen)."
    )


def stray(name: str, folder: str, wanted: str) -> str:
    """Return that a notebook lies there that may be this dataset's under another name."""
    return (
        f"Neben dem Datensatz liegt {quoted(name)}, aber kein Ordner {quoted(folder)}. Gehören "
        f"diese Notizen zu diesem Datensatz, nennen Sie die Datei {quoted(wanted)}."
    )


# --- Where it lies -------------------------------------------------------------------------------

CHOICE: Final = "notizordner.txt"
"""In the person's folder of settings: the folder that was chosen for notebooks."""
_LONGEST_CHOICE: Final = 32_768
_MOST_NEIGHBOURS: Final = 2_000


class NotebookError(KlimaError):
    """A notebook that cannot be read or written."""


class LostNotesError(NotebookError):
    """A notebook that cannot be written, whose last notes are in memory only."""


class NoPlaceError(NotebookError):
    """A dataset with no place for a notebook; that concerns only who wants to note something."""


def chosen_folder(config: Path | None = None) -> Path | None:
    """Return the folder that the person chose for notebooks, None where none was.

    *config* is the folder of the person's settings.
    """
    try:
        said = disk.read((config or paths.user_config()) / CHOICE, _LONGEST_CHOICE)
    except OSError:
        return None
    folder = Path((said or b"").decode("utf-8", "replace").strip())
    return folder if folder.is_absolute() else None


def choose_folder(folder: Path | None) -> None:
    """Keep notebooks in *folder* from now on, None for beside each dataset; raises OSError."""
    place = paths.user_config() / CHOICE
    if folder is None:
        place.unlink(missing_ok=True)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    disk.write_whole(place, str(folder).encode("utf-8"))


def notebook_path(folder: Path, defaults: MachineDefaults, chosen: Path | None = None) -> Path:
    """Return where the notebook of the dataset in *folder* lies; the file may not exist.

    The name of the folder tells it from others: where several people have copies of one name, and
    a folder for notebooks in common, they have one notebook. Raises NotebookError where it would
    lie in a dataset, or nowhere.
    """
    own = folder.absolute()
    said = defaults.value(Default.NOTES, str(chosen) if chosen is not None else None)
    place = Path(said) if said else own.parent
    if not own.name:
        if not said:
            raise NoPlaceError(NO_PLACE)
        name = "".join(letter for letter in own.drive if letter.isalnum()) or "datensatz"
    else:
        name = own.name
    if place == own or _is_in_dataset(place):
        raise NoPlaceError(IN_DATASET)
    return place / f"{name}{NOTEBOOK}"


def _is_in_dataset(place: Path) -> bool:
    with suppress(OSError):
        return any((each / name).is_file() for each in (place, *place.parents) for name in FileName)
    return False


def _stray_notice(path: Path, folder: Path) -> str:
    """Return a sentence about a notebook whose dataset's folder seems to have got a new name."""
    if path.parent != folder.absolute().parent or path.exists():
        return ""
    for number, other in enumerate(path.parent.iterdir()):
        if number > _MOST_NEIGHBOURS:
            break
        former = other.name.removesuffix(NOTEBOOK)
        if former != other.name and not (path.parent / former).exists():
            return stray(other.name, former, path.name)
    return ""


# --- Reading -------------------------------------------------------------------------------------

FORMAT: Final = "klimaeditor-notizen"
VERSION: Final = 1
_MOST_BYTES: Final = 20 * 1024 * 1024
_OWN_KEYS: Final = frozenset({"format", "version"})


@dataclass(frozen=True, slots=True)
class KeptNotebook:
    """A notebook as its file holds it.

    *digest* is of the file's bytes, None where there is no file. *read_only* says in German why it
    is not written, "" where it may be; *notices* are remarks about the place.
    """

    path: Path
    notebook: Notebook = EMPTY
    digest: str | None = None
    read_only: str = ""
    notices: tuple[str, ...] = ()


def load(path: Path, folder: Path | None = None) -> KeptNotebook:
    """Return the notebook in *path*, an empty one where there is no such file.

    A save of it that was interrupted is settled first, and what waited to be written is written now
    (``waitingnotes``). With *folder*, the dataset's, one of these
    notices names a notebook that may be meant. Raises NotebookError; the file stays as it is.
    """
    unsaved: list[bytes] = []
    with suppress(OSError):
        transaction.recover(path.parent, partial(_keep, path, unsaved))
    kept = _read(path)
    if unsaved and not kept.read_only:
        kept = save(kept, _with_unsaved(kept.notebook, unsaved))
    kept = _with_waiting(kept)
    return replace(kept, notices=_notices(kept, folder))


def _with_waiting(kept: KeptNotebook) -> KeptNotebook:
    """Write what waits for a notebook; where that is not possible yet, it waits on."""
    waiting = () if kept.read_only else waiting_for(kept.path)
    if waiting:
        with suppress(NotebookError):
            kept = _saved(kept, merged_with(kept.notebook, waiting), None)
            for own in waiting:
                with suppress(OSError):
                    own.place.unlink(missing_ok=True)
    return kept


def read_notebook(folder: Path, defaults: MachineDefaults) -> Notebook | None:
    """Return the notebook of the dataset in *folder* for who only reads, None where there is none.

    Nothing is written, settled or kept out of Git. Raises NotebookError.
    """
    path = notebook_path(folder, defaults, chosen_folder())
    try:
        if not path.exists():
            return None
    except OSError as error:
        raise NotebookError(unreadable(path, os_reason(error))) from error
    return _read(path).notebook


def _notices(kept: KeptNotebook, folder: Path | None) -> tuple[str, ...]:
    found = []
    if kept.digest is not None:
        found.append(keep_out_of_git(kept.path))
    elif folder is not None:
        with suppress(OSError):
            found.append(_stray_notice(kept.path, folder))
    return tuple(sentence for sentence in found if sentence)


def _read(path: Path) -> KeptNotebook:
    try:
        data = disk.read(path, _MOST_BYTES + 1)
        gone = data is None and not path.parent.is_dir()
    except OSError as error:
        raise NotebookError(unreadable(path, os_reason(error))) from error
    if gone:
        raise NotebookError(unreadable(path, FOLDER_GONE))
    if data is None:
        return KeptNotebook(path)
    try:
        found, is_newer = _decoded(data)
    except NotebookFaultError as error:
        raise NotebookError(unreadable(path, error.place)) from error
    return KeptNotebook(path, found, disk.digest(data), newer(path) if is_newer else "")


def _decoded(data: bytes) -> tuple[Notebook, bool]:
    """Return the notebook in *data*, and whether a later version wrote it.

    Raises NotebookFaultError with a German sentence.
    """
    if len(data) > _MOST_BYTES:
        raise NotebookFaultError(TOO_LARGE)
    try:
        found = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_refuse
        )
    except UnicodeDecodeError as error:
        raise NotebookFaultError(NOT_TEXT) from error
    except json.JSONDecodeError as error:
        raise NotebookFaultError(at_line(error.lineno, error.colno)) from error
    except (ValueError, RecursionError) as error:
        raise NotebookFaultError(NOT_JSON) from error
    version = found.get("version") if isinstance(found, dict) else None
    if not isinstance(found, dict) or found.get("format") != FORMAT or type(version) is not int:
        raise NotebookFaultError(NOT_OURS)
    content = {key: value for key, value in found.items() if key not in _OWN_KEYS}
    try:
        return notes.from_json(content, lenient=version > VERSION), version > VERSION
    except NotebookFaultError as error:
        raise NotebookFaultError(not_understood(error.place)) from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _refuse(constant: str) -> Json:
    raise ValueError(constant)


def encoded(notebook: Notebook) -> bytes:
    """Return the bytes of a notebook's file."""
    content = {"format": FORMAT, "version": VERSION, **notes.as_json(notebook)}
    try:
        return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    except UnicodeEncodeError:  # half a character in what others have added
        return (json.dumps(content, indent=1) + "\n").encode("ascii")


# --- Writing -------------------------------------------------------------------------------------

_ATTEMPTS: Final = 5
_PAUSE: Final = 0.1


def save(kept: KeptNotebook, notebook: Notebook, now: datetime | None = None) -> KeptNotebook:
    """Write what was made of *kept*, merged with what somebody else wrote meanwhile.

    Names are shortened as the rules say that are in force then. With *now*, what the retention has
    ended for goes. Returns the notebook as it is in the file then. Where the file is gone, all that
    is known is written again. Raises NotebookError; then the file is as it was, and what was noted
    waits on this machine, unless even that is not possible (:class:`LostNotesError`).
    """
    if kept.read_only:
        raise NotebookError(kept.read_only)
    try:
        made = _saved(kept, notebook, now)
    except NotebookError as error:
        if not keep_waiting(kept.path, kept.notebook, notebook):
            raise LostNotesError(str(error)) from error
        raise
    drop_waiting(kept.path)
    return made


def _saved(kept: KeptNotebook, notebook: Notebook, now: datetime | None) -> KeptNotebook:
    path, current, wanted = kept.path, kept, notebook
    refusal: DatasetError = BusyError(BUSY)
    for attempt in range(_ATTEMPTS):
        if current is not kept and (current.digest is not None or kept.digest is None):
            wanted = notes.merge(kept.notebook, notebook, current.notebook)
        wanted = notes.with_rules(wanted, wanted.rules)  # others may have made them stricter
        wanted = wanted if now is None else notes.expired(wanted, now)
        if wanted == current.notebook:
            return replace(current, notices=kept.notices)
        unsaved: list[bytes] = []
        try:
            made = _write(current, wanted, unsaved)
        except ChangedUnderneathError:
            current = _read(path)
            if current.read_only:
                raise NotebookError(current.read_only) from None
            continue
        except BusyError as error:
            refusal = error
            time.sleep(_PAUSE * attempt)
            continue
        except OSError as error:
            raise NotebookError(not_written(path, os_reason(error))) from error
        except DatasetError as error:
            raise NotebookError(not_written(path, _reason(path, error))) from error
        return _saved(made, _with_unsaved(wanted, unsaved), None) if unsaved else made
    raise NotebookError(not_written(path, BUSY)) from refusal


def _write(current: KeptNotebook, wanted: Notebook, unsaved: list[bytes]) -> KeptNotebook:
    path, data = current.path, encoded(wanted)
    if len(data) > _MOST_BYTES:
        raise DatasetError(TOO_LARGE)
    if not path.parent.is_dir():  # a place that is new is made by who chooses it
        raise DatasetError(FOLDER_GONE)
    warning = keep_out_of_git(path)
    expected = {path.name: current.digest}
    keep = partial(_keep, path, unsaved)
    transaction.replace_all(path.parent, {path.name: data}, expected, keep)
    return KeptNotebook(path, wanted, disk.digest(data), "", (warning,) if warning else ())


def _reason(path: Path, error: DatasetError) -> str:
    """Return why the transaction refused, without what it says about the four files."""
    if isinstance(error.__cause__, OSError):
        return os_reason(error.__cause__)
    if disk.is_write_protected(path):
        return WRITE_PROTECTED
    return str(error)


def _keep(path: Path, unsaved: list[bytes], found: Mapping[str, bytes]) -> bool:
    """Take what an interrupted save left and nobody can put in place; see ``transaction``."""
    own = found.get(path.name)
    if own is not None:
        unsaved.append(own)
    others = {name: data for name, data in found.items() if name != path.name}
    return not others or backups.keep_unsaved(path.parent, backups.default_root(), others)


def _with_unsaved(notebook: Notebook, unsaved: list[bytes]) -> Notebook:
    """Return a notebook with what was saved only half: without a base, so that nothing goes."""
    for data in unsaved:
        with suppress(NotebookFaultError):
            found, is_newer = _decoded(data)
            notebook = notebook if is_newer else notes.merge(EMPTY, notebook, found)
    return notebook


# --- Git -----------------------------------------------------------------------------------------

_GIT: Final = ".git"
_MOST_EXCLUDES: Final = 1024 * 1024
_MOST_INDEX: Final = 64 * 1024 * 1024
_LONGEST_LINK: Final = 8 * 1024
_HEADING: Final = "# Klimaeditor: Notizen sind intern."


def keep_out_of_git(path: Path) -> str:
    """Keep a notebook in a work tree out of what Git takes; return the warning about its place.

    "" where it lies in none. Writes a line for it into the repository's own list of exceptions,
    which is not published, and runs nothing.
    """
    place = path.parent.resolve()
    for top in (place, *place.parents):
        own = _git_folder(top / _GIT)
        if own is not None:
            inside = (place / path.name).relative_to(top)
            kept_out = False
            with suppress(OSError):
                kept_out = _exclude(_common(own), inside)
            return in_work_tree(top, kept_out=kept_out, tracked=_is_tracked(own, inside))
    return ""


def _git_folder(found: Path) -> Path | None:
    """Return the folder of a repository: ``.git`` itself, or where the file ``.git`` points to."""
    try:
        if found.is_file():
            text = _line(found)
            own = found.parent / text.removeprefix("gitdir:").strip()
            found = own if text.startswith("gitdir:") else found
        return found if (found / "HEAD").is_file() else None
    except (OSError, ValueError):
        return None


def _common(own: Path) -> Path:
    """Return where a repository keeps what all its work trees share."""
    try:
        return own / _line(own / "commondir")
    except OSError:
        return own


def _line(path: Path) -> str:
    return read_at_most(path, _LONGEST_LINK).decode("utf-8", "surrogateescape").strip()


def _exclude(repository: Path, inside: Path) -> bool:
    """Add a notebook, and what a save leaves beside it for a moment, to the list of exceptions."""
    place = repository / "info" / "exclude"
    known = disk.read(place, _MOST_EXCLUDES + 1) or b""
    if len(known) > _MOST_EXCLUDES:
        return False
    folder = _pattern(inside.parent.as_posix())
    folder = "/" if folder == "." else f"/{folder}/"
    name = _pattern(inside.name)
    wanted = [f"{folder}{name}", f"{folder}.{name}.*", f"{folder}{JOURNAL_NAME}"]
    lines = set(known.splitlines())
    encoded_lines = [line.encode("utf-8", "surrogateescape") for line in wanted]
    missing = [line for line in encoded_lines if line not in lines]
    if missing:
        start = known if not known or known.endswith(b"\n") else known + b"\n"
        place.parent.mkdir(exist_ok=True)
        disk.write_whole(place, start + b"\n".join([_HEADING.encode(), *missing, b""]))
    return True


def _pattern(text: str) -> str:
    """Return a path as a pattern that fits it only."""
    return "".join(f"\\{letter}" if letter in "\\*?[" else letter for letter in text)


def _is_tracked(own: Path, inside: Path) -> bool:
    """Tell whether the repository's index names a file; not known of an index that shortens."""
    try:
        index = read_at_most(own / "index", _MOST_INDEX)
    except OSError:
        return False
    name = inside.as_posix().encode("utf-8", "surrogateescape")
    return min(len(name), 0xFFF).to_bytes(2, "big") + name + b"\0" in index
