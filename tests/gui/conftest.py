"""Fixtures of the tests that drive the window or its session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.gui.session_cases import desk, opened
from tests.gui.window_cases import (
    by_zoom,
    grown,
    lettered,
    program,
    spoken,
    start_zoom,
    tight,
    work,
    zoomed,
)

if TYPE_CHECKING:
    import pytest

__all__ = [
    "desk",
    "grown",
    "lettered",
    "opened",
    "program",
    "spoken",
    "start_zoom",
    "tight",
    "work",
    "zoomed",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    by_zoom(items)
