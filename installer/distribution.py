"""What those who roll the program out need beside it, in one ZIP.

The manifest for winget, the page for Intune, rules for AppLocker, the templates for policies: made
of the deliverables as they are handed out, so after signing.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from installer import admx, applocker, msi, nsis, page, pe, portable, winget
from installer.bundle import size_of
from installer.checksums import sha256
from installer.console import say, stop
from installer.documented import EXIT_CODES, UNINSTALL, for_all
from installer.project import DIST, LINUX, NAME, VERSION, host, msi_file, setup_file
from installer.release_notes import PUBLIC

if TYPE_CHECKING:
    from installer.project import Target

INTUNE: Final = "Intune.md"
RULES: Final = "AppLocker.xml"
_SPACE: Final = 2
"""An update keeps the old files until the new ones are in place."""
_KINDS: Final = {"success": "Erfolg", "retry": "Wiederholen", "failed": "Fehlgeschlagen"}


def file() -> Path:
    """Return where the ZIP goes."""
    return DIST / f"{NAME}-{VERSION}-Verteilung.zip"


def build(target: Target) -> Path:
    """Make the ZIP of what lies in dist/ and of the bundle, and return it."""
    if not setup_file().is_file() or not target.program.is_file():
        stop("there is no setup or no bundle; please run the steps bundle and installer first.")
    parts = {INTUNE: intune(target), **{
        f"winget/{winget.place()}/{name}": text
        for name, text in winget.manifests(
            sha256(setup_file()), PUBLIC.read_text(encoding="utf-8")
        ).items()
    }}
    if host() == LINUX:  # where what reads signatures is
        programs = [path for path in target.bundle.rglob("*") if pe.is_program(path)]
        own = [target.folder / nsis.STAGE, setup_file()]
        found = [*programs, *(path for path in own if path.is_file())]
        parts[RULES] = applocker.rules(applocker.read(found))
    packed = {name: (text.encode("utf-8"), False) for name, text in parts.items()}
    with tempfile.TemporaryDirectory() as folder:
        for path in admx.place(Path(folder)):
            name = path.relative_to(folder).as_posix()
            packed[name] = (path.read_bytes(), False)
    output = portable.pack(file(), packed)
    say(f"{output.name}: {len(packed)} files")
    return output


def intune(target: Target) -> str:
    """Return the page: what to enter for a Win32 app, filled in for this version."""
    meanings = page.exit_codes()
    place, setup = for_all(), setup_file().name
    space = _SPACE * size_of(target.bundle) // 1_000_000
    codes = [
        f"| {code} | {_KINDS[kinds.intune]} | {meanings[code]} |"
        for code, kinds in EXIT_CODES.items()
    ]
    sums = [f"| `{path.name}` | `{sha256(path)}` |" for path in (setup_file(), msi_file())
            if path.is_file()]  # fmt: skip
    return "\n".join([
        f"# {NAME} {VERSION} in Intune verteilen", "",
        "Als Win32-App. Das Paket entsteht aus einem Ordner, in dem nur das Setup liegt:", "",
        "```bat", f"IntuneWinAppUtil.exe -c . -s {setup} -o ..", "```", "",
        "| Feld | Eintrag |", "|---|---|",
        f"| Installationsbefehl | `{setup} /S /ALLUSERS` |",
        f'| Deinstallationsbefehl | `"%ProgramFiles%\\{NAME}\\{nsis.STAGE}" /S` |',
        "| Installationsverhalten | System |",
        "| Verhalten beim Geräteneustart | Keine spezifische Aktion; ein Neustart ist nie nötig |",
        "| Betriebssystemarchitektur | 64 Bit |",
        "| Mindestbetriebssystem | Windows 10 1809 |",
        f"| Erforderlicher Speicherplatz | {space} MB, das Doppelte des Programms |",
        "| Erkennungsregel: Typ | Registrierung |",
        f"| Erkennungsregel: Schlüsselpfad | `HKEY_LOCAL_MACHINE\\{UNINSTALL}` |",
        "| Erkennungsregel: Wertname | `DisplayVersion` |",
        f"| Erkennungsregel: Methode | Versionsvergleich, größer oder gleich `{VERSION}` |",
        "| Erkennungsregel: 32-Bit-App auf 64-Bit-Clients | Nein |",
        f"| Installiert nach | `{place.folder}` |", "",
        "Rückgabecodes (die voreingestellten löschen):", "",
        "| Code | Codetyp | Bedeutung |", "|---|---|---|", *codes, "",
        "Eine neue Version ersetzt die alte mit demselben Befehl, auch bei „Ablösung“ ohne",
        "vorheriges Entfernen. Vorgaben verteilen Sie mit den Vorlagen im Ordner `Richtlinien`",
        "(Geräte › Konfiguration › Administrative Vorlagen importieren).", "",
        "## Statt Setup das MSI", "",
        f"Branchen-App mit `{msi_file().name}`; nicht beides auf demselben Rechner.", "",
        "| Feld | Eintrag |", "|---|---|",
        f"| Produktcode | `{{{msi.product_code(VERSION)}}}` |",
        f"| Upgradecode | `{{{str(msi.FAMILY).upper()}}}` |", "",
        "## Prüfsummen (SHA-256)", "", "| Datei | Summe |", "|---|---|", *sums, "",
    ])  # fmt: skip
