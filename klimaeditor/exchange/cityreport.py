"""The entries of a report -> proposals for Sachstand, costs and CO2 (MRG-08).

Only what is stated is suggested: an amount in euro, a quantity of tonnes. The number of an amount
is read from a sentence and therefore always looked at; sums of a year, bounds and ranges stay text
(DOM-09, SEC-19).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from klimaeditor.checks import numbers
from klimaeditor.checks.quantities import EURO, Qualifier, find_amounts
from klimaeditor.excel import comments
from klimaeditor.excel.layout import letter
from klimaeditor.excel.numberformats import unit_factor
from klimaeditor.excel.workbook_words import listed
from klimaeditor.exchange import exchange_words, matching
from klimaeditor.exchange.answers import is_no_answer
from klimaeditor.exchange.doubts import about_damage
from klimaeditor.exchange.downcolumns import with_texts_of_others
from klimaeditor.exchange.newfindings import with_new_findings
from klimaeditor.exchange.proposals import FileKind, FileProblem, Remark, Returned
from klimaeditor.exchange.reportdays import FoundDay, find_day, is_day_text
from klimaeditor.exchange.reportlabels import (
    MOST_WORDS,
    ORDER,
    RowPart,
    continues,
    joined,
    part_of,
    split_cell,
)
from klimaeditor.exchange.tablerows import Code, ForeignRow, coloured, in_unit, no_date, no_text
from klimaeditor.exchange.tables import no_answers, notice, proposals_for, uncertain
from klimaeditor.model.core_words import quoted, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.shortdates import read_short_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from klimaeditor.excel.foreign import Grid, GridRow, Grids
    from klimaeditor.exchange.matching import RecordMatch
    from klimaeditor.exchange.proposals import Proposal
    from klimaeditor.exchange.tablerows import Origin
    from klimaeditor.model.records import Dataset


# --- words ---------------------------------------------------------------------------------------

IN_FILE_NAME: Final = "im Dateinamen"
IN_SHEET_NAME: Final = "im Namen des Blattes"
IN_SHEET: Final = "im Blatt"
NO_DATE_IN_REPORT: Final = (
    "In der Datei steht kein Datum. Geben Sie beim Zuordnen den Tag an, zu dem der Bericht gilt; "
    "sonst bleibt das Datum des Sachstands."
)
NO_AMOUNT: Final = "nennt keinen lesbaren Betrag in Euro und wird nicht als Kosten übernommen."
NO_QUANTITY: Final = "nennt keine Menge an Treibhausgasen und wird nicht übernommen."


def undated_sheets(sheets: Sequence[str]) -> str:
    """Return the remark about the sheets without a date, where others have one."""
    return (
        f"Kein Datum steht in: {', '.join(quoted(sheet) for sheet in sheets)}. Geben Sie beim "
        "Zuordnen den Tag an, zu dem der Bericht gilt. Sonst bleibt das Datum dieser Sachstände, "
        "wie es ist."
    )


def continued_sheet(sheet: str, before: str) -> str:
    """Return the notice that a sheet goes on with the measure of another."""
    return (
        f"Blatt {quoted(sheet)} hat keinen Titel und wurde als Fortsetzung von {quoted(before)} "
        "gelesen."
    )


def skipped_sheets(sheets: Sequence[str]) -> str:
    """Return the notice about sheets of a report without a measure."""
    return f"Ohne erkennbare Maßnahme und deshalb nicht gelesen: {listed(sheets)}."


def no_measure_of_sheet(sheet: str, title: str) -> str:
    """Return the notice about a sheet whose measure was not found."""
    if not title:
        return (
            f"Blatt {quoted(sheet)}: Es wurde kein Titel gefunden. Wählen Sie die Maßnahme beim "
            "Zuordnen aus."
        )
    return (
        f"Blatt {quoted(sheet)}: Zu {quoted(title)} wurde keine Maßnahme gefunden; "
        "das Blatt wird nicht übernommen."
    )


def double_sheet(sheet: str, title: str, other: str) -> str:
    """Return the problem of two sheets about the same measure."""
    return (
        f"Blatt {quoted(sheet)}: {quoted(title)} passt zur selben Maßnahme wie Blatt "
        f"{quoted(other)} und wird nicht übernommen. Entscheiden Sie, welches gilt."
    )


def faulty_sheet(sheet: str) -> str:
    """Return what stands against everything in a sheet with formulas or errors."""
    return (
        f"Blatt {quoted(sheet)} enthält Formeln oder Fehlerwerte; gelesen wurde, was zuletzt "
        "angezeigt wurde. Prüfen Sie die Angaben."
    )


def altered_sheet(sheet: str) -> str:
    """Return what stands against everything in a sheet with hidden or struck cells."""
    return (
        f"Blatt {quoted(sheet)} enthält ausgeblendete oder durchgestrichene Zellen; "
        "durchgestrichener Text wurde weggelassen. Prüfen Sie die Angaben."
    )


def month_of_report(day: str, source: str) -> str:
    """Return what stands against a date made of the month of a report."""
    return f"{day}: Gefunden wurde nur der Monat ({shortened(source)}); angenommen wurde der Erste."


# --- The entries of a report -> proposals for Sachstand, costs and CO2 (MRG-08) ------------------

_TONNES: Final = frozenset({"t", "kt", "kg"})
_CO2 = re.compile(r"co\s?[2₂]|thg|treibhausgas", re.IGNORECASE)


def match_entries(names: matching.Names, report: CityReport) -> tuple[RecordMatch, ...]:
    """Return a match for each entry, by its place in the report from 0; state titles first.

    *names* should be made with ``first=records.Basis.STATE_TITLE``.
    """
    wanted = [
        matching.Sought(place, (entry.title,) if entry.title else ())
        for place, entry in enumerate(report.entries)
    ]
    return matching.match(names, wanted)


def propose(
    dataset: Dataset,
    source: Origin,
    report: CityReport,
    matches: Sequence[RecordMatch],
    day: str | None = None,
) -> Returned:
    """Return what a report suggests, its entries matched.

    *day* (``YYYY-MM-DD``) is the day the report speaks of, as a person gave it; without it (None)
    the day found in the entry holds, then the one of the report. "" takes that one away.
    """
    problems = [notice(Code.READING, text) for text in (*source.notices, *report.notices)]
    problems += [FileProblem(Code.LOST, text) for text in source.lost]
    problems += report.comments
    if report.skipped:
        problems.append(notice(Code.READING, skipped_sheets(report.skipped)))
    proposals: list[Proposal] = []
    remarks: list[Remark] = []
    unanswered, dated = 0, False
    undated: list[str] = []
    usual = report.day if day is None else None
    for match in matches:
        entry = report.entries[match.place]
        if match.measure is None:
            problems.append(_unmatched(entry, match, report))
            continue
        view = dataset.view(match.measure)
        found = FoundDay(day, "", exact=True) if day else entry.day or usual
        problems += _unreadable_date(entry, view.id)
        read = _read(entry, found, view.id)
        unanswered += read.unanswered
        problems += read.left_out
        remarks += [Remark(view.id, view.title, "", text) for text in entry.remarks]
        if entry.block(RowPart.STATE) is not None:
            dated |= found is not None
            undated += [] if found else [entry.sheet]
        against = _against(entry, match, view.title, view.id)
        proposals += proposals_for(dataset, match, read, against, entry.sheet)
    proposals = with_new_findings(dataset, with_texts_of_others(dataset, proposals))
    if undated:
        message = undated_sheets(undated) if dated else NO_DATE_IN_REPORT
        problems.append(notice(Code.NO_DATE, message))
    if unanswered:
        problems.append(notice(Code.NO_ANSWER, no_answers(unanswered)))
    untaken = dict.fromkeys(label for entry in report.entries for label in entry.untaken)
    if untaken:
        problems.append(notice(Code.READING, exchange_words.not_taken("", list(untaken))))
    name, sha256 = source.name, source.sha256
    return Returned(
        name, sha256, FileKind.REPORT, tuple(proposals), tuple(problems), tuple(remarks)
    )


def _read(entry: ReportEntry, day: FoundDay | None, measure_id: str) -> ForeignRow:
    """Return what an entry states, by field."""
    read = ForeignRow()
    if entry.title and entry.title_cell:
        read.put("state_title", entry.title, entry.sheet, entry.title_cell)
    state = entry.block(RowPart.STATE)
    if state is not None and not is_no_answer(state.text):
        damage = about_damage(state.text)
        text = state.text if damage is None else damage.offered or state.text
        read.put("state_text", text, entry.sheet, state.cell)
        if damage is not None:
            read.object("state_text", damage.code, damage.sentence, measure_id)
        elif other := no_text(state.text):
            read.object("state_text", Code.DOUBTFUL_VALUE, other, measure_id)
        if day is not None:
            _read_day(read, entry, day, measure_id)
    elif state is not None:
        read.unanswered += 1
    costs = entry.block(RowPart.COSTS)
    if costs is not None:
        _read_costs(read, entry, costs, measure_id)
    co2 = entry.block(RowPart.CO2)
    if co2 is not None and _states_tonnes(co2.text):
        read.put("ghg_reduction", co2.text, entry.sheet, co2.cell)
    elif co2 is not None:
        _leave_out(read, entry, co2, NO_QUANTITY)
    return read


def _read_day(read: ForeignRow, entry: ReportEntry, day: FoundDay, measure_id: str) -> None:
    read.put("state_date", day.iso, entry.sheet, "")
    if day.short:
        message = exchange_words.from_sentence(day.short, exchange_words.german(day.iso))
        read.object("state_date", Code.FROM_SENTENCE, message, measure_id)
    elif not day.exact:
        message = month_of_report(exchange_words.german(day.iso), day.source)
        read.object("state_date", Code.MONTH_ONLY, message, measure_id)


def _leave_out(read: ForeignRow, entry: ReportEntry, block: Block, why: str) -> None:
    """Count or name what says nothing that a field could hold."""
    if is_no_answer(block.text):
        read.unanswered += 1
        return
    message = f"Blatt {quoted(entry.sheet)}: {quoted(exchange_words.short(block.text))} {why}"
    read.left_out.append(notice(Code.READING, message, entry.sheet))


def _unreadable_date(entry: ReportEntry, measure_id: str) -> list[FileProblem]:
    """Return the problem of a date that cannot be read, which is no text either."""
    dated = entry.block(RowPart.DATE)
    if dated is None or find_day([(dated.text, "")]) is not None or is_no_answer(dated.text):
        return []
    if read_short_date(dated.text) is not None:
        return []
    message = f"Blatt „{entry.sheet}“: {no_date(dated.text)}"
    code = Code.UNREADABLE_VALUE
    return [FileProblem(code, message, entry.sheet, dated.cell, measure_id, "state_date")]


def _read_costs(read: ForeignRow, entry: ReportEntry, costs: Block, measure_id: str) -> None:
    """Take the text where it names an amount, and the amount where it names a single one."""
    amounts = [found for found in find_amounts(costs.text) if found.unit == EURO]
    if not amounts:
        _read_bare_number(read, entry, costs, measure_id)
        return
    read.put("total_costs", costs.text, entry.sheet, costs.cell)
    only = amounts[0]
    about = Qualifier.ABOUT
    if len(amounts) == 1 and only.per is None and only.qualifier in {None, about}:
        value = numbers.to_json_number(only.value)
        read.put("cost_value", value, entry.sheet, costs.cell)
        message = exchange_words.from_sentence(
            " ".join(costs.text.split()), f"{numbers.format_amount(only.value)} €"
        )
        read.object("cost_value", Code.FROM_SENTENCE, message, measure_id)


def _read_bare_number(read: ForeignRow, entry: ReportEntry, costs: Block, measure_id: str) -> None:
    """Take a number without a unit, which somebody put in the row of the costs."""
    reading = numbers.read_amount(costs.text)
    if reading.value is None or not reading.value:
        _leave_out(read, entry, costs, NO_AMOUNT)
        return
    factor = unit_factor(costs.label, alone=True)
    whole = reading.value * factor
    read.put("cost_value", numbers.to_json_number(whole), entry.sheet, costs.cell)
    shown = numbers.format_amount(whole)
    if factor == 1:
        message = exchange_words.from_sentence(costs.text, f"{shown} €")
    else:
        message = in_unit(costs.text, costs.label, shown)
    read.object("cost_value", Code.FROM_SENTENCE, message, measure_id)


def _states_tonnes(text: str) -> bool:
    """Tell whether a text states a quantity of greenhouse gases."""
    return any(
        found.substance is not None or (found.unit in _TONNES and _CO2.search(text))
        for found in find_amounts(text)
    )


def _against(
    entry: ReportEntry, match: RecordMatch, title: str, measure_id: str
) -> FileProblem | None:
    """Return what stands against everything an entry suggests."""
    if entry.faulty:
        message = faulty_sheet(entry.sheet)
        return FileProblem(Code.FORMULA, message, entry.sheet, measure_id=measure_id)
    if entry.altered:
        message = altered_sheet(entry.sheet)
        return FileProblem(Code.STRUCK_PART, message, entry.sheet, measure_id=measure_id)
    if match.certain:
        return None
    return uncertain(entry.sheet, match, title, measure_id)


def _unmatched(entry: ReportEntry, match: RecordMatch, report: CityReport) -> FileProblem:
    if match.taken_by is not None:
        other = report.entries[match.taken_by].sheet
        message = double_sheet(entry.sheet, entry.title, other)
        return FileProblem(Code.DOUBLE_ROW, message, entry.sheet, entry.title_cell)
    message = no_measure_of_sheet(entry.sheet, entry.title)
    return FileProblem(Code.NO_MEASURE, message, entry.sheet, entry.title_cell, severe=False)


# --- A sheet made for people -> its row titles, each with the text that belongs to it (MRG-08) ---

_MOST_LINES: Final = 2_000
_COLUMNS_SEARCHED: Final = 20
_SHARE: Final = 0.4
_SHARE_ALONE: Final = 0.15
_HEADER_WORDS: Final = 3
_LONG: Final = 70
_TELLING: Final = frozenset({RowPart.TITLE, RowPart.STATE})
_TAKEN: Final = _TELLING | {RowPart.DATE, RowPart.COSTS, RowPart.CO2}


@dataclass(frozen=True, slots=True)
class Block:
    """A row title, the lines of text beside it, and the cell where they begin."""

    label: str
    lines: tuple[str, ...]
    cell: str

    @property
    def part(self) -> RowPart:
        """What the row title stands for; "Stand" is a date, or what happened until now."""
        part = part_of(self.label) or RowPart.OTHER
        if part is RowPart.DATE and self.text and not is_day_text(self.text):
            return RowPart.STATE
        return part

    @property
    def text(self) -> str:
        """The lines as one text, without blank ones around it."""
        return "\n".join(self.lines).strip("\n \t\u00a0")


@dataclass(slots=True)
class _Open:
    """A block that is being read; *last* is the number of its last row."""

    label: str
    cell: str
    last: int
    lines: list[str] = field(default_factory=list)

    def add(self, number: int, text: str) -> None:
        """Add a line; rows the file leaves out between texts are one blank line."""
        if number > self.last + 1 and self.lines and text.strip():
            self.lines.append("")
        if len(self.lines) < _MOST_LINES:
            self.lines.append(text)


def label_column(grid: Grid) -> int | None:
    """Return the column of the row titles, None where the sheet has no such column.

    Row titles are most of what stands in their column; a table that happens to have a few such
    words among its texts is no report, and a row with several of them is the header of a table.
    """
    hits: dict[int, set[RowPart]] = {}
    titles: Counter[int] = Counter()
    others: Counter[int] = Counter()
    for row in grid.rows:
        beside: set[RowPart] = set()
        for place, cell in enumerate(row.cells[:_COLUMNS_SEARCHED]):
            split = split_cell(cell)
            part = part_of(split[0] if split else cell)
            if part is not None:
                hits.setdefault(place, set()).add(part)
                titles[place] += 1
                beside.add(part)
            elif cell.strip():
                others[place] += 1
        if len(beside) >= _HEADER_WORDS and RowPart.BUDGET not in beside:
            return None
    filled = {place for row in grid.rows for place, cell in enumerate(row.cells) if cell.strip()}
    alone = {place for place in hits if place == max(filled)}
    fit = [
        place
        for place, parts in hits.items()
        if (len(parts) > 2 or parts == _TELLING)
        and parts & _TELLING
        and titles[place] >= others[place] * (_SHARE_ALONE if place in alone else _SHARE)
    ]
    return min(fit, key=lambda place: (-len(hits[place]), place)) if fit else None


def cut(grid: Grid, column: int) -> tuple[list[Block], list[GridRow]]:
    """Cut a sheet at the row titles in *column*; return the blocks, and the rows above the first.

    The text stands beside its title, or below it where nothing stands beside.
    """
    below = not any(_beside(row, column).strip() for row in grid.rows)
    found: list[_Open] = []
    above: list[GridRow] = []
    for row in grid.rows:
        label, text, cell = _cells(row, column, below=below)
        before = found[-1] if found else None
        if before is None and part_of(label) is None:
            above.append(row)
            continue
        if before is None or (label and not _goes_on(before, label, text, below=below)):
            found.append(_Open(label, cell, row.number, [text] if text else []))
            continue
        if label:
            before.label = joined(before.label, label)
        if text or not label:
            before.add(row.number, text)
        before.last = row.number
    return [Block(block.label, tuple(block.lines), block.cell) for block in found], above


def _cells(row: GridRow, column: int, *, below: bool) -> tuple[str, str, str]:
    """Return title, text, and the cell of the text of a row."""
    label, text = row.text(column).strip(), _beside(row, column)
    own, next_ = f"{letter(column)}{row.number}", f"{letter(column + 1)}{row.number}"
    if text.strip():
        return label, text, next_
    split = split_cell(label)
    if split is not None:
        return split[0], split[1], own
    prose = len(label) > _LONG or len(label.split()) > MOST_WORDS
    if label and part_of(label) is None and (below or prose):
        return "", row.text(column), own
    return label, text, next_


def _goes_on(before: _Open, label: str, text: str, *, below: bool) -> bool:
    """Tell whether a row title is the rest of the one above.

    A title of its own with a text of its own ("Bemerkung" below "Sachstand") is not.
    """
    if below and not before.label.rstrip().endswith("-"):
        return False
    own = bool(text.strip()) and any(line.strip() for line in before.lines)
    return continues(before.label, label, own_text=own)


def _beside(row: GridRow, column: int) -> str:
    """Return what stands beside a row title and is not struck; several cells are one line."""
    cells = [
        "" if row.is_struck(place) else row.cells[place]
        for place in range(column + 1, len(row.cells))
    ]
    filled = [cell for cell in cells if cell.strip()]
    return " ".join(filled) if filled else next((cell for cell in cells if cell), "")


# --- The city's yearly report: sheets made for people -> one entry per measure (MRG-08) ----------
#
# One measure per sheet, row titles in one column, texts beside them. Titles and texts are broken
# over
# rows, cells are merged, rows are missing or in another order; the sheets are called Tabelle1 or
# anything else.

_GENERIC = re.compile(r"(?:tabelle|sheet|blatt|table|seite|page)\s*_?\d*(?:\s*\(\d+\))?", re.I)
_HEADING = re.compile(r"sachstandsbericht|jahresbericht|\A(?:anlage|stand)\b", re.I)


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """One measure of a report. *title_cell* is "" where the title is no row of its own."""

    sheet: str
    title: str
    title_cell: str
    blocks: tuple[Block, ...]
    day: FoundDay | None = None
    faulty: bool = False
    """Whether a cell held a formula or an error (SEC-12)."""
    altered: bool = False
    """Whether a cell was hidden, or something struck out in it."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the rows for remarks tell the editors."""
        return tuple(b.text for b in self._others() if exchange_words.is_for_remarks(b.label))

    @property
    def untaken(self) -> tuple[str, ...]:
        """The titles of rows that hold something and stand for no field."""
        return tuple(
            " ".join(block.label.split())
            for block in self._others()
            if not exchange_words.is_for_remarks(block.label)
        )

    def _others(self) -> Iterator[Block]:
        return (b for b in self.blocks if b.part not in _TAKEN and b.label.strip() and b.text)

    def block(self, part: RowPart) -> Block | None:
        """Return the blocks of a part as one, None where nothing is said there."""
        return _joined(self.blocks, part)


