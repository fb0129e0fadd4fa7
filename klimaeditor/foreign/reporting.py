"""The entries of a report -> proposals for Sachstand, costs and CO2 (MRG-08).

Only what is stated is suggested: an amount in euro, a quantity of tonnes. The number of an amount
is read from a sentence and therefore always looked at; sums of a year, bounds and ranges stay text
(DOM-09, SEC-19).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from klimaeditor.checks import numbers
from klimaeditor.checks.placeholders import is_placeholder
from klimaeditor.checks.quantities import EURO, find_amounts
from klimaeditor.foreign import records, texts
from klimaeditor.foreign.labels import Part
from klimaeditor.foreign.reportdates import FoundDay
from klimaeditor.foreign.rows import Row, notice, proposals_for
from klimaeditor.foreign.table import uncertain
from klimaeditor.foreign.values import Code
from klimaeditor.merge.proposals import FileKind, Problem, Returned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.foreign.blocks import Block
    from klimaeditor.foreign.records import RecordMatch
    from klimaeditor.foreign.report import Entry, Report
    from klimaeditor.foreign.rows import Source
    from klimaeditor.merge.proposals import Proposal

_TONNES: Final = frozenset({"t", "kt", "kg"})
_CO2 = re.compile(r"co\s?[2₂]|thg|treibhausgas", re.IGNORECASE)


def match_entries(names: records.Names, report: Report) -> tuple[RecordMatch, ...]:
    """Return a match for each entry, by its place in the report from 0; state titles first.

    *names* should be made with ``first=records.Basis.STATE_TITLE``.
    """
    wanted = [
        records.Wanted(place, (entry.title,) if entry.title else ())
        for place, entry in enumerate(report.entries)
    ]
    return records.match(names, wanted)


def propose(
    dataset: Dataset,
    source: Source,
    report: Report,
    matches: Sequence[RecordMatch],
    day: str | None = None,
) -> Returned:
    """Return what a report suggests, its entries matched.

    *day* (``YYYY-MM-DD``) is the day the report speaks of, as a person gave it; without it (None)
    the day found in the entry holds, then the one of the report. "" takes that one away.
    """
    problems = [notice(Code.READING, text) for text in (*source.notices, *report.notices)]
    if report.skipped:
        problems.append(notice(Code.READING, texts.skipped_sheets(report.skipped)))
    proposals: list[Proposal] = []
    undated = False
    usual = report.day if day is None else None
    for match in matches:
        entry = report.entries[match.place]
        if match.measure is None:
            problems.append(_unmatched(entry, match, report))
            continue
        view = dataset.view(match.measure)
        found = FoundDay(day, "", exact=True) if day else entry.day or usual
        read = _read(entry, found, view.id)
        undated |= found is None and entry.block(Part.STATE) is not None
        against = _against(entry, match, view.title, view.id)
        proposals += proposals_for(dataset, match, read, against, entry.sheet)
    if undated:
        problems.append(notice(Code.NO_DATE, texts.NO_DATE_IN_REPORT))
    name, sha256 = source.name, source.sha256
    return Returned(name, sha256, FileKind.REPORT, tuple(proposals), tuple(problems))


def _read(entry: Entry, day: FoundDay | None, measure_id: str) -> Row:
    """Return what an entry states, by field."""
    read = Row()
    if entry.title and entry.title_cell:
        read.put("state_title", entry.title, entry.sheet, entry.title_cell)
    state = entry.block(Part.STATE)
    if state is not None and not is_placeholder(state.text):
        read.put("state_text", state.text, entry.sheet, state.cell)
        if day is not None:
            read.put("state_date", day.iso, entry.sheet, "")
            if not day.exact:
                message = texts.month_of_report(texts.german(day.iso), day.source)
                read.object("state_date", Code.MONTH_ONLY, message, measure_id)
    costs = entry.block(Part.COSTS)
    if costs is not None:
        _read_costs(read, entry, costs, measure_id)
    co2 = entry.block(Part.CO2)
    if co2 is not None and _states_tonnes(co2.text):
        read.put("ghg_reduction", co2.text, entry.sheet, co2.cell)
    return read


def _read_costs(read: Row, entry: Entry, costs: Block, measure_id: str) -> None:
    """Take the text where it names an amount, and the amount where it names a single one."""
    amounts = [found for found in find_amounts(costs.text) if found.unit == EURO]
    if not amounts:
        _read_bare_number(read, entry, costs, measure_id)
        return
    read.put("total_costs", costs.text, entry.sheet, costs.cell)
    only = amounts[0]
    about = numbers.Qualifier.ABOUT
    if len(amounts) == 1 and only.per is None and only.qualifier in {None, about}:
        value = numbers.to_json_number(only.value)
        read.put("cost_value", value, entry.sheet, costs.cell)
        message = texts.from_sentence(
            " ".join(costs.text.split()), f"{numbers.format_amount(only.value)} €"
        )
        read.object("cost_value", Code.FROM_SENTENCE, message, measure_id)


def _read_bare_number(read: Row, entry: Entry, costs: Block, measure_id: str) -> None:
    """Take a number without a unit, which somebody put in the row of the costs."""
    reading = numbers.read_amount(costs.text)
    if reading.value is None or not reading.value:
        return
    read.put("cost_value", numbers.to_json_number(reading.value), entry.sheet, costs.cell)
    shown = f"{numbers.format_amount(reading.value)} €"
    message = texts.from_sentence(costs.text, shown)
    read.object("cost_value", Code.FROM_SENTENCE, message, measure_id)


def _states_tonnes(text: str) -> bool:
    """Tell whether a text states a quantity of greenhouse gases."""
    return any(
        found.substance is not None or (found.unit in _TONNES and _CO2.search(text))
        for found in find_amounts(text)
    )


def _against(entry: Entry, match: RecordMatch, title: str, measure_id: str) -> Problem | None:
    """Return what stands against everything an entry suggests."""
    if entry.faulty:
        message = texts.faulty_sheet(entry.sheet)
        return Problem(Code.FORMULA, message, entry.sheet, measure_id=measure_id)
    if match.certain:
        return None
    return uncertain(entry.sheet, match, title, measure_id)


def _unmatched(entry: Entry, match: RecordMatch, report: Report) -> Problem:
    if match.taken_by is not None:
        other = report.entries[match.taken_by].sheet
        message = texts.double_sheet(entry.sheet, entry.title, other)
        return Problem(Code.DOUBLE_ROW, message, entry.sheet, entry.title_cell)
    message = texts.no_measure_of_sheet(entry.sheet, entry.title)
    return Problem(Code.NO_MEASURE, message, entry.sheet, entry.title_cell, severe=False)
