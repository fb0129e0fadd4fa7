"""Workbook -> dataset: a document in its own right.

guard -> cells by header -> compared with what was exported -> what differs is stored as the form
would store it. What nobody touched keeps its raw record: unknown keys, key order, null and 350.0.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from klimaeditor.excel import guard, layout, plan, target, workbook_words
from klimaeditor.excel.layout import comparable, from_cell, shown, unchanged
from klimaeditor.excel.sheets import ReadReport, align, claim, read_content
from klimaeditor.excel.workbook_words import _listed
from klimaeditor.model import structure
from klimaeditor.model.changes import Batch, Change, FileName
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.edits import set_field
from klimaeditor.model.errors import EditError, WorkbookError
from klimaeditor.model.fieldnames import FIELD_NAMES, field_name
from klimaeditor.model.fieldtypes import Kind, Profile
from klimaeditor.model.records import Dataset, category_names, id_of
from klimaeditor.model.structure import ID_PATTERN
from klimaeditor.model.values import ABSENT, get_path, same, set_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from klimaeditor.excel.plan import Baseline
    from klimaeditor.excel.sheets import SheetTable, TableRow, WorkbookContent
    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Json, Record, Value


# --- words ---------------------------------------------------------------------------------------

_AGAIN = "Beheben Sie das in Excel, speichern Sie, und öffnen Sie die Datei noch einmal."


def problems(name: str, found: Sequence[str]) -> str:
    """Return one message for everything that has to be mended before the workbook can be read."""
    return f"{quoted(name)} wurde nicht geöffnet. " + " ".join(found) + f" {_AGAIN}"


def no_category(sheet: str, row: int) -> str:
    """Return the problem of a new measure without a usable category."""
    return (
        f"Blatt {quoted(sheet)}, Zeile {row}: Der neuen Maßnahme fehlt die Kategorie. Wählen Sie "
        "eine aus der Liste."
    )


def not_possible(sheet: str, row: int, reason: str) -> str:
    """Return the problem of a row whose content has no place in the format."""
    return f"Blatt {quoted(sheet)}, Zeile {row}: {reason}"


def no_measures(sheet: str) -> str:
    """Return the problem of an emptied sheet of measures."""
    return f"Blatt {quoted(sheet)}: Es enthält keine Maßnahmen mehr."


def new_measure(row: int, given: str, measure_id: str) -> str:
    """Return the notice about a row that became a measure (WEB-09)."""
    why = (
        f"Die Kennung {quoted(given)} ist unbekannt; die Zeile"
        if given
        else "Die Zeile ohne Kennung"
    )
    return (
        f"Blatt „Maßnahmen“, Zeile {row}: {why} wurde als neue Maßnahme {quoted(measure_id)} "
        "angelegt."
    )


def measures_left_out(titles: Sequence[str]) -> str:
    """Return the notice about measures whose rows are gone."""
    return (
        f"Im Blatt „Maßnahmen“ fehlen Zeilen; diese Maßnahmen gehören deshalb nicht zum geöffneten "
        f"Datensatz: {_listed([quoted(title) for title in titles])}."
    )


def category_unknown(row: int, name: str, kept: str) -> str:
    """Return the notice about a category that does not exist."""
    return (
        f"Blatt „Maßnahmen“, Zeile {row}: Die Kategorie {quoted(name)} gibt es nicht; es bleibt "
        f"{quoted(kept)}."
    )


def unassigned_rows(sheet: str, rows: Sequence[int]) -> str:
    """Return the notice about rows whose id belongs to no measure."""
    return (
        f"Blatt {quoted(sheet)}: Zeilen ohne bekannte Kennung wurden nicht übernommen: "
        f"{_listed([str(row) for row in rows])}."
    )


def contradicting_rows(header: str, title: str, shown: Sequence[str]) -> str:
    """Return the notice about one property with different values in the rows of one measure."""
    values = " und ".join(quoted(value) for value in shown)
    return (
        f"Blatt „Fortschritt“: Für {quoted(title)} steht unter {quoted(header)} Verschiedenes "
        f"({values}); es gilt weiter der Wert vom Export."
    )


def entries_missing(sheet: str, titles: Sequence[str]) -> str:
    """Return the notice about rows that are gone: not answered, so they stay."""
    names = _listed([quoted(title) for title in titles])
    return f"Blatt {quoted(sheet)}: Es fehlen Zeilen; die Angaben darin bleiben erhalten: {names}."


# --- A workbook being turned into a dataset: as exported, as it becomes, and what there is to say


@dataclass(slots=True)
class WorkbookSession:
    """*base* stays as exported, *dataset* takes the changes; records have the same keys in both.

    *fingerprints* are those of the exported measures, by key.
    *keys_by_id* says which measure rows of other sheets mean; *left_out* are ids of measures that
    do not belong to the document any more.
    """

    base: Dataset
    dataset: Dataset
    report: ReadReport
    fingerprints: dict[int, str]
    keys_by_id: dict[str, int] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)

    @property
    def sheets(self) -> layout.ExportSheets:
        """The sheets with data, as the fields of the site make them."""
        return layout.export_sheets(self.dataset.site.catalogue)

    def before(self, measure: int, name: FieldName) -> Value:
        """Return a value as exported, ABSENT for a measure that is new."""
        return self.base.value(measure, name) if measure in self.base.measures else ABSENT

    def apply(self, *changes: Change) -> None:
        """Carry out changes."""
        self.dataset.apply(Batch("", changes))

    def store(self, measure: int, name: FieldName, value: Value, sheet: str, row: int) -> None:
        """Store a value as the form would; what the format does not allow becomes a problem."""
        try:
            self.apply(*set_field(self.dataset, measure, name, value))
        except EditError as error:
            self.report.problem(not_possible(sheet, row, str(error)))

    def title(self, measure: int) -> str:
        """Return what to call a measure."""
        return self.dataset.view(measure).title


def begin(exported: Baseline, report: ReadReport) -> WorkbookSession:
    """Return the session for what a workbook was made from."""
    base = exported.dataset
    dataset = Dataset.keyed({file: table.rows for file, table in base.tables.items()}, base.site)
    dataset.retired_ids.update(exported.used_ids)
    session = WorkbookSession(base, dataset, report, exported.fingerprints)
    for measure, row in session.base.measures.items():
        measure_id = shown(id_of(row))
        if measure_id:
            session.keys_by_id.setdefault(measure_id, measure)
    return session


# --- The sheet „Maßnahmen“ -> changed, new and left-out measures ---------------------------------


class _OwnColumn(NamedTuple):
    """A column whose cells are taken as they are, and where its field stands."""

    key: str
    name: FieldName
    file: FileName
    path: tuple[str, ...]
    kind: Kind
    choices: layout.Choices
    header: str

    def old(self, view: MeasureView) -> Value:
        """Return what a measure says in it, ABSENT for nothing."""
        row = view.row(self.file)
        return ABSENT if row is None else get_path(row, self.path)


def _own(session: WorkbookSession, columns: Iterable[layout.SheetColumn]) -> list[_OwnColumn]:
    """Return those of the columns that are fields of the catalogue."""
    by_name = session.dataset.site.catalogue.by_name
    named = [(c, by_name[field_name(c.key)]) for c in columns if c.key in FIELD_NAMES]
    return [
        _OwnColumn(c.key, own.name, own.file, own.path, c.kind, c.choices, c.header)
        for c, own in named
    ]


def read_measures(session: WorkbookSession, table: SheetTable, names: dict[str, str]) -> None:
    """Take over the sheet; *names* are the categories by id, new ones included."""
    if session.base.measures and not table.rows:
        session.report.problem(no_measures(layout.SHEET_MEASURES))
        return
    claims = claim(session.base, session.fingerprints, table.rows, session.report)
    codes = (Kind.IDENTIFIER, Kind.CATEGORY)
    columns = _own(session, [c for c in session.sheets.measures.columns if c.kind not in codes])
    for measure, row in claims.rows.items():
        _update(session, session.base.view(measure), row, names, columns)
    for row in claims.new:
        _add(session, row, names, columns)
    _leave_out(session, [key for key in session.base.measures if key not in claims.rows])


def _update(
    session: WorkbookSession,
    view: MeasureView,
    row: TableRow,
    names: dict[str, str],
    columns: Sequence[_OwnColumn],
) -> None:
    """Store every cell that says something else than *view*, the measure as exported."""
    wanted = _changed_category(session, view, row, names)
    if wanted is not None and not same(view.value("category_id"), wanted):
        _set_category(session, view.key, row, wanted, names)
    for column in columns:
        if column.key not in row:
            continue
        found = row[column.key]
        if not unchanged(column.kind, column.old(view), found, column.choices):
            value = from_cell(column.kind, found, column.choices)
            session.store(view.key, column.name, value, layout.SHEET_MEASURES, row.number)


def _changed_category(
    session: WorkbookSession, view: MeasureView, row: TableRow, names: dict[str, str]
) -> str | None:
    """Return the id of the category that the name, or the locked id, says now."""
    for key in ("category", "category_id"):
        given, old = row.get(key), view.value(key)
        if given is None or (isinstance(given, str) and given == old):
            continue
        column = session.sheets.measures.column(key)
        given = row.text(key)
        if not given or unchanged(column.kind, old, row.get(key)):
            continue
        found = _category_of(given, names)
        if found is not None:
            return found
        kept = str(view.value("category") or view.value("category_id") or "")
        session.report.notice(category_unknown(row.number, given, kept))
    return None


def _category_of(given: str, names: dict[str, str]) -> str | None:
    """Return the id of the category called *given*, by name or by id; None where there is none."""
    by_id = [key for key in names if shown(key) == given]
    by_name = [key for key, name in names.items() if shown(name).casefold() == given.casefold()]
    found = by_id or by_name
    return found[0] if len(found) == 1 else None


def _set_category(
    session: WorkbookSession, measure: int, row: TableRow, wanted: str, names: dict[str, str]
) -> None:
    session.store(measure, "category_id", wanted, layout.SHEET_MEASURES, row.number)
    record = session.dataset.measures[measure]
    path = session.dataset.site.catalogue.path("category")
    old = get_path(record, path)
    name = names.get(wanted, wanted)
    if old == wanted != name:  # the first measure of its category: nobody else has the name yet
        session.apply(Change(FileName.MEASURES, measure, path, old, name))


def _add(
    session: WorkbookSession,
    row: TableRow,
    names: dict[str, str],
    columns: Sequence[_OwnColumn],
) -> None:
    """Make a row without a known id a new measure (WEB-09)."""
    given = row.text(layout.ID)
    category_id = _category_of(row.text("category"), names) or _category_of(
        row.text("category_id"), names
    )
    if category_id is None:
        session.report.problem(no_category(layout.SHEET_MEASURES, row.number))
        return
    try:
        measure, changes = structure.add_measure(
            session.dataset, category_id, names.get(category_id, category_id), ""
        )
    except EditError as error:
        session.report.problem(not_possible(layout.SHEET_MEASURES, row.number, str(error)))
        return
    session.apply(*changes)
    for column in columns:
        found = row.get(column.key)
        if found not in (None, ""):
            value = from_cell(column.kind, found, column.choices)
            session.store(measure, column.name, value, layout.SHEET_MEASURES, row.number)
    measure_id = session.dataset.view(measure).id
    session.keys_by_id[measure_id] = measure
    if given:
        session.keys_by_id.setdefault(given, measure)
    session.report.notice(new_measure(row.number, given, measure_id))


def _leave_out(session: WorkbookSession, missing: list[int]) -> None:
    """Take measures out whose rows are gone: they do not belong to this document."""
    if not missing:
        return
    for measure in missing:
        session.left_out.add(shown(session.base.view(measure).id))
        session.apply(*structure.delete_measure(session.dataset, measure))
    present = session.dataset.measures
    session.left_out -= {shown(id_of(row)) for row in present.values()}
    session.keys_by_id = {
        measure_id: key for measure_id, key in session.keys_by_id.items() if key in present
    }
    titles = [session.base.view(measure).title for measure in missing]
    session.report.notice(measures_left_out(titles))


# --- The sheets „Fortschritt“ and „Links“: rows of one measure -> the list it stores -------------


def read_lists(session: WorkbookSession, table: SheetTable, spec: layout.ListSheet) -> None:
    """Take over the rows of a list sheet, measure by measure."""
    gone = []
    facts = _own(session, [c for c in table.sheet.columns if c.key != layout.ID])
    for measure, rows in _rows_by_measure(session, table).items():
        if spec.field == "progress_values" and rows:
            _take_facts(session, measure, rows, facts)
        if any(key not in row for row in rows for key, _ in spec.keys):
            continue  # a column or a cell is not answered
        if not _take_entries(session, measure, rows, spec):
            gone.append(session.title(measure))
    if gone:
        session.report.notice(entries_missing(spec.sheet.title, gone))


def _rows_by_measure(session: WorkbookSession, table: SheetTable) -> dict[int, list[TableRow]]:
    """Return the rows of each measure, also of those that have none any more."""
    found: dict[int, list[TableRow]] = defaultdict(list)
    for measure in session.keys_by_id.values():
        found[measure] = []
    stray = []
    for row in table.rows:
        given = row.text(layout.ID)
        if given in session.keys_by_id:
            found[session.keys_by_id[given]].append(row)
        elif given not in session.left_out:
            stray.append(row.number)
    if stray:
        session.report.notice(unassigned_rows(table.sheet.title, stray))
    return found


def _take_entries(
    session: WorkbookSession, measure: int, rows: list[TableRow], spec: layout.ListSheet
) -> bool:
    """Store the list the rows say; False where exported entries have no row any more."""
    entries = plan.entries_of(session.before(measure, spec.field))
    before = [spec.cells(entry) for entry in entries]
    now = [[row[column.key] for column in spec.columns] for row in rows]
    if before == now and not any(isinstance(cell, bool) for cells in now for cell in cells):
        return True
    found = align(
        [list(map(comparable, cells)) for cells in before],
        [list(map(comparable, cells)) for cells in now],
    )
    result: list[Json] = []
    for place, entry in enumerate(entries):
        row = found.pairs.get(place)
        result += [entry] if row is None else _updated(entry, rows[row], spec)
    new = [_fresh(rows[place], spec) for place in found.new]
    if new or list(map(id, result)) != list(map(id, entries)):
        number = rows[0].number if rows else 0
        value = _in_order(entries, result + new, spec)
        session.store(measure, spec.field, value, spec.sheet.title, number)
    return not found.gone


def _updated(entry: Json, row: TableRow, spec: layout.ListSheet) -> list[Json]:
    """Return an entry with the cells that say something else now; nothing for an emptied row."""
    emptied = all(row.text(column_key) == "" for column_key, _ in spec.keys)
    if not isinstance(entry, dict):
        before = [comparable(cell) for cell in spec.cells(entry)]
        now = [comparable(row[column.key]) for column in spec.columns]
        if before == now:
            return [entry]
        return [] if emptied else [_fresh(row, spec)]
    changed: dict[str, Json] = {}
    for column_key, key in spec.keys:
        column, cell = spec.sheet.column(column_key), row[column_key]
        if not unchanged(column.kind, entry.get(key, ABSENT), cell, column.choices):
            changed[key] = _value(column, row)
    if not changed:
        return [entry]
    return [] if emptied else [{**entry, **changed}]


def _fresh(row: TableRow, spec: layout.ListSheet) -> Json:
    """Return the entry a row says."""
    return {key: _value(spec.sheet.column(column_key), row) for column_key, key in spec.keys}


def _value(column: layout.SheetColumn, row: TableRow) -> Json:
    value = from_cell(column.kind, row[column.key], column.choices)
    return None if value == "" and column.key == layout.ENTRY_VALUE else value


def _in_order(before: list[Json], after: list[Json], spec: layout.ListSheet) -> list[Json]:
    """Return progress by date (WEB-04), unless the exported list was in another order."""
    if spec.field == "progress_values" and _dates(before) == sorted(_dates(before)):
        return sorted(after, key=lambda entry: _dates([entry])[0])
    return after


def _dates(entries: list[Json]) -> list[str]:
    return [str(entry.get("date") or "") if isinstance(entry, dict) else "" for entry in entries]


def _take_facts(
    session: WorkbookSession,
    measure: int,
    rows: list[TableRow],
    facts: Sequence[_OwnColumn],
) -> None:
    """Store the properties of a progress, which stand in each row of its measure.

    What differs from the export counts; blanks in added rows do not, unless all rows are blank.
    """
    view = session.base.view(measure) if measure in session.base.measures else None
    for column in facts:
        answered = [row for row in rows if column.key in row]
        old = ABSENT if view is None else column.old(view)
        other = [
            row
            for row in answered
            if not unchanged(column.kind, old, row[column.key], column.choices)
        ]
        if not other:
            continue
        if any(row.text(column.key) for row in answered):
            other = [row for row in other if row.text(column.key)]
        values = {from_cell(column.kind, row[column.key], column.choices) for row in other}
        if len(values) == 1:
            session.store(
                measure,
                column.name,
                values.pop(),
                layout.SHEET_PROGRESS,
                other[0].number,
            )
        elif values:
            shown = [row.text(column.key) for row in other]
            session.report.notice(
                contradicting_rows(
                    column.header, session.title(measure), list(dict.fromkeys(shown))
                )
            )


# --- The sheet „Kategorien“ -> descriptions of categories, and new categories --------------------


def _own_of_category(session: WorkbookSession) -> Iterator[layout.SheetColumn]:
    columns = session.sheets.categories.columns
    return (c for c in columns if c.key in FIELD_NAMES and c.key != layout.ID)


def names_with_new(session: WorkbookSession, table: SheetTable | None) -> dict[str, str]:
    """Return the names of all categories by id, with those the sheet adds."""
    names = category_names(session.base)
    for row in table.rows if table else ():
        given = row.text(layout.ID)
        if given and given not in names and ID_PATTERN.fullmatch(given):
            names[given] = row.text(layout.CATEGORY_NAME) or given
    return names


def read_categories(session: WorkbookSession, table: SheetTable) -> None:
    """Take over the sheet; rows that are gone leave their category as it was."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for key, row in session.base.tables[FileName.CATEGORIES].rows.items():
        waiting[shown(id_of(row))].append(key)
    known = set(map(shown, category_names(session.base))) - {""}
    stray = []
    for found in table.rows:
        given = found.text(layout.ID)
        if given and waiting[given]:
            _update_readcategories(session, waiting[given].pop(0), found)
        elif given in known or ID_PATTERN.fullmatch(given):
            _add_readcategories(session, given, found, new=given not in known)
        else:
            stray.append(found.number)
    if stray:
        session.report.notice(unassigned_rows(layout.SHEET_CATEGORIES, stray))