@dataclass(frozen=True, slots=True)
class CityReport:
    """A report as read: its entries, the day it speaks of, the sheets that hold no measure."""

    name: str
    entries: tuple[ReportEntry, ...]
    day: FoundDay | None = None
    skipped: tuple[str, ...] = ()
    notices: tuple[str, ...] = field(default=())
    comments: tuple[FileProblem, ...] = ()


def read_report(grids: Grids) -> CityReport | None:
    """Return the report in a file, None where no sheet is laid out as one."""
    entries: list[ReportEntry] = []
    skipped: list[str] = []
    headings: list[tuple[str, str]] = [(grids.name.rpartition(".")[0], IN_FILE_NAME)]
    notices = list(grids.notices)
    for grid in grids.sheets:
        column = label_column(grid)
        if column is None:
            skipped.append(grid.title)
            headings += [] if _is_of_a_measure(grid) else _texts_of(grid.rows)
            continue
        found, above = _read_sheet(grid, column)
        headings += [(grid.title, IN_SHEET_NAME)] if len(grids.sheets) == 1 else []
        headings += above
        if entries and len(found) == 1 and _continues(entries[-1], found[0], grid.title):
            notices.append(continued_sheet(grid.title, entries[-1].sheet))
            blocks = entries[-1].blocks + found[0].blocks
            faulty = entries[-1].faulty or found[0].faulty
            altered = entries[-1].altered or found[0].altered
            entries[-1] = replace(entries[-1], blocks=blocks, faulty=faulty, altered=altered)
        else:
            entries += found
    if not entries:
        return None
    day = find_day(headings)
    said = tuple(
        FileProblem(Code.COMMENT, comments.sentence(comment), grid.title, comment.cell)
        for grid in grids.sheets
        for comment in grid.comments
    )
    said += tuple(found for grid in grids.sheets for found in _colours(grid))
    titles = tuple(skipped)
    return CityReport(grids.name, tuple(entries), day, titles, tuple(notices), said)


