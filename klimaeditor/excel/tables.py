"""Dataset -> rows of cells for each sheet; nothing here knows how a workbook is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor import __version__
from klimaeditor.catalogue import FIELDS_BY_NAME, FileName, Kind
from klimaeditor.dataset.categories import category_names
from klimaeditor.dataset.records import id_of
from klimaeditor.excel import layout, texts
from klimaeditor.excel.projection import shown, to_cell
from klimaeditor.values import get_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from klimaeditor.dataset.records import Dataset, MeasureView
    from klimaeditor.excel.projection import CellValue
    from klimaeditor.values import Json, Value

Row = list["CellValue"]
SCHEMA = 1


def measure_rows(views: Iterable[MeasureView], fingerprints: Mapping[int, str]) -> Iterator[Row]:
    """Yield one row per measure."""
    columns = layout.MEASURES.columns[:-1]
    plan = [(FIELDS_BY_NAME[c.key].file, FIELDS_BY_NAME[c.key].path, c) for c in columns]
    for view in views:
        rows = {file: view.row(file) for file in (FileName.MEASURES, FileName.ADDITIONAL)}
        yield [
            *(
                to_cell(column.kind, get_path(rows[file], path), column.choices)
                for file, path, column in plan
            ),
            fingerprints[view.key],
        ]


def progress_rows(views: Iterable[MeasureView]) -> Iterator[Row]:
    """Yield one row per dated value, one blank row for a measure that has none yet."""
    own = [column for column in layout.PROGRESS.columns if column.key in FIELDS_BY_NAME][1:]
    for view in _once_per_id(views):
        facts = [to_cell(c.kind, view.value(c.key), c.choices) for c in own]
        entries = entries_of(view.value("progress_values"))
        for cells in [progress_cells(entry) for entry in entries] or [[None, None]]:
            yield [view.id, view.title, *cells, *facts]


def link_rows(views: Iterable[MeasureView]) -> Iterator[Row]:
    """Yield one row per link."""
    for view in _once_per_id(views):
        for entry in entries_of(view.value("links")):
            yield [view.id, view.title, *link_cells(entry)]


def category_rows(dataset: Dataset) -> Iterator[Row]:
    """Yield one row per category: those with a text in file order, then those only in use.

    A record without an id has no row: nobody could say what it belongs to.
    """
    names = category_names(dataset)
    own = [column for column in layout.CATEGORIES.columns if column.key in FIELDS_BY_NAME][1:]
    table = dataset.tables[FileName.CATEGORIES]
    for row in table.rows.values():
        if not shown(id_of(row)):
            continue
        cells = [to_cell(c.kind, get_path(row, FIELDS_BY_NAME[c.key].path), c.choices) for c in own]
        yield [id_of(row), names.get(id_of(row)), *cells]
    for identifier, name in names.items():
        if shown(identifier) and identifier not in table.keys_by_id:
            yield [identifier, name, *(None for _ in own)]


def note_rows(
    dataset_hash: str, exported: datetime, scope: str, sheets: Sequence[layout.Sheet]
) -> Iterator[Row]:
    """Yield the guidance: about the workbook, how to work in it, what each column wants."""
    for name, value in (
        (texts.NOTE_EXPORTED, exported.strftime("%d.%m.%Y, %H:%M Uhr")),
        (texts.NOTE_SCOPE, scope),
        (texts.NOTE_APP, f"{texts.CREATOR} {__version__}"),
        (texts.NOTE_SCHEMA, str(SCHEMA)),
        (texts.NOTE_DATASET, dataset_hash),
        *texts.GUIDANCE,
    ):
        yield [texts.NOTE_WORKBOOK, name, value, None, None]
    for sheet in sheets:
        for column in sheet.columns:
            yield [
                sheet.title,
                column.header,
                column.help,
                column.shown or None,
                column.required or None,
            ]


def entries_of(value: Value) -> list[Json]:
    """Return the entries of a list field, none where the value is no list."""
    return value if isinstance(value, list) else []


def progress_cells(entry: Json) -> list[CellValue]:
    """Return date and value of a progress entry as cells."""
    return _entry_cells(
        entry, (layout.ENTRY_DATE, "date"), (layout.ENTRY_VALUE, "value"), layout.PROGRESS
    )


def link_cells(entry: Json) -> list[CellValue]:
    """Return title and address of a link as cells."""
    return _entry_cells(entry, (layout.LINK_TITLE, "title"), (layout.LINK_URL, "url"), layout.LINKS)


def _entry_cells(
    entry: Json, first: tuple[str, str], second: tuple[str, str], sheet: layout.Sheet
) -> list[CellValue]:
    if not isinstance(entry, dict):
        return [None, to_cell(Kind.LONG_TEXT, entry)]
    cells = []
    for column_key, key in (first, second):
        column = sheet.column(column_key)
        cells.append(to_cell(column.kind, entry.get(key), column.choices))
    return cells


def _once_per_id(views: Iterable[MeasureView]) -> Iterator[MeasureView]:
    """Yield the measures that companions can belong to, each id once."""
    seen = {""}
    for view in views:
        name = shown(view.id)
        if name not in seen:
            seen.add(name)
            yield view
