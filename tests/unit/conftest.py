"""Fixtures of the tests of the core."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from klimaeditor.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def call(capsys) -> Callable[..., tuple[int, str, str]]:
    """Return what runs the program: arguments -> (exit code, stdout, stderr)."""

    def run(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
