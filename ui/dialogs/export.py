"""Questions about workbooks: which measures to export, what a dropped one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.choices import DropChoice, ExportScope
from ui.dialogs import texts
from ui.dialogs.question import Answer, Question

if TYPE_CHECKING:
    from pathlib import Path


def scope(filtered: int, total: int) -> Question[ExportScope | None]:
    """Return the question: those the list shows, or all of them."""
    answers: tuple[Answer[ExportScope | None], ...] = (
        Answer(texts.export_filtered(filtered), ExportScope.FILTERED, primary=True, default=True),
        Answer(texts.export_all(total), ExportScope.ALL),
    )
    return Question(texts.EXPORT_TITLE, texts.EXPORT_NOTE, answers, None, icon="file-spreadsheet")


def dropped(path: Path) -> Question[DropChoice]:
    """Return the question what to do with a workbook dropped on an open dataset."""
    answers = (
        Answer(texts.DROP_TAKE_IN, DropChoice.TAKE_IN, primary=True, default=True),
        Answer(texts.DROP_OPEN, DropChoice.OPEN),
    )
    return Question(
        texts.DROP_TITLE,
        texts.dropped(path.name),
        answers,
        DropChoice.CANCEL,
        icon="file-spreadsheet",
    )
