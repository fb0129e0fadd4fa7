"""What was handed out and of what it was made: SHA256SUMS and build-info.json."""

from __future__ import annotations

import hashlib
import json
import platform
from typing import TYPE_CHECKING, Final

from installer import lock, runtime, sign
from installer.console import say, stop
from installer.project import DIST, ROOT, VERSION, commit, epoch, setup_file

if TYPE_CHECKING:
    from pathlib import Path

SUMS: Final = "SHA256SUMS"
INFO: Final = "build-info.json"


def build() -> None:
    """Write both files beside what lies in dist/."""
    made = sorted(p for p in DIST.glob("*") if p.is_file() and p.name not in {SUMS, INFO})
    if not made:
        stop("there is nothing in dist/ yet; please run the steps installer or portable first.")
    (DIST / INFO).write_text(json.dumps(information(), indent=1) + "\n", "utf-8", newline="\n")
    lines = [f"{sha256(path)}  {path.name}" for path in [*made, DIST / INFO]]
    (DIST / SUMS).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    say(f"{(DIST / SUMS).relative_to(ROOT)}: {len(lines)} files")


def information() -> dict[str, object]:
    """Return what the deliverables were made of."""
    pins = {path.name: sha256(path) for path in (lock.RUNTIME, lock.BUILDING)}
    setup = setup_file()
    return {
        "version": VERSION, "commit": commit(), "time": epoch(),
        "signed": setup.is_file() and sign.is_signed(setup),
        "built_on": platform.system(), "build_python": platform.python_version(),
        "windows_runtime": {
            source.package: source.digest for source in (runtime.INTERPRETER, runtime.XML_READER)
        },
        "locks": pins, "packages": lock.pins(lock.RUNTIME.read_text(encoding="utf-8")),
    }


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
