"""A return with a sheet per measure -> the tables it would have been, a row for each sheet.

Sheets are known by the marks of their lines, wherever they stand and whatever they are called. What
is said of cells in a table – hidden, struck, merged, of another measure – is said here too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import field, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from klimaeditor.excel import layout as common
from klimaeditor.excel import request_layout, sheets
from klimaeditor.excel.appearance import appearance_of, area_of
from klimaeditor.excel.cells import VISIBLE, Losses, value_of
from klimaeditor.excel.layout import comparable, from_cell, letter, shown
from klimaeditor.excel.request_baseline import mark_of
from klimaeditor.excel.request_sheets import (
    FORM,
    LABEL,
    VALUE,
    FormList,
    form_columns,
    form_lists,
    line_marks,
)
from klimaeditor.excel.return_faults import (
    FORMS,
    FaultCode,
    ReturnFault,
    columns_beyond,
    hidden_cells,
    listed,
    merged,
    rows_lost,
    short,
    too_many_rows,
)
from klimaeditor.excel.return_grid import (
    FoundCell,
    FoundRow,
    FoundTable,
    PlacedComment,
    Shape,
    Spot,
    cell_fault,
    column_places,
    form_fault,
)
from klimaeditor.excel.sheets import HEADER_WITHIN, header_texts
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.fieldnames import FIELD_NAMES, field_name
from klimaeditor.model.fieldtypes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from klimaeditor.excel.cells import BookSheet, Row
    from klimaeditor.excel.layout import SheetColumn
    from klimaeditor.excel.request_baseline import Sent
    from klimaeditor.excel.return_grid import Return


# --- words ---------------------------------------------------------------------------------------


def foreign_sheets(name: str, titles: Sequence[str]) -> str:
    """Return the remark about sheets that the department added."""
    return (
        f"{quoted(name)}: Diese Blätter gehören nicht zur Abfrage und wurden nicht gelesen: "
        f"{listed([quoted(title) for title in titles])}. Sehen Sie bei Bedarf dort nach."
    )


def missing_lines(labels: Sequence[str]) -> str:
    """Return the sentence about lines that were deleted (MRG-04)."""
    which = listed([quoted(label) for label in labels])
    verb, what = ("fehlt", "die Zeile") if len(labels) == 1 else ("fehlen", "die Zeilen")
    return (
        f"Hier {verb} {what} {which}; das gilt als „nicht beantwortet“. Steht dort etwas, lassen "
        "Sie sich die Excel-Datei noch einmal schicken."
    )


def own_cells(cells: Sequence[str]) -> str:
    """Return the sentence about what stands beside the fields."""
    return (
        f"Außerhalb der Felder steht etwas, das nicht gelesen wurde: {listed(cells)}. Sehen Sie "
        "dort nach."
    )


HEADER_GONE: Final = (
    "Die Kopfzeile mit „Feld“, „Angabe“ und „Bemerkung an die Stabsstelle“ fehlt; das Blatt "
    "wurde nicht gelesen. Lassen Sie sich die ausgefüllte Abfrage selbst zurückschicken."
)


def foreign_line(number: int, label: str) -> str:
    """Return the sentence about a line that was copied from another measure's sheet."""
    return (
        f"Zeile {number} ({quoted(short(label))}) stammt vom Blatt einer anderen Maßnahme; sie "
        "wurde nicht übernommen. Lassen Sie die Excel-Datei neu ausfüllen."
    )


def own_cell(where: str, text: str) -> str:
    """Return one cell beside the fields."""
    return f"{where} ({quoted(short(text))})"


# --- A sheet as read -----------------------------------------------------------------------------

OTHER_SHEETS: Final = frozenset({common.NOTES.title, *common.BASELINE_TITLES, common.LISTS_TITLE})
_MOST_LINES: Final = 2_000
_MOST_MARKED: Final = 60
"""So many columns are looked at for marks; the sent sheets have four."""
_REMARK, _MARK = request_layout.REMARK, request_layout.MARK


