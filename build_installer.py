#!/usr/bin/env python3
"""Build what is handed out. The one step so far tells the version; delivery adds the others.

Steps are functions and each is one command, so that a build can be repeated from any of them.
"""

from __future__ import annotations

import argparse
import sys

from klimaeditor import __version__


def version() -> int:
    """Print the version that the program, the package and the installer share; return 0."""
    print(__version__)
    return 0


STEPS = {"version": version}


def main(arguments: list[str] | None = None) -> int:
    """Run the step named on the command line and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="build_installer.py",
        description="Builds the deliverables of Klimaeditor.",
        epilog="Further steps (bundle, self-test, installer) come with delivery.",
    )
    parser.add_argument("step", choices=STEPS, help="version: print the version")
    return STEPS[parser.parse_args(arguments).step]()


if __name__ == "__main__":
    sys.exit(main())