def _update_readcategories(session: WorkbookSession, key: int, found: TableRow) -> None:
    for column in _own_of_category(session):
        if column.key not in found:
            continue
        path = session.dataset.site.catalogue.path(field_name(column.key))
        old = get_path(session.base.tables[FileName.CATEGORIES].rows[key], path)
        cell = found[column.key]
        if not unchanged(column.kind, old, cell, column.choices):
            new: Value = from_cell(column.kind, cell, column.choices)
            if new == "":
                own = session.dataset.site.catalogue.field(field_name(column.key))
                new = own.emptied(Profile.MEASURE)
            session.apply(Change(FileName.CATEGORIES, key, path, old, new))


def _add_readcategories(
    session: WorkbookSession, given: str, found: TableRow, *, new: bool
) -> None:
    """Add the record of a category as soon as something is said about it."""
    row: Record = session.dataset.site.catalogue.template(FileName.CATEGORIES, given)
    said = False
    for column in _own_of_category(session):
        cell = found.get(column.key)
        if cell not in (None, ""):
            path = session.dataset.site.catalogue.path(field_name(column.key))
            row = set_path(row, path, from_cell(column.kind, cell, column.choices))
            said = True
    if said or new:
        key = session.dataset.tables[FileName.CATEGORIES].next_key
        session.apply(Change(FileName.CATEGORIES, key, (), ABSENT, row))


