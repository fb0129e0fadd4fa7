"""Workbooks out and in, time and memory, against pandas with openpyxl on the same tables.

Each step runs alone in a process of its own, ours and pandas' in turn, so that neither warms
anything up for the other and the peak of memory is its own. Seconds are those of the processor,
which other programs on the machine disturb less. Memory is what the step took on top of what was
there when it began.

Ours writes and reads more than pandas does: styles, drop-downs, help, protection and the hidden
record of what was sent; the hostile file guard, damage cell by cell, and the comparison.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.common import Result, generate, show
from klimaeditor.site.muenster import muenster

if TYPE_CHECKING:
    from collections.abc import Callable

    from klimaeditor.excel.request_baseline import RequestInfo
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.records import Dataset


COUNTS = (68, 1_000, 10_000)
DATASET, REQUEST = "dataset.xlsx", "request.xlsx"
TABLES = {
    DATASET: ["Maßnahmen", "Fortschritt", "Links", "Kategorien"],
    REQUEST: ["Maßnahmen", "Fortschritt", "Links"],
}
STEPS = (
    ("dataset: export (against to_excel)", "export", "pandas_export", 0.3),
    ("dataset: open (against read_excel)", "open", "pandas_open", 0.5),
    ("request: write (against to_excel)", "request", "pandas_request", 0.3),
    ("request: read the return (against read_excel)", "return", "pandas_return", 0.5),
)
"""What is measured, our step and pandas', and how much of its time we may take."""
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of the processor, and bytes on top of what was there before."""

    seconds: float
    memory: float


def main() -> int:
    """Run for every size, or for those that are given; returns 1 where a claim is not kept."""
    if len(sys.argv) == 4 and sys.argv[1] == "step":
        return _step(sys.argv[2], Path(sys.argv[3]))
    counts = [int(count) for count in sys.argv[1:]] or COUNTS
    code = 0
    with tempfile.TemporaryDirectory() as temporary:
        for count in counts:
            folder = generate(Path(temporary) / str(count), count)
            times, memory = _measure(folder, 3 if count <= 1_000 else 2)
            code |= show(f"{count} measures, seconds of the processor", times)
            print(f"\n{count} measures, peak of memory on top", *memory, sep="\n")
    return code


def _measure(folder: Path, rounds: int) -> tuple[list[Result], list[str]]:
    """Return the lines of all steps about time, and those about memory."""
    for step in ("export", "request", "pandas_frames"):
        _alone(step, folder)
    times, memory = [], []
    for what, ours, theirs, most in STEPS:
        mine, others = [], []
        for _ in range(rounds):
            mine.append(_alone(ours, folder))
            others.append(_alone(theirs, folder))
        one, other = min(s.seconds for s in mine), min(s.seconds for s in others)
        times.append(Result(what, one, other, f"≤ {most:g} ×", one <= most * other))
        one, other = (min(s.memory for s in found) / MEGABYTE for found in (mine, others))
        memory.append(f"      {what:<50} {one:>8.1f} MB against {other:>8.1f} MB")
    return times, memory


def _alone(step: str, folder: Path) -> Spent:
    command = [sys.executable, "-m", "benchmarks.bench_excel", "step", step, str(folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    return Spent(**json.loads(said.stdout))


def _step(name: str, folder: Path) -> int:
    """Prepare and run one step, and print what it took as JSON."""
    action = _prepared(name, folder)
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forget the peak so far
    before, start = _status("VmRSS"), time.process_time()
    action()
    spent = Spent(time.process_time() - start, _status("VmHWM") - before)
    print(json.dumps(asdict(spent)))
    return 0


def _prepared(name: str, folder: Path) -> Callable[[], object]:
    """Return the step, with everything loaded that is not part of it."""
    from klimaeditor.document import open_document  # noqa: PLC0415
    from klimaeditor.excel.read import open_workbook  # noqa: PLC0415 - with openpyxl, our way
    from klimaeditor.excel.return_read import read_return  # noqa: PLC0415
    from klimaeditor.excel.write import export  # noqa: PLC0415

    if name.startswith("pandas"):
        return _pandas(name, folder)
    if name == "open":
        return lambda: open_workbook(folder / DATASET, site=muenster())
    if name == "return":
        return lambda: read_return(folder / REQUEST, muenster().catalogue)
    dataset = open_document(folder).dataset
    if name == "export":
        return lambda: export(dataset, folder / DATASET)
    return lambda: (folder / REQUEST).write_bytes(_request(dataset))


def _request(dataset: Dataset) -> bytes:
    from klimaeditor.excel.request_write import render  # noqa: PLC0415

    return render(dataset, dataset.measure_keys(), _about(dataset.site.catalogue))


def _about(catalogue: Catalogue) -> RequestInfo:
    from klimaeditor.excel.request_baseline import RequestInfo  # noqa: PLC0415
    from klimaeditor.excel.request_layout import askable  # noqa: PLC0415

    fields = tuple(field.name for field in askable(catalogue))
    sent, due = datetime(2026, 3, 4, tzinfo=UTC), date(2026, 4, 1)
    return RequestInfo("A-1", "Amt 67", sent, due, fields, catalogue)


def _pandas(name: str, folder: Path) -> Callable[[], object]:
    import pandas as pd  # noqa: PLC0415 - a child of ours must not carry it

    book = DATASET if name in ("pandas_export", "pandas_open") else REQUEST
    path = folder / book
    if name in ("pandas_open", "pandas_return"):
        return lambda: pd.read_excel(path, sheet_name=TABLES[book], engine="openpyxl")
    if name == "pandas_frames":
        return lambda: _keep_frames(folder)
    frames = pd.read_pickle(folder / f"{book}.pickle")  # noqa: S301 - written a moment ago

    def write() -> None:
        with pd.ExcelWriter(folder / f"pandas_{book}", engine="openpyxl") as writer:
            for title, frame in frames.items():
                frame.to_excel(writer, sheet_name=title, index=False)

    return write


def _keep_frames(folder: Path) -> None:
    """Keep what the workbooks hold as tables of pandas, for the steps that write them."""
    import pandas as pd  # noqa: PLC0415 - as above

    for book, titles in TABLES.items():
        frames = pd.read_excel(folder / book, sheet_name=titles, engine="openpyxl")
        pd.to_pickle(frames, folder / f"{book}.pickle")


def _status(name: str) -> float:
    """Return what Linux says about the memory of this process in bytes; 0 on other systems."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith(name):
                return float(line.split()[1]) * 1024
    return 0.0


if __name__ == "__main__":
    sys.exit(main())
