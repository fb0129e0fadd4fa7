"""Speaking while building: one line per step with its time, one sentence for a failure."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"[build] {text}\n")
    sys.stdout.flush()


def stop(text: str) -> NoReturn:
    """End with exit code 1 and the sentence that says what is missing and how to get it."""
    raise SystemExit(f"[build] {text}")


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say that a step starts, and how long it took."""
    say(f"{name} ...")
    started = time.monotonic()
    yield
    say(f"{name}: {time.monotonic() - started:.0f} s")


def megabytes(size: int) -> str:
    """Return a size in megabytes of a million bytes."""
    return f"{size / 1e6:.1f} MB"
