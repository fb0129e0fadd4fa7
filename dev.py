#!/usr/bin/env python3
"""Everything a developer types: run, test, lint, types, layers, check, licences, shots, and so on.

Needs nothing but a stock Python. Each command first sees to it that the system has what it needs
(Qt's libraries, a font, the module that makes environments) and that `.venv` holds what
`requirements.lock` names (a stamp inside remembers for which lock it was made); then it hands over
to the tool and passes its exit code on.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import functools
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "klimaeditor.stamp"
OLDEST_PYTHON = (3, 11)
RUN_OUTPUT = ROOT / "build" / "lauf"

# The shared libraries that Qt's own libraries name as NEEDED and the wheel does not bring.
QT_LIBRARIES = [
    "libEGL.so.1",
    "libGL.so.1",
    "libX11.so.6",
    "libdbus-1.so.3",
    "libfontconfig.so.1",
    "libfreetype.so.6",
    "libglib-2.0.so.0",
    "libxkbcommon.so.0",
    "libzstd.so.1",
]
WINDOW_LIBRARIES = [  # a visible window, by the xcb or the wayland plugin
    "libX11-xcb.so.1",
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-image.so.0",
    "libxcb-keysyms.so.1",
    "libxcb-randr.so.0",
    "libxcb-render-util.so.0",
    "libxcb-render.so.0",
    "libxcb-shape.so.0",
    "libxcb-shm.so.0",
    "libxcb-sync.so.1",
    "libxcb-util.so.1",
    "libxcb-xfixes.so.0",
    "libxcb-xkb.so.1",
    "libxkbcommon-x11.so.0",
    "libwayland-client.so.0",
    "libwayland-cursor.so.0",
    "libwayland-egl.so.1",
]
# What asks the real window from outside, as a screen reader does: a path or program, its package.
DESK = {
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus-daemon",
    "/usr/share/dbus-1/services/org.a11y.Bus.service": "at-spi2-core",
    "/usr/lib/python3/dist-packages/pyatspi": "python3-pyatspi",
}
FONT_PACKAGE = "fonts-dejavu-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
FONT_FILES = "*.[to]t[fc]"
NOT_FOR_READING = ("mono", "symbol", "opens___", "emoji")  # in names of files; one is Office's

PIP_INSTALL = ("-m", "pip", "install", "-q", "--no-input", "--disable-pip-version-check")
NO_INDEX = re.compile(r"Retrying \(|connection broken|Max retries exceeded|[Tt]imed? ?out")
PINS_PROBE = """
import sys
from importlib.metadata import version
sys.exit([pin for pin in sys.argv[1:] if version(pin.split("==")[0]) != pin.split("==")[1]] or None)
"""
DISPLAY_PROBE = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
PYTEST = ["-m", "pytest", "-n", "2", "--dist", "loadfile"]  # by file: a module shares its window
REUSE = ["-m", "reuse", "lint"]
BESIDE_PYTHON = (  # zizmor is a program, no module
    "import subprocess, sys, pathlib; name, *rest = sys.argv[1:]; "
    "raise SystemExit(subprocess.call([str(pathlib.Path(sys.executable).with_name(name)), *rest]))"
)
ZIZMOR = ["-c", BESIDE_PYTHON, "zizmor", "--offline", "--no-progress", "--quiet", str(ROOT)]
AUDIT = ["-m", "pip_audit", "--no-deps", "--disable-pip"]
PARTS_LISTS = "dist/*.cdx.json"  # of what is in the bundles, made by build_installer.py
LAYERS = "from importlinter import cli; raise SystemExit(cli.lint_imports(no_logo=True))"


def say(text: str) -> None:
    """Print one progress line at once, so that it stands before the output of the tool it names."""
    print(f"[dev] {text}", flush=True)


def stop(text: str) -> None:
    """End with exit code 1 and the sentence that says what to do."""
    raise SystemExit(f"[dev] {text}")


# --- the environment ---------------------------------------------------------------------------


def venv_python(venv: Path, windows: bool = os.name == "nt") -> Path:
    """Return where the interpreter of a virtual environment lies."""
    return venv / "Scripts" / "python.exe" if windows else venv / "bin" / "python"


def stamp_of(lock: str, python: tuple[int, int] = sys.version_info[:2]) -> str:
    """Return the text that ties an environment to a lock file's content and a Python version."""
    return f"{python[0]}.{python[1]} {hashlib.sha256(lock.encode()).hexdigest()}\n"


