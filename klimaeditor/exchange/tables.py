"""A table of any kind: columns and rows matched, then proposals for the review (MRG-03, -04)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from klimaeditor.excel.foreign import find_table
from klimaeditor.excel.workbook_words import listed
from klimaeditor.exchange import columns, matching, proposals
from klimaeditor.exchange.columns import CATEGORY, ID, ONLY_FOR_MATCHING, TITLE_FIELDS
from klimaeditor.exchange.downcolumns import with_moved, with_series
from klimaeditor.exchange.exchange_words import percent
from klimaeditor.exchange.matching import Basis
from klimaeditor.exchange.newfindings import with_new_findings
from klimaeditor.exchange.proposals import FileKind, FileProblem, Place, Remark, Returned
from klimaeditor.exchange.tablerows import Code, TableReading, in_cell
from klimaeditor.model.core_words import counted, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.excel.foreign import Grids, RawTable
    from klimaeditor.exchange.columns import ColumnMatch
    from klimaeditor.exchange.matching import RecordMatch
    from klimaeditor.exchange.proposals import Proposal
    from klimaeditor.exchange.tablerows import ForeignRow, Origin
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Value


# --- words ---------------------------------------------------------------------------------------


def merged_cells(sheet: str, areas: Sequence[str]) -> str:
    """Return the notice about merged cells among the data (SEC-12)."""
    return (
        f"Blatt {quoted(sheet)}: Verbundene Zellen zählen nur in ihrer ersten Zelle, die übrigen "
        f"gelten als leer: {listed(areas)}."
    )


def no_columns(sheet: str) -> str:
    """Return the problem of a table none of whose columns stands for a field."""
    return (
        f"Blatt {quoted(sheet)}: Keiner Spalte ist ein Feld zugeordnet. Ordnen Sie mindestens "
        "eine Spalte zu."
    )


def no_titles(sheet: str, catalogue: Catalogue) -> str:
    """Return the problem of a table without a column to find measures by."""
    names = columns.labels_of(catalogue, "id", "short_title", "action_name")
    identity, short_title, title = map(quoted, names)
    return (
        f"Blatt {quoted(sheet)}: Es fehlt eine Spalte mit der Kennung oder dem Titel der "
        f"Maßnahme. Ordnen Sie {identity}, {short_title} oder {title} einer Spalte zu."
    )


def no_measure(sheet: str, row: int, title: str) -> str:
    """Return the notice about a row whose measure was not found."""
    return (
        f"Blatt {quoted(sheet)}, Zeile {row}: Zu {quoted(title)} wurde keine Maßnahme gefunden; "
        "die Zeile wird nicht übernommen."
    )


def double_row(sheet: str, row: int, title: str, other: int) -> str:
    """Return the problem of two rows about the same measure (MRG-04)."""
    return (
        f"Blatt {quoted(sheet)}, Zeile {row}: {quoted(title)} passt zur selben Maßnahme wie "
        f"Zeile {other} und wird nicht übernommen. Entscheiden Sie, welche gilt."
    )


def uncertain_match(title: str, measure: str, score: float) -> str:
    """Return what stands against proposals of a row that may mean another measure."""
    return (
        f"{quoted(title)} wurde nur nach Ähnlichkeit {quoted(measure)} zugeordnet "
        f"({percent(score)}). Prüfen Sie, ob diese Maßnahme gemeint ist."
    )


def no_answers(count: int) -> str:
    """Return the notice about cells that only say that there is nothing to say."""
    cells = counted(count, "Zelle ohne Aussage wurde", "Zellen ohne Aussage wurden")
    return f"{cells} nicht übernommen, zum Beispiel „Keine Angabe“ oder „–“."


# --- What one row or sheet says, as proposals ----------------------------------------------------


def proposals_for(
    dataset: Dataset, match: RecordMatch, read: ForeignRow, against: FileProblem | None, sheet: str
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
    said = proposals.Said(
        measure=match.measure,
        returned=returned,
        sheet=sheet,
        cells=read.cells,
        problems=problems,
        score=1.0 if match.basis is Basis.CHOSEN else match.score,
    )
    return [found for found in proposals.propose(dataset, said) if not found.is_done]


def _same_words(left: Value, right: Value) -> bool:
    """Tell whether two texts differ in blanks and line breaks only (MRG-05)."""
    return isinstance(left, str) and isinstance(right, str) and left.split() == right.split()


def notice(code: str, message: str, sheet: str = "") -> FileProblem:
    """Return something worth knowing that needs nobody."""
    return FileProblem(code, message, sheet, severe=False)


# --- A table of any kind: columns and rows matched, then proposals for the review (MRG-03, -04) --

_NAMES = (*TITLE_FIELDS[1:], TITLE_FIELDS[0])


def tables_of(catalogue: Catalogue, grids: Grids) -> tuple[RawTable, ...]:
    """Return the tables of a file, the one with most known columns and most rows first."""
    recognised = partial(columns.recognised, catalogue)
    found = [table for grid in grids.sheets if (table := find_table(grid, recognised))]

    def rank(table: RawTable) -> tuple[int, int]:
        known = sum(recognised(c.header) >= columns.LEAST for c in table.columns)
        return (-min(known, 4), -len(table.rows))

    return tuple(sorted(found, key=rank))


def match_rows(
    names: matching.Names, table: RawTable, found: Sequence[ColumnMatch]
) -> tuple[RecordMatch, ...]:
    """Return a match for each row of a table whose columns stand for fields; by row number."""
    places = {match.field: match.column.place for match in found if match.field}
    titles = [places[name] for name in _NAMES if name in places]
    wanted = [
        matching.Sought(
            row.number,
            tuple(row.text(place) for place in titles if row.text(place).strip()),
            row.text(places[ID]) if ID in places else "",
            row.text(places[CATEGORY]) if CATEGORY in places else "",
        )
        for row in table.rows
    ]
    return matching.match(names, wanted)


def propose(
    dataset: Dataset,
    source: Origin,
    table: RawTable,
    found: Sequence[ColumnMatch],
    matches: Sequence[RecordMatch],
) -> Returned:
    """Return what a table suggests, its columns and rows matched.

    What the dataset says already is left out; what would replace something is a conflict; what
    fills something empty is unproblematic where the measure is certain and the text is clear.
    """
    problems = [notice(Code.READING, text) for text in source.notices]
    problems += [FileProblem(Code.LOST, text) for text in source.lost]
    problems += _about_table(table, found, dataset.site.catalogue)
    proposals: list[Proposal] = []
    remarks: list[Remark] = []
    reading = TableReading(dataset.site.catalogue, source, table, found)
    problems += [*reading.about(), *reading.untaken()]
    for match in matches:
        if match.measure is None:
            problems.append(_unmatched(table.sheet, match))
            continue
        view = dataset.view(match.measure)
        read = reading.read(match.place, view.id)
        problems += read.left_out
        against = None if match.certain else uncertain(table.sheet, match, view.title, view.id)
        said = proposals_for(dataset, match, read, against, table.sheet)
        proposals += said
        problems += read.unheard(said)
        remarks += [Remark(view.id, view.title, "", text) for text in reading.remarks(match.place)]
    problems += reading.other_comments()
    proposals = with_series(table, [match.column for match in reading.taken], proposals)
    measures = {match.place: match.measure for match in matches if match.measure is not None}
    proposals = with_moved(dataset, table, reading.taken, measures, proposals)
    proposals = with_new_findings(dataset, proposals, lambda p, text: in_cell(p.cell, text))
    if reading.unanswered:
        message = no_answers(reading.unanswered)
        problems.append(notice(Code.NO_ANSWER, message, table.sheet))
    name, sha256 = source.name, source.sha256
    return Returned(name, sha256, FileKind.TABLE, tuple(proposals), tuple(problems), tuple(remarks))


def uncertain(sheet: str, match: RecordMatch, title: str, measure_id: str) -> FileProblem:
    """Return what speaks against everything that a doubtful match suggests."""
    message = uncertain_match(match.title, title, match.score)
    return FileProblem(Code.UNCERTAIN_MATCH, message, sheet, measure_id=measure_id)


def _about_table(
    table: RawTable, found: Sequence[ColumnMatch], catalogue: Catalogue
) -> list[FileProblem]:
    """Return what is odd about a table as a whole."""
    given = {match.field for match in found if match.field}
    problems = []
    if not given - ONLY_FOR_MATCHING:
        problems.append(FileProblem(Code.NO_COLUMNS, no_columns(table.sheet), table.sheet))
    if not given & {ID, *TITLE_FIELDS}:
        message = no_titles(table.sheet, catalogue)
        problems.append(FileProblem(Code.NO_TITLES, message, table.sheet))
    if table.merged:
        message = merged_cells(table.sheet, table.merged)
        problems.append(FileProblem(Code.MERGED_CELLS, message, table.sheet, table.merged[0]))
    return problems


def _unmatched(sheet: str, match: RecordMatch) -> FileProblem:
    cell = f"{match.place}:{match.place}"
    if match.taken_by is not None:
        message = double_row(sheet, match.place, match.title, match.taken_by)
        return FileProblem(Code.DOUBLE_ROW, message, sheet, cell)
    message = no_measure(sheet, match.place, match.title)
    return FileProblem(Code.NO_MEASURE, message, sheet, cell, severe=False)