def _read_sheet(grid: Grid, column: int) -> tuple[list[ReportEntry], list[tuple[str, str]]]:
    """Return the entries of a sheet, and the texts above its first row title."""
    blocks, above = cut(grid, column)
    entries: list[ReportEntry] = []
    part: list[Block] = []
    parts: set[RowPart] = set()
    for block in blocks:
        own = block.part
        if own is RowPart.TITLE and RowPart.TITLE in parts and len(parts) > 1:
            entries.append(_entry(grid, part, above))
            part, above = [], []
            parts = set()
        part.append(block)
        parts.add(own)
    headings = _texts_of(above)
    entries.append(_entry(grid, part, above))
    faulty = any(row.faults for row in grid.rows)
    altered = any(row.struck or row.hidden for row in grid.rows)
    return [replace(entry, faulty=faulty, altered=altered) for entry in entries], headings


def _entry(grid: Grid, blocks: list[Block], above: Sequence[GridRow]) -> ReportEntry:
    """Return one measure of a sheet, its title and day found."""
    titled = _joined(blocks, RowPart.TITLE)
    if titled is not None:
        title, cell = " ".join(titled.text.split()), titled.cell
    else:
        title, cell = _heading(grid.title, above), ""
    dated = [
        (block.text if block.part is RowPart.DATE else block.label, IN_SHEET)
        for block in sorted(blocks, key=lambda block: block.part is not RowPart.DATE)
        if block.part in (RowPart.DATE, RowPart.STATE)
    ]
    day = find_day(dated) or _short_day(blocks)
    return ReportEntry(grid.title, title, cell, tuple(blocks), day)


