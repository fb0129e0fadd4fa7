"""Questions before something changes or goes: deleting, fixing in bulk, replacing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.dialogs import texts
from ui.dialogs.question import Answer, Question

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def delete(titles: Sequence[str]) -> Question[bool]:
    """Return the question before measures are deleted."""
    return Question(
        texts.DELETE_TITLE,
        texts.delete(len(titles)),
        (Answer(texts.DELETE, value=True),),
        cancelled=False,
        items=tuple(titles),
        note=texts.DELETE_NOTE,
        icon="trash-2",
        tone="warning",
    )


def fixes(messages: Sequence[str]) -> Question[bool]:
    """Return the question before findings are fixed in bulk (A11Y-19)."""
    return Question(
        texts.FIX_TITLE,
        texts.fix(len(messages)),
        (Answer(texts.FIX, value=True, primary=True, default=True),),
        cancelled=False,
        items=tuple(messages),
        note=texts.FIX_NOTE,
        icon="wrench",
    )


def revert(changes: Sequence[str]) -> Question[bool]:
    """Return the question before everything unsaved is taken back."""
    return Question(
        texts.REVERT_TITLE,
        texts.revert(len(changes)),
        (Answer(texts.REVERT, value=True),),
        cancelled=False,
        items=tuple(changes),
        note=texts.REVERT_NOTE,
        icon="undo-2",
        tone="warning",
    )


def overwrite(path: Path) -> Question[bool]:
    """Return the question before a dataset or a file is replaced."""
    return Question(
        texts.OVERWRITE_TITLE,
        texts.overwrite(path, folder=path.is_dir()),
        (Answer(texts.OVERWRITE, value=True),),
        cancelled=False,
        items=(str(path),),
        note=texts.OVERWRITE_NOTE,
        icon="triangle-alert",
        tone="warning",
    )


def gone(files: Sequence[str], lines: Sequence[str]) -> Question[bool]:
    """Return the question whether many records have gone on purpose (SAFE-06)."""
    return Question(
        texts.GONE_TITLE,
        texts.gone(files),
        (Answer(texts.GONE_TAKE, value=True),),
        cancelled=False,
        items=tuple(lines),
        note=texts.GONE_NOTE,
        icon="triangle-alert",
        tone="warning",
    )


def clean(lines: Sequence[str]) -> Question[bool]:
    """Return the question before files are formatted anew (OPN-02)."""
    return Question(
        texts.CLEAN_TITLE,
        texts.clean(len(lines)),
        (Answer(texts.CLEAN, value=True, primary=True, default=True),),
        cancelled=False,
        items=tuple(lines),
        note=texts.CLEAN_NOTE,
        icon="wrench",
    )
