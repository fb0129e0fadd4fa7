"""Sheets and columns of the workbook, derived from the catalogue: nothing is said twice.

A new field with ``excel=…`` in the catalogue is a new column here. Columns are found again by their
header (MRG-03), so their order may change freely.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import FIELDS, FileName, Kind, field, fields_of
from klimaeditor.catalogue.types import EVERY_PROFILE
from klimaeditor.excel import texts

if TYPE_CHECKING:
    from klimaeditor.catalogue import Field
    from klimaeditor.excel.projection import Choices

ID: Final = "id"
TITLE: Final = "title"
FINGERPRINT: Final = "fingerprint"
ENTRY_DATE: Final = "entry_date"
ENTRY_VALUE: Final = "entry_value"
LINK_TITLE: Final = "link_title"
LINK_URL: Final = "link_url"
CATEGORY_NAME: Final = "category_name"

_FIRST, _LAST = ("id", "short_title", "category"), ("category_id",)
_WIDTHS = {Kind.LONG_TEXT: 70, Kind.SHORT_TEXT: 28, Kind.CHOICE: 44}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how it is found (*key*, *header*, *aliases*), what its cells hold, how it looks.

    *key* is the name of a catalogue field, or one of the constants above. *locked* columns are
    grey: they say what a row is about and are never taken over. *help* says what to write.
    """

    key: str
    header: str
    width: int
    kind: Kind
    help: str
    shown: str = ""
    required: str = ""
    choices: Choices = ()
    locked: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its tab, its columns, and how many of them stay in sight while scrolling."""

    title: str
    columns: tuple[Column, ...]
    frozen: int = 2

    def column(self, key: str) -> Column:
        """Return the column with that key; StopIteration is a programming fault."""
        return next(column for column in self.columns if column.key == key)


def _column(name: str, *, locked: bool = False) -> Column:
    """Return the column of a catalogue field."""
    found = field(name)
    return Column(
        key=found.name,
        header=found.excel.header if found.excel else found.label,
        width=found.excel.width if found.excel else _WIDTHS.get(found.kind, 14),
        kind=found.kind,
        help=found.help,
        shown=found.shown,
        required=_required(found),
        choices=found.choices,
        locked=locked,
        aliases=(found.label, found.key_label, found.name),
    )


def _required(candidate: Field) -> str:
    if candidate.required == EVERY_PROFILE:
        return texts.REQUIRED
    return texts.REQUIRED_OF_MEASURES if candidate.required else ""


def _is_column(candidate: Field) -> bool:
    return candidate.excel is not None and not candidate.is_list


def _locked(candidate: Field) -> bool:
    """Codes are locked; the category's name is not: choosing it is how a measure is moved."""
    return candidate.kind in (Kind.IDENTIFIER, Kind.CATEGORY)


def _measure_columns() -> tuple[Column, ...]:
    names = [
        f.name
        for f in FIELDS
        if f.file in (FileName.MEASURES, FileName.ADDITIONAL) and _is_column(f)
    ]
    between = [name for name in names if name not in _FIRST + _LAST]
    ordered = [name for name in (*_FIRST, *between, *_LAST) if name in names]
    columns = [_column(name, locked=_locked(field(name))) for name in ordered]
    columns[ordered.index("category")] = _chosen_category()
    return (*columns, _FINGERPRINT)


def _chosen_category() -> Column:
    name = _column("category")
    return Column(
        key=name.key,
        header=name.header,
        width=name.width,
        kind=Kind.CATEGORY,
        help=texts.HELP_CATEGORY,
        shown=name.shown,
        required=name.required,
        aliases=name.aliases,
    )


def _id_column(help_text: str, *, locked: bool = False) -> Column:
    own = field(ID)
    header = own.excel.header if own.excel else own.label
    return Column(ID, header, 26, Kind.IDENTIFIER, help_text, locked=locked, aliases=(ID,))


_FINGERPRINT = Column(
    FINGERPRINT, texts.FINGERPRINT, 13, Kind.IDENTIFIER, texts.HELP_FINGERPRINT, locked=True
)
_REFERENCE = Column(TITLE, texts.MEASURE, 40, Kind.IDENTIFIER, texts.HELP_REFERENCE, locked=True)

MEASURES: Final = Sheet(texts.SHEET_MEASURES, _measure_columns())
PROGRESS: Final = Sheet(
    texts.SHEET_PROGRESS,
    (
        _id_column(texts.HELP_PROGRESS_ID, locked=True),
        _REFERENCE,
        Column(
            ENTRY_DATE, texts.ENTRY_DATE, 13, Kind.DATE, texts.HELP_ENTRY_DATE, aliases=("date",)
        ),
        Column(
            ENTRY_VALUE,
            texts.ENTRY_VALUE,
            18,
            Kind.SERIES,
            texts.HELP_ENTRY_VALUE,
            shown=field("progress_values").shown,
            choices=field("progress_values").choices,
            aliases=("value",),
        ),
        *(_column(f.name) for f in fields_of(FileName.PROGRESS) if f.kind is not Kind.SERIES),
    ),
)
LINKS: Final = Sheet(
    texts.SHEET_LINKS,
    (
        _id_column(texts.HELP_LINK_ID, locked=True),
        _REFERENCE,
        Column(
            LINK_TITLE,
            texts.LINK_TITLE,
            44,
            Kind.LONG_TEXT,
            texts.HELP_LINK_TITLE,
            shown=field("links").shown,
        ),
        Column(LINK_URL, texts.LINK_URL, 64, Kind.URL, texts.HELP_LINK_URL, aliases=("url",)),
    ),
)
CATEGORIES: Final = Sheet(
    texts.SHEET_CATEGORIES,
    (
        _id_column(texts.HELP_CATEGORY_ID, locked=True),
        Column(
            CATEGORY_NAME,
            texts.CATEGORY_NAME,
            30,
            Kind.IDENTIFIER,
            texts.HELP_CATEGORY_NAME,
            locked=True,
        ),
        *(_column(f.name) for f in fields_of(FileName.CATEGORIES)),
    ),
)
DATA_SHEETS: Final = (MEASURES, PROGRESS, LINKS, CATEGORIES)

_NOTE = Kind.LONG_TEXT
NOTES: Final = Sheet(
    texts.SHEET_NOTES,
    tuple(
        Column(key, header, width, _NOTE, "", locked=True)
        for key, (header, width) in texts.NOTE_COLUMNS.items()
    ),
    frozen=0,
)
BASELINE: Final = Sheet(
    texts.SHEET_BASELINE,
    tuple(
        Column(key, header, width, kind, "", locked=True)
        for key, header, width, kind in (
            ("file", texts.BASELINE_FILE, 24, Kind.IDENTIFIER),
            ("number", texts.BASELINE_NUMBER, 8, Kind.YEAR),
            ("part", texts.BASELINE_PART, 8, Kind.YEAR),
            ("content", texts.BASELINE_CONTENT, 100, Kind.IDENTIFIER),
        )
    ),
    frozen=0,
)
LISTS_TITLE: Final = texts.SHEET_LISTS


def letter(place: int) -> str:
    """Return the letters of a column, counted from 0: A, B, … Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
