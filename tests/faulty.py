"""A file system that fails, or a program that is killed, at any call one likes."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

CALLS = (
    *("open", "read", "write", "fsync", "close", "replace", "unlink"),
    *("chmod", "mkdir", "listdir", "stat", "lseek", "ftruncate"),
)
DEAD_PID = 2**22 + 1
"""A number that no process has."""


class Killed(BaseException):
    """The process is gone: not even a finally clause does anything any more."""


class WindowsFaultError(OSError):
    """An error as Windows reports it."""

    def __init__(self, number: int) -> None:
        super().__init__(errno.EACCES, "Windows")
        self.winerror = number


@dataclass
class Calls:
    """Counts the calls of the operating system and lets some of them fail.

    *due* is asked with the running number and the name of each call; the error it returns is
    raised. For a ``write``, half of the data is written before.
    """

    due: Callable[[int, str], BaseException | None] = lambda _number, _name: None
    names: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def install(self, monkeypatch: Any) -> None:
        for name in CALLS:
            monkeypatch.setattr(os, name, self._stand_in(name, getattr(os, name)))

    def _stand_in(self, name: str, original: Any) -> Any:
        def call(*arguments: Any, **options: Any) -> Any:
            error = self.due(len(self.names), name)
            self.names.append(name)
            if error is None:
                return original(*arguments, **options)
            self.failed.append(name)
            if name == "write" and not isinstance(error, Killed):
                original(arguments[0], arguments[1][: len(arguments[1]) // 2])
            if name == "close":
                original(*arguments, **options)
            raise error

        return call


def at(number: int, error: BaseException) -> Callable[[int, str], BaseException | None]:
    """Let one call fail."""
    return lambda call, _name: error if call == number else None


def from_on(number: int, error: BaseException) -> Callable[[int, str], BaseException | None]:
    """Let a call and all that follow fail."""
    return lambda call, _name: error if call >= number else None
