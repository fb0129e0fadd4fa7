"""What the program remembers between two starts; nothing in here is about a dataset's content.

A typed face over a QSettings that is passed in. Whatever cannot be understood – an older version,
a file edited by hand – counts as not remembered; remembering must never stop the program.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QByteArray, QSettings

from klimaeditor.clock import local_now
from klimaeditor.model.dataclass import dataclass
from ui.theme import Scheme, clamp_zoom

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from klimaeditor.model.values import Json

MOST_RECENT = 12
_MOST_DATASETS = 50
_WINDOWS_ACCESSIBILITY = r"HKEY_CURRENT_USER\Software\Microsoft\Accessibility"
_TRACES = (
    "recent",
    "requests",
    "contact",
    "list/filter",
    "list/views",
    "list/last_measures",
    "publish/folders",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a dataset stood when it was saved or closed last; *waiting* counts returned files."""

    measures: int
    errors: int
    warnings: int
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class DatasetPlace:
    """Where somebody was in a dataset: the measure's id, and how far the form was scrolled.

    *section* is the name of the section at its upper edge, *below* how far below its beginning that
    is, in pixels at 100 %. *tab* counts the tabs on the right.
    """

    measure: str = ""
    section: str = ""
    below: int = 0
    tab: int = 0


class DefaultFolder(StrEnum):
    """What a folder to begin with can be set for."""

    DATASETS = "datasets"
    PACKAGES = "packages"
    REQUESTS = "requests"


@dataclass(frozen=True, slots=True)
class RecentEntry:
    """A dataset or workbook used before: when (with time zone), how it stood if that is known."""

    path: str
    name: str
    opened: datetime
    missing: bool = False
    standing: Standing | None = None


class KeepsColumns(Protocol):
    """A list that can give and take the state of its columns."""

    def columns_state(self) -> bytes:
        """Return the state."""

    def restore_columns(self, saved: bytes, /) -> None:
        """Take over a state."""


class Room(Protocol):
    """What knows which panes are wanted, and how wide."""

    side_wanted: bool

    def widths(self) -> dict[str, tuple[int, int]]:
        """Return the widths of list and public page that the user gave, by mode."""

    def restore_widths(self, kept: dict[str, tuple[int, int]], /) -> None:
        """Take over widths."""


class Arrangement(Protocol):
    """The panes, the list among them."""

    @property
    def room(self) -> Room:
        """Which panes are wanted, and how wide."""

    @property
    def list(self) -> KeepsColumns:
        """The list of measures."""


def windows_accessibility() -> QSettings | None:
    """Return where Windows keeps the size of letters that the user wants, None elsewhere.

    ``TextScaleFactor`` in there is 100 to 225 percent, and missing where nobody has changed it.
    """
    if os.name != "nt":
        return None
    return QSettings(_WINDOWS_ACCESSIBILITY, QSettings.Format.NativeFormat)


