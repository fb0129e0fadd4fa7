"""Open, save, check, edit and search, against json and pydantic on the same files.

Pydantic looks at types and required keys only, in compiled code (benchmarks/models.py); the checks
read every text with dozens of rules as well. What that may cost is a hundred times as much.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from benchmarks import models
from benchmarks.common import SIZES, Result, against, generate, show, within
from klimaeditor.document import Document, open_document
from klimaeditor.files import store
from klimaeditor.model.changes import FileName
from klimaeditor.site.muenster import muenster
from klimaeditor.textwork.filters import Filter
from ui.bridge import DocumentBridge
from ui.measures.measure_list import MeasureListModel

MOST_OF_PYDANTIC = 100


def main() -> int:
    """Run for every size; returns 1 where a claim is not kept."""
    code = 0
    application = QCoreApplication([])  # the list reads in slices
    with tempfile.TemporaryDirectory() as temporary:
        for count in SIZES:
            folder = generate(Path(temporary) / str(count), count)
            code |= show(f"{count} measures", _measure(folder, count))
    application.quit()
    return code


def _measure(folder: Path, count: int) -> list[Result]:
    texts = [(folder / file).read_bytes() for file in FileName]
    values = [json.loads(text) for text in texts]
    rows, validators = dict(zip(FileName, values, strict=True)), models.adapters()
    document = open_document(folder)
    document.findings.all()
    rounds = 5 if count <= 1_000 else 3
    results = [
        against(
            "open (strict, against json.loads)",
            lambda: store.load(folder, site=muenster()),
            lambda: [json.loads(text) for text in texts],
            6,
            rounds,
        ),
        against(
            "save one edit (against json.dumps)",
            lambda: _save(document, folder),
            lambda: [json.dumps(value, ensure_ascii=False, indent=2) for value in values],
            6,
            rounds,
        ),
        against(
            "check everything (against pydantic models)",
            lambda: _check(document),
            lambda: models.count_errors(validators, rows),
            MOST_OF_PYDANTIC,
            rounds,
        ),
        within("one edit until findings are fresh", lambda: _edit(document), 0.010),
    ]
    model = MeasureListModel()
    model.set_bridge(DocumentBridge(document))
    model.set_filter(Filter(text="w"))
    results.append(within("search, one keystroke", lambda: _search(model), 0.016))
    return results


def _save(document: Document, folder: Path) -> None:
    _edit(document)
    document.sources = store.save(folder, document.dataset, document.sources)


def _check(document: Document) -> None:
    fresh = Document(document.dataset, document.sources, document.location)
    fresh.findings.all()


def _edit(document: Document) -> None:
    measure = document.dataset.measure_keys()[len(document.dataset.measures) // 2]
    old = document.view(measure).value("outcome")
    new = "Anders" if old != "Anders" else "Wieder anders"
    document.apply(document.plan_edit(measure, {"outcome": new}))


def _search(model: MeasureListModel) -> None:
    model.set_filter(Filter(text="wä"))
    model.set_filter(Filter(text="wär"))


if __name__ == "__main__":
    sys.exit(main())
