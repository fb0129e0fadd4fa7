"""What the tries of the setup share: its versions, running it, and a program that holds files."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from installer import documented, nsis
from installer.prefix import here, user_of, wait_for
from installer.project import NAME
from installer.prove_steps import SECONDS
from installer.wine import windows_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from installer.documented import Installation
    from installer.table import Table
    from installer.wine import Wine

OLD: Final = "0.0.1"
NEW: Final = "0.0.2"


@dataclass(frozen=True, slots=True)
class Trial:
    """What the tries share: setups by their version, and where things lie for one user."""

    wine: Wine
    table: Table
    setups: dict[str, Path]
    folder: Path

    @property
    def place(self) -> Installation:
        """Where an installation for the prefix's user lies."""
        return documented.for_user(user_of(self.wine))

    def run(self, version: str, *switches: str) -> int:
        """Run a version's setup silently and return its exit code."""
        log = f"/LOG={windows_path(self.log)}"
        return self.wine(self.setups[version], "/S", log, *switches, seconds=SECONDS)[0]

    def remove(self, place: Installation, *switches: str) -> int:
        """Run the uninstaller as the page says and return its exit code."""
        log = f"/LOG={windows_path(self.log)}"
        return self.wine(place.uninstaller, "/S", log, *switches, seconds=SECONDS)[0]

    @property
    def log(self) -> Path:
        """Where setups and uninstallers write what they do."""
        return self.folder / "setup.log"

    def last_words(self) -> str:
        """Return the last line of the log."""
        return self.log.read_text(encoding="utf-16").splitlines()[-1]

    def refuses(self, what: str, code: int, found: int, *words: str) -> None:
        """Note whether something ended with a code, and whether the log says why."""
        self.table.equal(f"{what}: exit code {code}", code, found)
        said = self.last_words()
        lacking = [word for word in (f"Abgebrochen ({code})", *words) if word not in said]
        self.table.note(f"{what}: and the log says why", lacking and [*lacking, said])

    def content(self, place: Installation) -> dict[str, bytes]:
        """Return {path: content} of all files of an installation."""
        root = here(self.wine, place.folder)
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*") if path.is_file()
        }

    def bundled(self, version: str) -> list[str]:
        """Return the files of a version's bundle."""
        return nsis.files(self.folder / version / "bundle" / NAME)

    @contextmanager
    def running(self, program: Path | str, *held: str) -> Iterator[None]:
        """Let the stand-in run for a while, holding a file where one is named with the way."""
        mark = self.folder / "ende"
        mark.unlink(missing_ok=True)
        process = self.wine.start(program, windows_path(mark), *held)
        ready = wait_for(mark.with_name(f"{mark.name}.da").is_file)
        if not ready:
            self.table.note("the stand-in runs", "it does not")
        try:
            yield
        finally:
            mark.touch()
            process.wait(SECONDS)
