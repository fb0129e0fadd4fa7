"""One cell of Excel's longest text, as hostile as a pattern allows, against 20 ms."""

from __future__ import annotations

import math
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks.common import Result, show
from tests.pattern_cases import all_patterns, hostile, repeats_without_end

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_CELL = 32_767
LIMIT = 0.020
SHOWN = 10
"""So many of the slowest patterns are printed."""


def main() -> int:
    """Run over every pattern; returns 1 where one takes longer."""
    results = []
    for found in filter(lambda one: repeats_without_end(one.pattern), all_patterns()):
        slowest = 0.0
        for text in hostile(found.pattern, LONGEST_CELL):
            for way in (found.pattern.match, found.pattern.fullmatch, found.pattern.search):
                slowest = max(slowest, _taken(way, text, slowest))
        results.append(Result(found.where, slowest, LIMIT, "≤ 20 ms", slowest <= LIMIT))
    results.sort(key=lambda result: -result.ours)
    return show(f"{len(results)} patterns, {LONGEST_CELL} characters", results[:SHOWN])


def _taken(way: Callable[[Any], object], text: Any, known: float) -> float:  # noqa: ANN401  text or bytes
    """Return the processor time of one use; again and again where it looks like a new record."""
    best = math.inf
    for _ in range(5):
        start = time.process_time()
        way(text)
        best = min(best, time.process_time() - start)
        if best <= known:
            break
    return best


if __name__ == "__main__":
    sys.exit(main())
