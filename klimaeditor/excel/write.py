"""Dataset -> workbook, always generated anew (SEC-10)."""

from __future__ import annotations

import io
import re
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.colors import Color
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from klimaeditor.clock import local_now
from klimaeditor.excel import layout, target, workbook_words
from klimaeditor.excel.guard import MAX_MEGABYTES
from klimaeditor.excel.plan import SheetPlan, workbook_plan
from klimaeditor.excel.sheetxml import ColumnLook, UnfitCell, UnfitTextError, data_rows, header_row
from klimaeditor.model.core_words import quoted, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import WorkbookError
from klimaeditor.model.fieldtypes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from _typeshed import StrPath
    from openpyxl.styles.styleable import StyleableObject
    from openpyxl.worksheet.worksheet import Worksheet

    from klimaeditor.excel.layout import SheetLayout
    from klimaeditor.model.records import Dataset


# --- words ---------------------------------------------------------------------------------------

WORKBOOK_TITLE: Final = "Maßnahmen des Klimastadt-Vertrags"
WORKBOOK_SUBJECT: Final = "Excel-Datei des Klimaeditors"
LANGUAGE: Final = "de-DE"
EURO_FORMAT: Final = "#,##0.00##\\ [$€-407]"
DATE_FORMAT: Final = "dd\\.mm\\.yyyy"

ALERT_TITLE: Final = "Eingabe prüfen"
ALERT_CHOICE: Final = "Wählen Sie etwas aus der Liste."
ALERT_DATE: Final = "Das ist kein Datum zwischen 1990 und 2060. Beispiel: 01.07.2024"
ALERT_YEAR: Final = "Das ist keine Jahreszahl zwischen 1990 und 2060. Beispiel: 2030"
ALERT_AMOUNT: Final = "Das ist kein Betrag in Euro. Beispiel: 1.250.000"
ALERT_NUMBER: Final = "Das ist keine Zahl. Beispiel: 280 oder 12,5"


def page_footer() -> str:
    """Return the footer of printed pages, in Excel's notation."""
    return "Seite &P von &N"


def too_long(place: str, length: int, limit: int) -> str:
    """Return the refusal of a text that no cell can hold (SEC-14)."""
    return (
        f"{place}: Der Text ist mit {_thousands(length)} Zeichen zu lang für Excel (höchstens "
        f"{_thousands(limit)}). Kürzen Sie ihn, oder nehmen Sie diese Maßnahme vom Export aus."
    )


def too_many_lines(place: str, count: int, limit: int) -> str:
    """Return the refusal of a text with too many line breaks (SEC-14)."""
    return (
        f"{place}: Der Text hat {count} Zeilenumbrüche; Excel erlaubt höchstens {limit}. "
        "Entfernen Sie Leerzeilen, oder nehmen Sie diese Maßnahme vom Export aus."
    )


def room(characters: tuple[int, int, str], feeds: tuple[int, int, str]) -> str:
    """Return how full the fullest cells are: how much, of how much, and where (SEC-14)."""
    length, longest, where = characters
    count, most, there = feeds
    return (
        f"Die vollsten Zellen: {_thousands(length)} von {_thousands(longest)} Zeichen ({where}), "
        f"{count} von {most} Zeilenumbrüchen ({there})."
    )


def short_place(record_id: str, header: str) -> str:
    """Return where a cell is, in few words."""
    return f"{shortened(record_id)}, {quoted(header)}"


def half_character(place: str) -> str:
    """Return the refusal of a lone surrogate (SEC-15)."""
    return (
        f"{place}: Der Text enthält ein halbes Zeichen, das sich nicht speichern lässt. Ersetzen "
        "Sie es durch das gemeinte Zeichen."
    )


def place_of_cell(sheet: str, title: str, record_id: str, header: str) -> str:
    """Return where a cell is, in words of the reader: measure and field."""
    return (
        f"{shortened(title)} ({shortened(record_id)}), Feld {quoted(header)} im Blatt "
        f"{quoted(sheet)}"
    )


def large_file(megabytes: int, limit: int) -> str:
    """Return the warning about a workbook that the editor will not open again."""
    return (
        f"Die Excel-Datei ist {megabytes} MB groß; der Klimaeditor öffnet höchstens {limit} MB "
        "wieder. Exportieren Sie zum Bearbeiten in Teilen, zum Beispiel nach Kategorie gefiltert."
    )


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")