# --- Workbook -> dataset: a document in its own right --------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A dataset as read from a workbook; *notices* are German remarks about the reading."""

    path: Path
    dataset: Dataset
    notices: tuple[str, ...]


def open_workbook(path: Path, site: SiteProfile) -> ReadResult:
    """Read a workbook that the editor exported, whole or not at all; nothing is written to it.

    *site* is the public page the data are for. Raises WorkbookError with a German sentence where
    the file is not a workbook, not one of ours, unsafe, damaged, or holds what cannot be taken
    over – everything of that kind in one message.
    """
    report = ReadReport()
    data = guard.read_package(path)
    lock = target.find_lock(path)
    if lock is not None:
        report.notice(workbook_words.open_elsewhere(path.name, lock[1]))
    content = read_content(data, path.name, report, site)
    del data  # megabytes that nobody needs any more
    dataset = _dataset(content, report)
    if report.problems:
        raise WorkbookError(problems(path.name, report.problems))
    return ReadResult(path, dataset, tuple(report.notices))


def _dataset(content: WorkbookContent, report: ReadReport) -> Dataset:
    session = begin(content.baseline, report)
    categories = content.tables.get(layout.SHEET_CATEGORIES)
    names = names_with_new(session, categories)
    read_measures(session, content.tables[layout.SHEET_MEASURES], names)
    for spec in session.sheets.lists:
        table = content.tables.get(spec.sheet.title)
        if table is not None:
            read_lists(session, table, spec)
    if categories is not None:
        read_categories(session, categories)
    return session.dataset
