"""A bundle of a few small files that stands for the editor, to try the setup itself in a minute."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from installer import msi, nsis
from installer.commands import need, run
from installer.project import CONSOLE, HERE, NAME
from installer.wine import COMPILER

if TYPE_CHECKING:
    from pathlib import Path

LIBRARY: Final = "_internal/klima.dll"
TEXT: Final = "_internal/ressourcen/was.txt"
ADDED: Final = "_internal/neu.txt"
STALE: Final = "_internal/alt/nur-frueher.txt"
VERSIONS: Final = {True: "9,0,0,0", False: "8,0,0,0"}
"""Of the library in the first setup and in the others: it goes back, as others' libraries may."""
RESOURCES: Final = COMPILER.replace("gcc", "windres")
_RESOURCE: Final = "1 VERSIONINFO FILEVERSION {0} PRODUCTVERSION {0}\nBEGIN\nEND\n"


def setups(folder: Path, *versions: str) -> dict[str, Path]:
    """Compile a setup of each version, whose files name it.

    The first has a file that the others lack, and lacks one that they have.
    """
    need("makensis", COMPILER)
    return {
        version: _setup(folder / version, version, extra=version == versions[0])
        for version in versions
    }


def _setup(folder: Path, version: str, *, extra: bool) -> Path:
    bundle(folder, version, extra=extra)
    return nsis.compile_setup(
        folder / "bundle" / NAME, folder, folder / f"{version}-Setup.exe", version, quick=True
    )


def packages(folder: Path, *versions: str) -> dict[str, Path]:
    """Make an MSI of each version out of what `setups` left in *folder*."""
    return {
        version: msi.compile_package(
            folder / version / "bundle" / NAME, folder / version, folder / f"{version}.msi", version
        )
        for version in versions
    }


def bundle(folder: Path, version: str, *, extra: bool = False) -> Path:
    """Make the bundle in *folder* and return it."""
    place = folder / "bundle" / NAME
    for name in (LIBRARY, TEXT, STALE if extra else ADDED):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(version, encoding="ascii")
    program = place / f"{NAME}.exe"
    run([COMPILER, "-O2", "-s", "-mwindows", "-municode", HERE / "stand_in.c", "-o", program],
        "Compiling the stand-in")
    source = folder / "library.c"
    source.write_text(f'char *version(void) {{ return "{version}"; }}\n', encoding="ascii")
    numbers = folder / "library.rc"
    numbers.write_text(_RESOURCE.format(VERSIONS[extra]), encoding="ascii")
    run([RESOURCES, numbers, folder / "library.o"], "Compiling its version")
    run([COMPILER, "-shared", "-s", source, folder / "library.o", "-o", place / LIBRARY],
        "Compiling its library")
    shutil.copyfile(program, place / f"{CONSOLE}.exe")
    return place
