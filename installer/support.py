"""PySide's own Python modules, compiled once while building instead of at every start.

They lie as source in a ZIP inside of Shiboken's library, and each start unpacks and compiles them.
Where a folder `files.dir` stands beside that library, it takes them from there: PySide's way for
those who want to see them (SBK_EMBED=0). What we put there is the same code, compiled.
"""

from __future__ import annotations

import importlib.util
import marshal
from typing import TYPE_CHECKING, Final

from installer.console import stop

if TYPE_CHECKING:
    from pathlib import Path

PLACE: Final = "shiboken6/files.dir"
OPTIMIZE: Final = 2
"""As the bundle runs: what is compiled at a start leaves out docstrings as well."""
_NO_SOURCE: Final = bytes(12)
"""Instead of a time and a size: these modules are loaded without looking for their source."""


def sources() -> dict[str, bytes]:
    """Return {file: source} of the modules in Shiboken's library.

    PyInstaller calls this in a process of its own, so it names nothing from outside.
    """
    import sys  # noqa: PLC0415 - see above

    from PySide6 import QtCore  # noqa: F401, PLC0415 - brings the modules in

    archive = sys.modules["shibokensupport.signature.loader"].__loader__.zfile  # type: ignore[union-attr]  # PySide's importer
    names = [name for name in archive.namelist() if name.startswith("shibokensupport/")]
    return {name: archive.read(name) for name in names if name.endswith(".py")}


def compiled(found: dict[str, bytes], folder: Path) -> list[tuple[str, str]]:
    """Compile the modules into *folder*; return PyInstaller's pairs of file and place."""
    if not found:
        stop("Shiboken's library holds no modules; PySide may keep them elsewhere now.")
    pairs = []
    for name, source in found.items():
        code = compile(source, name, "exec", dont_inherit=True, optimize=OPTIMIZE)
        target = folder / f"{name}c"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(importlib.util.MAGIC_NUMBER + _NO_SOURCE + marshal.dumps(code))
        pairs.append((str(target), f"{PLACE}/{name}".rpartition("/")[0]))
    return pairs
