r"""What an installation leaves behind, as docs/administration.md says it: files and registry.

The proof compares a real installation with these lists, in both directions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from installer.nsis import LIST, REMOVER, STAGE
from installer.project import CONSOLE, NAME, PUBLISHER

PROGID: Final = f"{NAME}.Datensatz"
UNINSTALL: Final = rf"Software\Microsoft\Windows\CurrentVersion\Uninstall\{NAME}"
APP_PATH: Final = rf"Software\Microsoft\Windows\CurrentVersion\App Paths\{NAME}.exe"
CLASSES: Final = r"Software\Classes"
SIZE: Final = "EstimatedSize"
"""The one value whose content is not compared: it is the size in kilobytes."""


@dataclass(frozen=True, slots=True)
class ExitCode:
    """What a code of the setup is for Intune („success“, „retry“, „failed“) and for winget.

    *winget* is one of the responses of its schema, "" for 0. What it means to people stands on the
    page.
    """

    intune: str
    winget: str


EXIT_CODES: Final = {
    0: ExitCode("success", ""),
    1: ExitCode("failed", "cancelledByUser"),
    10: ExitCode("failed", "systemNotSupported"),
    11: ExitCode("failed", "systemNotSupported"),
    12: ExitCode("retry", "packageInUse"),
    13: ExitCode("retry", "fileInUse"),
    14: ExitCode("failed", "blockedByPolicy"),
    15: ExitCode("failed", "downgrade"),
    16: ExitCode("failed", "alreadyInstalled"),
}


@dataclass(frozen=True, slots=True)
class Installation:
    """One of the two ways: for a user or for all. *folder* and *start* are Windows paths."""

    hive: str
    folder: str
    start: str
    desktop: str

    @property
    def program(self) -> str:
        """The windowed program."""
        return rf"{self.folder}\{NAME}.exe"

    @property
    def console(self) -> str:
        """The console twin."""
        return rf"{self.folder}\{CONSOLE}.exe"

    @property
    def uninstaller(self) -> str:
        """The uninstaller."""
        return rf"{self.folder}\{STAGE}"


def for_user(user: str) -> Installation:
    """Return where everything lies after an installation for one user."""
    home = rf"C:\users\{user}"
    menu = rf"{home}\AppData\Roaming\Microsoft\Windows\Start Menu\Programs"
    return Installation(
        "HKCU", rf"{home}\AppData\Local\Programs\{NAME}", rf"{menu}\{NAME}.lnk",
        rf"{home}\Desktop\{NAME}.lnk",
    )


def for_all() -> Installation:
    """Return where everything lies after an installation for all users."""
    menu = r"C:\ProgramData\Microsoft\Windows\Start Menu\Programs"
    return Installation(
        "HKLM", rf"C:\Program Files\{NAME}", rf"{menu}\{NAME}.lnk",
        rf"C:\users\Public\Desktop\{NAME}.lnk",
    )


def files(place: Installation, bundle: list[str], *, desktop: bool = False) -> set[str]:
    """Return the Windows paths of all files of an installation; *bundle* as nsis.files says it."""
    inside = [*bundle, LIST, REMOVER, STAGE]
    links = [place.start, *([place.desktop] if desktop else [])]
    return {*(f"{place.folder}\\{name}".replace("/", "\\") for name in inside), *links}


def registry(place: Installation, version: str) -> dict[tuple[str, str], str]:
    """Return {(key, name of the value): content}; "@" is a key's own value."""
    opening = f'"{place.program}" "%1"'
    icon = f"{place.program},0"
    classes = {
        (rf"Applications\{NAME}.exe", "FriendlyAppName"): NAME,
        (rf"Applications\{NAME}.exe\shell\open\command", "@"): opening,
        (rf"Applications\{NAME}.exe\SupportedTypes", ".json"): "",
        (rf"Applications\{NAME}.exe\SupportedTypes", ".xlsx"): "",
        (PROGID, "@"): "Klimaeditor-Datensatz",
        (rf"{PROGID}\DefaultIcon", "@"): icon,
        (rf"{PROGID}\shell\open\command", "@"): opening,
        (r".json\OpenWithProgids", PROGID): "",
        (r".xlsx\OpenWithProgids", PROGID): "",
        (rf"Directory\shell\{NAME}", "@"): "Mit Klimaeditor öffnen",
        (rf"Directory\shell\{NAME}", "Icon"): icon,
        (rf"Directory\shell\{NAME}\command", "@"): opening,
    }
    uninstall = {
        "DisplayName": NAME, "DisplayVersion": version, "Publisher": PUBLISHER,
        "DisplayIcon": icon, "InstallLocation": place.folder,
        "UninstallString": f'"{place.uninstaller}"',
        "QuietUninstallString": f'"{place.uninstaller}" /S',
        "NoModify": "dword:00000001", "NoRepair": "dword:00000001", SIZE: "",
    }
    return {
        **{(rf"{place.hive}\{CLASSES}\{key}", name): text for (key, name), text in classes.items()},
        **{(rf"{place.hive}\{UNINSTALL}", name): text for name, text in uninstall.items()},
        (rf"{place.hive}\{APP_PATH}", "@"): place.program,
    }
