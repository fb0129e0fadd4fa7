"""What was tried and what came of it, as a table."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One thing tried; *fault* is empty where it went as documented."""

    what: str
    fault: str
    seconds: float


@dataclass(slots=True)
class Table:
    """Rows in the order of trying; each is printed as soon as it is known."""

    rows: list[Row] = field(default_factory=list)
    _since: float = field(default_factory=time.monotonic)

    def note(self, what: str, fault: object = "") -> None:
        """Add a row: anything true in *fault* is what went wrong."""
        now = time.monotonic()
        row = Row(what, str(fault) if fault else "", now - self._since)
        self._since = now
        self.rows.append(row)
        sys.stdout.write(f"{'FAULT' if row.fault else 'good '}  {row.seconds:5.1f} s  {what}\n")
        if row.fault:
            sys.stdout.write(f"                 {row.fault[:2000]}\n")
        sys.stdout.flush()

    def equal(self, what: str, expected: object, actual: object) -> None:
        """Add a row that is good where both are equal."""
        self.note(what, "" if expected == actual else f"expected {expected!r}, got {actual!r}")

    @property
    def failed(self) -> list[Row]:
        """The rows that did not go as documented."""
        return [row for row in self.rows if row.fault]

    def closing(self) -> str:
        """Return the last line: how many of how many."""
        good = len(self.rows) - len(self.failed)
        return f"{good} of {len(self.rows)} as documented, {len(self.failed)} faults"
