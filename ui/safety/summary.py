"""Unsaved work in words: which fields of which measures, for the close dialog and after a save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.safety import texts

if TYPE_CHECKING:
    from klimaeditor.document import Document

SHOWN: Final = 4


def unsaved_lines(document: Document) -> list[str]:
    """Return one line for each measure or other record: its title and the fields changed in it.

    A document that was never saved has only titles to show.
    """
    if not document.sources:
        return document.changed_measures()
    labels: dict[tuple[object, str], dict[str, None]] = {}
    for change in document.changed_fields():
        owner = change.record if change.measure is None else change.measure
        labels.setdefault((owner, change.title), {})[change.label] = None
    return [
        texts.unsaved_line(title, list(found)[:SHOWN], max(0, len(found) - SHOWN))
        for (_, title), found in labels.items()
    ]


def saved_sentence(document: Document) -> str:
    """Return what a save of the document is about to store, to be said when it has worked."""
    if not document.sources:
        return ""
    changes = document.changed_fields()
    return texts.saved_fields(len(changes), len({change.title for change in changes}))
