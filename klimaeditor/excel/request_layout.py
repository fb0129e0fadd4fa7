"""Sheets and columns of a request, derived from the catalogue and from the fields that are asked.

Asked columns are open, the others locked: they say what a row is about.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from klimaeditor.excel import layout as common
from klimaeditor.excel import workbook_words
from klimaeditor.excel.layout import SheetColumn, SheetLayout
from klimaeditor.model.changes import FileName
from klimaeditor.model.fieldnames import FIELD_NAMES
from klimaeditor.model.fieldtypes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from klimaeditor.excel.layout import Choices
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field


# --- words ---------------------------------------------------------------------------------------

MEASURE: Final = "Maßnahme"
ANSWER_HEADER: Final = "Rückmeldung"
REMARK_HEADER: Final = "Bemerkung an die Stabsstelle"
PROGRESS_KIND: Final = "Art des Fortschritts"

ANSWER_CHANGED: Final = "geändert"
ANSWER_UNCHANGED: Final = "keine Änderung"
ANSWER_NOT_OURS: Final = "nicht zuständig"

HELP_ID: Final = "Kennung der Maßnahme; sie bleibt für immer gleich."
HELP_MEASURE: Final = "Nur zur Orientierung."
HELP_ANSWER: Final = (
    "Wählen Sie für jede Maßnahme „geändert“, „keine Änderung“ oder „nicht zuständig“."
)
HELP_REMARK: Final = (
    "Für Fragen und Erläuterungen. Nur die Stabsstelle liest das; veröffentlicht wird es nicht."
)
HELP_MARK: Final = "Erkennt die Zeile wieder, auch nach dem Sortieren. Ändern Sie es nicht."
HELP_ENTRY_VALUE: Final = (
    "Wählen Sie den Status aus der Liste, oder tragen Sie je nach Art des Fortschritts eine Zahl "
    "ein. Um einen Stand zu löschen, tragen Sie hier „leeren“ ein."
)
HELP_LINK_TITLE: Final = (
    "Titel, der das Ziel nennt. Um einen Link zu löschen, tragen Sie hier „leeren“ ein."
)

NOTE_AREA: Final = "Bereich"
NOTE_POINT: Final = "Punkt"
NOTE_TEXT: Final = "Hinweis"
NOTE_REQUIRED: Final = "Pflicht"

ID: Final = common.ID
TITLE: Final = common.TITLE
ANSWER: Final = "answer"
REMARK: Final = "remark"
MARK: Final = "mark"
CONTEXT_CATEGORY: Final = "context_category"
CONTEXT_BODY: Final = "context_body"
CONTEXT_PROGRESS: Final = "context_progress"
CONTEXT: Final[Mapping[str, FieldName]] = {
    CONTEXT_CATEGORY: "category",
    CONTEXT_BODY: "responsible_bodies",
    CONTEXT_PROGRESS: "progress_type",
}
"""Locked columns for orientation beside the title, with the field they show."""

ANSWERS: Final[Choices] = (
    ("changed", ANSWER_CHANGED),
    ("unchanged", ANSWER_UNCHANGED),
    ("not_ours", ANSWER_NOT_OURS),
)
LIST_FIELDS: Final[Mapping[FieldName, str]] = {
    "progress_values": common.SHEET_PROGRESS,
    "links": common.SHEET_LINKS,
}
"""Fields that have a sheet of their own, with its title."""

DEFAULT_FIELDS: Final[tuple[FieldName, ...]] = (
    *("summary", "cost_value", "cost_until", "responsible_bodies", "involved_stakeholders"),
    *("state_text", "state_date", "progress_values"),
)
"""What is asked unless somebody chooses: the news a yearly round is about."""

FEW_MEASURES: Final = 10
"""Up to so many measures a department gets a sheet for each.