def pins_of(wanted: str, platform: str = sys.platform) -> list[str]:
    """Return `name==version` of what a lock file's text (or one requirement) pins for a system."""
    pins = []
    for line in wanted.splitlines():
        pin, _, marker = line.partition(";")
        if "==" in pin and not pin.startswith("#") and (not marker or f'"{platform}"' in marker):
            pins.append(re.sub(r"\[[^]]*\]", "", pin).rstrip(" \\").strip())
    return pins


def is_ready(venv: Path, wanted: str) -> bool:
    """Tell whether `venv` was finished for this lock text, still starts and holds its packages."""
    try:
        if (venv / STAMP.name).read_text(encoding="utf-8") != stamp_of(wanted):
            return False
        command: list[str | Path] = [venv_python(venv), "-c", PINS_PROBE, *pins_of(wanted)]
        return not subprocess.run(command, capture_output=True, check=False).returncode
    except OSError:
        return False


def attempt(command: list[str | Path]) -> tuple[int, str]:
    """Run a preparing step without its chatter; return its exit code and what it said."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout


def stop_at(what: str, code: int, said: str) -> None:
    """End with what a failed step said last."""
    last_lines = "\n".join(said.splitlines()[-25:])
    stop(f"{what} failed (exit code {code}):\n{last_lines}")


def quietly(command: list[str | Path], what: str) -> None:
    """Run a preparing step without its chatter; show its last lines and stop if it fails."""
    code, said = attempt(command)
    if code:
        stop_at(what, code, said)


def install(python: Path, wanted: list[str | Path]) -> None:
    """Let pip put in what is wanted; stop where it cannot, in one sentence without a network."""
    code, said = attempt([python, *PIP_INSTALL, *wanted])
    if code and NO_INDEX.search(said):
        stop(
            "The package index cannot be reached, so the packages could not be installed and "
            "nothing was changed; please try again with a network connection."
        )
    if code:
        stop_at("Installing the packages", code, said)


def remove(path: Path) -> None:
    """Remove a folder, a file or a link, but not what a link leads to."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def made_anew(folder: Path) -> Iterator[None]:
    """Keep what there is beside until the new *folder* is finished; take it back if it fails.

    An environment knows its own path, so the new one is made in its place. Where an earlier attempt
    was killed, what it had put aside is still there and counts, not its half-made folder.
    """
    aside = folder.with_name(f"{folder.name}.old")
    if os.path.lexists(aside) and not (folder / STAMP.name).exists():
        remove(folder)
        aside.rename(folder)
    remove(aside)
    if os.path.lexists(folder):
        folder.rename(aside)
    try:
        yield
    except BaseException:
        remove(folder)
        if os.path.lexists(aside):
            aside.rename(folder)
        raise
    remove(aside)


def make_environment(venv: Path, wanted: str, requirements: list[str | Path]) -> None:
    """Make an environment with what pip calls *requirements*; what was there stays if it fails.

    *wanted* is the text that pins them, for which the new environment is stamped.
    """
    started = time.monotonic()
    say(f"{'renewing' if os.path.lexists(venv) else 'making'} {venv.name} ...")
    base = getattr(sys, "_base_executable", None) or sys.executable
    try:
        with made_anew(venv):
            quietly([base, "-m", "venv", venv], f"Making {venv.name}")
            say(f"installing {Path(requirements[-1]).name} ...")
            install(venv_python(venv), requirements)
            (venv / STAMP.name).write_text(stamp_of(wanted), encoding="utf-8")
    except OSError as error:
        stop(f"{venv.name} could not be renewed; please close what runs from it: {error}")
    say(f"{venv.name} is ready ({time.monotonic() - started:.0f} s).")


