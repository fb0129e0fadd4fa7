"""A sheet per measure: label left, value, room for a remark right; it prints whole on A4.

What stands on which line is said once, here: for the writer as lines, for the reader as marks.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Final, NamedTuple

from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from klimaeditor.excel import layout as common
from klimaeditor.excel import plan, request_layout, write
from klimaeditor.excel.layout import SheetColumn, SheetLayout, to_cell, units
from klimaeditor.excel.request_baseline import mark_of
from klimaeditor.excel.sheetxml import UnfitCell, UnfitTextError, cell_of, row_of
from klimaeditor.excel.write import TEXT, SheetRows, theme_colour
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.fieldnames import field_name
from klimaeditor.model.fieldtypes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from openpyxl.styles.differential import DifferentialStyle
    from openpyxl.worksheet.worksheet import Worksheet

    from klimaeditor.excel.layout import CellValue, ListSheet
    from klimaeditor.excel.request_baseline import RequestInfo, Sent, SentMeasure
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName


# --- words ---------------------------------------------------------------------------------------

LABEL_HEADER: Final = "Feld"
VALUE_HEADER: Final = "Angabe"
HEADING: Final = "Abfrage zum Klimastadt-Vertrag"
HELP_FORM_REMARK: Final = (
    "Für Fragen und Erläuterungen zu dieser Zeile. Nur die Stabsstelle liest das; veröffentlicht "
    "wird es nicht."
)


def due_by(day: str) -> str:
    """Return the line at the top of each sheet."""
    return f"Bitte zurück bis {day}"


# --- What stands on which line -------------------------------------------------------------------

LABEL: Final = "label"
VALUE: Final = "value"
_WIDTHS: Final = {LABEL: 24, VALUE: 60, request_layout.REMARK: 26, request_layout.MARK: 13}

FORM: Final = SheetLayout(
    "",
    (
        SheetColumn(LABEL, LABEL_HEADER, _WIDTHS[LABEL], Kind.LONG_TEXT, "", locked=True),
        SheetColumn(VALUE, VALUE_HEADER, _WIDTHS[VALUE], Kind.LONG_TEXT, ""),
        SheetColumn(
            request_layout.REMARK,
            request_layout.REMARK_HEADER,
            _WIDTHS[request_layout.REMARK],
            Kind.LONG_TEXT,
            HELP_FORM_REMARK,
        ),
        SheetColumn(
            request_layout.MARK,
            common.FINGERPRINT_HEADER,
            _WIDTHS[request_layout.MARK],
            Kind.IDENTIFIER,
            request_layout.HELP_MARK,
            locked=True,
        ),
    ),
)
"""The columns of each sheet; the last one is hidden."""
HEADER_ROW: Final = 2
FREE_LINES: Final = 3
"""Blank lines for new dated values or links."""


@dataclass(frozen=True, slots=True)
class FormList:
    """A list on the sheet of a measure, and the columns of its left and right cells."""

    spec: ListSheet
    left: SheetColumn
    right: SheetColumn

    @property
    def field(self) -> FieldName:
        """The field that holds the list."""
        return self.spec.field

    @property
    def heading(self) -> str:
        """What the list is called."""
        return self.spec.sheet.title


def form_lists(about: RequestInfo) -> tuple[FormList, ...]:
    """Return the lists that are asked about, in order."""
    found = []
    for spec in request_layout.list_sheets(about.catalogue).values():
        if spec.field in about.fields:
            left, right = (column for column in spec.sheet.columns if not column.locked)
            found.append(FormList(spec, left, right))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line: what its mark stands for ("" for none), its cells, and how they are filled in.

    *left* is given where the left cell is no label but an entry's. *heading* lines begin a list.
    """

    name: str
    label: CellValue
    value: CellValue
    column: SheetColumn
    left: SheetColumn | None = None
    heading: bool = False


def form_columns(about: RequestInfo) -> tuple[SheetColumn, ...]:
    """Return what has a line of its own, in the order of the sheet; the lists follow below."""
    table = request_layout.measures_sheet(about.catalogue, about.fields)
    locked = [table.column(request_layout.TITLE)]
    locked += [column for column in table.columns if column.key in request_layout.CONTEXT]
    return (
        *locked,
        table.column(request_layout.ANSWER),
        *request_layout.asked_columns(table),
    )