# --- How near a workbook comes to what a cell of Excel can hold (SEC-14) --------------------------
#
# What does not fit is refused elsewhere; this tells of a workbook that was written.


def sentence(plans: Iterable[SheetPlan]) -> str:
    """Return the German sentence on the longest text and the one with the most line feeds.

    Counts what somebody can read and change; "" where there is no text. Rows begin with the id.
    """
    longest, fullest, where_longest, where_fullest = 0, -1, "", ""
    for plan in plans:
        if plan.hidden or not plan.editable:
            continue
        for row in plan.rows:
            for place, value in enumerate(row):
                if not isinstance(value, str):
                    continue
                # a character takes two units at most
                units = layout.units(value) if 2 * len(value) > longest else 0
                feeds = value.count("\n")
                spot = (str(row[0] or ""), plan.sheet.columns[place].header)
                if units > longest:
                    longest, where_longest = units, short_place(*spot)
                if feeds > fullest:
                    fullest, where_fullest = feeds, short_place(*spot)
    if not longest:
        return ""
    return room(
        (longest, layout.MAX_UNITS, where_longest),
        (fullest, layout.MAX_LINE_FEEDS, where_fullest),
    )


# --- The sentence for a text that fits into no cell: where it stands, what is wrong, the remedy --


def unfit_sentence(fault: UnfitTextError, title: str = "", record_id: str = "") -> str:
    """Return the German sentence (SEC-14); *title* and *record_id* say whose row it is."""
    header = fault.sheet.columns[fault.column].header
    place = place_of_cell(fault.sheet.title, title, record_id, header)
    if fault.fault is UnfitCell.TOO_LONG:
        return too_long(place, fault.amount, layout.MAX_UNITS)
    if fault.fault is UnfitCell.TOO_MANY_LINES:
        return too_many_lines(place, fault.amount, layout.MAX_LINE_FEEDS)
    return half_character(place)


def sentence_of_record(fault: UnfitTextError) -> str:
    """Return the sentence where a row begins with the id and the title of its record."""
    record_id, title = (str(cell or "") for cell in fault.row[:2])
    return unfit_sentence(fault, title or workbook_words.MEASURE, record_id)


# --- Dataset -> workbook, always generated anew (SEC-10) -----------------------------------------

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: *measures* rows into *path*.

    *notices* are German remarks, *room* says how near the fullest cells come to Excel's limits.
    """

    path: Path
    measures: int
    notices: tuple[str, ...]
    room: str = ""


def export(
    dataset: Dataset,
    path: Path,
    measures: Iterable[int] | None = None,
    clock: Callable[[], datetime] = local_now,
) -> Exported:
    """Write the measures with these keys (None: all) to a new workbook at *path*.

    An existing file is replaced in one step. Raises WorkbookError with a German sentence where the
    name is none, somebody has the workbook open, a text fits into no cell or the disk refuses; then
    an existing file is as it was.
    """
    target.refuse_bad_name(path)
    target.refuse_locked(path)
    wanted = set(dataset.measures if measures is None else measures)
    keys = [key for key in dataset.measure_keys() if key in wanted]
    exported = clock()
    plans = workbook_plan(dataset, keys, exported)
    data = _build(plans, exported)
    target.replace(path, data)
    return Exported(path, len(keys), tuple(_notices(path, len(data))), sentence(plans))


def render(dataset: Dataset, measures: list[int], exported: datetime) -> bytes:
    """Return the bytes of the workbook; the same for the same dataset, measures and time."""
    return _build(workbook_plan(dataset, measures, exported), exported)


def _build(plans: tuple[SheetPlan, ...], exported: datetime) -> bytes:

    try:
        return build(plans, exported)
    except UnfitTextError as fault:
        raise WorkbookError(sentence_of_record(fault)) from fault


def _notices(path: Path, size: int) -> list[str]:
    found = []
    length = len(str(path.absolute()))
    if length > target.LONGEST_PATH:
        found.append(workbook_words.long_path(length, target.LONGEST_PATH))
    if size > MAX_MEGABYTES * _MEGABYTE:
        found.append(large_file(size // _MEGABYTE + 1, MAX_MEGABYTES))
    return found


# --- How cells look: few styles, made once, in the theme colours of the reader's own Excel -------
#
# Theme colours follow the contrast settings of the workbook's reader; no colour is named here.

TEXT: Final = "@"
_FORMATS: Final = {
    Kind.AMOUNT: EURO_FORMAT,
    Kind.YEAR: "0",
    Kind.NUMBER: "General",
    Kind.SERIES: "General",
    Kind.DATE: DATE_FORMAT,
}
_NARROW: Final = 1.1  # widths count in noughts; letters are narrower
_WHITE, _INK, _DARK_BLUE = 0, 1, 3  # places in the theme
Known = dict[tuple[str, bool, bool], int]
"""Style numbers in a workbook by number format, whether locked, whether grey."""


def theme_colour(place: int, tint: float = 0.0) -> Color:
    """Return a colour of the reader's own theme."""
    return Color(theme=place, tint=tint)


