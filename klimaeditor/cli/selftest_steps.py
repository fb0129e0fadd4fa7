"""The steps of the self-test, in order; each says in a few words what it found, or raises."""

from __future__ import annotations

import sys
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from klimaeditor import paths
from klimaeditor.catalogue import FIELDS, FileName
from klimaeditor.cli import selftest_texts as texts
from klimaeditor.dataset.sample import copy_of_sample
from klimaeditor.document import Document, open_document
from klimaeditor.errors import KlimaError, WorkbookError
from klimaeditor.excel.reader import open_workbook
from klimaeditor.excel.writer import export
from klimaeditor.values import Absent, same

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from klimaeditor.changes import Batch
    from klimaeditor.values import Value

COST: Final = "cost_value"
NEW_COST: Final = 1234.5
_HOST: Final = "xl/workbook.xml"
_ROOT: Final = b"<workbook"
_ENTITY: Final = b'<!DOCTYPE workbook [<!ENTITY bombe "entfaltet">]>'


class SelftestError(KlimaError):
    """Something that should hold on every machine does not."""


@dataclass(slots=True)
class Bench:
    """What the steps work on: a folder, the document in it, and the edits between them."""

    folder: Path
    edits: list[Batch] = field(default_factory=list)
    _document: Document | None = None

    @property
    def dataset(self) -> Path:
        """The folder of the sample's copy."""
        return self.folder / "datensatz"

    @property
    def workbook(self) -> Path:
        """The exported workbook."""
        return self.folder / "massnahmen.xlsx"

    @property
    def document(self) -> Document:
        """The copy of the sample as a document."""
        if self._document is None:
            copy = copy_of_sample(self.dataset)
            self._document = open_document(copy, self.folder / "sicherungen")
        return self._document

    @property
    def measure(self) -> int:
        """The measure that is edited."""
        return self.document.dataset.measure_keys()[0]

    @property
    def cost(self) -> Value:
        """The stored costs of that measure."""
        return self.document.view(self.measure).value(COST)

    def contents(self) -> dict[str, bytes]:
        """Return what the four files hold."""
        return {file.value: (self.dataset / file).read_bytes() for file in FileName}


def _expect(condition: object, sentence: str) -> None:
    if not condition:
        raise SelftestError(sentence)


def _resources(_bench: Bench) -> str:
    missing = [file.value for file in FileName if not (paths.sample_dataset() / file).is_file()]
    _expect(not missing, texts.missing(missing))
    return texts.COMPLETE


def _open(bench: Bench) -> str:
    _expect(bench.document.is_saved, texts.NOT_AS_ON_DISK)
    return texts.opened(len(bench.document.dataset.measures))


def _edit(bench: Bench) -> str:
    batch = bench.document.plan_edit(bench.measure, {COST: NEW_COST})
    bench.document.apply(batch)
    bench.edits.append(batch)
    _expect(bench.cost == NEW_COST, texts.NOT_STORED)
    return batch.label


def _check(bench: Bench) -> str:
    found = sum(bench.document.findings.counts().values())
    _expect(found, texts.NO_FINDINGS)
    return texts.counted(found)


def _undo(bench: Bench) -> str:
    for batch in reversed(bench.edits):
        bench.document.apply(batch.inverse())
    _expect(bench.document.is_saved, texts.NOT_UNDONE)
    return texts.UNDONE


def _save(bench: Bench) -> str:
    before = bench.contents()
    bench.document.save()
    _expect(bench.contents() == before, texts.CHANGED_WITHOUT_EDIT)
    bench.document.apply(bench.document.plan_edit(bench.measure, {COST: NEW_COST}))
    bench.document.save()
    changed = [name for name, data in bench.contents().items() if data != before[name]]
    _expect(changed == [FileName.ADDITIONAL.value], texts.WRONG_FILES)
    again = open_document(bench.dataset, bench.folder / "sicherungen")
    _expect(again.view(bench.measure).value(COST) == NEW_COST, texts.NOT_STORED)
    return texts.written(changed)


def _export(bench: Bench) -> str:
    export(bench.document.dataset, bench.workbook)
    _expect(bench.workbook.is_file(), texts.NO_WORKBOOK)
    return texts.size(bench.workbook.stat().st_size)


def _import(bench: Bench) -> str:
    back, there = open_workbook(bench.workbook).dataset, bench.document.dataset
    names = [entry.name for entry in FIELDS if entry.excel is not None]
    for key in there.measure_keys():
        view = there.view(key)
        found = back.find(view.id)
        if found is None:
            raise SelftestError(texts.lost(view.id))
        for name in names:
            returned = back.view(found).value(name)
            _expect(_alike(returned, view.value(name)), texts.differs(view.id, name))
    return texts.opened(len(back.measures))


def _alike(left: Value, right: Value) -> bool:
    """Tell whether two values look the same in a cell, where an empty text is nothing."""
    return same(_in_cell(left), _in_cell(right))


def _in_cell(value: Value) -> Value:
    return None if value == "" or isinstance(value, Absent) else value


def _hostile_xml(bench: Bench) -> str:
    """See to it that a workbook with an XML entity is refused, also when frozen (SEC-08)."""
    _expect(getattr(sys.modules.get("openpyxl"), "DEFUSEDXML", False), texts.NOT_DEFUSED)
    hostile = bench.folder / "praepariert.xlsx"
    with zipfile.ZipFile(bench.workbook) as good, zipfile.ZipFile(hostile, "w") as bad:
        for part in good.infolist():
            data = good.read(part)
            if part.filename == _HOST:
                data = data.replace(_ROOT, _ENTITY + _ROOT, 1)
            bad.writestr(part, data)
    try:
        open_workbook(hostile)
    except WorkbookError:
        return texts.REFUSED
    raise SelftestError(texts.NOT_REFUSED)


STEPS: Final[tuple[tuple[str, Callable[[Bench], str]], ...]] = (
    (texts.RESOURCES, _resources),
    (texts.OPEN, _open),
    (texts.EDIT, _edit),
    (texts.CHECK, _check),
    (texts.UNDO, _undo),
    (texts.SAVE, _save),
    (texts.EXPORT, _export),
    (texts.IMPORT, _import),
    (texts.XML, _hostile_xml),
)
