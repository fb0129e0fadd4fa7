"""The sheet „Maßnahmen“ -> changed, new and left-out measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.catalogue import FIELDS_BY_NAME, FileName, Kind
from klimaeditor.changes import Change
from klimaeditor.dataset import structure
from klimaeditor.dataset.records import id_of
from klimaeditor.errors import EditError
from klimaeditor.excel import layout, messages
from klimaeditor.excel.claims import claim
from klimaeditor.excel.projection import from_cell, shown, unchanged
from klimaeditor.values import get_path, same

if TYPE_CHECKING:
    from klimaeditor.dataset.records import MeasureView
    from klimaeditor.excel.session import Session
    from klimaeditor.excel.sheetread import Table, TableRow

_SHEET = layout.MEASURES
_OWN = tuple(
    column
    for column in _SHEET.columns
    if column.key in FIELDS_BY_NAME and column.kind not in (Kind.IDENTIFIER, Kind.CATEGORY)
)


def read_measures(session: Session, table: Table, names: dict[str, str]) -> None:
    """Take over the sheet; *names* are the categories by id, new ones included."""
    if session.base.measures and not table.rows:
        session.report.problem(messages.no_measures(_SHEET.title))
        return
    claims = claim(session.base, session.fingerprints, table.rows, session.report)
    for measure, row in claims.rows.items():
        _update(session, session.base.view(measure), row, names)
    for row in claims.new:
        _add(session, row, names)
    _leave_out(session, [key for key in session.base.measures if key not in claims.rows])


def _update(session: Session, view: MeasureView, row: TableRow, names: dict[str, str]) -> None:
    """Store every cell that says something else than *view*, the measure as exported."""
    wanted = _changed_category(session, view, row, names)
    if wanted is not None and not same(view.value("category_id"), wanted):
        _set_category(session, view.key, row, wanted, names)
    for column in _OWN:
        if column.key not in row.cells:
            continue
        found = row.cells[column.key]
        if not unchanged(column.kind, view.value(column.key), found, column.choices):
            value = from_cell(column.kind, found, column.choices)
            session.store(view.key, column.key, value, _SHEET.title, row.number)


def _changed_category(
    session: Session, view: MeasureView, row: TableRow, names: dict[str, str]
) -> str | None:
    """Return the id of the category that the name, or the locked id, says now."""
    for key in ("category", "category_id"):
        column = _SHEET.column(key)
        given = row.text(key)
        if not given or unchanged(column.kind, view.value(key), row.cells.get(key)):
            continue
        found = _category_of(given, names)
        if found is not None:
            return found
        kept = str(view.value("category") or view.value("category_id") or "")
        session.report.notice(messages.category_unknown(row.number, given, kept))
    return None


def _category_of(given: str, names: dict[str, str]) -> str | None:
    """Return the id of the category called *given*, by name or by id; None where there is none."""
    by_id = [key for key in names if shown(key) == given]
    by_name = [key for key, name in names.items() if shown(name).casefold() == given.casefold()]
    found = by_id or by_name
    return found[0] if len(found) == 1 else None


def _set_category(
    session: Session, measure: int, row: TableRow, wanted: str, names: dict[str, str]
) -> None:
    session.store(measure, "category_id", wanted, _SHEET.title, row.number)
    record = session.dataset.measures[measure]
    old = get_path(record, ("category",))
    name = names.get(wanted, wanted)
    if old == wanted != name:  # the first measure of its category: nobody else has the name yet
        session.apply(Change(FileName.MEASURES, measure, ("category",), old, name))


def _add(session: Session, row: TableRow, names: dict[str, str]) -> None:
    """Make a row without a known id a new measure (WEB-09)."""
    given = row.text(layout.ID)
    category_id = _category_of(row.text("category"), names) or _category_of(
        row.text("category_id"), names
    )
    if category_id is None:
        session.report.problem(messages.no_category(_SHEET.title, row.number))
        return
    try:
        measure, changes = structure.add_measure(
            session.dataset, category_id, names.get(category_id, category_id), ""
        )
    except EditError as error:
        session.report.problem(messages.not_possible(_SHEET.title, row.number, str(error)))
        return
    session.apply(*changes)
    for column in _OWN:
        found = row.cells.get(column.key)
        if found not in (None, ""):
            value = from_cell(column.kind, found, column.choices)
            session.store(measure, column.key, value, _SHEET.title, row.number)
    measure_id = session.dataset.view(measure).id
    session.keys_by_id[measure_id] = measure
    if given:
        session.keys_by_id.setdefault(given, measure)
    session.report.notice(messages.new_measure(row.number, given, measure_id))


def _leave_out(session: Session, missing: list[int]) -> None:
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
    session.report.notice(messages.measures_left_out(titles))
