"""A document under random use: whatever is done, undone, saved and reopened, nothing gets lost."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from klimaeditor.checks.engine import FindingIndex
from klimaeditor.document import open_document
from klimaeditor.files.source import render
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import EditError, KlimaError
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.values import ABSENT, same
from tests.dataset_builders import (
    additional_row,
    category_row,
    initiative_row,
    measure_row,
    progress_row,
    rows,
    write_folder,
)
from tests.muenster_fields import FIELDS
from ui.bridge import BatchCommand, DocumentBridge

EDITABLE = [f.name for f in FIELDS if f.kind is not Kind.IDENTIFIER]
VALUES = st.sampled_from([
    *("", "x", "y", " ", "2030", "12a", "<b>", "Stadt Münster", "https://example.org", "binary"),
    *(0, 5, -1, 350.0, 2**60, 1e400, None, ABSENT, True, [], {}),
    [{"title": "t", "url": "https://example.org"}],
    [{"value": "completed", "date": "2025-01-01"}, {"value": 5, "date": "gestern"}],
    *("bauen", "verkehr", "wasser", "urban_social_projects"),
])  # fmt: skip


def start() -> dict:
    """Return a dataset with gaps, doubles and odd records."""
    return rows(
        [
            measure_row("bauen1"),
            measure_row("bauen2", **{"Impact & cost": None, "unbekannt": [1]}),
            initiative_row(),
            measure_row("verkehr1", "verkehr"),
            measure_row("verkehr1", "verkehr", category="Anders"),
            {"Action outline": "kein Objekt"},
        ],
        [
            additional_row("bauen2", cost=5, state=None),
            additional_row("verkehr1"),
            additional_row("verkehr1", summary="doppelt"),
            additional_row("niemand"),
        ],
        [progress_row("bauen1"), progress_row("bauen1", values=None), {"id": 5}],
        [category_row("bauen"), category_row("bauen"), {"description": "ohne Kennung"}],
    )


class DocumentMachine(RuleBasedStateMachine):
    """Random steps over a document and its undo stack."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.folder = write_folder(self.home / "0", start())
        self.places = 1
        self.open()
        self.original = self.on_disk()
        self.saved_once = False

    def open(self) -> None:
        self.document = open_document(self.folder)
        self.document.findings.run()
        self.bridge = DocumentBridge(self.document)

    def teardown(self) -> None:
        self.bridge.close()
        shutil.rmtree(self.home)

    def on_disk(self) -> dict[FileName, bytes]:
        return {file: (self.folder / file).read_bytes() for file in FileName}

    def rendered(self) -> dict[FileName, bytes]:
        tables, sources = self.document.dataset.tables, self.document.sources
        return {file: render(sources[file], tables[file].rows) for file in FileName}

    def measure(self, number: int) -> int | None:
        keys = self.document.dataset.measure_keys()
        return keys[number % len(keys)] if keys else None

    @rule(number=st.integers(0, 9), name=st.sampled_from(EDITABLE), value=VALUES)
    def edit(self, number, name, value):
        self.store(self.measure(number), name, value, None)

    @rule(
        number=st.integers(0, 9), name=st.sampled_from(EDITABLE), typed=st.lists(VALUES, max_size=4)
    )
    def visit(self, number, name, typed):
        for value in typed:
            self.store(self.measure(number), name, value, (number, name))

    def store(self, measure, name, value, group):
        if measure is None:
            return
        before = self.rendered()
        try:
            self.bridge.edit(measure, name, value, group)
        except KlimaError:
            assert before == self.rendered()

    @rule(category=st.sampled_from(["bauen", "verkehr", "wasser"]))
    def add(self, category):
        self.bridge.push(self.document.plan_add(category, "Neu")[1])

    @rule(number=st.integers(0, 9))
    def duplicate(self, number):
        measure = self.measure(number)
        if measure is not None:
            with suppress(EditError):
                self.bridge.push(self.document.plan_duplicate(measure)[1])

    @rule(numbers=st.lists(st.integers(0, 9), min_size=1, max_size=3))
    def delete(self, numbers):
        keys = [self.measure(number) for number in numbers if self.measure(number) is not None]
        self.bridge.push(self.document.plan_delete(keys))

    @rule(number=st.integers(0, 99))
    def fix(self, number):
        fixes = [f.fix for f in self.document.findings.all() if f.fix is not None]
        if fixes:
            self.bridge.push(self.document.plan_fix(fixes[number % len(fixes)]))

    @rule(steps=st.integers(1, 4))
    def undo(self, steps):
        for _ in range(steps):
            self.bridge.stack.undo()

    @rule(steps=st.integers(1, 4))
    def redo(self, steps):
        for _ in range(steps):
            self.bridge.stack.redo()

    @rule()
    def save(self):
        expected = self.rendered()
        self.document.save()
        self.saved_once = True
        assert expected == self.on_disk()
        assert self.bridge.is_clean
        assert [] == self.document.changed_measures()

    @rule()
    def save_elsewhere(self):
        expected = self.rendered()
        self.folder = self.home / str(self.places)
        self.places += 1
        self.document.save(self.folder)
        self.saved_once = True
        assert expected == self.on_disk()

    @rule()
    @precondition(lambda self: self.bridge.is_clean)
    def reopen(self):
        known = [list(table.rows.values()) for table in self.document.dataset.tables.values()]
        self.bridge.close()
        self.open()
        found = [list(table.rows.values()) for table in self.document.dataset.tables.values()]
        assert same(known, found)
        self.saved_once = True

    @rule()
    @precondition(lambda self: not self.saved_once)
    def undo_everything_and_back(self):
        index, before = self.bridge.stack.index(), self.rendered()
        self.bridge.stack.setIndex(0)
        assert self.original == self.rendered()
        assert self.bridge.is_clean
        self.bridge.stack.setIndex(index)
        assert before == self.rendered()

    @invariant()
    def clean_means_saved(self):
        assert self.document.is_saved == (self.rendered() == self.on_disk())
        if self.bridge.is_clean:
            assert self.document.is_saved
        assert self.document.is_saved == (self.document.changed_measures() == [])

    @invariant()
    def findings_are_those_of_a_fresh_index(self):
        fresh, index = FindingIndex(self.document.dataset), self.document.findings
        assert sorted(map(repr, fresh.all())) == sorted(map(repr, index.all()))
        assert fresh.counts() == index.counts()
        for measure in self.document.dataset.measures:
            assert fresh.of(measure) == index.of(measure)

    @invariant()
    def every_step_does_something(self):
        stack = self.bridge.stack
        for place in range(stack.count()):
            command = stack.command(place)
            assert isinstance(command, BatchCommand)
            assert command.batch

    @invariant()
    def ids_of_records_are_indexed_in_file_order(self):
        for table in self.document.dataset.tables.values():
            order = list(table.rows)
            found = sorted(key for keys in table.keys_by_id.values() for key in keys)
            assert sorted(order) == found
            for keys in table.keys_by_id.values():
                assert keys == sorted(keys, key=order.index)


TestDocument = DocumentMachine.TestCase
TestDocument.settings = settings(
    max_examples=settings.default.max_examples // 2, stateful_step_count=25
)
