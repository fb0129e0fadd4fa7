"""What stands against publishing, as rows of a list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FIELDS_BY_NAME
from ui.models.marks import Mark
from ui.publishing import texts
from ui.review.row_list import ListRow
from ui.theme import Tone

if TYPE_CHECKING:
    from klimaeditor.checks.findings import Finding
    from klimaeditor.document import Document
    from klimaeditor.publish.gate import Gate


class Stand(StrEnum):
    """How something stands against publishing."""

    ERROR = "error"
    LACK = "lack"
    QUESTION = "question"


_MARKS = {
    Stand.ERROR: Mark(texts.ERROR, "circle-x", Tone.ERROR),
    Stand.LACK: Mark(texts.LACK, "circle-x", Tone.ERROR),
    Stand.QUESTION: Mark(texts.QUESTION, "circle-question-mark", Tone.WARNING),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing: where it is, the whole sentence, the finding behind it, if any."""

    stand: Stand
    title: str
    label: str
    sentence: str
    finding: Finding | None = None

    @property
    def row(self) -> ListRow:
        """The item as a row of a list."""
        mark = _MARKS[self.stand]
        title = self.title or texts.DATASET
        spoken = texts.SPOKEN.format(kind=mark.word, title=title, sentence=self.sentence)
        return ListRow(title, self.label or self.sentence, spoken, mark)

    @property
    def can_fix(self) -> bool:
        """Whether one click mends it."""
        fix = None if self.finding is None else self.finding.fix
        return fix is not None and bool(fix.edits or fix.removals)


def items_of(document: Document, gate: Gate) -> tuple[Item, ...]:
    """Return everything that stands against it: errors, what is missing, what to confirm."""
    found = [_of_finding(document, Stand.ERROR, finding) for finding in gate.errors]
    found += [Item(Stand.LACK, texts.TITLE, "", sentence) for sentence in gate.lacks]
    for question in gate.questions:
        if question.finding is None:
            found.append(Item(Stand.QUESTION, "", "", question.sentence))
        else:
            found.append(_of_finding(document, Stand.QUESTION, question.finding))
    return tuple(found)


def _of_finding(document: Document, stand: Stand, finding: Finding) -> Item:
    title = "" if finding.measure is None else document.view(finding.measure).title
    field = FIELDS_BY_NAME.get(finding.field or "")
    label = field.label if field else str(finding.file or "")
    return Item(stand, title or str(finding.file or ""), label, finding.message, finding)
