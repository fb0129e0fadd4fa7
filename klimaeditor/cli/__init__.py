"""The command line: the same core without a window, for scripts and automatic checks."""

from __future__ import annotations

from klimaeditor.cli.program import main

__all__ = ["main"]
