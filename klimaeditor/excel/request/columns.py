"""Columns of a return are found by their header (MRG-03); what became of the header is noted."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.excel import headers
from klimaeditor.excel.layout import letter
from klimaeditor.excel.request import layout, messages
from klimaeditor.excel.request.faults import Fault, FaultCode
from klimaeditor.excel.sheetread import HEADER_WITHIN, header_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from klimaeditor.excel.cells.rows import Row
    from klimaeditor.excel.layout import Column, Sheet

_ALIKE: Final = 0.6
_COMPARED: Final = 400
"""So many letters of a header are compared; comparing takes the square of their number."""


class Spot(NamedTuple):
    """Where a header is: workbook, tab, and row once it is known."""

    file: str
    title: str
    row: int = 1

    def cell(self, place: int) -> str:
        """Return the name of a cell in the header row, columns counted from 0."""
        return f"{letter(place)}{self.row}"


def find_header(
    rows: Iterator[Row], sheet: Sheet, spot: Spot, faults: list[Fault]
) -> tuple[int, dict[str, int]] | None:
    """Return number and columns (from 0) of the first row that names the id or the mark.

    None where there is none; what is odd about the header is added to *faults*.
    """
    names = headers.names_of(sheet)
    for number, cells in rows:
        if number > HEADER_WITHIN:
            break
        texts = header_texts(cells)
        keys = [names.get(headers.plain(text)) for text in texts]
        if layout.ID in keys or layout.MARK in keys:
            return number, _places(sheet, texts, keys, spot._replace(row=number), faults)
    return None


def named_columns(rows: Iterator[Row], sheet: Sheet) -> int:
    """Return how many columns of *sheet* the best of the first rows names, 0 without id or mark."""
    names = headers.names_of(sheet)
    best = 0
    for number, cells in rows:
        if number > HEADER_WITHIN:
            break
        keys = {names.get(headers.plain(text)) for text in header_texts(cells)} - {None}
        if layout.ID in keys or layout.MARK in keys:
            best = max(best, len(keys))
    return best


def _places(
    sheet: Sheet, texts: Sequence[str], keys: Sequence[str | None], spot: Spot, faults: list[Fault]
) -> dict[str, int]:
    found: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        if key is not None:
            found.setdefault(key, []).append(place)
    for key, twice in found.items():
        if len(twice) > 1:
            cells = [spot.cell(place) for place in twice]
            header = sheet.column(key).header
            sentence = messages.duplicate_column(spot.file, spot.title, header, cells)
            code = FaultCode.DUPLICATE_COLUMN
            faults.append(Fault(code, sentence, spot.title, cells[1], field=key))
    unknown = {p: texts[p] for p, key in enumerate(keys) if key is None and texts[p].strip()}
    for place, column in enumerate(sheet.columns):
        if column.key not in found and not column.locked:
            faults.append(_gone(column, place, unknown, spot))
    if unknown:
        own = [" ".join(text.split()) for text in unknown.values()]
        sentence = messages.own_columns(spot.file, spot.title, own)
        faults.append(Fault(FaultCode.OWN_COLUMNS, sentence, spot.title))
    order = [found[column.key][0] for column in sheet.columns if column.key in found]
    if order != sorted(order):
        sentence = messages.reordered_columns(spot.file, spot.title)
        faults.append(Fault(FaultCode.REORDERED_COLUMNS, sentence, spot.title))
    locked = {column.key for column in sheet.columns if column.locked}
    return {key: p[0] for key, p in found.items() if len(p) == 1 or key in locked}


def _gone(column: Column, place: int, unknown: dict[int, str], spot: Spot) -> Fault:
    """Return the fault of an open column that is missing or renamed, taking it from *unknown*."""
    header, title = column.header, spot.title
    other = next((p for p, text in unknown.items() if p == place or _alike(text, header)), None)
    if other is None:
        sentence = messages.missing_column(spot.file, title, header)
        return Fault(FaultCode.MISSING_COLUMN, sentence, title, field=column.key)
    now, where = " ".join(unknown.pop(other).split()), spot.cell(other)
    sentence = messages.renamed_column(spot.file, title, header, now, where)
    return Fault(FaultCode.RENAMED_COLUMN, sentence, title, where, field=column.key)


def _alike(text: str, header: str) -> bool:
    plain = headers.plain(text[:_COMPARED])
    return SequenceMatcher(None, plain, headers.plain(header)).ratio() >= _ALIKE
