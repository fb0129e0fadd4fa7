"""What a workbook consists of, as plain data: sheets with rows, drop-downs, where one may write."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FIELDS_BY_NAME, Kind
from klimaeditor.dataset.categories import category_names
from klimaeditor.excel import baseline, layout, tables, texts
from klimaeditor.values import get_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.excel.tables import Row

_LONGEST_CHOICE = 120
_MOST_CHOICES = 500


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet to write.

    *drop_downs* maps column keys to the range that holds their choices. *open_below* are locked
    columns that may be filled in new rows under the data.
    """

    sheet: layout.Sheet
    rows: list[Row]
    drop_downs: dict[str, str] = field(default_factory=dict)
    open_below: frozenset[str] = frozenset()
    hidden: bool = False
    editable: bool = True


def workbook_plan(
    dataset: Dataset, measures: Sequence[int], exported: datetime
) -> tuple[SheetPlan, ...]:
    """Return all sheets of the workbook that holds *measures*, in order of the tabs."""
    record_texts = baseline.record_texts(dataset)
    views = [dataset.view(key) for key in measures]
    chosen = baseline.chosen_records(dataset, set(measures))
    prints = baseline.fingerprints(dataset, record_texts, measures)
    scope = texts.scope(len(measures), len(dataset.measures))
    notes = tables.note_rows(
        baseline.dataset_hash(record_texts), exported, scope, layout.DATA_SHEETS
    )
    lists = _lists(dataset)
    ranges = {
        key: cells_below_header(layout.LISTS_TITLE, place, len(entries))
        for place, (key, entries) in enumerate(lists.items())
    }
    ids = {layout.ID: cells_below_header(layout.MEASURES.title, 0, len(views))} if views else {}
    return (
        SheetPlan(layout.MEASURES, list(tables.measure_rows(views, prints)), ranges),
        SheetPlan(
            layout.PROGRESS, list(tables.progress_rows(views)), ranges | ids, frozenset({layout.ID})
        ),
        SheetPlan(layout.LINKS, list(tables.link_rows(views)), ids, frozenset({layout.ID})),
        SheetPlan(
            layout.CATEGORIES,
            list(tables.category_rows(dataset)),
            open_below=frozenset({layout.ID, layout.CATEGORY_NAME}),
        ),
        SheetPlan(layout.NOTES, list(notes), editable=False),
        _lists_plan(lists),
        SheetPlan(
            layout.BASELINE,
            list(baseline.rows_of(dataset, record_texts, chosen, exported)),
            hidden=True,
            editable=False,
        ),
    )


def _lists(dataset: Dataset) -> dict[str, list[str]]:
    """Return the choices of each column that has some; none of them is empty."""
    found: dict[str, list[str]] = {}
    for column in (*layout.MEASURES.columns, *layout.PROGRESS.columns):
        if column.locked:
            continue
        if column.choices:
            found[column.key] = [label for _, label in column.choices]
        elif column.kind is Kind.CATEGORY:
            found[column.key] = list(dict.fromkeys(category_names(dataset).values()))
        elif column.kind is Kind.OPEN_CHOICE:
            found[column.key] = spellings_in_use(dataset, column.key)
    return {key: entries for key, entries in found.items() if entries}


def spellings_in_use(dataset: Dataset, name: str) -> list[str]:
    """Return the spellings of a field in use, as far as a drop-down can show them."""
    own = FIELDS_BY_NAME[name]
    values = {
        value
        for row in dataset.tables[own.file].rows.values()
        if isinstance(value := get_path(row, own.path), str)
    }
    short = [v for v in values if v.strip() and "\n" not in v and len(v) <= _LONGEST_CHOICE]
    return sorted(short, key=lambda text: (text.casefold(), text))[:_MOST_CHOICES]


def _lists_plan(lists: dict[str, list[str]]) -> SheetPlan:
    own = {c.key: c for sheet in layout.DATA_SHEETS for c in sheet.columns}
    columns = tuple(
        layout.Column(key, own[key].header, 30, Kind.IDENTIFIER, "", locked=True) for key in lists
    )
    rows: list[Row] = [list(row) for row in zip_longest(*lists.values())]
    return SheetPlan(
        layout.Sheet(layout.LISTS_TITLE, columns, frozen=0), rows, hidden=True, editable=False
    )


def cells_below_header(title: str, place: int, count: int) -> str:
    """Return the range of the first *count* cells of a column, as a drop-down names it."""
    letter = layout.letter(place)
    return f"'{title}'!${letter}$2:${letter}${count + 1}"
