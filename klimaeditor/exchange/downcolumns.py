"""What a column of a table of others says against single cells: filled down, sorted or shifted.

A cell may hold what a program counted on (2028, 2029, 2030), or what belongs to another measure;
a single long text that another measure has already tells as much, in reports, too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from klimaeditor.excel.column_patterns import ColumnCell, filled_series, moved_values
from klimaeditor.exchange.exchange_words import short
from klimaeditor.exchange.proposals import FileProblem
from klimaeditor.model.core_words import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from klimaeditor.excel.column_patterns import FilledRun
    from klimaeditor.excel.foreign import ForeignColumn, RawTable
    from klimaeditor.exchange.columns import ColumnMatch
    from klimaeditor.exchange.proposals import Proposal
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.records import Dataset

FILLED_SERIES: Final = "filled_series"
VALUE_OF_OTHER_MEASURE: Final = "value_of_other_measure"
_LONG: Final = 40
"""Texts from this length on are not alike by chance."""


def filled_down(cell: str, run: FilledRun) -> str:
    """Return what stands against a value that a program counted on."""
    return (
        f"Zelle {cell}: Die Werte zählen von Zeile zu Zeile gleichmäßig weiter "
        f"({short(run.first)} bis {short(run.last)}, {run.rows} Zeilen). Vermutlich wurde die "
        "Zelle nach unten gezogen. Prüfen Sie die Werte."
    )


def of_other_measure(cell: str, owner: str) -> str:
    """Return what stands against a value that another measure has in the dataset."""
    where = f"Zelle {cell}: " if cell else ""
    return (
        f"{where}Diese Angabe steht im Datensatz bei einer anderen Maßnahme ({quoted(owner)}). "
        "Vermutlich wurden Zeilen verschoben oder nur eine Spalte sortiert. Prüfen Sie die Angabe."
    )


def with_moved(
    dataset: Dataset,
    table: RawTable,
    columns: Iterable[ColumnMatch],
    measures: Mapping[int, int],
    proposals: Sequence[Proposal],
) -> list[Proposal]:
    """Return the proposals of a table with what speaks against values that changed places.

    *measures* are those of its rows by their numbers. What the dataset says counts as sent.
    """
    by_cell = {proposal.cell: proposal for proposal in proposals if proposal.cell}
    against: dict[str, str] = {}
    for match in columns:
        if match.field is None:
            continue
        letters = match.column.letter
        cells = []
        for row in table.rows:
            measure = measures.get(row.number)
            if measure is None:
                continue
            sent = dataset.value(measure, match.field)
            found = by_cell.get(f"{letters}{row.number}")
            said = sent if row.text(match.column.place).strip() else None
            now = said if found is None else found.returned
            cells.append(ColumnCell(row.number, dataset.view(measure).title, sent, now))
        moved = moved_values(cells).items()
        against |= {f"{letters}{number}": owner for number, owner in moved}
    return [
        _of_other(p, against[p.cell]) if p.cell in against else p
        for p in with_texts_of_others(dataset, proposals)
    ]


def with_texts_of_others(dataset: Dataset, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return proposals with what speaks against long texts that stand with other measures."""
    known: dict[FieldName, dict[str, set[int]]] = {}
    catalogue, found = dataset.site.catalogue, []
    for proposal in proposals:
        name, text = proposal.place.field, proposal.returned
        if not isinstance(text, str) or len(text) < _LONG or not catalogue.field(name).is_text:
            found.append(proposal)
            continue
        if name not in known:
            known[name] = _texts_of(dataset, name)
        owners = known[name].get(" ".join(text.split()), set())
        others = owners and proposal.measure not in owners
        owner = dataset.view(min(owners)).title if others else ""
        found.append(_of_other(proposal, owner) if others else proposal)
    return found


def _texts_of(dataset: Dataset, name: FieldName) -> dict[str, set[int]]:
    texts: dict[str, set[int]] = {}
    for measure in dataset.measures:
        value = dataset.value(measure, name)
        if isinstance(value, str) and len(value) >= _LONG:
            texts.setdefault(" ".join(value.split()), set()).add(measure)
    return texts


def _of_other(proposal: Proposal, owner: str) -> Proposal:
    if any(problem.severe for problem in proposal.problems):
        return proposal
    sentence = of_other_measure(proposal.cell, owner)
    where = (proposal.sheet, proposal.cell, proposal.measure_id, proposal.place.field)
    problem = FileProblem(VALUE_OF_OTHER_MEASURE, sentence, *where)
    return replace(proposal, problems=(*proposal.problems, problem))


def with_series(
    table: RawTable, columns: Iterable[ForeignColumn], proposals: Sequence[Proposal]
) -> list[Proposal]:
    """Return the proposals of a table with what speaks against those of a filled series.

    What the table says and the dataset says already counts as part of a series, not as a step.
    """
    against = series_in(table, columns, {proposal.cell for proposal in proposals})
    return [
        replace(p, problems=(*p.problems, _about(p, against[p.cell])))
        if p.cell in against and not any(found.severe for found in p.problems)
        else p
        for p in proposals
    ]


def series_in(
    table: RawTable, columns: Iterable[ForeignColumn], own: Collection[str] | None = None
) -> dict[str, FilledRun]:
    """Return the filled series by cell; *own* are the cells that say something new, None: all."""
    against: dict[str, FilledRun] = {}
    for column in columns:
        cells = []
        for row in table.rows:
            text = row.text(column.place).strip()
            known = own is not None and f"{column.letter}{row.number}" not in own
            cells.append(ColumnCell(row.number, "", text if known else None, text))
        for number, run in filled_series(cells).items():
            against[f"{column.letter}{number}"] = run
    return against


def in_series(
    sheet: str, cell: str, run: FilledRun, name: str, measure_id: str = ""
) -> FileProblem:
    """Return what speaks against a value that is part of a filled series."""
    return FileProblem(FILLED_SERIES, filled_down(cell, run), sheet, cell, measure_id, name)


def _about(proposal: Proposal, run: FilledRun) -> FileProblem:
    name = proposal.place.field
    return in_series(proposal.sheet, proposal.cell, run, name, proposal.measure_id)
