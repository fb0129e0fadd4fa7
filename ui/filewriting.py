"""Write one file that the user has named, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.dataset import disk
from klimaeditor.dataset.texts_saving import os_reason
from klimaeditor.errors import KlimaError
from ui import window_texts as texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ui.ask import Ask


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
        ask.error(texts.not_written(path.name, os_reason(error)))
        return ""
    except KlimaError as error:
        ask.error(str(error))
        return ""
    return texts.written(path.name)
