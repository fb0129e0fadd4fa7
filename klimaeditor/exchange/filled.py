"""Columns of a table of others that were filled down by dragging a cell (2028, 2029, 2030)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from klimaeditor.excel.column_patterns import ColumnCell, filled_series
from klimaeditor.exchange.exchange_words import short
from klimaeditor.exchange.proposals import FileProblem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from klimaeditor.excel.column_patterns import FilledRun
    from klimaeditor.excel.foreign import ForeignColumn, RawTable
    from klimaeditor.exchange.proposals import Proposal

FILLED_SERIES: Final = "filled_series"


def filled_down(cell: str, run: FilledRun) -> str:
    """Return what stands against a value that a program counted on."""
    return (
        f"Zelle {cell}: Die Werte zählen von Zeile zu Zeile gleichmäßig weiter "
        f"({short(run.first)} bis {short(run.last)}, {run.rows} Zeilen). Vermutlich wurde die "
        "Zelle nach unten gezogen. Prüfen Sie die Werte."
    )


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