def entry_name(name: str, place: int) -> str:
    """Return what the mark of a list's entry stands for."""
    return f"{name}/{place}"


def line_marks(sent: Sent) -> dict[str, tuple[str, str]]:
    """Return measure and name of every line by its mark."""
    names = [column.key for column in form_columns(sent.about)]
    lists = [found.field for found in form_lists(sent.about)]
    marks: dict[str, tuple[str, str]] = {}
    for key, measure in sent.measures.items():
        own: list[str] = [*names, *lists]
        for name in lists:
            own += [entry_name(name, p) for p in range(len(plan.entries_of(measure.value(name))))]
        marks |= {mark_of(sent.about.request, key, name): (key, name) for name in own}
    return marks


def form_lines(sent: Sent, measure: SentMeasure, kind_of_progress: str) -> Iterator[FormLine]:
    """Yield the lines of a measure's sheet, below its header."""
    for column in form_columns(sent.about):
        if column.key in measure.shown:
            value: CellValue = measure.shown[column.key] or None
        elif column.key == request_layout.ANSWER:
            value = None
        else:
            value = to_cell(column.kind, measure.value(field_name(column.key)), column.choices)
        yield FormLine(column.key, column.header, value, column)
    for found in form_lists(sent.about):
        yield from _list_lines(found, measure, kind_of_progress)


def _list_lines(found: FormList, measure: SentMeasure, kind: str) -> Iterator[FormLine]:
    left, right = found.left, found.right
    about = f"{right.header} ({kind})" if found.field == "progress_values" else right.header
    label = f"{found.heading}: {left.header}"
    yield FormLine(found.field, label, about, right, heading=True)
    for place, entry in enumerate(plan.entries_of(measure.value(found.field))):
        if isinstance(entry, dict):
            date, value = found.spec.cells(entry)
            yield FormLine(entry_name(found.field, place), date, value, right, left)
    for _ in range(FREE_LINES):
        yield FormLine("", None, None, right, left)


# --- The tabs: one name for each measure, as Excel allows it --------------------------------------

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_TAB: Final = 31


def tab_names(measures: Sequence[SentMeasure]) -> list[str]:
    """Return the tabs: number and title; the number keeps them apart and in order."""
    names = []
    for number, measure in enumerate(measures, 1):
        title = " ".join(_FORBIDDEN.sub(" ", measure.title).split())
        text = f"{number} {title}".strip(" '")
        while units(text) > _LONGEST_TAB:
            text = text[:-1]
        names.append(text.rstrip(" '"))
    return names


# --- How many lines a text takes, as printed ------------------------------------------------------

_SLIM: Final = frozenset("ijlftrI.,;:!|'()[]/ -")
_BROAD: Final = frozenset("mwMWÄÖÜQ@%…–—€&")
_WORD: Final = re.compile(r"\S+\s*")
_HIGHEST: Final = 405
"""A row of Excel is at most 409 points high."""
_LOWEST: Final = 21
"""So that there is room to write by hand, too."""
_LINE_POINTS: Final = {10: 13, 9: 12, 8: 11}
_SIZES: Final = ((60, 10), (60, 9), (76, 9), (76, 8), (96, 8), (120, 8))
"""Widths of the value column and sizes of its font, tried in this order."""
_SPARE_FROM: Final = 6


def width_of(text: str) -> float:
    """Return how wide a text is, in noughts; rather too wide than too narrow."""
    total = 0.0
    for char in text:
        if char in _SLIM:
            total += 0.6
        elif char in _BROAD:
            total += 1.6
        else:
            total += 1.2 if char.isupper() else 1.0
    return total


