"""The dataset as flat, tidy tables: one row per measure, progress value, link, category (OPN-08).

Columns follow from the catalogue. Machine names are those of the fields; German titles, types and
units come with them, so that CSV files and their description cannot disagree.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from klimaeditor.model.changes import FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.fieldtypes import Kind, Profile
from klimaeditor.model.records import category_names, id_of
from klimaeditor.model.values import Absent, is_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import Dataset, MeasureView
    from klimaeditor.model.values import Json, Value


# --- words ---------------------------------------------------------------------------------------

# --- flat tables -------------------------------------------------------------------------------

MEASURES: Final = "massnahmen"
PROGRESS: Final = "fortschritt"
LINKS: Final = "links"
CATEGORIES: Final = "kategorien"
NUMBERS: Final = "zahlen"
MEASURES_TITLE: Final = "Maßnahmen, eine Zeile je Maßnahme"
PROGRESS_TITLE: Final = "Fortschritt, eine Zeile je datiertem Wert"
LINKS_TITLE: Final = "{label}, eine Zeile je Link"
CATEGORIES_TITLE: Final = "Kategorien (Handlungsfelder)"
NUMBERS_TITLE: Final = "Zahlen über die Zeit, eine Zeile je Maßnahme, Indikator und Tag"
CURRENCY: Final = "Währung"
CURRENCY_HELP: Final = "Einheit des Betrags davor."
MEASURE_ID: Final = "Kennung der Maßnahme"
MEASURE_ID_HELP: Final = "Verweist auf „id“ in der Tabelle der Maßnahmen."
DAY: Final = "Datum"
DAY_HELP: Final = "Tag, zu dem der Wert gilt."
STATUS: Final = "Status"
STATUS_HELP: Final = "unknown = unbekannt, in_progress = in Bearbeitung, completed = abgeschlossen."
VALUE: Final = "Wert"
VALUE_HELP: Final = "Gezählter Wert oder Prozent; leer, wenn nur ein Status angegeben ist."
UNIT: Final = "Einheit"
UNIT_HELP: Final = "Einheit des Werts."
MEASURE: Final = "Maßnahme"
MEASURE_HELP: Final = "Titel der Maßnahme."
INDICATOR: Final = "Indikator"
INDICATOR_HELP: Final = "Was gezählt wird; bei Prozentwerten ohne Beschriftung „Fortschritt“."
ONLY_VALUE_HELP: Final = "Wert des Indikators an diesem Tag."
GOAL: Final = "Ziel"
GOAL_HELP: Final = "Zielwert des Indikators; leer, wenn keiner angegeben ist."
PERCENT_INDICATOR: Final = "Fortschritt"
LINK_TITLE: Final = "Titel"
LINK_TITLE_HELP: Final = "Was hinter dem Link steht."
LINK_URL: Final = "Adresse"
LINK_URL_HELP: Final = "Vollständige Adresse."
CATEGORY_ID: Final = "Kennung der Kategorie"
CATEGORY_ID_HELP: Final = "Bleibt für immer gleich."
CATEGORY_NAME: Final = "Name der Kategorie"
CATEGORY_NAME_HELP: Final = "Wie die öffentliche Seite die Kategorie nennt."


# --- The dataset as flat, tidy tables: one row per measure, progress value, link, category (OPN-08)

EURO: Final = "EUR"
PERCENT: Final = "%"
_FILES: Final = frozenset({FileName.MEASURES, FileName.ADDITIONAL, FileName.PROGRESS})


@dataclass(frozen=True, slots=True)
class CsvColumn:
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
    columns: tuple[CsvColumn, ...]
    rows: tuple[tuple[Json, ...], ...]
    key: tuple[str, ...] = ()
    refers: tuple[str, str, str] | None = None


def tables_of(dataset: Dataset) -> tuple[FlatTable, ...]:
    """Return the five tables of a dataset, rows in the order of its files."""
    views = [dataset.view(key) for key in dataset.measure_keys()]
    catalogue = dataset.site.catalogue
    measures = _measures(views, catalogue)
    progress = _progress(views, catalogue)
    return measures, progress, numbers_of(dataset), _links(dataset, views), _categories(dataset)


def numbers_of(dataset: Dataset) -> FlatTable:
    """Return the long table: a row for each number of each measure, with its unit and goal.

    What is told in words only has no row.
    """
    columns = (
        CsvColumn("measure_id", MEASURE_ID, MEASURE_ID_HELP, required=True),
        CsvColumn("measure", MEASURE, MEASURE_HELP),
        CsvColumn("indicator", INDICATOR, INDICATOR_HELP, required=True),
        CsvColumn("unit", UNIT, UNIT_HELP),
        CsvColumn("date", DAY, DAY_HELP, "date", required=True),
        CsvColumn("value", VALUE, ONLY_VALUE_HELP, "number", required=True),
        CsvColumn("goal", GOAL, GOAL_HELP, "number"),
    )
    views = map(dataset.view, dataset.measure_keys())
    rows = tuple(row for view in views for row in _number_rows(view))
    refers = ("measure_id", MEASURES, "id")
    return FlatTable(NUMBERS, NUMBERS_TITLE, columns, rows, ("measure_id", "date"), refers)


def _number_rows(view: MeasureView) -> Iterator[tuple[Json, ...]]:
    percent = view.value("progress_type") == "percent"
    label = _plain(view.value("progress_label")) or PERCENT_INDICATOR
    unit = PERCENT if percent else _plain(view.value("progress_unit"))
    goal = 100 if percent else view.value("progress_goal")
    for entry in _entries(view, "progress_values"):
        if is_number(entry.get("value")):
            about = (view.id, view.title, label, unit)
            yield (*about, entry.get("date"), entry["value"], goal if is_number(goal) else None)


def _measures(views: list[MeasureView], catalogue: Catalogue) -> FlatTable:
    fields = [field for field in catalogue.fields if field.file in _FILES and not field.is_list]
    columns: list[CsvColumn] = []
    for field in fields:
        columns.append(_column(field))
        if field.kind is Kind.AMOUNT:
            columns.append(CsvColumn(f"{field.name}_unit", CURRENCY, CURRENCY_HELP))
    rows = tuple(tuple(_cells(view, fields)) for view in views)
    refers = ("category_id", CATEGORIES, "id")
    return FlatTable(MEASURES, MEASURES_TITLE, tuple(columns), rows, ("id",), refers)


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


def _column(field: Field) -> CsvColumn:
    kinds = {Kind.AMOUNT: "number", Kind.NUMBER: "number", Kind.YEAR: "year", Kind.DATE: "date"}
    return CsvColumn(
        field.name,
        field.label,
        field.meaning or field.help,
        kinds.get(field.kind, "string"),
        required=set(Profile) <= field.required,
        choices=tuple(str(value) for value, _ in field.choices),
    )


def _progress(views: list[MeasureView], catalogue: Catalogue) -> FlatTable:
    words = catalogue.field("progress_values").choices
    status = tuple(str(value) for value, _ in words)
    columns = (
        CsvColumn("measure_id", MEASURE_ID, MEASURE_ID_HELP, required=True),
        CsvColumn("date", DAY, DAY_HELP, "date", required=True),
        CsvColumn("status", STATUS, STATUS_HELP, choices=(*status, "stale")),
        CsvColumn("value", VALUE, VALUE_HELP, "number"),
        CsvColumn("unit", UNIT, UNIT_HELP),
    )
    rows = tuple(row for view in views for row in _progress_rows(view))
    refers = ("measure_id", MEASURES, "id")
    key = ("measure_id", "date")
    return FlatTable(PROGRESS, PROGRESS_TITLE, columns, rows, key, refers)


def _progress_rows(view: MeasureView) -> Iterator[tuple[Json, ...]]:
    unit = PERCENT if view.value("progress_type") == "percent" else view.value("progress_unit")
    for entry in _entries(view, "progress_values"):
        value = entry.get("value")
        word = value if isinstance(value, str) else None
        number = value if isinstance(value, int | float) else None
        shown = None if number is None else _plain(unit)
        yield view.id, entry.get("date"), word, number, shown


def _links(dataset: Dataset, views: list[MeasureView]) -> FlatTable:
    columns = (
        CsvColumn("measure_id", MEASURE_ID, MEASURE_ID_HELP, required=True),
        CsvColumn("title", LINK_TITLE, LINK_TITLE_HELP, required=True),
        CsvColumn("url", LINK_URL, LINK_URL_HELP, required=True),
    )
    rows = tuple(
        (view.id, entry.get("title"), entry.get("url"))
        for view in views
        for entry in _entries(view, "links")
    )
    refers = ("measure_id", MEASURES, "id")
    title = LINKS_TITLE.format(label=dataset.site.catalogue.field("links").label)
    return FlatTable(LINKS, title, columns, rows, refers=refers)


def _entries(view: MeasureView, name: FieldName) -> Iterator[dict[str, Json]]:
    found = view.value(name)
    for entry in found if isinstance(found, list) else ():
        if isinstance(entry, dict):
            yield entry


def _categories(dataset: Dataset) -> FlatTable:
    fields = dataset.site.catalogue.fields_of(FileName.CATEGORIES)
    columns = (
        CsvColumn("id", CATEGORY_ID, CATEGORY_ID_HELP, required=True),
        CsvColumn("name", CATEGORY_NAME, CATEGORY_NAME_HELP, required=True),
        *map(_column, fields),
    )
    names = category_names(dataset)
    rows = []
    for row in dataset.tables[FileName.CATEGORIES].rows.values():
        values = [row.get(field.path[0]) for field in fields]
        rows.append((id_of(row), names.get(id_of(row)), *map(_plain, values)))
    title = CATEGORIES_TITLE
    return FlatTable(CATEGORIES, title, columns, tuple(rows), ("id",))


# --- CSV in two flavours: for open data, and for Excel in German (OPN-08) ------------------------
#
# The first is raw and exact: what a program reads is what the dataset says. In the second, which
# people open by a double click, a text that a spreadsheet would take for a formula gets an
# apostrophe in front (SEC-06); the package's LIESMICH.md says so. Numbers need none.

_FORMULA: Final = re.compile("\\A'*+[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")


@dataclass(frozen=True, slots=True)
class Flavour:
    """How a CSV file is written; *german* means German titles and decimal commas."""

    delimiter: str
    encoding: str
    german: bool


OPEN_DATA: Final = Flavour(",", "utf-8", german=False)
EXCEL_DE: Final = Flavour(";", "utf-8-sig", german=True)
"""Excel recognises UTF-8 by its mark, and splits at semicolons where the system is German."""


def write_csv(table: FlatTable, flavour: Flavour) -> bytes:
    """Return a table as CSV: RFC 4180, the same bytes for the same table."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=flavour.delimiter, lineterminator="\r\n")
    writer.writerow([c.title if flavour.german else c.name for c in table.columns])
    for row in table.rows:
        writer.writerow([_cell(value, flavour) for value in row])
    return out.getvalue().encode(flavour.encoding)


def _cell(value: Json, flavour: Flavour) -> str:
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).lower()
    if isinstance(value, int | float):
        shown = _number(value)
        return shown.replace(".", ",") if flavour.german else shown
    text = str(value)
    return f"'{text}" if flavour.german and _FORMULA.match(text) else text


def _number(value: float) -> str:
    """Return a number with a point, without ``.0`` and without an exponent (OPN-04)."""
    if value == int(value):
        return str(int(value))
    return format(value, "f").rstrip("0") if "e" in str(value) else str(value)
