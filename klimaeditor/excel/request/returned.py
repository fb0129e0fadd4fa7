"""What a return says, put together while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from klimaeditor.excel.request import messages
from klimaeditor.excel.request.faults import Fault, FaultCode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from klimaeditor.excel.layout import Column
    from klimaeditor.excel.request.baseline import Sent, SentMeasure
    from klimaeditor.excel.request.grid import FoundCell, FoundRow, FoundTable
    from klimaeditor.values import Json

    Place: TypeAlias = tuple[str, str | None]


@dataclass(slots=True)
class MeasureReturn:
    """What a return says about one measure.

    *returned* holds only fields that say something else than was sent; "" means emptied. *cells*
    (sheet, cell) and *faults* are filed under (field, None), or (field, date or address) for an
    entry of a list. *row_faults* speak against everything in the row. *answer* is the stored form
    of the answer, "" for none; *remark* is for the editors only.
    """

    sent: SentMeasure
    returned: dict[str, Json] = field(default_factory=dict)
    cells: dict[Place, tuple[str, str]] = field(default_factory=dict)
    faults: dict[Place, list[Fault]] = field(default_factory=dict)
    row_faults: list[Fault] = field(default_factory=list)
    answer: str = ""
    remark: str = ""


@dataclass(slots=True)
class Return:
    """A return as read. *file* is its name, *faults* are those that belong to no single value."""

    file: str
    sha256: str
    sent: Sent
    measures: dict[str, MeasureReturn] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.measures = {key: MeasureReturn(found) for key, found in self.sent.measures.items()}


def cell_fault(  # noqa: PLR0913 - a place has this many parts
    table: FoundTable,
    column: Column,
    cell: FoundCell,
    code: FaultCode,
    measure_id: str,
    *,
    field_name: str = "",
    value: str | None = None,
) -> Fault:
    """Return the fault of one cell; *value* is what to quote, by default what the cell shows."""
    quoted = value if value is not None else cell.text or str(cell.value or "")
    sentence = messages.CELLS[code].format(value=messages.short(quoted), length=len(quoted))
    text = messages.cell(table.file, table.title, cell.where, column.header, sentence)
    return Fault(code, text, table.title, cell.where, measure_id, field_name or column.key)


def row_fault(  # noqa: PLR0913 - a place has this many parts
    table: FoundTable,
    row: FoundRow,
    code: FaultCode,
    measure_id: str = "",
    *,
    value: str = "",
    recovered: str = messages.NOT_TAKEN,
    rows: Sequence[int] = (),
) -> Fault:
    """Return the fault of a whole row."""
    sentence = messages.ROWS[code].format(
        value=messages.short(value), recovered=recovered, rows=messages.rows(rows)
    )
    text = messages.row(table.file, table.title, row.number, sentence)
    return Fault(code, text, table.title, f"A{row.number}", measure_id)
