"""Sheets and columns of the workbook, derived from the catalogue: nothing is said twice.

A new field with ``excel=…`` in the catalogue is a new column here. Columns are found again by their
header (MRG-03), so their order may change freely.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from klimaeditor.excel import workbook_words
from klimaeditor.excel.workbook_words import FORMER_BASELINE, SHEET_BASELINE
from klimaeditor.model.changes import FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.fieldtypes import EVERY_PROFILE, ITEM_KEYS, NUMBER_KINDS, Kind
from klimaeditor.model.linebreaks import line_feeds
from klimaeditor.model.values import LONGEST_NUMBER, Absent

if TYPE_CHECKING:
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.values import Json, Value


# --- words ---------------------------------------------------------------------------------------

SHEET_MEASURES: Final = "Maßnahmen"
SHEET_PROGRESS: Final = "Fortschritt"
SHEET_LINKS: Final = "Links"
SHEET_CATEGORIES: Final = "Kategorien"
SHEET_NOTES: Final = "Hinweise"
SHEET_LISTS: Final = "Listen"
CATEGORY_NAME_HEADER: Final = "Name der Kategorie"
FINGERPRINT_HEADER: Final = "Prüfzeichen"
BASELINE_FILE: Final = "Datei"
BASELINE_NUMBER: Final = "Nummer"
BASELINE_PART: Final = "Teil"
BASELINE_CONTENT: Final = "Inhalt"
NOTE_COLUMNS: Final = {
    "sheet": ("Blatt", 15),
    "column": ("Spalte", 40),
    "what": ("Was hineingehört", 80),
    "shown": ("Auf der öffentlichen Seite", 60),
    "required": ("Pflicht", 18),
}

HELP_CATEGORY: Final = (
    "Wählen Sie das Handlungsfeld aus der Liste. Die Kategorie-Kennung folgt beim Öffnen von "
    "selbst."
)
HELP_FINGERPRINT: Final = (
    "Erkennt die Zeile wieder, auch nach dem Sortieren. Ändern Sie es nicht; in neuen Zeilen "
    "bleibt es leer."
)
HELP_REFERENCE: Final = "Nur zur Orientierung; geändert wird der Titel im Blatt „Maßnahmen“."
HELP_PROGRESS_ID: Final = (
    "Kennung der Maßnahme. Fügen Sie für einen weiteren Stand eine neue Zeile mit derselben "
    "Kennung an."
)
HELP_ENTRY_DATE: Final = "Tag, zu dem der Stand gilt. Beispiel: 01.07.2024."
HELP_ENTRY_VALUE: Final = (
    "Wählen Sie den Status aus der Liste, oder tragen Sie je nach Art des Fortschritts eine Zahl "
    "ein. Um einen Stand zu löschen, leeren Sie Datum und Stand."
)
HELP_LINK_ID: Final = (
    "Kennung der Maßnahme. Fügen Sie für einen weiteren Link eine neue Zeile mit der Kennung an."
)
HELP_LINK_TITLE: Final = (
    "Titel, der das Ziel nennt. Um einen Link zu löschen, leeren Sie Titel und Adresse."
)
HELP_LINK_URL: Final = "Vollständige Adresse mit https://."
HELP_CATEGORY_ID: Final = "Kennung der Kategorie; sie bleibt für immer gleich."
HELP_CATEGORY_NAME: Final = "Name, wie er in den Maßnahmen steht; hier nur zur Orientierung."


REQUIRED: Final = "ja"
REQUIRED_OF_MEASURES: Final = "bei Maßnahmen"


# --- Sheets and columns of the workbook, derived from the catalogue: nothing is said twice -------

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
class SheetColumn:
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
class SheetLayout:
    """One table: its tab, its columns, and how many of them stay in sight while scrolling."""

    title: str
    columns: tuple[SheetColumn, ...]
    frozen: int = 2

    def column(self, key: str) -> SheetColumn:
        """Return the column with that key; StopIteration is a programming fault."""
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True, slots=True)
class ListSheet:
    """How a list field stands in a sheet: its columns and the keys of an entry, in file order.

    *naming* is the key that tells the entries apart, *columns* are those of an entry, in the order
    of the sheet.
    """

    sheet: SheetLayout
    field: FieldName
    keys: tuple[tuple[str, str], ...]
    naming: str
    columns: tuple[SheetColumn, ...]

    def cells(self, entry: Json) -> list[CellValue]:
        """Return the cells of an entry, in the order of the sheet."""
        if not isinstance(entry, dict):
            return [None, to_cell(Kind.LONG_TEXT, entry)]
        keys = dict(self.keys)
        return [to_cell(c.kind, entry.get(keys[c.key]), c.choices) for c in self.columns]


def list_sheets(
    catalogue: Catalogue, progress: SheetLayout, links: SheetLayout
) -> tuple[ListSheet, ListSheet]:
    """Return how dated values and links stand in two sheets."""

    def made(sheet: SheetLayout, name: FieldName, *keys: tuple[str, str]) -> ListSheet:
        own = {key for key, _ in keys}
        columns = tuple(column for column in sheet.columns if column.key in own)
        return ListSheet(sheet, name, keys, ITEM_KEYS[catalogue.field(name).kind], columns)

    return (
        made(progress, "progress_values", (ENTRY_VALUE, "value"), (ENTRY_DATE, "date")),
        made(links, "links", (LINK_TITLE, "title"), (LINK_URL, "url")),
    )


@dataclass(frozen=True, slots=True)
class ExportSheets:
    """The sheets with data of a workbook about the fields of one site, and its two lists."""

    measures: SheetLayout
    progress: SheetLayout
    links: SheetLayout
    categories: SheetLayout
    lists: tuple[ListSheet, ListSheet]

    @property
    def data(self) -> tuple[SheetLayout, ...]:
        """All of them, in order of the tabs."""
        return (self.measures, self.progress, self.links, self.categories)


@cache
def export_sheets(catalogue: Catalogue) -> ExportSheets:
    """Return the sheets with data of a workbook about these fields."""
    progress, links = _progress(catalogue), _links(catalogue)
    return ExportSheets(
        SheetLayout(SHEET_MEASURES, _measure_columns(catalogue)),
        progress,
        links,
        _categories(catalogue),
        list_sheets(catalogue, progress, links),
    )


def header_of(own: Field) -> str:
    """Return the header of a field's column."""
    return own.excel.header if own.excel else own.label


