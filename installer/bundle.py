"""The bundle: PyInstaller makes a folder of the program, here or under Wine, from one spec."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from installer import environment
from installer.commands import run
from installer.console import megabytes, say, stop
from installer.project import (
    CONSOLE,
    HERE,
    NAME,
    PUBLISHER,
    ROOT,
    VERSION,
    epoch,
)
from installer.wine import Wine, windows_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from installer.project import Target

DESCRIPTIONS: Final = {NAME: "Klimaeditor", CONSOLE: "Klimaeditor (Befehlszeile)"}
BUILD_SECONDS: Final = 1200
LOG: Final = "pyinstaller.log"


def build(target: Target) -> None:
    """Make the bundle of the target anew."""
    python = environment.ensure(target)
    shutil.rmtree(target.bundle.parent, ignore_errors=True)
    for name in (NAME, CONSOLE):
        (target.folder / f"{name}.version.txt").write_text(version_resource(name), "utf-8")
    if target.is_native:
        run(_command(python, target, str), "PyInstaller", _variables(target, str), ROOT)
    else:
        with Wine(target.folder / "wine") as wine:
            code, heard = wine(
                *_command(python, target, windows_path), seconds=BUILD_SECONDS, folder=ROOT,
                environment=_variables(target, windows_path),
            )
        (target.folder / LOG).write_text(heard, encoding="utf-8")
        if code or not target.program.is_file():
            last = "\n".join(heard.splitlines()[-30:])
            stop(f"PyInstaller under Wine failed (exit code {code}):\n{last}")
    say(f"{target.bundle.relative_to(ROOT)}: {megabytes(size_of(target.bundle))}")


def size_of(folder: Path) -> int:
    """Return the size of everything in a folder, in bytes; a link counts as itself."""
    return sum(p.lstat().st_size for p in folder.rglob("*") if p.is_symlink() or p.is_file())


def version_resource(name: str) -> str:
    """Return the version resource of a program in PyInstaller's notation (language: German)."""
    numbers = tuple(int(part) for part in (*VERSION.split("."), "0"))
    texts = {
        "CompanyName": PUBLISHER, "FileDescription": DESCRIPTIONS[name], "FileVersion": VERSION,
        "InternalName": name, "LegalCopyright": f"© {PUBLISHER}, EUPL-1.2",
        "OriginalFilename": f"{name}.exe", "ProductName": NAME, "ProductVersion": VERSION,
    }
    strings = ",\n      ".join(f"StringStruct({key!r}, {value!r})" for key, value in texts.items())
    return f"""VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004,
                    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable('040704B0', [
      {strings}])]),
    VarFileInfo([VarStruct('Translation', [1031, 1200])])])
"""


def _command(python: Path, target: Target, path: Callable[[Path], str]) -> list[str]:
    """Return PyInstaller's call; *path* writes a path for the Python that runs it."""
    return [
        str(python), "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN",
        "--distpath", path(target.bundle.parent), "--workpath", path(target.folder / "work"),
        path(HERE / "klimaeditor.spec"),
    ]


def _variables(target: Target, path: Callable[[Path], str]) -> dict[str, str]:
    return {
        "KLIMAEDITOR_BUILD": path(target.folder), "SOURCE_DATE_EPOCH": str(epoch()),
        "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1",
    }
