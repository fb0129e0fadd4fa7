"""The question which measures to export."""

from __future__ import annotations

from ui.choices import ExportScope
from ui.dialogs import texts
from ui.dialogs.question import Answer, Question


def scope(filtered: int, total: int) -> Question[ExportScope | None]:
    """Return the question: those the list shows, or all of them."""
    answers: tuple[Answer[ExportScope | None], ...] = (
        Answer(texts.export_filtered(filtered), ExportScope.FILTERED, primary=True, default=True),
        Answer(texts.export_all(total), ExportScope.ALL),
    )
    return Question(texts.EXPORT_TITLE, texts.EXPORT_NOTE, answers, None, icon="file-spreadsheet")
