"""Save onto a disk that is really full, with every amount of space left (SAFE-10).

    python -m tests.torture.full_disk tmpfs      needs the right to mount
    python -m tests.torture.full_disk limit      a limit on the size of files, everywhere

After each attempt the files have to be the old ones or the new ones, with nothing left beside them;
with space again, the same save has to succeed.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.document import Document, open_document
from klimaeditor.files.store import copy_of_sample
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import DatasetError
from tests.torture import worker

if TYPE_CHECKING:
    from collections.abc import Iterator


DISK = 512 * 1024
PAGE = 4096
NOT_PERMITTED = 77
"""Exit code where mounting is not permitted."""


class NotPermittedError(Exception):
    """This user may not mount a file system."""


@contextmanager
def small_disk(place: Path) -> Iterator[None]:
    """Mount a file system of half a megabyte; raises NotPermittedError."""
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(place)]
    if mount is None or call([mount, *options]):
        raise NotPermittedError
    try:
        yield
    finally:
        call([shutil.which("umount") or "umount", str(place)])


def call(command: list[str]) -> int:
    return subprocess.run(command, check=False, capture_output=True).returncode  # noqa: S603 - fixed


@contextmanager
def filled(place: Path, free: int) -> Iterator[None]:
    """Leave *free* bytes of a disk."""
    filler = place / "voll"
    filler.write_bytes(b"x" * max(0, shutil.disk_usage(place).free - free))
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def limited(_place: Path, size: int) -> Iterator[None]:
    """Let no file grow beyond *size* bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def attempt(place: Path, kept: Path, scarce, amount: int, number: int) -> bool:
    """Save with little space, judge, and save again with enough; tell whether the first worked."""
    folder = place / "daten"
    document = open_document(folder, kept)
    before = contents(folder)
    worker.edit(document, number)
    told = ""
    with scarce(place, amount):
        try:
            document.save()
        except DatasetError as error:
            told = str(error)
    if told:
        expect("voll" in told or "größer, als hier erlaubt" in told, told)
        expect(contents(folder) == before, f"{amount}: not as before")
        document.save()
    expect(document.is_saved and len(worker.marks(document)) == 1, f"{amount}: not saved")
    expect(worker.mark(open_document(folder, kept)) == number, f"{amount}: not on disk")
    return not told


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def expect(condition: object, sentence: str) -> None:
    if not condition:
        raise SystemExit(sentence)


def begin(place: Path, kept: Path) -> Document:
    document = open_document(copy_of_sample(place / "daten"), kept)
    document.apply(document.plan_edit(worker.MEASURE, {"progress_type": "count"}))
    worker.edit(document, 0)
    document.save()
    expect(set(contents(place / "daten")) == set(FileName), "left over")
    return document


def run(kind: str, home: Path) -> str:
    """Try every amount of space; return the report."""
    place, kept = home / "platte", home / "Sicherungen"
    place.mkdir()
    if kind == "tmpfs":
        with small_disk(place):
            begin(place, kept)
            amounts = range(0, 60 * PAGE, PAGE)
            worked = [attempt(place, kept, filled, n, i) for i, n in enumerate(amounts, 1)]
            left = set(contents(place / "daten"))
    else:
        begin(place, kept)
        amounts = range(0, 48_000, 800)
        worked = [attempt(place, kept, limited, n, i) for i, n in enumerate(amounts, 1)]
        left = set(contents(place / "daten"))
    expect(True in worked and False in worked, f"{sum(worked)} of {len(worked)} saved")
    expect(left == set(FileName), f"left over: {left}")
    return f"{kind}: {len(worked)} saves, {worked.count(False)} without space, nothing lost"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        try:
            sys.stdout.write(run(sys.argv[1], Path(folder)) + "\n")
        except NotPermittedError:
            sys.exit(NOT_PERMITTED)
