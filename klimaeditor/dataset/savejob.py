"""One save as a piece of work that knows everything it needs and touches no document.

It works on the records as they were when it was made, so it can run in another thread while the
window stays alive (SAFE-10).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from klimaeditor.dataset import backups, store, texts_saving
from klimaeditor.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from klimaeditor.changes import FileName
    from klimaeditor.dataset.records import Dataset
    from klimaeditor.dataset.settling import Keep
    from klimaeditor.dataset.source import Source

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save came to: where, the files as they are on disk now, German remarks.

    *backed_up* says that what was overwritten lies among the backups.
    """

    folder: Path
    sources: dict[FileName, Source]
    notices: tuple[str, ...]
    backed_up: bool


@dataclass(frozen=True, slots=True)
class SaveJob:
    """A save to be done: the records as they are now, into *folder*.

    *fresh* writes all four files. *secure* first copies what lies there to the backups and returns
    "" or why not; None where that has been done. *keep*: see ``settling.recover``.
    """

    folder: Path
    dataset: Dataset
    sources: Mapping[FileName, Source]
    fresh: bool
    secure: Callable[[], str] | None
    keep: Keep

    def run(self) -> Saved:
        """Save; raises DatasetError, then nothing has changed unless the sentence says so."""
        remarks: list[str] = []
        done: list[bool] = []

        def before() -> None:
            if self.secure is not None:
                remark = self.secure()
                remarks.extend([remark] if remark else [])
                done.append(not remark)

        safety = store.Safety(before, self.keep)
        try:
            sources = store.save(
                self.folder, self.dataset, self.sources, fresh=self.fresh, safety=safety
            )
        except DatasetError:
            _log.info("save failed", exc_info=True)
            raise
        written = sum(sources[file] is not self.sources.get(file) for file in sources)
        _log.info("saved %d files", written)
        return Saved(self.folder, sources, tuple(remarks), any(done))


def back_up(folder: Path, root: Path) -> str:
    """Copy the files of *folder*, as they are, to the backups; return "" or why not, in German."""
    try:
        backups.make_backup(folder, root, datetime.now(UTC))
    except OSError as error:
        _log.info("backup failed", exc_info=True)
        return texts_saving.no_backup(texts_saving.os_reason(error))
    except DatasetError as error:
        return str(error)
    return ""
