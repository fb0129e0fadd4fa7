"""Sheets and columns of a request, derived from the catalogue and from the fields that are asked.

Asked columns are open, the others locked: they say what a row is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import FIELDS, FIELDS_BY_NAME, FileName, Kind
from klimaeditor.excel import layout as common
from klimaeditor.excel import texts as common_texts
from klimaeditor.excel.layout import Column, Sheet
from klimaeditor.excel.request import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klimaeditor.catalogue import Field
    from klimaeditor.excel.projection import Choices

ID: Final = common.ID
TITLE: Final = common.TITLE
ANSWER: Final = "answer"
REMARK: Final = "remark"
MARK: Final = "mark"
CONTEXT_CATEGORY: Final = "context_category"
CONTEXT_BODY: Final = "context_body"
CONTEXT_PROGRESS: Final = "context_progress"
CONTEXT: Final = {
    TITLE: "",
    CONTEXT_CATEGORY: "category",
    CONTEXT_BODY: "responsible_bodies",
    CONTEXT_PROGRESS: "progress_type",
}
"""Locked columns for orientation, with the field they show ("" for the title)."""

ANSWERS: Final[Choices] = (
    ("changed", texts.ANSWER_CHANGED),
    ("unchanged", texts.ANSWER_UNCHANGED),
    ("not_ours", texts.ANSWER_NOT_OURS),
)
LIST_FIELDS: Final = {"progress_values": common.PROGRESS.title, "links": common.LINKS.title}
"""Fields that have a sheet of their own, with its title."""

DEFAULT_FIELDS: Final = (
    *("summary", "cost_value", "cost_until", "responsible_bodies", "involved_stakeholders"),
    *("state_text", "state_date", "progress_values"),
)
"""What is asked unless somebody chooses: the news a yearly round is about."""

_WIDTHS = {Kind.LONG_TEXT: 60, Kind.SHORT_TEXT: 28, Kind.OPEN_CHOICE: 36, Kind.CHOICE: 30}
_NARROW = 16


def askable() -> tuple[Field, ...]:
    """Return the fields a department can be asked about, in catalogue order.

    Ids and categories belong to the editors, and the texts of categories to all departments.
    """
    return tuple(
        field
        for field in FIELDS
        if field.file is not FileName.CATEGORIES
        and field.kind not in (Kind.IDENTIFIER, Kind.CATEGORY)
    )


def data_sheets(asked: Sequence[str]) -> tuple[Sheet, ...]:
    """Return the sheets with tables, for the names of the fields that are asked."""
    found = [measures_sheet(asked)]
    if "progress_values" in asked:
        found.append(PROGRESS)
    if "links" in asked:
        found.append(LINKS)
    return tuple(found)


def measures_sheet(asked: Iterable[str]) -> Sheet:
    """Return the sheet with one row per measure."""
    wanted = set(asked)
    open_columns = [_asked(f) for f in askable() if f.name in wanted and f.name not in LIST_FIELDS]
    context = [CONTEXT_CATEGORY]
    if CONTEXT[CONTEXT_BODY] not in wanted:
        context.append(CONTEXT_BODY)
    return Sheet(
        common.MEASURES.title,
        (
            _id(),
            _REFERENCE,
            _ANSWER,
            *open_columns,
            _REMARK,
            *(_context(key) for key in context),
            _MARK,
        ),
    )


def asked_columns(sheet: Sheet) -> tuple[Column, ...]:
    """Return the columns of a sheet that hold catalogue fields."""
    return tuple(c for c in sheet.columns if c.key in FIELDS_BY_NAME and c.key != ID)


def _asked(field: Field) -> Column:
    width = _WIDTHS.get(field.kind, _NARROW)
    return Column(
        key=field.name,
        header=field.excel.header if field.excel else field.label,
        width=max(width, field.excel.width) if field.excel else width,
        kind=field.kind,
        help=field.help,
        shown=field.shown,
        required=texts.REQUIRED if field.required else "",
        choices=field.choices,
        aliases=(field.label, field.key_label, field.name),
    )


def _id() -> Column:
    return Column(ID, _header("id"), 20, Kind.IDENTIFIER, texts.HELP_ID, locked=True, aliases=(ID,))


def _header(name: str) -> str:
    field = FIELDS_BY_NAME[name]
    return field.excel.header if field.excel else field.label


def _context(key: str) -> Column:
    name = CONTEXT[key]
    return Column(key, _header(name), 24, Kind.IDENTIFIER, texts.HELP_MEASURE, locked=True)


_REFERENCE: Final = Column(
    TITLE, texts.MEASURE, 36, Kind.IDENTIFIER, texts.HELP_MEASURE, locked=True
)
_ANSWER: Final = Column(
    ANSWER,
    texts.ANSWER,
    18,
    Kind.CHOICE,
    texts.HELP_ANSWER,
    required=texts.REQUIRED,
    choices=ANSWERS,
)
_REMARK: Final = Column(REMARK, texts.REMARK, 40, Kind.LONG_TEXT, texts.HELP_REMARK)
_MARK: Final = Column(MARK, texts.MARK, 13, Kind.IDENTIFIER, texts.HELP_MARK, locked=True)

PROGRESS: Final = Sheet(
    common.PROGRESS.title,
    (
        _id(),
        _REFERENCE,
        Column(
            common.ENTRY_DATE,
            common_texts.ENTRY_DATE,
            14,
            Kind.DATE,
            texts.HELP_ENTRY_DATE,
            aliases=("date",),
        ),
        Column(
            common.ENTRY_VALUE,
            common_texts.ENTRY_VALUE,
            20,
            Kind.SERIES,
            texts.HELP_ENTRY_VALUE,
            shown=FIELDS_BY_NAME["progress_values"].shown,
            choices=FIELDS_BY_NAME["progress_values"].choices,
            aliases=("value",),
        ),
        Column(
            CONTEXT_PROGRESS,
            texts.PROGRESS_KIND,
            36,
            Kind.IDENTIFIER,
            texts.HELP_MEASURE,
            locked=True,
        ),
        _MARK,
    ),
)
LINKS: Final = Sheet(
    common.LINKS.title,
    (
        _id(),
        _REFERENCE,
        Column(
            common.LINK_TITLE,
            common_texts.LINK_TITLE,
            44,
            Kind.LONG_TEXT,
            texts.HELP_LINK_TITLE,
            shown=FIELDS_BY_NAME["links"].shown,
        ),
        Column(
            common.LINK_URL,
            common_texts.LINK_URL,
            60,
            Kind.URL,
            texts.HELP_LINK_URL,
            aliases=("url",),
        ),
        _MARK,
    ),
)
NOTES: Final = Sheet(
    common.NOTES.title,
    tuple(
        Column(key, header, width, Kind.LONG_TEXT, "", locked=True)
        for key, header, width in (
            ("area", texts.NOTE_AREA, 18),
            ("point", texts.NOTE_POINT, 34),
            ("text", texts.NOTE_TEXT, 90),
            ("required", texts.NOTE_REQUIRED, 10),
        )
    ),
    frozen=0,
)