def _column(own: Field, *, locked: bool = False) -> SheetColumn:
    """Return the column of a catalogue field."""
    return SheetColumn(
        key=own.name,
        header=header_of(own),
        width=own.excel.width if own.excel else _WIDTHS.get(own.kind, 14),
        kind=own.kind,
        help=own.help,
        shown=own.shown,
        required=_required(own),
        choices=own.choices,
        locked=locked,
        aliases=(own.label, own.key_label, own.name),
    )


def _required(candidate: Field) -> str:
    if candidate.required == EVERY_PROFILE:
        return REQUIRED
    return REQUIRED_OF_MEASURES if candidate.required else ""


def _is_column(candidate: Field) -> bool:
    return candidate.excel is not None and not candidate.is_list


def _locked(candidate: Field) -> bool:
    """Codes are locked; the category's name is not: choosing it is how a measure is moved."""
    return candidate.kind in (Kind.IDENTIFIER, Kind.CATEGORY)


def _measure_columns(catalogue: Catalogue) -> tuple[SheetColumn, ...]:
    names = [
        f.name
        for f in catalogue.fields
        if f.file in (FileName.MEASURES, FileName.ADDITIONAL) and _is_column(f)
    ]
    between = [name for name in names if name not in _FIRST + _LAST]
    ordered = [name for name in (*_FIRST, *between, *_LAST) if name in names]
    fields = [catalogue.field(name) for name in ordered]
    columns = [_column(own, locked=_locked(own)) for own in fields]
    columns[ordered.index("category")] = _chosen_category(catalogue)
    return (*columns, _FINGERPRINT)