class Settings:
    """Reading returns what was remembered or a default; writing takes effect at once."""

    def __init__(self, store: QSettings, windows: QSettings | None = None) -> None:
        """Remember in *store*; *windows* is what :func:`windows_accessibility` returns."""
        self._store = store
        self._windows = windows

    # --- window --------------------------------------------------------------------------

    def remember_window(self, window: QMainWindow, arrangement: Arrangement) -> None:
        """Remember place, size and bars of the window, the panes and the columns of the list."""
        self._store.setValue("window/geometry", window.saveGeometry())
        self._store.setValue("window/state", window.saveState())
        self.set_widths(arrangement.room.widths())
        self._store.setValue("window/side", "shown" if arrangement.room.side_wanted else "away")
        self.set_list_columns(arrangement.list.columns_state())

    def restore_window(self, window: QMainWindow, arrangement: Arrangement) -> None:
        """Put everything of :meth:`remember_window` back; what is missing stays as it is."""
        for key, restore in (
            ("window/geometry", window.restoreGeometry),
            ("window/state", window.restoreState),
        ):
            state = self._bytes(key)
            if state:
                restore(QByteArray(state))
        arrangement.room.restore_widths(self.widths())
        arrangement.room.side_wanted = self._store.value("window/side") != "away"
        arrangement.list.restore_columns(self.list_columns())

    def widths(self) -> dict[str, tuple[int, int]]:
        """Return the widths of list and public page that the user gave, by mode; {} for none."""
        found = self._json("window/widths")
        pairs = found.items() if isinstance(found, dict) else ()
        return {mode: pair for mode, kept in pairs if (pair := _pair(kept)) is not None}

    def set_widths(self, widths: dict[str, tuple[int, int]]) -> None:
        """Remember the widths that the user gave."""
        self._store.setValue("window/widths", json.dumps(widths))

    def list_columns(self) -> bytes:
        """Return the columns of the list, b"" where unknown."""
        return self._bytes("list/columns")

    def set_list_columns(self, state: bytes) -> None:
        """Remember the columns of the list."""
        self._store.setValue("list/columns", QByteArray(state))

    # --- looks ---------------------------------------------------------------------------

    def zoom(self) -> int:
        """Return the zoom in percent, between 100 and 200.

        Where none was chosen, letters are as large as the user has them in Windows (A11Y-11).
        """
        found = self._store.value("view/zoom")
        if found is None and self._windows is not None:
            found = self._windows.value("TextScaleFactor")
        try:
            return clamp_zoom(int(str(found)))
        except ValueError:
            return 100

    def set_zoom(self, percent: int) -> None:
        """Remember the zoom."""
        self._store.setValue("view/zoom", clamp_zoom(percent))

    def scheme(self) -> Scheme:
        """Return the colour scheme, SYSTEM where none was chosen."""
        found = self._store.value("view/scheme", "")
        return next((scheme for scheme in Scheme if scheme.value == found), Scheme.SYSTEM)

    def set_scheme(self, scheme: Scheme) -> None:
        """Remember the colour scheme."""
        self._store.setValue("view/scheme", scheme.value)

    def spelling(self) -> bool:
        """Return whether texts are looked through for words that are in no dictionary."""
        return str(self._store.value("view/spelling")) != "off"

    def set_spelling(self, *, on: bool) -> None:
        """Remember whether texts are looked through for such words."""
        self._store.setValue("view/spelling", "" if on else "off")

    # --- what the settings dialog asks -----------------------------------------------------

    def contact(self) -> str | None:
        """Return whom departments may ask, None where the user has said nothing yet."""
        found = self._store.value("contact")
        return found if isinstance(found, str) else None

    def set_contact(self, contact: str) -> None:
        """Remember whom departments may ask; "" means that nobody is named."""
        self._store.setValue("contact", contact)

    def template(self) -> str | None:
        """Return the template of Word files, "" for none, None where nothing was chosen yet."""
        found = self._store.value("word/template")
        return found if isinstance(found, str) else None

    def set_template(self, template: str) -> None:
        """Remember the template of Word files; "" means that none is wanted."""
        self._store.setValue("word/template", template)

    def folder(self, of: DefaultFolder) -> Path | None:
        """Return the folder to begin with, None where none was set."""
        found = self._store.value(f"folders/{of.value}")
        return Path(found) if isinstance(found, str) and found else None

    def set_folder(self, of: DefaultFolder, folder: Path | None) -> None:
        """Remember the folder to begin with."""
        self._store.setValue(f"folders/{of.value}", "" if folder is None else str(folder))

    def opens_last(self) -> bool:
        """Return whether the program opens the last dataset when it is started."""
        return str(self._store.value("start/last")) == "open"

    def set_opens_last(self, *, opens: bool) -> None:
        """Remember whether the program opens the last dataset when it is started."""
        self._store.setValue("start/last", "open" if opens else "")

    def says_first(self, name: str) -> bool:
        """Return whether what is called *name* is said for the first time; it is noted at once."""
        key = f"said/{name}"
        first = self._store.value(key) is None
        if first:
            self._store.setValue(key, "once")
        return first

    # --- work ----------------------------------------------------------------------------

    def filter(self) -> dict[str, Json]:
        """Return search, filters and order of the list as plain data."""
        found = self._json("list/filter")
        return found if isinstance(found, dict) else {}

    def set_filter(self, state: dict[str, Json]) -> None:
        """Remember search, filters and order of the list."""
        self._store.setValue("list/filter", json.dumps(state, ensure_ascii=False))

    def requests(self) -> list[str]:
        """Return the folders of requests to departments, the latest first."""
        found = self._json("requests")
        return [path for path in found if isinstance(path, str)] if isinstance(found, list) else []

    def add_request(self, folder: Path) -> None:
        """Remember the folder of a request."""
        path = str(folder)
        known = [path, *(entry for entry in self.requests() if entry != path)]
        self._store.setValue("requests", json.dumps(known[:MOST_RECENT], ensure_ascii=False))

    def package_folder(self, dataset: Path) -> Path | None:
        """Return where the last package of the dataset at this path lies, None without any."""
        found = self._packages().get(str(dataset))
        return Path(found) if isinstance(found, str) and found else None

    def remember_package(self, dataset: Path, folder: Path) -> None:
        """Remember where a package was written; the oldest datasets are forgotten."""
        known = self._packages()
        known.pop(str(dataset), None)
        latest = dict([*known.items(), (str(dataset), str(folder))][-_MOST_DATASETS:])
        self._store.setValue("publish/folders", json.dumps(latest, ensure_ascii=False))

    def views(self) -> Json:
        """Return the kept views of the list."""
        return self._json("list/views")

    def set_views(self, views: Json) -> None:
        """Remember the views of the list."""
        self._store.setValue("list/views", json.dumps(views))

    def place(self, dataset: str) -> DatasetPlace:
        """Return where the user was in the dataset at this path, the default where unknown."""
        found = self._places().get(dataset)
        if isinstance(found, str):  # as kept until the place had more to it
            return DatasetPlace(found)
        if not isinstance(found, dict):
            return DatasetPlace()
        kept = {
            name: found[name]
            for name, field in DatasetPlace.__dataclass_fields__.items()
            if type(found.get(name)) is type(field.default)
        }
        return DatasetPlace(**kept)  # type: ignore[arg-type]  # just looked at

    def remember_place(self, dataset: str, place: DatasetPlace) -> None:
        """Remember where the user was in a dataset; the oldest datasets are forgotten."""
        known = self._places()
        known.pop(dataset, None)
        known[dataset] = asdict(place)
        latest = dict(list(known.items())[-_MOST_DATASETS:])
        self._store.setValue("list/last_measures", json.dumps(latest, ensure_ascii=False))

    # --- traces of work ------------------------------------------------------------------

    def traces(self) -> int:
        """Return how many datasets, requests, views and contacts are remembered."""
        views = self.views()
        kept = len(views) if isinstance(views, list) else 0
        return len(self.recent()) + len(self.requests()) + kept + bool(self.contact())

    def forget_traces(self) -> None:
        """Forget which datasets and requests were open, filters, views, whom to ask (DEL-06).

        Looks and folders stay.
        """
        for key in _TRACES:
            self._store.remove(key)

    # --- recently used -------------------------------------------------------------------

    def recent(self) -> list[RecentEntry]:
        """Return what was used, latest first. Whether it still exists is not looked at here."""
        found = self._json("recent")
        read = [_entry(item) for item in found] if isinstance(found, list) else []
        return [entry for entry in read if entry is not None][:MOST_RECENT]

    def add_recent(self, path: Path, when: datetime | None = None) -> None:
        """Put a dataset or workbook at the head of the list; *when* is now unless given."""
        opened = when or local_now()
        known = self.recent()
        standing = next((entry.standing for entry in known if entry.path == str(path)), None)
        fresh = RecentEntry(str(path), path.name or str(path), opened, standing=standing)
        self._set_recent([fresh, *(entry for entry in known if entry.path != fresh.path)])

    def remember_standing(self, path: Path, standing: Standing) -> None:
        """Keep how the dataset or workbook at *path* stands; one not in the list is left out."""
        self._set_recent(
            [
                replace(entry, standing=standing) if entry.path == str(path) else entry
                for entry in self.recent()
            ]
        )

    def remove_recent(self, path: str) -> None:
        """Take a path off the list."""
        self._set_recent([entry for entry in self.recent() if entry.path != path])

    def _set_recent(self, entries: list[RecentEntry]) -> None:
        plain = [_plain(entry) for entry in entries[:MOST_RECENT]]
        self._store.setValue("recent", json.dumps(plain, ensure_ascii=False))

    # --- reading -------------------------------------------------------------------------

    def _bytes(self, key: str) -> bytes:
        found = self._store.value(key)
        return bytes(found.data()) if isinstance(found, QByteArray) else b""

    def _json(self, key: str) -> Json:
        found = self._store.value(key, "")
        try:
            read: Json = json.loads(found) if isinstance(found, str) else None
        except ValueError:
            return None
        return read

    def _packages(self) -> dict[str, Json]:
        found = self._json("publish/folders")
        return found if isinstance(found, dict) else {}

    def _places(self) -> dict[str, Json]:
        found = self._json("list/last_measures")
        return found if isinstance(found, dict) else {}


