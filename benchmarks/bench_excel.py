"""Export and reading of workbooks, against pandas with openpyxl on the same table."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pandas as pd

from benchmarks.common import SIZES, Result, against, generate, show
from klimaeditor.catalogue import FIELDS
from klimaeditor.document import Document, open_document
from klimaeditor.excel.reader import open_workbook
from klimaeditor.excel.writer import export


def main() -> int:
    """Run for every size; returns 1 where a claim is not kept."""
    code = 0
    with tempfile.TemporaryDirectory() as temporary:
        for count in SIZES:
            folder = generate(Path(temporary) / str(count), count)
            rounds = 3 if count <= 1_000 else 1
            code |= show(f"{count} measures", _measure(folder, rounds))
    return code


def _measure(folder: Path, rounds: int) -> list[Result]:
    document = open_document(folder)
    frame = _frame(document)
    ours, theirs = folder / "ours.xlsx", folder / "theirs.xlsx"
    return [
        against("export (against DataFrame.to_excel)",
                lambda: export(document.dataset, ours),
                lambda: frame.to_excel(theirs, index=False, engine="openpyxl"), 1, rounds),
        against("open (against read_excel of the same workbook)",
                lambda: open_workbook(ours),
                lambda: pd.read_excel(ours, sheet_name=None, engine="openpyxl"), 1.5, rounds),
    ]


def _frame(document: Document) -> pd.DataFrame:
    """Return what the sheet of measures holds as a table of pandas."""
    columns = [field for field in FIELDS if field.excel is not None]
    views = [document.view(key) for key in document.dataset.measure_keys()]
    return pd.DataFrame(
        {f.excel.header: [view.value(f.name) or None for view in views] for f in columns if f.excel}
    )


if __name__ == "__main__":
    sys.exit(main())
