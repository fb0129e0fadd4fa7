"""Write an Excel workbook: which measures, where to, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.errors import KlimaError
from ui import window_texts as texts
from ui.choices import ExportScope
from ui.safety.background import run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from klimaeditor.document import Document
    from ui.ask import Ask

XLSX: Final = ".xlsx"


def export_workbook(document: Document, suggestion: Path, shown: Sequence[int], ask: Ask) -> str:
    """Ask what and where, and write; returns what was done, "" where nothing was.

    *shown* are the measures the list shows, *suggestion* is the file to begin with.
    """
    every = document.dataset.measure_keys()
    measures: Sequence[int] = every
    if len(shown) != len(every):
        scope = ask.export_scope(len(shown), len(every))
        if scope is None:
            return ""
        measures = shown if scope is ExportScope.FILTERED else every
    target = ask_target(ask, suggestion)
    return "" if target is None else _write(document, target, measures, ask)


def ask_target(ask: Ask, suggestion: Path) -> Path | None:
    """Ask for a workbook to write; one without the ending gets it, and is not replaced unasked."""
    target = ask.save_file(texts.EXPORT_TITLE, suggestion, texts.XLSX_FILTER)
    if target is None or target.suffix.lower() == XLSX:
        return target
    target = target.with_name(f"{target.name}{XLSX}")
    return None if target.exists() and not ask.overwrite(target) else target


def _write(document: Document, target: Path, measures: Sequence[int], ask: Ask) -> str:
    from klimaeditor.excel.writer import export  # noqa: PLC0415 - openpyxl is slow to import

    try:
        done = run(lambda: export(document.dataset, target, list(measures)), texts.EXPORTING)
    except KlimaError as error:
        ask.error(str(error))
        return ""
    for notice in done.notices:
        ask.info(notice)
    return texts.exported(len(measures), target.name)