The city's own report workbooks have five to nine sheets; more tabs than ten nobody finds again.
"""


class RequestArrangement(StrEnum):
    """How a workbook asks: a table with a row per measure, or a sheet per measure."""

    TABLE = "table"
    SHEETS = "sheets"


_WIDTHS = {Kind.LONG_TEXT: 50, Kind.SHORT_TEXT: 28, Kind.OPEN_CHOICE: 32, Kind.CHOICE: 28}
_NARROW, _WIDEST = 14, 50


def askable(catalogue: Catalogue) -> tuple[Field, ...]:
    """Return the fields a department can be asked about, in catalogue order.

    Ids and categories belong to the editors, and the texts of categories to all departments.
    """
    return tuple(
        field
        for field in catalogue.fields
        if field.file is not FileName.CATEGORIES
        and field.kind not in (Kind.IDENTIFIER, Kind.CATEGORY)
    )


def data_sheets(catalogue: Catalogue, asked: Sequence[str]) -> tuple[SheetLayout, ...]:
    """Return the sheets with tables, for the names of the fields that are asked."""
    lists = list_sheets(catalogue).values()
    return (
        measures_sheet(catalogue, asked),
        *(found.sheet for found in lists if found.field in asked),
    )


@cache
def list_sheets(catalogue: Catalogue) -> Mapping[str, common.ListSheet]:
    """Return how each list stands in its sheet, by the title of that."""
    found = common.list_sheets(catalogue, _progress(catalogue), _links(catalogue))
    return {spec.sheet.title: spec for spec in found}


def measures_sheet(catalogue: Catalogue, asked: Iterable[str]) -> SheetLayout:
    """Return the sheet with one row per measure."""
    wanted = set(asked)
    fields = [f for f in askable(catalogue) if f.name in wanted and f.name not in LIST_FIELDS]
    open_columns = [_asked(own) for own in fields]
    context = [CONTEXT_CATEGORY]
    if CONTEXT[CONTEXT_BODY] not in wanted:
        context.append(CONTEXT_BODY)
    return SheetLayout(
        common.SHEET_MEASURES,
        (
            _id(catalogue),
            _REFERENCE,
            _ANSWER,
            *open_columns,
            _REMARK,
            *(_context(catalogue, key) for key in context),
            _MARK,
        ),
    )


def asked_columns(sheet: SheetLayout) -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet that hold catalogue fields."""
    return tuple(c for c in sheet.columns if c.key in FIELD_NAMES and c.key != ID)


def _asked(field: Field) -> SheetColumn:
    width = _WIDTHS.get(field.kind, _NARROW)
    return SheetColumn(
        key=field.name,
        header=common.header_of(field),
        width=min(max(width, field.excel.width), _WIDEST) if field.excel else width,
        kind=field.kind,
        help=field.help,
        shown=field.shown,
        required=common.REQUIRED if field.required else "",
        choices=field.choices,
        aliases=(field.label, field.key_label, field.name),
    )


def _id(catalogue: Catalogue) -> SheetColumn:
    header = common.header_of(catalogue.field("id"))
    return SheetColumn(ID, header, 16, Kind.IDENTIFIER, HELP_ID, locked=True, aliases=(ID,))


def _context(catalogue: Catalogue, key: str) -> SheetColumn:
    header = common.header_of(catalogue.field(CONTEXT[key]))
    return SheetColumn(key, header, 24, Kind.IDENTIFIER, HELP_MEASURE, locked=True)


_REFERENCE: Final = SheetColumn(TITLE, MEASURE, 32, Kind.IDENTIFIER, HELP_MEASURE, locked=True)
_ANSWER: Final = SheetColumn(
    ANSWER,
    ANSWER_HEADER,
    18,
    Kind.CHOICE,
    HELP_ANSWER,
    required=common.REQUIRED,
    choices=ANSWERS,
)
_REMARK: Final = SheetColumn(REMARK, REMARK_HEADER, 36, Kind.LONG_TEXT, HELP_REMARK)
_MARK: Final = SheetColumn(
    MARK, common.FINGERPRINT_HEADER, 13, Kind.IDENTIFIER, HELP_MARK, locked=True
)


def _progress(catalogue: Catalogue) -> SheetLayout:
    values = catalogue.field("progress_values")
    columns = (
        _id(catalogue),
        _REFERENCE,
        SheetColumn(
            common.ENTRY_DATE,
            workbook_words.ENTRY_DATE,
            14,
            Kind.DATE,
            common.HELP_ENTRY_DATE,
            aliases=("date",),
        ),
        SheetColumn(
            common.ENTRY_VALUE,
            workbook_words.ENTRY_VALUE,
            20,
            Kind.SERIES,
            HELP_ENTRY_VALUE,
            shown=values.shown,
            choices=values.choices,
            aliases=("value",),
        ),
        SheetColumn(
            CONTEXT_PROGRESS, PROGRESS_KIND, 36, Kind.IDENTIFIER, HELP_MEASURE, locked=True
        ),
        _MARK,
    )
    return SheetLayout(common.SHEET_PROGRESS, columns)


def _links(catalogue: Catalogue) -> SheetLayout:
    columns = (
        _id(catalogue),
        _REFERENCE,
        SheetColumn(
            common.LINK_TITLE,
            workbook_words.LINK_TITLE,
            44,
            Kind.LONG_TEXT,
            HELP_LINK_TITLE,
            shown=catalogue.field("links").shown,
        ),
        SheetColumn(
            common.LINK_URL,
            workbook_words.LINK_URL,
            60,
            Kind.URL,
            common.HELP_LINK_URL,
            aliases=("url",),
        ),
        _MARK,
    )
    return SheetLayout(common.SHEET_LINKS, columns)


NOTES: Final = SheetLayout(
    common.NOTES.title,
    tuple(
        SheetColumn(key, header, width, Kind.LONG_TEXT, "", locked=True)
        for key, header, width in (
            ("area", NOTE_AREA, 18),
            ("point", NOTE_POINT, 34),
            ("text", NOTE_TEXT, 90),
            ("required", NOTE_REQUIRED, 10),
        )
    ),
    frozen=0,
)
