r"""The defaults of a machine, read-only for the program: policies and ``klimaeditor.ini`` (DEL-04).

On Windows the file lies in ``%PROGRAMDATA%\Klimaeditor``, elsewhere in the folder of settings::

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

A default holds until the user chooses otherwise; what is locked, the user cannot change. What
Windows' policies say of an entry (policies.py: the same names) outweighs the file, and those of the
machine outweigh the user's. Whatever is wrong is told, and never stops the program.
"""

from __future__ import annotations

import getpass
import os
from dataclasses import field
from pathlib import Path, PureWindowsPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor import policies
from klimaeditor.model.core_words import os_reason, quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.paths import (
    PLACE,
    machine_file,
    plain_name,
    portable_data,
    read_at_most,
    user_data,
)
from klimaeditor.policies import DEFAULTS, LOCKABLE, LOCKS, YES_OR_NO, Default

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from configparser import ConfigParser

    from klimaeditor.policies import KeyReader


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


def not_yes_or_no(path: str, section: str, name: str, found: str) -> str:
    """Return that an entry is neither „ja“ nor „nein“."""
    return (
        f"In den Vorgaben dieses Rechners ({path}) steht unter [{section}] bei {quoted(name)} der "
        f"Wert {quoted(found)}. Erlaubt sind „ja“ und „nein“; die Angabe bewirkt nichts."
    )


def locks_nothing(path: str, names: list[str]) -> str:
    """Return which locks have no effect, as there is no default that they could hold."""
    return (
        f"In den Vorgaben dieses Rechners ({path}) steht unter [Gesperrt] {', '.join(names)}, aber "
        "unter [Vorgaben] kein Wert dazu. Gesperrt ist damit nichts: Tragen Sie den Wert ein."
    )


def cannot_be_locked(path: str, names: list[str]) -> str:
    """Return which locks have no effect, as users cannot choose these entries at all."""
    return (
        f"In den Vorgaben dieses Rechners ({path}) steht unter [Gesperrt] {', '.join(names)}. Das "
        f"lässt sich nicht sperren, die Angabe bewirkt nichts. Sperren lassen sich: "
        f"{', '.join(sorted(LOCKABLE))}."
    )


def place_not_writable(place: str, reason: str) -> str:
    """Return that the folder of local data cannot be written to."""
    return (
        f"Im Ordner für lokale Daten ({place}) lässt sich nichts ablegen: {reason} Sicherungen, "
        "Wiederherstellung und Protokolle fehlen deshalb. Wenden Sie sich an die IT: Sie hat den "
        "Ordner mit „lokaldaten“ festgelegt, und Sie müssen darin schreiben dürfen."
    )


def no_place(path: str, found: str) -> str:
    """Return that the folder of local data is no whole path."""
    return (
        f"In den Vorgaben dieses Rechners ({path}) steht bei „lokaldaten“ {quoted(found)}. Das ist "
        "kein vollständiger Pfad; lokale Daten liegen weiter im Profil. Wenden Sie sich an die IT."
    )


# --- The defaults of a machine: names, what holds of them, where they are read (DEL-04) ---------

_LARGEST: Final = 65_536
_YES_NO: Final = MappingProxyType({"ja": True, "1": True, "nein": False, "0": False, "": False})


_NAMES: Final = frozenset(name.value for name in Default)


@dataclass(frozen=True, slots=True)
class MachineDefaults:
    """What file and policies said. *problems* are German sentences for the user.

    *idle* are the locks that have no effect, as users cannot choose or there is no value.
    """

    values: Mapping[Default, str] = field(default_factory=dict)
    locked: frozenset[Default] = frozenset()
    problems: tuple[str, ...] = ()
    idle: tuple[Default, ...] = ()

    def value(self, name: Default, chosen: str | None = None) -> str:
        """Return what holds: the user's choice, unless there is none or the entry is locked.

        "" where neither the user nor the administrator said anything.
        """
        set_here = self.values.get(name, "")
        return set_here if chosen is None or self.is_locked(name) else chosen

    def is_locked(self, name: Default) -> bool:
        """Tell whether the user may not change an entry; one without a default never is."""
        return name in self.locked and name in self.values and name in LOCKABLE

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


def place_problem(machine: MachineDefaults) -> str:
    """Return why nothing can be kept in the administrator's folder of local data, "" if it can."""
    place = user_data()
    if local_place(machine.value(Default.PLACE)) is None or portable_data() is not None:
        return ""
    import tempfile  # noqa: PLC0415 - only who has such a folder needs it

    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            return ""
    except OSError as error:
        return place_not_writable(str(place), _reason(error))


def local_place(said: str) -> Path | None:
    """Return the folder that an entry names, its variables filled in, None where it names none."""
    place = Path(os.path.expandvars(said)) if said else None
    return place if place is not None and place.is_absolute() else None


def _of_windows(said: str) -> bool:
    """Tell whether another system reads a path that Windows would understand."""
    whole = said.startswith("%") or PureWindowsPath(said).is_absolute()
    return os.name != "nt" and whole


