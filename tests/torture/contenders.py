"""Several processes save into one folder at once, each its own measure, and nothing is lost.

    python -m tests.torture.contenders --processes 3 --saves 20

Each process opens the dataset, writes its next number into its own measure and saves; where
somebody was faster it opens again and repeats. In the end the dataset has to hold the last number
that each process saved. Exit code 0 only if it does.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from klimaeditor.document import open_document
from klimaeditor.files.store import copy_of_sample
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import DatasetError
from tests.torture import worker

ROOT = Path(__file__).resolve().parents[2]


def contend(home: Path, measure: int, saves: int) -> int:
    """Save *saves* numbers into a measure; return how often somebody else was faster."""
    folder, kept, _ = worker.places(home)
    refused = 0
    for number in range(1, saves + 1):
        while True:
            document = open_document(folder, kept)
            values = {"summary": str(number), "outcome": str(number)}
            document.apply(document.plan_edit(measure, values))
            try:
                document.save()
            except DatasetError:
                refused += 1
            else:
                break
    return refused


def run(home: Path, processes: int, saves: int) -> tuple[bool, str]:
    """Let processes contend; return whether nothing is lost, and the report."""
    folder, kept, _ = worker.places(home)
    copy_of_sample(folder)
    command = [sys.executable, "-m", "tests.torture.contenders", "--home", str(home)]
    command += ["--saves", str(saves)]
    running = [
        subprocess.Popen(  # noqa: S603 - ourselves
            [*command, "--measure", str(measure)], cwd=ROOT, stdout=subprocess.PIPE
        )
        for measure in range(processes)
    ]
    refused = [int(process.communicate()[0] or -1) for process in running]
    document = open_document(folder, kept)
    views = [document.view(measure) for measure in range(processes)]
    found = [[str(view.value(name)) for name in ("summary", "outcome")] for view in views]
    litter = sorted({path.name for path in folder.iterdir()} - set(FileName))
    good = found == [[str(saves)] * 2] * processes and not litter and -1 not in refused
    report = [
        f"processes:  {processes}, {saves} saves each",
        f"refused:    {sum(refused)} saves, because somebody else was faster",
        f"in the end: {found}",
        f"left over:  {litter}",
    ]
    return good, "\n".join(report)


def main() -> int:
    """Run one contender, or all of them and judge."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.contenders")
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--saves", type=int, default=20)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--measure", type=int)
    options = parser.parse_args()
    if options.home is not None:
        sys.stdout.write(f"{contend(options.home, options.measure, options.saves)}\n")
        return 0
    with tempfile.TemporaryDirectory() as home:
        good, report = run(Path(home), options.processes, options.saves)
    sys.stdout.write(f"{report}\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
