"""Rows and sheets of others that mean no measure yet: which of them can become new ones.

A new measure begins with its title and category alone; what else its row says is proposed and
reviewed like any other value. Nothing is made unless somebody asks for it.
"""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.links import propose_title
from klimaeditor.exchange import cityreport, columns, matching, newdataset, newmeasures, tables
from klimaeditor.exchange.columns import TITLE_FIELDS
from klimaeditor.exchange.newmeasures import NewMeasure
from klimaeditor.exchange.proposals import FileProblem
from klimaeditor.exchange.tablesheets import speaks_of_measures
from klimaeditor.model.changes import Batch
from klimaeditor.model.core_words import counted, quoted
from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from klimaeditor.excel.foreign import RawTable
    from klimaeditor.exchange.cityreport import CityReport
    from klimaeditor.exchange.importing import Recognition
    from klimaeditor.exchange.matching import RecordMatch
    from klimaeditor.model.records import Dataset


# --- words ---------------------------------------------------------------------------------------


def no_category(where: str, title: str, named: str) -> str:
    """Return why a row does not become a measure: nobody knows its category."""
    unknown = f"die Kategorie {quoted(named)} gibt es nicht" if named else "die Kategorie fehlt"
    return f"{where}: {quoted(title)} wurde nicht angelegt, {unknown}."


def like_another(where: str, title: str, other: str) -> str:
    """Return why a row does not become a measure: one that is there may be meant."""
    return (
        f"{where}: {quoted(title)} wurde nicht angelegt, vielleicht ist {quoted(other)} gemeint. "
        "Prüfen Sie das."
    )


def doubtful_title(where: str, title: str) -> str:
    """Return why a row does not become a measure: it may be none."""
    return f"{where}: {quoted(title)} wurde nicht angelegt, weil der Titel zweifelhaft ist."


def step_new(count: int) -> str:
    """Return the name of adding measures from a file as a step."""
    return f"{counted(count, 'neue Maßnahme', 'neue Maßnahmen')} aus einer Datei anlegen"


# --- Which rows and sheets can become measures ---------------------------------------------------

NOT_MADE: Final = "not_made"
"""The code of a row or sheet that could not become a measure; stable, for machines."""


@dataclass(frozen=True, slots=True)
class Missing:
    """The measures that a file speaks of and nobody has; *problems* name what cannot be one."""

    new: tuple[NewMeasure, ...] = ()
    problems: tuple[FileProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Unknown:
    """A row or sheet without a measure: what it is called, and its category as it is spelt."""

    sheet: str
    place: int
    where: str
    title: str
    category: str
    candidates: tuple[matching.Candidate, ...] = ()
    certain: bool = True


def missing(dataset: Dataset, found: Recognition, usual: str = "") -> Missing:
    """Return the measures that a table or report speaks of and the dataset does not have.

    *usual* is the category, by name or id, of those that name none. Rows that are like a measure,
    or that may be none at all, are named instead.
    """
    new: list[NewMeasure] = []
    problems: list[FileProblem] = []
    for row in _unknown(dataset, found):
        category = newmeasures.known_category(dataset, row.category or usual)
        near = [c for c in row.candidates if c.score >= matching.LEAST]
        if not row.certain:
            message = doubtful_title(row.where, row.title)
        elif near:
            message = like_another(row.where, row.title, near[0].title)
        elif category is None:
            message = no_category(row.where, row.title, row.category or usual)
        else:
            new.append(NewMeasure(row.title, *category, {}, row.sheet, row.place))
            continue
        problems.append(FileProblem(NOT_MADE, message, row.sheet))
    return Missing(tuple(new), tuple(problems))


def _unknown(dataset: Dataset, found: Recognition) -> Iterator[_Unknown]:
    if found.report is not None:
        names = matching.Names(dataset, matching.Basis.STATE_TITLE)
        yield from _sheets(
            dataset, found, found.report, cityreport.match_entries(names, found.report)
        )
        return
    names = matching.Names(dataset)
    for table in found.tables:
        matched = columns.match(found.site.catalogue, table)
        if speaks_of_measures(matched) and {m.field for m in matched} & set(TITLE_FIELDS):
            yield from _rows(found, table, matched, tables.match_rows(names, table, matched))


def _rows(
    found: Recognition,
    table: RawTable,
    matched: Sequence[columns.ColumnMatch],
    matches: Iterable[RecordMatch],
) -> Iterator[_Unknown]:
    by_number = {row.number: row for row in newdataset.draft(found, table, matched).rows}
    for match in matches:
        row = by_number.get(match.place)
        if match.measure is not None or match.taken_by is not None or row is None:
            continue
        title = row.certain_title
        where = f"Zeile {row.number}"
        yield _Unknown(
            table.sheet,
            row.number,
            where,
            title or row.title,
            row.category,
            match.candidates,
            certain=bool(title),
        )


def _sheets(
    dataset: Dataset, found: Recognition, report: CityReport, matches: Iterable[RecordMatch]
) -> Iterator[_Unknown]:
    """Yield the sheets without a measure; the file is often called after their category."""
    stem = PurePath(found.name).stem.replace("_", " ")
    category = stem if newmeasures.known_category(dataset, stem) else ""
    for match in matches:
        entry = report.entries[match.place]
        if match.measure is None and match.taken_by is None and entry.title:
            yield _Unknown(
                entry.sheet,
                match.place,
                f"Blatt {quoted(entry.sheet)}",
                propose_title(entry.title),
                category,
                match.candidates,
                certain=not (entry.faulty or entry.altered),
            )


def adding(dataset: Dataset, new: Sequence[NewMeasure]) -> Batch:
    """Return the one step that adds measures, each last of its category (WEB-06, WEB-09)."""
    steps = [partial(newmeasures.add, dataset, one) for one in new]
    return Batch(step_new(len(new)), dataset.rehearse(steps))