def _chosen_category(catalogue: Catalogue) -> SheetColumn:
    name = _column(catalogue.field("category"))
    return SheetColumn(
        key=name.key,
        header=name.header,
        width=name.width,
        kind=Kind.CATEGORY,
        help=HELP_CATEGORY,
        shown=name.shown,
        required=name.required,
        aliases=name.aliases,
    )


def _id_column(catalogue: Catalogue, help_text: str) -> SheetColumn:
    header = header_of(catalogue.field(ID))
    return SheetColumn(ID, header, 26, Kind.IDENTIFIER, help_text, locked=True, aliases=(ID,))


_FINGERPRINT = SheetColumn(
    FINGERPRINT, FINGERPRINT_HEADER, 13, Kind.IDENTIFIER, HELP_FINGERPRINT, locked=True
)
_REFERENCE = SheetColumn(
    TITLE, workbook_words.MEASURE, 40, Kind.IDENTIFIER, HELP_REFERENCE, locked=True
)


def _progress(catalogue: Catalogue) -> SheetLayout:
    values = catalogue.field("progress_values")
    day = SheetColumn(
        ENTRY_DATE, workbook_words.ENTRY_DATE, 13, Kind.DATE, HELP_ENTRY_DATE, aliases=("date",)
    )
    value = SheetColumn(
        ENTRY_VALUE,
        workbook_words.ENTRY_VALUE,
        18,
        Kind.SERIES,
        HELP_ENTRY_VALUE,
        shown=values.shown,
        choices=values.choices,
        aliases=("value",),
    )
    fields = catalogue.fields_of(FileName.PROGRESS)
    facts = (_column(own) for own in fields if own.kind is not Kind.SERIES)
    begin = (_id_column(catalogue, HELP_PROGRESS_ID), _REFERENCE)
    return SheetLayout(SHEET_PROGRESS, (*begin, day, value, *facts))


def _links(catalogue: Catalogue) -> SheetLayout:
    title = SheetColumn(
        LINK_TITLE,
        workbook_words.LINK_TITLE,
        44,
        Kind.LONG_TEXT,
        HELP_LINK_TITLE,
        shown=catalogue.field("links").shown,
    )
    url = SheetColumn(
        LINK_URL, workbook_words.LINK_URL, 64, Kind.URL, HELP_LINK_URL, aliases=("url",)
    )
    return SheetLayout(SHEET_LINKS, (_id_column(catalogue, HELP_LINK_ID), _REFERENCE, title, url))


def _categories(catalogue: Catalogue) -> SheetLayout:
    name = SheetColumn(
        CATEGORY_NAME, CATEGORY_NAME_HEADER, 30, Kind.IDENTIFIER, HELP_CATEGORY_NAME, locked=True
    )
    own = (_column(f) for f in catalogue.fields_of(FileName.CATEGORIES))
    return SheetLayout(SHEET_CATEGORIES, (_id_column(catalogue, HELP_CATEGORY_ID), name, *own))


_NOTE = Kind.LONG_TEXT
NOTES: Final = SheetLayout(
    SHEET_NOTES,
    tuple(
        SheetColumn(key, header, width, _NOTE, "", locked=True)
        for key, (header, width) in NOTE_COLUMNS.items()
    ),
    frozen=0,
)
BASELINE: Final = SheetLayout(
    SHEET_BASELINE,
    tuple(
        SheetColumn(key, header, width, kind, "", locked=True)
        for key, header, width, kind in (
            ("file", BASELINE_FILE, 24, Kind.IDENTIFIER),
            ("number", BASELINE_NUMBER, 8, Kind.YEAR),
            ("part", BASELINE_PART, 8, Kind.YEAR),
            ("content", BASELINE_CONTENT, 100, Kind.IDENTIFIER),
        )
    ),
    frozen=0,
)
BASELINE_TITLES: Final = frozenset({SHEET_BASELINE, FORMER_BASELINE})
"""What the hidden sheet is called, and what it was called in workbooks made before."""
LISTS_TITLE: Final = SHEET_LISTS


