"""What the shape of a foreign table says against its values: rows and columns that do not fit."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from klimaeditor.exchange import columns
from klimaeditor.exchange.columns import ONLY_FOR_MATCHING, Why
from klimaeditor.exchange.exchange_words import short
from klimaeditor.exchange.proposals import FileProblem
from klimaeditor.model.core_words import counted, quoted, shortened
from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klimaeditor.excel.foreign import ForeignColumn, GridRow, RawTable
    from klimaeditor.exchange.columns import ColumnMatch
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field


# --- words ---------------------------------------------------------------------------------------


def wide_row(row: int, more: Sequence[str]) -> str:
    """Return what stands against a row of a delimited file that has more cells than the header."""
    rest = short(" | ".join(more))
    return (
        f"Zeile {row} hat mehr Felder als die Kopfzeile; überzählig ist „{rest}“. Vermutlich "
        "steht in einem Text ein Trennzeichen ohne Anführungszeichen. Sehen Sie in der Datei "
        "nach, was zusammengehört."
    )


def beside(cell: str, text: str, header: str) -> str:
    """Return what stands against a value with another one beside it, under no header."""
    return (
        f"Daneben steht in Zelle {cell} ohne Spaltenüberschrift „{short(text)}“; vielleicht gilt "
        f"die Überschrift „{short(header)}“ für beide. Prüfen Sie, welche Angabe gemeint ist."
    )


def no_header(sheet: str, letter: str, count: int, text: str) -> str:
    """Return the problem of a column that holds something and has no header."""
    what = counted(count, "Zelle", "Zellen")
    return (
        f"Blatt {quoted(sheet)}: Die Spalte {shortened(letter)} hat keine Überschrift und wurde "
        f"nicht gelesen; {what} darin, zum Beispiel „{short(text)}“. Sehen Sie bei Bedarf dort "
        "nach."
    )


def other_column(cell: str, header: str, text: str) -> str:
    """Return what stands against a value where another column of the same field differs."""
    return (
        f"Die Spalte „{short(header)}“ (Zelle {cell}) gilt auch für dieses Feld und sagt "
        f"„{short(text)}“. Entscheiden Sie, welche Angabe gilt."
    )


def only_other_column(cell: str, header: str, text: str, label: str) -> str:
    """Return the problem of a value in a column that was not read for a field."""
    return (
        f"Zelle {cell}: Die Spalte „{short(header)}“ gilt auch für „{label}“ und sagt "
        f"„{short(text)}“, die gelesene Spalte sagt dort nichts. Übertragen Sie die Angabe bei "
        "Bedarf."
    )


# --- What the shape of a table says against its values -------------------------------------------


class ShapeCode(StrEnum):
    """The codes of what is odd about the shape of a table; stable, for machines."""

    WIDE_ROW = "wide_row"
    NO_HEADER = "column_without_header"
    OTHER_COLUMN = "other_column"


_MANY: Final = 3
"""From so many rows on, a column that is filled in all of them is no accident."""


@dataclass(frozen=True, slots=True)
class Against:
    """What stands against one field of a row, or (*field* "") against all of its fields."""

    field: str
    code: ShapeCode
    message: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class TableShape:
    """What does not fit in a table: columns without a header, and columns that vie for a field.

    *left_of* maps the place of a column without a header to the column whose header may hold for
    it, too; *rivals* are columns left out because another one stands for their field.
    """

    sheet: str
    unnamed: tuple[ForeignColumn, ...] = ()
    left_of: dict[int, ColumnMatch] = field(default_factory=dict)
    rivals: tuple[tuple[Field, ForeignColumn], ...] = ()
    wide: frozenset[int] = frozenset()

    def about(self, table: RawTable) -> list[FileProblem]:
        """Return the problems of columns that nobody named."""
        problems = []
        for column in self.unnamed:
            texts = [
                (row, row.text(column.place))
                for row in table.rows
                if row.text(column.place).strip() and row.number not in self.wide
            ]
            if texts:
                message = no_header(self.sheet, column.letter, len(texts), texts[0][1])
                cell = f"{column.letter}{texts[0][0].number}"
                problems.append(FileProblem(ShapeCode.NO_HEADER, message, self.sheet, cell))
        return problems

    def against(self, row: GridRow) -> list[Against]:
        """Return what stands against the values of a row."""
        more = [(c, row.text(c.place)) for c in self.unnamed if row.text(c.place).strip()]
        if row.number in self.wide:
            message = wide_row(row.number, [text for _, text in more])
            return [Against("", ShapeCode.WIDE_ROW, message)]
        found = []
        for column, text in more:
            match = self.left_of.get(column.place)
            if match is not None and match.field is not None and row.text(match.column.place):
                cell = f"{column.letter}{row.number}"
                message = beside(cell, text, match.column.header)
                found.append(Against(match.field, ShapeCode.NO_HEADER, message, cell))
        return found

    def contested(self, row: GridRow, places: Mapping[FieldName, int]) -> list[Against]:
        """Return what other columns say about the fields of a row; *places* are those read."""
        found = []
        for own, column in self.rivals:
            text, taken = row.text(column.place), row.text(places[own.name])
            if not text.strip() or text.split() == taken.split():
                continue
            cell = f"{column.letter}{row.number}"
            if taken.strip():
                message = other_column(cell, column.header, text)
            else:
                message = only_other_column(cell, column.header, text, own.label)
            found.append(Against(own.name, ShapeCode.OTHER_COLUMN, message, cell))
        return found


def shape_of(catalogue: Catalogue, table: RawTable, found: Sequence[ColumnMatch]) -> TableShape:
    """Return what does not fit in a table whose columns were matched."""
    unnamed = tuple(
        match.column for match in found if match.why is Why.NO_HEADER and not match.field
    )
    named = [match for match in found if match.column.header]
    left_of = {}
    for column in unnamed:
        left = [match for match in named if match.column.place < column.place]
        between = {match.column.place for match in found}
        if left and all(p in between for p in range(left[-1].column.place + 1, column.place)):
            left_of[column.place] = left[-1]
    rivals = _rivals(catalogue, found)
    return TableShape(table.sheet, unnamed, left_of, rivals, _wide(table, unnamed, named))


def _wide(
    table: RawTable, unnamed: Sequence[ForeignColumn], named: Sequence[ColumnMatch]
) -> frozenset[int]:
    """Return the numbers of rows in which a delimiter has cut a text."""
    last = max((match.column.place for match in named), default=-1)
    behind = [column.place for column in unnamed if column.place > last]
    filled = [
        row.number
        for row in table.rows
        if row.delimited and any(row.text(place).strip() for place in behind)
    ]
    regular = len(filled) == len(table.rows) >= _MANY
    return frozenset() if regular else frozenset(filled)


def _rivals(
    catalogue: Catalogue, found: Sequence[ColumnMatch]
) -> tuple[tuple[Field, ForeignColumn], ...]:
    """Return the columns that would stand for a field another one has, unless somebody chose."""
    decided = {match.field for match in found if match.why in (Why.CHOSEN, Why.REMEMBERED)}
    taken = {match.field for match in found} - decided - ONLY_FOR_MATCHING
    doubles = [
        (columns.field_named(catalogue, match.column.header), match.column)
        for match in found
        if match.why is Why.DOUBLE
    ]
    return tuple(
        (catalogue.field(name), column)
        for name, column in doubles
        if name is not None and name in taken
    )