def _pair(kept: Json) -> tuple[int, int] | None:
    """Return two widths, None for anything else."""
    if not isinstance(kept, list) or len(kept) != 2:
        return None
    first, second = kept
    return (first, second) if isinstance(first, int) and isinstance(second, int) else None


def _plain(entry: RecentEntry) -> dict[str, Json]:
    plain: dict[str, Json] = {
        "path": entry.path,
        "name": entry.name,
        "opened": entry.opened.isoformat(timespec="seconds"),
    }
    if entry.standing is not None:
        plain["standing"] = asdict(entry.standing)
    return plain


def _standing(item: Json) -> Standing | None:
    if not isinstance(item, dict):
        return None
    counts = {name: item.get(name) for name in Standing.__dataclass_fields__}
    if not all(type(count) is int and count >= 0 for count in counts.values()):
        return None
    return Standing(**counts)  # type: ignore[arg-type]  # just looked at


def _entry(item: Json) -> RecentEntry | None:
    if not isinstance(item, dict):
        return None
    path, name, opened = item.get("path"), item.get("name"), item.get("opened")
    if not (isinstance(path, str) and path and isinstance(opened, str)):
        return None
    try:
        when = datetime.fromisoformat(opened)
    except ValueError:
        return None
    shown = name if isinstance(name, str) and name else Path(path).name
    return RecentEntry(path, shown, when, standing=_standing(item.get("standing")))
