"""Write an Excel workbook: which measures, where to, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.files import disk
from klimaeditor.files.file_words import os_reason
from klimaeditor.model.core_words import quoted, shortened
from klimaeditor.model.errors import KlimaError
from ui.dialogs.choices import ExportScope
from ui.session.background import run
from ui.shell import window_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from klimaeditor.document import Document
    from ui.questions import Ask


# --- words ---------------------------------------------------------------------------------------

EXPORTING = "Die Arbeitsmappe wird geschrieben …"
EXPORT_TITLE = "Als Excel exportieren"


def written(name: str) -> str:
    """Return that a file has been written."""
    return f"{shortened(name)} geschrieben"


def not_written(name: str, reason: str) -> str:
    """Return that a file could not be written."""
    return f"{shortened(name)} wurde nicht geschrieben: {reason} Bitte einen anderen Ort wählen."


def exported(count: int, name: str) -> str:
    """Return the success of an export."""
    return f"{count} {'Maßnahme' if count == 1 else 'Maßnahmen'} nach {quoted(name)} exportiert."


# --- Write an Excel workbook: which measures, where to, and what came of it ----------------------

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
    target = ask.save_file(EXPORT_TITLE, suggestion, window_words.XLSX_FILTER)
    if target is None or target.suffix.lower() == XLSX:
        return target
    target = target.with_name(f"{target.name}{XLSX}")
    return None if target.exists() and not ask.overwrite(target) else target


def _write(document: Document, target: Path, measures: Sequence[int], ask: Ask) -> str:
    from klimaeditor.excel.write import export  # noqa: PLC0415

    try:
        done = run(lambda: export(document.dataset, target, list(measures)), EXPORTING)
    except KlimaError as error:
        ask.error(str(error))
        return ""
    for notice in done.notices:
        ask.info(notice)
    return exported(len(measures), target.name)


# --- Write one file that the user has named, whole or not at all ---------------------------------


def write_file(path: Path, suffix: str, make: Callable[[], bytes], ask: Ask) -> str:
    """Write what *make* returns; returns what was done, "" where it could not, which was told.

    A name without *suffix* gets it, and what is there then is not replaced unasked.
    """
    if path.suffix.lower() != suffix:
        path = path.with_name(f"{path.name}{suffix}")
        if path.exists() and not ask.overwrite(path):
            return ""
    try:
        disk.write_whole(path, make())
    except OSError as error:
        ask.error(not_written(path.name, os_reason(error)))
        return ""
    except KlimaError as error:
        ask.error(str(error))
        return ""
    return written(path.name)