def letter(place: int) -> str:
    """Return the letters of a column, counted from 0: A, B, … Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


# --- Text in cells: what XML cannot hold is written as ``_xHHHH_`` (ECMA-376 ST_Xstring, SEC-13) -
#
# Excel reads and writes that form; openpyxl neither encodes nor decodes it. Encoding is lossless: a
# text that happens to contain ``_x000D_`` literally is escaped itself.

MAX_UNITS: Final = 32_767
MAX_LINE_FEEDS: Final = 253

_LITERAL = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class HalfCharacterError(ValueError):
    """A lone surrogate in a text: no file can hold that (SEC-15)."""


def encode(text: str) -> str:
    """Return *text* as it stands in the XML of a workbook, before XML's own escapes.

    Raises HalfCharacterError for a lone surrogate.
    """
    if "_x" in text:
        text = _LITERAL.sub("_x005F_", text)
    if _ILLEGAL.search(text):
        if _SURROGATE.search(text):
            raise HalfCharacterError
        text = _ILLEGAL.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
    return text


def decode(text: str) -> str:
    """Return what a cell's text means, line breaks as LF (SEC-13)."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
        if _SURROGATE.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def units(text: str) -> int:
    """Return the length as Excel counts it, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


# --- One value of a record <-> one cell ----------------------------------------------------------
#
# A cell shows less than a record holds: absent, null and "" are all a blank cell, 350.0 is 350, and
# what is of the wrong type is shown as its JSON. So a cell is always compared with what the record
# *looked like* (:func:`unchanged`); only a cell that says something else is read
# (:func:`from_cell`).

CellValue: TypeAlias = "str | int | float | date | None"
Found: TypeAlias = "str | bool | int | float | date | datetime | time | timedelta | None"
Choices: TypeAlias = "tuple[tuple[Json, str], ...]"

EPOCH: Final = date(1899, 12, 30)
_FIRST_EXACT_DAY = date(1900, 3, 1)  # before it, Excel counts a 29 February 1900 that never was
_SERIALS = range(32_874, 58_805)  # 1990-01-01 to 2060-12-31 (WEB-03)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_GERMAN_DATE = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
_BLANKS = "\u0020\u00a0\u2009\u202f"
_NUMBER = re.compile(
    rf"(?P<sign>[-−]?)(?P<whole>[0-9]{{1,3}}(?:\.[0-9]{{3}})+|[0-9]{{1,3}}(?:[{_BLANKS}][0-9]{{3}})+"
    rf"|[0-9]+)(?P<decimals>,[0-9]+)?(?P<unit>[{_BLANKS}]*(?:€|EUR|Euro))?"
)
_MOST_DIGITS = 15
_YEAR = re.compile(r"199[0-9]|20[0-5][0-9]|2060")


def to_cell(kind: Kind, value: Value, choices: Choices = ()) -> CellValue:
    """Return what the cell of a stored *value* shows; None for a blank one.

    Numbers stay numbers where the kind is one, dates become real dates (SEC-18), choices show
    their German label.
    """
    if isinstance(value, Absent) or value is None or value == "":
        return None
    for stored, label in choices:
        if stored == value and type(stored) is type(value):
            return label
    if isinstance(value, str):
        day = read_iso_date(value) if kind is Kind.DATE else None
        return line_feeds(value) if day is None else day
    if isinstance(value, int | float) and not isinstance(value, bool) and _holds_numbers(kind):
        return value
    return json.dumps(value, ensure_ascii=False)


def from_cell(kind: Kind, found: Found, choices: Choices = ()) -> Json:
    """Return the value a cell means, "" for a blank one.

    What cannot be read as its kind stays the text it is; a check reports it (SEC-18, SEC-19).
    """
    if found is None:
        return ""
    if isinstance(found, str):
        return _from_text(kind, found, choices)
    if isinstance(found, bool):
        return workbook_words.TRUE if found else workbook_words.FALSE
    if isinstance(found, int | float):
        return _from_number(kind, found)
    if isinstance(found, date):
        return found.strftime("%Y-%m-%d" if kind is Kind.DATE else "%d.%m.%Y")
    return str(found)


def unchanged(kind: Kind, base: Value, found: Found, choices: Choices = ()) -> bool:
    """Tell whether a cell still says what the stored value *base* looked like (MRG-05)."""
    if found is None and (base is None or base == "" or isinstance(base, Absent)):
        return True
    if found.__class__ is str and not choices and found == base:
        return True
    cell = to_cell(kind, base, choices)
    if type(cell) is type(found) and cell == found:
        return True
    before = comparable(cell)
    if _alike(before, comparable(found)):
        return True
    return _alike(before, comparable(to_cell(kind, from_cell(kind, found, choices), choices)))


def shown(found: Json | Found) -> str:
    """Return an id or a name as it is compared: as text, without noise around it."""
    if isinstance(found, str) and found.isascii() and found.isprintable():
        return found.strip()
    cell = to_cell(Kind.IDENTIFIER, found) if isinstance(found, list | dict) else found
    text = comparable(cell)
    return "" if text is None else str(text).strip()


def read_iso_date(text: str) -> date | None:
    """Return the day of a valid ``YYYY-MM-DD`` that Excel can count, else None."""
    if not _ISO_DATE.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= _FIRST_EXACT_DAY else None


def _holds_numbers(kind: Kind) -> bool:
    return kind in NUMBER_KINDS or kind is Kind.SERIES


def _alike(left: Found, right: Found) -> bool:
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def comparable(found: Found) -> Found:
    """Return a cell without what office programs change on their own (MRG-05)."""
    if isinstance(found, datetime):
        return found.date()
    if not isinstance(found, str):
        return found
    return unicodedata.normalize("NFC", line_feeds(found)).rstrip() or None


def _from_text(kind: Kind, text: str, choices: Choices) -> Json:
    text = line_feeds(text)
    wanted = text.strip().casefold()
    for stored, label in choices:
        if wanted in (label.casefold(), str(stored).casefold()):
            return stored
    if kind is Kind.DATE:
        return _from_date_text(text)
    if _holds_numbers(kind):
        number = read_number(kind, text.strip())
        return text if number is None else number
    return text


def _from_date_text(text: str) -> str:
    match = _GERMAN_DATE.fullmatch(text.strip())
    if match is None:
        return text.strip() if _ISO_DATE.fullmatch(text.strip()) else text
    try:
        return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
    except ValueError:
        return text


def _from_number(kind: Kind, number: float) -> Json:
    if _holds_numbers(kind):
        return int(number) if number == int(number) else number
    if kind is Kind.DATE and number == int(number) and int(number) in _SERIALS:
        return (EPOCH + timedelta(days=int(number))).isoformat()
    return f"{number:.15g}".replace(".", ",")


def read_number(kind: Kind, text: str) -> int | float | None:
    """Return the number of an unmistakable German spelling, else None (SEC-19).

    ``862.139`` could be two numbers and ``2030`` no amount: both stay text, and the check asks.
    """
    match = _NUMBER.fullmatch(text) if len(text) <= LONGEST_NUMBER else None
    if match is None or _is_doubtful(kind, match):
        return None
    whole, decimals = re.sub(rf"[.{_BLANKS}]", "", match["whole"]), match["decimals"] or ""
    if len(whole) + len(decimals) > _MOST_DIGITS:
        return None
    sign = -1 if match["sign"] else 1
    if not decimals.strip(",0"):
        return sign * int(whole)
    return sign * float(f"{whole}.{decimals[1:]}")


def _is_doubtful(kind: Kind, match: re.Match[str]) -> bool:
    """Tell whether a spelling could mean something else, or does not belong into the field."""
    if kind is not Kind.AMOUNT and match["unit"]:
        return True
    decimals = match["decimals"] or ""
    if decimals or match["unit"]:
        return kind is Kind.AMOUNT and (
            len(decimals) == len(",000") or len(decimals.rstrip("0")) > len(",00")
        )
    if re.fullmatch(r"\A[0-9]+\.[0-9]{3}", match["whole"]):
        return True
    return kind is Kind.AMOUNT and _YEAR.fullmatch(match.group()) is not None
