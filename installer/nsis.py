"""The installer: NSIS packs the bundle with the exact list of what it will remove again."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from installer import sign
from installer.commands import find, need, run
from installer.console import megabytes, say, stop
from installer.icon import WIZARD
from installer.project import BUILD, HERE, ICON, PUBLISHER, ROOT, VERSION, epoch, setup_file

if TYPE_CHECKING:
    from installer.project import Target

LIST: Final = "Dateiliste.txt"
STAGE: Final = "uninstall.exe"
"""What removes an installation: it waits for REMOVER and ends with its exit code."""
REMOVER: Final = "Deinstallation.exe"
"""What NSIS makes of the other half of the script."""
BESIDE: Final = "~neu"
"""Where a setup writes to before it swaps (swap.nsh)."""
CEILING: Final = 27_500_000
"""Largest setup that is handed out, in bytes."""


def build(target: Target, quick: bool = False) -> Path:
    """Compile the installer from a bundle and return it.

    *quick* packs with zlib and puts the result into the build folder: it proves script and
    list, and a Linux bundle may stand in for the Windows one. It is not handed out.
    """
    if not target.program.is_file():
        stop(f"there is no {target.name} bundle; please run the step bundle first.")
    sign.programs(target)
    output = BUILD / f"probe-{target.name}-Setup.exe" if quick else setup_file()
    return compile_setup(target.bundle, target.folder, output, VERSION, quick=quick)


def compile_setup(bundle: Path, work: Path, output: Path, version: str, *, quick: bool) -> Path:
    """Compile an installer of *bundle* into *output*; the lists it needs go into *work*."""
    need("makensis")
    settle_times(bundle)
    listed = files(bundle)
    for folder in (work, output.parent):
        folder.mkdir(parents=True, exist_ok=True)
    (work / LIST).write_text(inventory(listed), encoding="ascii", newline="\r\n")
    os.utime(work / LIST, (epoch(), epoch()))
    script = work / "files.nsh"
    script.write_text(script_of(bundle, work, listed), encoding="utf-8-sig", newline="\n")
    stamp = {"SOURCE_DATE_EPOCH": str(epoch())}
    stage = {"OUT": str(work / STAGE)}
    run(_command("uninstall.nsi", version, stage), "makensis", stamp, ROOT)
    sign.file(work / STAGE)
    os.utime(work / STAGE, (epoch(), epoch()))
    wizard = work / WIZARD.name
    shutil.copyfile(HERE / WIZARD.name, wizard)
    os.utime(wizard, (epoch(), epoch()))  # else that of the checkout goes into the setup
    setup = {"OUT": str(output), "FILES": str(script), "WIZARD": str(wizard),
             "LICENCE": str(ROOT / "LICENSE"), **({"QUICK": "1"} if quick else {})}
    run(_command("klimaeditor.nsi", version, setup), "makensis", stamp, ROOT)
    sign.file(output)
    size = output.stat().st_size
    if size > CEILING and not quick:
        stop(f"{output.name} has {megabytes(size)}, at most {megabytes(CEILING)}")
    say(f"{output.relative_to(ROOT)}: {megabytes(size)}")
    return output


def files(bundle: Path) -> list[str]:
    """Return the files of a bundle by their path in it, sorted, with slashes."""
    return sorted(p.relative_to(bundle).as_posix() for p in bundle.rglob("*") if p.is_file())


def folders(listed: list[str]) -> list[str]:
    """Return the folders of the files, the deepest first: each is empty when its turn comes."""
    found: set[str] = set()
    for name in listed:
        parts = name.split("/")[:-1]
        found |= {"/".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
    return sorted(found, key=lambda name: (-name.count("/"), name))


def inventory(listed: list[str]) -> str:
    """Return what lies in an installation, one a line; the next version removes exactly this.

    Stops at a name that a setup would refuse to remove (LooksOutside in klimaeditor.nsi).
    """
    for name in listed:
        if name.startswith(("/", "\\")) or any(mark in name for mark in ("..", ":", "*", "?")):
            stop(f"{name} could not be removed by the next version; please rename it.")
    backslashed = [name.replace("/", "\\") for name in [*listed, LIST, REMOVER, STAGE]]
    places = [f"{name}\\".replace("/", "\\") for name in folders(listed)]
    return "\n".join([*backslashed, *places]) + "\n"


def script_of(bundle: Path, work: Path, listed: list[str]) -> str:
    """Return the list for NSIS in three parts: writing beside, looking at each file, removing."""
    mine = _quoted(str(work / LIST))
    lines, here = ["!ifdef INSTALLING", 'SetOutPath "$INSTDIR"', f'File "/oname=~neu.txt" "{mine}"',
                   f'SetOutPath "{_written("")}"', f'File "{mine}"',
                   f'File "{_quoted(str(work / STAGE))}"'], ""
    for name in [*(n for n in listed if "/" not in n), *(n for n in listed if "/" in n)]:
        place = name.rpartition("/")[0]
        if place != here:
            here = place
            lines.append(f'SetOutPath "{_written(place)}"')
        lines.append(f'File "{_quoted(str(bundle / name))}"')
    lines += ["!endif", "!ifdef LOOK"]
    for name in [*listed, LIST]:
        lines += [f'StrCpy $1 "{_installed(name)}"', "Call ${LOOK}"]
    lines += ["!endif", "!ifdef REMOVING"]
    lines += [f'Delete "{_installed(name)}"' for name in [*listed, LIST]]
    lines += [*(f'RMDir "{_installed(name)}"' for name in folders(listed)), "!endif"]
    return "\n".join(lines) + "\n"


def settle_times(bundle: Path) -> None:
    """Give all files the time of the commit, so that the same source makes the same installer."""
    for path in bundle.rglob("*"):
        if path.is_file() and not path.is_symlink():
            os.utime(path, (epoch(), epoch()))


def _written(folder: str) -> str:
    return _installed(f"{BESIDE}/{folder}")


def _installed(name: str) -> str:
    return "\\".join(["$INSTDIR", *filter(None, _quoted(name).split("/"))])


def _quoted(text: str) -> str:
    return text.replace("$", "$$").replace('"', '$\\"')


def _stub() -> str:
    """Return the processor of the installer itself: 64-bit, unless this NSIS cannot."""
    program = Path(find("makensis") or "makensis").resolve()
    stubs = [program.parent / "Stubs", program.parent.parent / "Stubs"]
    old = any(s.is_dir() and not (s / "zlib-amd64-unicode").exists() for s in stubs)
    return "x86" if old else "amd64"


def _command(source: str, version: str, given: dict[str, str]) -> list[str]:
    defined = {
        "VERSION": version, "PUBLISHER": PUBLISHER, "ICON": str(ICON), "CPU": _stub(), **given,
    }
    if sign.is_configured():
        os.environ["PYTHONPATH"] = str(ROOT)
        defined["SIGN"] = f'"{sys.executable}" -m installer.sign'
    switches = [f"-D{name}={value}" for name, value in defined.items()]
    return ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *switches, str(HERE / source)]
