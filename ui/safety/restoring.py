"""Back to a backup: what would change is shown first, and it is one step (SAFE-11)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from klimaeditor.dataset.backups import Backup, list_backups, read_backup
from klimaeditor.merge.apply import to_batch
from ui.review.restore import differences_to, restored_rows
from ui.safety import texts
from ui.safety.background import run

if TYPE_CHECKING:
    from klimaeditor.dataset.records import Dataset
    from ui.ask import Ask
    from ui.bridge import DocumentBridge
    from ui.safety.surroundings import Surroundings


def restore_backup(bridge: DocumentBridge, ask: Ask, here: Surroundings) -> str:
    """Ask for a backup and bring it back; returns what was done, "" where nothing was."""
    document = bridge.document
    if document.location is None:
        return ""

    @cache
    def read(backup: Backup) -> Dataset:
        return run(lambda: read_backup(backup).dataset, texts.RESTORING)

    found = list_backups(document.location, here.backups)
    chosen = ask.restore(found, lambda backup: restored_rows(document.dataset, read(backup)))
    if chosen is None:
        return ""
    wanted = differences_to(document.dataset, read(chosen))
    bridge.push(to_batch(document.dataset, wanted, texts.STEP_RESTORE))
    return texts.RESTORED
