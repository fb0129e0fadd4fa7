"""What is found on the way through a workbook: what prevents reading it, and what to know."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """*problems* are collected and shown together; *notices* come with the result."""

    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def problem(self, sentence: str) -> None:
        """Add something that has to be mended first."""
        self.problems.append(sentence)

    def notice(self, sentence: str) -> None:
        """Add something that the reader should know."""
        self.notices.append(sentence)