def header_style(sheet: Worksheet) -> int:
    """Return the style number of the header row: bold, white on the theme's dark blue."""
    cell = WriteOnlyCell(sheet)
    cell.font = Font(name="Calibri", size=11, bold=True, color=theme_colour(_WHITE))
    cell.fill = PatternFill("solid", fgColor=theme_colour(_DARK_BLUE))
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
    cell.number_format = TEXT
    cell.protection = Protection(locked=True)
    return cell.style_id


def look_of(
    sheet: Worksheet, column: layout.SheetColumn, place: int, known: Known, *, form: bool
) -> ColumnLook:
    """Return the styles of a column's cells, registered with the workbook of *sheet*.

    In a *form* to fill in, grey says what is locked. *known* are the styles registered so far.
    """
    grey = form and column.locked
    number_format = format_of(column)
    return ColumnLook(
        letter=layout.letter(place),
        text=_style(sheet, known, (TEXT, column.locked, grey)),
        number=_style(sheet, known, (number_format, column.locked, grey)),
        line=int(column.width * _NARROW),
    )


def format_of(column: layout.SheetColumn) -> str:
    """Return the number format of a column's values."""
    return _FORMATS.get(column.kind, TEXT)


def _style(sheet: Worksheet, known: Known, wanted: tuple[str, bool, bool]) -> int:
    if wanted not in known:
        cell = WriteOnlyCell(sheet)
        number_format, locked, grey = wanted
        dress(cell, number_format, locked=locked, grey=grey)
        known[wanted] = cell.style_id
    return known[wanted]


def dress_column(target: StyleableObject, column: layout.SheetColumn, *, locked: bool) -> None:
    """Give the empty cells of a column the form that a new entry needs."""
    dress(target, format_of(column), locked=locked, grey=False)


def dress(target: StyleableObject, number_format: str, *, locked: bool, grey: bool) -> None:
    """Set the style of a cell or column; text is text whatever it begins with (SEC-05)."""
    line = Side(style="thin", color=theme_colour(_WHITE, -0.25))
    target.font = Font(name="Calibri", size=11, color=theme_colour(_INK, 0.25 if grey else 0.0))
    side = "left" if number_format == TEXT else "right"
    target.alignment = Alignment(wrap_text=True, vertical="top", horizontal=side, indent=1)
    target.number_format = number_format
    target.protection = Protection(locked=locked)
    if number_format == TEXT:
        target.quotePrefix = True
    if grey:
        target.fill = PatternFill("solid", fgColor=theme_colour(_WHITE, -0.05))
    target.border = Border(bottom=line, right=line)


# --- Drop-downs and input checks of the columns; none of them can lose what somebody types -------

_Type = Literal["date", "whole", "decimal"]
_Operator = Literal["between", "greaterThanOrEqual"]
ROWS_BELOW: Final = 500
_LONGEST_TITLE, _LONGEST_PROMPT = 32, 255
_CHECKED: Final[dict[Kind, tuple[_Type, _Operator, str, str | None, str]]] = {
    Kind.DATE: ("date", "between", "32874", "58804", ALERT_DATE),
    Kind.YEAR: ("whole", "between", "1990", "2060", ALERT_YEAR),
    Kind.AMOUNT: ("decimal", "greaterThanOrEqual", "0", None, ALERT_AMOUNT),
    Kind.NUMBER: ("decimal", "greaterThanOrEqual", "-1000000000000", None, ALERT_NUMBER),
}


