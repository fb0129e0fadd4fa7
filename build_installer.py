#!/usr/bin/env python3
"""Build what is handed out: `python build_installer.py all`, or any step of it by its name.

Needs nothing but a stock Python 3.11; the steps lie in installer/ and say what else they need.
On Windows everything is native. On Linux the Windows program is built and tried through Wine.
"""

from __future__ import annotations

import sys

from installer.steps import run

if __name__ == "__main__":
    sys.exit(run())