@dataclass(frozen=True, slots=True)
class _Source:
    """What one place says: entries and locks by their names; what else it holds is *strange*."""

    place: str
    said: Mapping[str, str]
    locks: Mapping[str, str]
    strange: tuple[str, ...] = ()


def load_machine_defaults(
    path: Path | None = None, read_key: KeyReader = policies.registry_values
) -> MachineDefaults:
    """Return the defaults in the file at *path* (None: the machine's own) and in the policies.

    *read_key* reads a key of the registry. Never raises.
    """
    problems: list[str] = []
    sources = [*_of_file(path or machine_file(), problems), *_of_policies(read_key, problems)]
    values: dict[Default, str] = {}
    locks: dict[Default, tuple[str, bool]] = {}
    for source in sources:  # each outweighs those before it
        values |= {
            name: source.said[name].strip() for name in Default if source.said.get(name, "").strip()
        }
        locks |= {name: (source.place, holds) for name, holds in _locks(source, problems)}
        problems += _faults(source)
    locked = frozenset(name for name, (_, holds) in locks.items() if holds)
    idle: dict[str, list[Default]] = {}
    for name in Default:
        if name in locked and (name not in LOCKABLE or name not in values):
            idle.setdefault(locks[name][0], []).append(name)
    for place, names in idle.items():
        problems += _idle_locks(place, names)
    found = tuple(name for names in idle.values() for name in names)
    return MachineDefaults(MappingProxyType(values), locked, tuple(problems), found)


def _idle_locks(place: str, names: list[Default]) -> Iterator[str]:
    """Yield a sentence for locks that cannot be, and one for those that have nothing to hold."""
    never = [name.value for name in names if name not in LOCKABLE]
    empty = [name.value for name in names if name in LOCKABLE]
    if never:
        yield cannot_be_locked(place, never)
    if empty:
        yield locks_nothing(place, empty)


def _of_file(path: Path, problems: list[str]) -> Iterator[_Source]:
    """Yield what the file says, nothing where there is none; add what hinders to *problems*."""
    try:
        data = read_at_most(path, _LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        problems.append(unreadable(str(path), _reason(error)))
        return
    if len(data) > _LARGEST:
        problems.append(unreadable(str(path), TOO_LARGE))
        return
    import configparser  # noqa: PLC0415 - most machines have no such file, and it slows the start

    parser = configparser.ConfigParser(interpolation=None, strict=False, default_section="")
    try:
        parser.read_string(_decoded(data))
    except configparser.Error:
        problems.append(unreadable(str(path), NO_INI))
        return
    strange = tuple(f"[{name}]" for name in parser.sections() if name not in {DEFAULTS, LOCKS})
    yield _Source(str(path), _section(parser, DEFAULTS), _section(parser, LOCKS), strange)


def _of_policies(read_key: KeyReader, problems: list[str]) -> Iterator[_Source]:
    """Yield what the policies say, the user's first; add what hinders to *problems*."""
    for hive in policies.HIVES:
        place = rf"{hive}\{policies.KEY}"
        try:
            found = [read_key(hive, rf"{policies.KEY}\{name}") for name in (DEFAULTS, LOCKS)]
        except OSError as error:
            problems.append(unreadable(place, _reason(error)))
            continue
        strange = tuple(name for each in found for name, text in each.items() if text is None)
        said, locks = (
            {name.lower(): text for name, text in each.items() if text is not None}
            for each in found
        )
        if said or locks or strange:
            yield _Source(place, said, locks, strange)


def _locks(source: _Source, problems: list[str]) -> Iterator[tuple[Default, bool]]:
    """Yield what a place locks or not; add what is neither yes nor no to *problems*."""
    for name, word in source.locks.items():
        holds = _YES_NO.get(word.strip().lower())
        if holds is None:
            problems.append(not_yes_or_no(source.place, LOCKS, name, word))
        elif name in _NAMES:
            yield Default(name), holds


def _faults(source: _Source) -> Iterator[str]:
    """Yield a sentence for whatever else has no meaning in a place."""
    strange = [name for name in (*source.said, *source.locks) if name not in _NAMES]
    if strange or source.strange:
        yield unknown(source.place, list(dict.fromkeys([*strange, *source.strange])))
    for name in YES_OR_NO:
        word = source.said.get(name, "").strip()
        if word.lower() not in _YES_NO:
            yield not_yes_or_no(source.place, DEFAULTS, name, word)
    place = source.said.get(Default.PLACE, "").strip()
    if place and local_place(place) is None and not _of_windows(place):
        yield no_place(source.place, place)


def _section(parser: ConfigParser, name: str) -> dict[str, str]:
    return dict(parser[name]) if parser.has_section(name) else {}


def _decoded(data: bytes) -> str:
    """Return the text: UTF-8 with or without mark, or what an old Windows editor wrote."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _reason(error: OSError) -> str:
    winerror = getattr(error, "winerror", None)
    return os_reason(error.errno, winerror, error.strerror or "")