def add_validations(sheet: Worksheet, plan: SheetPlan) -> None:
    """Add the drop-downs and checks of all columns, for the data and the free rows below it."""
    last = len(plan.rows) + 1 + ROWS_BELOW
    for place, column in enumerate(plan.sheet.columns):
        found = validation_of(column, plan.drop_downs.get(column.key))
        if found is None:
            continue
        letter = layout.letter(place)
        first = len(plan.rows) + 2 if column.locked else 2
        found.add(f"{letter}{first}:{letter}{last}")
        found.promptTitle = column.header[:_LONGEST_TITLE]
        found.prompt = column.help[:_LONGEST_PROMPT]
        found.showInputMessage = True
        sheet.add_data_validation(found)


def validation_of(column: layout.SheetColumn, source: str | None) -> DataValidation | None:
    """Return the drop-down or check of a column; *source* is the range with its choices."""
    if source is not None:
        closed = column.kind in (Kind.CHOICE, Kind.CATEGORY)
        return DataValidation(
            type="list",
            formula1=source,
            allow_blank=True,
            showErrorMessage=closed,
            errorTitle=ALERT_TITLE,
            error=ALERT_CHOICE,
        )
    if column.locked or column.kind not in _CHECKED:
        return None
    kind, operator, first, second, alert = _CHECKED[column.kind]
    return DataValidation(
        type=kind,
        operator=operator,
        formula1=first,
        formula2=second,
        allow_blank=True,
        errorStyle="warning",  # the reader may insist; our own check judges again
        showErrorMessage=True,
        errorTitle=ALERT_TITLE,
        error=alert,
    )


# --- Plans -> the bytes of a workbook, the same bytes each time (OPN-14) -------------------------
#
# openpyxl makes the package: styles, views, filters, protection, properties. The rows are put in as
# text while it is zipped (see ``sheetxml``), with fixed times and without any user's name.

_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_LEVEL: Final = 4  # half the time of the default for a tenth more bytes
A4: Final = 9
_A3: Final = 8
_WIDEST_ON_A4, _WIDEST_ON_A3 = 260, 560  # characters across a page that can still be read
_MARGIN: Final = 0.3  # inches
_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData></sheetData>")
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"\s*/>')


class _Archive(ZipFile):
    """A zip archive that knows no time and puts rows into the sheets that pass through."""

    def __init__(self, target: io.BytesIO, rows: dict[str, SheetRows]) -> None:
        super().__init__(target, "w", ZIP_DEFLATED, compresslevel=_LEVEL)
        self._rows = rows

    def write(
        self,
        filename: StrPath,
        arcname: StrPath | None = None,
        compress_type: int | None = ZIP_DEFLATED,
        compresslevel: int | None = _LEVEL,
    ) -> None:
        """Add a sheet that openpyxl wrote to a temporary file, with its rows."""
        content = Path(filename).read_bytes()
        found = self._rows.pop(str(arcname))
        content = _DIMENSION.sub(b'<dimension ref="%s"/>' % found.reference.encode(), content)
        before, after = _NO_ROWS.split(content)
        with self.open(str(arcname), "w") as stream:  # in pieces: a sheet is never there twice
            stream.write(before + b"<sheetData>")
            for part in found.parts:
                stream.write(part)
            stream.write(b"</sheetData>" + after)
        self.getinfo(str(arcname)).create_system = 0

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: bytes | str,  # type: ignore[override]  # openpyxl gives nothing else
        compress_type: int | None = ZIP_DEFLATED,
        compresslevel: int | None = _LEVEL,
    ) -> None:
        """Add a part, always with the same time and attributes."""
        info = ZipInfo(str(zinfo_or_arcname), _ZIP_TIME)
        info.create_system = 0
        super().writestr(info, data, compress_type, compresslevel)


class SheetRows:
    """The rows of one sheet as XML, and the range they fill."""

    def __init__(self, parts: list[bytes], columns: int) -> None:
        self.parts = parts
        self.reference = f"A1:{layout.letter(columns - 1)}{len(parts)}"


