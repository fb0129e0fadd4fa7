"""What an administrator decides for a machine, before any user chooses (DEL-04).

machine  the file ``klimaeditor.ini`` in ProgramData: defaults, and which of them are fixed
"""

from __future__ import annotations

from klimaeditor.settings.machine import (
    Default,
    MachineDefaults,
    load_machine_defaults,
    machine_file,
)

__all__ = ["Default", "MachineDefaults", "load_machine_defaults", "machine_file"]
