r"""What an administrator can set, by name, and Windows' policies that say it (DEL-04).

``HKLM\Software\Policies\Klimaeditor`` and that of HKCU have keys named as the sections of
``klimaeditor.ini`` (machine.py), whose values are named as its entries. Windows lets nobody but
administrators write below ``Policies``. The templates for policies are made of these names
(``installer/admx.py``), by a Python that has no other packages: so this needs none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias

DEFAULTS: Final = "Vorgaben"
LOCKS: Final = "Gesperrt"


class Default(StrEnum):
    """What can be set for a machine; the value is the name in the file and of a policy's value."""

    DATASET = "datensatz"
    DEPARTMENT = "fachbereich"
    LICENCE = "lizenz"
    PROVIDER = "bereitsteller"
    DICTIONARY = "woerterbuch"
    WORDS = "wortliste"
    TEMPLATE = "wordvorlage"
    NOTES = "notizen"
    STEPS = "verlauf"
    PLACE = "lokaldaten"


LOCKABLE: Final = frozenset(
    {Default.DEPARTMENT, Default.LICENCE, Default.PROVIDER, Default.TEMPLATE, Default.NOTES}
)
"""What a user could choose otherwise; the others hold as they are, locked or not."""
YES_OR_NO: Final = frozenset({Default.STEPS})
CHOICES: Final = MappingProxyType(
    {Default.LICENCE: ("dl-de/by-2-0", "dl-de/zero-2-0", "cc-by-4.0", "cc0-1.0")}
)
"""Entries that take some values only; what they mean is said where they are used (publisher.py)."""
PATHS: Final = frozenset(
    {Default.DATASET, Default.DICTIONARY, Default.WORDS, Default.TEMPLATE, Default.NOTES,
     Default.PLACE}
)  # fmt: skip

KEY: Final = r"Software\Policies\Klimaeditor"
HIVES: Final = MappingProxyType({"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE"})
"""The user's first, as what stands for the machine outweighs it; with Windows' own names."""
KeyReader: TypeAlias = Callable[[str, str], Mapping[str, str | None]]
"""Gives {name: text} of a hive's key, {} where there is none; None for a text is no text."""


def are_set() -> bool:
    """Tell whether this machine has a policy for the program; never raises."""
    return any(_is_there(hive) for hive in HIVES)


if sys.platform == "win32":
    import winreg

    def registry_values(hive: str, key: str) -> dict[str, str | None]:
        """Return the values of a key of Windows' registry (a KeyReader); raises OSError."""
        try:
            opened = winreg.OpenKey(getattr(winreg, HIVES[hive]), key)
        except FileNotFoundError:
            return {}
        with opened:
            count = winreg.QueryInfoKey(opened)[1]
            found = [winreg.EnumValue(opened, number) for number in range(count)]
        return {name: _text(value, kind) for name, value, kind in found if name}

    def _text(value: object, kind: int) -> str | None:
        if kind == winreg.REG_DWORD:
            return str(value)
        if kind == winreg.REG_EXPAND_SZ:
            return winreg.ExpandEnvironmentStrings(str(value))
        return str(value) if kind == winreg.REG_SZ else None

    def _is_there(hive: str) -> bool:
        with suppress(OSError):
            winreg.OpenKey(getattr(winreg, HIVES[hive]), KEY).Close()
            return True
        return False

else:

    def registry_values(hive: str, key: str) -> dict[str, str | None]:
        """Return nothing: only Windows has policies (a KeyReader)."""
        return {}

    def _is_there(hive: str) -> bool:
        return False
