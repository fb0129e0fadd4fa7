"""Save without a person at hand: what others saved meanwhile is merged where nobody has to decide.

The command line and other programs save this way; the window asks instead (SAFE-06).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from klimaeditor.diff.compare import records_of
from klimaeditor.diff.describe import label_of
from klimaeditor.diff.rebase import rebase
from klimaeditor.files import store
from klimaeditor.files.source import marked
from klimaeditor.model.core_words import shortened
from klimaeditor.model.errors import BusyError, ChangedUnderneathError, DatasetError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from klimaeditor.diff.decide import Found
    from klimaeditor.document import Document
    from klimaeditor.model.catalogue import Catalogue


# --- words ---------------------------------------------------------------------------------------


def both_changed(places: list[str]) -> str:
    """Return the refusal to decide between two versions of the same fields."""
    shown = "; ".join(places[:5])
    more = f" und {len(places) - 5} weitere" if len(places) > 5 else ""
    return (
        "Nicht gespeichert: Eine andere Person hat inzwischen dasselbe geändert "
        f"({shown}{more}). Sehen Sie den jetzigen Stand an, und nehmen Sie die Änderung noch "
        "einmal vor."
    )


def place(measure_id: str, label: str) -> str:
    """Return where something is: „klima1, Kosten“."""
    return f"{shortened(measure_id)}, {shortened(label)}" if measure_id else shortened(label)


ATTEMPTS: Final = 20
_PAUSE: Final = 0.05


def save_together(document: Document) -> None:
    """Save *document* in place, its changes on top of whatever has been saved since.

    Waits for others who are saving. Raises DatasetError: for what any save may raise, and where the
    same field was changed differently; then nothing was written.
    """
    folder = document.location
    if folder is None:
        raise ValueError("a document without location cannot be saved in place")
    for attempt in range(ATTEMPTS):
        try:
            document.save()
        except ChangedUnderneathError:
            _rebase(document, folder)
        except BusyError:
            if attempt == ATTEMPTS - 1:
                raise
            time.sleep(_PAUSE * (attempt + 1))
        else:
            return
    document.save()


def _rebase(document: Document, folder: Path) -> None:
    theirs = store.load(folder, document.backup_root, site=document.dataset.site).sources
    base = records_of(document.sources)
    result = rebase(base, document.dataset, theirs, marked=marked(document.sources))
    if result.conflicts:
        raise DatasetError(both_changed(_places(document.dataset.site.catalogue, result.conflicts)))
    document.apply(result.batch)
    document.adopt(result.sources)


def _places(catalogue: Catalogue, conflicts: Iterable[Found]) -> list[str]:
    def name(found: Found) -> str:
        file, ref = found.record.file, found.field
        return file if ref is None else label_of(catalogue.of(file), ref)

    return [place(found.record.id, name(found)) for found in conflicts]
