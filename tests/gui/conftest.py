"""Fixtures of the tests that drive the whole window."""

from __future__ import annotations

from tests.gui.window_cases import program, spoken, work

__all__ = ["program", "spoken", "work"]
