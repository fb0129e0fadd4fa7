"""What an administrator has decided about publications on this machine (DEL-04)."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.publish import settings
from klimaeditor.publish.settings import PublicationSettings
from klimaeditor.settings import Default

if TYPE_CHECKING:
    from pathlib import Path

    from klimaeditor.settings import MachineDefaults

FIELDS: Final = MappingProxyType({"provider": Default.PROVIDER, "licence": Default.LICENCE})
"""The settings of a publication that have a default of the machine, by their name."""


def load(path: Path, machine: MachineDefaults, *, needed: bool = False) -> PublicationSettings:
    """Return the settings in the file at *path* above the defaults of the machine.

    What the administrator has locked outweighs the file. Raises PublicationError as
    :func:`klimaeditor.publish.settings.load` does.
    """
    plain = PublicationSettings()
    prepared = replace(
        plain,
        provider=machine.value(Default.PROVIDER) or plain.provider,
        licence=machine.value(Default.LICENCE) or plain.licence,
    )
    found = settings.load(path, prepared, needed=needed)
    return replace(
        found,
        provider=machine.value(Default.PROVIDER, found.provider),
        licence=machine.value(Default.LICENCE, found.licence),
    )


def locked(machine: MachineDefaults) -> frozenset[str]:
    """Return the names of the settings that nobody may change here."""
    return frozenset(field for field, name in FIELDS.items() if machine.is_locked(name))
