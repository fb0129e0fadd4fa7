"""Fingerprints of values somebody decided on, so that the same return is not asked about twice."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from klimaeditor.merge.proposing import plain

if TYPE_CHECKING:
    from klimaeditor.departments.register import DepartmentEntry
    from klimaeditor.merge.proposals import Proposal
    from klimaeditor.values import Value

_LENGTH = 16


def fingerprint(proposal: Proposal, value: Value) -> str:
    """Return what stands for a value at the place of a proposal, without saying what it is."""
    parts = [proposal.measure_id, proposal.place.field, proposal.place.item, plain(value)]
    text = json.dumps(parts, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def decided_before(entry: DepartmentEntry) -> frozenset[str]:
    """Return the fingerprints of everything decided with the returns of a department."""
    return frozenset(mark for found in entry.returns for mark in found.decided)
