"""A table of any kind: columns and rows matched, then proposals for the review (MRG-03, -04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.excel.foreign.table import find_table
from klimaeditor.excel.foreign.texts import merged_cells
from klimaeditor.foreign import columns, records, texts
from klimaeditor.foreign.fields import CATEGORY, ID, ONLY_FOR_MATCHING, TITLE_FIELDS
from klimaeditor.foreign.rows import notice, proposals_for, read_row
from klimaeditor.foreign.values import Code
from klimaeditor.merge.proposals import FileKind, Problem, Returned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.excel.foreign.grid import Grids
    from klimaeditor.excel.foreign.table import RawTable
    from klimaeditor.foreign.columns import ColumnMatch
    from klimaeditor.foreign.records import RecordMatch
    from klimaeditor.foreign.rows import Source
    from klimaeditor.merge.proposals import Proposal

_NAMES = (*TITLE_FIELDS[1:], TITLE_FIELDS[0])


def tables_of(grids: Grids) -> tuple[RawTable, ...]:
    """Return the tables of a file, the one with most known columns and most rows first."""
    found = [table for grid in grids.sheets if (table := find_table(grid, columns.recognised))]

    def rank(table: RawTable) -> tuple[int, int]:
        known = sum(columns.recognised(c.header) >= columns.LEAST for c in table.columns)
        return (-min(known, 4), -len(table.rows))

    return tuple(sorted(found, key=rank))


def match_rows(
    names: records.Names, table: RawTable, found: Sequence[ColumnMatch]
) -> tuple[RecordMatch, ...]:
    """Return a match for each row of a table whose columns stand for fields; by row number."""
    places = {match.field: match.column.place for match in found if match.field}
    titles = [places[name] for name in _NAMES if name in places]
    wanted = [
        records.Wanted(
            row.number,
            tuple(row.text(place) for place in titles if row.text(place).strip()),
            row.text(places[ID]) if ID in places else "",
            row.text(places[CATEGORY]) if CATEGORY in places else "",
        )
        for row in table.rows
    ]
    return records.match(names, wanted)


def propose(
    dataset: Dataset,
    source: Source,
    table: RawTable,
    found: Sequence[ColumnMatch],
    matches: Sequence[RecordMatch],
) -> Returned:
    """Return what a table suggests, its columns and rows matched.

    What the dataset says already is left out; what would replace something is a conflict; what
    fills something empty is unproblematic where the measure is certain and the text is clear.
    """
    problems = [notice(Code.READING, text) for text in source.notices]
    problems += _about_table(table, found)
    proposals: list[Proposal] = []
    by_number = {row.number: row for row in table.rows}
    taken = [m for m in found if m.field is not None and m.field not in ONLY_FOR_MATCHING]
    unanswered = 0
    for match in matches:
        if match.measure is None:
            problems.append(_unmatched(table.sheet, match))
            continue
        view = dataset.view(match.measure)
        read = read_row(table.sheet, by_number[match.place], taken, view.id)
        unanswered += read.unanswered
        problems += read.left_out
        against = None if match.certain else uncertain(table.sheet, match, view.title, view.id)
        proposals += proposals_for(dataset, match, read, against, table.sheet)
    if unanswered:
        problems.append(notice(Code.NO_ANSWER, texts.no_answers(unanswered), table.sheet))
    name, sha256 = source.name, source.sha256
    return Returned(name, sha256, FileKind.TABLE, tuple(proposals), tuple(problems))


def uncertain(sheet: str, match: RecordMatch, title: str, measure_id: str) -> Problem:
    """Return what speaks against everything that a doubtful match suggests."""
    message = texts.uncertain_match(match.title, title, match.score)
    return Problem(Code.UNCERTAIN_MATCH, message, sheet, measure_id=measure_id)


def _about_table(table: RawTable, found: Sequence[ColumnMatch]) -> list[Problem]:
    """Return what is odd about a table as a whole."""
    given = {match.field for match in found if match.field}
    problems = []
    if not given - ONLY_FOR_MATCHING:
        problems.append(Problem(Code.NO_COLUMNS, texts.no_columns(table.sheet), table.sheet))
    if not given & {ID, *TITLE_FIELDS}:
        problems.append(Problem(Code.NO_TITLES, texts.no_titles(table.sheet), table.sheet))
    if table.merged:
        message = merged_cells(table.sheet, table.merged)
        problems.append(Problem(Code.MERGED_CELLS, message, table.sheet, table.merged[0]))
    return problems


def _unmatched(sheet: str, match: RecordMatch) -> Problem:
    cell = f"{match.place}:{match.place}"
    if match.taken_by is not None:
        message = texts.double_row(sheet, match.place, match.title, match.taken_by)
        return Problem(Code.DOUBLE_ROW, message, sheet, cell)
    message = texts.no_measure(sheet, match.place, match.title)
    return Problem(Code.NO_MEASURE, message, sheet, cell, severe=False)
