"""What the setup does where it is not let: files held, programs open, an update cut short.

`build_installer.py prove --stand-in` tries it under Wine with a bundle of a few small files, in a
minute; the whole proof begins with it, too.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from installer import documented, nsis, prove_ways, stand_in
from installer.console import say
from installer.prefix import Snapshot, here, snapshot
from installer.project import BUILD, NAME
from installer.table import Table
from installer.trial import NEW, OLD, Trial
from installer.wine import Wine

if TYPE_CHECKING:
    from pathlib import Path


HOW: Final = ("alone", "read", "load")
"""Ways of holding a file: nobody else may open it, others may read it, loaded as a library."""
CUT_SHORT: Final = ("~neu.txt", "~alt.txt")


def prove() -> int:
    """Try everything in a clean prefix of its own; return 0, or 1 after faults."""
    folder = BUILD / "prove-setup"
    shutil.rmtree(folder, ignore_errors=True)
    table = Table()
    with Wine(folder / "wine") as wine:
        attempt(wine, table, folder)
    say(table.closing())
    return int(bool(table.failed))


def attempt(wine: Wine, table: Table, folder: Path) -> None:
    """Try everything in a prefix that has no installation, and leave none."""
    trial = Trial(wine, table, stand_in.setups(folder, OLD, NEW), folder)
    table.note("stand-in: two versions compiled")
    wine("reg", "add", rf"HKCU\{documented.CLASSES}", "/f")  # Windows always has it
    before = snapshot(wine)
    _removal(trial)
    _update(trial)
    _cut_short(trial)
    prove_ways.attempt(trial)
    _compare(trial, before, "stand-in: at the end all is as before")


def _removal(trial: Trial) -> None:
    """uninstall.exe tells honestly what came of it, and touches nothing before it knows."""
    table, place = trial.table, trial.place
    before = snapshot(trial.wine)
    table.equal("removal: installed", 0, trial.run(OLD))
    whole = snapshot(trial.wine)
    with trial.running(place.program):
        trial.refuses("removal: program open", 12, trial.remove(place))
    _compare(trial, whole, "removal: and nothing is gone")
    library = rf"{place.folder}\{stand_in.LIBRARY}".replace("/", "\\")
    for how in HOW:
        with trial.running(_holder(trial), library, how):
            trial.refuses(f"removal: library held ({how})", 13, trial.remove(place), library)
        _compare(trial, whole, "removal: and nothing is gone")
    table.equal("removal: exit code 0", 0, trial.remove(place))
    gone = not here(trial.wine, place.folder).exists()
    table.note("removal: by then the folder is gone", not gone and sorted(trial.content(place)))
    _compare(trial, before, "removal: files and registry as before")


def _update(trial: Trial) -> None:
    """Show that a held file leaves the old version whole, and that else the new one is there."""
    table, place = trial.table, trial.place
    trial.run(OLD)
    whole, old = snapshot(trial.wine), trial.content(place)
    with trial.running(place.program):
        trial.refuses("update: program open", 12, trial.run(NEW))
    for how in HOW:
        library = rf"{place.folder}\{stand_in.LIBRARY}".replace("/", "\\")
        with trial.running(_holder(trial), library, how):
            trial.refuses(f"update: library held ({how})", 13, trial.run(NEW), library)
        table.note("update: the old version is whole", _differences(old, trial.content(place)))
    _compare(trial, whole, "update: and so is the registry")
    foreign = here(trial.wine, place.folder) / stand_in.ADDED
    foreign.mkdir()
    trial.refuses("update: a folder in a file's place", 13, trial.run(NEW), "neu.txt")
    table.note("update: the old version is back", _differences(old, trial.content(place)))
    table.note("update: the folder stays", not foreign.is_dir() and "it is gone")
    foreign.rmdir()
    table.equal("update: exit code 0", 0, trial.run(NEW))
    _is_new(trial, "update")


def _cut_short(trial: Trial) -> None:
    """Show that what was half done when the power went is undone by the next setup first."""
    table, place = trial.table, trial.place
    trial.remove(place)
    trial.run(OLD)
    old = trial.content(place)
    _half_done(trial)
    library = rf"{place.folder}\{stand_in.TEXT}".replace("/", "\\")
    with trial.running(_holder(trial), library, "read"):
        trial.refuses("cut short: the next setup, a file held", 13, trial.run(NEW), "was.txt")
    table.note("cut short: the old version is back", _differences(old, trial.content(place)))
    _half_done(trial)
    table.equal("cut short: the next setup updates", 0, trial.run(NEW))
    _is_new(trial, "cut short")
    table.equal("cut short: removed", 0, trial.remove(place))


def _half_done(trial: Trial) -> None:
    """Leave what an update leaves that ends between two moves."""
    root = here(trial.wine, trial.place.folder)
    shutil.copytree(trial.folder / NEW / "bundle" / NAME, root / nsis.BESIDE)
    for name in (nsis.LIST, nsis.STAGE, nsis.REMOVER):
        (root / nsis.BESIDE / name).write_text("", encoding="ascii")
    for name, version in zip(CUT_SHORT, (NEW, OLD), strict=True):
        shutil.copyfile(trial.folder / version / nsis.LIST, root / name)
    for name in (f"{NAME}.exe", stand_in.LIBRARY, stand_in.STALE):
        aside = root / "~alt" / name
        aside.parent.mkdir(parents=True, exist_ok=True)
        (root / name).rename(aside)
    (root / nsis.BESIDE / stand_in.LIBRARY).rename(root / stand_in.LIBRARY)


def _is_new(trial: Trial, way: str) -> None:
    expected = {*trial.bundled(NEW), nsis.LIST, nsis.STAGE, nsis.REMOVER}
    found = trial.content(trial.place)
    trial.table.note(f"{way}: exactly the new files are there", sorted(expected ^ found.keys()))
    bundle = trial.folder / NEW / "bundle" / NAME
    other = [name for name in trial.bundled(NEW) if found.get(name) != (bundle / name).read_bytes()]
    trial.table.note(f"{way}: with the new content", other)
    empty = [path for path in here(trial.wine, trial.place.folder).rglob("*")
             if path.is_dir() and not any(path.iterdir())]
    trial.table.note(f"{way}: no empty folder is left", empty)


def _holder(trial: Trial) -> Path:
    """Return a program that can hold a file and is not the installed one."""
    return trial.folder / NEW / "bundle" / NAME / f"{NAME}.exe"


def _differences(old: dict[str, bytes], new: dict[str, bytes]) -> list[str]:
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def _compare(trial: Trial, before: Snapshot, what: str) -> None:
    trial.table.note(what, before.difference(snapshot(trial.wine)))
