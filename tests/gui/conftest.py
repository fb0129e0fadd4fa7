"""Fixtures of the tests that drive the window or its session."""

from __future__ import annotations

from tests.gui.session_cases import desk, opened
from tests.gui.window_cases import program, spoken, tight, work

__all__ = ["desk", "opened", "program", "spoken", "tight", "work"]
