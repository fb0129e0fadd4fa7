r"""``klimaeditor.ini``: the defaults of a machine, read-only for the program (DEL-04).

On Windows it lies in ``%PROGRAMDATA%\Klimaeditor``, elsewhere in the system's folder of settings::

    [Vorgaben]
    datensatz = \\server\freigabe\klima
    fachbereich = Amt 67
    lizenz = dl-de/by-2-0
    bereitsteller = Stadt Münster
    woerterbuch = C:\Woerterbuch\de_DE.dic
    wortliste = \\server\freigabe\woerter.txt
    wordvorlage = \\server\vorlagen\vorlage.dotx
    notizen = \\server\freigabe\notizen
    lokaldaten = \\server\profile$\klimaeditor
    verlauf = nein

    [Gesperrt]
    lizenz = ja

A default holds until the user chooses otherwise; what is locked, the user cannot change. Whatever
is wrong with the file is told, and never stops the program.
"""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PureWindowsPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.model.core_words import os_reason, quoted
from klimaeditor.paths import PLACE, machine_file, plain_name, read_at_most

if TYPE_CHECKING:
    from collections.abc import Mapping
    from configparser import ConfigParser


# --- German words of the machine's defaults ------------------------------------------------------


def unreadable(path: str, reason: str) -> str:
    """Return that the file could not be read; the program goes on without it."""
    return (
        f"Die Vorgaben dieses Rechners ({path}) ließen sich nicht lesen: {reason} Das Programm "
        "arbeitet ohne sie. Wenden Sie sich an die IT."
    )


TOO_LARGE = "Die Datei ist ungewöhnlich groß."
NO_INI = "Sie ist keine INI-Datei."


def unknown(path: str, names: list[str]) -> str:
    """Return which entries mean nothing."""
    return f"Unbekannte Einträge in den Vorgaben dieses Rechners ({path}): {', '.join(names)}."


def not_yes_or_no(path: str, name: str, found: str) -> str:
    """Return that a lock is neither „ja“ nor „nein“."""
    return (
        f"In den Vorgaben dieses Rechners ({path}) steht unter [Gesperrt] bei {quoted(name)} der "
        f"Wert {quoted(found)}. Erlaubt sind „ja“ und „nein“; gesperrt wird hier nichts."
    )


def locks_nothing(path: str, names: list[str]) -> str:
    """Return which locks have no effect, as there is no default that they could hold."""
    return (
        f"In den Vorgaben dieses Rechners ({path}) steht unter [Gesperrt] {', '.join(names)}, aber "
        "unter [Vorgaben] kein Wert dazu. Gesperrt ist damit nichts: Tragen Sie den Wert ein."
    )


def no_place(path: str, found: str) -> str:
    """Return that the folder of local data is no whole path."""
    return (
        f"In den Vorgaben dieses Rechners ({path}) steht bei „lokaldaten“ {quoted(found)}. Das ist "
        "kein vollständiger Pfad; lokale Daten liegen weiter im Profil. Wenden Sie sich an die IT."
    )


# --- ``klimaeditor.ini``: the defaults of a machine, read-only for the program (DEL-04) ----------

DEFAULTS: Final = "Vorgaben"
LOCKS: Final = "Gesperrt"
_LARGEST: Final = 65_536
_YES_NO: Final = MappingProxyType({"ja": True, "1": True, "nein": False, "0": False, "": False})


class Default(StrEnum):
    """What can be set for a machine; the value is the name in the file."""

    DATASET = "datensatz"
    DEPARTMENT = "fachbereich"
    LICENCE = "lizenz"
    PROVIDER = "bereitsteller"
    DICTIONARY = "woerterbuch"
    WORDS = "wortliste"
    TEMPLATE = "wordvorlage"
    NOTES = "notizen"
    STEPS = "verlauf"
    PLACE = "lokaldaten"


_NAMES: Final = frozenset(name.value for name in Default)


