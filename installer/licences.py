"""The licences of everything in a bundle: texts, and one list that says whose what is (DEL-08)."""

from __future__ import annotations

import platform
import re
import shutil
import sysconfig
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path
from typing import TYPE_CHECKING, Final

from installer import environment, lock, notices, runtime
from installer.console import say, stop
from installer.project import HERE, ROOT, VERSION, WINDOWS

if TYPE_CHECKING:
    from installer.project import Target

FOLDER: Final = "Lizenzen"
LIST: Final = "DRITTANBIETER.md"
PLAIN: Final = {
    "PSFL": "PSF-2.0",
    "MIT + MPL 1.1/GPL 2.0/LGPL 2.1": "MIT AND MPL-1.1",
    "GPLv2-or-later with a special exception which allows to use PyInstaller to build and "
    "distribute non-free programs (including commercial ones)":
        "GPL-2.0-or-later WITH Bootloader-exception",
    "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only": "LGPL-3.0-only",
}
"""Names that packages give their licence, as SPDX writes it; of Qt's three we take the LGPL."""
ALLOWED: Final = {
    "BSD-3-Clause", "EUPL-1.2", "GPL-2.0-or-later WITH Bootloader-exception", "ISC",
    "LGPL-3.0-only", "MIT", "MIT AND MPL-1.1", "GPL-2.0-only OR GPL-3.0-only",
    "LicenseRef-SCOWL",
    "PSF-2.0", "LicenseRef-Microsoft-VC-Redist",
}
"""The GPL and SCOWL's are the licences of word lists, which are data of their own.

Whatever is under another licence needs a decision before it goes into a bundle.
"""
MORE_TEXTS: Final = {"chunspell": ("MPL-1.1.txt",)}
"""What a wheel's licence calls for and the wheel does not bring."""
HEADER: Final = """\
# Bestandteile anderer

Klimaeditor {version} steht unter der EUPL 1.2 (`EUPL-1.2.txt`) und enthält die folgenden
Bestandteile. Ihre Lizenztexte liegen in diesem Ordner.

| Bestandteil | Version | Lizenz | Quelltext | Lizenztext |
|---|---|---|---|---|
"""
FOOTER: Final = """
Qt, PySide6 und Shiboken werden unter der GNU LGPL 3 verwendet (`LGPL-3.0.txt`, sie ergänzt die
`GPL-3.0.txt`). Sie liegen als einzelne Dateien im Ordner `_internal` und dürfen durch eigene,
schnittstellengleiche Fassungen ersetzt werden; das Programm prüft sie nicht. Die Quelltexte genau
dieser Fassungen stehen bei der Qt Company (https://download.qt.io/official_releases/). Fremde
Bestandteile von Qt nennt `Qt-Bestandteile.md`, ihre Texte `Qt-Lizenztexte.txt`.
"""


@dataclass(frozen=True, slots=True)
class Component:
    """One thing in a bundle that others made; *texts* are names of files in the folder."""

    name: str
    version: str
    licence: str
    source: str
    texts: tuple[str, ...]
    is_package: bool = False


def collect(target: Target) -> None:
    """Put the folder of licences into the bundle; stop where a licence is not among the known."""
    folder = target.bundle / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in sorted((HERE / "licences").iterdir()):
        shutil.copyfile(path, folder / path.name)
    shutil.copyfile(ROOT / "LICENSE", folder / "EUPL-1.2.txt")
    found = components(target, folder)
    strange = [f"{c.name}: {c.licence}" for c in found if c.licence not in ALLOWED]
    if strange:
        stop("these licences need a decision first: " + "; ".join(strange))
    (folder / LIST).write_text(listing(found), encoding="utf-8", newline="\n")
    say(f"licences: {len(found)} components in {FOLDER}/{LIST}")


def components(target: Target, folder: Path) -> list[Component]:
    """Return what is in a bundle besides the program itself; copy the licence texts to *folder*."""
    packages = environment.packages(target)
    shipped = (*lock.RUNTIME_PACKAGES, "pyinstaller")
    found = [_package(packages, name, folder) for name in shipped]
    return sorted([*found, *_others(target, folder)], key=lambda c: c.name.lower())


def listing(found: list[Component]) -> str:
    """Return the list as Markdown, in German."""
    rows = [
        f"| {c.name} | {c.version} | {c.licence} | {c.source} | {', '.join(c.texts)} |"
        for c in found
    ]
    return HEADER.format(version=VERSION) + "\n".join(rows) + "\n" + FOOTER


