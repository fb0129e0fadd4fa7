"""Rows -> the XML of a sheet's data, as text."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Final

from klimaeditor.excel import layout
from klimaeditor.excel.layout import EPOCH
from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klimaeditor.excel.layout import CellValue, SheetLayout


# --- Rows -> the XML of a sheet's data, as text --------------------------------------------------
#
# openpyxl makes everything else of the package. It would make these cells too, one object and one
# XML element at a time, which takes longer than all the rest together at ten thousand measures.
#
# Text cells have an explicit string type; nothing a text begins with makes it a formula (SEC-05).

LINE_POINTS: Final = 15
MOST_LINES: Final = 12
_CERTAINLY_SHORT = 200


class UnfitCell(Enum):
    """Why a text fits into no cell."""

    TOO_LONG = "too_long"
    TOO_MANY_LINES = "too_many_lines"
    HALF_CHARACTER = "half_character"


class UnfitTextError(Exception):
    """A text that no cell can hold, with the place of the cell; the writer puts it into words."""

    sheet: SheetLayout

    def __init__(
        self, fault: UnfitCell, amount: int, row: Sequence[CellValue], column: int
    ) -> None:
        super().__init__(fault)
        self.fault = fault
        self.amount = amount
        self.row = row
        self.column = column


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """How a column is written: style numbers, and the characters that fit on a line.

    *number* is also the style of dates; *line* is None where text does not wrap.
    """

    letter: str
    text: int
    number: int
    line: int | None = None


def header_row(headers: Sequence[str], looks: Sequence[ColumnLook], style: int) -> str:
    """Return row 1."""
    cells = [
        _text_cell(look.letter, 1, style, header)
        for look, header in zip(looks, headers, strict=True)
    ]
    return f'<row r="1" ht="{2 * LINE_POINTS + 3}" customHeight="1">{"".join(cells)}</row>'


def data_rows(rows: Iterable[Sequence[CellValue]], looks: Sequence[ColumnLook]) -> list[str]:
    """Return the rows from row 2 on; raises UnfitTextError before anything was written."""
    return [_row(number, row, looks) for number, row in enumerate(rows, 2)]


def _row(number: int, row: Sequence[CellValue], looks: Sequence[ColumnLook]) -> str:
    cells = []
    lines = 1
    for place, value in enumerate(row):
        if value is None:
            continue
        look = looks[place]
        if isinstance(value, str):
            if len(value) > _CERTAINLY_SHORT:
                _refuse_unfit(value, row, place)
            if look.line and (len(value) > look.line or "\n" in value):
                lines = max(lines, lines_of(value, look.line))
            try:
                cells.append(_text_cell(look.letter, number, look.text, value))
            except layout.HalfCharacterError:
                raise UnfitTextError(UnfitCell.HALF_CHARACTER, 0, row, place) from None
        else:
            shown = (value - EPOCH).days if isinstance(value, date) else value
            cells.append(f'<c r="{look.letter}{number}" s="{look.number}"><v>{shown!r}</v></c>')
    points = min(lines, MOST_LINES) * LINE_POINTS + 3
    height = f' ht="{points}" customHeight="1"' if lines > 1 else ""
    return f'<row r="{number}"{height}>{"".join(cells)}</row>'


def cell_of(where: str, style: int, value: CellValue) -> str:
    """Return a cell; raises HalfCharacterError for a lone surrogate."""
    if value is None:
        return f'<c r="{where}" s="{style}"/>'
    if isinstance(value, str):
        return _text_cell(where, "", style, value)
    shown = (value - EPOCH).days if isinstance(value, date) else value
    return f'<c r="{where}" s="{style}"><v>{shown!r}</v></c>'


def row_of(number: int, cells: Sequence[str], points: float) -> str:
    """Return a row that is so many points high, and grows with what somebody types into it."""
    return f'<row r="{number}" ht="{points:g}">{"".join(cells)}</row>'


def lines_of(text: str, line: int) -> int:
    """Return how many lines a wrapped text takes at *line* characters each, roughly."""
    if "\n" not in text:
        return len(text) // line + 1
    return sum(len(part) // line + 1 for part in text.split("\n"))


def _text_cell(letter: str, number: int | str, style: int, text: str) -> str:
    text = layout.encode(text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return (
        f'<c r="{letter}{number}" s="{style}" t="inlineStr">'
        f'<is><t xml:space="preserve">{text}</t></is></c>'
    )


def _refuse_unfit(text: str, row: Sequence[CellValue], place: int) -> None:
    """Check Excel's limits; it would cut or repair silently (SEC-14)."""
    length = layout.units(text)
    if length > layout.MAX_UNITS:
        raise UnfitTextError(UnfitCell.TOO_LONG, length, row, place)
    feeds = text.count("\n")
    if feeds > layout.MAX_LINE_FEEDS:
        raise UnfitTextError(UnfitCell.TOO_MANY_LINES, feeds, row, place)
