"""Make resources/handbook out of docs/handbook and the program: ``python docs/make_handbook.py``.

``--check`` writes nothing and ends with 1 where a file is stale.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from docs.handbook.pages import TARGET, build
from docs.handbook.words import StaleError


def stale() -> list[str]:
    """Return the names of files that differ from what would be made now, and of leftovers."""
    made = build()
    there = {path.name: path.read_text(encoding="utf-8") for path in TARGET.glob("*.*")}
    return sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))


def main(arguments: list[str] | None = None) -> int:
    """Make the handbook or check it; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only tell what is stale")
    options = parser.parse_args(arguments)
    try:
        if options.check:
            names = stale()
            print("\n".join(names) or "The handbook is up to date.")
            return 1 if names else 0
        write()
    except StaleError as error:
        print(f"The handbook names what does not exist: {error}", file=sys.stderr)
        return 1
    return 0


def write() -> None:
    """Write all files but the pictures; what is not made any more goes."""
    made = build()
    TARGET.mkdir(parents=True, exist_ok=True)
    for path in TARGET.glob("*.*"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (TARGET / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