def _package(packages: Path, name: str, folder: Path) -> Component:
    info = _info_folder(packages, name)
    about = Parser().parsestr((info / "METADATA").read_text(encoding="utf-8"), headersonly=True)
    licence = about["License-Expression"] or about["License"] or ""
    texts = (*(_copy(info, path, folder) for path in _texts(info)), *MORE_TEXTS.get(name, ()))
    inside = notices.rust(info, name)
    if inside:
        listed = f"{name}-Rust.md"
        (folder / listed).write_text(inside, encoding="utf-8", newline="\n")
        texts = (*texts, listed, "Rust-Lizenztexte.txt", "Apache-2.0.txt")
    qt = name.lower().startswith(("pyside6", "shiboken6"))
    return Component(
        name, str(about["Version"]), PLAIN.get(licence, licence),
        _source(about.get_all("Project-URL") or [], str(about["Home-page"] or "")),
        ("LGPL-3.0.txt", "GPL-3.0.txt") if qt else texts, is_package=True,
    )


def _info_folder(packages: Path, name: str) -> Path:
    plain = re.sub(r"[-_.]+", "_", name).lower()
    found = [p for p in packages.glob("*.dist-info") if p.name.split("-")[0].lower() == plain]
    if not found:
        stop(f"{name} is not installed in the build's environment; please build the bundle again.")
    return found[0]


def _texts(info: Path) -> list[Path]:
    words = ("licen", "copying", "notice")
    return sorted(
        p for p in info.rglob("*")
        if p.is_file() and p.name.lower().startswith(words) and "Commercial" not in p.name
    )


def _copy(info: Path, path: Path, folder: Path) -> str:
    """Copy a licence text under a name that says whose it is; return that name."""
    package = info.name.split("-")[0]
    name = f"{package}-{path.name}" if path.suffix else f"{package}-{path.name}.txt"
    shutil.copyfile(path, folder / name)
    return name


def _source(urls: list[str], home: str) -> str:
    known = dict(entry.split(", ", 1) for entry in urls)
    wanted = ("Source", "Source Code", "Repository", "Homepage")
    return next((known[key] for key in wanted if key in known), home)


def _others(target: Target, folder: Path) -> list[Component]:
    """Return what is no package: Qt itself, Python, the icons, Microsoft's runtime."""
    shutil.copyfile(ROOT / "resources" / "icons" / "LICENSE", folder / "Lucide-LICENSE.txt")
    python = target.folder / "python" / "LICENSE.txt"
    text = python if python.is_file() else _python_licence()
    shutil.copyfile(text, folder / "Python-LICENSE.txt")
    qt = lock.pins(lock.RUNTIME.read_text(encoding="utf-8"))["PySide6_Essentials"]
    found = [
        Component("Qt", qt, "LGPL-3.0-only", "https://code.qt.io/",
                  ("LGPL-3.0.txt", "GPL-3.0.txt", "Qt-Bestandteile.md", "Qt-Lizenztexte.txt",
                   "Apache-2.0.txt")),
        Component("Python", _python_version(target), "PSF-2.0", "https://www.python.org/",
                  ("Python-LICENSE.txt", "Python-Bestandteile.txt")),
        Component("Lucide", "", "ISC", "https://lucide.dev/", ("Lucide-LICENSE.txt",)),
        Component("Wörterbuch de_DE (igerman98, frami)", "2017-01-09",
                  "GPL-2.0-only OR GPL-3.0-only", "https://www.j3e.de/ispell/igerman98/",
                  ("GPL-2.0.txt", "GPL-3.0.txt")),
        Component("Wörterbuch en_US (SCOWL)", "", "LicenseRef-SCOWL", "http://wordlist.aspell.net/",
                  ("SCOWL.txt",)),
    ]
    if target.name == WINDOWS:
        found.append(
            Component("Microsoft Visual C++ Runtime", "14", "LicenseRef-Microsoft-VC-Redist",
                      "https://visualstudio.microsoft.com/", ())
        )
    return found


def _python_version(target: Target) -> str:
    return platform.python_version() if target.is_native else runtime.VERSION


def _python_licence() -> Path:
    """Return the licence text of the Python that runs this."""
    library = Path(sysconfig.get_paths()["stdlib"])
    places = [library / "LICENSE.txt", library.parent / "LICENSE.txt"]
    found = [path for path in places if path.is_file()]
    if not found:
        stop("this Python has no LICENSE.txt beside its library; please use one from python.org.")
    return found[0]
