"""What parts of the proof share: install, remove, test what is installed, find leftovers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from installer.prefix import USER_DATA, Snapshot, snapshot
from installer.selftest import judge, window_command
from installer.wine import windows_path

if TYPE_CHECKING:
    from pathlib import Path

    from installer.documented import Installation
    from installer.table import Table
    from installer.wine import Wine

SECONDS: Final = 180


@dataclass(frozen=True, slots=True)
class Proof:
    """What a piece of the proof works with."""

    wine: Wine
    table: Table
    setup: Path
    old_setup: Path
    bundle: list[str]
    folder: Path

    def installs(self, setup: Path, *switches: str) -> int:
        """Run a setup silently and return its exit code."""
        return self.wine(setup, "/S", *switches, seconds=SECONDS)[0]

    def removes(self, place: Installation) -> int:
        """Run the uninstaller as the registry says and return its exit code."""
        return self.wine(place.uninstaller, "/S", seconds=SECONDS)[0]


def self_test(proof: Proof, place: Installation, way: str) -> None:
    """Run the self-test of both installed programs, on the real Windows screen."""
    report, picture = proof.folder / "selftest.json", proof.folder / "windows-selftest.png"
    console = [place.console, "selftest", "--result", windows_path(report)]
    window = window_command(place.program, windows_path(report), windows_path(picture))
    for name, command in (("command line", console), ("window", window)):
        found = judge(proof.wine, command, report)
        proof.table.note(f"{way}: installed self-test, {name}", "; ".join(found))


def nothing_left(
    proof: Proof, way: str, before: Snapshot, also: set[str] | None = None
) -> None:
    """Compare with the time before: nothing but user data may be left."""
    left = [
        line for line in before.difference(snapshot(proof.wine))
        if not USER_DATA.search(line[2:]) and line[2:] not in (also or set())
    ]
    proof.table.note(f"{way}: files and registry as before, but for user data", left)
