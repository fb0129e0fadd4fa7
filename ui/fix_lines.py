"""What a fix is about to do, as a line of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.catalogue import FIELDS_BY_NAME
from ui import window_texts as texts

if TYPE_CHECKING:
    from klimaeditor.checks.findings import Finding
    from klimaeditor.document import Document


def fix_line(document: Document, finding: Finding) -> str:
    """Return what the fix of a finding is about to do, and where."""
    title = "" if finding.measure is None else document.view(finding.measure).title
    field = FIELDS_BY_NAME.get(finding.field or "")
    place = field.label if field else str(finding.file or "")
    return texts.fix_line(title, place, finding.fix.label if finding.fix else "")
