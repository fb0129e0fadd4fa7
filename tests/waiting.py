"""Tests that wait, and tests about time: none of them depends on how fast the machine is.

Whoever waits has the one patience of this module, which costs nothing where all is well. Work that
has to be under way is held at a :class:`Gate` instead of sleeping. What may not take long is
compared with something else in processor time of the same thread, with a wide margin; figures in
seconds stand in ``benchmarks/``.
"""

from __future__ import annotations

import gc
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_S = 60.0
"""Seconds after which something that has to happen counts as never happening."""
LONG_S = 10 * PATIENCE_S
"""Seconds after which a program that was started by a test counts as hanging."""
LEAST_S = 0.03
"""Processor time below which a measurement says nothing."""
ROUNDS = 3
LINEAR = 24.0
"""The most that eight times the work may take of one: eight as a rule, 64 where it is quadratic."""
SAME = 5.0
"""The most that something may take of what should take as long."""

# The clock as it was imported: some tests put another one into the module.
_now, _pause = time.monotonic, time.sleep


def wait_until(
    ready: Callable[[], object], meanwhile: Callable[[], object] = lambda: None, what: str = ""
) -> None:
    """Wait until *ready* returns something true, doing *meanwhile* over and over.

    Raises AssertionError where that never happens; *what* was waited for.
    """
    end = _now() + PATIENCE_S
    while not ready():
        assert _now() < end, what or "it never happened"
        meanwhile()
        _pause(0.001)


class Gate:
    """Holds work in another thread until it is opened; tells when somebody has come to it."""

    def __init__(self) -> None:
        self._reached, self._open = threading.Event(), threading.Event()

    @property
    def reached(self) -> bool:
        """Whether somebody stands at the gate, or has gone through."""
        return self._reached.is_set()

    def pass_through(self) -> None:
        """Wait until the gate is open; raises AssertionError where nobody opens it."""
        self._reached.set()
        assert self._open.wait(PATIENCE_S), "nobody opened the gate"

    def open(self) -> None:
        """Let everybody through from now on."""
        self._open.set()


def cost(work: Callable[[], object]) -> float:
    """Return the processor time of *work* in seconds, repeated until that can be measured."""
    count, began = 0, time.thread_time()
    while True:
        work()
        count += 1
        spent = time.thread_time() - began
        if spent >= LEAST_S:
            return spent / count


def ratio(work: Callable[[], object], reference: Callable[[], object]) -> float:
    """Return the processor time of *work* as a multiple of that of *reference*, measured in turn.

    The first call of either does not count: it may load and compile. The collector of garbage rests
    meanwhile, because what it costs depends on the tests before.
    """
    reference()
    work()
    enabled = gc.isenabled()
    gc.disable()
    try:
        pairs = [(cost(work), cost(reference)) for _ in range(ROUNDS)]
    finally:
        if enabled:
            gc.enable()
    return min(mine for mine, _ in pairs) / min(other for _, other in pairs)


def growth(work: Callable[[int], object], size: int) -> float:
    """Return how many times as long ``work(8 * size)`` takes as ``work(size)``."""
    return ratio(lambda: work(8 * size), lambda: work(size))
