"""The dataset as flat, tidy tables: one row per measure, progress value, link, category (OPN-08).

Columns follow from the catalogue. Machine names are those of the fields; German titles, types and
units come with them, so that CSV files and their description cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import FIELDS, FileName, Kind, Profile
from klimaeditor.dataset.categories import category_names
from klimaeditor.dataset.records import id_of
from klimaeditor.publish import texts
from klimaeditor.values import Absent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.catalogue import Field
    from klimaeditor.dataset.records import Dataset, MeasureView
    from klimaeditor.values import Json, Value

EURO: Final = "EUR"
PERCENT: Final = "%"
_FILES: Final = frozenset({FileName.MEASURES, FileName.ADDITIONAL, FileName.PROGRESS})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: machine name, German title, what it says, its Table Schema type.

    *required* columns have a value in every row; *choices* are all values there are.
    """

    name: str
    title: str
    help: str
    type: str = "string"
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlatTable:
    """One table. *key* are the columns that tell its rows apart; *refers* leads to another table.

    Cells are texts, numbers or None; a day is its ISO text.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Json, ...], ...]
    key: tuple[str, ...] = ()
    refers: tuple[str, str, str] | None = None


def tables_of(dataset: Dataset) -> tuple[FlatTable, ...]:
    """Return the four tables of a dataset, rows in the order of its files."""
    views = [dataset.view(key) for key in dataset.measure_keys()]
    return _measures(views), _progress(views), _links(views), _categories(dataset)


def _measures(views: list[MeasureView]) -> FlatTable:
    fields = [field for field in FIELDS if field.file in _FILES and not field.is_list]
    columns: list[Column] = []
    for field in fields:
        columns.append(_column(field))
        if field.kind is Kind.AMOUNT:
            columns.append(Column(f"{field.name}_unit", texts.CURRENCY, texts.CURRENCY_HELP))
    rows = tuple(tuple(_cells(view, fields)) for view in views)
    refers = ("category_id", texts.CATEGORIES, "id")
    return FlatTable(texts.MEASURES, texts.MEASURES_TITLE, tuple(columns), rows, ("id",), refers)


def _cells(view: MeasureView, fields: list[Field]) -> Iterator[Json]:
    for field in fields:
        value = _plain(view.value(field.name))
        yield value
        if field.kind is Kind.AMOUNT:
            yield None if value is None else EURO


def _plain(value: Value) -> Json:
    """Return a value as a cell; nothing in all its forms is None (blank texts too)."""
    if isinstance(value, Absent | list | dict):
        return None
    return None if isinstance(value, str) and not value.strip() else value


def _column(field: Field) -> Column:
    kinds = {Kind.AMOUNT: "number", Kind.NUMBER: "number", Kind.YEAR: "year", Kind.DATE: "date"}
    return Column(
        field.name,
        field.label,
        field.help,
        kinds.get(field.kind, "string"),
        required=set(Profile) <= field.required,
        choices=tuple(str(value) for value, _ in field.choices),
    )


def _progress(views: list[MeasureView]) -> FlatTable:
    words = next(field for field in FIELDS if field.name == "progress_values").choices
    status = tuple(str(value) for value, _ in words)
    columns = (
        Column("measure_id", texts.MEASURE_ID, texts.MEASURE_ID_HELP, required=True),
        Column("date", texts.DAY, texts.DAY_HELP, "date", required=True),
        Column("status", texts.STATUS, texts.STATUS_HELP, choices=(*status, "stale")),
        Column("value", texts.VALUE, texts.VALUE_HELP, "number"),
        Column("unit", texts.UNIT, texts.UNIT_HELP),
    )
    rows = tuple(row for view in views for row in _progress_rows(view))
    refers = ("measure_id", texts.MEASURES, "id")
    key = ("measure_id", "date")
    return FlatTable(texts.PROGRESS, texts.PROGRESS_TITLE, columns, rows, key, refers)


def _progress_rows(view: MeasureView) -> Iterator[tuple[Json, ...]]:
    unit = PERCENT if view.value("progress_type") == "percent" else view.value("progress_unit")
    for entry in _entries(view, "progress_values"):
        value = entry.get("value")
        word = value if isinstance(value, str) else None
        number = value if isinstance(value, int | float) else None
        shown = None if number is None else _plain(unit)
        yield view.id, entry.get("date"), word, number, shown


def _links(views: list[MeasureView]) -> FlatTable:
    columns = (
        Column("measure_id", texts.MEASURE_ID, texts.MEASURE_ID_HELP, required=True),
        Column("title", texts.LINK_TITLE, texts.LINK_TITLE_HELP, required=True),
        Column("url", texts.LINK_URL, texts.LINK_URL_HELP, required=True),
    )
    rows = tuple(
        (view.id, entry.get("title"), entry.get("url"))
        for view in views
        for entry in _entries(view, "links")
    )
    refers = ("measure_id", texts.MEASURES, "id")
    return FlatTable(texts.LINKS, texts.LINKS_TITLE, columns, rows, refers=refers)


def _entries(view: MeasureView, name: str) -> Iterator[dict[str, Json]]:
    found = view.value(name)
    for entry in found if isinstance(found, list) else ():
        if isinstance(entry, dict):
            yield entry


def _categories(dataset: Dataset) -> FlatTable:
    columns = (
        Column("id", texts.CATEGORY_ID, texts.CATEGORY_ID_HELP, required=True),
        Column("name", texts.CATEGORY_NAME, texts.CATEGORY_NAME_HELP, required=True),
        *(_column(field) for field in FIELDS if field.file is FileName.CATEGORIES),
    )
    names = category_names(dataset)
    rows = []
    for row in dataset.tables[FileName.CATEGORIES].rows.values():
        values = [row.get(field.path[0]) for field in FIELDS if field.file is FileName.CATEGORIES]
        rows.append((id_of(row), names.get(id_of(row)), *map(_plain, values)))
    title = texts.CATEGORIES_TITLE
    return FlatTable(texts.CATEGORIES, title, columns, tuple(rows), ("id",))
