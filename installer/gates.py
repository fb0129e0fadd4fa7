"""What a bundle must fulfil before anything is made of it. Each gate returns what it holds against.

A gate is a function of a Target; `check` runs all of them and stops with everything found.
"""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from installer import archive, budget, pe
from installer.bundle import size_of
from installer.console import megabytes, say, stop
from installer.project import HERE, LINUX, NAME, ROOT, VERSION, WINDOWS
from installer.trim import NETWORK_MODULES, TRANSLATION
from installer.wine import SHIMS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from installer.project import Target

CEILING: Final = 150_000_000
"""Size in bytes above which something has crept into a Linux bundle; Windows' has a budget."""
SYSTEM_LIBRARIES: Final = HERE / "windows_libraries.txt"
RESOURCES: Final = ROOT / "resources"
REQUIRED: Final = (
    TRANSLATION, "klimaeditor.qss", "measures.json", "kapitel.json", "handbuch.css",
    "LGPL-3.0.txt", "GPL-3.0.txt", "EUPL-1.2.txt",
)
PRINTING: Final = {
    WINDOWS: ("QtPrintSupport.pyd", "Qt6PrintSupport.dll"),
    LINUX: ("QtPrintSupport.abi3.so", "libQt6PrintSupport.so.6"),
}
"""Handbook and yearly report go to a printer; on Linux without one they go to a PDF."""
MANIFEST: Final = (b"longPathAware", b"asInvoker")
_MISSING: Final = re.compile(
    r"(missing|excluded) module named '?(?P<name>[\w.]+)'? - imported by (?P<by>.*)"
)
_OWN_MODULE: Final = re.compile(r"\b(?:klimaeditor|ui)\.[\w.]+")
_SYSTEM_FILE: Final = re.compile(r"(?i)^(api-ms-|ext-ms-|ucrtbase|kernel32|user32|gdi32)")
_NETWORK_FILE: Final = re.compile(
    r"(?i)^(lib)?(qt6?(network|websockets|webengine\w*)|ssl|crypto|gnutls|cups)\b|^_(ssl|asyncio|overlapped)\b"
)


def check(target: Target) -> None:
    """Run every gate that concerns the target; stop with all they found."""
    if target.name == WINDOWS:
        for line in budget.table(budget.sizes_of(target.bundle)):
            say(line)
    found = [f"{gate.__name__}: {fault}" for gate in _gates(target) for fault in gate(target)]
    if found:
        stop("the bundle is not fit to be handed out:\n  " + "\n  ".join(found))
    say(f"gates of the {target.name} bundle: all {len(_gates(target))} passed")


def size(target: Target) -> list[str]:
    """Refuse a bundle of which a part takes more room than it has (Windows), or the whole."""
    if target.name == WINDOWS:
        return budget.faults(budget.sizes_of(target.bundle))
    found = size_of(target.bundle)
    return [f"{megabytes(found)}, at most {megabytes(CEILING)}"] if found > CEILING else []


def required_files(target: Target) -> list[str]:
    """Refuse a bundle without translation, style, sample, handbook or licences."""
    names = {path.name for path in _files(target)}
    programs = [target.program.name, target.console.name]
    return [f"{name} is missing" for name in (*REQUIRED, *programs) if name not in names]


def resources(target: Target) -> list[str]:
    """Refuse a bundle in which a resource is missing or older than in the source tree."""
    place = target.bundle / "_internal" / RESOURCES.name
    return [
        f"{path.relative_to(RESOURCES).as_posix()} is missing or stale"
        for path in sorted(RESOURCES.rglob("*"))
        if path.is_file() and _content(place / path.relative_to(RESOURCES)) != path.read_bytes()
    ]


def printing(target: Target) -> list[str]:
    """Refuse a bundle that cannot print."""
    names = {path.name for path in _files(target)}
    return [f"{name} is missing" for name in PRINTING[target.name] if name not in names]


def no_network(target: Target) -> list[str]:
    """Refuse modules and libraries that could use a network (DEL-03)."""
    files = [p.name for p in _files(target) if _NETWORK_FILE.match(p.name)]
    inside = sorted(set(NETWORK_MODULES) & set(_modules(target)))
    return [*files, *inside]


def nothing_missing(target: Target) -> list[str]:
    """Refuse a bundle whose modules import what PyInstaller did not find or was to leave out."""
    name = target.folder / "work" / "klimaeditor" / "warn-klimaeditor.txt"
    lines = name.read_text(encoding="utf-8").splitlines() if name.is_file() else []
    found = (match for line in lines if (match := _MISSING.match(line)))
    return [
        f"{match['name']} is imported by {own[0]}"
        for match in found
        if match["name"].split(".")[0] not in {*sys.stdlib_module_names, "_typeshed"}
        and (own := _OWN_MODULE.findall(match["by"]))
    ]


