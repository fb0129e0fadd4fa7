"""Remind those who have not answered: a text to paste into a mail, nothing is sent (SEC-04)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from klimaeditor.departments import texts
from klimaeditor.departments.sending import safe_name
from klimaeditor.excel import target

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from klimaeditor.departments.register import DepartmentEntry, Register


def reminder(register: Register, entry: DepartmentEntry) -> str:
    """Return the German text of a reminder; its first line is the subject."""
    return texts.reminder(
        entry.name,
        register.sent.strftime("%d.%m.%Y"),
        register.due.strftime("%d.%m.%Y") if register.due else "",
        entry.titles,
        (register.contact, entry.file),
    )


def write_reminders(
    register: Register, entries: Iterable[DepartmentEntry], today: date
) -> tuple[Register, tuple[Path, ...]]:
    """Write a text file per department beside the register; return it with the day noted.

    Raises WorkbookError where the disk refuses. Save the register afterwards.
    """
    paths = []
    for entry in entries:
        name = safe_name(texts.reminder_name(entry.name), set())
        path = register.folder / f"{name}.txt"
        target.replace(path, reminder(register, entry).encode("utf-8-sig"))
        paths.append(path)
        register = register.with_department(replace(entry, reminded=(*entry.reminded, today)))
    return register, tuple(paths)