@dataclass(frozen=True, slots=True)
class FormRow(FoundRow):
    """The sheet of a measure, or a line of a list on it, seen as a row of a table.

    *lines* says where each column stands: line, and column of the sheet. *fixed* are texts that no
    cell holds any more: id and mark. *about* is what may name the unit of a value.
    """

    name: str = ""
    lines: Mapping[str, tuple[FoundRow, str]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remark: FoundCell | None = None
    whole: bool = False
    unseen: bool = False
    sheet: int = 0

    def cell(self, key: str) -> FoundCell:
        """Return the cell of a column; KeyError where the sheet has no such line."""
        if key == _REMARK and self.remark is not None:
            return self.remark
        line, column = self.lines[key]
        found = line.cell(column)
        return found._replace(sheet=self.name, hidden=found.hidden or self.unseen)

    def get(self, key: str) -> FoundCell | None:
        """Return the cell of a column, None where the sheet has no such line."""
        known = key in self.lines or (key == _REMARK and self.remark is not None)
        return self.cell(key) if known else None

    def text(self, key: str) -> str:
        """Return a cell as text to compare, "" where it is blank or missing."""
        if key in self.fixed:
            return self.fixed[key]
        found = self.get(key)
        if found is None:
            return ""
        return found.struck if found.value is None else shown(found.value)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said here."""
        return not self.lines

    @property
    def tab(self) -> str:
        """The tab it was put together from."""
        return self.name

    @property
    def order(self) -> int:
        """Where it stands among all rows, sheet by sheet."""
        return self.number if self.whole else self.sheet * 2 * _MOST_LINES + self.number

    @property
    def is_form(self) -> bool:
        """Whether it stands for the whole sheet of a measure."""
        return self.whole

    def beside(self, key: str) -> tuple[str, ...]:
        """Return what stands beside a cell and may name its unit."""
        return self.about.get(key, ())


@dataclass(slots=True)
class FormTab:
    """The sheet of a measure as found: its lines by name, those of its lists, and what is odd.

    *against* are faults of single fields, *odd* what speaks against all of the sheet.
    """

    name: str
    number: int
    owner: str
    unseen: bool
    lines: dict[str, FoundRow] = field(default_factory=dict)
    entries: dict[str, list[tuple[FoundRow, str]]] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)
    about: dict[str, tuple[str, ...]] = field(default_factory=dict)
    against: dict[str, list[ReturnFault]] = field(default_factory=dict)
    odd: list[ReturnFault] = field(default_factory=list)
    comments: tuple[PlacedComment, ...] = ()
    readable: bool = True

    def content(self) -> list[object]:
        """Return what it says, to compare it with a copy."""
        cells = [(name, line) for name, line in self.lines.items()]
        cells += [(name, line) for name, found in self.entries.items() for line, _ in found]
        return [
            (name, [(comparable(c.value), c.flag, c.struck) for c in _cells(line)])
            for name, line in sorted(cells, key=lambda cell: (cell[0], cell[1].number))
        ]


def _cells(line: FoundRow) -> list[FoundCell]:
    return [cell for key in (LABEL, VALUE, _REMARK) if (cell := line.get(key)) is not None]


# --- The sheets of a return -> tabs --------------------------------------------------------------


def read_forms(worksheets: Mapping[str, BookSheet], result: Return) -> tuple[FormTab, ...]:
    """Return the sheets of the measures, each once; what else is there is noted in *result*."""
    marks = line_marks(result.sent)
    found, foreign = [], []
    for number, (title, worksheet) in enumerate(worksheets.items(), 1):
        if title in OTHER_SHEETS:
            continue
        tab = _tab(worksheet, number, marks, result)
        if tab is None:
            foreign.append(title)
        elif tab.owner:
            found.append(tab)
    if foreign:
        sentence = foreign_sheets(result.file, foreign)
        result.faults.append(ReturnFault(FaultCode.FOREIGN_SHEETS, sentence))
    return _once(found, result)


def _once(tabs: Iterable[FormTab], result: Return) -> tuple[FormTab, ...]:
    """Return the tab of each measure; of copies the first, of differing ones none."""
    by_owner: dict[str, list[FormTab]] = defaultdict(list)
    for tab in tabs:
        by_owner[tab.owner].append(tab)
    kept = []
    for owner, same in by_owner.items():
        first = same[0]
        if len(same) > 1:
            alike = all(tab.content() == first.content() for tab in same)
            code = FaultCode.COPIED_ROW if alike else FaultCode.DUPLICATE_ID
            names = " und ".join(quoted(tab.name) for tab in same)
            title = short(result.sent.measures[owner].title)
            sentence = FORMS[code].format(value=title, sheets=names)
            result.faults.append(form_fault(result.file, first.name, code, sentence, owner))
            first.readable = first.readable and alike
        kept.append(first)
    return tuple(kept)


def _tab(
    worksheet: BookSheet, number: int, marks: Mapping[str, tuple[str, str]], result: Return
) -> FormTab | None:
    """Return a sheet, None where it is none of a measure; without an owner it is only noted."""
    losses = Losses()
    rows = list(islice(worksheet.rows(losses), _MOST_LINES + 1))
    title, file = worksheet.title, result.file
    marked = [_marked(cells, marks) for _, cells in rows]
    known = [found for found in marked if found is not None]
    faults: list[ReturnFault] = []
    header = _header(rows, Spot(file, title), faults)
    if header is None and not known:
        return None
    owner = _owner(known, rows, result.sent)
    tab = FormTab(title, number, owner, worksheet.state != VISIBLE)
    if header is None:
        sentence = HEADER_GONE
        fault = form_fault(file, title, FaultCode.SHEET_REPLACED, sentence, owner)
        result.faults.append(fault)
        tab.readable = False
        return tab
    place, places = header
    _note_source(tab, known, rows, places, result)
    result.faults += [fault._replace(measure_id=owner) for fault in faults]
    _note_losses(tab, losses, rows, result)
    if VALUE not in places or not tab.owner:
        tab.readable = False
        return tab
    areas = [area for a in worksheet.marks().merged if (area := area_of(a)) is not None]
    areas = [area for area in areas if area.bottom > rows[place][0]]
    look = appearance_of(worksheet)
    named = {key: (column, letter(column)) for key, column in places.items()}
    shape = Shape(named, tuple(areas), look)
    for _, cells in rows[:place]:
        tab.above += [text for text in header_texts(cells) if text]
    _note_marks(tab, shape, rows, result)
    lines = [FoundRow(n, shape, cells) for n, cells in rows[place + 1 :]]
    _sort_lines(tab, lines, marks, result)
    tab.comments = _placed(tab, worksheet, shape)
    return tab


def _marked(
    cells: Sequence[object], marks: Mapping[str, tuple[str, str]]
) -> tuple[str, str] | None:
    for found in cells[:_MOST_MARKED]:
        if isinstance(found, str) and found in marks:
            return marks[found]
    return None


def _header(
    rows: Sequence[Row], spot: Spot, faults: list[ReturnFault]
) -> tuple[int, dict[str, int]] | None:
    """Return the place of the header among the rows, and the columns it names."""
    names = sheets.names_of(FORM)
    for place, (number, cells) in enumerate(rows):
        if number > HEADER_WITHIN:
            break
        texts = header_texts(cells)
        keys = [names.get(sheets.plain(text)) for text in texts]
        if len({LABEL, VALUE, _REMARK, _MARK}.intersection(keys)) > 1:
            return place, column_places(FORM, texts, keys, spot._replace(row=number), faults)
    return None


def _owner(known: Sequence[tuple[str, str]], rows: Sequence[Row], sent: Sent) -> str:
    """Return whose sheet it is: by its marks, else by the title of the measure on it."""
    counted = Counter(measure_id for measure_id, _ in known)
    if counted:
        return counted.most_common(1)[0][0]
    titles: dict[str, list[str]] = defaultdict(list)
    for key, measure in sent.measures.items():
        titles[shown(measure.title)].append(key)
    for _, cells in rows[:HEADER_WITHIN]:
        for cell in cells:
            keys = titles.get(shown(cell), []) if isinstance(cell, str) else []
            if len(keys) == 1:
                return keys[0]
    return ""


def _note_source(
    tab: FormTab,
    known: Sequence[tuple[str, str]],
    rows: Sequence[Row],
    places: Mapping[str, int],
    result: Return,
) -> None:
    """Note a sheet without the marks of this request."""
    if known:
        return
    place = places.get(_MARK)
    texts = [cells[place] for _, cells in rows if place is not None and place < len(cells)]
    has_marks = sum(isinstance(text, str) and bool(text.strip()) for text in texts) > 1
    if not tab.owner:
        code = FaultCode.UNKNOWN_ID
    else:
        code = FaultCode.FOREIGN_ROW if has_marks else FaultCode.BLANK_ID
    fault = form_fault(result.file, tab.name, code, FORMS[code], tab.owner)
    result.faults.append(fault)
    tab.odd.append(fault)


def _note_losses(tab: FormTab, losses: Losses, rows: Sequence[Row], result: Return) -> None:
    file, title = result.file, tab.name
    if losses.column is not None:
        sentence = columns_beyond(file, title, letter(losses.column))
        result.faults.append(ReturnFault(FaultCode.COLUMNS_BEYOND, sentence, title))
    if losses.rows:
        fault = ReturnFault(FaultCode.ROWS_LOST, rows_lost(file, title, losses.rows), title)
        result.faults.append(fault)
        tab.odd.append(fault)
    if len(rows) > _MOST_LINES:
        sentence = too_many_rows(file, title, _MOST_LINES)
        result.faults.append(ReturnFault(FaultCode.TOO_MANY_ROWS, sentence, title))


def _note_marks(tab: FormTab, shape: Shape, rows: Sequence[Row], result: Return) -> None:
    """Note merged cells, and what is hidden besides the column of the marks (SEC-12)."""
    file, title = result.file, tab.name
    used = {place + 1 for key, (place, _) in shape.places.items() if key != _MARK}
    for area in shape.areas:
        if any(area.left <= column <= area.right for column in used):
            sentence = merged(file, title, area.name)
            where = (title, area.name, tab.owner)
            result.faults.append(ReturnFault(FaultCode.MERGED_CELLS, sentence, *where))
    width = max((len(cells) for _, cells in rows), default=0)
    own = shape.places.get(_MARK, (-1, ""))[0]
    columns = {place for place in shape.look.hidden_columns if place < width} - {own}
    if shape.look.hidden_rows or columns:
        sentence = hidden_cells(file, title, len(shape.look.hidden_rows), len(columns))
        result.faults.append(ReturnFault(FaultCode.HIDDEN_CELLS, sentence, title))


# --- The lines of a sheet: which is which --------------------------------------------------------


def _sort_lines(
    tab: FormTab,
    lines: Sequence[FoundRow],
    marks: Mapping[str, tuple[str, str]],
    result: Return,
) -> None:
    """Put each line under its name; what has none, or somebody else's, is noted."""
    columns = {column.key: column for column in form_columns(result.sent.about)}
    lists: dict[str, FormList] = {found.field: found for found in form_lists(result.sent.about)}
    twice: dict[str, list[FoundRow]] = defaultdict(list)
    left: list[FoundRow] = []
    block = ""
    heads: set[str] = set()
    for line in lines:
        owner, name = marks.get(line.text(_MARK), ("", ""))
        if owner and owner != tab.owner:
            _note_foreign_line(tab, line, result)
            continue
        head = name.partition("/")[0] or _heading_of(line, lists)
        if head in lists:
            block = head
            heads.add(head)
            if "/" in name:
                tab.entries.setdefault(head, []).append((line, name))
        elif name in columns:
            block = ""
            twice[name].append(line)
        elif block and any(_says(line, key) for key in (LABEL, VALUE)):
            tab.entries.setdefault(block, []).append((line, ""))
        elif any(_says(line, key) for key in (LABEL, VALUE, _REMARK)):
            left.append(line)
    for name, same in twice.items():
        _choose_line(tab, columns[name], same, result)
    left = [line for line in left if not _by_label(tab, line, columns, result)]
    _note_missing(tab, columns, {name for name in lists if name not in heads}, twice, result)
    _note_own(tab, lines, left, result)
    for name, line in tab.lines.items():
        _look_at_label(tab, columns[name], line, result)
    _look_at_title(tab, result)


def _look_at_title(tab: FormTab, result: Return) -> None:
    """Leave out a sheet that was made another measure's by its title."""
    line = tab.lines.get(request_layout.TITLE)
    said = "" if line is None else line.text(VALUE)
    own = shown(result.sent.measures[tab.owner].title)
    others = [key for key, m in result.sent.measures.items() if said and shown(m.title) == said]
    if said != own and len(others) == 1:
        titles = f"{own}, {said}"
        code = FaultCode.MIXED_ROW
        sentence = FORMS[code].format(value=short(titles))
        result.faults.append(form_fault(result.file, tab.name, code, sentence, tab.owner))
        tab.readable = False


def _heading_of(line: FoundRow, lists: Mapping[str, FormList]) -> str:
    """Return the list that a line without a mark of this request begins, by its label."""
    text = sheets.plain(line.text(LABEL))
    return next((n for n, f in lists.items() if text == sheets.plain(_list_label(f))), "")


def _list_label(found: FormList) -> str:
    return f"{found.heading}: {found.left.header}"


def _says(line: FoundRow, key: str) -> bool:
    cell = line.get(key)
    return cell is not None and (
        cell.flag is not None or comparable(cell.value) is not None or bool(cell.struck)
    )


def _choose_line(
    tab: FormTab, column: SheetColumn, same: Sequence[FoundRow], result: Return
) -> None:
    """Take the line of a field; where copies of it differ, none."""
    first = same[0]
    alike = {repr([(comparable(c.value), c.flag, c.struck) for c in _cells(s)]) for s in same}
    if len(alike) == 1:
        tab.lines[column.key] = first
        return
    rows = "Zeilen " + " und ".join(str(line.number) for line in same)
    result.faults.append(
        line_fault(tab, column, same[1], FaultCode.DUPLICATE_LINE, result, value=rows)
    )


def _by_label(
    tab: FormTab, line: FoundRow, columns: Mapping[str, SheetColumn], result: Return
) -> bool:
    """Take a line without its mark by its label, where nothing else is that field's line."""
    text = sheets.plain(line.text(LABEL))
    name = next((key for key, c in columns.items() if text == sheets.plain(c.header)), None)
    if name is None or name in tab.lines:
        return False
    tab.lines[name] = line
    if not tab.odd:
        fault = line_fault(tab, columns[name], line, FaultCode.LINE_BY_LABEL, result)
        tab.against.setdefault(name, []).append(fault)
    return True


def _note_missing(
    tab: FormTab,
    columns: Mapping[str, SheetColumn],
    lists: set[str],
    twice: Mapping[str, object],
    result: Return,
) -> None:
    labels = [
        column.header
        for key, column in columns.items()
        if not column.locked and key not in tab.lines and key not in twice
    ]
    field_of = result.sent.about.catalogue.field
    labels += [field_of(field_name(name)).label for name in lists if name not in tab.entries]
    if labels:
        fault = form_fault(
            result.file, tab.name, FaultCode.MISSING_LINE, missing_lines(labels), tab.owner
        )
        result.faults.append(fault)


def _note_own(
    tab: FormTab, lines: Sequence[FoundRow], left: Sequence[FoundRow], result: Return
) -> None:
    """Note what stands on lines of nobody, and right of the known columns."""
    cells: list[str] = []
    own = {line.number for line in left}
    names = {line.number: name for name, line in tab.lines.items()}
    for line in lines:
        known = {place for place, _ in line.shape.places.values()}
        beside = []
        for place, found in enumerate(line.found):
            value = value_of(found)
            if value in (None, "") or (place in known and line.number not in own):
                continue
            if place == line.shape.places.get(_MARK, (-1, ""))[0]:
                continue
            where = f"{letter(place)}{line.number}"
            cells.append(own_cell(where, str(value)))
            beside.append(str(value))
        if line.number in names:
            remark = line.get(_REMARK)
            said = str(remark.value or "") if remark else ""
            tab.about[names[line.number]] = (*beside, said, line.text(LABEL), *tab.above)
    if cells:
        fault = form_fault(result.file, tab.name, FaultCode.OWN_CELLS, own_cells(cells), tab.owner)
        result.faults.append(fault)


def _note_foreign_line(tab: FormTab, line: FoundRow, result: Return) -> None:
    if any(_says(line, key) for key in (LABEL, VALUE, _REMARK)):
        sentence = foreign_line(line.number, line.text(LABEL))
        code = FaultCode.MIXED_ROW
        result.faults.append(form_fault(result.file, tab.name, code, sentence, tab.owner))


def _look_at_label(tab: FormTab, column: SheetColumn, line: FoundRow, result: Return) -> None:
    """Note a label that says something else than was sent."""
    label = line.get(LABEL)
    if label is None or label.flag is not None or column.locked:
        return
    said = line.text(LABEL)
    if sheets.plain(said) != sheets.plain(column.header):
        code = FaultCode.RENAMED_LINE
        fault = line_fault(tab, column, line, code, result, value=said or "leer", key=LABEL)
        tab.against.setdefault(column.key, []).append(fault)


def line_fault(  # noqa: PLR0913 - a place has this many parts
    tab: FormTab,
    column: SheetColumn,
    line: FoundRow,
    code: FaultCode,
    result: Return,
    *,
    value: str = "",
    key: str = VALUE,
) -> ReturnFault:
    """Return the fault of a cell on the line of a field; *value* is what to quote."""
    table = FoundTable(FORM, result.file, tab.name)
    cell = line.cell(key)._replace(sheet=tab.name)
    return cell_fault(table, column, cell, code, tab.owner, value=value)


def _placed(tab: FormTab, worksheet: BookSheet, shape: Shape) -> tuple[PlacedComment, ...]:
    """Return the comments of a sheet with the field whose line they are on."""
    names = {line.number: name for name, line in tab.lines.items()}
    for name, entries in tab.entries.items():
        names |= {line.number: name for line, _ in entries}
    known = {place for key, (place, _) in shape.places.items() if key != _MARK}
    placed = []
    for comment in worksheet.comments():
        name = names.get(comment.row, "") if comment.place in known else ""
        own = name if name in FIELD_NAMES and name != request_layout.TITLE else ""
        placed.append(PlacedComment(tab.name, comment, tab.owner, own))
    return tuple(placed)


# --- Tabs -> tables ------------------------------------------------------------------------------


def tables_of_forms(tabs: Sequence[FormTab], result: Return) -> list[FoundTable]:
    """Return the tables that say the same as the sheets: of the measures, and of each list."""
    about = result.sent.about
    own, *others = request_layout.data_sheets(about.catalogue, about.fields)
    table = FoundTable(own, result.file, "", of_forms=True)
    table.present = frozenset(tab.owner for tab in tabs)
    readable = [tab for tab in tabs if tab.readable]
    table.rows = [_measure_row(tab, number, result) for number, tab in enumerate(readable, 1)]
    table.columns = frozenset(key for tab in readable for key in tab.lines) | {_MARK, _REMARK}
    table.placed = tuple(comment for tab in tabs for comment in tab.comments)
    tables = [table]
    for sheet in others:
        found = next(f for f in form_lists(about) if f.heading == sheet.title)
        entries = FoundTable(sheet, result.file, "", of_forms=True)
        for tab in readable:
            lines = tab.entries.get(found.field, [])
            entries.rows += [_entry_row(tab, line, name, found, result) for line, name in lines]
        keys = (found.left.key, found.right.key, request_layout.ID, _MARK)
        entries.columns = frozenset(keys)
        tables.append(entries)
    return tables


def _measure_row(tab: FormTab, number: int, result: Return) -> FormRow:
    mark = mark_of(result.sent.about.request, tab.owner)
    lines = {name: (line, VALUE) for name, line in tab.lines.items()}
    shape = next(iter(tab.lines.values())).shape if tab.lines else Shape({})
    remark = _remark(tab, result)
    fixed = {_MARK: mark}
    row = FormRow(number, shape, (), tab.name, lines, fixed, dict(tab.about), remark)
    return replace(row, whole=True, unseen=tab.unseen)


def _entry_row(tab: FormTab, line: FoundRow, name: str, found: FormList, result: Return) -> FormRow:
    request = result.sent.about.request
    place = name.partition("/")[2]
    mark = mark_of(request, tab.owner, int(place)) if place else ""
    lines = {found.left.key: (line, LABEL), found.right.key: (line, VALUE)}
    fixed = {request_layout.ID: shown(tab.owner), _MARK: mark}
    row = FormRow(line.number, line.shape, line.found, tab.name, lines, fixed)
    return replace(row, unseen=tab.unseen, sheet=tab.number)


def _remark(tab: FormTab, result: Return) -> FoundCell | None:
    """Return all remarks on a sheet as one, each with the label of its line."""
    headers = {column.key: column.header for column in form_columns(result.sent.about)}
    spoken = []
    where = ""
    lines = [(name, headers[name], line) for name, line in tab.lines.items()]
    for found in form_lists(result.sent.about):
        entries = tab.entries.get(found.field, [])
        lines += [(found.field, _entry_label(found, line), line) for line, _ in entries]
    for name, label, line in sorted(lines, key=lambda line: line[2].number):
        cell = line.get(_REMARK)
        text = "" if cell is None else str(shown(cell.value) or cell.text or cell.struck)
        if cell is not None and text:
            where = where or cell.where
            general = name in (request_layout.ANSWER, request_layout.TITLE)
            spoken.append(text if general else f"{label}: {text}")
    return FoundCell("\n".join(spoken), where, sheet=tab.name) if spoken else None


def _entry_label(found: FormList, line: FoundRow) -> str:
    cell = line.get(LABEL)
    value = None if cell is None else cell.value
    day = from_cell(Kind.IDENTIFIER, value) if value is not None else ""
    return f"{found.heading} {day}".strip()
