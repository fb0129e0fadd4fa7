"""How cells look: few styles, made once, in the theme colours of the reader's own Excel.

Theme colours follow the contrast settings of the workbook's reader; no colour is named here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.colors import Color

from klimaeditor.catalogue import Kind
from klimaeditor.excel import layout, texts
from klimaeditor.excel.sheetxml import Look

if TYPE_CHECKING:
    from openpyxl.styles.styleable import StyleableObject
    from openpyxl.worksheet.worksheet import Worksheet

TEXT: Final = "@"
_FORMATS: Final = {
    Kind.AMOUNT: texts.EURO_FORMAT,
    Kind.YEAR: "0",
    Kind.NUMBER: "General",
    Kind.SERIES: "General",
    Kind.DATE: texts.DATE_FORMAT,
}
_NARROW: Final = 1.1  # widths count in noughts; letters are narrower
_WHITE, _INK, _DARK_BLUE = 0, 1, 3  # places in the theme
Known = dict[tuple[str, bool, bool], int]
"""Style numbers in a workbook by number format, whether locked, whether grey."""


def _theme(place: int, tint: float = 0.0) -> Color:
    return Color(theme=place, tint=tint)


def header_style(sheet: Worksheet) -> int:
    """Return the style number of the header row: bold, white on the theme's dark blue."""
    cell = WriteOnlyCell(sheet)
    cell.font = Font(name="Calibri", size=11, bold=True, color=_theme(_WHITE))
    cell.fill = PatternFill("solid", fgColor=_theme(_DARK_BLUE))
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
    cell.number_format = TEXT
    cell.protection = Protection(locked=True)
    return cell.style_id


def look_of(
    sheet: Worksheet, column: layout.Column, place: int, known: Known, *, form: bool
) -> Look:
    """Return the styles of a column's cells, registered with the workbook of *sheet*.

    In a *form* to fill in, grey says what is locked. *known* are the styles registered so far.
    """
    grey = form and column.locked
    number_format = _FORMATS.get(column.kind, TEXT)
    return Look(
        letter=layout.letter(place),
        text=_style(sheet, known, (TEXT, column.locked, grey)),
        number=_style(sheet, known, (number_format, column.locked, grey)),
        line=int(column.width * _NARROW),
    )


def _style(sheet: Worksheet, known: Known, wanted: tuple[str, bool, bool]) -> int:
    if wanted not in known:
        cell = WriteOnlyCell(sheet)
        number_format, locked, grey = wanted
        dress(cell, number_format, locked=locked, grey=grey)
        known[wanted] = cell.style_id
    return known[wanted]


def dress_column(target: StyleableObject, column: layout.Column, *, locked: bool) -> None:
    """Give the empty cells of a column the form that a new entry needs."""
    dress(target, _FORMATS.get(column.kind, TEXT), locked=locked, grey=False)


def dress(target: StyleableObject, number_format: str, *, locked: bool, grey: bool) -> None:
    """Set the style of a cell or column; text is text whatever it begins with (SEC-05)."""
    line = Side(style="thin", color=_theme(_WHITE, -0.25))
    target.font = Font(name="Calibri", size=11, color=_theme(_INK, 0.25 if grey else 0.0))
    side = "left" if number_format == TEXT else "right"
    target.alignment = Alignment(wrap_text=True, vertical="top", horizontal=side, indent=1)
    target.number_format = number_format
    target.protection = Protection(locked=locked)
    if number_format == TEXT:
        target.quotePrefix = True
    if grey:
        target.fill = PatternFill("solid", fgColor=_theme(_WHITE, -0.05))
    target.border = Border(bottom=line, right=line)