def no_trace_of_the_machine(target: Target) -> list[str]:
    """Refuse a bundle that names a folder of this machine or the registry it installs from."""
    words = traces()
    parts = {p.name: p.read_bytes() for p in _files(target)} | {
        f"module {name}": code for name, code in _modules(target).items()
    }
    return [
        f"{name} contains {word.decode()}"
        for name, data in parts.items() for word in words if word in data
    ]


def traces() -> list[bytes]:
    """Return what would give this machine away, as bytes to look for."""
    folders = [str(ROOT), str(ROOT).replace("/", "\\")]
    return [word.encode() for word in {*folders, *_registry_hosts()} if len(word) > 5]


def no_system_files(target: Target) -> list[str]:
    """Refuse Windows' own libraries, and the stand-ins for them above all."""
    return [
        path.name for path in _files(target)
        if _SYSTEM_FILE.match(path.name) or path.stem.lower() in SHIMS
    ]


def imports(target: Target) -> list[str]:
    """Refuse a program file that needs a library neither in the bundle nor known of Windows 10."""
    allowed = {p.name.lower() for p in _files(target)} | system_libraries()
    return [
        f"{path.name} needs {name}"
        for path, program in _programs(target) for name in sorted(program.imports - allowed)
    ]


def protection(target: Target) -> list[str]:
    """Refuse program files for another processor, or without ASLR and DEP."""
    return [
        f"{path.name}: machine {program.machine:#x}, protected: {program.protected}"
        for path, program in _programs(target)
        if program.machine != pe.X64 or not program.protected
    ]


def identity(target: Target) -> list[str]:
    """Refuse programs without version resource, long paths and plain rights in their manifest."""
    found = []
    for path in (target.program, target.console):
        data = path.read_bytes()
        found += [f"{path.name}: no {word.decode()}" for word in MANIFEST if word not in data]
        resource = ("ProductVersion", VERSION, "ProductName", NAME)
        missing = [word for word in resource if word.encode("utf-16-le") not in data]
        found += [f"{path.name}: version resource lacks {word}" for word in missing]
    return found


def runtime_unchanged(target: Target) -> list[str]:
    """Refuse parts of Python that differ from the runtime whose signatures were verified.

    Microsoft's runtime is not the PSF's; there the newest of all copies is taken.
    """
    runtime = target.folder / "python"
    sources = [*runtime.glob("*.dll"), *(runtime / "DLLs").glob("*")]
    verified = {p.name.lower(): p.read_bytes() for p in sources
                if pe.is_program(p) and not p.name.lower().startswith("vcruntime")}
    if not verified:
        return ["the verified runtime is gone; please build the bundle again"]
    own = [p for p in _files(target) if p.name.lower() in verified and "PySide6" not in p.parts
           and "shiboken6" not in p.parts]
    return [p.name for p in own if p.read_bytes() != verified[p.name.lower()]]


def system_libraries() -> set[str]:
    """Return the libraries that Windows 10 brings and a program may need."""
    lines = SYSTEM_LIBRARIES.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def _gates(target: Target) -> list[Callable[[Target], list[str]]]:
    both: list[Callable[[Target], list[str]]] = [
        size, required_files, resources, printing, nothing_missing, no_network,
        no_trace_of_the_machine,
    ]
    if target.name != WINDOWS:
        return both
    windows = [*both, no_system_files, imports, protection, identity]
    return windows if target.is_native else [*windows, runtime_unchanged]


def _files(target: Target) -> list[Path]:
    return sorted(p for p in target.bundle.rglob("*") if p.is_file() and not p.is_symlink())


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _modules(target: Target) -> dict[str, bytes]:
    """Return the modules of both programs, and those they share; what several hold, as all do."""
    found: dict[str, bytes] = {}
    for path in (target.program, target.console, target.code):
        for name, code in archive.modules(path).items():
            found[name] = found.get(name, b"") + code
    return found


def _programs(target: Target) -> list[tuple[Path, pe.Program]]:
    return [(p, pe.read(p.read_bytes())) for p in _files(target) if pe.is_program(p)]


def _registry_hosts() -> set[str]:
    """Return the hosts and folders that pip is set up to install from on this machine."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed arguments or paths of our own
    lines = done.stdout.splitlines()
    places = " ".join(line for line in lines if "index" in line or "links" in line)
    return set(re.findall(r"(?:https?://(?:[^@/'\"\s]*@)?|(?:file://)?(?=/))([\w./:-]+)", places))