def _short_day(blocks: Iterable[Block]) -> FoundDay | None:
    """Return the day of a date with a year of two digits."""
    for block in blocks:
        short = read_short_date(block.text) if block.part is RowPart.DATE else None
        if short is not None:
            return FoundDay(short.isoformat(), IN_SHEET, exact=True, short=block.text)
    return None


def _joined(blocks: Sequence[Block], part: RowPart) -> Block | None:
    """Return the blocks of a part as one, None where nothing is said there."""
    said = [block for block in blocks if block.part is part and block.text]
    found = [block for block in said if not is_no_answer(block.text)] or said
    if not found:
        return None
    lines = [line for block in found for line in block.lines]
    return Block(found[0].label, tuple(lines), found[0].cell)


def _heading(sheet: str, above: Sequence[GridRow]) -> str:
    """Return a title for a sheet without one: a line above the rows, else the sheet's own name."""
    for text, _ in _texts_of(above):
        words = " ".join(text.split())
        if len(words) > 3 and not _HEADING.search(words) and find_day([(words, "")]) is None:
            return words
    return "" if _GENERIC.fullmatch(sheet.strip()) else sheet.strip()


def _colours(grid: Grid) -> list[FileProblem]:
    """Return what is worth knowing about the colours of texts beside row titles."""
    column = label_column(grid) if any(row.coloured for row in grid.rows) else None
    return [
        notice(Code.COLOURED, coloured(f"{letter(place)}{row.number}", colour), grid.title)
        for row in grid.rows
        for place, colour in row.coloured.items()
        if column is not None and place != column and row.text(place).strip()
    ]


def _is_of_a_measure(grid: Grid) -> bool:
    """Tell whether a sheet names a measure: its day is then none of the whole report."""
    cells = (cell for row in grid.rows for cell in row.cells[:_COLUMNS_SEARCHED])
    return any(part_of(cell) is RowPart.TITLE for cell in cells)


def _texts_of(rows: Iterable[GridRow]) -> list[tuple[str, str]]:
    return [(cell, IN_SHEET) for row in rows for cell in row.cells if 0 < len(cell.strip()) < 200]


def _continues(before: ReportEntry, found: ReportEntry, sheet: str) -> bool:
    """Tell whether a sheet without a title goes on with the measure of the one before."""
    if found.title or not _GENERIC.fullmatch(sheet.strip()):
        return False
    had = {block.part for block in before.blocks} - {RowPart.OTHER}
    has = {block.part for block in found.blocks} - {RowPart.OTHER}
    return bool(had and has) and max(map(ORDER.index, had)) < min(map(ORDER.index, has))