class DrawnSheet(Protocol):
    """A sheet that is no table and knows how to draw itself."""

    @property
    def title(self) -> str:
        """The name of its tab."""

    def draw(self, sheet: Worksheet) -> SheetRows:
        """Set up everything around the rows of a sheet and return the rows."""


def build(
    plans: Sequence[SheetPlan | DrawnSheet],
    created: datetime,
    names: tuple[str, str] = (WORKBOOK_TITLE, WORKBOOK_SUBJECT),
    finish: Callable[[Worksheet, SheetPlan], None] | None = None,
) -> bytes:
    """Return the workbook; raises sheetxml.UnfitTextError, with the plan of the sheet noted.

    *names* are title and subject in the properties; *finish* is called for each sheet that is
    furnished, to change what the plan does not say.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    _set_properties(book, created, names)
    rows = {}
    known: Known = {}
    for number, plan in enumerate(plans, 1):
        part = f"xl/worksheets/sheet{number}.xml"
        if not isinstance(plan, SheetPlan):
            sheet = book.create_sheet(plan.title)
            rows[part] = plan.draw(sheet)
            continue
        sheet = book.create_sheet(plan.sheet.title)
        rows[part] = _furnish(sheet, plan, known)
        if finish is not None:
            finish(sheet, plan)
    target = io.BytesIO()
    with _Archive(target, rows) as archive:
        ExcelWriter(book, archive).write_data()
    return target.getvalue()


def _set_properties(book: Workbook, created: datetime, names: tuple[str, str]) -> None:
    moment = created.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = book.properties
    properties.title, properties.subject = names
    properties.creator = workbook_words.CREATOR
    properties.language = LANGUAGE
    properties.created = properties.modified = moment


def _furnish(sheet: Worksheet, plan: SheetPlan, known: Known) -> SheetRows:
    """Set up everything around the rows of a sheet and return the rows."""
    columns = plan.sheet.columns
    looks = [
        look_of(sheet, column, place, known, form=plan.editable)
        for place, column in enumerate(columns)
    ]
    for look, column in zip(looks, columns, strict=True):
        dimension = sheet.column_dimensions[look.letter]
        dimension.width = column.width
        locked = not plan.editable or (column.locked and column.key not in plan.open_below)
        dress_column(dimension, column, locked=locked)
    headers = [column.header for column in columns]
    parts = [header_row(headers, looks, header_style(sheet)).encode()]
    try:
        parts += [row.encode() for row in data_rows(plan.rows, looks)]
    except UnfitTextError as fault:
        fault.sheet = plan.sheet
        raise
    found = SheetRows(parts, len(columns))
    _set_view(sheet, plan, found.reference)
    return found


def _set_view(sheet: Worksheet, plan: SheetPlan, reference: str) -> None:
    """Freeze the header, offer filters, protect without a password, prepare the print."""
    sheet.sheet_state = "hidden" if plan.hidden else "visible"
    sheet.freeze_panes = f"{layout.letter(plan.sheet.frozen)}2"
    sheet.auto_filter.ref = reference
    add_validations(sheet, plan)
    protect(sheet)
    _set_print(sheet, plan.sheet)


def protect(sheet: Worksheet) -> None:
    """Protect a sheet without a password; what does no harm stays free."""
    protection = sheet.protection
    protection.sheet = True
    for freedom in (
        "formatCells",
        "formatColumns",
        "formatRows",
        "insertRows",
        "deleteRows",
        "insertHyperlinks",
        "sort",
        "autoFilter",
    ):
        setattr(protection, freedom, False)  # False: not forbidden


def _set_print(sheet: Worksheet, table: SheetLayout) -> None:
    """Let a table print across the page, on A3 where it is wide; one that is wider still in parts.

    A page of A3 that holds more characters than that could be read by nobody.
    """
    width = sum(column.width for column in table.columns)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4 if width <= _WIDEST_ON_A4 else _A3
    sheet.print_title_rows = "1:1"
    set_footer(sheet)
    if width <= _WIDEST_ON_A3:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0
        margins = sheet.page_margins
        margins.left = margins.right = _MARGIN
    elif table.frozen:
        sheet.print_title_cols = f"A:{layout.letter(table.frozen - 1)}"


def set_footer(sheet: Worksheet) -> None:
    """Let every printed page say which sheet it is of, and which page."""
    if sheet.oddFooter is not None:
        sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", page_footer()
