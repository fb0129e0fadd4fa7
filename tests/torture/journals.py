"""Damage a recovery journal in every way a byte can be damaged, and look what comes back.

    python -m tests.torture.journals
    python -m tests.torture.journals --ways 8 --from 0

Each byte of a small journal is changed (one bit after the other, with ``--ways 8``), cut out,
doubled, and made the end of the file. After each, the start looks for leftovers as the window does:
it must not fail, must not delete anything, and whatever step does not come back has to be counted.
The files that the journal rests on are damaged the same way. Exit code 0 only if all went well.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.document import Document, open_document
from klimaeditor.files import journal, leftovers
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import town, write_folder

if TYPE_CHECKING:
    from collections.abc import Iterator


NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
TYPED = {0: "Erster Satz", 2: "Zweiter Satz", 3: "Dritter Satz", 5: "Vierter Satz"}
"""The measures that are edited, one step each, and what is typed there."""


@dataclass
class Tally:
    """How often what came of it, and what must not have."""

    found: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)

    def report(self) -> str:
        counts = [f"{name + ':':28} {count}" for name, count in sorted(self.found.items())]
        return "\n".join([*counts, *self.complaints[:20], f"complaints: {len(self.complaints)}"])


def prepare(home: Path) -> Path:
    """Leave what a crash leaves after four steps; return the folder of the session."""
    folder = write_folder(home / "daten", town())
    document = open_document(folder, home / "Sicherungen")
    kept = journal.record(document, home / "Wiederherstellung", lambda: NOW)
    for measure, text in TYPED.items():
        document.apply(document.plan_edit(measure, {"summary": text}))
        kept.flush()
    kept.on_close()
    kept._lock.release()
    dead = kept.path.with_name(kept.path.name.replace(f"-{_pid(kept.path)}-", "-4194303-"))
    return kept.path.rename(dead)


def _pid(path: Path) -> str:
    return path.name.split("-")[1]


def damaged(data: bytes, ways: int, first: int, step: int) -> Iterator[tuple[str, bytes]]:
    """Yield the ways in which each byte may be damaged, named."""
    for place in range(first, len(data), step):
        before, byte, after = data[:place], data[place], data[place + 1 :]
        for bit in range(ways):
            yield f"bit {bit} of byte {place}", before + bytes([byte ^ 1 << bit]) + after
        yield f"break at {place}", before + b"\n" + after
        yield f"zero at {place}", before + b"\0" + after
        yield f"without byte {place}", before + after
        yield f"byte {place} twice", before + bytes([byte, byte]) + after
        yield f"cut at {place}", before
        yield f"zeros from {place}", before + bytes(len(after) + 1)


def look(root: Path, what: str, tally: Tally, owed: int) -> None:
    """Judge what a start finds; *owed* is how many missing steps can be known at the most."""
    try:
        found = leftovers.find_leftovers(root, NOW, site=muenster())
        if not found:
            tally.found["nothing"] += 1
            tally.complaints.append(f"{what}: nothing is offered")
            return
        (left,) = found
        question = left.question(NOW)
        if not left.readable:
            tally.found["said to be unreadable"] += 1
            return
        restored = leftovers.restore(left)
        document = Document(restored.dataset, restored.sources, restored.folder)
        document.apply(restored.batch)
    except Exception as error:  # noqa: BLE001 - exactly that must not happen
        tally.complaints.append(f"{what}: {error!r}")
        return
    missing = [t for n, t in TYPED.items() if document.view(n).value("summary") != t]
    tally.found[f"{len(missing)} missing, {left.lost} said"] += 1
    if min(len(missing), owed) > left.lost:
        tally.complaints.append(f"{what}: {missing} missing, {left.lost} said")
    if bool(left.lost) != ("nicht gelesen werden" in question):
        tally.complaints.append(f"{what}: {left.lost} missing, but: {question}")


def torture(home: Path, ways: int, first: int, step: int) -> Tally:
    """Damage the journal, then the copies beside it; return what came of it."""
    tally = Tally()
    session = prepare(home)
    files = sorted(path for path in session.iterdir() if path.name != journal.LOCK)
    for path in files:
        data = path.read_bytes()
        of_journal = path.name == journal.JOURNAL
        if not of_journal:  # the copies count only where the files themselves have changed
            shutil.rmtree(home / "daten", ignore_errors=True)
        for name, changed in damaged(data, ways, first, step if of_journal else 97 * step):
            if changed == data:
                continue
            path.write_bytes(changed)
            owed = _owed(name, changed) if of_journal else len(TYPED)
            look(session.parent, f"{path.name}: {name}", tally, owed)
            if {p.name for p in session.iterdir()} - {journal.LOCK} != {p.name for p in files}:
                tally.complaints.append(f"{path.name}: {name}: something was deleted")
                return tally
        path.write_bytes(data)
    return tally


def _owed(way: str, data: bytes) -> int:
    """Return how many missing steps a damaged journal may be asked to know of.

    That of half a line, where it ends too soon; none, where it ends behind a line, as if no more
    had been written.
    """
    if way.startswith("cut"):
        return 0 if data.endswith((b"\n", b"}")) else 1
    return 1 if way.startswith("zeros") else len(TYPED)


def main(arguments: list[str] | None = None) -> int:
    """Run the torture; 0 only if no step was lost without a word and no start failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.journals", description=__doc__)
    parser.add_argument("--ways", type=int, default=1, help="bits of each byte")
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--step", type=int, default=1, help="only every so many bytes")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        tally = torture(Path(home), options.ways, options.first, options.step)
    took = time.monotonic() - started
    sys.stdout.write(f"damaged journals, {took:.0f} s\n{tally.report()}\n")
    return 1 if tally.complaints else 0


if __name__ == "__main__":
    sys.exit(main())