# --- the system's libraries --------------------------------------------------------------------


def loads(library: str) -> bool:
    """Tell whether the dynamic linker finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_font(folders: list[Path]) -> bool:
    """Tell whether a font to read texts in lies in one of the folders; else Qt draws boxes."""
    names = (path.name.lower() for folder in folders for path in folder.rglob(FONT_FILES))
    return any(not any(word in name for word in NOT_FOR_READING) for name in names)


def package_of(library: str) -> str:
    """Return the Debian package of a shared library, which policy derives from its name."""
    stem, version = library.lower().replace("libglib-2.0", "libglib2.0").split(".so.")
    return f"{stem}-{version}" if stem[-1].isdigit() else f"{stem}{version}"


def missing_packages(libraries: list[str], fonts: list[Path]) -> list[str]:
    """Return the Debian packages for the libraries (and the font) this machine lacks."""
    missing = [package_of(library) for library in libraries if not loads(library)]
    return missing if has_font(fonts) else [*missing, FONT_PACKAGE]


def venv_packages() -> list[str]:
    """Return the Debian package of the module that makes environments, where it is missing."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return []
    return [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"]


def qt_packages(window: bool) -> list[str]:
    """Return the Debian packages that Qt lacks here; *window* adds those of a visible window."""
    if not sys.platform.startswith("linux"):
        return []
    libraries = [*QT_LIBRARIES, *(WINDOW_LIBRARIES if window else ())]
    return missing_packages(libraries, [Path(folder).expanduser() for folder in FONT_FOLDERS])


def desk_packages() -> list[str]:
    """Return the Debian packages that the tests lack which ask the window from outside."""
    if not sys.platform.startswith("linux"):
        return []
    lacking = [
        package for what, package in DESK.items() if not (shutil.which(what) or Path(what).exists())
    ]
    return [*lacking, *(package_of(library) for library in WINDOW_LIBRARIES if not loads(library))]


def install_packages(packages: list[str], everything: list[str]) -> None:
    """Install Debian packages when we may, otherwise stop and say the command to type.

    That command brings *everything* any command of this file may need, so it is typed once.
    """
    if not shutil.which("apt-get"):
        stop(f"Please install what Debian calls {' '.join(everything)}, then try again.")
    apt = ["apt-get", "install", "--yes", "--no-install-recommends"]
    if os.geteuid() != 0:
        command = f"sudo apt-get update && sudo {' '.join([*apt, *everything])}"
        stop(f"Some packages of the system are missing. Please run this once, then try again:\n  "
             f"{command}")  # fmt: skip
    say(f"installing from the system's packages: {' '.join(packages)} ...")
    script = 'apt-get update; DEBIAN_FRONTEND=noninteractive "$@" -o DPkg::Lock::Timeout=300'
    quietly(["sh", "-c", script, "sh", *apt, *packages], "Installing the system packages")


def ensure_packages(venv: bool, qt: bool, window: bool) -> None:
    """Make sure the system has what a command needs, all of it before anything long begins.

    *venv*: an environment is to be made; *qt*: Qt runs; *window*: it shows one.
    """
    needed = [*(venv_packages() if venv else ()), *(qt_packages(window) if qt else ())]
    if needed:
        install_packages(needed, [*venv_packages(), *qt_packages(window=True)])


# --- the commands ------------------------------------------------------------------------------


def call(python: Path, arguments: list[str], offscreen: bool = False) -> int:
    """Run the environment's Python in the project folder, output shown, and return its code."""
    environment = dict(os.environ)
    if offscreen:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    try:
        done = subprocess.run([python, *arguments], cwd=ROOT, env=environment, check=False)
    except KeyboardInterrupt:
        return 130
    return done.returncode if done.returncode >= 0 else 128 - done.returncode  # as shells do


def claims_display(platform: str, environment: dict[str, str]) -> bool:
    """Tell whether this desktop could show a window, as far as the environment says."""
    if environment.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal")):
        return False
    named = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    return platform in ("win32", "darwin") or bool(named)


def shows_windows(python: Path) -> bool:
    """Let Qt itself try the display: a set DISPLAY may point nowhere."""
    command = [str(python), "-c", DISPLAY_PROBE]
    try:
        return not subprocess.run(command, capture_output=True, timeout=60, check=False).returncode
    except subprocess.TimeoutExpired:
        return False


def run(python: Path, rest: list[str]) -> int:
    """Start the editor; without a display do a short piece of work and leave pictures of it."""
    dataset = [str(Path(name).absolute()) for name in rest]
    claims = claims_display(sys.platform, dict(os.environ))
    if claims and shows_windows(python):
        return call(python, ["-m", "ui.launch", *(dataset or ["--sample"])])
    say("the display does not answer." if claims else "there is no display.")
    say("so, without a window: check, one repair, save, Excel, pictures ...")
    RUN_OUTPUT.mkdir(parents=True, exist_ok=True)
    code = call(python, ["-m", "ui.headless", str(RUN_OUTPUT), *dataset], offscreen=True)
    say(f"the results lie in {RUN_OUTPUT}" if code == 0 else f"stopped with exit code {code}.")
    return code


def tool(name: str, python: Path, rest: list[str]) -> int:
    """Run one of the tools of `TOOLS` with the arguments that follow the command."""
    _summary, arguments = TOOLS[name]
    return call(python, [*arguments, *rest], offscreen=name in NEED_QT)


def bundled(parts_list: str) -> tuple[list[str], list[str]]:
    """Return the packages that a list of a bundle's parts names as pins, and the CPEs of the rest.

    The list is CycloneDX; parts that are linked into others count too.
    """
    pins, others = set(), set()
    waiting = list(json.loads(parts_list)["components"])
    while waiting:
        part = waiting.pop()
        waiting += part.get("components", [])
        if part.get("purl", "").startswith("pkg:pypi/"):
            pins.add(part["purl"].removeprefix("pkg:pypi/").replace("@", "=="))
        elif "cpe" in part:
            others.add(part["cpe"])
    return sorted(pins), sorted(others)


def audited() -> list[Path]:
    """Return the files whose pins are looked up: the lock, and what is in the bundles of dist/.

    Says which parts are to be looked up by their CPE: they are in no list that pip-audit reads.
    """
    found = [LOCK]
    for path in sorted(ROOT.glob(PARTS_LISTS)):
        pins, others = bundled(path.read_text(encoding="utf-8"))
        target = ROOT / "build" / "parts" / f"{path.name}.txt"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n".join(pins) + "\n", encoding="utf-8")
        found.append(target)
        say(f"{path.name}: {len(pins)} packages of the bundle are looked up beside the lock.")
        say("not in those lists, to be looked up by CPE:\n  " + "\n  ".join(others))
    if found == [LOCK]:
        say(f"there is no {PARTS_LISTS}: only the lock is looked up, not what is in a bundle.")
    return found


def apart(name: str, rest: list[str]) -> int:
    """Run one of the tools of `APART`, each in an environment of its own."""
    package, _summary, arguments = APART[name]
    # pip-audit wants hashes for all of its files or for none: a call for each
    calls = [["-r", str(path)] for path in audited()] if name == "audit" else [[]]
    venv = ROOT / "build" / name
    if not is_ready(venv, package):
        ensure_packages(venv=True, qt=False, window=False)
        make_environment(venv, package, [package])
    return max(call(venv_python(venv), [*arguments, *more, *rest]) for more in calls)


def check(python: Path, _rest: list[str]) -> int:
    """Run lint, types and layers, all three even if one fails."""
    codes = []
    for name in ("lint", "types", "layers"):
        say(f"{name} ...")
        codes.append(tool(name, python, []))
    return max(codes)


def bench(python: Path, rest: list[str]) -> int:
    """Run all benchmarks within ten minutes and print one table, or run those named.

    `bench --write` puts the table into README.md, `bench keys --write` that of the keys.
    """
    if not [name for name in rest if name[:1] != "-"]:
        return call(python, ["-m", "benchmarks.together", *rest], offscreen=True)
    scripts = sorted((ROOT / "benchmarks").glob("bench_*.py"))
    names, options = [n for n in rest if n[:1] != "-"], [n for n in rest if n[:1] == "-"]
    chosen = [path for path in scripts if path.stem.removeprefix("bench_") in names]
    if not chosen:
        stop(f"No such benchmark; there are: {[path.name for path in scripts]}")
    codes = []
    for path in chosen:
        begun = time.monotonic()
        codes.append(call(python, ["-m", f"benchmarks.{path.stem}", *options], offscreen=True))
        say(f"{path.stem}: {time.monotonic() - begun:.0f} s")
    return max(codes)


def outside() -> int:
    """Install what the tests need that ask the real window from outside; else they are skipped."""
    lacking = desk_packages()
    if lacking:
        install_packages(lacking, lacking)
    say("the window can be asked from outside.")
    return 0


def setup(_python: Path, _rest: list[str]) -> int:
    """Prepare everything and do nothing else."""
    say("everything is in place.")
    return 0


TOOLS: dict[str, tuple[str, list[str]]] = {
    "test": ("Run the test suite on two cores; the rest goes to pytest (-n 0 for --pdb).", PYTEST),
    "lint": ("Run ruff over everything; the rest goes to ruff.", ["-m", "ruff", "check"]),
    "types": ("Run mypy over what pyproject.toml names.", ["-m", "mypy"]),
    "layers": ("Check who may import whom.", ["-c", LAYERS]),
    "handbook": ("Write the handbook anew (--check: only compare).", ["docs/make_handbook.py"]),
    "torture": ("Kill the program many times; the rest goes to it.", ["-m", "tests.torture"]),
    "shots": ("Draw the pictures of the documentation anew.", ["docs/make_screenshots.py"]),
}
# Tools whose licence or whose own needs must not mix with what ships and what tests it.
READING = "reuse[charset-normalizer]==6.2.0"  # the extra instead of a library of the system
APART: dict[str, tuple[str, str, list[str]]] = {
    "licences": (READING, "See whether every file names its licence.", REUSE),
    "workflows": ("zizmor==1.32.0", "Look for holes in the workflows of the forge.", ZIZMOR),
    "audit": ("pip-audit==2.10.1", "Look pins and what is in dist/ up in lists of gaps.", AUDIT),
}
COMMANDS = {"run": run, "check": check, "bench": bench, "setup": setup}
NEED_QT = {"run", "test", "torture", "handbook", "shots", "bench", "setup"}


def build_parser() -> argparse.ArgumentParser:
    """Return the parser; what follows the command is handed on untouched."""
    summaries = {name: summary for name, (summary, _arguments) in TOOLS.items()}
    summaries |= {name: summary for name, (_package, summary, _arguments) in APART.items()}
    summaries |= {name: str(command.__doc__) for name, command in COMMANDS.items()}
    summaries["outside"] = str(outside.__doc__)
    table = "\n".join(f"{name:<10}{text}" for name, text in summaries.items())
    verbatim = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("dev.py", description=table, formatter_class=verbatim)
    parser.add_argument("command", choices=summaries, metavar="command")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="handed on to the tool")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Prepare what the command needs, run it, return its exit code."""
    if sys.version_info < OLDEST_PYTHON:
        stop(f"Klimaeditor needs Python 3.11 or newer, this is {sys.version.split()[0]}.")
    options = build_parser().parse_args(arguments)
    if options.command in APART:
        return apart(options.command, options.rest)
    if options.command == "outside":
        return outside()
    python, wanted = venv_python(VENV), LOCK.read_text(encoding="utf-8")
    ready = is_ready(VENV, wanted)
    shown = options.command == "run" and claims_display(sys.platform, dict(os.environ))
    window = shown or options.command == "setup"
    ensure_packages(venv=not ready, qt=options.command in NEED_QT, window=window)
    if not ready:
        make_environment(VENV, wanted, ["-r", LOCK])
    command = COMMANDS.get(options.command) or functools.partial(tool, options.command)
    return command(python, options.rest)


if __name__ == "__main__":
    sys.exit(main())
