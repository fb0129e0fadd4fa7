"""What a request workbook consists of, as plain data: records -> rows of each sheet."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from klimaeditor import __version__
from klimaeditor.catalogue import FIELDS_BY_NAME, Kind
from klimaeditor.excel import layout as common
from klimaeditor.excel import tables
from klimaeditor.excel import texts as common_texts
from klimaeditor.excel.plan import SheetPlan, cells_below_header, spellings_in_use
from klimaeditor.excel.projection import shown, to_cell
from klimaeditor.excel.request import baseline, layout, texts
from klimaeditor.excel.request.baseline import Sent, SentMeasure, mark_of
from klimaeditor.values import Absent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.excel.layout import Column, Sheet
    from klimaeditor.excel.projection import CellValue
    from klimaeditor.excel.request.baseline import About
    from klimaeditor.excel.tables import Row
    from klimaeditor.values import Json, Value

FREE_ROWS: Final = 2
"""Blank rows for new dated values or links under each measure."""


def what_is_sent(dataset: Dataset, measures: Iterable[int], about: About) -> Sent:
    """Return the baseline of a request for the measures with these keys, in their order.

    Each needs an id that no other measure has, see :func:`unique_ids`.
    """
    found = [_sent(dataset, key, about) for key in measures]
    return Sent(about, {measure.id: measure for measure in found})


def _sent(dataset: Dataset, key: int, about: About) -> SentMeasure:
    view = dataset.view(key)
    values = {name: view.value(name) for name in about.fields}
    context = {key: _shown(view.value(name)) for key, name in layout.CONTEXT.items() if name}
    kind = view.value("progress_type")
    return SentMeasure(
        id=view.id,
        title=view.title,
        values={name: v for name, v in values.items() if not isinstance(v, Absent)},
        shown={layout.TITLE: view.title, **context},
        progress_type=kind if isinstance(kind, str) else "binary",
    )


def _shown(value: Value) -> str:
    return "" if isinstance(value, Absent) else shown(value)


def workbook_plan(dataset: Dataset, sent: Sent) -> tuple[SheetPlan, ...]:
    """Return all sheets of a request, in order of the tabs."""
    asked = sent.about.fields
    lists = _lists(dataset, layout.data_sheets(asked))
    ranges = {
        key: cells_below_header(common.LISTS_TITLE, place, len(entries))
        for place, (key, entries) in enumerate(lists.items())
    }
    ids = {layout.ID: cells_below_header(common.MEASURES.title, 0, len(sent.measures))}
    plans = [SheetPlan(layout.NOTES, list(_notes(sent)), editable=False)]
    for sheet in layout.data_sheets(asked):
        if sheet is layout.PROGRESS:
            rows = _entry_rows(sent, "progress_values", tables.progress_cells, _progress_kind)
        elif sheet is layout.LINKS:
            rows = _entry_rows(sent, "links", tables.link_cells, None)
        else:
            plans.append(SheetPlan(sheet, list(_measure_rows(sheet, sent)), ranges))
            continue
        open_below = frozenset({layout.ID})
        plans.append(SheetPlan(sheet, list(rows), ranges | ids, open_below))
    plans.append(_lists_plan(lists, layout.data_sheets(asked)))
    rows = baseline.rows_of(sent)
    plans.append(SheetPlan(common.BASELINE, list(rows), hidden=True, editable=False))
    return tuple(plans)


def measure_cells(column: Column, measure: SentMeasure) -> CellValue:
    """Return the cell of a measure in a column as it was sent."""
    return to_cell(column.kind, measure.value(column.key), column.choices)


def _measure_rows(sheet: Sheet, sent: Sent) -> Iterator[Row]:
    asked = {column.key for column in layout.asked_columns(sheet)}
    for measure in sent.measures.values():
        own: dict[str, CellValue] = {
            layout.ID: measure.id,
            layout.MARK: mark_of(sent.about.request, measure.id),
            **measure.shown,
        }
        yield [
            measure_cells(column, measure) if column.key in asked else own.get(column.key) or None
            for column in sheet.columns
        ]


def _entry_rows(
    sent: Sent,
    name: str,
    cells: Callable[[Json], list[CellValue]],
    context: Callable[[SentMeasure], str] | None,
) -> Iterator[Row]:
    """Yield a row per entry of each measure's list, and free ones for new entries."""
    for measure in sent.measures.values():
        facts: list[CellValue] = [] if context is None else [context(measure)]
        for place, entry in enumerate(tables.entries_of(measure.value(name))):
            if isinstance(entry, dict):
                mark = mark_of(sent.about.request, measure.id, place)
                yield [measure.id, measure.title, *cells(entry), *facts, mark]
        for _ in range(FREE_ROWS):
            yield [measure.id, measure.title, None, None, *facts, None]


def _progress_kind(measure: SentMeasure) -> str:
    labels = {str(stored): label for stored, label in FIELDS_BY_NAME["progress_type"].choices}
    return labels.get(measure.progress_type, measure.progress_type)


def _lists(dataset: Dataset, sheets: Sequence[Sheet]) -> dict[str, list[str]]:
    """Return the choices of each open column that has some; none of them is empty."""
    found: dict[str, list[str]] = {}
    for column in (column for sheet in sheets for column in sheet.columns if not column.locked):
        if column.choices:
            found[column.key] = [label for _, label in column.choices]
        elif column.kind is Kind.OPEN_CHOICE:
            found[column.key] = spellings_in_use(dataset, column.key)
    return {key: entries for key, entries in found.items() if entries}


def _lists_plan(lists: Mapping[str, list[str]], sheets: Sequence[Sheet]) -> SheetPlan:
    headers = {column.key: column.header for sheet in sheets for column in sheet.columns}
    columns = tuple(
        common.Column(key, headers[key], 30, Kind.IDENTIFIER, "", locked=True) for key in lists
    )
    rows: list[Row] = [list(row) for row in zip_longest(*lists.values())]
    sheet = common.Sheet(common.LISTS_TITLE, columns, frozen=0)
    return SheetPlan(sheet, rows, hidden=True, editable=False)


def _notes(sent: Sent) -> Iterator[Row]:
    """Yield the guidance: what to do, by when, to whom; then how; then what each column wants."""
    about = sent.about
    for point, text in (
        (texts.POINT_WHAT, texts.WHAT_TO_DO),
        (texts.POINT_DUE, about.due.strftime("%d.%m.%Y") if about.due else ""),
        (texts.POINT_CONTACT, about.contact),
        (texts.POINT_NOTE, about.note),
        (texts.POINT_FOR, about.department),
        (texts.POINT_SCOPE, texts.scope(len(sent.measures))),
        (texts.POINT_SENT, about.sent.strftime("%d.%m.%Y")),
        (texts.POINT_REQUEST, f"{about.request} ({common_texts.CREATOR} {__version__})"),
        (texts.POINT_STATE, texts.state(baseline.checksum_of(sent), baseline.SCHEMA)),
    ):
        if text:
            yield [texts.AREA_REQUEST, point, text, None]
    for point, text in texts.GUIDANCE:
        yield [texts.AREA_WORK, point, text, None]
    for sheet in layout.data_sheets(about.fields):
        for column in sheet.columns:
            if not column.locked:
                yield [sheet.title, column.header, column.help, column.required or None]
