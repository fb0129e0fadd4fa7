"""A document with its recovery journal, as the window has them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from klimaeditor.document import Document, open_document
from klimaeditor.files import journal, leftovers
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import town, write_folder

if TYPE_CHECKING:
    from pathlib import Path

    from klimaeditor.model.changes import Batch
    from klimaeditor.model.records import Dataset


NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)


class Session:
    """A document with its journal, as the window has them."""

    def __init__(self, document: Document, root: Path) -> None:
        self.document = document
        self.now = NOON
        self.journal = journal.record(document, root, lambda: self.now)

    def do(self, batch: Batch) -> Batch:
        self.document.apply(batch)
        assert self.journal.flush()
        return batch

    def edit(self, measure: int = 0, **values) -> Batch:
        return self.do(self.document.plan_edit(measure, values))

    def crash(self) -> None:
        """End without a word; the operating system lets go of the lock."""
        self.journal.on_close()
        lock = self.journal._lock
        if lock is not None:
            lock.release()

    def lines(self) -> list[bytes]:
        """Return the ground once, and a line for each step."""
        path = self.journal.path / journal.JOURNAL
        found = path.read_bytes().splitlines() if path.exists() else []
        assert found[:1] == found[1:2]
        return found[1:]


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_folder(tmp_path / "daten", town())


@pytest.fixture
def root(tmp_path) -> Path:
    return tmp_path / "eigenes" / "Wiederherstellung"


@pytest.fixture
def session(folder, root, monkeypatch) -> Session:
    """Return a session that counts as ended, as its process does not live."""
    monkeypatch.setattr(leftovers, "is_alive", lambda _pid: False)
    return Session(open_document(folder), root)


def tables(dataset: Dataset) -> dict:
    return {file: list(table.rows.values()) for file, table in dataset.tables.items()}


def only(root: Path, now=NOON) -> leftovers.Leftover:
    (leftover,) = leftovers.find_leftovers(root, now, site=muenster())
    return leftover


def reopened(leftover) -> Document:
    """Bring a leftover back the way the window does."""
    restored = leftovers.restore(leftover)
    document = Document(restored.dataset, restored.sources, restored.folder)
    document.apply(restored.batch)
    return document
