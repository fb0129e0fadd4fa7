"""The program as a ZIP to unpack anywhere, for those who may not or will not install."""

from __future__ import annotations

import time
import zipfile
from typing import TYPE_CHECKING, Final

from installer import nsis, sign
from installer.console import megabytes, say, stop
from installer.project import DIST, NAME, ROOT, VERSION, WINDOWS, epoch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from installer.project import Target

_EARLIEST: Final = 315532800
"""1980-01-01, where the calendar of ZIP begins."""


def file_of(target: Target) -> Path:
    """Return where the ZIP of a target goes."""
    system = "" if target.name == WINDOWS else f"-{target.name}"
    return DIST / f"{NAME}-{VERSION}{system}-portable.zip"


def build(target: Target) -> Path:
    """Pack the bundle; the same source makes the same bytes. Return the ZIP."""
    if not target.program.is_file():
        stop(f"there is no {target.name} bundle; please run the step bundle first.")
    sign.programs(target)
    top = f"{NAME}-{VERSION}"
    paths = {f"{top}/{name}": target.bundle / name for name in nsis.files(target.bundle)}
    output = pack(file_of(target), {
        name: (path.read_bytes(), bool(path.stat().st_mode & 0o100))
        for name, path in paths.items()
    })
    say(f"{output.relative_to(ROOT)}: {megabytes(output.stat().st_size)}")
    return output


def pack(output: Path, parts: Mapping[str, tuple[bytes, bool]]) -> Path:
    """Make a ZIP of {name: (content, whether it may be run)}, the same for the same parts."""
    output.parent.mkdir(parents=True, exist_ok=True)
    when = time.gmtime(max(epoch(), _EARLIEST))[:6]
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(parts):
            content, runs = parts[name]
            entry = zipfile.ZipInfo(name, when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (0o100755 if runs else 0o100644) << 16
            archive.writestr(entry, content)
    return output