@dataclass(frozen=True, slots=True)
class MachineDefaults:
    """What the file said. *problems* are German sentences for the user."""

    values: Mapping[Default, str] = field(default_factory=dict)
    locked: frozenset[Default] = frozenset()
    problems: tuple[str, ...] = ()

    def value(self, name: Default, chosen: str | None = None) -> str:
        """Return what holds: the user's choice, unless there is none or the entry is locked.

        "" where neither the user nor the administrator said anything.
        """
        set_here = self.values.get(name, "")
        return set_here if chosen is None or self.is_locked(name) else chosen

    def is_locked(self, name: Default) -> bool:
        """Tell whether the user may not change an entry; one without a default never is."""
        return name in self.locked and name in self.values

    @property
    def keeps_steps(self) -> bool:
        """Whether steps may be kept, so that they can be undone after the next start."""
        said = self.value(Default.STEPS).lower()
        return not said or _YES_NO.get(said, True)

    @property
    def dataset(self) -> Path | None:
        """The dataset to offer where nothing was opened yet; as written, never resolved."""
        found = self.value(Default.DATASET)
        return Path(found) if found else None


def settle_place(machine: MachineDefaults) -> None:
    """Let this process keep backups, recovery, steps and logs where the administrator says.

    Each user has a folder of their own there, so that nobody is offered what is others'. A folder
    that is not absolute is told among the problems and not taken.
    """
    place = local_place(machine.value(Default.PLACE))
    if place is not None:
        user = plain_name(getpass.getuser()) or "person"
        os.environ[PLACE] = str(place / user)


def local_place(said: str) -> Path | None:
    """Return the folder that an entry names, its variables filled in, None where it names none."""
    place = Path(os.path.expandvars(said)) if said else None
    return place if place is not None and place.is_absolute() else None


def _of_windows(said: str) -> bool:
    """Tell whether another system reads a path that Windows would understand."""
    whole = said.startswith("%") or PureWindowsPath(said).is_absolute()
    return os.name != "nt" and whole


def load_machine_defaults(path: Path | None = None) -> MachineDefaults:
    """Return the defaults in the file at *path* (None: the machine's own); never raises."""
    place = path or machine_file()
    try:
        data = read_at_most(place, _LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return MachineDefaults()
    except OSError as error:
        reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
        return _unreadable(place, reason)
    if len(data) > _LARGEST:
        return _unreadable(place, TOO_LARGE)
    import configparser  # noqa: PLC0415 - most machines have no such file, and it slows the start

    parser = configparser.ConfigParser(interpolation=None, strict=False, default_section="")
    try:
        parser.read_string(_decoded(data))
    except configparser.Error:
        return _unreadable(place, NO_INI)
    return _understood(parser, str(place))


def _understood(parser: ConfigParser, path: str) -> MachineDefaults:
    """Return what of the file has a meaning, and a sentence for what has none."""
    said = _section(parser, DEFAULTS)
    values = {name: said[name].strip() for name in Default if said.get(name, "").strip()}
    problems, locked = [], set()
    for name, word in _section(parser, LOCKS).items():
        holds = _YES_NO.get(word.strip().lower())
        if holds is None:
            problems.append(not_yes_or_no(path, name, word))
        elif holds and name in _NAMES:
            locked.add(Default(name))
    strange = [name for name in (*said, *_section(parser, LOCKS)) if name not in _NAMES]
    strange += [f"[{name}]" for name in parser.sections() if name not in {DEFAULTS, LOCKS}]
    if strange:
        problems.append(unknown(path, list(dict.fromkeys(strange))))
    idle = [name.value for name in Default if name in locked and name not in values]
    if idle:
        problems.append(locks_nothing(path, idle))
    place = values.get(Default.PLACE, "")
    if place and local_place(place) is None and not _of_windows(place):
        problems.append(no_place(path, place))
    return MachineDefaults(MappingProxyType(values), frozenset(locked), tuple(problems))


def _section(parser: ConfigParser, name: str) -> dict[str, str]:
    return dict(parser[name]) if parser.has_section(name) else {}


def _decoded(data: bytes) -> str:
    """Return the text: UTF-8 with or without mark, or what an old Windows editor wrote."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _unreadable(path: Path, reason: str) -> MachineDefaults:
    return MachineDefaults(problems=(unreadable(str(path), reason),))