def wrapped_lines(text: str, room: float) -> int:
    """Return how many lines a text takes that is wrapped at *room* noughts."""
    count = 0
    for part in text.split("\n"):
        lines, used = 1, 0.0
        for match in _WORD.finditer(part):
            word = width_of(match.group().rstrip())
            if used and used + word > room:
                lines, used = lines + 1, 0.0
            lines += int(word // room)
            used += width_of(match.group()) if word < room else word % room
        count += lines
    return count


def row_points(line: FormLine, width: int, size: int) -> float:
    """Return the height of a line in points, so that its texts are whole."""
    wide = {LABEL: _WIDTHS[LABEL], VALUE: width}
    most = 1
    for text, place in ((line.label, LABEL), (line.value, VALUE)):
        if isinstance(text, str):
            lines = wrapped_lines(text, (wide[place] - 3) * 11 / size)
            most = max(most, lines + (1 if lines >= _SPARE_FROM else 0))
    return max(most * _LINE_POINTS[size] + 6, _LOWEST)


def value_size(lines: Sequence[FormLine]) -> tuple[int, int]:
    """Return width and size of the value column with which all texts are whole, if any has."""
    for width, size in _SIZES:
        if all(row_points(line, width, size) <= _HIGHEST for line in lines):
            return width, size
    return _SIZES[-1]


# --- Lines -> the sheet --------------------------------------------------------------------------

_LONGEST_TITLE, _LONGEST_PROMPT = 32, 255
_LETTERS: Final = {column.key: common.letter(place) for place, column in enumerate(FORM.columns)}
_LABEL, _VALUE, _REMARK, _MARK = (column.key for column in FORM.columns)


class _Look(NamedTuple):
    """How a cell looks: what it holds, who may write there, which part of the sheet it is."""

    number_format: str = TEXT
    locked: bool = True
    fill: str = ""
    bold: bool = False
    size: int = 10
    framed: bool = True
    side: str = "left"
    wrapped: bool = True


@dataclass(frozen=True, slots=True)
class FormSheet:
    """The sheet of one measure, to be drawn into a workbook.

    *drop_downs* map column keys to the range with their choices; *gap* is how a required cell looks
    while it is blank.
    """

    title: str
    measure: SentMeasure
    request: str
    due: str
    lines: tuple[FormLine, ...]
    gap: DifferentialStyle
    drop_downs: Mapping[str, str] = field(default_factory=dict)

    def draw(self, sheet: Worksheet) -> SheetRows:
        """Furnish a sheet and return its rows; raises UnfitTextError for what no cell holds."""
        width, size = value_size(self.lines)
        for key, letter in _LETTERS.items():
            dimension = sheet.column_dimensions[letter]
            dimension.width = width if key == VALUE else _WIDTHS[key]
            dimension.hidden = key == _MARK
        styles = _Styles(sheet)
        rows = [self._heading(styles), _header(styles)]
        for number, line in enumerate(self.lines, HEADER_ROW + 1):
            rows.append(self._line(styles, number, line, (width, size)))
            self._guide(sheet, number, line)
        _set_page(sheet, len(rows))
        return SheetRows([row.encode() for row in rows], len(FORM.columns))

    def _heading(self, styles: _Styles) -> str:
        plain = _Look(framed=False, bold=True, size=14, wrapped=False)
        due = plain._replace(size=10, side="right")
        cells = [
            styles.cell("A1", HEADING, plain),
            styles.cell(f"{_LETTERS[_REMARK]}1", self.due, due),
        ]
        return row_of(1, cells, 24)

    def _line(self, styles: _Styles, number: int, line: FormLine, room: tuple[int, int]) -> str:
        width, size = room
        own = self._looks(line, size)
        mark = mark_of(self.request, self.measure.id, line.name) if line.name else None
        cells = []
        values = {_LABEL: line.label, _VALUE: line.value, _REMARK: None, _MARK: mark}
        for key, value in values.items():
            if isinstance(value, str):
                self._refuse_unfit(value, line)
            try:
                cells.append(styles.cell(f"{_LETTERS[key]}{number}", value, own[key]))
            except common.HalfCharacterError:
                raise self._unfit(UnfitCell.HALF_CHARACTER, 0, line) from None
        return row_of(number, cells, min(row_points(line, width, size), _HIGHEST))

    def _looks(self, line: FormLine, size: int) -> dict[str, _Look]:
        if line.heading:
            band = _Look(fill="band", bold=True, size=size)
            return dict.fromkeys(_LETTERS, band)
        locked = line.column.locked
        text = isinstance(line.value, str)
        number_format = TEXT if text else write.format_of(line.column)
        value = _Look(number_format, locked, "grey" if locked else "", size=size)
        label = _Look(fill="grey", bold=True, size=size)
        if line.column.key == request_layout.TITLE:
            value = value._replace(bold=True)
        if line.left is not None:
            label = _Look(write.format_of(line.left), locked=False, size=size)
        return {
            _LABEL: label,
            _VALUE: value,
            _REMARK: _Look(locked=False, size=size),
            _MARK: _Look(size=8, wrapped=False),
        }

    def _refuse_unfit(self, text: str, line: FormLine) -> None:
        length, feeds = units(text), text.count("\n")
        if length > common.MAX_UNITS:
            raise self._unfit(UnfitCell.TOO_LONG, length, line)
        if feeds > common.MAX_LINE_FEEDS:
            raise self._unfit(UnfitCell.TOO_MANY_LINES, feeds, line)

    def _unfit(self, fault: UnfitCell, amount: int, line: FormLine) -> UnfitTextError:
        found = UnfitTextError(fault, amount, [self.measure.id, self.measure.title], 0)
        found.sheet = SheetLayout(self.title, (line.column,))
        return found

    def _guide(self, sheet: Worksheet, number: int, line: FormLine) -> None:
        """Give the open cells of a line their drop-down, check and help; mark a required gap."""
        if line.heading or line.column.locked:
            return
        open_cells = {VALUE: line.column} | ({LABEL: line.left} if line.left else {})
        for key, column in open_cells.items():
            found = write.validation_of(column, self.drop_downs.get(column.key))
            found = found or DataValidation(allow_blank=True)
            found.promptTitle = column.header[:_LONGEST_TITLE]
            found.prompt = column.help[:_LONGEST_PROMPT]
            found.showInputMessage = True
            found.add(f"{_LETTERS[key]}{number}")
            sheet.add_data_validation(found)
        if line.column.required and line.left is None:
            cell = f"{_LETTERS[VALUE]}{number}"
            rule = Rule(type="expression", dxf=self.gap, formula=[f"LEN(TRIM({cell}))=0"])
            sheet.conditional_formatting.add(cell, rule)


def _header(styles: _Styles) -> str:
    look = _Look(fill="header", bold=True)
    cells = [
        styles.cell(f"{_LETTERS[column.key]}{HEADER_ROW}", column.header, look)
        for column in FORM.columns
    ]
    return row_of(HEADER_ROW, cells, 20)


class _Styles:
    """The styles of one sheet, registered with its workbook as they are needed."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._known: dict[_Look, int] = {}

    def cell(self, where: str, value: CellValue, look: _Look) -> str:
        """Return a cell as XML."""
        if look not in self._known:
            self._known[look] = self._registered(look)
        return cell_of(where, self._known[look], value)

    def _registered(self, look: _Look) -> int:
        cell = WriteOnlyCell(self._sheet)
        white, ink, blue = theme_colour(0), theme_colour(1), theme_colour(3)
        colour = white if look.fill == "header" else ink
        cell.font = Font(name="Calibri", size=look.size, bold=look.bold, color=colour)
        cell.alignment = Alignment(
            wrap_text=look.wrapped,
            vertical="center" if look.fill in ("header", "band") else "top",
            horizontal=look.side,
            indent=1 if look.framed else 0,
        )
        cell.number_format = look.number_format
        cell.protection = Protection(locked=look.locked)
        cell.quotePrefix = look.number_format == TEXT
        fills = {"header": blue, "band": theme_colour(3, 0.8), "grey": theme_colour(0, -0.05)}
        if look.fill:
            cell.fill = PatternFill("solid", fgColor=fills[look.fill])
        if look.framed:
            line = Side(style="thin", color=theme_colour(0, -0.35))
            cell.border = Border(left=line, right=line, top=line, bottom=line)
        return cell.style_id


def _set_page(sheet: Worksheet, rows: int) -> None:
    """Protect the sheet without a password, and let it print whole across a page of A4."""
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.sheet_view.showGridLines = False
    write.protect(sheet)
    setup = sheet.page_setup
    setup.orientation, setup.paperSize, setup.fitToHeight = "portrait", write.A4, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"1:{HEADER_ROW}"
    sheet.print_area = f"A1:{_LETTERS[_REMARK]}{rows}"
    margins = sheet.page_margins
    margins.left = margins.right = 0.45
    margins.top, margins.bottom, margins.footer = 0.5, 0.8, 0.4
    write.set_footer(sheet)


def kind_of_progress(catalogue: Catalogue, measure: SentMeasure) -> str:
    """Return what sort of progress a measure has, as people call it."""
    labels = {str(stored): label for stored, label in catalogue.field("progress_type").choices}
    return labels.get(measure.progress_type, measure.progress_type)
