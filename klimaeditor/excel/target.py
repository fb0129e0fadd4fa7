"""The file of a workbook: what is taken for one, who has it open, and replacing it in one step."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from klimaeditor.files import disk
from klimaeditor.model.core_words import READ_BACK_FAILED, os_reason, quoted, shortened
from klimaeditor.model.errors import WorkbookError
from klimaeditor.paths import read_at_most

if TYPE_CHECKING:
    from pathlib import Path


# --- Which files are taken for workbooks, by their names -----------------------------------------

SUFFIX: Final = ".xlsx"
"""What is written, and the only one that is read."""
TAKEN_FOR_WORKBOOKS: Final = frozenset({SUFFIX, ".xlsm", ".xls", ".xlsb", ".ods"})
"""What is meant to be a workbook; whether it is one that is accepted, the reader says (SEC-09)."""


DELIMITED: Final = (".csv", ".tsv", ".txt")
"""The text files in which others keep tables."""


def is_table(path: Path) -> bool:
    """Tell by the name whether *path* is meant to be a workbook or a table of text."""
    return is_workbook(path) or (path.suffix.lower() in DELIMITED and not path.is_dir())


def is_workbook(path: Path) -> bool:
    """Tell by the name whether *path* is meant to be a workbook; a folder never is."""
    return path.suffix.lower() in TAKEN_FOR_WORKBOOKS and not path.is_dir()


# --- words ---------------------------------------------------------------------------------------


def target_suffix(name: str) -> str:
    """Return the refusal to write anything but .xlsx."""
    return f"{quoted(name)}: Der Dateiname muss auf „.xlsx“ enden. Ergänzen Sie die Endung."


def reserved_name(name: str) -> str:
    """Return the refusal of names Windows keeps for itself (SEC-17)."""
    return (
        f"{quoted(name)} ist unter Windows kein erlaubter Dateiname. Wählen Sie einen Namen ohne "
        "Sonderzeichen. Beispiel: „Maßnahmen.xlsx“."
    )


def target_locked(name: str, holder: str, lock: str, other: str) -> str:
    """Return the refusal to overwrite a workbook somebody has open (SAFE-08)."""
    who = f"von {shortened(holder)}" if holder else "in Excel oder LibreOffice"
    return (
        f"{quoted(name)} ist gerade {who} geöffnet und wurde nicht überschrieben. Schließen Sie "
        f"die Datei dort, oder wählen Sie einen anderen Namen wie {quoted(other)}. Ist sie "
        f"nirgends mehr geöffnet, löschen Sie die übrig gebliebene Datei {quoted(lock)}."
    )


def target_in_use(name: str, other: str) -> str:
    """Return the message for a target another program holds (SAFE-09)."""
    return (
        f"{quoted(name)} ist in einem anderen Programm geöffnet, vermutlich in Excel, und wurde "
        "nicht überschrieben. Ihre Änderungen sind noch da. Schließen Sie die Datei dort, oder "
        f"wählen Sie einen anderen Namen wie {quoted(other)}."
    )


def cannot_write(name: str, reason: str) -> str:
    """Return the message for a workbook that could not be written."""
    return (
        f"{quoted(name)} wurde nicht geschrieben: {reason} Eine vorhandene Datei ist "
        "unverändert. Wählen Sie einen anderen Ordner oder Namen."
    )


LONGEST_PATH: Final = 218  # SAFE-14
_RESERVED: Final = r"(?i)\A(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?"
_FORBIDDEN: Final = r'[<>:"/\\|?*\x00-\x1f]|[. ]$'
_SHARING = frozenset({32, 33})
_LARGEST_LOCK: Final = 4096
_WIDE = 55  # where an owner file of 165 bytes has the name in UTF-16, after its length


def refuse_bad_name(path: Path) -> None:
    """Raise WorkbookError where the name is none for a workbook (SEC-17)."""
    name = path.name
    if re.fullmatch(_RESERVED, name) or re.search(_FORBIDDEN, name) or name.startswith("~$"):
        raise WorkbookError(reserved_name(name))
    if path.suffix.lower() != SUFFIX:
        raise WorkbookError(target_suffix(name))


def refuse_locked(path: Path) -> None:
    """Raise WorkbookError where somebody has the workbook open (SAFE-08)."""
    found = find_lock(path)
    if found is not None:
        lock, holder = found
        other = free_name(path).name
        raise WorkbookError(target_locked(path.name, holder, lock.name, other))


def find_lock(path: Path) -> tuple[Path, str] | None:
    """Return the lock file of Excel or LibreOffice beside *path* and who holds it ("" unknown)."""
    for lock, reader in (
        (path.with_name(f"~${path.name}"), _excel_holder),
        (path.with_name(f".~lock.{path.name}#"), _libreoffice_holder),
    ):
        try:
            if lock.is_file():
                return lock, reader(_read_if_allowed(lock))
        except OSError:
            continue
    return None


def free_name(path: Path) -> Path:
    """Return a name beside *path* that is not taken: ``X (2).xlsx``, else the next number."""
    number = 2
    while (found := path.with_name(f"{path.stem} ({number}){path.suffix}")).exists():
        number += 1
    return found


def replace(path: Path, data: bytes) -> None:
    """Write *data* beside *path*, read it back and put it in place in one step.

    Raises WorkbookError; then a file that was there is as it was.
    """
    try:
        disk.write_whole(path, data)
    except disk.DamagedError as error:
        unread = cannot_write(path.name, READ_BACK_FAILED)
        raise WorkbookError(unread) from error
    except OSError as error:
        raise WorkbookError(_sentence(path, error)) from error


def _sentence(path: Path, error: OSError) -> str:
    winerror = getattr(error, "winerror", None)
    if winerror in _SHARING:
        return target_in_use(path.name, free_name(path).name)
    return cannot_write(path.name, os_reason(error.errno, winerror, error.strerror or ""))


def _read_if_allowed(lock: Path) -> bytes:
    """Return the lock's bytes; while Excel runs it may not be readable at all."""
    try:
        return read_at_most(lock, _LARGEST_LOCK)
    except OSError:
        return b""


def _excel_holder(data: bytes) -> str:
    """Return the name in an owner file: its length, the name in ANSI, and again in UTF-16."""
    length = int.from_bytes(data[_WIDE : _WIDE + 2], "little")
    wide = data[_WIDE + 2 : _WIDE + 2 + 2 * length]
    if length and len(wide) == 2 * length:
        return wide.decode("utf-16-le", "replace").strip()
    return data[1 : 1 + data[0]].decode("cp1252", "replace").strip() if data else ""


def _libreoffice_holder(data: bytes) -> str:
    """Return the name in a LibreOffice lock: full name, login, machine, separated by commas."""
    parts = [*data.decode("utf-8", "replace").split(","), "", ""]
    return parts[0].strip() or parts[1].strip()
