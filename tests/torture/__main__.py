"""The long form of the torture: everything one after the other.

    python -m tests.torture            some 20 minutes
    python -m tests.torture --part 10  a tenth of it

Exit code 0 only if nothing was torn and nothing lost.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_PERMITTED = 77
STEPS = (  # module, arguments, the one that counts and how much of it
    ("windows", ("--lanes", "3", "--age", "1"), "--kills", 500),
    ("harness", ("--mode", "points"), "--kills", 200),
    ("journals", (), "", 0),
    ("harness", ("--mode", "loop"), "--kills", 500),
    ("harness", ("--mode", "cli"), "--kills", 100),
    ("together", (), "--rounds", 200),
    ("together", ("--processes",), "--rounds", 20),
    ("interrupts", (), "--presses", 300),
    ("bounded_files", (), "--files", 90),
    ("contenders", ("--processes", "3"), "--saves", 60),
    ("notetakers", ("--processes", "2"), "--kills", 100),
    ("systemcalls", (), "", 0),
    ("full_disk", ("limit",), "", 0),
    ("full_disk", ("tmpfs",), "", 0),
)

NOT_ON_WINDOWS = {"windows", "full_disk", "systemcalls", "interrupts", "bounded_files"}


def main() -> int:
    """Run all steps; return 0 only if all went well."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--part", type=int, default=1, help="do only one part of so many")
    options = parser.parse_args()
    failed = []
    for module, arguments, counted, amount in STEPS:
        name = " ".join([module, *arguments])
        if os.name == "nt" and module in NOT_ON_WINDOWS:
            sys.stdout.write(f"--- {name}: not on this system\n")
            continue
        count = [counted, str(max(1, amount // options.part))] if counted else []
        count = ["--part", str(options.part)] if module == "systemcalls" else count
        sys.stdout.write(f"--- {name} {' '.join(count)}\n")
        sys.stdout.flush()
        started = time.monotonic()
        command = [sys.executable, "-m", f"tests.torture.{module}", *arguments, *count]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603 - ourselves
        if code == NOT_PERMITTED:
            sys.stdout.write("not permitted here\n")
        elif code:
            failed.append(name)
        sys.stdout.write(f"    {time.monotonic() - started:.0f} s\n")
    sys.stdout.write(f"failed: {', '.join(failed)}\n" if failed else "nothing torn, nothing lost\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
