"""Note in the register what became of returns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from klimaeditor.departments.fingerprints import fingerprint
from klimaeditor.departments.register import ReturnEntry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from klimaeditor.departments.register import Register
    from klimaeditor.merge.proposals import Proposal, Returned


def recorded(
    register: Register,
    returned: Returned,
    decided: Iterable[Proposal],
    moment: datetime,
    *,
    finished: bool,
) -> Register:
    """Return the register with a return noted; *decided* are the proposals somebody decided on.

    With *finished* nothing in it is open any more, and the request counts as merged. Files of other
    requests and of departments that were not asked change nothing. Save it with ``register.save``.
    """
    entry = register.department(returned.sender)
    if entry is None or returned.request != register.request or returned.unreadable:
        return register
    if returned.sha256 == entry.sha256:  # the sent file itself: nobody has answered
        return register
    marks = tuple(fingerprint(found, found.returned) for found in decided)
    before = next((r for r in entry.returns if r.sha256 == returned.sha256), None)
    if before is not None and before.merged is not None:
        return register
    now = ReturnEntry(
        file=returned.file,
        sha256=returned.sha256,
        read=before.read if before else moment,
        merged=moment if finished else None,
        decided=tuple(dict.fromkeys((before.decided if before else ()) + marks)),
    )
    others = tuple(found for found in entry.returns if found is not before)
    return register.with_department(replace(entry, returns=(*others, now)))
