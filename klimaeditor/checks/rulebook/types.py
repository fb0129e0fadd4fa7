"""What a rule is: its weight and its German sentence in parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from klimaeditor.model.findings import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in words (A11Y-16).

    *title* names the fault in lists. The sentence of a finding is made of *problem* (what is
    wrong), *site* (what the public page shows), *remedy* (what is accepted) and *example*; all of
    them may have places for the finding's details. *remedy* has no full stop, the example follows.
    """

    id: str
    severity: Severity
    title: str
    problem: str
    site: str
    remedy: str
    example: str
