"""Several tables in the sheets of one workbook: read together, set against each other, or named."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from klimaeditor.excel.workbook_words import listed
from klimaeditor.exchange import exchange_words
from klimaeditor.exchange.columns import ID, ONLY_FOR_MATCHING, TITLE_FIELDS
from klimaeditor.exchange.proposals import FileProblem, alike
from klimaeditor.model.core_words import quoted, shortened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from klimaeditor.excel.foreign import Grids, RawTable
    from klimaeditor.exchange.columns import ColumnMatch
    from klimaeditor.exchange.proposals import Place, Proposal, Returned


# --- words ---------------------------------------------------------------------------------------


def other_sheet(sheet: str, cell: str, text: str) -> str:
    """Return what stands against a value of which another sheet says something else."""
    return (
        f"Das Blatt {quoted(sheet)} sagt dazu in Zelle {shortened(cell)} "
        f"„{exchange_words.short(text)}“. Entscheiden Sie, welche Angabe gilt."
    )


def tables_not_read(titles: Sequence[str]) -> str:
    """Return the problem of sheets with a table that were not read."""
    return (
        f"Diese Blätter enthalten eine Tabelle und wurden nicht gelesen: {listed(titles)}. Sehen "
        "Sie bei Bedarf dort nach, oder lesen Sie die Datei noch einmal ein."
    )


def sheets_not_read(titles: Sequence[str]) -> str:
    """Return the notice about sheets in which no table was found."""
    return f"Blätter ohne Tabelle wurden nicht gelesen: {listed(titles)}."


# --- Several tables in the sheets of one workbook ------------------------------------------------


class SheetCode(StrEnum):
    """The codes of what is odd about the sheets of a file; stable, for machines."""

    OTHER_SHEET = "other_sheet"
    TABLES_NOT_READ = "tables_not_read"
    SHEETS_NOT_READ = "sheets_not_read"


def speaks_of_measures(found: Sequence[ColumnMatch]) -> bool:
    """Tell whether a table names measures and says something about them."""
    given = {match.field for match in found if match.field}
    names = given & {ID, *TITLE_FIELDS}
    return bool(names) and len(given - ONLY_FOR_MATCHING - {min(names)}) > 0


def together(said: Sequence[Returned]) -> Returned:
    """Return what the tables of one file suggest as one; where they differ, it is doubtful."""
    first, *others = said
    if not others:
        return first
    by_place: dict[tuple[int, Place], list[Proposal]] = defaultdict(list)
    for returned in said:
        for proposal in returned.proposals:
            by_place[proposal.key].append(proposal)
    found = [_against_others(versions) for versions in by_place.values()]
    problems = (problem for returned in said for problem in returned.problems)
    return replace(
        first,
        proposals=tuple(found),
        problems=tuple(dict.fromkeys(problems)),
        remarks=tuple(remark for returned in said for remark in returned.remarks),
    )


def _against_others(versions: Sequence[Proposal]) -> Proposal:
    """Return the first of the proposals about a place, with what other sheets say instead."""
    proposal, *others = versions
    against = [
        FileProblem(
            SheetCode.OTHER_SHEET,
            other_sheet(other.sheet, other.cell, other.described(other.returned)),
            proposal.sheet,
            proposal.cell,
            proposal.measure_id,
            proposal.place.field,
        )
        for other in others
        if not alike(other.returned, proposal.returned)
    ]
    return replace(proposal, problems=(*proposal.problems, *against))


def not_read(grids: Grids, tables: Iterable[RawTable], read: Collection[str]) -> list[FileProblem]:
    """Return the problems of sheets that were not *read*: with a table, and without one."""
    titled = {table.sheet for table in tables}
    filled = [grid.title for grid in grids.sheets if grid.rows and grid.title not in read]
    with_table = [title for title in filled if title in titled]
    others = [title for title in filled if title not in titled]
    found = []
    if with_table:
        found.append(FileProblem(SheetCode.TABLES_NOT_READ, tables_not_read(with_table)))
    if others:
        message = sheets_not_read(others)
        found.append(FileProblem(SheetCode.SHEETS_NOT_READ, message, severe=False))
    return found
