"""What one row or sheet says, and the proposals made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.excel.foreign.grid import CellFault
from klimaeditor.foreign import texts
from klimaeditor.foreign.records import Basis
from klimaeditor.foreign.values import Code, read_value
from klimaeditor.merge import proposing
from klimaeditor.merge.proposals import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.excel.foreign.grid import GridRow
    from klimaeditor.foreign.columns import ColumnMatch
    from klimaeditor.foreign.records import RecordMatch
    from klimaeditor.merge.proposals import Proposal
    from klimaeditor.values import Value


@dataclass(frozen=True, slots=True)
class Source:
    """The file that something comes from: its name without folders, its SHA-256, what was odd."""

    name: str
    sha256: str
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class Row:
    """What is taken from one row or sheet, by field.

    *problems* speak against single values, *left_out* name what was not taken at all, *unanswered*
    counts the cells that only say that there is nothing to say.
    """

    returned: dict[str, Value] = field(default_factory=dict)
    cells: dict[Place, tuple[str, str]] = field(default_factory=dict)
    problems: dict[Place, tuple[Problem, ...]] = field(default_factory=dict)
    left_out: list[Problem] = field(default_factory=list)
    unanswered: int = 0

    def put(self, name: str, value: Value, sheet: str, cell: str) -> None:
        """Take a value for a field, found in a cell."""
        self.returned[name] = value
        self.cells[Place(name)] = (sheet, cell)

    def object(self, name: str, code: str, message: str, measure_id: str) -> None:
        """Say something against the value of a field."""
        sheet, cell = self.cells[Place(name)]
        problem = Problem(code, message, sheet, cell, measure_id, name)
        self.problems[Place(name)] = (*self.problems.get(Place(name), ()), problem)


def read_row(sheet: str, row: GridRow, taken: Iterable[ColumnMatch], measure_id: str) -> Row:
    """Return what a row says about its measure in the columns that are *taken*."""
    read = Row()
    for match in taken:
        text, fault = row.text(match.column.place), row.faults.get(match.column.place)
        if fault is not None or text.strip():
            _read_cell(read, sheet, row, match, measure_id)
    return read


def _read_cell(read: Row, sheet: str, row: GridRow, match: ColumnMatch, measure_id: str) -> None:
    """Read one cell that is not blank."""
    name, place = match.field or "", match.column.place
    text, fault = row.text(place), row.faults.get(place)
    cell = f"{match.column.letter}{row.number}"
    if fault is CellFault.ERROR:
        message = texts.error_cell(cell, text)
        read.left_out.append(Problem(Code.ERROR_CELL, message, sheet, cell, measure_id, name))
        return
    if not text.strip():
        message = texts.formula_without_value(cell)
        read.left_out.append(Problem(Code.FORMULA, message, sheet, cell, measure_id, name))
        return
    value = read_value(FIELDS_BY_NAME[name], text)
    message = texts.in_cell(cell, value.message)
    if not value.answered:
        if value.code == Code.NO_ANSWER:
            read.unanswered += 1
        else:
            read.left_out.append(Problem(value.code, message, sheet, cell, measure_id, name))
        return
    read.put(name, value.value, sheet, cell)
    if value.code:
        read.object(name, value.code, message, measure_id)
    if fault is CellFault.FORMULA:
        read.object(name, Code.FORMULA, texts.formula_cell(cell, text), measure_id)


def proposals_for(
    dataset: Dataset, match: RecordMatch, read: Row, against: Problem | None, sheet: str
) -> list[Proposal]:
    """Return the proposals of one row or sheet; *against* speaks against each of them.

    What the dataset says already is left out, whatever blanks and line breaks it says it with.
    """
    if match.measure is None:
        return []
    returned = {
        name: value
        for name, value in read.returned.items()
        if not _same_words(value, dataset.value(match.measure, name))
    }
    problems = dict(read.problems)
    if against is not None:
        for name in returned:
            problems[Place(name)] = (*problems.get(Place(name), ()), against)
    said = proposing.Said(
        measure=match.measure,
        returned=returned,
        sheet=sheet,
        cells=read.cells,
        problems=problems,
        score=1.0 if match.basis is Basis.CHOSEN else match.score,
    )
    return [found for found in proposing.propose(dataset, said) if not found.is_done]


def _same_words(left: Value, right: Value) -> bool:
    """Tell whether two texts differ in blanks and line breaks only (MRG-05)."""
    return isinstance(left, str) and isinstance(right, str) and left.split() == right.split()


def notice(code: str, message: str, sheet: str = "") -> Problem:
    """Return something worth knowing that needs nobody."""
    return Problem(code, message, sheet, severe=False)
